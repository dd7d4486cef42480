"""Reading: economic evaluations back from a spreadsheet as people left them."""

from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.utils import get_column_letter

from review.errors import SourceError, place
from review.formats.source import file_head
from review.formats.tables import cell_text, is_workbook, needed_sheet, read_table, said_plainly
from review.formats.workbook.words import ANSWERS, HEADINGS, KNOWN_BY, WORKBOOK_COLUMNS

__all__ = ["read_checklists", "read_workbook"]


def read_workbook(path, sheet=None):
    """Return the evaluations of a workbook as people left it.

    The columns are found by their names or by their headings in Swedish or English, in any order, on the
    sheet `evaluations` (the first where there is none of that name); CSV and TSV are read too. Rows that say
    nothing beyond which study they are for are left out: they are invitations nobody has answered.

    Parameters
    ----------
    path : path of an XLSX, CSV or TSV file
    sheet : str, optional

    Returns
    -------
    DataFrame
        The columns that are there as texts ("" where empty), and `sheet_row`, the row people see; the name of
        the sheet in `attrs["sheet"]`, (row, column) of each cell that holds a number and no text in
        `attrs["numbers"]` (not for CSV and TSV).

    Raises
    ------
    SourceError
        If no row of headings is found, a column is not known or is there twice, a formula has no stored
        result, or a cell holds an error such as #REF!.
    """
    path = Path(path)
    if not is_workbook(file_head(path)):
        return read_plain(path)
    book, formulas = load(path, data_only=True), load(path)
    if sheet is None and "evaluations" in book.sheetnames:
        sheet = "evaluations"
    page, formulas = (one[needed_sheet(book, sheet, path.name)] for one in (book, formulas))
    top, columns = find_head(page, path.name)
    rows, numbers = [], set()
    for number in sorted({row for row, _ in filled(page, formulas) if row > top}):
        cells = {column: page.cell(number, index) for column, index in columns.items()}
        numbers |= {(number, column) for column, cell in cells.items() if cell.data_type == "n"}
        row = {
            column: read_cell(cell, formulas.cell(number, cell.column), path.name)
            for column, cell in cells.items()
        }
        if any(text for column, text in row.items() if column not in KNOWN_BY):
            rows.append({"sheet_row": number, **row})
    frame = pd.DataFrame(rows, columns=["sheet_row", *columns])
    frame = frame.astype(dict.fromkeys(columns, "str") | {"sheet_row": "int64"})
    frame.attrs.update(sheet=page.title, numbers=numbers)
    return frame


def load(path, **how):
    """Return a workbook, whatever its file is called; SourceError where it is damaged."""
    with said_plainly(path.name), path.open("rb") as file:
        return openpyxl.load_workbook(file, **how)


def filled(*pages):
    """Return (row, column) of each cell that holds something on one of the pages.

    Of a sheet with one stray cell far out these are few; to go through all of its rows would take minutes.
    """
    return {place for page in pages for place, cell in page._cells.items() if cell.value is not None}


def find_head(page, name):
    """Return the last row of headings, and the position of each column.

    Headings stand in one row or two (words and names); either is enough for a column, and both must agree.
    """
    heads, held = [], filled(page)
    for number in range(1, min(page.max_row, 10) + 1):
        texts = [cell_text(cell.value).strip() for cell in page[number]]
        if sum(bare(text) in NAMES for text in texts) >= 3:
            heads.append((number, texts))
        elif heads:
            break
    if not heads:
        raise SourceError(
            f"{place(name, sheet=page.title)}: found no row of headings in the first ten; "
            "write the workbook again and copy the rows into it"
        )
    last = heads[-1][0]
    below = {column for row, column in held if row > last}
    columns = {}
    for index in range(1, page.max_column + 1):
        where = place(name, sheet=page.title, column=get_column_letter(index))
        said = [texts[index - 1] for _, texts in heads if texts[index - 1]]
        found = sorted({NAMES[bare(text)] for text in said if bare(text) in NAMES})
        if len(found) > 1:
            raise SourceError(f"{where}: the headings {' and '.join(said)} do not agree; keep one of them")
        if not found and (said or index in below):
            told = f"unknown column {said[0]!r}" if said else "cells without a heading"
            raise SourceError(f"{where}: {told}; remove it or give it a known name")
        if columns.keys() & found:
            raise SourceError(f"{where}: {found[0]} is there twice; remove one")
        columns |= dict.fromkeys(found, index)
    return last, columns


def bare(text):
    """Return a heading without its unit, as it is compared.

    Examples
    --------
    >>> bare("Prisår (år)")
    'prisår'
    """
    return text.split(" (")[0].strip().casefold()


NAMES = {
    bare(said): column
    for column in WORKBOOK_COLUMNS
    for said in (column, HEADINGS[column]["name_sv"], HEADINGS[column]["name_en"])
} | {"pmid": "pmid"}


def read_cell(cell, formula, name):
    """Return a cell as text, or raise SourceError where what it shows is not to be had."""
    where = place(name, sheet=cell.parent.title, row=cell.row, column=cell.column_letter)
    if cell.value is None and formula.data_type == "f":
        raise SourceError(f"{where}: a formula without a stored result; open the file, save it, try again")
    if cell.data_type == "e":
        raise SourceError(f"{where}: the cell shows {cell.value}; write the value itself")
    if isinstance(cell.value, float) and "%" in (cell.number_format or ""):
        return cell_text(round(cell.value * 100, 10))
    return cell_text(cell.value).replace("\u00a0", " ").strip()


def read_plain(path):
    """Return the evaluations of a CSV or TSV file."""
    table = read_table(path, as_it_stands=True).rename(columns=lambda text: NAMES.get(bare(text), text))
    if strange := [column for column in table.columns if column not in NAMES.values()]:
        said = f"unknown column {', '.join(strange)}; remove it or give it a known name"
        raise SourceError(f"{place(path.name, row=1)}: {said}")
    table.insert(0, "sheet_row", table.index)
    told = [column for column in table.columns[1:] if column not in KNOWN_BY]
    return table[(table[told] != "").any(axis=1)].reset_index(drop=True)


def read_checklists(path):
    """Return the answers of the sheet `checklists`, none where the file has no such sheet.

    Returns
    -------
    DataFrame
        `evaluation_id`, `checklist`, `item`, `answer` as texts, and `sheet_row`, the row people see.

    Raises
    ------
    SourceError
        If an answer is none of those allowed, naming the cell.
    """
    path = Path(path)
    columns = ["evaluation_id", "checklist", "item", "answer"]
    book = load(path, data_only=True) if is_workbook(file_head(path)) else None
    if book is None or "checklists" not in book.sheetnames:
        return pd.DataFrame(columns=[*columns, "sheet_row"]).astype(
            dict.fromkeys(columns, "str") | {"sheet_row": "int64"}
        )
    page = book["checklists"]
    heads = [cell_text(cell.value) for cell in page[1]]
    rows = []
    for number in sorted({number for number, _ in filled(page) if number > 1}):
        row = page[number]
        texts = [cell_text(cell.value).strip() for cell in row]
        for cell, key, answer in zip(row[4:], heads[4:], texts[4:], strict=True):
            if answer and answer not in ANSWERS:
                where = place(path.name, sheet="checklists", row=cell.row, column=cell.column_letter)
                raise SourceError(f"{where}: expected one of {', '.join(ANSWERS)}; found {answer!r}")
            if answer:
                rows.append((key, texts[0], texts[1], answer, cell.row))
    frame = pd.DataFrame(rows, columns=[*columns, "sheet_row"])
    return frame.astype(dict.fromkeys(columns, "str") | {"sheet_row": "int64"})
