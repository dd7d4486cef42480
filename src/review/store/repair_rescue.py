"""Rescue: what can be trusted of a damaged file goes into a new one, all other rows into a file beside it."""

import json
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import timedelta

from sqlalchemy import Boolean, Double, Integer, insert
from sqlalchemy.exc import SQLAlchemyError

from review.errors import Question, StoreError
from review.store.auditing import find_losses
from review.store.ledger import SOURCES, adopted_entries, key_of, record_loss
from review.store.repair_reading import copy_of, digests_in, read_tables
from review.store.repair_trust import CHANGED, Witness, heal, sound_entries
from review.store.rules import meaning_of
from review.store.schema import TABLES, ledger
from review.store.store import Store
from review.store.times import is_time, to_text, utc_now

__all__ = ["apart_of", "rescue"]

LAST = "2100"
"""Later times no clock that was set wrong has told."""
_BATCH = 5_000
_JSON = {"account": '{"lines": {}}', "raw": "[]", "origins": "{}"}
_BLANK = {
    "imports": {"account": _JSON["account"], "at": "", "n_records": 0},
    "records": {"raw": _JSON["raw"], "year": None},
    "sightings": {"position": 0, "first_line": 0, "last_line": 0},
}
"""What a changed row that others are about may hold where what it holds is refused."""
_LOST = "could not be read"


