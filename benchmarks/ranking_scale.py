"""How fast is the ranking on large piles, how much memory does it take, and how does ASReview fare?

Run by hand: ``python benchmarks/ranking_scale.py ../shared/data/screening --references 100000
--asreview PYTHON``. The pile is made of sentences of the abstracts in the folder, drawn again and again,
with rare words of its own, so that the vocabulary keeps growing with the pile as it does in life.

Each side runs in a process of its own, one after the other, on the same file. ``--asreview`` names the
Python of an environment in which ASReview is installed; without it a pipeline of scikit-learn's parts with
the same settings runs in its place, and is named so. Memory is the peak of the whole process, the pile
included. ``--score N`` scores N references more, part by part, with a model learned on the pile.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

N_LABELS = 2000
N_REFRESHES = 3

ASREVIEW = """
import json, resource, sys, time
import numpy as np, pandas as pd
path, n_labels, n_refreshes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
try:
    from asreview import __version__ as version
    from asreview.models.balancers import Balanced
    from asreview.models.classifiers import SVM
    from asreview.models.feature_extractors import Tfidf
    name = "ASReview " + version
    extractor = Tfidf(ngram_range=(1, 2), sublinear_tf=True, min_df=1, max_df=0.95)
    balance = Balanced(ratio=9.8).compute_sample_weight
except ImportError:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC as SVM
    name = "ASReview's settings, scikit-learn's parts"
    class extractor:
        fit_transform = staticmethod(lambda frame: TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True,
            max_df=0.95).fit_transform(frame["title"].fillna("") + " " + frame["abstract"].fillna("")))
    def balance(y):
        weights = np.where(y == 1, 1.0, (y == 1).sum() / (9.8 * (y == 0).sum()))
        return weights * len(y) / weights.sum()
frame = pd.read_csv(path)
started = time.perf_counter()
X = extractor.fit_transform(frame)
features = time.perf_counter() - started
y = frame["label_included"].to_numpy()
seconds = []
for i in range(n_refreshes):
    started = time.perf_counter()
    rows = np.arange(n_labels - n_refreshes + 1 + i)
    model = SVM(C=0.11, loss="squared_hinge").fit(X[rows], y[rows], sample_weight=balance(y[rows]))
    np.argsort(-model.decision_function(X), kind="stable")
    seconds.append(time.perf_counter() - started)
print(json.dumps({"what": name, "features": X.shape[1], "features s": features, "again s": None,
    "refresh s": min(seconds), "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def main():
    options = read_options()
    if options.ours:
        run_ours(options.ours, options.score)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pile.csv"
        make_pile(options.folder, options.references, path)
        other = [
            options.asreview or sys.executable,
            "-c",
            ASREVIEW,
            str(path),
            str(N_LABELS),
            str(N_REFRESHES),
        ]
        ours = [sys.executable, __file__, "--ours", str(path), "--score", str(options.score)]
        print(f"{options.references} references, {path.stat().st_size / 1e6:.0f} MB")
        for command in (ours, other) if options.ours_first else (other, ours):
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
            if done.returncode:
                sys.exit(done.stderr)
            for line in done.stdout.splitlines():
                found = json.loads(line)
                print("; ".join(f"{name}: {shown(value)}" for name, value in found.items()), flush=True)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/data/screening"))
    parser.add_argument("--references", type=int, default=20_000)
    parser.add_argument("--score", type=int, default=0, help="score so many more, part by part")
    parser.add_argument("--asreview", help="Python of an environment with ASReview")
    parser.add_argument("--ours-first", action="store_true")
    parser.add_argument("--ours", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def shown(value):
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def make_pile(folder, n, path, seed=0):
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
            body = [sentences[k] for k in random.integers(0, len(sentences), 9)]
            body.insert(
                4,
                "".join(letters[random.integers(0, 26, 9)])
                + " "
                + "".join(letters[random.integers(0, 26, 9)]),
            )
            title = titles[random.integers(len(titles))] + " " + "".join(letters[random.integers(0, 26, 8)])
            row = [title, " ".join(body), keywords[random.integers(len(keywords))]]
            cells = ['"' + cell.replace('"', "'") + '"' for cell in row]
            file.write(",".join([*cells, str(1990 + i % 35), str(int(i % 20 == 0))]) + "\n")


def run_ours(path, n_more):
    import numpy as np
    import pandas as pd

    from review.ranking import Features, Ranker

    frame = pd.read_csv(path, dtype={"title": "str", "abstract": "str", "keywords": "str"})
    started = time.perf_counter()
    features = Features().fit(frame)
    fitted = time.perf_counter() - started
    labels = np.full(len(frame), np.nan)
    seconds = []
    for i in range(N_REFRESHES):
        n = N_LABELS - N_REFRESHES + 1 + i
        labels[:n] = frame["label_included"].to_numpy()[:n]
        started = time.perf_counter()
        ranker = Ranker().fit(features, labels)
        np.argsort(-ranker.decision_function(features), kind="stable")
        seconds.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = time.perf_counter()
    ranker.explain(features.matrix_[[5]])
    explained = time.perf_counter() - started
    from review.workbench.cached import cached_features  # brings all rooms with it: not part of the peak

    with tempfile.TemporaryDirectory() as folder:
        cached_features(frame, folder, features=features)
        started = time.perf_counter()
        cached_features(frame, folder)
        again = time.perf_counter() - started
    print(
        json.dumps(
            {"what": "review", "features": features.matrix_.shape[1], "features s": fitted, "again s": again}
            | {"refresh s": min(seconds), "peak MB": peak, "explain one s": explained}
        )
    )
    if n_more:
        score_more(ranker, frame, n_more)


def score_more(ranker, frame, n_more, n_part=10_000):
    """Score many references in parts and tell by how much the peak of the process grew meanwhile."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    parts = (frame.iloc[:n_part] for _ in range(n_more // n_part))
    started, n, growth = time.perf_counter(), 0, []
    for scores in ranker.score_in_parts(parts):
        n += len(scores)
        growth.append(round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before))
    quarters = [growth[len(growth) * k // 4 - 1] for k in (1, 2, 3, 4)] if len(growth) >= 4 else growth
    took = time.perf_counter() - started
    print(json.dumps({"what": "scored in parts", "references": n, "s": took, "peak grew by MB": quarters}))


if __name__ == "__main__":
    main()
