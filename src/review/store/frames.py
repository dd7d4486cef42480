"""Frames: rows of a table become a frame with fixed types, also when there are none."""

import pandas as pd
from sqlalchemy import Boolean, Double, Integer

__all__ = ["frame_of"]


def frame_of(rows, columns):
    """Return rows as a frame with the types of `columns`.

    Parameters
    ----------
    rows : sequence of tuples
        One value per column each.
    columns : sequence of sqlalchemy.Column
        Texts become ``str`` ("" where the database has none), whole numbers ``Int64`` or, where they
        cannot be missing, ``int64``; other numbers ``float64``, yes/no ``boolean``.

    Examples
    --------
    >>> from review.store.schema import withdrawals
    >>> str(frame_of([], withdrawals.columns).dtypes["at"])
    'str'
    """
    values = zip(*rows, strict=True) if rows else [()] * len(columns)
    return pd.DataFrame(
        {column.name: _array(cells, column) for column, cells in zip(columns, values, strict=True)}
    )


def _array(cells, column):
    if isinstance(column.type, Boolean):
        return pd.array(cells, dtype="boolean")
    if isinstance(column.type, Integer):
        return pd.array(cells, dtype="Int64") if column.nullable else pd.Series(cells, dtype="int64")
    if isinstance(column.type, Double):
        return pd.Series(cells, dtype="float64")
    if column.nullable:
        cells = ["" if cell is None else cell for cell in cells]
    return pd.array(cells, dtype="str")
