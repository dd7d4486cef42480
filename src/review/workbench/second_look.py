"""Second look: decisions that look doubtful, decided once more without showing the first."""

import numpy as np
import pandas as pd

from review import ranking
from review.evidence import FLAGS
from review.widgets import SecondLookCard
from review.workbench.desks import Desk

__all__ = ["SecondLook"]

STAGE = "title_abstract"


class SecondLook:
    """Looking again at doubtful decisions; a part of the `Workbench`."""

    def second_look(self, reader, *, n=20, language=None, shortcuts=None):
        """Return a card on which a reader decides anew what looks doubtful, not seeing the first decision.

        They are exclusions that the reader's other decisions speak for including and inclusions that they
        speak against (see `review.ranking.second_look`), in an order that tells nothing. The new decision
        counts; the first one stays in the history, and with it when and how the reference first came.

        Parameters
        ----------
        reader : str
            A reader of review.toml.
        n : int
            References to look at again, those looked at before among them.
        language, shortcuts : optional
            See `screen`.

        Returns
        -------
        review.widgets.SecondLookCard
        """
        self.project.reader(reader, "read and decide")
        return self._card(SecondLookCard, _SecondDesk(self, reader, n), language, shortcuts)

    def second_looks(self, reader):
        """Return what a reader looked at again: `reference_id`, `title`, `first` and `second` decision."""
        rows = self._standing_decisions()
        rows = rows[rows.reader == reader]
        second = rows[rows.drawn == "second_look"].drop_duplicates("reference_id", keep="last")
        first = rows[rows.drawn != "second_look"].drop_duplicates("reference_id", keep="last")
        both = second.merge(first, on="reference_id", suffixes=("", "_first"))
        both = both.merge(self.references()[["reference_id", "title"]], on="reference_id")
        named = both.rename(columns={"decision": "second", "decision_first": "first"})
        return named[["reference_id", "title", "first", "second"]]

    def _standing_decisions(self):
        """Return every decision on title and abstract that was not withdrawn, oldest first."""
        history = self.store.history("decisions")
        rows = history[~history.withdrawn & (history.stage == STAGE)]
        return self._at_home(rows)


class _SecondDesk(Desk):
    """The desk of a second look: it knows the first decisions and shows none of them."""

    def __init__(self, workbench, reader, n):
        super().__init__(workbench, reader, STAGE)
        self.n = n
        rows = workbench._standing_decisions()
        first = rows[(rows.reader == reader) & (rows.drawn != "second_look")]
        self.first = first.drop_duplicates("reference_id", keep="last").set_index("reference_id", drop=False)

    def fetch(self, n):
        """Return what is doubtful and was not looked at again."""
        workbench, seed = self.workbench, self.workbench.project.seed
        known = {"question": workbench.seed_text(), "seed": seed, "features": workbench._features()}
        order = ranking.second_look(workbench.references(), self.first, n=self.n, **known)
        order = order.sample(frac=1, random_state=seed)
        seen = {row["reference_id"] for row in self._said()}
        order = order[~order.reference_id.isin(seen)].assign(drawn="second_look")
        return self._fetched(order.assign(rank=np.arange(1, len(order) + 1)), n)

    def decide(self, row):
        """Store a decision; flags and a note that were not given anew stay as they were."""
        first = self.first.loc[row["reference_id"]]
        kept = {name: first[name] for name in FLAGS if row.get(name) is None and not pd.isna(first[name])}
        if not row.get("note"):
            kept["note"] = first.note
        if row["decision"] == "exclude" == first.decision and not row.get("reason"):
            kept["reason"] = first.reason
        return super().decide(row | kept | {"drawn": "second_look"})

    def parked(self):
        """Return nothing: what is looked at again is not put aside."""
        return []

    def _said(self):
        return [row for row in super()._said() if row["drawn"] == "second_look"]
