"""Files as people have them: each gives a whole import, or one sentence that says what to do."""

import datetime
import gzip
import io
import zipfile

import openpyxl
import pytest

from review.errors import SourceError
from review.formats import read_account, read_export

RIS = "TY  - JOUR\nTI  - Fewer scans\nPY  - 2019\nER  - \n"


def archive(**members):
    """Return the bytes of a ZIP archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "/").replace("_", "."), text)
    return data.getvalue()


def workbook(**sheets):
    """Return the bytes of an XLSX workbook, each sheet given as rows."""
    book, data = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(data)
    return data.getvalue()


REFUSED = [
    pytest.param(
        "a.zip", archive(a_ris=RIS, b_ris=RIS), r"ZIP archive \(holding a.ris, b.ris\); unpack", id="zip"
    ),
    pytest.param("a.ris", archive(a_ris=RIS), r"^a\.ris: is a ZIP archive", id="zip-named-ris"),
    pytest.param(
        "a.docx", archive(word__document_xml="<a/>"), "Word document; export the references", id="word"
    ),
    pytest.param(
        "a.ods", archive(content_xml="<a/>"), "OpenDocument file; save it as XLSX", id="opendocument"
    ),
    pytest.param("a.xlsx", archive(xl__workbook_bin="x"), "XLSB.; save it as XLSX", id="binary-excel"),
    pytest.param("a.ris", gzip.compress(RIS.encode()), "gzip.; unpack it first", id="gzip-named-ris"),
    pytest.param("a.ris", b"{\\rtf1 TY  - JOUR}", "RTF.; export the references", id="rtf"),
    pytest.param(
        "a.xml",
        b"<rdf:RDF><bib:Article/></rdf:RDF>",
        "choose RIS or CSL JSON when you export",
        id="zotero rdf",
    ),
    pytest.param("a.csv", b"Colour;Size\nred;1\n", "expected column names such as title", id="no-references"),
    pytest.param(
        "a.xlsx", workbook(One=[["Colour"]], Two=[["x", "y"]]), "sheet One, row 1: expected", id="no-sheet"
    ),
    pytest.param("a.xlsx", workbook(One=[]), "the table is empty", id="empty-workbook"),
]


@pytest.mark.parametrize(("name", "data", "said"), REFUSED)
def test_what_holds_no_references_is_refused_with_what_to_do(tmp_path, name, data, said):
    """Archives, documents and tables of other things are named for what they are."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=said):
        read_export(tmp_path / name)
    with pytest.raises(SourceError, match=said):
        read_account(tmp_path / name)


NAMES = ["Title", "Year", "DOI"]
ROW = ["Fewer scans", 2019, "10.5555/a"]
SEARCH = [["Search of 1 May"], [], ["Query", "knee AND scan"], NAMES, ROW]
READ = [
    pytest.param("a.ris", workbook(One=[NAMES, ROW]), [], id="workbook-named-ris"),
    pytest.param("a.xlsx", workbook(One=SEARCH), [(1, "One"), (3, "One")], id="search-above-the-names"),
    pytest.param("a.xlsx", workbook(Info=[["By Anna"]], One=[NAMES, ROW]), [(1, "Info")], id="second-sheet"),
    pytest.param(
        "a.xlsx",
        workbook(One=[["Title", "Year"], ["Fewer scans", datetime.date(2019, 5, 1)]]),
        [],
        id="year-as-date",
    ),
    pytest.param("a.csv", "\ufeffTitel;År\r\nFewer scans;2019\r\n".encode(), [], id="swedish-names"),
    pytest.param("a.csv", b"sep=;\r\nTitle;Year\r\nFewer scans;2019\r\n", [], id="line-for-excel"),
    pytest.param("a.csv", b"Title\tYear\nFewer scans\t2019\n", [], id="tabs-named-csv"),
    pytest.param("a.csv", b'Title,Abstract,Year\n"Fewer\nscans","a\n\nb",2019\n', [], id="breaks-in-cells"),
    pytest.param("a.csv", b"Title;Year;Score\nFewer scans;2019;0,5\n", [], id="decimal-comma"),
    pytest.param("a.csv", b"Title,Year,Authors\nFewer scans,2019.0,NaN\n", [(2, "Year")], id="by-a-program"),
]


@pytest.mark.parametrize(("name", "data", "problems"), READ)
def test_odd_tables_are_read_whole(tmp_path, name, data, problems):
    """The one publication comes in; what stands elsewhere is said, row by row."""
    (tmp_path / name).write_bytes(data)
    export = read_export(tmp_path / name)
    assert export.records[["title", "year", "authors"]].values.tolist() == [["Fewer scans", 2019, ""]]
    assert list(zip(export.account.problems.line, export.account.problems.tag, strict=True)) == problems


def test_all_sheets_with_references_are_read(tmp_path):
    """Rows are counted through the sheets; columns or the name of a sheet tell its database."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(PubMed=[NAMES, ROW], Embase=[["Title", "PUI"], ["More scans", "L1"]]))
    records = read_export(path).records
    assert records[["title", "database", "first_line"]].values.tolist() == [
        ["Fewer scans", "PubMed", 2],
        ["More scans", "Embase", 4],
    ]


def broken(data, member, old, new):
    """Return a workbook with something replaced in one of its files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as file:
        for name in archive.namelist():
            text = archive.read(name)
            file.writestr(name, text.replace(old, new) if name == member else text)
    return out.getvalue()


SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
BROKEN = [
    pytest.param(workbook(One=[NAMES, ROW])[:-300], id="cut-off"),
    pytest.param(broken(workbook(One=[NAMES, ROW]), SHEET, b"</row>", b""), id="sheet-not-well-formed"),
    pytest.param(
        broken(workbook(One=[NAMES, ROW]), SHEET, b"sheetView ", b"sheetView odd='1' "), id="unknown-word"
    ),
    pytest.param(broken(workbook(One=[NAMES, ROW]), BOOK, b"<sheets>", b""), id="book-not-well-formed"),
]


@pytest.mark.parametrize("data", BROKEN)
def test_a_damaged_workbook_is_one_sentence(tmp_path, data):
    """Whatever the libraries below say of it, the reader is told to save it again."""
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(SourceError, match=r"^a\.xlsx: is not a readable XLSX workbook .* save it again"):
        read_export(tmp_path / "a.xlsx")


def test_a_workbook_without_sheets_is_an_empty_table(tmp_path):
    """A workbook of charts alone has no rows."""
    sheet = b'<sheet name="One" sheetId="1" state="visible" r:id="rId1" />'
    data = broken(workbook(One=[NAMES]), BOOK, sheet, b"")
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(SourceError, match="the table is empty"):
        read_export(tmp_path / "a.xlsx")
