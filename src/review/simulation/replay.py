"""A labelled review replayed: how early would the ranking have brought up the relevant ones?"""

from dataclasses import asdict, dataclass
from time import perf_counter

import numpy as np

from review.errors import UsageError
from review.ranking import Features, Ranker
from review.simulation.measures import average_time_to_discovery, loss, ndcg, recall_at, work_saved

__all__ = ["Result", "simulate"]


@dataclass(frozen=True, slots=True)
class Result:
    """How a replayed screening went; measures leave the prior rows out.

    The measures are those of `review.simulation.measures`: work saved at 95 % recall, recall after a tenth
    and a fifth of the reading, average time to discovery, loss and normalised discounted cumulative gain.
    """

    n: int  # rows and relevant rows, the prior ones included
    n_included: int
    prior_rows: tuple[int, ...]  # rows (from 0) known before the reading began
    wss95: float
    recall10: float  # in [0, 1], as recall20
    recall20: float
    atd: float  # in (0, 1], as a share of the rows read
    loss: float  # from 0 for the best possible order to 1 for the worst
    ndcg: float  # in (0, 1]
    order: tuple[int, ...]  # rows (from 0) in reading order, the prior ones first
    seconds: float  # how long the replay took

    def as_dict(self):
        """Return everything as plain values, as it goes into JSON."""
        return asdict(self) | {"prior_rows": list(self.prior_rows), "order": list(self.order)}


def simulate(
    frame, *, seed=0, label_column="label_included", prior_rows=None, question="", ranker=None, features=None,
    refresh=0.0, random_share=0.0, progress=None,
):  # fmt: skip
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
    random_share : float in [0, 1]
        Share of the reading drawn at random from all that is unread, as a real queue has it.
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
    if not 0 <= random_share <= 1:
        raise UsageError(f"random_share must be between 0 and 1; got {random_share}")
    started = perf_counter()
    labels = _labels(frame, label_column)
    priors = _priors(labels, prior_rows, seed)
    features = features if features is not None else Features().fit(frame)
    ranker = ranker if ranker is not None else Ranker(question=question, seed=seed)
    # chance of its own, so that the prior rows drawn from a seed are the same with and without it
    draws = np.random.default_rng([seed, 1]) if random_share else None
    order = _read_all(features, labels, priors, ranker, refresh, progress, (draws, random_share))
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


def _read_all(features, labels, priors, ranker, refresh, progress, chance):
    """Return all rows in reading order: the unread one the model scores highest, or one by chance."""
    draws, random_share = chance
    n_learned = -1
    order, unread = list(priors), np.ones(len(labels), dtype=bool)
    unread[order] = False
    known = np.full(len(labels), np.nan)
    known[order] = labels[order]
    while unread.any():
        if len(order) - n_learned > refresh * len(order):
            scores = ranker.fit(features, known).decision_function(features)
            n_learned = len(order)
        if draws is not None and draws.random() < random_share:
            row = int(draws.choice(np.flatnonzero(unread)))
        else:
            row = int(np.argmax(np.where(unread, scores, -np.inf)))
        order.append(row)
        unread[row], known[row] = False, labels[row]
        if progress is not None:
            progress(len(order) - len(priors), len(labels) - len(priors))
    return order


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
