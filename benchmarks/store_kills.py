"""Kill a deciding process at random moments: is every acknowledged decision there afterwards?

Each run forks a process that opens the review, decides, undoes and imports without end, and tells each
decision's id once it is stored. The process gets SIGKILL at a random moment: in one run of five counted
from its start, so that opening is hit too, in the others from a decision drawn at random. Then the review
must open, hold every id that was told, and pass every check.

    python benchmarks/store_kills.py             # 1 000 runs on SQLite
    python benchmarks/store_kills.py -n 50 --postgresql
"""

import argparse
import itertools
import os
import random
import signal
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "tests")]

import psycopg  # noqa: E402

from review.store import Store  # noqa: E402
from store_fixtures import postgresql_server  # noqa: E402
from store_material import fill, make_export  # noqa: E402

RUNS_PER_DATABASE = 20


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, default=1000, help="runs (default: %(default)s)")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server of its own")
    parser.add_argument("--longest", type=float, default=0.03, help="seconds until the latest kill")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    told = early = 0
    began = time.monotonic()
    server = postgresql_server(fsync=True) if arguments.postgresql else nullcontext()
    with tempfile.TemporaryDirectory() as folder, server as socket:
        for run in range(arguments.n):
            if run % RUNS_PER_DATABASE == 0:  # so that checking them all stays quick
                address = new_database(run, folder, socket)
                acknowledged = []
            wait_for = 0 if chance.random() < 0.2 else chance.randint(1, 10)
            ids = one_run(address, run, wait_for, chance.uniform(0, arguments.longest))
            early += not ids
            acknowledged += ids
            told += len(ids)
            with Store.open(address) as store:
                history = store.history("decisions")
                lost = set(acknowledged) - set(history["id"])
                checks = store.verify()
            if lost or not checks["ok"].all():
                print(f"run {run}: lost {sorted(lost)}\n{checks[~checks['ok']].to_string()}")
                raise SystemExit(1)
            if run % 100 == 99:
                print(f"{run + 1} runs, {told} decisions told, none lost, {time.monotonic() - began:.0f} s")
    print(
        f"{arguments.n} kills ({early} of them before the first decision): {told} decisions were told and "
        "all are there; the review opened and every check passed after each kill"
    )


def new_database(run, folder, socket):
    """Return the address of a review with three references."""
    if socket is None:
        address = f"{folder}/review{run}.db"
    else:
        with psycopg.connect(f"host={socket} user=review dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE kills{run}")
        address = f"postgresql://review@/kills{run}?host={socket}"
    with Store.open(address) as store:
        fill(store)
    return address


def one_run(address, run, wait_for, seconds):
    """Let a process decide until it is killed, so long after that many decisions; return what it told."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        decide_for_ever(address, run, write)
    os.close(write)
    with os.fdopen(read) as pipe:
        ids = [pipe.readline().strip() for _ in range(wait_for)]
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return ids + pipe.read().split("\n")[:-1]


def decide_for_ever(address, run, write):
    """Decide; now and then undo, and import a file of its own."""
    with Store.open(address) as store:
        references = store.records(["record_id"])["record_id"].to_list()
        for number in itertools.count():
            row = {"reference_id": references[number % 3], "stage": "title_abstract", "decision": "include"}
            reader = f"reader{run % 3}"
            (made,) = store.append("decisions", [row], reader=reader)
            os.write(write, f"{made}\n".encode())
            if number % 5 == 3:
                store.undo("decisions", reader=reader)
            if number % 7 == 4:
                titles = [f"Title {run} {number} {part}" for part in range(20)]
                store.add_import(make_export(titles, name=f"{run}-{number}.ris"), reader=reader)


if __name__ == "__main__":
    main()
