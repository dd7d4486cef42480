"""Frontier: published tables of more than two options, and withdrawal read along the efficient ones."""

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.economics import frontier, frontiers, measures

# Each table as printed: option, cost, effect, and the ratio, "extended" or "dominated" it prints.
PUBLISHED = {
    # Screening for colorectal cancer: JAMA Netw Open 2023 (PMC10654798), table 2; life years
    "colorectal": [
        ("natural history", 6284, 35.574, ""), ("FIT", 8223, 35.624, "extended"),
        ("colonoscopy", 9037, 35.672, 28_071), ("stool DNA", 11_583, 35.641, "dominated"),
        ("colonoscopy and liquid biopsy", 12_006, 35.680, 377_538),
        ("liquid biopsy", 15_562, 35.581, "dominated"),
    ],
    # Hepatitis B in Asian and Pacific Islanders: Open Forum Infect Dis 2018;6(1):ofy353, table 2; QALYs
    "hepatitis": [
        ("no intervention", 3902, 23.780, ""), ("vaccination", 4001, 23.787, 13_397),
        ("treatment", 5360, 23.853, "extended"), ("inclusive", 5361, 23.861, 18_378),
    ],
    # The same table, people born in Africa
    "hepatitis-africa": [
        ("no intervention", 4928, 23.551, ""), ("vaccination", 5024, 23.559, 11_086),
        ("inclusive", 6676, 23.653, 17_645), ("treatment", 6739, 23.646, "dominated"),
    ],
    # The same table, prisons: doing nothing costs more and gives less than vaccinating
    "hepatitis-prison": [
        ("vaccination", 999, 24.415, ""), ("no intervention", 1105, 24.365, "dominated"),
        ("inclusive", 1321, 24.432, 18_922), ("treatment", 1446, 24.382, "dominated"),
    ],
    # Screening for breast cancer: Cancer Epidemiol Biomarkers Prev 2009;18:718-25, table 4, other survival
    # model; costs are rounded to 100 dollars, and dominance of either kind is printed as a dash
    "breast": [
        ("X", 13_000, 27.4158, ""), ("A", 14_300, 27.4427, 46_900), ("B", 14_300, 27.4396, "-"),
        ("C", 14_600, 27.4448, 152_100), ("D", 14_700, 27.4450, "-"), ("E", 15_000, 27.4449, "-"),
        ("F", 15_200, 27.4459, "-"), ("G", 15_200, 27.4466, 339_400), ("H", 15_300, 27.4465, "-"),
        ("I", 15_500, 27.4470, 611_800), ("J", 21_000, 27.4480, 5_847_100),
    ],
    # Screening for colorectal cancer: Australia and New Zealand Health Policy 2005;2:10, table 7; life years
    "colorectal-australia": [
        ("existing practice", 0, 0, ""), ("FOBT2", 140_117_791, 3_551, 39_459),
        ("DCBE5", 248_112_291, 6_023, 43_687), ("DCBE3", 304_301_903, 6_720, 80_616),
        ("FOBT1+DCBE5", 370_181_240, 7_076, 185_054), ("FOBT1+DCBE3", 422_777_702, 7_299, 235_859),
    ],
    # Radiation after surgery: JNCI Cancer Spectrum 2020;4(2):pkaa004, table 1; QALYs
    "radiation": [
        ("1", 1_695.865, 8.570992, ""), ("3", 12_118.17, 8.590681, 529_365.8),
        ("2", 12_224.17, 8.583273, "dominated"),
    ],
}  # fmt: skip
LAST = {
    "colorectal": (1, 0.001),
    "breast": (100, 0.0001),
    "colorectal-australia": (1, 1),
    "radiation": (0.01, 1e-6),
}
"""What the last digit of cost and of effect counts, where it is not one dollar and a thousandth."""


def options(rows):
    """Return options as `frontier` takes them."""
    return pd.DataFrame(rows, columns=["option", "cost", "effect"])


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_table_is_reproduced(name):
    """Who dominates whom, and each ratio as far as the printed digits of cost and effect go."""
    printed = {row[0]: row[3] for row in PUBLISHED[name]}
    made = frontier(options([row[:3] for row in PUBLISHED[name]])).set_index("option")
    cost_digit, effect_digit = LAST.get(name, (1, 0.001))
    before = None
    for row in made.itertuples():
        said = printed[row.Index]
        assert (row.status == "efficient") == (said == "" or not isinstance(said, str)), row
        assert not isinstance(said, str) or said in ("", "-") or row.status == said
        if row.status == "efficient" and before is not None:
            cost, effect = row.cost - before.cost, row.effect - before.effect
            low = (cost - cost_digit) / (effect + effect_digit)
            high = (cost + cost_digit) / max(effect - effect_digit, 1e-12)
            assert low <= said <= high
            assert row.icer == pytest.approx(cost / effect)
            assert row.withdraw_to == before.Index
        before = row if row.status == "efficient" else before


