"""Verification: does the database still hold what was written, and do its parts fit together."""

import pandas as pd
from sqlalchemy import and_, exists, func, or_, select, text

from review.evidence import KINDS
from review.store.auditing import check_ledger
from review.store.blinding import readable
from review.store.connection import any_bytes
from review.store.guards import missing_guards
from review.store.migration import newest_version, version_of
from review.store.schema import JUDGEMENTS, TABLES, imports, records, sightings, withdrawals

__all__ = ["verify"]


def verify(connection):
    """Return a frame with one row per check: `check`, `ok` (True or False), `detail`.

    Only reads; each check's detail says what was counted or names the first rows that do not fit. Text that
    is not UTF-8 stops none of them: it is read as what it is not, and its row named.
    """
    with any_bytes(connection):
        checks = _checks(connection)
    return pd.DataFrame(checks, columns=["check", "ok", "detail"]).astype(
        {"check": "str", "ok": "bool", "detail": "str"}
    )


def _checks(connection):
    return [
        ("schema", *_schema(connection)),
        ("guards", *_guards(connection)),
        ("file", *_file(connection)),
        ("record links", *_foreign_keys(connection)),
        ("import sums", *_import_sums(connection)),
        ("records were seen", *_unseen_records(connection)),
        *((kind.name, *_judgements(connection, kind)) for kind in KINDS.values()),
        ("withdrawals", *_withdrawals(connection)),
        *check_ledger(connection),
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
            ours, theirs = key.parent, key.column
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
    table = JUDGEMENTS[kind.name]
    earlier = table.alias()
    empty = [table.c[column] == "" for column in ("reader", *kind.about)]
    unfit = [
        and_(table.c[column] != "", table.c[column].not_in(allowed))
        for column, allowed in (kind.choices or {}).items()
    ]
    lost = and_(table.c.replaces != "", ~exists().where(earlier.c.id == table.c.replaces))
    faults = {"has a value that is not allowed": or_(*empty, *unfit)}
    if kind.per_reader or readable(connection, table) is table:
        # a login that sees its own rows only cannot know what it replaced of others
        faults["replaces a lost row"] = lost
    for fault, condition in faults.items():
        found = connection.execute(select(table.c.id).where(condition).limit(3)).scalars().all()
        if found:
            return False, "; ".join(f"{identifier} {fault}" for identifier in found)
    total, replacing = connection.execute(
        select(func.count(), func.count(func.nullif(table.c.replaces, ""))).select_from(table)
    ).one()
    return True, f"{total} rows, {replacing} of them in place of an earlier one"


def _withdrawals(connection):
    rows = connection.execute(select(withdrawals.c.id, withdrawals.c.kind, withdrawals.c.target_id)).all()
    ids = {name: set(connection.execute(select(table.c.id)).scalars()) for name, table in JUDGEMENTS.items()}
    ids["imports"] = set(connection.execute(select(imports.c.import_id)).scalars())
    lost = [row.id for row in rows if row.target_id not in ids.get(row.kind, ())]
    return (
        not lost,
        f"withdraw what is not there: {', '.join(lost[:3])}" if lost else f"{len(rows)} withdrawn",
    )
