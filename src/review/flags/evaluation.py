"""How good probabilities of flags are, with the counts behind every share."""

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

__all__ = ["by_flag", "evaluate_probabilities"]

COLUMNS = (
    "flag", "judged", "n", "n_true", "threshold", "true_positive", "false_positive", "false_negative",
    "true_negative", "precision", "recall", "auc", "average_precision", "brier", "brier_of_base_rate",
)  # fmt: skip


def evaluate_probabilities(found, *, threshold=0.5, judged="as_said"):
    """Return the quality of probabilities, one row per flag.

    Parameters
    ----------
    found : frame
        `flag`, `label` (true or false), `probability`, as `FlagClassifier.cross_validate` returns.
    threshold : float in [0, 1]
        From here on a flag counts as proposed.
    judged : str
        Where a *no* comes from (see `review.flags.JUDGED`); it stands beside every measure.

    Returns
    -------
    frame
        `judged`, `n` labels, `n_true` of them true, the four counts at the threshold, `precision` (of
        true_positive + false_positive), `recall` (of n_true), `auc`, `average_precision`, `brier`, and the
        `brier_of_base_rate` that always answering the share of true ones would have.

    Examples
    --------
    >>> found = pd.DataFrame({"flag": "low_value_care", "label": [True, True, False, False],
    ...                       "probability": [0.9, 0.4, 0.6, 0.1]})
    >>> evaluate_probabilities(found)[["n", "true_positive", "precision", "recall", "auc"]]
       n  true_positive  precision  recall   auc
    0  4              1        0.5     0.5  0.75
    """
    rows = [_evaluate(*said, threshold, judged) for said in by_flag(found)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def by_flag(found):
    """Yield each flag with its labels and probabilities as arrays."""
    for flag, group in found.groupby("flag", sort=False):
        yield flag, group["label"].to_numpy(dtype=bool), group["probability"].to_numpy(dtype=float)


def _evaluate(flag, label, probability, threshold, judged):
    """Return the values of `COLUMNS` for one flag."""
    proposed, n_true = probability >= threshold, int(label.sum())
    right, wrong = int((proposed & label).sum()), int((proposed & ~label).sum())
    both = 0 < n_true < len(label)
    return (
        flag, judged, len(label), n_true, threshold,
        right, wrong, n_true - right, len(label) - n_true - wrong,
        right / proposed.sum() if proposed.any() else np.nan,
        right / n_true if n_true else np.nan,
        roc_auc_score(label, probability) if both else np.nan,
        average_precision_score(label, probability) if both else np.nan,
        brier_score_loss(label, probability),
        float(label.mean() * (1 - label.mean())),
    )  # fmt: skip
