"""Checking: what cannot be right in an economic evaluation, cell by cell."""

import pandas as pd

from review.economics.cells import as_number, as_text
from review.evidence import CARE_ARMS, EVALUATION_COLUMNS
from review.money import currency_fault, price_year_fault

__all__ = ["CHOICES", "NUMBERS", "PERSPECTIVES", "RANGES", "REQUIRED", "STUDY_TYPES", "check"]

NUMBERS = (
    "time_horizon_years",
    "discount_cost_percent",
    "discount_effect_percent",
    "price_year",
    "cost_intervention",
    "cost_comparator",
    "cost_difference",
    "effect_intervention",
    "effect_comparator",
    "effect_difference",
    "icer_reported",
    "quality_score",
)
REQUIRED = ("reference_id", "intervention", "comparator", "care_in_question", "currency")
STUDY_TYPES = ("trial-based", "model", "cost analysis")
PERSPECTIVES = ("health_care", "societal", "payer", "patient", "not_reported")
CHOICES = {
    "care_in_question": CARE_ARMS,
    "study_type": ("", *STUDY_TYPES),
    "perspective": ("", *PERSPECTIVES),
}
RANGES = {
    "time_horizon_years": (0, 120),
    "discount_cost_percent": (0, 20),
    "discount_effect_percent": (0, 20),
    "quality_score": (0, 20),
}
TOLERANCE = 0.05
"""How far a reported ICER may lie from the ratio of its own (rounded) differences, as a share of it."""


def check(evaluations, *, this_year):
    """Return what is wrong with economic evaluations, cell by cell.

    Parameters
    ----------
    evaluations : DataFrame
        `EVALUATION_COLUMNS`; cells may still be texts as a spreadsheet gave them.
    this_year : int
        No price year lies after it.

    Returns
    -------
    DataFrame
        `row` (position from 0), `column`, `found`, `problem`; empty where all is well.

    Examples
    --------
    >>> row = {"reference_id": "r1", "intervention": "arthroscopy", "comparator": "exercise",
    ...        "care_in_question": "intervention", "currency": "kr", "price_year": "2019"}
    >>> check(pd.DataFrame([row]), this_year=2026).problem[0]
    "currency must be an ISO 4217 code of three capital letters such as SEK; got 'kr'"
    """
    faults = []
    for position, row in enumerate(evaluations.to_dict("records")):
        faults += [(position, *fault) for fault in row_faults(row, this_year)]
    return pd.DataFrame(faults, columns=["row", "column", "found", "problem"])


def row_faults(row, this_year):
    """Yield (column, found, problem) for one evaluation."""
    values, bad = {}, set()
    for column in EVALUATION_COLUMNS:
        text = as_text(row.get(column))
        if column in REQUIRED and not text:
            yield column, text, f"{column} must not be empty"
        elif column in CHOICES and text not in CHOICES[column]:
            yield (
                column,
                text,
                f"{column} must be one of {', '.join(filter(None, CHOICES[column]))}; got {text!r}",
            )
        elif column in NUMBERS and text:
            values[column] = as_number(text)
            if values[column] is None:
                bad.add(column)
                yield column, text, f"{column} must be a number; got {text!r}"
    values = {column: value for column, value in values.items() if value is not None}
    for column, (smallest, largest) in RANGES.items():
        value = values.get(column)
        if value is not None and not smallest <= value <= largest:
            yield column, value, f"{column} must be from {smallest} to {largest}; got {value:g}"
    for column in ("discount_cost_percent", "discount_effect_percent"):
        if 0 < values.get(column, 0) < 0.2:
            yield column, values[column], f"{column} is in percent: write 3 for 3 %; got {values[column]:g}"
    if as_text(row.get("currency")) and currency_fault(as_text(row["currency"])):
        yield "currency", as_text(row["currency"]), currency_fault(as_text(row["currency"]))
    if "price_year" in values and price_year_fault(values["price_year"], this_year=this_year):
        yield "price_year", values["price_year"], price_year_fault(values["price_year"], this_year=this_year)
    yield from contradictions(values, as_text(row.get("effect_unit")))


def contradictions(values, effect_unit):
    """Yield (column, found, problem) where the numbers of one evaluation do not fit each other."""
    for what in ("cost", "effect"):
        arms = [values.get(f"{what}_{arm}") for arm in CARE_ARMS]
        stated = values.get(f"{what}_difference")
        if None not in (*arms, stated) and not close(arms[0] - arms[1], stated, scale=max(map(abs, arms))):
            problem = (
                f"{what}_difference is intervention minus comparator, {arms[0] - arms[1]:g}; got {stated:g}"
            )
            yield f"{what}_difference", stated, problem
    if "effect_difference" in values and not effect_unit:
        yield "effect_unit", "", "effect_unit must say what effect_difference counts, such as QALY"
    cost, effect, reported = (
        values.get(c) for c in ("cost_difference", "effect_difference", "icer_reported")
    )
    if (
        None not in (cost, effect, reported)
        and effect
        and not close(cost / effect, reported, scale=abs(reported))
    ):
        ratio = f"{cost:g} / {effect:g} = {cost / effect:g}"
        yield "icer_reported", reported, f"icer_reported contradicts {ratio}; got {reported:g}"


def close(computed, stated, *, scale):
    """Return whether two numbers are the same within rounding."""
    return abs(computed - stated) <= TOLERANCE * max(scale, 1e-9)
