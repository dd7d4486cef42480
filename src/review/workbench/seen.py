"""Seen: which evaluations, second abstractions and answers to checklists a reader may see."""

import pandas as pd

from review import agreement
from review.evidence import MARKS

__all__ = ["Seen"]


class Seen:
    """What two economists take out of a study blind to each other; a part of the `Workbench`.

    With ``abstractors = 2`` in review.toml an evaluation, or an answer to a checklist, is open when two
    have given theirs, or an adjudicator has. Until then only who gave it sees it.
    """

    def waiting_for_second_abstraction(self):
        """Return how many evaluations one has taken out of a study and another must take out still."""
        if self.project.abstractors == 1:
            return 0
        return int(self._comparisons().evaluation_id.isin(self._abstracted_alone()).sum())

    def _seen_evaluations(self, reader=""):
        """Return the evaluations that count and are open, and those that `reader` took out first."""
        frame = self._at_home(self.store.current("evaluations"))
        if self._sees_all(reader) or self.project.abstractors == 1:
            return frame
        hidden = frame.evaluation_id.isin(self._abstracted_alone())
        mine = frame.evaluation_id.map(self._first_readers()) == reader
        return frame[~hidden | mine].reset_index(drop=True)

    def _seen_answers(self, reader=""):
        """Return the answers to checklists that count and are open, and those of `reader`."""
        frame = self._answers()
        if self._sees_all(reader) or self.project.abstractors == 1:
            return frame
        alone = agreement.answered_alone(frame, adjudicators=self._judges())
        return frame[~alone | (frame.reader == reader)].reset_index(drop=True)

    def _answers(self):
        """Return the answers to checklists that count, whoever may see them."""
        frame = self.store.current("appraisals")
        there = frame.evaluation_id.isin(self._comparisons().evaluation_id)
        return frame[~frame.checklist.isin(MARKS.values()) & there].reset_index(drop=True)

    def _comparisons(self):
        """Return which comparisons were taken out of studies that are there (see `Store.comparisons`)."""
        return self._at_home(self.store.comparisons()).drop(columns="record_id")

    def _abstracted_alone(self):
        """Return the evaluations of which no second abstraction is there; others' hidden ones too."""
        first = self.store.history("evaluations")
        first = first.loc[~first.withdrawn, ["evaluation_id", "reader"]]
        # where the database hides what the others wrote, it still tells that it is there
        there = self.store.comparisons().rename(columns={"first_reader": "reader"})
        first = pd.concat([there[["evaluation_id", "reader"]], first])
        second = self.store.current("abstractions")
        return agreement.abstracted_alone(first, second, adjudicators=self._judges())

    def _first_readers(self):
        """Return who wrote each evaluation first, whoever has settled or mended it since."""
        return self.store.comparisons().set_index("evaluation_id").first_reader

    def _judges(self):
        return self.project.with_role("adjudicator", left=True)

    def _sees_all(self, reader):
        return bool(reader) and self.project.reader(reader).role == "adjudicator"
