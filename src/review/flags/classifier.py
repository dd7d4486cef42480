"""The flag model: what terms and criteria say, more and more replaced by what labels teach."""

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator, clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.utils.validation import check_is_fitted

from review.errors import UsageError
from review.evidence import FLAGS
from review.flags.evaluation import evaluate_probabilities
from review.flags.explanation import explain_rows
from review.flags.knowledge import Knowledge
from review.flags.labels import PATIENCE, stays, trust
from review.flags.texts import Words
from review.records import as_texts

__all__ = ["FlagClassifier"]

PRIOR_LOG_ODDS = -2.5
PRIOR_WEIGHTS = np.array([1.5, 0.7, 0.7])
"""Log odds of a flag without evidence, and what each kind of `EVIDENCE` adds, before any label."""
EVIDENCE_SCALE = 0.1
"""Size of the evidence beside the words, which have length one: enough to lead, too little to rule."""
FEWEST_FOR_CALIBRATION = 15
N_FOLDS = 5


class FlagClassifier(BaseEstimator):
    """Probability of each flag for each reference; it proposes, people decide.

    Before any label the log odds come from the terms of the field and the likeness to the criteria.
    Labels train a logistic regression on TF-IDF features and the same evidence. Its log odds count
    with weight m / (m + `patience`), m being the number of labels of the rarer answer. With enough
    labels the probabilities are calibrated on references the model had not seen.

    Parameters
    ----------
    terms : mapping of flag to terms, optional
        Terms in any language, as a list or with weights (see `Terms`).
    criteria : mapping of flag to texts, optional
        What the review says of each flag, one text per criterion or recommendation.
    C : float
        How closely the regression follows the labels.
    patience : float
        At how many labels of the rarer answer labels and prior knowledge count the same.
    seed : int
        Of the folds used for calibration.

    Attributes
    ----------
    flags_ : tuple of str
    n_labels_ : dict of flag to (number true, number false)
    trust_ : dict of flag to the weight of what the labels taught, from 0 to 1
    stays_ : dict of flag to a sentence
        Why the probabilities are those from before any label: "12 yes and 0 no: …"; "" where labels taught.

    Examples
    --------
    >>> model = FlagClassifier(terms={"de_implementation": ["deprescribing", "utmönstring"]})
    >>> texts = ["Deprescribing in nursing homes", "Om utmönstringen", "Hip fracture", "Stroke"]
    >>> (model.fit(texts).predict_proba(texts)["de_implementation"] > 0.2).tolist()
    [True, True, False, False]
    """

    def __init__(self, *, terms=None, criteria=None, C=30.0, patience=PATIENCE, seed=0):
        self.terms = terms
        self.criteria = criteria
        self.C = C
        self.patience = patience
        self.seed = seed

    def fit(self, X, Y=None):
        """Learn from references, of which some or all carry labels.

        Parameters
        ----------
        X : frame with title, abstract, keywords (any may be missing), or sequence of str
        Y : frame, optional
            A column for each flag: true, false or missing (not said). Not given: nothing is labelled.
        """
        texts = as_texts(X)
        labels = _labels(Y, len(texts))
        self.flags_, self.n_features_in_ = tuple(FLAGS), 1
        rows = self._read(texts)
        self.models_, self.n_labels_, self.trust_, self.stays_ = {}, {}, {}, {}
        for flag in self.flags_:
            _, *said, truth = self._labelled(flag, texts, rows, labels)
            self.n_labels_[flag] = (int(truth.sum()), int((~truth).sum()))
            self.trust_[flag] = trust(*self.n_labels_[flag], self.patience)
            self.stays_[flag] = stays(*self.n_labels_[flag])
            self.models_[flag] = self._learn(*said, truth)
        return self

    def predict_proba(self, X):
        """Return a frame with the probability of each flag, one row per reference."""
        log_odds = self.decision_function(X)
        return pd.DataFrame(expit(log_odds.to_numpy()), columns=list(self.flags_), index=log_odds.index)

    def decision_function(self, X):
        """Return a frame with the log odds of each flag, one row per reference."""
        check_is_fitted(self, "models_")
        texts = as_texts(X)
        rows = self.words_.rows(texts)
        found = {
            flag: _score(self.models_[flag], rows, self.knowledge_[flag].evidence(texts, rows)[0])
            for flag in self.flags_
        }
        return pd.DataFrame(found, index=X.index if isinstance(X, pd.DataFrame) else texts.index)

    def explain(self, X, n=8):
        """Return what raised and lowered the log odds of each flag.

        Returns
        -------
        frame
            `row` (position in X), `flag`, `word`, `weight` (log odds), `source` (``term``: of the
            glossary; ``word``: learned from labels or shared with the criteria); at most n up and n
            down for each row and flag, strongest first.
        """
        check_is_fitted(self, "models_")
        texts = as_texts(X)
        rows = self.words_.rows(texts)
        found = []
        for flag in self.flags_:
            found += explain_rows(
                flag, texts, rows, self.words_.names, self.knowledge_[flag], self.models_[flag], n
            )
        types = {"row": "int64", "flag": "str", "word": "str", "weight": "float64", "source": "str"}
        frame = pd.DataFrame(found, columns=list(types)).astype(types)
        return frame.sort_values("row", kind="stable").reset_index(drop=True)

    def cross_validate(self, X, Y, *, seed=0, n_folds=N_FOLDS):
        """Return a probability for each labelled reference by a model that has not seen its label.

        Returns
        -------
        frame
            `row` (position in X), `flag`, `label`, `probability`. A flag with fewer labels of either
            kind than folds is left out.
        """
        model, texts, found = clone(self), as_texts(X), []
        rows, labels = model._read(texts), _labels(Y, len(texts))
        for flag in FLAGS:
            known, *said, truth = model._labelled(flag, texts, rows, labels)
            if _rarer(truth) >= n_folds:
                log_odds = _unseen(model._learn, *said, truth, n_folds, seed)
                part = {"row": known, "flag": flag, "label": truth, "probability": expit(log_odds)}
                found.append(pd.DataFrame(part))
        columns = {"row": "int64", "flag": "str", "label": "bool", "probability": "float64"}
        frame = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(columns))
        return frame.astype(columns)

    def evaluate(self, X, Y, *, seed=0, n_folds=N_FOLDS, threshold=0.5, judged="as_said"):
        """Return cross-validated quality for each flag, with counts (see `evaluate_probabilities`)."""
        found = self.cross_validate(X, Y, seed=seed, n_folds=n_folds)
        return evaluate_probabilities(found, threshold=threshold, judged=judged)

    def _read(self, texts):
        """Learn words and seed documents, which labels have no part in; return the rows of the texts."""
        self.words_ = Words().fit(texts)
        rows = self.words_.rows(texts)
        terms, criteria = self.terms or {}, self.criteria or {}
        self.knowledge_ = {
            flag: Knowledge(terms.get(flag, ()), criteria.get(flag, ())).fit(rows, self.words_)
            for flag in FLAGS
        }
        return rows

    def _labelled(self, flag, texts, rows, labels):
        """Return which references carry a label, their rows, their evidence, and the labels."""
        known = np.flatnonzero(labels[flag].notna())
        evidence = self.knowledge_[flag].evidence(texts.iloc[known], rows[known])[0]
        return known, rows[known], evidence, labels[flag].iloc[known].to_numpy(dtype=bool)

    def _learn(self, rows, evidence, truth):
        """Return the blended and calibrated model: weights of words, weights of evidence, intercept."""
        words, kinds, intercept = self._blend(rows, evidence, truth)
        if _rarer(truth) < FEWEST_FOR_CALIBRATION:
            return words, kinds, intercept
        unseen = _unseen(self._blend, rows, evidence, truth, N_FOLDS, self.seed)
        scale, shift = _fit_scale(unseen, truth)
        return scale * words, scale * kinds, scale * intercept + shift

    def _blend(self, rows, evidence, truth):
        share = trust(truth.sum(), (~truth).sum(), self.patience)
        if not share:
            return np.zeros(rows.shape[1]), PRIOR_WEIGHTS, PRIOR_LOG_ODDS
        together = sparse.csr_array(sparse.hstack([rows, sparse.csr_array(EVIDENCE_SCALE * evidence)]))
        learned = LogisticRegression(C=self.C, solver="liblinear").fit(together, truth)
        words, kinds = np.split(learned.coef_[0], [rows.shape[1]])
        kinds = share * EVIDENCE_SCALE * kinds + (1 - share) * PRIOR_WEIGHTS
        return share * words, kinds, share * float(learned.intercept_[0]) + (1 - share) * PRIOR_LOG_ODDS

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def _score(model, rows, evidence):
    words, kinds, intercept = model
    return rows @ words + evidence @ kinds + intercept


