"""Values: what people hand in is checked cell by cell before a database sees it."""

import math
from difflib import get_close_matches

import pandas as pd

from review.errors import UsageError, place
from review.evidence import FLAGS, check_choice
from review.store.schema import INTEGERS, NUMBERS, POINTERS
from review.store.times import to_text

__all__ = ["check_rows", "unfit_character"]

REQUIRED = {
    "decisions": ("decision",), "links": ("direction",), "codes": (), "evaluations": (), "abstractions": (),
    "appraisals": ("answer",), "dismissals": (), "parked": (), "memberships": ("reference_id",),
    "verdicts": ("verdict",),
}  # fmt: skip
"""What a judgement must say (besides what it is about) to be one."""

_TRUE_AND_FALSE = {"true": True, "1": True, "false": False, "0": False}


def check_rows(kind, rows, *, reader=None, at=None):
    """Return the rows as dictionaries with `reader`, `at` (None: by the clock) and every column of `kind`.

    Parameters
    ----------
    kind : review.evidence.Kind
    rows : DataFrame or iterable of dict
        Columns that are left out are empty.
    reader : str, optional
        Who judged, for rows that do not say so themselves.
    at : str or datetime, optional
        When, for rows that do not say so themselves.

    Raises
    ------
    UsageError
        Naming row (from 1) and column, if a column is unknown or a value does not fit.

    Examples
    --------
    >>> from review.evidence import KINDS
    >>> check_rows(KINDS["verdicts"], [{"record_a": "r1", "record_b": "r2", "verdict": "alike"}], reader="AB")
    Traceback (most recent call last):
    review.errors.UsageError: verdicts, row 1, column verdict: verdict must be one of same, ...
    """
    rows = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else list(rows)
    return [_check_row(kind, row, number, reader, at) for number, row in enumerate(rows, start=1)]


def unfit_character(text):
    """Return True if a text holds what PostgreSQL or UTF-8 cannot keep: NUL, or half of a surrogate pair.

    Examples
    --------
    >>> unfit_character("kött"), unfit_character("\\0"), unfit_character("\\ud83d")
    (False, True, True)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return "\0" in text


def _check_row(kind, given, number, reader, at):
    for column in given:
        if column not in (*kind.about, *kind.says, "reader", "at"):
            raise UsageError(f"{place(kind.name, row=number, column=column)}: {_unknown(kind, column)}")
    row = {}
    for column in ("reader", *kind.about, *kind.says):
        value = given.get(column)
        if column == "reader" and _is_missing(value):
            value = reader
        try:
            row[column] = _check_cell(kind, column, value)
        except UsageError as error:
            raise UsageError(f"{place(kind.name, row=number, column=column)}: {error}") from None
    when = at if _is_missing(given.get("at")) else given["at"]
    try:
        row["at"] = None if when is None else to_text(when)
    except UsageError as error:
        raise UsageError(f"{place(kind.name, row=number, column='at')}: {error}") from None
    return _in_order(row, number) if kind.name == "verdicts" else row


def _unknown(kind, column):
    if column in ("id", "replaces"):
        return "the store gives ids and finds what a row replaces; leave this column out"
    near = get_close_matches(str(column), (*kind.about, *kind.says), n=1)
    hint = f"; is {near[0]} meant?" if near else ""
    return f"unknown column; {kind.name} have {', '.join((*kind.about, *kind.says))}{hint}"


def _check_cell(kind, column, value):
    value = _convert(column, value)
    required = column in ("reader", *kind.about, *REQUIRED[kind.name])
    if value is None or not str(value).strip():
        if required:
            raise UsageError("must not be empty")
        return None if column in POINTERS else value
    if kind.choices and column in kind.choices:
        check_choice(column, value, kind.choices[column])
    return value


def _convert(column, value):
    missing = _is_missing(value)
    if column in FLAGS:
        return None if missing else _to_flag(value)
    if column in INTEGERS or column in NUMBERS:
        return None if missing else _to_number(value, whole=column in INTEGERS)
    if missing:
        return ""
    if isinstance(value, (list, tuple, set, dict)):
        raise UsageError(f"expected one text, got {type(value).__name__}")
    text = str(value)
    if unfit_character(text):
        raise UsageError("holds a character that a database cannot keep (NUL or half a surrogate pair)")
    return text


def _to_flag(value):
    known = _TRUE_AND_FALSE.get(str(value).strip().lower().removesuffix(".0"))
    if known is None:
        raise UsageError(f"expected true, false or nothing, got {value!r}")
    return known


def _to_number(value, *, whole):
    expected = "a whole number" if whole else "a number"
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.inf
    if not math.isfinite(number) or (whole and not number.is_integer()):
        raise UsageError(f"expected {expected} or nothing, got {value!r}")
    return int(number) if whole else number


def _in_order(row, number):
    # a pair is the same pair whichever record is named first
    if row["record_a"] == row["record_b"]:
        raise UsageError(f"{place('verdicts', row=number)}: a record cannot be compared with itself")
    row["record_a"], row["record_b"] = sorted((row["record_a"], row["record_b"]))
    return row


def _is_missing(value):
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return value == "" if isinstance(value, str) else isinstance(value, float) and math.isnan(value)
