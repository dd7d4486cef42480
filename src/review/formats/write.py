"""Frames out: CSV, XLSX and JSON Lines, and JSON Lines in again."""

import json
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from review.errors import SourceError, place
from review.formats.files import whole_file
from review.formulas import guarded_frame

__all__ = ["read_jsonl", "save_book", "write_csv", "write_jsonl", "write_xlsx"]

FORMULA_SIGNS = ("=", "+", "-", "@", "#")  # and what looks like an error of a formula
LONGEST_CELL = 32_767  # characters Excel takes in one cell
LONG_CELLS = "long cells"
GOES_ON = f" … [goes on in the sheet {LONG_CELLS!r}]"


def write_csv(frame, path, *, own=False):
    """Write a frame as CSV in UTF-8 with a byte order mark, so that Excel shows å, ä and ö.

    It is written without its index. No cell is taken for a formula (see `review.formulas`); `read_table`
    gives the cells back as they were. `own` as in `whole_file`.
    """
    with whole_file(path, own=own) as name:
        guarded_frame(frame).to_csv(name, index=False, encoding="utf-8-sig", lineterminator="\n")


def write_xlsx(frames, path):
    """Write a frame, or several as {name of sheet: frame}, as a workbook.

    Texts stay texts: one that begins with = + - or @ does not become a formula. A text that is too long
    for a cell says so at its end, and stands whole, in parts, in a sheet of its own.

    Raises UsageError if the file cannot be written.
    """
    sheets = frames if isinstance(frames, dict) else {"Sheet1": frames}
    long = pd.concat([long_cells(title, frame) for title, frame in sheets.items()], ignore_index=True)
    book = openpyxl.Workbook(write_only=True)
    for title, frame in (sheets | ({LONG_CELLS: long} if len(long) else {})).items():
        page = book.create_sheet(title)
        page.freeze_panes = "A2"
        page.append([_cell(page, str(column)) for column in frame.columns])
        for row in frame.itertuples(index=False, name=None):
            page.append([_cell(page, value) for value in row])
    save_book(book, path)


def save_book(book, path):
    """Write a workbook by way of memory: an archive cut off by a full disk would go on complaining."""
    held = BytesIO()
    book.save(held)
    with whole_file(path) as name:
        name.write_bytes(held.getbuffer())


def long_cells(sheet, frame):
    """Return the texts of a sheet that are too long for a cell, each in parts that are not.

    >>> long_cells("a", pd.DataFrame({"x": ["y" * 40_000]}))[["sheet", "row", "column", "part"]].to_numpy()
    array([['a', 2, 'x', 1],
           ['a', 2, 'x', 2]], dtype=object)
    """
    rows = [
        (sheet, number, str(frame.columns[place]), part + 1, text[start : start + LONGEST_CELL])
        for number, row in enumerate(frame.itertuples(index=False, name=None), start=2)
        for place, text in enumerate(row)
        if isinstance(text, str) and len(text) > LONGEST_CELL
        for part, start in enumerate(range(0, len(text), LONGEST_CELL))
    ]
    return pd.DataFrame(rows, columns=["sheet", "row", "column", "part", "text"])


def _cell(page, value):
    if isinstance(value, (list, dict, tuple, set)):
        value = json.dumps(sorted(value) if isinstance(value, set) else value, ensure_ascii=False)
    elif value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    elif hasattr(value, "item"):
        value = value.item()
    if not isinstance(value, str):
        return value
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if len(value) > LONGEST_CELL:
        value = value[: LONGEST_CELL - len(GOES_ON)] + GOES_ON
    if not value.startswith(FORMULA_SIGNS):
        return value
    cell = WriteOnlyCell(page, value)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def write_jsonl(rows, path):
    """Write a frame, or a sequence of dictionaries, as one JSON object per line.

    What is missing in a frame is ``null``; dates are ISO 8601.
    """
    if isinstance(rows, pd.DataFrame):
        rows = rows.astype(object).where(rows.notna(), None).to_dict("records")
    with (
        whole_file(path) as name,
        name.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file,
    ):
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, default=_plain_value) + "\n")


def _plain_value(value):
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"JSON cannot hold a {type(value).__name__}")


def read_jsonl(path):
    """Return the objects of a JSON Lines file as a list of dictionaries.

    Raises SourceError if the file is missing, or a line is not a JSON object.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError(f"{path.name}: is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check name and folder") from None
    lines = enumerate(text.split("\n"), start=1)
    return [_object_in(line, place(path.name, line=number)) for number, line in lines if line.strip()]


def _object_in(line, where):
    try:
        found = json.loads(line)
    except ValueError as error:
        raise SourceError(f"{where}: expected JSON, found {line[:40]!r} ({error})") from None
    if not isinstance(found, dict):
        raise SourceError(f"{where}: expected a JSON object, found {line[:40]!r}")
    return found
