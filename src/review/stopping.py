"""When it is safe to stop reading: a test of how much could still be missed."""

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

from review.errors import UsageError

__all__ = ["Certificate", "certificate", "missed_target_p_values"]

RANDOM, RANKED = "random", "ranked"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the stopping test says of a screening at one moment.

    Attributes
    ----------
    reached : bool
        True if the test rejects, at the confidence asked for, that the recall target is missed.
    guarantee : bool
        True if the order was what the test assumes, so that `reached` may be relied upon.
    recall, confidence : float in (0, 1)
        The target and how sure one wants to be.
    p_value : float in [0, 1]
        The smaller of the two below: how likely so few relevant ones at the end of the reading would
        be, had the target been missed. At most 1 - confidence when the target is reached.
    p_ranked : float in [0, 1]
        From every reading position on, the rest of the reading taken as a random sample.
    p_random : float in [0, 1]
        From the unbroken run of random draws at the end alone; 1 without such a run.
    n_total, n_read, n_relevant : int
        References in the pile, read of them, relevant of those read.
    n_random_tail, n_since_relevant : int
        Length of the run of random draws at the end; read since the last relevant one.
    window : int
        Length of the last part of the reading on which the smaller p-value rests.
    estimated_missed : float or None
        Relevant ones still unread, estimated from the random draws; None without random draws.
    missed_at_most : int
        Largest number of relevant ones still unread that the test does not reject.
    recall_at_least : float
        The recall that goes with `missed_at_most`.
    reasons : tuple of str
        The same in sentences.
    """

    reached: bool
    guarantee: bool
    recall: float
    confidence: float
    p_value: float
    p_ranked: float
    p_random: float
    n_total: int
    n_read: int
    n_relevant: int
    n_random_tail: int
    n_since_relevant: int
    window: int
    estimated_missed: float | None
    missed_at_most: int
    recall_at_least: float
    reasons: tuple[str, ...]

    def as_dict(self):
        """Return everything as plain values, as it goes into JSON."""
        return asdict(self) | {"reasons": list(self.reasons)}


def certificate(decisions_in_order, n_total, *, recall=0.95, confidence=0.95):
    """Return whether reading may stop, by the hypergeometric test without bias factor.

    Parameters
    ----------
    decisions_in_order : sequence of {0, 1}, or frame with a column `relevant` and perhaps `drawn`
        One row per reference read, in the order they were read. `drawn` says how each came before
        its reader (see `review.evidence.DRAWN`); without it all are taken as ranked.
    n_total : int
        References in the whole pile, read and unread.
    recall : float in (0, 1]
        Share of all relevant ones that must have been found.
    confidence : float in (0, 1)
        How sure one wants to be of that.

    Returns
    -------
    Certificate

    Raises
    ------
    UsageError
        If more were read than there are, a label is not 0 or 1, or a share is out of its range.

    Notes
    -----
    For each position the references unread there are an urn. Had the target been missed, at least
    ``floor(n_relevant / recall) + 1 - found before the position`` relevant ones were in it. The
    p-value is the chance of drawing from such an urn, without replacement, no more relevant ones than
    were read since. It holds where the draws are random, and for ranked ones as long as the ranking is
    no worse than chance; a search through all positions makes the p-value somewhat too small, an order
    better than chance makes it too large.

    Source
    ------
    Callaghan and Müller-Hansen (2020), doi:10.1186/s13643-020-01521-4: random sampling and ranked
    quasi-sampling, bias factor 1.

    Examples
    --------
    >>> certificate([1] * 20 + [0] * 65, 100).reached
    True
    >>> certificate([1] * 20 + [0] * 5, 100).reached
    False
    """
    relevant, drawn = _read_order(decisions_in_order)
    _check(relevant, n_total, recall, confidence)
    n_read, found = len(relevant), int(relevant.sum())
    tail = _tail_of(drawn, RANDOM)
    p_from = missed_target_p_values(relevant, n_total, recall=recall)
    start = _best_start(p_from)
    p_ranked = float(p_from[start]) if n_read else 1.0
    p_random = float(p_from[n_read - tail]) if tail else 1.0
    if n_read == n_total:
        p_ranked = p_random = 0.0
    p_value = min(p_ranked, p_random)
    window = n_read - start if p_ranked <= p_random else tail
    at_most = _missed_at_most(relevant, n_total, n_read - window, 1 - confidence)
    trusted, doubt = _is_order_as_assumed(drawn[n_read - window :])
    numbers = {
        "reached": p_value <= 1 - confidence,
        "guarantee": trusted,
        "recall": recall,
        "confidence": confidence,
        "p_value": p_value,
        "p_ranked": p_ranked,
        "p_random": p_random,
        "n_total": int(n_total),
        "n_read": n_read,
        "n_relevant": found,
        "n_random_tail": tail,
        "n_since_relevant": _since_last(relevant),
        "window": window,
        "estimated_missed": _estimate_missed(relevant, drawn, n_total),
        "missed_at_most": at_most,
        "recall_at_least": found / (found + at_most) if found + at_most else 1.0,
    }
    return Certificate(**numbers, reasons=_reasons(numbers, doubt))


def missed_target_p_values(relevant, n_total, *, recall=0.95):
    """Return, for each reading position, the p-value of the target being missed.

    Parameters
    ----------
    relevant : sequence of {0, 1}, length n_read
    n_total : int
    recall : float in (0, 1]

    Returns
    -------
    array of n_read floats in [0, 1]
        Element i takes what was read from position i on as drawn at random from what was unread there.

    Examples
    --------
    >>> missed_target_p_values([1, 0, 0], 4).round(3)
    array([0.5 , 0.333, 0.5 ])
    """
    relevant = np.asarray(relevant, dtype=np.int64)
    position = np.arange(len(relevant))
    before = np.cumsum(relevant) - relevant
    found = int(relevant.sum())
    urn, draws = n_total - position, len(relevant) - position
    in_urn = _fewest_if_missed(found, recall) - before
    # a missed target may be impossible: more relevant ones than the urn has room for
    possible = in_urn <= urn - (draws - (found - before))
    p_values = hypergeom.cdf(found - before, urn, np.minimum(in_urn, urn), draws)
    return np.where(possible, p_values, 0.0)


def _fewest_if_missed(found, recall):
    """Return the fewest relevant ones in all for which `found` falls short of the target."""
    total = int(np.floor(found / recall + 1e-9)) + 1
    return max(total, found + 1)


def _best_start(p_from):
    return int(np.argmin(p_from)) if len(p_from) else 0


def _missed_at_most(relevant, n_total, start, alpha):
    """Return the largest number still unread that the window from `start` on does not reject."""
    unread = n_total - len(relevant)
    in_window = int(relevant[start:].sum())
    missed = np.arange(unread + 1)
    p_values = hypergeom.cdf(in_window, n_total - start, in_window + missed, len(relevant) - start)
    return int(missed[p_values > alpha].max(initial=0))


def _estimate_missed(relevant, drawn, n_total):
    """Return the relevant ones among the unread, from the share among random draws."""
    at_random = drawn == RANDOM
    if not at_random.any():
        return None
    return float(relevant[at_random].mean() * (n_total - len(relevant)))


def _is_order_as_assumed(window):
    """Return whether a window of draws is one the test knows, and if not why."""
    if len(window) == 0:
        return False, "nothing has been read"
    strange = sorted(set(window) - {RANKED, RANDOM})
    if strange:
        count = int(np.isin(window, strange).sum())
        words = ", ".join(name.replace("_", " ") for name in strange)
        return False, f"{count} of the last {len(window)} references were neither ranked nor drawn ({words})"
    return True, ""


def _reasons(numbers, doubt):
    share = f"{numbers['recall']:.0%}"
    sure = f"{numbers['confidence']:.0%}"
    sentences = [
        f"{numbers['n_read']} of {numbers['n_total']} references were read; {numbers['n_relevant']} were relevant, "
        f"the last one {numbers['n_since_relevant']} references ago.",
        f"Had fewer than {share} of the relevant ones been found, so few in the last {numbers['window']} "
        f"references would have a probability of {numbers['p_value']:.3g}.",
        f"The target of {share} recall is {'reached' if numbers['reached'] else 'not shown to be reached'} "
        f"at {sure} confidence: at most {numbers['missed_at_most']} relevant ones are unread, "
        f"which makes a recall of at least {numbers['recall_at_least']:.1%}.",
    ]
    if doubt:
        sentences.append(f"No guarantee: {doubt}, and the test assumes an order no worse than chance.")
    return tuple(sentences)


def _read_order(decisions):
    if isinstance(decisions, pd.DataFrame):
        if "relevant" not in decisions.columns:
            raise UsageError(f"expected a column 'relevant' of 0 and 1, found {list(decisions.columns)}")
        drawn = decisions["drawn"] if "drawn" in decisions.columns else [RANKED] * len(decisions)
        decisions = decisions["relevant"]
    else:
        drawn = [RANKED] * len(decisions)
    labels = np.asarray(decisions)
    if len(labels) and not np.isin(labels.astype(object), [0, 1]).all():
        raise UsageError("decisions in order must be 0 or 1 each; leave out what is not decided")
    return labels.astype(np.int64), np.asarray(drawn, dtype=object)


def _check(relevant, n_total, recall, confidence):
    if not 0 < recall <= 1:
        raise UsageError(f"recall must be above 0 and at most 1; got {recall}")
    if not 0 < confidence < 1:
        raise UsageError(f"confidence must be between 0 and 1; got {confidence}")
    if len(relevant) > n_total:
        raise UsageError(f"{len(relevant)} references were read but the pile has {n_total}")


def _tail_of(drawn, kind):
    others = np.flatnonzero(drawn != kind)
    return len(drawn) - (int(others[-1]) + 1 if len(others) else 0)


def _since_last(relevant):
    found = np.flatnonzero(relevant)
    return len(relevant) - (int(found[-1]) + 1 if len(found) else 0)
