"""The ranking model: learns from decisions which texts are relevant and tells by which words."""

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.svm import LinearSVC
from sklearn.utils.validation import check_is_fitted

from review.errors import UsageError
from review.ranking.features import Features

__all__ = ["Ranker"]


class Ranker(BaseEstimator):
    """Score texts by how likely a reader includes them.

    TF-IDF features and a linear support vector machine in which the included texts together weigh
    `ratio` times as much as the excluded. The question of the review counts as one more included text.
    As long as includes or excludes are missing, texts are scored by their likeness to the includes and
    the question, compared to the average text.

    Parameters
    ----------
    question : str
        Question and criteria of the review; "" for none.
    C : float
        How closely the model follows the decisions; smaller is smoother.
    ratio : float
        Weight of all includes together over that of all excludes together.
    title_weight, keyword_weight : number
        See `Features`.
    seed : int

    Attributes
    ----------
    features_ : Features
    weights_ : float array, one per word
    intercept_ : float

    Source
    ------
    Settings of the machine as in ASReview's ELAS u4; features and question are our own.

    Examples
    --------
    >>> texts = ["opioids for back pain", "surgery of the knee", "opioids and pain", "knee replacement"]
    >>> Ranker().fit(texts, [1, 0, None, None]).decision_function(texts).argsort()[::-1].tolist()
    [0, 2, 3, 1]
    """

    def __init__(self, *, question="", C=0.11, ratio=9.8, title_weight=2, keyword_weight=0.5, seed=0):
        self.question = question
        self.C = C
        self.ratio = ratio
        self.title_weight = title_weight
        self.keyword_weight = keyword_weight
        self.seed = seed

    def fit(self, X, y=None):
        """Learn from texts, of which some or all are decided.

        Parameters
        ----------
        X : frame with title, abstract, keywords (any may be missing), sequence of str, or Features
            A fitted `Features` stands for the texts it was fitted on, which are then not read again.
        y : sequence of length n_texts, optional
            1 include, 0 exclude; None, NaN or -1 where undecided. Not given: nothing is decided.
        """
        if isinstance(X, Features):
            self.features_, rows = X, X.matrix_
        else:
            self.features_ = Features(title_weight=self.title_weight, keyword_weight=self.keyword_weight)
            rows = self.features_.fit_transform(X)
        labels = _labels(y, rows.shape[0])
        # the words of the question count in both blocks: some are only used as keywords
        seed = pd.DataFrame({"abstract": [self.question], "keywords": [self.question]})
        seed_row = self.features_.transform(seed)
        included = sparse.vstack([rows[labels == 1]] + [seed_row] * bool(seed_row.nnz), format="csr")
        excluded = rows[labels == 0]
        if included.shape[0] and excluded.shape[0]:
            self.weights_, self.intercept_ = self._separate(included, excluded)
        else:
            self.weights_ = (_mean(included) - _mean(rows)) if included.shape[0] else -_mean(excluded)
            self.intercept_ = 0.0
        self.classes_ = np.array([0, 1])
        self.n_features_in_ = 1
        return self

    def _separate(self, included, excluded):
        n_included, n_excluded = included.shape[0], excluded.shape[0]
        weights = np.r_[np.full(n_included, 1.0), np.full(n_excluded, n_included / (self.ratio * n_excluded))]
        weights *= len(weights) / weights.sum()
        labels = np.r_[np.ones(n_included, dtype=int), np.zeros(n_excluded, dtype=int)]
        machine = LinearSVC(C=self.C, random_state=self.seed, dual=True, max_iter=10_000)
        machine.fit(sparse.vstack([included, excluded], format="csr"), labels, sample_weight=weights)
        return machine.coef_[0], float(machine.intercept_[0])

    def decision_function(self, X):
        """Return a score for each text; the higher, the more likely it is included."""
        check_is_fitted(self, "weights_")
        return np.asarray(self._rows(X) @ self.weights_).ravel() + self.intercept_

    def predict(self, X):
        """Return 1 for texts on the included side of the model and 0 for the others."""
        return (self.decision_function(X) > 0).astype(int)

    def explain(self, X, n=8):
        """Return the words that raised and lowered the score of each text.

        Parameters
        ----------
        X : as in `fit`
        n : int
            At most so many words up and so many down for each text.

        Returns
        -------
        frame
            `row` (position in X), `word`, `weight` (its share of the score), strongest first.
        """
        check_is_fitted(self, "weights_")
        rows = sparse.csr_array(self._rows(X))
        names = self.features_.get_feature_names_out()
        found = []
        for row in range(rows.shape[0]):
            columns = rows.indices[rows.indptr[row] : rows.indptr[row + 1]]
            shares = rows.data[rows.indptr[row] : rows.indptr[row + 1]] * self.weights_[columns]
            order = np.argsort(-shares, kind="stable")
            chosen = [i for i in order[:n] if shares[i] > 0]
            chosen += [i for i in order[::-1][:n] if shares[i] < 0]
            chosen.sort(key=lambda i, shares=shares: -abs(shares[i]))
            found += [(row, names[columns[i]], float(shares[i])) for i in chosen]
        frame = pd.DataFrame(found, columns=["row", "word", "weight"])
        return frame.astype({"row": "int64", "word": "str", "weight": "float64"})

    def _rows(self, X):
        if X is self.features_:
            return X.matrix_
        if isinstance(X, Features):
            raise UsageError("these features are not the ones the ranker was fitted on")
        return self.features_.transform(X)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def _labels(y, n_texts):
    """Return 1, 0 or -1 for each text."""
    if y is None:
        return np.full(n_texts, -1)
    labels = pd.to_numeric(pd.Series(list(y), dtype="object")).fillna(-1).to_numpy()
    if len(labels) != n_texts:
        raise UsageError(f"{n_texts} texts need {n_texts} labels, got {len(labels)}")
    if not np.isin(labels, [-1, 0, 1]).all():
        raise UsageError("labels must be 1 (include), 0 (exclude) or missing")
    return labels.astype(int)


def _mean(rows):
    if rows.shape[0] == 0:
        return np.zeros(rows.shape[1])
    return np.asarray(rows.mean(axis=0)).ravel()
