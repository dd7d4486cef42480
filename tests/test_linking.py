"""Linking: suggestions in both languages, with their words, in a stable order."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from review.linking import likeness, suggest
from review.project import shipped
from review.register import load_recommendations

DATA = Path(__file__).parent / "data"
ENGLISH = ["condition_en", "intervention_en", "synonyms_en"]


@pytest.fixture(scope="module")
def register():
    """Return the shipped register."""
    return load_recommendations(shipped("references", "recommendations.csv"))


@pytest.fixture(scope="module")
def swedish(register):
    """Return the register as bilaga 2 would give it: Swedish texts, no synonyms."""
    return register.assign(**dict.fromkeys([*ENGLISH, "synonyms_sv"], ""))


@pytest.fixture(scope="module")
def pairs():
    """Return titles of real studies, each with its recommendation."""
    return pd.read_csv(DATA / "link_pairs.csv", dtype="str", keep_default_na=False)


def papers(*titles, abstract=""):
    """Return references with titles."""
    rows = [(f"r{n}", title, abstract, "") for n, title in enumerate(titles)]
    return pd.DataFrame(rows, columns=["reference_id", "title", "abstract", "keywords"], dtype="str")


# invented titles, and the recommendation a reader would tie each to
CASES = [
    pytest.param(
        "Partial meniscectomy against exercise for degenerative tears of the knee", "IG14", id="knee"
    ),
    pytest.param("Titthålsoperation vid knäartros: en registerstudie", "IG14", id="knee-in-swedish"),
    pytest.param("Tapering of diazepam in panic disorder", "IG05", id="benzodiazepines"),
    pytest.param("Bensodiazepiner vid ångestsyndrom: nedtrappning i primärvård", "IG05", id="in-swedish"),
    pytest.param("Mattress encasings and acaricides in house dust mite asthma", "IG02", id="mites"),
    pytest.param("Low-dose aspirin in type 2 diabetes without cardiovascular disease", "IG08", id="aspirin"),
    pytest.param("Amoxicillin alone for peri-implantitis", "IG17", id="peri-implantitis"),
    pytest.param("Apomorphine challenge in the diagnosis of parkinsonism", "IG12", id="parkinson"),
]


@pytest.mark.parametrize(("title", "expected"), CASES)
@pytest.mark.parametrize("texts", ["register", "swedish"])
def test_a_title_alone_finds_its_recommendation_among_the_first_five(request, texts, title, expected):
    """Swedish and English, also where the register holds Swedish texts alone."""
    found = suggest(papers(title), request.getfixturevalue(texts), n=5)
    assert expected in list(found.recommendation_id)


def recall_and_rank(pairs, register):
    """Return recall at 5 and mean reciprocal rank of the pairs."""
    scores = likeness(pairs.assign(abstract="", keywords=""), register).scores
    order = np.argsort(-scores, axis=1, kind="stable")
    names = register.recommendation_id.to_numpy()
    right = zip(order, pairs.recommendation_id, strict=True)
    ranks = [list(names[line]).index(name) + 1 for line, name in right]
    return np.mean(np.array(ranks) <= 5), np.mean(1 / np.array(ranks))


@pytest.mark.parametrize(("texts", "recall", "rank"), [("register", 0.95, 0.85), ("swedish", 0.95, 0.8)])
def test_most_titles_found_later_find_theirs_too(request, texts, recall, rank):
    """Titles that were set aside before any of them was tried."""
    pairs = pd.read_csv(DATA / "link_pairs_fresh.csv", dtype="str", keep_default_na=False)
    assert pairs.seen_at.str.startswith("http").all()
    found = recall_and_rank(pairs, request.getfixturevalue(texts))
    assert found[0] >= recall
    assert found[1] >= rank


def test_a_study_of_a_wider_subject_comes_near(swedish):
    """A study of any acid suppressant speaks to stress ulcer prophylaxis, of sedatives to benzodiazepines."""
    titles = ("Pantoprazole started on general wards without a reason", "Z-drugs and falls in old age")
    found = suggest(papers(*titles), swedish, n=3)
    for reference_id, expected in (("r0", "OL67"), ("r1", "OL42")):
        assert expected in set(found.recommendation_id[found.reference_id == reference_id])


@pytest.mark.parametrize(("texts", "recall", "rank"), [("register", 0.95, 0.9), ("swedish", 0.9, 0.8)])
def test_most_real_titles_find_their_recommendation(request, pairs, texts, recall, rank):
    """Measured on titles of real studies; `benchmarks/linking_quality.py` shows each half."""
    found = recall_and_rank(pairs, request.getfixturevalue(texts))
    assert found[0] >= recall
    assert found[1] >= rank


def test_the_pairs_are_what_they_say(register, pairs):
    """Enough of them, of known recommendations, each once, no recommendation in both halves."""
    assert len(pairs) >= 60
    assert set(pairs.recommendation_id) <= set(register.recommendation_id)
    assert not pairs.title.duplicated().any()
    assert set(pairs.verified) == {"shared", "public copy", "recalled"}
    assert (pairs.groupby("recommendation_id").half.nunique() == 1).all()


# Swedish alone against an English title: how a word is understood
UNKNOWN = [
    pytest.param("Vulvodyni", "Topikalt kortison", "Corticosteroids for vestibulodynia", id="listed-words"),
    pytest.param("Hjärtsvikt", "Statiner", "Rosuvastatin in heart failure", id="a-drug-by-its-ending"),
    pytest.param("Epilepsi", "Topiramat", "Topiramate as add-on in epilepsy", id="a-cognate"),
    pytest.param("Knäsmärta", "Laserbehandling", "Laser for pain of the knee", id="a-compound"),
    pytest.param("Psykos", "Olanzapin", "Olanzapine in psychotic disorder", id="an-ending"),
    pytest.param("Sömnstörning", "Antipsykotika", "Quetiapine for insomnia", id="a-drug-of-a-class"),
]


@pytest.mark.parametrize(("condition", "measure", "title"), UNKNOWN)
def test_a_recommendation_in_swedish_alone_is_found_from_an_english_title(
    register, condition, measure, title
):
    """A list nobody has translated is linked by words of either language."""
    row = {"recommendation_id": "NEW", "condition_sv": condition, "intervention_sv": measure}
    rows = pd.concat([register, pd.DataFrame([row])], ignore_index=True)
    assert "NEW" in list(suggest(papers(title), rows).recommendation_id)


def test_a_reference_about_something_else_gets_no_suggestion(register):
    """No link is better than a false one."""
    assert suggest(papers("Solar cells on city roofs"), register).empty


def test_what_a_recommendation_excepts_does_not_draw(register):
    """Clozapine is excepted in IG13, so it tells less than olanzapine, which it names."""
    some = papers("Olanzapine in Parkinson psychosis", "Clozapine in Parkinson psychosis")
    found = suggest(some, register).query("recommendation_id == 'IG13'").set_index("reference_id").score
    assert found["r0"] > found["r1"]


def test_each_suggestion_shows_words_that_both_have(register):
    """A person can see why, and disagree."""
    row = suggest(papers("Light therapy in depression"), register, n=1).iloc[0]
    assert set(row.words.split("; ")) == {"light therapy", "depression"}


def test_the_other_language_stands_in_brackets(swedish):
    """The reference's word first, then how the recommendation says it."""
    words = suggest(papers("Bite adjustment in jaw pain"), swedish, n=1).words.iloc[0]
    assert "bite adjustment (ocklusal justering)" in words
    assert "jaw pain (käkledssmärta)" in words


