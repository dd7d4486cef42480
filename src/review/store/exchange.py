"""Exchange: the union of two memories, one of them a log."""

from pathlib import Path

import pandas as pd
from sqlalchemy import insert, select
from sqlalchemy.exc import DataError, IntegrityError

from review.errors import SourceError, StoreError, place
from review.store.auditing import known_of, voices_of
from review.store.connection import lock_for_all
from review.store.imports import known_ids
from review.store.ledger import adopted_entries, digest_of, entry_contents, given_up, key_of
from review.store.log_files import read_log
from review.store.rules import meaning_of, outsider
from review.store.schema import POINTERS, TABLES, keys, ledger, records
from review.store.seen import readable
from review.store.signing import UNSIGNED

__all__ = ["merge_log", "missing_rows"]

_BATCH = 5_000
_LEDGER = "0003"  # the first schema with a ledger


def merge_log(connection, path, name, *, review=None, readers=None, signing=None):
    """Add the rows of a log that are not there yet; return how many by table, and what was set apart.

    Rows are told apart by their keys alone: to merge twice, or in another order, gives the same memory. Rows
    that cannot be what they say are left out and named under ``set apart``: of readers who may not judge so
    (`readers`, name to role, of all who are or were in the review), of others than whose log it is, unknown
    to the log's own ledger, not signed by a reader who signs (`signing`), or refused by the database
    (`review.store.rules`). Rows of a log from before there was a ledger are entered in it, by what they say
    alone.

    Raises
    ------
    SourceError
        Naming the line, if the file is no log, is cut off, is of a newer version, or was edited.
    StoreError
        If a judgement here and one in the log have the same id and say different things.
    """
    log = read_log(Path(path), review or {})
    told = _check_ledger(log)
    log.refuse_if_cut()
    for table in TABLES:
        for key, (_, row) in list(log.rows[table.name].items()):
            why = outsider(table, row, readers, log.teller)
            if why:
                log.set_apart(table, key, why)
    _check_voices(connection, log, told, signing, readers)
    lock_for_all(connection)
    _check_pointers(connection, log.rows, log.file)
    added = {}
    for table in TABLES:
        fresh = _fresh(connection, table, log.rows[table.name], name)
        added[table.name] = sum(
            _add(connection, table, fresh[start : start + _BATCH], log)
            for start in range(0, len(fresh), _BATCH)
        )
    _account_for(connection, log.apart, told)
    return added | ({"set apart": _told(log.apart)} if log.apart else {})


def _told(apart):
    """Return a sentence for each row set apart; of entries of the ledger, which follow rows, one a reader."""
    said = {}
    for table, row, why in apart:
        said.setdefault(("ledger", row["reader"]) if table is ledger else why, []).append(why)
    more = ["", "; so it is with {} more of these entries"]
    return [whys[0] + more[len(whys) > 1].format(len(whys) - 1) for whys in said.values()]


def _check_voices(connection, log, told, signing, readers):
    """Set apart the rows of a log that are not the word of a reader who signs."""
    there = connection.scalar(select(keys.c.id).limit(1)) or log.rows["keys"]
    if not there and not (signing and signing.pins):
        return
    rows = ((row, known_of(told, keys, row)) for _, row in log.rows["keys"].values())
    entries = {entry["digest"]: entry for _, entry in log.rows["ledger"].values()}
    voices = voices_of(connection, signing, readers, rows, entries)
    for table in TABLES[:-1]:
        for key, (_, row) in list(log.rows[table.name].items()):
            heard = known_of(told, table, row).get(digest_of(table.name, row), ())
            if why := voices.hear(table, row, heard):
                log.set_apart(table, key, why)


def _add(connection, table, keys, log):
    """Insert rows, set apart those that the database refuses, and return how many were taken in."""
    if not keys:
        return 0
    try:
        with connection.begin_nested():
            connection.execute(insert(table), [log.rows[table.name][key][1] for key in keys])
        return len(keys)
    except (IntegrityError, DataError) as error:
        if len(keys) == 1:
            log.set_apart(table, keys[0], meaning_of(error))
            return 0
    middle = len(keys) // 2
    return _add(connection, table, keys[:middle], log) + _add(connection, table, keys[middle:], log)


