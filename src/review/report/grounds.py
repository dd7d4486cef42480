"""Grounds: everything a review holds about one recommendation, gathered before it is written."""

from dataclasses import dataclass

import pandas as pd

from review import standing
from review.evidence import DIRECTIONS
from review.register import DEMAND_TABLES
from review.report import derived
from review.text import split

__all__ = ["Grounds", "grounds", "rows_about", "standings"]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a recommendation rests on and what is known of it.

    Attributes
    ----------
    row : Series
        The recommendation as the register has it.
    standing : Series
        See `review.standing.standing`.
    priority : Series
        See `review.standing.priority`.
    links : DataFrame
        Links of included studies, those for first.
    evaluations : DataFrame
        Economic evaluations of included studies, with `mark`.
    tables : dict of str to DataFrame
        The rows about it in each table of the demands.
    displacement : DataFrame
    missing : tuple of (str, int or None)
        What is missing, as keys of the words, with a number where one belongs.
    """

    row: pd.Series
    standing: pd.Series
    priority: pd.Series
    links: pd.DataFrame
    evaluations: pd.DataFrame
    tables: dict
    displacement: pd.DataFrame
    missing: tuple


def standings(snapshot):
    """Return how every recommendation of the register stands by the links that are evidence."""
    return standing.standing(
        derived.counted_links(snapshot), list(snapshot.recommendations.recommendation_id)
    )


def grounds(snapshot, recommendation_ids):
    """Return the `Grounds` of some recommendations by id.

    Parameters
    ----------
    snapshot : review.report.Snapshot
    recommendation_ids : sequence of str

    Returns
    -------
    dict of str to Grounds
    """
    register = snapshot.recommendations.set_index("recommendation_id", drop=False)
    stand = standings(snapshot)
    first = standing.priority(snapshot.recommendations, stand).set_index("recommendation_id")
    stand = stand.set_index("recommendation_id", drop=False)
    links, costed = in_order(derived.counted_links(snapshot)), derived.counted_evaluations(snapshot)
    demands = dict(snapshot.tables) | {"coverage": with_titles(snapshot.tables)}
    found = {}
    for name in recommendation_ids:
        tables = {table: rows_about(demands.get(table), name) for table in DEMAND_TABLES}
        mine = links[links.recommendation_id == name].reset_index(drop=True)
        evaluations = costed[costed.recommendation_id == name]
        displaced = rows_about(snapshot.displacement, name)
        found[name] = Grounds(
            row=register.loc[name],
            standing=stand.loc[name],
            priority=first.loc[name],
            links=mine,
            evaluations=evaluations,
            tables=tables,
            displacement=displaced,
            missing=tuple(lacks(register.loc[name], stand.loc[name], mine, evaluations, tables, displaced)),
        )
    return found


def in_order(links):
    """Return links with those for first, then those against, then the rest."""
    place = links.direction.map({key: place for place, key in enumerate(DIRECTIONS)})
    return links.assign(_place=place).sort_values("_place", kind="stable").drop(columns="_place")


def with_titles(tables):
    """Return what guidance documents say, each with the title of the document."""
    said, documents = tables.get("coverage"), tables.get("documents")
    if said is None or documents is None:
        return said
    titles = documents.set_index("document_id").title
    return said.assign(title=said.document_id.map(titles).fillna(said.document_id).astype("str"))


def rows_about(table, recommendation_id):
    """Return the rows of a table that name a recommendation, in `recommendation_id` or `recommendation_ids`.

    Examples
    --------
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
    known = row.get("adherence_percent", pd.NA)
    if row.get("adherence_measure", "") == "other" or pd.isna(known):
        known = (
            pd.NA if row.get("adherence_measure", "") == "other" else row.get("adherence_2023_percent", pd.NA)
        )
    return known
