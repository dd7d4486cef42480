"""Schema: migrations lead to it, and the database itself refuses to change or delete rows."""

import shutil
import sqlite3
from contextlib import closing

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, inspect

from review.errors import StoreError
from review.evidence import KINDS
from review.store import Store, examine, migration
from review.store.connection import connect, locate
from review.store.schema import TABLES, VERSION_TABLE, metadata
from store_material import both, connect_raw, fill, include

pytest_plugins = ["store_fixtures"]

NAMES = [table.name for table in TABLES]
NEWER = """
from alembic import op
revision, down_revision = "9999", "{before}"
def upgrade():
    op.execute("ALTER TABLE imports ADD COLUMN colour TEXT NOT NULL DEFAULT ''")
    {more}
"""


@pytest.fixture
def full(store):
    """Return a store with a row in every table."""
    first, second, _ = fill(store)
    store.append("decisions", [include(first)], reader="AB")
    rows = {
        "links": {"reference_id": first, "recommendation_id": "IG01", "direction": "supports"},
        "codes": {"reference_id": first, "codebook": "strategies", "code": "audit"},
        "evaluations": {"evaluation_id": "E1", "reference_id": first, "cost_difference": -12.5},
        "abstractions": {"evaluation_id": "E1", "reference_id": first, "price_year": 2024},
        "appraisals": {"evaluation_id": "E1", "checklist": "CHEC", "item": "1", "answer": "yes"},
        "dismissals": {"reference_id": first, "recommendation_id": "IG02"},
        "parked": {"reference_id": first, "stage": "full_text"},
        "memberships": {"record_id": second, "reference_id": first, "rule": "doi-same"},
        "verdicts": {"record_a": first, "record_b": second, "verdict": "same"},
    }
    for kind, row in rows.items():
        (identifier,) = store.append(kind, [row], reader="AB")
    store.withdraw("verdicts", identifier, reader="AB")
    key = {"reader": "AB", "at": "2026-01-01T00:00:00.000000Z", "says": "announces", "holder": "AB"}
    key |= {"id": "k1", "key": "0" * 64, "machine": "", "since": "", "follows": ""}
    with store._writing() as connection:
        connection.execute(insert(metadata.tables["keys"]), [key])
    return store


@pytest.fixture
def newer_code(monkeypatch, tmp_path):
    """Return a function that adds a migration 9999 to the code, with `more` in it."""

    def add(more=""):
        folder = tmp_path / "migrations"
        shutil.copytree(migration.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        text = NEWER.format(more=more, before=migration.newest_version())
        (folder / "versions" / "9999_newer.py").write_text(text, encoding="utf-8")
        monkeypatch.setattr(migration, "MIGRATIONS", folder)

    return add


@both
def test_migrations_lead_to_the_schema_of_the_code(address, store):
    """A migrated database and the tables as the code knows them do not differ."""
    engine = connect(locate(address))
    with engine.connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        nullable = {
            (table, column["name"]): column["nullable"]
            for table in NAMES
            for column in inspect(connection).get_columns(table)
        }
    engine.dispose()
    assert nullable == {
        (table.name, column.name): column.nullable for table in TABLES for column in table.columns
    }


def test_every_kind_has_its_columns():
    """A table of judgements has the columns of its kind, in order."""
    assert {name: tuple(metadata.tables[name].columns.keys()) for name in KINDS} == {
        name: kind.columns for name, kind in KINDS.items()
    }


@both
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"], ids=["update", "delete"])
def test_no_row_can_be_changed_or_deleted(address, full, statement):
    """Another program that says UPDATE or DELETE is refused in words, and the rows stay."""
    before = full.counts()
    refusal = pytest.raises(
        (sqlite3.IntegrityError, psycopg.errors.RaiseException), match=r"only grows.*add a row"
    )
    with closing(connect_raw(address)) as connection:
        for table in NAMES:
            column = metadata.tables[table].primary_key.columns[0].name
            with refusal:
                connection.execute(statement.format(table, column, column))
            connection.rollback()
    assert full.counts() == before
    assert all(before.values())


@pytest.mark.parametrize("key", ["same key", "same rowid"])
def test_sqlite_replace_is_refused(address, full, key):
    """INSERT OR REPLACE, which deletes without asking the trigger on DELETE, is refused as well."""
    with closing(connect_raw(address)) as connection:
        for table in NAMES:
            into = values = ", ".join(metadata.tables[table].columns.keys())
            if key == "same rowid":
                first, _, rest = values.partition(", ")
                into, values = f"rowid, {into}", f"rowid, {first} || 'x', {rest}"
            with pytest.raises(sqlite3.IntegrityError, match=f"{table} only grows: REPLACE"):
                connection.execute(f"INSERT OR REPLACE INTO {table} ({into}) SELECT {values} FROM {table}")


@pytest.mark.postgresql
@pytest.mark.parametrize("new_address", ["postgresql"], indirect=True)
def test_postgresql_truncate_is_refused(address, full):
    """TRUNCATE, which asks no row trigger, is refused as well."""
    with (
        connect_raw(address) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="only grows: TRUNCATE"),
    ):
        connection.execute("TRUNCATE withdrawals")


def test_an_older_database_is_backed_up_and_migrated(address, full, newer_code, tmp_path):
    """The new column is there, the rows are as they were, and the copy beside it holds the old schema."""
    before = full.history("decisions")
    full.close()
    newer_code()
    with Store.open(address, now=lambda: "2026-05-04T03:02:01Z") as store:
        assert store.history("decisions").equals(before)
    (copy,) = (tmp_path / "backup").iterdir()
    assert copy.name.endswith("-20260504T030201000000Z.db")
    columns = "SELECT group_concat(name) FROM pragma_table_info('imports')"
    for path, has_colour in ((address, True), (copy, False)):
        connection = sqlite3.connect(path)
        assert ("colour" in connection.execute(columns).fetchone()[0]) is has_colour
        assert connection.execute("SELECT count(*) FROM decisions").fetchone() == (1,)
        connection.close()


@both
def test_a_migration_that_fails_changes_nothing(address, full, newer_code, monkeypatch, tmp_path):
    """After an error half way the database is the old one, and opens with the old code."""
    before = full.counts()
    full.close()
    with monkeypatch.context() as patch:
        newer_code(more="op.execute('SELECT nonsense')")
        with pytest.raises(StoreError, match=r"nonsense.*; nothing was written"):
            Store.open(address, backup=tmp_path / "backup")
        patch.undo()
    monkeypatch.undo()
    with Store.open(address) as store:
        assert store.counts() == before


@both
def test_a_newer_database_is_refused(address, full, newer_code, monkeypatch, tmp_path):
    """A database that a newer version wrote is not touched; the message says to update."""
    full.close()
    newest = migration.newest_version()
    newer_code()
    Store.open(address, backup=tmp_path / "backup").close()
    monkeypatch.undo()
    with pytest.raises(
        StoreError, match=rf"newer version of review \(schema 9999, .* {newest}\); update with"
    ):
        Store.open(address)
    with pytest.raises(StoreError, match="newer version of review"):
        examine(address)
