"""Measuring: the ratio of an evaluation, and its reading for withdrawing the care in question."""

import pandas as pd

from review.economics.cells import as_text, is_not_reported
from review.economics.fields import NUMBERS, number_in
from review.economics.intervals import interval_of, spreads
from review.economics.units import unit_of
from review.evidence import EVALUATION_COLUMNS

__all__ = ["QUADRANTS", "READINGS", "by_sign", "measures"]

READINGS = {  # sign of the cost difference, sign of the effect difference, both of withdrawing
    (-1, 1): "dominant", (-1, 0): "saves_same_effect", (-1, -1): "saves_with_loss",
    (0, 1): "better_same_cost", (0, 0): "no_difference", (0, -1): "worse_same_cost",
    (1, 1): "costs_for_gain", (1, 0): "costs_same_effect", (1, -1): "dominated",
}  # fmt: skip
QUADRANTS = {(1, 1): "NE", (1, -1): "NW", (-1, 1): "SE", (-1, -1): "SW"}


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
        * `benefit_unit`, `better`: what a patient who is better off gains one of, and whether more of what
          the study counts is better ("higher", "lower", "" where its unit does not tell; see
          `review.economics.unit_of`),
        * `withdrawal_cost`, `withdrawal_effect`: the differences turned so that they speak of withdrawing
          the care in question: what doing without it costs and gives a patient, against going on; an effect
          above zero is better, and missing where nobody can tell,
        * `reading`: one of `READINGS` for withdrawal, "" where a difference is missing,
        * `saved_per_unit_lost`: money saved per unit of effect given up, where withdrawing saves and loses,
        * `withdrawal_cost_low`, `withdrawal_cost_high`, `withdrawal_effect_low`, `withdrawal_effect_high`:
          the 95 % interval of each, turned the same way, where `uncertainty` gives one in a form that can be
          read (see `review.economics.spreads`) and it holds the study's own difference,
        * `withdrawal_cost_spread`, `withdrawal_effect_spread`: what else it gives, by its name and turned
          the same way, in the study's own money: "90% interval -2780 to -340", "SD 120", "IQR 3 to 9",
        * `not_reported`: the columns whose cell was NR, parted by "; "; the cells themselves become empty,
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
    silent = pd.DataFrame(False, index=frame.index, columns=frame.columns)
    for column in EVALUATION_COLUMNS:
        texts = frame[column].map(as_text).astype("str")
        silent[column] = texts.map(is_not_reported).astype("bool")
        if column in NUMBERS:
            cells = frame[column].astype("object").where(~silent[column], None)
            frame[column] = pd.array([number_in(column, cell) for cell in cells], dtype="Float64")
            continue
        # the perspectives have a word of their own for it
        frame[column] = texts.where(~silent[column], "not_reported" if column == "perspective" else "")
    for what in ("cost", "effect"):
        from_arms = frame[f"{what}_intervention"] - frame[f"{what}_comparator"]
        frame[f"{what}_difference"] = frame[f"{what}_difference"].fillna(from_arms)
    units = [unit_of(text) for text in frame.effect_unit]
    frame["benefit_unit"] = pd.Series([one.gained for one in units], index=frame.index, dtype="str")
    frame["better"] = pd.Series([one.better for one in units], index=frame.index, dtype="str")
    cost = per_patient([one.cost_per_patient for one in units], frame.cost_difference)
    effect = per_patient([one.per_patient for one in units], frame.effect_difference)
    turn = frame.care_in_question.map({"intervention": -1.0, "comparator": 1.0}).astype("Float64")
    frame["quadrant"] = by_sign(cost, effect, QUADRANTS, otherwise="axis")
    frame["icer"] = (cost / effect).where(frame.quadrant.isin(["NE", "SW"])).astype("Float64")
    frame["withdrawal_cost"], frame["withdrawal_effect"] = cost * turn, effect * turn
    frame["reading"] = by_sign(frame.withdrawal_cost, frame.withdrawal_effect, READINGS)
    frame["saved_per_unit_lost"] = frame.icer.where(frame.reading == "saves_with_loss")
    add_spreads(frame, turn, units)
    said = [";".join(name for name in EVALUATION_COLUMNS if row[name]) for row in silent.to_dict("records")]
    frame["not_reported"] = pd.Series(said, index=frame.index, dtype="str").str.replace(";", "; ")
    prices = frame.price_year.map(lambda year: "price year not reported" if pd.isna(year) else f"{year:.0f}")
    prices = prices.astype("str")  # numbers stay numbers where there are none
    as_it_is = (frame.currency == "SEK") & frame.price_year.notna()
    frame["not_converted"] = (frame.currency + " " + prices).where(~as_it_is, "").astype("str")
    return frame


def per_patient(turned, values):
    """Return numbers each turned by its own rule, missing where they are or where the rule knows nothing."""
    found = [None if pd.isna(v) else turn(float(v)) for turn, v in zip(turned, values, strict=True)]
    return pd.Series(found, index=values.index, dtype="Float64")


def add_spreads(frame, turn, units):
    """Add the intervals of both differences of withdrawing, and what else is said of their spread."""
    for what in ("cost", "effect"):
        found = [
            spread_of(what, *row)
            for row in zip(frame.uncertainty, frame[f"{what}_difference"], turn, units, strict=True)
        ]
        for place, name, kind in ((0, "low", "Float64"), (1, "high", "Float64"), (2, "spread", "str")):
            values = [one[place] for one in found]
            frame[f"withdrawal_{what}_{name}"] = pd.Series(values, index=frame.index, dtype=kind)


def spread_of(what, text, difference, sign, unit):
    """Return both ends of a 95 % interval of withdrawing, and what else is said of the spread in words."""
    one, patient = spreads(text).get(what), unit.per_patient if what == "effect" else unit.cost_per_patient
    if one is None or pd.isna(difference) or pd.isna(sign) or patient(1.0) is None:
        return None, None, ""
    if one.high == "":
        size = number_in(f"{what}_difference", one.low)
        return None, None, "" if size is None else f"{one.name} {abs(patient(size)):.12g}"
    holds = interval_of(one.low, one.high, difference, decimals=what == "effect")
    # what is no interval need not lie around the difference
    ends = [number_in(f"{what}_difference", end) for end in (one.low, one.high)]
    ends = holds if one.kind == "interval" else ends
    if ends is None or None in ends:
        return None, None, ""
    low, high = sorted(sign * patient(end) for end in ends)
    return (low, high, "") if one.usual else (None, None, f"{one.name} {low:.12g} to {high:.12g}")


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
