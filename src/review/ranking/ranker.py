"""The ranking model: learns from decisions which texts are relevant and tells by which words."""

import os
from concurrent.futures import ThreadPoolExecutor
from copy import copy

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, cg
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from review.errors import UsageError
from review.ranking.features import Features

__all__ = ["Ranker"]

PRECISION = 1e-6
CELLS_PER_THREAD = 2_000_000
"""So many cells of a matrix take long enough to multiply that a thread of their own pays."""
FINAL = 2.0
"""How many includes an include counts for that the full text has confirmed."""


class Ranker(BaseEstimator):
    """Score texts by how likely a reader includes them.

    Weighted least squares on TF-IDF features: a linear model that aims at 1 for includes and -1 for
    excludes, in which the included texts together weigh `ratio` times as much as the excluded. With as
    little to learn from as screening gives, this is the same as a linear support vector machine with
    squared hinge loss, but has an exact solution. The question of the review counts as one more included
    text. As long as includes or excludes are missing, likeness to what is known decides.

    Parameters
    ----------
    question : str
        Question and criteria of the review; "" for none.
    C : float
        How closely the model follows the decisions; smaller is smoother.
    ratio : float
        Weight of all includes together over that of all excludes together.
    offset : float
        How freely the model moves all scores together.
    seed : int
        Kept with the model; nothing in it is left to chance.

    Attributes
    ----------
    features_ : Features
    labels_ : int array
        1 include, 0 exclude, -1 undecided: what it has learned from.
    final_ : bool array
        Which of the includes the full text has confirmed.
    weights_ : float array, one per feature
    intercept_ : float

    Source
    ------
    ASReview's ELAS u4 (a linear machine with squared hinge loss and C = 0.11) is where the search for
    settings began; how ours were chosen is told in docs/ranking.md.

    Examples
    --------
    >>> texts = ["opioids for back pain", "surgery of the knee", "opioids and pain", "knee replacement"]
    >>> Ranker().fit(texts, [1, 0, None, None]).decision_function(texts).argsort()[::-1].tolist()
    [0, 2, 3, 1]
    """

    def __init__(self, *, question="", C=0.11, ratio=25.0, offset=1.5, seed=0):
        self.question = question
        self.C = C
        self.ratio = ratio
        self.offset = offset
        self.seed = seed

    def fit(self, X, y=None, final=None):
        """Learn from texts, of which some or all are decided.

        Parameters
        ----------
        X : frame with title, abstract, keywords, year (any may be missing), sequence of str, or Features
            A fitted `Features` stands for the texts it was fitted on, which are then not read again.
        y : sequence of length n_texts, optional
            1 include, 0 exclude; None, NaN or -1 where undecided. Not given: nothing is decided.
        final : sequence of bool of length n_texts, optional
            Which texts were included for good, once read in full: as an include, each counts twice.
        """
        self.features_ = X if isinstance(X, Features) else Features().fit(X)
        rows = self.features_.matrix_
        self.labels_ = as_labels(y, rows.shape[0])
        self.final_ = as_final(final, rows.shape[0])
        seed = self.features_.seed(self.question)
        included = sparse.vstack([rows[self.labels_ == 1]] + [seed] * bool(seed.nnz), format="csr")
        excluded = rows[self.labels_ == 0]
        if included.shape[0] and excluded.shape[0]:
            counts = np.where(self.final_[self.labels_ == 1], FINAL, 1.0)
            counts = np.r_[counts, np.ones(included.shape[0] - len(counts))]
            self.weights_, self.intercept_ = self._separate(included, excluded, counts)
        else:
            self.weights_ = _mean(included) - _mean(excluded)
            self.intercept_ = 0.0
        self.settings_ = self.get_params()
        self.n_features_in_ = 1
        return self

    def _separate(self, included, excluded, counts):
        """Solve for one number per decided text; the words' weights are the rows so weighted."""
        n_excluded = excluded.shape[0]
        share = np.r_[counts, np.full(n_excluded, counts.sum() / (self.ratio * n_excluded))]
        share *= len(share) / share.sum()
        aims = np.r_[np.ones(len(counts)), -np.ones(n_excluded)]
        rows, used = _used_columns(sparse.vstack([included, excluded], format="csr"))
        slack, across = 1 / (2 * self.C * share), rows.T

        def likeness(numbers):
            return rows @ (across @ numbers) + self.offset * numbers.sum() + slack * numbers

        size = (len(aims), len(aims))
        scale = 1 / (1 + self.offset + slack)
        numbers, _ = cg(
            LinearOperator(size, matvec=likeness, dtype=float),
            aims,
            rtol=PRECISION,
            maxiter=10 * len(aims) + 100,
            M=LinearOperator(size, matvec=lambda found: scale * found, dtype=float),
        )
        weights = np.zeros(included.shape[1])
        weights[used] = across @ numbers
        return weights, float(self.offset * numbers.sum())

    def decision_function(self, X):
        """Return a score for each text; the higher, the more likely it is included."""
        check_is_fitted(self, "weights_")
        # in the features' own precision: otherwise all of them are copied to be multiplied
        scores = _times(self._rows(X), self.weights_.astype(np.float32))
        return np.asarray(scores, dtype=float).ravel() + self.intercept_

    def alone(self):
        """Return a copy that scores other texts but holds none of those it has learned from.

        It is small, so that it can be sent to other processes and machines.

        >>> ranker = Ranker(question="back pain").fit(["back pain", "knee", "hip"]).alone()
        >>> ranker.features_.matrix_.shape[0], int(ranker.decision_function(["hip", "back"]).argmax())
        (0, 1)
        """
        check_is_fitted(self, "weights_")
        small = copy(self)
        small.features_ = copy(self.features_)
        small.features_.matrix_ = self.features_.matrix_[:0]
        small.labels_, small.final_ = self.labels_[:0], self.final_[:0]
        small.weights_ = self.weights_.astype(np.float32)
        return small

    def knows(self, features, labels, final=None):
        """Return whether it has learned from exactly these texts and labels, so that it need not again."""
        if getattr(self, "features_", None) is not features or self.settings_ != self.get_params():
            return False
        n = features.matrix_.shape[0]
        same = np.array_equal(self.final_, as_final(final, n))
        return same and np.array_equal(self.labels_, as_labels(labels, n))

    def explain(self, X, n=8):
        """Return the words that raised and lowered the score of each text.

        Parameters
        ----------
        X : as in `fit`, or sparse rows of the features' matrix
        n : int
            At most so many words up and so many down for each text.

        Returns
        -------
        frame
            `row` (position in X), `word`, `weight` (its share of the score), strongest first. What title
            and text say alike is one word.
        """
        check_is_fitted(self, "weights_")
        rows = sparse.csr_array(X if sparse.issparse(X) else self._rows(X))
        found = []
        for row in range(rows.shape[0]):
            here = slice(rows.indptr[row], rows.indptr[row + 1])
            columns = rows.indices[here]
            words = [_plain(name) for name in self.features_.names(columns)]
            shares = pd.Series(rows.data[here] * self.weights_[columns], dtype=float)
            strongest = shares.groupby(words, sort=False).sum().sort_values(ascending=False, kind="stable")
            chosen = pd.concat([strongest[strongest > 0].head(n), strongest[strongest < 0].tail(n)])
            chosen = chosen.sort_values(key=lambda share: -share.abs(), kind="stable")
            found += [(row, word, share) for word, share in chosen.items()]
        types = {"row": "int64", "word": "str", "weight": "float64"}
        return pd.DataFrame(found, columns=list(types)).astype(types)

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