def test_both_directions_give_the_same_likeness(register):
    """From a reference to recommendations, and from a recommendation to references."""
    some = papers("Light therapy in depression", "Family therapy in depression")
    one = suggest(some, register, n=100, least=0.0).set_index(["reference_id", "recommendation_id"]).score
    other = suggest(some, register, n=100, least=0.0, by="recommendation")
    for row in other.itertuples():
        assert one[row.reference_id, row.recommendation_id] == row.score


def test_a_suggestion_does_not_depend_on_the_other_references(register):
    """What is suggested today is suggested tomorrow, however many references come in."""
    one = "Doubling the dose of inhaled corticosteroid in asthma exacerbations"
    alone = suggest(papers(one), register)
    among = suggest(papers(one, *(f"Asthma and inhaled corticosteroid {n}" for n in range(30))), register)
    pd.testing.assert_frame_equal(alone, among[among.reference_id == "r0"].reset_index(drop=True))


def test_a_dismissed_pair_is_not_suggested_again(register):
    """The next in line takes its place."""
    some = papers("Arthroscopic partial meniscectomy for a degenerative meniscal tear")
    first = suggest(some, register, n=3)
    gone = first.head(1)[["reference_id", "recommendation_id"]]
    after = suggest(some, register, n=3, dismissed=gone)
    assert gone.recommendation_id.iloc[0] not in set(after.recommendation_id)
    assert list(after.recommendation_id[:2]) == list(first.recommendation_id[1:])
    assert list(after["rank"]) == list(range(1, len(after) + 1))


def test_likeness_stays_in_its_range(register):
    """Scores lie between 0 and 1.6."""
    scores = likeness(papers("Arthroscopic knee surgery", "", "x"), register).scores
    assert scores.min() >= 0
    assert scores.max() <= 1.6


def test_an_abstract_tells_less_than_a_title(register):
    """An abstract names much that the study is not about."""
    one = suggest(papers("Light therapy in depression"), register, n=1).score.iloc[0]
    other = suggest(papers("A trial", abstract="Light therapy in depression."), register, n=1).score.iloc[0]
    assert 0 < other < one


def test_nothing_to_link_gives_an_empty_frame_with_its_columns(register):
    """An empty review is no error."""
    frame = suggest(papers(), register)
    assert list(frame.columns) == ["reference_id", "recommendation_id", "score", "rank", "words"]
