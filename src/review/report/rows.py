"""Rows: what every number of a report is counted from, as small plain tables that the page carries along."""

import pandas as pd

from review.evidence import FLAGS
from review.register import ICKE_GORA
from review.report import derived, grounds
from review.report.followed import table_rows
from review.standing import priority

__all__ = ["GIVEN", "rows"]

GIVEN = ("number", "value", "unit", "anchor", "denominator", "low", "high")
"""Columns of the numbers that are not counted here but given: printed by others, or estimated."""

SAVES = ("dominant", "saves_same_effect")
SAVES_WITH_LOSS = ("saves_with_loss",)

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


def rows(snapshot):
    """Return the tables that the rules count in.

    Parameters
    ----------
    snapshot : review.report.Snapshot

    Returns
    -------
    dict of str to DataFrame
        `databases`, `files`, `outcomes`, `marks`, `studies`, `links`, `evaluations`, `register`,
        `standings`, `guidelines`, `checks` and `given`, and those of `review.report.followed`.
        Where references may be very many (`outcomes`, `marks`), equal rows are one row with their number `n`.
    """
    return {
        "databases": pd.DataFrame(
            [(name, n, name != "unknown") for name, n in snapshot.flow.identified.items()],
            columns=["database", "n", "named"],
        ),
        "files": snapshot.imports[["file_name", "database", "n_records"]],
        "outcomes": outcomes(snapshot),
        "marks": marks(snapshot),
        "studies": derived.included_flags(snapshot),
        "links": links(snapshot),
        "evaluations": evaluations(snapshot),
        "register": register(snapshot),
        "standings": standings(snapshot),
        "guidelines": derived.per_guideline(snapshot)[["guideline_area", "printed", "identified"]],
        "checks": snapshot.reconciliation[["quantity", "group_sv", "verdict"]],
        "given": given(snapshot),
    } | table_rows(snapshot)


def outcomes(snapshot):
    """Return how many references have which outcomes and reasons at both stages."""
    frame = derived.judged(snapshot)
    names = ["first", "first_reason", "last", "last_reason", "open"]
    return counted(frame.assign(open=derived.still_open(frame)), names)


def marks(snapshot):
    """Return how many references the classifier marks with which flags."""
    said = {
        flag: snapshot.flags[flag].astype("float64") >= snapshot.project.thresholds[flag] for flag in FLAGS
    }
    return counted(pd.DataFrame(said), list(FLAGS))


def counted(frame, names):
    """Return the different rows of a frame, each with its number."""
    if frame.empty:
        return pd.DataFrame(columns=[*names, "n"])
    return frame.groupby(names, sort=True).size().reset_index(name="n")


def links(snapshot):
    """Return every link with whether it counts, speaks against, and tells of exceptions."""
    frame, rules = snapshot.links, snapshot.recommendations
    told = set(rules.loc[rules.exceptions != "", "recommendation_id"])
    included = snapshot.included().reference_id
    return pd.DataFrame(
        {
            "study": frame.reference_id,
            "recommendation": frame.recommendation_id,
            "direction": frame.direction,
            "counts": frame.reference_id.isin(included)
            & frame.recommendation_id.isin(rules.recommendation_id),
            "against": frame.direction.isin(["contradicts", "mixed"]),
            "exceptions": (frame.exceptions != "") | frame.recommendation_id.isin(told),
        }
    )


def evaluations(snapshot):
    """Return every economic evaluation with whether it counts and how it reads for withdrawal."""
    frame = snapshot.evaluations
    kinds = {"": "unread"} | dict.fromkeys(SAVES, "saves") | dict.fromkeys(SAVES_WITH_LOSS, "saves_with_loss")
    return pd.DataFrame(
        {
            "evaluation": frame.evaluation_id,
            "study": frame.reference_id,
            "reading": frame.reading,
            "withdrawal": [kinds.get(reading, "costs") for reading in frame.reading],
            "read": frame.reading != "",
            "counts": frame.reference_id.isin(snapshot.included().reference_id),
            "converted": frame.not_converted == "",
        }
    )


def register(snapshot):
    """Return every recommendation with its list and what is known of it."""
    frame = snapshot.recommendations
    return pd.DataFrame(
        {
            "recommendation": frame.recommendation_id,
            "list": frame.list_name,
            "icke_gora": frame.list_name == ICKE_GORA,
            "adherence": frame.adherence_2023_percent.notna(),
        }
    )


def standings(snapshot):
    """Return how every recommendation stands, and how many reasons there are to begin there."""
    first = priority(snapshot.recommendations, grounds.standings(snapshot))
    columns = {"recommendation_id": "recommendation", "strong_evidence": "strong"}
    frame = first.rename(columns=columns)[["recommendation", "standing", "strong", "reasons"]]
    return frame.assign(pressing=(frame.reasons >= PRESSING) & (frame.strong == "yes"))


def given(snapshot):
    """Return the numbers that are printed by others or estimated, with interval and denominator."""
    found = [*printed(snapshot), *agreement(snapshot), *stopping(snapshot)]
    frame = pd.DataFrame(found, columns=list(GIVEN), dtype="object")
    return frame.where(frame.notna(), None)


def printed(snapshot):
    """Return the numbers of the interim report; those that the printed totals lack have no value."""
    for name, (quantity, group) in PRINTED.items():
        row = derived.printed(snapshot, quantity, group)
        if row is None:
            yield {"number": name, "unit": "count", "anchor": "t-reconciliation"}
            continue
        anchor = derived.anchor("t-reconciliation", f"{quantity}-{row.group_en}")
        said = {"value": float(row.value), "unit": row.unit, "denominator": known(row.denominator)}
        yield {"number": name, "anchor": anchor} | said


def agreement(snapshot):
    """Return agreement between all readers, where two have read the same."""
    frame = snapshot.agreement
    frame = frame[(frame.reader_a == "all") & (frame.n_both > 0)] if len(frame) else frame
    if frame.empty:
        return []
    row = frame.iloc[-1]
    both, where = int(row.n_both), {"anchor": "t-agreement"}
    found = [{"number": "read_by_two", "value": both, "unit": "count"}]
    agreed = {"value": known(row.percent_agreement), "unit": "share", "denominator": both}
    found.append({"number": "agreed"} | agreed)
    for name in ("kappa", "ac1"):
        ends = {end: known(row[f"{name}_{end}"]) for end in ("low", "high")}
        said = {"value": known(row[name]), "unit": "coefficient", "denominator": both}
        found.append({"number": name} | said | ends)
    return [one | where for one in found]


def stopping(snapshot):
    """Return the numbers of the stopping certificate, where anything was read."""
    said = snapshot.certificate
    if not said or not said["n_read"]:
        return []
    total, read = said["n_total"], said["n_read"]
    values = {
        "stop_total": (total, "count", None),
        "stop_read": (read, "count", total),
        "stop_relevant": (said["n_relevant"], "count", read),
        "stop_missed": (said["missed_at_most"], "count", total - read),
        "stop_at_least": (said["recall_at_least"], "share", None),
    }
    return [
        {"number": name, "value": value, "unit": unit, "denominator": whole, "anchor": "t-stopping"}
        for name, (value, unit, whole) in values.items()
    ]


def known(value):
    """Return a number, or None where it is missing."""
    return None if value is None or value is pd.NA or value != value else float(value)
