"""Trail: which reference is on a screening card, the next unread one or one decided before."""

from itertools import pairwise

__all__ = ["QUEUED", "Trail"]

QUEUED = ("drawn", "rank", "score")
"""How a reference came to its reader; a decision keeps it."""


class Trail:
    """What a reader looks at: what is unread, or one of the references decided, oldest first.

    Parameters
    ----------
    reading : review.widgets.reading.Reading
    lookup : callable
        From the id of a reference to its row.

    Attributes
    ----------
    at : str or None
        The reference looked back at; None where the next unread one is on the card.
    """

    def __init__(self, reading, lookup):
        self._reading, self._lookup, self.at = reading, lookup, None

    @property
    def row(self):
        """What is on the card, None where all is read."""
        return self._reading.now if self.at is None else self.found_again(self.at)

    @property
    def newest(self):
        """The reference decided last, None where none is."""
        return next(reversed(self._reading.said), None)

    @property
    def before(self):
        """The reference decided before what is on the card, None where there is none."""
        if self.at is None:
            return self.newest
        decided = list(self._reading.said)
        return ([None, *decided])[decided.index(self.at)]

    def found_again(self, reference_id):
        """Return a reference decided earlier, with its place in the queue at the time."""
        said = self._reading.said[reference_id]
        return self._lookup(reference_id) | {name: said.get(name) for name in QUEUED}

    def back(self):
        """Look at the reference decided before this one, if there is one."""
        self.at = self.before or self.at

    def on(self):
        """Look at the reference decided after this one, and at last at what is unread."""
        decided = list(self._reading.said)
        self.at = dict(pairwise(decided)).get(self.at)
