"""Reading what can be read of a damaged file, row by row, without changing it."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from review.errors import StoreError
from review.store.connection import DAMAGE
from review.store.migration import newest_version
from review.store.repair_trust import as_kept
from review.store.schema import TABLES, VERSION_TABLE

__all__ = ["copy_of", "digests_in", "open_tolerant", "read_tables", "rows_of"]

_TRIES = 2_000  # row numbers in a row under which nothing is found before a damaged table counts as read
_TOLD = re.compile(rb'"([\w -]{1,90})":"([^"]{64})"')


def copy_of(path, folder):
    """Copy a database with what belongs to it, so that opening it leaves the original untouched."""
    for part in ("", "-wal"):
        source = path.with_name(path.name + part)
        if source.exists():
            shutil.copyfile(source, Path(folder) / source.name)
    return Path(folder) / path.name


def open_tolerant(path):
    """Return a connection that gives texts as bytes: what is not UTF-8 stops nobody."""
    connection = sqlite3.connect(path)
    connection.text_factory = bytes
    connection.execute("PRAGMA writable_schema=ON")  # a damaged line of the schema hides its own table only
    return connection


def digests_in(path, entries):
    """Return the digests of rows, each with its row's key, that stand anywhere in a database file.

    Of `entries` of the ledger that were changed, what they tell is read too.
    """
    data = path.read_bytes()
    size = int.from_bytes(data[16:18])
    size = size if size >= 512 else 65_536  # which SQLite writes as 1
    # a long text goes on behind the four bytes that name its next page
    joined = b"".join(data[start + 4 : start + size] for start in range(0, len(data), size))
    told = "\n".join(str(entry["contents"]) for entry in entries).encode("utf-8", "surrogateescape")
    pairs = (pair for text in (data, joined, told) for pair in _TOLD.findall(text))
    return {digest.decode("latin-1"): key.decode() for key, digest in pairs}


def rows_of(connection, table, rest=""):
    """Yield the rows of a table, with the types the ledger counts with."""
    for _, row in _numbered(connection, table, rest):
        yield row


def _numbered(connection, table, rest, values=()):
    columns = ", ".join(column.name for column in table.columns)
    for number, *cells in connection.execute(f"SELECT rowid, {columns} FROM {table.name} {rest}", values):
        yield (
            number,
            {column.name: as_kept(column, cell) for column, cell in zip(table.columns, cells, strict=True)},
        )


def read_tables(copy, original):
    """Return the rows of every table that can be read, and how many could not."""
    tables, unreadable = {}, {}
    with closing(open_tolerant(copy)) as connection:
        try:
            version = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()
        except DAMAGE:
            version = None
        if version is not None and version[0].decode("utf-8", "replace") != newest_version():
            raise StoreError(
                f"{original} is damaged and was written by another version of review (schema "
                f"{version[0].decode('utf-8', 'replace')}); repair it with that version, or restore it from "
                "the folder backup beside it"
            )
        for table in TABLES:
            tables[table.name], unreadable[table.name] = _read_table(connection, table)
    if not any(tables.values()):
        raise StoreError(
            f"{original} is damaged where it says what is in it, so that no row can be read; restore it "
            "from the folder backup beside it, or from a log or copy of your own"
        )
    return tables, unreadable


def _read_table(connection, table):
    """Return the rows that can be read, in their order, and the number of places that could not."""
    found = {}
    for direction in ("ASC", "DESC"):
        try:
            found.update(_numbered(connection, table, f"NOT INDEXED ORDER BY rowid {direction}"))
            return [found[number] for number in sorted(found)], 0
        except DAMAGE:
            continue
    unreadable = _read_between(connection, table, found)
    return [found[number] for number in sorted(found)], unreadable


def _read_between(connection, table, found):
    """Add to `found`, row by row, what lies between that which could be read from either end."""
    unreadable, missed, number, last = 0, 0, 0, max(found, default=0)
    while missed < _TRIES or number < last:
        number += 1
        if number in found:
            missed = 0
            continue
        try:
            row = dict(_numbered(connection, table, "WHERE rowid = ?", (number,)))
        except DAMAGE:
            row, unreadable = {}, unreadable + 1
        found |= row
        missed = 0 if row else missed + 1
    return unreadable
