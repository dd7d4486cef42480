"""Abstraction: where two readings of a study do not agree, and which of them counts."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from review.errors import UsageError, place
from review.evidence import EVALUATION_COLUMNS, MARKS, check_choice
from review.formats import read_table
from review.workbench.room import room
from review.workbench.silences import cell_text

__all__ = ["Abstraction"]

SETTLED = MARKS["settled"]
COMPARED = tuple(column for column in EVALUATION_COLUMNS[3:] if column != "note")
"""What two economists may read differently; a note is in each one's own words."""
ANSWERS = ("first", "second", "other")
DIFFERENCE_COLUMNS = ("evaluation_id", "title", "column", "first", "first_reader", "second", "second_reader",
                      "settled", "settled_by")  # fmt: skip


class Answer(NamedTuple):
    """Which of two abstractions of a field counts, who says so, and in which row of a list."""

    evaluation_id: str
    column: str
    answer: str
    value: str
    reader: str
    number: int


@room
class Abstraction:
    """Two abstractions of a study side by side."""

    def __init__(self, project, store, silences, pile, economics):
        self._project, self._store, self._silences = project, store, silences
        self._pile, self._economics = pile, economics

    def differences(self, *, open_only=False):
        """Return where a second abstraction says something else than the evaluation that counts.

        Parameters
        ----------
        open_only : bool
            Leave out what is settled.

        Returns
        -------
        DataFrame
            One row per field: `evaluation_id`, `title`, `column`, `first` and `second` as texts (NR: the
            study does not report it, "": not read), `first_reader`, `second_reader`, `settled` (first,
            second, other; "" while it is open) and `settled_by`. A field that is read alike is in no row, nor
            is the note, which is in each reader's own words.
        """
        first = self._pile.at_home(self._store.current("evaluations"))
        second = self._pile.at_home(self._store.current("abstractions"))
        told = self._silences.told("evaluations", first).set_index("evaluation_id")
        also = self._silences.told("abstractions", second)
        readers = self._economics.first_readers()
        titles = self._pile.titles()
        settled = self._settled()
        rows = []
        for other, at, reader in zip(also.to_dict("records"), second["at"], second.reader, strict=True):
            key = other["evaluation_id"]
            title = titles.get(told.reference_id[key], "")
            for column in COMPARED:
                one, two = cell_text(told[column][key]), cell_text(other[column])
                answer, who, when = settled.get((key, column), ("", "", ""))
                answer, who = (answer, who) if when > at else ("", "")
                if one != two or answer:
                    rows.append((key, title, column, one, readers[key], two, reader, answer, who))
        frame = pd.DataFrame(rows, columns=list(DIFFERENCE_COLUMNS), dtype="str")
        return frame[frame.settled == ""].reset_index(drop=True) if open_only else frame

    def twice(self):
        """Return how many evaluations have a second abstraction, and how many fields differ.

        Returns
        -------
        dict of str to int
            `evaluations`; `settled` and `open` fields; `waiting`, evaluations that one has taken out and
            another must take out before they are open (see `Economics.evaluations`).
        """
        found = self.differences()
        twice = self._store.current("abstractions").evaluation_id.nunique()
        is_open = int((found.settled == "").sum())
        waiting = self._economics.waiting_for_second()
        settled = len(found) - is_open
        return {"evaluations": int(twice), "settled": settled, "open": is_open, "waiting": waiting}

    def settle(self, evaluation_id, column, answer, *, reader, value=""):
        """Say which of two abstractions of a field counts; the evaluation then says so.

        Parameters
        ----------
        answer : {"first", "second", "other"}
        value : str, optional
            What counts where it is neither of the two.

        Raises
        ------
        UsageError
            If the two do not differ there, or "other" comes without a value.
        """
        check_choice("answer", answer, ANSWERS)
        self._project.reader(reader, "fill in economic evaluations")
        differing = self.differences(open_only=True)
        found = differing[(differing.evaluation_id == evaluation_id) & (differing["column"] == column)]
        if found.empty:
            raise UsageError(f"there is no open difference in {column} of {evaluation_id}")
        if (answer == "other") != bool(value):
            raise UsageError("give a value where neither of the two counts, and only there")
        self._settle([Answer(evaluation_id, column, answer, value, reader, 1)], found, "settled")

    def import_settled(self, path, *, reader=""):
        """Settle what a list of differences says, and return how many that were.

        Parameters
        ----------
        path : path of a CSV, TSV or XLSX file
            The list that `differences` returns, its column `settled` filled in (first, second,
            other) and a column `value` where it is other; rows left empty stay open. A column `settled_by`
            says who, row by row.
        reader : str
            Who settled, where the list does not say.

        Returns
        -------
        dict
            `settled`, `already_settled`, `left_open`: rows of the list.

        Raises
        ------
        UsageError
            Naming the row, if an answer is none of the three or there is no such difference.
        SourceError
            If what was chosen cannot be right. Nothing is settled in either case.
        """
        table = read_table(path)
        lost = [name for name in ("evaluation_id", "column", "settled") if name not in table.columns]
        if lost:
            raise UsageError(f"{path}: no column {', '.join(lost)}; found {', '.join(table.columns)}")
        differing = self.differences()
        known = differing.set_index(["evaluation_id", "column"]).settled
        said, empty = [], 0
        for number, row in enumerate(table.map(str.strip).to_dict("records"), start=2):
            who = row.get("settled_by", "") or reader
            one = Answer(
                row["evaluation_id"], row["column"], row["settled"], row.get("value", ""), who, number
            )
            problem = unsettled(one, known.get(one[:2]))
            if problem:
                raise UsageError(
                    f"{place(path, row=number, column='settled')}: {problem}; nothing was settled"
                )
            said, empty = [*said, one] if one.answer else said, empty + (not one.answer)
        fresh = [one for one in said if not known[one[:2]]]
        for who in {one.reader for one in fresh}:
            self._project.reader(who, "fill in economic evaluations")
        self._settle(fresh, differing, Path(path).name)
        return {"settled": len(fresh), "already_settled": len(said) - len(fresh), "left_open": empty}

    def _settle(self, answers, differing, name):
        """Store which of two abstractions counts, all cells of an evaluation at once: they must fit."""
        told = differing.set_index(["evaluation_id", "column"])
        rows = self._silences.told("evaluations", self._store.current("evaluations")).map(cell_text)
        rows, numbers, marks = rows.set_index("evaluation_id", drop=False), {}, []
        for one in answers:
            chosen = one.value if one.answer == "other" else told.loc[one[:2], one.answer]
            rows.loc[one.evaluation_id, one.column] = chosen
            numbers.setdefault(one.evaluation_id, one.number)
            marks.append({"evaluation_id": one.evaluation_id, "checklist": SETTLED, "item": one.column,
                          "answer": one.answer, "note": chosen})  # fmt: skip
        rows = rows.loc[list(numbers)].reset_index(drop=True)
        self._economics.refuse_faults(rows, pd.Series(list(numbers.values())), name, None)
        # a row is by whoever settled its last cell; each cell says who settled it
        last = {one.evaluation_id: one.reader for one in answers}
        for reader in dict.fromkeys(last.values()):
            theirs = rows.evaluation_id.map(last) == reader
            self._economics.write("evaluations", rows[theirs].reset_index(drop=True), reader)
        for one, mark in zip(answers, marks, strict=True):
            self._store.append("appraisals", [mark], reader=one.reader)

    def _settled(self):
        """Return what was settled last: (evaluation, column) to answer, reader and time."""
        frame = self._store.current("appraisals")
        frame = frame[frame.checklist == SETTLED].drop_duplicates(["evaluation_id", "item"], keep="last")
        return {(row.evaluation_id, row.item): (row.answer, row.reader, row.at) for row in frame.itertuples()}


def unsettled(one, state):
    """Return why a row of a list settles nothing, or "".

    `state` is how its difference stands: settled by what, "" while open, None where there is no difference.
    """
    if not one.answer:
        return ""
    if one.answer not in ANSWERS:
        return f"expected one of {', '.join(ANSWERS)}, or nothing; got {one.answer!r}"
    if state is None:
        return f"the two abstractions do not differ in {one.column} of {one.evaluation_id}"
    if (one.answer == "other") != bool(one.value):
        return "give a value where neither of the two counts, and only there"
    return "" if one.reader else "say who settled it, in a column settled_by or with a reader"
