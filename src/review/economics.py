"""Economics: what an economic evaluation says, read for withdrawing the care in question."""

import math

import pandas as pd

from review.evidence import CARE_ARMS, EVALUATION_COLUMNS
from review.money import currency_fault, price_year_fault

__all__ = ["NUMBERS", "PERSPECTIVES", "READINGS", "REQUIRED", "STUDY_TYPES", "check", "measures"]

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

READINGS = {
    # sign of the cost difference, sign of the effect difference, both of withdrawing
    (-1, 1): "dominant",
    (-1, 0): "saves_same_effect",
    (-1, -1): "saves_with_loss",
    (0, 1): "better_same_cost",
    (0, 0): "no_difference",
    (0, -1): "worse_same_cost",
    (1, 1): "costs_for_gain",
    (1, 0): "costs_same_effect",
    (1, -1): "dominated",
}
QUADRANTS = {(1, 1): "NE", (1, -1): "NW", (-1, 1): "SE", (-1, -1): "SW"}


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


def as_text(value):
    """Return a cell as text, "" where it is empty."""
    return "" if pd.isna(value) else str(value).strip()


def as_number(text):
    """Return a number from a spreadsheet cell, or None; a decimal comma is understood.

    Examples
    --------
    >>> as_number("0,5"), as_number("1 200"), as_number("about 3")
    (0.5, 1200.0, None)
    """
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("−", "-")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def measures(evaluations):
    """Return each evaluation with its ratio and its reading for withdrawal.

    Parameters
    ----------
    evaluations : DataFrame
        `EVALUATION_COLUMNS`, checked by `check`.

    Returns
    -------
    DataFrame
        The same rows with numbers as Float64 and these columns more, missing where a difference is:

        * `quadrant`: of the intervention on the plane (NE, NW, SE, SW), "axis" where a difference is zero,
        * `icer`: cost difference / effect difference of the intervention against the comparator, in the
          study's own currency and price year per unit of effect; missing where the effects are equal, and
          where one option is both cheaper and better, since a negative ratio says nothing of how much,
        * `withdrawal_cost`, `withdrawal_effect`: the differences turned so that they speak of withdrawing
          the care in question: what doing without it costs and gives, against going on,
        * `reading`: one of `READINGS` for withdrawal, "" where a difference is missing,
        * `saved_per_unit_lost`: money saved per unit of effect given up, where withdrawing saves and loses,
        * `not_converted`: why no amount in SEK stands beside ("GBP 2019"), "" for SEK of a known year.

    Examples
    --------
    >>> row = {"care_in_question": "intervention", "cost_difference": 900, "effect_difference": 0.01,
    ...        "currency": "SEK", "price_year": 2024}
    >>> measures(pd.DataFrame([row]))[["quadrant", "icer", "reading", "saved_per_unit_lost"]]
      quadrant     icer          reading  saved_per_unit_lost
    0       NE  90000.0  saves_with_loss              90000.0
    """
    frame = evaluations.reindex(columns=list(EVALUATION_COLUMNS)).copy()
    for column in EVALUATION_COLUMNS:
        texts = frame[column].map(as_text)
        frame[column] = texts.map(as_number).astype("Float64") if column in NUMBERS else texts.astype("str")
    for what in ("cost", "effect"):
        from_arms = frame[f"{what}_intervention"] - frame[f"{what}_comparator"]
        frame[f"{what}_difference"] = frame[f"{what}_difference"].fillna(from_arms)
    cost, effect = frame.cost_difference, frame.effect_difference
    turn = frame.care_in_question.map({"intervention": -1.0, "comparator": 1.0}).astype("Float64")
    frame["quadrant"] = by_sign(cost, effect, QUADRANTS, otherwise="axis")
    frame["icer"] = (cost / effect).where(frame.quadrant.isin(["NE", "SW"])).astype("Float64")
    frame["withdrawal_cost"], frame["withdrawal_effect"] = cost * turn, effect * turn
    frame["reading"] = by_sign(frame.withdrawal_cost, frame.withdrawal_effect, READINGS)
    frame["saved_per_unit_lost"] = frame.icer.where(frame.reading == "saves_with_loss")
    prices = frame.price_year.map(lambda year: "price year not reported" if pd.isna(year) else f"{year:.0f}")
    as_it_is = (frame.currency == "SEK") & frame.price_year.notna()
    frame["not_converted"] = (frame.currency + " " + prices).where(~as_it_is, "").astype("str")
    return frame


def by_sign(cost, effect, names, otherwise=""):
    """Return a name for each pair of signs, "" where a difference is missing."""
    pairs = zip(cost, effect, strict=True)
    found = [
        ""
        if pd.isna(c) or pd.isna(e)
        else names.get((int(c > 0) - int(c < 0), int(e > 0) - int(e < 0)), otherwise)
        for c, e in pairs
    ]
    return pd.Series(found, index=cost.index, dtype="str")
