"""Support sheets: one page for each recommendation, in people's words and no other."""

import re
import shutil

import pandas as pd
import pytest

from chromium import CHROMIUM, NO_CHROMIUM
from report_material import REFERENCES, snapshot
from review import project
from review.displacement import estimate
from review.errors import UsageError
from review.formats import write_csv
from review.register import DEMAND_TABLES, SHEET_PARTS, check_rows, load_table, table_of
from review.report.grounds import grounds
from review.report.sheets import PARTS, PER_PAGE, sheets
from review.vocabulary import LANGUAGES, say
from review.workbench import Workbench
from review.workbench.publishing import count_pages

TABLES = {name: load_table(REFERENCES, name) for name in DEMAND_TABLES}
WHOLE = ("IG14", "IG08", "IG05", "OL14", "OL45")


def made(names=WHOLE, language="sv", texts=None, **changes):
    """Return the sheets of some recommendations, with texts of one's own in place of the sample's."""
    tables = TABLES if texts is None else TABLES | {"sheets": texts}
    displaced = changes.pop("displacement", estimate(TABLES["displacement"]))
    known = snapshot(tables=tables, displacement=displaced, **changes)
    return sheets(known, grounds(known, list(names)), language)


def texts(parts, name="IG02", language="sv", said="eget"):
    """Return a table of texts for some parts of one sheet."""
    rows = [(name, language, part, f"{said} {part}", "anna", "2026-11-30", "", "no") for part in parts]
    return pd.DataFrame(rows, columns=list(table_of("sheets").columns), dtype="str")


def of(html, name):
    """Return the words of one sheet."""
    body = re.search(rf'<article id="sheet-{name}".*?</article>', html, re.DOTALL)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_has_five_sheets_and_marks_them_as_invented(language):
    """Every part that people write is written, in both languages, under a mark."""
    found = made(language=language)
    assert found.missing.sheet.all()
    assert len(found.missing) == 5
    assert set("; ".join(found.missing.missing).split("; ")) <= {"", "cost"}
    for name in WHOLE:
        assert say("sheet.invented", language) in of(found.html, name)


def test_every_part_stands_on_the_sheet_in_its_order():
    """A head of clinic reads what to stop first and the sentence for patients last."""
    said = of(made().html, "IG14")
    places = [said.index(say(f"sheet.{part}", "sv")) for part in PARTS]
    assert places == sorted(places)


def test_no_text_is_taken_from_the_other_language():
    """A sheet in English of which only Swedish is written has blanks, and says so."""
    found = made(["IG02"], "en", texts(SHEET_PARTS))
    assert "eget" not in found.html
    assert found.missing.missing[0].split("; ")[:6] == list(PARTS[:6])


@pytest.mark.parametrize(("n", "sheet"), [(3, False), (4, True)])
def test_more_than_half_blank_is_no_sheet(n, sheet):
    """With the line for patients from the register: four of nine are a list of what is missing."""
    found = made(["IG02"], texts=texts(SHEET_PARTS[:n]))
    assert found.missing.filled[0] == n + 1
    assert found.missing.sheet[0] == sheet
    assert (say("sheet.none", "sv") in of(found.html, "IG02")) != sheet


def test_nothing_is_written_by_the_machine():
    """Of a recommendation that nobody wrote about, the sheet has the register's words and a list."""
    said = of(made(["IG02"], texts=texts([])).html, "IG02")
    assert say("sheet.none", "sv") in said
    assert "Kemisk och fysisk kvalstersanering" in said


def test_an_unknown_cost_is_unknown_and_never_nothing():
    """Where volume, price or share is not known, the sheet says unknown."""
    said = of(made(["IG08"]).html, "IG08")
    assert re.search(rf"{say('sheet.cost', 'sv')}\s+okänt", said)
    assert " 0 kr" not in said


def test_a_cost_without_interval_says_that_its_sureness_is_not_known():
    """An amount alone would look surer than it is."""
    table = estimate(TABLES["displacement"]).assign(low=float("nan"), high=float("nan"))
    assert "hur säkert är inte känt" in of(made(["IG14"], displacement=table).html, "IG14")


def test_hostile_texts_stay_text():
    """A text with markup, braces or a link shows as it was typed."""
    said = '<img src=x onerror=alert(1)> {n} [a](javascript:alert(1)) "'
    html = made(["IG02"], texts=texts(SHEET_PARTS, said=said)).html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "{n} [a](javascript:alert(1))" in html


def test_contents_name_the_page_of_each_sheet():
    """Page numbers go on after as many pages of contents as there are."""
    names = snapshot().recommendations.recommendation_id[: PER_PAGE + 1]
    found = made(names)
    assert re.findall(r"<span>(\d+)</span></li>", found.html) == [str(n) for n in range(3, PER_PAGE + 4)]
    assert found.pages == PER_PAGE + 3


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [("language", "no", "must be one of sv, en"), ("part", "cost", "must be one of stop"),
     ("text", "", "must not be empty"), ("who", "", "must not be empty")],
)  # fmt: skip
def test_a_cell_that_cannot_be_right_is_named(column, value, problem):
    """Language and part are of a list; a text has a writer."""
    table = table_of("sheets")
    faults = check_rows(texts(["stop"]).assign(**{column: value}), table.columns, key=table.key)
    assert faults.column.tolist() == [column]
    assert problem in faults.problem[0]


def test_one_part_is_written_once():
    """Two texts for one part of one sheet are a fault, since one of them would be lost on the page."""
    table, rows = table_of("sheets"), texts(["stop"])
    assert "is there twice" in check_rows(pd.concat([rows, rows]), table.columns, key=table.key).problem[0]


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    """Return an opened review that nobody has begun, which says that it is invented."""
    folder = tmp_path_factory.mktemp("reviews") / "new"
    project.create(folder, title="En översikt")
    shutil.copy(REFERENCES / "sheets.csv", folder / "references" / "sheets.csv")
    with Workbench.open(folder) as opened:
        yield opened


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
def test_each_sheet_is_one_page_of_paper_and_one_that_is_longer_is_named(review, tmp_path):
    """Contents and five sheets are six pages; a text too long for its page is told, not cut."""
    found, files = review.standing.write_sheets(tmp_path / "sheets.html")
    assert files.note.tolist() == ["", ""]
    assert found.pages == 6
    assert count_pages(tmp_path / "sheets.pdf") == 6
    longer = load_table(REFERENCES, "sheets")
    longer.loc[0, "text"] = "ord " * 1500
    write_csv(longer, review.project.path("references", "sheets.csv"), own=True)
    _, files = review.standing.write_sheets(tmp_path / "longer.html")
    assert "shorten IG14 first" in files.note[1]


def test_a_review_without_texts_says_what_to_do(review, tmp_path):
    """Nothing is written where nobody has written a text."""
    review.project.path("references", "sheets.csv").unlink()
    with pytest.raises(UsageError, match=r"sheets\.csv"):
        review.standing.write_sheets(tmp_path / "none.html")
    assert not (tmp_path / "none.html").exists()
