"""How often the 95 % intervals of agreement hold the truth, from pilots of 20 references to 1 000.

Readers are simulated: a share of the references is relevant (the prevalence), and each reader says so of a
relevant one with the sensitivity, of another with 1 - specificity, each on their own. The true measures are
those of infinitely many references.

    python benchmarks/agreement_coverage.py --runs 400 --out coverage.csv
    python benchmarks/agreement_coverage.py --readers 3 --runs 200

Prints, per measure, the worst cells and how many of them lie below 93 %. A run in which a measure is
undefined (nobody includes anything: kappa and alpha) has no interval and is not counted; `defined` says how
many are left.
"""

import argparse
import itertools

import numpy as np
import pandas as pd

from review.agreement import MEASURES
from review.agreement.measures import coefficients, measure

SIZES = (20, 40, 100, 300, 1000)
PREVALENCES = (0.02, 0.05, 0.1, 0.2, 0.5)
READERS = {"good": (0.95, 0.99), "usual": (0.8, 0.95), "poor": (0.6, 0.9), "alike": (0.99, 0.995)}
"""Sensitivity and specificity of every reader."""


def patterns_of(n_readers, prevalence, sensitivity, specificity):
    """Return what readers may answer (1 include, 0 exclude), and how likely each pattern is."""
    patterns = np.array(list(itertools.product((1, 0), repeat=n_readers)))
    said = [np.where(patterns == 1, p, 1 - p).prod(axis=1) for p in (sensitivity, 1 - specificity)]
    return patterns, prevalence * said[0] + (1 - prevalence) * said[1]


def cover(n, n_readers, prevalence, readers, runs, seed, n_boot):
    """Return one row per measure: how often its interval held the truth, and how wide it was."""
    patterns, shares = patterns_of(n_readers, prevalence, *READERS[readers])
    truth = {name: value[0] for name, value in coefficients(patterns, shares[None, :] * 1e9, 2).items()}
    random, found = np.random.default_rng(seed), {name: [] for name in MEASURES}
    for counts in random.multinomial(n, shares, size=runs):
        row = measure(np.repeat(patterns, counts, axis=0), 2, n_boot=n_boot, seed=seed)
        for name in MEASURES:
            low, high = row[f"{name}_low"], row[f"{name}_high"]
            if np.isfinite(low):
                found[name].append((low - 1e-9 <= truth[name] <= high + 1e-9, high - low, high == low))
    cell = {"n": n, "prevalence": prevalence, "readers": readers, "n_readers": n_readers}
    for name, said in found.items():
        held, width, flat = np.mean(said, axis=0) if said else (np.nan,) * 3
        yield (
            {"measure": name}
            | cell
            | {"coverage": held, "width": width, "no_width": flat, "defined": len(said)}
        )


def main():
    """Simulate every cell and print the worst of each measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", default="")
    said = parser.parse_args()
    cells = itertools.product(SIZES, PREVALENCES, READERS)
    rows = [
        row
        for n, prevalence, readers in cells
        for row in cover(n, said.readers, prevalence, readers, said.runs, said.seed, said.draws)
    ]
    frame = pd.DataFrame(rows)
    for name, part in frame.groupby("measure", sort=False):
        counted = part[part.defined >= said.runs / 2]
        below = int((counted.coverage < 0.93).sum())
        flat = part.no_width.max()
        print(f"{name}: {below} of {len(counted)} cells below 93 %; without width at most {flat:.1%}")
        print(counted.nsmallest(3, "coverage").to_string(index=False))
    if said.out:
        frame.to_csv(said.out, index=False)


if __name__ == "__main__":
    main()
