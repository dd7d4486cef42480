"""Why a reference stands where it stands, what is like it, and which decisions to look at again."""

import numpy as np
import pandas as pd
import pytest

from review.errors import UsageError
from review.ranking import Features, Ranker, rank, second_look, similar

TOPICS = {
    1: ("opioids for chronic low back pain", "randomised trial of opioids in adults with back pain"),
    0: ("robotic surgery of the knee", "accuracy of robotic implants in knee replacement"),
}


def _review(n=60):
    rows = []
    for i in range(n):
        title, abstract = TOPICS[int(i % 4 == 0)]
        rows.append({"reference_id": f"r{i}", "title": f"{title} part{i}", "abstract": f"{abstract} site{i}"})
    return pd.DataFrame(rows)


REFERENCES = _review()
FEATURES = Features().fit(REFERENCES)
SAID = pd.DataFrame(
    {
        "reference_id": REFERENCES.reference_id,
        "decision": ["include" if i % 4 == 0 else "exclude" for i in range(len(REFERENCES))],
    }
)


def test_wrong_decisions_come_first():
    """Two decisions turned round are the first two to look at, with words that speak against them."""
    said = SAID.copy()
    said.loc[8, "decision"], said.loc[9, "decision"] = "exclude", "include"
    found = second_look(REFERENCES, said, seed=1, features=FEATURES)
    assert set(found.reference_id[:2]) == {"r8", "r9"}
    why = found.set_index("reference_id").why
    assert "pain" in why["r8"] or "opioids" in why["r8"]
    assert "knee" in why["r9"] or "robotic" in why["r9"]
    assert found.doubt.between(0, 1).all()
    assert found.doubt.is_monotonic_decreasing


def test_second_look_is_the_same_for_a_seed():
    """Chance is in the seed alone, and nothing given is changed."""
    ranker = Ranker(question="pain")
    first = second_look(REFERENCES, SAID, seed=3, ranker=ranker)
    pd.testing.assert_frame_equal(first, second_look(REFERENCES, SAID, seed=3, ranker=ranker))
    assert not hasattr(ranker, "weights_")


def test_second_look_leaves_conflicts_and_undecided_out():
    """What readers disagree on has its own queue; what nobody decided has nothing to look at again."""
    both = pd.concat([SAID.head(40), SAID.head(1).assign(decision="exclude")])
    found = second_look(REFERENCES, both, seed=1, features=FEATURES, n=1000)
    assert set(found.reference_id) == {f"r{i}" for i in range(1, 40)}


FEW = [
    pytest.param(SAID.head(0), id="nothing"),
    pytest.param(SAID.head(4), id="one-include"),
    pytest.param(SAID[SAID.decision == "exclude"], id="excludes-only"),
]


@pytest.mark.parametrize("decisions", FEW)
def test_second_look_needs_two_of_each_kind(decisions):
    """Before that there is nothing to measure a decision against."""
    found = second_look(REFERENCES, decisions, seed=1, features=FEATURES)
    assert found.empty
    assert list(found) == ["reference_id", "decision", "score", "doubt", "why"]


def test_similar_are_of_the_same_kind():
    """The decided references most like one share its words and its topic."""
    found = similar(REFERENCES, "r40", SAID.head(20), FEATURES, n=3)
    assert len(found) == 3
    assert set(found.decision) == {"include"}
    assert found.similarity.is_monotonic_decreasing
    assert found.similarity.between(0, 1.0001).all()
    assert all("opioids" in words or "back" in words for words in found.words)


def test_similar_never_names_itself_or_the_undecided():
    """A reference is not told to be like itself; without decisions nothing is told."""
    assert "r0" not in set(similar(REFERENCES, "r0", SAID, FEATURES, n=100).reference_id)
    assert similar(REFERENCES, "r0", SAID.head(0), FEATURES).empty
    assert similar(REFERENCES, "r0", SAID.head(1), FEATURES).empty


MISUSES = [
    pytest.param(lambda: similar(REFERENCES, "nobody", SAID, FEATURES), "nobody: expected one of", id="id"),
    pytest.param(lambda: second_look(REFERENCES, SAID, seed=1, folds=1), "folds must be 2", id="folds"),
]


@pytest.mark.parametrize(("call", "message"), MISUSES)
def test_misuse_is_named(call, message):
    """What cannot be answered is refused with the reason."""
    with pytest.raises(UsageError, match=message):
        call()


def test_a_ranker_that_knows_is_not_fitted_again(monkeypatch):
    """The same features and decisions are learned once; one decision more is learned anew."""
    ranker = Ranker()
    first = rank(REFERENCES, SAID.head(8), seed=1, features=FEATURES, ranker=ranker)
    fitted = []
    monkeypatch.setattr(Ranker, "fit", lambda self, *learned: fitted.append(1) or self)
    again = rank(REFERENCES, SAID.head(8), seed=1, features=FEATURES, ranker=ranker)
    pd.testing.assert_frame_equal(first, again)
    assert not fitted
    rank(REFERENCES, SAID.head(9), seed=1, features=FEATURES, ranker=ranker)
    assert fitted == [1]


def test_another_question_is_learned_anew():
    """A ranker whose settings changed does not pass for one that knows."""
    labels = np.full(len(REFERENCES), np.nan)
    ranker = Ranker(question="pain").fit(FEATURES, labels)
    assert ranker.knows(FEATURES, labels)
    assert not ranker.set_params(question="knee").knows(FEATURES, labels)


def test_explanation_of_rows_reads_no_text_again():
    """Rows of the matrix are explained as the texts they come from; a word is told once."""
    labels = np.where(np.arange(60) < 20, np.arange(60) % 4 == 0, np.nan)
    ranker = Ranker().fit(FEATURES, labels)
    from_rows = ranker.explain(FEATURES.matrix_[[20, 21]], n=1000)
    from_texts = ranker.explain(REFERENCES.iloc[[20, 21]], n=1000)
    pd.testing.assert_frame_equal(from_rows, from_texts)
    assert not from_rows.duplicated(["row", "word"]).any()
    assert not from_rows.word.str.startswith("title: ").any()


def test_solution_is_the_best_one():
    """The model is the exact answer of the least squares it says it solves."""
    labels = np.where(np.arange(60) < 20, np.arange(60) % 4 == 0, np.nan)
    ranker = Ranker().fit(FEATURES, labels)
    rows = FEATURES.matrix_[:20].toarray().astype(float)
    aims, share = np.where(labels[:20] == 1, 1.0, -1.0), np.where(labels[:20] == 1, 1.0, 5 / (25.0 * 15))
    share *= 20 / share.sum()
    inverse = np.linalg.inv(rows @ rows.T + ranker.offset + np.diag(1 / (2 * ranker.C * share)))
    np.testing.assert_allclose(ranker.weights_, rows.T @ (inverse @ aims), atol=1e-5)
