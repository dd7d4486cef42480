"""Verification: does the database still hold what was written, and do its parts fit together."""

import pandas as pd
from sqlalchemy import exists, func, select, text

from review.evidence import KINDS
from review.store.auditing import check_ledger, named
from review.store.connection import any_bytes
from review.store.guards import missing_guards
from review.store.migration import newest_version, version_of
from review.store.rules import broken, outsider
from review.store.schema import JUDGEMENTS, TABLES, imports, keys, records, sightings, withdrawals
from review.store.seen import count_rows, readable

__all__ = ["verify"]


def verify(connection, readers=None, signing=None):
    """Return a frame with one row per check: `check`, `ok` (True or False), `detail`.

    Only reads; each check's detail says what was counted or names the first rows that do not fit. With
    `readers` (name to role, of all who are or were in the review) it also says who judged what they may not,
    and by `signing` of each reader who signs which rows are that reader's word.
    Text that is not UTF-8 stops no check: it is read as what it is not, and its row named.
    """
    with any_bytes(connection):
        checks = _checks(connection, readers, signing)
    return pd.DataFrame(checks, columns=["check", "ok", "detail"]).astype(
        {"check": "str", "ok": "bool", "detail": "str"}
    )


def _checks(connection, readers, signing):
    return [
        ("schema", *_schema(connection)),
        ("guards", *_guards(connection)),
        ("file", *_file(connection)),
        ("record links", *_foreign_keys(connection)),
        ("import sums", *_import_sums(connection)),
        ("records were seen", *_unseen_records(connection)),
        *((kind.name, *_judgements(connection, kind)) for kind in KINDS.values()),
        *((table.name, *_rows(connection, table)) for table in TABLES[:-1] if table.name not in KINDS),
        ("readers", *_outsiders(connection, readers)),
        ("ledger entries", *_rows(connection, TABLES[-1])),
        *check_ledger(connection, signing, readers),
    ]


def _schema(connection):
    found, expected = version_of(connection), newest_version()
    return found == expected, f"version {found} of {expected}"


def _guards(connection):
    # what refuses UPDATE and DELETE: gone if someone has worked around it
    open_tables = missing_guards(connection)
    if open_tables:
        return False, f"rows can be changed or deleted in {', '.join(open_tables)}"
    return True, f"{len(TABLES)} tables refuse changes and deletions"


def _file(connection):
    if connection.dialect.name == "postgresql":
        return True, "kept by the server"
    said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    return said == ["ok"], "; ".join(said[:3])


def _foreign_keys(connection):
    broken = []
    for table in TABLES:
        for key in table.foreign_keys:
            ours, theirs = readable(connection, table).c[key.parent.name], key.column
            lost = select(ours).where(ours.is_not(None), ~exists().where(theirs == ours))
            found = connection.execute(lost.limit(3)).scalars().all()
            broken += [f"{table.name}.{ours.name} names {value!r}, which is not there" for value in found]
    return not broken, "; ".join(broken[:3]) or "every record, reference and import that is named is there"


def _import_sums(connection):
    seen = (
        select(func.count())
        .select_from(sightings)
        .where(sightings.c.import_id == imports.c.import_id)
        .scalar_subquery()
    )
    query = select(imports.c.file_name, imports.c.n_records, seen.label("seen"))
    rows = connection.execute(query).all()
    wrong = [f"{name} brought {told} records, {kept} are kept" for name, told, kept in rows if told != kept]
    total = sum(row.seen for row in rows)
    return not wrong, "; ".join(wrong[:3]) or f"{len(rows)} imports with {total} records, as told"


def _unseen_records(connection):
    query = select(records.c.record_id).where(~exists().where(sightings.c.record_id == records.c.record_id))
    lost = connection.execute(query.limit(3)).scalars().all()
    total = connection.execute(select(func.count()).select_from(records)).scalar()
    return not lost, f"no import held {', '.join(lost)}" if lost else f"{total} records, each in an import"


def _judgements(connection, kind):
    table = readable(connection, JUDGEMENTS[kind.name])
    faults = broken(connection, JUDGEMENTS[kind.name])
    if kind.per_reader or table is JUDGEMENTS[kind.name]:
        # a login that sees its own rows only cannot know what it replaced of others
        earlier = table.alias("earlier")
        lost = select(table.c.id, table.c.reader).where(
            table.c.replaces != "", ~exists().where(earlier.c.id == table.c.replaces)
        )
        faults += [f"{key} ({reader}) replaces a lost row" for key, reader in connection.execute(lost)]
    total, replacing = connection.execute(
        select(func.count(), func.count(func.nullif(table.c.replaces, ""))).select_from(table)
    ).one()
    return not faults, named(faults) or f"{total} rows, {replacing} of them in place of an earlier one"


def _rows(connection, table):
    faults = broken(connection, table)
    return not faults, named(
        faults
    ) or f"{count_rows(connection, [table.name])[table.name]} rows, as they may be"


def _outsiders(connection, readers):
    """Return a check of who judged, by the roles of review.toml."""
    faults = []
    for table in (*JUDGEMENTS.values(), withdrawals, keys) if readers else ():
        source = readable(connection, table)
        kind = [source.c.kind] if table is withdrawals else []
        for *kinds, reader, n in connection.execute(
            select(*kind, source.c.reader, func.count()).group_by(*kind, source.c.reader)
        ):
            why = outsider(table, {"reader": reader, "kind": "".join(kinds)}, readers)
            faults += [f"{n} of {table.name}: what {why}"] if why else []
    return not faults, named(faults) or "every row is by a reader who may judge it"
