"""Abstracted: how what was taken out of studies is kept, cell by cell, and where a study is silent."""

import pandas as pd

from review import economics
from review.economics import NOT_REPORTED
from review.evidence import EVALUATION_COLUMNS, MARKS
from review.workbench.settling import cell_text

__all__ = ["Abstracted", "content", "numeric", "plain_cells"]


class Abstracted:
    """Rows of evaluations and of second abstractions in the store; a part of the `Workbench`."""

    def _store_abstracted(self, kind, rows, reader):
        """Store what is new in rows of evaluations and return one row per changed cell."""
        stored = self.store.current(kind)
        if kind == "abstractions":
            stored = stored[stored.reader == reader]
        old = self._with_silence(kind, stored.reset_index(drop=True)).set_index("evaluation_id")
        changes = []
        for row in rows.to_dict("records"):
            key = row["evaluation_id"]
            for column in EVALUATION_COLUMNS[1:]:
                before = cell_text(old[column][key]) if key in old.index else ""
                after = cell_text(numeric(column, row[column]))
                if before != after:
                    changes.append((key, column, before, after))
        changes = pd.DataFrame(changes, columns=["evaluation_id", "column", "before", "after"], dtype="str")
        fresh = rows[rows.evaluation_id.isin(changes.evaluation_id)].copy()
        silent = fresh.set_index("evaluation_id")[list(EVALUATION_COLUMNS[1:])] == NOT_REPORTED
        for column in EVALUATION_COLUMNS[1:]:
            cells = fresh[column].where(fresh[column] != NOT_REPORTED, "")
            fresh[column] = pd.Series(
                [numeric(column, cell) for cell in cells], index=fresh.index, dtype=object
            )
        if len(fresh):
            self.store.append(kind, fresh, reader=reader)
            self._store_silences(kind, silent, reader)
        return changes

    def _store_silences(self, kind, silent, reader):
        """Store for which cells a study says nothing, and for which it does after all."""
        marks, name = self._silences(kind), MARKS[kind]
        rows = []
        for key, row in silent.iterrows():
            before = marks.get((key, reader if kind == "abstractions" else ""), set())
            now = {column for column, said in row.items() if said}
            rows += [(key, name, column, "yes" if column in now else "no") for column in before ^ now]
        if rows:
            columns = ["evaluation_id", "checklist", "item", "answer"]
            self.store.append(
                "appraisals", pd.DataFrame(sorted(rows), columns=columns, dtype="str"), reader=reader
            )

    def _silences(self, kind):
        """Return the columns a study says nothing about, by evaluation and reader of a second abstraction."""
        frame = self.store.current("appraisals")
        frame = frame[frame.checklist == MARKS[kind]]
        if kind == "evaluations":
            frame = frame.drop_duplicates(["evaluation_id", "item"], keep="last")
        marks = {}
        for row in frame[frame.answer == "yes"].itertuples():
            who = row.reader if kind == "abstractions" else ""
            marks.setdefault((row.evaluation_id, who), set()).add(row.item)
        return marks


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
    return economics.as_number(text) if text else None


def content(row):
    """Return what an evaluation says, to recognise one that is stored already."""
    cells = [(name, cell_text(getattr(row, name))) for name in EVALUATION_COLUMNS[1:]]
    return tuple("" if cell == NOT_REPORTED else cell_text(numeric(name, cell)) for name, cell in cells)
