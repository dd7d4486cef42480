"""Economics: what withdrawing is worth at a threshold, per unit lost, by class and in the matrix."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from review import economics
from review.errors import UsageError
from review.formats import read_table
from review.money import PriceLevels

ROOT = Path(__file__).parents[1]
LEVELS = PriceLevels.from_frame(read_table(ROOT / "references" / "price_levels.csv"))
THRESHOLDS = read_table(ROOT / "references" / "thresholds.csv")
MONEY = st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-3)
EFFECT = st.floats(-10, 10).filter(lambda value: value == 0 or abs(value) > 1e-6)


def evaluation(**cells):
    """Return one converted evaluation of care that costs 900 kronor more and gives 0.01 QALY."""
    row = {
        "evaluation_id": "E1",
        "care_in_question": "intervention",
        "country": "SWE",
        "currency": "SEK",
        "price_year": 2024,
        "cost_difference": 900,
        "effect_difference": 0.01,
        "effect_unit": "QALY",
    }
    return economics.convert_evaluations(pd.DataFrame([row | cells]), LEVELS, to_year=2024)


@pytest.fixture(scope="module")
def sample():
    """Return the invented sample, converted to kronor of 2024."""
    frame = read_table(ROOT / "data" / "sample" / "evaluations.xlsx")
    return economics.convert_evaluations(frame, LEVELS, to_year=2024)


def test_a_published_net_benefit_is_reproduced():
    """0.5 unit worth 50 000 dollars each, for 18 000 dollars, is 7 000 dollars.

    Source: passetra.com, "A positive incremental net monetary benefit (INMB) indicates what?"
    """
    assert economics.net_benefit(18_000, 0.5, 50_000) == 7_000


def test_the_published_reason_for_no_ratio():
    """Saving 100 with 10 gained and paying 100 with 10 lost share the ratio -10, so neither has one.

    Source: SAGE Encyclopedia of Medical Decision Making, "Net monetary benefit".
    """
    assert -100 / 10 == 100 / -10 == -10
    assert economics.decremental_ratio(-100, 10) is economics.decremental_ratio(100, -10) is None
    assert economics.net_benefit(-100, 10, 1) > 0 > economics.net_benefit(100, -10, 1)


@given(MONEY, EFFECT, st.floats(0, 1e6))
def test_withdrawing_is_the_care_with_its_sign_turned(cost, effect, threshold):
    """On a straight line what the care is worth is what withdrawing it loses."""
    assert economics.net_benefit(-cost, -effect, threshold) == -economics.net_benefit(cost, effect, threshold)


@given(MONEY, EFFECT, st.floats(0, 1e6), st.floats(1, 10))
def test_the_kink_speaks_of_losses_alone(cost, effect, threshold, kink):
    """A kink never makes an option better, and changes nothing where nothing is lost."""
    straight = economics.net_benefit(cost, effect, threshold)
    kinked = economics.net_benefit(cost, effect, threshold, kink=kink)
    assert kinked <= straight
    assert kinked == straight or effect < 0


@given(MONEY, EFFECT, st.floats(0, 1e5), st.floats(0.001, 1000))
def test_the_unit_of_money_does_not_matter(cost, effect, threshold, rate):
    """In another money the benefit is the same benefit."""
    here = economics.net_benefit(cost, effect, threshold)
    there = economics.net_benefit(cost * rate, effect, threshold * rate)
    assert there == pytest.approx(here * rate, rel=1e-6, abs=1e-3)


@given(st.floats(-1e6, -1), st.floats(-10, -0.001), st.floats(1, 1e6))
def test_the_ratio_and_the_benefit_agree(cost, effect, threshold):
    """Withdrawing pays exactly where it saves more per unit lost than a unit is worth."""
    ratio = economics.decremental_ratio(cost, effect)
    benefit = economics.net_benefit(cost, effect, threshold)
    if abs(ratio - threshold) > 1e-6 * threshold:
        assert (benefit > 0) == (ratio > threshold)


@pytest.mark.parametrize(("threshold", "kink"), [(-1, 1), (1, 0.5)])
def test_a_threshold_below_zero_is_refused(threshold, kink):
    """Neither a negative worth of health nor a loss that counts less than a gain."""
    with pytest.raises(UsageError, match="threshold must be 0 or more and kink 1 or more"):
        economics.net_benefit(1, 1, threshold, kink=kink)


def test_thresholds_meet_only_qalys_in_kronor(sample):
    """Every evaluation in QALY and SEK has a row per threshold, and no other has one."""
    found = economics.net_benefits(sample, [100_000, 500_000])
    usable = sample[(sample.effect_unit == "QALY") & sample.withdrawal_cost_sek.notna()]
    assert len(found) == 2 * len(usable.dropna(subset=["withdrawal_effect"]))
    assert set(found.evaluation_id) <= set(usable.evaluation_id)


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        pytest.param({}, "låg", id="90-000"),
        pytest.param({"cost_difference": 1000}, "måttlig", id="the-border-belongs-above"),
        pytest.param({"cost_difference": 5000}, "hög", id="500-000"),
        pytest.param({"cost_difference": 10_000}, "mycket hög", id="1-000-000"),
        pytest.param({"effect_unit": "life year"}, "", id="not-QALY"),
        pytest.param({"cost_difference": -900}, "", id="care-that-dominates"),
        pytest.param({"effect_difference": -0.01, "cost_difference": -900}, "", id="care-cheaper-and-worse"),
        pytest.param({"price_year": None}, "", id="not-converted"),
    ],
)
def test_a_class_is_given_only_where_it_means_something(cells, name):
    """The class is of what the care costs per QALY it gives, in kronor, and carries its mark."""
    row = economics.add_cost_classes(evaluation(**cells), THRESHOLDS).iloc[0]
    assert row.cost_class_sv == name
    assert row.cost_class_status == ("unconfirmed" if name else "")


def test_the_care_as_comparator_has_the_same_class():
    """Which of the two was written first does not change the class."""
    turned = evaluation(care_in_question="comparator", cost_difference=-900, effect_difference=-0.01)
    assert economics.add_cost_classes(turned, THRESHOLDS).cost_class_sv[0] == "låg"


def test_conversion_keeps_every_row_and_says_why(sample):
    """A row is converted with its chain, or has its reason; never both, never neither."""
    assert len(sample) == 32
    done = sample.not_converted == ""
    assert sample.sek_factor.notna().equals(done)
    assert (sample.not_converted[~done].str.startswith("not convertible: ")).all()
    assert set(sample.not_converted[~done]) == {
        "not convertible: price year not reported",
        "not convertible: EMU 2018 deflator missing, EMU 2024 deflator missing",
    }
    assert (sample.sek_chain[done & (sample.currency != "SEK")] != "").all()


def test_conversion_turns_no_reading(sample):
    """Kronor have the sign the study's money had, and ratios stay ratios of the same differences."""
    both = sample.dropna(subset=["withdrawal_cost_sek"])
    assert ((both.withdrawal_cost > 0) == (both.withdrawal_cost_sek > 0)).all()
    ratios = sample.dropna(subset=["icer_sek"])
    again = ratios.withdrawal_cost_sek / ratios.withdrawal_effect
    assert (again - ratios.icer_sek).abs().max() < 1e-6 * ratios.icer_sek.max()


