"""How likely it is that nothing relevant comes for so long, had too many relevant references been missed."""

from functools import cache
from math import exp, expm1, floor, inf, lgamma, log, log1p

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln

__all__ = ["bias_borne", "draws_needed", "fewest_if_missed", "level_after", "none_drawn"]

NEGLIGIBLE = log(1e-12)


def _log_chance(unread, missed, draws, bias=1.0, lgamma=lgamma):
    """Return the logarithm of `none_drawn` where there are irrelevant ones enough, whole numbers or not."""
    last, weight = unread - missed, bias * missed
    ways = lgamma(last + 1) - lgamma(last - draws + 1)
    return ways - lgamma(last + weight + 1) + lgamma(last + weight - draws + 1)


def none_drawn(unread, missed, draws, bias=1.0):
    """Return the chance that none of `draws` references is relevant, when `missed` of `unread` are.

    This is the test's p-value: `unread` and `missed` are those after the last relevant one was read,
    and `draws` what has been read since.

    `bias` says how many times likelier than an irrelevant one a relevant one is to come next; 1 is chance.
    0 is returned where fewer irrelevant ones are there than were drawn.

    Source
    ------
    Callaghan and Müller-Hansen (2020), doi:10.1186/s13643-020-01521-4; of the windows considered there,
    the one that begins after the last relevant reference. The bias is that of Wallenius' urn.

    Examples
    --------
    >>> round(none_drawn(40, 2, 30), 4), round(none_drawn(40, 2, 30, bias=0.5), 4)
    (0.0577, 0.2308)
    """
    return 0.0 if missed + draws > unread else exp(_log_chance(unread, missed, draws, bias))


def fewest_if_missed(found, recall):
    """Return the fewest relevant ones in all with which `found` of them fall short of the target.

    Examples
    --------
    >>> fewest_if_missed(19, 0.95), fewest_if_missed(20, 0.95), fewest_if_missed(0, 0.95)
    (21, 22, 1)
    """
    return floor(found / recall + 1e-9) + 1


def level_after(found, n_total, recall, confidence):
    """Return the p-value at which reading may stop after so many relevant ones, in a pile of this size.

    A reader who looks at the test after every reference has many chances to stop too early, one after
    each relevant one. The levels are chosen so that all these chances together are at most
    1 - confidence, however many relevant references there are and however often one looks.

    Notes
    -----
    Let N be relevant in all. After the j-th, with N - j still unread where the test supposes m(j), the
    chance that nothing relevant comes until the test says stop is what `none_drawn` gives for N - j of
    the largest pile that can be left. Only stops at j < recall * N are too early. Each level is what
    the earlier ones leave of the error for the smallest N at which stopping there is too early; with
    every larger N all the chances are smaller.

    Examples
    --------
    >>> [round(level_after(found, 3000, 0.95, 0.95), 4) for found in (1, 20, 100, 1000)]
    [0.05, 0.0393, 0.0236, 0.0049]
    """
    known = _levels(int(n_total), recall, confidence)
    for each in range(len(known), found + 1):
        known.append(_next_level(known, each, n_total, recall, confidence))
    return exp(known[found][0]) if found else 0.0


@cache
def _levels(n_total, recall, confidence):
    """Return the levels known so far: logarithm, how many more are supposed missed, gap at which to stop."""
    return [(-inf, 1, inf)]


def _next_level(known, found, n_total, recall, confidence):
    """Return the level after one more relevant reference, from all the earlier ones."""
    in_all = fewest_if_missed(found, recall)
    missed, unread = in_all - found, n_total - found
    # chances fall at least geometrically with the distance: the rest is below what a float can tell
    first = max(1, found - 80 - 10 * missed)
    gaps = np.array([gap for _, _, gap in known[first:]])
    at = np.arange(first, found)
    room = gaps <= n_total - in_all
    at, gaps = at[room], gaps[room]
    spent = np.log1p(-np.exp(_log_chance(n_total - at, in_all - at, gaps, lgamma=gammaln))).sum()
    level = log(max(-expm1(log1p(-(1 - confidence)) - spent), exp(NEGLIGIBLE)))
    return level, missed, _gap(unread, missed, level)


def _gap(unread, missed, level):
    """Return the gap at which the chance is just the level, as a number that need not be whole."""
    room = unread - missed
    if room <= 0:
        return 0.0
    if _log_chance(unread, missed, room) >= level:
        return float(room)
    return brentq(lambda draws: _log_chance(unread, missed, draws) - level, 0, room, xtol=1e-4)


def draws_needed(unread, missed, level):
    """Return after how many irrelevant references the test says stop; `unread` if never earlier.

    Examples
    --------
    >>> draws_needed(40, 2, 0.05)
    31
    """
    fewest, most = 0, int(unread)
    while fewest < most:
        middle = (fewest + most) // 2
        fewest, most = (fewest, middle) if none_drawn(unread, missed, middle) <= level else (middle + 1, most)
    return fewest


def bias_borne(unread, missed, draws, level):
    """Return how much less likely than an irrelevant one a relevant one may be to come next for a yes.

    That is the smallest bias (see `none_drawn`) with which the p-value is no higher than the level at which
    reading may stop; 1 where the yes has nothing to spare, 0 where none is needed.

    Examples
    --------
    >>> round(bias_borne(1000, 16, 400, 0.0125), 2)
    0.53
    """
    if missed + draws > unread:
        return 0.0
    if none_drawn(unread, missed, draws) >= level:
        return 1.0
    return float(brentq(lambda bias: _log_chance(unread, missed, draws, bias) - log(level), 0, 1))