def test_a_published_table_of_qalys_lost_is_read_the_right_way_round():
    """Ratios of a table that counts QALYs lost: chlamydia, Sex Transm Infect (BMJ), first four rows."""
    lost = {"none": (709_068, 156), "1": (796_042, 92), "2": (974_854, 75), "3": (1_008_678, 66)}
    rows = [
        {"reference_id": "r", "evaluation_id": f"E{name}", "intervention": name, "comparator": "none",
         "care_in_question": "intervention", "effect_unit": "QALYs lost", "currency": "GBP",
         "cost_difference": cost - 709_068, "effect_difference": effect - 156}
        for name, (cost, effect) in lost.items() if name != "none"
    ]  # fmt: skip
    made = frontiers(measures(pd.DataFrame(rows))).set_index("option")
    assert made.icer["1"] == pytest.approx(1_364, abs=25)
    # the table prints 10 402 and then 3 845: by extended dominance strategy 2 leaves the frontier
    assert made.status.to_dict() == {
        "none": "efficient", "1": "efficient", "2": "extended", "3": "efficient"
    }  # fmt: skip
    assert made.loc["1", ["withdrawal_cost", "withdrawal_effect"]].tolist() == [-86_974, -64]


def test_withdrawal_follows_the_frontier():
    """An efficient option is left for the one below, a dominated one for what dominates it."""
    made = frontier(options([row[:3] for row in PUBLISHED["colorectal"]])).set_index("option")
    assert made.withdraw_to.to_dict() == {
        "natural history": "", "FIT": "natural history", "colonoscopy": "natural history",
        "stool DNA": "colonoscopy", "colonoscopy and liquid biopsy": "colonoscopy",
        "liquid biopsy": "colonoscopy",
    }  # fmt: skip
    assert made.reading["stool DNA"] == "dominant"
    assert made.reading["colonoscopy"] == "saves_with_loss"
    assert made.saved_per_unit_lost["colonoscopy"] == pytest.approx(made.icer["colonoscopy"])
    assert pd.isna(made.saved_per_unit_lost["stool DNA"])
    assert made.dominated_by["FIT"] == "natural history; colonoscopy"


SAME = {"reference_id": "r1", "comparator": "no test", "care_in_question": "intervention", "currency": "SEK"}
SAME |= {"price_year": 2024, "effect_unit": "QALY"}


def row(name, what, cost, effect, **more):
    """Return one evaluation against the common comparator."""
    told = {"evaluation_id": name, "intervention": what, "cost_difference": cost, "effect_difference": effect}
    return SAME | told | more


def test_only_rows_with_one_comparator_stand_beside_each_other():
    """Another comparator, population, currency, price year, unit or study makes another comparison."""
    rows = [row("E1", "some", 100, 0.008), row("E2", "all", 900, 0.01, comparator="No  test")]
    other = [
        row(f"X{place}", f"other {place}", 1, 9, **more)
        for place, more in enumerate(
            ({"comparator": "a visit"}, {"population": "men"}, {"currency": "NOK"}, {"price_year": 2019},
             {"effect_unit": "life year"}, {"reference_id": "r2"}, {"effect_unit": "NRS points"})
        )
    ]  # fmt: skip
    made = frontiers(measures(pd.DataFrame(rows + other)))
    assert made.option.tolist() == ["no test", "some", "all"]
    assert made.evaluation_ids.tolist() == ["", "E1", "E2"]
    assert made.in_question.tolist() == [False, True, True]
    assert made.withdraw_to.tolist() == ["", "no test", "some"]
    assert frontiers(measures(pd.DataFrame(rows[:1]))).empty


def test_the_care_may_be_the_comparator():
    """Where the comparator is the care, it is what may be withdrawn, and stands on the same frontier."""
    rows = [row("E1", "some", -100, -0.008), row("E2", "none", -900, -0.01)]
    made = frontiers(measures(pd.DataFrame([one | {"care_in_question": "comparator"} for one in rows])))
    assert made[made.in_question].option.tolist() == ["no test"]
    # leaving out most of it saves much and loses little, so that the middle way is no bargain
    assert made.set_index("option").status["some"] == "extended" or made.withdraw_to.iloc[-1] == "some"


PLACES = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=1, max_size=8)


@given(PLACES)
@settings(max_examples=150, deadline=None)
def test_efficient_options_are_best_at_some_threshold_and_others_at_none(places):
    """The frontier by its definition: the highest net benefit, over all thresholds."""
    named = [(f"o{place}", cost, effect) for place, (cost, effect) in enumerate(dict.fromkeys(places))]
    made = frontier(options(named)).set_index("option")
    efficient = made[made.status == "efficient"]
    ratios = [float(value) for value in efficient.icer.dropna()]
    assert ratios == sorted(ratios)
    # one threshold between each two ratios, and one at each end
    ends = [0.0, *ratios, (ratios or [0.0])[-1] + 1000]
    for low, high in itertools.pairwise(ends):
        threshold = (low + high) / 2
        worth = (made.effect * threshold - made.cost).astype("float64")
        assert worth[efficient.index].max() >= worth.max() - 1e-6
    again = frontier(options(named[::-1])).set_index("option")
    pd.testing.assert_series_equal(made.status.sort_index(), again.status.sort_index())
