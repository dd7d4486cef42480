"""Drift: whether readers agree more or less as time goes on."""

import pandas as pd

from review.agreement.measures import MEASURES, agree
from review.errors import UsageError

__all__ = ["over_time"]

COLUMNS = ("period", "first", "last", "answers", "n_both", *MEASURES)


def over_time(decisions, *, stage, readers=None, block=None):
    """Return agreement month by month, or over consecutive blocks of references.

    A reference belongs to the time at which the second of its readers decided.

    Parameters
    ----------
    decisions : frame
        Current decisions, one row per reference, stage and reader, with `at` (ISO 8601, UTC).
    stage : str
        One of `review.evidence.STAGES`.
    readers : sequence of str, optional
        Whose decisions count; all readers where not given.
    block : int, optional
        References per block; months where not given. The last block may be smaller.

    Returns
    -------
    frame
        In order of time: `period` (``2026-03``, or the number of the block from 1), the `first` and `last`
        day in it, `answers`, `n_both`, and the measures of all readers together (see `agree`), without
        intervals: of few references they are coarse.

    Examples
    --------
    >>> decisions = pd.DataFrame({
    ...     "reference_id": ["r1", "r1", "r2", "r2"], "stage": "full_text", "reader": ["anna", "bengt"] * 2,
    ...     "decision": ["include", "include", "include", "exclude"],
    ...     "at": ["2026-01-05", "2026-01-31", "2026-02-01", "2026-02-03"]})
    >>> over_time(decisions, stage="full_text")[["period", "n_both", "percent_agreement"]]
        period  n_both  percent_agreement
    0  2026-01       1                1.0
    1  2026-02       1                0.0
    """
    if block is not None and block < 1:
        raise UsageError(f"block must be at least 1 reference; got {block}")
    rows = decisions[decisions["stage"] == stage]
    rows = rows if readers is None else rows[rows["reader"].isin(list(readers))]
    times = rows.sort_values("at", kind="stable").groupby("reference_id", sort=False)["at"]
    both = times.nth(1).to_frame("at").assign(reference_id=rows["reference_id"]).reset_index(drop=True)
    if block is None:
        both["period"] = both["at"].str[:7]
    else:
        both["period"] = [str(number // block + 1) for number in range(len(both))]
    found = []
    for period, part in both.groupby("period", sort=False):
        mine = rows[rows["reference_id"].isin(part["reference_id"])]
        measured = agree(mine, stage=stage, n_boot=0).iloc[-1]
        days = {"period": period, "first": part["at"].iloc[0][:10], "last": part["at"].iloc[-1][:10]}
        found.append(days | {name: measured[name] for name in COLUMNS[3:]})
    types = dict.fromkeys(COLUMNS[:4], "str") | {"n_both": "int64"}
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(types | dict.fromkeys(MEASURES, "float64"))
