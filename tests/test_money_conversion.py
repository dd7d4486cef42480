"""Money: two steps to kronor, each shown, and a reason where there is no way."""

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from review.errors import UsageError
from review.formats import read_table
from review.money import PriceLevels, convert

ROOT = Path(__file__).parents[1]
LEVELS = PriceLevels.from_frame(read_table(ROOT / "references" / "price_levels.csv"))
WHOLE = sorted(
    country
    for users in LEVELS.currencies.values()
    for country in users
    if all(LEVELS.find("deflator", country, year) for year in (2005, 2024))
    and LEVELS.find("ppp", country, 2020)
)
CURRENCY = {country: currency for currency, users in LEVELS.currencies.items() for country in users}


def to_sek(amount, country, currency, year, to_year=2024, **more):
    """Convert with the price levels shipped."""
    return convert(amount, country, currency, year, to_year=to_year, levels=LEVELS, **more)


@pytest.mark.parametrize(
    ("amount", "ppp", "printed", "places"),
    [
        # Table 2 of PLOS ONE 2021;16(7):e0254631: national currency, PPP and US dollars as printed. The table
        # rounds to whole dollars, one decimal and two.
        pytest.param("51764175", "1.646", 31_448_466, 0, id="Bahia-2018-Brazil"),
        pytest.param("71000000", "1.234", 57_536_466.8, 1, id="Dragomir-2010-Canada"),
        pytest.param("2188974.31", "8.446", 259_172.90, 2, id="Besa-Creuz-2018-Mexico"),
    ],
)
def test_a_published_table_of_ppp_is_reproduced(amount, ppp, printed, places):
    """The second step with the printed PPP gives the printed amount."""
    rows = [
        {"country": "AAA", "currency": "AAA", "year": "2016", "ppp": ppp},
        {"country": "SWE", "currency": "SEK", "year": "2016", "ppp": "1"},
    ]
    columns = ["country", "currency", "year", "deflator", "ppp", "exchange_rate", "source", "retrieved_on"]
    levels = PriceLevels.from_frame(pd.DataFrame(rows).reindex(columns=columns))
    done = convert(float(amount), "AAA", "AAA", 2016, to_year=2016, levels=levels)
    assert round(done.amount_sek, places) == printed


@pytest.mark.parametrize(
    ("amount", "before", "after", "printed", "places"),
    [
        # HM Treasury, "Annex A: How to use the GDP deflator series: Practical examples" (web archive): 7.4
        # million pounds of 1998-99 in 2003-04, by the index 91.031 and 102.789; and what 1997-98 became in
        # 2002-03 (13.02 per cent more)
        pytest.param(7.4, "91.031", "102.789", 8.36, 2, id="treasury-inflating"),
        pytest.param(100, "88.480", "100", 113.02, 2, id="treasury-cumulative"),
        # NHS Digital, Adult Social Care Activity and Finance Report 2018-19, appendix A: 100 pounds of
        # 2008-09 in 2018-19, by the index 84.421 and 100
        pytest.param(100, "84.421", "100", 118.45, 2, id="nhs-digital"),
    ],
)
def test_a_published_deflation_is_reproduced(amount, before, after, printed, places):
    """The first step with the printed index gives the printed amount."""
    rows = [
        {"country": "SWE", "currency": "SEK", "year": "2000", "deflator": before},
        {"country": "SWE", "currency": "SEK", "year": "2010", "deflator": after},
    ]
    columns = ["country", "currency", "year", "deflator", "ppp", "exchange_rate", "source", "retrieved_on"]
    levels = PriceLevels.from_frame(pd.DataFrame(rows).reindex(columns=columns))
    done = convert(amount, "SWE", "SEK", 2000, to_year=2010, levels=levels)
    assert round(done.amount_sek, places) == printed


def test_two_steps_with_the_numbers_of_the_table():
    """1 000 pounds of 2019, an example of our own: British deflator to 2024, then PPP of 2024."""
    done = to_sek(1000, "GBR", "GBP", 2019)
    assert done.amount_sek == pytest.approx(1000 * 117.307 / 95.26548 * 8.490485 / 0.664153, rel=1e-12)
    assert f"{done.amount_sek:.0f}" == "15742"
    assert [step.kind for step in done.steps] == ["deflator", "ppp"]
    assert done.chain == (
        "1000 GBP 2019 | GBR deflator 2019 to 2024: 117.307 / 95.26548 = 1.23137 "
        "(World Bank WDI NY.GDP.DEFL.ZS, 2026-11-28) | "
        "PPP 2024, GBP (GBR) to SEK: 8.490485 / 0.664153 = 12.7839 "
        "(World Bank WDI 2026-07 PA.NUS.PPP, 2026-07-13) | 15\u00a0742 SEK 2024, rounded once"
    )


def test_the_exchange_rate_is_a_labelled_alternative():
    """The other second step says that it is the exchange rate."""
    done = to_sek(1000, "GBR", "GBP", 2019, method="exchange")
    assert done.amount_sek == pytest.approx(1000 * 117.307 / 95.26548 * 10.567636 / 0.782415, rel=1e-12)
    assert done.steps[1].said == "exchange rate 2024, GBP (GBR) to SEK"


