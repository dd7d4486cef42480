"""Numbers at every door: a workbook, a CSV file, a form and a list give one answer to one text."""

import datetime

import openpyxl
import pandas as pd
import pytest

from review.errors import SourceError
from review.formats.workbook import WORKBOOK_COLUMNS
from review.workbench import Workbench
from review.workbench.economics_desk import EconomicsDesk
from review_material import review_with

READERS = """
[[readers]]
id = "anna"
[[readers]]
id = "erik"
role = "health_economist"
"""
ROW = {
    "title": "Knee surgery or exercise", "intervention": "surgery", "comparator": "exercise",
    "care_in_question": "intervention", "country": "SWE", "currency": "SEK", "price_year": 2020,
    "effect_unit": "QALY",
}  # fmt: skip
MONEY = {
    # Swedish and French: blanks of every kind between thousands, a decimal comma
    "12 500": 12500.0, "12\u00a0500": 12500.0, "12\u202f500": 12500.0, "12\u2009500": 12500.0,
    "1 234 567,8": 1234567.8, "12500,5": 12500.5, "12,5": 12.5, "0,125": 0.125, "−12 500": -12500.0,
    "- 12 500": -12500.0, "+12500": 12500.0, "1 200,500": 1200.5,
    # English, German and Swiss: both signs, a sign twice, apostrophes
    "12,500.00": 12500.0, "12.500,00": 12500.0, "1,234,567": 1234567.0, "1.234.567": 1234567.0,
    "12'500": 12500.0, "12’500.50": 12500.5, "12500.000": 12500.0, "1234.567": 1234.567,
    "12,5000": 12.5, "12.50": 12.5, "1.25e4": 12500.0,
    # one sign, three digits behind it: nobody knows
    "12,500": None, "12.500": None, "1.200": None, "−1,200": None, "999,999": None, "+9.999": None,
    # no number, however near
    "12 50": None, "1 2500": None, "12'5": None, "12,50,000": None, "1,200.300.400": None, "12500 kr": None,
    "12 500:-": None, "12500-13000": None, "(12 500)": None, "12%": None, "½": None, "12·5": None,
    "2024-05-01": None, "1/2": None, "12:30": None, "–12500": None, "1_200": None, "inf": None, "nan": None,
    "12 500 000 00": None, "1 234,567,8": None,
}  # fmt: skip
EFFECT = {
    "1,581": 1.581, "1.581": 1.581, "-0,014": -0.014, "12,345": 12.345, "0.125": 0.125, "1 200,5": 1200.5,
    "1 2": None, "about 1": None,
}  # fmt: skip


@pytest.fixture
def review(tmp_path):
    """Return a review with one included study and an economist."""
    folder = review_with(tmp_path / "small", READERS, title="Small")
    entry = f"TY  - JOUR\nTI  - {ROW['title']}\nAU  - Berg, A\nPY  - 2020\nDO  - 10.5555/k\nER  -\n"
    (folder / "data" / "raw" / "a.ris").write_text(entry)
    with Workbench.open(folder) as workbench:
        workbench.pile.import_files()
        workbench.duplicates.merge()
        workbench.screening.decide(workbench.pile.references().reference_id[0], "include", reader="anna")
        yield workbench


def by_workbook(path, rows):
    """Write rows into a workbook as a person types them, and return its path."""
    book = openpyxl.Workbook()
    book.active.title = "evaluations"
    book.active.append(list(WORKBOOK_COLUMNS))
    for row in rows:
        book.active.append([row.get(column) for column in WORKBOOK_COLUMNS])
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def by_csv(path, rows):
    """Write rows into a CSV file and return its path."""
    pd.DataFrame(rows).to_csv(path.with_suffix(".csv"), index=False, sep=";")
    return path.with_suffix(".csv")


def stored(review, column):
    """Return what is stored of a column, by the note of its row."""
    return review.store.current("evaluations").set_index("note")[column].to_dict()


def rows_of(texts, column):
    """Return a row for each text, whose note is its number."""
    return [ROW | {column: text, "note": f"n{number}"} for number, text in enumerate(texts)]


