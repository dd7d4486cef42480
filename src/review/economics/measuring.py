"""Measuring: the ratio of an evaluation, and its reading for withdrawing the care in question."""

import pandas as pd

from review.economics.cells import as_number, as_text, is_not_reported
from review.economics.fields import NUMBERS
from review.economics.intervals import interval_of, intervals
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
        * `withdrawal_cost`, `withdrawal_effect`: the differences turned so that they speak of withdrawing
          the care in question: what doing without it costs and gives, against going on,
        * `reading`: one of `READINGS` for withdrawal, "" where a difference is missing,
        * `saved_per_unit_lost`: money saved per unit of effect given up, where withdrawing saves and loses,
        * `withdrawal_cost_low`, `withdrawal_cost_high`, `withdrawal_effect_low`, `withdrawal_effect_high`:
          the interval of each, turned the same way, where `uncertainty` gives one in a form that can be
          read (see `review.economics.intervals`) and it holds the study's own difference,
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
        # the perspectives have a word of their own for it
        texts = texts.where(~silent[column], "not_reported" if column == "perspective" else "")
        frame[column] = texts.map(as_number).astype("Float64") if column in NUMBERS else texts
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
    add_intervals(frame, turn)
    said = [";".join(name for name in EVALUATION_COLUMNS if row[name]) for row in silent.to_dict("records")]
    frame["not_reported"] = pd.Series(said, index=frame.index, dtype="str").str.replace(";", "; ")
    prices = frame.price_year.map(lambda year: "price year not reported" if pd.isna(year) else f"{year:.0f}")
    prices = prices.astype("str")  # numbers stay numbers where there are none
    as_it_is = (frame.currency == "SEK") & frame.price_year.notna()
    frame["not_converted"] = (frame.currency + " " + prices).where(~as_it_is, "").astype("str")
    return frame


def add_intervals(frame, turn):
    """Add the intervals of both differences of withdrawing."""
    for what in ("cost", "effect"):
        ends = []
        for text, difference, sign in zip(frame.uncertainty, frame[f"{what}_difference"], turn, strict=True):
            found = None if pd.isna(difference) or pd.isna(sign) else intervals(text).get(what)
            found = found and interval_of(*found[:2], difference)
            ends.append(sorted(sign * end for end in found) if found else (None, None))
        for place, name in enumerate(("low", "high")):
            values = [pair[place] for pair in ends]
            frame[f"withdrawal_{what}_{name}"] = pd.Series(values, index=frame.index, dtype="Float64")


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
