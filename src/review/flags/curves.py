"""Where to put the threshold of a flag, and whether its probabilities mean what they say."""

import numpy as np
import pandas as pd
from scipy.stats import beta

from review.flags.evaluation import by_flag

__all__ = ["precision_recall", "reliability"]

THRESHOLDS = tuple(round(step / 20, 2) for step in range(1, 20))
BINS = 5


def precision_recall(found, *, thresholds=THRESHOLDS, confidence=0.95, judged="as_said"):
    """Return precision and recall of each flag at thresholds, with intervals and the counts behind them.

    Parameters
    ----------
    found : frame
        `flag`, `label`, `probability`, as `FlagClassifier.cross_validate` returns.
    thresholds : sequence of float in [0, 1]
    confidence : float in (0, 1)
    judged : str
        Where a *no* comes from (see `review.flags.JUDGED`); it stands in every row.

    Returns
    -------
    frame
        `flag`, `judged`, `threshold`, `n_proposed`, `n_true`, `n_right`; `precision` (n_right of n_proposed;
        missing where nothing is proposed) and `recall` (n_right of n_true), each with `_low` and `_high`.

    Source
    ------
    Clopper and Pearson (1934) for the intervals.

    Examples
    --------
    >>> found = pd.DataFrame({"flag": "low_value_care", "label": [True, True, False, False],
    ...                       "probability": [0.9, 0.4, 0.6, 0.1]})
    >>> precision_recall(found, thresholds=[0.5])[["n_proposed", "n_right", "precision", "recall"]]
       n_proposed  n_right  precision  recall
    0           2        1        0.5     0.5
    """
    rows = []
    for flag, label, probability in by_flag(found):
        for threshold in thresholds:
            proposed = probability >= threshold
            right = int((proposed & label).sum())
            counts = {"n_proposed": int(proposed.sum()), "n_true": int(label.sum()), "n_right": right}
            rows.append(
                {"flag": flag, "judged": judged, "threshold": threshold}
                | counts
                | share_of("precision", right, counts["n_proposed"], confidence)
                | share_of("recall", right, counts["n_true"], confidence)
            )
    return pd.DataFrame(rows)


def reliability(found, *, bins=BINS, confidence=0.95, judged="as_said"):
    """Return how often a flag held among references with about the same probability.

    Parameters
    ----------
    found : frame
        As for `precision_recall`.
    bins : int
        Parts of equal width from 0 to 1; empty ones are left out.
    confidence : float in (0, 1)
    judged : str
        As for `precision_recall`.

    Returns
    -------
    frame
        `flag`, `judged`, `low`, `high` (of the bin), `n`, `n_true`, `probability` (mean), `share` (n_true of
        n) with `share_low` and `share_high`. Probabilities are reliable where the share is near them.

    Examples
    --------
    >>> found = pd.DataFrame({"flag": "low_value_care", "label": [True, True, False, False],
    ...                       "probability": [0.9, 0.4, 0.6, 0.1]})
    >>> reliability(found, bins=2)[["low", "high", "n", "share"]].to_numpy().tolist()
    [[0.0, 0.5, 2.0, 0.5], [0.5, 1.0, 2.0, 0.5]]
    """
    edges, rows = np.linspace(0, 1, bins + 1), []
    for flag, label, probability in by_flag(found):
        place = np.clip(np.digitize(probability, edges) - 1, 0, bins - 1)
        for number in range(bins):
            here = place == number
            if here.any():
                n, n_true = int(here.sum()), int(label[here].sum())
                rows.append(
                    {"flag": flag, "judged": judged, "low": edges[number], "high": edges[number + 1]}
                    | {"n": n, "n_true": n_true}
                    | {"probability": float(probability[here].mean())}
                    | share_of("share", n_true, n, confidence)
                )
    return pd.DataFrame(rows)


def share_of(name, part, whole, confidence):
    """Return a share with its exact interval, by name; missing where there is no whole."""
    if not whole:
        return {name: np.nan, f"{name}_low": np.nan, f"{name}_high": np.nan}
    tail = (1 - confidence) / 2
    low = float(beta.ppf(tail, part, whole - part + 1)) if part else 0.0
    high = float(beta.ppf(1 - tail, part + 1, whole - part)) if part < whole else 1.0
    return {name: part / whole, f"{name}_low": low, f"{name}_high": high}
