"""Attacks of the machine: full disks, held locks, wrong clocks, kills; a sentence, and nothing is lost."""

import datetime
import errno
import gc
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pandas as pd
import pytest

from review import formats, project
from review.cli import main
from review.errors import Question, StoreError, UsageError
from review.formats import files
from review.formats.files import whole_file
from review.store import Store, connection, repair
from review.store.times import to_text, utc_now
from store_material import connect_raw, fill, include, make_export
from test_attacks_rules import change, unguarded

pytest_plugins = ["store_fixtures"]
UNTRUE = "UPDATE decisions SET note = 'not what was said'"
FRAME = pd.DataFrame({"title": ["En titel " * 40] * 400, "doi": "10.5555/a", "reference_id": "r1"})
WRITERS = {
    "csv": formats.write_csv,
    "xlsx": formats.write_xlsx,
    "jsonl": formats.write_jsonl,
    "ris": formats.write_ris,
    "bibtex": formats.write_bibtex,
    "endnote": formats.write_endnote,
    "eppi": formats.write_eppi,
}
LIMITED = """
import resource, sys
from review.errors import ReviewError
from test_attacks_machine import FRAME, WRITERS
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
for write in [one for form, one in WRITERS.items() if form != "xlsx"]:  # made in another place first
    try:
        write(FRAME, sys.argv[1])
    except ReviewError as error:
        print(error)
"""


@pytest.fixture
def decided(address):
    """Return the path of a closed review of three records with a decision of Anna's on each."""
    with Store.open(address) as store:
        store.append("decisions", [include(one) for one in fill(store)], reader="anna")
    return address


def counted(path):
    """Return the decisions that stand in a sound file."""
    with Store.open(path) as store:
        assert store.verify().ok.all()
        return len(store.current("decisions"))


def run(code, *arguments, **how):
    """Run Python in a process of its own that finds what the tests find."""
    here = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=120, env=here, **how
    )


@pytest.mark.skipif(os.name == "nt", reason="needs limits on the size of files")
def test_a_file_that_finds_no_room_is_told_and_leaves_nothing(tmp_path):
    """Every writer says so in one sentence, and what was there stays. Guards: `whole_file`, `save_book`."""
    (tmp_path / "out").write_text("kept", encoding="utf-8")
    done = run(LIMITED, str(tmp_path / "out"))
    assert done.stderr == ""
    assert (
        done.stdout.count("out: cannot be written (File too large); choose another place") == len(WRITERS) - 1
    )
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out").read_text(encoding="utf-8") == "kept"


ERRORS = {
    "full": (errno.ENOSPC, "No space left on device"),
    "read-only": (errno.EROFS, "Read-only file system"),
    "not allowed": (errno.EACCES, "Permission denied"),
    "a reserved name": (errno.EINVAL, "Invalid argument"),
}


STEPS = {
    "begun": (files.tempfile, "mkstemp"),
    "filled": (formats.write.Path, "write_bytes"),
    "put in its place": (files.os, "replace"),
}


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("step", STEPS)
def test_a_workbook_that_cannot_be_written_is_told_at_every_step(step, kind, tmp_path, monkeypatch, capsys):
    """Whatever the system says, and when, what was there stays. Guards: `whole_file`, `save_book`."""

    def refuse(*_, **__):
        raise OSError(*ERRORS[kind])

    path = tmp_path / "a.xlsx"
    path.write_text("kept", encoding="utf-8")
    monkeypatch.setattr(*STEPS[step], refuse)
    with pytest.raises(UsageError, match=f"a.xlsx: cannot be written .{ERRORS[kind][1]}.; choose another"):
        formats.write_xlsx(FRAME, path)
    monkeypatch.undo()
    gc.collect()
    assert "Traceback" not in capsys.readouterr().err
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [("a.xlsx", "kept")]


