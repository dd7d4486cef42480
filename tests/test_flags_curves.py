"""The threshold of a flag is chosen on counts with intervals; probabilities are held against the truth."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review import figures
from review.flags import precision_recall, reliability

FOUND = pd.DataFrame(
    {
        "flag": ["low_value_care"] * 8,
        "label": [True, True, True, False, True, False, False, False],
        "probability": [0.95, 0.9, 0.7, 0.65, 0.4, 0.35, 0.1, 0.05],
    }
)


def test_precision_and_recall_are_hand_counted():
    """At 0.6 four are proposed of which three are right; one of the four true ones is missed."""
    row = precision_recall(FOUND, thresholds=[0.6]).iloc[0]
    assert (row.n_proposed, row.n_right, row.n_true) == (4, 3, 4)
    assert (row.precision, row.recall) == (0.75, 0.75)
    # the exact interval for 3 of 4
    assert (row.precision_low, row.precision_high) == pytest.approx((0.1941, 0.9937), abs=1e-4)


def test_where_nothing_is_proposed_there_is_no_precision():
    """A share without a denominator is missing, not zero."""
    row = precision_recall(FOUND, thresholds=[0.99]).iloc[0]
    assert np.isnan(row.precision)
    assert row.recall == 0


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_a_higher_threshold_finds_no_more(pairs):
    """Recall falls with the threshold, intervals hold their share, counts add up over the bins."""
    labels, probabilities = zip(*pairs, strict=True)
    found = pd.DataFrame({"flag": "de_implementation", "label": labels, "probability": probabilities})
    curve = precision_recall(found)
    assert curve.n_right.is_monotonic_decreasing
    known = curve.dropna()
    assert ((known.precision_low <= known.precision) & (known.precision <= known.precision_high)).all()
    bins = reliability(found)
    assert (bins.n.sum(), bins.n_true.sum()) == (len(pairs), sum(labels))


def test_reliable_probabilities_lie_near_the_line():
    """Labels drawn with the probability that is told are within every bin's interval, nearly always."""
    chance = np.random.default_rng(4)
    probability = chance.random(2000)
    found = pd.DataFrame(
        {"flag": "low_value_care", "label": chance.random(2000) < probability, "probability": probability}
    )
    bins = reliability(found, bins=10, confidence=0.999)
    assert ((bins.share_low <= bins.probability) & (bins.probability <= bins.share_high)).all()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_figures_say_in_words_what_they_show(language):
    """Both drawings carry their numbers in the description and the table, in the reader's language."""
    curve = figures.precision_recall(
        precision_recall(FOUND), {"low_value_care": 0.6}, name="c", caption="C", language=language
    )
    lines = figures.reliability(reliability(FOUND), name="r", caption="R", language=language)
    assert ("0,60" in curve.alt) == (language == "sv")
    assert "75" in curve.alt
    assert len(curve.table) == 19
    assert lines.table.iloc[:, 0].nunique() == 1
    assert lines.svg.count("<text") > 10
