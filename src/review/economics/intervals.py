"""Intervals: the range a study gives for its differences, read out of what was noted of its uncertainty."""

import re
from dataclasses import dataclass

from review.economics.cells import as_number, as_text, two_ways
from review.vocabulary import decimals_of, number, say

__all__ = ["Spread", "interval_of", "intervals", "spread_said", "spreads"]

NUMBER = r"[-−+]?\d[\d\s'’]*(?:[.,]\d+)*"
WRITTEN = re.compile(
    rf"""^\s*(?P<what>cost|kostnads?|effect|effekt|qaly)[-\s]?(?:difference|skillnad(?:en)?)\s*,?:?\s*
    (?:(?P<level>\d\d(?:[.,]\d+)?)\s*%\s*)?
    (?P<words>(?:[a-zåäö-]+\s+){{0,3}})
    (?P<low>{NUMBER})\s*(?:(?:to|till|–)\s*(?P<high>{NUMBER})\s*)?$""",
    re.IGNORECASE | re.VERBOSE,
)
"""One part of a text, such as "cost difference 95% CI 340 to 2780" or "QALY-skillnad −0,06 till 0,03"."""
KINDS = {
    "SD": r"sd|standard deviation|standardavvikelse",
    "SE": r"sem?|standard error|standardfel|medelfel",
    "IQR": r"iqr|interquartile.*|kvartil\w*|interkvartil\w*|quartiles?",
    "range": r"(?:full )?range|spann|variationsvidd|min\w*.*max\w*",
    "interval": r"(?:bootstrap\w* |percentile |bayesian |osäkerhets|konfidens|trovärdighets)?"
    r"(?:(?:confidence|credib\w+|uncertainty|certainty|bootstrap\w*) )?"
    r"(?:c\.?i|k\.?i|cri|ui|hdi|interval\w*)",
}
"""What two numbers, or one, say of the uncertainty of a difference."""
USUAL = 95.0


@dataclass(frozen=True, slots=True)
class Spread:
    """What a study says of how uncertain, or how spread, a difference is.

    Attributes
    ----------
    kind : str
        A name of `KINDS`. Only an interval speaks of the difference itself.
    low, high : str
        As written, since 5,110 may be five thousand or five and a bit; `high` "" where there is one number.
    level : float or None
        In per cent, of an interval; None where it is not said.
    """

    kind: str
    low: str
    high: str
    level: float | None

    @property
    def usual(self):
        """Whether it is an interval of 95 %, or one whose level the study leaves to be understood."""
        return self.kind == "interval" and self.level in (None, USUAL)

    @property
    def name(self):
        """What it is called: "90% interval", "IQR"."""
        return f"{self.level:g}% {self.kind}" if self.level else self.kind


def spreads(text):
    """Return what a text says of the spread of the cost difference and of the effect difference.

    Only parts of one form are read, parted by semicolons: what (*cost difference*, *effect difference* or
    *QALY difference*; in Swedish *kostnadsskillnad*, *effektskillnad*), a level in per cent where there is
    one, a word of `KINDS` (none: an interval), the lower and the upper number with *to*, *till* or a dash
    between, or the one number of an SD. Everything else is left as text; nothing is guessed.

    Returns
    -------
    dict
        "cost" and "effect" to a `Spread`, as far as they are there; of several the 95 % interval.

    Examples
    --------
    >>> spreads("Cost difference IQR 340 to 2780; QALY difference 90% CI −0.061 to 0.033")["cost"].name
    'IQR'
    >>> spreads("cost difference SD 1 200; cost difference 95% CI 340 to 2780")["cost"].name
    '95% interval'
    """
    found = {}
    for part in as_text(text).split(";"):
        match = WRITTEN.match(part)
        kind = match and kind_of(match)
        if kind:
            what = "cost" if match["what"].casefold()[0] in "ck" else "effect"
            level = as_number(match["level"]) if match["level"] else None
            one = Spread(kind, match["low"].strip(), (match["high"] or "").strip(), level)
            if what not in found or (one.usual and not found[what].usual):
                found[what] = one
    return found


def kind_of(match):
    """Return which of `KINDS` a part is, "" where its words say something else or its numbers do not fit."""
    words = match["words"].strip().casefold()
    kinds = (kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, words))
    kind = "interval" if not words else next(kinds, "")
    return kind if bool(match["high"]) != (kind in ("SD", "SE")) else ""


def intervals(text):
    """Return the intervals a text gives for the cost difference and the effect difference.

    Returns
    -------
    dict
        "cost" and "effect", as far as they are there: (lower, upper, level in per cent or None), the numbers
        still as texts (see `interval_of`). An SD, an IQR and a range are no intervals (see `spreads`).

    Examples
    --------
    >>> intervals("Cost difference 95% CI 340 to 2780; QALY difference −0.061 to 0.033; dominated in 74%")
    {'cost': ('340', '2780', 95.0), 'effect': ('−0.061', '0.033', None)}
    >>> intervals("95 % interval −735 to −488"), intervals("cost difference range 1 to 9")
    ({}, {})
    """
    found = spreads(text)
    return {what: (one.low, one.high, one.level) for what, one in found.items() if one.kind == "interval"}


def interval_of(low, high, difference, *, decimals=False):
    """Return the two numbers of an interval around its point estimate, or None where they do not fit it.

    A sign that may part thousands or decimals is what the study's own difference says it is. Where both fit
    it is neither, except with `decimals`, of effects, which are decimals then.

    Examples
    --------
    >>> interval_of("−0,061", "0,033", -0.014), interval_of("5,110", "8,790", 6950.0)
    ((-0.061, 0.033), (5110.0, 8790.0))
    >>> interval_of("340", "2780", -1560.0), interval_of("-1,200", "3,400", 0.5)
    (None, None)
    >>> interval_of("-1.200", "3.400", 0.5, decimals=True)
    (-1.2, 3.4)
    """
    fitting = []
    for thousands in (False, True):
        ends = tuple(end_of(text, thousands) for text in (low, high))
        if None not in ends and ends[0] <= difference <= ends[1] and ends not in fitting:
            fitting.append(ends)
    return fitting[0] if fitting[:1] and (decimals or len(fitting) == 1) else None


def end_of(text, thousands):
    """Return a number whose sign parts thousands, or decimals, where it can be either."""
    if not two_ways(text):
        return as_number(text)
    return as_number(re.sub("[.,]", "" if thousands else ".", text))


SAID = re.compile(r"(?:(?P<level>\S+)% )?(?P<kind>\w+) (?P<low>\S+?)(?: to (?P<high>\S+))?").fullmatch


def spread_said(text, language):
    """Return a `withdrawal_cost_spread` or `withdrawal_effect_spread` in a language, "" where there is none.

    Examples
    --------
    >>> spread_said("90% interval -2780 to -340.5", "en"), spread_said("SD 1.5", "sv")
    ('90% interval −2,780.0 to −340.5', 'standardavvikelse (SD) 1,5')
    """
    found = SAID(text)
    if not found:
        return ""
    ends = [float(found[end]) for end in ("low", "high") if found[end]]
    places = max(map(decimals_of, ends))
    level = (
        say("spread.level", language, level=number(float(found["level"]), language)) if found["level"] else ""
    )
    numbers = f" {say('interval.to', language)} ".join(number(end, language, places) for end in ends)
    return " ".join(filter(None, (level, say(f"spread.{found['kind']}", language), numbers)))
