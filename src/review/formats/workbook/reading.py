"""Reading: economic evaluations back from a spreadsheet as people left them."""

import re
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.utils import get_column_letter

from review.errors import Question, SourceError, place
from review.evidence import check_choice
from review.formats.cells import look
from review.formats.source import file_head
from review.formats.tables import cell_text, is_workbook, needed_sheet, read_table, said_plainly
from review.formats.workbook.words import ANSWERS, HEADINGS, KNOWN_BY, WORKBOOK_COLUMNS

__all__ = ["read_checklists", "read_workbook"]


TWO_WAYS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}").fullmatch
FEW = 2
"""So many cells in a row that names no study are astray; more are a comparison whose study is forgotten."""


def read_workbook(path, sheet=None, repeated=""):
    """Return the evaluations of a workbook as people left it.

    The columns are found by their names or by their headings in Swedish or English, in any order, on the
    sheet `evaluations` (the first where there is none of that name); CSV and TSV are read too. Rows that say
    nothing beyond which study they are for are left out: they are invitations nobody has answered.

    Parameters
    ----------
    path : path of an XLSX, CSV or TSV file
    sheet : str, optional
    repeated : {"", "once", "each"}
        What becomes of rows that say the same, as rows pasted twice do: one counts, or each; asked where
        there are any.

    Returns
    -------
    DataFrame
        The columns that are there as texts ("" where empty), and `sheet_row`, the row people see; the name of
        the sheet in `attrs["sheet"]` (not for CSV and TSV).

    Raises
    ------
    SourceError
        If no row of headings is found; else naming, all at once, each column that is not known or is there
        twice, formula without a stored result, error such as #REF!, merged cells, and cell astray.
    Question
        Naming the rows that say the same.
    """
    path = Path(path)
    check_choice("repeated", repeated, ("", "once", "each"))
    if not is_workbook(file_head(path)):
        return without_copies(read_plain(path), path.name, None, repeated)
    page, formulas = open_pages(path, sheet)
    top, columns, faults = find_head(page, path.name)
    faults += merged(page, top, path.name)
    rows = []
    for number in sorted({row for row, _ in filled(page, formulas) if row > top}):
        row = {"sheet_row": number}
        for column, index in columns.items():
            cell = page.cell(number, index)
            row[column], fault = read_cell(cell, formulas.cell(number, index), path.name)
            faults += [fault] if fault else []
        if any(text for column, text in row.items() if column not in ("sheet_row", *KNOWN_BY)):
            rows.append(row)
    refuse([*faults, *astray(rows, path.name, page.title)])
    frame = pd.DataFrame(rows, columns=["sheet_row", *columns])
    frame = frame.astype(dict.fromkeys(columns, "str") | {"sheet_row": "int64"})
    frame = without_copies(frame, path.name, page.title, repeated)
    frame.attrs.update(sheet=page.title)
    return frame


def refuse(faults):
    """Raise SourceError with everything that is wrong, in the order in which it was found."""
    if faults:
        raise SourceError("; ".join(dict.fromkeys(faults)))


def merged(page, top, name):
    """Return a sentence for each group of merged cells below the headings."""
    groups = sorted(page.merged_cells.ranges, key=lambda group: (group.min_row, group.min_col))
    return [
        f"{place(name, sheet=page.title, row=group.min_row)}: the cells {group.coord} are merged, only one "
        "of them holds a value; unmerge and fill in each"
        for group in groups
        if group.max_row > top
    ]


def astray(rows, name, sheet):
    """Return a sentence for each cell that stands alone in a row which names no study."""
    found = []
    for row in rows:
        told = {key: text for key, text in row.items() if key != "sheet_row" and text}
        if len(told) <= FEW and not set(told) & {*KNOWN_BY, "pmid"}:
            for column, text in told.items():
                where = place(name, sheet=sheet, row=row["sheet_row"], column=column)
                found.append(
                    f"{where}: {text!r} stands in a row that names no study; remove it, or name the study"
                )
    return found


