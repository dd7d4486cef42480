"""Repair: what can be mended in place, and what can be read of a damaged file, brought into a new one."""

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pandas as pd
from sqlalchemy import insert, text

from review.errors import StoreError
from review.store.auditing import find_losses
from review.store.connection import begin_reading, begin_writing, check_file, connect, locate, plain_errors
from review.store.guards import missing_guards, restore_guards
from review.store.ledger import adopted_entries, key_of, record_loss
from review.store.migration import check_version, newest_version, version_of
from review.store.schema import TABLES, VERSION_TABLE, ledger
from review.store.store import Store
from review.store.times import utc_now

__all__ = ["examine", "repair"]

_BATCH = 5_000
_TRIES = 2_000  # row numbers in a row under which nothing is found before a damaged table counts as read
PROBLEM_COLUMNS = ("problem", "remedy")
ACCOUNT_COLUMNS = ("table", "key", "why")


def examine(path_or_url):
    """Return what is wrong with a database that can be repaired, as a frame; nothing is changed.

    Returns
    -------
    DataFrame
        `problem` and `remedy`, in words; empty where nothing is wrong. `attrs["rescue"]` is True where
        the rows must be brought into a new file.
    """
    place = locate(path_or_url)
    found, rescue = [], False
    if place.path is not None:
        check_file(place.path, create=False)
        leftover = place.path.with_name(place.path.name + "-wal")
        damage = _damage(place.path)
        if damage:
            remedy = f"every row that can be read goes into {_new_name(place.path)}; this file stays as it is"
            return _problems([(damage, remedy)], rescue=True)
        if leftover.exists() and leftover.stat().st_size:
            size = f"{leftover.stat().st_size:,} bytes in {leftover.name}"
            found.append(
                (
                    f"{size} not yet in the file (a program has it open, or was stopped)",
                    "they are taken into it",
                )
            )
    engine = connect(place)
    try:
        with plain_errors(place.name), begin_reading(engine) as connection:
            check_version(place, version_of(connection))
            guards = missing_guards(connection)
            orphans = _orphans(connection)
    finally:
        engine.dispose()
    if guards:
        found.append((f"rows can be changed or deleted in {', '.join(guards)}", "the guards are made anew"))
    if orphans and place.path is not None:
        rescue = True
        remedy = f"all rows but these go into {_new_name(place.path)}; this file stays as it is"
        found.append((f"{len(orphans)} rows name what is not there ({orphans[0]})", remedy))
    elif orphans:
        found.append(
            (f"{len(orphans)} rows name what is not there ({orphans[0]})", "merge a log that has it")
        )
    return _problems(found, rescue)


def repair(path_or_url, *, now=utc_now):
    """Mend what `examine` finds, and return an account of the rows that were lost.

    Guards are made anew in place. Where a SQLite file is damaged, or rows in it point to nothing, what
    can be read is written to a new file beside it, and the original is not touched.

    Returns
    -------
    DataFrame
        `table`, `key`, `why`: one row per row lost. `attrs["file"]` is the new file, or None.

    Raises
    ------
    StoreError
        If nothing can be read of the file, or the new file is there already.
    """
    place = locate(path_or_url)
    if examine(path_or_url).attrs["rescue"]:
        return _rescue(place.path, _new_name(place.path), now)
    engine = connect(place)
    try:
        with plain_errors(place.name):
            with begin_writing(engine) as connection:
                restore_guards(connection, missing_guards(connection))
            if place.path is not None:
                with closing(sqlite3.connect(place.path)) as connection:
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()
    return _account([], None)


def _problems(rows, rescue):
    frame = pd.DataFrame(rows, columns=list(PROBLEM_COLUMNS), dtype="str")
    frame.attrs["rescue"] = rescue
    return frame


def _account(rows, file):
    frame = pd.DataFrame(rows, columns=list(ACCOUNT_COLUMNS), dtype="str")
    frame.attrs["file"] = file
    return frame


def _new_name(path):
    return path.with_name(f"{path.stem}-repaired{path.suffix}")


