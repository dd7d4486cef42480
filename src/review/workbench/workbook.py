"""The economists' workbook: evaluations and checklists out to a spreadsheet and back."""

import pandas as pd

from review import economics
from review.evidence import EVALUATION_COLUMNS
from review.formats.workbook import read_checklists, read_workbook, write_workbook
from review.workbench.room import room
from review.workbench.silences import cell_text, numeric, plain_cells

__all__ = ["Workbook"]

CHANGE_COLUMNS = ("evaluation_id", "sheet", "row", "column", "before", "after", "stored")


@room
class Workbook:
    """What economists type in a spreadsheet, and what became of each cell."""

    def __init__(self, project, pile, economics, checklists, abstraction):
        self._project, self._pile = project, pile
        self._economics, self._checklists, self._abstraction = economics, checklists, abstraction

    def import_file(self, path, *, reader, sheet=None, second=False, repeated=""):
        """Import economic evaluations from the economists' workbook and return what changed.

        Parameters
        ----------
        path : path of an XLSX, CSV or TSV file
            Columns as `export` writes them; an empty `evaluation_id` makes a new row, NR says
            that the study does not report it. Answers on the sheet `checklists` are read too.
        reader : str
            Who annotated.
        second : bool
            The rows are a second abstraction (see `Economics.abstract`), kept beside the first.
        repeated : {"", "once", "each"}
            What becomes of rows that say the same (see `review.formats.workbook.read_workbook`).

        Returns
        -------
        DataFrame
            One row per changed cell: `evaluation_id`, `sheet`, `row` (as people see it), `column`, `before`,
            `after`, `stored` ("yes", or why not). Empty where the file says what is stored already. A row
            that is not in the file stays as it is, and so does a cell that was settled between two readings.

        Raises
        ------
        SourceError
            Naming sheet, row and column of every cell that cannot be right; nothing is imported then.
        Question
            Naming the rows that say the same; `repeated` answers it.
        """
        self._project.reader(reader, "fill in economic evaluations")
        table = read_workbook(path, sheet, repeated)
        page = table.attrs.get("sheet")
        tied = self._pile.tie(table, path, table.sheet_row)
        rows = plain_cells(tied.reindex(columns=list(EVALUATION_COLUMNS)))
        kept = rows.iloc[:0] if second else self._keep_settled(rows, table.sheet_row, page)
        self._economics.refuse_faults(rows, table.sheet_row, path, page)
        answers = read_checklists(path)
        changes = [self._untaken(tied, page), *([kept] if len(kept) else [])]
        if second:
            told = self._economics.abstract(rows, reader=reader)
        else:
            rows = self._economics.with_ids(rows)
            told = self._economics.write("evaluations", rows, reader)
        seen = dict(zip(rows.evaluation_id, table.sheet_row, strict=True))
        changes.append(told.assign(sheet=page or "", row=told.evaluation_id.map(seen), stored="yes"))
        if len(answers):
            changes.append(self._import_answers(answers, reader))
        changes = pd.concat([part for part in changes if len(part)] or changes[:1], ignore_index=True)
        return changes.reindex(columns=list(CHANGE_COLUMNS)).astype({"row": "Int64"})

    def _import_answers(self, answers, reader):
        """Store the answers of the sheet `checklists` and return those that changed."""
        fresh = self._checklists.write(answers, reader)
        told = fresh.rename(columns={"answer": "after", "sheet_row": "row"})
        return told.assign(
            column=told.checklist + ", " + told["item"].astype("str"), sheet="checklists", stored="yes"
        )

    def _untaken(self, tied, sheet):
        """Return the cells that people changed and that this workbook cannot change: DOI and title."""
        known = self._pile.references().set_index("reference_id")
        rows = []
        for column in ("doi", "title"):
            if column not in tied.columns:
                continue
            stored = tied.reference_id.map(known[column]).fillna("")
            # a DOI may be written as a link, and a title lose its blanks
            wrote = [(bare(one), bare(other)) for one, other in zip(tied[column], stored, strict=True)]
            for row, was, (one, other) in zip(tied.itertuples(), stored, wrote, strict=True):
                if one and not one.endswith(other):
                    key = getattr(row, "evaluation_id", "")
                    why = "no: DOI and title are those of the reference and are not changed here"
                    rows.append((key, sheet or "", row.sheet_row, column, was, getattr(row, column), why))
        return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS))

    def _keep_settled(self, rows, numbers, sheet):
        """Put what was settled into rows that say something else there, and return the cells concerned."""
        found = self._abstraction.differences().query("settled != ''")
        places = {key: place for place, key in enumerate(rows.evaluation_id) if key}
        told = []
        for one in found[found.evaluation_id.isin(places)].itertuples():
            place = places[one.evaluation_id]
            said = cell_text(numeric(one.column, rows.at[place, one.column]))
            if said != one.first:
                why = f"no: {one.settled_by} settled it, and it stays so"
                told.append(
                    (one.evaluation_id, sheet or "", numbers[place], one.column, one.first, said, why)
                )
                rows.at[place, one.column] = one.first
        return pd.DataFrame(told, columns=list(CHANGE_COLUMNS))

    def export(self, path, *, reader="", second=""):
        """Write the economists' workbook: a row per evaluation, and one to begin with per included study.

        Parameters
        ----------
        path : path
        reader : str, optional
            Who asks, and also gets what only they have abstracted so far (see `Economics.evaluations`).
        second : str, optional
            The reader of a second abstraction: the workbook then says which comparisons are meant and leaves
            the cells of the first abstraction empty.

        Returns
        -------
        int
            Rows written.
        """
        if second:
            frame = self._economics.to_abstract(second)
            answers = self._checklists.answers(reader=second).query("reader == @second")
        else:
            frame = self._economics.told(reader)
            answers = self._checklists.answers(reader=reader)
            empty = pd.DataFrame({"reference_id": self._economics.to_begin()}).reindex(columns=frame.columns)
            frame = pd.concat([frame, empty.astype(object)], ignore_index=True)
        return write_workbook(
            frame,
            self._pile.references(),
            path,
            language=self._project.language,
            choices=economics.CHOICES,
            checklists=self._checklists.items(),
            answers=answers.drop_duplicates(["evaluation_id", "checklist", "item"], keep="last"),
            recommendations=self._economics.concerned(),
        )


def bare(text):
    """Return a text without blanks, capital letters and a full stop at its end, as it is compared."""
    return "".join(str(text).split()).casefold().rstrip(".")
