"""Crashes and crowds: what was acknowledged is there, whoever was killed and however many wrote at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from review.store import Store
from store_material import both, fill, include

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
