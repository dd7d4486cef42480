"""Economics: worked examples that others have published, reproduced to the digit they print.

Every number was read in the table or on the page that is named. No published conversion was found that prints
both steps with all their factors; the steps are held to published examples one by one in
`test_money_conversion.py`.
"""

import pandas as pd
import pytest

from review.economics import decremental_ratio, measures, net_benefit


def compared(cost, effect):
    """Return the measures of an option against the one before it."""
    row = {"care_in_question": "intervention", "cost_difference": cost, "effect_difference": effect}
    return measures(pd.DataFrame([row | {"currency": "AUD", "effect_unit": "life year"}])).iloc[0]


# Screening for colorectal cancer: Australia and New Zealand Health Policy 2005;2:10, table 7. Extra cost in
# dollars, extra life years gained, and the ratio as printed, each strategy against the one above it.
SCREENING = [
    pytest.param(140_117_791, 3_551, 39_459, id="FOBT2"),
    pytest.param(107_994_500, 2_472, 43_687, id="DCBE5"),
    pytest.param(56_189_612, 697, 80_616, id="DCBE3"),
    pytest.param(65_879_337, 356, 185_054, id="FOBT1+DCBE5"),
    pytest.param(52_596_462, 223, 235_859, id="FOBT1+DCBE3"),
]


@pytest.mark.parametrize(("cost", "effect", "printed"), SCREENING)
def test_a_published_table_of_ratios_is_reproduced(cost, effect, printed):
    """Five ratios of one table, to the dollar."""
    assert round(compared(cost, effect).icer) == printed


# Radiation after surgery: JNCI Cancer Spectrum 2020;4(2):pkaa004, table 1. Cost and effectiveness of each
# strategy; the table prints 1 and 3 as undominated and 2 (dearer and worse than 3) as absolutely dominated.
STRATEGIES = {1: (1_695.865, 8.570992), 2: (12_224.17, 8.583273), 3: (12_118.17, 8.590681)}


def against(one, other):
    """Return the measures of one strategy against another."""
    (cost, effect), (less, fewer) = STRATEGIES[one], STRATEGIES[other]
    return compared(cost - less, effect - fewer)


def test_a_published_ratio_is_reproduced_as_far_as_its_digits_go():
    """10 422.31 for 0.019688 is printed as 529 365.8: within what the last digit leaves open."""
    assert against(3, 1).cost_difference == pytest.approx(10_422.31, abs=0.01)
    low, high = 10_422.305 / 0.0196885, 10_422.315 / 0.0196875
    assert low < 529_365.8 < high
    assert low < compared(10_422.31, 0.019688).icer < high


def test_the_dominated_strategy_has_no_ratio():
    """The table prints -14 308.9 and calls it dominated; a negative ratio is not given here."""
    dominated = against(2, 3)
    assert (dominated.cost_difference, dominated.effect_difference) == (
        pytest.approx(106.0, abs=0.01),
        pytest.approx(-0.00741, abs=5e-6),
    )
    assert dominated.quadrant == "NW"
    assert pd.isna(dominated.icer)
    # withdrawing a dominated option saves and gives more
    assert dominated.reading == "dominant"


# Scenarios of a cost-utility analysis: BMJ Open 2018;8(4):e019184, table 4.
# Difference in cost (pounds), difference in effect (QALYs), ratio as printed, and the quarter of the plane in
# which the two signs lie. The table prints negative ratios too, which are not given here.
QUARTERS = [
    pytest.param(4.07, -0.00005, -81_400, "NW", id="basecase"),
    pytest.param(7.92, 0.00160, 4_950, "NE", id="C"),
    pytest.param(19.60, 0.0030, 6_533, "NE", id="E"),
    pytest.param(4.07, 0.00042, 9_690, "NE", id="G"),
    pytest.param(-7.43, -0.00005, 148_600, "SW", id="I"),
    pytest.param(-12.64, -0.00005, 252_800, "SW", id="J"),
    pytest.param(-2.53, -0.00010, 25_300, "SW", id="K"),
    pytest.param(-7.92, -0.00005, 158_400, "SW", id="L"),
    pytest.param(-11.90, -0.00150, 7_933, "SW", id="O"),
    pytest.param(-7.43, -0.0038, 1_955, "SW", id="S"),
    pytest.param(-108.67, 0.0030, -36_223, "SE", id="P"),
]


@pytest.mark.parametrize(("cost", "effect", "printed", "quarter"), QUARTERS)
def test_a_published_table_of_all_four_quarters_is_reproduced(cost, effect, printed, quarter):
    """Ratios to the pound where cost and effect have one sign; elsewhere the quarter alone."""
    row = compared(cost, effect)
    assert row.quadrant == quarter
    assert round(cost / effect) == printed
    assert pd.isna(row.icer) if quarter in ("NW", "SE") else round(row.icer) == printed


@pytest.mark.parametrize(("cost", "effect", "printed", "quarter"), QUARTERS)
def test_the_south_west_is_read_the_other_way_round(cost, effect, printed, quarter):
    """What saves and loses pays at thresholds below its ratio, what costs and gives at those above."""
    if quarter in ("NE", "SW"):
        low, high = (net_benefit(cost, effect, 0.9 * printed), net_benefit(cost, effect, 1.1 * printed))
        assert (low > 0 > high) if quarter == "SW" else (low < 0 < high)
    saved = decremental_ratio(cost, effect)
    assert (saved is None) == (quarter != "SW")
    assert saved is None or round(saved) == printed


def test_a_published_saving_per_qaly_lost():
    """About 5 000 dollars saved for half a day of perfect health: more than 3 million per QALY lost.

    Source: Kent D. Just-as-good medicine. American Scientist, March 2010, on percutaneous coronary
    intervention instead of bypass surgery.
    """
    assert 3_000_000 < decremental_ratio(-5_000, -0.5 / 365.25) < 4_000_000


def test_a_published_net_benefit_of_two_options():
    """Costs, QALYs and net benefit at 100 000 dollars per QALY, as far as four decimals of a QALY go.

    Source: Open Heart (BMJ), table 5 of an evaluation of insertable cardiac monitors: 41 644 dollars and
    5.7307 QALYs give 531 424 dollars, 37 111 and 6.0313 give 566 021.
    """
    for cost, effect, printed in ((41_644, 5.7307, 531_424), (37_111, 6.0313, 566_021)):
        assert net_benefit(cost, effect, 100_000) == pytest.approx(printed, abs=0.00005 * 100_000)


def test_ratio_and_net_benefit_agree_on_the_published_table():
    """A strategy pays at a threshold exactly where its printed ratio is below it."""
    for case in SCREENING:
        cost, effect, printed = case.values
        assert net_benefit(cost, effect, printed + 1) > 0 > net_benefit(cost, effect, printed - 1)
