"""The ranking: learns from decisions, says why, and gives the same queue for the same decisions."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import SkipTestWarning
from sklearn.utils.estimator_checks import check_estimator

from review.errors import UsageError
from review.ranking import Features, Ranker, rank

TOPICS = {
    1: ("opioids for chronic low back pain", "randomised trial of opioids in adults with back pain"),
    0: ("robotic surgery of the knee", "accuracy of robotic implants in knee replacement"),
}


def _references(n=40):
    """Return references, every fourth about back pain, each with a word of its own."""
    rows = []
    for i in range(n):
        title, abstract = TOPICS[int(i % 4 == 0)]
        rows.append({"reference_id": f"r{i}", "title": f"{title} part{i}", "abstract": f"{abstract} site{i}"})
    return pd.DataFrame(rows).assign(keywords="humans; adult")


REFERENCES = _references()
RELEVANT = np.array([i % 4 == 0 for i in range(40)])


@pytest.mark.parametrize("estimator", [Ranker(), Features()], ids=["ranker", "features"])
def test_estimator_keeps_the_contract(estimator):
    """scikit-learn's checks object to nothing; as for its own text vectorizers, most do not apply."""
    with pytest.warns(SkipTestWarning, match="string=True"):
        found = check_estimator(estimator, on_skip=None, on_fail=None)
    assert not [check["check_name"] for check in found if check["status"] == "failed"]


@pytest.mark.parametrize("estimator", [Ranker(question="pain", C=1.0), Features(keyword_weight=0.1)])
def test_constructor_only_stores(estimator):
    """A clone has the same parameters, and nothing learned is there before fit."""
    assert clone(estimator).get_params() == estimator.get_params()
    assert not [name for name in vars(estimator) if name.endswith("_")]


def test_ranker_learns_from_a_few_decisions():
    """Two includes and two excludes are enough to bring the other relevant ones first."""
    labels = np.full(40, np.nan)
    labels[[0, 4, 1, 2]] = [1, 1, 0, 0]
    scores = Ranker().fit(REFERENCES, labels).decision_function(REFERENCES)
    assert scores[RELEVANT].min() > scores[~RELEVANT].max()


COLD = [
    pytest.param("Do opioids help against back pain?", None, id="question-alone"),
    pytest.param("", [0], id="one-include"),
    pytest.param("Do opioids help against back pain?", [1], id="question-and-one-exclude"),
]


@pytest.mark.parametrize(("question", "decided"), COLD)
def test_ranker_starts_cold(question, decided):
    """Before both kinds of decision exist, likeness to what is known decides."""
    labels = np.full(40, np.nan)
    if decided:
        labels[decided] = RELEVANT[decided].astype(float)
    scores = Ranker(question=question).fit(REFERENCES, labels).decision_function(REFERENCES)
    assert scores[RELEVANT].min() > scores[~RELEVANT].max()


def test_nothing_known_ranks_nothing():
    """Without question and decisions every text has the same score, so the order stays."""
    scores = Ranker().fit(REFERENCES).decision_function(REFERENCES)
    assert np.ptp(scores) == pytest.approx(0)


def test_features_are_computed_once():
    """A ranker given fitted features scores as one given the texts, without reading them again."""
    labels = np.where(np.arange(40) < 8, RELEVANT, np.nan)
    features = Features().fit(REFERENCES)
    from_features = Ranker().fit(features, labels)
    from_texts = Ranker().fit(REFERENCES, labels)
    assert from_features.features_ is features
    np.testing.assert_allclose(
        from_features.decision_function(features), from_texts.decision_function(REFERENCES)
    )


