"""Kept: what was computed from the memory, until the tables it depends on have grown."""

from typing import NamedTuple

import pandas as pd

__all__ = ["DECIDED", "FEATURES", "FOUND", "MERGED", "MOVED", "Kept", "Key"]

FOUND = ("records",)
MOVED = ("memberships", "withdrawals")
MERGED = (*FOUND, *MOVED)
DECIDED = (*MERGED, "decisions")
ALWAYS = ("imports", "taken back")
"""Which records there are hangs on the imports that stand."""


class Key(NamedTuple):
    """What is kept, and the tables it is computed from."""

    name: str
    tables: tuple


FEATURES = Key("features", MERGED)


class Kept:
    """What the rooms of one workbench have computed, shared by them.

    Examples
    --------
    >>> class Store:
    ...     rows = 1
    ...     def counts(self, tables):
    ...         return dict.fromkeys(tables, self.rows)
    >>> store = Store()
    >>> kept, key = Kept(store), Key("twice", FOUND)
    >>> kept.get(key, lambda: store.rows * 2), kept.get(key, lambda: "not computed anew")
    (2, 2)
    >>> store.rows = 2
    >>> key in kept, kept.get(key, lambda: store.rows * 2)
    (False, 4)
    """

    def __init__(self, store):
        self._store, self._things = store, {}

    def get(self, key, compute):
        """Return what `compute` gives, computed anew only where a table of the key has grown."""
        stamp = self._stamp(key)
        if self._things.get(key, (None,))[0] != stamp:
            self._things[key] = (stamp, compute())
        thing = self._things[key][1]
        return thing.copy() if isinstance(thing, (pd.DataFrame, pd.Series)) else thing

    def __contains__(self, key):
        """Return whether something is at hand and none of its tables has grown since."""
        return self._things.get(key, (None,))[0] == self._stamp(key)

    def _stamp(self, key):
        tables = (*key.tables, *ALWAYS)
        counts = self._store.counts(tables)
        return tuple(counts[table] for table in tables)
