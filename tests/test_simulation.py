"""A labelled review replayed, and the measures of an order."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.errors import UsageError
from review.simulation import average_time_to_discovery, loss, ndcg, recall_at, simulate, work_saved

LABELS = st.lists(st.integers(0, 1), min_size=2, max_size=60).filter(
    lambda labels: 0 < sum(labels) < len(labels)
)


@given(LABELS)
def test_measures_stay_in_their_range(labels):
    """No order is better than the best or worse than the worst."""
    assert 0 <= loss(labels) <= 1
    assert 0 < ndcg(labels) <= 1
    assert 0 < average_time_to_discovery(labels) <= 1
    assert 0 <= recall_at(labels, 0.2) <= 1
    assert -1 <= work_saved(labels) <= 1


@given(LABELS)
def test_best_order_has_no_loss(labels):
    """All relevant first: no loss and full gain."""
    best = sorted(labels, reverse=True)
    assert loss(best) == pytest.approx(0)
    assert ndcg(best) == pytest.approx(1)


def _review(n=60):
    random = np.random.default_rng(5)
    relevant = np.arange(n) % 6 == 0
    words = [f"filler{i}" for i in range(50)]
    texts = [" ".join(random.choice(words, 12)) + (" deprescribing statins" if r else "") for r in relevant]
    return pd.DataFrame({"title": texts, "label_included": relevant.astype(int)})


REVIEW = _review()


def test_replay_reads_everything_once_priors_first():
    """The order is a permutation of the rows that begins with the prior ones."""
    found = simulate(REVIEW, prior_rows=[6, 1])
    assert sorted(found.order) == list(range(60))
    assert found.order[:2] == (6, 1)
    assert (found.n, found.n_included) == (60, 10)


def test_replay_finds_the_relevant_early_and_measures_without_priors():
    """Nine relevant ones are left to find and come at once; the measures are those of that order."""
    found = simulate(REVIEW, prior_rows=[0, 1])
    labels = REVIEW["label_included"].to_numpy()[list(found.order[2:])]
    assert found.loss == pytest.approx(loss(labels)) == pytest.approx(0, abs=0.05)
    assert found.recall20 == recall_at(labels, 0.2) == 1


def test_replay_is_repeatable():
    """The same seed gives the same prior rows and the same order."""
    first, second = simulate(REVIEW, seed=4), simulate(REVIEW, seed=4)
    assert first.order == second.order
    assert REVIEW["label_included"].iloc[list(first.prior_rows)].tolist() == [1, 0]


def test_learning_less_often_is_nearly_as_good():
    """A model that waits for a tenth of new decisions still finds everything, a little later at most."""
    found = simulate(REVIEW, prior_rows=[0, 1], refresh=0.1)
    assert sorted(found.order) == list(range(60))
    assert found.atd <= simulate(REVIEW, prior_rows=[0, 1]).atd + 0.05


def test_question_alone_is_a_beginning():
    """Without any prior row the question leads to the first relevant one."""
    found = simulate(REVIEW, prior_rows=[], question="Deprescribing of statins")
    assert REVIEW["label_included"].iloc[found.order[0]] == 1


def test_progress_is_told():
    """The caller hears of every reference read, and nothing is printed."""
    heard = []
    simulate(REVIEW.head(12), prior_rows=[0, 1], progress=lambda done, of: heard.append((done, of)))
    assert heard == [(i, 10) for i in range(1, 11)]


def test_result_goes_into_json():
    """The result is plain values under the names the command line promises."""
    found = json.loads(json.dumps(simulate(REVIEW, prior_rows=[0, 1]).as_dict()))
    promised = {"n", "n_included", "wss95", "recall10", "recall20", "atd", "loss", "ndcg", "order", "seconds"}
    assert promised <= set(found)


LABEL_WORDS = [
    pytest.param(["1", "0"], id="text"),
    pytest.param([True, False], id="boolean"),
    pytest.param([1.0, 0.0], id="float"),
]


@pytest.mark.parametrize("words", LABEL_WORDS)
def test_labels_come_in_several_spellings(words):
    """Labels as texts, numbers or truth values are the same labels."""
    frame = REVIEW.assign(
        label_included=[words[0] if label else words[1] for label in REVIEW["label_included"]]
    )
    assert simulate(frame, prior_rows=[0, 1]).n_included == 10


MISUSES = [
    pytest.param({"label_column": "label"}, "expected a column 'label'", id="no-such-column"),
    pytest.param(
        {"prior_rows": [0, 60]}, "prior row 60 does not exist; rows go from 0 to 59", id="no-such-row"
    ),
    pytest.param({"prior_rows": [0, 0]}, "given twice", id="row-twice"),
    pytest.param({"prior_rows": list(range(0, 60, 6))}, "nothing to measure", id="all-relevant-known"),
]


@pytest.mark.parametrize(("options", "message"), MISUSES)
def test_misuse_is_named(options, message):
    """What cannot be replayed is refused with the reason."""
    with pytest.raises(UsageError, match=message):
        simulate(REVIEW, **options)


def test_unreadable_label_is_placed():
    """A label that is neither yes nor no is named with its row."""
    frame = REVIEW.assign(label_included=["maybe", *REVIEW["label_included"].astype(str)[1:]])
    with pytest.raises(UsageError, match=r"row 0 .*expected 1 or 0, found 'maybe'"):
        simulate(frame)


@pytest.mark.shared
def test_replay_of_a_real_review_is_no_worse_than_the_baseline(shared_data):
    """On one real review, from the baseline's prior rows, the relevant come at least as early."""
    folder = shared_data / "screening"
    baseline = pd.read_csv(folder / "asreview_baseline.csv").set_index(["dataset", "seed"])
    expected = baseline.loc[("Cohen_Estrogens", 1)]
    priors = [int(expected["prior_included_row"]), int(expected["prior_excluded_row"])]
    found = simulate(pd.read_csv(folder / "Cohen_Estrogens.csv", dtype=str), prior_rows=priors)
    assert (found.n, found.n_included) == (expected["n"], expected["n_included"])
    assert found.atd <= expected["atd_frac"]
