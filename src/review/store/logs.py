"""Logs: the whole memory as a file, to hand on, to take in again, and to bear witness; and its keys."""

import pandas as pd

from review.store.auditing import voices_of
from review.store.exchange import merge_log, missing_rows
from review.store.keys import say_of_key
from review.store.log_files import write_log

__all__ = ["Logs"]


class Logs:
    """What becomes a log and what comes from one, and by which keys it is signed; a part of the `Store`."""

    def export_log(self, path, *, review=None, reader=""):
        """Write all there is as JSON Lines to a new file, and return the number of rows.

        Parameters
        ----------
        path : path
        review : dict, optional
            `id` and `title`, by which a log of another review is told when it is merged.
        reader : str, optional
            Leave out what other readers judged blind, so that the log can be handed on.
        """
        with self._reading() as connection:
            return write_log(connection, path, review=review, reader=reader)

    def merge_log(self, path, *, review=None, readers=None):
        """Add what a log of another store of the same review holds.

        Rows are known by their ids: what is here already is left alone, so that logs may be merged
        twice and in any order. Rows that cannot be what they say are set apart: named, and not taken in.

        Parameters
        ----------
        path : path
        review : dict, optional
            `id` and `title`, by which a log of another review is told.
        readers : dict of str to str, optional
            Name to role of all who are or were in the review; rows by others, and of observers on what
            they do not judge, are set apart.

        Returns
        -------
        dict
            The number of new rows by table, and where there are any, ``set apart``: a sentence for each.

        Raises
        ------
        SourceError
            Naming the line, if the file is no log, is cut off, belongs to another review, was edited, or a
            row of it does not fit.
        StoreError
            If a row here and one in the log have the same id and differ.
        """
        with self._writing() as connection:
            return merge_log(
                connection, path, self.name, review=review, readers=readers, signing=self._signing
            )

    def missing_from(self, path, *, review=None):
        """Return the rows of an earlier log that are gone from here or changed: `table`, `key`, `fault`.

        A log that was kept elsewhere bears witness even against someone who rewrites the whole ledger.
        Raises as `merge_log` does.
        """
        with self._reading() as connection:
            return missing_rows(connection, path, review=review)

    def keys(self, readers=None):
        """Return a frame of `reader`, `fingerprint`, `machine` and `state` of the keys by which readers sign.

        `readers` is name to role, as `verify` takes it.
        """
        with self._reading() as connection:
            rows = voices_of(connection, self._signing, readers).table()
        return pd.DataFrame(rows, columns=["reader", "fingerprint", "machine", "state"], dtype="str")

    def say_of_key(self, says, *, reader, readers=None, **how):
        """Announce, accept or revoke a key, in a reader's name.

        Parameters
        ----------
        says : {"announces", "accepts", "revokes"}
            From an announcement on, what is written here in the reader's name is signed.
        machine, adopt : str and bool
            Of an announcement: this machine's name; whether all that is here now in the reader's name is the
            reader's word, also where another key was before.
        key, since : str
            Of the others: the fingerprint, and from when a revoked key counts no more (now where not given).

        Raises
        ------
        UsageError
            If there is no such key, or neither its holder nor an adjudicator says it, with a key that counts.
        """
        with self._writing() as connection:
            say_of_key(connection, self._signing, says, reader, self._moment(), readers, **how)
