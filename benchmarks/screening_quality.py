"""How early the ranking finds the relevant, beside ASReview's default, on labelled reviews.

Run by hand: ``python benchmarks/screening_quality.py ../shared/data/screening --out table.csv``.
The folder holds one CSV per review (title, abstract, keywords, label_included), ``index.csv``
(name, question) and ``asreview_baseline.csv`` (dataset, seed, prior rows, measures of the baseline).
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from review.ranking import Features, Ranker
from review.simulation import simulate

MEASURES = ("atd_frac", "loss", "wss95", "recall10", "recall20", "ndcg")
N_BOOT = 10_000


def main():
    options = read_options()
    baseline = pd.read_csv(options.folder / "asreview_baseline.csv")
    index = pd.read_csv(options.folder / "index.csv").set_index("name")
    names = options.reviews or list(index.index)
    started = time.perf_counter()
    jobs = [
        delayed(replay)(options.folder / f"{name}.csv", rows, question, options.refresh)
        for name, rows in baseline[baseline["dataset"].isin(names)].groupby("dataset")
        for question in questions(options.question, index.loc[name, "question"])
    ]
    runs = pd.DataFrame([row for rows in Parallel(options.jobs)(jobs) for row in rows])
    runs = runs.merge(baseline, on=["dataset", "seed"], suffixes=("", "_baseline"))
    if options.out:
        runs.to_csv(options.out, index=False)
    for with_question, group in runs.groupby("with_question"):
        print(f"\n{'with' if with_question else 'without'} the question")
        report(group)
    print(f"\n{len(runs)} replays in {time.perf_counter() - started:.0f} s", file=sys.stderr)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reviews", nargs="*", help="names; all of index.csv where not given")
    parser.add_argument("--question", choices=("with", "without", "both"), default="both")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--refresh", type=float, default=0.0, help="see simulate; 0.01 is faster")
    parser.add_argument("--out", type=Path, help="CSV with one row per replay")
    return parser.parse_args()


def questions(choice, question):
    return {"with": [question], "without": [""], "both": ["", question]}[choice]


def replay(path, rows, question, refresh):
    """Return one row of measures per seed; features are computed once per review."""
    frame = pd.read_csv(path, dtype=str)
    features = Features().fit(frame)
    found = []
    for row in rows.itertuples():
        priors = [row.prior_included_row, row.prior_excluded_row]
        result = simulate(
            frame, prior_rows=priors, ranker=Ranker(question=question), features=features, refresh=refresh
        )
        measures = result.as_dict() | {"atd_frac": result.atd}
        found.append(
            {"dataset": row.dataset, "seed": row.seed, "with_question": bool(question)}
            | {name: measures[name] for name in (*MEASURES, "seconds")}
        )
    return found


def report(runs):
    """Print means per review and over all, with paired bootstrap intervals over reviews."""
    columns = [name for measure in MEASURES for name in (measure, f"{measure}_baseline")]
    by_review = runs.groupby("dataset")[columns].mean()
    by_review.insert(0, "atd_ratio", by_review["atd_frac"] / by_review["atd_frac_baseline"])
    print(by_review.round(3).to_string())
    ratio = by_review["atd_frac"].mean() / by_review["atd_frac_baseline"].mean()
    low, high = interval(by_review)
    better = int((by_review["atd_ratio"] < 1).sum())
    print(f"mean ATD is {ratio:.3f} of the baseline's (95 % interval over reviews {low:.3f} to {high:.3f})")
    print(f"geometric mean of the ratios {np.exp(np.log(by_review['atd_ratio']).mean()):.3f}")
    print(f"lower in {better} of {len(by_review)} reviews")
    for measure in MEASURES[1:]:
        difference = by_review[measure] - by_review[f"{measure}_baseline"]
        print(f"{measure}: {by_review[measure].mean():.4f}, difference {difference.mean():+.4f}")


def interval(by_review):
    random = np.random.default_rng(0)
    picks = random.integers(0, len(by_review), size=(N_BOOT, len(by_review)))
    ours, theirs = by_review["atd_frac"].to_numpy(), by_review["atd_frac_baseline"].to_numpy()
    return np.percentile(ours[picks].mean(axis=1) / theirs[picks].mean(axis=1), [2.5, 97.5])


if __name__ == "__main__":
    main()
