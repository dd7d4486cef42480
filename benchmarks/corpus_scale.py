"""How much memory does it take to score a corpus on disk with the ranking and both flags, as it grows?

Run by hand: ``python benchmarks/corpus_scale.py ../shared/data/screening --references 100000 1000000``.
The corpus is INVENTED: three sentences for each reference from the abstracts in the folder, drawn again and
again, with rare words of its own. It is written as partitions of 10 000 references, Parquet where the
package polars is installed and CSV where not. Each size is scored in a process of its own, with models
learned on 2 000 other such references; memory is the peak of that process, models and libraries included.
"""

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ranking_scale import make_pile

N_PARTITION = 10_000
N_LEARNED = 2_000
N_SENTENCES = 3
N_MADE = 10
"""Different partitions; larger corpora hold them again under other names."""


def main():
    options = read_options()
    if options.score:
        run(*options.score)
        return
    with tempfile.TemporaryDirectory() as folder:
        made = make_partitions(options.folder, Path(folder))
        for n in options.references:
            corpus = Path(folder) / f"corpus-{n}"
            corpus.mkdir()
            for i in range(-(-n // N_PARTITION)):
                file = made[i % len(made)]
                (corpus / f"{i:04d}{file.suffix}").hardlink_to(file)
            size = sum(file.stat().st_size for file in corpus.iterdir()) / 1e6
            command = [sys.executable, __file__, "--score", str(Path(folder) / "learned.csv"), str(corpus)]
            found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            print(f"{size:.0f} MB on disk; " + "; ".join(f"{k}: {v}" for k, v in found.items()), flush=True)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/data/screening"))
    parser.add_argument("--references", type=int, nargs="+", default=[20_000, 60_000])
    parser.add_argument("--score", type=Path, nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


def make_partitions(folder, into):
    """Write the different partitions, and the references the models learn from."""
    make_pile(folder, N_LEARNED, into / "learned.csv", seed=99, n_sentences=N_SENTENCES)
    made = []
    for i in range(N_MADE):
        path = into / f"part{i}.csv"
        make_pile(folder, N_PARTITION, path, seed=i, n_sentences=N_SENTENCES)
        if importlib.util.find_spec("polars"):
            import polars

            polars.read_csv(path).write_parquet(path.with_suffix(".parquet"))
            path = path.with_suffix(".parquet")
        made.append(path)
    return made


def run(learned, corpus):
    import numpy as np
    import pandas as pd

    from review.corpus import Scorer, score_corpus
    from review.flags import FlagClassifier
    from review.ranking import Features, Ranker

    frame = pd.read_csv(learned, dtype={"title": "str", "abstract": "str", "keywords": "str"})
    labels = frame["label_included"].to_numpy()
    flags = FlagClassifier(terms={"low_value_care": ["low-value care", "overuse", "unnecessary"]})
    flags.fit(
        frame,
        pd.DataFrame({"low_value_care": labels == 1, "de_implementation": np.arange(N_LEARNED) % 7 == 0}),
    )
    scorer = Scorer(Ranker().fit(Features().fit(frame), labels).alone(), flags)
    before = peak()
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        files, _ = score_corpus([corpus], out, scorer)
        seconds = time.perf_counter() - started
    found = {"references": int(files["references"].sum()), "partitions": len(files)}
    found |= {"peak MB": round(peak()), "before scoring MB": round(before), "s": round(seconds)}
    print(json.dumps(found))


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
