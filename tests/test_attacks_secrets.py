"""Secrets and terminals: no password in a message, no sign that steers a terminal, files for their owner."""

import io
import json
import os
import sqlite3
import subprocess
import sys
import unicodedata
import warnings
from argparse import Namespace
from contextlib import closing, redirect_stdout

import pandas as pd
import pytest

from review.cli import output
from review.errors import StoreError
from review.formats import files
from review.store import Store, backup, connection, places, repair
from store_material import fill

pytest_plugins = ["store_fixtures"]

ADDRESSES = (
    "postgresql://anna:hemligt@/nobody?host=/nowhere",
    "postgresql://anna:hem@ligt@server.invalid/db?host=/nowhere",
    "postgresql://anna@/db?host=/nowhere&password=hemligt",
    "postgresql://anna@/db?sslpassword=hemligt&host=/nowhere",
    "postgresql://anna:hem/ligt@server.invalid/db?host=/nowhere",
    "postgresql://anna:hem#ligt@/db?host=/nowhere",
    "postgresql://anna:hemligt@server:port/db",
    "postgres//anna:hemligt@server/db",
    "postgresql:/anna:hemligt@server/db",
    "postgresql:anna:hemligt@server/db",
    "anna:hemligt@server/db",
    "postgressql://anna:hemligt@server/db",
    "POSTGRES://anna:hemligt@server/db?host=/nowhere",
    "mysql://anna:hemligt@server/db",
    "mysql+pymysql://anna@server/db?password=hemligt",
    "mongodb+srv://anna:hemligt@server/db",
    "oracle://anna:hemligt@server/db",
    "mssql://server/db?user=anna&pwd=hemligt",
    "host=server password=hemligt dbname=db",
    "host=server password='hem ligt' dbname=db",
)
"""Addresses as people write them, right and wrong; guard: `review.store.places.without_secrets`."""


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_message_holds_a_password(address, tmp_path, monkeypatch):
    """Whatever is wrong with an address, what is said of it leaves out what is secret in it."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError) as told:
        Store.open(address)
    for secret in ("hemligt", "hem@", "ligt@", "hem/ligt", "hem#ligt", "hem ligt"):
        assert secret not in str(told.value)
    assert not list(tmp_path.rglob("*"))


STEERING = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), 0x2028, 0x2066)]
HOSTILE = (
    "Titel " + "".join(sign for sign in STEERING if sign not in "\n\t") + "\x1b]0;x\x07\x1b[2J\x9b31m slut"
)
SHOWN = {
    "a sentence": HOSTILE,
    "a table": pd.DataFrame({"title": [HOSTILE], HOSTILE: ["x"]}),
    "a dictionary": {HOSTILE: HOSTILE, "inner": {"list": [HOSTILE]}},
}


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize("kind", SHOWN)
def test_no_steering_sign_reaches_a_terminal(kind, as_json):
    """What an export holds is shown, not obeyed; as JSON it is the same text. Guard: `output.tame`."""
    with redirect_stdout(io.StringIO()) as out:
        output.show(SHOWN[kind], Namespace(json=as_json))
    raw = [
        sign for sign in out.getvalue() if unicodedata.category(sign) in ("Cc", "Zl") and sign not in "\n\t"
    ]
    assert not raw
    assert not {*"\u202a\u202b\u202c\u202d\u202e\u2066"} & {*out.getvalue()}
    if as_json and kind == "a sentence":
        assert json.loads(out.getvalue()) == HOSTILE


def test_no_steering_sign_in_a_message(capsys):
    """A file's name in an error may hold what an export's title may."""
    output.say(f"review: {HOSTILE}: no such file")
    assert not {*STEERING} - {"\n"} & {*capsys.readouterr().err} - {"\n"}


def mode_of(path):
    """Return the rights that group and others have."""
    return path.stat().st_mode & 0o077


def test_a_database_and_what_belongs_to_it_is_its_owners(tmp_path):
    """The file, its log of writes, its backup and its repaired copy. Guard: `check_file`, `back_up`."""
    path = tmp_path / "review.db"
    with Store.open(path) as store:
        fill(store)
        assert not [file.name for file in tmp_path.rglob("*") if file.is_file() and mode_of(file)]
        engine, place = store._engine, connection.locate(path)
        assert mode_of(backup.back_up(engine, place, "2026-01-01T00:00:00.000000Z", None, "1")) == 0
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DROP TRIGGER records_no_update")
        raw.execute("UPDATE records SET title = 'quite another one, all of it' WHERE title = 'Title 1'")
        raw.commit()
    repair(path)
    assert not [file.name for file in tmp_path.rglob("*") if file.is_file() and mode_of(file)]


PLACES = {
    "/home/anna/Dropbox/review.db": "synchronised folder (Dropbox)",
    "/home/anna/OneDrive - Socialstyrelsen/r/review.db": "synchronised folder (OneDrive - Socialstyrelsen)",
    "/Users/anna/Library/CloudStorage/x/review.db": "synchronised folder (CloudStorage)",
    "/Users/anna/Library/Mobile Documents/review.db": "synchronised folder (Mobile Documents)",
    "/home/anna/Nextcloud/review.db": "synchronised folder (Nextcloud)",
    "/home/anna/Google Drive/review.db": "synchronised folder (Google Drive)",
    "/home/anna/iCloud Drive (Archive)/review.db": "",
    "/home/anna/boxes/review.db": "",
    "/srv/team/review.db": "network drive (/srv/team, nfs4)",
    "/mnt/h drive/review.db": "network drive (/mnt/h drive, cifs)",
    "/mnt/ssh/a/review.db": "network drive (/mnt/ssh, fuse.sshfs)",
    "/srv/other/review.db": "",
}
MOUNTS = r"""/dev/a / ext4 rw 0 0
server:/team /srv/team nfs4 rw 0 0
//server/h /mnt/h\040drive cifs rw 0 0
anna@server: /mnt/ssh fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize("path", PLACES)
def test_a_folder_where_sqlite_is_not_safe_is_told(path):
    """By the name of the folder, or by what is mounted there. Guard: `places.unsafe_folder`."""
    assert PLACES[path] in places.unsafe_folder(path, MOUNTS)
    assert bool(PLACES[path]) == bool(places.unsafe_folder(path, MOUNTS))


