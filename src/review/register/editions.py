"""Editions: a newer list put into the register, and what one register has that another has not."""

import pandas as pd

from review.register.columns import RECOMMENDATION_COLUMNS
from review.register.matching import new_ids, said
from review.vocabulary import sort_key

__all__ = ["compare", "merge"]

CHANGES = ("removed", "expired", "changed", "added")
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
    for index, row in rows.drop(columns="recommendation_id").iterrows():
        if named[index]:
            # that nothing is known does not stand in for what was known before
            before = known.loc[named[index], row.index]
            told = row[(row != "") & ((row != "unknown") | before.isin(["", "unknown"]))]
            known.loc[named[index], told.index] = told
    if whole:
        inside = known.list_name.isin(rows.list_name.unique()) & (known.valid_to == "")
        lost = inside & ~known.recommendation_id.isin(matches.recommendation_id)
        known.loc[lost, "valid_to"] = str(year)
    added = rows[[not named[index] for index in rows.index]].reset_index(drop=True)
    for list_name, nameless in added[added.recommendation_id == ""].groupby("list_name", sort=False):
        taken = pd.concat([known, added])
        added.loc[nameless.index, "recommendation_id"] = new_ids(taken, list_name, len(nameless))
    both = pd.concat([known, added[list(RECOMMENDATION_COLUMNS)]])
    return both.reset_index(drop=True).astype("str")


def compare(before, after):
    """Return what one register has that another has not, as a frame of `CHANGE_COLUMNS`.

    There is one row per recommendation that was ``added``, ``expired`` (it is there and said to be taken
    away) or ``removed`` (it is gone without a word), and one per changed cell of the others. Removed ones
    come first, then expired, changed and added; within a kind by list and name, as Swedish sorts.
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
    rows.sort(key=lambda one: (CHANGES.index(one[0]), sort_key(one[2]), sort_key(one[3]), one[1]))
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS), dtype="str")


def _line(change, name, row, column="", before="", after=""):
    return change, name, row.list_name, said(row), column, before, after
