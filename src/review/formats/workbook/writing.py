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
from review.formats.workbook.words import (
    ANSWERS,
    HEAD_ROWS,
    HEADINGS,
    KNOWN_BY,
    NEEDS,
    SAID,
    VALUES,
    WORKBOOK_COLUMNS,
)  # fmt: skip
from review.money import COUNTRIES, CURRENCIES

__all__ = ["write_workbook"]

HIDDEN = ("evaluation_id", "reference_id")
"""Columns that programs need and people do not; they are there and can be shown."""
EMPTY_ROWS = 200
CODES = "codes"
"""The sheet of countries and currencies."""
CODE = PatternFill("solid", fgColor="E7E6E6")
FILLS = {
    "required": PatternFill("solid", fgColor="F6D9C4"),
    "expected": PatternFill("solid", fgColor="DCEBEC"),
}
"""Colours of headings by how badly a column is needed."""


def write_workbook(
    evaluations, references, path, *, language="sv", choices=None, checklists=None, answers=None,
    recommendations=None,
):  # fmt: skip
    """Write the economists' workbook: one sheet per table.

    `evaluations` has a row per evaluation: the first row has the headings in words with their units, the
    second the names by which `read_workbook` knows the columns. Ids are locked (without a password) and
    hidden, 200 empty rows follow for new evaluations (known by title or DOI), and a cell that begins with
    =, +, - or @ is written as text. `explanations` says what each column means, `values` what each word to
    choose from means, `checklists` takes answers, `recommendations` and `codes` are what can be chosen. Only
    `evaluations` and `checklists` are read back.

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
    answers : DataFrame, optional
        `evaluation_id`, `checklist`, `item`, `answer`: what is answered already.
    recommendations : DataFrame, optional
        `recommendation_id`, `intervention_sv`, `condition_sv` (and `_en`): what a row may belong to.

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
    choices = {"care_in_question": CARE_ARMS} | dict(choices or {})
    lists = {"country": ["NR", *sorted(COUNTRIES)], "currency": sorted(CURRENCIES)}
    ranges = {"country": (CODES, "A", len(lists["country"])), "currency": (CODES, "B", len(CURRENCIES))}
    if recommendations is not None:
        ranges["recommendation_id"] = ("recommendations", "A", len(recommendations))
    write_evaluations(book.active, frame, language, choices, ranges)
    if checklists is not None:
        write_checklists(book.create_sheet("checklists"), frame, checklists, answers, language)
    write_explanations(book.create_sheet("explanations"), language)
    write_values(book.create_sheet("values"), choices, language)
    if recommendations is not None:
        columns = ["recommendation_id", f"intervention_{language}", f"condition_{language}"]
        heads = ("recommendation_id", SAID["measure"][language], SAID["condition"][language])
        write_list(book.create_sheet("recommendations"), heads, recommendations[columns].to_numpy().tolist())
    longest = max(map(len, lists.values()))
    padded = [values + [""] * (longest - len(values)) for values in lists.values()]
    write_list(book.create_sheet(CODES), tuple(lists), list(zip(*padded, strict=True)))
    with whole_file(path) as name:
        book.save(name)
    return len(frame)


def write_evaluations(page, frame, language, choices, ranges):
    """Fill the sheet where people work."""
    page.title = "evaluations"
    for number, column in enumerate(WORKBOOK_COLUMNS, start=1):
        heading, unit, meaning = (HEADINGS[column][part] for part in (f"name_{language}", "unit", language))
        unit = SAID[unit][language] if unit else ""
        head(page.cell(1, number), f"{heading} ({unit})" if unit else heading)
        head(page.cell(2, number), column)
        page.cell(1, number).alignment = Alignment(wrap_text=True, vertical="top")
        page.cell(1, number).fill = FILLS.get(NEEDS[column], CODE)
        page.cell(2, number).fill = CODE
        page.cell(2, number).font = Font(size=8, color="666666")
        page.cell(2, number).alignment = Alignment(shrink_to_fit=True)
        page.cell(1, number).comment = Comment(meaning, "review", width=320, height=160)
        shape = page.column_dimensions[get_column_letter(number)]
        shape.width, shape.hidden = HEADINGS[column]["width"], column in HIDDEN
        add_dropdown(page, number, choices.get(column), ranges.get(column), language)
    for row, values in enumerate(frame.itertuples(index=False), start=HEAD_ROWS + 1):
        for number, value in enumerate(values, start=1):
            put(page.cell(row, number), value)
            locked = WORKBOOK_COLUMNS[number - 1] in KNOWN_BY
            page.cell(row, number).protection = Protection(locked=locked)
    for row in range(page_end(frame) + 1, page_end(frame) + EMPTY_ROWS + 1):
        for number, column in enumerate(WORKBOOK_COLUMNS, start=1):
            page.cell(row, number).protection = Protection(locked=column == "evaluation_id")
    page.freeze_panes = page.cell(HEAD_ROWS + 1, 2)
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


def add_dropdown(page, number, values, listed, language):
    """Let the cells of a column be chosen from a list; other values are refused with a sentence.

    `values` are the words themselves, `listed` a sheet, a column and how many rows of it hold them.
    """
    values = [value for value in values or () if value]
    # the perspectives have a word of their own for it
    if values and NEEDS[WORKBOOK_COLUMNS[number - 1]] == "expected" and "not_reported" not in values:
        values.append("NR")
    if not values and not listed:
        return
    if listed:
        sheet, letter, count = listed
        rule = DataValidation(type="list", formula1=f"{sheet}!${letter}$2:${letter}${count + 1}")
        rule.error = SAID["choose"][language]
        # a code may be older than the list, and the import checks it anyway
        rule.errorStyle = "warning"
    else:
        rule = DataValidation(type="list", formula1=f'"{",".join(values)}"')
        rule.error = ", ".join(values)
    rule.allow_blank, rule.showErrorMessage, rule.errorTitle = True, True, SAID["choose"][language]
    page.add_data_validation(rule)
    letter = get_column_letter(number)
    rule.add(f"{letter}{HEAD_ROWS + 1}:{letter}1048576")


def write_explanations(page, language):
    """Fill the sheet that says what each column is."""
    words = ("column", "name", "unit", "need", "meaning")
    rows = []
    for column in WORKBOOK_COLUMNS:
        said = HEADINGS[column]
        unit = SAID[said["unit"]][language] if said["unit"] else ""
        need = SAID[NEEDS[column]][language]
        rows.append((column, said[f"name_{language}"], unit, need, said[language]))
    write_list(page, [SAID[word][language] for word in words], rows, widths=(24, 30, 26, 24, 90))


def write_values(page, choices, language):
    """Fill the sheet that says what each word to choose from means."""
    heads = [SAID[word][language] for word in ("column", "value", "meaning")]
    rows = [
        (column, value, VALUES.get((column, value), {}).get(language, ""))
        for column, values in choices.items()
        for value in values
        if value
    ]
    rows += [("checklists", answer, VALUES["checklists", answer][language]) for answer in ANSWERS]
    rows.append(("*", "NR", SAID["silent"][language]))
    write_list(page, heads, rows, widths=(24, 20, 100))


def write_list(page, heads, rows, widths=(20, 60, 60)):
    """Fill a sheet that is there to be read: headings, rows, nothing to write in."""
    for number, text in enumerate(heads, start=1):
        head(page.cell(1, number), text)
    for row, values in enumerate(rows, start=2):
        for number, value in enumerate(values, start=1):
            put(page.cell(row, number), value)
            page.cell(row, number).alignment = Alignment(wrap_text=True, vertical="top")
    for number, width in zip(range(1, len(heads) + 1), widths, strict=False):
        page.column_dimensions[get_column_letter(number)].width = width
    page.freeze_panes = "A2"
    protect(page)


def protect(page):
    """Lock a sheet, but for the width of its columns."""
    page.protection.sheet = True
    page.protection.formatColumns = False


def write_checklists(page, frame, checklists, answers, language):
    """Fill the sheet of checklists: a row per item, a column of answers per evaluation with an id."""
    rows = [row for row in frame.itertuples() if not pd.isna(row.evaluation_id) and row.evaluation_id]
    names = ("checklist", "item", f"name_{language}", "source")
    said = {} if answers is None else answers.set_index(["evaluation_id", "checklist", "item"]).answer
    for number, text in enumerate((*names, *(row.evaluation_id for row in rows)), start=1):
        head(page.cell(1, number), text)
    for number, row in enumerate(rows, start=len(names) + 1):
        what = f"{row.title}: {row.intervention} / {row.comparator}"
        page.cell(1, number).comment = Comment(what, "review", width=320, height=120)
        page.column_dimensions[get_column_letter(number)].width = 15
    for place, item in enumerate(checklists[list(names)].itertuples(index=False), start=2):
        for number, text in enumerate(item, start=1):
            put(page.cell(place, number), text)
            page.cell(place, number).alignment = Alignment(wrap_text=number > 2, vertical="top")
        for number, row in enumerate(rows, start=len(names) + 1):
            put(page.cell(place, number), said.get((row.evaluation_id, item[0], item[1]), ""))
            page.cell(place, number).protection = Protection(locked=False)
    if rows:
        rule = DataValidation(type="list", formula1=f'"{",".join(ANSWERS)}"', allow_blank=True)
        rule.showErrorMessage = True
        page.add_data_validation(rule)
        first, last = (get_column_letter(len(names) + shift) for shift in (1, len(rows)))
        rule.add(f"{first}2:{last}{len(checklists) + 1}")
    for letter, width in zip("ABCD", (16, 6, 70, 40), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = page.cell(2, len(names) + 1)
    protect(page)
