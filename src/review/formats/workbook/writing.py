"""Writing: economic evaluations out to a spreadsheet with help in it."""

import openpyxl
import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from review.evidence import CARE_ARMS, EVALUATION_COLUMNS
from review.formats.files import whole_file
from review.formats.workbook.words import ANSWERS, HEAD_ROWS, HEADINGS, KNOWN_BY, SAID, WORKBOOK_COLUMNS

__all__ = ["write_workbook"]

LOCKED = ("evaluation_id", "doi", "title")
EMPTY_ROWS = 200
CODE = PatternFill("solid", fgColor="E7E6E6")


def write_workbook(evaluations, references, path, *, language="sv", choices=None, checklists=None):
    """Write the economists' workbook: a row per evaluation, what each column means, and checklists.

    The first row has the headings in words with their units, the second the names by which
    `read_workbook` knows the columns. Ids are locked (without a password), 200 empty rows follow for new
    evaluations, and a cell that begins with =, +, - or @ is written as text.

    Parameters
    ----------
    evaluations : DataFrame
        `EVALUATION_COLUMNS`; a row with only `reference_id` is a study to begin with.
    references : DataFrame
        `reference_id`, `doi`, `title`.
    path : path
    language : {"sv", "en"}
    choices : dict, optional
        Column to its allowed values, for dropdowns (`review.economics.CHOICES`).
    checklists : DataFrame, optional
        `checklist`, `item`, `name_sv`, `name_en`, `source`: a sheet with a column of answers per evaluation.

    Returns
    -------
    int
        Rows of evaluations written.
    """
    known = references[["reference_id", "doi", "title"]].drop_duplicates("reference_id")
    known = known[known.reference_id != ""]
    frame = evaluations.reindex(columns=list(EVALUATION_COLUMNS)).astype(object)
    frame = frame.merge(known.astype(object), on="reference_id", how="left")[list(WORKBOOK_COLUMNS)]
    book = openpyxl.Workbook()
    write_evaluations(book.active, frame, language, {"care_in_question": CARE_ARMS} | dict(choices or {}))
    write_explanations(book.create_sheet("explanations"), language)
    if checklists is not None:
        write_checklists(book.create_sheet("checklists"), frame, checklists, language)
    with whole_file(path) as name:
        book.save(name)
    return len(frame)


def write_evaluations(page, frame, language, choices):
    """Fill the sheet where people work."""
    page.title = "evaluations"
    for number, column in enumerate(WORKBOOK_COLUMNS, start=1):
        heading, unit, meaning = (HEADINGS[column][part] for part in (f"name_{language}", "unit", language))
        unit = SAID[unit][language] if unit else ""
        head(page.cell(1, number), f"{heading} ({unit})" if unit else heading)
        head(page.cell(2, number), column)
        page.cell(2, number).fill = CODE
        page.cell(1, number).comment = Comment(meaning, "review", width=320, height=160)
        page.column_dimensions[get_column_letter(number)].width = HEADINGS[column]["width"]
        add_dropdown(page, number, choices.get(column), language)
    for row, values in enumerate(frame.itertuples(index=False), start=HEAD_ROWS + 1):
        for number, value in enumerate(values, start=1):
            put(page.cell(row, number), value)
            locked = WORKBOOK_COLUMNS[number - 1] in (*LOCKED, "reference_id")
            page.cell(row, number).protection = Protection(locked=locked)
    for row in range(page_end(frame) + 1, page_end(frame) + EMPTY_ROWS + 1):
        for number, column in enumerate(WORKBOOK_COLUMNS, start=1):
            page.cell(row, number).protection = Protection(locked=column in LOCKED)
    page.freeze_panes = page.cell(HEAD_ROWS + 1, len(KNOWN_BY) + 1)
    last = get_column_letter(len(WORKBOOK_COLUMNS))
    page.auto_filter.ref = f"A{HEAD_ROWS}:{last}{page_end(frame) + EMPTY_ROWS}"
    page.row_dimensions[1].height = 48
    page.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "formatCells", "sort", "autoFilter"):
        setattr(page.protection, allowed, False)


def put(cell, value):
    """Write one value; a text is a text also where it begins as a formula does."""
    if value is None or pd.isna(value) or value == "":
        return
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.quotePrefix = value[0] in "=+-@"
    else:
        cell.value = value.item() if hasattr(value, "item") else value


def page_end(frame):
    """Return the last row with an evaluation."""
    return HEAD_ROWS + len(frame)


def head(cell, text):
    """Write one cell of a heading."""
    put(cell, text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def add_dropdown(page, number, values, language):
    """Let the cells of a column be chosen from a list; other values are refused with a sentence."""
    values = [value for value in values or () if value]
    if not values:
        return
    rule = DataValidation(type="list", formula1=f'"{",".join(values)}"', allow_blank=True)
    rule.errorTitle, rule.error = SAID["choose"][language], ", ".join(values)
    rule.showErrorMessage = True
    page.add_data_validation(rule)
    letter = get_column_letter(number)
    rule.add(f"{letter}{HEAD_ROWS + 1}:{letter}1048576")


def write_explanations(page, language):
    """Fill the sheet that says what each column is."""
    for number, word in enumerate(("column", "name", "unit", "meaning"), start=1):
        head(page.cell(1, number), SAID[word][language])
    for row, column in enumerate(WORKBOOK_COLUMNS, start=2):
        said = HEADINGS[column]
        unit = SAID[said["unit"]][language] if said["unit"] else ""
        for number, text in enumerate((column, said[f"name_{language}"], unit, said[language]), start=1):
            put(page.cell(row, number), text)
            page.cell(row, number).alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCD", (24, 30, 26, 90), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"


def write_checklists(page, frame, checklists, language):
    """Fill the sheet of checklists: a row per item, a column of answers per evaluation with an id."""
    known = [key for key in frame.evaluation_id if not pd.isna(key) and key]
    names = ("checklist", "item", f"name_{language}", "source")
    for number, text in enumerate((*names, *known), start=1):
        head(page.cell(1, number), text)
    for row, item in enumerate(checklists[list(names)].itertuples(index=False), start=2):
        for number, text in enumerate(item, start=1):
            put(page.cell(row, number), text)
        for number in range(len(names) + 1, len(names) + len(known) + 1):
            page.cell(row, number).protection = Protection(locked=False)
    if known:
        rule = DataValidation(type="list", formula1=f'"{",".join(ANSWERS)}"', allow_blank=True)
        rule.showErrorMessage = True
        page.add_data_validation(rule)
        first, last = (get_column_letter(len(names) + shift) for shift in (1, len(known)))
        rule.add(f"{first}2:{last}{len(checklists) + 1}")
    for letter, width in zip("ABCD", (16, 6, 70, 40), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = page.cell(2, len(names) + 1)
    page.protection.sheet = True
    page.protection.formatColumns = False
