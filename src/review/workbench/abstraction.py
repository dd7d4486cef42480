"""Abstraction: what economists took out of the studies, from and to their workbook, once or twice over."""

import datetime
from pathlib import Path

import pandas as pd

from review import economics
from review.errors import Question, SourceError, UsageError, place
from review.evidence import COMPARISON_COLUMNS, EVALUATION_COLUMNS, check_choice
from review.formats.workbook import read_checklists, read_workbook, write_workbook
from review.store import new_id
from review.workbench.abstracted import Abstracted, content, numeric, plain_cells
from review.workbench.settling import Settling, cell_text

__all__ = ["Abstraction"]

CHANGE_COLUMNS = ("evaluation_id", "sheet", "row", "column", "before", "after", "stored")
MOST_NAMED = 40


class Abstraction(Abstracted, Settling):
    """The economists' workbook and what it says; a part of the `Workbench`."""

    def import_evaluations(self, path, *, reader, sheet=None, second=False, decimal=""):
        """Import economic evaluations from the economists' workbook and return what changed.

        Parameters
        ----------
        path : path of an XLSX, CSV or TSV file
            Columns as `export_evaluations` writes them; an empty `evaluation_id` makes a new row, NR says
            that the study does not report it. Answers on the sheet `checklists` are read too.
        reader : str
            Who annotated.
        second : bool
            The rows are a second abstraction (see `abstract`), kept beside the first.
        decimal : {"", "comma", "point"}
            The decimal sign of numbers that could be two, such as 1,200; asked for where there are any.

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
            Naming every number that could be two; `decimal` answers it.
        """
        check_choice("decimal", decimal, ("", "comma", "point"))
        self.project.reader(reader, "fill in economic evaluations")
        table = one_way(read_workbook(path, sheet), decimal, Path(path).name)
        page = table.attrs.get("sheet")
        tied = self._tie(table, path, table.sheet_row)
        rows = plain_cells(tied.reindex(columns=list(EVALUATION_COLUMNS)))
        kept = rows.iloc[:0] if second else self._keep_settled(rows, table.sheet_row, page)
        self._refuse_faults(rows, table.sheet_row, path, page)
        answers = read_checklists(path)
        changes = [self._untaken(tied, page), *([kept] if len(kept) else [])]
        if second:
            told = self.abstract(rows, reader=reader)
        else:
            rows = self._with_ids(rows)
            told = self._store_abstracted("evaluations", rows, reader)
        seen = dict(zip(rows.evaluation_id, table.sheet_row, strict=True))
        changes.append(told.assign(sheet=page or "", row=told.evaluation_id.map(seen), stored="yes"))
        if len(answers):
            changes.append(self._import_answers(answers, reader))
        changes = pd.concat([part for part in changes if len(part)] or changes[:1], ignore_index=True)
        return changes.reindex(columns=list(CHANGE_COLUMNS)).astype({"row": "Int64"})

    def _import_answers(self, answers, reader):
        """Store the answers of the sheet `checklists` and return those that changed."""
        fresh = self._store_appraisals(answers, reader)
        told = fresh.rename(columns={"answer": "after", "sheet_row": "row"})
        return told.assign(
            column=told.checklist + ", " + told["item"].astype("str"), sheet="checklists", stored="yes"
        )

    def _refuse_faults(self, rows, numbers, path, sheet):
        """Raise SourceError naming every cell that cannot be right."""
        faults = economics.check(rows, this_year=datetime.datetime.now(datetime.UTC).year)
        known = set(self.recommendations().recommendation_id) | {""}
        strange = rows.index[~rows.recommendation_id.isin(known)]
        twice = rows.index[(rows.evaluation_id != "") & rows.evaluation_id.duplicated()]
        more = [
            (at, "recommendation_id", f"there is no recommendation {rows.recommendation_id[at]!r}")
            for at in strange
        ]
        more += [(at, "evaluation_id", "is there twice; leave it empty on a new row") for at in twice]
        more += [(at, "evaluation_id", why) for at, why in self._lost_ids(rows)]
        told = [*zip(faults.row, faults.column, faults.problem, strict=True), *more]
        if not told:
            return
        seen = numbers.to_numpy()
        named = [
            f"{place(Path(path).name, sheet=sheet, row=seen[row], column=column)}: {problem}"
            for row, column, problem in sorted(told, key=lambda fault: seen[fault[0]])
        ]
        rest = f"; and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
        cells = "1 cell" if len(named) == 1 else f"{len(named)} cells"
        raise SourceError(
            f"{cells} cannot be right, nothing was imported: {'; '.join(named[:MOST_NAMED])}{rest}"
        )

    def _lost_ids(self, rows):
        """Yield the rows that are evaluations stored under another id: somebody changed theirs."""
        stored = self.store.current("evaluations")
        names = {content(row): row.evaluation_id for row in stored.itertuples()}
        for row in rows.itertuples():
            name = names.get(content(row))
            if name and row.evaluation_id not in ("", *stored.evaluation_id):
                yield row.Index, f"this row is {name}; write that again, or empty the cell for a new row"

    def _untaken(self, tied, sheet):
        """Return the cells that people changed and that this workbook cannot change: DOI and title."""
        known = self.references().set_index("reference_id")
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

    def _with_ids(self, rows):
        """Give new evaluations an id, and those that are stored already the one they have."""
        current = {content(row): row.evaluation_id for row in self.store.current("evaluations").itertuples()}
        ids = [row.evaluation_id or current.get(content(row)) or f"E{new_id()}" for row in rows.itertuples()]
        return rows.assign(evaluation_id=ids)

    def _keep_settled(self, rows, numbers, sheet):
        """Put what was settled into rows that say something else there, and return the cells concerned."""
        found = self.abstraction_differences().query("settled != ''")
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

    def abstract(self, rows, *, reader):
        """Store a second abstraction of evaluations, blind to the first, and return what changed.

        Parameters
        ----------
        rows : DataFrame, dict or list of dict
            `EVALUATION_COLUMNS` (or some of them) of evaluations that are there already; cells as in the
            workbook, NR where the study does not report it.
        reader : str
            Not the one who wrote the first.

        Returns
        -------
        DataFrame
            `evaluation_id`, `column`, `before` and `after`, of this reader's abstraction alone.

        Raises
        ------
        UsageError
            If an evaluation is not there, or its first abstraction is by the same reader.
        SourceError
            Naming the cells that cannot be right.

        See Also
        --------
        abstraction_differences : where the two do not agree.
        settle : which of the two counts.
        """
        self.project.reader(reader, "fill in economic evaluations")
        rows = pd.DataFrame([rows] if isinstance(rows, dict) else rows)
        rows = plain_cells(rows.reindex(columns=list(EVALUATION_COLUMNS))).reset_index(drop=True)
        first = self.store.comparisons().set_index("evaluation_id")
        for key in rows.evaluation_id:
            if key not in first.index:
                raise UsageError(f"there is no economic evaluation {key!r} to abstract a second time")
            if first.first_reader[key] == reader:
                raise UsageError(
                    f"{reader} wrote the first abstraction of {key}; a second one is by somebody else"
                )
        for column in COMPARISON_COLUMNS[1:]:
            stored = rows.evaluation_id.map(first[column].astype(object)).map(cell_text)
            rows[column] = rows[column].where(rows[column] != "", stored)
        self._refuse_faults(rows, pd.Series(range(1, len(rows) + 1)), "second abstraction", None)
        return self._store_abstracted("abstractions", rows, reader)

    def to_abstract(self, reader):
        """Return the evaluations that `reader` may abstract a second time, without the first one's answers.

        Returns
        -------
        DataFrame
            `EVALUATION_COLUMNS`: which comparison is meant, and what this reader has written already.
        """
        self.project.reader(reader, "fill in economic evaluations")
        frame = self._comparisons().query("first_reader != @reader")
        frame = frame.reindex(columns=list(EVALUATION_COLUMNS)).astype(object).reset_index(drop=True)
        own = self.store.current("abstractions")
        own = self._with_silence("abstractions", own[own.reader == reader].reset_index(drop=True))
        own = own.set_index("evaluation_id")
        for position, key in enumerate(frame.evaluation_id):
            if key in own.index:
                for column in EVALUATION_COLUMNS[1:]:
                    frame.at[position, column] = own.at[key, column]
        return frame

    def export_evaluations(self, path, *, reader="", second=""):
        """Write the economists' workbook: a row per evaluation, and one to begin with per included study.

        Parameters
        ----------
        path : path
        reader : str, optional
            Who asks, and also gets what only they have abstracted so far (see `evaluations`).
        second : str, optional
            The reader of a second abstraction: the workbook then says which comparisons are meant and leaves
            the cells of the first abstraction empty.

        Returns
        -------
        int
            Rows written.
        """
        if second:
            frame = self.to_abstract(second)
            answers = self.appraisals(reader=second).query("reader == @second")
        else:
            frame = self._with_silence("evaluations", self._seen_evaluations(reader))
            answers = self.appraisals(reader=reader)
            waiting = sorted(self._candidates() - set(self._comparisons().reference_id))
            empty = pd.DataFrame({"reference_id": waiting}).reindex(columns=frame.columns)
            frame = pd.concat([frame, empty.astype(object)], ignore_index=True)
        return write_workbook(
            frame,
            self.references(),
            path,
            language=self.project.language,
            choices=economics.CHOICES,
            checklists=self.checklists(),
            answers=answers.drop_duplicates(["evaluation_id", "checklist", "item"], keep="last"),
            recommendations=self.recommendations(),
        )


