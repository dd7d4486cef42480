"""Texts that a spreadsheet would take for a formula: written so that it does not, read back as they were."""

import re

__all__ = ["guarded", "guarded_frame", "unguarded"]

_FORMULA = re.compile(r"'*(?:[\s\0\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def guarded(cell):
    r"""Return a cell of a CSV file: an apostrophe stands before what a spreadsheet would take for a formula.

    Signs of East Asian width count too. Line ends become ``\n``, since a bare CR ends a row for some readers;
    control characters, which no reader agrees on, are left out, and halves of surrogate pairs, which no file
    can hold, become question marks. What is no text, and a number written as text, stays as it is.

    Examples
    --------
    >>> [guarded(cell) for cell in ("=1+1", "－x", "-1.5", "a\rb", -1)]
    ["'=1+1", "'－x", '-1.5', 'a\nb', -1]
    """
    if not isinstance(cell, str) or not cell:
        return cell
    text = _CONTROL.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.encode("utf-8", "replace").decode("utf-8")
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(cell):
    """Return what was written with `guarded`.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("'t Hooft"), unguarded("=1+1")
    ('=1+1', "'t Hooft", '=1+1')
    """
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell, 1) else cell


def guarded_frame(frame):
    """Return a frame whose texts, names of columns too, are `guarded`."""
    return frame.map(guarded).rename(columns=guarded)
