"""Desks: what one reader reads at one stage, and where what they decide goes."""

import numpy as np
import pandas as pd

from review.evidence import FLAGS, STAGES
from review.stopping import control_set
from review.workbench.own_words import keep_words, own_words

__all__ = ["Desk", "as_rows", "published"]

SHOWN = ("title", "abstract", "keywords", "authors", "journal", "year", "doi", "pmid", "language",
         "databases")  # fmt: skip
SAID = ("reference_id", "id", "decision", "reason", "note", *FLAGS, "drawn", "rank", "score")
LARGE = 3_000
"""References from which counting their words takes so long that nobody should wait for it."""
OPENING = 300
"""References to begin with meanwhile: more than anybody reads while words are counted."""


class Desk:
    """What one reader reads at one stage and decides on (see `review.widgets.ScreeningCard`)."""

    def __init__(self, project, store, pile, ballots, screening, stopping, *, reader, stage=STAGES[0]):
        self._project, self._store, self._pile = project, store, pile
        self._ballots, self._screening, self._stopping = ballots, screening, stopping
        self.reader, self.stage = reader, stage
        self.rows_known = None
        self.opened = False

    def fetch(self, n):
        """Return the next references of the reader's queue, and the ids of all that wait."""
        opening, self.opened = not self.opened, True
        if self.stage == "title_abstract" and not self._words_are_counted():
            if opening:
                return self._by_lot(n) | {"opening": True}
            self._screening.count_words_apart()
        queue = self._screening.queue(self.reader, stage=self.stage)
        return self._fetched(queue, n)

    def _words_are_counted(self):
        return self._pile.count_references() < LARGE or self._screening.features_are_ready()

    def _by_lot(self, n):
        """Return references drawn at random, to begin with while the words of all are counted.

        Each is drawn from all that is unread, as the random share of the queue is.
        """
        waiting = self._ballots.waits_for(self.reader, self.stage)
        if self._project.control_share:
            # a share of 1 is all, in the order in which the set is drawn and made larger
            waiting = pd.Series(control_set(waiting, 1, self._project.seed), dtype="str")
        else:
            chance = np.random.default_rng([self._project.seed, len(self._said())])
            waiting = waiting.iloc[chance.permutation(len(waiting))]
        order = waiting.to_frame("reference_id")
        places = np.arange(1, len(order) + 1)
        return self._fetched(order.assign(rank=places, score=np.nan, drawn="random"), max(n, OPENING))

    def _fetched(self, queue, n):
        next_ones = queue[["reference_id", "rank", "score", "drawn"]].head(n)
        return {"rows": self._with_texts(next_ones), "waiting": queue.reference_id.to_list()}

    def _with_texts(self, frame):
        texts = self._pile.references()[["reference_id", *SHOWN]]
        return as_rows(frame.merge(texts, on="reference_id"))

    def lookup(self, reference_id):
        """Return what a card shows of one reference."""
        references = self._pile.references().query("reference_id == @reference_id")
        return as_rows(references[["reference_id", *SHOWN]])[0]

    def explain(self, reference_id):
        """Return the words by which the reference comes now; None while they are still counted."""
        if not self._words_are_counted():
            return None
        return self._screening.why(reference_id, self.reader)

    def similar(self, reference_id):
        """Return the most similar references this reader decided; None while words are still counted."""
        if not self._words_are_counted():
            return None
        return as_rows(self._screening.similar(reference_id, self.reader, stage=self.stage))

    def standing(self):
        """Return what this reader's own decisions say of recall and stopping."""
        return self._stopping.of_reader(self.reader)

    def news(self):
        """Return the reader's decisions in order; None where nothing came from elsewhere since."""
        rows = self._rows_there()
        if rows == self.rows_known:
            return None
        self.rows_known = rows
        return self._said()

    def _said(self):
        mine = self._ballots.own(self.reader, self.stage).sort_values(["at", "id"], kind="stable")
        # what was decided both ways before two references became one is to be decided again
        mine = mine[~mine.reference_id.isin(self._ballots.again(self.reader, self.stage))]
        return as_rows(mine[list(SAID)])

    def _rows_there(self):
        counts = self._store.counts()
        return counts["decisions"], counts["withdrawals"], counts["memberships"]

    def decide(self, row):
        """Store a decision and return its id."""
        said = {name: value for name, value in row.items() if name not in ("id", "reference_id", "decision")}
        identifier = self._screening.decide(
            row["reference_id"], row["decision"], reader=self.reader, stage=self.stage, **said
        )
        self._count(decisions=1)
        return identifier

    def undo(self, identifier):
        """Take a decision back and return the one of the same reference that counts again, or None."""
        mine = self._ballots.own(self.reader, self.stage)
        taken = mine.set_index("id").reference_id[identifier]
        self._store.withdraw("decisions", identifier, reader=self.reader, note="undo")
        self._count(withdrawals=1)
        return next((row for row in self._said() if row["reference_id"] == taken), None)

    def _count(self, *, decisions=0, withdrawals=0):
        """Take note of a row of one's own."""
        known = self.rows_known
        self.rows_known = (known[0] + decisions, known[1] + withdrawals, known[2])

    def park(self, reference_id):
        """Remember that the reader put a reference aside."""
        row = {"reference_id": reference_id, "stage": self.stage, "note": ""}
        self._store.append("parked", [row], reader=self.reader)

    def unpark(self, reference_id):
        """Remember that the reader took a reference up again."""
        for row in self._parked().itertuples():
            if row.reference_id == reference_id:
                self._store.withdraw("parked", row.id, reader=self.reader, note="taken up")
                self._count(withdrawals=1)

    def parked(self):
        """Return what the reader put aside and has not decided, oldest first."""
        decided = {row["reference_id"] for row in self._said()}
        aside = self._parked()
        aside = aside[~aside.reference_id.isin(decided)].drop_duplicates("reference_id")
        return self._with_texts(aside[["reference_id"]].assign(rank=None, score=None, drawn="by_hand"))

    def _parked(self):
        frame = self._store.current("parked")
        mine = frame[(frame.reader == self.reader) & (frame.stage == self.stage)]
        return self._pile.at_home(mine)

    def words(self):
        """Return the words in colour that hold for this reader."""
        return own_words(self._project, self.reader)

    def keep_words(self, words):
        """Remember the reader's own words in colour, or forget them (None); return those that hold."""
        keep_words(self._project, self.reader, words)
        return self.words()


def published(row, *more):
    """Return where and when a reference was published, and what more is to be said, on one line."""
    year = "" if pd.isna(row.year) else str(row.year)
    return " · ".join(filter(None, (row.journal, year, *more)))


def as_rows(frame):
    """Return a frame as dictionaries in which nothing is NaN: what is missing is None."""
    whole = frame.astype("object")
    return whole.where(whole.notna(), None).to_dict("records")
