"""How fast is an import, how much memory does it take, and how does that compare with rispy alone?

Usage: python benchmarks/import_speed.py [--records N] [--words N] [--file EXPORT.ris]

Without --file the records are made up: with 140 words in an abstract they are as long as those of real
exports are on average (22 lines, 1.1 kB), with 380 words 2.6 kB. Each reader runs in a process of its own,
one after the other; peak memory is that of the whole process. `account` reads a file for its account alone.
"""

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

READERS = ("review", "account", "rispy")
WORDS = tuple(
    re.findall(
        r"\S+",
        """patients care imaging unnecessary low value tests routine primary antibiotic overuse reduce trial
        cohort intervention outcome cost effect evidence guideline practice treatment hospital randomised
        control risk benefit harm screening referral prescribing clinicians audit feedback interval""",
    )
)


def made_up(n_records, n_words, seed=1):
    chance = random.Random(seed)

    def words(n):
        return " ".join(chance.choices(WORDS, k=n))

    def name():
        return "".join(chance.choices("aeiklmnorstuåäö", k=chance.randint(4, 9))).title()

    for number in range(n_records):
        lines = ["TY  - JOUR", f"ID  - {number}", f"T1  - {words(12).capitalize()} {number}"]
        lines += [f"A1  - {name()}, {name()}" for _ in range(chance.randint(1, 7))]
        lines += [f"Y1  - {chance.randint(1990, 2026)}//"]
        if number % 3:
            lines += [f"N2  - {words(n_words)} {'≥' if number % 10 == 1 else '='} 5 % (p < 0.05)"]
        lines += [f"KW  - {words(2)}" for _ in range(chance.randint(0, 8))]
        lines += [f"JF  - Example Journal of {words(2).title()}", f"VL  - {number % 90}", "IS  - 3"]
        lines += [f"SP  - {number}", f"EP  - {number + 9}", "SN  - 1234-5679", "LA  - English"]
        lines += [f"DO  - 10.5555/made.{number}", f"UR  - https://example.org/made/{number}", "ER  - ", ""]
        yield "\n".join(lines) + "\n"


def run(reader, path):
    start = time.perf_counter()
    if reader == "rispy":
        import rispy

        loaded = time.perf_counter()
        with open(path, encoding="utf-8") as file:
            n_records = len(rispy.load(file))
    else:
        from review.formats import read_account, read_export

        loaded = time.perf_counter()
        n_records = len(read_export(path).records) if reader == "review" else read_account(path).records
    end = time.perf_counter()
    print(
        json.dumps(
            {
                "reader": reader,
                "records": n_records,
                "seconds": round(end - loaded, 2),
                "records_per_second": round(n_records / (end - loaded)),
                "seconds_to_load_the_code": round(loaded - start, 2),
                "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            }
        )
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=140, help="in each abstract")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--reader", choices=READERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.reader:
        run(options.reader, options.file)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or Path(folder) / "made_up.ris"
        if not options.file:
            with path.open("w", encoding="utf-8") as file:
                file.writelines(made_up(options.records, options.words))
        print(f"{path.stat().st_size / 1e6:.0f} MB")
        found = {}
        for reader in READERS:
            command = [sys.executable, __file__, "--reader", reader, "--file", str(path)]
            answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            print(answer.strip())
            found[reader] = json.loads(answer)
    ratio = found["review"]["records_per_second"] / found["rispy"]["records_per_second"]
    print(f"review reads {ratio:.2f} times as many records a second as rispy")


if __name__ == "__main__":
    main()
