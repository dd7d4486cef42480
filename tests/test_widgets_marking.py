"""Marking: runs that lose nothing, words found as a reader would, sections as they are headed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.widgets.marking import differences, plain, sections, words_marked

TEXTS = st.text(max_size=60)


def joined(runs):
    """Return what runs say without their marks."""
    return "".join(text for text, _ in runs)


def marked(runs, kind):
    """Return the texts that carry a mark."""
    return [text for text, mark in runs if mark == kind]


@given(TEXTS, TEXTS)
def test_marking_differences_loses_nothing(a, b):
    """Joined, the runs are the two texts."""
    one, two = differences(a, b)
    assert (joined(one), joined(two)) == (a, b)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    """No mark where there is nothing to see."""
    assert not any(marked(side, "differs") for side in differences(text, text))


DIFFERENCES = [
    pytest.param("Knee pain", "knee  PAIN.", [], [], id="capitals-and-signs"),
    pytest.param("Part 1: knee", "Part 2: knee", ["1"], ["2"], id="a-number"),
    pytest.param("Knee pain", "Knee pain in very old men", [], ["in very old men"], id="goes-on-longer"),
    pytest.param("", "Knee", [], ["Knee"], id="one-is-empty"),
    pytest.param("Åldrande hjärta", "Aldrande hjärta", ["Åldrande"], ["Aldrande"], id="another-letter"),
]


@pytest.mark.parametrize(("a", "b", "only_a", "only_b"), DIFFERENCES)
def test_the_words_that_differ_are_marked(a, b, only_a, only_b):
    """Words, not capitals, spaces or signs; words that follow each other are one mark."""
    one, two = differences(a, b)
    assert (marked(one, "differs"), marked(two, "differs")) == (only_a, only_b)


def test_very_long_texts_are_marked_between_what_they_share():
    """Ten thousand other words in the middle are one mark, found at once."""
    a = "start " + "one " * 10_000 + "end"
    b = "start " + "two " * 10_000 + "end"
    one, _ = differences(a, b)
    assert [len(text.split()) for text, _ in one] == [1, 10_000, 1]


@given(TEXTS, st.lists(st.text(max_size=8), max_size=4), st.lists(st.text(max_size=8), max_size=4))
def test_marking_words_loses_nothing(text, wanted, unwanted):
    """Joined, the runs are the text, whatever the words."""
    assert joined(words_marked(text, wanted, unwanted)) == text


WORDS = [
    pytest.param("Overuse and OVERUSED", ["overuse"], ["Overuse", "OVERUSED"], id="endings-and-capitals"),
    pytest.param("onödiga insatser", ["onödig"], ["onödiga"], id="swedish"),
    pytest.param("de implementation, de-implementation", ["de-implementation"], 2, id="hyphen-or-space"),
    pytest.param("a phase II trial", ["phase I"], [], id="short-words-as-they-are"),
    pytest.param("a phase I trial", ["phase I"], ["phase I"], id="short-word-found"),
    pytest.param("unoveruse", ["overuse"], [], id="not-inside-a-word"),
    pytest.param("cost (x) [y]", ["(x)"], ["(x)"], id="signs-are-no-pattern"),
    pytest.param("low-value care", ["low", "low-value"], ["low-value"], id="the-longer-counts"),
]


@pytest.mark.parametrize(("text", "words", "found"), WORDS)
def test_words_are_found_as_a_reader_would(text, words, found):
    """At the start of a word, with its endings if it is long enough to have some."""
    hits = marked(words_marked(text, words, []), "for")
    assert (len(hits) if isinstance(found, int) else hits) == found


def test_words_for_and_against_have_marks_of_their_own():
    """One text may hold both."""
    runs = words_marked("Overuse in mice", ["overuse"], ["mice"])
    assert (marked(runs, "for"), marked(runs, "against")) == (["Overuse"], ["mice"])


HEADED = [
    pytest.param("BACKGROUND: A. METHODS: B.", ["Background", "Methods"], id="capitals"),
    pytest.param("Bakgrund: A. Metod: B. Resultat: C.", ["Bakgrund", "Metod", "Resultat"], id="swedish"),
    pytest.param("Before. RESULTS: B.", ["", "Results"], id="text-before"),
    pytest.param("DATA AND WHAT WE DID: A. OTHER: B.", ["Data and what we did", "Other"], id="own-capitals"),
    pytest.param("We had two aims: to see and to hear.", [""], id="a-colon-in-a-sentence"),
    pytest.param("Background:\nA.\nMethods:\nB.", ["Background", "Methods"], id="on-lines"),
    pytest.param("", [], id="none"),
]


@pytest.mark.parametrize(("abstract", "headings"), HEADED)
def test_an_abstract_falls_into_its_sections(abstract, headings):
    """By the headings databases give, or in one piece."""
    assert [heading for heading, _ in sections(abstract)] == headings


@given(TEXTS)
def test_sections_keep_the_words_of_an_abstract(text):
    """Whatever is taken for a heading, no word is lost."""
    said = " ".join(f"{heading}: {part}" if heading else part for heading, part in sections(text))
    letters = [sign for sign in said.casefold() if sign.isalnum()]
    assert letters == [sign for sign in text.casefold() if sign.isalnum()]


CLEANED = [
    pytest.param("a\x00b\x1bc", "abc", id="controls"),
    pytest.param("a\ud800b", "a?b", id="half-a-letter"),
    pytest.param("a\u202eb", "a\ufffdb", id="turned-order"),
    pytest.param(None, "", id="nothing"),
    pytest.param(float("nan"), "", id="missing"),
    pytest.param("a\r\nb", "a\nb", id="line-ends"),
]


@pytest.mark.parametrize(("value", "text"), CLEANED)
def test_a_text_is_cleaned_before_it_is_sent(value, text):
    """Nothing that a browser or a message cannot hold."""
    assert plain(value) == text
