"""Texts as rows of numbers: weighted words and pairs of words, computed once and kept."""

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer

from review.errors import UsageError

__all__ = ["Features"]

TEXT_COLUMNS = ("title", "abstract", "keywords")
TOKEN = r"(?u)\b\w\w+\b"


class Features(TransformerMixin, BaseEstimator):
    """Turn references into TF-IDF features in two blocks: text and keywords.

    The title counts as often as `title_weight` says, because it is the densest part; keywords are a
    block of their own at `keyword_weight`, so that a long list does not drown the text. Each block has
    rows of length one before it is weighted.

    Parameters
    ----------
    title_weight : int
        How often the words of the title count.
    keyword_weight : float
        Weight of the keyword block beside the text block.
    max_df : float in (0, 1]
        Words in a larger share of the texts are left out.

    Attributes
    ----------
    matrix_ : sparse float array, texts × words
        The texts it was fitted on, so that nobody needs to compute them again.

    Examples
    --------
    >>> texts = pd.DataFrame({"title": ["Knee surgery", "Back pain"], "abstract": ["", "low back pain"]})
    >>> Features(max_df=1.0).fit(texts).matrix_.shape
    (2, 11)
    """

    def __init__(self, *, title_weight=2, keyword_weight=0.5, max_df=0.9):
        self.title_weight = title_weight
        self.keyword_weight = keyword_weight
        self.max_df = max_df

    def fit(self, X, y=None):
        """Learn the words and their weights from all texts of a review."""
        self.fit_transform(X, y)
        return self

    def fit_transform(self, X, y=None):
        """Learn the words and return the texts as rows; `matrix_` keeps them too."""
        texts = _as_frame(X)
        max_df = self.max_df if len(texts) > 1 / (1 - min(self.max_df, 0.999)) else 1.0
        self.text_words_, words = _fit_block(
            self._text(texts), ngram_range=(1, 2), sublinear_tf=True, max_df=max_df, token_pattern=TOKEN
        )
        self.keyword_words_, keywords = _fit_block(
            texts["keywords"], ngram_range=(1, 1), sublinear_tf=True, token_pattern=TOKEN
        )
        self.n_features_in_ = 1
        self.matrix_ = self._join(words, keywords)
        return self.matrix_

    def transform(self, X):
        """Return other texts as rows in the same words."""
        texts = _as_frame(X)
        words = _transform_block(self.text_words_, self._text(texts))
        keywords = _transform_block(self.keyword_words_, texts["keywords"])
        return self._join(words, keywords)

    def get_feature_names_out(self, input_features=None):
        """Return the word of each column; words of the keyword block are marked ``keyword: ``."""
        text = [] if self.text_words_ is None else list(self.text_words_.get_feature_names_out())
        keywords = [] if self.keyword_words_ is None else self.keyword_words_.get_feature_names_out()
        return np.array(text + [f"keyword: {word}" for word in keywords], dtype=object)

    def _text(self, texts):
        return (texts["title"] + " ") * self.title_weight + texts["abstract"]

    def _join(self, words, keywords):
        return sparse.csr_array(sparse.hstack([words, keywords * self.keyword_weight], format="csr"))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def _as_frame(X):
    """Return texts as a frame with title, abstract and keywords, whatever way they come."""
    if isinstance(X, pd.DataFrame):
        frame = X.reset_index(drop=True).reindex(columns=list(TEXT_COLUMNS))
        return frame.astype("object").where(frame.notna(), "").astype("str")
    if isinstance(X, str):
        raise UsageError("expected a frame or a sequence of texts, got one text")
    texts = pd.Series(list(X), dtype="object")
    texts = texts.where(texts.notna(), "").astype("str")
    return pd.DataFrame({"title": "", "abstract": texts, "keywords": ""}, dtype="str")


def _fit_block(texts, **options):
    """Return a fitted vectorizer and its matrix; no vectorizer where there is no word at all."""
    vectorizer = TfidfVectorizer(**options)
    try:
        return vectorizer, vectorizer.fit_transform(texts)
    except ValueError as error:
        # scikit-learn's way to say that no text holds a word
        if "vocabulary" not in str(error) and "no terms remain" not in str(error).lower():
            raise
        return None, sparse.csr_array((len(texts), 0))


def _transform_block(vectorizer, texts):
    if vectorizer is None:
        return sparse.csr_array((len(texts), 0))
    return vectorizer.transform(texts)
