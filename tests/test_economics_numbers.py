"""Numbers in cells: what may be a thousand is refused, and a spread is kept as what it is."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.economics import MONEY, check, cost_class, measures, number_in, spreads
from review.errors import UsageError

ROW = {
    "reference_id": "r1", "intervention": "surgery", "comparator": "exercise",
    "care_in_question": "intervention",
    "currency": "SEK", "price_year": 2024, "effect_unit": "QALY",
}  # fmt: skip


def evaluation(**cells):
    """Return an evaluation with some cells."""
    return pd.DataFrame([ROW | cells], dtype="object")


DOUBTFUL = ["12,500", "1.200", "-12,500", "950.000", "9,999", "100.001", "−1,200", "+1.200"]


@pytest.mark.parametrize("column", MONEY)
@pytest.mark.parametrize("text", DOUBTFUL)
def test_money_that_may_be_two_amounts_is_refused_by_cell(column, text):
    """The message names both, and how to write each so that it is one."""
    faults = check(evaluation(**{column: text}), this_year=2026)
    assert list(faults.column) == [column]
    assert f"{text!r} may be" in faults.problem[0]
    assert "; write " in faults.problem[0]
    # nor is it a thousand times too small where nobody has checked
    assert number_in(column, text) is None
    assert pd.isna(measures(evaluation(**{column: text}))[column][0])


def test_what_the_message_proposes_is_accepted():
    """12,500 becomes 12.5 or 12 500, 12,345 becomes 12.3450 or 12 345."""
    for text in (*DOUBTFUL, "12,345"):
        said = check(evaluation(cost_difference=text), this_year=2026).problem[0]
        for way, value in zip(said.partition("; write ")[2].split(", or "), (1, 1000), strict=True):
            assert check(evaluation(cost_difference=way), this_year=2026).empty, way
            small = float(text.replace("−", "-").replace(",", "."))
            assert number_in("cost_difference", way) == pytest.approx(small * value)


SURE = [
    ("0,125", 0.125), ("0.125", 0.125), ("1 200,50", 1200.5), ("1 200", 1200.0), ("1\u00a0200", 1200.0),
    ("1'200", 1200.0), ("1,200.50", 1200.5), ("1.200,50", 1200.5), ("1,200,300", 1_200_300.0), ("1.2", 1.2),
    ("12,5", 12.5), ("1200", 1200.0), ("1200.000", 1200.0), ("12.5000", 12.5), ("-0,5", -0.5),
    ("1e3", 1000.0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), SURE)
def test_money_beyond_doubt_stays(text, value):
    """Decimal commas, blanks between thousands and both signs together leave no doubt."""
    assert check(evaluation(cost_difference=text), this_year=2026).empty
    assert number_in("cost_difference", text) == value


@pytest.mark.parametrize("value", [12.575, 1.2, -950.125, 12500, 1.581])
def test_a_cell_typed_as_a_number_is_that_number(value):
    """Only texts can be two."""
    row = evaluation(cost_difference=value, effect_difference=value)
    assert check(row, this_year=2026).empty
    assert measures(row).cost_difference[0] == value


@pytest.mark.parametrize("text", ["1.581", "1,581", "12.345", "-1,581"])
@pytest.mark.parametrize("unit", ["QALY", "life year", "DALY", "QALYs lost"])
def test_effects_keep_three_decimals(text, unit):
    """No patient gains a thousand QALYs."""
    row = evaluation(effect_difference=text, effect_unit=unit)
    assert check(row, this_year=2026).empty
    assert measures(row).effect_difference[0] == float(text.replace(",", "."))


def test_an_effect_that_may_be_a_thousand_is_refused_too():
    """Of events there may be 1,581; a point stays a point."""
    faults = check(evaluation(effect_difference="1,581", effect_unit="events avoided"), this_year=2026)
    assert list(faults.column) == ["effect_difference"]
    assert check(evaluation(effect_difference="1.581", effect_unit="events avoided"), this_year=2026).empty


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(",."), st.sampled_from(MONEY))
def test_no_amount_is_ever_silently_a_thousand_times_too_small(first, rest, sign, column):
    """Every text of one sign with three digits behind it is refused."""
    text = f"{first}{sign}{rest:03d}"
    assert number_in(column, text) is None
    assert not check(evaluation(**{column: text}), this_year=2026).empty


INTERVALS = [
    ("cost difference 95% CI 5,110 to 8,790", 6950, "'5,110' may be 5.11 or 5 110"),
    ("kostnadsskillnad 95 % KI -310 till 2.760", 1190, "'2.760' may be 2.76 or 2 760"),
    ("cost difference IQR 1,200 to 3400", 2000, "'1,200' may be 1.2 or 1 200"),
    ("cost difference SD 1.200", 2000, "'1.200' may be 1.2 or 1 200"),
]


@pytest.mark.parametrize(("text", "difference", "said"), INTERVALS)
def test_an_interval_of_money_is_held_to_the_same(text, difference, said):
    """Its cell is named, whatever it is an interval of."""
    faults = check(evaluation(cost_difference=difference, uncertainty=text), this_year=2026)
    assert list(faults.column) == ["uncertainty"]
    assert said in faults.problem[0]


def test_an_interval_that_fits_both_ways_is_none():
    """Around 5 lie both -12.5 to 30 and -12 500 to 30 000: neither is drawn."""
    row = evaluation(cost_difference=5, uncertainty="cost difference 95% CI -12,500 to 30,000")
    assert pd.isna(measures(row).withdrawal_cost_low[0])


SPREADS = [
    ("cost difference 95% CI 340 to 2780", "95% interval", True),
    ("kostnadsskillnad 95 % konfidensintervall 340 till 2780", "95% interval", True),
    ("cost difference 95% bootstrap interval 340 to 2780", "95% interval", True),
    ("cost difference 340 to 2780", "interval", True),
    ("cost difference 90% CI 340 to 2780", "90% interval", False),
    ("cost difference 99 % CrI 340 to 2780", "99% interval", False),
    ("kostnadsskillnad 50 % KI 340 till 2780", "50% interval", False),
    ("cost difference IQR 340 to 2780", "IQR", False),
    ("kostnadsskillnad kvartilavstånd 340 till 2780", "IQR", False),
    ("cost difference interquartile range 340 to 2780", "IQR", False),
    ("cost difference range 340 to 2780", "range", False),
    ("kostnadsskillnad spann 340 till 2780", "range", False),
    ("cost difference min-max 340 to 2780", "range", False),
    ("cost difference SD 340", "SD", False),
    ("kostnadsskillnad standardavvikelse 340", "SD", False),
    ("cost difference SE 340", "SE", False),
    ("cost difference standard error 340", "SE", False),
]


@pytest.mark.parametrize(("text", "name", "drawn"), SPREADS)
def test_a_spread_is_kept_as_what_it_is(text, name, drawn):
    """Only an interval of 95 %, or of a level left to be understood, is drawn as one."""
    assert spreads(text)["cost"].name == name
    row = evaluation(cost_difference=1560, uncertainty=text)
    assert check(row, this_year=2026).empty
    made = measures(row).iloc[0]
    assert pd.notna(made.withdrawal_cost_low) == drawn
    assert made.withdrawal_cost_spread == (
        "" if drawn else f"{name} {'340' if name in ('SD', 'SE') else '-2780 to -340'}"
    )


def test_what_is_no_interval_need_not_lie_around_the_mean():
    """A mean cost may lie outside its quartiles, never outside its interval."""
    for word, right in (("IQR", True), ("range", True), ("95% CI", False), ("90% CI", False)):
        row = evaluation(cost_difference=5000, uncertainty=f"cost difference {word} 340 to 2780")
        assert check(row, this_year=2026).empty == right, word


@pytest.mark.parametrize(
    "text", ["cost difference SD 3 to 5", "cost difference mean 3 to 5", "cost difference CI 3"]
)
def test_words_and_numbers_that_do_not_fit_stay_text(text):
    """Nothing is guessed from half a form."""
    assert spreads(text) == {}


def test_the_95_interval_counts_beside_others():
    """A study that gives both has its interval drawn."""
    text = "cost difference SD 1 200; cost difference 95% CI 340 to 2780; cost difference IQR 3 to 9"
    assert measures(evaluation(cost_difference=1560, uncertainty=text)).withdrawal_cost_low[0] == -2780


@pytest.mark.parametrize("text", ["100,000", "100.000", "much"])
def test_a_threshold_that_may_be_two_is_refused(text):
    """A class that ends at 100.000 does not end at a hundred kronor."""
    table = pd.DataFrame(
        {"class_sv": ["låg"], "class_en": ["low"], "from_sek_per_qaly": ["0"], "below_sek_per_qaly": [text],
         "status": ["unconfirmed"]}
    )  # fmt: skip
    with pytest.raises(UsageError, match="class low, column below_sek_per_qaly"):
        cost_class(90_000, table)
