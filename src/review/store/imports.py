"""Imports: which file brought which records, and the records themselves, each kept once.

An import that was taken back (a row of `withdrawals`) is not among the imports, and what it alone held is not
among the records; the same file imported again is a new import, and its records are what they were.
"""

import json

import pandas as pd
from sqlalchemy import bindparam, exists, func, insert, or_, select

from review.errors import SourceError, UsageError, place
from review.records import RECORD_COLUMNS
from review.store.connection import lock_for_all
from review.store.frames import frame_of
from review.store.ledger import record_rows
from review.store.schema import SEEN_COLUMNS, imports, ledger, records, sightings, withdrawals
from review.store.seen import readable
from review.store.values import unfit_character

__all__ = ["add_import", "count_seen", "gone_records", "insert_rows", "known_ids", "read_imports",
           "read_records", "read_sightings", "take_back"]  # fmt: skip

_BATCH = 5_000  # rows sent or ids asked for at once; databases limit how many

# made once: it is asked with every judgement
_KNOWN = select(records.c.record_id).where(records.c.record_id.in_(bindparam("ids", expanding=True)))

# where each column of a record that belongs to its sighting is kept
_SEEN = {"source_file": imports.c.file_name, **{name: sightings.c[name] for name in SEEN_COLUMNS}}


def add_import(connection, export, described):
    """Store an export and return what was new in it; the same file a second time changes nothing.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction that writes.
    export : review.formats.Stream or Export
        A stream is read here, some records at a time, so that the size of the file does not matter.
    described : dict
        `import_id`, `at`, `reader`, `searched_on`, `search`.

    Returns
    -------
    dict
        `import_id`, `records`, `new`, `known` (seen in an earlier import) and `already_imported`.
    """
    lock_for_all(connection)
    same = select(imports).where(imports.c.sha256 == export.sha256, _stands(connection))
    rows = connection.execute(same.order_by(imports.c.at, imports.c.import_id))
    earlier = next((row for row in rows if _is_account(row.account)), None)
    if earlier:
        return _counts(earlier.import_id, earlier.n_records, new=0, already_imported=True)
    seen, ids, n_new = [], set(), 0
    for frame in export.batches():
        _check(export, frame, ids)
        ids.update(frame["record_id"])
        fresh = ~frame["record_id"].isin(known_ids(connection, frame["record_id"]))
        insert_rows(connection, records, _rows(frame.loc[fresh, [column.name for column in records.columns]]))
        seen.append(frame[["record_id", *SEEN_COLUMNS]])
        n_new += int(fresh.sum())
    insert_rows(connection, imports, [_describe(export, len(ids), described)])
    if seen:
        seen = pd.concat(seen, ignore_index=True)
        seen["database"] = export.shared_database or seen["database"]
        seen = seen.assign(import_id=described["import_id"], position=range(1, len(seen) + 1))
        insert_rows(connection, sightings, _rows(seen))
    return _counts(described["import_id"], len(ids), new=n_new, already_imported=False)


def known_ids(connection, ids):
    """Return which of the record ids are in the database, as a set."""
    ids = list(ids)
    found = set()
    for start in range(0, len(ids), _BATCH):
        found.update(connection.execute(_KNOWN, {"ids": ids[start : start + _BATCH]}).scalars())
    return found


def insert_rows(connection, table, rows):
    """Insert dictionaries, many at a time, and enter them in the ledger."""
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        connection.execute(insert(table), batch)
        record_rows(connection, ledger, table, batch)


def read_imports(connection):
    """Return the imports, oldest first; of a file that two stores imported before they merged, the first."""
    query = select(imports).where(_stands(connection)).order_by(imports.c.at, imports.c.import_id)
    rows = connection.execute(query).all()
    # an import without the account that every reader of it asks for is none; `verify` names it
    frame = frame_of([row for row in rows if _is_account(row.account)], imports.columns)
    return frame.drop_duplicates("sha256").reset_index(drop=True)


def _is_account(said):
    try:
        return isinstance(json.loads(said)["lines"], dict)
    except (ValueError, TypeError, KeyError):
        return False


def read_sightings(connection):
    """Return which import held which record, in the order of imports and of records within them."""
    rows = []
    for import_id in read_imports(connection)["import_id"]:
        rows += _sightings_of(connection, import_id, sightings.columns)
    return frame_of(rows, sightings.columns)


def _stands(connection):
    back = readable(connection, withdrawals)
    return ~exists().where(back.c.kind == "imports", back.c.target_id == imports.c.import_id)


