"""Verification: a sound store passes every check, and each kind of damage fails the check meant for it."""

import sqlite3
from contextlib import closing

import pytest

from review.store import Store
from review.store.migration import newest_version
from store_material import both, fill, include

pytest_plugins = ["store_fixtures"]

DAMAGE = {
    "a guard is gone": ("SELECT 1", "guards", "changed or deleted in decisions"),
    "an import says more": ("UPDATE imports SET n_records = 9", "import sums", "9 records, 3 are kept"),
    "a record is gone": ("DELETE FROM records WHERE title = 'Title 0'", "record links", "names 'r"),
    "a sighting is gone": ("DELETE FROM sightings WHERE position = 3", "records were seen", "no import held"),
    "a decision is edited": (
        "UPDATE decisions SET decision = 'yes'",
        "decisions",
        "a value that is not",
    ),
    "an early row is gone": ("DELETE FROM decisions WHERE replaces = ''", "decisions", "replaces a lost row"),
    "a withdrawn row is gone": ("DELETE FROM links", "withdrawals", "withdraws what is not there"),
    "the version is another": (
        "UPDATE review_schema SET version_num = '0000'",
        "schema",
        f"0000 of {newest_version()}",
    ),
}


@pytest.fixture
def judged(store):
    """Return a store with a replaced decision and a withdrawn link."""
    first, *_ = fill(store)
    store.append("decisions", [include(first), include(first, decision="exclude")], reader="AB")
    link = {"reference_id": first, "recommendation_id": "IG01", "direction": "supports"}
    (identifier,) = store.append("links", [link], reader="AB")
    store.withdraw("links", identifier, reader="AB")
    return store


@both
def test_a_sound_store_passes(judged):
    """Every check is passed and says what it counted."""
    checks = judged.verify()
    assert checks["ok"].all()
    assert list(checks.columns) == ["check", "ok", "detail"]
    details = dict(zip(checks["check"], checks["detail"], strict=True))
    assert details["decisions"] == "2 rows, 1 of them in place of an earlier one"
    assert details["import sums"] == "1 imports with 3 records, as told"


@pytest.mark.parametrize(("statement", "check", "detail"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_found(address, judged, statement, check, detail):
    """Someone who takes the guards away and edits the file is found out, by name of the check."""
    with closing(sqlite3.connect(address)) as other:
        triggers = other.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            other.execute(f"DROP TRIGGER {name}")
        other.execute(statement)
        for name, again in triggers:
            if not (statement == "SELECT 1" and name.startswith("decisions")):
                other.execute(again)
        other.commit()
    failed = judged.verify().query("not ok").set_index("check")["detail"]
    assert detail in failed[check]


def test_a_damaged_file_is_found(address, judged):
    """A page that was overwritten fails the check of the file."""
    with judged._reading() as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'decisions_about'"
        page = connection.exec_driver_sql(query).scalar()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar()
    judged.close()
    with open(address, "r+b") as file:
        file.seek((page - 1) * size + size - 20)
        file.write(b"\x01" * 20)
    with Store.open(address) as store:
        checks = store.verify().set_index("check")
    assert not checks.loc["file", "ok"]
    assert checks.loc["import sums", "ok"]
