"""Economics: signs, quadrants and the reading for withdrawal, and cells that cannot be right."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.economics import READINGS, check, measures

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


def test_a_good_row_has_no_fault_even_with_decimal_commas():
    """Swedish spreadsheets write 0,01."""
    assert check(evaluation(effect_difference="0,01", cost_difference="1 200"), this_year=2026).empty
    assert measures(evaluation(effect_difference="0,01", cost_difference="1 200")).icer[0] == 120000
