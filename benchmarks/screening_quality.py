"""How early the ranking finds the relevant, beside ASReview's default, on labelled reviews.

Run by hand: ``python benchmarks/screening_quality.py ../shared/data/screening --out table.csv``.
The folder holds one CSV per review (title, abstract, keywords, label_included), ``index.csv``
(name, question) and ``asreview_baseline.csv`` (dataset, seed, prior rows, measures of the baseline).

Three modes: ``--mode compare`` (the table beside the baseline), ``--mode cold`` (from the question alone,
beside random order), ``--mode choose`` (a grid of settings; the settings for each review are chosen on all
the others, so that the result is what a new review may expect).
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
GRID = {
    "as shipped": ({}, {}),
    "ratio 9.8": ({"ratio": 9.8}, {}),
    "ratio 60": ({"ratio": 60.0}, {}),
    "C 0.05": ({"C": 0.05}, {}),
    "C 0.2": ({"C": 0.2}, {}),
    "offset 0.5": ({"offset": 0.5}, {}),
    "no year": ({}, {"year_weight": 0.0}),
    "year 0.1": ({}, {"year_weight": 0.1}),
    "rows of one length": ({}, {"length_power": 0.0}),
    "longer rows 0.3": ({}, {"length_power": 0.3}),
    "no brackets": ({}, {"bracket_weight": 0.0}),
    "no title block": ({}, {"title_weight": 0.0}),
    "no whole keywords": ({}, {"phrase_weight": 0.0}),
    "text alone": (
        {},
        dict.fromkeys(
            ("title_weight", "keyword_weight", "phrase_weight", "year_weight", "bracket_weight"), 0.0
        ),
    ),
}


def main():
    options = read_options()
    baseline = pd.read_csv(options.folder / "asreview_baseline.csv")
    baseline = baseline[baseline["seed"].isin(options.seeds)]
    index = pd.read_csv(options.folder / "index.csv").set_index("name")
    names = options.reviews or list(index.index)
    started = time.perf_counter()
    if options.mode == "cold":
        cold_start(options.folder, index.loc[names, "question"])
        return
    grid = GRID if options.mode == "choose" else {"as shipped": ({}, {})}
    jobs = [
        delayed(replay)(options.folder / f"{name}.csv", rows, question, options, setting, *grid[setting])
        for name, rows in baseline[baseline["dataset"].isin(names)].groupby("dataset")
        for question in questions(options.question, index.loc[name, "question"])
        for setting in grid
    ]
    runs = pd.DataFrame([row for rows in Parallel(options.jobs)(jobs) for row in rows])
    runs = runs.merge(baseline, on=["dataset", "seed"], suffixes=("", "_baseline"))
    if options.out:
        runs.to_csv(options.out, index=False)
    for with_question, group in runs.groupby("with_question"):
        print(f"\n{'with' if with_question else 'without'} the question")
        (choose if options.mode == "choose" else report)(group)
    print(f"\n{len(runs)} replays in {time.perf_counter() - started:.0f} s", file=sys.stderr)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/data/screening"))
    parser.add_argument("--mode", choices=("compare", "cold", "choose"), default="compare")
    parser.add_argument("--reviews", nargs="*", help="names; all of index.csv where not given")
    parser.add_argument("--seeds", nargs="*", type=int, default=[1, 2, 3])
    parser.add_argument("--question", choices=("with", "without", "both"), default="both")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--refresh", type=float, default=0.01, help="see simulate; 0 is slow")
    parser.add_argument("--random-share", type=float, default=0.0, help="see simulate")
    parser.add_argument("--out", type=Path, help="CSV with one row per replay")
    return parser.parse_args()


def questions(choice, question):
    return {"with": [question], "without": [""], "both": ["", question]}[choice]


def replay(path, rows, question, options, setting, of_ranker, of_features):
    """Return one row of measures per seed; features are computed once per review."""
    frame = pd.read_csv(path, dtype=str)
    features = Features(**of_features).fit(frame)
    found = []
    for row in rows.itertuples():
        result = simulate(
            frame,
            seed=row.seed,
            prior_rows=[row.prior_included_row, row.prior_excluded_row],
            ranker=Ranker(question=question, **of_ranker),
            features=features,
            refresh=options.refresh,
            random_share=options.random_share,
        )
        measures = result.as_dict() | {"atd_frac": result.atd}
        found.append(
            {"dataset": row.dataset, "seed": row.seed, "setting": setting, "with_question": bool(question)}
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
    low, high = interval(by_review, lambda ours, theirs: ours.mean(1) / theirs.mean(1), "atd_frac")
    better = int((by_review["atd_ratio"] < 1).sum())
    print(f"mean ATD is {ratio:.3f} of the baseline's (95 % interval over reviews {low:.3f} to {high:.3f})")
    logs = interval(by_review, lambda ours, theirs: np.exp(np.log(ours / theirs).mean(1)), "atd_frac")
    geometric = np.exp(np.log(by_review["atd_ratio"]).mean())
    print(f"geometric mean of the ratios {geometric:.3f} ({logs[0]:.3f} to {logs[1]:.3f})")
    print(f"lower in {better} of {len(by_review)} reviews")
    for measure in MEASURES[1:]:
        difference = (by_review[measure] - by_review[f"{measure}_baseline"]).mean()
        low, high = interval(by_review, lambda ours, theirs: (ours - theirs).mean(1), measure)
        print(f"{measure}: {by_review[measure].mean():.4f}, {difference:+.4f} ({low:+.4f} to {high:+.4f})")


def choose(runs):
    """Print each setting, and what comes of choosing on all other reviews."""
    table = runs.groupby(["dataset", "setting"])[["atd_frac", "atd_frac_baseline"]].mean()
    ratio = (table["atd_frac"] / table["atd_frac_baseline"]).unstack()[list(GRID)]
    ours, theirs = table["atd_frac"].unstack()[list(GRID)], table["atd_frac_baseline"].unstack()[list(GRID)]
    everywhere = pd.DataFrame(
        {
            "mean ATD": ours.mean() / theirs.mean(),
            "geometric": np.exp(np.log(ratio).mean()),
            "lower in": (ratio < 1).sum(),
        }
    )
    print(everywhere.round(3).to_string())
    chosen = {name: np.log(ratio.drop(name)).mean().idxmin() for name in ratio.index}
    left_out = pd.Series({name: ours.loc[name, setting] for name, setting in chosen.items()})
    print("chosen on the other reviews:", pd.Series(chosen).value_counts().to_dict())
    better = int((left_out < theirs.iloc[:, 0]).sum())
    print(f"mean ATD {left_out.mean() / theirs.iloc[:, 0].mean():.3f}, lower in {better} of {len(ratio)}")


def cold_start(folder, asked):
    """Print how many are read until the first three relevant, from the question alone and at random."""
    rows = []
    for name, question in asked.items():
        frame = pd.read_csv(folder / f"{name}.csv", dtype=str)
        labels = frame["label_included"].astype(int).to_numpy()
        row = {"review": name, "n": len(labels), "relevant": labels.sum()}
        scores = Ranker(question=question).fit(features := Features().fit(frame)).decision_function(features)
        first = labels[np.argsort(-scores, kind="stable")]
        result = simulate(
            frame, prior_rows=[], ranker=Ranker(question=question), features=features, refresh=0.05
        )
        learning = labels[list(result.order)]
        # the mean place of the third of r relevant ones among n in random order
        rows.append(
            row
            | {"question alone": third(first), "learning on the way": third(learning)}
            | {"random": round(3 * (len(labels) + 1) / (labels.sum() + 1), 1)}
        )
    table = pd.DataFrame(rows).set_index("review")
    print(table.to_string())
    print(table.iloc[:, 2:].median().rename("median").to_frame().T.to_string())


def third(labels):
    return int(np.flatnonzero(labels)[2]) + 1


def interval(by_review, of, measure):
    random = np.random.default_rng(0)
    picks = random.integers(0, len(by_review), size=(N_BOOT, len(by_review)))
    ours, theirs = by_review[measure].to_numpy(), by_review[f"{measure}_baseline"].to_numpy()
    return np.percentile(of(ours[picks], theirs[picks]), [2.5, 97.5])


if __name__ == "__main__":
    main()
