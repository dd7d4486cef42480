"""Agreement between readers: four published coefficients with bootstrap intervals."""

from itertools import combinations

import numpy as np
import pandas as pd

from review.errors import UsageError
from review.evidence import STAGES, check_choice

__all__ = ["MEASURES", "agree", "coefficients"]

MEASURES = ("percent_agreement", "kappa", "pabak", "ac1", "alpha")
NOT_READ = -1
INTERVAL = (2.5, 97.5)


def agree(decisions, *, stage, readers=None, n_boot=1000, seed=0):
    """Return agreement for each pair of readers and for all of them together.

    Parameters
    ----------
    decisions : frame
        Current decisions, one row per reference, stage and reader
        (columns of ``review.evidence.KINDS["decisions"]``).
    stage : str
        One of `review.evidence.STAGES`. At ``title_abstract`` unsure counts as include, because both
        lead to the full text; at ``full_text`` it is a category of its own.
    readers : sequence of str, optional
        Whose decisions count; all readers where not given. Leave out adjudicators, who see the others'.
    n_boot : int
        Bootstrap samples of references behind each 95 % interval; 0 gives none.
    seed : int

    Returns
    -------
    frame
        One row per pair, the last one (`reader_a` and `reader_b` both ``all``) for all readers.
        `n_both` counts references read by both (by two or more in the last row). Each measure lies in
        [-1, 1], percent agreement in [0, 1], with `_low` and `_high`; missing where it is undefined.

    Notes
    -----
    Readers need not have read the same references. A pair is measured on what both read. For all
    together, percent agreement, PABAK and AC1 take the mean over references with two or more readers,
    alpha weighs references by their readers, kappa is the mean over pairs weighted by `n_both`.

    Source
    ------
    Cohen (1960), doi:10.1177/001316446002000104. PABAK: Byrt, Bishop and Carlin (1993),
    doi:10.1016/0895-4356(93)90018-V. AC1, also with missing ratings: Gwet (2008),
    doi:10.1348/000711006X126600. Alpha: Hayes and Krippendorff (2007), doi:10.1080/19312450709336664.
    Mean of pairs: Light (1971), doi:10.1037/h0031643.

    Examples
    --------
    >>> decisions = pd.DataFrame({
    ...     "reference_id": ["r1", "r1", "r2", "r2"], "stage": "title_abstract",
    ...     "reader": ["anna", "bengt"] * 2, "decision": ["include", "include", "exclude", "exclude"]})
    >>> agree(decisions, stage="title_abstract", n_boot=0)[["reader_a", "reader_b", "n_both", "kappa"]]
      reader_a reader_b  n_both  kappa
    0     anna    bengt       2    1.0
    1      all      all       2    1.0
    """
    check_choice("stage", stage, STAGES)
    table = _ratings(decisions, stage, readers)
    random = np.random.default_rng(seed)
    rows = [
        {"reader_a": first, "reader_b": second} | _measure(table[[first, second]], n_boot, random)
        for first, second in combinations(table.columns, 2)
    ]
    rows.append({"reader_a": "all", "reader_b": "all"} | _measure(table, n_boot, random))
    return pd.DataFrame(rows)


def coefficients(ratings, weights, n_categories):
    """Return every measure for one or many weightings of the same references.

    Parameters
    ----------
    ratings : int array, references × readers
        Category numbers from 0, or -1 where a reader did not read.
    weights : float array, samples × references
        How often each reference counts in each sample.
    n_categories : int, at least 2

    Returns
    -------
    dict of float arrays, one element per sample, NaN where undefined

    Examples
    --------
    >>> ratings = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> found = coefficients(ratings, np.array([[20, 5, 10, 15]]), 2)
    >>> {name: round(float(value[0]), 2) for name, value in found.items()}
    {'percent_agreement': 0.7, 'kappa': 0.4, 'pabak': 0.4, 'ac1': 0.41, 'alpha': 0.4}
    """
    counts = (ratings[:, :, None] == np.arange(n_categories)).sum(axis=1).astype(float)
    n_readers = counts.sum(axis=1)
    many = n_readers >= 2
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = _observed(counts, n_readers, many, weights)
        return {
            "percent_agreement": observed,
            "kappa": _light_kappa(ratings, weights, n_categories),
            "pabak": (n_categories * observed - 1) / (n_categories - 1),
            "ac1": _ac1(counts, n_readers, weights, observed),
            "alpha": _alpha(counts[many], n_readers[many], weights[:, many]),
        }


