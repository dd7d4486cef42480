"""Tables: CSV, TSV and XLSX, read cell by cell as text."""

import csv
import datetime
import sys
import zipfile
import zlib
from collections import deque
from contextlib import contextmanager
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
import pandas as pd
from openpyxl.utils.escape import unescape

from review.errors import SourceError, place
from review.formats.account import Tally
from review.formats.archives import holds_formula, refuse_archive
from review.formats.cells import UNSTORED, Odd
from review.formats.source import file_head, open_source
from review.formulas import unguarded

__all__ = [
    "as_wide", "cell_text", "delimited_rows", "delimiter_of", "is_workbook", "needed_sheet", "read_rows",
    "read_sheet", "read_sheets", "read_table", "said_plainly",
]  # fmt: skip

DELIMITERS = ",;\t|"
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, ParseError, EOFError, OSError, RuntimeError),
    *(AttributeError, LookupError, TypeError, ValueError),
)
"""What openpyxl and the libraries below it raise for a workbook that is damaged."""


def read_table(path, sheet=None, *, as_it_stands=False):
    """Return a table file as a frame of texts, "" where a cell is empty; blank rows are left out.

    Parameters
    ----------
    path : str or pathlib.Path
        CSV, TSV or XLSX; encoding and delimiter are found from the content.
    sheet : str, optional
        Name of the sheet of a workbook; the first where not given.
    as_it_stands : bool
        Give each row its number in the file as index, and tell the times of Abstrackr's readers apart.

    Raises SourceError if the file is missing, empty or no table, a row has more cells than there are columns,
    or two columns have one name.
    """
    path = Path(path)
    rows = [(n, row) for n, row in enumerate(rows_in(path, sheet), start=1) if any(map(str.strip, row))]
    if rows and rows[0][1][0].strip().casefold().startswith("sep="):  # tells Excel what parts the cells
        rows = rows[1:]
    if not rows:
        where = place(path.name, sheet=sheet)
        raise SourceError(f"{where}: the table is empty; expected a row of column names")
    (number, header), *body = rows
    header = [cell.strip() for cell in header]
    while not header[-1]:
        header.pop()
    header = told_apart(header) if as_it_stands else header
    if double := [name for name in header if header.count(name) > 1]:
        where = place(path.name, sheet=sheet, row=number)
        raise SourceError(f"{where}: two columns are named {double[0]!r}; rename one")
    cells = [list(map(unguarded, as_wide(header, row, path.name, sheet=sheet, row=n))) for n, row in body]
    numbers = [n for n, _ in body] if as_it_stands else None
    return pd.DataFrame(cells, columns=header, dtype="str", index=numbers)


def as_wide(header, cells, name, **where):
    """Return a row with as many cells as the header has; SourceError where more than that hold something.

    Examples
    --------
    >>> as_wide(["title", "year"], ["A"], "a.csv", row=2)
    ['A', '']
    """
    if any(map(str.strip, cells[len(header) :])):
        said = f"expected {len(header)} cells, found {len(cells)}"
        hint = "put a cell that holds the delimiter in quotation marks"
        raise SourceError(f"{place(name, **where)}: {said}; {hint}")
    return [*cells, *[""] * len(header)][: len(header)]


def rows_in(path, sheet):
    """Return the rows of a table file as lists of texts."""
    if is_workbook(file_head(path)):
        return read_sheet(path, sheet)
    if sheet is not None:
        raise SourceError(f"{path.name}: has no sheets; expected an XLSX workbook with a sheet {sheet!r}")
    return delimited_rows(path)


def delimited_rows(path):
    """Yield the rows of a text table."""
    source = open_source(path)
    for row, _ in read_rows(source.lines(Tally()), delimiter_of(source.head), Tally()):
        yield row


def told_apart(header):
    """Return the names of columns with the one before it beside each ``labeled_at``: Abstrackr has many.

    Examples
    --------
    >>> told_apart(["title", "anna", "labeled_at", "bo", "labeled_at"])
    ['title', 'anna', 'labeled_at (anna)', 'bo', 'labeled_at (bo)']
    """
    pairs = zip(["", *header], header, strict=False)
    return [f"{name} ({before})" if name == "labeled_at" else name for before, name in pairs]


