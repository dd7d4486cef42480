"""Sheets: what somebody's spreadsheet must say, how its faults are told, and what goes out to one."""

import pandas as pd

from review.errors import SourceError, UsageError, place
from review.formats import write_csv

__all__ = ["need", "new_rows", "refuse", "taken", "with_reader", "write_known"]

KNOWN = ["reference_id", "doi", "pmid", "title"]
"""What tells in a spreadsheet which reference is meant."""
MOST_NAMED = 10


def need(table, columns, path, sheet=None):
    """Refuse a table that lacks one of the columns."""
    missing = [name for name in columns if name not in table.columns]
    if missing:
        where = place(path, sheet=sheet, row=1)
        raise SourceError(f"{where}: the column {', '.join(missing)} is missing")


def refuse(said, faults, most=MOST_NAMED):
    """Raise SourceError where there are faults, naming the first of them and how many more there are.

    Examples
    --------
    >>> refuse("nothing was imported.", [])
    >>> refuse("nothing was imported.", ["a", "b", "c"], most=2)
    Traceback (most recent call last):
    review.errors.SourceError: nothing was imported. a; b; and 1 more
    """
    if faults:
        more = [f"and {len(faults) - most} more"] if len(faults) > most else []
        raise SourceError(f"{said} {'; '.join([*faults[:most], *more])}")


def with_reader(rows, reader, path, did):
    """Return rows with who said each: as their column `reader` says, else the one given."""
    who = rows.get("reader", pd.Series(reader, index=rows.index)).replace("", reader)
    if (who == "").any():
        raise UsageError(f"{path}: no column says who {did}; give the reader with --reader")
    return rows.assign(reader=who)


def new_rows(rows, columns, stored):
    """Return a Series: whether what a row says in some columns is not among the tuples stored."""
    new = [tuple(row) not in stored for row in rows[columns].to_numpy()]
    return pd.Series(new, index=rows.index, dtype="bool")


def taken(rows, fresh):
    """Return how many rows there were, and how many of them are stored now and were before."""
    return {"rows": len(rows), "stored": len(fresh), "already_stored": len(rows) - len(fresh)}


def write_known(frame, references, columns, path):
    """Write judgements as CSV with the reference's DOI, PMID and title; return how many."""
    whole = frame.merge(references[KNOWN], on="reference_id", how="left")
    write_csv(whole[[*KNOWN, *columns]], path)
    return len(whole)
