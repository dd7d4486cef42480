"""How likely what was read last would be, had too many relevant references been missed."""

import numpy as np
from scipy.stats import hypergeom

__all__ = ["fewest_if_missed", "missed_at_most", "missed_target_p_values", "useful_starts"]


def missed_target_p_values(relevant, n_total, *, recall=0.95, starts=None):
    """Return, for each starting position, the p-value of the recall target being missed.

    Parameters
    ----------
    relevant : sequence of {0, 1}, length n_read
        In reading order.
    n_total : int
        References in the whole pile.
    recall : float in (0, 1]
    starts : sequence of int, optional
        Positions from 0; all n_read of them where not given.

    Returns
    -------
    float array in [0, 1]
        What was read from the position on is taken as drawn at random from what was unread there.

    Source
    ------
    Callaghan and Müller-Hansen (2020), doi:10.1186/s13643-020-01521-4, bias factor 1.

    Examples
    --------
    >>> missed_target_p_values([1, 0, 0], 4).round(3)
    array([0.5 , 0.333, 0.5 ])
    """
    relevant = np.asarray(relevant, dtype=np.int64)
    starts = np.arange(len(relevant)) if starts is None else np.asarray(starts, dtype=np.int64)
    found_before = np.concatenate([[0], np.cumsum(relevant)])[starts]
    in_draws = int(relevant.sum()) - found_before
    draws, urn = len(relevant) - starts, n_total - starts
    in_urn = fewest_if_missed(int(relevant.sum()), recall) - found_before
    # where the urn has no room for so many, the target cannot have been missed
    room = in_draws + n_total - len(relevant)
    p_values = hypergeom.cdf(in_draws, urn, np.minimum(in_urn, urn), draws)
    return np.where(in_urn <= room, p_values, 0.0)


def useful_starts(relevant):
    """Return the positions at which the p-value can be smallest: the first, and after each relevant one.

    One more irrelevant reference in the draws always speaks further against a rich urn.

    Examples
    --------
    >>> useful_starts([0, 1, 0, 0, 1, 0]).tolist()
    [0, 2, 5]
    """
    relevant = np.asarray(relevant)
    starts = np.concatenate([[0], np.flatnonzero(relevant) + 1])
    return starts[starts < len(relevant)]


def fewest_if_missed(found, recall):
    """Return the fewest relevant ones in all with which `found` of them fall short of the target.

    Examples
    --------
    >>> fewest_if_missed(19, 0.95), fewest_if_missed(20, 0.95), fewest_if_missed(0, 0.95)
    (21, 22, 1)
    """
    return int(np.floor(found / recall + 1e-9)) + 1


def missed_at_most(relevant, n_total, start, alpha):
    """Return the largest number of unread relevant ones that the draws from `start` on do not reject.

    Examples
    --------
    >>> missed_at_most([0] * 50, 100, 0, 0.05)
    4
    """
    relevant = np.asarray(relevant, dtype=np.int64)
    missed = np.arange(n_total - len(relevant) + 1)
    in_draws = int(relevant[start:].sum())
    p_values = hypergeom.cdf(in_draws, n_total - start, in_draws + missed, len(relevant) - start)
    return int(missed[p_values > alpha].max(initial=0))
