"""Cells: what a spreadsheet gave, as text or number."""

import math

import pandas as pd

__all__ = ["as_number", "as_text"]


def as_text(value):
    """Return a cell as text, "" where it is empty."""
    return "" if pd.isna(value) else str(value).strip()


def as_number(text):
    """Return a number from a spreadsheet cell, or None; a decimal comma is understood.

    Examples
    --------
    >>> as_number("0,5"), as_number("1 200"), as_number("about 3")
    (0.5, 1200.0, None)
    """
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("−", "-")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