def test_whoever_opens_a_review_in_such_a_folder_is_warned_once(tmp_path):
    """The warning names logs and servers as the way; a sound folder gives none."""
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    with pytest.warns(UserWarning, match=r"synchronised folder \(Dropbox\).*review log export.*a server"):
        Store.open(folder / "review.db").close()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Store.open(folder / "review.db").close()
        Store.open(tmp_path / "review.db").close()


@pytest.fixture
def dead():
    """Return the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_killed_runs_left_is_cleared_by_the_next(tmp_path, dead):
    """Files of runs that go on, and files of people, stay. Guard: `files.clear_leftovers`."""
    left = [
        f".report.html.{dead}.abcd1234.part",
        f"kept.jsonl.{dead}.unfinished",
        f"a.db.{dead}.unfinished-wal",
    ]
    stay = [
        f".report.html.{os.getpid()}.abcd1234.part",
        "song.part",
        "a.unfinished",
        ".x.part",
        "1.unfinished",
    ]
    for name in (*left, *stay):
        tmp_path.joinpath(name).write_text("x", encoding="utf-8")
    with files.whole_file(tmp_path / "report.html") as beside:
        beside.write_text("done", encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*stay, "report.html"])


def test_a_backup_clears_what_a_killed_one_left(tmp_path, dead):
    """It lies in the folder of backups."""
    with Store.open(tmp_path / "review.db") as store:
        folder = tmp_path / "backup"
        folder.mkdir()
        folder.joinpath(f"review-1.db.{dead}.unfinished").write_text("x", encoding="utf-8")
        place = connection.locate(tmp_path / "review.db")
        kept = backup.back_up(store._engine, place, "2026-01-01T00:00:00.000000Z", None, "1")
    assert list(folder.iterdir()) == [kept]


def test_what_is_written_has_the_rights_its_owner_gives(tmp_path):
    """A person who keeps new files from others keeps reports and exports from them too."""
    code = (
        "import os, sys; os.umask(0o077); from review.formats.files import whole_file\n"
        "with whole_file(sys.argv[1]) as path: path.write_text('x')"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.html")], check=True)
    assert mode_of(tmp_path / "a.html") == 0
