"""Decisions that came with an export: what ASReview and Rayyan write into notes and columns."""

import re

import pandas as pd

from review.formats.headers import simple_name
from review.records import raw_pairs

__all__ = ["LABEL_COLUMNS", "LABEL_MARKS", "label_column_in", "read_labels"]

LABEL_COLUMNS = ("record_id", "tool", "reader", "decision", "reason")
_ASREVIEW = re.compile(r"\bASReview_(relevant|irrelevant)\b")
_RAYYAN = re.compile(r"RAYYAN-INCLUSION: *\{([^}]*)\}")
_READER = re.compile(r'"([^"]*)"\s*=>\s*"(Included|Excluded|Maybe)"')
_REASONS = re.compile(r"RAYYAN-EXCLUSION-REASONS: *([^|]*)")
DECISIONS = {
    "relevant": "include", "irrelevant": "exclude",
    "Included": "include", "Excluded": "exclude", "Maybe": "unsure",
    "1": "include", "0": "exclude", "1.0": "include", "0.0": "exclude",
}  # fmt: skip
COLUMNS = ("included", "label included", "asreview label", "final included", "debug label", "label")


LABEL_MARKS = ("ASReview_", "RAYYAN-", "abel", "ncluded")
"""One of these stands in every raw record that holds a label."""


def read_labels(records):
    """Return the decisions in the raw values of records, one row per reader and record.

    Parameters
    ----------
    records : pandas.DataFrame
        With the columns record_id, raw and abstract.

    Returns
    -------
    pandas.DataFrame
        With `LABEL_COLUMNS`: tool is ``ASReview``, ``Rayyan`` or ``column``; reader is "" where not named;
        decision is include, exclude or unsure; reasons are parted by "; ".

    Examples
    --------
    >>> import json
    >>> note = 'RAYYAN-INCLUSION: {"Anna"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: not adults,review'
    >>> raw = json.dumps([["N1", note]])
    >>> read_labels(pd.DataFrame({"record_id": ["r1"], "raw": [raw], "abstract": [""]})).iloc[0].to_list()
    ['r1', 'Rayyan', 'Anna', 'exclude', 'not adults; review']
    """
    rows = []
    for record_id, raw, abstract in records[["record_id", "raw", "abstract"]].itertuples(index=False):
        if any(mark in raw for mark in LABEL_MARKS):
            rows += [(record_id, *label) for pair in raw_pairs(raw, abstract) for label in _labels(*pair)]
    return pd.DataFrame(rows, columns=list(LABEL_COLUMNS)).astype("str")


def label_column_in(names):
    """Return the column whose name says that it holds decisions as 1 and 0; "" where there is none.

    Examples
    --------
    >>> label_column_in(["title", "label_included"])
    'label_included'
    """
    return next((name for name in names if simple_name(name) in COLUMNS), "")


def _labels(tag, value):
    if simple_name(tag) in COLUMNS and value.strip() in DECISIONS:
        yield "column", "", DECISIONS[value.strip()], ""
    for found in _ASREVIEW.findall(value):
        yield "ASReview", "", DECISIONS[found], ""
    for inclusion in _RAYYAN.findall(value):
        reasons = _REASONS.search(value)
        reason = "; ".join(part.strip() for part in reasons[1].split(",")) if reasons else ""
        for reader, said in _READER.findall(inclusion):
            yield "Rayyan", reader, DECISIONS[said], reason if said == "Excluded" else ""
