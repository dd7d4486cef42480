"""The queue: unread references in the order to read them, with a share drawn at random."""

import numpy as np
import pandas as pd

from review.errors import UsageError
from review.ranking.features import Features
from review.ranking.ranker import Ranker

__all__ = ["labels_of", "rank"]


def rank(
    references, decisions, *, question="", seed, random_share=0.05, features=None, ranker=None, final=()
):
    """Return the unread references in the order to read them.

    Parameters
    ----------
    references : frame
        `reference_id`, `title`, `abstract`, `keywords`.
    decisions : frame
        `reference_id` and `decision` (include, exclude, unsure): what is decided so far, in any order.
        Unsure counts as include, as it leads to the full text. Where readers of one reference
        disagree, it teaches nothing but counts as read.
    question : str
        Question and criteria of the review.
    seed : int
        For the random draws; the same seed and the same decisions give the same queue.
    random_share : float in [0, 1]
        Share of the queue drawn at random from all that is unread.
    features : Features, optional
        Fitted on `references`, in their order, so that texts are not read again.
    ranker : Ranker, optional
        With other settings; its question, if any, stands in for `question`. One that has learned from
        these very features and decisions is used as it is.
    final : collection of str
        `reference_id` of those included for good, once read in full: each counts as two includes.

    Returns
    -------
    frame
        `reference_id`, `score`, `rank` (from 1), `drawn` (``ranked`` or ``random``). Equal scores keep
        the order of `references`.

    Examples
    --------
    >>> references = pd.DataFrame({"reference_id": ["a", "b", "c"],
    ...     "title": ["knee surgery", "back pain", "opioids for back pain"]})
    >>> queue = rank(references, decisions=[], question="opioids for pain", seed=1, random_share=0)
    >>> list(queue["reference_id"])
    ['c', 'b', 'a']
    """
    if not 0 <= random_share <= 1:
        raise UsageError(f"random_share must be between 0 and 1; got {random_share}")
    labels, unread = labels_of(references["reference_id"], decisions)
    features = features if features is not None else Features().fit(references)
    ranker = ranker if ranker is not None else Ranker(question=question, seed=seed)
    confirmed = references["reference_id"].isin(set(final)).to_numpy()
    if not ranker.knows(features, labels, confirmed):
        ranker.fit(features, labels, confirmed)
    scores = ranker.decision_function(features)
    positions = np.flatnonzero(unread)
    ordered = positions[np.argsort(-scores[positions], kind="stable")]
    random = np.random.default_rng([seed, int((~unread).sum())])
    order, drawn = _mix(ordered, random_share, random)
    names, places = references["reference_id"].to_numpy()[order], np.arange(1, len(order) + 1)
    queue = {"reference_id": names, "score": scores[order], "rank": places, "drawn": drawn}
    return pd.DataFrame(queue).astype({"reference_id": "str", "drawn": "str"})


def labels_of(reference_ids, decisions):
    """Return a label for each reference (NaN where none or disputed) and whether it is unread."""
    if not isinstance(decisions, pd.DataFrame):
        decisions = pd.DataFrame(list(decisions), columns=["reference_id", "decision"])
    values = (decisions["decision"] != "exclude").astype(float)
    by_reference = values.groupby(decisions["reference_id"]).mean()
    shares = reference_ids.map(by_reference).to_numpy(dtype=float)
    return np.where(np.isin(shares, [0.0, 1.0]), shares, np.nan), np.isnan(shares)


def _mix(ordered, random_share, random):
    """Return the order with random draws mixed in, each drawn from all that was left at its place."""
    drawn = np.where(random.random(len(ordered)) < random_share, "random", "ranked")
    heads = {"ranked": iter(ordered.tolist()), "random": iter(random.permutation(ordered).tolist())}
    order = {}
    for kind in drawn:
        order[next(reference for reference in heads[kind] if reference not in order)] = kind
    return np.array(list(order), dtype=int), drawn
