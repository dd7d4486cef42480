"""A corpus too large to import, scored file by file: the ranking and the two flags of each reference."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from review.cluster import running_on
from review.errors import UsageError
from review.evidence import FLAGS
from review.flags import FlagClassifier
from review.formats import partitions_in, read_in_parts, writing_in_parts
from review.ranking import Ranker

__all__ = ["SCORES", "Scorer", "score_corpus"]

SCORES = ("score", *FLAGS)
"""The ranking's score (higher is likelier relevant) and the probability of each flag."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """What a review has learned, as it is sent to where the files are.

    Attributes
    ----------
    ranker : Ranker
        Fitted.
    flags : FlagClassifier
        Fitted.
    """

    ranker: Ranker
    flags: FlagClassifier

    def score(self, texts):
        """Return `SCORES` of a frame of texts, one row each."""
        scores = self.flags.predict_proba(texts)[list(FLAGS)]
        scores.insert(0, "score", self.ranker.decision_function(texts))
        return scores


def score_corpus(
    paths, out, scorer, *, n=20, by=FLAGS[0], thresholds=None, n_jobs=1, scheduler="", progress=iter
):
    """Score the files of a corpus, some rows at a time, and keep the scores beside each other in `out`.

    However many references there are, memory holds only some of them: each file becomes a CSV file of its
    own with `row`, `reference_id` and `SCORES`, written as it is read, whole or not at all.

    Parameters
    ----------
    paths : iterable of path
        Parquet, CSV and TSV files, or folders of them (see `review.formats.partitions_in`).
    out : path
        Folder; made where it does not exist.
    scorer : Scorer
    n : int
        How many of the likeliest references to return.
    by : {"score", "low_value_care", "de_implementation"}
        By what they are the likeliest.
    thresholds : dict of flag to float, optional
        From which probability on a flag is counted; one half where not given.
    n_jobs : int
        Files at once; -1 for as many as there are processors. A cluster decides for itself.
    scheduler : str
        Address of a Dask scheduler (see `review.cluster`); its workers must see the same files.
    progress : callable
        Wraps the list of files, such as ``tqdm``.

    Returns
    -------
    (frame, frame)
        One row per file: `file`, `scores` (path below `out`), `references`, and how many reach the
        threshold of each flag. And the likeliest: `file`, `row`, `reference_id`, `title`, `SCORES`.

    Raises
    ------
    SourceError, UsageError
        If there is no file, or one cannot be read; scores of the files before it are kept.
    """
    if by not in SCORES:
        raise UsageError(f"expected one of {', '.join(SCORES)} to order by, got {by!r}")
    if n < 0:
        raise UsageError(f"n must be 0 or more; got {n}")
    limits = dict.fromkeys(FLAGS, 0.5) | (thresholds or {})
    files, out = partitions_in(paths), Path(out)
    targets = {below: out / f"{below}.scores.csv" for below in files}
    score = delayed(_score_file)
    jobs = (score(path, targets[name], scorer, n, by, limits) for name, path in progress(files.items()))
    rows, best = [], None
    with running_on(scheduler):
        found = Parallel(n_jobs, return_as="generator", pre_dispatch="n_jobs")(jobs)
        for below, (counts, likeliest) in zip(files, found, strict=True):
            rows.append({"file": str(below), "scores": str(targets[below].relative_to(out)), **counts})
            best = _likeliest([best, likeliest.assign(file=str(below))], n, by)
    columns = ["file", "row", "reference_id", "title", *SCORES]
    return pd.DataFrame(rows).astype({"file": "str", "scores": "str"}), best[columns]


def _score_file(path, target, scorer, n, by, limits):
    """Score one file; return its counts and its likeliest references."""
    counts = {"references": 0} | dict.fromkeys(FLAGS, 0)
    best = None
    with writing_in_parts(target) as add:
        for texts in read_in_parts(path):
            scores = scorer.score(texts)
            add(pd.concat([texts[["row", "reference_id"]], scores], axis=1))
            counts["references"] += len(texts)
            for flag in FLAGS:
                counts[flag] += int((scores[flag] >= limits[flag]).sum())
            told = pd.concat([texts[["row", "reference_id", "title"]], scores], axis=1)
            best = _likeliest([best, told], n, by)
        if best is None:
            best = pd.DataFrame(columns=["row", "reference_id", "title", *SCORES])
            add(best.drop(columns="title"))
    return counts, best


def _likeliest(frames, n, by):
    """Return the n likeliest of several frames; the first where they are equally likely."""
    frames = [frame for frame in frames if frame is not None and len(frame)] or frames[-1:]
    together = pd.concat(frames, ignore_index=True)
    order = np.argsort(-together[by].to_numpy(dtype=float), kind="stable")[:n]
    return together.iloc[order].reset_index(drop=True)
