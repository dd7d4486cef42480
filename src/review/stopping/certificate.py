"""The certificate: target, test, numbers and reasons, for a researcher to sign or not."""

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from review.errors import UsageError
from review.stopping.hypergeometric import missed_at_most, missed_target_p_values, useful_starts
from review.stopping.random_share import total_from_random_draws

__all__ = ["Certificate", "certificate"]

RANDOM, RANKED = "random", "ranked"
SENTENCES = {
    "read": "{n_read} of {n_total} references were read and {n_relevant} were relevant; the last "
    "{n_since_relevant} were not.",
    "test": "Had less than {recall:.0%} been found, finding so few among the last {window} would have a "
    "probability of {p_value:.3g}.",
    "reached": "At {confidence:.0%} confidence, {recall:.0%} recall is reached.",
    "not_reached": "At {confidence:.0%} confidence, {recall:.0%} recall is not shown to be reached.",
    "bound": "At most {missed_at_most} relevant ones are unread, a recall of at least {recall_at_least:.1%}.",
    "more": "If none of them is relevant, {n_more} more references have to be read.",
    "random": "The {n_random} random draws alone make a recall of at least {recall_at_least_any_order:.1%} "
    "certain, whatever the order of the others, and put the unread relevant ones at {estimated_missed}.",
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the stopping test says of a screening at one moment.

    Attributes
    ----------
    reached : bool
        True if the test rejects, at the confidence asked for, that the recall target is missed.
    guarantee : bool
        True if the order was one the test knows, so that `reached` may be relied upon.
    recall, confidence : float in (0, 1]
        The target, and how sure one wants to be of it.
    p_value : float in [0, 1]
        The smaller of the two below: how likely what was read last would be, had the target been
        missed. At most 1 - confidence where the target is reached.
    p_ranked : float in [0, 1]
        The smallest over all starting positions of the reading.
    p_random : float in [0, 1]
        From the unbroken run of random draws at the end alone; 1 without such a run.
    n_total, n_read, n_relevant : int
        References in the pile, read of them, relevant of those read.
    n_random, n_random_tail, n_since_relevant : int
        Random draws in all, those in an unbroken run at the end, read since the last relevant one.
    window : int
        Length of the last part of the reading on which the p-value rests.
    missed_at_most : int
        Largest number of relevant ones still unread that the test does not reject.
    recall_at_least : float in [0, 1]
        The recall that goes with it.
    estimated_missed : int or None
        Relevant ones still unread as the random draws have it; None without random draws.
    recall_at_least_any_order : float or None
        From the random draws alone, whatever the order of the others; None without random draws.
    n_more : int
        References still to read until the target is reached, should none of them be relevant.
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
    n_random: int
    n_random_tail: int
    n_since_relevant: int
    window: int
    missed_at_most: int
    recall_at_least: float
    estimated_missed: int | None
    recall_at_least_any_order: float | None
    n_more: int
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
        its reader (`review.evidence.DRAWN`); without it all are taken as ranked.
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
    For each position the references unread there are an urn. Had the target been missed, the urn held
    at least so many relevant ones that those read since are too few. The p-value is the chance of
    drawing so few without replacement. It holds for random draws, and for ranked ones as long as the
    ranking is no worse than chance; being better than chance makes it cautious. Searching all positions
    and looking often makes it bolder: simulated failure rates are in the tests.

    Source
    ------
    Callaghan and Müller-Hansen (2020), doi:10.1186/s13643-020-01521-4: random sampling and ranked
    quasi-sampling, bias factor 1. The bound for any order: see `total_from_random_draws`.

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
    tail = _tail_of(drawn)
    p_ranked, start = _smallest(relevant, n_total, recall)
    p_random = _p_of_tail(relevant, n_total, recall, tail)
    window = n_read - start if p_ranked <= p_random else tail
    missed = missed_at_most(relevant, n_total, n_read - window, 1 - confidence)
    doubt = _doubt(drawn[n_read - window :])
    estimated, recall_any = _from_random_draws(relevant, drawn, n_total, confidence)
    numbers = {
        "reached": bool(min(p_ranked, p_random) <= 1 - confidence),
        "guarantee": not doubt,
        "recall": recall,
        "confidence": confidence,
        "p_value": min(p_ranked, p_random),
        "p_ranked": p_ranked,
        "p_random": p_random,
        "n_total": int(n_total),
        "n_read": n_read,
        "n_relevant": found,
        "n_random": int((drawn == RANDOM).sum()),
        "n_random_tail": tail,
        "n_since_relevant": n_read - int(np.flatnonzero(relevant).max(initial=-1)) - 1,
        "window": window,
        "missed_at_most": missed,
        "recall_at_least": _share(found, found + missed),
        "estimated_missed": estimated,
        "recall_at_least_any_order": recall_any,
        "n_more": _n_more(relevant, n_total, recall, 1 - confidence),
    }
    return Certificate(**numbers, reasons=_reasons(numbers, doubt))


def _smallest(relevant, n_total, recall):
    """Return the smallest p-value over all starting positions, and the position."""
    if len(relevant) == n_total:
        return 0.0, 0
    starts = useful_starts(relevant)
    if len(starts) == 0:
        return 1.0, len(relevant)
    p_values = missed_target_p_values(relevant, n_total, recall=recall, starts=starts)
    best = int(np.argmin(p_values))
    return float(p_values[best]), int(starts[best])


def _p_of_tail(relevant, n_total, recall, tail):
    if tail == 0:
        return 1.0
    start = len(relevant) - tail
    return float(missed_target_p_values(relevant, n_total, recall=recall, starts=[start])[0])


def _n_more(relevant, n_total, recall, alpha):
    """Return how many more irrelevant references would make the target count as reached."""
    fewest, most = 0, n_total - len(relevant)
    while fewest < most:
        middle = (fewest + most) // 2
        longer = np.concatenate([relevant, np.zeros(middle, dtype=np.int64)])
        if _smallest(longer, n_total, recall)[0] <= alpha:
            most = middle
        else:
            fewest = middle + 1
    return fewest


def _from_random_draws(relevant, drawn, n_total, confidence):
    """Return what the random draws say is missed, and the recall they make certain."""
    is_random = drawn == RANDOM
    if not is_random.any():
        return None, None
    found = int(relevant.sum())
    likeliest, most = total_from_random_draws(relevant, is_random, n_total, confidence=confidence)
    return likeliest - found, _share(found, most)


def _doubt(window):
    """Return why a window of draws is not one the test knows, or "" where it is."""
    if len(window) == 0:
        return "nothing has been read that the test could rest on"
    strange = sorted(set(window) - {RANKED, RANDOM})
    if not strange:
        return ""
    count = int(np.isin(window, strange).sum())
    words = " or ".join(str(name).replace("_", " ") for name in strange)
    return f"{count} of the last {len(window)} references were {words}, neither ranked nor drawn at random"


def _reasons(numbers, doubt):
    """Return the certificate in sentences."""
    names = ["read", "test", "reached" if numbers["reached"] else "not_reached", "bound"]
    names += ["more"] * (not numbers["reached"]) + ["random"] * (numbers["n_random"] > 0)
    sentences = [SENTENCES[name].format(**numbers) for name in names]
    return (*sentences, f"No guarantee: {doubt}.") if doubt else tuple(sentences)


def _read_order(decisions):
    """Return the labels as 0 and 1, and how each reference was drawn."""
    if isinstance(decisions, pd.DataFrame):
        if "relevant" not in decisions.columns:
            raise UsageError(f"expected a column 'relevant' of 0 and 1, found {list(decisions.columns)}")
        drawn = decisions["drawn"] if "drawn" in decisions.columns else [RANKED] * len(decisions)
        decisions = decisions["relevant"]
    else:
        drawn = [RANKED] * len(decisions)
    labels = np.asarray(decisions, dtype=object)
    if not np.isin(labels, [0, 1]).all():
        raise UsageError("decisions in order must be 0 or 1 each; leave out what is not decided")
    return labels.astype(np.int64), np.asarray(drawn, dtype=object)


def _check(relevant, n_total, recall, confidence):
    if not 0 < recall <= 1:
        raise UsageError(f"recall must be above 0 and at most 1; got {recall}")
    if not 0 < confidence < 1:
        raise UsageError(f"confidence must be between 0 and 1; got {confidence}")
    if len(relevant) > n_total:
        raise UsageError(f"{len(relevant)} references were read but the pile has {n_total}")


def _tail_of(drawn):
    """Return the length of the unbroken run of random draws at the end."""
    return len(drawn) - int(np.flatnonzero(drawn != RANDOM).max(initial=-1)) - 1


def _share(part, whole):
    return part / whole if whole else 1.0
