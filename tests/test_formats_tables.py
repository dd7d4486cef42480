"""Tables: delimiters, quotation marks, workbooks, and what is refused."""

import datetime

import openpyxl
import pytest

from review.errors import SourceError
from review.formats import read_export, read_table
from review.formats.tables import cell_text, delimiter_of


def table(tmp_path, text, name="t.csv", encoding="utf-8"):
    """Return a table read from this text."""
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return read_table(path)


def book(tmp_path, **sheets):
    """Return the path of a workbook with these sheets, each a list of rows."""
    path = tmp_path / "t.xlsx"
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        page = workbook.create_sheet(title)
        for row in rows:
            page.append(row)
    workbook.save(path)
    return path


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiter_and_encoding_are_found(tmp_path, sign, encoding):
    """Every delimiter in every encoding gives the same frame of texts."""
    frame = table(tmp_path, f"titel{sign}år\nLågvärdevård{sign}2020\n", encoding=encoding)
    assert frame.to_dict("list") == {"titel": ["Lågvärdevård"], "år": ["2020"]}
    assert set(map(str, frame.dtypes)) == {"str"}


def test_cells_keep_delimiters_lines_and_zeros(tmp_path):
    """What stands in quotation marks stays whole; numbers stay texts; short rows are filled up."""
    frame = table(tmp_path, 'a,b,c\n"x, ""y""\nz",007,\n\nonly\n')
    assert frame.to_dict("list") == {"a": ['x, "y"\nz', "only"], "b": ["007", ""], "c": ["", ""]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2,3\n", r"^t\.csv, row 2: expected 2 cells, found 3; put a cell"),
        ("a,a\n1,2\n", r"^t\.csv, row 1: two columns are named 'a'; rename one"),
        ("\n \n", r"^t\.csv: the table is empty; expected a row of column names"),
    ],
    ids=["too many cells", "one name twice", "blank"],
)
def test_what_is_no_table_is_refused_with_its_place(tmp_path, text, message):
    """The message names the row and what to do."""
    with pytest.raises(SourceError, match=message):
        table(tmp_path, text)


def test_an_empty_or_missing_table_is_refused(tmp_path):
    """The message names the file."""
    (tmp_path / "t.csv").touch()
    with pytest.raises(SourceError, match=r"^t\.csv: the file is empty"):
        read_table(tmp_path / "t.csv")
    with pytest.raises(SourceError, match="no such file"):
        read_table(tmp_path / "gone.csv")


def test_workbooks_come_as_texts(tmp_path):
    """Whole numbers have no decimals, dates are ISO 8601, empty cells are empty texts."""
    path = book(
        tmp_path, one=[["a", "b"], [2019.0, datetime.datetime(2024, 5, 1)]], two=[["c"], [1.5], [None]]
    )
    assert read_table(path).to_dict("list") == {"a": ["2019"], "b": ["2024-05-01"]}
    assert read_table(path, sheet="two").to_dict("list") == {"c": ["1.5"]}


def test_a_sheet_that_is_not_there_is_named(tmp_path):
    """The message lists the sheets there are; a CSV file has none."""
    with pytest.raises(SourceError, match=r"has no sheet 'three'; it has one"):
        read_table(book(tmp_path, one=[["a"]]), sheet="three")
    (tmp_path / "t.csv").write_text("a\n1\n")
    with pytest.raises(SourceError, match=r"^t\.csv: has no sheets; expected an XLSX workbook"):
        read_table(tmp_path / "t.csv", sheet="one")


def test_a_zip_file_that_is_no_workbook_is_refused(tmp_path):
    """The message says to save it again."""
    (tmp_path / "t.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(SourceError, match=r"^t\.xlsx: is not a readable XLSX workbook .* again as XLSX"):
        read_table(tmp_path / "t.xlsx")


def test_a_workbook_of_records_is_an_export(tmp_path):
    """Rows of a workbook become records; the account counts rows."""
    export = read_export(book(tmp_path, s=[["Title", "Year"], ["A", 2020], [None, None], ["B", 2021.0]]))
    assert export.format == "xlsx"
    assert export.records["year"].to_list() == [2020, 2021]
    assert export.records["first_line"].to_list() == [2, 4]
    assert export.account.lines == {"understood": 4, "repaired": 0, "not_understood": 0}


def test_a_quotation_mark_never_closed_spoils_one_row(tmp_path):
    """The row is read as it stands, the rest of the file is not swallowed, and the account names the row."""
    path = tmp_path / "t.csv"
    path.write_text('title,year,doi\n"Half a title,2020,10.5555/a\nB,2021,10.5555/b\nC,2022,10.5555/c\n')
    export = read_export(path)
    assert export.records["title"].to_list() == ["Half a title", "B", "C"]
    assert export.account.problems[["line", "kind"]].values.tolist() == [[2, "repaired"]]


def test_rows_longer_and_shorter_than_the_header_are_said(tmp_path):
    """Cells beyond the columns stay in the raw record; both kinds of row are repairs."""
    path = tmp_path / "t.csv"
    path.write_text("title,year,doi\nA,2020,,left over\nB\n")
    export = read_export(path)
    assert '["column 4", "left over"]' in export.records["raw"][0]
    assert export.account.lines == {"understood": 1, "repaired": 2, "not_understood": 0}


def test_what_is_mended_in_a_line_is_said_of_its_row(tmp_path):
    """A cell with line breaks makes rows and lines differ; the account counts rows."""
    path = tmp_path / "t.csv"
    path.write_bytes(b'title,year\n"A\nB",2020\nC\0,2021\n')
    problems = read_export(path).account.problems
    assert problems["line"].to_list() == [3]


def test_a_table_without_any_known_column_is_refused(tmp_path):
    """The message says which names were found."""
    path = tmp_path / "t.csv"
    path.write_text("record,score\n1,2\n")
    with pytest.raises(
        SourceError, match=r"^t\.csv, row 1: expected column names such as title.* 'record, score'"
    ):
        read_export(path)


@pytest.mark.parametrize(("text", "sign"), [('"a;b,c";d\n1;2', ";"), ("a\n1", ","), ("\n\na\tb,c\td", "\t")])
def test_the_delimiter_is_that_of_the_header(text, sign):
    """Signs inside quotation marks and in rows below do not count."""
    assert delimiter_of(text) == sign


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (True, "True"),
        (datetime.date(2020, 1, 2), "2020-01-02"),
        ("=1+1", "=1+1"),
        (1e-7, "1e-07"),
    ],
)
def test_cells_as_text(value, text):
    """Each kind of cell has one way to be written."""
    assert cell_text(value) == text


def test_rows_above_the_column_names_are_said(tmp_path):
    """Some tables begin with the search, which is named, or with a hint for Excel, which is a header."""
    path = tmp_path / "t.csv"
    path.write_text('sep=,\n"https://example.org/search?q=overuse"\n\nTitle,Year\nA,2020\n')
    export = read_export(path)
    assert export.records["title"].to_list() == ["A"]
    assert export.account.problems[["line", "kind"]].values.tolist() == [[2, "not_understood"]]
    assert export.account.headers == ("sep= | ",)
    assert sum(export.account.lines.values()) == 5


def test_a_row_below_that_looks_like_column_names_is_not_taken_for_them(tmp_path):
    """A table about something else is refused by its first row, whatever words its other rows hold."""
    path = tmp_path / "t.csv"
    path.write_text("Code,Meaning\nTI,Title\nAB,Abstract\n")
    with pytest.raises(SourceError, match=r"^t\.csv, row 1: expected column names"):
        read_export(path)
