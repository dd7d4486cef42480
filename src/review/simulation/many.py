"""Many replays at once: reviews times seeds, on this machine or on a Dask cluster."""

from operator import attrgetter

import pandas as pd
from joblib import Parallel, delayed

from review.cluster import running_on
from review.errors import UsageError
from review.ranking import Features
from review.simulation.replay import simulate

__all__ = ["simulate_many", "simulate_named"]

MEASURES = ("n", "n_included", "wss95", "recall10", "recall20", "atd", "loss", "ndcg", "seconds")


def simulate_many(frames, *, seeds=(0,), n_jobs=1, scheduler="", **options):
    """Replay several labelled reviews, each once for every seed.

    Parameters
    ----------
    frames : dict of str to frame
        Name and rows of each review (see `simulate`).
    seeds : sequence of int
        Each draws prior rows of its own.
    n_jobs : int
        Replays at once; -1 for as many as there are processors. A cluster decides for itself.
    scheduler : str
        Address of a Dask scheduler (see `review.cluster`); "" for this machine.
    **options
        Of `simulate`.

    Returns
    -------
    frame
        One row per replay: `name`, `seed` and the measures. The same wherever it ran, but for `seconds`.

    Raises
    ------
    UsageError
        If a cluster is asked for and the package `distributed` is not there or nobody answers.

    Examples
    --------
    >>> frame = pd.DataFrame({"title": ["back pain", "knee", "pain in the back", "hip"],
    ...                       "label_included": [1, 0, 1, 0]})
    >>> simulate_many({"small": frame}, seeds=[1, 2])[["name", "seed", "n"]]
        name  seed  n
    0  small     1  4
    1  small     2  4
    """
    if not frames or not len(seeds):
        raise UsageError("needs at least one review and one seed to replay")
    with running_on(scheduler):
        features = Parallel(n_jobs)(delayed(Features().fit)(frame) for frame in frames.values())
        jobs = [
            delayed(simulate_named)(name, frame, seed=seed, features=known, **options)
            for ((name, frame), known) in zip(frames.items(), features, strict=True)
            for seed in seeds
        ]
        found = Parallel(n_jobs)(jobs)
    names = [(name, seed) for name in frames for seed in seeds]
    rows = [(*named, *attrgetter(*MEASURES)(one)) for named, one in zip(names, found, strict=True)]
    return pd.DataFrame(rows, columns=["name", "seed", *MEASURES]).astype({"name": "str"})


def simulate_named(name, frame, **options):
    """Return what `simulate` returns; what is wrong with the review is told with its name.

    >>> simulate_named("a.csv", pd.DataFrame({"title": ["x"]}))
    Traceback (most recent call last):
    review.errors.UsageError: a.csv: expected a column 'label_included' with labels, found title
    """
    try:
        return simulate(frame, **options)
    except UsageError as error:
        raise UsageError(f"{name}: {error}") from None
