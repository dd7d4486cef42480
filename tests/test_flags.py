"""The two flags: cold start, learning, calibration, reasons."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import SkipTestWarning
from sklearn.metrics import roc_auc_score
from sklearn.utils.estimator_checks import check_estimator

from review.errors import UsageError
from review.evidence import FLAGS
from review.flags import FlagClassifier, Terms, evaluate_probabilities

TERMS = {
    "low_value_care": ["low-value care", "lågvärdevård", "overuse", "no benefit"],
    "de_implementation": ["de-implementation", "utmönstring", "deprescribing"],
}
FOUND = [
    pytest.param("De-implementation of stents", {"de implementation"}, id="hyphen"),
    pytest.param("DEIMPLEMENTATION", set(), id="another-spelling-is-another-term"),
    pytest.param("Deprescribing", {"deprescribing"}, id="case"),
    pytest.param("om utmonstringens väg", {"utmonstring"}, id="ending-and-accents"),
    pytest.param("Utmönstring och deprescribing", {"utmonstring", "deprescribing"}, id="two"),
    pytest.param("", set(), id="nothing"),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_terms_are_found_in_both_languages(text, expected):
    """Case, accents, hyphens and endings do not hide a term."""
    assert set(Terms(TERMS["de_implementation"]).find(text)) == expected


def test_short_terms_do_not_match_inside_words():
    """A short term stands alone or in the plural."""
    terms = Terms(["waste"])
    assert set(terms.find("wastes")) == {"waste"}
    assert set(terms.find("wastewater")) == set()


def test_a_term_in_the_title_counts_twice():
    """The title says what a study is about."""
    terms = Terms({"overuse": 0.5})
    assert terms.hits("Overuse of scans", "overuse") == {"overuse": 1.0}
    assert terms.hits("Scans", "overuse and overuse") == {"overuse": 0.5}


def _references(n=120):
    """Return references of which every third is of low value, in words the terms do not know."""
    random = np.random.default_rng(3)
    filler = [f"word{i}" for i in range(60)]
    low = np.arange(n) % 3 == 0
    away = np.arange(n) % 5 == 0
    texts = [
        " ".join(random.choice(filler, 15)) + " arthroscopy" * is_low + " tapering" * is_away
        for is_low, is_away in zip(low.tolist(), away.tolist(), strict=True)
    ]
    frame = pd.DataFrame({"title": "A study", "abstract": texts, "keywords": ""})
    return frame, pd.DataFrame({"low_value_care": low, "de_implementation": away})


TEXTS, TRUTH = _references()


def test_estimator_keeps_the_contract():
    """scikit-learn's checks object to nothing; as for its text vectorizers, most do not apply."""
    with pytest.warns(SkipTestWarning, match="string=True"):
        found = check_estimator(FlagClassifier(), on_skip=None, on_fail=None)
    assert not [check["check_name"] for check in found if check["status"] == "failed"]
    model = FlagClassifier(terms=TERMS, C=3)
    assert clone(model).get_params() == model.get_params()


def test_cold_start_follows_terms_and_criteria():
    """Before any label, a text with a term or like a criterion is likelier than one without."""
    texts = [
        "Overuse of imaging, a form of low-value care",
        "Antibiotics for acute bronchitis in adults",
        "Hip fracture surgery",
        "Genetics of asthma",
        "Lågvärdevård i Sverige",
    ]
    criteria = {"low_value_care": ["Antibiotics for acute bronchitis"]}
    found = FlagClassifier(terms=TERMS, criteria=criteria).fit(texts).predict_proba(texts)
    assert list(found.columns) == list(FLAGS)
    assert found["low_value_care"].iloc[[0, 1, 4]].min() > found["low_value_care"].iloc[[2, 3]].max()
    assert found.to_numpy().min() >= 0
    assert found.to_numpy().max() <= 1


def test_labels_teach_what_terms_do_not_know():
    """With labels the model tells references apart on which the terms are silent."""
    labels = TRUTH.astype("boolean")
    labels.iloc[60:] = pd.NA
    found = FlagClassifier(terms=TERMS).fit(TEXTS, labels).predict_proba(TEXTS).iloc[60:]
    truth = TRUTH.iloc[60:]
    for flag in FLAGS:
        assert roc_auc_score(truth[flag], found[flag]) > 0.8


def test_trust_in_labels_grows_with_their_number():
    """The weight of what was learned rises from nothing, and depends on the rarer answer."""
    trust = []
    for n in (0, 10, 60, 120):
        labels = TRUTH.astype("boolean")
        labels.iloc[n:] = pd.NA
        trust.append(FlagClassifier().fit(TEXTS, labels).trust_["low_value_care"])
    assert trust[0] == 0
    assert trust == sorted(trust)
    assert trust[-1] == pytest.approx(40 / 50)


