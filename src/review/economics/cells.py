"""Cells: what a spreadsheet gave, as text, as number, or as the answer that the study does not say."""

import math
import re

import pandas as pd

__all__ = ["NOT_REPORTED", "as_number", "as_text", "doubt_of", "is_not_reported", "two_ways"]

NOT_REPORTED = "NR"
"""Written where a study does not report something; empty means that nobody has looked yet."""
SAID_SO = frozenset((
    "nr", "n.r.", "not reported", "not_reported", "anges inte", "anges ej", "ej rapporterat", "ej angivet",
))  # fmt: skip
BLANK = r"[\s'’]"
GROUPED = {
    mark: re.compile(rf"[-+]?[1-9]\d{{0,2}}(?:{mark}\d{{3}})+(?:{decimal}\d+)?").fullmatch
    for mark, decimal in ((BLANK, "[.,]"), (",", r"\."), (r"\.", ","))
}
"""Numbers whose thousands are parted by a blank or a sign, by what parts them."""
PLAIN = re.compile(r"[-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?").fullmatch
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

    Blanks and apostrophes part thousands alone: 12 34 is no number, nor is 1'5. A comma before three digits
    alone may be either sign (see `two_ways`), and makes no number.

    Examples
    --------
    >>> as_number("0,5"), as_number("1 200"), as_number("about 3"), as_number("1,200"), as_number("12 34")
    (0.5, 1200.0, None, None, None)
    >>> as_number("1.200,50"), as_number("1,200.50"), as_number("1,200,300"), as_number("1.2")
    (1200.5, 1200.5, 1200300.0, 1.2)
    """
    plain = signed(text)
    if TWO_WAYS(plain):
        return None if "," in plain else float(plain)
    mark = next((mark for mark, whole in GROUPED.items() if whole(plain)), "")
    plain = re.sub(mark, "", plain) if mark else plain
    value = float(plain.replace(",", ".")) if PLAIN(plain) else math.inf
    return value if math.isfinite(value) else None


def two_ways(text):
    """Return what a number is by its decimal sign, where that cannot be told from it; else nothing.

    Each is written so that it can be read in no other way.

    Examples
    --------
    >>> two_ways("1,200"), two_ways("12.500"), two_ways("0,125"), two_ways("1 200,50")
    ({'comma': '1.2000', 'point': '1200'}, {'comma': '12500', 'point': '12.5000'}, {}, {})
    """
    plain = signed(text)
    if not TWO_WAYS(plain):
        return {}
    whole, small = re.sub("[.,]", "", plain), plain.replace(",", ".") + "0"
    return {"comma": small, "point": whole} if "," in plain else {"comma": whole, "point": small}


def doubt_of(text):
    """Return what a number may be and how to write each without doubt, "" where there is none.

    Examples
    --------
    >>> doubt_of("12,500"), doubt_of("1.2")
    ("'12,500' may be 12.5 or 12 500; write 12.5, or 12 500", '')
    >>> doubt_of("-12.345")
    "'-12.345' may be -12.345 or -12 345; write -12.3450, or -12 345"
    """
    if not two_ways(text):
        return ""
    whole, decimals = re.split("[.,]", signed(text))
    small = f"{whole}.{decimals}".rstrip("0").rstrip(".")
    sure = small + "0" * bool(two_ways(small))
    return f"{text!r} may be {small} or {whole} {decimals}; write {sure}, or {whole} {decimals}"


def signed(text):
    """Return a number without blanks around it and behind its sign, which is a hyphen where it is a minus."""
    return re.sub(r"^([-+])\s+", r"\1", text.strip().replace("−", "-"))
