"""Frames out: CSV, XLSX and JSON Lines, and JSON Lines in again."""

import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from review.errors import SourceError, place
from review.formats.files import whole_file

__all__ = ["read_jsonl", "write_csv", "write_jsonl", "write_xlsx"]

FORMULA_SIGNS = ("=", "+", "-", "@")
LONGEST_CELL = 32_767  # characters Excel takes in one cell


def write_csv(frame, path):
    """Write a frame as CSV in UTF-8 with a byte order mark, so that Excel shows å, ä and ö.

    Parameters
    ----------
    frame : pandas.DataFrame
        Written without its index; cells stay as they are.
    path : str or pathlib.Path
    """
    with whole_file(path) as name:
        frame.to_csv(name, index=False, encoding="utf-8-sig", lineterminator="\n")


def write_xlsx(frames, path):
    """Write a frame, or several as {name of sheet: frame}, as a workbook.

    Texts stay texts: one that begins with = + - or @ does not become a formula.

    Raises
    ------
    UsageError
        If the file cannot be written.
    """
    sheets = frames if isinstance(frames, dict) else {"Sheet1": frames}
    book = openpyxl.Workbook(write_only=True)
    for title, frame in sheets.items():
        page = book.create_sheet(title)
        page.freeze_panes = "A2"
        page.append([str(column) for column in frame.columns])
        for row in frame.itertuples(index=False, name=None):
            page.append([_cell(page, value) for value in row])
    with whole_file(path) as name:
        book.save(name)


def _cell(page, value):
    if isinstance(value, (list, dict, tuple, set)):
        value = json.dumps(sorted(value) if isinstance(value, set) else value, ensure_ascii=False)
    elif value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    elif hasattr(value, "item"):
        value = value.item()
    if not isinstance(value, str):
        return value
    value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
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
    with whole_file(path) as name, name.open("w", encoding="utf-8", newline="\n") as file:
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

    Raises
    ------
    SourceError
        If the file is missing, or a line is not a JSON object.
    """
    path, rows = Path(path), []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError(f"{path.name}: is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check name and folder") from None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise SourceError(
                f"{place(path.name, line=number)}: expected JSON, found {line[:40]!r} ({error})"
            ) from None
        if not isinstance(row, dict):
            raise SourceError(f"{place(path.name, line=number)}: expected a JSON object, found {line[:40]!r}")
        rows.append(row)
    return rows