@pytest.mark.parametrize("write", [by_workbook, by_csv])
@pytest.mark.parametrize(("column", "texts"), [("cost_difference", MONEY), ("effect_difference", EFFECT)])
def test_a_file_refuses_by_cell_and_stores_the_rest(review, tmp_path, write, column, texts):
    """Every text that is no number, or two, is named in one go; every other is the number it says."""
    rows = rows_of(texts, column)
    with pytest.raises(SourceError) as error:
        review.workbook.import_file(write(tmp_path / "all", rows), reader="erik")
    wrong = [text for text, value in texts.items() if value is None]
    assert str(error.value).count(f"column {column}: ") == min(len(wrong), 40)
    assert str(error.value).startswith(f"{len(wrong)} cells cannot be right, nothing was imported")
    assert review.store.current("evaluations").empty
    sound = [row for row in rows if texts[row[column]] is not None]
    review.workbook.import_file(write(tmp_path / "sound", sound), reader="erik")
    assert stored(review, column) == {row["note"]: texts[row[column]] for row in sound}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("column", "texts"), [("cost_difference", MONEY), ("effect_difference", EFFECT)])
def test_the_form_gives_the_same_answer(review, column, texts, language):
    """What a file refuses the form names; what a file takes the form stores, and shows without doubt."""
    room = review
    desk = EconomicsDesk(
        room.project, room.store, room.pile, room.register, room.decisions, room.economics,
        reader="erik", second=False, language=language,
    )  # fmt: skip
    study = review.pile.references().reference_id[0]
    for row in rows_of(texts, column):
        values = {key: str(value) for key, value in row.items() if key != "title"}
        faults = [where for where, _ in desk.check(values)]
        assert faults == ([column] if texts[row[column]] is None else []), row[column]
        if not faults:
            desk.store(values | {"evaluation_id": "", "reference_id": study}, "")
    assert stored(review, column) == {
        f"n{number}": value for number, value in enumerate(texts.values()) if value is not None
    }
    for shown in desk.rows(study):
        assert desk.check(shown["values"]) == []
        assert desk.store(shown["values"] | {"evaluation_id": shown["evaluation_id"], "reference_id": study},
                          shown["id"]) == shown["evaluation_id"]  # fmt: skip
    assert stored(review, column) == {
        f"n{number}": value for number, value in enumerate(texts.values()) if value is not None
    }


TYPED = [
    pytest.param("cost_difference", 12.575, None, 12.575, id="three-decimals"),
    pytest.param("cost_difference", 12500, None, 12500.0, id="whole"),
    pytest.param("cost_difference", -1.2, None, -1.2, id="negative"),
    pytest.param("effect_difference", 1.581, None, 1.581, id="effect"),
    pytest.param("cost_difference", 12.575, "# ##0", 12.575, id="shown-rounded"),
    pytest.param("discount_cost_percent", 0.03, "0%", 3.0, id="percent"),
    pytest.param("discount_cost_percent", 0.035, "0.0%", 3.5, id="percent-decimals"),
    pytest.param("cost_difference", datetime.datetime(2024, 2, 1), None, None, id="date"),
    pytest.param("cost_difference", datetime.time(12, 30), None, None, id="time"),
    pytest.param("cost_difference", datetime.timedelta(hours=30), None, None, id="duration"),
    pytest.param("cost_difference", True, None, None, id="true"),
]


@pytest.mark.parametrize(("column", "value", "form", "expected"), TYPED)
def test_a_typed_cell_is_the_number_it_holds(review, tmp_path, column, value, form, expected):
    """A number is that number however it is shown; a date, a time and a truth are none."""
    path = by_workbook(tmp_path / "typed", [ROW | {column: value, "note": "n"}])
    book = openpyxl.load_workbook(path)
    if form:
        book["evaluations"].cell(2, WORKBOOK_COLUMNS.index(column) + 1).number_format = form
        book.save(path)
    if expected is None:
        with pytest.raises(SourceError, match=f"column {column}: {column} must be a number"):
            review.workbook.import_file(path, reader="erik")
        return
    review.workbook.import_file(path, reader="erik")
    assert stored(review, column) == {"n": expected}
    # out and back again changes nothing
    review.workbook.export(tmp_path / "out.xlsx", reader="erik")
    assert review.workbook.import_file(tmp_path / "out.xlsx", reader="erik").empty