def rescue(path, target, now, clock_is_right=False):
    """Write what can be trusted of the file at `path` to a new one at `target`; see `review.store.repair`.

    Returns
    -------
    list of (str, str, str)
        Table, key, and what became of it, of each row that was lost, set apart, healed, or kept although
        it was changed.
    """
    aside = apart_of(target)
    for there in (target, aside):
        if there.exists():
            raise StoreError(f"{there} is there already from an earlier repair; move it away and try again")
    unfinished = target.with_name(f"{target.name}.unfinished")
    for left in target.parent.glob(f"{unfinished.name}*"):
        left.unlink()
    try:
        with tempfile.TemporaryDirectory() as folder:
            copy = copy_of(path, folder)
            tables, unreadable = read_tables(copy, path)
            if not clock_is_right:
                _ask_about_clock(path, tables)
            sorting = Sorting(tables, copy)
        with Store.open(unfinished, now=now) as store, store._writing() as connection:
            told = sorting.fill(connection)
        if unreadable["ledger"]:
            told.append(("ledger", "", f"{_LOST} in {unreadable['ledger']} places"))
        with closing(sqlite3.connect(unfinished)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")  # one file, ready to be moved
        if sorting.apart:
            _write_apart(aside, sorting.apart)
        unfinished.rename(target)
    finally:
        for left in target.parent.glob(f"{unfinished.name}*"):
            left.unlink()
    return told


def _ask_about_clock(path, tables):
    """Raise Question where rows would be set apart for nothing but a time ahead of this computer's clock."""
    last = to_text(utc_now() + timedelta(days=2))  # as the database's rule has it
    ahead = [
        f"{table.name} {key_of(table, row)} ({row['reader']}) of {row['at']}"
        for table in TABLES
        for row in (tables[table.name] if "at" in table.c else ())
        if is_time(row["at"]) and last < row["at"] < LAST
    ]
    if ahead:
        raise Question(
            f"{path}: {len(ahead)} rows lie more than two days ahead of the clock ({to_text(utc_now())})",
            ahead,
            "set the clock right and try again; if it is right, say --clock-is-right to set these rows apart",
        )


def apart_of(path):
    """Return the file of what was set apart, beside a repaired one."""
    return path.with_name(f"{path.stem}-apart.jsonl")


def _write_apart(path, rows):
    """Write rows as JSON Lines, each with its table and why it is here; stray bytes can be seen."""
    path.touch(mode=0o600)
    with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        for table, row, why in rows:
            said = {"table": table.name, "why": why, **row}
            file.write(json.dumps(said, ensure_ascii=False, default=repr) + "\n")


class Sorting:
    """The rows of a damaged file, each trusted, healed, kept although changed, or set apart."""

    def __init__(self, tables, file):
        sound, broken = sound_entries(tables["ledger"])
        self.tables = tables | {"ledger": sound}
        self.witness = Witness(sound, digests_in(file, broken))
        self.apart = [(ledger, entry, CHANGED) for entry in broken]
        self.told = [("ledger", key_of(ledger, entry), f"{CHANGED}; set apart") for entry in broken]
        self.doubted = set()
        self.kept = {}  # keys by table
        self.missed = set()  # tables and keys that rows name and that are not there
        self.there = {}  # what rows of other tables may name, by table

    def fill(self, connection):
        """Insert what can be kept and return (table, key, what became of it) of all else."""
        for table in TABLES:
            self._keep(connection, table, list(self._sound(table)))
        self._account_for_losses(connection)
        return self.told

    def _sound(self, table):
        """Yield the rows of a table that fit and can be trusted; name the others."""
        faulty = []
        for row in self.tables[table.name]:
            fault = "" if table is ledger else self.witness.fault(table, row)
            if fault:
                faulty.append((row, fault))
            else:
                yield row
        wanted = self.witness.missed(table, self.tables[table.name]) if faulty else set()
        healed = heal(table, faulty, wanted)
        for (row, fault), mended in zip(faulty, healed, strict=True):
            if mended:
                self._tell(table, mended, "a byte of it was changed; it is again as it was written")
                yield mended
            elif table.name in SOURCES and (legible := _legible(table, row)):
                self._tell(table, row, f"{fault}; kept, as other rows are about it")
                self.doubted.add((table.name, key_of(table, legible)))
                self.apart.append((table, row, fault))
                yield legible
            else:
                self._set_apart(table, row, fault)

    def _keep(self, connection, table, rows):
        (key, *_), kept, seen = table.primary_key, [], set()
        for row in rows:
            name = key_of(table, row)
            named = _missing(table, row, self.there)
            why = "is there twice" if name in seen else _misfit(table, row, named)
            if why:
                self.missed |= set(named)
                self._set_apart(table, row, why)
            else:
                kept.append(row)
                seen.add(name)
        there = []
        for start in range(0, len(kept), _BATCH):
            there += self._insert(connection, table, kept[start : start + _BATCH])
        self.kept[table.name] = {key_of(table, row) for row in there}
        self.there[table.name] = {row[key.name] for row in there}

    def _insert(self, connection, table, rows):
        """Insert rows and return them; those that the database refuses are set apart."""
        try:
            with connection.begin_nested():
                connection.execute(insert(table), rows)
            return rows
        except (SQLAlchemyError, ValueError, OverflowError) as error:
            if len(rows) == 1:
                return self._insert_less(connection, table, rows[0], meaning_of(error))
        halves = rows[: len(rows) // 2], rows[len(rows) // 2 :]
        return [row for half in halves for row in self._insert(connection, table, half)]

    def _insert_less(self, connection, table, row, why):
        """Insert a row that others are about without what the database refuses; set any other row apart."""
        doubted = (table.name, key_of(table, row)) in self.doubted
        for less in _less(table, row) if table.name in SOURCES else ():
            with suppress(SQLAlchemyError, ValueError, OverflowError), connection.begin_nested():
                connection.execute(insert(table), [less])
                if not doubted:
                    self._tell(table, row, f"{why}; kept without that, as other rows are about it")
                    self.apart.append((table, row, why))
                return [less]
        self._set_apart(table, row, why)
        return []

    def _account_for_losses(self, connection):
        """Name what the ledger tells of and is not there, and tell it in the ledger too."""
        gone, untold = find_losses(connection)
        for table, rows in untold:  # entries that cannot be read told of these
            known = [row for row in rows if (table.name, key_of(table, row)) not in self.doubted]
            if known:
                connection.execute(insert(ledger), adopted_entries(table, known))
        if any(gone.values()):
            record_loss(connection, ledger, {name: sorted(keys) for name, keys in gone.items() if keys})
        known = {(name, key) for name, key, _ in self.told}
        lost = [(name, key) for name, keys in gone.items() for key in sorted(keys) if name != "ledger"]
        lost += sorted(self.missed - {*lost})
        named = {key for _, key in known} | {key for _, key in lost}.union(*self.kept.values())
        # of these only an entry told that cannot be read itself
        lost += [("unknown", key) for key in sorted({*self.witness.elsewhere.values()} - named)]
        self.told += [(name, key, _LOST) for name, key in lost if (name, key) not in known]

    def _set_apart(self, table, row, why):
        self.apart.append((table, row, why))
        self._tell(table, row, f"{why}; set apart")

    def _tell(self, table, row, what):
        key = key_of(table, row).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        self.told.append((table.name, key, what))


def _legible(table, row):
    """Return a row that the program can read although it was changed, or None.

    What is not UTF-8 becomes U+FFFD, and what should be JSON and is not becomes empty.
    """
    kept = {}
    for column in table.columns:
        value = row[column.name]
        if isinstance(value, str):
            value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            value = _JSON.get(column.name, value) if column.name in _JSON and not _is_json(value) else value
        if not _fits(column, value):
            value = _BLANK[table.name].get(column.name)
        if not _fits(column, value):
            return None
        kept[column.name] = value
    return kept


def _less(table, row):
    """Yield a row without one value that a rule may forbid, and at last without any of them."""
    blank = _BLANK[table.name]
    yield from (row | {name: value} for name, value in blank.items())
    yield row | blank


def _is_json(text):
    try:
        return isinstance(json.loads(text), (dict, list))
    except ValueError:
        return False


def _fits(column, value):
    if value is None:
        return column.nullable
    number = isinstance(column.type, (Integer, Double, Boolean))
    return isinstance(value, (int, float)) if number else isinstance(value, str) and "\0" not in value


def _missing(table, row, there):
    """Return table and key of what a row names that is not there."""
    named = [(key.column.table.name, row[key.parent.name]) for key in table.foreign_keys]
    named += [(row["kind"], row["target_id"])] if table.name == "withdrawals" else []
    return [(name, key) for name, key in named if key is not None and key not in there.get(name, ())]


def _misfit(table, row, missing):
    """Return why a row cannot be kept, "" where it can."""
    if missing:
        return f"names {missing[0][1]}, which is not there"
    if any(row[column.name] is None and not column.nullable for column in table.columns):
        return "is incomplete"
    return ""