def test_measured_rows_keep_their_other_columns():
    """Reader and time stay beside what is converted."""
    frame = evaluation().assign(reader="anna")
    assert economics.convert_evaluations(frame, LEVELS, to_year=2020).reader.tolist() == ["anna"]


def test_the_matrix_adds_up(sample):
    """Nine cells, each reading once, and as many evaluations as have a reading."""
    matrix = economics.dominance_matrix(sample)
    assert sorted(matrix.reading) == sorted(economics.READINGS.values())
    assert matrix.n.sum() == (sample.reading != "").sum()
    assert set(matrix.implication) == {"favours_withdrawal", "needs_judgement", "speaks_against"}


@pytest.mark.parametrize(
    ("reading", "implication"),
    [
        ("dominant", "favours_withdrawal"),
        ("saves_with_loss", "needs_judgement"),
        ("dominated", "speaks_against"),
    ],
)
def test_the_corners_of_the_matrix(reading, implication):
    """Cheaper and better speaks for itself; cheaper and worse never does."""
    assert economics.IMPLICATIONS[reading] == implication


def test_completeness_counts_what_was_not_looked_at():
    """Items without an answer are in the number of items and in no share."""
    items = read_table(ROOT / "references" / "checklists.csv")
    said = pd.DataFrame(
        {
            "evaluation_id": "E1",
            "checklist": "CHEERS 2022",
            "item": ["1", "2", "3"],
            "answer": ["yes", "no", "partly"],
        }
    )
    row = economics.completeness(said, items).iloc[0]
    assert (row["items"], row.answered, row.yes) == (28, 3, 1)
    assert row.share_yes == pytest.approx(1 / 3)
