"""Benefit: what withdrawing is worth at a threshold, what is saved per unit lost, and the Swedish classes."""

import pandas as pd

from review.economics.cells import as_text
from review.economics.fields import number_in
from review.economics.units import is_qaly
from review.errors import UsageError

__all__ = ["add_cost_classes", "cost_class", "decremental_ratio", "limit_of", "net_benefit", "net_benefits"]


def net_benefit(cost, effect, threshold, *, kink=1.0):
    """Return the net monetary benefit of an option: threshold x effect - cost.

    Parameters
    ----------
    cost, effect : float
        Differences of the option against what it replaces; for withdrawing, `withdrawal_cost` and
        `withdrawal_effect`. Cost in the money of the threshold.
    threshold : float
        What one unit of effect is held to be worth, not below zero.
    kink : float
        Willingness to accept a loss divided by willingness to pay for the same gain, 1 or more: a unit of
        effect that is lost counts this many times. 1 is the usual straight line through the origin. (Studies
        in health care found 1.9 to 6.4 for persons' own choices; whether a society should count so is a
        question of values, not of measurement.)

    Returns
    -------
    float
        Above zero: worth doing at this threshold.

    Source: Stinnett AA, Mullahy J. Med Decis Making 1998;18:S68-80 (net benefit); O'Brien BJ, Gertsen K,
    Willan AR, Faulkner LA. Health Econ 2002;11:175-80 (the kink).

    Examples
    --------
    >>> net_benefit(18_000, 0.5, 50_000)
    7000.0
    >>> net_benefit(-900, -0.01, 60_000), net_benefit(-900, -0.01, 60_000, kink=2)
    (300.0, -300.0)
    """
    if threshold < 0 or kink < 1:
        raise UsageError(f"threshold must be 0 or more and kink 1 or more; got {threshold:g} and {kink:g}")
    return threshold * effect * (kink if effect < 0 else 1.0) - cost


def net_benefits(evaluations, thresholds, *, kink=1.0):
    """Return the net benefit of withdrawing for each evaluation at each threshold.

    Parameters
    ----------
    evaluations : DataFrame
        As `convert_evaluations` returns them.
    thresholds : sequence of float
        SEK per QALY.
    kink : float
        See `net_benefit`.

    Returns
    -------
    DataFrame
        `evaluation_id`, `threshold`, `net_benefit` (SEK), one row for each of those that count QALYs and are
        converted; the others have no row, since the threshold has no meaning for them.
    """
    usable = evaluations[
        evaluations.effect_unit.map(is_qaly).astype(bool)
        & evaluations.withdrawal_cost_sek.notna()
        & evaluations.withdrawal_effect.notna()
    ]
    rows = [
        (row.evaluation_id, float(threshold),
         net_benefit(row.withdrawal_cost_sek, row.withdrawal_effect, threshold, kink=kink))
        for row in usable.itertuples()
        for threshold in thresholds
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["evaluation_id", "threshold", "net_benefit"])
    return frame.astype({"evaluation_id": "str", "threshold": "Float64", "net_benefit": "Float64"})


def decremental_ratio(cost, effect):
    """Return money saved per unit of effect given up, None unless an option both saves and loses.

    In the south-west quadrant the larger the ratio the better the bargain, the other way round from the
    north-east; and a saving with a gain would give a ratio of the same sign as a cost with a loss, which is
    why no ratio is formed outside this quadrant.

    Examples
    --------
    >>> decremental_ratio(-900, -0.01), decremental_ratio(-100, 10), decremental_ratio(100, -10)
    (90000.0, None, None)
    """
    return cost / effect if cost < 0 and effect < 0 else None


def cost_class(sek_per_qaly, thresholds):
    """Return the class of a cost per QALY: its Swedish and English name and its status.

    Parameters
    ----------
    sek_per_qaly : float
    thresholds : DataFrame
        `class_sv`, `class_en`, `from_sek_per_qaly` (included), `below_sek_per_qaly` (not included, empty: no
        end), `status` such as *unconfirmed*.

    Returns
    -------
    tuple of str
        Three empty texts where the number is missing or in no class.

    Examples
    --------
    >>> table = pd.DataFrame({"class_sv": ["låg"], "class_en": ["low"], "from_sek_per_qaly": ["0"],
    ...                       "below_sek_per_qaly": ["100000"], "status": ["unconfirmed"]})
    >>> cost_class(90_000, table), cost_class(100_000, table)
    (('låg', 'low', 'unconfirmed'), ('', '', ''))
    """
    if not pd.isna(sek_per_qaly):
        for row in thresholds.to_dict("records"):
            start, end = (limit_of(row, end) for end in ("from", "below"))
            if start <= sek_per_qaly and (end is None or sek_per_qaly < end):
                return row["class_sv"], row["class_en"], row["status"]
    return "", "", ""


def limit_of(row, end):
    """Return where a class begins or ends, None where it has no end."""
    text = as_text(row[f"{end}_sek_per_qaly"])
    value = number_in("icer_reported", text)
    if text and value is None:
        name = row["class_en"]
        raise UsageError(
            f"thresholds, class {name}, column {end}_sek_per_qaly: expected SEK per QALY such as 100000, "
            f"found {text!r}"
        )
    return value


def add_cost_classes(evaluations, thresholds):
    """Return evaluations with the class of what the care in question costs per QALY it gives.

    A class is given only where the care costs more and gives more QALYs (withdrawing saves and loses), and
    where its ratio is in kronor: a class for the price of doing without would speak of something else.

    Parameters
    ----------
    evaluations : DataFrame
        As `convert_evaluations` returns them.
    thresholds : DataFrame
        See `cost_class`.

    Returns
    -------
    DataFrame
        With `cost_class_sv`, `cost_class_en` and `cost_class_status`, "" where there is no class.
    """
    fits = evaluations.effect_unit.map(is_qaly).astype(bool) & (evaluations.reading == "saves_with_loss")
    found = [
        cost_class(ratio, thresholds) if fit else ("", "", "")
        for fit, ratio in zip(fits, evaluations.saved_per_unit_lost_sek, strict=True)
    ]
    names = ["cost_class_sv", "cost_class_en", "cost_class_status"]
    return evaluations.join(pd.DataFrame(found, columns=names, index=evaluations.index, dtype="str"))
