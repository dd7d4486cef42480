"""Tables on import: columns that are asked about, and what spreadsheets and data frames did to cells."""

import datetime
import json
import time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.cli import main
from review.economics import as_number, two_ways
from review.errors import Question, SourceError, UsageError
from review.formats import read_account, read_export, read_table
from review.formats.asking import looks_like
from review.formats.cells import LONGEST, look
from review.project import create
from review.workbench import Workbench

HEAD = "Title,Authors,Year,Journal,Volume,Issue,Pages,PMID,DOI\n"
SOUND = "Fewer tests before surgery,Berg A,2019,J Ex,12,3,45-50,31234567,10.5555/a\n"


def table(tmp_path, text, name="t.csv", encoding="utf-8", **options):
    """Return a table read as an export."""
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return read_export(path, **options)


def workbook(tmp_path, *rows, formats=()):
    """Return a workbook of these rows read as an export; `formats` are (cell, number format)."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, number_format in formats:
        book.active[cell].number_format = number_format
    book.save(tmp_path / "t.xlsx")
    return read_export(tmp_path / "t.xlsx")


def told(export):
    """Return (row, column, kind) of everything the account says."""
    return export.account.problems[["line", "tag", "kind"]].to_records(index=False).tolist()


# one cell ---------------------------------------------------------------------------------------------------

WHOLE = {
    "12.0": "12", "3.00": "3", "12,0": "12", "0.0": "0", "101.0-110.0": "101-110", "31234567.0": "31234567",
    "3.1234567E7": "31234567", "3.1234567e+07": "31234567", "2.019E+03": "2019", '="00123"': "00123",
}  # fmt: skip
DATES = (
    "2015-05-10", "2015-05-10 00:00:00", "2015-05-10T00:00:00", "2015/05/10", "10/05/2015", "10.05.2015",
    "05-okt", "10-May", "maj-12", "1-Dec", "01-Apr", "Oct-17", "10-maj-15", "12-Mar-2015", "10. Mai",
    "10.mai", "mai.10", "10. Dez", "5-mär", "Mrz-05", "7-jan", "feb-28", "3-august", "13-juni", "01:12:00",
    "9-déc",
)  # fmt: skip
SOUND_PAGES = (
    "45-50", "101", "e1234", "345e1", "345.e1-345.e7", "S1-S12", "12(3)", "1,234", "CD000123", "2015-25",
    "1e1", "Jan-Mar", "45–50", "1;3-4", "i-iv", "3-may5", "A12", "2019-20", "Suppl 1", "1/2", "may", "10.000",
)  # fmt: skip


@pytest.mark.parametrize(("cell", "value"), WHOLE.items())
def test_a_whole_number_with_decimals_is_repaired(cell, value):
    """What a data frame or Excel wrote as 12.0, 1.2E7 or ="12" has one meaning only."""
    assert look(cell, {"number", "pages"})[:2] == (value, "repaired")


@pytest.mark.parametrize("cell", [*DATES, "3.12E+07", "1E+05", "True", "SANT", "#REF!", "#NAMN?", "#####"])
def test_what_cannot_be_a_page_is_doubtful(cell):
    """A date, a shortened number, a truth value or an error is told and never becomes pages."""
    assert look(cell, {"number", "pages"})[:2] == ("", "doubtful")


@pytest.mark.parametrize("cell", SOUND_PAGES)
def test_pages_that_only_look_odd_are_left_alone(cell):
    """E-locators, supplements, ranges and names of issues are as the journal has them."""
    assert look(cell, {"number", "pages"}) is None


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [("Mar 15", {"number"}), ("10-May", {"id"}), ("2015-05-10", ()), ("#12", {"number"}), ("", {"number"})],
)
def test_a_cell_is_doubted_for_what_its_column_holds_only(cell, kinds):
    """An issue may be called after a month, a text may be a date."""
    assert look(cell, kinds) is None


@given(st.integers(0, 10**8), st.sampled_from(["{}", "{}.0", "{}.00", "{},0", "{}.0000"]))
def test_no_number_is_read_as_another(number, form):
    """However many empty decimals are written, the number is the same."""
    found = look(form.format(number), {"number"})
    assert (found[0] if found else form.format(number)) == str(number)


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(",."))
def test_thousands_are_never_cut_to_units(thousands, rest, sign):
    """1,000 is left as it stands: it may be a thousand."""
    assert look(f"{thousands}{sign}{rest:03d}", {"number", "pages"}) is None


# a whole table ----------------------------------------------------------------------------------------------


def test_numbers_of_a_data_frame_are_read_and_told(tmp_path):
    """Ids, volume, issue, pages and year are whole; each is named by row and column; missing is missing."""
    row = "Too long courses,Ek C,2020.0,J Ex,13.0,3.0,101.0,31234567.0,nan\n"
    empty = "Other,NaN,NaN,None,<NA>,NaT,NA,null,N/A\n"
    export = table(tmp_path, HEAD + row + empty)
    first, second = export.records.iloc[0], export.records.iloc[1]
    assert [first[name] for name in ("year", "volume", "issue", "pages", "pmid", "doi")] == [
        2020, "13", "3", "101", "31234567", "",
    ]  # fmt: skip
    assert not second[["authors", "journal", "volume", "issue", "pages", "pmid", "doi"]].any()
    assert told(export) == [(2, name, "repaired") for name in ("Year", "Volume", "Issue", "Pages", "PMID")]
    assert '["PMID", "31234567.0"]' in first.raw


def test_dates_made_of_pages_and_issues_are_told_and_not_read(tmp_path):
    """The value stays in the record, the field is empty, and the row is not called understood."""
    export = table(tmp_path, HEAD + SOUND + SOUND.replace(",3,45-50", ",05-okt,10-May"))
    assert export.records.issue.to_list() == ["3", ""]
    assert export.records.pages.to_list() == ["45-50", ""]
    assert told(export) == [(3, "Issue", "doubtful"), (3, "Pages", "doubtful")]
    assert export.account.lines == {"understood": 2, "repaired": 1, "not_understood": 0}
    assert '["Pages", "10-May"]' in export.records.raw[1]


def test_a_workbook_tells_dates_formulas_errors_and_truth_values(tmp_path):
    """Also a serial number under a date format, and a formula of which Excel stored no result."""
    export = workbook(
        tmp_path,
        ["Title", "Authors", "Year", "Pages", "Issue", "DOI", "Volume"],
        ["First title here", "Berg A", 2019, datetime.datetime(2015, 5, 10), 43101, "10.5555/a", "#REF!"],
        ['=HYPERLINK("x","Second title")', "Ek C", 2020, "12-15", True, "10.5555/b", 2050312118783011],
        ["Third", "=B2", 2019, 31, 2, "10.5555/c", 4],
        formats=[("E2", "d-mmm"), ("C4", "yyyy-mm-dd")],
    )
    assert export.records.pages.to_list() == ["", "12-15", "31"]
    assert export.records.issue.to_list() == ["", "", "2"]
    assert export.records.title.to_list() == ["First title here", "", "Third"]
    assert told(export) == [
        (2, "Pages", "doubtful"), (2, "Issue", "doubtful"), (2, "Volume", "doubtful"),
        (3, "Title", "doubtful"), (3, "Issue", "doubtful"), (3, "Volume", "doubtful"),
        (4, "Authors", "doubtful"), (4, "Year", "doubtful"),
    ]  # fmt: skip
    assert "=HYPERLINK" in export.records.raw[1]
    assert export.records.year.to_list()[:2] == [2019, 2020]


def test_a_table_of_another_kind_with_a_formula_without_result_is_refused(tmp_path):
    """Decisions and lists of costs are not read with a hole in them."""
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append(["1", "=A2"])
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(SourceError, match=r"^t\.xlsx, sheet Sheet, row 2: =A2 is a formula without a stored"):
        read_table(tmp_path / "t.xlsx")


@pytest.mark.parametrize("sign", ["a", "å", "😀a"], ids=["ascii", "swedish", "outside-the-first-plane"])
def test_a_cell_as_long_as_excel_allows_is_told(tmp_path, sign):
    """32 767 signs, counted as Excel counts them, are read and named; one fewer is an ordinary cell."""
    whole = (sign * LONGEST).encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore")
    whole = whole if len(whole.encode("utf-16-le")) == 2 * LONGEST else whole + "a"
    export = table(tmp_path, f"Title,Abstract\nA paper,{whole}\nAnother paper,{whole[:-1]}\n")
    assert told(export) == [(2, "Abstract", "doubtful")]
    assert export.records.abstract[0] == whole


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Year", "in press"),
        ("Year", "43101"),
        ("PMID", "PMC12345"),
        ("PMID", "3.12E+07"),
        ("DOI", "10.5555/"),
    ],
)
def test_an_identifier_or_year_that_is_none_is_told(tmp_path, column, cell):
    """What stands in a column made for it and cannot be read is not called understood."""
    row = dict(zip(HEAD.strip().split(","), SOUND.strip().split(","), strict=True)) | {column: cell}
    export = table(tmp_path, HEAD + ",".join(row.values()) + "\n")
    assert told(export) == [(2, column, "doubtful")]
    assert not export.records[column.lower()].fillna(0).any()


def test_a_year_that_excel_took_for_a_date_is_not_1905(tmp_path):
    """2019 under a date format shows as a day of July 1905."""
    export = workbook(
        tmp_path, ["Title", "Year"], ["A paper", 2019], ["Another", 2020], formats=[("B2", "yyyy-mm-dd")]
    )
    assert export.records.year.isna().to_list() == [True, False]
    assert told(export) == [(2, "Year", "doubtful")]


def test_a_carriage_return_as_xlsx_writes_it_is_a_line_break(tmp_path):
    """_x000D_ is no text."""
    export = workbook(tmp_path, ["Title", "Abstract"], ["A paper", "One_x000D_\nTwo"])
    assert export.records.abstract[0] == "One Two"


# columns ----------------------------------------------------------------------------------------------------


def test_a_column_that_became_no_field_is_named(tmp_path):
    """Empty ones and marks of missing values are not; the values stay in the record."""
    text = HEAD.strip() + ",Unnamed: 0,Reason,Empty\n" + SOUND.strip() + ",0,too old,NaN\n"
    export = table(tmp_path, text)
    assert export.account.unused == ("Unnamed: 0", "Reason")
    assert export.account.as_dict()["unused"] == ["Unnamed: 0", "Reason"]
    assert '["Reason", "too old"]' in export.records.raw[0]


SWEDISH = {
    "plain": "Titel;Författare;År;Tidskrift;Volym;Häfte;Sidor;DOI",
    "sep": "sep=;\nTitel;Författare;År;Tidskrift;Volym;Häfte;Sidor;DOI",
    "blanks": "Titel ;\xa0Författare; År;Tidskrift\xa0;Volym;Häfte;Sidor;DOI ",
    "title-above": "Sökning om lågvärdevård;;;;;;;\n\nTitel;Författare;År;Tidskrift;Volym;Häfte;Sidor;DOI",
    "title-unpadded": "Sökning 1, 2 och 3, alla träffar\nTitel;Författare;År;Tidskrift;Volym;Häfte;Sidor;DOI",
    "brackets": "Titel [original];Författare (alla);År (i tryck);Tidskrift;Volym;Häfte;Sidor (från);DOI",
    "letters-apart": "Titel;Fo\u0308rfattare;A\u030ar;Tidskrift;Volym;Ha\u0308fte;Sidor;DOI",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("head", SWEDISH.values(), ids=SWEDISH)
def test_a_table_of_a_swedish_excel_is_read(tmp_path, head, encoding):
    """Semicolons, sep=, Swedish names, blanks around them, remarks in brackets, titles above."""
    if encoding == "cp1252" and "\u0308" in head:
        pytest.skip("such letters are in Unicode alone")
    row = "Färre prov före operation;Öberg, Åsa;2019;Läkartidningen;116,0;12;45-50;10.5555/a"
    record = table(tmp_path, f"{head}\n{row}\n", encoding=encoding).records.iloc[0]
    fields = ("title", "authors", "year", "journal", "volume", "issue", "pages", "doi")
    assert [record[name] for name in fields] == [
        "Färre prov före operation", "Öberg, Åsa", 2019, "Läkartidningen", "116", "12", "45-50", "10.5555/a",
    ]  # fmt: skip


def test_brackets_that_name_another_field_are_no_remark(tmp_path):
    """A title of a journal is no title of a paper."""
    export = table(tmp_path, "Title,Title (journal),DOI\nA paper here,J Ex,10.5555/a\n")
    assert export.records.title[0] == "A paper here"
    with pytest.raises(Question):
        table(tmp_path, "Title (journal),DOI\nJournal of Examples,10.5555/a\nJ Invented,10.5555/b\n")


def test_two_columns_of_one_name_are_told(tmp_path):
    """Of one value the first counts; the second column stays in the record."""
    export = table(tmp_path, "Title,DOI,DOI\nA paper,10.5555/a,10.5555/b\n")
    assert export.records.doi[0] == "10.5555/a"
    assert told(export) == [(1, "DOI", "repaired")]


RUBRIK = "Rubrik;Namn;Årgången;Identifierare\nFärre prov före operation;Anna Berg;2019;10.5555/a\n"
RUBRIK += "Långa kurer med antibiotika;Bo Dahl;2020;10.5555/b\n"
ASKED = {
    "no-known-name": (RUBRIK, "title=Rubrik,authors=Namn,year=Årgången,doi=Identifierare"),
    "no-title": (RUBRIK.replace("Identifierare", "DOI"), "title=Rubrik,authors=Namn,year=Årgången"),
    "no-authors": ("Title,Upphov\nA paper,Berg A; Ek C\nAnother one,\"Dahl, Bo\"\n", "authors=Upphov"),
    "no-year": ("Title,Utgiven\nA paper,2019\nAnother one,2020\n", "year=Utgiven"),
    "no-doi": ("Title,Ident\nA paper,10.5555/a\nAnother one,https://doi.org/10.5555/b\n", "doi=Ident"),
    "numbers": ("Title,Name of paper\n1,A paper of ours\n2,Another paper\n", "title=Name of paper"),
    "dates": ("Title,Heading\n2019-01-02,A paper of ours\n2019-01-03,Another one\n", "title=Heading"),
    "all-the-same": (
        "Title,Heading,DOI\n"
        + "".join(f"Article,A paper on {w},10.5555/{w}\n" for w in ("tests", "scans", "drugs")),
        "title=Heading",
    ),
    "twice": ("Title,Title.1,DOI\n,A paper of ours,10.5555/a\n,Another one,10.5555/b\n", "title=Title.1"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "answer"), ASKED.values(), ids=ASKED)
def test_a_table_whose_columns_are_not_found_is_asked_about(tmp_path, text, answer):
    """Each column is shown with its first values; the proposed answer, given back, is read."""
    with pytest.raises(Question) as raised:
        table(tmp_path, text)
    head, *rows = text.splitlines()
    assert f'--columns "{answer}"' in raised.value.answer
    sign = ";" if ";" in head else ","
    named = [name for name in head.split(sign) if any(repr(name) in doubt for doubt in raised.value.doubts)]
    assert len(named) >= len(head.split(sign)) - 1
    columns = dict(pair.split("=") for pair in answer.split(","))
    export = table(tmp_path, text, columns=columns)
    assert len(export.records) == len(rows)
    assert (export.records[list(columns)].astype("object").fillna("") != "").all(axis=None)
    assert set(columns.values()).isdisjoint(export.account.unused)


READ = {
    "ids-alone": "PMID,included\n31234567,1\n31234568,0\n",
    "abstracts-alone": "id,abstract,label\n1,A long abstract of a study,1\n2,Another abstract,0\n",
    "same-title-twice": "Title,DOI\nEditorial,10.5555/a\nEditorial,10.5555/b\n",
    "no-authors-anywhere": "Title,Topic,Country\nA paper,Overuse; Tests,Sweden\nB paper,Scans; Cost,Norway\n",
    "one-without-title": "Title,DOI,Note\n,10.5555/a,what we thought of it\nB paper,10.5555/b,other ones\n",
    "no-records": "Title,Authors,Rubrik\n",
}


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_a_table_that_can_be_used_is_not_asked_about(tmp_path, text):
    """Lists of ids, of abstracts, of editorials."""
    assert len(table(tmp_path, text).records) == len(text.splitlines()) - 1


def test_a_person_says_that_no_column_holds_a_field(tmp_path):
    """The question is answered, the field stays empty."""
    text = ASKED["no-authors"][0]
    export = table(tmp_path, text, columns={"authors": ""})
    assert export.records.authors.to_list() == ["", ""]
    assert export.account.unused == ("Upphov",)


def test_what_a_person_names_goes_first(tmp_path):
    """Several columns make one list of authors; a number is PubMed's because somebody says so."""
    text = "Title,Source,A1st,A2nd,Nr\nA paper,J Ex 2019,Berg A,Ek C,31234567.0\n"
    columns = {"authors": ["A1st", "A2nd"], "journal": "Source", "pmid": "nr"}
    record = table(tmp_path, text, columns=columns).records.iloc[0]
    assert (record.authors, record.journal, record.pmid) == ("Berg, A; Ek, C", "J Ex 2019", "31234567")
    assert json.loads(record.origins)["journal"] == "Source"


