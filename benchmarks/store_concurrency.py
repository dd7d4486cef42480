"""Many readers deciding at once: is every decision there, and how long does one take?

python benchmarks/store_concurrency.py                     # 4 readers on a SQLite file
python benchmarks/store_concurrency.py --postgresql        # 8 readers on a server of its own
python benchmarks/store_concurrency.py --postgresql --blind   # each reader with a login of their own
python benchmarks/store_concurrency.py --signed            # each decision signed with its reader's key
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "tests")]

from review.store import Signing, Store  # noqa: E402
from review.store.signing import KEYS_VARIABLE  # noqa: E402
from store_fixtures import postgresql_server  # noqa: E402
from store_material import make_export  # noqa: E402

REFERENCES = 500
READER = """
import sys
from time import perf_counter
from review.store import Signing, Store
address, reader, n, pause = sys.argv[1:]
import random, time
with Store.open(address, signing=Signing("bench")) as store:
    references = store.records(["record_id"])["record_id"].to_list()
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(n)):
        row = {"reference_id": references[number % len(references)], "decision": "include"}
        row |= {"stage": ("title_abstract", "full_text")[number // len(references) % 2]}
        began = perf_counter()
        (made,) = store.append("decisions", [row], reader=reader)
        print(made, perf_counter() - began, flush=True)
        if float(pause):
            time.sleep(random.expovariate(1 / float(pause)))
"""


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server of its own")
    parser.add_argument("--blind", action="store_true", help="with row-level security set up")
    parser.add_argument("--signed", action="store_true", help="each decision is signed by its reader")
    parser.add_argument("--readers", type=int, help="default: 8 on PostgreSQL, 4 on SQLite")
    parser.add_argument("-n", type=int, default=2000, help="decisions of each (default: %(default)s)")
    parser.add_argument(
        "--pause", type=float, default=0, help="mean seconds between two decisions (default: none at all)"
    )
    arguments = parser.parse_args()
    readers = [f"reader{number}" for number in range(arguments.readers or (8 if arguments.postgresql else 4))]
    keys = tempfile.TemporaryDirectory()  # of the readers, for the processes too
    os.environ[KEYS_VARIABLE] = keys.name
    if arguments.postgresql:
        with postgresql_server(fsync=True) as folder:
            run(f"postgresql://review@/postgres?host={folder}", readers, arguments)
    else:
        with tempfile.TemporaryDirectory() as folder:
            run(str(Path(folder) / "review.db"), readers, arguments)


def run(address, readers, arguments):
    with Store.open(address, signing=Signing("bench")) as store:
        for reader in readers if arguments.signed else ():
            store.say_of_key("announces", reader=reader)
        store.add_import(make_export([f"Title {number}" for number in range(REFERENCES)]), reader="AB")
        if arguments.blind:
            roles = dict.fromkeys(readers, "reader")
            stages = dict.fromkeys(("title_abstract", "full_text"), (2, 1.0, 0))
            store.set_up_readers(roles, stages)
    began = perf_counter()
    processes = []
    for reader in readers:
        mine = address.replace("//review@", f"//{reader}@") if arguments.blind else address
        command = [sys.executable, "-c", READER, mine, reader, str(arguments.n), str(arguments.pause)]
        processes.append(
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        )
    for process in processes:
        assert process.stdout.readline().strip() == "ready"
    began = perf_counter()
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    lines = [process.communicate()[0].split("\n")[:-1] for process in processes]
    seconds = perf_counter() - began
    made = [line.split() for part in lines for line in part]
    waits = np.array([float(wait) for _, wait in made]) * 1000
    with Store.open(address, signing=Signing("bench")) as store:
        there = set(store.history("decisions")["id"])
        checks = store.verify()
    wanted = len(readers) * arguments.n
    print(
        f"{len(readers)} readers x {arguments.n} decisions in {seconds:.1f} s on {address.split(':')[0]}"
        + (", signed" if arguments.signed else "")
    )
    print(
        f"acknowledged {len(made)} of {wanted}, of these in the database {sum(i in there for i, _ in made)}"
    )
    print(f"verify: {'clean' if checks['ok'].all() else checks[~checks['ok']].to_string()}")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores (other programs count too)")
    print("one decision: " + ", ".join(f"p{p} {np.percentile(waits, p):.1f} ms" for p in (50, 95, 99, 100)))
    if len(made) != wanted or not {identifier for identifier, _ in made} <= there:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
