"""Control: a share of the pile that is read at random, and that the ranking does not learn from."""

import pandas as pd

from review import stopping
from review.evidence import STAGES

__all__ = ["ControlSet"]


class ControlSet:
    """What one reader is given at random first, so that it tells how much the ranking has left.

    `ranked` gives the order of what a set of decisions leaves unread, `scored` the scores of all references
    after that.
    """

    def __init__(self, project, pile, ballots, reader, *, ranked, scored):
        self._project, self._pile, self._ballots, self._reader = project, pile, ballots, reader
        self._ranked, self._scored = ranked, scored

    def order(self, mine):
        """Return the order of what is unread, the unread part of the set first."""
        order, waiting, _ = self.blind(mine)
        share = self._share(mine, order.reference_id, waiting)
        chosen = stopping.control_set(order.reference_id, share, self._project.seed)
        order = order.set_index("reference_id", drop=False)
        order.loc[chosen, "drawn"] = "random"
        return pd.concat([order.loc[chosen], order.drop(index=chosen)], ignore_index=True)

    def blind(self, mine):
        """Return the order of what is unread, and of the relevant references drawn at random those that the
        ranking has not come to, and those that it has.

        It has not learned from them. What it puts before all that is unread it has come to: then it learns
        from that too, and is asked again.
        """
        drawn = self._ballots.drawn_at_random(self._reader)
        waits = self._ballots.waits_for(self._reader, STAGES[0])
        waiting, passed = set(mine.reference_id[mine.decision != "exclude"]) & drawn, set()
        while True:
            order = self._ranked(mine[~mine.reference_id.isin(waiting)])
            order = order[order.reference_id.isin(waits)]
            reached = waiting & stopping.reached_by_ranking(self._scored(), order.reference_id)
            if not reached:
                return order, waiting, passed
            passed, waiting = passed | reached, waiting - reached

    def _share(self, mine, unread, waiting):
        """Return the share of the pile to draw at random: what was planned, or more.

        Where the ranking has come to all that the set holds, and long brings nothing, a set that was planned
        for more relevant ones is made larger until it can tell.
        """
        planned, recall = self._project.control_share, self._project.recall
        long = stopping.patience(self._pile.count_references())
        last = mine.sort_values("at").decision.tail(long)
        found = int((mine.decision != "exclude").sum())
        if waiting or not found or len(last) < long or (last != "exclude").any():
            return planned
        missed = stopping.fewest_if_missed(found, recall) - found
        batches = self._pile.came()[unread].nunique()
        return max(planned, stopping.share_needed(missed, max(0, batches - 1), 1 - self._project.confidence))
