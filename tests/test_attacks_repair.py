"""Damage to single bytes: a row that is not as it was written is healed, named or set apart, never lost."""

import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from review.store import Store, examine, repair
from review.store.schema import TABLES
from store_material import fill, include

pytest_plugins = ["store_fixtures"]

NOTE = "Källan anger inte åtgärden närmare. "
ROWS = 60


@pytest.fixture
def decided(address):
    """Return the path of a closed review with 60 records and as many decisions, all in one file."""
    with Store.open(address) as store:
        references = fill(store, ROWS)
        for start in range(0, ROWS, 20):
            rows = [include(one, note=f"{NOTE}{one}") for one in references[start : start + 20]]
            store.append("decisions", rows, reader="anna")
    with closing(sqlite3.connect(address)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(address)


def all_rows(path):
    """Return every row but those of the ledger, by table and key, as bytes."""
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        for table in TABLES[:-1]:
            names = [column.name for column in table.columns]
            keys = [names.index(column.name) for column in table.primary_key]
            for row in connection.execute(f"SELECT {', '.join(names)} FROM {table.name}"):
                found[table.name, b" ".join(row[n] for n in keys).decode("utf-8", "replace")] = row
    return found


def put(path, old, new, *, last=False):
    """Overwrite bytes of a file at their first or last place."""
    data = path.read_bytes()
    place = data.rindex(old) if last else data.index(old)
    assert len(old) == len(new)
    path.write_bytes(data[:place] + new + data[place + len(old) :])


def unnamed(before, after, told):
    """Return the rows that are gone or changed and of which the account does not tell."""
    keys = set(told.key)
    gone = [row for row in before if row not in after and row[1] not in keys]
    return gone + [row for row in after if before.get(row) != after[row] and row[1] not in keys]


DAMAGE = {
    "a letter of a note": (b"K\xc3\xa4llan anger", b"K\xc3\xa4llan Anger"),
    "a byte of a note that is then not UTF-8": (b"K\xc3\xa4llan anger", b"K\xff\xa4llan anger"),
    "a letter of a decision": (b"title_abstractinclude", b"title_abstractincludf"),
    "a letter of a title": (b"Title 17", b"Titlf 17"),
    "a digit of a DOI": (b"10.5555/23", b"10.5555/93"),
    "a quotation mark of what was raw": (b'[["TI", "Title 31"]]', b'[["TI", "Title 31b]]'),
    "a sign of an account": (b'"understood": 240', b'"understood": 241'),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_row_with_one_byte_changed_is_healed(decided, damage):
    """What SQLite takes for sound is found out by the ledger, whose digest tells the byte that was there."""
    before = all_rows(decided)
    put(decided, *DAMAGE[damage])
    assert "rows are not as they were written" in examine(decided).problem.iloc[-1]
    told = repair(decided)
    assert told.why.to_list() == ["a byte of it was changed; it is again as it was written"]
    assert all_rows(told.attrs["file"]) == before
    with Store.open(told.attrs["file"]) as store:
        assert store.verify().ok.all()


def test_a_decision_with_many_bytes_changed_counts_no_more(decided):
    """It is in no count and no queue of the new file, named in the account, and whole in the file beside."""
    put(decided, NOTE.encode(), b"Tvingad att svara ja av sin chef. ...   ")
    told = repair(decided)
    assert told[["table", "why"]].values.tolist() == [
        ["decisions", "was changed after it was written; set apart"]
    ]
    new = told.attrs["file"]
    (line,) = new.with_name(f"{new.stem}-apart.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["note"].startswith("Tvingad")
    assert json.loads(line)["id"] == told.key[0]
    with Store.open(new) as store:
        assert store.counts()["decisions"] == ROWS - 1
        checks = store.verify().set_index("check")
    assert checks.ok.all()
    assert "gave up 1 rows" in checks.detail["ledger"]


def test_a_record_with_many_bytes_changed_keeps_its_decisions(decided):
    """It stays, as the decisions about it would be lost with it; the account names it, and so does verify."""
    put(decided, b"About Title 17. About", b"About this or \xff\xfe that")
    told = repair(decided)
    assert told[["table", "why"]].values.tolist() == [
        ["records", "was changed after it was written; kept, as other rows are about it"]
    ]
    with Store.open(told.attrs["file"]) as store:
        assert len(store.records()) == store.counts()["decisions"] == ROWS
        checks = store.verify().set_index("check")
    assert checks.index[~checks.ok].to_list() == ["rows as written"]
    assert told.key[0] in checks.detail["rows as written"]


def test_a_damaged_entry_of_the_ledger_costs_no_row(decided):
    """What else it tells still says which rows are as they were written."""
    before = all_rows(decided)
    put(decided, b'{"records":{"r', b'{"recordz":{"r')
    told = repair(decided)
    assert told[["table", "why"]].values.tolist() == [
        ["ledger", "was changed after it was written; set apart"]
    ]
    assert all_rows(told.attrs["file"]) == before
    with Store.open(told.attrs["file"]) as store:
        assert store.verify().ok.all()


def test_a_damaged_line_of_the_schema_hides_its_own_table_only(decided):
    """SQLite refuses the whole file; every row of the other tables is there after the repair."""
    before = all_rows(decided)
    put(decided, b"CREATE TABLE dismissals", b"CREATE TABLZ dismissals")
    told = repair(decided)
    assert {row[0] for row in before.keys() - all_rows(told.attrs["file"]).keys()} == set()


@pytest.mark.parametrize(("flips", "seed"), [(3, 1), (3, 2), (3, 3), (40, 4)])
def test_bytes_changed_anywhere_leave_no_row_lost_or_changed_unnamed(decided, flips, seed):
    """A drawn handful, and so many that hardly a page is left whole."""
    chance, before, data = random.Random(seed), all_rows(decided), bytearray(decided.read_bytes())
    for _ in range(flips):
        data[chance.randrange(4096, len(data))] ^= chance.randrange(1, 256)
    decided.write_bytes(data)
    told = repair(decided)
    assert not unnamed(before, all_rows(told.attrs["file"] or decided), told)


def test_text_that_is_not_utf_8_stops_no_check(decided):
    """Verify names its row; a reader of the table is told in one sentence what to do."""
    put(decided, b"K\xc3\xa4llan anger", b"K\xc3\xffllan anger")
    with Store.open(decided) as store:
        checks = store.verify().set_index("check")
        assert checks.index[~checks.ok].to_list() == ["rows as written"]
        assert "(anna, " in checks.detail["rows as written"]
        with pytest.raises(Exception, match="holds damaged text; see which with: review verify"):
            store.current("decisions")


def test_what_an_earlier_repair_left_half_done_is_cleared(decided):
    """A repair that was killed leaves an unfinished file, which the next one takes away."""
    put(decided, *DAMAGE["a digit of a DOI"])
    for part in ("", "-wal", "-shm"):
        decided.with_name(f"{decided.stem}-repaired.db.unfinished{part}").write_bytes(b"x" * 100)
    assert len(repair(decided)) == 1
    assert not list(decided.parent.glob("*.unfinished*"))
