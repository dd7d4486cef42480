"""More desks: a list at a glance, conflicts to settle, and a second look at doubtful decisions."""

import numpy as np
import pandas as pd

from review import ranking
from review.evidence import FLAGS
from review.workbench.desks import Desk, as_rows

__all__ = ["ConflictDesk", "ListDesk", "SecondDesk"]


class ListDesk(Desk):
    """The desk of a list: the ranked part of the queue, and several decisions at once."""

    def __init__(self, *rooms, reader, least_likely_first):
        super().__init__(*rooms, reader=reader)
        self.least_likely_first = least_likely_first

    def fetch(self, n):
        """Return what was ranked and not put aside, from one end of the queue."""
        queue = self._screening.queue(self.reader)
        aside = {row["reference_id"] for row in self.parked()}
        queue = queue[(queue.drawn == "ranked") & ~queue.reference_id.isin(aside)]
        return self._fetched(queue[::-1] if self.least_likely_first else queue, n)

    def decide_all(self, rows):
        """Store several decisions, all or none, and return their ids."""
        frame = pd.DataFrame(rows).assign(reader=self.reader, stage=self.stage)
        ids = self._ballots.add(frame)
        self._count(decisions=len(ids))
        return list(ids)


class ConflictDesk(Desk):
    """The desk of an adjudicator: conflicts, with what each reader said."""

    def fetch(self, n):
        """Return what is in conflict and not settled."""
        self.said_by = self._ballots.disputed(self.stage)
        queue = self.said_by[["reference_id"]].drop_duplicates().reset_index(drop=True)
        queue = queue[queue.reference_id.isin(self._open_ones())]
        queue = queue.assign(rank=np.arange(1, len(queue) + 1), score=np.nan, drawn="by_hand")
        return self._fetched(queue, n)

    def judges(self, reference_id):
        """Return what each reader said of a reference."""
        rows = self.said_by[self.said_by.reference_id == reference_id]
        columns = ["reader", "decision", "reason", *FLAGS, "note"]
        names = {known.id: known.name for known in self._project.readers}
        return [row | {"reader": names.get(row["reader"], row["reader"])} for row in as_rows(rows[columns])]

    def _open_ones(self):
        return set(self._screening.conflict_queue(self.stage).reference_id)

    def decide(self, row):
        """Settle a conflict, or settle anew what was settled."""
        said = {name: row[name] for name in ("reason", "note", *FLAGS)}
        is_open = row["reference_id"] in self._open_ones()
        store = self._screening.settle if is_open else self._screening.decide
        identifier = store(row["reference_id"], row["decision"], reader=self.reader, stage=self.stage, **said)
        self._count(decisions=1)
        return identifier

    def parked(self):
        """Return nothing: what is in conflict is not put aside."""
        return []

    def _said(self):
        disputed = set(self._ballots.disputed(self.stage).reference_id)
        return [row for row in super()._said() if row["reference_id"] in disputed]


class SecondDesk(Desk):
    """The desk of a second look: it knows the first decisions and shows none of them."""

    def __init__(self, *rooms, reader, n):
        super().__init__(*rooms, reader=reader)
        self.n = n
        rows = self._ballots.standing()
        first = rows[(rows.reader == reader) & (rows.drawn != "second_look")]
        self.first = first.drop_duplicates("reference_id", keep="last").set_index("reference_id", drop=False)

    def fetch(self, n):
        """Return what is doubtful and was not looked at again."""
        screening, seed = self._screening, self._project.seed
        known = {"question": screening.seed_text(), "seed": seed, "features": screening.features()}
        order = ranking.second_look(self._pile.references(), self.first, n=self.n, **known)
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
