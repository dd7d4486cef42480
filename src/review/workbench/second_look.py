"""Second look: decisions that look doubtful, decided once more without showing the first."""

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold

from review.evidence import FLAGS
from review.ranking import Ranker
from review.widgets import SecondLookCard
from review.workbench.desks import Desk

__all__ = ["SecondLook", "doubtful"]

STAGE = "title_abstract"
FOLDS = 5


class SecondLook:
    """Looking again at doubtful decisions; a part of the `Workbench`."""

    def second_look(self, reader, *, n=20, language=None, shortcuts=None):
        """Return a card on which a reader decides anew what looks doubtful, not seeing the first decision.

        Half are exclusions that the reader's other decisions speak for including, half inclusions that they
        speak against, in an order that tells nothing. The new decision counts; the first one stays in the
        history, and the stopping certificate goes on reading the first ones in their order.

        Parameters
        ----------
        reader : str
            A reader of review.toml.
        n : int
            References to look at again, those looked at before among them.
        language : {"sv", "en"}, optional
        shortcuts : dict of str to str, optional

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
        return rows.assign(reference_id=rows.reference_id.map(self.membership()).astype("str"))


def doubtful(reference_ids, decisions, features, *, question="", seed=0, n=20):
    """Return the decisions that a model taught by the others doubts most.

    Each decision is scored by a model that has not seen it (cross-validation in five parts). Scores of
    different parts are compared by their place within the part.

    Parameters
    ----------
    reference_ids : Series of str
        Of all references, in the order of `features`.
    decisions : DataFrame
        `reference_id`, `decision`, one row per reference.
    features : review.ranking.Features
        Fitted on all references.
    question : str
    seed : int
    n : int
        At most so many: half exclusions scored highest, half inclusions (and unsure) scored lowest.

    Returns
    -------
    DataFrame
        `reference_id`, `score`, in an order drawn by `seed`. Empty where there are too few of either kind.
    """
    place = pd.Series(np.arange(len(reference_ids)), index=reference_ids.to_numpy())
    decided = decisions[decisions.reference_id.isin(place.index)]
    at, kept = place[decided.reference_id].to_numpy(), (decided.decision != "exclude").to_numpy(dtype=int)
    fewest = min(kept.sum(), len(kept) - kept.sum())
    if fewest < 2:
        return pd.DataFrame({"reference_id": pd.Series(dtype="str"), "score": pd.Series(dtype="float64")})
    scores, standing = np.zeros(len(kept)), np.zeros(len(kept))
    folds = StratifiedKFold(min(FOLDS, fewest), shuffle=True, random_state=seed)
    for taught, asked in folds.split(at, kept):
        labels = np.full(len(place), np.nan)
        labels[at[taught]] = kept[taught]
        ranker = Ranker(question=question, seed=seed).fit(features, labels)
        scores[asked] = ranker.decision_function(features)[at[asked]]
        standing[asked] = scores[asked].argsort(kind="stable").argsort() / len(asked)
    excluded, included = np.flatnonzero(kept == 0), np.flatnonzero(kept == 1)
    doubted = [
        *excluded[np.argsort(-standing[excluded], kind="stable")][: n // 2],
        *included[np.argsort(standing[included], kind="stable")][: n - n // 2],
    ]
    doubted = np.random.default_rng(seed).permutation(np.array(doubted, dtype=int))
    found = {"reference_id": decided.reference_id.to_numpy()[doubted], "score": scores[doubted]}
    return pd.DataFrame(found).astype({"reference_id": "str"})


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
        workbench = self.workbench
        order = doubtful(
            workbench.references().reference_id,
            self.first,
            workbench._features(),
            question=workbench.seed_text(),
            seed=workbench.project.seed,
            n=self.n,
        )
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
