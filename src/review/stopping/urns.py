"""What was drawn from which pile: a draw tells of the references that were there, and of no others."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from review.errors import UsageError

__all__ = ["Reading", "Urn", "reading", "urns"]

RANKED = "ranked"


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading in its order, and the pile it was drawn from.

    Attributes
    ----------
    relevant, drawn : array
        0 or 1, and how each came before its reader: one per reference read.
    came, came_unread : int array
        How many had been read when each of them came into the pile, and each of those that are unread.
    """

    relevant: np.ndarray
    drawn: np.ndarray
    came: np.ndarray
    came_unread: np.ndarray

    @property
    def n_total(self):
        """References in the pile as it is now."""
        return len(self.relevant) + len(self.came_unread)

    @property
    def moments(self):
        """When references came: how many had been read then, first to last."""
        return np.unique(np.concatenate([[0], self.came, self.came_unread]))

    @property
    def batches(self):
        """Imports of which something is unread, at least 1."""
        return max(1, len(np.unique(self.came_unread)))


@dataclass(frozen=True, slots=True)
class Urn:
    """A part of the pile and the draws from it since the last relevant one.

    Attributes
    ----------
    unread, missed : int
        References in it before those draws, and how many relevant ones are too many among them, should all
        that came later and is unread be relevant.
    draws, drawn : int, array
        How many were drawn since the last relevant one, when all of it was there, and how.
    later, whole : int, bool
        References that came later and are unread; whether it is the whole pile.
    """

    unread: int
    missed: int
    draws: int
    drawn: np.ndarray
    later: int
    whole: bool


def reading(order, pile):
    """Return a reading from what is known of it.

    Parameters
    ----------
    order : sequence of {0, 1}, or frame with a column `relevant` and perhaps `drawn`
        One row per reference read, in the order they were read. With a pile that grew also `reference_id`
        and `at`, the time it was read. Without `drawn` all are taken as ranked.
    pile : int, or Series
        How many references the pile has; or reference to the time it came, for each that is in it now.
        What was read and is no longer in it does not count.

    Raises
    ------
    UsageError
        If a label is not 0 or 1, a column is missing, or more were read than there are.
    """
    if not isinstance(order, pd.DataFrame):
        order = pd.DataFrame({"relevant": list(order)})
    growing = isinstance(pile, pd.Series)
    needed = ["relevant", *(("reference_id", "at") if growing else ())]
    if missing := [name for name in needed if name not in order.columns]:
        raise UsageError(f"expected a column '{missing[0]}', found {list(order.columns)}")
    if growing:
        order = order[order.reference_id.isin(pile.index)]
    labels = order.relevant.to_numpy(dtype=object)
    if not np.isin(labels, [0, 1]).all():
        raise UsageError("decisions in order must be 0 or 1 each; leave out what is not decided")
    drawn = order["drawn"] if "drawn" in order.columns else [RANKED] * len(order)
    came = _places(order, pile) if growing else _at_once(len(order), pile)
    return Reading(labels.astype(np.int64), np.asarray(drawn, dtype=object), *came)


def _at_once(n_read, n_total):
    if n_read > n_total:
        raise UsageError(f"{n_read} references were read but the pile has {n_total}")
    return np.zeros(n_read, dtype=np.int64), np.zeros(n_total - n_read, dtype=np.int64)


def _places(order, pile):
    """Return how many had been read when each reference came: of those read, and of the others."""
    places = pd.Series(np.searchsorted(np.sort(order["at"].to_numpy()), pile.to_numpy()), index=pile.index)
    read = places.index.isin(order.reference_id)
    return places.loc[order.reference_id].to_numpy(), places[~read].to_numpy()


def urns(read, too_many):
    """Return the urns (`Urn`) that can show that fewer than so many relevant ones were missed.

    One is the whole pile, with the draws since the last relevant one and the last import. Another is
    what was there before an import: all that came later and is unread may then be relevant. Once what
    came later has been read, the draws from before count again.

    """
    moments = read.moments
    found = (_urn(read, too_many, moment, moment == moments[-1]) for moment in moments)
    return [urn for urn in found if urn.missed > 0 or urn.whole]


def _urn(read, too_many, moment, whole):
    inside = np.flatnonzero(read.came <= moment)
    last = inside[read.relevant[inside] == 1].max(initial=-1)
    window = inside[(inside > last) & (inside >= moment)]
    later = int((read.came_unread > moment).sum())
    unread = len(read.came_unread) - later + len(window)
    return Urn(unread, too_many - later, len(window), read.drawn[window], later, bool(whole))
