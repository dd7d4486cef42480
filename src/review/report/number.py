"""Numbers: each is computed once, has a name and a denominator, and knows the rows it comes from."""

from dataclasses import dataclass

import pandas as pd

from review.evidence import DIRECTIONS, FLAGS
from review.register import ICKE_GORA
from review.report import derived
from review.vocabulary import number, percent, share

__all__ = ["Number", "numbers"]

SAVES = ("dominant", "saves_same_effect")
SAVES_WITH_LOSS = ("saves_with_loss",)


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a report.

    Attributes
    ----------
    value : float, int or None
        None where it is not known.
    unit : {"count", "percent", "share", "coefficient"}
        A printed percentage is ``percent`` (40), a computed one ``share`` (0.4).
    anchor : str
        The id of the table or row it comes from.
    denominator : float, int or None
        What it is a part of.
    low, high : float or None
        Its 95 % interval.
    """

    value: float | None
    unit: str
    anchor: str
    denominator: float | None = None
    low: float | None = None
    high: float | None = None

    def text(self, language, form="value"):
        """Return the number as it is printed.

        Parameters
        ----------
        language : {"sv", "en"}
        form : {"value", "of"}
            Alone, or as a share with its denominator.

        Examples
        --------
        >>> Number(9, "count", "t-a", 24).text("en", "of")
        '38% (9 of 24)'
        >>> Number(49, "percent", "t-a", 60).text("en", "of")
        '49% (of 60)'
        """
        if self.unit == "count":
            counted = form == "of" and self.denominator is not None
            return (
                percent(self.value or 0, self.denominator, language)
                if counted
                else number(self.value, language)
            )
        if self.unit == "coefficient":
            return number(self.value, language, 2) + self.interval(language)
        shown = (
            "–"
            if is_missing(self.value)
            else share(self.value / (100 if self.unit == "percent" else 1), language)
        )
        if form == "of" and not is_missing(self.denominator):
            shown += f" ({'av' if language == 'sv' else 'of'} {number(self.denominator, language)})"
        return shown

    def interval(self, language):
        """Return the interval in brackets, "" where there is none."""
        if is_missing(self.low) or is_missing(self.high):
            return ""
        return f" ({number(self.low, language, 2)}–{number(self.high, language, 2)})"


def is_missing(value):
    """Return whether there is no value."""
    return value is None or value is pd.NA or value != value


def numbers(snapshot):
    """Return every number of the report by name.

    Parameters
    ----------
    snapshot : review.report.Snapshot

    Returns
    -------
    dict of str to Number
    """
    parts = (of_flow, of_flags, of_register, of_evidence, of_economics, of_agreement, of_stopping)
    return {name: found for part in parts for name, found in part(snapshot).items()}


def of_flow(snapshot):
    """Return the boxes of the flow."""
    flow = snapshot.flow
    records = sum(flow.identified.values())
    reports = sum(flow.excluded_reports.values())
    boxes = {
        "records": (records, None, "identified"),
        "duplicates": (flow.duplicates, records, "duplicates"),
        "references": (flow.references, records, "references"),
        "screened": (flow.screened, flow.references, "screened"),
        "excluded": (flow.excluded, flow.screened, "excluded"),
        "sought": (flow.sought, flow.screened, "sought"),
        "not_retrieved": (flow.not_retrieved, flow.sought, "not_retrieved"),
        "assessed": (flow.assessed, flow.sought, "assessed"),
        "excluded_reports": (reports, flow.assessed, "excluded_reports"),
        "included": (flow.included, flow.assessed, "included"),
    }
    found = {
        name: Number(value, "count", f"t-flow-{row}", whole) for name, (value, whole, row) in boxes.items()
    }
    waiting = flow.not_screened + flow.screening_conflicts + flow.not_assessed + flow.full_text_conflicts
    found["unfinished"] = Number(waiting, "count", "t-flow", flow.references)
    found["files"] = Number(len(snapshot.imports), "count", "t-searches")
    found["databases"] = Number(len(flow.identified), "count", "t-searches")
    return found


def of_flags(snapshot):
    """Return the flags of included studies, and what the classifier marks among all references."""
    said = derived.included_flags(snapshot)
    low, removal = said[FLAGS[0]].to_numpy(dtype=bool), said[FLAGS[1]].to_numpy(dtype=bool)
    counts = {
        "included_low_value_care": low.sum(),
        "included_de_implementation": removal.sum(),
        "included_both": (low & removal).sum(),
        "only_low_value_care": (low & ~removal).sum(),
        "only_de_implementation": (removal & ~low).sum(),
        "included_neither": (~low & ~removal).sum(),
    }
    found = {name: Number(int(n), "count", "f-flags-data", len(said)) for name, n in counts.items()}
    for flag in FLAGS:
        over = snapshot.flags[flag].astype("float64") >= snapshot.project.thresholds[flag]
        found[f"marked_{flag}"] = Number(int(over.sum()), "count", "t-marked", len(snapshot.flags))
    return found


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


def of_register(snapshot):
    """Return the printed totals and what the register holds of them."""
    found = {}
    for name, (quantity, group) in PRINTED.items():
        row = derived.printed(snapshot, quantity, group)
        where = derived.anchor("t-reconciliation", f"{quantity}-{row.group_en}") if row is not None else ""
        found[name] = (
            Number(None, "count", "t-reconciliation")
            if row is None
            else Number(float(row.value), row.unit, where, known(row.denominator))
        )
    rows = snapshot.recommendations
    found["guidelines"] = Number(len(snapshot.guidelines), "count", "f-guidelines-data")
    found["register"] = Number(len(rows), "count", "t-register")
    found["lists"] = Number(int(rows.list_name.nunique()), "count", "t-register")
    found["identified"] = Number(
        int((rows.list_name == ICKE_GORA).sum()),
        "count",
        "f-guidelines-data",
        found["printed_icke_gora"].value,
    )
    verdicts = snapshot.reconciliation.verdict
    found["checked"] = Number(len(verdicts), "count", "t-reconciliation")
    for name, verdict in (("fits", "fits"), ("differs", "differs"), ("incomplete", "incomplete")):
        found[f"checked_{name}"] = Number(
            int((verdicts == verdict).sum()), "count", "t-reconciliation", len(verdicts)
        )
    return found | lacking(found, rows)


def lacking(found, rows):
    """Return what is missing from the register and from the printed assessments."""
    whole, here = found["printed_icke_gora"].value, found["identified"].value
    assessed = found["economics_assessed"]
    no_adherence = int(rows.adherence_2023_percent.isna().sum())
    return {
        "register_lacks": Number(
            None if whole is None else whole - here, "count", "f-guidelines-data", whole
        ),
        "economics_lacking": Number(
            None if assessed.denominator is None else assessed.denominator - assessed.value,
            "count", assessed.anchor, assessed.denominator,
        ),
        "adherence_unknown": Number(no_adherence, "count", "t-register", len(rows)),
    }  # fmt: skip


def known(value):
    """Return a number, or None where it is missing."""
    return None if is_missing(value) else float(value)


def of_evidence(snapshot):
    """Return what the links between studies and recommendations add up to."""
    links, counts = derived.counted_links(snapshot), derived.tally(snapshot)
    n_included, n_register = len(snapshot.included()), len(snapshot.recommendations)
    rows = snapshot.recommendations
    with_studies = rows[rows.recommendation_id.isin(counts.recommendation_id)]
    told = {*with_studies.loc[with_studies.exceptions != "", "recommendation_id"]}
    told |= {*links.loc[links.exceptions != "", "recommendation_id"]}
    linked = links.reference_id.nunique()
    found = {
        "links": (len(links), None, "t-evidence"),
        "links_left_out": (len(snapshot.links) - len(links), len(snapshot.links), "t-evidence"),
        "linked_studies": (linked, n_included, "t-evidence"),
        "unlinked_studies": (n_included - linked, n_included, "t-included"),
        "with_studies": (len(counts), n_register, "t-evidence"),
        "unsupported": (n_register - len(counts), n_register, "t-unsupported"),
        "opposed": (len(derived.opposed(counts)), len(counts), "t-evidence"),
        "exceptions_unknown": (len(counts) - len(told), len(counts), "t-evidence"),
    }
    for key in DIRECTIONS:
        found[key] = (int((links.direction == key).sum()), len(links), "t-evidence")
    return {name: Number(int(n), "count", where, whole) for name, (n, whole, where) in found.items()}


def of_economics(snapshot):
    """Return how the economic evaluations read for withdrawal."""
    frame = derived.counted_evaluations(snapshot)
    read = frame.reading[frame.reading != ""]
    saves, loss = read.isin(SAVES).sum(), read.isin(SAVES_WITH_LOSS).sum()
    found = {
        "evaluations": (len(frame), None, "t-results"),
        "evaluations_left_out": (
            len(snapshot.evaluations) - len(frame),
            len(snapshot.evaluations),
            "t-results",
        ),
        "evaluated_studies": (frame.reference_id.nunique(), len(snapshot.included()), "t-results"),
        "read": (len(read), len(frame), "t-results"),
        "unread": (len(frame) - len(read), len(frame), "t-results"),
        "saves": (saves, len(read), "t-results"),
        "saves_with_loss": (loss, len(read), "t-results"),
        "costs": (len(read) - saves - loss, len(read), "t-results"),
        "not_converted": ((frame.not_converted != "").sum(), len(frame), "t-results"),
    }
    return {name: Number(int(n), "count", where, whole) for name, (n, whole, where) in found.items()}


def of_agreement(snapshot):
    """Return agreement between all readers."""
    rows = snapshot.agreement
    rows = rows[rows.reader_a == "all"] if len(rows) else rows
    if rows.empty or not rows.n_both.iloc[0]:
        return {}
    row = rows.iloc[-1]
    found = {"read_by_two": Number(int(row.n_both), "count", "t-agreement")}
    found["agreed"] = Number(known(row.percent_agreement), "share", "t-agreement", int(row.n_both))
    for name in ("kappa", "ac1"):
        found[name] = Number(
            known(row[name]), "coefficient", "t-agreement", int(row.n_both), known(row[f"{name}_low"]),
            known(row[f"{name}_high"]),
        )  # fmt: skip
    return found


def of_stopping(snapshot):
    """Return the numbers of the stopping certificate."""
    said = snapshot.certificate
    if not said or not said["n_read"]:
        return {}
    total, read = said["n_total"], said["n_read"]
    return {
        "stop_total": Number(total, "count", "t-stopping"),
        "stop_read": Number(read, "count", "t-stopping", total),
        "stop_relevant": Number(said["n_relevant"], "count", "t-stopping", read),
        "stop_missed": Number(said["missed_at_most"], "count", "t-stopping", total - read),
        "stop_at_least": Number(said["recall_at_least"], "share", "t-stopping"),
    }