@pytest.mark.parametrize(
    ("country", "currency", "year", "home"),
    [
        pytest.param("NOR", "USD", 2015, "USA", id="dollars-in-a-Norwegian-study"),
        pytest.param("SGP", "USD", 2015, "USA", id="study-from-a-country-not-in-the-table"),
        pytest.param("", "GBP", 2015, "GBR", id="country-not-given"),
        pytest.param("NLD", "EUR", 2015, "NLD", id="euro-by-its-own-country"),
    ],
)
def test_the_currency_decides_whose_prices(country, currency, year, home):
    """Prices follow the money: dollars are inflated by the United States, euros by the study's country."""
    assert to_sek(1, country, currency, year).steps[0].said.startswith(home)


@pytest.mark.parametrize(
    ("country", "currency", "year", "reason"),
    [
        pytest.param("GBR", "GBP", 1987, "GBR 1987 deflator missing", id="before-the-table"),
        pytest.param("KOR", "KRW", 2019, "KOR 2024 deflator missing", id="not-yet-published"),
        pytest.param("GBR", "GBP", 1994, "GBR 1994 deflator missing", id="before-a-break"),
        pytest.param("DEU", "EUR", 1990, "DEU 1990 deflator missing", id="before-unified-Germany"),
        pytest.param("DEU", "DEM", 1990, "DEU 1990 deflator missing", id="mark-before-unified-Germany"),
        pytest.param("BGR", "BGN", 2019, "no price levels in BGN", id="lev-of-a-country-not-there"),
        pytest.param("NOR", "EUR", 2024, "EMU 2024 PPP missing", id="euro-outside-the-euro-area"),
        pytest.param(
            "", "EUR", 2019, "EMU 2019 deflator missing, EMU 2024 deflator missing", id="euro-of-no-country"
        ),
        pytest.param("GBR", "GBP", None, "price year not reported", id="no-price-year"),
        pytest.param("GBR", "", 2019, "currency not reported", id="no-currency"),
        pytest.param("GBR", "GBP", 2031, "GBR 2031 deflator missing", id="future"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_guessed(country, currency, year, reason):
    """Without a factor there is no amount, only the reason."""
    done = to_sek(1000, country, currency, year)
    assert done.amount_sek is None
    assert done.factor is None
    assert done.chain == done.reason
    assert done.reason.startswith(f"not convertible: {reason}")


def test_a_missing_exchange_rate_is_named():
    """The alternative has its own holes."""
    done = to_sek(1, "JPN", "JPY", 2019, method="exchange")
    assert done.reason == "not convertible: JPN 2024 exchange rate missing"


def test_kronor_of_the_target_year_are_left_alone():
    """No step, factor one."""
    done = to_sek(250.0, "SWE", "SEK", 2024)
    assert (done.amount_sek, done.steps, done.factor) == (250.0, (), 1)


def test_kronor_of_another_year_need_the_deflator_alone():
    """Swedish money never meets a PPP."""
    assert [step.kind for step in to_sek(250.0, "NOR", "SEK", 2015).steps] == ["deflator"]


def test_euros_outside_the_euro_area_go_by_the_whole_area():
    """A Danish study in euros of the target year has no PPP to go by, and a rate."""
    done = to_sek(1000, "DNK", "EUR", 2024, method="exchange")
    assert done.amount_sek == pytest.approx(1000 * 10.567636 / 0.92389, rel=1e-12)


def test_an_unknown_method_is_refused():
    """There are two ways and no third."""
    with pytest.raises(UsageError, match="method must be one of ppp, exchange; got 'cpi'"):
        to_sek(1, "GBR", "GBP", 2019, method="cpi")


@given(st.sampled_from(WHOLE), st.integers(2005, 2020), st.floats(-1e7, 1e7), st.floats(-5, 5))
def test_amounts_keep_sign_and_proportion(country, year, amount, times):
    """A saving stays a saving, and k times the amount is k times the kronor."""
    assume(LEVELS.find("deflator", country, year))
    one = to_sek(amount, country, CURRENCY[country], year)
    many = to_sek(amount * times, country, CURRENCY[country], year)
    assert math.copysign(1, one.amount_sek) == math.copysign(1, amount)
    assert many.amount_sek == pytest.approx(one.amount_sek * times, rel=1e-9, abs=1e-9)


@given(st.sampled_from(WHOLE), st.integers(2005, 2012), st.integers(2013, 2020))
def test_the_way_over_a_year_between_is_as_long(country, year, between):
    """Inflating to a year and on from there is inflating at once."""
    at_once = to_sek(1, country, CURRENCY[country], year).factor
    first = to_sek(1, country, CURRENCY[country], year, to_year=between).steps
    onward = to_sek(1, country, CURRENCY[country], between).factor
    deflator = first[0].factor
    assert deflator * onward == pytest.approx(at_once, rel=1e-9)
