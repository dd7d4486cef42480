"""Imports: which file brought which records, and the records themselves, each kept once."""

import json

from sqlalchemy import insert, select

from review.errors import SourceError, UsageError, place
from review.records import RECORD_COLUMNS
from review.store.connection import lock_for_all
from review.store.frames import frame_of
from review.store.schema import imports, records, sightings
from review.store.values import unfit_character

__all__ = ["add_import", "insert_rows", "known_ids", "read_imports", "read_records", "read_sightings"]

_BATCH = 5_000  # rows sent or ids asked for at once; databases limit how many


def add_import(connection, export, described):
    """Store an export and return what was new in it; the same file a second time changes nothing.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction that writes.
    export : review.formats.Export
    described : dict
        `import_id`, `at`, `reader`, `searched_on`, `search`.

    Returns
    -------
    dict
        `import_id`, `records`, `new`, `known` (seen in an earlier import) and `already_imported`.
    """
    lock_for_all(connection)
    earlier = connection.execute(
        select(imports.c.import_id, imports.c.n_records)
        .where(imports.c.sha256 == export.sha256)
        .order_by(imports.c.at, imports.c.import_id)
    ).first()
    if earlier:
        return _counts(earlier.import_id, earlier.n_records, new=0, already_imported=True)
    frame = _checked(export)
    ids = frame["record_id"].to_list()
    fresh = ~frame["record_id"].isin(known_ids(connection, ids))
    insert_rows(connection, imports, [_describe(export, len(frame), described)])
    insert_rows(connection, records, _rows(frame.loc[fresh, [column.name for column in records.columns]]))
    seen = frame[["record_id", "database", "first_line", "last_line"]].assign(
        import_id=described["import_id"], position=range(1, len(frame) + 1)
    )
    insert_rows(connection, sightings, _rows(seen))
    return _counts(described["import_id"], len(frame), new=int(fresh.sum()), already_imported=False)


def known_ids(connection, ids):
    """Return which of the record ids are in the database, as a set."""
    ids = list(ids)
    found = set()
    for start in range(0, len(ids), _BATCH):
        asked = records.c.record_id.in_(ids[start : start + _BATCH])
        found.update(connection.execute(select(records.c.record_id).where(asked)).scalars())
    return found


def insert_rows(connection, table, rows):
    """Insert dictionaries, many at a time."""
    for start in range(0, len(rows), _BATCH):
        connection.execute(insert(table), rows[start : start + _BATCH])


def read_imports(connection):
    """Return the imports, oldest first; of a file that two stores imported before they merged, the first."""
    rows = connection.execute(select(imports).order_by(imports.c.at, imports.c.import_id)).all()
    frame = frame_of(rows, imports.columns)
    return frame.drop_duplicates("sha256").reset_index(drop=True)


def read_sightings(connection):
    """Return which import held which record, in the order of imports and of records within them."""
    order = read_imports(connection)["import_id"]
    frame = frame_of(connection.execute(select(sightings)).all(), sightings.columns)
    rank = frame["import_id"].map({name: number for number, name in enumerate(order)})
    frame = frame[rank.notna()].assign(rank=rank)
    return frame.sort_values(["rank", "position"]).drop(columns="rank").reset_index(drop=True)


def read_records(connection, columns=None):
    """Return the records in the order of first sighting, with `RECORD_COLUMNS` or those asked for."""
    columns = list(RECORD_COLUMNS if columns is None else columns)
    unknown = [column for column in columns if column not in RECORD_COLUMNS]
    if unknown:
        raise UsageError(f"records have no column {unknown[0]}; they have {', '.join(RECORD_COLUMNS)}")
    seen = read_sightings(connection).drop_duplicates("record_id")
    names = read_imports(connection).set_index("import_id")["file_name"]
    seen = seen.assign(source_file=seen["import_id"].map(names).astype("str")).set_index("record_id")
    wanted = [records.c[name] for name in columns if name in records.c and name != "record_id"]
    wanted = [records.c.record_id, *wanted]
    frame = frame_of(connection.execute(select(*wanted)).all(), wanted).set_index("record_id")
    frame = frame.join(seen[[name for name in columns if name in seen]])
    return frame.reindex(seen.index).reset_index()[columns]


def _checked(export):
    frame = export.records
    twice = frame["record_id"].duplicated()
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
    return frame


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