def _fit_scale(log_odds, truth):
    """Return scale and shift after Platt, with his smoothed targets, near 1 and 0 unless the data object."""
    n_true, n_false = truth.sum(), (~truth).sum()
    target = np.where(truth, (n_true + 1) / (n_true + 2), 1 / (n_false + 2))

    def cost(parameters):
        scaled = parameters[0] * log_odds + parameters[1]
        off = parameters - np.array([1.0, 0.0])
        error = expit(scaled) - target
        value = (np.logaddexp(0, scaled) - target * scaled).sum() + off @ off / 2
        return value, np.array([error @ log_odds, error.sum()]) + off

    # a model that got the order wrong is flattened, never turned around
    bounds = [(0.05, 20.0), (None, None)]
    found = minimize(cost, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=bounds)
    return map(float, found.x)


def _unseen(learn, rows, evidence, truth, n_folds, seed):
    """Return the log odds of each reference by a model that has not seen its label."""
    log_odds = np.zeros(len(truth))
    for known, check in StratifiedKFold(n_folds, shuffle=True, random_state=seed).split(truth, truth):
        model = learn(rows[known], evidence[known], truth[known])
        log_odds[check] = _score(model, rows[check], evidence[check])
    return log_odds


def _rarer(truth):
    """Return the number of labels of the rarer answer."""
    return min(truth.sum(), (~truth).sum())


def _labels(Y, n_texts):
    Y = pd.DataFrame(index=range(n_texts)) if Y is None else Y
    if len(Y) != n_texts:
        raise UsageError(f"{n_texts} texts need {n_texts} rows of labels, got {len(Y)}")
    frame = Y.reset_index(drop=True).reindex(columns=list(FLAGS))
    return frame.astype("object").where(frame.notna(), None).astype("boolean")