def _account_for(connection, apart, told):
    """Enter in the ledger which rows were set apart of which it tells, so that nobody misses them later."""
    lost = {}
    for table, row, _ in apart:
        if table is None:
            continue
        if table is ledger:
            lost.setdefault(table.name, set()).add(row["digest"])
        elif key_of(table, row) in told[table.name]:
            lost.setdefault(table.name, set()).add(key_of(table, row))
    entry = given_up(lost)
    there = select(ledger.c.entry_id).where(ledger.c.entry_id == entry["entry_id"])
    if lost and not connection.scalar(there):
        connection.execute(insert(ledger), [entry])


def missing_rows(connection, path, *, review=None):
    """Return the rows of a log that are not here, or not as the log has them: `table`, `key`, `fault`."""
    log = read_log(Path(path), review or {})
    log.refuse_if_cut()
    missing = []
    for table in TABLES:
        here = {}
        kept = select(readable(connection, table)).execution_options(yield_per=_BATCH)
        for row in connection.execute(kept).mappings():
            here[key_of(table, row)] = digest_of(table.name, row)
        for _, row in log.rows[table.name].values():
            found = here.get(key_of(table, row))
            if found != digest_of(table.name, row):
                missing.append(
                    (table.name, key_of(table, row), "is gone" if found is None else "was changed")
                )
    return pd.DataFrame(missing, columns=["table", "key", "fault"], dtype="str")


def _check_ledger(log):
    """Refuse rows that differ from what the log's own ledger says, and set apart those of which it is silent.

    Of a log from before there was a ledger the rows are entered. Returns what it tells, for `known_of`.
    """
    told = {table.name: {} for table in TABLES}
    for key, (number, entry) in list(log.rows["ledger"].items()):
        try:
            contents = entry_contents(entry, place(log.file, line=number))
        except (ValueError, SourceError) as error:
            log.set_apart(ledger, key, str(error))
            continue
        for table, digests in contents.items() if entry["kind"] != "repair" else ():
            for each, digest in digests.items():
                told[table].setdefault(each, set()).add((digest, entry["reader"], entry["digest"]))
    for table in TABLES[:-1]:
        untold = []
        for key, (number, row) in list(log.rows[table.name].items()):
            digests = known_of(told, table, row)
            if not digests and log.schema >= _LEDGER:
                log.set_apart(table, key, "is in no entry of its reader in the log's own ledger")
            elif not digests:
                untold.append(row)
            elif digest_of(table.name, row) not in digests and log.whole:
                # so it was where the log was written, as `verify` says there
                log.set_apart(table, key, "was changed after it was written")
            elif digest_of(table.name, row) not in digests:
                raise SourceError(
                    f"{place(log.file, line=number)}: this row of {table.name} was changed after it was "
                    "written; nothing was merged, ask for an unedited log"
                )
        untold.sort(key=lambda row, table=table: key_of(table, row))
        for start in range(0, len(untold), _BATCH):
            for entry in adopted_entries(table, untold[start : start + _BATCH]):
                log.rows["ledger"][(entry["entry_id"],)] = (0, entry | UNSIGNED)
    return told


def _check_pointers(connection, rows, file):
    named = {}
    for table in TABLES:
        for number, row in rows[table.name].values():
            for column in table.columns:
                if column.name in POINTERS and table is not records and row[column.name]:
                    named.setdefault(row[column.name], number)
    here = {key[0] for key in rows["records"]}
    lost = sorted((number, name) for name, number in named.items() if name not in here)
    lost_here = known_ids(connection, (name for _, name in lost))
    for number, name in lost:
        if name not in lost_here:
            raise SourceError(f"{place(file, line=number)}: names record {name}, which nobody imported")


def _fresh(connection, table, rows, name):
    """Return the keys of the rows that are not in the database."""
    keys = [column.name for column in table.primary_key]
    first = next(iter(table.primary_key))
    identifiers = list({key[0] for key in rows})
    source = readable(connection, table)
    # of a record what was first read counts: a newer version may read more out of the same entry
    columns = [source.c[name] for name in (keys if table is records else table.columns.keys())]
    found = {}
    for start in range(0, len(identifiers), _BATCH):
        asked = source.c[first.name].in_(identifiers[start : start + _BATCH])
        for row in connection.execute(select(*columns).where(asked)).mappings():
            found[tuple(row[key] for key in keys)] = dict(row)
    for key, (_, row) in rows.items():
        if key in found and found[key] != {column: row[column] for column in found[key]}:
            raise StoreError(
                f"{name}: the row {key_of(table, row)} of {table.name} is here and in the log, and they "
                "differ; one of them was edited by hand, nothing was merged"
            )
    return [key for key in rows if key not in found]
