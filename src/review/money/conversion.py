"""Conversion: an amount of one country and price year in the money of another, every factor shown.

Two steps (Shemilt, Thomas & Morciano 2010, Evidence & Policy 6:51-59, the CCEMG-EPPI cost converter): the
GDP deflator of the original country takes the amount to the target year, then purchasing power parities of
that year take it to the target country. A plain exchange rate in place of the second step is an alternative
with its own name. A factor that is not known is never guessed: the result says which one is missing. Money
that the euro has replaced becomes euros first, at the rate fixed for good: the price levels of its country
are in euros all along.
"""

import math
from dataclasses import dataclass

from review.errors import UsageError
from review.money.codes import EURO
from review.money.levels import Level

__all__ = ["METHODS", "Conversion", "Step", "convert"]

METHODS = {"ppp": "ppp", "exchange": "exchange_rate"}
"""How the second step is made, and the factor it takes."""
TARGET = ("SWE", "SEK")


@dataclass(frozen=True, slots=True)
class Step:
    """One factor: a ratio of two numbers of the price levels.

    Attributes
    ----------
    kind : {"euro", "deflator", "ppp", "exchange_rate"}
    said : str
        What the step does, such as "GBR deflator 2019 to 2024".
    above, below : Level
        The two numbers; the factor is the first divided by the second.
    """

    kind: str
    said: str
    above: object
    below: object

    @property
    def factor(self):
        """Return what the amount is multiplied by."""
        return self.above.value / self.below.value

    @property
    def text(self):
        """Return the step as a line: what, the numbers, the factor, source and date, and what to know."""
        about = []
        for level in (self.above, self.below):
            dated = ", ".join(filter(None, (level.source, level.retrieved_on)))
            about += [dated, level.note]
        about = "; ".join(dict.fromkeys(filter(None, about)))
        line = f"{self.said}: {self.above.value:.10g} / {self.below.value:.10g} = {self.factor:.6g}"
        return f"{line} ({about})" if about else line


@dataclass(frozen=True, slots=True)
class Conversion:
    """An amount converted, or why it is not.

    Attributes
    ----------
    amount_sek : float or None
        Not rounded; round when it is shown. None where it is not convertible.
    steps : tuple of Step
        In the order they are taken; empty where the amount is in kronor of the target year already.
    reason : str
        "" or "not convertible: GBR 1987 deflator missing".
    """

    amount: float
    currency: str
    price_year: int | None
    to_year: int
    method: str
    amount_sek: float | None = None
    steps: tuple = ()
    reason: str = ""

    @property
    def factor(self):
        """Return the product of the steps, None where the amount is not converted."""
        return None if self.reason else math.prod(step.factor for step in self.steps)

    @property
    def chain(self):
        """Return the whole way as one text, the result rounded to whole kronor and said to be."""
        if self.reason:
            return self.reason
        whole = f"{self.amount_sek:,.0f}".replace(",", "\u00a0")
        ends = f"{whole} SEK {self.to_year}, rounded once"
        start = f"{self.amount:g} {self.currency} {self.price_year}"
        return " | ".join([start, *(step.text for step in self.steps), ends])


def convert(amount, country, currency, price_year, *, to_year, levels, method="ppp"):
    """Convert an amount to Swedish kronor of a year.

    Parameters
    ----------
    amount : float
        In whole units of the currency; negative for a saving.
    country : str
        ISO 3166 code (three letters) of the country the study's costs are from; "" where not known. Which
        country's price levels are used depends on the currency, see `PriceLevels.home`.
    currency : str
        ISO 4217 code.
    price_year : int or None
    to_year : int
        The year whose prices are wanted.
    levels : PriceLevels
    method : {"ppp", "exchange"}

    Returns
    -------
    Conversion
        Nothing is rounded on the way.

    Raises
    ------
    UsageError
        If the method is none of the two.

    Source: Shemilt I, Thomas J, Morciano M. Evidence & Policy 2010;6(1):51-59.

    Examples
    --------
    >>> import pandas as pd
    >>> from review.money import PriceLevels
    >>> table = pd.DataFrame({"country": ["GBR", "GBR", "SWE"], "currency": ["GBP", "GBP", "SEK"],
    ...     "year": ["2019", "2024", "2024"], "deflator": ["80", "100", ""], "ppp": ["", "0.5", "10"],
    ...     "exchange_rate": "", "source": "a table", "retrieved_on": "2026-07-13"})
    >>> levels = PriceLevels.from_frame(table)
    >>> done = convert(100, "GBR", "GBP", 2019, to_year=2024, levels=levels)
    >>> done.amount_sek
    2500.0
    >>> print(done.steps[0].text)
    GBR deflator 2019 to 2024: 100 / 80 = 1.25 (a table, 2026-07-13)
    >>> convert(100, "GBR", "GBP", 1987, to_year=2024, levels=levels).reason
    'not convertible: GBR 1987 deflator missing'
    """
    if method not in METHODS:
        raise UsageError(f"method must be one of {', '.join(METHODS)}; got {method!r}")
    asked = {"amount": amount, "currency": currency, "price_year": price_year, "to_year": to_year}
    steps, why = chain(country, currency, price_year, to_year, levels, method)
    if why:
        return Conversion(**asked, method=method, reason=f"not convertible: {why}")
    amount_sek = amount * math.prod(step.factor for step in steps)
    return Conversion(**asked, method=method, amount_sek=amount_sek, steps=tuple(steps))


def chain(country, currency, price_year, to_year, levels, method):
    """Return the steps, and "" or what is missing for them."""
    if not currency:
        return (), "currency not reported"
    if price_year is None:
        return (), "price year not reported"
    first = [in_euro(currency)] if currency in EURO and not levels.currencies.get(currency) else []
    if first:
        gone, country, currency = currency, EURO[currency][0], "EUR"
        if country not in levels.currencies.get("EUR", ()):
            return (), f"no price levels in {gone}"
    home, why = levels.home(currency, country)
    if currency == TARGET[1]:
        home, why = TARGET[0], ""
    if why:
        return (), why
    wanted = []
    if price_year != to_year:
        said = f"{home} deflator {price_year} to {to_year}"
        wanted.append((said, "deflator", (home, to_year), (home, price_year)))
    if home != TARGET[0]:
        factor = METHODS[method]
        name = "PPP" if factor == "ppp" else "exchange rate"
        said = f"{name} {to_year}, {currency} ({home}) to {TARGET[1]}"
        wanted.append((said, factor, (TARGET[0], to_year), (home, to_year)))
    steps = first
    for said, factor, *ends in wanted:
        found = [levels.find(factor, *end) for end in ends]
        lost = [end for end, level in zip(ends, found, strict=True) if level is None]
        if lost:
            named = factor.replace("_", " ").replace("ppp", "PPP")
            return (), ", ".join(f"{place} {year} {named} missing" for place, year in reversed(lost))
        steps.append(Step(factor, said, *found))
    return steps, ""


def in_euro(currency):
    """Return the step from money that the euro has replaced to euros.

    Examples
    --------
    >>> in_euro("DEM").text
    'DEM to EUR: 1 / 1.95583 = 0.511292 (fixed rate, Council Regulation (EC) 2866/98 as amended)'
    """
    source = "fixed rate, Council Regulation (EC) 2866/98 as amended"
    return Step("euro", f"{currency} to EUR", Level(1.0, source), Level(EURO[currency][1], source))