def _observed(counts, n_readers, many, weights):
    """Share of agreeing pairs of readers, averaged over references with two readers or more."""
    agreeing = (counts * (counts - 1)).sum(axis=1)[many] / (n_readers * (n_readers - 1))[many]
    return weights[:, many] @ agreeing / weights[:, many].sum(axis=1)


def _ac1(counts, n_readers, weights, observed):
    read = n_readers >= 1
    shares = weights[:, read] @ (counts[read] / n_readers[read, None])
    shares = shares / weights[:, read].sum(axis=1, keepdims=True)
    expected = (shares * (1 - shares)).sum(axis=1) / (counts.shape[1] - 1)
    return (observed - expected) / (1 - expected)


def _alpha(counts, n_readers, weights):
    """One minus observed over expected disagreement, from the coincidences of values."""
    totals = weights @ counts
    n_values = totals.sum(axis=1)
    disagreeing = (n_readers**2 - (counts**2).sum(axis=1)) / (n_readers - 1)
    expected = (n_values**2 - (totals**2).sum(axis=1)) / (n_values - 1)
    return 1 - (weights @ disagreeing) / expected


def _light_kappa(ratings, weights, n_categories):
    """Cohen's kappa, averaged over pairs of readers by the references both read."""
    total, n_all = np.zeros(len(weights)), np.zeros(len(weights))
    for first, second in combinations(ratings.T, 2):
        both = (first != NOT_READ) & (second != NOT_READ)
        n_both = weights[:, both].sum(axis=1)
        shares = [
            weights[:, both] @ (one[both, None] == np.arange(n_categories)) / n_both[:, None]
            for one in (first, second)
        ]
        agreed = weights[:, both] @ (first == second)[both] / n_both
        expected = (shares[0] * shares[1]).sum(axis=1)
        kappa = (agreed - expected) / (1 - expected)
        defined = np.isfinite(kappa)
        total += np.where(defined, kappa * n_both, 0)
        n_all += np.where(defined, n_both, 0)
    return total / n_all


def _ratings(decisions, stage, readers):
    """Return references × readers with category numbers, readers in order of name."""
    at_stage = decisions[decisions["stage"] == stage]
    if readers is not None:
        unknown = sorted(set(readers) - set(decisions["reader"]))
        if unknown:
            raise UsageError(f"no decision by {', '.join(unknown)}; readers are {_names(decisions)}")
        at_stage = at_stage[at_stage["reader"].isin(list(readers))]
    twice = at_stage.duplicated(["reference_id", "reader"])
    if twice.any():
        row = at_stage[twice].iloc[0]
        raise UsageError(
            f"{row['reader']} has two decisions on {row['reference_id']} at {stage}; "
            "hand in the current ones only"
        )
    values = at_stage["decision"].astype("str")
    if stage == "title_abstract":
        values = values.replace("unsure", "include")
    codes = pd.Categorical(values, categories=sorted(set(values))).codes
    table = at_stage.assign(code=codes.astype("int64")).pivot(
        index="reference_id", columns="reader", values="code"
    )
    return table.fillna(NOT_READ).astype("int64")


def _names(decisions):
    return ", ".join(sorted(set(decisions["reader"]))) or "none"


def _measure(table, n_boot, random):
    """Return one row of measures; equal rows are counted once, so that resampling is quick."""
    ratings = table.to_numpy()
    ratings = ratings[(ratings != NOT_READ).any(axis=1)]
    if table.shape[1] == 2:
        ratings = ratings[(ratings != NOT_READ).all(axis=1)]
    row = {"n_both": int(((ratings != NOT_READ).sum(axis=1) >= 2).sum())}
    if row["n_both"] == 0:
        empty = {
            name: np.nan for measure in MEASURES for name in (measure, f"{measure}_low", f"{measure}_high")
        }
        return row | empty
    patterns, counts = np.unique(ratings, axis=0, return_counts=True)
    n_categories = max(2, int(ratings.max()) + 1)
    found = coefficients(patterns, counts[None, :].astype(float), n_categories)
    samples = random.multinomial(counts.sum(), counts / counts.sum(), size=n_boot).astype(float)
    resampled = coefficients(patterns, samples, n_categories) if n_boot else {}
    for name in MEASURES:
        low, high = _interval(resampled.get(name, np.array([])))
        row |= {name: float(found[name][0]), f"{name}_low": low, f"{name}_high": high}
    return row


def _interval(values):
    """Return the middle 95 % of the values that are defined, or nothing where most are not."""
    defined = values[np.isfinite(values)]
    if len(defined) == 0 or len(defined) < len(values) / 2:
        return np.nan, np.nan
    low, high = np.percentile(defined, INTERVAL)
    return float(low), float(high)