def test_a_lock_held_too_long_is_told_and_nothing_is_lost(decided, monkeypatch):
    """Another program holds the file; after a while a sentence says so. Guard: `_begin_in_turn`."""
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.3)
    with closing(sqlite3.connect(decided, isolation_level=None)) as other, Store.open(decided) as store:
        reference = store.records().record_id[0]
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(StoreError, match="is held by another program; close that program and try again"):
            store.append("decisions", [include(reference)], reader="bo")
        assert time.monotonic() - began < 10
        assert len(store.current("decisions")) == 3, "reading goes on meanwhile"
        other.execute("ROLLBACK")
        store.append("decisions", [include(reference)], reader="bo")
    assert counted(decided) == 4


KILLED = """
import os, signal, sys
from review.formats import files
from review.store import Store, backup, connection, repair
what, address, out = sys.argv[1:]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
files.os.replace = die  # the last step, after which all would be there
if what == "an export":
    from review.formats import write_csv
    import pandas as pd
    write_csv(pd.DataFrame({"a": ["x"]}), out)
with Store.open(address) as store:
    if what == "a log":
        store.export_log(out)
    backup.back_up(store._engine, connection.locate(address), "2026-01-01T00:00:00.000000Z", None, "1")
"""


@pytest.mark.skipif(os.name == "nt", reason="what killed runs leave is not cleared there")
@pytest.mark.parametrize("what", ["an export", "a log", "a backup"])
def test_killed_before_its_last_step_a_file_is_as_before_and_nothing_stays(what, decided, tmp_path):
    """The old file is whole, the next run clears what is left. Guards: `whole_file`, `clear_leftovers`."""
    out = tmp_path / "out.file"
    out.write_text("kept", encoding="utf-8")
    assert run(KILLED, what, decided, str(out)).returncode == -9
    assert out.read_text(encoding="utf-8") == "kept"
    folder = tmp_path / "backup" if what == "a backup" else tmp_path
    assert list(folder.glob(".*.part"))
    with whole_file(folder / "next") as path:
        path.write_text("x", encoding="utf-8")
    assert not list(folder.glob(".*.part*"))
    assert counted(decided) == 3


KILLED_INSIDE = """
import os, signal, sys
from review.store import Store, exchange, migration, repair, repair_rescue
what, address, log = sys.argv[1:]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
migration.set_up_again = exchange._account_for = die
repair_rescue.Sorting._account_for_losses = die
if what == "a repair":
    repair(address)
with Store.open(address) as store:
    store.merge_log(log)
"""


@pytest.mark.parametrize("what", ["a migration", "a repair", "a merge"])
def test_killed_half_way_a_review_is_as_before_and_the_next_run_does_it(what, decided, tmp_path):
    """Nothing of it is there, and doing it again does all. Guard: one transaction."""
    log = tmp_path / "log.jsonl"
    with Store.open(tmp_path / "other.db") as other:
        other.append("decisions", [include(one) for one in fill(other)], reader="bo")
        other.export_log(log)
    if what == "a migration":
        with closing(connect_raw(decided)) as raw:
            raw.execute("DROP TABLE keys")
            raw.execute("DROP TRIGGER ledger_fits_types")
            for name in ("signed_by", "signature"):
                raw.execute(f"ALTER TABLE ledger DROP COLUMN {name}")
            raw.execute("UPDATE review_schema SET version_num = '0004'")
            raw.commit()
    if what == "a repair":
        change(decided, UNTRUE)
    before = {path: path.read_bytes() for path in tmp_path.glob("*.db")}
    assert run(KILLED_INSIDE, what, decided, str(log)).returncode == -9
    if what == "a repair":
        assert before == {path: path.read_bytes() for path in before}
        assert not list(tmp_path.glob("*-repaired.db"))
        assert repair(decided).attrs["file"].exists()
        assert not list(tmp_path.glob("*.unfinished*"))
        return
    assert counted(decided) == 3
    with Store.open(decided) as store:
        store.merge_log(log)
    assert counted(decided) == 6


