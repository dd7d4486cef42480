"""When it is safe to stop: the hypergeometric test, its laws, and how often it fails."""

import json
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.errors import UsageError
from review.stopping import (
    ORDERS,
    certificate,
    draws_needed,
    fewest_if_missed,
    level_after,
    none_drawn,
    overlooked_by_both,
    simulated_rules,
    total_from_random_draws,
)
from review.stopping.simulated import places_in_order, read_in_a_row, read_ranked


def test_p_value_is_the_hand_counted_probability():
    """Had 95 % been missed, two relevant ones were in an urn of 40 of which 30 were drawn in vain."""
    expected = comb(38, 30) / comb(40, 30)
    assert none_drawn(40, 2, 30) == pytest.approx(expected)
    assert certificate([1] * 20 + [0] * 30, 60).p_value == pytest.approx(expected)


@pytest.mark.parametrize("confidence", [0.8, 0.9, 0.95, 0.99])
@pytest.mark.parametrize("recall", [0.5, 0.8, 0.9, 0.95, 0.99, 1.0])
def test_all_chances_to_stop_too_early_together_are_what_was_allowed(recall, confidence):
    """Summed over every relevant reference after which reading could stop too early, however many there are.

    After the j-th of N the chance is that of a gap that long in the largest pile that can be left.
    """
    n_total = 1500
    supposed = [fewest_if_missed(j, recall) - j for j in range(400)]
    levels = [level_after(j, n_total, recall, confidence) for j in range(400)]
    gaps = [draws_needed(n_total - j, supposed[j], levels[j]) for j in range(400)]
    for n_relevant in (*range(2, 120), 300, 400):
        early = [j for j in range(1, n_relevant) if j < recall * n_relevant - 1e-9]
        never = np.prod([1 - none_drawn(n_total - j, n_relevant - j, gaps[j]) for j in early])
        assert 1 - never <= 1 - confidence + 1e-9


@given(st.integers(2, 300), st.integers(1, 300), st.integers(1, 300), st.integers(0, 300))
@settings(max_examples=100, deadline=None)
def test_more_missed_ones_are_rarer_to_draw_none_of(unread, few, more, draws):
    """The bound under the levels: with k times as many missed, the chance is at most its k-th power."""
    few, more = sorted((min(few, unread), min(more, unread)))
    draws = min(draws, unread)
    assert none_drawn(unread, more, draws) <= none_drawn(unread, few, draws) ** (more / few) + 1e-9


@given(st.integers(1, 400), st.integers(1, 20), st.floats(0.001, 0.5))
@settings(max_examples=60, deadline=None)
def test_draws_needed_are_enough_and_not_too_many(unread, missed, level):
    """With one draw less the test would not say stop."""
    needed = draws_needed(unread, missed, level)
    if needed < unread:
        assert none_drawn(unread, missed, needed) <= level
    if needed:
        assert none_drawn(unread, missed, needed - 1) > level


def test_all_read_is_always_enough():
    """Nothing can be missed when nothing is unread."""
    found = certificate([0, 1, 0, 0], 4)
    assert found.reached
    assert found.p_value == 0
    assert found.missed_at_most == 0
    assert found.recall_at_least == 1


def test_nothing_read_shows_nothing():
    """Before the first reference there is neither target nor guarantee."""
    found = certificate([], 100)
    assert not found.reached
    assert not found.guarantee
    assert found.missed_at_most is None


LABELS = st.lists(st.integers(0, 1), min_size=1, max_size=60)


@given(LABELS, st.integers(1, 40), st.floats(0.5, 1.0), st.floats(0.5, 0.99))
@settings(max_examples=60, deadline=None)
def test_certificate_is_consistent(labels, n_unread, recall, confidence):
    """The target counts as reached exactly when the recall that is certain is the target or more."""
    found = certificate(labels, len(labels) + n_unread, recall=recall, confidence=confidence)
    assert 0 <= found.p_value <= 1
    assert (found.missed_at_most is not None) == (found.reached and found.guarantee)
    if found.recall_at_least is not None:
        assert found.recall_at_least >= recall - 1e-9


