"""Checking: what cannot be right in an economic evaluation, cell by cell."""

import pandas as pd

from review.economics.cells import NOT_REPORTED, as_text, doubt_of, is_not_reported
from review.economics.fields import CHOICES, EXPECTED, MONEY, NUMBERS, REQUIRED, number_in
from review.economics.intervals import interval_of, spreads
from review.economics.units import unit_of
from review.evidence import CARE_ARMS, EVALUATION_COLUMNS
from review.money import country_fault, currency_fault, is_currency, price_year_fault

__all__ = ["RANGES", "check"]

RANGES = {
    "time_horizon_years": (0, 120),
    "discount_cost_percent": (0, 20),
    "discount_effect_percent": (0, 20),
    "quality_score": (0, 20),
}
FEW = ("QALY", "DALY", "life year")
"""Units of which no patient gains or loses a thousand."""
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
    typed = {column for column in NUMBERS if not isinstance(row.get(column), str)}
    unit = unit_of(texts["effect_unit"])
    for column, text in texts.items():
        problem = text_fault(column, text) or ("" if column in typed else two_ways_fault(column, text, unit))
        if problem:
            yield column, text, problem
    values = {column: number_in(column, row.get(column)) for column in NUMBERS if texts[column]}
    values = {column: value for column, value in values.items() if value is not None}
    for column, value in values.items():
        problem = number_fault(column, value, this_year)
        if problem:
            yield column, value, problem
    yield from unit_faults(values, texts["effect_unit"], unit)
    yield from contradictions(values, texts, unit)


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
    if column in NUMBERS and text and not doubt_of(text) and number_in(column, text) is None:
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


def two_ways_fault(column, text, unit):
    """Return what is wrong with a text that may be thousands or decimals, "" where it cannot be both.

    A comma in an effect is a decimal sign where a patient cannot have a thousand of its unit.
    """
    few = unit.per == 1 and unit.kind in FEW
    if column in MONEY or (column.startswith("effect_") and "," in text and not few):
        doubt = doubt_of(text)
        return f"{column} {doubt}" if doubt else ""
    return ""


def unit_faults(values, text, unit):
    """Yield what a unit of effect leaves open that the numbers need: direction, patients, costs."""
    arms = [values.get(f"effect_{arm}") for arm in CARE_ARMS]
    difference = values.get("effect_difference", None if None in arms else arms[0] - arms[-1])
    if not difference:
        return
    problem = ""
    if not text or is_not_reported(text):
        if "effect_difference" in values:
            problem = "must say what effect_difference counts, such as QALY"
    elif not unit.better:
        problem = (
            "does not tell whether more is better; "
            f"write '{text}, more is better' or '{text}, less is better'"
        )
    elif not unit.per:
        problem = (
            "does not tell over how many patients it counts; "
            "write such as 'QALY per 1000 patients, costs too' or 'QALY per 1000 patients, costs per patient'"
        )
    elif unit.per > 1 and unit.costs_too is None:
        problem = (
            f"counts over {unit.per} patients and does not tell whether the costs do; "
            f"write '{text}, costs too' or '{text}, costs per patient'"
        )
    if problem:
        yield "effect_unit", text, f"effect_unit {problem}"


def contradictions(values, texts, unit):
    """Yield (column, found, problem) where the cells of one evaluation do not fit each other."""
    for what in ("cost", "effect"):
        yield from arm_faults(what, values)
        yield from interval_faults(what, values, texts["uncertainty"])
    reported = values.get("icer_reported")
    turn = (unit.per_patient(1.0) or 1.0) / unit.cost_per_patient(1.0)
    if reported is not None and not fits_ratio(values, texts, turn):
        cost, effect = values["cost_difference"], values["effect_difference"] * turn
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
    found = spreads(text).get(what)
    doubts = [doubt_of(end) for end in (found.low, found.high)] if found and what == "cost" else []
    if any(doubts):
        yield "uncertainty", text, f"uncertainty {'; '.join(filter(None, doubts))}"
    elif difference is not None and found and found.kind == "interval":
        fits = interval_of(found.low, found.high, difference, decimals=what == "effect")
        if fits is None:
            said = f"the interval {found.low} to {found.high} does not hold {what}_difference {difference:g}"
            yield "uncertainty", text, f"{said}; both are intervention minus comparator"


def fits_ratio(values, texts, turn=1.0):
    """Return whether the reported ratio is that of its differences, as far as these are rounded.

    `turn` makes of the effect what a patient gains. Of a harm a study may report the ratio of either sign.
    """
    cost, effect, reported = (
        values.get(name) for name in ("cost_difference", "effect_difference", "icer_reported")
    )
    if None in (cost, effect) or not effect:
        return True
    signs = (1, -1) if turn < 0 else (1,)
    if any(
        abs(cost / (effect * turn) - sign * reported) <= TOLERANCE * max(abs(reported), 1e-9)
        for sign in signs
    ):
        return True
    costs = [cost + end * last_place(texts["cost_difference"]) for end in (-0.5, 0.5)]
    effects = [turn * (effect + end * last_place(texts["effect_difference"])) for end in (-0.5, 0.5)]
    if effects[0] * effects[1] <= 0:
        return True
    ratios = [one / other for one in costs for other in effects]
    return any(min(ratios) <= sign * reported <= max(ratios) for sign in signs)


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
