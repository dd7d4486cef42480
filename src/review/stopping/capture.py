"""How many relevant references two readers both overlooked among those that both have read."""

from dataclasses import dataclass
from math import exp, log, sqrt

from scipy.stats import norm

from review.errors import UsageError

__all__ = ["Overlooked", "overlooked_by_both"]


@dataclass(frozen=True, slots=True)
class Overlooked:
    """What two readers' independent decisions tell of relevant references that neither saw.

    Attributes
    ----------
    both, only_a, only_b : int
        References that both, only the first, and only the second called relevant.
    total : float
        Relevant ones among those both have read, as estimated.
    total_low, total_high : float
        Interval of it.
    neither : float
        Of them, those neither called relevant.
    confidence : float in (0, 1)
        Of the interval.
    """

    both: int
    only_a: int
    only_b: int
    total: float
    total_low: float
    total_high: float
    neither: float
    confidence: float

    @property
    def found(self):
        """References at least one of the two called relevant."""
        return self.both + self.only_a + self.only_b

    @property
    def recall(self):
        """Share of the relevant ones that at least one called relevant, with its interval."""
        return tuple(
            self.found / total if total else 1.0 for total in (self.total, self.total_high, self.total_low)
        )


def overlooked_by_both(both, only_a, only_b, *, confidence=0.95):
    """Estimate how many relevant references two readers both called irrelevant.

    Parameters
    ----------
    both, only_a, only_b : int
        References called relevant by both, by the first alone and by the second alone, among those both
        have read on their own.
    confidence : float in (0, 1)

    Returns
    -------
    Overlooked

    Raises
    ------
    UsageError
        If a count is negative or the confidence is no share.

    Notes
    -----
    The estimate is right if the readers err independently of each other. Readers who find the same
    references hard overlook the same ones, so that it is more often too low than too high. The
    interval is that of a lognormal number of overlooked ones.

    Source
    ------
    Chapman (1951), the estimate that corrects Lincoln's and Petersen's for small counts; its variance
    after Seber (1970); the interval after Burnham and others (1987).

    Examples
    --------
    >>> found = overlooked_by_both(80, 10, 8)
    >>> round(found.total, 1), round(found.neither, 1)
    (99.0, 1.0)
    """
    if min(both, only_a, only_b) < 0:
        raise UsageError(f"counts must not be negative; got {both}, {only_a} and {only_b}")
    if not 0 < confidence < 1:
        raise UsageError(f"confidence must be between 0 and 1; got {confidence}")
    n_a, n_b, found = both + only_a, both + only_b, both + only_a + only_b
    total = (n_a + 1) * (n_b + 1) / (both + 1) - 1
    variance = (n_a + 1) * (n_b + 1) * only_a * only_b / ((both + 1) ** 2 * (both + 2))
    neither = max(0.0, total - found)
    low, high = float(found), float(total)
    if neither > 0 and variance > 0:
        z = norm.ppf(0.5 + confidence / 2)
        spread = exp(z * sqrt(log(1 + variance / neither**2)))
        low, high = found + neither / spread, found + neither * spread
    return Overlooked(both, only_a, only_b, total, low, high, neither, confidence)
