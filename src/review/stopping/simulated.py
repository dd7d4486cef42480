"""What stopping rules do in simulated screenings: how often they stop too early, and what they cost."""

import numpy as np
import pandas as pd
from scipy.stats import beta, binom, norm

from review.errors import UsageError
from review.stopping.control import patience
from review.stopping.hypergeometric import draws_needed, fewest_if_missed, level_after

__all__ = ["ORDERS", "RULES", "places_in_order", "read_in_a_row", "read_ranked", "read_with_control",
           "simulated_rules"]  # fmt: skip

ORDERS = ("good", "fair", "chance_after_burst", "chance", "hidden_tail")
"""From a ranking that works well to one that deceives.

``good`` and ``fair``: a relevant reference is ranked above an irrelevant one in 98 and 90 of 100 pairs.
``chance_after_burst``: most come first, the rest by chance. ``chance``: no order at all. ``hidden_tail``: the
last tenth of the relevant ones comes at the very end, worse than chance, which no test on a ranked queue
can see.
"""
RULES = ("hypergeometric", "50 in a row", "control")
AREAS = {"good": 0.98, "fair": 0.90}
BURST = 0.8
HIDDEN = 0.1
RUN = 50


def simulated_rules(
    n_total, n_relevant, *, recall=0.95, confidence=0.95, share=None, orders=ORDERS, runs=200, seed=0
):
    """Return how often stopping rules miss the recall target on reviews of one size, and what they cost.

    Parameters
    ----------
    n_total, n_relevant : int
        References in the pile, and relevant ones among them.
    recall, confidence : float
        The target, as for `certificate`.
    share : float, optional
        Of the pile that a control set is; without it no control set is simulated.
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
    if unknown := sorted(set(orders) - set(ORDERS)):
        raise UsageError(f"order must be one of {', '.join(ORDERS)}; got {unknown[0]!r}")
    rows = []
    for order in orders:
        chance = np.random.default_rng([seed, ORDERS.index(order)])
        places = places_in_order(order, n_total, n_relevant, runs, chance)
        target = {"recall": recall, "confidence": confidence}
        stops = {"hypergeometric": read_ranked(places, n_total, **target)}
        stops["50 in a row"] = read_in_a_row(places, n_total)
        if share:
            stops["control"] = read_with_control(places, n_total, share, chance, **target)
        rows += [_row(order, rule, *stop, n_total, n_relevant, recall) for rule, stop in stops.items()]
    return pd.DataFrame(rows)


def _row(order, rule, read, found, n_total, n_relevant, recall):
    # a share such as 19 of 20 must not fall short of 0.95 by the last binary digit
    failed, runs = int((found < recall * n_relevant - 1e-9).sum()), len(found)
    return {
        "order": order,
        "rule": rule,
        "failed": failed / runs,
        "failed_low": float(beta.ppf(0.025, failed, runs - failed + 1)) if failed else 0.0,
        "failed_high": float(beta.ppf(0.975, failed + 1, runs - failed)) if failed < runs else 1.0,
        "read": float(read.mean() / n_total),
        "recall": float(found.mean() / n_relevant),
        "runs": runs,
    }


def places_in_order(order, n_total, n_relevant, runs, chance):
    """Return where the relevant references stand in simulated orders of reading.

    Parameters
    ----------
    order : str
        One of `ORDERS`, or the area under the curve of a ranking, such as 0.95.
    n_total, n_relevant, runs : int
    chance : numpy.random.Generator

    Returns
    -------
    int array, runs by n_relevant
        Places from 0, rising in each run.

    Examples
    --------
    >>> places_in_order("hidden_tail", 10, 2, 1, np.random.default_rng(1)).tolist()
    [[1, 9]]
    """
    if order not in ORDERS or order in AREAS:
        return _ranked(AREAS.get(order, order), n_total, n_relevant, runs, chance)
    late = {"chance": n_relevant, "hidden_tail": int(np.ceil(HIDDEN * n_relevant))}.get(
        order, n_relevant - int(BURST * n_relevant)
    )
    early = n_relevant - late
    head = min(n_total - late, (3 if order == "hidden_tail" else 1.5) * early)
    first = _drawn(int(head), early, runs, chance)
    if order == "hidden_tail":
        rest = np.tile(np.arange(n_total - late, n_total), (runs, 1))
    else:
        rest = int(head) + _drawn(n_total - int(head), late, runs, chance)
    return np.concatenate([first, rest], axis=1)


def _drawn(n_total, n, runs, chance):
    """Return places drawn by chance, rising in each run."""
    rows = [np.sort(chance.choice(n_total, n, replace=False)) for _ in range(runs)]
    return np.array(rows, dtype=np.int64).reshape(runs, n)


def _ranked(area, n_total, n_relevant, runs, chance):
    """Return places in a ranking whose scores are normal, with so much between relevant and irrelevant."""
    scores = chance.standard_normal((runs, n_relevant)) + np.sqrt(2) * norm.ppf(float(area))
    above = np.sort(norm.sf(scores), axis=1) * (n_total - n_relevant)
    return above.astype(np.int64) + np.arange(n_relevant)


def read_ranked(places, n_total, *, recall=0.95, confidence=0.95):
    """Return how many are read and found until the test of the ranked queue first says yes.

    The reader looks after every single reference. Nothing stops before the first relevant one.

    `places` is what `places_in_order` gives. Returned are two arrays: the whole pile and all relevant ones
    where the test never says yes earlier.

    Examples
    --------
    >>> read_ranked(np.array([range(20)]), 100)
    (array([84]), array([20]))
    """
    runs, n_relevant = places.shape
    read, found = np.full(runs, n_total), np.full(runs, n_relevant)
    following = np.concatenate([places[:, 1:], np.full((runs, 1), n_total)], axis=1)
    going_on = np.ones(runs, dtype=bool)
    for n_found in range(1, n_relevant + 1):
        here, gap = places[:, n_found - 1] + 1, following[:, n_found - 1] - places[:, n_found - 1] - 1
        missed = fewest_if_missed(n_found, recall) - n_found
        level = level_after(n_found, n_total, recall, confidence)
        # a gap can only be long enough if it is so for the smallest pile left
        long = np.flatnonzero(going_on & ((n_total - here - gap) <= (n_total - here) * level ** (1 / missed)))
        for run in long:
            needed = draws_needed(n_total - here[run], missed, level)
            if needed <= gap[run]:
                read[run], found[run], going_on[run] = here[run] + needed, n_found, False
        if not going_on.any():
            break
    return read, found


def read_in_a_row(places, n_total):
    """Return how many are read and found by somebody who waits for 50 irrelevant ones in a row.

    Examples
    --------
    >>> read_in_a_row(np.array([[49]]), 200)
    (array([100]), array([1]))
    """
    runs = len(places)
    edges = np.concatenate([np.full((runs, 1), -1), places, np.full((runs, 1), n_total)], axis=1)
    long = np.diff(edges, axis=1) > RUN
    found = np.where(long.any(axis=1), long.argmax(axis=1), places.shape[1])
    return np.minimum(edges[np.arange(runs), found] + 1 + RUN, n_total), found


def read_with_control(places, n_total, share, chance, *, recall=0.95, confidence=0.95):
    """Return how many are read and found with a control set of so large a share of the pile.

    The set is read first. Reading goes on along the ranking until few enough of its relevant ones are
    waiting. Where the set was too small for so few relevant ones, it is made larger, one by one.

    """
    runs, n_relevant = places.shape
    missed = np.array([fewest_if_missed(n, recall) - n for n in range(n_relevant + 1)])
    numbers = chance.random(places.shape)
    reached = (numbers <= share).cumsum(axis=1)
    waiting = reached[:, -1:] - reached
    found = np.arange(1, n_relevant + 1) + waiting
    most = waiting.max()
    chances = binom.cdf(np.arange(most + 1), missed[:, None] + np.arange(most + 1), share)
    enough = chances[found, waiting] <= 1 - confidence
    stop, every = enough.argmax(axis=1), np.arange(runs)
    upto = places[every, stop] + 1
    read, found = upto + share * (n_total - upto), found[every, stop]
    for run in np.flatnonzero(~enough.any(axis=1)):
        read[run], found[run] = _made_larger(places[run], numbers[run], n_total, share, missed, confidence)
    return read, found


def _made_larger(places, numbers, n_total, share, missed, confidence):
    """Return how many are read and found when the control set has to be made larger until it is enough.

    That is done once the ranking has come to all that the set holds, and long brings nothing more.
    """
    order, long = np.argsort(numbers), patience(n_total)
    furthest, needed = np.maximum.accumulate(order), 1 - (1 - confidence) ** (1 / missed)
    edges, is_long = np.append(numbers[order], 1.0), np.diff(np.append(places, n_total)) > long
    for n_drawn, last in enumerate(furthest, start=1):
        if not is_long[last:].any():
            break
        last += is_long[last:].argmax()
        larger = max(share, edges[n_drawn - 1], needed[last + 1])
        if larger <= edges[n_drawn]:
            upto = places[last] + 1 + long
            return upto + larger * (n_total - upto), last + 1
    return n_total, len(places)
