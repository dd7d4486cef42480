"""Linking: suggestions in both languages, with their words, in a stable order."""

import pandas as pd
import pytest

from review.linking import likeness, suggest
from review.project import shipped
from review.register import load_recommendations


@pytest.fixture(scope="module")
def register():
    """Return the shipped register."""
    return load_recommendations(shipped("references", "recommendations.csv"))


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
def test_a_title_alone_finds_its_recommendation_among_the_first_five(register, title, expected):
    """Swedish and English, by measure, condition and synonyms."""
    found = suggest(papers(title), register, n=5)
    assert expected in list(found.recommendation_id)


def test_a_reference_about_something_else_gets_no_suggestion(register):
    """No link is better than a false one."""
    assert suggest(papers("Solar cells on hospital roofs"), register).empty


def test_each_suggestion_shows_words_that_both_have(register):
    """A person can see why, and disagree."""
    row = suggest(papers("Light therapy in depression"), register, n=1).iloc[0]
    assert set(row.words.split("; ")) == {"light", "therapy", "depression"}


def test_both_directions_give_the_same_likeness(register):
    """From a reference to recommendations, and from a recommendation to references."""
    some = papers("Light therapy in depression", "Family therapy in depression")
    one = suggest(some, register, n=100, least=0.0).set_index(["reference_id", "recommendation_id"]).score
    other = suggest(some, register, n=100, least=0.0, by="recommendation")
    for row in other.itertuples():
        assert one[row.reference_id, row.recommendation_id] == row.score


def test_likeness_stays_in_its_range(register):
    """Scores lie between 0 and 1.5."""
    scores, _ = likeness(papers("Arthroscopic knee surgery", "", "x"), register)
    assert scores.min() >= 0
    assert scores.max() <= 1.5


def test_nothing_to_link_gives_an_empty_frame_with_its_columns(register):
    """An empty review is no error."""
    frame = suggest(papers(), register)
    assert list(frame.columns) == ["reference_id", "recommendation_id", "score", "rank", "words"]
