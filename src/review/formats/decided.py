"""Decided elsewhere: the decisions in a spreadsheet or in the file of another tool, as the file says them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd

from review.errors import UsageError, place
from review.evidence import DRAWN, FLAGS, STAGES
from review.formats.eppi import read_eppi
from review.formats.export import format_of, read_export
from review.formats.headers import simple_name
from review.formats.labels import NOT_YET, OUR_ID, labels_of
from review.formats.source import file_head
from review.formats.tables import read_table
from review.formats.voices import Voice, lists_in, own_outcomes, voices_of
from review.formats.words import ASREVIEW, SAID_NAMES, STAGED, TRUTH, meaning
from review.records import raw_pairs

__all__ = ["Decided", "read_decided"]

WORDS = {"stage": STAGED, "drawn": {name: name for name in DRAWN}} | dict.fromkeys(FLAGS, TRUTH)
_NO_FORMULA = re.compile(r"^'(?=[=+\-@\t\r\n＝＋－＠])")  # the apostrophe of our exports
_WHY = re.compile(r"Exclusion reason:\s*([^;|(\n]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions a file holds.

    `source` tells which reference is meant, by row of the file (line, where it is no table). `said` has a row
    for each decision: `row` of the file, the `tool` that wrote it ("" where a person did) and the columns of
    `SAID_NAMES`, "" where nothing is said; flags are True, False or "".
    """

    source: pd.DataFrame
    said: pd.DataFrame
    tool: str  # what wrote the file, as far as it can be told
    own: int = 0  # labels that are outcomes an export of ours brought there, and so nobody's decisions


def read_decided(path, *, label_column="", every=""):
    """Return the decisions in a file (`Decided`), nothing guessed.

    Parameters
    ----------
    path : str or pathlib.Path
        A table (see `SAID_NAMES` for its columns), or a file of ASReview, Rayyan, Covidence, EPPI-Reviewer,
        Colandr or Abstrackr.
    label_column : str
        The column that holds the decisions, where its name does not tell.
    every : str
        The decision that every entry of the file has, where the file is the list of them.

    Raises
    ------
    UsageError
        Naming row and column of each word that is not known, or what would say what was decided.
    """
    path = Path(path)
    lists = lists_in(path, every)
    if b'"CodeSets"' in file_head(path):
        return of_entries(path, *read_eppi(path), lists, "entry")
    if format_of(path) in ("csv", "xlsx"):
        return of_table(path, read_table(path, as_it_stands=True), lists, label_column)
    records = read_export(path).records
    unit = "line" if records.first_line.is_unique else "entry"
    records = records.set_axis(records.first_line if unit == "line" else range(1, len(records) + 1))
    entries = [raw_pairs(*cells) for cells in zip(records.raw, records.abstract, strict=True)]
    source = records[["record_id", "title", "doi", "pmid", "year", "raw"]]
    return of_entries(path, source, labelled(records.index, entries), lists, unit)


def labelled(rows, entries):
    """Return the labels of entries, each with the row it stands in; a column of our exports is nobody's."""
    return [
        (row, *label)
        for row, pairs in zip(rows, entries, strict=True)
        for label in labels_of(pairs)
        if not (label[0].startswith("column ") and any(OUR_ID.fullmatch(v.strip()) for _, v in pairs))
    ]


def of_entries(path, source, labels, lists=(), unit="row"):
    """Return the decisions of labels: (row, tool, reader, what it says, reason, note, and a stage)."""
    if lists:
        labels = [(row, "list", "", said, "", "", stage) for row in source.index for stage, said in lists]
    if not labels:
        raise UsageError(
            f"{path}: no decisions in it; expected notes of ASReview (ASReview_relevant) or Rayyan "
            "(RAYYAN-INCLUSION), or a spreadsheet with a column decision. If the file is the list of what "
            "was included or excluded, say so: --every include or --every exclude"
        )
    names = ["row", "tool", "reader", "decision", "reason", "note", "stage"]
    rows = pd.DataFrame([(*label, "")[:7] for label in labels], columns=names)
    said = understood(path, rows, Voice(words=ASREVIEW | NOT_YET), {}, unit)
    return Decided(source, said, ", ".join(rows.tool.unique()))