def one_way(table, decimal, name):
    """Return rows in which each number is one; ask where its sign may part thousands or decimals."""
    doubts, columns = [], [column for column in table.columns if column in economics.NUMBERS]
    with_points = economics.written_with_points(table[columns].to_numpy().ravel())
    for column in columns:
        for at, (row, text) in enumerate(zip(table.sheet_row, table[column], strict=True)):
            ways = economics.two_ways(text)
            if not ways or (row, column) in table.attrs.get("numbers", ()):
                continue
            if with_points and not decimal and "," not in text:
                continue
            where = place(name, sheet=table.attrs.get("sheet"), row=row, column=column)
            doubts.append((row, f"{where}: {text!r} is {ways['point']} or {ways['comma']}"))
            table.loc[at, column] = ways.get(decimal, text)
    if doubts and not decimal:
        raise Question(
            f"{name}: numbers whose sign may part thousands or decimals",
            [said for _, said in sorted(doubts, key=lambda doubt: doubt[0])],
            "say what the decimal sign of such numbers is in this file: --decimal comma (1,200 is 1.2) or "
            "--decimal point (1,200 is 1200)",
        )
    return table


def bare(text):
    """Return a text without blanks, capital letters and a full stop at its end, as it is compared."""
    return "".join(str(text).split()).casefold().rstrip(".")