def _damage(path):
    """Return what SQLite says is wrong with a file, "" where it is sound."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with closing(sqlite3.connect(_copy(path, folder))) as connection:
                said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            said = str(error)
    return "" if said == "ok" else f"the file is damaged ({said.splitlines()[-1]})"


def _copy(path, folder):
    """Copy a database with what belongs to it, so that opening it leaves the original untouched."""
    for part in ("", "-wal"):
        source = path.with_name(path.name + part)
        if source.exists():
            shutil.copyfile(source, Path(folder) / source.name)
    return Path(folder) / path.name


def _orphans(connection):
    """Return in words each row that names a record or import which is not there."""
    found = []
    for table in TABLES:
        for key in table.foreign_keys:
            ours, theirs = key.parent.name, key.column
            query = (
                f"SELECT DISTINCT {ours} FROM {table.name} WHERE {ours} IS NOT NULL AND {ours} NOT IN "
                f"(SELECT {theirs.name} FROM {theirs.table.name})"
            )
            lost = connection.execute(text(query)).scalars()
            found += [f"{table.name} name {value}" for value in lost]
    return found


def _rescue(path, target, now):
    if target.exists():
        raise StoreError(f"{target} is there already from an earlier repair; move it away and try again")
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            tables, unreadable = _read_tables(_copy(path, folder), path)
        with Store.open(unfinished, now=now) as store, store._writing() as connection:
            lost = _fill(connection, tables)
            lost += [("ledger", "", "could not be read")] * unreadable.get("ledger", 0)
        with closing(sqlite3.connect(unfinished)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")  # one file, ready to be moved
        unfinished.rename(target)
    finally:
        for left in target.parent.glob(f"{unfinished.name}*"):
            left.unlink()
    return _account(lost, target)


def _read_tables(copy, original):
    """Return the rows of every table that can be read, and how many could not."""
    tables, unreadable = {}, {}
    with closing(sqlite3.connect(copy)) as connection:
        try:
            version = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()
        except sqlite3.DatabaseError:
            version = None
        if version is not None and version[0] != newest_version():
            raise StoreError(
                f"{original} is damaged and was written by another version of review (schema {version[0]}); "
                "repair it with that version, or restore it from the folder backup beside it"
            )
        for table in TABLES:
            rows, unreadable[table.name] = _read_table(connection, table)
            tables[table.name] = rows
    if not any(tables.values()):
        raise StoreError(
            f"{original} is damaged where it says what is in it, so that no row can be read; restore it "
            "from the folder backup beside it, or from a log or copy of your own"
        )
    return tables, unreadable


def _read_table(connection, table):
    """Return the rows that can be read, in their order, and the number of places that could not."""
    names = [column.name for column in table.columns]
    query = f"SELECT rowid, {', '.join(names)} FROM {table.name}"
    found = {}
    for direction in ("ASC", "DESC"):
        try:
            for number, *values in connection.execute(f"{query} NOT INDEXED ORDER BY rowid {direction}"):
                found[number] = dict(zip(names, values, strict=True))
            return [found[number] for number in sorted(found)], 0
        except sqlite3.DatabaseError:
            continue
    # between what can be read from either end, row by row
    unreadable, missed, number, last = 0, 0, 0, max(found, default=0)
    while missed < _TRIES or number < last:
        number += 1
        if number in found:
            missed = 0
            continue
        try:
            row = connection.execute(f"{query} WHERE rowid = ?", (number,)).fetchone()
        except sqlite3.DatabaseError:
            row, unreadable = None, unreadable + 1
        if row:
            found[number] = dict(zip(names, row[1:], strict=True))
        missed = 0 if row else missed + 1
    return [found[number] for number in sorted(found)], unreadable


def _fill(connection, tables):
    """Insert what fits together and return (table, key, why) of what is lost, told in the ledger too."""
    lost, there = [], {}
    for table in TABLES:
        kept = []
        for row in tables[table.name]:
            why = _misfit(table, row, there)
            if why:
                lost.append((table.name, key_of(table, row), why))
            else:
                kept.append(row)
        for start in range(0, len(kept), _BATCH):
            connection.execute(insert(table), kept[start : start + _BATCH])
        key = next(iter(table.primary_key)).name
        there[table.name] = {row[key] for row in kept}
    gone, untold = find_losses(connection)
    if gone["ledger"]:
        # entries that could not be read told of these rows
        for table, rows in untold:
            connection.execute(insert(ledger), adopted_entries(table, rows))
    if any(gone.values()):
        record_loss(connection, ledger, {name: sorted(keys) for name, keys in gone.items() if keys})
    known = {(name, key) for name, key, _ in lost}
    lost += [
        (name, key, "could not be read")
        for name, keys in gone.items()
        for key in sorted(keys)
        if (name, key) not in known and name != "ledger"
    ]
    return lost


def _misfit(table, row, there):
    """Return why a row cannot be kept, "" where it can."""
    for key in table.foreign_keys:
        named = row[key.parent.name]
        if named is not None and named not in there[key.column.table.name]:
            return f"names {named}, which is not there"
    if any(row[column.name] is None and not column.nullable for column in table.columns):
        return "is incomplete"
    if table.name == "withdrawals" and row["target_id"] not in there.get(row["kind"], ()):
        return f"withdraws {row['target_id']}, which is not there"
    return ""