def as_labels(y, n_texts):
    """Return 1, 0 or -1 for each text."""
    if y is None:
        return np.full(n_texts, -1)
    if not (isinstance(y, np.ndarray) and y.dtype.kind in "if"):
        y = pd.to_numeric(pd.Series(list(y), dtype="object")).to_numpy(dtype=float)
    labels = np.where(np.isnan(y), -1, y)
    if len(labels) != n_texts:
        raise UsageError(f"{n_texts} texts need {n_texts} labels, got {len(labels)}")
    if not np.isin(labels, [-1, 0, 1]).all():
        raise UsageError("labels must be 1 (include), 0 (exclude) or missing")
    return labels.astype(int)


def as_final(final, n_texts):
    """Return true or false for each text."""
    final = np.zeros(n_texts, dtype=bool) if final is None else np.asarray(final, dtype=bool)
    if len(final) != n_texts:
        raise UsageError(f"{n_texts} texts need {n_texts} values of final, got {len(final)}")
    return final


def _plain(name):
    """Return a word as it is told: the same in title and text, and in a keyword and a whole one."""
    return name.removeprefix("title: ").replace("keywords: ", "keyword: ", 1)


def _used_columns(rows):
    """Return rows without the columns nobody uses, and which these are; likenesses stay what they are."""
    is_used = np.zeros(rows.shape[1], dtype=bool)
    is_used[rows.indices] = True
    used = np.flatnonzero(is_used)
    number = np.empty(rows.shape[1], dtype=np.int32)
    number[used] = np.arange(len(used), dtype=np.int32)
    cells = (rows.data.astype(float), number[rows.indices], rows.indptr)
    return sparse.csr_array(cells, shape=(rows.shape[0], len(used))), used


def _times(rows, weights):
    """Return rows times weights; many rows in as many threads as the machine has processors.

    Scipy lets other threads run while it multiplies, and each row is summed as it would be alone.
    """
    n_threads = min(os.cpu_count() or 1, rows.nnz // CELLS_PER_THREAD)
    if n_threads < 2:
        return rows @ weights
    edges = np.linspace(0, rows.shape[0], n_threads + 1).astype(int)
    with ThreadPoolExecutor(n_threads) as pool:
        parts = pool.map(lambda start, stop: _view(rows, start, stop) @ weights, edges[:-1], edges[1:])
        return np.concatenate(list(parts))


def _view(rows, start, stop):
    """Return some rows without a copy, which slicing makes and the usual way of building them too."""
    first, last = rows.indptr[start], rows.indptr[stop]
    view = sparse.csr_array((stop - start, rows.shape[1]), dtype=rows.dtype)
    view.data, view.indices = rows.data[first:last], rows.indices[first:last]
    view.indptr = rows.indptr[start : stop + 1] - first
    return view


def _mean(rows):
    if rows.shape[0] == 0:
        return np.zeros(rows.shape[1])
    return np.asarray(rows.mean(axis=0)).ravel()
