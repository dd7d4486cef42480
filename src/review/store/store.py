"""The store: one object through which everything is remembered and read again."""

import weakref
from contextlib import contextmanager
from functools import partial

from review.errors import StoreError, UsageError
from review.store import imports as importing
from review.store import judgements
from review.store.backup import back_up
from review.store.blinding import set_up
from review.store.connection import begin_reading, begin_writing, check_file, connect, locate, plain_errors
from review.store.identifiers import new_id
from review.store.logs import Logs
from review.store.migration import bring_up_to_date
from review.store.seen import count_rows, hidden_references
from review.store.signing import Signing
from review.store.times import to_text, utc_now
from review.store.values import check_rows
from review.store.verification import verify

__all__ = ["Store"]


class Store(Logs):
    """The memory of one review; open it with `Store.open`.

    Everything is a row that is added once: the database itself refuses to change or delete rows.
    Each method is one transaction: when it returns, what it wrote is on the disk; when it raises,
    nothing was written.

    Attributes
    ----------
    name : str
        The path, or the address without its password.
    """

    def __init__(self, engine, name, now, signing):
        self.name, self._signing = name, signing
        self._engine, self._now = engine, now
        # a store that nobody closed gives its connections back all the same
        self._close = weakref.finalize(self, engine.dispose)

    @classmethod
    def open(cls, path_or_url, *, create=True, now=utc_now, backup=None, signing=None):
        """Open the database of a review, make a new one, or bring an older one up to date.

        Parameters
        ----------
        path_or_url : str or Path
            A file, or an address such as ``postgresql://anna@server/review``.
        create : bool
            Make a new database where there is none.
        now : callable
            Returns the time that rows, and the backup before an older database changes, are given.
        backup : Path, optional
            Folder in which an older database is kept before it is changed; for a SQLite file the folder
            ``backup`` beside it where not given.
        signing : Signing, optional
            How what is written here is signed.

        Raises
        ------
        StoreError
            If it is not there, is no database of a review, is damaged, is held by another program,
            cannot be written, was made by a newer version, or is an older one on a server and no folder
            is given for its backup.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, Store.open(f"{folder}/review.db") as store:
        ...     store.counts()["records"]
        0
        """
        place = locate(path_or_url)
        if place.path is not None:
            check_file(place.path, create=create)
        engine = connect(place)
        try:
            with plain_errors(place.name):
                moment = to_text(now())
                keep = partial(back_up, engine, place, moment, backup)
                bring_up_to_date(engine, place, moment, create=create, keep=keep)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, place.name, now, signing or Signing())

    def add_import(self, export, *, reader, at=None, searched_on="", search=""):
        """Store the records of one export (`add_imports`)."""
        said = {"searched_on": searched_on, "search": search}
        return self.add_imports([(export, said)], reader=reader, at=at)[0]

    def add_imports(self, exports, *, reader, at=None):
        """Store the records of exports, all or none; the same file a second time changes nothing.

        Parameters
        ----------
        exports : iterable of (review.formats.Stream or Export, dict)
            What is to be read, and of each `searched_on`, the day of the search (ISO 8601), and `search`, as
            it was typed.
        reader : str
            Who imports.
        at : str or datetime, optional
            When; by the clock where not given.

        Returns
        -------
        list of dict
            `import_id`, `records`, `new`, `known` (records that an earlier import held),
            `already_imported` (True: the same file was there, and nothing was written).
        """
        reader = _filled(reader, "reader")

        def described(said):
            return {"import_id": new_id(), "at": self._moment(at), "reader": reader} | said

        with self._writing() as connection:
            return [importing.add_import(connection, export, described(said)) for export, said in exports]

    def imports(self):
        """Return the imports, oldest first: one row each, `account` as JSON text."""
        return self._read(importing.read_imports)

    def records(self, columns=None, *, raw_holds=()):
        """Return the records in the order they were first seen; of the first sighting also file and lines.

        Parameters
        ----------
        columns : iterable of str, optional
            Some of `review.records.RECORD_COLUMNS`; fewer are read faster, above all without ``raw``.
        raw_holds : iterable of str, optional
            Only records in whose ``raw`` one of these texts stands, in letters of either case.
        """
        return self._read(importing.read_records, columns, raw_holds)

    def take_back(self, sha256, memberships, *, reader, note=""):
        """Withdraw the imports of a file (its `sha256`), and store to which references records belong then.

        Nothing is deleted: the same file imported again brings its records back. `memberships` are rows as
        `append` takes them, with `reader`. Raises UsageError where no import of the file stands.
        """
        kind = judgements.find_kind("memberships")
        rows = check_rows(kind, memberships, reader=None, at=None)
        with self._writing() as connection:
            importing.take_back(connection, sha256, lambda: self._withdrawal(reader, note, None))
            judgements.append(connection, kind, rows, moment=self._moment(), new_id=new_id)

    def gone_records(self):
        """Return the records that only imports held which were taken back, as a set of ids."""
        return self._read(importing.gone_records)

    def sightings(self):
        """Return which import held which record, where: one row per import and record, oldest first."""
        return self._read(importing.read_sightings)

    def count_seen(self, import_ids):
        """Return how many different records some imports held together."""
        return self._read(importing.count_seen, list(import_ids))

    def append(self, kind, rows, *, reader=None, at=None):
        """Add judgements, all or none, and return their ids in order.

        Parameters
        ----------
        kind : str
            One of `review.evidence.KINDS`.
        rows : DataFrame or iterable of dict
            Columns of the kind (those left out are empty), and `reader` or `at` where they differ by
            row. A pair of `verdicts` is kept in the order of its ids, whichever way it is given.
        reader : str, optional
            Who judged; needed where the rows do not say.
        at : str or datetime, optional
            When, for judgements made elsewhere. By the clock where not given; should the clock have
            gone backwards, just after the reader's newest row, so that the later row counts.

        Raises
        ------
        UsageError
            Naming row and column, if a column, value, record or reference is unknown.
        """
        kind = judgements.find_kind(kind)
        rows = check_rows(kind, rows, reader=reader, at=at)
        with self._writing() as connection:
            return judgements.append(connection, kind, rows, moment=self._moment(), new_id=new_id)

    def current(self, kind):
        """Return the judgements that count: of each key the newest not withdrawn, oldest first."""
        return self._read(judgements.read_current, judgements.find_kind(kind))

    def history(self, kind):
        """Return every judgement there ever was, oldest first.

        Beside the columns of its kind: `withdrawn` (True or False) and `withdrawn_at` ("" if not).
        """
        return self._read(judgements.read_history, judgements.find_kind(kind))

    def withdraw(self, kind, id, *, reader, note="", at=None):
        """Take back one judgement by a row of its own, and return that row's id.

        What the judgement replaced, if anything, counts again. Raises UsageError where there is no such
        judgement, or it was withdrawn before.
        """
        kind = judgements.find_kind(kind)
        with self._writing() as connection:
            described = self._withdrawal(reader, note, at)
            judgements.withdraw(connection, kind, id, described)
            return described["id"]

    def undo(self, kind, *, reader):
        """Take back the newest judgement of a reader that stands and return it; UsageError where none is."""
        kind = judgements.find_kind(kind)
        with self._writing() as connection:
            row = judgements.last_of(connection, kind, reader)
            judgements.withdraw(connection, kind, row["id"], self._withdrawal(reader, "undo", None))
            return row

    def comparisons(self):
        """Return which comparisons were taken out of studies, and nothing of what was found.

        `review.evidence.COMPARISON_COLUMNS` and `first_reader`, who took it out first.
        """
        return self._read(judgements.read_comparisons)

    def set_up_readers(self, readers, stages, **options):
        """Give each reader a login on the PostgreSQL server (see `review.store.blinding.set_up`)."""
        return set_up(self, readers, stages, **options)

    def hidden(self, stage):
        """Return how many references others have decided at a stage without this connection seeing it.

        Always 0 but on a PostgreSQL server where each reader has a login of their own.
        """
        return self._read(hidden_references, stage)

    def counts(self, tables=None):
        """Return how many rows each table has (withdrawn and replaced ones too), by its name.

        With `tables` only those named; ``taken back`` are the imports that were withdrawn.
        """
        return self._read(count_rows, tables)

    def verify(self, readers=None):
        """Return a frame of checks [check, ok, detail] (`review.store.verification`); changes nothing."""
        return self._read(verify, readers, self._signing)

    def close(self):
        """Give back the connections; a closed store answers with a StoreError."""
        self._close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __repr__(self):
        if not self._close.alive:
            return f"<Store {self.name}: closed>"
        try:
            rows = self.counts()
        except StoreError as error:
            return f"<Store {error}>"
        counts = [f"{n:,} {name}" for name, n in rows.items() if n and name not in ("sightings", "ledger")]
        return f"<Store {self.name}: {', '.join(counts) or 'empty'}>"

    def _read(self, find, *told):
        """Return what `find` reads in a transaction of its own."""
        with self._reading() as connection:
            return find(connection, *told)

    @contextmanager
    def _reading(self):
        with self._open_engine() as engine, begin_reading(engine) as connection:
            yield connection

    @contextmanager
    def _writing(self):
        with self._open_engine() as engine, begin_writing(engine, review_signing=self._signing) as connection:
            yield connection

    @contextmanager
    def _open_engine(self):
        if not self._close.alive:
            raise StoreError(f"{self.name} is closed; open it again with Store.open")
        with plain_errors(self.name):
            yield self._engine

    def _moment(self, at=None):
        return to_text(self._now() if at is None else at)

    def _withdrawal(self, reader, note, at):
        return {"id": new_id(), "reader": _filled(reader, "reader"), "at": self._moment(at), "note": note}


def _filled(value, name):
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{name} must be a name; got {value!r}")
    return value
