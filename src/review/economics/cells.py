"""Cells: what a spreadsheet gave, as text, as number, or as the answer that the study does not say."""

import math
import re

import pandas as pd

__all__ = ["NOT_REPORTED", "as_number", "as_text", "is_not_reported", "two_ways"]

NOT_REPORTED = "NR"
"""Written where a study does not report something; empty means that nobody has looked yet."""
SAID_SO = frozenset((
    "nr", "n.r.", "not reported", "not_reported", "anges inte", "anges ej", "ej rapporterat", "ej angivet",
))  # fmt: skip
GROUPED = {
    ",": re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?").fullmatch,
    ".": re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?").fullmatch,
}
"""Numbers whose sign between thousands is beyond doubt, by that sign."""
TWO_WAYS = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}").fullmatch


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

    A comma before three digits alone may be either sign (see `two_ways`), and makes no number.

    Examples
    --------
    >>> as_number("0,5"), as_number("1 200"), as_number("about 3"), as_number("1,200")
    (0.5, 1200.0, None, None)
    >>> as_number("1.200,50"), as_number("1,200.50"), as_number("1,200,300"), as_number("1.2")
    (1200.5, 1200.5, 1200300.0, 1.2)
    """
    plain = without_blanks(text)
    if plain.count(",") + plain.count(".") > 1:
        mark = next((mark for mark, whole in GROUPED.items() if whole(plain)), "")
        plain = plain.replace(mark, "") if mark else ""
    if two_ways(plain) and "," in plain:
        return None
    try:
        value = float(plain.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def two_ways(text):
    """Return what a number is by its decimal sign, where that cannot be told from it; else nothing.

    Examples
    --------
    >>> two_ways("1,200"), two_ways("12.500"), two_ways("0,125"), two_ways("1 200,50")
    ({'comma': '1.200', 'point': '1200'}, {'comma': '12500', 'point': '12.500'}, {}, {})
    """
    plain = without_blanks(text)
    if not TWO_WAYS(plain):
        return {}
    return {"comma": plain.replace(".", "").replace(",", "."), "point": plain.replace(",", "")}


def without_blanks(text):
    """Return a number without what parts its thousands beyond doubt: blanks and apostrophes."""
    return re.sub(r"[\s'’]", "", text).replace("−", "-")
