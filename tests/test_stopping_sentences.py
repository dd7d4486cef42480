"""Each sentence of the certificate that holds a number, held against the simulation that bears it.

A sentence at 95 % confidence may be false in 5 % of the simulated screenings, and three standard errors more.
"""

import numpy as np
import pandas as pd
import pytest

from review.stopping import Control, certificate, share_needed
from review.stopping.hypergeometric import bias_borne
from review.stopping.simulated import places_in_order, read_ranked

# with 39 relevant ones, two missed are just too many, so that the error is used up
N, RELEVANT, RUNS = 400, 39, 300
ALLOWED = 0.05 + 3 * np.sqrt(0.05 * 0.95 / RUNS)


def labels_of(places, n_total=N):
    """Return a reading as labels from where the relevant references stand in it."""
    labels = np.zeros(n_total, dtype=int)
    labels[places] = 1
    return labels


def stopped(kind, seed):
    """Yield what is certified at the first yes, and how many relevant ones are then unread."""
    chance = np.random.default_rng(seed)
    places = places_in_order(kind, N, RELEVANT, RUNS, chance)
    for row, read in zip(places, read_ranked(places, N)[0], strict=True):
        labels = labels_of(row)
        yield certificate(labels[:read], N), int(labels[read:].sum())


@pytest.mark.parametrize("kind", ["good", "chance_after_burst", "chance"])
def test_at_least_the_target_has_been_found(kind):
    """'At 95 % confidence, at least 95 % … have been found', and 'at most m such references are unread'."""
    both = list(stopped(kind, 1))
    assert all(said.reached for said, _ in both)
    assert np.mean([missed > 0.05 * RELEVANT + 1e-9 for _, missed in both]) <= ALLOWED
    bounds = [said.missed_at_most for said, _ in both]
    assert np.mean([missed > most for (_, missed), most in zip(both, bounds, strict=True)]) <= ALLOWED


def test_the_yes_has_not_stood_before():
    """It is the first: one reference earlier the certificate says that it is not shown."""
    chance = np.random.default_rng(2)
    places = places_in_order("good", N, RELEVANT, 40, chance)
    for row, read in zip(places, read_ranked(places, N)[0], strict=True):
        assert not certificate(labels_of(row)[: read - 1], N).reached


def test_the_yes_bears_the_bias_that_is_printed():
    """'… if a relevant reference were only b times as likely …': then the chance is the level."""
    unread, missed, draws, level = 300, 4, 190, 0.02
    bias, chance = bias_borne(unread, missed, draws, level), np.random.default_rng(3)
    assert 0.5 < bias < 1
    none, irrelevant = np.ones(20_000, dtype=bool), unread - missed
    for drawn in range(draws):
        weight = bias * missed
        none &= chance.random(len(none)) >= weight / (weight + irrelevant - drawn)
    assert none.mean() == pytest.approx(level, abs=3 * np.sqrt(level / len(none)))


@pytest.mark.parametrize("kind", ["good", "hidden_tail"])
def test_the_random_draws_hold_by_themselves_at_every_look(kind):
    """'By themselves the n random draws show … whatever the order of the others, that at least x …'."""
    chance, wrong = np.random.default_rng(4), 0
    for row in places_in_order(kind, N, RELEVANT, RUNS, chance):
        label, unread, order = labels_of(row), list(range(N)), []
        for _ in range(N // 2):
            is_random = chance.random() < 0.3
            at = unread.pop(int(chance.integers(len(unread))) if is_random else 0)
            order.append((label[at], "random" if is_random else "ranked"))
        frame = pd.DataFrame(order, columns=["relevant", "drawn"])
        looks = (certificate(frame[:n], N) for n in (60, 120, 180))
        wrong += any((said.recall_at_least_any_order or 0) > said.n_relevant / RELEVANT for said in looks)
    assert wrong / RUNS <= ALLOWED


def test_what_the_target_means_for_readers_who_overlook_a_tenth():
    """'… that is about 85 % of the truly relevant ones': on the average, or a little more."""
    chance, found = np.random.default_rng(5), []
    for row in places_in_order("good", N, RELEVANT, RUNS, chance):
        seen = row[chance.random(len(row)) < 0.9]
        read = read_ranked(seen[None, :], N)[0][0]
        assert certificate(labels_of(seen)[:read], N).reached
        found.append((seen < read).sum() / RELEVANT)
    assert 0.85 <= np.mean(found) <= 0.91


@pytest.mark.parametrize("kind", ["good", "chance", "hidden_tail"])
def test_the_control_set_holds_whatever_the_ranking_is(kind):
    """'This holds whatever the ranking is': also where a tenth of the relevant ones hides at the end."""
    chance, share, wrong = np.random.default_rng(6), share_needed(2, 0, 0.05), 0
    for row in places_in_order(kind, N, RELEVANT, RUNS, chance):
        label, in_set = labels_of(row), chance.random(N) <= share
        # looked at whenever the ranking has come to one more of the set
        for waiting, place in reversed(list(enumerate(row[in_set[row]][:-4:-1]))):
            read = in_set | (np.arange(N) <= place)
            control = Control(share, share, waiting, int(in_set.sum()))
            if certificate(label[read], N, control=control).reached:
                wrong += label[read].sum() < 0.95 * RELEVANT - 1e-9
                break
    assert wrong / RUNS <= ALLOWED
