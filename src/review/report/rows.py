"""Rows: what every number of a report is counted from, as small plain tables that the page carries along."""

import pandas as pd

from review.coding import directions
from review.display import is_missing
from review.evidence import FLAGS
from review.register import ICKE_GORA
from review.report import derived

__all__ = ["GIVEN", "rows"]

GIVEN = ("number", "value", "unit", "anchor", "denominator", "low", "high")
"""Columns of the numbers that are not counted here but given: printed by others, or estimated."""

READINGS = {
    "": "unread", "dominant": "saves", "saves_same_effect": "saves", "saves_with_loss": "saves_with_loss",
}  # fmt: skip
"""A reading, and what it says of withdrawal; every other says that it costs."""

PRESSING = 2
"""With strong evidence: how many of the three reasons make a recommendation one to begin with."""

PRINTED = {
    "printed_icke_gora": ("recommendations", "icke-göra"),
    "guidelines_with": ("guidelines", "med icke-göra"),
    "guidelines_without": ("guidelines", "utan icke-göra"),
    "share_icke_gora": ("share_of_all", "icke-göra"),
    "share_low_priority": ("share_of_all", "prioritet 8–10"),
    "adherence_mean": ("adherence", "genomsnitt"),
    "adherence_highest": ("adherence", "högst"),
    "adherence_lowest": ("adherence", "lägst"),
    "adherence_measured": ("adherence_measured", "följdes upp 2023"),
    "economics_assessed": ("health_economics", "bedömda"),
    "economics_ineffective": ("health_economics", "ej kostnadseffektiva"),
}
"""Numbers printed in the interim report, by name: quantity and Swedish group in the printed totals."""


def rows(material):
    """Return the tables that the rules count in, by name, each from what its function's parameters name.

    Parameters
    ----------
    material : review.report.material.Material

    Returns
    -------
    dict of str to list of dict
        Plain values, as they go into JSON. Where references may be very many (`outcomes`, `marks`), equal
        rows are one row with their number `n`.
    """
    return {name: plain(material.give(made)) for name, made in TABLES.items()}


def plain(frame):
    """Return a frame as rows of plain values.

    Examples
    --------
    >>> plain(pd.DataFrame({"n": pd.array([1, None], dtype="Int64"), "sure": [True, False]}))
    [{'n': 1, 'sure': True}, {'n': None, 'sure': False}]
    """
    return [
        {name: None if is_missing(value) else value for name, value in row.items()}
        for row in frame.astype("object").to_dict("records")
    ]


def databases(flow):
    """Return how many records came from which database, and whether it has a name."""
    said = [(name, n, name != "unknown") for name, n in flow.identified.items()]
    return pd.DataFrame(said, columns=["database", "n", "named"])


def files(imports):
    """Return the imported files."""
    return imports[["file_name", "database", "n_records"]]


def outcomes(judged):
    """Return how many references have which outcomes and reasons at both stages."""
    names = ["first", "first_reason", "last", "last_reason", "open"]
    return counted(judged.assign(open=derived.still_open(judged)), names)


def marks(flags, project):
    """Return how many references the classifier marks with which flags."""
    said = {flag: flags[flag].astype("float64") >= project.thresholds[flag] for flag in FLAGS}
    return counted(pd.DataFrame(said), list(FLAGS))


def counted(frame, names):
    """Return the different rows of a frame, each with its number."""
    if frame.empty:
        return pd.DataFrame(columns=[*names, "n"])
    return frame.groupby(names, sort=True).size().reset_index(name="n")


def studies(included_flags):
    """Return the included references with their flags."""
    return included_flags


def tied_links(links, recommendations, in_force, included):
    """Return every link with whether it counts, speaks against, and tells of exceptions."""
    told = recommendations.recommendation_id[recommendations.exceptions != ""]
    known = links.recommendation_id.isin(in_force.recommendation_id)
    return pd.DataFrame(
        {
            "study": links.reference_id,
            "recommendation": links.recommendation_id,
            "direction": links.direction,
            "counts": links.reference_id.isin(included.reference_id) & known,
            "against": links.direction.isin(["contradicts", "mixed"]),
            "exceptions": (links.exceptions != "") | links.recommendation_id.isin(told),
        }
    )


def priced(evaluations, included):
    """Return every economic evaluation with whether it counts and how it reads for withdrawal."""
    return pd.DataFrame(
        {
            "evaluation": evaluations.evaluation_id,
            "study": evaluations.reference_id,
            "reading": evaluations.reading,
            "withdrawal": [READINGS.get(reading, "costs") for reading in evaluations.reading],
            "read": evaluations.reading != "",
            "sure": sureness(evaluations),
            "counts": evaluations.reference_id.isin(included.reference_id),
            "converted": evaluations.not_converted == "",
        }
    )


def sureness(evaluations):
    """Return of each evaluation whether its 95 % intervals leave room for a loss: sure, open or unknown.

    Sure is what saves and loses no effect from one end of both intervals to the other; an interval that is
    not given leaves it unknown.
    """
    ends, nothing = ("withdrawal_cost_high", "withdrawal_effect_low"), pd.Series(index=evaluations.index)
    cost, effect = (pd.to_numeric(evaluations.get(name, nothing)) for name in ends)
    known, sure = cost.notna() & effect.notna(), (cost < 0) & (effect >= 0)
    return [("sure" if yes else "open") if told else "unknown" for told, yes in zip(known, sure, strict=True)]


