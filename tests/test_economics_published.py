"""Economics: worked examples that others have published, reproduced to the digit they print."""

import pandas as pd
import pytest

from review.economics import measures, net_benefit


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


def test_ratio_and_net_benefit_agree_on_the_published_table():
    """A strategy pays at a threshold exactly where its printed ratio is below it."""
    for case in SCREENING:
        cost, effect, printed = case.values
        assert net_benefit(cost, effect, printed + 1) > 0 > net_benefit(cost, effect, printed - 1)
