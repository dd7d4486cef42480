"""Money that the euro has replaced: fixed rates, and the price levels of its own country."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.formats import read_table
from review.money import PriceLevels, convert, is_currency
from review.money.codes import EURO

ROOT = Path(__file__).resolve().parents[1]
LEVELS = PriceLevels.from_frame(read_table(ROOT / "references" / "price_levels.csv"))
HERE = sorted(code for code, (country, _) in EURO.items() if country in LEVELS.currencies["EUR"])
# The rates as Council Regulation (EC) 2866/98 prints them for the first eleven, and 1478/2000 for Greece.
PRINTED = {
    "BEF": 40.3399, "DEM": 1.95583, "ESP": 166.386, "FRF": 6.55957, "IEP": 0.787564, "ITL": 1936.27,
    "LUF": 40.3399, "NLG": 2.20371, "ATS": 13.7603, "PTE": 200.482, "FIM": 5.94573, "GRD": 340.750,
}  # fmt: skip


def to_sek(amount, country, currency, year, **more):
    """Convert to kronor of 2024."""
    return convert(amount, country, currency, year, to_year=2024, levels=LEVELS, **more)


@pytest.mark.parametrize("code", sorted(EURO))
def test_every_replaced_currency_is_one_and_has_six_figures(code):
    """A fixed rate has six significant figures, by the regulation."""
    assert is_currency(code)
    assert len(f"{EURO[code][1]:g}".replace(".", "").strip("0")) <= 6
    assert PRINTED.get(code, EURO[code][1]) == EURO[code][1]


@pytest.mark.parametrize("code", HERE)
def test_old_money_is_worth_its_euros(code):
    """A hundred marks are 51.13 euros of Germany, whatever the method, and the step says so."""
    country, rate = EURO[code]
    for method in ("ppp", "exchange"):
        old = to_sek(100 * rate, country, code, 1999, method=method)
        assert old.amount_sek == pytest.approx(to_sek(100, country, "EUR", 1999, method=method).amount_sek)
        assert old.steps[0].said == f"{code} to EUR"
        assert f"1 / {rate:.10g}" in old.steps[0].text


@pytest.mark.parametrize("country", ["", "SWE", "AUT"])
def test_old_money_tells_its_country_itself(country):
    """Marks are German wherever the study is from, as dollars are American."""
    assert to_sek(100, country, "DEM", 1995).amount_sek == to_sek(100, "DEU", "DEM", 1995).amount_sek


@given(st.sampled_from(HERE), st.integers(1993, 2001), st.floats(-1e6, 1e6))
def test_old_money_adds_up(code, year, amount):
    """Twice the amount is twice as much, and a saving stays one."""
    one, two = (to_sek(times * amount, EURO[code][0], code, year) for times in (1, 2))
    assert two.amount_sek == pytest.approx(2 * one.amount_sek)
    assert (one.amount_sek < 0) == (amount < 0) or amount == 0 or abs(one.amount_sek) < 1e-9


def test_a_table_that_has_the_old_money_itself_is_followed():
    """Who keeps levels in marks has them used."""
    rows = read_table(ROOT / "references" / "price_levels.csv")
    rows = rows[rows.country.isin(["DEU", "SWE"])].copy()
    rows.loc[rows.country == "DEU", "currency"] = "DEM"
    done = convert(100, "DEU", "DEM", 1995, to_year=2024, levels=PriceLevels.from_frame(rows))
    assert done.steps[0].kind == "deflator"
