"""Agreement between readers: published worked examples, partial overlap, intervals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.agreement import MEASURES, agree
from review.agreement.measures import coefficients
from review.errors import UsageError

PUBLISHED = [
    # same agreement, other margins: Feinstein and Cicchetti (1990), doi:10.1016/0895-4356(90)90158-L,
    # read as printed in Gerstman, Epidemiology Kept Simple, page 227, table 10.6
    pytest.param([[40, 9], [6, 45]], {"percent_agreement": 0.85, "kappa": 0.70}, id="feinstein-balanced"),
    pytest.param([[80, 10], [5, 5]], {"percent_agreement": 0.85, "kappa": 0.32}, id="feinstein-unbalanced"),
    # X-ray readings, read in Gerstman, page 227, example 10.1
    pytest.param(
        [[1467, 782], [1309, 16232]], {"percent_agreement": 0.894, "kappa": 0.524}, id="gerstman-x-ray"
    ),
    # two abstractors, three categories: data set cont3x3abstractors, table and values read in the README of
    # Gwet's R package irrCAC (its Brennan-Prediger is what PABAK is with more than two categories)
    pytest.param(
        [[13, 0, 0], [0, 20, 7], [0, 4, 56]],
        {"percent_agreement": 0.89, "kappa": 0.79641, "ac1": 0.84933, "pabak": 0.835},
        id="gwet-abstractors",
    ),
]
COMPUTED = [
    # by hand from the formulas: twice the agreement less one; half of what chance leaves
    pytest.param([[80, 10], [5, 5]], {"pabak": 0.70}, id="pabak"),
    # kappa of the same table, fifty applications for a grant: read on howcodex.com, Cohen's kappa coefficient
    pytest.param([[20, 5], [10, 15]], {"kappa": 0.40, "pabak": 0.40}, id="two-by-two"),
]


@pytest.mark.parametrize(("table", "expected"), [*PUBLISHED, *COMPUTED])
def test_two_readers_as_published_or_by_hand(table, expected):
    """Counts of two readers give the coefficients printed for them, or worked out by hand."""
    pairs = [(a, b) for a in range(len(table)) for b in range(len(table))]
    weights = np.array([[table[a][b] for a, b in pairs]], dtype=float)
    found = coefficients(np.array(pairs), weights, len(table))
    for name, value in expected.items():
        # as exact as the source prints it
        digits = len(str(value).split(".")[1])
        assert found[name][0] == pytest.approx(value, abs=0.5 * 10 ** -max(digits, 2)), name


# four observers, twelve units, five categories and gaps: the example of Krippendorff, Computing
# Krippendorff's Alpha-Reliability; data and values read as cac.raw4raters in the README of irrCAC
FOUR_OBSERVERS = [
    "11-1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "-555", "--11", "--3-",
]  # fmt: skip
# six psychiatrists, fifteen patients, five diagnoses, how many gave each: distrib.6raters in the same README
SIX_RATERS = [
    "00060", "03003", "01401", "00006", "03030", "20400", "00402", "20310", "20040", "00006", "10050",
    "11040", "03300", "10050", "02031",
]  # fmt: skip
SEVERAL = [
    pytest.param(
        [[-1 if sign == "-" else int(sign) - 1 for sign in unit] for unit in FOUR_OBSERVERS],
        {"percent_agreement": 0.81818, "ac1": 0.77544, "alpha": 0.74342, "pabak": 0.77273},
        id="four-observers-with-gaps",
    ),
    pytest.param(
        [[kind for kind, n in enumerate(unit) for _ in range(int(n))] for unit in SIX_RATERS],
        {"percent_agreement": 0.55111, "ac1": 0.44480, "alpha": 0.42044, "pabak": 0.43889},
        id="six-raters",
    ),
]


@pytest.mark.parametrize(("ratings", "expected"), SEVERAL)
def test_several_readers_as_published(ratings, expected):
    """More than two readers, also where some did not read, give the coefficients printed for them."""
    found = coefficients(np.array(ratings), np.ones((1, len(ratings))), 5)
    for name, value in expected.items():
        assert found[name][0] == pytest.approx(value, abs=0.000005), name


def _decisions(**by_reader):
    """Return a frame of decisions: reader to a text of i, e, u or blank for each reference in turn."""
    words = {"i": "include", "e": "exclude", "u": "unsure"}
    rows = [
        {
            "reference_id": f"r{place}",
            "stage": "title_abstract",
            "reader": reader,
            "decision": words[sign],
        }
        for reader, signs in by_reader.items()
        for place, sign in enumerate(signs)
        if sign != " "
    ]
    return pd.DataFrame(rows)


def test_a_pair_is_measured_on_what_both_read():
    """References that only one of two has read count neither for nor against."""
    whole = agree(_decisions(a="iieei", b="ieeei"), stage="title_abstract", n_boot=0).iloc[0]
    partial = agree(_decisions(a="iieei  i", b="ieeeiee "), stage="title_abstract", n_boot=0).iloc[0]
    assert partial["n_both"] == 5
    for name in MEASURES:
        assert partial[name] == pytest.approx(whole[name])


def test_three_readers_give_three_pairs_and_all():
    """Every pair has a row, and the last one speaks of all readers."""
    found = agree(_decisions(a="iiee", b="ieee", c="iieu"), stage="title_abstract", n_boot=0)
    assert list(zip(found["reader_a"], found["reader_b"], strict=True)) == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
        ("all", "all"),
    ]


def test_unsure_is_include_until_the_full_text():
    """Unsure leads to the full text like include, and is an answer of its own there."""
    early = _decisions(a="iuee", b="uiee")
    late = early.assign(stage="full_text")
    assert agree(early, stage="title_abstract", n_boot=0)["percent_agreement"].iloc[0] == 1
    assert agree(late, stage="full_text", n_boot=0)["percent_agreement"].iloc[0] == 0.5


def test_nothing_in_common_is_missing_not_zero():
    """Readers who share no reference have no agreement to speak of."""
    found = agree(_decisions(a="ie  ", b="  ie"), stage="title_abstract").iloc[0]
    assert found["n_both"] == 0
    assert np.isnan(found["kappa"])


def test_one_answer_only_leaves_chance_undefined():
    """If both always exclude, they agree fully and kappa has nothing to compare with."""
    found = agree(_decisions(a="eeee", b="eeee"), stage="title_abstract").iloc[0]
    assert found["percent_agreement"] == 1
    assert np.isnan(found["kappa"])
    assert found["ac1"] == 1


SIGNS = st.lists(st.sampled_from("ieu "), min_size=4, max_size=30).map("".join)


@given(SIGNS, SIGNS)
@settings(max_examples=40, deadline=None)
def test_measures_are_symmetric_and_at_most_one(first, second):
    """Swapping the readers changes nothing, and nobody agrees more than fully."""
    decisions = _decisions(a=first, b=second)
    if decisions.empty or decisions["reader"].nunique() < 2:
        return
    there = agree(decisions, stage="title_abstract", n_boot=0).iloc[0]
    back = agree(_decisions(a=second, b=first), stage="title_abstract", n_boot=0).iloc[0]
    for name in MEASURES:
        assert there[name] == pytest.approx(back[name], nan_ok=True)
        assert np.isnan(there[name]) or there[name] <= 1 + 1e-9


def test_intervals_hold_the_value_and_come_back():
    """The same seed gives the same interval, and the measure lies in it."""
    decisions = _decisions(a="iieeieiieeeieeee" * 5, b="ieeeieiieeieeeee" * 5)
    found = agree(decisions, stage="title_abstract", n_boot=400, seed=3)
    again = agree(decisions, stage="title_abstract", n_boot=400, seed=3)
    pd.testing.assert_frame_equal(found, again)
    for name in MEASURES:
        assert (found[f"{name}_low"] <= found[name]).all()
        assert (found[name] <= found[f"{name}_high"]).all()
        assert (found[f"{name}_low"] < found[f"{name}_high"]).all()


def test_only_named_readers_count():
    """An adjudicator who has seen the others' decisions can be left out."""
    decisions = _decisions(a="iiee", b="ieee", judge="iiee")
    found = agree(decisions, stage="title_abstract", readers=["a", "b"], n_boot=0)
    assert list(found["reader_a"]) == ["a", "all"]


def test_misuse_is_named():
    """Unknown readers, unknown stages and superseded rows are refused with the reason."""
    decisions = _decisions(a="ie", b="ii")
    with pytest.raises(UsageError, match="no decision by carl; readers are a, b"):
        agree(decisions, stage="title_abstract", readers=["a", "carl"])
    with pytest.raises(UsageError, match="stage must be one of"):
        agree(decisions, stage="abstract")
    with pytest.raises(UsageError, match="a has two decisions on r0"):
        agree(pd.concat([decisions, decisions]), stage="title_abstract")


def test_no_decision_at_a_stage_gives_an_empty_answer():
    """A stage nobody has begun has no pair and no reference in common."""
    found = agree(_decisions(a="ie", b="ii"), stage="full_text")
    assert found["n_both"].tolist() == [0]