def test_many_rows_scored_by_several_threads_are_scored_the_same(monkeypatch):
    """Each row is summed as it would be alone: not a bit differs, however many threads there are."""
    texts = pd.DataFrame({"title": [f"knee pain {n % 7} and word{n % 11}" for n in range(50)] + [""]})
    trained = Ranker(question="knee").fit(texts, [1, 0] * 25 + [None])
    alone = trained.decision_function(trained.features_)
    monkeypatch.setattr("review.ranking.ranker.CELLS_PER_THREAD", 1)
    for processors in (2, 3, 8):
        monkeypatch.setattr("review.ranking.ranker.os.cpu_count", lambda n=processors: n)
        assert trained.decision_function(trained.features_).tolist() == alone.tolist()


def test_features_of_another_pile_are_refused():
    """Scores need the words the ranker learned."""
    ranker = Ranker().fit(REFERENCES)
    with pytest.raises(UsageError, match="not the ones the ranker was fitted on"):
        ranker.decision_function(Features().fit(REFERENCES))


def test_missing_columns_and_values_are_empty_texts():
    """Exports without keywords, and gaps in a column, are read as nothing said."""
    with_gaps = REFERENCES.drop(columns="keywords").assign(abstract=None)
    said = with_gaps.assign(abstract="", keywords="", year="")
    labels = np.where(np.arange(40) < 8, RELEVANT, np.nan)
    from_gaps = Ranker().fit(with_gaps, labels).decision_function(with_gaps)
    np.testing.assert_allclose(from_gaps, Ranker().fit(said, labels).decision_function(said))


def test_explanation_names_the_words_that_decided():
    """The words that tell the topics apart are on top, up for a relevant and down for another text."""
    labels = np.where(np.arange(40) < 20, RELEVANT, np.nan)
    ranker = Ranker().fit(REFERENCES, labels)
    found = ranker.explain(REFERENCES.iloc[[20, 21]], n=5)
    up = set(found.loc[(found["row"] == 0) & (found["weight"] > 0), "word"])
    down = set(found.loc[(found["row"] == 1) & (found["weight"] < 0), "word"])
    assert up & {"opioids", "pain", "back", "back pain"}
    assert down & {"knee", "robotic"}
    assert found.groupby("row").size().max() <= 10


def test_explanation_adds_up_to_the_score():
    """All words together and the intercept are the score."""
    labels = np.where(np.arange(40) < 20, RELEVANT, np.nan)
    ranker = Ranker(question="opioids").fit(REFERENCES, labels)
    shares = ranker.explain(REFERENCES, n=1000).groupby("row")["weight"].sum()
    np.testing.assert_allclose(
        shares + ranker.intercept_, ranker.decision_function(REFERENCES), rtol=1e-5, atol=1e-6
    )


def _decide(rows):
    decision = np.where(RELEVANT[rows], "include", "exclude")
    return pd.DataFrame(
        {"reference_id": REFERENCES["reference_id"].iloc[rows].to_numpy(), "decision": decision}
    )


def test_queue_holds_the_unread_once_each():
    """What is decided has left the queue; everything else is in it once, ranked from 1."""
    found = rank(REFERENCES, _decide([0, 1, 2]), seed=1)
    assert sorted(found["reference_id"]) == sorted(set(REFERENCES["reference_id"]) - {"r0", "r1", "r2"})
    assert found["rank"].tolist() == list(range(1, 38))


def test_queue_without_chance_is_sorted_and_stable():
    """By falling score, and equal scores in the order of the references."""
    twins = pd.concat([REFERENCES, REFERENCES.assign(reference_id="x" + REFERENCES["reference_id"])])
    found = rank(twins, _decide([0, 1, 2]), seed=1, random_share=0)
    assert (found["score"].diff().dropna() <= 1e-12).all()
    place = found.set_index("reference_id")["rank"]
    assert all(place[f"r{i}"] < place[f"xr{i}"] for i in range(3, 40))
    assert set(found["drawn"]) == {"ranked"}