@given(LABELS, st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_another_irrelevant_reference_never_lowers_the_hope(labels, n_unread):
    """Reading one more irrelevant reference makes the p-value smaller or leaves it."""
    n_total = len(labels) + n_unread
    before = certificate(labels, n_total).p_value
    after = certificate([*labels, 0], n_total).p_value
    assert after <= before + 1e-9


@given(LABELS, st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_a_higher_target_is_harder(labels, n_unread):
    """Whoever wants to find more has to read at least as long."""
    n_total = len(labels) + n_unread
    easier = certificate(labels, n_total, recall=0.8).p_value
    harder = certificate(labels, n_total, recall=0.95).p_value
    assert harder >= easier - 1e-9


@pytest.mark.parametrize("order", [order for order in ORDERS if order != "hidden_tail"])
@pytest.mark.parametrize(("n_total", "n_relevant"), [(300, 20), (3000, 300)])
def test_stopping_at_the_first_yes_fails_no_more_than_promised(n_total, n_relevant, order):
    """Looking after every reference, at most 5 % of screenings stop below the target (3 sd of 150 runs)."""
    found = simulated_rules(n_total, n_relevant, orders=[order], runs=150, seed=7).set_index("rule")
    assert found.failed["hypergeometric"] <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 150)


def test_fifty_in_a_row_is_shown_to_be_unsafe():
    """The rule of thumb stops far below the target where the ranking is only fair, and that is told."""
    found = simulated_rules(2000, 100, orders=["fair"], runs=50).set_index("rule")
    assert found.failed["50 in a row"] > 0.5
    assert found.read["50 in a row"] < found.read["hypergeometric"]


def test_an_order_worse_than_chance_at_its_end_fools_a_ranked_queue():
    """No test on a ranked queue sees what hides behind everything else; the simulation says so."""
    found = simulated_rules(2000, 100, orders=["hidden_tail"], runs=20).set_index("rule")
    assert found.failed["hypergeometric"] == 1


@pytest.mark.parametrize("order", ORDERS)
def test_simulated_orders_hold_every_relevant_reference_once(order):
    """Places rise, are within the pile, and none is taken twice."""
    places = places_in_order(order, 300, 30, 5, np.random.default_rng(1))
    assert places.shape == (5, 30)
    assert (np.diff(places, axis=1) > 0).all()
    assert places.min() >= 0
    assert places.max() < 300


def test_the_first_stop_is_where_the_certificate_first_says_yes():
    """The quick search for the first yes and the certificate at each reference agree."""
    places = places_in_order("fair", 200, 15, 1, np.random.default_rng(3))
    labels = np.isin(np.arange(200), places[0]).astype(int)
    said = [n for n in range(1, 201) if certificate(labels[:n], 200).reached]
    read, found = read_ranked(places, 200)
    assert (read[0], found[0]) == (said[0], labels[: said[0]].sum())


def test_fifty_in_a_row_counts_from_the_last_relevant_one():
    """Forty-nine in a row are not enough, also at the start."""
    assert read_in_a_row(np.array([[49]]), 110)[0] == 100
    assert read_in_a_row(np.array([[49]]), 99)[0] == 99


@pytest.mark.parametrize(
    ("n_total", "n_relevant", "orders", "message"),
    [
        pytest.param(10, 11, ["good"], "between 1 and 10 relevant", id="more-than-there-are"),
        pytest.param(10, 1, ["best"], "order must be one of good", id="order-unknown"),
    ],
)
def test_impossible_simulations_are_refused(n_total, n_relevant, orders, message):
    """What cannot be simulated is named."""
    with pytest.raises(UsageError, match=message):
        simulated_rules(n_total, n_relevant, orders=orders)


def test_two_readers_tell_how_many_both_overlooked():
    """Chapman's estimate by hand: 91 times 89 by 81, less one."""
    found = overlooked_by_both(80, 10, 8)
    assert found.total == pytest.approx(91 * 89 / 81 - 1)
    assert found.total_low <= found.total <= found.total_high
    assert found.recall == pytest.approx((98 / found.total, 98 / found.total_high, 98 / found.total_low))


def test_readers_who_agree_in_all_overlooked_nothing():
    """The estimate is what was found; the interval still leaves room for one more."""
    assert overlooked_by_both(30, 0, 0).recall == (1, pytest.approx(30 / 31), 1)


def test_the_interval_for_overlooked_ones_covers():
    """Readers who see a relevant one with chance 0.8 and 0.7: nine in ten of the intervals hold."""
    chance = np.random.default_rng(5)
    held = 0
    for _ in range(300):
        a, b = chance.random(150) < 0.8, chance.random(150) < 0.7
        found = overlooked_by_both(int((a & b).sum()), int((a & ~b).sum()), int((b & ~a).sum()))
        held += found.total_low <= 150 <= found.total_high
    assert held / 300 >= 0.9


@pytest.mark.parametrize(
    ("counts", "confidence"), [((-1, 0, 0), 0.95), ((1, 1, 1), 1.0)], ids=["negative", "certain"]
)
def test_impossible_counts_of_two_readers_are_refused(counts, confidence):
    """Counts are not negative, and nothing is certain."""
    with pytest.raises(UsageError):
        overlooked_by_both(*counts, confidence=confidence)


def test_random_draws_alone_can_reach_the_target():
    """Where the order was by hand, enough random draws still make a guarantee."""
    frame = pd.DataFrame({"relevant": [1] * 10 + [0] * 85, "drawn": ["by_hand"] * 10 + ["random"] * 85})
    found = certificate(frame, 97)
    assert found.recall_at_least_any_order >= 0.8
    assert certificate(frame, 97, recall=0.8).guarantee


def test_random_draws_estimate_what_is_missed():
    """One relevant among ten random draws and 80 unread: about eight are missed."""
    frame = pd.DataFrame({"relevant": [0] * 10 + [0] * 9 + [1], "drawn": ["ranked"] * 10 + ["random"] * 10})
    assert certificate(frame, 100).estimated_missed == pytest.approx(8, abs=1)


def _adversarial_reading(random, n_total=150, n_relevant=12, random_share=0.3):
    """Return labels and draws of a reading whose ranked picks avoid the relevant ones while they can."""
    unread = [1] * n_relevant + [0] * (n_total - n_relevant)
    labels, drawn = [], []
    while unread:
        at_random = bool(random.random() < random_share)
        labels.append(unread.pop(int(random.integers(len(unread))) if at_random else -1))
        drawn.append(at_random)
    return np.array(labels), np.array(drawn)


def test_bound_from_random_draws_holds_in_the_worst_order():
    """Looking all the time, the bound is ever too low in 5 % of adversarial readings or less (and 3 sd)."""
    random = np.random.default_rng(11)
    failed = 0
    for _ in range(100):
        labels, drawn = _adversarial_reading(random)
        bounds = [
            total_from_random_draws(labels[:n], drawn[:n], len(labels))[1] for n in range(5, len(labels), 5)
        ]
        failed += min(bounds) < labels.sum()
    assert failed / 100 <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 100)


