"""What the random share of the queue tells of the whole pile, whatever the order of the rest."""

import numpy as np

__all__ = ["total_from_random_draws"]


def total_from_random_draws(relevant, is_random, n_total, *, confidence=0.95):
    """Return how many relevant references the pile holds: best guess, and at most.

    Parameters
    ----------
    relevant : sequence of {0, 1}, length n_read
        In reading order.
    is_random : sequence of bool, length n_read
        True where the reference was drawn with equal chance from all that was unread then.
    n_total : int
        References in the whole pile.
    confidence : float in (0, 1)

    Returns
    -------
    (int, int)
        The number under which the random draws are likeliest, and the largest one not rejected. The
        second holds for any order of the other references, and however often one looks.

    Notes
    -----
    Given a total, each random draw is relevant with probability (total - found) / unread, whatever was
    read in between and why. Totals are weighed in advance by 1 / (total + 1); one is rejected when the
    draws have made its weight 1 - confidence times what it was, or less. That ratio is a martingale
    under the true total, so that the chance of ever rejecting it is at most 1 - confidence.

    Source
    ------
    Waudby-Smith and Ramdas (2020), doi:10.48550/arXiv.2006.04347: sampling without replacement, the
    ratio of prior to posterior; used here with a changing pile.

    Examples
    --------
    >>> total_from_random_draws([0] * 60, [True] * 60, 100)
    (0, 4)
    """
    relevant = np.asarray(relevant, dtype=np.int64)
    found_before = np.cumsum(relevant) - relevant
    found = int(relevant.sum())
    totals = np.arange(n_total + 1)
    likelihood = np.zeros(n_total + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        for position in np.flatnonzero(np.asarray(is_random, dtype=bool)):
            unread = n_total - position
            left = totals - found_before[position]
            chance = np.clip(left if relevant[position] else unread - left, 0, unread) / unread
            likelihood += np.log(chance)
    possible = (totals >= found) & (totals <= found + n_total - len(relevant))
    likelihood[~possible] = -np.inf
    # at -inf - -inf the total was impossible already
    weights = likelihood - np.log(totals + 1.0)
    evidence = np.logaddexp.reduce(weights) - np.log((1 / (totals + 1.0)).sum())
    kept = totals[likelihood - evidence > np.log(1 - confidence)]
    return int(totals[np.argmax(likelihood)]), int(kept.max(initial=found))
