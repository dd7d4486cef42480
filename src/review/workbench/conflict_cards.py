"""Conflict cards: what readers disagree on, settled by an adjudicator in a notebook."""

import numpy as np

from review import agreement
from review.evidence import FLAGS, STAGES, check_choice
from review.widgets import ConflictCard
from review.workbench.desks import Desk, as_rows

__all__ = ["ConflictCards"]


class ConflictCards:
    """Settling conflicts by keyboard; a part of the `Workbench`."""

    def settle_conflicts(self, reader, *, stage="title_abstract", language=None, shortcuts=None):
        """Return a card on which an adjudicator settles what readers disagree on, side by side.

        Settling is a decision of its own; those of the readers stay as they are.

        Parameters
        ----------
        reader : str
            An adjudicator of review.toml.
        stage : {"title_abstract", "full_text"}
        language, shortcuts : optional
            See `screen`.

        Returns
        -------
        review.widgets.ConflictCard

        Raises
        ------
        UsageError
            If the reader is no adjudicator: who disagreed does not settle.
        """
        self.project.reader(reader, "settle conflicts")
        check_choice("stage", stage, STAGES)
        return self._card(ConflictCard, _ConflictDesk(self, reader, stage), language, shortcuts, stage=stage)

    def _disputed(self, stage):
        """Return every decision on the references readers disagree on, settled or not, side by side."""
        decisions, reopened = self._side_by_side(stage), self._reopened(stage)
        judged = decisions.reader.isin(self._how(stage)["adjudicators"])
        readers = decisions[~judged | decisions.reference_id.isin(reopened)]
        return agreement.conflicts(readers, reopened=reopened, **self._how(stage) | {"adjudicators": ()})


class _ConflictDesk(Desk):
    """The desk of an adjudicator: conflicts, with what each reader said."""

    def __init__(self, workbench, reader, stage):
        super().__init__(workbench, reader, stage)
        self.names = {known.id: known.name for known in workbench.project.readers}

    def fetch(self, n):
        """Return what is in conflict and not settled."""
        self.said_by = self.workbench._disputed(self.stage)
        queue = self.said_by[["reference_id"]].drop_duplicates().reset_index(drop=True)
        queue = queue[queue.reference_id.isin(self._open_ones())]
        queue = queue.assign(rank=np.arange(1, len(queue) + 1), score=np.nan, drawn="by_hand")
        return self._fetched(queue, n)

    def judges(self, reference_id):
        """Return what each reader said of a reference."""
        rows = self.said_by[self.said_by.reference_id == reference_id]
        columns = ["reader", "decision", "reason", *FLAGS, "note"]
        return [
            row | {"reader": self.names.get(row["reader"], row["reader"])} for row in as_rows(rows[columns])
        ]

    def _open_ones(self):
        return set(self.workbench.conflict_queue(self.stage).reference_id)

    def decide(self, row):
        """Settle a conflict, or settle anew what was settled."""
        said = {name: row[name] for name in ("reason", "note", *FLAGS)}
        is_open = row["reference_id"] in self._open_ones()
        store = self.workbench.settle_decision if is_open else self.workbench.decide
        identifier = store(row["reference_id"], row["decision"], reader=self.reader, stage=self.stage, **said)
        self._count(decisions=1)
        return identifier

    def parked(self):
        """Return nothing: what is in conflict is not put aside."""
        return []

    def _said(self):
        disputed = set(self.workbench._disputed(self.stage).reference_id)
        return [row for row in super()._said() if row["reference_id"] in disputed]
