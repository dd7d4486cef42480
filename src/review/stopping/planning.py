"""Which share of the pile a control set should be in a review of this size: simulated before screening."""

from math import ceil

import numpy as np
import pandas as pd

from review.errors import UsageError
from review.stopping.control import share_needed
from review.stopping.hypergeometric import fewest_if_missed
from review.stopping.simulated import places_in_order, read_ranked, read_with_control

__all__ = ["planned_rules"]

ORDERS = ("good", "fair", "chance_after_burst")
WAITING = (0, 1, 2, 4, 8, 16)


def planned_rules(n_total, expected, *, recall=0.95, confidence=0.95, runs=200, seed=0):
    """Return what the stopping rules are expected to read, and which control set to plan for.

    Only a control set keeps its promise whatever the ranking is, so that one is planned; the ranked queue
    stands beside it for comparison. How good the ranking will be is not known yet: planned is the set that
    reads least more than the best of them, whichever of three orders comes true.

    Parameters
    ----------
    n_total : int
        References in the pile.
    expected : int
        Relevant ones expected among them: what a first hundred drawn at random say, or an earlier review.
    recall, confidence : float
    runs : int
        Simulated screenings per order and rule.
    seed : int

    Returns
    -------
    DataFrame
        `rule` ("ranked" or "control"), `share` of the pile that the control set is (0 for none), `waiting`,
        how many of its relevant ones may be waiting; `good`, `fair` and `chance_after_burst`, the shares
        expected to be read; `planned`, True for one row.

    Examples
    --------
    >>> planned_rules(3000, 300, runs=20).query("planned").round(2).share.item()
    0.31
    """
    if not 0 < expected <= n_total:
        raise UsageError(f"expected between 1 and {n_total} relevant references in the pile; got {expected}")
    if recall == 1:
        raise UsageError(
            "a control set cannot show that every relevant one was found; lower recall, or read all"
        )
    target = {"recall": recall, "confidence": confidence}
    rows = pd.DataFrame(_rules(expected, recall, 1 - confidence), columns=["rule", "share", "waiting"])
    for number, order in enumerate(ORDERS):
        places = places_in_order(order, n_total, expected, runs, np.random.default_rng([seed, number]))
        read = [
            read_with_control(places, n_total, share, np.random.default_rng([seed, number, 1]), **target)[0]
            for share in rows.share[1:]
        ]
        rows[order] = [each.mean() / n_total for each in (read_ranked(places, n_total, **target)[0], *read)]
    reads = rows.loc[rows.rule == "control", list(ORDERS)]
    best = (reads - reads.min()).max(axis=1).idxmin()
    return rows.assign(planned=rows.index == best)


def _rules(expected, recall, error):
    """Return the rules: without a control set, and with larger and larger ones."""
    found = {ceil(recall * expected - 1e-9) - 1, expected}
    missed = sorted({fewest_if_missed(n, recall) - n for n in found})
    shares = ((share_needed(n, w, error), w) for w in WAITING for n in missed if w <= n)
    return [("ranked", 0.0, 0), *(("control", *each) for each in shares)]
