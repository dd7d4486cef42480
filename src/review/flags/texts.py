"""References as rows of weighted words, the same for every flag."""

import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from review.errors import UsageError
from review.text import fold

__all__ = ["Words", "as_frame"]

TEXT_COLUMNS = ("title", "abstract", "keywords")


class Words:
    """TF-IDF of words and pairs of words, without case and accents; the title counts twice.

    Examples
    --------
    >>> words = Words().fit(as_frame(["Utmönstring", "rutinprov"]))
    >>> list(words.names)
    ['rutinprov', 'rutinprov rutinprov', 'utmonstring', 'utmonstring utmonstring']
    """

    def fit(self, texts):
        """Learn the words of a frame with title, abstract and keywords."""
        self._vectorizer = TfidfVectorizer(
            preprocessor=fold, ngram_range=(1, 2), sublinear_tf=True, min_df=2 if len(texts) > 20 else 1
        )
        joined = _joined(texts)
        # scikit-learn refuses texts without a single word; such a pile has no columns
        if any(fold(text) for text in joined):
            self._names = list(self._vectorizer.fit(joined).get_feature_names_out())
        else:
            self._vectorizer, self._names = None, []
        return self

    def rows(self, texts):
        """Return a sparse matrix, one row of length one for each reference."""
        return self.rows_of(_joined(texts))

    def rows_of(self, plain_texts):
        """Return the same for texts without columns."""
        if self._vectorizer is None or len(plain_texts) == 0:
            return sparse.csr_array((len(plain_texts), len(self.names)))
        return sparse.csr_array(self._vectorizer.transform(plain_texts))

    @property
    def names(self):
        """The word of each column."""
        return (
            pd.array([], dtype="str")
            if self._vectorizer is None
            else self._vectorizer.get_feature_names_out()
        )


def as_frame(X):
    """Return references as a frame of title, abstract and keywords, none of them missing.

    Examples
    --------
    >>> as_frame(["A title"]).loc[0].tolist()
    ['A title', '', '']
    """
    if isinstance(X, pd.DataFrame):
        frame = X.reset_index(drop=True).reindex(columns=list(TEXT_COLUMNS))
        return frame.astype("object").where(frame.notna(), "").astype("str")
    if isinstance(X, str):
        raise UsageError("expected a frame or a sequence of texts, got one text")
    titles = pd.Series(list(X), dtype="str")
    return pd.DataFrame({"title": titles, "abstract": "", "keywords": ""}, dtype="str")


def _joined(texts):
    # a full stop between the parts does not part words for the vectorizer, but it keeps them apart for people
    return texts["title"] + " . " + texts["title"] + " . " + texts["abstract"] + " . " + texts["keywords"]
