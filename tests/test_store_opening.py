"""Opening: a store where there is one, and one sentence where there cannot be one."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from review.errors import StoreError
from review.store import Store, connection
from store_material import both, connect_raw, fill, include

pytest_plugins = ["store_fixtures"]


@both
def test_a_store_opens_again_as_it_was(address):
    """What was written is there when the store is opened a second time."""
    with Store.open(address) as store:
        first, *_ = fill(store)
        store.append("decisions", [include(first)], reader="AB")
    with Store.open(address, create=False) as store:
        assert store.current("decisions")["reference_id"].to_list() == [first]


def test_sqlite_is_set_up_to_lose_nothing(address, store):
    """Write-ahead log, full synchronisation and foreign keys are on; another writer is waited for."""
    with store._reading() as reading:
        said = {
            name: reading.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20000}


@both
def test_a_store_says_what_it_holds(store):
    """The representation names the place and counts what is there, and says when it is closed."""
    fill(store)
    assert repr(store) == f"<Store {store.name}: 1 imports, 3 records>"
    store.close()
    assert repr(store) == f"<Store {store.name}: closed>"
    with pytest.raises(StoreError, match="is closed; open it again"):
        store.records()


def test_a_sqlite_address_is_a_path(tmp_path):
    """sqlite:///file is the file."""
    Store.open(f"sqlite:///{tmp_path}/review.db").close()
    assert (tmp_path / "review.db").is_file()


def make_text(path):
    """Make a file that is no database."""
    path.write_text("TY  - JOUR\n" * 100, encoding="utf-8")


def make_damaged(path):
    """Make a database with a broken middle."""
    with Store.open(path) as store:
        fill(store, 50)
    whole = path.read_bytes()
    path.write_bytes(whole[:1000] + b"\xff" * (len(whole) - 2000) + whole[-1000:])


def make_foreign(path):
    """Make a database of another program."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE itemNotes (note TEXT)")


BAD_FILES = [
    pytest.param(make_text, "review.db is not a database; check the path", id="text"),
    pytest.param(make_damaged, "review.db is damaged; restore it from the folder backup", id="damaged"),
    pytest.param(make_foreign, r"tables of another program \(itemNotes\); give the path", id="foreign"),
    pytest.param(lambda path: path.mkdir(), "is a folder; give the path of a database file", id="folder"),
]


@pytest.mark.parametrize(("make", "message"), BAD_FILES)
def test_what_is_no_review_is_refused(tmp_path, make, message):
    """The message names the file and what to do, and the file stays as it was."""
    path = tmp_path / "review.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(StoreError, match=message):
        Store.open(path)
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_missing_folder_is_named(tmp_path):
    """No folders are made on the way."""
    with pytest.raises(StoreError, match=r"the folder .*nowhere does not exist; make it"):
        Store.open(tmp_path / "nowhere" / "review.db")


def test_a_missing_file_is_not_made_unasked(tmp_path):
    """With create=False there must be a database, and none is made."""
    with pytest.raises(StoreError, match="does not exist; import a file first"):
        Store.open(tmp_path / "review.db", create=False)
    assert not list(tmp_path.iterdir())


@both
def test_an_empty_database_is_no_review_unasked(address):
    """With create=False an empty database stays empty."""
    if not address.startswith("postgresql"):
        open(address, "w").close()
    with pytest.raises(StoreError, match="holds no review yet; import a file first"):
        Store.open(address, create=False)


BAD_ADDRESSES = {
    "kind": ("mysql://anna:secret@server/review", r"anna:\*\*\*@server.* SQLite file or in PostgreSQL"),
    "form": ("postgresql://anna:secret@server:port/review", "cannot be read; write it as"),
    "refused": ("postgresql://anna:secret@127.0.0.1:1/x", "anna:.*does not answer; check that the server"),
    "socket": ("postgresql:///review?host=/nowhere", "does not answer; check that the server runs"),
    "host": ("postgresql://x@server.invalid/x", "cannot be found; check the host name"),
}


@pytest.mark.parametrize(("wrong", "message"), BAD_ADDRESSES.values(), ids=BAD_ADDRESSES)
def test_an_address_that_leads_nowhere_is_refused(wrong, message):
    """The message shows the address without its password and says what to check."""
    with pytest.raises(StoreError, match=message) as caught:
        Store.open(wrong)
    assert "secret" not in str(caught.value)


@pytest.mark.postgresql
@pytest.mark.parametrize("part", ["review@/nowhere", "nobody@/postgres"], ids=["database", "user"])
def test_a_missing_database_or_user_is_named(server, part):
    """PostgreSQL's refusal becomes a sentence."""
    with pytest.raises(StoreError, match="is not there; check database and user in the address"):
        Store.open(f"postgresql://{part}?host={server}")


@pytest.mark.postgresql
@pytest.mark.parametrize("new_address", ["postgresql"], indirect=True)
def test_a_postgresql_database_of_another_program_is_refused(address):
    """Tables that are not ours are not mixed with ours."""
    with connect_raw(address) as other:
        other.execute("CREATE TABLE patients (id integer)")
    with pytest.raises(StoreError, match=r"tables of another program \(patients\)"):
        Store.open(address)


def test_a_database_that_another_program_holds_is_named(address, store, monkeypatch):
    """Who waits in vain for the other writer is told so; nothing is written."""
    first, *_ = fill(store)
    store.close()
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.1)
    with Store.open(address) as store, closing(sqlite3.connect(address, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert len(store.records()) == 3, "reading goes on"
        with pytest.raises(StoreError, match="is held by another program; close that program"):
            store.append("decisions", [include(first)], reader="AB")
        other.execute("ROLLBACK")
        assert store.counts()["decisions"] == 0


READ_ONLY = """
import os, sys
from review.errors import StoreError
from review.store import Store
from review.store.connection import connect  # all that is needed is read before the rights are given up
import sqlalchemy.dialects.sqlite.pysqlite
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    Store.open(sys.argv[1])
except StoreError as error:
    print(error)
"""


def test_a_read_only_database_is_refused():
    """A file without the right to write is refused with the remedy."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "review.db"
        Store.open(path).close()
        path.chmod(0o444)
        Path(folder).chmod(0o755)
        command = [sys.executable, "-c", READ_ONLY, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "review.db cannot be written; make the file and its folder writable" in done.stdout


def test_a_full_disk_is_named_and_loses_nothing(store):
    """When the database cannot grow, the message says so and what was saved stays."""
    first, *_ = fill(store)
    store.append("decisions", [include(first)], reader="AB")
    with store._engine.connect() as limited:
        pages = limited.exec_driver_sql("PRAGMA page_count").scalar()
        limited.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match="cannot grow, the disk is full; make room"):
        store.append("decisions", [include(first, note="x" * 100_000)], reader="AB")
    assert store.history("decisions")["note"].to_list() == [""]
