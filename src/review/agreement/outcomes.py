"""What several readers' decisions on a reference add up to."""

import pandas as pd

from review.evidence import FLAGS, STAGES, check_choice

__all__ = ["OUTCOMES", "conflicts", "outcomes"]

OUTCOMES = ("include", "exclude", "unsure", "conflict", "waiting")
COLUMNS = ("reference_id", "outcome", "settled_by", "n_readers", "reason", *FLAGS)
CONFLICT_COLUMNS = ("reference_id", "reader", "decision", "reason", *FLAGS, "note", "at")


def outcomes(decisions, *, stage, readers_per_reference, adjudicators=(), observers=()):
    """Return what was decided on each reference somebody has read.

    Parameters
    ----------
    decisions : frame
        Current decisions (columns of ``review.evidence.KINDS["decisions"]``).
    stage : str
        One of `review.evidence.STAGES`.
    readers_per_reference : int
        How many readers each reference needs; adjudicators are not counted.
    adjudicators, observers : sequence of str
        Readers whose decision settles; readers whose decision does not count.

    Returns
    -------
    frame
        In the order of first appearance: `reference_id`; `outcome` (``include``, ``exclude``,
        ``unsure``, ``conflict``, ``waiting`` for more readers); `settled_by` (``agreement``,
        ``adjudicator``, ``single``, or "" while open); `n_readers`; `reason` of an exclusion, the one
        most readers gave, the earlier one on a tie; the two flags, true where a settling row says so.

    Notes
    -----
    Include and unsure together count as include at ``title_abstract``, because both lead to the full
    text, and are a conflict at ``full_text``. Of several adjudicators the latest settles. An
    adjudicator who left a flag unsaid leaves it to the readers.

    Examples
    --------
    >>> decisions = pd.DataFrame({
    ...     "reference_id": ["r1", "r1", "r2"], "stage": "title_abstract",
    ...     "reader": ["anna", "bengt", "anna"], "decision": ["include", "exclude", "include"],
    ...     "reason": "", "low_value_care": [True, None, None], "de_implementation": None,
    ...     "at": ["2026-01-01", "2026-01-02", "2026-01-03"]})
    >>> outcomes(decisions, stage="title_abstract", readers_per_reference=2)[["reference_id", "outcome"]]
      reference_id   outcome
    0           r1  conflict
    1           r2   waiting
    """
    check_choice("stage", stage, STAGES)
    judges = set(adjudicators)
    groups = {}
    for row in _counted(decisions, stage, observers).to_dict("records"):
        groups.setdefault(row["reference_id"], []).append(row)
    rows = [
        {"reference_id": reference_id} | _settle(group, stage, readers_per_reference, judges)
        for reference_id, group in groups.items()
    ]
    types = dict.fromkeys(("reference_id", "outcome", "settled_by", "reason"), "str")
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype(types | {"n_readers": "int64"} | dict.fromkeys(FLAGS, "bool"))


def conflicts(decisions, *, stage, readers_per_reference, adjudicators=(), observers=()):
    """Return the decisions of every reference in conflict, one row per reader, side by side.

    Parameters are those of `outcomes`. A reference that an adjudicator settled is not among them.

    Examples
    --------
    >>> decisions = pd.DataFrame({
    ...     "reference_id": ["r1", "r1"], "stage": "full_text", "reader": ["anna", "bengt"],
    ...     "decision": ["include", "exclude"], "reason": ["", "abstract_only"], "note": "",
    ...     "low_value_care": None, "de_implementation": None, "at": ["2026-01-01", "2026-01-02"]})
    >>> conflicts(decisions, stage="full_text", readers_per_reference=2)[["reader", "decision"]]
      reader decision
    0   anna  include
    1  bengt  exclude
    """
    found = outcomes(
        decisions,
        stage=stage,
        readers_per_reference=readers_per_reference,
        adjudicators=adjudicators,
        observers=observers,
    )
    open_ones = found.loc[found["outcome"] == "conflict", "reference_id"]
    rows = _counted(decisions, stage, observers)
    rows = rows[rows["reference_id"].isin(open_ones)]
    place = {reference_id: number for number, reference_id in enumerate(open_ones)}
    rows = rows.assign(_place=rows["reference_id"].map(place)).sort_values(
        ["_place", "reader"], kind="stable"
    )
    return rows[[name for name in CONFLICT_COLUMNS if name in rows.columns]].reset_index(drop=True)


def _counted(decisions, stage, observers):
    """Return the columns that count of the rows that count, in the order of the frame."""
    counts = (decisions["stage"] == stage) & ~decisions["reader"].isin(list(observers))
    return decisions.loc[counts, [name for name in CONFLICT_COLUMNS if name in decisions.columns]]


def _settle(rows, stage, readers_per_reference, adjudicators):
    """Return what the rows on one reference add up to."""
    rows = sorted(rows, key=lambda row: row["at"])
    readers = [row for row in rows if row["reader"] not in adjudicators]
    judged = [row for row in rows if row["reader"] in adjudicators][-1:]
    if judged:
        outcome, settled_by = judged[0]["decision"], "adjudicator"
    elif len(readers) < readers_per_reference:
        outcome, settled_by = "waiting", ""
    else:
        outcome = _joint({row["decision"] for row in readers}, stage)
        settled_by = "single" if len(readers) == 1 else "agreement"
    return {
        "outcome": outcome,
        "settled_by": "" if outcome == "conflict" else settled_by,
        "n_readers": len(readers),
        "reason": _reason(judged or readers) if outcome == "exclude" else "",
        **{flag: _flag(flag, judged, readers) for flag in FLAGS},
    }


def _joint(values, stage):
    """Return the one value given, or what the values given together mean."""
    if len(values) == 1:
        return next(iter(values))
    if values == {"include", "unsure"} and stage == "title_abstract":
        return "include"
    return "conflict"


def _reason(rows):
    """Return the reason given most often, the first of those given equally often."""
    given = [row["reason"] for row in rows if not pd.isna(row["reason"]) and row["reason"]]
    return max(given, key=given.count, default="")


def _flag(flag, judged, readers):
    """Return whether the adjudicator set the flag or, where that was left unsaid, any reader did."""
    for rows in (judged, readers):
        said = [bool(row[flag]) for row in rows if not pd.isna(row[flag])]
        if said:
            return any(said)
    return False
