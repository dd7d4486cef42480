"""Screening cards: the queue read one reference at a time, or a page at a glance."""

import numpy as np
import pandas as pd

from review import ranking
from review.evidence import STAGES, check_choice
from review.ranking import Ranker, rank
from review.widgets import ListCard, ScreeningCard
from review.workbench.desks import Desk

__all__ = ["ScreeningCards"]


class ScreeningCards:
    """Screening by keyboard in a notebook; a part of the `Workbench`."""

    def screen(self, reader, *, stage="title_abstract", batch=10, language=None, shortcuts=None):
        """Return a card on which a reader screens the queue, one reference at a time.

        Each decision is stored before the next reference shows. The queue is ranked anew behind after
        every `batch` decisions; what is being read stays where it is. A large review opens with references
        drawn at random, while the words of all are counted.

        Parameters
        ----------
        reader : str
            A reader of review.toml; decisions of an observer are kept but never count.
        stage : {"title_abstract", "full_text"}
        batch : int
            References between two rankings.
        language : {"sv", "en"}, optional
            Of the card; as in review.toml where not given.
        shortcuts : dict of str to str, optional
            Other keys than those shown on the card, such as ``{"exclude": "x"}``.

        Returns
        -------
        review.widgets.ScreeningCard
        """
        self.project.reader(reader, "read and decide")
        check_choice("stage", stage, STAGES)
        desk = Desk(self, reader, stage)
        return self._card(ScreeningCard, desk, language, shortcuts, stage=stage, batch=batch)

    def screen_list(self, reader, *, size=10, least_likely_first=False, language=None, shortcuts=None):
        """Return a list on which a reader excludes many references at a glance, by title.

        What is excluded is stored before it leaves the list; what is not marked stays unread and waits for
        `screen`. References drawn at random are not on the list, as each of them has to be read; what is
        excluded here was picked by hand (`drawn`), and a stopping certificate says so.

        Parameters
        ----------
        reader : str
            A reader of review.toml.
        size : int
            References on a page.
        least_likely_first : bool
            Begin at the end of the queue.
        language, shortcuts : optional
            See `screen`.

        Returns
        -------
        review.widgets.ListCard
        """
        self.project.reader(reader, "read and decide")
        desk = _ListDesk(self, reader, least_likely_first)
        look = self._look(language, shortcuts) | {"highlight": desk.words(), "reasons": self.project.reasons}
        return ListCard(desk, size=size, **look)

    def _look(self, language, shortcuts):
        """Return what every card is told of its language, its keys, and whether the studies are made up."""
        language = language or self.project.language
        return {"language": language, "shortcuts": shortcuts, "invented": self.project.invented}

    def _card(self, kind, desk, language, shortcuts, **more):
        """Return a card of a kind, with what review.toml says of criteria, reasons and words."""
        look = self._look(language, shortcuts) | {"highlight": desk.words(), "reasons": self.project.reasons}
        criteria = {which: said[look["language"]] for which, said in self.project.criteria.items()}
        return kind(desk, criteria=criteria, **look, **more)

    def features_are_ready(self):
        """Return whether the words of all references are counted, so that ranking takes no time."""
        return self._is_kept("features", ("records", "memberships", "withdrawals"))

    def why_ranked(self, reference_id, reader, *, n=6):
        """Return the words by which a reader's ranking places a reference now.

        Returns
        -------
        DataFrame
            `word`, `weight` (its share of the score), strongest first; at most `n` up and `n` down.
        """
        self._check_references([reference_id])
        references = self.references()
        mine = self.decisions("title_abstract", reader=reader).query("reader == @reader")
        # kept, so that asking again between two decisions learns nothing anew
        ranker = self._rankers.setdefault(reader, Ranker(question=self.seed_text(), seed=self.project.seed))
        features = self._features()
        learned = {"features": features, "ranker": ranker, "final": self._confirmed_by(reader)}
        rank(references, mine, seed=ranker.seed, random_share=0, **learned)
        place = np.flatnonzero(references.reference_id.to_numpy() == reference_id)
        return ranker.explain(features.matrix_[place], n)[["word", "weight"]]

    def similar(self, reference_id, reader, *, stage="title_abstract", n=3):
        """Return the references a reader has decided that are most like a reference.

        Only the reader's own, so that nobody else's judgement shows through.

        Returns
        -------
        DataFrame
            See `review.ranking.similar`; and `title`.
        """
        self._check_references([reference_id])
        references = self.references()
        mine = self.decisions(stage, reader=reader)
        mine = mine[mine.reader == reader]
        found = ranking.similar(references, reference_id, mine, self._features(), n=n)
        return found.merge(references[["reference_id", "title"]], on="reference_id")


class _ListDesk(Desk):
    """The desk of a list: the ranked part of the queue, and several decisions at once."""

    def __init__(self, workbench, reader, least_likely_first):
        super().__init__(workbench, reader, "title_abstract")
        self.least_likely_first = least_likely_first

    def fetch(self, n):
        """Return what was ranked and not put aside, from one end of the queue."""
        queue = self.workbench.queue(self.reader)
        aside = {row["reference_id"] for row in self.parked()}
        queue = queue[(queue.drawn == "ranked") & ~queue.reference_id.isin(aside)]
        return self._fetched(queue[::-1] if self.least_likely_first else queue, n)

    def decide_all(self, rows):
        """Store several decisions, all or none, and return their ids."""
        frame = pd.DataFrame(rows).assign(reader=self.reader, stage=self.stage)
        ids = self.workbench._store_decisions(frame)
        self._count(decisions=len(ids))
        return list(ids)
