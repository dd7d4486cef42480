"""Ledger: a row that was changed, deleted or slipped in behind the program's back is named."""

import json
from contextlib import closing

import pytest

from review.errors import SourceError
from review.store import Store
from review.store.ledger import adopted_entries, digest_of, entry_contents, ledger_entry
from review.store.schema import JUDGEMENTS, TABLES
from store_material import both, connect_raw, fill, include

pytest_plugins = ["store_fixtures"]


@pytest.fixture
def judged(store):
    """Return a store in which two readers have decided, in several steps."""
    first, second, _ = fill(store)
    for reader in ("anna", "bengt"):
        for reference in (first, second):
            store.append("decisions", [include(reference, score=0.5)], reader=reader)
    store.undo("decisions", reader="bengt")
    return store


def tamper(address, *statements):
    """Do with a database what only someone can who takes its guards away, and put them back."""
    with closing(connect_raw(address)) as connection:
        if address.startswith("postgresql"):
            off, on = (
                [f"ALTER TABLE {table.name} {word} TRIGGER ALL" for table in TABLES]
                for word in ("DISABLE", "ENABLE")
            )
        else:
            triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = triggers.fetchall()
            off, on = [f"DROP TRIGGER {name}" for name, _ in triggers], [sql for _, sql in triggers]
        for statement in (*off, *statements, *on):
            connection.execute(statement)
        connection.commit()


def faults(store):
    """Return what `verify` says of failed checks, by check."""
    return store.verify().query("not ok").set_index("check")["detail"].to_dict()


ANNAS = "(SELECT min(id) FROM decisions WHERE reader = 'anna')"
NEW_ROW = (
    "INSERT INTO decisions (id, reader, at, replaces, reference_id, stage, decision, reason, note, drawn) "
    "SELECT 'x1', 'bengt', at, '', reference_id, 'full_text', 'include', '', '', '' FROM decisions "
    f"WHERE id = {ANNAS}"
)
ROWS = {
    "changed": (f"UPDATE decisions SET decision = 'exclude' WHERE id = {ANNAS}", "was changed after it was"),
    "note changed": (f"UPDATE decisions SET note = 'no' WHERE id = {ANNAS}", "was changed after it was"),
    "time changed": (f"UPDATE decisions SET at = '2020' WHERE id = {ANNAS}", "was changed after it was"),
    "deleted": (f"DELETE FROM decisions WHERE id = {ANNAS}", "was deleted after it was"),
    "slipped in": (NEW_ROW, "x1 (bengt, "),
}


@both
@pytest.mark.parametrize(("statement", "told"), ROWS.values(), ids=ROWS)
def test_a_row_that_was_tampered_with_is_named(address, judged, statement, told):
    """Its table and id are in the detail of the check, on both kinds of database."""
    one = judged.history("decisions").query("reader == 'anna'")["id"].min()
    tamper(address, statement)
    detail = faults(judged)["rows as written"]
    assert told in detail
    assert detail.startswith("decisions x1" if "x1" in told else f"decisions {one}")


@both
def test_a_record_that_was_rewritten_is_named(address, judged):
    """What was imported is in the ledger as well."""
    one = judged.records()["record_id"].iloc[0]
    tamper(address, f"UPDATE records SET abstract = 'better' WHERE record_id = '{one}'")
    assert faults(judged)["rows as written"] == f"records {one}: was changed after it was written"


@both
def test_a_row_deleted_with_its_entry_is_found_by_what_follows(address, judged):
    """Who deletes a decision and its entry leaves a hole before the next entry of the same reader."""
    entry = f"(SELECT entry_id FROM ledger WHERE contents LIKE '%' || {ANNAS} || '%')"
    tamper(
        address,
        f"CREATE TEMPORARY TABLE hole AS SELECT {entry} AS e, {ANNAS} AS d",
        "DELETE FROM ledger WHERE entry_id IN (SELECT e FROM hole)",
        "DELETE FROM decisions WHERE id IN (SELECT d FROM hole)",
        "DROP TABLE hole",
    )
    assert "(anna on decisions) is gone" in faults(judged)["ledger"]


@both
def test_an_entry_that_was_changed_is_named(address, judged):
    """The ledger answers for itself."""
    tamper(address, "UPDATE ledger SET contents = '{}' WHERE kind = 'decisions' AND reader = 'anna'")
    found = faults(judged)
    assert "was changed after it was written" in found["ledger"]
    assert found["rows as written"].count("no entry of the ledger tells of this row") == 2


@both
def test_two_stores_with_one_reader_join_their_chains(store, new_address, tmp_path):
    """After meeting, the next entry follows both ends; nothing that either wrote can go unnoticed."""
    with Store.open(new_address()) as other:
        for one in (store, other):
            first, *_ = fill(one)
            one.append("decisions", [include(first)], reader="anna")
        other.export_log(tmp_path / "log.jsonl")
        store.merge_log(tmp_path / "log.jsonl")
    store.append("decisions", [include(first)], reader="anna")
    store.export_log(tmp_path / "all.jsonl")
    rows = map(json.loads, (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()[1:-1])
    mine = [row for row in rows if row["table"] == "ledger" and row["kind"] == "decisions"]
    newest = max(mine, key=lambda row: row["height"])
    assert newest["follows"].split() == sorted(row["digest"] for row in mine if row is not newest)
    assert store.verify()["ok"].all()


def test_a_digest_speaks_of_what_a_row_says():
    """False and nothing differ, zero has no sign, empty cells and their columns do not count."""
    row = {"id": "d1", "low_value_care": False, "score": 0.0}
    assert digest_of("decisions", row) == digest_of("decisions", row | {"score": -0.0, "later": ""})
    assert digest_of("decisions", row) != digest_of("decisions", row | {"low_value_care": None})
    assert digest_of("decisions", row) != digest_of("links", row)


def test_adopting_the_same_rows_gives_the_same_entries():
    """They depend on nothing but the rows, so that two who migrate apart agree."""
    rows = [{"id": str(number), "reader": "AB", "at": "now"} for number in range(3)]
    table = JUDGEMENTS["links"]
    assert adopted_entries(table, rows) == adopted_entries(table, rows[::-1])
    assert adopted_entries(table, rows) != adopted_entries(table, rows[:2])


def test_an_edited_entry_is_refused():
    """The digest covers every part of an entry."""
    entry = ledger_entry("e1", "links", "AB", 1, "", {"links": {"a": "1"}})
    assert entry_contents(entry, "here") == {"links": {"a": "1"}}
    for part, value in {"reader": "CD", "height": 2, "follows": "x", "contents": "{}"}.items():
        with pytest.raises(SourceError, match="here: entry e1 of the ledger was changed"):
            entry_contents(entry | {part: value}, "here")