def test_ranked_test_alone_is_fooled_by_the_worst_order():
    """The test assumes an order no worse than chance: where the relevant hide at the end it errs."""
    labels = np.array([1] * 3 + [0] * 130 + [1] * 12)
    frame = pd.DataFrame({"relevant": labels[:133], "drawn": "ranked"})
    assert certificate(frame, len(labels), recall=0.5).reached
    assert labels[:133].sum() / labels.sum() == 0.2


def test_number_still_to_read_is_enough_and_not_too_many():
    """After so many more irrelevant references the target is reached, and not one earlier."""
    labels = [1] * 10 + [0] * 20
    more = certificate(labels, 200).n_more
    assert certificate([*labels, *[0] * more], 200).reached
    assert not certificate([*labels, *[0] * (more - 1)], 200).reached


def test_relevant_ones_that_go_on_to_come_make_it_longer():
    """At the present rate of relevant references more are to be read than if none came."""
    labels = [1, 0, 0, 0, 0] * 20 + [0] * 10
    found = certificate(labels, 2000)
    assert found.rate == pytest.approx(0.18)
    assert found.n_more < found.n_more_at_rate <= 2000 - len(labels)


def test_sentences_in_swedish():
    """The certificate speaks Swedish, with its comma and its space before the percent sign."""
    reasons = certificate([1] * 20 + [0] * 65, 100, language="sv").reasons
    assert (
        reasons[3].replace("\u00a0", " ")
        == "Med 95 % säkerhet är minst 95 % funna av de referenser som läsarna skulle kalla relevanta."
    )
    assert "0,0333" in reasons[2]


@pytest.mark.parametrize("drawn", ["imported", "by_hand"])
def test_an_order_of_another_kind_gives_no_guarantee(drawn):
    """References that were picked or imported stand in no order that the test knows, and it says so."""
    frame = pd.DataFrame({"relevant": [1] * 10 + [0] * 80, "drawn": ["ranked"] * 50 + [drawn] * 40})
    found = certificate(frame, 91)
    assert not found.guarantee
    assert any("No guarantee" in reason for reason in found.reasons)


def test_certificate_goes_into_json():
    """A certificate is plain numbers and sentences."""
    found = json.loads(json.dumps(certificate([1, 0, 0], 10).as_dict()))
    assert found["n_read"] == 3
    assert found["reasons"]


MISUSES = [
    pytest.param(([1, 0], 1), {}, "2 references were read but the pile has 1", id="more-read-than-there-are"),
    pytest.param(([1, 2], 9), {}, "must be 0 or 1", id="label-of-another-kind"),
    pytest.param(([1], 9), {"recall": 1.5}, "recall must be above 0", id="recall-out-of-range"),
    pytest.param(([1], 9), {"confidence": 1}, "confidence must be between", id="confidence-out-of-range"),
    pytest.param((pd.DataFrame({"label": [1]}), 9), {}, "column 'relevant'", id="frame-without-column"),
]


@pytest.mark.parametrize(("arguments", "options", "message"), MISUSES)
def test_misuse_is_named(arguments, options, message):
    """What cannot be tested is refused with the reason."""
    with pytest.raises(UsageError, match=message):
        certificate(*arguments, **options)