def register(by_id):
    """Return every recommendation with its list, its page and what is known of it."""
    return pd.DataFrame(
        {
            "recommendation": by_id.recommendation_id,
            "list": by_id.list_name,
            "icke_gora": by_id.list_name == ICKE_GORA,
            "adherence": by_id.adherence_2023_percent.notna(),
            "force": by_id.force,
            "kind": by_id.kind,
            "rechecked": by_id.rechecked_on != "",
        }
    )


def standings(priority, in_force):
    """Return how every recommendation in force stands, and how many reasons there are to begin there."""
    priority = priority[priority.recommendation_id.isin(in_force.recommendation_id)]
    columns = {"recommendation_id": "recommendation", "strong_evidence": "strong"}
    frame = priority.rename(columns=columns)[
        ["recommendation", "standing", "strong", "low_adherence", "harm", "reasons"]
    ]
    return frame.assign(pressing=(frame.reasons >= PRESSING) & (frame.strong == "yes"))


def guidelines(per_guideline):
    """Return what is printed and identified of each guideline."""
    return per_guideline[["guideline_area", "printed", "identified"]]


def checks(reconciliation):
    """Return how each printed number fits the register."""
    return reconciliation[["quantity", "group_sv", "verdict"]]


def codes(coded):
    """Return the codes of each study; where readers give one different directions, it is mixed."""
    said = directions(coded).rename(columns={"reference_id": "study"})
    return said[["study", "codebook", "code", "direction"]]


def followed(in_force, recommendations, tied, tables, displacement):
    """Return the recommendations in force with what is kept about each."""
    ids, told = in_force.recommendation_id, []
    for frame in (recommendations, tied):
        told += frame.recommendation_id[frame.exceptions != ""].to_list()
    known = displacement.recommendation_id[displacement.amount.notna()]
    return pd.DataFrame(
        {
            "recommendation": ids,
            "indicator": ids.isin(tables["indicators"].recommendation_id),
            "exception": ids.isin([*told, *tables["exceptions"].recommendation_id]),
            "checked": ids.isin(tables["coverage"].recommendation_id),
            "displacement": ids.isin(known),
        }
    )


def kept(name, *columns):
    """Return the function that gives some columns of a table people keep."""
    return lambda tables: tables[name][list(columns)]


def given(totals, agreement, certificate):
    """Return the numbers that are printed by others or estimated, with interval and denominator."""
    found = [*printed(totals), *agreed(agreement), *stopping(certificate)]
    frame = pd.DataFrame(found, columns=list(GIVEN), dtype="object")
    return frame.where(frame.notna(), None)


def printed(totals):
    """Return the numbers of the interim report; those that the printed totals lack have no value."""
    for name, (quantity, group) in PRINTED.items():
        row = derived.printed(totals, quantity, group)
        if row is None:
            yield {"number": name, "unit": "count", "anchor": "t-reconciliation"}
            continue
        anchor = derived.anchor("t-reconciliation", f"{quantity}-{row.group_en}")
        said = {"value": float(row.value), "unit": row.unit, "denominator": known(row.denominator)}
        yield {"number": name, "anchor": anchor} | said


def agreed(agreement):
    """Yield agreement between all readers, where two have read the same."""
    frame = agreement
    frame = frame[(frame.reader_a == "all") & (frame.n_both > 0)] if len(frame) else frame
    if frame.empty:
        return
    row = frame.iloc[0]
    both, where = int(row.n_both), {"anchor": "t-agreement"}
    yield where | {"number": "read_by_two", "value": both, "unit": "count"}
    of = where | {"denominator": both}
    yield of | {"number": "agreed", "value": known(row.percent_agreement), "unit": "share"}
    for name in ("kappa", "ac1"):
        ends = {end: known(row[f"{name}_{end}"]) for end in ("low", "high")}
        yield of | {"number": name, "value": known(row[name]), "unit": "coefficient"} | ends


def stopping(certificate):
    """Yield the numbers of the stopping certificate, where anything was read."""
    said = certificate
    if not said or not said["n_read"]:
        return
    total, read = said["n_total"], said["n_read"]
    values = {
        "stop_total": (total, "count", None),
        "stop_read": (read, "count", total),
        "stop_relevant": (said["n_relevant"], "count", read),
        "stop_missed": (said["missed_at_most"], "count", total - read),
        "stop_at_least": (said["recall_at_least"], "share", None),
    }
    for name, (value, unit, whole) in values.items():
        if value is not None:
            yield {"number": name, "value": value, "unit": unit, "denominator": whole, "anchor": "t-stopping"}


def known(value):
    """Return a number, or None where it is missing."""
    return None if is_missing(value) else float(value)


TABLES = {
    "databases": databases, "files": files, "outcomes": outcomes, "marks": marks, "studies": studies,
    "links": tied_links, "evaluations": priced, "register": register, "standings": standings,
    "guidelines": guidelines, "checks": checks, "given": given, "codes": codes, "in_force": followed,
    "intervals": kept("test_intervals", "test_id", "proposal", "evidence_for_interval"),
    "coverage": kept("coverage", "recommendation_id", "document_id", "status"),
    "proposals": kept("proposals", "proposal_id", "status"),
    "dialogue": kept("dialogue", "dialogue_id", "topic"),
}  # fmt: skip
"""Name to the function that makes the table."""
