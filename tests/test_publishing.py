"""Publishing: what is made beside the page says the same, runs nothing, and is the same each time."""

import datetime
import hashlib
import json
import re
import shutil
import zipfile
from urllib.parse import unquote
from xml.etree import ElementTree

import pandas as pd
import pytest

from browser.hostile import PAYLOADS
from chromium import CHROMIUM, NO_CHROMIUM
from report_material import references, snapshot
from review import formats, project
from review.errors import UsageError
from review.figures import counts, flow_diagram, prisma_boxes
from review.flow import Flow
from review.report import Report, render
from review.workbench import Workbench, publishing
from review.workbench.publishing import dated, for_word, write_figures, write_pdf, write_tables, write_word
from review.workbench.report import EXPORTS

FORMULA = ("=", "+", "-", "@", "\t", "\r")
FLOW = Flow(
    identified={"PubMed": 30}, duplicates=10, references=20, excluded=10, sought=10, not_retrieved=1,
    excluded_reports={"wrong_population": 3, "own; reason, too": 1}, included=5,
)  # fmt: skip
DATE = datetime.date(2026, 10, 1)


@pytest.fixture
def no_chromium(monkeypatch):
    """Let the machine have no Chromium."""
    monkeypatch.setattr(publishing, "chromium", lambda: None)


@pytest.fixture(scope="module")
def hostile():
    """Return the report of a review whose titles all mean harm."""
    return Report(snapshot(PAYLOADS), "sv")


def test_there_are_sixty_payloads():
    """Enough kinds of harm."""
    assert len(set(PAYLOADS)) >= 60


def test_hostile_tables_hold_no_formula(hostile, tmp_path):
    """No cell of a CSV begins like a formula; in the workbook they are texts."""
    write_tables(hostile.tables, tmp_path)
    for path in tmp_path.glob("*.csv"):
        cells = pd.read_csv(path, dtype="str", keep_default_na=False).to_numpy().ravel()
        assert not [cell for cell in cells if cell.startswith(FORMULA)], path.name
    with zipfile.ZipFile(tmp_path / "tables.xlsx") as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        assert len(sheets) == len(hostile.tables) + 1  # and one for the text that no cell can hold
        assert not [name for name in sheets if b"<f>" in book.read(name) or b"<f " in book.read(name)]


@pytest.mark.parametrize("form", ["csv", "asreview", "rayyan"])
def test_hostile_exports_hold_no_formula(form, tmp_path):
    """Titles that begin like a formula get an apostrophe, all others stay as they are."""
    frame = references(PAYLOADS).assign(included=1, reason="")
    write = {
        "csv": lambda: formats.write_csv(frame, tmp_path / "a.csv"),
        "asreview": lambda: formats.write_asreview(frame, tmp_path / "a.csv"),
        "rayyan": lambda: formats.write_rayyan(frame, tmp_path / "a.csv"),
    }
    write[form]()
    titles = pd.read_csv(tmp_path / "a.csv", dtype="str", keep_default_na=False).title
    assert len(titles) == len(PAYLOADS)
    assert not [title for title in titles if title.startswith(FORMULA)]


def test_hostile_labels_stay_text_in_a_drawing(tmp_path):
    """A figure's file is XML with the elements of a drawing and nothing else."""
    made = counts(
        PAYLOADS,
        range(len(PAYLOADS)),
        whole=9999,
        name="f-a",
        caption=PAYLOADS[0],
        language="sv",
        heading="h",
    )
    root = ElementTree.fromstring(made.standalone().encode("utf-8"))
    assert {node.tag.rpartition("}")[2] for node in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "path",
        "text",
        "rect",
    }
    assert not [
        name for node in root.iter() for name in node.attrib if name.startswith("on") or "href" in name
    ]
    assert "var(--" not in made.standalone()
    assert root.get("width") == "420"


def test_without_a_chromium_the_drawings_are_there_and_the_rest_is_said(no_chromium, tmp_path):
    """SVG needs nothing; PNG, PDF and Word say what they lack."""
    figure = flow_diagram(FLOW, name="f-flow", caption="Flöde", language="sv")
    rows = write_figures({"f-flow": figure}, tmp_path)
    assert (tmp_path / "flow.svg").is_file()
    assert "no PNG: needs a Chromium" in rows[-1][2]
    assert "needs a Chromium" in write_pdf(tmp_path / "report.html", DATE)[0][2]
    assert "a Chromium" in write_word(tmp_path / "report.html", {}, "sv")[0][2]
    assert not list(tmp_path.glob("report.*"))


