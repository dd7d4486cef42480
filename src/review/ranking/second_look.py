"""A second look: decisions that the others speak against."""

import numpy as np
import pandas as pd
from sklearn.base import clone

from review.errors import UsageError
from review.ranking.features import Features
from review.ranking.queue import labels_of
from review.ranking.ranker import Ranker

__all__ = ["second_look"]

COLUMNS = {"reference_id": "str", "decision": "str", "score": "float64", "doubt": "float64", "why": "str"}


def second_look(references, decisions, *, question="", seed, features=None, ranker=None, folds=10, n=50):
    """Return the decisions to look at again, the most doubtful first.

    Every decided reference is scored by a model that has not seen its decision. Exclusions such a model
    is surest about and inclusions it doubts come first; how sure it is of an exclusion is counted
    against the included references, and of an inclusion against the excluded ones.

    Parameters
    ----------
    references, decisions, question, features, ranker
        As in `rank`. References on which readers disagree are left out: they are conflicts already.
    seed : int
        Draws the parts.
    folds : int
        In how many parts the decided references are scored.
    n : int
        At most so many.

    Returns
    -------
    frame
        `reference_id`, `decision` (``include`` or ``exclude``), `score` (of the model that did not know
        it), `doubt` (0 to 1: the share of the other kind the score would not stand out from), `why`
        (words that speak against the decision, joined by "; "). Empty where less than two references of
        each kind are decided.

    Examples
    --------
    >>> titles = ["back pain trial", "back pain care", "back pain cost", "knee", "knee joint", "knee pads"]
    >>> references = pd.DataFrame({"reference_id": list("abcdef"), "title": titles})
    >>> said = ["include", "include", "exclude", "exclude", "exclude", "exclude"]
    >>> decisions = pd.DataFrame({"reference_id": list("abcdef"), "decision": said})
    >>> second_look(references, decisions, seed=1, folds=6).reference_id[0]
    'c'
    """
    if folds < 2:
        raise UsageError(f"folds must be 2 or more; got {folds}")
    labels, _ = labels_of(references["reference_id"], decisions)
    features = features if features is not None else Features().fit(references)
    ranker = clone(ranker) if ranker is not None else Ranker(question=question, seed=seed)
    decided = np.flatnonzero(~np.isnan(labels))
    if min((labels[decided] == kind).sum() for kind in (0, 1)) < 2:
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    part_of = _parts(labels[decided], folds, seed)
    scores, weights = np.zeros(len(decided)), {}
    for part in np.unique(part_of):
        unseen = decided[part_of == part]
        known = labels.copy()
        known[unseen] = np.nan
        ranker.fit(features, known)
        # scores of different models are compared: by their distance from what a text scores on average
        scores[part_of == part] = features.matrix_[unseen] @ ranker.weights_ + ranker.intercept_
        weights[part] = ranker.weights_
    doubt = _doubt(scores, labels[decided])
    order = np.lexsort((decided, -doubt))[:n]
    why = []
    for i in order:
        ranker.weights_ = weights[part_of[i]]
        said = ranker.explain(features.matrix_[[decided[i]]], 3)
        against = said["weight"] < 0 if labels[decided[i]] == 1 else said["weight"] > 0
        why.append("; ".join(said.loc[against, "word"]))
    names = references["reference_id"].to_numpy()[decided[order]]
    decisions = np.where(labels[decided[order]] == 1, "include", "exclude")
    told = (names, decisions, scores[order], doubt[order], why)
    return pd.DataFrame(dict(zip(COLUMNS, told, strict=True))).astype(COLUMNS)


def _parts(labels, folds, seed):
    """Return the part of each decided reference: both kinds spread evenly, at random."""
    random, part_of = np.random.default_rng(seed), np.zeros(len(labels), dtype=int)
    for kind in (0, 1):
        places = random.permutation(np.flatnonzero(labels == kind))
        part_of[places] = np.arange(len(places)) % folds
    return part_of


def _doubt(scores, labels):
    """Return, for each, the share of the other kind that does not score further on the other side."""
    doubt = np.zeros(len(scores))
    for kind, sign in ((0, 1), (1, -1)):
        others = np.sort(sign * scores[labels != kind])
        mine = labels == kind
        doubt[mine] = np.searchsorted(others, sign * scores[mine], side="right") / len(others)
    return doubt
