"""How many relevant references two readers both overlooked among those that both have read."""

from dataclasses import dataclass
from math import inf, nan

from scipy.stats import hypergeom

from review.errors import UsageError

__all__ = ["Overlooked", "overlooked_by_both"]

MOST = 10**7  # more than any pile


@dataclass(frozen=True, slots=True)
class Overlooked:
    """What two readers' independent decisions tell of relevant references that neither saw.

    Attributes
    ----------
    both, only_a, only_b : int
        References that both, only the first, and only the second called relevant.
    total, total_low, total_high : float
        Relevant ones among those both have read, as estimated, with its interval; its end may be infinite.
    neither : float
        Of them, those neither called relevant.
    """

    both: int
    only_a: int
    only_b: int
    total: float
    total_low: float
    total_high: float
    neither: float

    @property
    def found(self):
        """References at least one of the two called relevant."""
        return self.both + self.only_a + self.only_b

    @property
    def recall(self):
        """Share of the relevant ones that at least one called relevant, with its interval; nan of none."""
        if not self.found:
            return nan, 0.0, 1.0
        return tuple(self.found / total for total in (self.total, self.total_high, self.total_low))


def overlooked_by_both(both, only_a, only_b, *, confidence=0.95):
    """Estimate how many relevant references two readers both called irrelevant.

    Parameters
    ----------
    both, only_a, only_b : int
        See `Overlooked`; among those both have read on their own.
    confidence : float in (0, 1)
        Of the interval.

    Raises
    ------
    UsageError
        If a count is negative or the confidence is no share.

    Notes
    -----
    The interval holds all totals for which so large or so small an overlap of the two readers' finds is no
    rarer than the confidence allows: it covers, whatever the readers' sensitivities, if they err
    independently of each other. Readers who find the same references hard overlook the same ones: then the
    overlap is larger, and only its lower end holds, the upper end of the recall.

    Source
    ------
    Chapman (1951), the estimate that corrects Lincoln's and Petersen's for small counts, with the interval
    from the hypergeometric distribution of the overlap.

    Examples
    --------
    >>> found = overlooked_by_both(80, 10, 8)
    >>> round(found.total, 1), round(found.neither, 1), found.total_low, found.total_high
    (99.0, 1.0, 98.0, 102.0)
    """
    if min(both, only_a, only_b) < 0:
        raise UsageError(f"counts must not be negative; got {both}, {only_a} and {only_b}")
    if not 0 < confidence < 1:
        raise UsageError(f"confidence must be between 0 and 1; got {confidence}")
    n_a, n_b, found = both + only_a, both + only_b, both + only_a + only_b
    total = (n_a + 1) * (n_b + 1) / (both + 1) - 1
    each = (1 - confidence) / 2
    # an overlap is too small for few in all, and too large for many
    low = _first(lambda many: hypergeom.cdf(both, many, n_a, n_b) > each, found)
    high = _first(lambda many: hypergeom.sf(both - 1, many, n_a, n_b) <= each, found) - 1
    return Overlooked(both, only_a, only_b, total, float(low), float(high), max(0.0, total - found))


def _first(true, least):
    """Return the first whole number from `least` on for which something is true; infinity for none."""
    low = high = least
    while not true(high):
        if high > MOST:
            return inf
        low, high = high + 1, 2 * high + 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if true(middle) else (middle + 1, high)
    return low
