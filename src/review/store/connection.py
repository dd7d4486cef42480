"""Connections: a path or an address becomes an engine, and its errors become sentences."""

import os
import random
import re
import sqlite3
import time
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, event, func, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, IntegrityError, SQLAlchemyError

from review.errors import StoreError
from review.store.places import looks_like_address, unsafe_folder, without_secrets

__all__ = ["DAMAGE", "Place", "any_bytes", "begin_reading", "begin_writing", "check_file", "connect",
           "locate", "lock_for_all", "plain_errors"]  # fmt: skip

_ELSEWHERE = "keep the folder on a disk of this machine, and share logs (review log export) or use a server"
_WARNED = set()
DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)  # what SQLite says of damage may itself be damaged
BUSY_SECONDS = 20
_IDLE_SECONDS = 5
_PAUSE = 0.004  # seconds between the first attempts to write, about as long as one writer takes
_LOCK = 7_307_173_101  # of this program's own; any number that no other uses on the same server

# what the database says (with PostgreSQL's error code in brackets, which no language setting changes)
# -> what it means and what to do; the first pattern that is found is told
_MEANINGS = (
    ("file is not a database", "is not a database; check the path, or restore the file from a backup"),
    (
        "malformed|codec can't decode",
        "is damaged; restore it from the folder backup beside it or from a copy of your own",
    ),
    ("decode to UTF-8", "holds damaged text; see which with: review verify, and mend it with: review repair"),
    (r"is locked|\[55P03\]", "is held by another program; close that program and try again"),
    (
        "_fits_time",
        "takes no row of that time, which is none or more than two days ahead of the database's clock; set "
        "the clocks right and try again (nothing was written)",
    ),
    ("readonly database", "cannot be written; make the file and its folder writable, or work on a copy"),
    ("unable to open", "cannot be opened; check that the folder exists and is writable"),
    (r"is full|\[53100\]", "cannot grow, the disk is full; make room (what was saved before is safe)"),
    (
        "disk I/O error",
        "cannot be read or written, the disk is at fault or full; check it (what is saved is safe)",
    ),
    (r"\[28|password|authentication failed", "refuses the user or password; check user and ~/.pgpass"),
    (r"(database|role) .* does not exist|\[3D000\]", "is not there; check database and user in the address"),
    (r"\[42501\]|permission denied", "does not let this user do that; ask the database's owner"),
    ("[Cc]onnection refused|No such file", "does not answer; check that the server runs, host and port"),
    ("host name|resolve host", "cannot be found; check the host name in the address"),
    ("timeout expired|timed out", "does not answer in time; check the network and try again"),
    (r"\[57P|connection is lost|closed the connection", "has closed the connection; try again"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a database is: `url` for the engine, `name` for people (no password), `path` or None."""

    url: URL
    name: str
    path: Path | None = None


def locate(target):
    """Return the Place of a path or a ``postgresql://`` address.

    Raises
    ------
    StoreError
        If the address is of another kind of database, or cannot be read as an address.

    Examples
    --------
    >>> locate("postgresql://anna:secret@server/review").name
    'postgresql://anna:***@server/review'
    >>> locate("mysql://server/review")
    Traceback (most recent call last):
    review.errors.StoreError: mysql://server/review: a review is kept in a SQLite file or in PostgreSQL; ...
    """
    target = os.fspath(target)
    name = without_secrets(target)
    if "://" not in target and not looks_like_address(target):
        return _file_place(Path(target))
    try:
        url = make_url(target)
    except (ArgumentError, ValueError):
        raise StoreError(
            "The address of the database cannot be read; write it as postgresql://user@host:port/name"
        ) from None
    kind = url.get_backend_name()
    if kind == "sqlite" and url.database:
        return _file_place(Path(url.database))
    if kind in ("postgresql", "postgres"):
        return Place(url.set(drivername="postgresql+psycopg"), name)
    raise StoreError(
        f"{name}: a review is kept in a SQLite file or in PostgreSQL; "
        "give a path or an address that begins with postgresql://"
    )


def _file_place(path):
    return Place(URL.create("sqlite", database=str(path.absolute())), str(path), path)


def check_file(path, *, create):
    """Raise StoreError where a database file is not there, or cannot be written or made."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise StoreError(f"{path}: the folder {folder} does not exist; make it, or correct the path")
    if (why := unsafe_folder(path)) and path.absolute() not in _WARNED:
        _WARNED.add(path.absolute())
        warnings.warn(f"{path} {why}, where SQLite can lose what is written; {_ELSEWHERE}", stacklevel=3)
    if path.is_dir():
        raise StoreError(f"{path} is a folder; give the path of a database file in it, such as review.db")
    if not path.exists() and not create:
        raise StoreError(f"{path} does not exist; import a file first, or correct the path")
    if not os.access(path if path.exists() else folder, os.W_OK) or not os.access(folder, os.W_OK):
        raise StoreError(
            f"{path} cannot be written; make the file and its folder writable, or work on a copy"
        )
    if not path.exists():  # for its owner alone, as are the files that SQLite makes beside it
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def connect(place):
    """Return an engine for a Place; nothing is read or written yet.

    Raises
    ------
    StoreError
        If the driver for PostgreSQL is not installed.
    """
    if place.path is not None:
        engine = create_engine(place.url, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "commit", _note_commit)
        return engine
    options = {"connect_timeout": 10, "options": f"-c lock_timeout={BUSY_SECONDS}s"}
    options = {name: value for name, value in options.items() if name not in place.url.query}
    try:
        engine = create_engine(place.url, connect_args=options)
    except ModuleNotFoundError:
        raise StoreError(
            f"{place.name}: PostgreSQL needs the package psycopg; run: pip install 'psycopg[binary]'"
        ) from None
    event.listen(engine, "checkin", _note_time)
    event.listen(engine, "checkout", _ask_whether_there)
    return engine


def _note_time(_connection, record):
    record.info["last_used"] = time.monotonic()


def _ask_whether_there(connection, record, _proxy):
    # a server may have closed what was idle; what was used a moment ago need not be asked
    if time.monotonic() - record.info.get("last_used", time.monotonic()) < _IDLE_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except Exception:
        raise DisconnectionError from None  # the pool then connects anew


def _set_up_sqlite(connection, record):
    record.info["file"] = path = connection.execute("PRAGMA database_list").fetchone()[2]
    record.info["identity"] = _identity(path)
    # the transactions are ours to begin (see _begin_sqlite), not the driver's
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _identity(path):
    try:
        said = os.stat(path)
    except OSError:
        return None
    return said.st_dev, said.st_ino


def _begin_sqlite(connection):
    # a reader who turns writer half way can be refused at once: who will write says so from the start
    if connection.get_execution_options().get("review_writing", False):
        if _identity(connection.info["file"]) != connection.info["identity"]:
            raise StoreError(
                f"{connection.info['file']} was replaced by another file while it was open; nothing was "
                "written, open the review again"
            )
        _begin_in_turn(connection.connection.driver_connection, connection.info.get("last_commit", 0))
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_in_turn(connection, last_commit):
    """Begin to write as soon as nobody else does.

    SQLite itself waits longer and longer between its attempts, so that who has waited long keeps losing
    to who has just come. Here who has waited longest asks most often, and who has just written lets the
    others go first.
    """
    began = time.monotonic()
    waited = 0.0
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        if began - last_commit < _PAUSE:
            time.sleep(_PAUSE * random.uniform(0.5, 1))
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or waited > BUSY_SECONDS:
                    raise
            waited = time.monotonic() - began
            time.sleep(_PAUSE / (1 + waited / _PAUSE) * random.uniform(0.5, 1.5))
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")


def _note_commit(connection):
    connection.info["last_commit"] = time.monotonic()


@contextmanager
def begin_writing(engine, **options):
    """Give a connection in one transaction that is the only writer (SQLite) and commits at the end."""
    with engine.connect().execution_options(review_writing=True, **options) as connection, connection.begin():
        yield connection


@contextmanager
def begin_reading(engine):
    """Give a connection that sees the database as it is at its first question, whoever writes meanwhile."""
    postgresql = engine.dialect.name == "postgresql"
    options = {"isolation_level": "REPEATABLE READ"} if postgresql else {}
    with engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def any_bytes(connection):
    """Let text of a SQLite file that is not UTF-8 be read too, its stray bytes written like ``\\xff``."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.driver_connection
    raw.text_factory = lambda data: data.decode("utf-8", "backslashreplace")
    try:
        yield
    finally:
        raw.text_factory = str


def lock_for_all(connection):
    """Let one transaction at a time pass here on PostgreSQL; on SQLite a writer is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


@contextmanager
def plain_errors(name):
    """Turn what the database or its driver raises into a StoreError about the database `name`."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{name} {_meaning(error)}") from error


def _meaning(error):
    cause = getattr(error, "orig", None) or error
    said = f"[{getattr(cause, 'sqlstate', None)}] {cause}"
    for pattern, meaning in _MEANINGS:
        if re.search(pattern, said):
            return meaning
    first_line = without_secrets(next(iter(str(cause).strip().splitlines()), type(cause).__name__))
    if isinstance(error, IntegrityError):
        return f"refuses rows that do not fit together ({first_line}); nothing was written"
    return f"could not be used ({first_line}); nothing was written"