def test_each_flag_has_its_own_labels():
    """A reference may be labelled for one flag and not for the other."""
    labels = TRUTH.astype("boolean")
    labels["de_implementation"] = pd.NA
    model = FlagClassifier().fit(TEXTS, labels)
    assert model.n_labels_ == {"low_value_care": (40, 80), "de_implementation": (0, 0)}


def test_probabilities_are_calibrated_on_unseen_references():
    """The mean probability of references not seen is near their share of true ones."""
    labels = TRUTH.astype("boolean")
    labels.iloc[90:] = pd.NA
    found = FlagClassifier().fit(TEXTS, labels).predict_proba(TEXTS).iloc[90:]
    assert found["low_value_care"].mean() == pytest.approx(TRUTH["low_value_care"].iloc[90:].mean(), abs=0.1)


def test_explanation_names_terms_and_learned_words():
    """A term of the glossary is named as such, a learned word as a word, with its direction."""
    model = FlagClassifier(terms=TERMS).fit(TEXTS, TRUTH)
    text = pd.DataFrame({"title": ["Overuse of arthroscopy"], "abstract": ["arthroscopy"]})
    found = model.explain(text, n=5)
    low = found[found["flag"] == "low_value_care"].set_index("word")
    assert low.loc["overuse", "source"] == "term"
    assert low.loc["arthroscopy", "source"] == "word"
    assert low.loc["arthroscopy", "weight"] > 0
    assert found.groupby(["row", "flag"]).size().max() <= 10


def test_evaluation_never_shows_a_model_its_own_answers():
    """Labels that follow no rule are predicted no better than by chance."""
    random = np.random.default_rng(0)
    noise = pd.DataFrame({flag: random.random(120) < 0.4 for flag in FLAGS})
    found = FlagClassifier().evaluate(TEXTS, noise, seed=1)
    assert found["auc"].between(0.35, 0.65).all()
    assert (found["brier"] < 0.3).all()


def test_evaluation_counts_what_it_shares():
    """The four counts add up to the labels, and the shares are theirs."""
    found = FlagClassifier().evaluate(TEXTS, TRUTH, seed=1).set_index("flag")
    row = found.loc["low_value_care"]
    assert row["true_positive"] + row["false_negative"] == row["n_true"] == 40
    assert row["false_positive"] + row["true_negative"] == row["n"] - row["n_true"] == 80
    assert row["auc"] > 0.9
    assert row["brier"] < row["brier_of_base_rate"]


def test_evaluation_leaves_out_a_flag_with_too_few_labels():
    """Two true labels cannot be spread over five folds."""
    few = TRUTH.astype("boolean")
    few["de_implementation"] = pd.NA
    few.iloc[:8, 1] = [True, True, False, False, False, False, False, False]
    assert list(FlagClassifier().evaluate(TEXTS, few)["flag"]) == ["low_value_care"]


def test_evaluation_of_nothing_is_empty():
    """Without labels there is nothing to measure and no error."""
    assert FlagClassifier().evaluate(TEXTS, None).empty


def test_quality_is_the_hand_counted_one():
    """Three right of four at one half."""
    found = evaluate_probabilities(
        pd.DataFrame(
            {
                "flag": "low_value_care",
                "label": [True, True, False, False],
                "probability": [0.8, 0.4, 0.3, 0.1],
            }
        )
    ).iloc[0]
    assert (found["precision"], found["recall"], found["auc"]) == (1.0, 0.5, 1.0)
    assert found["brier"] == pytest.approx((0.04 + 0.36 + 0.09 + 0.01) / 4)


def test_same_input_same_probabilities():
    """Nothing is left to chance."""
    first = FlagClassifier(terms=TERMS).fit(TEXTS, TRUTH).predict_proba(TEXTS)
    pd.testing.assert_frame_equal(first, FlagClassifier(terms=TERMS).fit(TEXTS, TRUTH).predict_proba(TEXTS))


def test_texts_without_words_are_no_obstacle():
    """Empty texts get the probability of no evidence."""
    found = FlagClassifier(terms=TERMS).fit(["", ""]).predict_proba([""])
    assert found["low_value_care"].iloc[0] == pytest.approx(1 / (1 + np.exp(2.5)))


MISUSES = [
    pytest.param(lambda: FlagClassifier().fit("one text"), "got one text", id="one-text"),
    pytest.param(lambda: FlagClassifier().fit(["a"], TRUTH), "1 texts need 1 rows", id="length"),
    pytest.param(lambda: Terms("overuse"), "must be a list of texts", id="terms"),
]


@pytest.mark.parametrize(("call", "message"), MISUSES)
def test_misuse_is_named(call, message):
    """What cannot be learned from is refused with the reason."""
    with pytest.raises(UsageError, match=message):
        call()
