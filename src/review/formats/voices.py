"""Voices: in which columns of a table somebody's decisions stand, and in which words."""

import re
import shlex
from dataclasses import dataclass, field

import pandas as pd

from review.errors import UsageError
from review.evidence import STAGES
from review.formats.headers import simple_name
from review.formats.labels import ASREVIEW_COLUMNS, OUR_ID, label_column_in
from review.formats.words import ABSTRACKR, ASREVIEW, COLANDR, DECIDED, TRUTH, meaning

__all__ = ["Voice", "lists_in", "own_outcomes", "voices_of"]

TA, FT = STAGES
COVIDENCE = {
    "irrelevant": ((TA, "exclude"),),
    "select": ((TA, "include"),),
    "excluded": ((TA, "include"), (FT, "exclude")),
    "included": ((TA, "include"), (FT, "include")),
}
"""Covidence's lists, by the word in the name it gives the file; what it has in full text passed before."""
_COVIDENCE = re.compile(rf"review_\d+_({'|'.join(COVIDENCE)})_")


@dataclass(frozen=True, slots=True)
class Voice:
    """Where one decision of each row stands: columns by what they say, what all rows share, and the words."""

    columns: dict = field(default_factory=dict)
    same: dict = field(default_factory=dict)
    words: dict = field(default_factory=lambda: DECIDED)


OVERVIEW = {"reference id", "title abstract", "full text", "outcome", "decision"}
"""Columns by which our export of all references is known."""
ABSTRACKR_FIELDS = (
    "internal id", "source id", "pubmed id", "keywords", "abstract", "title", "journal", "authors", "tags",
    "notes", "consensus",
)  # fmt: skip
TOOLS = {
    "ASReview": [Voice({"decision": "asreview label"}, words=ASREVIEW)],
    "Colandr": [
        Voice({"decision": f"{n} screening status", "reason": f"{n} exclude reasons"}, {"stage": s}, COLANDR)
        for n, s in (("citation", TA), ("fulltext", FT))
    ],
}
"""Tools known by the columns that hold their decisions."""


def lists_in(path, every=""):
    """Return (stage, decision) of all entries of a file that is a list, as said or by Covidence's name."""
    named = _COVIDENCE.search(path.name)
    return (("", every),) if every else COVIDENCE[named[1]] if named else ()


def voices_of(path, table, names, common, lists, label_column):
    """Return what wrote a table, and the voices in it."""
    if lists:
        note = {"note": "notes"}
        return "list", [Voice(note, {"decision": said} | ({"stage": s} if s else {})) for s, said in lists]
    asreview = any(name.startswith(("asreview", "exported notes")) for name in names)
    if label_column:
        column = simple_name(label_column)
        if column not in names or (column == "included" and not asreview and is_ours(table, names)):
            raise UsageError(f"{path}: no decisions in column {label_column!r}{what_else(table, names)}")
        return "", [Voice({"decision": column}, words=ASREVIEW if column in ASREVIEW_COLUMNS else DECIDED)]
    for tool, voices in TOOLS.items():
        if there := [voice for voice in voices if voice.columns["decision"] in names]:
            return tool, there
    if {"internal id", "consensus"} <= set(names) and (labels := labelers(table)):
        return "Abstrackr", labels
    if names.keys() >= OVERVIEW:
        raise UsageError(
            f"{path}: is our list of references; decision and included are what all readers have come to, "
            "no reader's decisions. Give the file of review decisions export instead; if a reader has filled "
            "in the column decision since, take the column outcome away"
        )
    if "decision" in common:
        return "", [Voice()]
    if asreview and "included" in names:
        return "ASReview", [Voice({"decision": "included"}, words=ASREVIEW)]
    raise UsageError(f"{path}: no column 'decision'{what_else(table, names)}")


def labelers(table):
    """Return the voices of an Abstrackr table: each column that a time follows is somebody's.

    Its older tables have no times: there, each column that is no field and holds nothing but labels.
    """
    simple = [simple_name(column) for column in table.columns]
    voices = [
        Voice(
            {"decision": name, "at": after, "note": simple_name(f"general notes ({column})")},
            {"reader": column, "stage": TA},
            ABSTRACKR,
        )
        for name, after, column in zip(simple, simple[1:], table.columns, strict=False)
        if after.startswith("labeled at") and name != "consensus"
    ]
    return voices or [
        Voice({"decision": simple_name(column)}, {"reader": column, "stage": TA}, ABSTRACKR)
        for column in table
        if simple_name(column) not in ABSTRACKR_FIELDS and looks_decided(table[column], ABSTRACKR)
    ]


def is_ours(table, names):
    """Return whether a table has the references' ids of this review or one like it."""
    ids = names.get("reference id") or names.get("record id")
    return bool(ids) and table[ids].str.fullmatch(OUR_ID.pattern).any()


def own_outcomes(table, names, tool):
    """Return which labels are no reader's but the outcome that an export of ours brought there."""
    own = pd.Series(False, index=table.index)
    if not is_ours(table, names):
        return own
    if not tool and "reference id" in names and "reader" not in names:
        own |= agree(table, names, "outcome", "decision")
    if tool == "ASReview":
        own |= agree(table, names, "included", "asreview label")
        if "asreview prior" in names:
            own |= table[names["asreview prior"]].map(lambda cell: meaning(cell, TRUTH) is True)
    return own


def agree(table, names, *two):
    """Return where two columns decide the same; nowhere, if one of them is not there."""
    if not names.keys() >= set(two):
        return False
    one, other = (table[names[name]].map(lambda cell: meaning(cell, ASREVIEW)) for name in two)
    return (one == other) & (one != "")


def what_else(table, names):
    """Return what a table has instead of the column that was expected, and what to do."""
    found = f"; found {', '.join(table.columns)}"
    if "covidence" in names:
        keep = "keep that name (review_…_irrelevant_…), or say --every exclude, and --stage full_text"
        said = f"Covidence says only in the name of a file what its list is: {keep} for its full texts"
        return f"{found}. {said}"
    if "included" in names and is_ours(table, names):
        said = "There, included is the outcome that all readers have come to, no reader's decision"
        return f"{found}. {said}; if a reader has filled it in since, call it decision"
    near = [n for n in table if n and (n == label_column_in(table.columns) or looks_decided(table[n]))]
    hint = f"; is {' or '.join(near)} meant? say so with --label-column " if near else ""
    return found + hint + "".join(map(shlex.quote, near[:1]))


def looks_decided(cells, words=DECIDED):
    """Return whether all cells of a column that are filled decide."""
    return None not in (said := {meaning(cell, words) for cell in cells}) and said != {""}