def of_table(path, table, lists, label_column):
    """Return the decisions in a table."""
    names = {simple_name(column): column for column in reversed(table.columns)}
    if {"article id", "key", "value"} <= set(names):
        raise UsageError(f"{path}: is Rayyan's log of changes; give articles.csv of the same export instead")
    if not (lists or label_column):
        entries = [list(zip(table.columns, row, strict=True)) for row in table.to_numpy()]
        labels = [label for label in labelled(table.index, entries) if label[1] in ("Rayyan", "ASReview")]
        if labels:
            return of_entries(path, table, labels)
    refuse_doubled(path, table, names, label_column)
    common = {what: n for what, known in SAID_NAMES.items() for n in reversed(known) if n in names}
    tool, voices = voices_of(path, table, names, common, lists, label_column)
    own = own_outcomes(table, names, tool)
    said = [understood(path, spoken(table[~own], names, common, v), v, names, "row") for v in voices]
    said = pd.concat(said).sort_values("row", kind="stable", ignore_index=True)
    return Decided(table, said.assign(tool=tool), tool or "table", int(own.sum()))


def refuse_doubled(path, table, names, label_column):
    """Refuse a table in which two columns say the same thing in different ways."""
    for what, known in SAID_NAMES.items():
        several = [names[n] for n in known if n in names]
        if table[several].nunique(axis=1).gt(1).any() and not (what == "decision" and label_column):
            said = f"columns {' and '.join(several)} both say the {what}"
            raise UsageError(f"{path}: {said}; rename one of them")


def spoken(table, names, common, voice):
    """Return what a voice says in each row, as it is written."""
    columns = {what: names[n] for what, n in (common | voice.columns).items() if n in names}
    cells = {what: table[column].str.strip().to_numpy() for what, column in columns.items()}
    return pd.DataFrame({"row": table.index} | cells).assign(**voice.same)


def understood(path, rows, voice, names, unit):
    """Return rows that decide, in our words; raise UsageError for those not understood, with their place."""
    rows = rows.reindex(columns=["row", "tool", *SAID_NAMES], fill_value="")
    words = {"decision": voice.words} | WORDS
    rows = rows[rows.decision.map(lambda cell: meaning(cell, voice.words) != "").astype(bool)]
    rows["note"] = rows.note.str.replace(_NO_FORMULA, "", regex=True)
    why = rows.note.str.extract(_WHY, expand=False).str.strip()
    rows["reason"] = rows.reason.where((rows.reason != "") | (rows.decision != "exclude"), why.fillna(""))
    faults = []
    for what in (*words, "at"):
        told = [time_of(cell) if what == "at" else meaning(cell, words[what]) for cell in rows[what]]
        for row, cell, said in zip(rows.row, rows[what], told, strict=True):
            if said is None:
                column = names.get(voice.columns.get(what, what), what)
                where = place(path, column=column, **{"line" if unit == "line" else "row": row})
                faults.append(f"{where}: {expected(what, cell)}; got {cell!r}")
        rows[what] = pd.Series(told, index=rows.index, dtype="object")
    if faults:
        more = f"; and {len(faults) - 10} more" if len(faults) > 10 else ""
        raise UsageError(f"nothing was imported. {'; '.join(faults[:10])}{more}")
    return rows.assign(drawn=rows.drawn.replace("", "imported"))


def expected(what, cell):
    """Return what a cell may say."""
    if what == "decision" and meaning(cell, ASREVIEW) == "":
        return "-1 is no label in ASReview and excludes in Abstrackr: write include, exclude, or nothing"
    if what == "at":
        return "expected a time that has been, such as 2026-03-01T09:30:00"
    usual = {"decision": ("include", "exclude", "unsure", "1", "0"), "stage": STAGES, "drawn": DRAWN}
    return f"expected one of {', '.join(usual.get(what, ('yes', 'no', 'or nothing')))}"


def time_of(cell):
    """Return a time as ISO 8601 text: "" where there is none, None for what is no time or is yet to come.

    >>> time_of("2026-03-01 09:30"), time_of("1756800000.5"), time_of("next week"), time_of("2999-01-01")
    ('2026-03-01T09:30:00+00:00', '2025-09-02T08:00:00.500000+00:00', None, None)
    """
    if cell.casefold() in ("", "nan", "nat", "none", "na"):
        return ""
    try:
        if re.fullmatch(r"\d{9,10}(\.\d+)?", cell):  # seconds, as ASReview counts them
            when = datetime.fromtimestamp(float(cell), UTC)
        else:
            when = datetime.fromisoformat(cell)
    except ValueError:
        return None
    when = when.replace(tzinfo=when.tzinfo or UTC)
    return when.isoformat() if when < datetime.now(UTC) + timedelta(days=1) else None
