"""Slips of a spreadsheet: pasted rows, merged cells, errors and cells astray, told at once."""

import openpyxl
import pandas as pd
import pytest

from review.errors import Question, SourceError
from review.formats.workbook import WORKBOOK_COLUMNS, read_workbook, write_workbook

FIRST = 3
"""The first row below the headings."""
ROW = {
    "evaluation_id": "E1", "reference_id": "r1", "intervention": "surgery", "comparator": "exercise",
    "care_in_question": "intervention", "country": "SWE", "currency": "SEK", "price_year": 2024,
    "cost_difference": 900.0, "effect_difference": 0.01, "effect_unit": "QALY",
}  # fmt: skip
REFERENCES = pd.DataFrame(
    {"reference_id": ["r1", "r2"], "doi": ["10.5555/a", "10.5555/b"], "title": ["Knees", "Backs"]}
)


@pytest.fixture
def sheet(tmp_path):
    """Return a function that writes a workbook of two evaluations, changed by hand, and its path."""

    def make(change):
        path = tmp_path / "costs.xlsx"
        rows = [ROW, ROW | {"evaluation_id": "E2", "reference_id": "r2", "cost_difference": 12.575}]
        write_workbook(pd.DataFrame(rows), REFERENCES, path)
        book = openpyxl.load_workbook(path)
        change(book["evaluations"])
        book.save(path)
        return path

    return make


def cell(page, row, column):
    """Return a cell by the name of its column."""
    return page.cell(row, WORKBOOK_COLUMNS.index(column) + 1)


def put(row, column, value):
    """Return a change that puts a value into a cell."""
    return lambda page: setattr(cell(page, row, column), "value", value)


def merge(first, last, column):
    """Return a change that merges the cells of a column."""
    letter = openpyxl.utils.get_column_letter(WORKBOOK_COLUMNS.index(column) + 1)
    return lambda page: page.merge_cells(f"{letter}{first}:{letter}{last}")


SLIPS = [
    pytest.param(merge(3, 4, "currency"), ["row 3", "are merged", "unmerge"], id="merged"),
    pytest.param(put(3, "cost_difference", "#REF!"), ["row 3", "the cell shows #REF!"], id="ref-error"),
    pytest.param(put(4, "effect_unit", "#N/A"), ["row 4", "#N/A"], id="not-available"),
    pytest.param(put(4, "price_year", "#SAKNAS!"), ["row 4", "#SAKNAS!"], id="swedish-error"),
    pytest.param(
        put(9, "cost_difference", 1800), ["row 9, column cost_difference", "names no study"], id="sum"
    ),
    pytest.param(put(5, "note", "see page 4"), ["row 5, column note", "names no study"], id="note-below"),
    pytest.param(put(3, "cost_difference", "=A1+B1"), ["formula without a stored result"], id="formula"),
    pytest.param(
        lambda page: setattr(page.cell(7, 40), "value", "x"), ["column AN", "row 7"], id="no-heading"
    ),
]


@pytest.mark.parametrize(("change", "said"), SLIPS)
def test_a_slip_is_named_with_its_place(sheet, change, said):
    """Each kind of slip, by sheet, row and column."""
    with pytest.raises(SourceError) as error:
        read_workbook(sheet(change))
    assert all(part in str(error.value) for part in ["costs.xlsx, sheet evaluations", *said])


def test_all_slips_are_told_in_one_go(sheet):
    """Whoever mends one finds no other behind it."""

    def change(page):
        for slip in SLIPS:
            slip.values[0](page)

    with pytest.raises(SourceError) as error:
        read_workbook(sheet(change))
    told = str(error.value)
    for part in ("are merged", "#N/A", "#SAKNAS!", "row 9", "row 5", "formula without", "row 7"):
        assert part in told, part


def test_a_sound_workbook_has_no_slips_and_typed_numbers_stay(sheet):
    """Numbers typed as numbers are never two, whatever their decimals."""
    table = read_workbook(sheet(lambda page: None))
    assert [float(text) for text in table.cost_difference] == [900.0, 12.575]
    assert table.cost_difference[1] == "12.5750"


def pasted(page, source=3, target=5, *, keep_id=False):
    """Paste a row over an empty one."""
    for column in WORKBOOK_COLUMNS:
        if keep_id or column != "evaluation_id":
            cell(page, target, column).value = cell(page, source, column).value


@pytest.mark.parametrize("keep_id", [False, True])
def test_a_row_pasted_twice_is_asked_about(sheet, keep_id):
    """The same evaluation twice would count twice; nobody guesses which it is."""
    path = sheet(lambda page: pasted(page, keep_id=keep_id))
    with pytest.raises(Question) as question:
        read_workbook(path)
    assert question.value.doubts == ("costs.xlsx, sheet evaluations, row 3: the same as row 5",)
    assert len(read_workbook(path, repeated="once")) == 2
    assert len(read_workbook(path, repeated="each")) == 3


def test_rows_that_differ_in_a_note_are_two(sheet):
    """What sets a copy apart is written, and then it is none."""

    def change(page):
        pasted(page)
        cell(page, 5, "note").value = "men only"

    assert len(read_workbook(sheet(change))) == 3


CSV = "title,intervention,comparator,care_in_question,currency,cost_difference\n"
PLAIN = [
    pytest.param("Knees,a,b,intervention,SEK,1\nKnees,a,b,intervention,SEK,1\n", "row 2: the same as row 3",
                 id="copies"),
    pytest.param("Knees,a,b,intervention,SEK,#REF!\n", "the cell shows #REF!", id="error"),
    pytest.param("Knees,a,b,intervention,SEK,1\n,,,,,1800\n", "names no study", id="sum"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "said"), PLAIN)
def test_a_csv_file_is_held_to_the_same(tmp_path, rows, said):
    """What a workbook may not hold, a CSV file may not hold either."""
    path = tmp_path / "costs.csv"
    path.write_text(CSV + rows, encoding="utf-8")
    with pytest.raises((SourceError, Question), match=said):
        read_workbook(path)
