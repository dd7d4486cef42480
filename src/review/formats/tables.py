"""Tables: CSV, TSV and XLSX, read cell by cell as text."""

import csv
import datetime
import io
import sys
from pathlib import Path

import openpyxl
import pandas as pd

from review.errors import SourceError, place
from review.formats.encoding import decode
from review.formats.lines import unify

__all__ = ["read_rows", "read_sheet", "read_table", "table_rows"]

DELIMITERS = ",;\t|"


def read_table(path, sheet=None):
    """Return a table file as a frame of texts, "" where a cell is empty.

    Parameters
    ----------
    path : str or pathlib.Path
        CSV, TSV or XLSX; encoding and delimiter are found from the content.
    sheet : str, optional
        Name of the sheet of a workbook; the first where not given.

    Raises
    ------
    SourceError
        If the file is missing, empty, not a table, or a row has more cells than the header.
    """
    path = Path(path)
    rows = table_rows(path, sheet)
    if not rows:
        raise SourceError(f"{place(path.name, sheet=sheet)}: the table is empty; expected a row of column names")
    header = [cell.strip() for cell in rows[0]]
    while header and not header[-1]:
        header.pop()
    body = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if any(cell.strip() for cell in row[len(header) :]):
            raise SourceError(
                f"{place(path.name, sheet=sheet, row=number)}: expected {len(header)} cells, found {len(row)}; "
                "a cell that holds the delimiter must stand in quotation marks"
            )
        body.append((row + [""] * len(header))[: len(header)])
    double = next((name for name in header if header.count(name) > 1), None)
    if double is not None:
        raise SourceError(f"{place(path.name, sheet=sheet, row=1)}: two columns are named {double!r}; rename one")
    return pd.DataFrame(body, columns=header, dtype="str")


def table_rows(path, sheet=None):
    """Return the rows of a table file as lists of texts."""
    data = file_bytes(path)
    if data.startswith(b"PK\x03\x04"):
        return read_sheet(data, path.name, sheet)
    if sheet is not None:
        raise SourceError(f"{path.name}: has no sheets; expected an XLSX workbook with a sheet {sheet!r}")
    text, _ = decode(data, path.name)
    return [row for row, _ in read_rows(unify(text.removeprefix("\ufeff")))]


def file_bytes(path):
    """Return the bytes of a file that exists and is not empty."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file; check the name and the folder") from None
    except IsADirectoryError:
        raise SourceError(f"{path}: is a folder; name the files in it") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None
    if not data:
        raise SourceError(f"{path.name}: the file is empty; export it again")
    return data


def read_rows(text):
    """Yield (row, last_line) for each row of a delimited text made by `unify`."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter_of(text))
    for row in reader:
        yield row, reader.line_num


def delimiter_of(text):
    """Return the sign that parts the cells of the first row.

    Examples
    --------
    >>> delimiter_of('"a;b";"c, d"'), delimiter_of("title")
    (';', ',')
    """
    counts = dict.fromkeys(DELIMITERS, 0)
    quoted = False
    for sign in text:
        if sign == '"':
            quoted = not quoted
        elif sign == "\n" and not quoted and any(counts.values()):
            break
        elif not quoted and sign in counts:
            counts[sign] += 1
    return max(counts, key=counts.get)


def read_sheet(data, name, sheet=None):
    """Return the rows of one sheet of a workbook as lists of texts."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # openpyxl lets errors of zipfile, XML and its own through
        raise SourceError(f"{name}: is not a readable XLSX workbook ({error}); save it again as XLSX") from None
    if sheet is not None and sheet not in book.sheetnames:
        raise SourceError(f"{name}: has no sheet {sheet!r}; it has {', '.join(book.sheetnames)}")
    page = book[sheet] if sheet is not None else book.worksheets[0]
    rows = [[cell_text(cell) for cell in row] for row in page.iter_rows(values_only=True)]
    book.close()
    return rows


def cell_text(value):
    """Return a cell of a workbook as text: whole numbers without decimals, dates as ISO 8601.

    Examples
    --------
    >>> cell_text(2019.0), cell_text(None), cell_text(datetime.datetime(2024, 5, 1))
    ('2019', '', '2024-05-01')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time(0):
        return value.date().isoformat()
    return str(value)
