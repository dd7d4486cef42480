"""The desk of the pair card: the pairs of records that no rule is sure of, and where verdicts go."""

import pandas as pd

from review import duplicates

__all__ = ["PairDesk"]

VERDICT_COLUMNS = ("verdict", "verdict_by", "verdict_id", "mine")
NOTHING_SAID = {"verdict": "", "verdict_by": "", "verdict_id": "", "mine": False}


class PairDesk:
    """What one reader judges (see `review.widgets.PairCard`)."""

    def __init__(self, store, pile, duplicates, *, reader):
        self._store, self._duplicates, self.reader = store, duplicates, reader
        self._records = pile.records().set_index("record_id", drop=False)

    def pairs(self):
        """Return every pair that rules asked about, with its sources and what was said of it."""
        records = self._records
        asked = self._duplicates.pairs().query("verdict == 'ask'")
        asked = asked.drop(columns="verdict").reset_index(drop=True)
        sentences = {rule.name: rule.sentence.rstrip(".") for rule in duplicates.RULES}
        sources = records.database + " · " + records.source_file + " : " + records.first_line.astype("str")
        asked["because"] = asked.rule.map(sentences).fillna("").astype("str")
        for side in ("a", "b"):
            asked[f"source_{side}"] = asked[f"record_{side}"].map(sources)
        said = self._verdicts()
        found = [
            said.get(frozenset(pair), NOTHING_SAID) for pair in asked[["record_a", "record_b"]].to_numpy()
        ]
        return asked.join(pd.DataFrame(found, columns=list(VERDICT_COLUMNS), index=asked.index))

    def explain(self, record_a, record_b):
        """Return how alike two records are, field by field."""
        return duplicates.explain_pair(self._records.loc[record_a], self._records.loc[record_b])

    def judge(self, record_a, record_b, verdict):
        """Store a verdict and return what is said of the pair then."""
        moved = self._duplicates.judge(record_a, record_b, verdict, reader=self.reader)
        return self._verdict(record_a, record_b) | {"contradictory": any(moved.contradictory)}

    def undo(self, verdict_id):
        """Take a verdict back and return what is said of its pair then."""
        taken = self._store.current("verdicts").set_index("id").loc[verdict_id]
        self._store.withdraw("verdicts", verdict_id, reader=self.reader, note="undo")
        self._duplicates.merge()
        return self._verdict(taken.record_a, taken.record_b)

    def _verdicts(self):
        """Return what was said of each pair of records, whichever way round it is given."""
        current = self._store.current("verdicts")
        return {
            frozenset((row.record_a, row.record_b)): {"verdict": row.verdict, "verdict_by": row.reader}
            | {"verdict_id": row.id, "mine": row.reader == self.reader}
            for row in current.itertuples()
        }

    def _verdict(self, record_a, record_b):
        return self._verdicts().get(frozenset((record_a, record_b)), NOTHING_SAID)
