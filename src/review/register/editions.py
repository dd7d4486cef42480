"""Editions: a newer list put into the register, and what one register has that another has not."""

import pandas as pd

from review.register.columns import RECOMMENDATION_COLUMNS
from review.register.matching import new_ids
from review.vocabulary import sort_key

__all__ = ["CHANGES", "compare", "merge"]

CHANGES = ("added", "changed", "expired", "removed")
CHANGE_COLUMNS = ("change", "recommendation_id", "list_name", "recommendation", "column", "before", "after")


def as_texts(register):
    """Return a register with its own columns alone, as texts: 49.0 is "49", missing is ""."""
    return register[list(RECOMMENDATION_COLUMNS)].map(_text).astype("str")


def _text(value):
    if value is None or value is pd.NA or value != value:
        return ""
    return f"{value:.12g}" if isinstance(value, (int, float)) else str(value)


def merge(register, rows, matches, *, whole=False, year=None):
    """Return the register with the rows of a list in it.

    What a row says stands in for what was there; where it says nothing, what was there stays.
    Nothing is ever taken out: with `whole`, recommendations of the same lists that the rows do not have
    get `year` as the first year in which they are no longer there.

    Parameters
    ----------
    register : DataFrame
    rows : DataFrame
        From `review.register.take_in`.
    matches : DataFrame
        From `review.register.match`.
    whole : bool
        Whether the rows are the whole of their lists.
    year : int, optional
        Needed with `whole`.

    Returns
    -------
    DataFrame
        Texts, `RECOMMENDATION_COLUMNS`.
    """
    known = as_texts(register).set_index("recommendation_id", drop=False)
    named = dict(zip(matches.row, matches.recommendation_id, strict=True))
    before = known.copy()
    fresh = []
    for index, row in rows.iterrows():
        if named[index]:
            said = row[row != ""].drop(["recommendation_id"], errors="ignore")
            nothing_new = [name for name in said.index if _only_usual(name, said, known, named[index])]
            said = said.drop(nothing_new)
            known.loc[named[index], said.index] = said
        else:
            fresh.append(row)
    if whole:
        inside = known.list_name.isin(rows.list_name.unique()) & (known.valid_to == "")
        lost = inside & ~known.recommendation_id.isin(matches.recommendation_id)
        known.loc[lost, "valid_to"] = str(year)
    if fresh:
        added = pd.DataFrame(fresh).reset_index(drop=True)
        for list_name, group in added.groupby("list_name", sort=False):
            taken = pd.DataFrame({"recommendation_id": [*before.recommendation_id, *added.recommendation_id]})
            blank = group.index[group.recommendation_id == ""]
            added.loc[blank, "recommendation_id"] = new_ids(taken, list_name, len(blank))
        known = pd.concat([known, added[list(RECOMMENDATION_COLUMNS)]])
    return known.reset_index(drop=True).astype("str")


def _only_usual(name, said, known, recommendation_id):
    """Return whether a cell says that nothing is known where something was known before."""
    return said[name] == "unknown" and known[name][recommendation_id] not in ("", "unknown")


def compare(before, after):
    """Return what one register has that another has not.

    Parameters
    ----------
    before, after : DataFrame
        Registers.

    Returns
    -------
    DataFrame
        `CHANGE_COLUMNS`; one row per recommendation that was ``added``, ``expired`` (it is there and said to
        be taken away) or ``removed`` (it is gone without a word), one row per changed cell of the others.
        Expired ones first, then changed, then added; within a kind by list and name, as Swedish sorts.
    """
    old = as_texts(before).set_index("recommendation_id")
    new = as_texts(after).set_index("recommendation_id")
    rows = [_line("removed", name, old.loc[name]) for name in old.index if name not in new.index]
    for name, row in new.iterrows():
        if name not in old.index:
            rows.append(_line("added", name, row))
            continue
        was = old.loc[name]
        ended = row.valid_to != "" and was.valid_to == ""
        if ended:
            rows.append(_line("expired", name, row, "valid_to", "", row.valid_to))
        rows += [
            _line("changed", name, row, column, was[column], row[column])
            for column in new.columns
            if was[column] != row[column] and not (ended and column == "valid_to")
        ]
    frame = pd.DataFrame(rows, columns=list(CHANGE_COLUMNS), dtype="str")
    order = {name: place for place, name in enumerate(("removed", "expired", "changed", "added"))}
    places = sorted(
        frame.index,
        key=lambda i: (
            order[frame.change[i]],
            sort_key(frame.list_name[i]),
            sort_key(frame.recommendation[i]),
            frame.recommendation_id[i],
        ),
    )
    return frame.loc[places].reset_index(drop=True)


def _line(change, name, row, column="", before="", after=""):
    said = f"{row.intervention_sv} – {row.condition_sv}"
    return change, name, row.list_name, said, column, before, after
