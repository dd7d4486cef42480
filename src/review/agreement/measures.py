"""Agreement between readers: four published coefficients, with intervals that hold in small samples too."""

from itertools import combinations, product

import numpy as np
import pandas as pd

from review.errors import UsageError
from review.evidence import DECISIONS, STAGES, check_choice

__all__ = ["ANSWERS", "MEASURES", "agree", "both_ways", "coefficients", "measure"]

MEASURES = ("percent_agreement", "kappa", "pabak", "ac1", "alpha")
ANSWERS = {"include_or_not": ("include", "exclude"), "with_unsure": DECISIONS}
"""What readers are held to have answered: in two ways, or in three."""
USUAL = {"title_abstract": "include_or_not", "full_text": "with_unsure"}
UNSURE_IS = {"title_abstract": "include", "full_text": "exclude"}
"""What *unsure* comes to in two answers: a full text is sought; a study is not in."""
NOT_READ = -1
INTERVAL = (2.5, 97.5)


def agree(decisions, *, stage, readers=None, answers="", n_boot=1000, seed=0):
    """Return agreement for each pair of readers and for all of them together.

    Parameters
    ----------
    decisions : frame
        Current decisions, one row per reference, stage and reader
        (columns of ``review.evidence.KINDS["decisions"]``).
    stage : str
        One of `review.evidence.STAGES`.
    readers : sequence of str, optional
        Whose decisions count; all readers where not given. Leave out adjudicators, who see the others'.
    answers : str
        One of `ANSWERS`; "" takes ``include_or_not`` at ``title_abstract``, where unsure and include both
        lead to the full text, and ``with_unsure`` at ``full_text``. (In ``include_or_not`` a full text of
        which a reader is unsure is not included.) See also `both_ways`.
    n_boot : int
        Draws behind each 95 % interval; 0 gives none.
    seed : int

    Returns
    -------
    frame
        One row per pair, the last one (`reader_a` and `reader_b` both ``all``) for all readers. `answers` as
        above. `n_both` counts references read by both (by two or more in the last row). Each measure lies in
        [-1, 1], percent agreement in [0, 1], with `_low` and `_high`; missing where it is undefined.

    Notes
    -----
    Readers need not have read the same references. A pair is measured on what both read. For all
    together, percent agreement, PABAK and AC1 take the mean over references with two or more readers,
    alpha weighs references by their readers, kappa is the mean over pairs weighted by `n_both`.

    PABAK and AC1 count the answers that could be given, whichever were.

    Intervals are those of Clopper and Pearson carried over to the other measures: shares of the patterns of
    answers are drawn from what was seen and, for the lower end, one reference more on which two readers
    differ, for the upper end one more on which they agree. For percent agreement of two readers that is the
    exact interval; `benchmarks/agreement_coverage.py` shows how often each holds the truth. The same
    references always give the same interval.

    Source
    ------
    Cohen (1960), doi:10.1177/001316446002000104. PABAK: Byrt, Bishop and Carlin (1993),
    doi:10.1016/0895-4356(93)90018-V. AC1, also with missing ratings: Gwet (2008),
    doi:10.1348/000711006X126600. Alpha: Hayes and Krippendorff (2007), doi:10.1080/19312450709336664.
    Mean of pairs: Light (1971), doi:10.1037/h0031643. Intervals: Clopper and Pearson (1934),
    doi:10.1093/biomet/26.4.404.

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
    check_choice("answers", answers, ("", *ANSWERS))
    answers = answers or USUAL[stage]
    table, n_answers = _ratings(decisions, stage, readers, answers), len(ANSWERS[answers])
    groups = [(pair, table[list(pair)]) for pair in combinations(table.columns, 2)]
    rows = [
        {"reader_a": first, "reader_b": second, "answers": answers}
        | measure(part.to_numpy(), n_answers, n_boot=n_boot, seed=seed)
        for (first, second), part in [*groups, (("all", "all"), table)]
    ]
    return pd.DataFrame(rows)


def both_ways(decisions, *, stage, **how):
    """Return agreement in two answers and in three, one below the other; parameters are those of `agree`.

    Examples
    --------
    >>> decisions = pd.DataFrame({
    ...     "reference_id": ["r1", "r1", "r2", "r2"], "stage": "title_abstract",
    ...     "reader": ["anna", "bengt"] * 2, "decision": ["unsure", "include", "exclude", "exclude"]})
    >>> found = both_ways(decisions, stage="title_abstract", n_boot=0)
    >>> found[found.reader_a == "all"][["answers", "percent_agreement"]].values.tolist()
    [['include_or_not', 1.0], ['with_unsure', 0.5]]
    """
    found = [agree(decisions, stage=stage, answers=answers, **how) for answers in ANSWERS]
    return pd.concat(found, ignore_index=True)


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


def _ratings(decisions, stage, readers, answers):
    """Return references × readers with the number of each answer, readers in order of name."""
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
    numbers = {name: number for number, name in enumerate(ANSWERS[answers])}
    numbers.setdefault("unsure", numbers[UNSURE_IS[stage]])
    for value in set(at_stage["decision"]) - set(numbers):
        check_choice("decision", value, DECISIONS)
    table = at_stage.assign(code=at_stage["decision"].map(numbers).astype("int64")).pivot(
        index="reference_id", columns="reader", values="code"
    )
    return table.fillna(NOT_READ).astype("int64")


def _names(decisions):
    return ", ".join(sorted(set(decisions["reader"]))) or "none"


def measure(ratings, n_answers, *, n_boot=1000, seed=0):
    """Return `n_both` and every measure with its interval, by name.

    Parameters are those of `coefficients` and `agree`; equal rows are counted once, so that drawing is quick.
    """
    ratings = ratings[(ratings != NOT_READ).any(axis=1)]
    if ratings.shape[1] == 2:
        ratings = ratings[(ratings != NOT_READ).all(axis=1)]
    row = {"n_both": int(((ratings != NOT_READ).sum(axis=1) >= 2).sum())}
    if row["n_both"] == 0:
        return row | dict.fromkeys(
            (f"{name}{end}" for name in MEASURES for end in ("", "_low", "_high")), np.nan
        )
    patterns, counts = np.unique(ratings, axis=0, return_counts=True)
    found = coefficients(patterns, counts[None, :].astype(float), n_answers)
    random = np.random.default_rng(seed)
    ends = [_drawn(patterns, counts, n_answers, agreeing, n_boot, random) for agreeing in (False, True)]
    for name in MEASURES:
        value = float(found[name][0])
        low, high = _interval(value, *(end[name] for end in ends))
        row |= {name: value, f"{name}_low": low, f"{name}_high": high}
    return row


def _drawn(patterns, counts, n_answers, agreeing, n_boot, random):
    """Return draws of the measures as if all had read one reference more, and agreed or one differed.

    That reference is spread evenly over what they may have answered.
    """
    more = np.repeat(np.arange(n_answers)[:, None], patterns.shape[1], axis=1)
    if not agreeing:
        more = np.array([
            np.where(np.arange(len(one)) == reader, answer, one)
            for one in more
            for reader, answer in product(range(len(one)), range(n_answers))
            if answer != one[reader]
        ])  # fmt: skip
    shapes = np.concatenate([counts, np.full(len(more), 1 / len(more))])
    weights = random.standard_gamma(shapes, size=(n_boot, len(shapes)))
    patterns = np.vstack([patterns, more])
    # alpha corrects for the number of references compared, which is that of the sample in every draw
    many = (patterns != NOT_READ).sum(axis=1) >= 2
    scale = counts[many[: len(counts)]].sum() / weights[:, many].sum(axis=1, keepdims=True)
    return coefficients(patterns, weights * scale, n_answers)


def _interval(value, low_draws, high_draws):
    """Return the ends of the middle 95 %, which hold the value; nothing where it or most draws miss."""
    ends = []
    for draws, percent in zip((low_draws, high_draws), INTERVAL, strict=True):
        defined = draws[np.isfinite(draws)]
        if np.isnan(value) or len(defined) == 0 or len(defined) < len(draws) / 2:
            return np.nan, np.nan
        ends.append(float(np.percentile(defined, percent)))
    return min(ends[0], value), max(ends[1], value)