def test_without_pandoc_word_says_so(monkeypatch, tmp_path):
    """The note names the program."""
    monkeypatch.setattr(publishing.shutil, "which", lambda name: None)
    assert "needs pandoc and a Chromium" in write_word(tmp_path / "report.html", {}, "sv")[0][2]


PRISMA = [
    pytest.param("database_results", "30", id="databases"),
    pytest.param("duplicates", "10", id="duplicates"),
    pytest.param("records_screened", "20", id="screened"),
    pytest.param("dbr_notretrieved_reports", "1", id="not-retrieved"),
    pytest.param("dbr_assessed", "9", id="assessed"),
    pytest.param("dbr_excluded", "annan population, 3; own  reason  too, 1", id="reasons"),
    pytest.param("previous_studies", "7", id="previous"),
    pytest.param("total_studies", "12", id="total"),
]


@pytest.mark.parametrize(("box", "expected"), PRISMA)
def test_the_counts_go_into_the_boxes_of_the_app(box, expected, tmp_path):
    """Each count stands in the row of the template that bears its name."""
    formats.write_prisma(prisma_boxes(FLOW, "sv", {"studies": 7, "reports": 8}), tmp_path / "p.csv")
    table = formats.read_table(tmp_path / "p.csv")
    assert list(table.columns) == ["data", "node", "box", "description", "boxtext", "tooltips", "url", "n"]
    assert len(table) == 30
    assert table.set_index("data").n[box] == expected


def test_an_earlier_version_of_the_review_has_its_box():
    """It stands first in the diagram, and the total of both last; without one there is neither."""
    drawn = flow_diagram(FLOW, name="f", caption="F", language="sv", previous={"studies": 7, "reports": 8})
    assert "Studier i en tidigare version av översikten 7" in drawn.alt
    assert "sammanlagt 12" in drawn.alt
    assert "tidigare" not in flow_diagram(FLOW, name="f", caption="F", language="sv").alt


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    """Return an opened review that nobody has begun, with its page written."""
    folder = tmp_path_factory.mktemp("reviews") / "new"
    project.create(folder, title='Vård "utan" <nytta>')
    with Workbench.open(folder) as opened:
        page = folder / "outputs" / "report.html"
        page.write_text(render(opened.snapshot(), date=DATE), encoding="utf-8")
        yield opened


@pytest.mark.parametrize("form", [form for form in EXPORTS if form != "ro-crate"])
def test_every_format_has_its_file(review, form):
    """Without a path the file stands in outputs, whole."""
    assert review.report.export(form) == 0
    assert review.project.path("outputs", EXPORTS[form]).is_file()


def test_an_unknown_part_is_refused(review):
    """The error says what there is."""
    with pytest.raises(
        UsageError, match="unknown part 'slides'; there are figures, tables, pdf, word, crate"
    ):
        review.report.publish(review.project.path("outputs", "report.html"), parts=["slides"])


