"""Repair: guards come back in place; of a damaged file every readable row is saved, and the rest is told."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from review.errors import StoreError
from review.store import Store, examine, repair
from store_material import both, connect_raw, fill, include

pytest_plugins = ["store_fixtures"]


@pytest.fixture
def decided(address):
    """Return the path of a closed review with 400 records and as many decisions."""
    with Store.open(address) as store:
        references = fill(store, 400)
        for start in range(0, 400, 40):
            rows = [include(reference, note="x" * 300) for reference in references[start : start + 40]]
            store.append("decisions", rows, reader="anna")
    return address


def pages_of(path, table):
    """Return the page size and the leaf pages of a table (nothing else lies in them)."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    with open(path, "rb") as file:
        data = file.read()
    page = data[(root - 1) * size : root * size]
    assert page[0] == 5, "the root of a large table points to further pages"
    cells = int.from_bytes(page[3:5])
    starts = [int.from_bytes(page[12 + 2 * n : 14 + 2 * n]) for n in range(cells)]
    return size, [int.from_bytes(page[start : start + 4]) for start in starts]


def overwrite(path, size, page):
    """Damage one page."""
    with open(path, "r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


@both
def test_a_sound_review_needs_no_repair(address, store):
    """Nothing is found, and repairing changes nothing."""
    fill(store)
    before = store.counts()
    store.close()
    assert examine(address).empty
    assert repair(address).empty
    with Store.open(address) as again:
        assert again.counts() == before


@both
def test_missing_guards_are_made_anew(address, store):
    """After the repair rows cannot be changed any more; looking alone changes nothing."""
    first, *_ = fill(store)
    store.append("decisions", [include(first)], reader="AB")
    with closing(connect_raw(address)) as other:
        if address.startswith("postgresql"):
            other.execute("DROP TRIGGER decisions_only_grows ON decisions")
        else:
            other.execute("DROP TRIGGER decisions_no_update")
            other.execute("DROP TRIGGER decisions_no_replace")
        other.commit()
    assert examine(address).iloc[-1].to_dict() == {
        "problem": "rows can be changed or deleted in decisions",
        "remedy": "the guards are made anew",
    }
    assert not store.verify()["ok"].all()
    repair(address)
    assert store.verify()["ok"].all()
    with closing(connect_raw(address)) as other, pytest.raises(Exception, match="decisions only grows"):
        other.execute("UPDATE decisions SET note = ''")


def test_what_a_stopped_program_left_is_taken_in(address, store, tmp_path):
    """A file copied with its write-ahead log holds all of it after the repair, in one file."""
    first, *_ = fill(store)
    store.append("decisions", [include(first)], reader="AB")
    copy = tmp_path / "copy.db"
    for part in ("", "-wal"):
        shutil.copyfile(address + part, str(copy) + part)
    assert "bytes in copy.db-wal not yet in the file" in examine(copy)["problem"].iloc[0]
    repair(copy)
    assert not copy.with_name("copy.db-wal").exists() or not copy.with_name("copy.db-wal").stat().st_size
    with Store.open(copy) as again:
        assert again.counts()["decisions"] == 1


@pytest.mark.parametrize("table", ["decisions", "records"])
def test_of_a_damaged_file_all_but_the_damage_is_saved(decided, tmp_path, table):
    """One page is lost: its rows are named, all others are there, and the original is as it was."""
    size, pages = pages_of(decided, table)
    overwrite(decided, size, pages[len(pages) // 2])
    before = (tmp_path / decided).read_bytes()
    (problem,) = examine(decided).to_dict("records")
    assert problem["problem"].startswith("the file is damaged (")
    lost = repair(decided)
    new = lost.attrs["file"]
    assert new.name.endswith("-repaired.db")
    assert (tmp_path / decided).read_bytes() == before
    direct = lost[(lost.table == table) & (lost.why == "could not be read")]
    assert 0 < len(direct) < 60
    with Store.open(new) as store:
        assert store.counts()["decisions"] == 400 - (lost.table == "decisions").sum()
        assert store.counts()["records"] == 400 - (lost.table == "records").sum()
        checks = store.verify().set_index("check")
        assert checks.loc[["ledger", "rows as written", "record links", "guards", "file"], "ok"].all()
        assert f"gave up {len(lost)} rows" in checks.loc["ledger", "detail"]
    with pytest.raises(StoreError, match=r"-repaired.db is there already from an earlier repair; move it"):
        repair(decided)


def test_rows_of_which_a_deleted_entry_told_are_set_apart(decided):
    """Nothing says any more that they are as they were written: they are named and kept in a file beside."""
    with closing(sqlite3.connect(decided)) as connection:
        connection.execute("DROP TRIGGER ledger_no_delete")
        connection.execute("DELETE FROM ledger WHERE kind = 'decisions' AND height = 4")
        connection.execute("DROP TRIGGER sightings_no_delete")
        connection.execute("DROP TRIGGER records_no_delete")
        connection.execute("DELETE FROM records WHERE title = 'Title 7'")
        connection.commit()
    assert "rows name what is not there" in examine(decided)["problem"].iloc[-1]
    lost = repair(decided)
    assert lost.table.value_counts().to_dict() == {"decisions": 41, "records": 1, "sightings": 1}
    new = lost.attrs["file"]
    apart = new.with_name(f"{new.stem}-apart.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(apart) == 42
    with Store.open(new) as store:
        assert store.counts()["decisions"] == 359
        checks = store.verify().set_index("check")
        assert checks.loc[["ledger", "rows as written", "record links", "guards"], "ok"].all()


def test_where_nothing_can_be_read_the_remedy_is_a_backup(decided, tmp_path):
    """A file whose first page is gone is left as it is, and no new one is made."""
    overwrite(decided, 4096, 1)
    files = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(StoreError, match="no row can be read; restore it from the folder backup"):
        repair(decided)
    assert sorted(path.name for path in tmp_path.iterdir()) == files
