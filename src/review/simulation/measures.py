"""Measures of a reading order: how early the relevant ones came."""

import numpy as np

__all__ = ["average_time_to_discovery", "loss", "ndcg", "recall_at", "work_saved"]


def work_saved(labels, *, recall=0.95):
    """Return how much earlier the recall is reached than by chance, as a share of the pile.

    Parameters
    ----------
    labels : sequence of {0, 1}
        1 for relevant, in reading order, of the whole pile.
    recall : float in (0, 1]
        Rounded down to a whole number of relevant ones.

    Source
    ------
    Cohen et al. (2006), doi:10.1197/jamia.M1929, counted as ASReview Insights counts it: against
    the rank at which evenly spread relevant ones, rounded, would have reached the same number.

    Examples
    --------
    >>> round(work_saved([1, 1, 0, 0, 0, 0, 0, 0, 0, 0], recall=1.0), 2)
    0.6
    """
    labels = np.asarray(labels)
    n, n_relevant = len(labels), int(labels.sum())
    wanted = max(int(np.floor(recall * n_relevant + 1e-9)), 1)
    by_chance = np.round(np.linspace(0, n_relevant, n))
    position = np.searchsorted(np.cumsum(labels), wanted)
    return float((np.searchsorted(by_chance, wanted) - position) / n)


def recall_at(labels, share):
    """Return the share of the relevant among the first `share` of the pile, rounded down.

    >>> recall_at([1, 0, 0, 0, 1, 0, 0, 0, 0, 0], 0.2)
    0.5
    """
    labels = np.asarray(labels)
    return float(labels[: int(np.floor(share * len(labels) + 1e-9))].sum() / labels.sum())


def average_time_to_discovery(labels):
    """Return the mean rank of the relevant ones as a share of the pile.

    Source
    ------
    Ferdinands et al. (2023), doi:10.1186/s13643-023-02257-7.

    Examples
    --------
    >>> average_time_to_discovery([1, 0, 0, 1])
    0.625
    """
    labels = np.asarray(labels)
    return float((np.flatnonzero(labels) + 1).mean() / len(labels))


def loss(labels):
    """Return how far the recall curve is from the best one, as a share of the worst one's distance.

    Source
    ------
    ASReview's normalised loss.

    Examples
    --------
    >>> loss([1, 1, 0, 0]), loss([0, 0, 1, 1])
    (0.0, 1.0)
    """
    labels = np.asarray(labels)
    n, n_relevant = len(labels), int(labels.sum())
    mean_rank = (np.flatnonzero(labels) + 1).mean()
    return float((mean_rank - (n_relevant + 1) / 2) / (n - n_relevant))


def ndcg(labels):
    """Return the normalised discounted cumulative gain of the whole order.

    Source
    ------
    Wang et al. (2013), doi:10.48550/arXiv.1304.6480, with the discount 1 / log2(rank + 1).

    Examples
    --------
    >>> ndcg([1, 1, 0, 0])
    1.0
    """
    labels = np.asarray(labels)
    discounts = 1 / np.log2(np.arange(2, len(labels) + 2))
    return float((labels * discounts).sum() / discounts[: int(labels.sum())].sum())
