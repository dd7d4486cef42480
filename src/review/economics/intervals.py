"""Intervals: the range a study gives for its differences, read out of what was noted of its uncertainty."""

import re

from review.economics.cells import as_number, as_text, two_ways

__all__ = ["interval_of", "intervals"]

NUMBER = r"[-−+]?\d[\d\u00a0\u202f ]*(?:[.,]\d+)*"
WRITTEN = re.compile(
    rf"""^\s*(?P<what>cost|kostnads?|effect|effekt|qaly)[-\s]?(?:difference|skillnad(?:en)?)\s*,?:?\s*
    (?:(?P<level>\d\d(?:[.,]\d+)?)\s*%\s*)?
    (?:[a-zåäö-]+\s+){{0,3}}
    (?P<low>{NUMBER})\s*(?:to|till|–|;)\s*(?P<high>{NUMBER})\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""One part of a text, such as "cost difference 95% CI 340 to 2780" or "QALY-skillnad −0,06 till 0,03"."""


def intervals(text):
    """Return the intervals a text gives for the cost difference and the effect difference.

    Only parts of one form are read, parted by semicolons: what (*cost difference*, *effect difference* or
    *QALY difference*; in Swedish *kostnadsskillnad*, *effektskillnad*), a level in per cent where there is
    one, at most three words such as *CI*, the lower and the upper number with *to*, *till* or a dash between.
    Everything else is left as text; nothing is guessed.

    Returns
    -------
    dict
        "cost" and "effect", as far as they are there: (lower, upper, level in per cent or None), the numbers
        still as texts, since 5,110 may be five thousand or five and a bit (see `interval_of`).

    Examples
    --------
    >>> intervals("Cost difference 95% CI 340 to 2780; QALY difference −0.061 to 0.033; dominated in 74%")
    {'cost': ('340', '2780', 95.0), 'effect': ('−0.061', '0.033', None)}
    >>> intervals("95 % interval −735 to −488")
    {}
    """
    found = {}
    for part in as_text(text).split(";"):
        match = WRITTEN.match(part)
        if match:
            what = "cost" if match["what"].casefold()[0] in "ck" else "effect"
            level = as_number(match["level"]) if match["level"] else None
            found.setdefault(what, (match["low"].strip(), match["high"].strip(), level))
    return found


def interval_of(low, high, difference):
    """Return the two numbers of an interval around its point estimate, or None where they do not fit it.

    A comma is a decimal sign; where the interval then misses the study's own difference and holds it with
    the comma read as a sign between thousands, it was that.

    Examples
    --------
    >>> interval_of("−0,061", "0,033", -0.014), interval_of("5,110", "8,790", 6950.0)
    ((-0.061, 0.033), (5110.0, 8790.0))
    >>> interval_of("340", "2780", -1560.0) is None
    True
    """
    for sign in ("comma", "point"):
        ends = [as_number(two_ways(text).get(sign, text)) for text in (low, high)]
        if None not in ends and ends[0] <= difference <= ends[1]:
            return tuple(ends)
    return None
