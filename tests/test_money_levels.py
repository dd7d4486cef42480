"""Money: the table of price levels is checked, and the one shipped is whole and agrees with other copies."""

from pathlib import Path

import pandas as pd
import pytest

from review.errors import SourceError
from review.formats import read_table
from review.money import LEVEL_COLUMNS, PriceLevels

TABLE = Path(__file__).parents[1] / "references" / "price_levels.csv"


@pytest.fixture(scope="module")
def levels():
    """Return the price levels shipped."""
    return PriceLevels.from_frame(read_table(TABLE))


def row(**cells):
    """Return a table of one good row with some cells changed."""
    good = dict.fromkeys(LEVEL_COLUMNS, "") | {
        "country": "SWE",
        "currency": "SEK",
        "year": "2024",
        "ppp": "8.5",
    }
    return pd.DataFrame([good | cells], dtype="str")


@pytest.mark.parametrize(
    ("cells", "match"),
    [
        pytest.param({"country": "Sweden"}, "row 2, column country: expected three capital", id="country"),
        pytest.param({"currency": "kr"}, "row 2, column currency: currency must be an ISO", id="currency"),
        pytest.param({"year": "20x4"}, "row 2, column year: expected a year", id="year"),
        pytest.param(
            {"ppp": "-1"}, "row 2, column ppp: expected a number above zero, found '-1'", id="negative"
        ),
        pytest.param({"ppp": "0"}, "expected a number above zero", id="zero"),
        pytest.param({"deflator": "n/a"}, "column deflator: expected a number above zero", id="text"),
    ],
)
def test_what_cannot_be_right_is_named(cells, match):
    """A user's own table is refused with row and column."""
    with pytest.raises(SourceError, match=match):
        PriceLevels.from_frame(row(**cells))


def test_a_year_twice_is_refused():
    """Two rows of one country and year would leave the choice to chance."""
    with pytest.raises(SourceError, match="row 3: SWE 2024 is there twice"):
        PriceLevels.from_frame(pd.concat([row(), row()]))


def test_a_missing_column_is_named():
    """The table must have its columns, and the note may be left out."""
    with pytest.raises(SourceError, match="the column deflator is missing"):
        PriceLevels.from_frame(row().drop(columns="deflator"))
    assert PriceLevels.from_frame(row().drop(columns="note")).find("ppp", "SWE", 2024).value == 8.5


def test_the_table_covers_what_it_says(levels):
    """37 OECD countries 1990-2024 with PPP and deflators (some from 1960), holes left as holes."""
    table = read_table(TABLE)
    assert not levels.find("deflator", "EMU", 2019)
    table = table[table.country != "EMU"]
    assert table.country.nunique() == 37
    assert sorted(table.year.astype(int).unique()) == list(range(1960, 2025))
    early, table = table[table.year.astype(int) < 1990], table[table.year.astype(int) >= 1990]
    assert early.groupby("country").size().to_dict() == dict.fromkeys(
        ("AUS", "AUT", "BEL", "DNK", "ESP", "FIN", "FRA", "GRC", "NLD", "NOR", "NZL", "SWE", "USA"), 30
    ) | {"CHE": 14}
    assert (early.deflator != "").all()
    assert (early.ppp == "").all()
    assert table[table.ppp != ""].groupby("country").size().eq(35).all()
    with_deflator = table[table.deflator != ""]
    assert with_deflator.country.nunique() == 37
    holes = 35 - with_deflator.groupby("country").size()
    assert holes[holes > 0].to_dict() == {"COL": 10, "CRI": 1, "DEU": 1, "GBR": 5, "KOR": 1, "MEX": 3}
    assert TABLE.stat().st_size < 400_000


def test_every_number_has_source_and_date(levels):
    """No number without where it is from; only what holds by definition has no date."""
    for (factor, country, year), level in levels.numbers.items():
        assert level.source, (factor, country, year)
        assert level.retrieved_on or level.source.startswith("by definition")


@pytest.mark.parametrize(
    ("factor", "country", "year", "value", "places"),
    [
        # OECD dataflow DSD_NAMAIN10@DF_TABLE4, in IAMconsortium/units, iam_units/currency_data.py
        pytest.param("ppp", "DEU", 2005, 0.872721, 6, id="ppp-DEU-2005"),
        pytest.param("ppp", "DEU", 2010, 0.805269, 6, id="ppp-DEU-2010"),
        pytest.param("ppp", "DEU", 2015, 0.778122, 6, id="ppp-DEU-2015"),
        pytest.param("ppp", "DEU", 2020, 0.706836, 6, id="ppp-DEU-2020"),
        pytest.param("ppp", "DEU", 2024, 0.700862, 6, id="ppp-DEU-2024"),
        pytest.param("exchange_rate", "DEU", 2005, 0.8038, 6, id="rate-EUR-2005"),
        pytest.param("exchange_rate", "DEU", 2015, 0.901296, 6, id="rate-EUR-2015"),
        pytest.param("exchange_rate", "DEU", 2024, 0.92389, 6, id="rate-EUR-2024"),
        # World Bank data of an earlier vintage, in datasets/ppp, data/ppp-gdp.csv
        pytest.param("ppp", "POL", 2012, 1.796168, 6, id="ppp-POL-2012"),
        pytest.param("ppp", "POL", 2018, 1.748426, 6, id="ppp-POL-2018"),
        pytest.param("ppp", "AUS", 2011, 1.511052, 6, id="ppp-AUS-2011"),
        pytest.param("ppp", "CRI", 2017, 340.991882, 6, id="ppp-CRI-2017"),
        # PLOS ONE 2021;16(7):e0254631, table 2
        pytest.param("ppp", "MEX", 2016, 8.446, 3, id="ppp-MEX-2016"),
        pytest.param("ppp", "CAN", 2008, 1.234, 3, id="ppp-CAN-2008"),
    ],
)
def test_another_copy_says_the_same(levels, factor, country, year, value, places):
    """Numbers typed from one copy are those of an independent one, to the digits it prints."""
    assert round(levels.find(factor, country, year).value, places) == value


