"""Pair cards: the pairs of records that no rule is sure of, judged in a notebook."""

import pandas as pd

from review import duplicates
from review.widgets import PairCard

__all__ = ["PairCards"]

VERDICT_COLUMNS = ("verdict", "verdict_by", "verdict_id", "mine")
NOTHING_SAID = {"verdict": "", "verdict_by": "", "verdict_id": "", "mine": False}


class PairCards:
    """Confirming duplicates by keyboard; a part of the `Workbench`."""

    def confirm_pairs(self, reader, *, language=None, shortcuts=None):
        """Return a card on which a reader judges the pairs that no rule is sure of.

        Each verdict is stored before the next pair shows; pairs judged earlier can be seen again.

        Parameters
        ----------
        reader : str
            A reader of review.toml.
        language, shortcuts : optional
            See `screen`.

        Returns
        -------
        review.widgets.PairCard
        """
        self.project.reader(reader)
        records = self.records().set_index("record_id", drop=False)

        def judge(record_a, record_b, verdict):
            moved = self.judge_pair(record_a, record_b, verdict, reader=reader)
            return self._verdict(record_a, record_b, reader) | {"contradictory": any(moved.contradictory)}

        def undo(verdict_id):
            taken = self.store.current("verdicts").set_index("id").loc[verdict_id]
            self.store.withdraw("verdicts", verdict_id, reader=reader, note="undo")
            self.deduplicate()
            return self._verdict(taken.record_a, taken.record_b, reader)

        return PairCard(
            self._asked_pairs(records, reader),
            explain=lambda a, b: duplicates.explain_pair(records.loc[a], records.loc[b]),
            judge=judge,
            undo=undo,
            **self._look(language, shortcuts),
        )

    def _asked_pairs(self, records, reader):
        """Return every pair that rules asked about, with its sources and what was said of it."""
        asked = self.pairs().query("verdict == 'ask'").drop(columns="verdict").reset_index(drop=True)
        sentences = {rule.name: rule.sentence.rstrip(".") for rule in duplicates.RULES}
        sources = records.database + " · " + records.source_file + " : " + records.first_line.astype("str")
        asked["because"] = asked.rule.map(sentences).fillna("").astype("str")
        for side in ("a", "b"):
            asked[f"source_{side}"] = asked[f"record_{side}"].map(sources)
        said = self._verdicts(reader)
        found = [
            said.get(frozenset(pair), NOTHING_SAID) for pair in asked[["record_a", "record_b"]].to_numpy()
        ]
        return asked.join(pd.DataFrame(found, columns=list(VERDICT_COLUMNS), index=asked.index))

    def _verdicts(self, reader):
        """Return what was said of each pair of records, whichever way round it is given."""
        current = self.store.current("verdicts")
        return {
            frozenset((row.record_a, row.record_b)): {"verdict": row.verdict, "verdict_by": row.reader}
            | {"verdict_id": row.id, "mine": row.reader == reader}
            for row in current.itertuples()
        }

    def _verdict(self, record_a, record_b, reader):
        return self._verdicts(reader).get(frozenset((record_a, record_b)), NOTHING_SAID)
