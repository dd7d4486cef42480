"""How good probabilities of flags are, with the counts behind every share."""

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

__all__ = ["evaluate_probabilities"]

COLUMNS = (
    "flag", "n", "n_true", "threshold", "true_positive", "false_positive", "false_negative", "true_negative",
    "precision", "recall", "auc", "average_precision", "brier", "brier_of_base_rate",
)  # fmt: skip


def evaluate_probabilities(found, *, threshold=0.5):
    """Return the quality of probabilities, one row per flag.

    Parameters
    ----------
    found : frame
        `flag`, `label` (true or false), `probability`, as `FlagClassifier.cross_validate` returns.
    threshold : float in [0, 1]
        From here on a flag counts as proposed.

    Returns
    -------
    frame
        `n` labels, `n_true` of them true, the four counts at the threshold, `precision` (of
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
    rows = [_evaluate(flag, group, threshold) for flag, group in found.groupby("flag", sort=False)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _evaluate(flag, group, threshold):
    label = group["label"].to_numpy(dtype=bool)
    probability = group["probability"].to_numpy(dtype=float)
    proposed = probability >= threshold
    true_positive, false_positive = int((proposed & label).sum()), int((proposed & ~label).sum())
    both = 0 < label.sum() < len(label)
    return {
        "flag": flag,
        "n": len(label),
        "n_true": int(label.sum()),
        "threshold": threshold,
        "true_positive": true_positive,
        "false_positive": false_positive,
        "false_negative": int((~proposed & label).sum()),
        "true_negative": int((~proposed & ~label).sum()),
        "precision": true_positive / proposed.sum() if proposed.any() else np.nan,
        "recall": true_positive / label.sum() if label.any() else np.nan,
        "auc": roc_auc_score(label, probability) if both else np.nan,
        "average_precision": average_precision_score(label, probability) if both else np.nan,
        "brier": brier_score_loss(label, probability),
        "brier_of_base_rate": float(label.mean() * (1 - label.mean())),
    }
