"""Decisions that came with an export: what ASReview and Rayyan write into notes and columns."""

import re

import pandas as pd

from review.formats.headers import simple_name
from review.formats.words import ASREVIEW, meaning
from review.records import raw_pairs

__all__ = [
    "ASREVIEW_COLUMNS", "LABEL_COLUMNS", "LABEL_MARKS", "OUR_ID", "label_column_in", "labels_of",
    "read_labels",
]  # fmt: skip

LABEL_COLUMNS = ("record_id", "tool", "reader", "decision", "reason")
OUR_ID = re.compile(r"\br[0-9a-f]{16}\b")
OURS = "review"
"""The reader under whose name an export of ours says what all readers amount to."""
_ASREVIEW = re.compile(r"\bASReview_(relevant|irrelevant)\b")
_RAYYAN = re.compile(r"RAYYAN-INCLUSION: *\\?\{([^{}]{0,5000}?)\\?\}")
_SAID = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(?:=>|:)\s*"?([^",}\\]*)')
_REASONS = re.compile(r"RAYYAN-EXCLUSION-REASONS: *([^|]*)")
_LABELS = re.compile(r"RAYYAN-LABELS: *([^|]*)")
_NOTES = re.compile(r"USER-NOTES: *\\?\{((?:(?!USER-NOTES:).)*\])\\?\}", re.DOTALL)
_NOTE = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(?:=>|:)\s*\[(.*?)\]', re.DOTALL)
NOT_YET = {"undecided": "", "not seen": ""}
ASREVIEW_COLUMNS = (
    "asreview label", "included", "label included", "final included", "included label", "included final",
    "included flag", "debug label",
)  # fmt: skip
"""Columns in which ASReview keeps labels, where −1 is none."""
COLUMNS = (*ASREVIEW_COLUMNS, "label")

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
        With `LABEL_COLUMNS`: tool is ``ASReview``, ``Rayyan`` or ``column`` and its name; reader is "" where
        not named; decision is include, exclude or unsure; reasons are parted by "; ".

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
            for tool, reader, said, reason, _ in labels_of(raw_pairs(raw, abstract)):
                decision = meaning(said, ASREVIEW | NOT_YET)
                rows += [(record_id, tool, reader, decision, reason)] if decision else []
    return pd.DataFrame(rows, columns=list(LABEL_COLUMNS)).astype("str")


def label_column_in(names):
    """Return the column whose name says that it holds decisions as 1 and 0; "" where there is none.

    >>> label_column_in(["title", "label_included"])
    'label_included'
    """
    return next((name for name in names if simple_name(name) in COLUMNS), "")


def labels_of(pairs):
    """Return the labels of one entry as (tool, reader, what it says, reasons, note), each as it was written.

    What an export of ours said of all readers together is left out: it is nobody's decision.

    >>> labels_of([("N1", "ASReview_relevant"), ("N1", 'RAYYAN-INCLUSION: {"review"=>"Included"}')])
    []
    >>> labels_of([("N1", "ASReview_irrelevant"), ("N1", 'RAYYAN-INCLUSION: {"review"=>"Included"}')])
    [('ASReview', '', 'irrelevant', '', '')]
    """
    found = [label for pair in pairs for label in _labels(*pair)]
    named = {meaning(said, ASREVIEW) for tool, _, said, _, _ in found if tool == "Rayyan"}
    ours = any(label[1] == OURS for label in found) or any(OUR_ID.search(value) for _, value in pairs)
    # our own export says each outcome twice, so that either tool reads it
    return [
        label
        for label in found
        if not (named and ours)
        or (label[1] != OURS and not (label[0] == "ASReview" and meaning(label[2], ASREVIEW) in named))
    ]


def _labels(tag, value):
    name = simple_name(tag)
    if name in COLUMNS and meaning(value, ASREVIEW):
        yield f"column {tag}", "", value.strip(), "", ""
    for found in _ASREVIEW.findall(value):
        yield "ASReview", "", found, "", ""
    if name == "rayyan inclusion":
        value = f"RAYYAN-INCLUSION: {value}"
    if "RAYYAN-INCLUSION" in value:
        yield from _rayyan(value)


def _rayyan(value):
    """Yield the labels in a note of Rayyan; reasons belong to those who excluded, labels to all."""
    reason, labels = (", ".join(found.findall(value)).strip() for found in (_REASONS, _LABELS))
    reason = "; ".join(filter(None, map(str.strip, reason.split(","))))
    labels = f"labels: {labels}" if labels else ""
    notes = dict(_NOTE.findall("".join(_NOTES.findall(value))))
    for reader, said in _SAID.findall("\n".join(_RAYYAN.findall(value))):
        told = notes.get(reader, "").replace('"', "").strip(), labels
        excluded = meaning(said, ASREVIEW) == "exclude"
        yield "Rayyan", reader, said.strip(), reason if excluded else "", "; ".join(filter(None, told))