def test_the_euro_is_one_currency(levels):
    """All euro countries of a year have one exchange rate, and none has one before it had the euro."""
    rates = {levels.find("exchange_rate", country, 2019).value for country in levels.currencies["EUR"]}
    assert len(rates) == 1
    assert levels.find("exchange_rate", "LTU", 2014) is None
    assert levels.find("exchange_rate", "LTU", 2015) is not None


SECOND_COPY = {
    # annual growth of the GDP deflator in per cent from 2010 on: World Bank NY.GDP.DEFL.KD.ZG, in
    # datasets/inflation, archive/NY.GDP.DEFL.KD.ZG.csv
    "SWE": "1.030 1.117 0.950 1.012 1.833 2.253 1.652 2.227 2.616 2.421 1.794 2.741 5.782",
    "GBR": "1.589 2.196 1.543 2.109 1.319 0.658 1.964 1.855 1.921 2.133 4.970 0.067 5.444",
    "BEL": "1.703 2.293 2.206 1.412 0.840 1.122 1.895 1.983 1.717 1.854 1.596 2.743 6.844 4.508",
}


@pytest.mark.parametrize("country", SECOND_COPY)
def test_deflators_grow_as_a_second_copy_says(levels, country):
    """The World Bank's growth of the deflator in another copy is that of the levels to its third decimal."""
    for year, said in enumerate(map(float, SECOND_COPY[country].split()), start=2010):
        assert growth(levels, country, year) == pytest.approx(said, abs=0.0006), year


def growth(levels, country, year):
    """Return how much a country's deflator rose in a year, in per cent."""
    now, before = (levels.find("deflator", country, one).value for one in (year, year - 1))
    return 100 * (now / before - 1)


def test_no_deflator_reaches_over_a_break(levels):
    """A year in which a series jumps far from the years around it has no year before it in the table."""
    for country, year in (("GBR", 1995), ("COL", 2000), ("CRI", 1991), ("MEX", 1993)):
        assert levels.find("deflator", country, year)
        assert not levels.find("deflator", country, year - 1)
    calm = [key for key in levels.numbers if key[0] == "deflator" and key[2] > 2000]
    assert all(abs(growth(levels, *key[1:])) < 30 for key in calm if levels.find(*key[:2], key[2] - 1))


def test_what_is_unconfirmed_says_so_in_every_country_alike(levels):
    """Each number before a year in which its index grows by more than 30 % bears the mark; no other does."""
    deflators = [key for key in levels.numbers if key[0] == "deflator"]
    for country in {key[1] for key in deflators}:
        years = sorted(key[2] for key in deflators if key[1] == country)
        leaps = [year for year in years if year - 1 in years and growth(levels, country, year) > 30]
        for year in years:
            marked = levels.find("deflator", country, year).note.startswith("unconfirmed")
            assert marked == (bool(leaps) and year < max(leaps)), (country, year)
    for country, year in (("CHE", 2022), ("CHE", 2023), ("CHE", 2024)):
        assert levels.find("ppp", country, year).note.startswith("unconfirmed")
    assert not levels.find("ppp", "CHE", 2021).note


def test_slovenia_1990_is_held_against_an_older_edition(levels):
    """Parities in `datasets/ppp`, an edition to 2014: 1990 differs from it as its neighbours do."""
    older = {1990: 0.03558, 1991: 0.06712, 1992: 0.20224}
    for year, value in older.items():
        assert levels.find("ppp", "SVN", year).value / value == pytest.approx(0.9757, abs=0.001), year


def test_the_oldest_deflators_grow_as_prices_did(levels):
    """A digit typed wrongly would make a year leap: none before 1990 falls by 3 % or grows by 28 %."""
    early = [key for key in levels.numbers if key[0] == "deflator" and key[2] <= 1990]
    for _, country, year in early:
        if levels.find("deflator", country, year - 1):
            assert -3 < growth(levels, country, year) < 28, (country, year)


def test_every_row_says_under_what_licence_its_numbers_stand():
    """Each number of the World Bank is under CC BY 4.0; what holds by definition needs no licence."""
    table = read_table(TABLE)
    for row in table.itertuples():
        sources, terms = ([part.strip() for part in text.split(";")] for text in (row.source, row.licence))
        for source, term in zip(sources, terms, strict=True):
            assert term == ("CC BY 4.0" if source.startswith("World Bank WDI") else ""), row
            assert term or not source or source.startswith("by definition"), row


def test_norwegian_deflators_carry_their_warning(levels):
    """A step in Norwegian kroner says what its deflator follows; its PPP and rate need no warning."""
    for year in range(1990, 2025):
        assert "price of oil and gas" in levels.find("deflator", "NOR", year).note
        assert levels.find("ppp", "NOR", year).note == ""
