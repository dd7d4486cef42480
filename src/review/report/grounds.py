"""Grounds: everything a review holds about one recommendation, gathered before it is written."""

from dataclasses import dataclass

import pandas as pd

from review.evidence import DIRECTIONS
from review.register import DEMAND_TABLES
from review.report.material import Material
from review.text import split

__all__ = ["Grounds", "gathered", "grounds", "rows_about", "standings"]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a recommendation rests on and what is known of it."""

    row: pd.Series  # as the register has it
    standing: pd.Series  # see `review.standing.standing`
    priority: pd.Series  # see `review.standing.priority`
    links: pd.DataFrame  # of included studies, those for first
    evaluations: pd.DataFrame  # economic evaluations of included studies, with `mark`
    tables: dict  # name of each table of the demands to its rows about the recommendation
    displacement: pd.DataFrame
    missing: tuple  # (key of the words, number or None) of what is missing
    price_year: int  # in whose prices the kronor are


def standings(snapshot):
    """Return how every recommendation of the register stands by the links that are evidence."""
    return Material(snapshot).get("standings")


def grounds(snapshot, recommendation_ids):
    """Return the `Grounds` of some recommendations by id, from a `review.report.Snapshot`."""
    return Material(snapshot).give(gathered, recommendation_ids)


def gathered(names, by_id, standings, priority, studied, costed, tables, displacement, price_year):
    """Return the `Grounds` of some recommendations by id, from what is derived of a snapshot."""
    first = priority.set_index("recommendation_id")
    stand = standings.set_index("recommendation_id", drop=False)
    links, demands = in_order(studied), tables | {"coverage": with_titles(tables)}
    found = {}
    for name in names:
        about = {table: rows_about(demands.get(table), name) for table in DEMAND_TABLES}
        mine = rows_about(links, name).reset_index(drop=True)
        evaluations, displaced = rows_about(costed, name), rows_about(displacement, name)
        lacking = lacks(by_id.loc[name], stand.loc[name], mine, evaluations, about, displaced)
        found[name] = Grounds(
            by_id.loc[name], stand.loc[name], first.loc[name], mine, evaluations, about, displaced,
            tuple(lacking), price_year,
        )  # fmt: skip
    return found


def in_order(links):
    """Return links with those for first, then those against, then the rest."""
    return links.sort_values("direction", key=lambda said: said.map(DIRECTIONS.index), kind="stable")


def with_titles(tables):
    """Return what guidance documents say, each with the title of the document."""
    said, documents = tables.get("coverage"), tables.get("documents")
    if said is None or documents is None:
        return said
    titles = documents.set_index("document_id").title
    return said.assign(title=said.document_id.map(titles).fillna(said.document_id).astype("str"))


def rows_about(table, recommendation_id):
    """Return the rows of a table that name a recommendation, in `recommendation_id` or `recommendation_ids`.

    >>> table = pd.DataFrame({"recommendation_ids": ["A; B", "C"], "note": ["x", "y"]})
    >>> rows_about(table, "B").note.tolist()
    ['x']
    """
    if table is None or table.empty:
        return pd.DataFrame() if table is None else table
    if "recommendation_id" in table:
        return table[table.recommendation_id == recommendation_id]
    if "recommendation_ids" in table:
        return table[[recommendation_id in split(cell) for cell in table.recommendation_ids]]
    return table.head(0)


def lacks(row, stand, links, evaluations, tables, displaced):
    """Yield what is missing about a recommendation, as (key, number or None)."""
    if stand.standing == "no_evidence":
        yield "studies", None
    elif stand.standing == "only_context":
        yield "tested", None
    unassessed = int((links.certainty == "not_assessed").sum())
    if unassessed:
        yield "certainty", unassessed
    if row.reason == "unknown":
        yield "reason", None
    if pd.isna(adherence_of(row)):
        yield "adherence", None
    if not row.exceptions and not (links.exceptions != "").any() and tables["exceptions"].empty:
        yield "exceptions", None
    if evaluations.empty:
        yield "economics", None
    for name in ("indicators", "coverage"):
        if tables[name].empty:
            yield name, None
    if displaced.empty or displaced.amount.isna().all():
        yield "displacement", None
    if not row.get("plain_sv", "") and not row.get("plain_en", ""):
        yield "plain", None


def adherence_of(row):
    """Return the share answering that the measure is never performed, missing where it is not known."""
    if row.get("adherence_measure", "") == "other":
        return pd.NA
    known = row.get("adherence_percent", pd.NA)
    return row.get("adherence_2023_percent", pd.NA) if pd.isna(known) else known
