"""Words and pairs as numbers: the same likenesses as scikit-learn's, in less time and memory."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from review.ranking import Features
from review.ranking.words import BREAK, PHRASE, WordBlock, stacked

WORDS = ["knee", "back", "pain", "opioid", "trial", "a", "åäö", "x9", "STATIN"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), min_size=2, max_size=12)


def rows_of(block, texts, read=WordBlock.learn):
    """Return the rows of some texts, which a block learns from or reads again."""
    parts = read(block, texts)
    return stacked(map(block.rows, parts), (len(texts), block.n_columns), block.most_cells(parts))


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_likenesses_are_those_of_scikit_learn(texts):
    """Leaving out pairs of one text only changes no likeness between two texts."""
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    try:
        expected = vectorizer.fit_transform(texts)
    except ValueError:  # no words at all
        expected = np.zeros((len(texts), 1))
    expected = np.asarray((expected @ expected.T) @ np.eye(len(texts)))
    rows = rows_of(WordBlock(), texts)
    found = (rows @ rows.T).toarray()
    apart = ~np.eye(len(texts), dtype=bool)
    np.testing.assert_allclose(found[apart], expected[apart], atol=1e-6)


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_the_same_texts_give_the_same_rows_later(texts):
    """To learn from texts and to read them again are the same."""
    block = WordBlock(max_df=0.9)
    rows = rows_of(block, texts)
    assert abs(rows - rows_of(block, texts, WordBlock.read)).sum() == pytest.approx(0, abs=1e-6)


def test_more_texts_than_are_read_at_once():
    """Pieces of a large pile are put together without a seam."""
    texts = [f"common words part{i % 7} own{i}" for i in range(5000)]
    rows = rows_of(WordBlock(), texts)
    assert rows.shape[0] == 5000
    np.testing.assert_array_equal(np.diff(rows.indptr)[:10], np.diff(rows.indptr)[-10:])


NAMED = [
    pytest.param(["back pain", "back pain"], {}, ["back", "pain", "back pain"], id="pair-in-two"),
    pytest.param(["back pain", "knee"], {}, ["back", "pain", "knee"], id="pair-in-one-has-no-column"),
    pytest.param([f"back{BREAK}pain"] * 2, {}, ["back", "pain"], id="no-pair-across-a-break"),
    pytest.param(["Low Back; Pain"], {"pattern": PHRASE, "pairs": False}, ["low back", "pain"], id="phrases"),
    pytest.param(["a I !", ""], {}, [], id="no-words"),
    pytest.param([], {}, [], id="no-texts"),
]


@pytest.mark.parametrize(("texts", "options", "names"), NAMED)
def test_columns_have_names(texts, options, names):
    """Every column can be said in words."""
    block = WordBlock(**options)
    rows = rows_of(block, texts)
    assert rows.shape == (len(texts), len(names))
    assert block.names(range(block.n_columns)) == names


def test_words_in_nearly_every_text_weigh_nothing():
    """What everybody says tells nobody apart; in a pile of a few texts it is left alone."""
    texts = ["patients knee"] + ["patients hip"] * 19
    assert 0 not in rows_of(WordBlock(max_df=0.9), texts).indices
    assert 0 in rows_of(WordBlock(max_df=0.9), texts[:2]).indices


YEARS = [
    pytest.param({"year": [2001, 2001, 2019]}, True, id="numbers"),
    pytest.param({"year": ["2001", "2001", "2019"]}, True, id="words"),
    pytest.param({"year": [None, "n.d.", ""]}, False, id="none-given"),
    pytest.param({}, False, id="no-column"),
]


@pytest.mark.parametrize(("columns", "told"), YEARS)
def test_year_likens_what_was_published_together(columns, told):
    """Texts of the same year are more alike than others; where no year is given nothing is."""
    rows = Features().fit(pd.DataFrame({"title": ["knee", "back", "hip"], **columns})).matrix_
    likeness = (rows @ rows.T).toarray()
    assert (likeness[0, 1] > likeness[0, 2]) == told
    assert told or likeness[0, 1] == 0


def test_brackets_around_a_title_are_a_feature():
    """Databases print translated titles in brackets; a reader of English papers skips them."""
    features = Features().fit(pd.DataFrame({"title": ["[Kniegelenk]", "[Hüfte]", "back"]}))
    names = [set(features.names(features.matrix_[[row]].indices)) for row in range(3)]
    assert ["(title in brackets)" in found for found in names] == [True, True, False]


def test_a_question_counts_in_every_block():
    """Its words are looked for in titles and keywords too; what no reference says does not dilute them."""
    texts = pd.DataFrame(
        {"title": ["back pain", "hip"], "abstract": ["pain", ""], "keywords": ["pain", "hip"]}
    )
    features = Features().fit(texts)
    row, longer = features.seed("pain"), features.seed("pain; zebra unheard")
    assert set(features.names(row.indices)) == {"pain", "title: pain", "keyword: pain", "keywords: pain"}
    np.testing.assert_allclose((row - longer).toarray(), 0, atol=1e-6)
    assert row.shape == (1, features.matrix_.shape[1])
    assert features.seed("zebra").nnz == 0


def test_what_was_learned_survives_as_arrays():
    """Features made from their arrays read other texts as the first ones do."""
    texts = pd.DataFrame(
        {"title": ["back pain", "back pain åäö"], "keywords": ["Pain; Hip", ""], "year": [2001, 2005]}
    )
    first = Features(year_weight=0.2).fit(texts)
    again = Features(year_weight=0.2).restore(first.arrays())
    more = pd.DataFrame({"title": ["pain åäö back pain"], "keywords": ["hip"], "year": [2003]})
    np.testing.assert_array_equal(first.transform(more).toarray(), again.transform(more).toarray())
    np.testing.assert_array_equal(first.matrix_.toarray(), again.matrix_.toarray())
    columns = range(first.matrix_.shape[1])
    assert first.names(columns) == again.names(columns)
