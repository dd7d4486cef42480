"""Amounts of money: which currency, at the prices of which year, and what may not be mixed."""

import re
from dataclasses import dataclass

from review.errors import UsageError

__all__ = ["Money", "currency_fault", "price_year_fault"]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount at the prices of one year.

    Attributes
    ----------
    amount : float
        In whole units of the currency (pounds, not pence).
    currency : str
        ISO 4217 code, upper case.
    price_year : int
        The calendar year whose prices the amount is in.

    Raises
    ------
    UsageError
        If the currency is no code of three capital letters.

    Examples
    --------
    >>> Money(1200.0, "SEK", 2024) - Money(200.0, "SEK", 2024)
    Money(amount=1000.0, currency='SEK', price_year=2024)
    >>> Money(1.0, "GBP", 2019) - Money(1.0, "SEK", 2019)
    Traceback (most recent call last):
    review.errors.UsageError: GBP 2019 and SEK 2019 do not mix; convert one of them first
    """

    amount: float
    currency: str
    price_year: int

    def __post_init__(self):
        fault = currency_fault(self.currency)
        if fault:
            raise UsageError(fault)

    def __sub__(self, other):
        here, there = (f"{money.currency} {money.price_year}" for money in (self, other))
        if here != there:
            raise UsageError(f"{here} and {there} do not mix; convert one of them first")
        return Money(self.amount - other.amount, self.currency, self.price_year)


def currency_fault(text):
    """Return what is wrong with a currency code, or "".

    Examples
    --------
    >>> currency_fault("SEK"), currency_fault("kr")
    ('', "currency must be an ISO 4217 code of three capital letters such as SEK; got 'kr'")
    """
    if re.fullmatch(r"[A-Z]{3}", text):
        return ""
    return f"currency must be an ISO 4217 code of three capital letters such as SEK; got {text!r}"


def price_year_fault(year, *, this_year):
    """Return what is wrong with a price year, or "".

    Examples
    --------
    >>> price_year_fault(2019, this_year=2026), price_year_fault(2062, this_year=2026)
    ('', 'price year must be from 1960 to 2026; got 2062')
    """
    if float(year).is_integer() and 1960 <= year <= this_year:
        return ""
    return f"price year must be from 1960 to {this_year}; got {year:g}"