def test_an_old_backup_with_the_logs_merged_is_the_review_again(decided, tmp_path):
    """What was said after the backup comes back from the logs, once. Guard: `exchange._fresh`."""
    old, log = tmp_path / "old.db", tmp_path / "log.jsonl"
    shutil.copyfile(decided, old)
    with Store.open(decided) as store:
        first, second, _ = store.records().record_id
        store.append("decisions", [include(first, decision="exclude")], reader="anna")
        store.append("decisions", [include(second)], reader="bo")
        store.undo("decisions", reader="bo")
        store.export_log(log)
        now = store.history("decisions")
    with Store.open(old) as store:
        for _ in range(2):
            store.merge_log(log)
        pd.testing.assert_frame_equal(store.history("decisions"), now)
        assert store.missing_from(log).empty
        assert store.verify().ok.all()


AHEAD = to_text(utc_now() + datetime.timedelta(days=90))


def put_ahead(path):
    """Let Anna's decisions be of a day ninety days from now, as a clock set back would find them."""
    with unguarded(path), Store.open(path, now=lambda: AHEAD) as store:
        rows = [include(one, stage="full_text") for one in store.records().record_id]
        return store.append("decisions", rows, reader="anna")


def test_a_clock_behind_one_s_last_row_is_told_and_the_way_on_named(decided):
    """Nothing is stored in silence before it; taken back, it is in nobody's way. Guard: `_blame_clock`."""
    put_ahead(decided)
    with Store.open(decided) as store:
        first, *_ = store.records().record_id
        with pytest.raises(
            UsageError, match=rf"newest row of anna is of {AHEAD[:10]}.*clock says.*nothing was stored"
        ):
            store.append("decisions", [include(first)], reader="anna")
        store.append("decisions", [include(first)], reader="bo")
        for _ in range(3):
            store.undo("decisions", reader="anna")
        store.append("decisions", [include(first, decision="exclude")], reader="anna")
        said = store.current("decisions").query("reader == 'anna' and reference_id == @first")
        assert said.decision.to_list() == ["exclude"]


def test_a_time_given_far_ahead_is_told(decided):
    """By whatever way a row says its own time. Guard: `_fits_time`."""
    with (
        Store.open(decided) as store,
        pytest.raises(StoreError, match="more than two days ahead of the database's"),
    ):
        store.append("decisions", [include(store.records().record_id[0])], reader="anna", at=AHEAD)


def test_a_repair_asks_about_the_clock_before_it_sets_rows_apart(decided, tmp_path, capsys):
    """Each row is named and nothing is written until somebody answers. Guard: `_ask_about_clock`."""
    ids = put_ahead(decided)
    change(decided, f"{UNTRUE} WHERE stage = 'title_abstract'")
    with pytest.raises(Question, match="3 rows lie more than two days ahead of the clock") as asked:
        repair(decided)
    assert [one for one in ids if any(one in doubt for doubt in asked.value.doubts)] == ids
    assert "--clock-is-right" in asked.value.answer
    assert not list(tmp_path.glob("*repaired*"))
    folder = tmp_path / "review"
    project.create(folder, title="A")
    shutil.copyfile(decided, folder / "data" / "review.db")
    assert main(["repair", "--apply", "--json", "--project", str(folder)]) == 2
    assert len(json.loads(capsys.readouterr().out)["doubts"]) == 3
    assert main(["repair", "--apply", "--clock-is-right", "--project", str(folder)]) == 0
    told = repair(decided, clock_is_right=True)
    assert {*ids} <= {*told.key[told.why.str.endswith("; set apart")]}


def test_an_import_of_a_wrong_day_keeps_its_records_in_a_repair(decided):
    """It stays without its time and is named, and what was decided about it stays. Guard: `_insert_less`."""
    with unguarded(decided), Store.open(decided, now=lambda: AHEAD) as store:
        store.add_import(make_export(["Later"], name="later.ris"), reader="anna")
    change(decided, f"{UNTRUE} WHERE id = (SELECT min(id) FROM decisions)")
    told = repair(decided, clock_is_right=True)
    (why,) = told[told.table == "imports"].why
    assert "two days ahead of the clock; kept without that, as other rows are about it" in why
    with Store.open(told.attrs["file"]) as store:
        assert len(store.imports()) == 2
        assert (store.counts()["decisions"], len(store.records())) == (2, 4)
