"""Reconciliation: does the register agree with every total the interim report prints?"""

import pandas as pd

__all__ = ["ICKE_GORA", "PRINTED_YEAR", "force_of", "in_force", "reconcile"]

ICKE_GORA = "Socialstyrelsen icke-göra"
"""The list whose totals the interim report of December 2024 prints."""

PRINTED_YEAR = 2024
"""The year the printed totals speak of."""


def in_force(recommendations, year):
    """Return the recommendations that were there at the end of a year (see `force_of`)."""
    return recommendations[force_of(recommendations, year) == "in_force"]


def force_of(recommendations, year):
    """Return whether each recommendation is ``in_force``, ``expired`` or ``coming`` at the end of a year.

    `valid_to` is the first year in which a recommendation is no longer there.
    """
    force = pd.Series("in_force", index=recommendations.index, dtype="str")
    force = force.mask((recommendations.valid_from > year).fillna(False).astype("bool"), "coming")
    return force.mask((recommendations.valid_to <= year).fillna(False).astype("bool"), "expired")


def reconcile(recommendations, guidelines, totals, *, list_name=ICKE_GORA, year=PRINTED_YEAR):
    """Compare the register with every total the interim report prints.

    Parameters
    ----------
    recommendations, guidelines, totals : DataFrame
        From the loaders of this room.
    list_name : str
        The list the totals speak of.
    year : int
        The year they speak of; recommendations taken away before, or begun later, are not counted.

    Returns
    -------
    DataFrame
        One row per printed number: `quantity`, `group_sv`, `group_en`, `printed`, `unit`,
        `denominator` (printed; missing where the report has none), `found` (count in the register; of
        adherence the mean, highest or lowest share), `known` (rows where the register knows the answer),
        `found_percent` (what stands beside a printed share) and `verdict`:

        * ``fits`` the whole list is there and agrees (counts exactly, shares after rounding),
        * ``differs`` the whole list is there and does not, or more rows are there than printed,
        * ``incomplete`` fewer rows are there than printed, or not all of them say it: nothing can be said,
        * ``not in the register`` the register does not hold what the number is about.

    Notes
    -----
    While the list is incomplete no share of the found rows is compared with a printed share:
    the rows are what could be found, not a sample.
    """
    rows = in_force(recommendations[recommendations.list_name == list_name], year)
    counted = [*count_guidelines(rows, guidelines), *count_totals(rows, guidelines, totals)]
    columns = ["quantity", "group_sv", "group_en", "printed", "unit", "denominator", "found", "known"]
    frame = pd.DataFrame(counted, columns=columns)
    frame = frame.astype(dict.fromkeys(("printed", "denominator", "found", "known"), "Float64"))
    share = 100 * frame.found / frame.known.where(frame.known > 0)
    # adherence is a mean, a highest and a lowest of shares: per cent already, and a part of nothing
    share = share.where(frame.quantity != "adherence", frame.found)
    frame["found_percent"] = share.where(frame.unit == "percent")
    total = float(totals.loc[totals.quantity == "recommendations", "value"].iloc[0])
    frame["verdict"] = [verdict(row, complete=len(rows) == total) for row in frame.itertuples()]
    return frame


def count_guidelines(rows, guidelines):
    """Yield a row per guideline: how many icke-göra are printed, how many are in the register."""
    found = rows.guideline_area.value_counts()
    for row in guidelines.itertuples():
        n, names = found.get(row.guideline_area, 0), (row.guideline_area, row.guideline_area_en)
        yield "per_guideline", *names, row.icke_gora_printed, "count", pd.NA, n, n
    for area in sorted(set(found.index) - set(guidelines.guideline_area)):
        yield "per_guideline", area, area, 0, "count", pd.NA, found[area], found[area]


def count_totals(rows, guidelines, totals):
    """Yield a row per printed total with what the register holds."""
    adherence = rows.adherence_2023_percent.dropna()
    columns = ["quantity", "group_sv", "group_en", "value", "unit", "denominator"]
    for total in totals[columns].itertuples():
        found = known = pd.NA
        match total.quantity, total.group_sv:
            case "recommendations", _:
                found = known = len(rows)
            case "guidelines", group:
                areas = rows.guideline_area[rows.guideline_area.isin(guidelines.guideline_area)].nunique()
                found, known = areas if group == "med icke-göra" else len(guidelines) - areas, len(guidelines)
            case ("reason" | "intervention_type") as column, group:
                found, known = answered(rows[column], group)
            case "adherence_measured", _:
                found = known = len(adherence)
            case "adherence", group if len(adherence):
                how = {"genomsnitt": "mean", "högst": "max", "lägst": "min"}[group]
                found, known = adherence.agg(how), len(adherence)
            case "adherence", _:
                known = 0
            case "health_economics", "bedömda":
                found, known = answered(rows.health_economic_assessment, "yes")
            case "health_economics", _:
                assessed = rows[rows.health_economic_assessment == "yes"]
                found, known = answered(assessed.cost_ineffective, "yes")
        yield *total[1:7], found, known


def answered(column, answer):
    """Return how many rows give an answer, and how many give any."""
    return (column == answer).sum(), (column != "unknown").sum()


def verdict(row, *, complete):
    """Return what comparing one printed number with the register gives (see `reconcile`)."""
    if pd.isna(row.found):
        return "not in the register" if pd.isna(row.known) else "incomplete"
    # a row without adherence in a whole list is one that was not followed up
    if not pd.isna(row.denominator) and row.quantity != "adherence_measured":
        complete = complete and row.known >= row.denominator
    if row.unit == "percent":
        if not complete:
            return "incomplete"
        share = row.found if row.quantity == "adherence" else 100 * row.found / row.denominator
        return "fits" if rounds_to(share, row.printed) else "differs"
    if row.found == row.printed:
        return "fits" if complete or row.quantity != "guidelines" else "incomplete"
    # how many guidelines have none can only fall while the list grows
    if row.quantity == "guidelines":
        return "differs" if complete else "incomplete"
    return "differs" if complete or row.found > row.printed else "incomplete"


def rounds_to(value, printed):
    """Return whether a whole printed number can be the rounding of a value; halves may go either way.

    >>> rounds_to(100 * 33 / 83, 40), rounds_to(48.5, 49), rounds_to(48.5, 48), rounds_to(49.6, 49)
    (True, True, True, False)
    """
    return abs(value - printed) <= 0.5 + 1e-9
