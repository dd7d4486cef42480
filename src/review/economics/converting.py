"""Converting: the results of evaluations in Swedish kronor of one year, with the way there."""

import pandas as pd

from review.economics.benefit import add_cost_classes
from review.economics.measuring import measures
from review.money import convert

__all__ = ["convert_evaluations", "price"]

CONVERTED = ("withdrawal_cost", "withdrawal_cost_low", "withdrawal_cost_high", "icer", "saved_per_unit_lost")
"""Columns of money that get a twin in kronor, named with `_sek` at the end."""


def convert_evaluations(evaluations, levels, *, to_year, method="ppp"):
    """Return evaluations with their money in kronor of one year, and why not where that cannot be.

    Parameters
    ----------
    evaluations : DataFrame
        As `review.economics.measures` returns them, or `EVALUATION_COLUMNS` alone. `country` is an ISO 3166
        code of three letters.
    levels : review.money.PriceLevels
    to_year : int
    method : {"ppp", "exchange"}

    Returns
    -------
    DataFrame
        The same rows and columns, and:

        * `withdrawal_cost_sek`, `icer_sek`: the amounts in kronor of `to_year`, not rounded; missing where
          the amount is, and where it cannot be converted,
        * `saved_per_unit_lost_sek`: the same for the decremental ratio,
        * `withdrawal_cost_low_sek`, `withdrawal_cost_high_sek`: the same for the interval,
        * `sek_factor`: what an amount of the evaluation is multiplied by,
        * `sek_chain`: the factors with numbers, sources and dates; "" where there is nothing to convert,
        * `not_converted`: "" where converted, else the reason.

    Examples
    --------
    >>> from review.money import PriceLevels
    >>> levels = PriceLevels.from_frame(pd.DataFrame([
    ...     {"country": "SWE", "currency": "SEK", "year": "2020", "deflator": "80", "source": "a table"},
    ...     {"country": "SWE", "currency": "SEK", "year": "2024", "deflator": "100", "source": "a table"},
    ... ]).reindex(columns=["country", "currency", "year", "deflator", "ppp", "exchange_rate", "source",
    ...                     "retrieved_on"]))
    >>> row = {"care_in_question": "intervention", "cost_difference": 800, "effect_difference": 0.01,
    ...        "country": "SWE", "currency": "SEK", "price_year": 2020}
    >>> done = convert_evaluations(pd.DataFrame([row]), levels, to_year=2024)
    >>> done[["withdrawal_cost_sek", "icer_sek"]]
       withdrawal_cost_sek  icer_sek
    0              -1000.0  100000.0
    """
    frame = evaluations.copy() if "withdrawal_cost" in evaluations.columns else measures(evaluations)
    done = [
        convert(1.0, country, currency, None if pd.isna(year) else int(year), to_year=to_year, levels=levels,
                method=method)
        for country, currency, year in frame[["country", "currency", "price_year"]].itertuples(index=False)
    ]  # fmt: skip
    index = frame.index
    factor = pd.Series([one.factor for one in done], index=index, dtype="Float64")
    frame["sek_factor"] = factor
    for column in CONVERTED:
        frame[f"{column}_sek"] = (frame[column] * factor).astype("Float64")
    steps = [" | ".join(step.text for step in one.steps) for one in done]
    frame["sek_chain"] = pd.Series(steps, index=index, dtype="str")
    frame["not_converted"] = pd.Series([one.reason for one in done], index=index, dtype="str")
    return frame


def price(evaluations, levels, thresholds, *, to_year, method="ppp"):
    """Return evaluations measured, in kronor of one year, with their class of cost per QALY.

    Parameters
    ----------
    evaluations : DataFrame
        `EVALUATION_COLUMNS`.
    levels : review.money.PriceLevels
    thresholds : DataFrame
        See `review.economics.cost_class`.
    to_year : int
    method : {"ppp", "exchange"}

    Returns
    -------
    DataFrame
        What `measures`, `convert_evaluations` and `add_cost_classes` return, and `exchange_sek`,
        `exchange_chain`: the cost of withdrawing (kronor, not rounded) by the plain exchange rate, and the
        way there.
    """
    measured = measures(evaluations)
    converted = convert_evaluations(measured, levels, to_year=to_year, method=method)
    other = convert_evaluations(measured, levels, to_year=to_year, method="exchange")
    chain = other.sek_chain.where(other.not_converted == "", other.not_converted)
    converted = converted.assign(exchange_sek=other.withdrawal_cost_sek, exchange_chain=chain)
    return add_cost_classes(converted, thresholds)
