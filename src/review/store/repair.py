"""Repair: what can be mended in place, and what can be read of a damaged file, brought into a new one."""

import sqlite3
import tempfile
from contextlib import closing

import pandas as pd
from sqlalchemy import text

from review.store.connection import (
    DAMAGE,
    any_bytes,
    begin_reading,
    begin_writing,
    check_file,
    connect,
    locate,
    plain_errors,
)
from review.store.guards import missing_guards, restore_guards
from review.store.ledger import key_of
from review.store.migration import check_version, newest_version, version_of
from review.store.repair_reading import copy_of, open_tolerant, rows_of
from review.store.repair_rescue import apart_of, rescue
from review.store.repair_trust import CHANGED, Witness, sound_entries
from review.store.schema import TABLES, ledger
from review.store.times import utc_now

__all__ = ["examine", "repair"]

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
    found, rescued = [], False
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
        with plain_errors(place.name), begin_reading(engine) as connection, any_bytes(connection):
            check_version(place, version_of(connection))
            guards = missing_guards(connection)
            orphans = _orphans(connection)
            whole = version_of(connection) == newest_version()
    finally:
        engine.dispose()
    altered = _altered(place.path) if place.path is not None and whole else []
    if guards:
        found.append((f"rows can be changed or deleted in {', '.join(guards)}", "the guards are made anew"))
    if altered:
        rescued = True
        remedy = f"what can be trusted goes into {_new_name(place.path)}; this file stays as it is"
        found.append((f"{len(altered)} rows are not as they were written ({altered[0]})", remedy))
    if orphans and place.path is not None:
        rescued = True
        remedy = f"all rows but these go into {_new_name(place.path)}; this file stays as it is"
        found.append((f"{len(orphans)} rows name what is not there ({orphans[0]})", remedy))
    elif orphans:
        found.append(
            (f"{len(orphans)} rows name what is not there ({orphans[0]})", "merge a log that has it")
        )
    return _problems(found, rescued)


def repair(path_or_url, *, now=utc_now, clock_is_right=False):
    """Mend what `examine` finds, and return an account of the rows that are not as they were.

    Guards are made anew in place. Where a SQLite file is damaged, or rows in it point to nothing, what
    can be read is written to a new file beside it, and the original is not touched.

    Parameters
    ----------
    clock_is_right : bool
        Set apart rows whose time lies more than two days ahead of the clock; not given, it is asked.

    Returns
    -------
    DataFrame
        `table`, `key`, `why`: one row per row that was lost, set apart, healed, or kept although it was
        changed. `attrs["file"]` is the new file, `attrs["apart"]` the file of rows set apart; or None.

    Raises
    ------
    StoreError
        If nothing can be read of the file, or the new file is there already.
    Question
        If rows of a file to be rescued lie ahead of the clock: which is wrong, they or the clock?
    """
    place = locate(path_or_url)
    if examine(path_or_url).attrs["rescue"]:
        target = _new_name(place.path)
        return _account(rescue(place.path, target, now, clock_is_right), target)
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
    apart = apart_of(file) if file else None
    frame.attrs |= {"file": file, "apart": apart if apart and apart.exists() else None}
    return frame


def _new_name(path):
    return path.with_name(f"{path.stem}-repaired{path.suffix}")


def _damage(path):
    """Return what SQLite says is wrong with a file, "" where it is sound."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with closing(sqlite3.connect(copy_of(path, folder))) as connection:
                connection.text_factory = bytes
                (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
                said = said.decode("utf-8", "backslashreplace")
        except DAMAGE as error:
            said = str(error)
    return "" if said == "ok" else f"the file is damaged ({said.splitlines()[-1]})"


def _altered(path):
    """Return in words each row that the ledger contradicts, or of which it does not tell."""
    with closing(open_tolerant(path)) as connection:
        sound, broken = sound_entries(rows_of(connection, ledger))
        witness = Witness(sound)
        altered = [f"ledger {key_of(ledger, entry)} {CHANGED}" for entry in broken]
        for table in TABLES[:-1]:
            faults = ((row, witness.fault(table, row)) for row in rows_of(connection, table))
            altered += [f"{table.name} {key_of(table, row)}: {fault}" for row, fault in faults if fault]
    return altered


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
