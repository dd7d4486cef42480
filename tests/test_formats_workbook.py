"""Formats: the economists' workbook goes out with its help in it and comes back as people left it."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from libreoffice import NO_SOFFICE, SOFFICE, edit
from review.economics import CHOICES
from review.errors import SourceError
from review.evidence import EVALUATION_COLUMNS
from review.formats import read_table
from review.formats.workbook import (
    HEAD_ROWS,
    HEADINGS,
    WORKBOOK_COLUMNS,
    read_checklists,
    read_workbook,
    write_workbook,
)

ROOT = Path(__file__).parents[1]
REFERENCES = pd.DataFrame(
    {"reference_id": ["r1", "r2"], "doi": ["10.1/a", ""], "title": ["=SUM(A1)", "Två"]}, dtype="str"
)


def evaluations(**cells):
    """Return one full evaluation and one study nobody has begun with."""
    full = {
        "evaluation_id": "E1",
        "reference_id": "r1",
        "intervention": "+artroskopi",
        "comparator": "@träning",
        "care_in_question": "intervention",
        "country": "SWE",
        "currency": "SEK",
        "price_year": 2019,
        "discount_cost_percent": 3.0,
        "cost_difference": -1200.5,
        "effect_difference": 0.012,
        "effect_unit": "QALY",
        "note": "-se tabell 3",
    }
    frame = pd.DataFrame([full | cells, {"reference_id": "r2"}])
    return frame.reindex(columns=list(EVALUATION_COLUMNS))


@pytest.fixture
def book(tmp_path):
    """Return a workbook with one evaluation, checklists and dropdowns."""
    path = tmp_path / "ekonomi.xlsx"
    items = read_table(ROOT / "references" / "checklists.csv")
    write_workbook(evaluations(), REFERENCES, path, choices=CHOICES, checklists=items)
    return path


def change(path, cells, sheet="evaluations"):
    """Write cells of a sheet as a person would, {"A3": value}."""
    open_book = openpyxl.load_workbook(path)
    for where, value in cells.items():
        open_book[sheet][where] = value
    open_book.save(path)


def at(column, row):
    """Return the address of a column by its name."""
    return f"{openpyxl.utils.get_column_letter(WORKBOOK_COLUMNS.index(column) + 1)}{row}"


def test_every_column_has_its_words():
    """No column of an evaluation is without heading and meaning in both languages."""
    assert set(HEADINGS) == set(WORKBOOK_COLUMNS) >= set(EVALUATION_COLUMNS)
    assert all(words[key] for words in HEADINGS.values() for key in ("name_sv", "name_en", "sv", "en"))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_goes_out_comes_back(tmp_path, language):
    """Texts and numbers are the same, and the study nobody began with is not read as an evaluation."""
    path = tmp_path / "e.xlsx"
    assert write_workbook(evaluations(), REFERENCES, path, language=language) == 2
    back = read_workbook(path)
    assert back.sheet_row.tolist() == [HEAD_ROWS + 1]
    row = back.iloc[0]
    assert (row.evaluation_id, row.intervention, row.note) == ("E1", "+artroskopi", "-se tabell 3")
    assert (row.price_year, row.cost_difference, row.effect_difference) == ("2019", "-1200.5", "0.012")
    assert row.population == ""


def test_no_cell_is_a_formula(book):
    """A title that begins with = is text in the file, also for a program that calculates."""
    page = openpyxl.load_workbook(book)["evaluations"]
    assert not [cell.coordinate for row in page for cell in row if cell.data_type == "f"]
    assert page[at("title", 3)].value == "=SUM(A1)"


def test_ids_are_locked_and_answers_are_not(book):
    """A person can change what was read from the study, and not what ties it to the review."""
    page = openpyxl.load_workbook(book)["evaluations"]
    assert page.protection.sheet
    locked = {column for column in WORKBOOK_COLUMNS if page[at(column, 3)].protection.locked}
    assert locked == {"evaluation_id", "reference_id", "doi", "title"}
    assert not page[at("reference_id", 10)].protection.locked
    assert page.freeze_panes == "B3"
    hidden = {column for column in WORKBOOK_COLUMNS if page.column_dimensions[at(column, "")].hidden}
    assert hidden == {"evaluation_id", "reference_id"}


def test_dropdowns_hold_the_controlled_values(book):
    """Each column with allowed values has them as a list, on rows not yet written too."""
    page = openpyxl.load_workbook(book)["evaluations"]
    rules = {str(rule.sqref).split("3:")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
    assert rules[at("care_in_question", "")] == '"intervention,comparator"'
    assert rules[at("study_type", "")] == '"trial-based,model,cost analysis,NR"'
    assert rules[at("country", "")] == "codes!$A$2:$A$251"
    assert len(rules) == 5


@pytest.mark.parametrize("row", [1, 2], ids=["names-left", "headings-left"])
def test_one_row_of_headings_is_enough(book, row):
    """A person may delete either of the two rows of headings."""
    open_book = openpyxl.load_workbook(book)
    open_book["evaluations"].protection.sheet = False
    open_book["evaluations"].delete_rows(row)
    open_book.save(book)
    back = read_workbook(book)
    assert (back.evaluation_id[0], back.sheet_row[0]) == ("E1", HEAD_ROWS)


def test_the_sample_of_plain_columns_is_read():
    """A workbook with the names alone, as it was written before, is read as well."""
    back = read_workbook(ROOT / "data" / "sample" / "evaluations.xlsx")
    assert len(back) == 32
    assert back.sheet_row.tolist() == list(range(2, 34))


def test_percent_cells_are_percent(book):
    """3 % typed in Excel is 0.03 shown as 3 %; it comes back as 3."""
    open_book = openpyxl.load_workbook(book)
    cell = open_book["evaluations"][at("discount_cost_percent", 3)]
    cell.value, cell.number_format = 0.035, "0.0%"
    open_book.save(book)
    assert read_workbook(book).discount_cost_percent[0] == "3.5"


@pytest.mark.parametrize(
    ("cells", "match"),
    [
        pytest.param({"AE2": "icer_guess"}, "column AE: unknown column 'icer_guess'", id="unknown"),
        pytest.param({"AE9": "7"}, "column AE: cells without a heading", id="no-heading"),
        pytest.param({"AD2": "note"}, "column AD: note is there twice", id="twice"),
        pytest.param({at("note", 2): "funding"}, "Anteckning and funding do not agree", id="disagree"),
        pytest.param({at("cost_difference", 3): "=1+1"}, "row 3, column T: a formula", id="formula"),
        pytest.param(
            {at("cost_difference", 3): "#REF!"}, "row 3, column T: the cell shows #REF!", id="error"
        ),
    ],
)
def test_what_cannot_be_read_is_named(book, cells, match):
    """Sheet, row and column are said, and what to do."""
    change(book, cells)
    with pytest.raises(SourceError, match=match):
        read_workbook(book)


def test_a_misspelt_name_is_carried_by_its_heading(book):
    """One of the two headings of a column is enough."""
    change(book, {at("population", 2): "populaton", at("population", 3): "vuxna"})
    assert read_workbook(book).population.tolist() == ["vuxna"]


def test_no_headings(tmp_path):
    """A sheet of something else is not guessed at."""
    openpyxl.Workbook().save(tmp_path / "x.xlsx")
    with pytest.raises(SourceError, match="sheet Sheet: found no row of headings"):
        read_workbook(tmp_path / "x.xlsx")


def test_not_a_workbook(tmp_path):
    """A broken archive is a sentence, not a traceback."""
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(SourceError, match="is not a readable XLSX workbook"):
        read_workbook(tmp_path / "x.xlsx")


def test_a_table_of_text_is_read_too(tmp_path):
    """CSV with semicolons, as a Swedish Excel saves it."""
    text = "reference_id;Intervention;Kostnadsskillnad (studiens valuta)\nr1;artroskopi;-1200,5\nr2;;\n"
    (tmp_path / "e.csv").write_text(text, encoding="cp1252")
    back = read_workbook(tmp_path / "e.csv")
    assert back.to_dict("records") == [
        {"sheet_row": 2, "reference_id": "r1", "intervention": "artroskopi", "cost_difference": "-1200,5"}
    ]


def test_checklist_answers_come_back(book):
    """A column per evaluation, a row per item of both checklists."""
    change(book, {"E2": "yes", "E30": "not_applicable"}, sheet="checklists")
    back = read_checklists(book)
    assert back.values.tolist() == [
        ["E1", "CHEERS 2022", "1", "yes", 2],
        ["E1", "CHEC-extended", "1", "not_applicable", 30],
    ]
    change(book, {"E2": "kanske"}, sheet="checklists")
    with pytest.raises(SourceError, match="sheet checklists, row 2, column E: expected one of yes"):
        read_checklists(book)


def test_the_checklists_are_whole():
    """28 items of CHEERS 2022 and 20 of CHEC-extended, each in both languages and with a source."""
    items = read_table(ROOT / "references" / "checklists.csv")
    assert items.groupby("checklist").item.nunique().to_dict() == {"CHEC-extended": 20, "CHEERS 2022": 28}
    assert (items[["name_sv", "name_en", "source"]] != "").all().all()


def test_answers_and_words_go_out_with_the_workbook(tmp_path):
    """What is answered stands in its cell; every word to choose from and every column is explained."""
    items = read_table(ROOT / "references" / "checklists.csv")
    said = pd.DataFrame({"evaluation_id": ["E1"], "checklist": "CHEERS 2022", "item": "2", "answer": "no"})
    rules = pd.DataFrame(
        {"recommendation_id": ["IG01"], "intervention_sv": ["=åtgärd"], "condition_sv": [""]}
    )
    path = tmp_path / "e.xlsx"
    write_workbook(
        evaluations(),
        REFERENCES,
        path,
        choices=CHOICES,
        checklists=items,
        answers=said,
        recommendations=rules,
    )
    book = openpyxl.load_workbook(path)
    names = ["evaluations", "checklists", "explanations", "values", "recommendations", "codes"]
    assert book.sheetnames == names
    assert read_checklists(path).answer.tolist() == ["no"]
    told = {(row[0].value, row[1].value): row[2].value for row in book["values"].iter_rows(min_row=2)}
    wanted = {(column, value) for column, values in CHOICES.items() for value in values if value}
    assert wanted <= set(told)
    assert all(told.values())
    assert all(page.freeze_panes and page.protection.sheet for page in book)
    assert [cell.value for cell in book["recommendations"]["A"]] == ["recommendation_id", "IG01"]
    assert book["recommendations"]["B2"].data_type == "s"


def test_a_file_without_checklists_has_no_answers():
    """A table of text, or a workbook of one sheet, says nothing about checklists."""
    empty = read_checklists(ROOT / "references" / "thresholds.csv")
    assert empty.empty
    assert {"evaluation_id", "checklist", "item", "answer"} <= set(empty.columns)


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason=NO_SOFFICE)
def test_libreoffice_keeps_what_matters(book, tmp_path):
    """Opened, changed cell by cell and saved by LibreOffice: every change is found, lists and locks live."""
    typed = {
        ("evaluations", at("cost_difference", 3)): -900.5,
        ("evaluations", at("price_year", 3)): "NR",
        ("evaluations", at("note", 3)): "=se tabell 4",
        ("evaluations", at("reference_id", 5)): "r2",
        ("evaluations", at("intervention", 5)): "ny vård",
        ("checklists", "E2"): "yes",
    }
    before = openpyxl.load_workbook(book)["evaluations"].data_validations.dataValidation
    saved = edit(book, typed, tmp_path)
    back = read_workbook(saved)
    assert back.cost_difference.tolist() == ["-900.5", ""]
    assert back.price_year.tolist() == ["NR", ""]
    assert back.note.tolist() == ["=se tabell 4", ""]
    assert back.intervention.tolist() == ["+artroskopi", "ny vård"]
    assert back.reference_id.tolist() == ["r1", "r2"]
    assert read_checklists(saved).answer.tolist() == ["yes"]
    page = openpyxl.load_workbook(saved)["evaluations"]
    rules = {rule.formula1 for rule in page.data_validations.dataValidation}
    assert rules == {rule.formula1 for rule in before}
    assert all(rule.type == "list" for rule in page.data_validations.dataValidation)
    assert page[at("evaluation_id", 3)].protection.locked
    assert not page[at("cost_difference", 3)].protection.locked
