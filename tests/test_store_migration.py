"""Migration: a database of every released schema opens with its rows, a backup kept beside it."""

import json
import sqlite3
from contextlib import closing

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, insert, select

from review.errors import StoreError
from review.store import Store
from review.store.connection import begin_writing, connect, locate
from review.store.ledger import adopted_entries
from review.store.migration import MIGRATIONS, newest_version
from review.store.schema import VERSION_TABLE
from store_material import both

pytest_plugins = ["store_fixtures"]

RELEASED = ("0001", "0002", "0003", "0004", "0005", "0006")
RECORD = {"record_id": "r1", "title": "Låg nytta", "year": 2019, "raw": "[]", "origins": "[]"}
ROWS = {
    "imports": {"import_id": "i1", "n_records": 1, "account": '{"lines": {}}', "sha256": "s"},
    "records": RECORD,
    "sightings": {"import_id": "i1", "record_id": "r1", "position": 1, "first_line": 1, "last_line": 2},
    "decisions": {"id": "d1", "reader": "AB", "at": "2026-01-01T00:00:00.000000Z", "reference_id": "r1"}
    | {"stage": "title_abstract", "decision": "include", "low_value_care": False, "score": 0.25},
    "links": {"id": "l1", "reader": "AB", "at": "2026-01-01T00:00:00.000000Z", "reference_id": "r1"}
    | {"recommendation_id": "IG14", "direction": "supports", "certainty": "low"},
    "withdrawals": {"id": "w1", "reader": "AB", "at": "2026-01-02T00:00:00.000000Z"}
    | {"kind": "decisions", "target_id": "d1"},
}


def make_released(address, version):
    """Make a database as a released version left it, with rows in it."""
    engine = connect(locate(address))
    scripts = ScriptDirectory(str(MIGRATIONS))
    with begin_writing(engine) as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": VERSION_TABLE,
                "transactional_ddl": True,
                "fn": lambda found, _: scripts._upgrade_revs(version, found),
            },
        )
        with Operations.context(context):
            context.run_migrations()
        there = MetaData()
        there.reflect(connection)
        for name, row in ROWS.items():
            table = there.tables[name]
            empty = {column.name: "" for column in table.columns if not column.nullable}
            connection.execute(insert(table), [empty | row])
            if "ledger" in there.tables:
                rows = [dict(found) for found in connection.execute(select(table)).mappings()]
                connection.execute(insert(there.tables["ledger"]), adopted_entries(table, rows))
    engine.dispose()


def test_every_released_schema_is_tested():
    """Whoever adds a migration adds its version here."""
    assert [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()] == list(
        reversed(RELEASED)
    )


@both
@pytest.mark.parametrize("version", RELEASED[:-1])
def test_a_database_of_a_released_schema_opens(address, tmp_path, version):
    """Its rows are as they were, the ledger tells of each, and what it was is kept in a file."""
    make_released(address, version)
    with Store.open(address, backup=tmp_path / "kept", now=lambda: "2026-05-04T03:02:01Z") as store:
        assert store.records(["title", "year"]).to_numpy().tolist() == [["Låg nytta", 2019]]
        (row,) = store.history("decisions").to_dict("records")
        assert (row["id"], row["low_value_care"], row["score"], row["withdrawn"]) == ("d1", False, 0.25, True)
        assert store.current("links")[["direction", "population"]].to_numpy().tolist() == [["supports", ""]]
        assert store.verify()["ok"].all()
        assert {name: n for name, n in store.counts().items() if n} == dict.fromkeys(ROWS, 1) | {"ledger": 6}
        link = {"reference_id": "r1", "recommendation_id": "IG14", "direction": "mixed"}
        store.append("links", [link | {"population": "vuxna"}], reader="AB")
        assert store.current("links").population.to_list() == ["vuxna"]
        assert store.verify()["ok"].all()
    (kept,) = (tmp_path / "kept").iterdir()
    assert "20260504T030201000000Z" in kept.name
    if kept.suffix == ".db":
        with closing(sqlite3.connect(kept)) as copy:
            assert copy.execute("SELECT version_num FROM review_schema").fetchone() == (version,)
    else:
        assert json.loads(kept.read_text(encoding="utf-8").splitlines()[0])["schema"] == version


@pytest.mark.postgresql
@pytest.mark.parametrize("new_address", ["postgresql"], indirect=True)
def test_the_backup_of_a_server_is_a_log_that_can_be_taken_back(address, new_address, tmp_path):
    """An empty database that merges it holds the same rows."""
    make_released(address, "0001")
    with Store.open(address, backup=tmp_path) as store, Store.open(tmp_path / "again.db") as again:
        (kept,) = tmp_path.glob("*.jsonl")
        again.merge_log(kept)
        assert again.counts() == store.counts()
        assert again.history("decisions").equals(store.history("decisions"))
        assert again.verify()["ok"].all()


@pytest.mark.postgresql
@pytest.mark.parametrize("new_address", ["postgresql"], indirect=True)
def test_a_server_s_database_is_not_changed_without_a_backup(address):
    """The message says how to give the folder, and the database stays what it was."""
    make_released(address, "0002")
    with pytest.raises(StoreError, match=r"older version of review \(schema 0002\).*backup=FOLDER"):
        Store.open(address)
    engine = create_engine(locate(address).url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar() == "0002"
    engine.dispose()


@both
def test_two_who_migrate_apart_have_the_same_ledger(new_address, tmp_path):
    """Merging them adds nothing: the entries of older rows follow from the rows alone."""
    stores = []
    for version in RELEASED[:2]:
        address = new_address()
        make_released(address, version)
        stores.append(Store.open(address, backup=tmp_path / "kept"))
    one, two = stores
    one.export_log(tmp_path / "log.jsonl")
    assert not any(two.merge_log(tmp_path / "log.jsonl").values())
    assert newest_version() == RELEASED[-1]
    for store in stores:
        store.close()
