"""Agreement against another implementation: do coefficients and intervals agree on ratings with gaps?

The peer is irrCAC, with a bootstrap of its own that draws references with replacement, one by one. It runs in
an environment of its own, and is no dependency of the project:

    python -m venv PEER && PEER/bin/pip install irrCAC
    python benchmarks/agreement_peer.py PEER/bin/python
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src")]

from review.agreement import agree  # noqa: E402

WORDS = ("exclude", "include", "unsure")
PEER = """
import json, sys
import numpy as np, pandas as pd
from irrCAC.raw import CAC
names = {"ac1": "gwet", "alpha": "krippendorff", "pabak": "bp"}
for line in open(sys.argv[1]):
    asked = json.loads(line)
    table = pd.DataFrame(asked["ratings"], dtype="float")
    categories = asked["categories"]
    def measured(part):
        cac = CAC(part, categories=categories, digits=9)
        found = {ours: getattr(cac, theirs)()["est"] for ours, theirs in names.items()}
        told = {ours: float(est["coefficient_value"]) for ours, est in found.items()}
        return told | {"percent_agreement": float(found["ac1"]["pa"])}
    chance = np.random.default_rng(7)
    samples = [
        measured(table.iloc[chance.integers(0, len(table), len(table))].reset_index(drop=True))
        for _ in range(asked["boot"])
    ]
    told = {"value": measured(table)}
    for name in samples[0] if samples else ():
        told[name] = list(np.percentile([one[name] for one in samples], (2.5, 97.5)))
    print(json.dumps(told), flush=True)
"""
MEASURES = ("percent_agreement", "pabak", "ac1", "alpha")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("peer", help="a Python that has irrCAC")
    parser.add_argument("--tables", type=int, default=200, help="random tables (default: %(default)s)")
    parser.add_argument("--boot", type=int, default=400, help="samples per interval (default: %(default)s)")
    parser.add_argument("--intervals", type=int, default=6, help="tables with intervals")
    arguments = parser.parse_args()
    chance = np.random.default_rng(2026)
    tables = [random_ratings(chance) for _ in range(arguments.tables)]
    asked = [
        {"ratings": table, "categories": list(range(n)), "boot": arguments.boot * (i < arguments.intervals)}
        for i, (table, n) in enumerate(tables)
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.write("".join(json.dumps(one) + "\n" for one in asked))
        file.flush()
        done = subprocess.run(
            [arguments.peer, "-W", "ignore", "-c", PEER, file.name],
            capture_output=True,
            text=True,
            check=True,
        )
    worst, ends = dict.fromkeys(MEASURES, 0.0), []
    for one, line in zip(asked, done.stdout.splitlines(), strict=True):
        ours = agree(as_decisions(one["ratings"]), stage="full_text", n_boot=one["boot"] * 5).iloc[-1]
        theirs = json.loads(line)
        for name in MEASURES:
            worst[name] = max(worst[name], abs(ours[name] - theirs["value"][name]))
            if one["boot"]:
                both = zip((ours[f"{name}_low"], ours[f"{name}_high"]), theirs[name], strict=True)
                ends += [abs(mine - other) for mine, other in both]
    print(f"{len(asked)} tables of 2 to 5 readers, 2 or 3 answers, up to half of the cells empty")
    print("largest difference: " + ", ".join(f"{name} {value:.1e}" for name, value in worst.items()))
    print(f"ends of {len(ends) // 2} intervals: mean difference {np.mean(ends):.4f}, largest {max(ends):.4f}")


def random_ratings(chance):
    """Return references × readers with None where a reader did not read, and the number of answers."""
    n, readers, answers = (int(chance.integers(*ends)) for ends in ((40, 120), (2, 6), (2, 4)))
    truth = chance.choice(answers, n, p=chance.dirichlet(np.ones(answers) * 3))
    wrong = chance.random((n, readers)) < chance.uniform(0.05, 0.4)
    said = np.where(wrong, chance.integers(0, answers, (n, readers)), truth[:, None])
    # a pair is measured on what both read, where the peer takes the margins from all: no gaps there
    gaps = chance.random((n, readers)) < chance.uniform(0, 0.5) * (readers > 2)
    rows = [
        [None if gap else int(one) for one, gap in zip(*pair, strict=True)]
        for pair in zip(said, gaps, strict=True)
    ]
    there = {one for row in rows for one in row if one is not None}
    return (rows, answers) if len(there) == answers else random_ratings(chance)


def as_decisions(ratings):
    """Return ratings as decisions."""
    rows = [
        (f"r{place}", "full_text", f"reader{reader}", WORDS[one])
        for place, row in enumerate(ratings)
        for reader, one in enumerate(row)
        if one is not None
    ]
    return pd.DataFrame(rows, columns=["reference_id", "stage", "reader", "decision"])


if __name__ == "__main__":
    main()
