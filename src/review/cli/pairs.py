"""Pairs: two records whole, one under the other, with what differs marked."""

import pandas as pd

from review.records import RECORD_COLUMNS
from review.text import fold

__all__ = ["lines_of_pair", "whole_pairs"]

SHOWN = [name for name in RECORD_COLUMNS if name not in ("raw", "origins")]
PLACES = ("record_id", "source_file", "first_line", "last_line", "database", "database_id")
"""Which record it is, and where it stands: told, but no difference of two publications."""
WIDTH = 300


def whole_pairs(pairs, records, other="record_b"):
    """Return each pair as a dictionary with both records whole, and the fields in which they differ.

    Parameters
    ----------
    pairs : DataFrame
        `record_a` (or `record_id`) and the column `other` name two records.
    records : DataFrame
        See `review.records.RECORD_COLUMNS`.

    Returns
    -------
    list of dict
        The pair's own cells, `a` and `b` (field to value), and `differs`, names of fields in which both say
        something else.

    Examples
    --------
    >>> records = pd.DataFrame({"record_id": ["r1", "r2"], "title": "Knees", "year": [2019, 2020]})
    >>> whole_pairs(pd.DataFrame([["r1", "r2"]], columns=["record_a", "record_b"]), records)[0]["differs"]
    ['year']
    """
    columns = [name for name in SHOWN if name in records]
    known = records.set_index("record_id", drop=False)[columns].astype("object")
    one = "record_a" if "record_a" in pairs else "record_id"
    found = []
    for row in pairs.to_dict("records"):
        a, b = (known.loc[row[name]].to_dict() for name in (one, other))
        differs = [name for name in columns if name not in PLACES and not alike(a[name], b[name])]
        found.append(row | {"a": a, "b": b, "differs": differs})
    return found


def alike(one, other):
    """Return whether two cells say the same but for signs and capital letters, or one says nothing."""
    one, other = ("" if pd.isna(cell) else str(cell) for cell in (one, other))
    return not one or not other or one == other or (fold(one) == fold(other) != "")


def lines_of_pair(pair, heading):
    """Yield the lines that show a pair: what both have alike once, what differs with an asterisk.

    Examples
    --------
    >>> sides = {"a": {"title": "Knees", "year": 2019}, "b": {"title": "Knees", "year": 2020}}
    >>> print(*lines_of_pair(sides | {"differs": ["year"]}, "r1 and r2"), sep="\\n")
    r1 and r2
      title         Knees
    * year       a  2019
                 b  2020
    """
    yield heading
    for name in pair["a"]:
        a, b = (cut(pair[side][name]) for side in ("a", "b"))
        mark = "*" if name in pair["differs"] else " "
        if a == b and a:
            yield f"{mark} {name:<10}    {a}"
        elif a or b:
            yield f"{mark} {name:<10} a  {a or '–'}"
            yield f"  {'':<10} b  {b or '–'}"


def cut(value):
    """Return a cell as text a terminal can hold, and how much was left out."""
    text = "" if pd.isna(value) else " ".join(str(value).split())
    return text if len(text) <= WIDTH else f"{text[:WIDTH]}… ({len(text) - WIDTH} more characters)"