@given(st.integers(0, 2**31), st.floats(0, 1))
@settings(max_examples=10, deadline=None)
def test_same_seed_same_queue(seed, share):
    """Chance is in the seed alone."""
    first = rank(REFERENCES, _decide([0, 1]), seed=seed, random_share=share)
    pd.testing.assert_frame_equal(first, rank(REFERENCES, _decide([0, 1]), seed=seed, random_share=share))


def test_random_share_is_drawn_from_all_that_is_left():
    """About a share of the places is random, and the first random draw comes from anywhere."""
    queues = [rank(REFERENCES, _decide([0, 1]), seed=seed, random_share=0.2) for seed in range(60)]
    drawn = pd.concat(queues)["drawn"] == "random"
    assert drawn.mean() == pytest.approx(0.2, abs=0.03)
    firsts = {queue.loc[queue["drawn"] == "random", "reference_id"].iloc[0] for queue in queues}
    assert len(firsts) > 20


def test_disputed_reference_is_read_but_teaches_nothing():
    """Two readers who disagree leave the model as it was and the queue one shorter."""
    disputed = pd.DataFrame({"reference_id": ["r8", "r8"], "decision": ["include", "exclude"]})
    with_dispute = rank(REFERENCES, pd.concat([_decide([0, 1]), disputed]), seed=1, random_share=0)
    without = rank(REFERENCES, _decide([0, 1]), seed=1, random_share=0)
    assert "r8" not in set(with_dispute["reference_id"])
    expected = without[without["reference_id"] != "r8"]
    np.testing.assert_allclose(with_dispute["score"], expected["score"])


def test_empty_pile_and_all_read_give_an_empty_queue():
    """Nothing to read is an answer, not an error."""
    assert rank(REFERENCES, _decide(range(40)), seed=1).empty
    assert rank(REFERENCES.iloc[:0], [], seed=1).empty


MISUSES = [
    pytest.param(lambda: Ranker().fit(["a b"], [1, 0]), "1 texts need 1 labels, got 2", id="length"),
    pytest.param(lambda: Ranker().fit(["a b"], [3]), "labels must be 1", id="label"),
    pytest.param(lambda: Ranker().fit("one text"), "got one text", id="one-text"),
    pytest.param(
        lambda: rank(REFERENCES, [], seed=1, random_share=2), "random_share must be between", id="share"
    ),
]


@pytest.mark.parametrize(("call", "message"), MISUSES)
def test_misuse_is_named(call, message):
    """What cannot be ranked is refused with the reason."""
    with pytest.raises(UsageError, match=message):
        call()


def test_what_the_full_text_confirms_counts_twice():
    """Of two includes, the one included for good pulls its likes further up."""
    texts = pd.DataFrame({"title": ["statins", "opioids", "knee", "statins today", "opioids today"]})
    labels = [1, 1, 0, None, None]
    plain = Ranker().fit(texts, labels).decision_function(texts)
    confirmed = Ranker().fit(texts, labels, [False, True, False, False, False]).decision_function(texts)
    assert plain[3] == pytest.approx(plain[4])
    assert confirmed[4] > confirmed[3]


def test_a_confirmed_include_changes_the_queue():
    """The queue learns anew where the full text has confirmed an include, and only there."""
    references = pd.DataFrame(
        {"reference_id": list("abcde"), "title": ["statins", "opioids", "knee", "statins now", "opioids now"]}
    )
    said = pd.DataFrame({"reference_id": list("abc"), "decision": ["include", "include", "exclude"]})
    ranker, features = Ranker(), Features().fit(references)
    options = {"seed": 1, "random_share": 0, "features": features, "ranker": ranker}
    assert rank(references, said, **options).reference_id.tolist() == ["d", "e"]
    assert rank(references, said, **options, final=["b"]).reference_id.tolist() == ["e", "d"]
    assert rank(references, said, **options).reference_id.tolist() == ["d", "e"]
    with pytest.raises(UsageError, match="5 texts need 5 values of final, got 1"):
        ranker.fit(features, [1, 1, 0, None, None], [True])
