"""When it is safe to stop: the hypergeometric test, its laws, and how often it fails."""

import json
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.errors import UsageError
from review.stopping import certificate, missed_target_p_values, total_from_random_draws
from review.stopping.hypergeometric import useful_starts


def test_p_value_is_the_hand_counted_probability():
    """Had 95 % been missed, two relevant ones were in an urn of 40 of which 30 were drawn in vain."""
    found = missed_target_p_values([1] * 20 + [0] * 30, 60, recall=0.95)
    assert found[20] == pytest.approx(comb(38, 30) / comb(40, 30))


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
    assert found.missed_at_most == 100


LABELS = st.lists(st.integers(0, 1), min_size=1, max_size=60)


@given(LABELS, st.integers(1, 40), st.floats(0.5, 1.0), st.floats(0.5, 0.99))
@settings(max_examples=60, deadline=None)
def test_certificate_is_consistent(labels, n_unread, recall, confidence):
    """The target counts as reached exactly when the recall that is certain is the target or more."""
    found = certificate(labels, len(labels) + n_unread, recall=recall, confidence=confidence)
    assert 0 <= found.p_value <= 1
    assert 0 <= found.missed_at_most <= n_unread
    if found.n_relevant:
        assert found.reached == (found.recall_at_least >= recall - 1e-9)


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


def _read_until_reached(labels, step=5):
    """Return the share found when the certificate first says that the target is reached."""
    for n_read in range(step, len(labels) + 1, step):
        starts = useful_starts(labels[:n_read])
        if missed_target_p_values(labels[:n_read], len(labels), starts=starts).min(initial=1) <= 0.05:
            return labels[:n_read].sum() / labels.sum()
    return 1.0


ORDERS = [
    pytest.param(0, id="random-order"),
    pytest.param(2, id="weak-ranking"),
    pytest.param(30, id="good-ranking"),
]


@pytest.mark.parametrize("strength", ORDERS)
def test_stopping_at_the_first_yes_fails_no_more_than_promised(strength):
    """Stopping as soon as the test allows misses the target in at most 5 % of orders (3 sd of 120 runs)."""
    random = np.random.default_rng(7)
    labels = np.zeros(300, dtype=int)
    labels[:20] = 1
    failed = 0
    for _ in range(120):
        arrival = random.exponential(size=300) / (1 + strength * labels)
        failed += _read_until_reached(labels[np.argsort(arrival)]) < 0.95
    assert failed / 120 <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 120)


def test_random_tail_is_tested_on_its_own():
    """Random draws at the end give a p-value that owes nothing to the ranking before them."""
    frame = pd.DataFrame({"relevant": [1] * 10 + [0] * 40, "drawn": ["ranked"] * 20 + ["random"] * 30})
    found = certificate(frame, 60)
    assert found.n_random_tail == 30
    assert found.p_random == pytest.approx(missed_target_p_values(frame["relevant"], 60)[20])


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


@given(LABELS, st.integers(1, 40), st.floats(0.5, 1.0))
@settings(max_examples=40, deadline=None)
def test_only_starts_after_a_relevant_one_need_a_look(labels, n_unread, recall):
    """The smallest p-value over all positions is found at the useful ones."""
    n_total = len(labels) + n_unread
    every = missed_target_p_values(labels, n_total, recall=recall)
    starts = useful_starts(labels)
    some = missed_target_p_values(labels, n_total, recall=recall, starts=starts)
    if len(starts):
        assert some.min() == pytest.approx(every.min())


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