def graph_of(folder):
    """Return the entities of a crate by id."""
    said = json.loads((folder / formats.CRATE).read_text(encoding="utf-8"))
    assert said["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    entities = {one["@id"]: one for one in said["@graph"]}
    assert len(entities) == len(said["@graph"])
    return entities


def links_in(value):
    """Yield every reference to an entity."""
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        for inner in value.values():
            yield from links_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from links_in(inner)


def test_the_crate_describes_every_file_and_is_whole(review, no_chromium):
    """Descriptor, root, files with size and checksum; every reference arrives."""
    folder = review.project.path("outputs")
    review.report.publish(folder / "report.html", parts=["figures", "tables", "crate"], date=DATE)
    entities = graph_of(folder)
    assert entities[formats.CRATE]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = entities["./"]
    assert {"name", "description", "datePublished", "license", "hasPart"} <= set(root)
    assert (root["name"], root["datePublished"]) == ('Vård "utan" <nytta>', "2026-10-01")
    parts = {unquote(part["@id"]) for part in root["hasPart"]}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert parts == there - {formats.CRATE}
    for name in parts:
        content = (folder / name).read_bytes()
        assert entities[name]["sha256"] == hashlib.sha256(content).hexdigest()
        assert entities[name]["contentSize"] == str(len(content))
    wanted = {
        link for one in entities.values() for link in links_in({k: v for k, v in one.items() if k != "@id"})
    }
    assert {one for one in wanted if not one.startswith("https://")} <= set(entities)
    before = (folder / formats.CRATE).read_bytes()
    review.report.write_crate(folder, date=DATE)
    assert (folder / formats.CRATE).read_bytes() == before


def test_a_crate_needs_a_date_and_files_of_its_own(review, tmp_path):
    """Without a date of publication there is none; a file elsewhere is refused."""
    with pytest.raises(
        UsageError, match="needs a date of publication; set date in review.toml or give --date"
    ):
        formats.write_crate(tmp_path, [], name="a", description="", date=None, language="sv")
    with pytest.raises(UsageError, match="a crate describes files in its own folder"):
        formats.write_crate(
            tmp_path, [review.project.path("review.toml")], name="a", description="", date=DATE, language="sv"
        )


def test_a_pdf_bears_the_date_of_the_report():
    """No clock in it, and its length is the same."""
    content = b"/CreationDate (D:20261122051100+00'00') /ModDate (D:20261122051100+00'00')"
    assert dated(content, None).count(b"D:19700101000000") == 2
    assert len(dated(content, DATE)) == len(content)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
def test_the_pdf_is_tagged_and_says_its_language(tmp_path):
    """Structure, language, title, heads of tables and words for every figure; the same bytes twice."""
    page = tmp_path / "report.html"
    one = snapshot()
    page.write_text(render(one, chapters=["findings", "register", "limits"]), encoding="utf-8")
    (row,) = write_pdf(page, DATE)
    assert row[2] == ""
    content = (tmp_path / "report.pdf").read_bytes()
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", content)
    assert b"/StructTreeRoot" in content
    assert re.search(rb"/Lang\s*\(sv\)", content)
    assert b"/Outlines" in content
    for tag in (b"H1", b"H2", b"H3", b"P", b"Table", b"TR", b"TH", b"TD", b"L", b"LI", b"Figure", b"Link"):
        assert re.search(rb"/S\s*/" + tag + rb"\b", content), tag
    figures = re.findall(rb"/S\s*/Figure\b", content)
    assert len(figures) >= 5
    assert len(re.findall(rb"/Alt\s*[(<]", content)) >= len(figures)
    assert re.search(rb"/Scope\s*/(Row|Column)", content)
    assert not re.search(rb"/S\s*/Form\b", content)
    write_pdf(page, DATE)
    assert (tmp_path / "report.pdf").read_bytes() == content


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
def test_a_png_is_a_drawing_and_no_white_sheet(tmp_path):
    """Three points to one, and more than one colour."""
    figure = flow_diagram(FLOW, name="f-flow", caption="Flöde", language="sv")
    write_figures({"f-flow": figure}, tmp_path)
    content = (tmp_path / "flow.png").read_bytes()
    width = int.from_bytes(content[16:20], "big")
    assert width == 3 * 420
    assert len(content) > 20_000


def test_word_gets_pictures_with_their_words_and_no_script():
    """What pandoc reads has no drawing, script or navigation, and all headings below the title."""
    page = render(snapshot(), chapters=["findings", "register"])
    plain = for_word(page, "sv")
    assert not re.search(r"<(svg|script|nav|style|details|summary)\b", plain)
    pictures = re.findall(r'<img src="([\w-]+)\.png" alt="([^"]+)"', plain)
    assert [name for name, _ in pictures] == ["share", "reason", "type", "drugs", "guidelines", "adherence"]
    assert all(len(words) > 40 for _, words in pictures)
    assert "alert(1)" not in re.sub(r"&lt;.*?&gt;", "", plain)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
@pytest.mark.skipif(shutil.which("pandoc") is None, reason="needs pandoc on the machine, which is not here")
def test_a_word_document_says_its_language_and_holds_the_figures(tmp_path):
    """Headings, tables and pictures arrive, in Swedish."""
    one, page = snapshot(), tmp_path / "report.html"
    report = Report(one, "sv", ["findings", "register"])
    page.write_text(render(one, chapters=["findings", "register"]), encoding="utf-8")
    (row,) = write_word(page, report.figures, "sv")
    assert row[2] == ""
    with zipfile.ZipFile(tmp_path / "report.docx") as book:
        said = book.read("word/document.xml").decode()
        assert "Heading2" in said or 'w:val="Heading 2"' in said
        assert 'w:val="sv"' in (book.read("word/styles.xml") + book.read("word/settings.xml")).decode()
        assert len([name for name in book.namelist() if name.startswith("word/media/")]) == len(
            report.figures
        )