@pytest.mark.parametrize(
    ("columns", "match"),
    [
        ({"rubrik": "Title"}, "there is no field 'rubrik'; expected .*title"),
        ({"title": "Rubrik"}, r"^t\.csv, row 1: there is no column 'Rubrik'; found 'Title, .*DOI'"),
    ],
    ids=["field", "column"],
)
def test_an_unknown_field_or_column_is_refused(tmp_path, columns, match):
    """The message names what there is."""
    with pytest.raises(UsageError, match=match):
        table(tmp_path, HEAD + SOUND, columns=columns)


def test_columns_are_named_for_tables_alone(tmp_path):
    """In a RIS file there is nothing to name."""
    with pytest.raises(UsageError, match=r"^t\.ris: is no table \(ris\)"):
        table(tmp_path, "TY  - JOUR\nTI  - A\nER  - \n", name="t.ris", columns={"title": "T1"})


# the command line -------------------------------------------------------------------------------------------


def test_the_command_asks_shows_and_takes_the_answer(tmp_path, capsys):
    """Exit code 2 with a preview, also as JSON; 0 with --columns; an unused column is said."""
    path = tmp_path / "r.csv"
    path.write_text(RUBRIK.replace("Identifierare", "DOI"))
    assert main(["import", "--dry-run", "--json", str(path)]) == 2
    out, err = capsys.readouterr()
    assert "column 'Rubrik': 'Färre prov före operation', " in json.loads(out)["files"][0]["doubts"][0]
    assert "looks like title" in err
    assert (
        main(
            ["import", "--dry-run", "--columns", "title=Rubrik,authors=Namn", "--columns", "year=", str(path)]
        )
        == 0
    )
    assert "columns not read into a field (kept with each record): Årgången" in capsys.readouterr().err


