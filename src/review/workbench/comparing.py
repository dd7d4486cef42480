"""Comparing: what a list of decisions from elsewhere would do to those that stand."""

import pandas as pd

from review.evidence import FLAGS, STAGES
from review.store.times import to_text

__all__ = ["KEY", "SAYS", "compare"]

KEY = ["reference_id", "stage", "reader"]
SAYS = ["decision", "reason", *FLAGS, "note"]
NOTHING = [""] * len(SAYS)


def compare(rows, standing, withdrawn, outcomes):
    """Return rows with what each would do, and what it says completed by what stands.

    Parameters
    ----------
    rows : DataFrame
        `row`, `KEY`, `SAYS`, `at` ("" where not said), in the order of the file.
    standing, withdrawn : DataFrame
        Decisions that count, and those taken back (with `withdrawn_at`).
    outcomes : DataFrame
        Of title and abstract.

    Returns
    -------
    DataFrame
        The same with `what`, `before` and `after`. `what` is ``new``, ``same`` (as it stands), ``repeated``
        (by a later row of the file), ``older`` (than what stands), ``change``, ``not passed`` (a full text of
        what title and abstract exclude); ``contradiction``, and ``last`` of those that contradict each other.
    """
    now = {tuple(row[:3]): row[3:] for row in plain_rows(standing, [*KEY, "at", *SAYS])}
    gone = {tuple(row[:3]): row[3] for row in plain_rows(withdrawn, [*KEY, "withdrawn_at"])}
    silent = [name for name in SAYS if (rows[name] == "").all()]
    told, groups = [], {}
    for row in rows.to_dict("records"):
        groups.setdefault(tuple(row[name] for name in KEY), []).append(row)
    for key, group in groups.items():
        at, *says = now.get(key, [gone.get(key, ""), *NOTHING])
        told += story(group, dict(zip(SAYS, says, strict=True)) | {"at": at}, silent)
    plan = pd.DataFrame(told, columns=[*rows.columns, "what", "before", "after"], dtype="object")
    excluded = set(outcomes.reference_id[outcomes.outcome == "exclude"])
    passed = set(plan.reference_id[(plan.stage == STAGES[0]) & (plan.decision != "exclude")])
    late = plan.reference_id.isin(excluded - passed) & (plan.stage == STAGES[1]) & (plan.what == "new")
    plan.loc[late, ["what", "before"]] = "not passed", "excluded on title and abstract"
    return plan.sort_values("row", kind="stable", ignore_index=True)


def story(rows, stood, silent):
    """Return the rows of one reader, stage and reference with what they would do.

    Rows that each have a time of their own are a history: all of it is new, or none. What the file has no
    word of stays as it stood.
    """
    for row in rows:
        row["at"] = row["at"] and to_text(row["at"])
        row |= {
            name: stood[name] for name in silent if name != "reason" or row["decision"] == stood["decision"]
        }
        row |= {"before": shown(stood) or ("taken back" if stood["at"] else "undecided"), "after": shown(row)}
        row["what"] = "same" if says(row) == says(stood) else "older"
    newer = [row for row in rows if not row["at"] or row["at"] > stood["at"]]
    times = {row["at"] for row in newer} - {""}
    dated = len(times) == len(newer)
    newer = sorted(newer, key=lambda row: row["at"]) if dated else newer
    if newer and says(newer[-1]) != says(stood):
        several = len(set(map(says, newer))) > 1
        for row in newer:
            row["what"] = "contradiction" if several and not dated else "change" if stood["at"] else "new"
        for row in newer[:-1] if not (dated or several) else ():
            row["what"] = "repeated"
        newer[-1]["what"] = "last" if several and not dated else newer[-1]["what"]
    return rows


def says(row):
    """Return what a decision says, to compare."""
    return tuple(row[name] for name in SAYS)


def shown(row):
    """Return what a decision says, to show.

    Examples
    --------
    >>> shown(dict.fromkeys(SAYS, "") | {"decision": "exclude", "low_value_care": True, "note": "x"})
    'exclude, low_value_care yes, note: x'
    """
    flags = [f"{flag} {'yes' if row[flag] else 'no'}" for flag in FLAGS if row[flag] != ""]
    note = f"note: {row['note']}" if row["note"] else ""
    return ", ".join(filter(None, [row["decision"], row["reason"], *flags, note]))


def plain_rows(frame, columns):
    """Return rows as lists in which nothing is missing, so that they can be compared."""
    return [["" if pd.isna(v) else v for v in row] for row in frame[columns].astype(object).to_numpy()]
