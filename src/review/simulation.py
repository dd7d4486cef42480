"""A labelled review replayed: how early would the ranking have brought up the relevant ones?"""

from dataclasses import asdict, dataclass
from time import perf_counter

import numpy as np

from review.errors import UsageError
from review.ranking import Features, Ranker

__all__ = ["Result", "average_time_to_discovery", "loss", "ndcg", "recall_at", "simulate", "work_saved"]


@dataclass(frozen=True, slots=True)
class Result:
    """How a replayed screening went; measures leave the prior rows out.

    Attributes
    ----------
    n, n_included : int
        Rows and relevant rows, the prior ones included.
    prior_rows : tuple of int
        Rows (from 0) known before the reading began.
    wss95 : float
        Work saved over sampling at 95 % recall.
    recall10, recall20 : float in [0, 1]
        Share of the relevant found after a tenth and a fifth of the reading.
    atd : float in (0, 1]
        Average time to discovery, as a share of the rows read.
    loss : float in [0, 1]
        0 for the best possible order, 1 for the worst.
    ndcg : float in (0, 1]
        Normalised discounted cumulative gain.
    order : tuple of int
        Rows (from 0) in reading order, the prior ones first.
    seconds : float
        How long the replay took.
    """

    n: int
    n_included: int
    prior_rows: tuple[int, ...]
    wss95: float
    recall10: float
    recall20: float
    atd: float
    loss: float
    ndcg: float
    order: tuple[int, ...]
    seconds: float

    def as_dict(self):
        """Return everything as plain values, as it goes into JSON."""
        return asdict(self) | {"prior_rows": list(self.prior_rows), "order": list(self.order)}


def simulate(
    frame,
    *,
    seed=0,
    label_column="label_included",
    prior_rows=None,
    question="",
    ranker=None,
    features=None,
    refresh=0.0,
    progress=None,
):
    """Replay a labelled review: read what the model ranks first, let it learn, and so on.

    Parameters
    ----------
    frame : frame
        `title`, `abstract`, `keywords` (any may be missing) and the labels.
    seed : int
        Draws the prior rows where they are not given.
    label_column : str
        1 or true for relevant, 0 or false for not.
    prior_rows : sequence of int, optional
        Rows (from 0) known from the start; one relevant and one irrelevant drawn where not given.
        May be empty where there is a question.
    question : str
        Question and criteria of the review; "" for none.
    ranker : Ranker, optional
        With other settings.
    features : Features, optional
        Fitted on `frame`.
    refresh : float in [0, 1)
        The model learns anew when so large a share of what it has learned from is new; 0 is after every
        reference, 0.01 is much faster on large reviews and hardly changes the measures.
    progress : callable, optional
        Called with (number read, number to read) after each reference.

    Returns
    -------
    Result

    Raises
    ------
    UsageError
        If the label column is missing or holds other values, a prior row does not exist, or nothing
        relevant or nothing irrelevant is left to find.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"title": ["back pain", "knee", "pain in the back", "hip"],
    ...                       "label_included": [1, 0, 1, 0]})
    >>> simulate(frame, prior_rows=[0, 1]).order
    (0, 1, 2, 3)
    """
    started = perf_counter()
    labels = _labels(frame, label_column)
    priors = _priors(labels, prior_rows, seed)
    features = features if features is not None else Features().fit(frame)
    ranker = ranker if ranker is not None else Ranker(question=question, seed=seed)
    order = _read_all(features, labels, priors, ranker, refresh, progress)
    in_order = labels[order[len(priors) :]]
    if not 0 < in_order.sum() < len(in_order):
        raise UsageError("nothing to measure: without the prior rows all references have the same label")
    return Result(
        n=len(labels),
        n_included=int(labels.sum()),
        prior_rows=tuple(priors),
        wss95=work_saved(in_order),
        recall10=recall_at(in_order, 0.1),
        recall20=recall_at(in_order, 0.2),
        atd=average_time_to_discovery(in_order),
        loss=loss(in_order),
        ndcg=ndcg(in_order),
        order=tuple(order),
        seconds=perf_counter() - started,
    )


def _read_all(features, labels, priors, ranker, refresh, progress):
    """Return all rows in reading order: always the unread one the model scores highest."""
    n_learned = -1
    order, unread = list(priors), np.ones(len(labels), dtype=bool)
    unread[order] = False
    known = np.full(len(labels), np.nan)
    known[order] = labels[order]
    while unread.any():
        if len(order) - n_learned > refresh * len(order):
            scores = ranker.fit(features, known).decision_function(features)
            n_learned = len(order)
        row = int(np.argmax(np.where(unread, scores, -np.inf)))
        order.append(row)
        unread[row], known[row] = False, labels[row]
        if progress is not None:
            progress(len(order) - len(priors), len(labels) - len(priors))
    return order


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

    Examples
    --------
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


def _labels(frame, column):
    if column not in frame.columns:
        raise UsageError(
            f"expected a column {column!r} with labels, found {', '.join(map(str, frame.columns))}"
        )
    words = frame[column].astype("str").str.strip().str.lower()
    values = words.map({"1": 1, "0": 0, "1.0": 1, "0.0": 0, "true": 1, "false": 0})
    if values.isna().any():
        row = int(np.flatnonzero(values.isna())[0])
        raise UsageError(
            f"row {row} (from 0), column {column}: expected 1 or 0, found {str(frame[column].iloc[row])!r}"
        )
    return values.to_numpy(dtype=int)


def _priors(labels, prior_rows, seed):
    if prior_rows is not None:
        rows = [int(row) for row in prior_rows]
        wrong = [row for row in rows if not 0 <= row < len(labels)]
        if wrong:
            raise UsageError(f"prior row {wrong[0]} does not exist; rows go from 0 to {len(labels) - 1}")
        if len(set(rows)) < len(rows):
            raise UsageError("a prior row is given twice")
        return rows
    if len(set(labels)) < 2:
        raise UsageError("needs at least one relevant and one irrelevant row to draw the prior rows from")
    random = np.random.default_rng(seed)
    return [int(random.choice(np.flatnonzero(labels == label))) for label in (1, 0)]