def test_a_review_stores_nothing_until_the_answer_is_there(tmp_path):
    """And the same file a second time, without the answer, changes nothing and asks nothing."""
    create(tmp_path / "small", title="Small", language="en")
    path = tmp_path / "r.csv"
    path.write_text(RUBRIK)
    with Workbench.open(tmp_path / "small") as review:
        with pytest.raises(Question):
            review.pile.import_files([path])
        assert len(review.pile.imports()) == 0
        columns = {"title": "Rubrik", "authors": "Namn", "year": "", "doi": "Identifierare"}
        told = review.pile.import_files([path], columns=columns)
        assert told.new.to_list() == [2]
        assert review.pile.records().authors.to_list() == ["Anna Berg", "Bo Dahl"]
        again = review.pile.import_files([path])
        assert again.already_imported.to_list() == [True]
        assert again.understood.to_list() == told.understood.to_list()
        with pytest.raises(UsageError, match="imported before with its columns taken otherwise"):
            review.pile.import_files([path], columns=columns | {"year": "Årgången"})
        assert review.pile.unused_columns() == {"r.csv": ["Årgången"]}


# numbers of a costs table -----------------------------------------------------------------------------------

COSTS = (
    "doi;intervention;comparator;care_in_question;country;currency;price_year;cost_difference;effect_difference;"
    "effect_unit\n10.5555/k;screening;none;intervention;GBR;GBP;2019;{};{};QALY\n"
)
NUMBERS = {
    "0,5": 0.5, "0.05": 0.05, "1 200,50": 1200.5, "1.200,50": 1200.5, "12,5": 12.5, "1,200.50": 1200.5,
    "1,200,300": 1200300.0, "1.200.300,5": 1200300.5, "1'200.5": 1200.5, "0,125": 0.125, "0.125": 0.125,
    "1200,500": 1200.5, "−12,5": -12.5, "1\u202f200": 1200.0, "12,3450": 12.345,
    "1,20,300": None, "1.2,3.4": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_a_number_that_can_be_one_only_is_read(text, value):
    """Whatever sign stands between thousands."""
    assert as_number(text) == value
    assert not two_ways(text)


@given(st.integers(1, 999), st.integers(0, 999))
def test_a_comma_before_three_digits_is_never_a_guess(first, rest):
    """1,200 makes no number by itself, and two when asked."""
    text = f"{first},{rest:03d}"
    assert as_number(text) is None
    ways = two_ways(text)
    assert as_number(ways["point"]) == first * 1000 + rest
    assert float(ways["comma"]) == pytest.approx(first + rest / 1000)


@pytest.mark.shared
def test_no_real_list_of_references_is_asked_about(shared_data):
    """Only a list of something else is, or one whose authors nobody knows how to read yet."""
    asked = []
    for path in sorted((shared_data / "exports").rglob("*.csv")):
        try:
            read_account(path)
        except Question as question:
            asked.append((path.name, question.what))
        except SourceError:
            continue
    assert not [what for name, what in asked if not name.startswith(("field_codes", "_baseline_openalex"))]


def test_a_long_cell_of_names_is_looked_at_in_no_time():
    """Time grows with the length of a cell, not with the ways its names could be parted."""
    names = ["Berg AB", "Dahl", "Ek C", "Lind DE F", "Strand", "Holm G"] * 15

    def seconds(n):
        began = time.perf_counter()
        looks_like("x", [", ".join(names[:n]) + " (all of them)?!"] * 20)
        return time.perf_counter() - began

    seconds(10)
    assert seconds(80) < 60 * max(seconds(10), 1e-3)
