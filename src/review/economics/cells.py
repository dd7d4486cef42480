"""Cells: what a spreadsheet gave, as text, as number, or as the answer that the study does not say."""

import math

import pandas as pd

__all__ = ["NOT_REPORTED", "as_number", "as_text", "is_not_reported"]

NOT_REPORTED = "NR"
"""Written where a study does not report something; empty means that nobody has looked yet."""
SAID_SO = {
    "nr",
    "n.r.",
    "not reported",
    "not_reported",
    "anges inte",
    "anges ej",
    "ej rapporterat",
    "ej angivet",
}


def as_text(value):
    """Return a cell as text, "" where it is empty."""
    return "" if pd.isna(value) else str(value).strip()


def is_not_reported(text):
    """Return whether a cell says that the study does not report it.

    Examples
    --------
    >>> is_not_reported("NR"), is_not_reported("anges inte"), is_not_reported(""), is_not_reported("0")
    (True, True, False, False)
    """
    return text.strip().casefold() in SAID_SO


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
