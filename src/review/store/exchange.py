"""Exchange: the whole memory as JSON Lines, and the union of two memories."""

import json
import os
from pathlib import Path

import pandas as pd
from sqlalchemy import Boolean, Double, Integer, insert, literal, or_, select, true

from review.errors import SourceError, StoreError, place
from review.evidence import KINDS
from review.store.connection import lock_for_all
from review.store.imports import known_ids
from review.store.ledger import adopted_entries, digest_of, entry_contents, key_of
from review.store.migration import newest_version
from review.store.schema import POINTERS, TABLES, records, sightings
from review.store.values import unfit_character

__all__ = ["merge_log", "missing_rows", "write_log"]

_BATCH = 5_000
_BY_NAME = {table.name: table for table in TABLES}
BLIND = tuple(kind.name for kind in KINDS.values() if kind.blind)


def write_log(connection, path, *, review=None, reader="", tables=TABLES, version=None):
    """Write the memory to `path`, one JSON object per line, and return how many rows.

    The first line says what the file is; then each table follows those it points to, in the order of
    its keys, so that the same memory always gives the same file.

    Parameters
    ----------
    review : dict, optional
        `id` and `title` of the review, so that the log is not merged into another.
    reader : str, optional
        Leave out what other readers judged blind, so that the log can be handed to them.
    tables, version : optional
        Of a database that an older version wrote.
    """
    path = Path(path)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    n_rows = 0
    try:
        with open(unfinished, "w", encoding="utf-8", newline="\n") as file:
            header = {"review_log": 1, "schema": version or newest_version(), "review": review or {}}
            file.write(json.dumps(header | {"reader": reader}, ensure_ascii=False) + "\n")
            for table in tables:
                ordered = select(table).order_by(*table.primary_key.columns).where(_shown(table, reader))
                for row in connection.execute(ordered.execution_options(yield_per=_BATCH)).mappings():
                    file.write(json.dumps({"table": table.name, **row}, ensure_ascii=False) + "\n")
                    n_rows += 1
        os.replace(unfinished, path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise StoreError(f"{path} cannot be written ({error.strerror}); choose another place") from error
    return n_rows


def _shown(table, reader):
    """Return the condition that leaves out what others judged blind."""
    if not reader:
        return true()
    kind = table.c.kind if table.name in ("withdrawals", "ledger") else literal(table.name)
    return or_(kind.not_in(BLIND), table.c.reader == reader) if "reader" in table.c else true()


def merge_log(connection, path, name, *, review=None):
    """Add the rows of a log that are not there yet, all or none; return how many by table.

    Rows are told apart by their ids alone: to merge twice, or in another order, gives the same memory.
    Rows of which no ledger in the log tells are entered in the ledger, by what they say alone.

    Raises
    ------
    SourceError
        Naming the line, if the file is no log, is of a newer version, or a row does not fit.
    StoreError
        If a judgement here and one in the log have the same id and say different things.
    """
    rows = _read_log(Path(path), review or {})
    _check_ledger(Path(path).name, rows)
    lock_for_all(connection)
    _check_pointers(connection, rows, Path(path).name)
    added = {}
    for table in TABLES:
        fresh = _fresh(connection, table, rows[table.name], name)
        for start in range(0, len(fresh), _BATCH):
            connection.execute(insert(table), fresh[start : start + _BATCH])
        added[table.name] = len(fresh)
    return added


def missing_rows(connection, path, *, review=None):
    """Return the rows of a log that are not here, or not as the log has them: `table`, `key`, `fault`."""
    rows = _read_log(Path(path), review or {})
    missing = []
    for table in TABLES:
        here = {}
        for row in connection.execute(select(table).execution_options(yield_per=_BATCH)).mappings():
            here[key_of(table, row)] = digest_of(table.name, row)
        for _, row in rows[table.name].values():
            found = here.get(key_of(table, row))
            if found != digest_of(table.name, row):
                missing.append(
                    (table.name, key_of(table, row), "is gone" if found is None else "was changed")
                )
    return pd.DataFrame(missing, columns=["table", "key", "fault"], dtype="str")


def _check_ledger(file, rows):
    """Refuse rows that differ from what the log's own ledger says; enter those of which it does not tell."""
    told = {}
    for number, entry in rows["ledger"].values():
        for table, digests in entry_contents(entry, place(file, line=number)).items():
            for key, digest in digests.items():
                told.setdefault((table, key), set()).add(digest)
    for table in TABLES[:-1]:
        untold = []
        for number, row in rows[table.name].values():
            digests = told.get((table.name, key_of(table, row)))
            if digests is None:
                untold.append(row)
            elif digest_of(table.name, row) not in digests:
                raise SourceError(
                    f"{place(file, line=number)}: this row of {table.name} was changed after it was written; "
                    "nothing was merged, ask for an unedited log"
                )
        untold.sort(key=lambda row, table=table: key_of(table, row))
        for start in range(0, len(untold), _BATCH):
            for entry in adopted_entries(table, untold[start : start + _BATCH]):
                rows["ledger"][(entry["entry_id"],)] = (0, entry)


def _read_log(path, review):
    rows = {name: {} for name in _BY_NAME}
    try:
        with open(path, encoding="utf-8") as file:
            _check_header(path, file.readline(), review)
            for number, line in enumerate(file, start=2):
                table, row = _read_row(place(path.name, line=number), line)
                # the line number travels with the row, for messages; the last line of an id stands
                rows[table.name][tuple(row[key.name] for key in table.primary_key)] = (number, row)
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise SourceError(f"{path.name} is not UTF-8 text; give a file that review wrote as a log") from None
    return rows


def _check_header(path, line, review):
    try:
        header = json.loads(line)
        version = header["schema"] if header["review_log"] == 1 else None
        other = dict(header.get("review", {}))
    except (ValueError, TypeError, KeyError):
        version = None
    if not isinstance(version, str):
        raise SourceError(f"{place(path.name, line=1)}: expected the first line of a log of review")
    if version > newest_version():
        raise SourceError(
            f"{path.name} was written by a newer version of review (schema {version}, this version knows "
            f"{newest_version()}); update with: pip install --upgrade review"
        )
    if other.get("id") and review.get("id") and other["id"] != review["id"]:
        raise SourceError(
            f"{path.name} belongs to the review {other.get('title', '')!r} (id {other['id']}), and this "
            f"one is {review.get('title', '')!r} (id {review['id']}); nothing was merged. Should they be "
            "the same review, put the same id under [review] in both review.toml"
        )


def _read_row(where, line):
    try:
        row = json.loads(line)
        table = _BY_NAME[row.pop("table")]
    except (ValueError, TypeError, AttributeError, KeyError):
        raise SourceError(f"{where}: expected one row of a log; the file is cut off or was edited") from None
    unknown = [column for column in row if column not in table.c]
    if unknown:
        raise SourceError(f"{where}, column {unknown[0]}: {table.name} have no such column")
    return table, {column.name: _cell(where, column, row.get(column.name)) for column in table.columns}


def _cell(where, column, value):
    expected = {Boolean: (bool,), Integer: (int,), Double: (int, float)}.get(type(column.type), (str,))
    if value is None and not column.nullable and str in expected and not column.primary_key:
        return ""  # a column that the log's older version did not have
    fits = (value is None and column.nullable) or type(value) in expected
    if not fits or (isinstance(value, str) and unfit_character(value)):
        raise SourceError(f"{where}, column {column.name}: {value!r} does not fit")
    return float(value) if isinstance(column.type, Double) and value is not None else value


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
    """Return the rows that are not in the database."""
    key = next(iter(table.primary_key))  # sightings come and go with their import: its id tells
    identifiers = list({row[key.name] for _, row in rows.values()})
    columns = [key] if table in (records, sightings) else list(table.columns)
    found = {}
    for start in range(0, len(identifiers), _BATCH):
        asked = key.in_(identifiers[start : start + _BATCH])
        for row in connection.execute(select(*columns).where(asked).distinct()).mappings():
            found[row[key.name]] = dict(row)
    fresh = []
    for _, row in rows.values():
        if row[key.name] not in found:
            fresh.append(row)
        elif len(columns) > 1 and found[row[key.name]] != row:
            raise StoreError(
                f"{name}: the row {row[key.name]} of {table.name} is here and in the log, and they differ; "
                "one of them was edited by hand, nothing was merged"
            )
    return fresh
