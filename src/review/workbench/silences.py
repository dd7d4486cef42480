"""Silences: in which cells of an evaluation the study says nothing, and cells as they are compared."""

import pandas as pd

from review import economics
from review.economics import NOT_REPORTED
from review.evidence import EVALUATION_COLUMNS, MARKS

__all__ = ["Silences", "cell_text", "content", "numeric", "plain_cells"]


class Silences:
    """Marks beside evaluations and second abstractions, one per cell the study is silent about."""

    def __init__(self, store):
        self._store = store

    def store(self, kind, silent, reader):
        """Store for which cells a study says nothing, and for which it does after all."""
        marks, name = self._silences(kind), MARKS[kind]
        rows = []
        for key, row in silent.iterrows():
            before = marks.get((key, reader if kind == "abstractions" else ""), set())
            now = {column for column, said in row.items() if said}
            rows += [(key, name, column, "yes" if column in now else "no") for column in before ^ now]
        if rows:
            columns = ["evaluation_id", "checklist", "item", "answer"]
            self._store.append(
                "appraisals", pd.DataFrame(sorted(rows), columns=columns, dtype="str"), reader=reader
            )

    def _silences(self, kind):
        """Return the columns a study says nothing about, by evaluation and reader of a second abstraction."""
        frame = self._store.current("appraisals")
        frame = frame[frame.checklist == MARKS[kind]]
        if kind == "evaluations":
            frame = frame.drop_duplicates(["evaluation_id", "item"], keep="last")
        marks = {}
        for row in frame[frame.answer == "yes"].itertuples():
            who = row.reader if kind == "abstractions" else ""
            marks.setdefault((row.evaluation_id, who), set()).add(row.item)
        return marks

    def told(self, kind, frame):
        """Return `EVALUATION_COLUMNS` with NR in the cells that readers found the study silent about."""
        told = frame[list(EVALUATION_COLUMNS)].astype(object).reset_index(drop=True)
        marks = self._silences(kind)
        who = frame.reader if kind == "abstractions" else pd.Series("", index=told.index)
        for place, key in enumerate(zip(told.evaluation_id, who, strict=True)):
            for column in marks.get(key, ()):
                if pd.isna(told.at[place, column]) or told.at[place, column] == "":
                    told.at[place, column] = NOT_REPORTED
        return told


def plain_cells(rows):
    """Return cells as texts; where a study is silent they say NR, however the reader wrote that."""
    rows = rows.astype(object).where(rows.notna(), "").map(cell_text)
    for column in rows:
        # the perspectives have a word of their own for it
        word = "not_reported" if column == "perspective" else NOT_REPORTED
        rows[column] = rows[column].mask(rows[column].map(economics.is_not_reported).astype("bool"), word)
    return rows.astype("str")


def numeric(column, value):
    """Return a cell of a number column as a number, None where it is empty; others as they are."""
    text = cell_text(value)
    if column not in economics.NUMBERS or text == NOT_REPORTED:
        return text
    return economics.number_in(column, text)


def content(row):
    """Return what an evaluation says, to recognise one that is stored already."""
    cells = [(name, cell_text(getattr(row, name))) for name in EVALUATION_COLUMNS[1:]]
    return tuple("" if cell == NOT_REPORTED else cell_text(numeric(name, cell)) for name, cell in cells)


def cell_text(value):
    """Return a cell as text, so that 3, 3.0 and "3" are the same, and a number can be read as no other.

    Examples
    --------
    >>> cell_text(3.0), cell_text(12.575), cell_text(None)
    ('3', '12.5750', '')
    """
    if pd.isna(value) or not isinstance(value, (int, float)):
        return economics.as_text(value)
    text = f"{value:.12g}"
    return text + "0" * bool(economics.two_ways(text))
