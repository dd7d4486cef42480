"""Judgements: what people said of references, of whatever kind, and what of it contradicts."""

import pandas as pd

__all__ = ["Judgements"]


class Judgements:
    """All rooms in which people judge references, asked as one."""

    def __init__(self, decisions, links, codes, economics):
        self._rooms = decisions, links, codes, economics

    def judged(self, reader=""):
        """Return who said what: `reference_id`, `reader`, `kind`, `about`, as far as `reader` may see it."""
        return pd.concat([room.judged(reader) for room in self._rooms])

    def contradicting(self, reader=""):
        """Return what was said of a reference while it was two, and differs."""
        return pd.concat([room.contradicting(reader) for room in self._rooms], ignore_index=True)

    def contradicted(self):
        """Return the references of which different things were said, hidden ones too."""
        return set().union(*(room.contradicted() for room in self._rooms))
