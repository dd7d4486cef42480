"""A large review: how long until it is open, and until `status` answers?

python benchmarks/store_opening.py                # 100 000 records, 30 000 decisions
python benchmarks/store_opening.py --keep DIR     # make it once in DIR, measure it again later
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "tests")]

from review.project import create  # noqa: E402
from review.workbench import Workbench  # noqa: E402
from store_material import make_export  # noqa: E402

READERS = '[[readers]]\nid = "anna"\n[[readers]]\nid = "bengt"\n'
MEASURE = """
import sys
from time import perf_counter
from review.workbench import Workbench
began = perf_counter()
with Workbench.open(sys.argv[1]) as workbench:
    opened = perf_counter()
    status = workbench.status()
    answered = perf_counter()
    workbench.status()
    again = perf_counter() - answered
    print(f"{opened - began:.2f} {answered - opened:.2f} {again:.2f} {status['references']}")
"""
WORDS = (
    "care low value overuse imaging knee back pain trial cohort deprescribing audit feedback cost elderly "
    "primary hospital antibiotic screening guideline removal practice survey effect harm benefit test"
)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--decisions", type=int, default=30_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder of the review, made where it is not there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = arguments.keep or Path(folder) / "large"
        if not (folder / "review.toml").exists():
            make(folder, arguments)
        size = (folder / "data" / "review.db").stat().st_size / 1e6
        print(f"{arguments.records} records, {arguments.decisions} decisions, {size:.0f} MB")
        print("open s   status s   status again s   references")
        for _ in range(arguments.runs):
            done = subprocess.run(
                [sys.executable, "-c", MEASURE, str(folder)], capture_output=True, text=True, check=True
            )
            print("   ".join(done.stdout.split()))


def make(folder, arguments):
    create(folder, title="Large", language="en")
    toml = folder / "review.toml"
    text = toml.read_text(encoding="utf-8")
    head, tail = text.split("[[readers]]")
    text = head.replace("readers_per_reference = 1", "readers_per_reference = 2") + READERS
    toml.write_text(text + tail[tail.index("[stopping]") :], encoding="utf-8")
    chance, words = np.random.default_rng(1), WORDS.split()
    titles = [f"{' '.join(chance.choice(words, 9))} {number}" for number in range(arguments.records)]
    with Workbench.open(folder) as workbench:
        account = {"lines": {"understood": len(titles), "repaired": 0, "not_understood": 0}}
        workbench.store.add_import(make_export(titles, said=account), reader="import")
        references = workbench.store.records(["record_id"])["record_id"].to_list()
        said = chance.choice(["include", "exclude"], arguments.decisions, p=[0.1, 0.9])
        half = arguments.decisions // 2
        for reader, mine in (("anna", said[:half]), ("bengt", said[half:])):
            for start in range(0, len(mine), 10):
                rows = [
                    {"reference_id": reference, "stage": "title_abstract", "decision": decision}
                    for reference, decision in zip(
                        references[start : start + 10], mine[start : start + 10], strict=False
                    )
                ]
                workbench.store.append("decisions", rows, reader=reader)


if __name__ == "__main__":
    main()
