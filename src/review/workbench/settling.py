"""Settling: where two abstractions of a study do not agree, and which of them counts."""

import pandas as pd

from review.errors import UsageError
from review.evidence import EVALUATION_COLUMNS, MARKS, check_choice
from review.workbench.seen import Seen

__all__ = ["Settling", "cell_text"]

SETTLED = MARKS["settled"]
ANSWERS = ("first", "second", "other")
DIFFERENCE_COLUMNS = (
    "evaluation_id",
    "title",
    "column",
    "first",
    "first_reader",
    "second",
    "second_reader",
    "settled",
    "settled_by",
)


class Settling(Seen):
    """Two abstractions side by side; a part of the `Workbench`."""

    def abstraction_differences(self, *, open_only=False):
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
            second, other; "" while it is open) and `settled_by`. A field that is read alike is in no row.
        """
        first = self.store.current("evaluations")
        second = self.store.current("abstractions")
        told = self._with_silence("evaluations", first).set_index("evaluation_id")
        also = self._with_silence("abstractions", second)
        readers = self._first_readers()
        titles = self.references().set_index("reference_id").title
        settled = self._settled()
        rows = []
        for other, at, reader in zip(also.to_dict("records"), second["at"], second.reader, strict=True):
            key = other["evaluation_id"]
            title = titles.get(self.membership().get(told.reference_id[key], ""), "")
            for column in EVALUATION_COLUMNS[3:]:
                one, two = cell_text(told[column][key]), cell_text(other[column])
                answer, who, when = settled.get((key, column), ("", "", ""))
                answer, who = (answer, who) if when > at else ("", "")
                if one != two or answer:
                    rows.append((key, title, column, one, readers[key], two, reader, answer, who))
        frame = pd.DataFrame(rows, columns=list(DIFFERENCE_COLUMNS), dtype="str")
        return frame[frame.settled == ""].reset_index(drop=True) if open_only else frame

    def abstracted_twice(self):
        """Return how many evaluations have a second abstraction, and how many fields differ.

        Returns
        -------
        dict of str to int
            `evaluations`; `settled` and `open` fields; `waiting`, evaluations that one has taken out and
            another must take out before they are open (see `evaluations`).
        """
        found = self.abstraction_differences()
        twice = self.store.current("abstractions").evaluation_id.nunique()
        is_open = int((found.settled == "").sum())
        waiting = self.waiting_for_second_abstraction()
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
        self.project.reader(reader, "fill in economic evaluations")
        differing = self.abstraction_differences(open_only=True)
        found = differing[(differing.evaluation_id == evaluation_id) & (differing["column"] == column)]
        if found.empty:
            raise UsageError(f"there is no open difference in {column} of {evaluation_id}")
        if (answer == "other") != bool(value):
            raise UsageError("give a value where neither of the two counts, and only there")
        chosen = {"first": found["first"].iloc[0], "second": found["second"].iloc[0], "other": value}[answer]
        stored = self.store.current("evaluations")
        row = self._with_silence("evaluations", stored)
        row = row[row.evaluation_id == evaluation_id].map(cell_text)
        row[column] = chosen
        self._refuse_faults(row.reset_index(drop=True), pd.Series([1]), "settled", None)
        self._store_abstracted("evaluations", row, reader)
        mark = {"evaluation_id": evaluation_id, "checklist": SETTLED, "item": column, "answer": answer}
        self.store.append("appraisals", [mark | {"note": chosen}], reader=reader)

    def _settled(self):
        """Return what was settled last: (evaluation, column) to answer, reader and time."""
        frame = self.store.current("appraisals")
        frame = frame[frame.checklist == SETTLED].drop_duplicates(["evaluation_id", "item"], keep="last")
        return {(row.evaluation_id, row.item): (row.answer, row.reader, row.at) for row in frame.itertuples()}


def cell_text(value):
    """Return a cell as text, so that 3, 3.0 and "3" are the same."""
    if pd.isna(value):
        return ""
    return f"{value:.12g}" if isinstance(value, (int, float)) else str(value).strip()
