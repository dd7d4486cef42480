"""Writing: economic evaluations out to a spreadsheet with help in it."""

import openpyxl
import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from review.evidence import CARE_ARMS, EVALUATION_COLUMNS
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
from review.formats.write import save_book
from review.money import COUNTRIES, CURRENCIES

__all__ = ["write_workbook"]

HIDDEN = ("evaluation_id", "reference_id")
"""Columns that programs need and people do not; they are there and can be shown."""
EMPTY_ROWS = 200
CODES = "codes"
"""The sheet of countries and currencies."""
TOP = Alignment(wrap_text=True, vertical="top")
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
    save_book(book, path)
    return len(frame)


def write_evaluations(page, frame, language, choices, ranges):
    """Fill the sheet where people work."""
    page.title = "evaluations"
    end = HEAD_ROWS + len(frame)
    for number, column in enumerate(WORKBOOK_COLUMNS, start=1):
        heading, unit, meaning = told(column, language)
        top, below = head(page, f"{heading} ({unit})" if unit else heading, 1, number), page.cell(2, number)
        top.fill = FILLS.get(NEEDS[column], CODE)
        top.comment = Comment(meaning, "review", width=320, height=160)
        head(page, column, 2, number)
        below.fill, below.font = CODE, Font(size=8, color="666666")
        below.alignment = Alignment(shrink_to_fit=True)
        shape = page.column_dimensions[get_column_letter(number)]
        shape.width, shape.hidden = HEADINGS[column]["width"], column in HIDDEN
        add_dropdown(page, number, choices.get(column), ranges.get(column), language)
        for row in range(HEAD_ROWS + 1, end + EMPTY_ROWS + 1):
            given = KNOWN_BY if row <= end else ("evaluation_id",)
            page.cell(row, number).protection = Protection(locked=column in given)
    for row, values in enumerate(frame.itertuples(index=False), start=HEAD_ROWS + 1):
        for number, value in enumerate(values, start=1):
            put(page.cell(row, number), value)
    page.freeze_panes = page.cell(HEAD_ROWS + 1, 2)
    page.auto_filter.ref = f"A{HEAD_ROWS}:{get_column_letter(len(WORKBOOK_COLUMNS))}{end + EMPTY_ROWS}"
    page.row_dimensions[1].height = 48
    protect(page, "formatColumns", "formatRows", "formatCells", "sort", "autoFilter")


def told(column, language):
    """Return heading, unit ("" for none) and meaning of a column."""
    said = HEADINGS[column]
    return said[f"name_{language}"], SAID[said["unit"]][language] if said["unit"] else "", said[language]


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


def head(page, text, row, number):
    """Write one cell of a heading, and return it."""
    cell = page.cell(row, number)
    put(cell, text)
    cell.font, cell.alignment = Font(bold=True), TOP
    return cell


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
    letter, said = get_column_letter(number), SAID["choose"][language]
    rule = choose(page, f"{letter}{HEAD_ROWS + 1}:{letter}1048576", values)
    rule.error, rule.errorTitle = ", ".join(values), said
    if listed:
        sheet, letter, count = listed
        rule.formula1, rule.error = f"{sheet}!${letter}$2:${letter}${count + 1}", said
        # a code may be older than the list, and the import checks it anyway
        rule.errorStyle = "warning"


def choose(page, cells, values):
    """Let cells be chosen from words, and return the rule."""
    rule = DataValidation(type="list", formula1=f'"{",".join(values)}"', allow_blank=True)
    rule.showErrorMessage = True
    page.add_data_validation(rule)
    rule.add(cells)
    return rule


def write_explanations(page, language):
    """Fill the sheet that says what each column is."""
    heads = [SAID[word][language] for word in ("column", "name", "unit", "need", "meaning")]
    rows = []
    for column in WORKBOOK_COLUMNS:
        heading, unit, meaning = told(column, language)
        rows.append((column, heading, unit, SAID[NEEDS[column]][language], meaning))
    write_list(page, heads, rows, widths=(24, 30, 26, 24, 90))


def write_values(page, choices, language):
    """Fill the sheet that says what each word to choose from means."""
    heads = [SAID[word][language] for word in ("column", "value", "meaning")]
    words = [(column, value) for column, values in choices.items() for value in values if value]
    words += [("checklists", answer) for answer in ANSWERS]
    rows = [(*word, VALUES.get(word, {}).get(language, "")) for word in words]
    write_list(page, heads, [*rows, ("*", "NR", SAID["silent"][language])], widths=(24, 20, 100))


def write_list(page, heads, rows, widths=(20, 60, 60)):
    """Fill a sheet that is there to be read: headings, rows, nothing to write in."""
    for number, (text, width) in enumerate(zip(heads, widths, strict=False), start=1):
        head(page, text, 1, number)
        page.column_dimensions[get_column_letter(number)].width = width
    for row, values in enumerate(rows, start=2):
        for number, value in enumerate(values, start=1):
            put(page.cell(row, number), value)
            page.cell(row, number).alignment = TOP
    page.freeze_panes = "A2"
    protect(page, "formatColumns")


def protect(page, *allowed):
    """Lock a sheet, but for what is allowed."""
    page.protection.sheet = True
    for name in allowed:
        setattr(page.protection, name, False)


def write_checklists(page, frame, checklists, answers, language):
    """Fill the sheet of checklists: a row per item, a column of answers per evaluation with an id."""
    rows = [row for row in frame.itertuples() if not pd.isna(row.evaluation_id) and row.evaluation_id]
    names = ["checklist", "item", f"name_{language}", "source"]
    said = {} if answers is None else answers.set_index(["evaluation_id", "checklist", "item"]).answer
    write_list(page, names, checklists[names].to_numpy().tolist(), widths=(16, 6, 70, 40))
    for number, row in enumerate(rows, start=len(names) + 1):
        what = f"{row.title}: {row.intervention} / {row.comparator}"
        head(page, row.evaluation_id, 1, number).comment = Comment(what, "review", width=320, height=120)
        page.column_dimensions[get_column_letter(number)].width = 15
        for place, item in enumerate(checklists.itertuples(), start=2):
            cell = page.cell(place, number)
            put(cell, said.get((row.evaluation_id, item.checklist, item.item), ""))
            cell.protection = Protection(locked=False)
    if rows:
        first, last = (get_column_letter(len(names) + shift) for shift in (1, len(rows)))
        choose(page, f"{first}2:{last}{len(checklists) + 1}", ANSWERS)
    page.freeze_panes = page.cell(2, len(names) + 1)
