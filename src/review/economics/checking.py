"""Checking: what cannot be right in an economic evaluation, cell by cell."""

import pandas as pd

from review.economics.cells import NOT_REPORTED, as_number, as_text, is_not_reported, two_ways
from review.economics.fields import CHOICES, EXPECTED, NUMBERS, REQUIRED
from review.economics.intervals import interval_of, intervals
from review.evidence import CARE_ARMS, EVALUATION_COLUMNS
from review.money import country_fault, currency_fault, is_currency, price_year_fault

__all__ = ["RANGES", "check"]

RANGES = {
    "time_horizon_years": (0, 120),
    "discount_cost_percent": (0, 20),
    "discount_effect_percent": (0, 20),
    "quality_score": (0, 20),
}
PERCENTS = ("discount_cost_percent", "discount_effect_percent")
ARMS = 0.005
"""How far a difference may lie from that of its rounded arms, as a share of the larger arm."""
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
    texts = {column: as_text(row.get(column)) for column in EVALUATION_COLUMNS}
    for column, text in texts.items():
        problem = text_fault(column, text)
        if problem:
            yield column, text, problem
    values = {column: as_number(texts[column]) for column in NUMBERS if texts[column]}
    values = {column: value for column, value in values.items() if value is not None}
    for column, value in values.items():
        problem = number_fault(column, value, this_year)
        if problem:
            yield column, value, problem
    yield from contradictions(values, texts)


def text_fault(column, text):
    """Return what is wrong with a cell before it is read as a number, or ""."""
    if is_not_reported(text):
        if column in (*EXPECTED, *NUMBERS):
            return ""
        return f"{column} cannot be {NOT_REPORTED}; write what it is" + (
            "" if column in REQUIRED else ", or leave it empty"
        )
    if column in REQUIRED and not text:
        return f"{column} must not be empty"
    if column in CHOICES and text not in CHOICES[column]:
        return f"{column} must be one of {', '.join(filter(None, CHOICES[column]))}; got {text!r}"
    if column in NUMBERS and "," in text and (ways := two_ways(text)):
        one, other = ways["point"], ways["comma"]
        return f"{column}: {text!r} may be {one} or {other}; write {one}, or {text}0 where it is {other}"
    if column in NUMBERS and text and as_number(text) is None:
        return f"{column} must be a number, or {NOT_REPORTED} where the study does not say; got {text!r}"
    if column == "country" and text:
        return country_fault(text)
    if column == "currency" and not currency_fault(text) and not is_currency(text):
        return f"currency must be a currency of ISO 4217 such as SEK; there is no {text!r}"
    return currency_fault(text) if column == "currency" else ""


def number_fault(column, value, this_year):
    """Return what is wrong with a number by itself, or ""."""
    smallest, largest = RANGES.get(column, (-float("inf"), float("inf")))
    if not smallest <= value <= largest:
        return f"{column} must be from {smallest} to {largest}; got {value:g}"
    if column in PERCENTS and 0 < value < 0.2:
        return f"{column} is in percent: write 3 for 3 %; got {value:g}"
    if column == "quality_score" and 0 < value < 1:
        return f"quality_score counts items: write 17 for 17 of 20; got {value:g}"
    return price_year_fault(value, this_year=this_year) if column == "price_year" else ""


def contradictions(values, texts):
    """Yield (column, found, problem) where the cells of one evaluation do not fit each other."""
    for what in ("cost", "effect"):
        yield from arm_faults(what, values)
        yield from interval_faults(what, values, texts["uncertainty"])
    unit = texts["effect_unit"]
    if "effect_difference" in values and (not unit or is_not_reported(unit)):
        yield "effect_unit", unit, "effect_unit must say what effect_difference counts, such as QALY"
    reported = values.get("icer_reported")
    if reported is not None and not fits_ratio(values, texts):
        cost, effect = values["cost_difference"], values["effect_difference"]
        ratio = f"{cost:g} / {effect:g} = {cost / effect:g}"
        yield "icer_reported", reported, f"icer_reported contradicts {ratio}; got {reported:g}"


def arm_faults(what, values):
    """Yield what is wrong where a difference is not that of its two arms."""
    arms = [values.get(f"{what}_{arm}") for arm in CARE_ARMS]
    stated = values.get(f"{what}_difference")
    if None in (*arms, stated):
        return
    computed = arms[0] - arms[1]
    # arms are rounded as they are printed, and a difference of two large numbers shows it
    if abs(computed - stated) > max(TOLERANCE * abs(computed), ARMS * max(map(abs, arms)), 1e-9):
        problem = f"{what}_difference is intervention minus comparator, {computed:g}; got {stated:g}"
        yield f"{what}_difference", stated, problem


def interval_faults(what, values, text):
    """Yield what is wrong where an interval does not hold its own difference."""
    difference = values.get(f"{what}_difference")
    found = intervals(text).get(what)
    if difference is not None and found and interval_of(*found[:2], difference) is None:
        problem = (
            f"the interval {found[0]} to {found[1]} does not hold {what}_difference {difference:g}; "
            "both are intervention minus comparator"
        )
        yield "uncertainty", text, problem


def fits_ratio(values, texts):
    """Return whether the reported ratio is that of its differences, as far as these are rounded."""
    cost, effect, reported = (
        values.get(name) for name in ("cost_difference", "effect_difference", "icer_reported")
    )
    if None in (cost, effect) or not effect:
        return True
    if abs(cost / effect - reported) <= TOLERANCE * max(abs(reported), 1e-9):
        return True
    costs = [cost + end * last_place(texts["cost_difference"]) for end in (-0.5, 0.5)]
    effects = [effect + end * last_place(texts["effect_difference"]) for end in (-0.5, 0.5)]
    if effects[0] * effects[1] <= 0:
        return True
    ratios = [one / other for one in costs for other in effects]
    return min(ratios) <= reported <= max(ratios)


def last_place(text):
    """Return what the last digit of a number counts.

    Examples
    --------
    >>> last_place("0,014"), last_place("1 560"), last_place("1e-05")
    (0.001, 1.0, 1e-05)
    """
    head, _, power = text.casefold().replace(",", ".").partition("e")
    decimals = head.partition(".")[2].rstrip()
    return round(10.0 ** (int(power or 0) - len(decimals)), 12)