def take_back(connection, sha256, described):
    """Withdraw every import of a file; `described` gives `id`, `reader`, `at` and `note` of each row."""
    lock_for_all(connection)
    query = select(imports.c.import_id).where(imports.c.sha256 == sha256, _stands(connection))
    rows = [{"kind": "imports", "target_id": each} | described() for each in connection.scalars(query)]
    if not rows:
        raise UsageError("this file is not imported, or was taken back already; nothing was withdrawn")
    insert_rows(connection, withdrawals, rows)


def gone_records(connection):
    """Return the records that only imports held which were taken back, as a set."""
    back = readable(connection, withdrawals)
    if not connection.scalar(select(exists().where(back.c.kind == "imports"))):
        return set()
    standing = select(sightings.c.record_id).join(imports).where(_stands(connection))
    return set(connection.scalars(select(records.c.record_id).where(records.c.record_id.not_in(standing))))


def count_seen(connection, import_ids):
    """Return how many different records the imports held."""
    query = select(func.count(sightings.c.record_id.distinct()))
    return connection.execute(query.where(sightings.c.import_id.in_(import_ids))).scalar()


def read_records(connection, columns=None, raw_holds=()):
    """Return the records in the order of first sighting, with `RECORD_COLUMNS` or those asked for; all of
    them, or those whose raw record holds one of some texts."""
    columns = list(RECORD_COLUMNS if columns is None else columns)
    unknown = [column for column in columns if column not in RECORD_COLUMNS]
    if unknown:
        raise UsageError(f"records have no column {unknown[0]}; they have {', '.join(RECORD_COLUMNS)}")
    of_record = [records.c[name] for name in columns if name in records.c]
    of_sighting = [_SEEN[name] for name in columns if name in _SEEN]
    seen = _first_sightings(connection, of_sighting)
    query = select(records.c.record_id, *(column.label(f"_{column.name}") for column in of_record))
    if raw_holds:
        query = query.where(or_(*(records.c.raw.icontains(text, autoescape=True) for text in raw_holds)))
    content = {row[0]: row[1:] for row in connection.execute(query)}
    rows = [(*content[identifier], *place) for identifier, place in seen.items() if identifier in content]
    return frame_of(rows, [*of_record, *of_sighting]).rename(columns={"file_name": "source_file"})[columns]


def _first_sightings(connection, columns):
    """Return, by record id in order, the values of `columns` where the record was first seen."""
    first = {}
    for import_id in read_imports(connection)["import_id"]:
        for row in _sightings_of(connection, import_id, [sightings.c.record_id, *columns]):
            first.setdefault(row[0], row[1:])
    return first


def _sightings_of(connection, import_id, columns):
    query = select(*columns).join_from(sightings, imports).where(sightings.c.import_id == import_id)
    return connection.execute(query.order_by(sightings.c.position)).all()


def _check(export, frame, earlier):
    """Refuse texts that a database cannot keep, and ids that another entry of the file has."""
    twice = frame["record_id"].duplicated() | frame["record_id"].isin(earlier)
    if twice.any():
        raise SourceError(
            f"{place(export.name, line=frame.loc[twice, 'first_line'].iloc[0])}: two entries have "
            f"the same id {frame.loc[twice, 'record_id'].iloc[0]}; nothing was imported"
        )
    for column in frame.select_dtypes("str"):
        for position, text in enumerate(frame[column].to_list()):
            if unfit_character(text):
                where = place(export.name, line=frame["first_line"].iloc[position], column=column)
                raise SourceError(
                    f"{where}: expected text, found a character that a database cannot keep "
                    "(NUL or half a surrogate pair); remove it, or export again as UTF-8"
                )


def _describe(export, n_records, described):
    return {
        "file_name": export.name,
        "sha256": export.sha256,
        "format": export.format,
        "encoding": export.encoding,
        "database": export.database,
        "n_records": n_records,
        "account": json.dumps(export.account.as_dict(), ensure_ascii=False),
        **described,
    }


def _counts(import_id, n_records, *, new, already_imported):
    return {
        "import_id": import_id,
        "records": n_records,
        "new": new,
        "known": n_records - new,
        "already_imported": already_imported,
    }


def _rows(frame):
    frame = frame.astype({"year": "object"}) if "year" in frame else frame
    rows = frame.to_dict("records")
    for row in rows:
        if "year" in row and row["year"] is not None:
            row["year"] = int(row["year"]) if row["year"] == row["year"] else None
    return rows
