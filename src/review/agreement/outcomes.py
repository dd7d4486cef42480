"""What several readers' decisions on a reference add up to."""

import numpy as np
import pandas as pd

from review.evidence import DECISIONS, FLAGS, STAGES, check_choice

__all__ = ["OUTCOMES", "conflicts", "outcomes", "waiting"]

OUTCOMES = ("include", "exclude", "unsure", "conflict", "waiting")
COLUMNS = ("reference_id", "outcome", "settled_by", "n_readers", "reason", *FLAGS)
CONFLICT_COLUMNS = ("reference_id", "reader", "decision", "reason", *FLAGS, "note", "at")


def outcomes(decisions, *, stage, readers_per_reference, adjudicators=(), observers=(), reopened=()):
    """Return what was decided on each reference somebody has read.

    Parameters
    ----------
    decisions : frame
        Current decisions (columns of ``review.evidence.KINDS["decisions"]``).
    stage : str
        One of `review.evidence.STAGES`.
    readers_per_reference : int or dict of str to int
        How many readers each reference needs; adjudicators are not counted. A reference that the
        dictionary does not name needs two.
    adjudicators, observers : sequence of str
        Readers whose decision settles; readers whose decision does not count.
    reopened : collection of str
        References in conflict whatever was settled: of their records, decisions were made apart that differ
        (see `review.agreement.contradictions`).

    Returns
    -------
    frame
        In the order of first appearance: `reference_id`; `outcome` (``include``, ``exclude``,
        ``unsure``, ``conflict``, ``waiting`` for more readers); `settled_by` (``agreement``,
        ``adjudicator``, ``single``, or "" while open); `n_readers`; `reason` of an exclusion, the one
        most readers gave, the earlier one on a tie; the two flags, true where a settling row says so, false
        where one says no and none says yes, None where nobody has said. Of a reference that waits
        nothing is told but that it waits.

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
    rows = _counted(decisions, stage, observers)
    ids = pd.Index(rows["reference_id"].unique(), name="reference_id")
    rows = rows.sort_values("at", kind="stable")
    judging = rows["reader"].isin(list(adjudicators))
    judged = rows[judging].drop_duplicates("reference_id", keep="last")
    readers = rows[~judging]
    n_readers = readers.groupby("reference_id").reader.nunique().reindex(ids, fill_value=0)
    needed = np.array([_needed(readers_per_reference, name) for name in ids], dtype="int64")
    is_judged = ids.isin(judged["reference_id"])
    outcome = _joint(readers, ids, stage)
    outcome[(n_readers.to_numpy() < needed) & ~is_judged] = "waiting"
    is_open = ids.isin(list(reopened)) & (outcome != "waiting")
    outcome[is_open] = "conflict"
    is_judged &= ~is_open
    outcome[is_judged] = judged.set_index("reference_id")["decision"].reindex(ids[is_judged]).to_numpy()
    settled_by = np.where(n_readers == 1, "single", "agreement").astype("object")
    settled_by[np.isin(outcome, ["waiting", "conflict"])] = ""
    settled_by[is_judged] = "adjudicator"
    # what settles: the adjudicator's row where there is one, else those of all readers
    settling = pd.concat([judged, readers[~readers["reference_id"].isin(judged["reference_id"])]])
    reasons = _reasons(settling[settling["reference_id"].isin(ids[outcome == "exclude"])])
    # whose only reader set a flag must not be told to the second one
    open_ones = set(ids[outcome != "waiting"])
    said = {flag: _flagged(flag, judged, readers) for flag in FLAGS}
    flags = {flag: [said[flag].get(name) if name in open_ones else None for name in ids] for flag in FLAGS}
    return pd.DataFrame(
        {
            "reference_id": pd.array(ids, dtype="str"),
            "outcome": pd.array(outcome, dtype="str"),
            "settled_by": pd.array(settled_by, dtype="str"),
            "n_readers": n_readers.to_numpy(),
            "reason": pd.array([reasons.get(name, "") for name in ids], dtype="str"),
        }
        | {flag: pd.Series(values, dtype="object") for flag, values in flags.items()}
    )


def conflicts(decisions, *, stage, **how):
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
    found = outcomes(decisions, stage=stage, **how)
    open_ones = found.loc[found["outcome"] == "conflict", "reference_id"]
    rows = _counted(decisions, stage, how.get("observers", ()))
    rows = rows[rows["reference_id"].isin(open_ones)]
    place = {reference_id: number for number, reference_id in enumerate(open_ones)}
    rows = rows.assign(_place=rows["reference_id"].map(place)).sort_values(
        ["_place", "reader"], kind="stable"
    )
    return rows[[name for name in CONFLICT_COLUMNS if name in rows.columns]].reset_index(drop=True)


def waiting(decisions, *, stage, readers_per_reference, adjudicators=(), observers=()):
    """Return the ids of the references that somebody has read and that wait for more readers, as a set.

    Parameters are those of `outcomes`. What was decided on them must stay hidden from who has not read.

    Examples
    --------
    >>> decisions = pd.DataFrame({
    ...     "reference_id": ["r1", "r1", "r2"], "stage": "full_text", "reader": ["anna", "bengt", "anna"]})
    >>> waiting(decisions, stage="full_text", readers_per_reference=2)
    {'r2'}
    """
    rows = decisions.loc[decisions["stage"] == stage, ["reference_id", "reader"]]
    settled = rows.loc[rows["reader"].isin(list(adjudicators)), "reference_id"]
    counting = rows[~rows["reader"].isin([*adjudicators, *observers])]
    n_read = counting.groupby("reference_id")["reader"].nunique()
    n_read = n_read.reindex(rows["reference_id"].unique(), fill_value=0).drop(set(settled), errors="ignore")
    return {name for name, n in n_read.items() if n < _needed(readers_per_reference, name)}


def _counted(decisions, stage, observers):
    """Return the columns that count of the rows that count, in the order of the frame."""
    counts = (decisions["stage"] == stage) & ~decisions["reader"].isin(list(observers))
    return decisions.loc[counts, [name for name in CONFLICT_COLUMNS if name in decisions.columns]]


def _needed(readers_per_reference, reference_id):
    return readers_per_reference if isinstance(readers_per_reference, int) else readers_per_reference.get(
        reference_id, 2
    )  # fmt: skip


def _joint(readers, ids, stage):
    """Return for each reference the one value its readers gave, or what the values together mean."""
    gave = {value: ids.isin(readers.loc[readers["decision"] == value, "reference_id"]) for value in DECISIONS}
    n_values = sum(there.astype(int) for there in gave.values())
    joint = np.full(len(ids), "conflict", dtype="object")
    for value, there in gave.items():
        joint[there & (n_values == 1)] = value
    if stage == "title_abstract":
        joint[gave["include"] & gave["unsure"] & ~gave["exclude"]] = "include"
    return joint


def _reasons(rows):
    """Return by reference the reason given most often, the first of those given equally often."""
    given = {}
    said = rows[rows["reason"].notna() & (rows["reason"] != "")]
    for reference_id, reason in zip(said["reference_id"], said["reason"], strict=True):
        given.setdefault(reference_id, []).append(reason)
    return {name: max(reasons, key=reasons.count) for name, reasons in given.items()}


def _flagged(flag, judged, readers):
    """Return by reference what the adjudicator or, where they left it unsaid, the readers said of a flag."""
    by_judge = judged[judged[flag].notna()]
    by_reader = readers[readers[flag].notna() & ~readers["reference_id"].isin(by_judge["reference_id"])]
    said = pd.concat([by_judge, by_reader])
    return said[flag].astype("bool").groupby(said["reference_id"]).any().to_dict()
