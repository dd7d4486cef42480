"""Money: which three letters are a country, and which a currency."""

from pathlib import Path

import pytest

from review.formats import read_table
from review.money import COUNTRIES, CURRENCIES, country_fault, is_currency

ROOT = Path(__file__).parents[1]


def test_the_lists_have_the_size_of_the_standard():
    """ISO 3166-1 has 249 countries; every code is three capital letters."""
    assert len(COUNTRIES) == 249
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in COUNTRIES | CURRENCIES)


@pytest.mark.parametrize("code", ["SWE", "NOR", "GBR", "USA", "KOR"])
def test_a_country_is_known(code):
    """Countries of the price levels and of studies."""
    assert country_fault(code) == ""


@pytest.mark.parametrize("code", ["", "SE", "Sweden", "swe", "EMU", "UK"])
def test_what_is_no_country_is_named(code):
    """Words, two letters and areas are not."""
    assert repr(code) in country_fault(code)


def test_every_currency_of_the_price_levels_is_one():
    """The table and the list say the same, and money that is gone is known too."""
    table = read_table(ROOT / "references" / "price_levels.csv")
    assert all(is_currency(code) for code in table.currency.unique())
    assert set(table.country.unique()) - {"EMU"} <= COUNTRIES
    assert is_currency("DEM")
    assert not is_currency("XAU")
    assert not is_currency("SWK")
