"""How much is still to be read until the test of the ranked queue says yes."""

import numpy as np

from review.stopping.hypergeometric import draws_needed, fewest_if_missed, level_after
from review.stopping.urns import urns

__all__ = ["more_at_rate", "more_if_none", "recent_rate"]

RECENT = 100  # references whose share of relevant ones is the present rate


def recent_rate(relevant):
    """Return the share of relevant ones among the last 100 read, 0 where nothing was read.

    Examples
    --------
    >>> recent_rate([1] * 10 + [0] * 90), recent_rate([])
    (0.1, 0.0)
    """
    last = np.asarray(relevant[-RECENT:], dtype=float)
    return float(last.mean()) if len(last) else 0.0


def more_if_none(read, too_many, level):
    """Return how many more references are to be read if none of them is relevant."""
    room = len(read.came_unread) - too_many + 1
    # either all that came later is read and then the older, or of the whole pile
    ways = [
        urn.later + max(0, draws_needed(urn.unread, too_many, level) - urn.draws)
        for urn in urns(read, too_many + len(read.came_unread))
    ]
    return max(0, min(room, *ways))


def more_at_rate(read, found, recall, confidence):
    """Return how many more references are to be read if relevant ones come at even distances."""
    rate = recent_rate(read.relevant)
    gap = np.inf if rate == 0 else max(1, round(1 / rate))
    n_total, n_read, since = read.n_total, len(read.relevant), urns(read, read.n_total + 1)[-1].draws
    at, next_one = n_read, n_read + gap
    while at < n_total:
        too_many = fewest_if_missed(found, recall) - found
        level = level_after(found, n_total, recall, confidence)
        needed = draws_needed(n_total - at + since, too_many, level)
        stop = min(at - since + needed, n_total - too_many + 1)
        if stop <= next_one:
            return max(0, stop - n_read)
        # the next relevant one comes first
        at, found, since, next_one = next_one, found + 1, 0, next_one + gap
    return n_total - n_read
