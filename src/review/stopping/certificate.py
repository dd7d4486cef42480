"""The certificate: target, test, numbers and reasons, for a researcher to sign or not."""

from dataclasses import asdict, dataclass

import numpy as np

from review.errors import UsageError
from review.stopping.hypergeometric import (
    bias_borne,
    fewest_if_missed,
    level_after,
    none_drawn,
)
from review.stopping.left import more_at_rate, more_if_none, recent_rate
from review.stopping.random_share import total_from_random_draws
from review.stopping.sentences import reasons
from review.stopping.urns import RANKED, reading, urns

__all__ = ["Certificate", "certificate"]

RANDOM = "random"
ONE_RULE = ("bias", "n_later", "n_more", "n_more_at_rate", "control_share", "n_control", "n_waiting")


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the stopping test says of a screening at one moment.

    All of it is about the references that the readers would call relevant, and about the pile as it is now.

    Attributes
    ----------
    reached : bool
        True if the test rejects, at the confidence asked for, that the recall target is missed.
    guarantee : bool
        True if what the test rests on was ranked or drawn at random, so that `reached` may be relied upon.
    rule : {"ranked", "control"}
        The test: of what was read since the last relevant one, or of the control set.
    recall, confidence : float in (0, 1]
        The target, and how sure one wants to be of it.
    p_value : float in [0, 1]
        How likely it is that nothing relevant has come for so long, had the target been missed; with a
        control set, that so few of its relevant ones are waiting.
    level : float in [0, 1]
        Reading may stop when the p-value is at most this. Below 1 - confidence, because one looks often.
    bias : float or None
        How many times as likely as an irrelevant one a relevant one must be to come next for the yes to
        hold: 1 is chance. None without a yes of the ranked test.
    n_total, n_read, n_relevant, n_random : int
        References in the pile, read of them, relevant of those read, drawn at random since the last import.
    n_since_relevant : int
        What the ranked test rests on: read since the last relevant one, from a pile where all was that may
        be missed.
    n_later : int or None
        References that came later than the pile of those draws and are unread; None with a control set.
    control_share, n_control, n_waiting : float, int, int; or None
        Share of the pile that the control set is, references of it that were read, and relevant ones of it
        that the ranking has not come to; None without one.
    missed_at_most, recall_at_least : int, float; or None
        With a yes, at its confidence: relevant ones still unread, and the recall that goes with it.
    estimated_missed : int or None
        Relevant ones still unread as the random draws have it; None without random draws.
    recall_at_least_any_order : float or None
        From the random draws alone, at the confidence and at every look, whatever the order of the
        others; None without random draws or with nothing found.
    n_more, n_more_at_rate, rate : int, int, float
        References still to read until the target is reached, should none of them be relevant, or should
        relevant ones go on to come at the rate of the last 100. The first two are None with a control set.
    doubt : dict of str to int
        How many of the references that a yes rests on were drawn in ways that the test does not know.
    n_after : int or None
        References that came after the newest certificate was signed, of which that one says nothing.
    reasons : tuple of str
        The same in sentences.
    """

    reached: bool
    guarantee: bool
    rule: str
    recall: float
    confidence: float
    p_value: float
    level: float
    bias: float | None
    n_total: int
    n_read: int
    n_relevant: int
    n_random: int
    n_since_relevant: int
    n_later: int | None
    control_share: float | None
    n_control: int | None
    n_waiting: int | None
    missed_at_most: int | None
    recall_at_least: float | None
    estimated_missed: int | None
    recall_at_least_any_order: float | None
    n_more: int | None
    n_more_at_rate: int | None
    rate: float
    doubt: dict[str, int]
    n_after: int | None
    reasons: tuple[str, ...]

    def as_dict(self):
        """Return everything as plain values, as it goes into JSON."""
        return asdict(self) | {"reasons": list(self.reasons)}


def certificate(order, pile, *, recall=0.95, confidence=0.95, control=None, after=None, language="en"):
    """Return whether reading may stop.

    Parameters
    ----------
    order : sequence of {0, 1}, or frame with a column `relevant` and perhaps `drawn`
        One row per reference read, in the order they were read. `drawn` says how each came before
        its reader (`review.evidence.DRAWN`); without it all are taken as ranked.
    pile : int, or Series
        References in the whole pile, read and unread. Where it grew: reference to the time it came, of each
        that is in the pile now; `order` then has `reference_id` and `at` too.
    recall : float in (0, 1]
        Share that must have been found of all references that the readers would call relevant.
    confidence : float in (0, 1)
        How sure one wants to be of that.
    control : Control, optional
        How far the control set has come, where one was planned: the test is then that of the control set.
    after : int, optional
        References that came after the newest certificate was signed, where one was.
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
    a ranking is worse than chance (`bias` says by how much the yes bears it); a control set tests without
    supposing anything of the ranking (`review.stopping.control`). What came later than a draw is outside
    it (`review.stopping.urns`). Looking after every reference is allowed for in the level, so that reading
    stops too early in at most 1 - confidence of the reviews, however often one looks.

    Source
    ------
    Callaghan and Müller-Hansen (2020), doi:10.1186/s13643-020-01521-4, bias factor 1; Lewis, Yang and
    Frieder (2021), doi:10.1145/3459637.3482415, for the control set. The bound for any order: see
    `total_from_random_draws`.

    Examples
    --------
    >>> certificate([1] * 20 + [0] * 65, 100).reached
    True
    >>> certificate([1] * 20 + [0] * 5, 100).reached
    False
    """
    if not 0 < recall <= 1:
        raise UsageError(f"recall must be above 0 and at most 1; got {recall}")
    if not 0 < confidence < 1:
        raise UsageError(f"confidence must be between 0 and 1; got {confidence}")
    read = reading(order, pile)
    found, unread = int(read.relevant.sum()), len(read.came_unread)
    too_many = fewest_if_missed(found, recall) - found
    test = _by_control if control else _by_ranking
    said, doubt = test(read, found, too_many, recall, confidence, control)
    tested = said.pop("tested")
    if too_many > unread:
        # where there is no room for so many, the target cannot have been missed
        said, doubt, tested = said | {"reached": True, "p_value": 0.0, "bias": None}, {}, True
    said["guarantee"] = bool(tested and not doubt)
    numbers = {
        **dict.fromkeys(ONE_RULE),
        "recall": recall,
        "confidence": confidence,
        "n_total": read.n_total,
        "n_read": len(read.relevant),
        "n_relevant": found,
        "rate": recent_rate(read.relevant),
        **said,
        **_left(found, unread, too_many, said["reached"] and said["guarantee"]),
        **_from_random_draws(read, confidence),
        "doubt": doubt,
        "n_after": after,
    }
    return Certificate(**numbers, reasons=reasons(numbers, language))


def _by_ranking(read, found, too_many, recall, confidence, _):
    """Return what the draws since the last relevant one say, and which of them are of unknown kinds."""
    level = level_after(found, read.n_total, recall, confidence)
    looks = [(none_drawn(urn.unread, urn.missed, urn.draws), urn) for urn in urns(read, too_many)]
    p_value, urn = min(looks, key=lambda look: (look[0] > level, bool(_doubt(look[1].drawn)), look[0]))
    reached = bool(p_value <= level)
    return {
        "rule": "ranked",
        "reached": reached,
        "tested": urn.draws > 0,
        "p_value": p_value,
        "level": level,
        "bias": bias_borne(urn.unread, urn.missed, urn.draws, level) if reached else None,
        "n_since_relevant": urn.draws,
        "n_later": urn.later,
        "n_more": 0 if reached else more_if_none(read, too_many, level),
        "n_more_at_rate": 0 if reached else more_at_rate(read, found, recall, confidence),
    }, _doubt(urn.drawn)


def _by_control(read, found, too_many, recall, confidence, control):
    """Return what the control set says, and which relevant ones were found in unknown ways."""
    reached, chance, share = control.tells(too_many, 1 - confidence, read.batches)
    return {
        "rule": "control",
        "reached": bool(reached and found),
        "tested": control.read > 0,
        "p_value": chance,
        "level": 1 - confidence,
        "n_since_relevant": len(read.relevant) - int(np.flatnonzero(read.relevant).max(initial=-1)) - 1,
        "control_share": share,
        "n_control": control.read,
        "n_waiting": control.waiting,
    }, _doubt(read.drawn[read.relevant == 1])


def _left(found, unread, too_many, certain):
    """Return what a yes leaves unread at most; nothing without one."""
    missed = min(unread, too_many - 1) if certain else None
    at_least = found / (found + missed) if certain and found else None
    return {"missed_at_most": missed, "recall_at_least": at_least}


def _from_random_draws(read, confidence):
    """Return what the random draws since the last import say, whatever the order of the others."""
    is_random = (read.drawn == RANDOM) & (np.arange(len(read.drawn)) >= read.moments[-1])
    found, estimated, at_least = int(read.relevant.sum()), None, None
    if is_random.any():
        likeliest, most = total_from_random_draws(
            read.relevant, is_random, read.n_total, confidence=confidence
        )
        estimated, at_least = likeliest - found, found / most if found else None
    return {
        "n_random": int(is_random.sum()),
        "estimated_missed": estimated,
        "recall_at_least_any_order": at_least,
    }


def _doubt(drawn):
    """Return how many draws are of which kinds that no test knows; nothing where all are known."""
    strange = [str(name) for name in drawn if name not in (RANKED, RANDOM)]
    return {name: strange.count(name) for name in sorted(set(strange))}
