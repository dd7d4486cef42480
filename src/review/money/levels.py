"""Price levels: what a year's money of a country is worth, each number with its source and date."""

import re
from dataclasses import dataclass, field
from types import MappingProxyType

from review.errors import SourceError, place
from review.money.amounts import currency_fault

__all__ = ["FACTORS", "LEVEL_COLUMNS", "Level", "PriceLevels"]

_TWO_WAYS = re.compile(r"[1-9]\d{0,2},\d{3}").fullmatch
FACTORS = ("deflator", "ppp", "exchange_rate")
AREAS = {"EUR": "EMU"}
"""The code under which a currency area as a whole stands in the table, by its currency."""
LEVEL_COLUMNS = ("country", "currency", "year", *FACTORS, "source", "retrieved_on", "note")


@dataclass(frozen=True, slots=True)
class Level:
    """One number of one country and year.

    Attributes
    ----------
    value : float
        A deflator is an index (only ratios of one country mean anything), a PPP is national currency per
        international dollar, an exchange rate is national currency per US dollar.
    source, retrieved_on, note : str
        Where it is from, when that copy was made, and what to know of it.
    """

    value: float
    source: str = ""
    retrieved_on: str = ""
    note: str = ""


@dataclass(frozen=True)
class PriceLevels:
    """Deflators, purchasing power parities and exchange rates by country and year.

    Attributes
    ----------
    numbers : mapping
        (factor, country, year) to its `Level`; what is not known has no entry.
    currencies : mapping
        Currency to the countries that use it, in alphabetical order.
    """

    numbers: MappingProxyType = field(repr=False)
    currencies: MappingProxyType = field(repr=False)

    @classmethod
    def from_frame(cls, frame, name="price_levels.csv"):
        """Check a table and return the price levels in it.

        Parameters
        ----------
        frame : DataFrame
            `LEVEL_COLUMNS` as texts; `note` may be left out. An empty cell is not known. `source`,
            `retrieved_on` and `note` hold one text for the row, or one for each of deflator, PPP and
            exchange rate, parted by semicolons.
        name : str
            What messages call the file.

        Raises
        ------
        SourceError
            Naming row and column of what cannot be right.

        Examples
        --------
        >>> import pandas as pd
        >>> row = {"country": "SWE", "currency": "SEK", "year": "2024", "deflator": "102.788",
        ...        "ppp": "8.490485", "exchange_rate": "",
        ...        "source": "WEO; WDI; ", "retrieved_on": "2025-08-06"}
        >>> levels = PriceLevels.from_frame(pd.DataFrame([row]))
        >>> levels.find("ppp", "SWE", 2024)
        Level(value=8.490485, source='WDI', retrieved_on='2025-08-06', note='')
        """
        missing = [column for column in LEVEL_COLUMNS[:-1] if column not in frame.columns]
        if missing:
            raise SourceError(f"{place(name, row=1)}: the column {', '.join(missing)} is missing")
        numbers, users, seen = {}, {}, set()
        for position, row in enumerate(
            frame.astype(object).where(frame.notna(), "").astype(str).to_dict("records"), start=2
        ):
            country, currency, year = read_key(row, name, position)
            if (country, year) in seen:
                raise SourceError(
                    f"{place(name, row=position)}: {country} {year} is there twice; keep one row"
                )
            seen.add((country, year))
            users.setdefault(currency, set()).add(country)
            for number, factor in enumerate(FACTORS):
                if not row[factor].strip():
                    continue
                about = [share(row.get(column, ""), number) for column in ("source", "retrieved_on", "note")]
                numbers[factor, country, year] = Level(read_factor(row, factor, name, position), *about)
        currencies = {currency: tuple(sorted(users[currency])) for currency in sorted(users)}
        return cls(MappingProxyType(numbers), MappingProxyType(currencies))

    def find(self, factor, country, year):
        """Return the `Level` of a country and year, or None."""
        return self.numbers.get((factor, country, year))

    def home(self, currency, country=""):
        """Return the country by whose levels a currency is converted, and "" or why there is none.

        The study's own country, if the currency is used there; else the one country that uses it (US dollars
        are converted by the United States whichever country the study is from). For a currency of several
        countries, none of them the study's, its area as a whole where the table has it.

        Examples
        --------
        >>> levels = PriceLevels({}, {"EUR": ("DEU", "NLD"), "USD": ("USA",)})
        >>> levels.home("EUR", "NLD"), levels.home("USD", "NOR")
        (('NLD', ''), ('USA', ''))
        >>> levels.home("EUR", "NOR")
        ('', 'EUR is used in 2 countries, and NOR is not one of them')
        """
        users = self.currencies.get(currency, ())
        if country in users:
            return country, ""
        if len(users) == 1:
            return users[0], ""
        if AREAS.get(currency) in users:
            return AREAS[currency], ""
        if not users:
            return "", f"no price levels in {currency}"
        who = f"and {country} is not one of them" if country else "and the study's country is not given"
        return "", f"{currency} is used in {len(users)} countries, {who}"


def read_key(row, name, position):
    """Return country, currency and year of a row, or raise SourceError."""
    country, currency, year = (row[column].strip() for column in ("country", "currency", "year"))
    if len(country) != 3 or not country.isupper():
        where = place(name, row=position, column="country")
        raise SourceError(f"{where}: expected three capital letters such as SWE, found {country!r}")
    if currency_fault(currency):
        raise SourceError(f"{place(name, row=position, column='currency')}: {currency_fault(currency)}")
    if not year.isdigit() or not 1900 <= int(year) <= 2100:
        raise SourceError(f"{place(name, row=position, column='year')}: expected a year, found {year!r}")
    return country, currency, int(year)


def read_factor(row, factor, name, position):
    """Return a number above zero, or raise SourceError."""
    try:
        # 1,200 may be a thousand; a factor with a point is as the tables of the sources have it
        value = 0.0 if _TWO_WAYS(row[factor].strip()) else float(row[factor].replace(",", "."))
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        where = place(name, row=position, column=factor)
        raise SourceError(f"{where}: expected a number above zero, found {row[factor]!r}")
    return value


def share(text, number):
    """Return the part of a row's text that is about one factor.

    Examples
    --------
    >>> share("WEO; WDI; ", 0), share("WEO; WDI; ", 2), share("OECD", 2)
    ('WEO', '', 'OECD')
    """
    parts = [part.strip() for part in text.split(";")]
    return parts[number] if len(parts) == len(FACTORS) else text.strip()
