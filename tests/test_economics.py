"""Economics: signs, quadrants and the reading for withdrawal, and cells that cannot be right."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.economics import EXPECTED, READINGS, check, intervals, measures, need_of

# cost and effect of the low-value care against doing without it; the quadrant of the care;
# what withdrawing it then means
CASES = [
    pytest.param(900, 0.01, "NE", "saves_with_loss", id="costs-more-does-a-little-good"),
    pytest.param(900, -0.01, "NW", "dominant", id="costs-more-does-harm"),
    pytest.param(900, 0, "axis", "saves_same_effect", id="costs-more-does-nothing"),
    pytest.param(-900, 0.01, "SE", "dominated", id="cheaper-and-better"),
    pytest.param(-900, -0.01, "SW", "costs_for_gain", id="cheaper-and-worse"),
    pytest.param(-900, 0, "axis", "costs_same_effect", id="cheaper-same"),
    pytest.param(0, 0, "axis", "no_difference", id="no-difference"),
    pytest.param(0, 0.01, "axis", "worse_same_cost", id="good-at-no-cost"),
    pytest.param(0, -0.01, "axis", "better_same_cost", id="harm-at-no-cost"),
]


def evaluation(**cells):
    """Return a complete evaluation with some cells changed."""
    row = {
        "reference_id": "r1",
        "intervention": "arthroscopic surgery",
        "comparator": "exercise",
        "care_in_question": "intervention",
        "currency": "SEK",
        "price_year": 2024,
        "cost_difference": 900,
        "effect_difference": 0.01,
        "effect_unit": "QALY",
    }
    return pd.DataFrame([row | cells])


@pytest.mark.parametrize(("cost", "effect", "quadrant", "reading"), CASES)
def test_the_plane_is_read_for_withdrawal(cost, effect, quadrant, reading):
    """What the care costs and does tells what doing without it means."""
    row = measures(evaluation(cost_difference=cost, effect_difference=effect)).iloc[0]
    assert (row.quadrant, row.reading) == (quadrant, reading)


def test_the_readings_are_all_there():
    """Each pair of signs has exactly one reading."""
    assert len(set(READINGS.values())) == 9


@given(st.floats(-1e6, 1e6), st.floats(-10, 10))
def test_turning_the_comparison_round_changes_nothing_for_withdrawal(cost, effect):
    """Care as the intervention, or as the comparator with signs turned, is the same comparison."""
    one = measures(evaluation(cost_difference=cost, effect_difference=effect)).iloc[0]
    other = measures(
        evaluation(cost_difference=-cost, effect_difference=-effect, care_in_question="comparator")
    ).iloc[0]
    assert one.reading == other.reading
    assert one.withdrawal_cost == other.withdrawal_cost
    assert one.withdrawal_effect == other.withdrawal_effect


@pytest.mark.parametrize(("cost", "effect"), [(900, 0), (900, -0.01), (-900, 0.01), (0, 0)])
def test_equal_effects_and_dominance_have_no_ratio(cost, effect):
    """Nothing is divided by zero, and no negative ratio passes as a price."""
    assert pd.isna(measures(evaluation(cost_difference=cost, effect_difference=effect)).icer[0])


def test_a_missing_difference_has_no_reading():
    """What the study does not report is not guessed."""
    row = measures(evaluation(effect_difference=None)).iloc[0]
    assert (row.reading, row.quadrant) == ("", "")
    assert pd.isna(row.icer)


def test_differences_are_taken_from_the_arms_where_only_these_are_given():
    """Cost per arm is enough."""
    row = measures(evaluation(cost_difference=None, cost_intervention=5000, cost_comparator=4100)).iloc[0]
    assert row.cost_difference == 900


PRICES = [
    pytest.param({}, "", id="kronor"),
    pytest.param({"currency": "GBP"}, "GBP 2024", id="pounds"),
    pytest.param({"price_year": None}, "SEK price year not reported", id="kronor-of-no-year"),
]


@pytest.mark.parametrize(("cells", "said"), PRICES)
def test_amounts_that_are_not_converted_say_so(cells, said):
    """No foreign amount passes as kronor, and no missing year is guessed."""
    assert measures(evaluation(**cells)).not_converted[0] == said


def test_a_price_year_the_study_does_not_report_stays_empty():
    """Not reported is an answer; it is never filled in."""
    assert check(evaluation(price_year=""), this_year=2026).empty


FAULTS = [
    pytest.param({"currency": "kr"}, "currency", "ISO 4217", id="currency"),
    pytest.param({"currency": "SWK"}, "currency", "there is no 'SWK'", id="currency-that-does-not-exist"),
    pytest.param(
        {"currency": "NR"}, "currency", "cannot be NR; write what it is", id="currency-not-reported"
    ),
    pytest.param({"country": "SWD"}, "country", "there is no 'SWD'", id="country-that-does-not-exist"),
    pytest.param({"country": "Sweden"}, "country", "a code of ISO 3166", id="country-in-words"),
    pytest.param({"effect_unit": "NR"}, "effect_unit", "must say what", id="unit-not-reported"),
    pytest.param({"quality_score": 0.85}, "quality_score", "write 17 for 17 of 20", id="score-as-share"),
    pytest.param({"icer_reported": -90000}, "icer_reported", "contradicts", id="icer-of-the-other-sign"),
    pytest.param(
        {"uncertainty": "cost difference 95% CI 10 to 20"},
        "uncertainty",
        "does not hold cost_difference 900",
        id="interval-elsewhere",
    ),
    pytest.param({"price_year": 2062}, "price_year", "from 1960 to 2026", id="price-year-in-the-future"),
    pytest.param({"effect_unit": ""}, "effect_unit", "must say what", id="effect-without-unit"),
    pytest.param({"icer_reported": 900}, "icer_reported", "contradicts 900 / 0.01 = 90000", id="icer"),
    pytest.param({"discount_cost_percent": 0.03}, "discount_cost_percent", "write 3 for 3 %", id="fraction"),
    pytest.param({"quality_score": 35}, "quality_score", "from 0 to 20", id="score"),
    pytest.param({"cost_difference": "about 900"}, "cost_difference", "must be a number", id="words"),
    pytest.param({"care_in_question": "surgery"}, "care_in_question", "intervention, comparator", id="arm"),
    pytest.param({"comparator": ""}, "comparator", "must not be empty", id="empty"),
    pytest.param(
        {"cost_intervention": 10, "cost_comparator": 4}, "cost_difference", "minus comparator, 6", id="arms"
    ),
]


@pytest.mark.parametrize(("cells", "column", "message"), FAULTS)
def test_a_cell_that_cannot_be_right_is_named(cells, column, message):
    """Each fault says its column and what was expected."""
    faults = check(evaluation(**cells), this_year=2026)
    assert list(faults.column) == [column]
    assert message in faults.problem[0]


NOT_REPORTED = ["NR", "nr", "not reported", "anges inte"]


@pytest.mark.parametrize("column", EXPECTED)
@pytest.mark.parametrize("word", NOT_REPORTED)
def test_what_a_study_does_not_report_is_an_answer(column, word):
    """Every column a study should report takes NR, and keeps it apart from a cell nobody has filled."""
    cells = {column: word} | ({"effect_difference": ""} if column == "effect_unit" else {})
    assert check(evaluation(**cells), this_year=2026).empty
    row = measures(evaluation(**cells)).iloc[0]
    assert row.not_reported == column
    assert row[column] == "not_reported" if column == "perspective" else not str(row[column]).strip("<NA>")
    assert measures(evaluation()).not_reported[0] == ""


def test_every_column_is_required_expected_or_optional():
    """The three are kept apart, and only the id is given."""
    assert {need_of(column) for column in evaluation().columns} == {"required", "expected"}
    assert (need_of("note"), need_of("evaluation_id")) == ("optional", "key")


@pytest.mark.parametrize(
    ("effect", "reported"), [("0.01", 60_000), ("0.01", 170_000), ("0.010", 94_000), ("0.0", 90_000)]
)
def test_a_ratio_of_unrounded_numbers_is_no_contradiction(effect, reported):
    """0.01 QALY may be 0.006 or 0.014: what a study divided before it rounded is not held against it."""
    row = evaluation(effect_difference=effect, cost_difference="900", icer_reported=reported)
    assert check(row, this_year=2026).empty


def test_arms_of_large_numbers_may_round_a_little_and_not_much():
    """50 100 minus 49 200 is 900, or 905 where the arms are rounded, but never -900."""
    arms = {"cost_intervention": 50_100, "cost_comparator": 49_200}
    assert check(evaluation(cost_difference=1000, **arms), this_year=2026).empty
    assert list(check(evaluation(cost_difference=-900, **arms), this_year=2026).column) == ["cost_difference"]


WRITTEN = [
    pytest.param("Cost difference 95% CI 340 to 2780", {"cost": ("340", "2780", 95.0)}, id="english"),
    pytest.param("Kostnadsskillnad 95 % KI −75 till −48", {"cost": ("−75", "−48", 95.0)}, id="swedish"),
    pytest.param("QALY difference −0.012 to 0.010", {"effect": ("−0.012", "0.010", None)}, id="no-level"),
    pytest.param(
        "Cost difference 95% bootstrap interval -7910 to 3260; QALY difference -0.011 to 0.029",
        {"cost": ("-7910", "3260", 95.0), "effect": ("-0.011", "0.029", None)},
        id="both",
    ),
    pytest.param("95 % interval −735 to −488", {}, id="of-what-is-not-said"),
    pytest.param("Difference in correct classification 95% interval -0.031 to 0.018", {}, id="other-words"),
    pytest.param("Dominant in 71% of 5000 simulations", {}, id="no-interval"),
    pytest.param("cost difference 95% CI 340 to 2780 in the base case", {}, id="more-behind-it"),
    pytest.param("", {}, id="nothing"),
]


@pytest.mark.parametrize(("text", "found"), WRITTEN)
def test_an_interval_is_read_only_in_its_form(text, found):
    """What is written in another way stays text."""
    assert intervals(text) == found


def test_intervals_are_turned_with_the_difference():
    """Withdrawing turns the sign of both ends, and the lower end stays the lower."""
    said = "cost difference 95% CI 340 to 2780; effect difference 95% CI -0.061 to 0.033"
    row = measures(evaluation(cost_difference=1560, effect_difference=-0.014, uncertainty=said)).iloc[0]
    assert (row.withdrawal_cost_low, row.withdrawal_cost_high) == (-2780, -340)
    assert (row.withdrawal_effect_low, row.withdrawal_effect_high) == (-0.033, 0.061)
    other = measures(evaluation(cost_difference=6950, uncertainty="cost difference 5,110 to 8,790")).iloc[0]
    assert (other.withdrawal_cost_low, other.withdrawal_cost_high) == (-8790, -5110)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e5), st.floats(0, 1e5))
def test_an_interval_always_holds_its_difference(cost, below, above):
    """Turned or not, the point lies between the ends."""
    said = f"cost difference 95% CI {cost - below:.2f} to {cost + above:.2f}"
    row = measures(evaluation(cost_difference=round(cost, 2), uncertainty=said)).iloc[0]
    if not pd.isna(row.withdrawal_cost_low):
        assert row.withdrawal_cost_low <= row.withdrawal_cost <= row.withdrawal_cost_high


def test_a_good_row_has_no_fault_even_with_decimal_commas():
    """Swedish spreadsheets write 0,01."""
    assert check(evaluation(effect_difference="0,01", cost_difference="1 200"), this_year=2026).empty
    assert measures(evaluation(effect_difference="0,01", cost_difference="1 200")).icer[0] == 120000
