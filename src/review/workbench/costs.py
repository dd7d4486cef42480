"""Costs: economic evaluations, from and to the economists' workbook."""

import datetime

import pandas as pd

from review import economics
from review.errors import SourceError, place
from review.evidence import EVALUATION_COLUMNS
from review.formats import read_table
from review.formats.workbook import read_workbook, write_workbook
from review.store import new_id

__all__ = ["Costs"]

CHANGE_COLUMNS = ("evaluation_id", "column", "before", "after")


class Costs:
    """Economic evaluations; a part of the `Workbench`."""

    def evaluations(self):
        """Return the economic evaluations that count, with ratio, quadrant and reading for withdrawal."""
        frame = self.store.current("evaluations")
        frame["reference_id"] = frame.reference_id.map(self.membership()).astype("str")
        return economics.measures(frame[list(EVALUATION_COLUMNS)]).assign(reader=frame.reader, at=frame["at"])

    def import_evaluations(self, path, *, reader, sheet=None):
        """Import economic evaluations from the economists' workbook and return what changed.

        Parameters
        ----------
        path : path of an XLSX, CSV or TSV file
            Columns as `export_evaluations` writes them; an empty `evaluation_id` makes a new row.
        reader : str
            Who annotated.

        Returns
        -------
        DataFrame
            One row per changed cell: `evaluation_id`, `column`, `before`, `after`. Empty where the file
            says what is stored already.

        Raises
        ------
        SourceError
            Naming row and column of every cell that cannot be right; nothing is imported then.
        """
        self.project.reader(reader)
        table = read_workbook(path, sheet)
        tied = self._tie(table, path, table.sheet_row)
        rows = tied.reindex(columns=list(EVALUATION_COLUMNS)).fillna("")
        faults = economics.check(rows, this_year=datetime.datetime.now(datetime.UTC).year)
        if len(faults):
            seen = table.sheet_row.to_numpy()[faults.row.to_numpy()]
            told = zip(seen, faults.column, faults.problem, strict=True)
            named = [f"{place(path, row=row, column=column)}: {problem}" for row, column, problem in told]
            more = f"; and {len(named) - 10} more" if len(named) > 10 else ""
            raise SourceError(
                f"{len(named)} cells cannot be right, nothing was imported. {'; '.join(named[:10])}{more}"
            )
        for recommendation_id in filter(None, rows.recommendation_id.unique()):
            self._check_recommendation(recommendation_id)
        return self._store_evaluations(self._with_ids(rows), reader)

    def _with_ids(self, rows):
        """Give new evaluations an id, and those that are stored already the one they have."""
        current = {content(row): row.evaluation_id for row in self.store.current("evaluations").itertuples()}
        ids = [row.evaluation_id or current.get(content(row)) or f"E{new_id()}" for row in rows.itertuples()]
        return rows.assign(evaluation_id=ids)

    def _store_evaluations(self, rows, reader):
        old = self.store.current("evaluations").set_index("evaluation_id")
        changes = []
        for row in rows.to_dict("records"):
            key = row["evaluation_id"]
            for column in EVALUATION_COLUMNS[1:]:
                before = cell_text(old[column][key]) if key in old.index else ""
                after = cell_text(numeric(column, row[column]))
                if before != after:
                    changes.append((key, column, before, after))
        changes = pd.DataFrame(changes, columns=list(CHANGE_COLUMNS))
        fresh = rows[rows.evaluation_id.isin(changes.evaluation_id)].copy()
        for column in economics.NUMBERS:
            fresh[column] = [numeric(column, value) for value in fresh[column]]
        if len(fresh):
            self.store.append("evaluations", fresh, reader=reader)
        return changes

    def export_evaluations(self, path):
        """Write the economists' workbook: a row per evaluation, and one to begin with per included study.

        Returns
        -------
        int
            Rows written.
        """
        frame = self.store.current("evaluations")[list(EVALUATION_COLUMNS)]
        waiting = sorted(self._candidates() - set(frame.reference_id))
        empty = pd.DataFrame({"reference_id": waiting}).reindex(columns=frame.columns)
        return write_workbook(
            pd.concat([frame.astype(object), empty.astype(object)], ignore_index=True),
            self.references(),
            path,
            language=self.project.language,
            choices=economics.CHOICES,
            checklists=read_table(self.project.path("references", "checklists.csv")),
        )


def numeric(column, value):
    """Return a cell of a number column as a number, None where it is empty; others as they are."""
    if column not in economics.NUMBERS:
        return value
    return economics.as_number(str(value)) if str(value).strip() else None


def cell_text(value):
    """Return a cell as text, so that 3, 3.0 and "3" are the same."""
    if pd.isna(value):
        return ""
    return f"{value:.12g}" if isinstance(value, (int, float)) else str(value).strip()


def content(row):
    """Return what an evaluation says, to recognise one that is stored already."""
    return tuple(cell_text(numeric(name, getattr(row, name))) for name in EVALUATION_COLUMNS[1:])
