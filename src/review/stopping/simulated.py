"""What a stopping rule does in simulated screenings: how often it stops too early, and what it costs."""

from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.stats import beta

from review.errors import UsageError
from review.stopping.hypergeometric import draws_needed, fewest_if_missed, level_after

__all__ = ["ORDERS", "RULES", "first_stop", "reading_order", "simulated_rules"]

ORDERS = ("good", "fair", "chance_after_burst", "chance", "hidden_tail")
"""From a ranking that works well to one that deceives.

``good`` and ``fair``: the relevant ones thin out along the queue. ``chance_after_burst``: most come first,
the rest by chance. ``chance``: no order at all. ``hidden_tail``: the last tenth of the relevant ones
comes at the very end, worse than chance, which no test on a ranked queue can see.
"""
RULES = ("hypergeometric", "50 in a row")
SCALES = {"good": 0.05, "fair": 0.15}
BURST = 0.8
HIDDEN = 0.1
RUN = 50


def simulated_rules(n_total, n_relevant, *, recall=0.95, confidence=0.95, orders=ORDERS, runs=200, seed=0):
    """Return how often two stopping rules miss the recall target on reviews of one size, and what they cost.

    Parameters
    ----------
    n_total, n_relevant : int
        References in the pile, and relevant ones among them.
    recall, confidence : float
        The target, as for `certificate`.
    orders : sequence of str
        Some of `ORDERS`.
    runs : int
        Simulated screenings per order.
    seed : int

    Returns
    -------
    DataFrame
        `order`, `rule`; `failed`, the share of runs that stopped below the target, with `failed_low`
        and `failed_high` (95 %, Clopper and Pearson); `read`, the mean share of the pile that was read;
        `recall`, the mean share of the relevant ones that was found; `runs`.

    Raises
    ------
    UsageError
        If the numbers are impossible or an order is unknown.

    Examples
    --------
    >>> found = simulated_rules(400, 20, orders=["good"], runs=20)
    >>> found[["order", "rule", "failed"]].to_numpy().tolist()[0]
    ['good', 'hypergeometric', 0.0]
    """
    if not 0 < n_relevant <= n_total:
        raise UsageError(
            f"expected between 1 and {n_total} relevant references in the pile; got {n_relevant}"
        )
    unknown = sorted(set(orders) - set(ORDERS))
    if unknown:
        raise UsageError(f"order must be one of {', '.join(ORDERS)}; got {unknown[0]!r}")
    rows = []
    for order in orders:
        chance = np.random.default_rng([seed, ORDERS.index(order)])
        stops = {rule: [] for rule in RULES}
        for _ in range(runs):
            relevant = reading_order(order, n_total, n_relevant, chance)
            stops["hypergeometric"].append(first_stop(relevant, recall=recall, confidence=confidence))
            stops["50 in a row"].append(stop_after_run(relevant))
            for rule in RULES:
                stops[rule][-1] = (stops[rule][-1], int(relevant[: stops[rule][-1]].sum()))
        rows += [_row(order, rule, np.array(stops[rule]), n_total, n_relevant, recall) for rule in RULES]
    return pd.DataFrame(rows)


def _row(order, rule, stops, n_total, n_relevant, recall):
    # a share such as 19 of 20 must not fall short of 0.95 by the last binary digit
    failed, runs = int((stops[:, 1] < recall * n_relevant - 1e-9).sum()), len(stops)
    return {
        "order": order,
        "rule": rule,
        "failed": failed / runs,
        "failed_low": float(beta.ppf(0.025, failed, runs - failed + 1)) if failed else 0.0,
        "failed_high": float(beta.ppf(0.975, failed + 1, runs - failed)) if failed < runs else 1.0,
        "read": float(stops[:, 0].mean() / n_total),
        "recall": float(stops[:, 1].mean() / n_relevant),
        "runs": runs,
    }


def reading_order(order, n_total, n_relevant, chance):
    """Return labels of 0 and 1 in a simulated order of reading.

    Parameters
    ----------
    order : str
        One of `ORDERS`.
    n_total, n_relevant : int
    chance : numpy.random.Generator

    Returns
    -------
    int array of length n_total
    """
    labels = np.zeros(n_total, dtype=np.int64)
    if order in SCALES:
        places = chance.exponential(SCALES[order], n_relevant) % 1.0
        keys = np.concatenate([places, chance.uniform(size=n_total - n_relevant)])
        labels[np.argsort(np.argsort(keys, kind="stable"), kind="stable")[:n_relevant]] = 1
        return labels
    late = {"chance": n_relevant, "chance_after_burst": n_relevant - int(BURST * n_relevant)}.get(
        order, int(np.ceil(HIDDEN * n_relevant))
    )
    early = n_relevant - late
    head = min(n_total - late, int(1.5 * early)) if order != "hidden_tail" else min(n_total - late, 3 * early)
    labels[chance.choice(head, early, replace=False)] = 1
    if order == "hidden_tail":
        labels[n_total - late :] = 1
    else:
        labels[head + chance.choice(n_total - head, late, replace=False)] = 1
    return labels


def first_stop(relevant, *, recall=0.95, confidence=0.95):
    """Return after how many references the hypergeometric test first lets a reader stop.

    The reader looks after every single reference. Nothing stops before the first relevant one.

    Parameters
    ----------
    relevant : sequence of {0, 1}
        The whole pile in the order it would be read.

    Returns
    -------
    int
        The length of the whole pile where the test never lets it stop earlier.

    Examples
    --------
    >>> first_stop([1] * 20 + [0] * 80)
    85
    """
    relevant = np.asarray(relevant)
    n_total = len(relevant)
    marks = [*np.flatnonzero(relevant).tolist(), n_total]
    for found, (here, following) in enumerate(pairwise(marks), start=1):
        unread = n_total - here - 1
        too_many = fewest_if_missed(found, recall) - found
        needed = draws_needed(unread, too_many, level_after(found, recall, confidence))
        # where fewer are unread than would have to be missed, nothing can be
        needed = min(needed, max(0, unread - too_many + 1))
        if here + 1 + needed <= following:
            return here + 1 + needed
    return n_total


def stop_after_run(relevant):
    """Return after how many references somebody stops who waits for 50 irrelevant ones in a row."""
    marks = np.concatenate([[-1], np.flatnonzero(relevant), [len(relevant)]])
    long = np.flatnonzero(np.diff(marks) > RUN)
    return int(marks[long[0]] + 1 + RUN) if len(long) else len(relevant)
