"""Agreement: intervals that hold in a pilot, one per page, and measures that count what could be said."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from review.agreement import ANSWERS, MEASURES, agree, both_ways
from review.agreement.measures import measure
from review.errors import UsageError

WORDS = {"i": "include", "e": "exclude", "u": "unsure"}


def decided(stage="title_abstract", **by_reader):
    """Return decisions: reader to a text of i, e, u or blank for each reference in turn."""
    rows = [
        (f"r{place}", stage, reader, WORDS[sign])
        for reader, signs in by_reader.items()
        for place, sign in enumerate(signs)
        if sign != " "
    ]
    return pd.DataFrame(rows, columns=["reference_id", "stage", "reader", "decision"])


def test_a_pilot_in_which_all_agree_still_has_a_lower_end():
    """Forty references without one disagreement are no proof that there will be none."""
    row = agree(decided(a="e" * 38 + "ii", b="e" * 38 + "ii"), stage="title_abstract").iloc[0]
    for name in ("percent_agreement", "pabak", "ac1", "kappa", "alpha"):
        assert row[f"{name}_low"] < 0.96
        assert row[f"{name}_high"] == row[name] == 1
    assert row.percent_agreement_low == pytest.approx(0.025 ** (1 / 40), abs=0.01)


@pytest.mark.parametrize(("agreeing", "n"), [(0, 20), (1, 20), (19, 20), (38, 40), (75, 100), (990, 1000)])
def test_percent_agreement_has_the_exact_interval(agreeing, n):
    """That of Clopper and Pearson, as far as draws go."""
    signs = ("i" * agreeing + "e" * (n - agreeing), "i" * n)
    row = agree(decided(a=signs[0], b=signs[1]), stage="title_abstract", n_boot=4000).iloc[0]
    low = beta.ppf(0.025, agreeing, n - agreeing + 1) if agreeing else 0
    high = beta.ppf(0.975, agreeing + 1, n - agreeing)
    assert row.percent_agreement_low == pytest.approx(low, abs=0.01)
    assert row.percent_agreement_high == pytest.approx(high, abs=0.01)


def test_intervals_of_a_small_pilot_hold_the_truth_often_enough():
    """Thirty references, one in ten relevant; the whole table is made by benchmarks/agreement_coverage.py."""
    patterns = np.array([[1, 1], [1, 0], [0, 1], [0, 0]])
    shares, truth = [0.08, 0.01, 0.01, 0.9], {"percent_agreement": 0.98, "pabak": 0.96}
    truth["ac1"] = (0.98 - 2 * 0.09 * 0.91) / (1 - 2 * 0.09 * 0.91)
    held = dict.fromkeys(truth, 0)
    for counts in np.random.default_rng(5).multinomial(30, shares, size=200):
        row = measure(np.repeat(patterns, counts, axis=0), 2, n_boot=300)
        for name, value in truth.items():
            held[name] += row[f"{name}_low"] <= value <= row[f"{name}_high"]
    assert min(held.values()) >= 0.93 * 200


def test_two_readers_have_one_interval_on_a_page():
    """The row of the pair and that of all readers say the same, with and without references one has read."""
    for extra in ("", "  ii", "ei  "):
        found = agree(decided(a="iieei" * 4 + extra, b="ieeei" * 4 + extra[::-1]), stage="title_abstract")
        pair, whole = (found.drop(columns=["reader_a", "reader_b"]).iloc[place] for place in (0, 1))
        pd.testing.assert_series_equal(pair, whole, check_names=False)


def test_an_interval_does_not_depend_on_who_else_has_read():
    """A third reader changes the row of all, and nothing in that of the first two."""
    two = {"a": "iieeiueiei" * 3, "b": "ieeeiieiee" * 3}
    alone = agree(decided("full_text", **two), stage="full_text").iloc[0]
    among = agree(decided("full_text", **two, c="ueueueueue" * 3), stage="full_text").iloc[0]
    pd.testing.assert_series_equal(alone, among, check_names=False)


@pytest.mark.parametrize("names", list(itertools.permutations("ieu")))
def test_no_measure_knows_the_alphabet(names):
    """Whichever two of three answers were given, the same table gives the same numbers."""
    usual = agree(decided("full_text", a="iieeiee", b="ieeeiie"), stage="full_text", n_boot=0).iloc[0]
    other = str.maketrans("ieu", "".join(names))
    turned = decided("full_text", a="iieeiee".translate(other), b="ieeeiie".translate(other))
    row = agree(turned, stage="full_text", n_boot=0).iloc[0]
    for name in MEASURES:
        assert row[name] == pytest.approx(usual[name])


def test_unsure_is_counted_both_ways_and_each_is_named():
    """Include or not, and with unsure as an answer of its own; the usual way of a stage is one of them."""
    for stage, folded in (("title_abstract", "i"), ("full_text", "e")):
        signs = {"a": "iueeiuei", "b": "uieeieui"}
        found = both_ways(decided(stage, **signs), stage=stage, n_boot=0).set_index(["answers", "reader_a"])
        two = agree(
            decided(stage, **{name: said.replace("u", folded) for name, said in signs.items()}),
            stage=stage, answers="include_or_not", n_boot=0,
        ).iloc[0]  # fmt: skip
        assert list(found.index.get_level_values("answers").unique()) == list(ANSWERS)
        for name in MEASURES:
            assert found.loc[("include_or_not", "a"), name] == pytest.approx(two[name])
        assert found.loc[("with_unsure", "a"), "percent_agreement"] == 0.5
    with pytest.raises(UsageError, match="answers must be one of"):
        agree(decided(a="i", b="i"), stage="title_abstract", answers="three")


def test_an_answer_nobody_knows_is_refused():
    """A decision that is none is not left out in silence."""
    frame = decided(a="ie", b="ii").replace({"decision": {"exclude": "maybe"}})
    with pytest.raises(UsageError, match="decision must be one of include, exclude, unsure; got 'maybe'"):
        agree(frame, stage="title_abstract")


SIGNS = st.text("ieu ", min_size=2, max_size=25)


@given(SIGNS, SIGNS, SIGNS)
@settings(max_examples=30, deadline=None)
def test_every_interval_holds_its_value_within_what_can_be(first, second, third):
    """Two readers or three, with gaps: low, value and high in order, and nothing above one."""
    decisions = decided("full_text", a=first, b=second, c=third)
    if decisions.reader.nunique() < 2:
        return
    for answers in ANSWERS:
        for row in agree(decisions, stage="full_text", answers=answers, n_boot=50).to_dict("records"):
            for name in MEASURES:
                low, value, high = (row[f"{name}{end}"] for end in ("_low", "", "_high"))
                assert np.isnan(value) == np.isnan(low) == np.isnan(high)
                assert np.isnan(value) or -1.0001 <= low <= value <= high <= 1.0001
