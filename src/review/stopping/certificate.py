"""The certificate: target, test, numbers and reasons, for a researcher to sign or not."""

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from review.errors import UsageError
from review.stopping.hypergeometric import (
    draws_needed,
    fewest_if_missed,
    level_after,
    missed_at_most,
    none_drawn,
)
from review.stopping.random_share import total_from_random_draws
from review.vocabulary import number, say, share

__all__ = ["Certificate", "certificate", "recent_rate"]

RANDOM, RANKED = "random", "ranked"
RECENT = 100  # references whose share of relevant ones is the present rate


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the stopping test says of a screening at one moment.

    Attributes
    ----------
    reached : bool
        True if the test rejects, at the confidence asked for, that the recall target is missed.
    guarantee : bool
        True if what was read since the last relevant one was ranked or drawn at random, so that
        `reached` may be relied upon, or if the random draws alone suffice.
    recall, confidence : float in (0, 1]
        The target, and how sure one wants to be of it.
    p_value : float in [0, 1]
        How likely it is that nothing relevant has come for so long, had the target been missed.
    level : float in [0, 1]
        Reading may stop when the p-value is at most this. Below 1 - confidence, because one looks often.
    n_total, n_read, n_relevant : int
        References in the pile, read of them, relevant of those read.
    n_random : int
        Random draws among those read.
    n_since_relevant : int
        Read since the last relevant one: what the test rests on.
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
    n_more_at_rate : int
        The same should relevant ones go on to come as they did among the last 100.
    rate : float in [0, 1]
        Share of relevant ones among the last 100 read.
    reasons : tuple of str
        The same in sentences.
    """

    reached: bool
    guarantee: bool
    recall: float
    confidence: float
    p_value: float
    level: float
    n_total: int
    n_read: int
    n_relevant: int
    n_random: int
    n_since_relevant: int
    missed_at_most: int
    recall_at_least: float
    estimated_missed: int | None
    recall_at_least_any_order: float | None
    n_more: int
    n_more_at_rate: int
    rate: float
    reasons: tuple[str, ...]

    def as_dict(self):
        """Return everything as plain values, as it goes into JSON."""
        return asdict(self) | {"reasons": list(self.reasons)}


def certificate(decisions_in_order, n_total, *, recall=0.95, confidence=0.95, language="en"):
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
    language : {"en", "sv"}
        Of the sentences.

    Returns
    -------
    Certificate

    Raises
    ------
    UsageError
        If more were read than there are, a label is not 0 or 1, or a share is out of its range.

    Notes
    -----
    When the last relevant reference had been read, the unread ones were an urn. Had the target been
    missed, so many relevant ones were in it that drawing none for so long is unlikely. The chance is
    that of random draws; with a ranking better than chance it is smaller still. It does not hold where
    a ranking is worse than chance: relevant references that all come last are seen by random draws alone
    (`recall_at_least_any_order`). Looking after every reference is allowed for in the level
    (`review.stopping.level_after`), so that reading stops too early in at most 1 - confidence of the
    reviews, however often one looks.

    Source
    ------
    Callaghan and Müller-Hansen (2020), doi:10.1186/s13643-020-01521-4, bias factor 1. The bound for any
    order: see `total_from_random_draws`.

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
    since = n_read - int(np.flatnonzero(relevant).max(initial=-1)) - 1
    unread_then = n_total - n_read + since
    level = level_after(found, recall, confidence)
    too_many = fewest_if_missed(found, recall) - found
    # where there is no room for so many, the target cannot have been missed
    p_value = float(none_drawn(unread_then, too_many, since)) if too_many <= n_total - n_read else 0.0
    missed = missed_at_most(unread_then, since, level)
    estimated, recall_any = _from_random_draws(relevant, drawn, n_total, confidence)
    by_random = recall_any is not None and recall_any >= recall
    doubt = _doubt(drawn[n_read - since :])
    rate = recent_rate(relevant)
    numbers = {
        "reached": bool(p_value <= level or by_random),
        "guarantee": bool(by_random or n_read == n_total or (since and not doubt)),
        "recall": recall,
        "confidence": confidence,
        "p_value": p_value,
        "level": level,
        "n_total": int(n_total),
        "n_read": n_read,
        "n_relevant": found,
        "n_random": int((drawn == RANDOM).sum()),
        "n_since_relevant": since,
        "missed_at_most": missed,
        "recall_at_least": _share(found, found + missed),
        "estimated_missed": estimated,
        "recall_at_least_any_order": recall_any,
        "n_more": _more_if_none(n_total, n_read, unread_then, too_many, level),
        "n_more_at_rate": _more_at_rate(n_total, n_read, found, since, rate, recall, confidence),
        "rate": rate,
    }
    return Certificate(**numbers, reasons=_reasons(numbers, doubt, language))


def recent_rate(relevant):
    """Return the share of relevant ones among the last 100 read, 0 where nothing was read.

    Examples
    --------
    >>> recent_rate([1] * 10 + [0] * 90), recent_rate([])
    (0.1, 0.0)
    """
    last = np.asarray(relevant[-RECENT:], dtype=float)
    return float(last.mean()) if len(last) else 0.0


def _more_if_none(n_total, n_read, unread_then, too_many, level):
    """Return how many more references are to be read if none of them is relevant."""
    needed = n_total - unread_then + draws_needed(unread_then, too_many, level)
    # where fewer are unread than would have to be missed, nothing can be
    return max(0, min(needed, n_total - too_many + 1) - n_read)


def _more_at_rate(n_total, n_read, found, since, rate, recall, confidence):
    """Return how many more references are to be read if relevant ones come at even distances."""
    gap = np.inf if rate == 0 else max(1, round(1 / rate))
    read, next_one = n_read, n_read + gap
    while read < n_total:
        too_many = fewest_if_missed(found, recall) - found
        needed = draws_needed(n_total - read + since, too_many, level_after(found, recall, confidence))
        stop = min(read - since + needed, n_total - too_many + 1)
        if stop <= next_one:
            return max(0, stop - n_read)
        # the next relevant one comes first
        read, found, since, next_one = next_one, found + 1, 0, next_one + gap
    return n_total - n_read


def _from_random_draws(relevant, drawn, n_total, confidence):
    """Return what the random draws say is missed, and the recall they make certain."""
    is_random = drawn == RANDOM
    if not is_random.any():
        return None, None
    found = int(relevant.sum())
    likeliest, most = total_from_random_draws(relevant, is_random, n_total, confidence=confidence)
    return likeliest - found, _share(found, most)


def _doubt(window):
    """Return how many draws are of which kinds that the test does not know; nothing where all are known."""
    strange = [str(name) for name in window if name not in (RANKED, RANDOM)]
    return {name: strange.count(name) for name in sorted(set(strange))}


def _reasons(numbers, doubt, language):
    """Return the certificate in sentences."""
    shares = ("recall", "confidence", "recall_at_least", "recall_at_least_any_order")
    said = {
        name: share(value, language, 1 if "at_least" in name else 0) if name in shares else (
            f"{value:.3g}" if name in ("p_value", "level", "rate") else number(value, language)
        )
        for name, value in numbers.items()
        if value is not None and not isinstance(value, bool)
    }  # fmt: skip
    if language == "sv":
        said |= {name: said[name].replace(".", ",") for name in ("p_value", "level", "rate")}
    if not numbers["n_read"]:
        return (say("certificate.nothing", language),)
    if numbers["n_read"] == numbers["n_total"]:
        return (say("certificate.all", language).format(**said),)
    names = ["read", "test", "reached" if numbers["reached"] else "not_reached", "bound"]
    names += ["more"] * (not numbers["reached"]) + ["random"] * (numbers["n_random"] > 0)
    sentences = [say(f"certificate.{name}", language).format(**said) for name in names]
    if doubt and not numbers["guarantee"]:
        kinds = ", ".join(f"{n} {say(f'drawn.{name}', language)}" for name, n in doubt.items())
        sentences.append(say("certificate.no_guarantee", language).format(kinds=kinds))
    elif numbers["n_read"] < numbers["n_total"]:
        sentences.append(say("certificate.assumption", language))
    return tuple(sentences)


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


def _share(part, whole):
    return part / whole if whole else 1.0