def read_rows(lines, delimiter, tally):
    """Yield (row, last_line) for each row of delimited text, the row as a list of texts.

    A quotation mark that is never closed would take the rest of the file into one cell: its line is then
    read without regard to quotation marks, and said to be repaired (`tally`, by number of the row).

    Examples
    --------
    >>> lines = ["title,year", '"Half a quote,2020', "Other,2021"]
    >>> list(read_rows(lines, ",", Tally("row")))
    [(['title', 'year'], 1), (['Half a quote', '2020'], 2), (['Other', '2021'], 3)]
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    taken, again = [], deque()

    def feed():
        while again:
            taken.append(again.popleft())
            yield taken[-1] + "\n"
        for line in lines:
            taken.append(line)
            yield taken[-1] + "\n"

    lines, number, last_line, width, reading = iter(lines), 0, 0, 0, True
    while reading:
        reading = False
        for row in csv.reader(feed(), delimiter=delimiter):
            number += 1
            if len(taken) > 1 and len(row) != width and sum(line.count('"') for line in taken) % 2:
                said = "a quotation mark is never closed; the line is read as it stands"
                tally.repaired(number, "", said, taken[0])
                last_line += 1
                yield [cell.strip('"') for cell in taken[0].split(delimiter)], last_line
                again.extendleft(reversed(taken[1:]))
                taken.clear()
                reading = True
                break
            width = width or len(row)
            last_line += len(taken)
            yield row, last_line
            taken.clear()


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


def is_workbook(head):
    """Return whether a file begins as an XLSX workbook (a ZIP archive) does."""
    return head.startswith(b"PK\x03\x04")


def read_sheet(path, sheet=None):
    """Yield the rows of one sheet of a workbook, the first where none is named, as lists of texts.

    A formula without a stored result raises SourceError.
    """
    with open_workbook(path) as (book, formulas):
        name, title = Path(path).name, needed_sheet(book, sheet, Path(path).name)
        for number, row in enumerate(rows_of(book, formulas, title, name), start=1):
            for cell in row:
                if isinstance(cell, Odd) and cell.why == UNSTORED:
                    raise SourceError(f"{place(name, sheet=title, row=number)}: {cell} is {cell.why}")
            yield row


def needed_sheet(book, sheet, name):
    """Return the name of the sheet to read, the first where none is named; SourceError if it is not there."""
    if sheet is not None and sheet not in book.sheetnames:
        raise SourceError(f"{name}: has no sheet {sheet!r}; it has {', '.join(book.sheetnames)}")
    return book.worksheets[0].title if sheet is None else sheet


def read_sheets(path):
    """Yield (name, rows) for each sheet of a workbook, the rows as lists of texts.

    A formula whose result is not stored comes as `review.formats.cells.Odd`.
    """
    with open_workbook(path) as (book, formulas):
        for page in book.worksheets:
            yield page.title, rows_of(book, formulas, page.title, Path(path).name)


def rows_of(book, formulas, title, name):
    """Yield the rows of a sheet as lists of texts."""
    with said_plainly(name):
        if formulas is None:
            rows = unpadded(book, title).iter_rows(values_only=True)
            yield from (list(map(cell_text, row)) for row in rows)
            return
        pages = (unpadded(one, title).iter_rows() for one in (book, formulas))
        for row, beside in zip(*pages, strict=False):
            yield [result_text(*cells) for cells in zip(row, beside, strict=False)]


def unpadded(book, title):
    """Return a sheet whose rows end where their cells do: a stray cell far out does not widen them all."""
    page = book[title]
    page.reset_dimensions()
    return page


def result_text(cell, formula):
    """Return what a cell shows as text; the formula, marked as odd, where its result is not stored."""
    # a result that is an empty text has a type, and no value either
    if cell.value is None and formula.data_type == "f" and cell.data_type != "str":
        return Odd(getattr(formula.value, "text", None) or str(formula.value), UNSTORED)
    return cell_text(cell.value)


@contextmanager
def open_workbook(path):
    """Give an XLSX workbook, whatever its file is called, and the same with its formulas, None without any.

    Raises SourceError if it is none, or another kind of archive.
    """
    name = Path(path).name
    # by its path alone, openpyxl would refuse other endings
    with said_plainly(name), Path(path).open("rb") as file:
        with zipfile.ZipFile(file) as archive:
            refuse_archive(archive.infolist(), name)
            calculates = any(holds_formula(archive, member) for member in archive.namelist())
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(file, read_only=True) if calculates else None
        yield book, formulas
        book.close()


@contextmanager
def said_plainly(name):
    """Say of a damaged workbook that it is one, whatever the libraries that read it say."""
    try:
        yield
    except BROKEN as error:
        said = f"is not a readable XLSX workbook ({error}); save it again as XLSX"
        raise SourceError(f"{name}: {said}") from None


def cell_text(value):
    """Return a cell of a workbook as text: whole numbers without decimals, dates as ISO 8601.

    Examples
    --------
    >>> cell_text(2019.0), cell_text(None), cell_text(datetime.datetime(2024, 5, 1))
    ('2019', '', '2024-05-01')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        # as XLSX writes a carriage return
        return unescape(value).replace("\r\n", "\n").replace("\r", "\n") if "_x00" in value else value
    if isinstance(value, (int, float)) and abs(value) >= 10**15:
        digits = str(value) if isinstance(value, int) else f"{value:.0f}"
        return Odd(digits, "a number of 16 digits or more, of which Excel keeps 15")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time(0):
        return value.date().isoformat()
    return str(value)
