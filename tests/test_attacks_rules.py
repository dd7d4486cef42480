"""Rows that break a rule, entries of odd shapes: verify names them, a repair sets them apart and goes on."""

# ruff: noqa: E501 (tables of SQL are read by the line)

import json
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert

from review.store import Store, repair
from review.store.imports import insert_rows
from review.store.ledger import digest_of, ledger_entry
from review.store.schema import TABLES, ledger
from store_material import connect_raw, fill, include

pytest_plugins = ["store_fixtures"]
DECISIONS = next(table for table in TABLES if table.name == "decisions")
AT = "2026-01-02T03:04:05.000000Z"
ROWS = 5


@pytest.fixture
def decided(address):
    """Return the path of a closed review with five records and as many decisions."""
    with Store.open(address) as store:
        store.append("decisions", [include(one) for one in fill(store, ROWS)], reader="anna")
    return Path(address)


@contextmanager
def unguarded(path):
    """Give a connection on which the database refuses nothing, as before there were rules."""
    with closing(connect_raw(str(path))) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.commit()
        yield connection
        for _, sql in guards:
            connection.execute(sql)
        connection.commit()


def change(path, statement):
    """Do something to the rows of a file that its guards would refuse."""
    with unguarded(path) as connection:
        connection.execute(statement)


def damage_a_decision(path):
    """Change a decision so that the file must be repaired; return its id."""
    change(path, "UPDATE decisions SET note = 'not what was said' WHERE id = (SELECT min(id) FROM decisions)")
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT min(id) FROM decisions").fetchone()[0]


def decision(path, reader="anna", **changes):
    """Return a whole row of decisions about the first record."""
    with closing(sqlite3.connect(path)) as connection:
        (reference,) = connection.execute("SELECT min(record_id) FROM records").fetchone()
    row = include(reference, id="odd", reader=reader, at=AT) | changes
    return {c.name: row.get(c.name, None if c.nullable else "") for c in DECISIONS.columns}


def put(path, table, rows, write):
    """Write rows past the guards, by the store's own hand or without an entry of the ledger."""
    with unguarded(path), Store.open(path) as store, store._writing() as connection:
        if write is insert_rows:
            insert_rows(connection, table, rows)
        else:
            connection.execute(insert(table), rows)


def repaired(path):
    """Repair a file; return the account by key, what is apart by line, and the checks of the new file."""
    told = repair(path)
    apart = told.attrs["apart"]
    lines = apart.read_text(encoding="utf-8").splitlines() if apart else []
    with Store.open(told.attrs["file"]) as store:
        return dict(zip(told.key, told.why, strict=True)), list(map(json.loads, lines)), store.verify()


AGAINST_RULES = {
    "a word that is none": {"decision": "perhaps"},
    "a time that is none": {"at": "zzzz"},
    "the end of time": {"at": "9999-12-31T23:59:59.999999Z"},
    "nobody": {"reader": " "},
    "a rank past bounds": {"rank": 2**40},
    "a score past bounds": {"score": 1e305},
}


@pytest.mark.parametrize("changes", AGAINST_RULES.values(), ids=AGAINST_RULES)
def test_a_row_from_before_the_rules_is_set_apart_and_the_repair_goes_on(decided, changes):
    """Its ledger tells of it as it is, so nothing was changed; the new database refuses it all the same."""
    put(decided, DECISIONS, [decision(decided, **changes)], insert_rows)
    damaged = damage_a_decision(decided)
    told, apart, checks = repaired(decided)
    assert told.keys() == {"odd", damaged}
    assert told["odd"].endswith("; set apart")
    assert any(words in told["odd"] for words in ("has a ", "holds another", "does not say"))
    assert {line["id"] for line in apart} == {"odd", damaged}
    assert checks.ok.all()


CHANGED_SOURCES = {
    "a year past bounds": "UPDATE records SET year = 1099511627776 WHERE record_id = (SELECT min(record_id) FROM records)",
    "a year that is a text": "UPDATE records SET year = 'old' WHERE record_id = (SELECT min(record_id) FROM records)",
    "a raw record of another shape": "UPDATE records SET raw = '{}' WHERE record_id = (SELECT min(record_id) FROM records)",
    "a raw record that is none": "UPDATE records SET raw = '[[' WHERE record_id = (SELECT min(record_id) FROM records)",
    "an account of another shape": "UPDATE imports SET account = '[]'",
    "an account that is none": "UPDATE imports SET account = '{'",
    "an import at no time": "UPDATE imports SET at = 'yesterday'",
    "fewer records than none": "UPDATE imports SET n_records = -5",
    "all of an import's": "UPDATE imports SET account = '[]', at = 'yesterday', n_records = 'five'",
    "a line that is none": "UPDATE sightings SET first_line = 'first' WHERE position = 1",
}  # fmt: skip


