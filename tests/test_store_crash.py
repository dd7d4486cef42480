"""Crashes and crowds: what was acknowledged is there, whoever was killed and however many wrote at once."""

import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from review.store import Store
from store_material import both, fill, include

try:
    import resource
except ModuleNotFoundError:  # on Windows
    resource = None

pytest_plugins = ["store_fixtures"]

DECIDE_FOR_EVER = """
import itertools, sys
from review.store import Store
address, reader, *references = sys.argv[1:]
with Store.open(address) as store:
    for reference in itertools.cycle(references):
        row = {"reference_id": reference, "stage": "title_abstract", "decision": "include"}
        print(*store.append("decisions", [row], reader=reader), flush=True)
"""
BUSY = """
import itertools, sys
from review.store import Store
from store_material import make_export
address, *references = sys.argv[1:]
with Store.open(address) as store:
    for number in itertools.count():
        row = {"reference_id": references[number % 3], "stage": "title_abstract", "decision": "include"}
        print(*store.append("decisions", [row], reader="AB"), flush=True)
        if number % 3 == 1:
            store.undo("decisions", reader="AB")
        if number % 4 == 2:
            name = f"{store.counts()['imports']}.ris"
            store.add_import(make_export([f"{name} {part}" for part in range(20)], name=name), reader="AB")
"""
DECIDE_UNTIL_FULL = """
import os, resource, sys
from review.errors import StoreError
from review.store import Store
address, *references = sys.argv[1:]
with Store.open(address) as store:
    size = max(os.path.getsize(address), os.path.getsize(address + "-wal")) + 300_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        while True:
            row = {"reference_id": references[0], "stage": "full_text", "decision": "include"}
            print(*store.append("decisions", [row | {"note": "x" * 20_000}], reader="AB"), flush=True)
    except StoreError as error:
        print(error)
"""
DECIDE_SOME = """
import sys
from review.store import Store
address, reader, count, reference = sys.argv[1:]
with Store.open(address) as store:
    for _ in range(int(count)):
        store.append("decisions", [{"reference_id": reference, "stage": "full_text", "decision": "exclude"}],
                     reader=reader)
"""


@both
def test_a_killed_process_loses_no_acknowledged_decision(address, store):
    """After SIGKILL in the middle of deciding every id that was printed is stored, and all checks pass."""
    references = fill(store)
    for kill_after in (1, 4, 9):
        command = [sys.executable, "-c", DECIDE_FOR_EVER, address, "AB", *references]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        with process:
            acknowledged = [process.stdout.readline().strip() for _ in range(kill_after)]
            process.kill()
            acknowledged += process.stdout.read().split("\n")[:-1]
        assert set(acknowledged) <= set(store.history("decisions")["id"])
        assert len(acknowledged) >= kill_after
    assert store.verify()["ok"].all()


def test_killed_at_any_moment_the_review_opens_and_is_whole(address, store):
    """Processes that decide, undo and import are killed at random moments, one after the other."""
    references = fill(store)
    chance, acknowledged = random.Random(1), []
    for _ in range(3):
        command = [sys.executable, "-c", BUSY, address, *references]
        here = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=here) as process:
            acknowledged += [process.stdout.readline().strip() for _ in range(chance.randint(1, 8))]
            time.sleep(chance.uniform(0, 0.03))
            process.kill()
            acknowledged += process.stdout.read().split("\n")[:-1]
        with Store.open(address) as again:
            assert set(acknowledged) <= set(again.history("decisions")["id"])
            assert again.verify()["ok"].all()


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs limits on the size of files")
def test_when_the_file_cannot_grow_the_error_is_clear_and_nothing_is_lost(address, store):
    """A process whose files may not grow decides until it cannot; every decision it told is there."""
    references = fill(store)
    store.close()
    command = [sys.executable, "-c", DECIDE_UNTIL_FULL, address, *references]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    *acknowledged, error = done.stdout.splitlines()
    assert "the disk is at fault or full" in error or "the disk is full; make room" in error
    assert len(acknowledged) > 3
    with Store.open(address) as again:
        assert set(again.history("decisions")["id"]) == set(acknowledged)
        assert again.verify()["ok"].all()
        again.append("decisions", [include(references[0])], reader="AB")


@both
def test_many_write_at_once_and_nothing_is_lost(address, store):
    """Three processes that decide at the same time wait for each other; all their rows are there."""
    first, *_ = fill(store)
    processes = [
        subprocess.Popen([sys.executable, "-c", DECIDE_SOME, address, reader, "20", first])
        for reader in ("AB", "CD", "EF")
    ]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    assert store.history("decisions").groupby("reader").size().to_dict() == {"AB": 20, "CD": 20, "EF": 20}
    assert len(store.current("decisions")) == 3


@both
def test_many_make_the_database_at_once(address):
    """Whoever comes first makes the tables, and the others find them."""
    with ThreadPoolExecutor(4) as threads:
        for store in threads.map(Store.open, [address] * 4):
            with store:
                assert store.verify()["ok"].all()


@both
def test_the_same_file_imported_at_once_is_imported_once(address, store):
    """Of several who import the same file at the same time one writes it."""
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(fill, [store] * 4))
    assert store.counts()["imports"] == 1
    assert len(store.records()) == 3


@pytest.mark.parametrize("wrong", [include("r0"), {"reference_id": "r0"}])
def test_a_refused_call_leaves_the_store_usable(store, wrong):
    """After an error the next judgement is taken as ever."""
    first, *_ = fill(store)
    with pytest.raises(Exception, match="decisions, row 2"):
        store.append("decisions", [include(first), wrong], reader="AB")
    store.append("decisions", [include(first)], reader="AB")
    assert store.counts()["decisions"] == 1
