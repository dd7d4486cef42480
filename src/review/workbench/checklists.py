"""Checklists: what readers answered to their items, and how far they have come."""

import pandas as pd

from review import agreement, economics
from review.errors import UsageError
from review.evidence import MARKS, check_choice
from review.formats import read_table
from review.workbench.room import room

__all__ = ["Checklists"]

APPRAISAL = ["evaluation_id", "checklist", "item", "reader"]


@room
class Checklists:
    """Answers to the checklists of economic evaluations."""

    def __init__(self, project, store, pile, economics):
        self._project, self._store, self._pile, self._economics = project, store, pile, economics

    def items(self):
        """Return every item: `checklist`, `item`, `part`, `name_sv`, `name_en`, `source`."""
        return read_table(self._project.path("references", "checklists.csv"))

    def answers(self, *, reader=""):
        """Return the answers that count and are open: one row per evaluation, checklist, item and reader.

        With ``abstractors = 2`` in review.toml an answer is open when two have answered the item.

        Parameters
        ----------
        reader : str, optional
            Who asks, and also gets their own answers; an adjudicator gets all.

        Returns
        -------
        DataFrame
            `evaluation_id`, `checklist`, `item`, `answer` (yes, partly, no, not_applicable), `note`,
            `reader`, `at`.
        """
        frame = self._seen_answers(reader)
        frame = frame[frame.checklist.isin(self.items().checklist)]
        return frame[[*APPRAISAL[:3], "answer", "note", "reader", "at"]].reset_index(drop=True)

    def _seen_answers(self, reader=""):
        """Return the answers to checklists that count and are open, and those of `reader`."""
        frame = self._answers()
        if self._project.sees_all(reader) or self._project.abstractors == 1:
            return frame
        alone = agreement.answered_alone(frame, adjudicators=self._project.judges)
        return frame[~alone | (frame.reader == reader)].reset_index(drop=True)

    def _answers(self):
        """Return the answers to checklists that count, whoever may see them."""
        frame = self._store.current("appraisals")
        there = frame.evaluation_id.isin(self._economics.comparisons().evaluation_id)
        return frame[~frame.checklist.isin(MARKS.values()) & there].reset_index(drop=True)

    def answer(self, evaluation_id, checklist, answers, *, reader, notes=None):
        """Store one reader's answers to items of a checklist; what is stored already is not stored again.

        Parameters
        ----------
        evaluation_id : str
        checklist : str
            Such as "CHEERS 2022" or "CHEC-extended".
        answers : dict
            Item (its number as text) to yes, partly, no or not_applicable.
        reader : str
        notes : dict, optional
            Item to a note, such as where in the paper the answer is found.

        Returns
        -------
        int
            Answers stored.

        Raises
        ------
        UsageError
            If there is no such evaluation, checklist, item, reader or answer.
        """
        notes = notes or {}
        rows = pd.DataFrame(
            [
                (evaluation_id, checklist, str(item), answer, notes.get(item, ""))
                for item, answer in answers.items()
            ],
            columns=[*APPRAISAL[:3], "answer", "note"],
            dtype="str",
        )
        return len(self.write(rows, reader))

    def write(self, rows, reader):
        """Store the answers that are new or other than before, and return those rows with `before`."""
        self._project.reader(reader, "fill in economic evaluations")
        known = self.items()
        items = set(zip(known.checklist, known["item"], strict=True))
        evaluations = set(self._store.comparisons().evaluation_id)
        for row in rows.itertuples():
            if row.evaluation_id not in evaluations:
                raise UsageError(
                    f"there is no economic evaluation {row.evaluation_id!r}; import or add it first"
                )
            if (row.checklist, row.item) not in items:
                raise UsageError(
                    f"there is no item {row.item} of {row.checklist!r}; references/checklists.csv lists them"
                )
            check_choice("answer", row.answer, economics.ANSWERS)
        old = self.answers(reader=reader).query("reader == @reader").set_index(APPRAISAL[:3])
        keys = pd.MultiIndex.from_frame(rows[APPRAISAL[:3]])
        before = [old.loc[key, ["answer", "note"]].tolist() if key in old.index else ["", ""] for key in keys]
        notes = rows.get("note", pd.Series("", index=rows.index))
        # a workbook has no cells for notes, and none there takes none away
        notes = [note or was[1] for note, was in zip(notes, before, strict=True)]
        rows = rows.assign(note=notes, before=[was[0] for was in before])
        new = [
            [answer, note] != was for answer, note, was in zip(rows.answer, rows.note, before, strict=True)
        ]
        fresh = rows[pd.Series(new, index=rows.index, dtype="bool")]
        if len(fresh):
            self._store.append("appraisals", fresh[[*APPRAISAL[:3], "answer", "note"]], reader=reader)
        return fresh

    def completeness(self):
        """Return how far each reader has come with each evaluation and checklist, with the study's title.

        Returns
        -------
        DataFrame
            See `review.economics.completeness`; `title` besides.
        """
        frame = economics.completeness(self.answers(), self.items())
        told = self._economics.comparisons().set_index("evaluation_id").reference_id
        titles = self._pile.titles()
        return frame.assign(title=frame.evaluation_id.map(told).map(titles).astype("str"))