@pytest.mark.parametrize("statement", CHANGED_SOURCES.values(), ids=CHANGED_SOURCES)
def test_a_changed_source_that_breaks_a_rule_keeps_what_is_about_it(decided, statement):
    """It stays without what the database refuses, is named, and every decision about it stays too."""
    change(decided, statement)
    told, apart, checks = repaired(decided)
    assert list(told.values()) == ["was changed after it was written; kept, as other rows are about it"]
    assert len(apart) == 1
    failed = checks.check[~checks.ok].to_list()
    assert failed == ["rows as written"] or failed == ["import sums", "rows as written"]
    new = decided.with_name(f"{decided.stem}-repaired.db")
    with Store.open(new) as store:
        assert store.counts()["decisions"] == len(store.records()) == ROWS
        assert len(store.imports()) == 1


def test_what_another_s_chain_tells_of_a_row_is_no_reason_to_trust_it(decided):
    """Mallory writes a decision in Anna's name, and an entry that tells of it in a chain of her own."""
    row = decision(decided)
    told = {"decisions": {"odd": digest_of("decisions", row)}}
    entry = ledger_entry("odd entry", "decisions", "mallory", 1, "", told)
    put(decided, DECISIONS, [row], insert)
    put(decided, ledger, [entry], insert)
    account, _, checks = repaired(decided)
    assert "tells of it; set apart" in account["odd"]
    assert checks.ok.all()


ODD_ENTRIES = {
    "a list": ("decisions", [1]),
    "a text": ("decisions", "decisions"),
    "keys without digests": ("decisions", {"decisions": ["d1"]}),
    "a digest that is a list": ("decisions", {"decisions": {"d1": ["x"]}}),
    "a digest that is none": ("decisions", {"decisions": {"d1": None}}),
    "a digest that is a number": ("decisions", {"decisions": {"d1": 1}}),
    "of a table that is none": ("opinions", {"opinions": {"d1": "x"}}),
    "of another's table": ("links", {"decisions": {"d1": "x"}}),
    "of itself": ("ledger", {"ledger": {"d1": "x"}}),
    "lost rows by digest": ("repair", {"lost": {"decisions": {"d1": "x"}}}),
    "lost rows that are none": ("repair", {"lost": ["d1"]}),
    "lost rows of no table": ("repair", {"lost": {"opinions": ["d1"]}}),
    "lost numbers": ("repair", {"lost": {"decisions": [1]}}),
    "a repair that tells nothing": ("repair", {}),
}


@pytest.mark.parametrize("entry", ODD_ENTRIES.values(), ids=ODD_ENTRIES)
def test_an_entry_of_odd_shape_is_named_and_stops_neither_check_nor_repair(decided, entry):
    """Whoever writes it knows how a digest is made; what it tells is nobody's to tell."""
    kind, contents = entry
    put(decided, ledger, [ledger_entry("odd", kind, "anna", 1, "", contents)], insert)
    with Store.open(decided) as store:
        checks = store.verify().set_index("check")
        assert "entry odd (anna on" in checks.detail["ledger"]
        store.append("decisions", [include(store.records()["record_id"][0])], reader="anna")
    told, apart, checks = repaired(decided)
    assert list(told) == ["odd"]
    assert [line["entry_id"] for line in apart] == ["odd"]
    assert checks.ok.all()


def test_a_second_repair_remembers_what_the_first_gave_up(decided):
    """The entry that tells of lost rows is as sound as any other."""
    damage_a_decision(decided)
    first = repair(decided).attrs["file"]
    damage_a_decision(first)
    told, _, checks = repaired(first)
    assert len(told) == 1
    assert checks.ok.all()
    assert "gave up 2 rows" in checks.set_index("check").detail["ledger"]


def test_a_file_with_an_unreadable_account_is_imported_anew(decided):
    """From before there were rules: it is no import, and the same file brings its records again."""
    change(decided, "UPDATE imports SET account = '['")
    with Store.open(decided) as store:
        assert store.imports().empty
        fill(store, ROWS)
        assert len(store.imports()) == 1
        assert len(store.records()) == ROWS


def test_a_log_is_its_owner_s_and_clears_what_a_killed_run_left(decided, tmp_path):
    """It may hold what others judged blind; half-written logs of runs that are gone are taken away."""
    left = tmp_path / "log.jsonl.4194399.unfinished"
    left.write_text("half", encoding="utf-8")
    with Store.open(decided) as store:
        store.export_log(tmp_path / "log.jsonl")
    assert not left.exists()
    assert (tmp_path / "log.jsonl").stat().st_mode & 0o777 == 0o600
