"""The control set: references drawn at random and kept from the ranking, that tell when to stop."""

import hashlib
from dataclasses import dataclass
from math import ceil

import numpy as np
from scipy.special import bdtr, bdtri

__all__ = ["Control", "chance_if_missed", "control_set", "control_state", "patience", "reached_by_ranking",
           "share_needed"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Control:
    """How far the control set has come.

    Attributes
    ----------
    planned, done : float in [0, 1]
        Share of the pile it was to be, and that is read: above what was planned once it was made larger.
    waiting, read : int
        Relevant ones in it that the ranking has not come to yet, and references of it that were read.
    """

    planned: float
    done: float
    waiting: int
    read: int

    def tells(self, missed, error, batches=1):
        """Return whether reading may stop by it, the chance it goes by, and of which share.

        Some may be waiting in the share that was planned. In a set that was made larger later none may: then
        making it larger again and again does not make a yes likelier by chance.

        Examples
        --------
        >>> Control(0.18, 0.18, 0, 500).tells(16, 0.05)[0], Control(0.18, 0.18, 1, 500).tells(16, 0.05)[0]
        (True, False)
        """
        share = self.planned if self.waiting else max(self.planned, self.done)
        chance = chance_if_missed(missed, self.waiting, share, batches)
        return self.done >= self.planned and chance <= error, chance, share


def control_set(reference_ids, share, seed):
    """Return the control set of a pile, in the order in which it is to be read.

    Every reference has a number between 0 and 1 that depends on its id and the seed alone; the set is those
    up to `share`. So the same share of what comes later is in it, and a larger set begins with the smaller.

    Examples
    --------
    >>> ids = [f"r{n}" for n in range(1000)]
    >>> first = control_set(ids, 0.1, seed=1)
    >>> len(first), control_set(ids, 0.2, seed=1)[: len(first)] == first
    (116, True)
    """
    numbers = _numbers(reference_ids, seed)
    return sorted((each for each, number in numbers.items() if number <= share), key=numbers.get)


def _numbers(reference_ids, seed):
    digests = {each: hashlib.sha256(f"{seed} {each}".encode()).digest() for each in reference_ids}
    return {each: (int.from_bytes(digest[:8]) + 1) / 2**64 for each, digest in digests.items()}


def control_state(order, reference_ids, passed, *, planned, seed):
    """Return how far the control set has come, as a `Control`.

    Parameters
    ----------
    order : DataFrame
        `reference_id`, `relevant`, `drawn`: what was read. What was drawn at random and is of the set was
        read for it; what the ranking brought has been passed by it.
    reference_ids : sequence of str
        The whole pile.
    passed : collection of str
        References read at random that the ranking has come to (`reached_by_ranking`).
    planned : float
        Share that the set was to be.
    seed : int
    """
    numbers = _numbers(reference_ids, seed)
    done = min((numbers[each] for each in set(numbers) - set(order.reference_id)), default=1.0)
    chosen = order[(order.drawn == "random") & (order.reference_id.map(numbers) <= done)]
    waiting = chosen[(chosen.relevant == 1) & ~chosen.reference_id.isin(set(passed))]
    return Control(planned, done, len(waiting), len(chosen))


def reached_by_ranking(scores, unread):
    """Return the references that the ranking puts before everything unread; all where nothing is.

    The scores, a Series by reference, must come from a ranking that has not learnt from the relevant ones
    waiting: what it was told of them it cannot be tested with.
    """
    best = scores[scores.index.isin(set(unread))].max()
    return set(scores.index if np.isnan(best) else scores.index[scores > best])


def chance_if_missed(missed, waiting, share, batches=1):
    """Return how likely it is that so few relevant ones of the set are waiting, had too many been missed.

    Parameters
    ----------
    missed : int
        Relevant ones that are too many to miss.
    waiting : int
        Relevant ones of the control set that the ranking has not come to.
    share : float in [0, 1]
        Of the pile that the control set is.
    batches : int
        Imports of which something is unread. Each may have been stopped in at its best moment, which counts
        as one more that is waiting.

    Notes
    -----
    Take the relevant references in the order in which the ranking comes to them. Which of them are in the
    set is independent of that order, as the ranking is not told before it has come to them. If reading
    stops with at least m missed and w waiting, no more than w are of the set among the last m + w of that
    order: a binomial chance, whatever the order is and however often one looks.

    Source
    ------
    The quantile bound of Lewis, Yang and Frieder (2021), doi:10.1145/3459637.3482415, for a pile of finite
    size: they count how many relevant ones the set holds, here it is counted how many may be missed.

    Examples
    --------
    >>> round(chance_if_missed(16, 0, 0.171), 3), round(chance_if_missed(16, 1, 0.171), 3)
    (0.05, 0.186)
    """
    most = waiting + batches - 1
    return float(bdtr(most, missed + most, share))


def share_needed(missed, waiting, error):
    """Return the share of the pile that a set has to be, for so many to wait (see `chance_if_missed`).

    Examples
    --------
    >>> share_needed(16, 0, 0.05), share_needed(16, 2, 0.05)
    (0.17075, 0.310263)
    """
    # rounded up, so that the chance it was made for is not above the error by a last binary digit
    return ceil(1e6 * bdtri(waiting, missed + waiting, error)) / 1e6


def patience(n_total):
    """Return after how many irrelevant ones in a row a control set that is too small is made larger."""
    return min(50, n_total // 20)
