"""Terms: what texts of either language name, found by the longest term, by cognates and by parts."""

import pandas as pd
import pytest

from review.errors import SourceError
from review.project import shipped
from review.terms import Lexicon, key, load_terms, shipped_lexicon, with_glossary
from review.terms.table import shipped_terms

COGNATES = [
    ("theophylline", "teofyllin"), ("arthroscopy", "artroskopi"), ("glucosamine", "glukosamin"),
    ("quetiapine", "kvetiapin"), ("clozapine", "klozapin"), ("benzodiazepines", "bensodiazepiner"),
    ("cholinesterase", "kolinesteras"), ("osteoporosis", "osteoporos"), ("physiotherapy", "fysioterapi"),
    ("cyclophosphamide", "cyklofosfamid"), ("psychosis", "psykos"), ("antibiotics", "antibiotika"),
    ("methylphenidate", "metylfenidat"), ("depressive", "depressiva"), ("acupuncture", "akupunktur"),
    ("schizophrenia", "schizofreni"), ("hypoglycemia", "hypoglykemi"), ("memantine", "memantin"),
]  # fmt: skip


@pytest.mark.parametrize(("english", "swedish"), COGNATES, ids=[english for english, _ in COGNATES])
def test_medical_cognates_share_a_key(english, swedish):
    """So a drug no table lists is found in both languages."""
    assert key(english) == key(swedish)


@pytest.mark.parametrize(
    ("one", "other"),
    [("knee", "neck"), ("cancer", "chance"), ("statin", "station"), ("depression", "decompression")],
)
def test_different_words_keep_different_keys(one, other):
    """What is dropped leaves enough to tell words apart."""
    assert key(one) != key(other)


def concepts(text, language=None):
    """Return the concepts a text names."""
    return [one.concept for one in shipped_lexicon().named(text, language)]


NAMED = [
    pytest.param("Titthålsoperation vid knäartros", ["arthroscopy", "knee osteoarthritis"], id="swedish"),
    pytest.param("osteoarthritis of the knee", ["knee osteoarthritis"], id="over-small-words"),
    pytest.param("Röntgen av ländryggen", ["radiography", "low back"], id="definite-form"),
    pytest.param("Depressionsscreening hos unga", ["depression", "screening", "adolescent"], id="compound"),
    pytest.param("Low back pain in old age", ["low back pain", "older adult"], id="longest-first"),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_a_text_names_its_concepts(text, expected):
    """The longest term hides those within it."""
    assert concepts(text) == expected


def test_words_of_one_language_are_not_read_as_the_other():
    """`led` is a joint in Swedish and no joint in English; `mat` is food in Swedish alone."""
    assert "joint" in concepts("smärta i en led", "sv")
    assert "joint" not in concepts("education led by lay tutors", "en")


def test_a_term_knows_what_is_wider():
    """So a study of one drug speaks to a recommendation about its class."""
    wider = {"atypical antipsychotic": 1, "antipsychotic": 2, "psychotropic": 3}
    assert shipped_lexicon().wider("olanzapine") == wider


def test_a_glossary_adds_terms_of_its_own():
    """A review's own words are understood beside those that ship."""
    own = pd.DataFrame(
        {"term_sv": ["knäckning"], "term_en": ["cracking"], "variants_sv": "", "variants_en": "popping"}
    )
    lexicon = with_glossary(own)
    assert [one.concept for one in lexicon.named("popping of the knee")] == ["cracking", "knee"]


def test_every_wider_term_is_in_the_table():
    """A misspelt wider term would be lost in silence."""
    table = shipped_terms()
    lexicon = Lexicon(table)
    for row in table[table.broader != ""].itertuples():
        named = row.broader.count(";") + 1
        assert len([n for n in lexicon.wider(row.term_en or row.term_sv).values() if n == 1]) == named, row


def test_no_concept_is_wider_than_itself():
    """The ways upwards end."""
    lexicon = Lexicon(shipped_terms())
    for name in shipped_terms().term_en:
        assert name not in lexicon.wider(name)


def test_the_table_is_checked_when_it_is_read(tmp_path):
    """A kind that does not exist is named with its row."""
    text = shipped("references", "terms.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "terms.csv"
    path.write_text("\n".join([text[0], "a,b,,,thing,,own"]), encoding="utf-8")
    with pytest.raises(SourceError, match="row 2, column kind: must be one of condition, population, action"):
        load_terms(path)
