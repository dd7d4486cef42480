"""How likely it is that nothing relevant comes for so long, had too many relevant references been missed."""

from functools import lru_cache
from math import exp, floor, lgamma

from scipy.optimize import brentq

__all__ = ["draws_needed", "fewest_if_missed", "level_after", "missed_at_most", "none_drawn"]


def none_drawn(unread, missed, draws):
    """Return the chance that none of `draws` references is relevant, when `missed` of `unread` are.

    This is the test's p-value: `unread` and `missed` are those after the last relevant one was read,
    and `draws` what has been read since.

    Parameters
    ----------
    unread, missed, draws : int

    Returns
    -------
    float in [0, 1]
        0 where fewer irrelevant ones are there than were drawn.

    Source
    ------
    Callaghan and Müller-Hansen (2020), doi:10.1186/s13643-020-01521-4, bias factor 1; of the windows
    considered there, the one that begins after the last relevant reference.

    Examples
    --------
    >>> round(none_drawn(40, 2, 30), 4)
    0.0577
    """
    if missed + draws > unread:
        return 0.0
    ways = lgamma(unread - missed + 1) - lgamma(unread - missed - draws + 1)
    return exp(ways - lgamma(unread + 1) + lgamma(unread - draws + 1))


def fewest_if_missed(found, recall):
    """Return the fewest relevant ones in all with which `found` of them fall short of the target.

    Examples
    --------
    >>> fewest_if_missed(19, 0.95), fewest_if_missed(20, 0.95), fewest_if_missed(0, 0.95)
    (21, 22, 1)
    """
    return floor(found / recall + 1e-9) + 1


@lru_cache(maxsize=1 << 16)
def level_after(found, recall, confidence):
    """Return the p-value at which reading may stop after so many relevant ones.

    A reader who looks at the test after every reference has many chances to stop too early, one after
    each relevant one. The levels are chosen so that all these chances together are at most
    1 - confidence, however many relevant references there are and however often one looks.

    Parameters
    ----------
    found : int
        Relevant references read.
    recall : float in (0, 1]
    confidence : float in (0, 1)

    Returns
    -------
    float
        Below 1 - confidence, and the lower the more was found.

    Notes
    -----
    Let N be relevant in all. After the j-th, with N - j still unread where the test supposes m(j), the
    chance that nothing relevant comes until the test says stop is at most level(j) ** ((N - j) / m(j)).
    Only stops at j < recall * N are too early. Near that border the exponent grows by
    1 / (recall * (1 - recall) * N) with each earlier j, so that the sum of those chances is about
    level * (1 + found * (1 - recall) / log(1 / level)): that is set to the error allowed. A test sums
    the chances themselves, without the approximation.

    Examples
    --------
    >>> [round(level_after(found, 0.95, 0.95), 4) for found in (1, 20, 100, 1000)]
    [0.0469, 0.0366, 0.0208, 0.0046]
    """
    allowed = (1 - confidence) / (2 - confidence)
    looks = found * (1 - recall)

    def too_much(log_level):
        return exp(-log_level) * (1 + looks / log_level) - allowed

    return exp(-brentq(too_much, 1e-9, 700))


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


def missed_at_most(unread, draws, level):
    """Return the largest number of relevant ones among the unread that the draws do not reject.

    Examples
    --------
    >>> missed_at_most(100, 50, 0.05)
    4
    """
    fewest, most = 0, int(unread - draws)
    while fewest < most:
        middle = (fewest + most + 1) // 2
        fewest, most = (middle, most) if none_drawn(unread, middle, draws) > level else (fewest, middle - 1)
    return fewest
