"""How many wrong decisions a second look brings up: planted noise on labelled reviews.

Run by hand: ``python benchmarks/second_look.py ../shared/data/screening``. In each review a share of the
labels is turned round at random; told is how many of these are among the first k looked at again, for k the
number planted, twice and four times that. Looking in random order would find k / n of them. Labels that
were wrong from the start count as finds of nothing, so the true rates are somewhat higher.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from review.ranking import Features, second_look


def main():
    options = read_options()
    index = pd.read_csv(options.folder / "index.csv").set_index("name")
    rows = []
    for name in options.reviews or index.index:
        frame = pd.read_csv(options.folder / f"{name}.csv", dtype=str)
        frame["reference_id"] = frame.index.astype(str)
        features = Features().fit(frame)
        for seed in range(options.seeds):
            rows.append({"review": name} | one(frame, features, options.noise, seed))
    table = pd.DataFrame(rows).groupby("review", sort=False).mean()
    print(table.round(2).to_string())
    print(table.mean().rename("mean").to_frame().T.round(3).to_string())


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/data/screening"))
    parser.add_argument("--reviews", nargs="*")
    parser.add_argument("--noise", type=float, default=0.05)
    parser.add_argument("--seeds", type=int, default=3)
    return parser.parse_args()


def one(frame, features, noise, seed):
    """Return the shares found of one planting."""
    labels = frame["label_included"].astype(int).to_numpy()
    random = np.random.default_rng(seed)
    wrong = random.choice(len(labels), round(noise * len(labels)), replace=False)
    said = labels.copy()
    said[wrong] = 1 - said[wrong]
    decisions = pd.DataFrame(
        {"reference_id": frame["reference_id"], "decision": np.where(said == 1, "include", "exclude")}
    )
    found = second_look(frame, decisions, seed=seed, features=features, n=4 * len(wrong))
    hit = found["reference_id"].astype(int).isin(wrong).to_numpy()
    missed = wrong[labels[wrong] == 1]
    shares = {f"first {times}k": hit[: times * len(wrong)].sum() / len(wrong) for times in (1, 2, 4)}
    of_missed = found["reference_id"].astype(int).isin(missed).sum()
    return (
        {"n": len(labels), "planted": len(wrong)}
        | shares
        | {
            "random 1k": len(wrong) / len(labels),
            "wrongly excluded": len(missed),
            "of these in 4k": of_missed / len(missed) if len(missed) else np.nan,
        }
    )


if __name__ == "__main__":
    main()
