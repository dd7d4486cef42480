"""References as rows of weighted words, the same for every flag."""

from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from review.text import fold

__all__ = ["Words"]


class Words:
    """TF-IDF of words and pairs of words, without case and accents; the title counts twice.

    Attributes
    ----------
    names : sequence of str
        The word of each column.

    Examples
    --------
    >>> from review.records import as_texts
    >>> words = Words().fit(as_texts(["Utmönstring", "rutinprov"]))
    >>> list(words.names)
    ['rutinprov', 'rutinprov rutinprov', 'utmonstring', 'utmonstring utmonstring']
    """

    def fit(self, texts):
        """Learn the words of a frame with title, abstract and keywords."""
        least = 2 if len(texts) > 20 else 1
        vectorizer = TfidfVectorizer(preprocessor=fold, ngram_range=(1, 2), sublinear_tf=True, min_df=least)
        joined = _joined(texts)
        # scikit-learn refuses texts without a single word; such a pile has no columns
        self._vectorizer = vectorizer.fit(joined) if any(map(fold, joined)) else None
        self.names = vectorizer.get_feature_names_out() if self._vectorizer else []
        return self

    def rows(self, texts):
        """Return a sparse matrix, one row of length one for each reference."""
        return self.rows_of(_joined(texts))

    def rows_of(self, plain_texts):
        """Return the same for texts without columns."""
        if self._vectorizer is None or len(plain_texts) == 0:
            return sparse.csr_array((len(plain_texts), len(self.names)))
        return sparse.csr_array(self._vectorizer.transform(plain_texts))


def _joined(texts):
    # a full stop between the parts does not part words for the vectorizer, but it keeps them apart for people
    return texts["title"] + " . " + texts["title"] + " . " + texts["abstract"] + " . " + texts["keywords"]
