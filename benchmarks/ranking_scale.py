"""How fast is the ranking on large piles, how much memory does it take, and how does ASReview fare?

Run by hand: ``python benchmarks/ranking_scale.py ../shared/data/screening --references 100000
--asreview PYTHON``. The pile is INVENTED: sentences of the abstracts in the folder, drawn again and again,
with rare words of its own, so that the vocabulary keeps growing with the pile as it does in life.

Each side runs in a process of its own, one after the other, on the same file with the same labels and the
same limit of threads. ``--asreview`` names the Python of an environment in which ASReview is installed; its
own cycle (ELAS u4) is run as its own code runs it: the decided rows are taken out, the model is fitted, and
the pile is ranked, whole as in its LAB and without the decided rows as in its simulations. Without it a
pipeline of scikit-learn's parts with the same settings runs in its place, and is named so.

A refresh is fit, scores of all references and their order; told are the fastest and the median of nine, and
the processor's seconds, which other work on the machine disturbs less. Memory is the peak of the whole
process, the pile included.
"""

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

N_LABELS = 2000
N_REFRESHES = 9
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "2")

ASREVIEW = """
import json, resource, statistics, sys, time
import numpy as np, pandas as pd
path, n_labels, n_refreshes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
try:
    from asreview import ActiveLearningCycle, __version__ as version
    from asreview.models import get_ai_config
    name = "ASReview " + version
    cycle = ActiveLearningCycle.from_meta(get_ai_config("elas_u4")["value"])
except ImportError:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC
    name = "ASReview's settings, scikit-learn's parts"
    class cycle:
        def transform(frame):
            texts = frame["title"].fillna("") + " " + frame["abstract"].fillna("")
            return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_df=0.95).fit_transform(texts)
        def fit(X, y):
            weights = np.where(y == 1, 1.0, (y == 1).sum() / (9.8 * (y == 0).sum()))
            cycle.model = LinearSVC(C=0.11, loss="squared_hinge")
            cycle.model.fit(X, y, sample_weight=weights * len(y) / weights.sum())
        def rank(X):
            return np.argsort(-cycle.model.decision_function(X), kind="stable")
frame = pd.read_csv(path)
started, cpu = time.perf_counter(), time.process_time()
X = cycle.transform(frame)
found = {"what": name, "features": X.shape[1], "features s": time.perf_counter() - started,
    "features CPU s": time.process_time() - cpu}
y = frame["label_included"].to_numpy()
for what in ("whole", "pool"):
    seconds, cpus = [], []
    for i in range(n_refreshes):
        decided = np.arange(n_labels - n_refreshes + 1 + i)
        started, cpu = time.perf_counter(), time.process_time()
        cycle.fit(X[decided], y[decided])
        cycle.rank(X if what == "whole" else X[np.setdiff1d(np.arange(len(y)), decided)])
        seconds.append(time.perf_counter() - started)
        cpus.append(time.process_time() - cpu)
    found |= {f"refresh of the {what} s": min(seconds), "median s": statistics.median(seconds),
        "CPU s": min(cpus)}
    found["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))
    found = {"what": name}
"""


def main():
    options = read_options()
    if options.ours:
        run_ours(options.ours)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pile.csv"
        make_pile(options.folder, options.references, path)
        other = [
            os.path.abspath(shutil.which(options.asreview or sys.executable)),
            "-c",
            ASREVIEW,
            str(path),
            str(N_LABELS),
            str(N_REFRESHES),
        ]
        ours = [sys.executable, os.path.abspath(__file__), "--ours", str(path)]
        load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
        print(f"{options.references} invented references, {path.stat().st_size / 1e6:.0f} MB; load {load}")
        for command in (ours, other) if options.ours_first else (other, ours):
            # ASReview leaves a file of its own where it runs
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, cwd=folder, env=os.environ | THREADS
            )
            if done.returncode:
                sys.exit(done.stderr)
            for line in done.stdout.splitlines():
                found = json.loads(line)
                print("; ".join(f"{name}: {shown(value)}" for name, value in found.items()), flush=True)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/data/screening"))
    parser.add_argument("--references", type=int, default=20_000)
    parser.add_argument("--asreview", help="Python of an environment with ASReview")
    parser.add_argument("--ours-first", action="store_true")
    parser.add_argument("--ours", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def shown(value):
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def make_pile(folder, n, path, seed=0, n_sentences=9):
    """Write n references made of real sentences, each with a rare word or two of its own."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(seed)
    frames = [
        pd.read_csv(file, dtype=str) for file in sorted(folder.glob("*_*.csv")) if "baseline" not in file.name
    ]
    known = pd.concat(frames)[["title", "abstract", "keywords"]].fillna("")
    sentences = [s for text in known["abstract"] for s in re.split(r"(?<=[.;])\s+", text) if len(s) > 20]
    titles, keywords = known["title"].to_numpy(), known["keywords"].to_numpy()
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    with open(path, "w", encoding="utf-8") as file:
        file.write("title,abstract,keywords,year,label_included\n")
        for i in range(n):
            body = [sentences[k] for k in random.integers(0, len(sentences), n_sentences)]
            body.insert(
                n_sentences // 2,
                "".join(letters[random.integers(0, 26, 9)])
                + " "
                + "".join(letters[random.integers(0, 26, 9)]),
            )
            title = titles[random.integers(len(titles))] + " " + "".join(letters[random.integers(0, 26, 8)])
            row = [title, " ".join(body), keywords[random.integers(len(keywords))]]
            cells = ['"' + cell.replace('"', "'") + '"' for cell in row]
            file.write(",".join([*cells, str(1990 + i % 35), str(int(i % 20 == 0))]) + "\n")


def run_ours(path):
    import statistics

    import numpy as np
    import pandas as pd

    from review.ranking import Features, Ranker

    frame = pd.read_csv(path, dtype={"title": "str", "abstract": "str", "keywords": "str"})
    started, cpu = time.perf_counter(), time.process_time()
    features = Features().fit(frame)
    found = {"what": "review", "features": features.matrix_.shape[1]}
    found |= {"features s": time.perf_counter() - started, "features CPU s": time.process_time() - cpu}
    labels = np.full(len(frame), np.nan)
    seconds, cpus = [], []
    for i in range(N_REFRESHES):
        n = N_LABELS - N_REFRESHES + 1 + i
        labels[:n] = frame["label_included"].to_numpy()[:n]
        started, cpu = time.perf_counter(), time.process_time()
        ranker = Ranker().fit(features, labels)
        np.argsort(-ranker.decision_function(features), kind="stable")
        seconds.append(time.perf_counter() - started)
        cpus.append(time.process_time() - cpu)
    found |= {"refresh of the whole s": min(seconds), "median s": statistics.median(seconds)}
    found |= {"CPU s": min(cpus), "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    started = time.perf_counter()
    ranker.explain(features.matrix_[[5]])
    found["explain one s"] = time.perf_counter() - started
    from review.workbench.cached import cached_features  # brings all rooms with it: not part of the peak

    with tempfile.TemporaryDirectory() as folder:
        cached_features(frame, folder, features=features)
        started = time.perf_counter()
        cached_features(frame, folder)
        found["again from disk s"] = time.perf_counter() - started
    print(json.dumps(found))


if __name__ == "__main__":
    main()
