"""Logs: the whole memory as a file, to hand on, to take in again, and to bear witness."""

from review.store.exchange import merge_log, missing_rows, write_log

__all__ = ["Logs"]


class Logs:
    """What becomes a log and what comes from one; a part of the `Store`."""

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

    def merge_log(self, path, *, review=None):
        """Add what a log of another store of the same review holds, all or none.

        Rows are known by their ids: what is here already is left alone, so that logs may be merged
        twice and in any order.

        Returns
        -------
        dict
            The number of new rows by table.

        Raises
        ------
        SourceError
            Naming the line, if the file is no log, belongs to another review, was edited, or a row of
            it does not fit.
        StoreError
            If a row here and one in the log have the same id and differ.
        """
        with self._writing() as connection:
            return merge_log(connection, path, self.name, review=review)

    def missing_from(self, path, *, review=None):
        """Return the rows of an earlier log that are gone from here or changed: `table`, `key`, `fault`.

        A log that was kept elsewhere bears witness even against someone who rewrites the whole ledger.
        Raises as `merge_log` does.
        """
        with self._reading() as connection:
            return missing_rows(connection, path, review=review)
