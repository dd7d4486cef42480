"""Frontier: more than two options, which of them no other beats, and what withdrawing means along them."""

import pandas as pd

from review.economics.measuring import READINGS, by_sign
from review.text import fold

__all__ = ["frontier", "frontiers"]

SAME = ("reference_id", "comparator", "population", "perspective", "time_horizon_years", "currency",
        "price_year", "benefit_unit")  # fmt: skip
"""What evaluations must share for their options to stand beside each other: most of all the comparator."""
COLUMNS = ("option", "cost", "effect", "status", "dominated_by", "icer", "withdraw_to", "withdrawal_cost",
           "withdrawal_effect", "reading", "saved_per_unit_lost")  # fmt: skip
TEXTS = ("option", "status", "dominated_by", "withdraw_to", "reading")


def frontier(options):
    """Return mutually exclusive options with what beats each, and what one loses and saves by leaving it.

    Parameters
    ----------
    options : DataFrame
        `option`, `cost`, `effect` (above zero is better), all against one comparator, which is itself one of
        them with zeros.

    Returns
    -------
    DataFrame
        `COLUMNS`, from the cheapest: `status` is ``efficient``, ``dominated`` (another gives at least as much
        for no more) or ``extended`` (two others together, by their shares, give as much for less);
        `dominated_by` names the option, or the two ("; " between); `icer` is the cost of one unit more than
        the efficient option below gives. Withdrawing an efficient option leads to the efficient one below, a
        dominated one to what dominates it, one extended to the efficient one below it; the cheapest
        efficient one leads nowhere. `saved_per_unit_lost` is missing unless withdrawing saves and loses.

    Source: Johannesson M, Weinstein MC. J Health Econ 1993;12:459-67 (extended dominance).

    Examples
    --------
    >>> made = frontier(pd.DataFrame({"option": ["none", "A", "B", "C"], "cost": [0, 60, 100, 90],
    ...                               "effect": [0, 1, 4, 3.8]}))
    >>> made[["option", "status", "dominated_by"]].values.tolist()
    [['none', 'efficient', ''], ['A', 'extended', 'none; C'], ['C', 'efficient', ''], ['B', 'efficient', '']]
    >>> made.withdraw_to.tolist()
    ['', 'none', 'none', 'C']
    """
    rows = options.sort_values(["cost", "effect"], ascending=[True, False], kind="stable")
    rows, standing = rows[["option", "cost", "effect"]].to_dict("records"), []
    for row in rows:
        beaten = any(one["effect"] >= row["effect"] for one in standing)
        row["status"] = "dominated" if beaten else "efficient"
        standing += [] if beaten else [row]
    hull = hull_of(standing)
    made = pd.DataFrame([row | placed(row, hull, standing) for row in rows], columns=list(COLUMNS))
    made = made.astype({name: "Float64" for name in COLUMNS if name not in TEXTS})
    made["reading"] = by_sign(made.withdrawal_cost, made.withdrawal_effect, READINGS)
    saved = made.withdrawal_cost / made.withdrawal_effect
    return made.assign(saved_per_unit_lost=saved.where(made.reading == "saves_with_loss"))


def hull_of(rows):
    """Return the options that no mixture of two others beats, from the cheapest; mark those that one does."""
    hull = []
    for row in rows:
        while len(hull) > 1 and ratio(hull[-2], hull[-1]) > ratio(hull[-1], row):
            hull.pop()["status"] = "extended"
        hull.append(row)
    return hull


def ratio(lower, upper):
    """Return the cost of one unit more of effect."""
    return (upper["cost"] - lower["cost"]) / (upper["effect"] - lower["effect"])


def placed(row, hull, standing):
    """Return what beats an option, its ratio, and where withdrawing it leads."""
    below = [one for one in hull if one["effect"] < row["effect"]][-1:]
    above = [one for one in hull if one["effect"] > row["effect"]][:1]
    better = [
        one for one in (*hull, *standing) if one["cost"] <= row["cost"] and one["effect"] >= row["effect"]
    ]
    beaten = {"efficient": [], "extended": below + above, "dominated": better[:1]}[row["status"]]
    found = {"dominated_by": "; ".join(one["option"] for one in beaten), "withdraw_to": ""}
    if row["status"] == "efficient" and below:
        found["icer"] = ratio(below[0], row)
    for one in beaten[:1] or below:
        found["withdraw_to"] = one["option"]
        found |= {f"withdrawal_{name}": one[name] - row[name] for name in ("cost", "effect")}
    return found


def frontiers(evaluations):
    """Return the frontier of each study whose rows compare two options or more with one comparator.

    Parameters
    ----------
    evaluations : DataFrame
        As `review.economics.measures` returns them. Rows stand beside each other where they agree in `SAME`,
        words compared without capitals and signs.

    Returns
    -------
    DataFrame
        `reference_id`, `COLUMNS` and: `evaluation_ids` of the option, parted by "; " ("" for the comparator),
        `benefit_unit`, `currency`, `price_year`, `in_question`, whether the option is care that may be
        withdrawn. Money is in the study's own. Two rows that give one option different numbers stand as
        two options.

    Examples
    --------
    >>> from review.economics import measures
    >>> same = {"reference_id": "r1", "comparator": "no test", "care_in_question": "intervention",
    ...         "effect_unit": "QALY", "currency": "SEK", "price_year": 2024}
    >>> rows = [same | {"evaluation_id": "E1", "intervention": "test all", "cost_difference": 900,
    ...                 "effect_difference": 0.01},
    ...         same | {"evaluation_id": "E2", "intervention": "test some", "cost_difference": 100,
    ...                 "effect_difference": 0.008}]
    >>> made = frontiers(measures(pd.DataFrame(rows)))
    >>> made[["option", "status", "withdraw_to"]].values.tolist()[2]
    ['test all', 'efficient', 'test some']
    """
    known = evaluations[evaluations.withdrawal_cost.notna() & evaluations.withdrawal_effect.notna()]
    key = [
        known[name].astype("object").where(known[name].notna(), "").astype("str").map(fold) for name in SAME
    ]
    made = [
        of_study(rows)
        for _, rows in known.groupby(key, sort=False)
        if rows.intervention.map(fold).nunique() > 1
    ]
    columns = ["reference_id", *COLUMNS, "evaluation_ids", *SAME[-3:], "in_question"]
    return pd.concat(made, ignore_index=True) if made else pd.DataFrame(columns=columns)


def of_study(rows):
    """Return the frontier of rows that share a comparator."""
    first = rows.iloc[0]
    # withdrawing speaks of the care in question, so the intervention is that, or its mirror
    sign = rows.care_in_question.map({"intervention": -1.0, "comparator": 1.0})
    told = pd.DataFrame(
        {
            "option": rows.intervention,
            "cost": rows.withdrawal_cost * sign,
            "effect": rows.withdrawal_effect * sign,
            "evaluation_ids": rows.evaluation_id,
            "in_question": rows.care_in_question == "intervention",
        }
    )
    told.loc[-1] = [first.comparator, 0.0, 0.0, "", bool((rows.care_in_question == "comparator").any())]
    told = told.groupby(["option", "cost", "effect"], sort=False, as_index=False).agg(
        {"evaluation_ids": "; ".join, "in_question": "any"}
    )
    made = frontier(told).merge(told, on=["option", "cost", "effect"])
    shared = {name: first[name] for name in SAME[-3:]}
    made.insert(0, "reference_id", first.reference_id)
    return made.assign(**shared)