def without_copies(frame, name, sheet, repeated):
    """Return rows of which each is its own; ask about those that say the same.

    Two evaluations that have an id each are two, whatever their rows say.
    """
    told = [column for column in frame.columns if column not in ("sheet_row", "evaluation_id")]
    names = frame.get("evaluation_id", pd.Series("", index=frame.index))
    named = (names != "").groupby([frame[column] for column in told]).transform("any")
    copies = frame[told].assign(names=names).duplicated() | (named & (names == ""))
    if repeated == "each" or not copies.any():
        return frame
    if repeated == "once":
        return frame[~copies].reset_index(drop=True)
    alike = frame.groupby(told, sort=False).sheet_row.agg(list)
    doubts = [
        f"{place(name, sheet=sheet, row=first)}: the same as row {', '.join(map(str, others))}"
        for first, *others in alike
        if frame.sheet_row[copies].isin([first, *others]).any()
    ]
    raise Question(
        f"{name}: rows that say the same, as rows pasted twice do",
        doubts,
        "say --repeated once, if one of them counts, or --repeated each, if each is a comparison of its own",
    )


def open_pages(path, sheet):
    """Return one sheet twice: with the results of formulas, and with the formulas."""
    books = [load(path, data_only=stored) for stored in (True, False)]
    if sheet is None and "evaluations" in books[0].sheetnames:
        sheet = "evaluations"
    name = needed_sheet(books[0], sheet, path.name)
    return [book[name] for book in books]


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
    """Return the last row of headings, the position of each column, and what is wrong with them.

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
    columns, faults = {}, []
    for index in range(1, page.max_column + 1):
        where = place(name, sheet=page.title, column=get_column_letter(index))
        said = [texts[index - 1] for _, texts in heads if texts[index - 1]]
        found = sorted({NAMES[bare(text)] for text in said if bare(text) in NAMES})
        below = [row for row, column in sorted(held) if column == index and row > last]
        if len(found) > 1:
            faults.append(f"{where}: the headings {' and '.join(said)} do not agree; keep one of them")
        elif not found and said:
            faults.append(f"{where}: unknown column {said[0]!r}; remove it or give it a known name")
        elif not found and below:
            rows = ", ".join(map(str, below[:3])) + " …" * (len(below) > 3)
            told = f"cells without a heading (row {rows}); remove them or give the column a known name"
            faults.append(f"{where}: {told}")
        elif columns.keys() & found:
            faults.append(f"{where}: {found[0]} is there twice; remove one")
        else:
            columns |= dict.fromkeys(found, index)
    return last, columns, faults


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
    """Return a cell as text, and "" or why what it shows is not to be had.

    A number that a text could mean in two ways gets a zero behind its decimals: 1.581 is typed, no thousand.
    """
    text = cell_text(cell.value).replace("\u00a0", " ").strip()
    where = place(name, sheet=cell.parent.title, row=cell.row, column=get_column_letter(cell.column))
    if cell.value is None and formula.data_type == "f":
        return "", f"{where}: a formula without a stored result; open the file, save it, try again"
    if is_error(text):
        return "", f"{where}: the cell shows {text}; write the value itself"
    if isinstance(cell.value, float):
        text = cell_text(round(cell.value * 100, 10)) if "%" in (cell.number_format or "") else text
        text += "0" * bool(TWO_WAYS(text))
    return text, ""


def is_error(text):
    """Return whether a cell holds an error of a spreadsheet.

    Examples
    --------
    >>> is_error("#REF!"), is_error("#SAKNAS!"), is_error("#1 choice")
    (True, True, False)
    """
    found = look(text, frozenset()) if text.startswith("#") else None
    return found is not None and found[1] == "doubtful"


def read_plain(path):
    """Return the evaluations of a CSV or TSV file."""
    table = read_table(path, as_it_stands=True).rename(columns=lambda text: NAMES.get(bare(text), text))
    if strange := [column for column in table.columns if column not in NAMES.values()]:
        said = f"unknown column {', '.join(strange)}; remove it or give it a known name"
        raise SourceError(f"{place(path.name, row=1)}: {said}")
    table.insert(0, "sheet_row", table.index)
    faults = [
        f"{place(path.name, row=row, column=column)}: the cell shows {text}; write the value itself"
        for column in table.columns[1:]
        for row, text in table[column].items()
        if is_error(str(text))
    ]
    refuse([*faults, *astray(table.to_dict("records"), path.name, None)])
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
