"""Displacement: what care that could be left out costs, with an interval, and unknown where anything is."""

import math

import numpy as np
import pandas as pd

__all__ = ["ESTIMATE_COLUMNS", "estimate", "product"]

FACTORS = ("volume", "unit_cost", "avoidable_percent")
SCALE = (1, 1, 0.01)
ESTIMATE_COLUMNS = ("amount", "low", "high", "unknown", "no_interval")


def product(values, lows, highs):
    """Return the product of positive factors with an interval.

    Derivation
    ----------
    For independent factors the logarithm of the product is the sum of their logarithms, and variances of
    independent summands add up. With lᵢ ≤ xᵢ ≤ hᵢ as 95 % intervals whose ends lie ln(xᵢ/lᵢ) below and
    ln(hᵢ/xᵢ) above on the logarithmic scale, the product's ends lie √Σ ln(xᵢ/lᵢ)² below and
    √Σ ln(hᵢ/xᵢ)² above. With one uncertain factor that is its own interval times the others.

    Parameters
    ----------
    values, lows, highs : sequence of float
        NaN where not known.

    Returns
    -------
    (float, float, float)
        Product, low, high; NaN where a value (or, for the ends, an end) is not known.

    Source
    ------
    Propagation of uncertainty for products: JCGM 100:2008 (GUM), section 5.1.6, on the logarithmic scale.

    Examples
    --------
    >>> [round(end, 3) for end in product([100, 2], [50, 2], [200, 2])]
    [200, 100.0, 400.0]
    >>> product([100, math.nan], [50, 1], [200, 3])
    (nan, nan, nan)
    """
    whole = math.prod(values)
    if math.isnan(whole):
        return whole, whole, whole
    if whole == 0:
        # no logarithm of nothing: the upper end is known only where it is nothing too
        return 0.0, 0.0, 0.0 if math.prod(highs) == 0 else math.nan
    below = [math.inf if low == 0 else math.log(x / low) for x, low in zip(values, lows, strict=True)]
    above = [math.log(high / x) for x, high in zip(values, highs, strict=True)]
    down, up = (math.sqrt(sum(part**2 for part in parts)) for parts in (below, above))
    return whole, whole * math.exp(-down), whole * math.exp(up)


def estimate(table):
    """Return what each row of care that could be left out costs per year.

    The amount is volume × cost per unit × avoidable share. It frees room, not money in the budget, and says
    nothing of what the room is used for.

    Parameters
    ----------
    table : DataFrame
        The table ``displacement`` (see `review.register`): `volume`, `unit_cost`, `avoidable_percent`, each
        with ``_low`` and ``_high``; missing where not known.

    Returns
    -------
    DataFrame
        The table with `ESTIMATE_COLUMNS`: the amount in the row's currency and prices, its interval, which
        factors are `unknown` (the amount is then missing) and which have `no_interval` (the ends are then
        missing: a factor without interval is not taken for certain).

    Examples
    --------
    >>> row = {"volume": 100.0, "volume_low": 50.0, "volume_high": 200.0, "unit_cost": 10.0,
    ...        "unit_cost_low": 10.0, "unit_cost_high": 10.0, "avoidable_percent": None,
    ...        "avoidable_percent_low": None, "avoidable_percent_high": None}
    >>> estimate(pd.DataFrame([row, row | {"avoidable_percent": 50.0}]))[["amount", "unknown", "no_interval"]]
       amount            unknown        no_interval
    0    <NA>  avoidable_percent
    1   500.0                     avoidable_percent
    """
    values, lows, highs = (
        table[[f"{factor}{end}" for factor in FACTORS]].astype("Float64").to_numpy("float64", na_value=np.nan)
        * SCALE
        for end in ("", "_low", "_high")
    )
    rows = []
    for ends in zip(values, lows, highs, strict=True):
        told = list(zip(FACTORS, *ends, strict=True))
        unknown = [factor for factor, value, _, _ in told if math.isnan(value)]
        bare = [factor for factor, *three in told if factor not in unknown and any(map(math.isnan, three))]
        amount, low, high = product(*ends)
        if bare:
            low = high = math.nan
        rows.append((amount, low, high, "; ".join(unknown), "; ".join(bare)))
    found = pd.DataFrame(rows, columns=list(ESTIMATE_COLUMNS), index=table.index)
    for name in ("amount", "low", "high"):
        found[name] = pd.array(found[name].to_list(), dtype="Float64")
    return table.assign(**found)
