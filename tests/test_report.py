"""The report: one page that holds what it says, lets nothing in and sends nothing out."""

import csv
import datetime
import html.parser
import itertools
import json
import re
from importlib.resources import files

import pytest

from report_material import EVALUATIONS, HOSTILE, decisions, empty_snapshot, project, snapshot
from review.errors import ProjectError, ReviewError, UsageError
from review.project import create
from review.report import Report, build, numbers, render
from review.report.chapters import CHAPTERS
from review.vocabulary import words
from review.workbench import Workbench

BLOCKS = {"p", "li", "td", "th", "tr", "dt", "dd", "div", "h3", "h4", "h5", "figcaption", "ol", "ul"}
ALONE = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect"}


class Page(html.parser.HTMLParser):
    """A page read back: its elements in order, each with the path to it and its text."""

    def __init__(self, page):
        super().__init__()
        self.elements, self._open = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Note an element and where it stands."""
        found = {"tag": tag, "attrs": dict(attrs), "inside": list(self._open), "text": ""}
        self.elements.append(found)
        if tag in BLOCKS:
            self.handle_data(" ")
        if tag not in ALONE:
            self._open.append(found)

    def handle_endtag(self, tag):
        """Close an element; every other than the innermost would be a fault."""
        if tag in ALONE:
            return
        assert self._open[-1]["tag"] == tag, f"{tag} closes {self._open[-1]['tag']}"
        self._open.pop()

    def handle_data(self, data):
        """Add text to everything it stands in."""
        for one in self._open:
            one["text"] += data

    def all(self, *tags, **attrs):
        """Return the elements of these kinds with these attributes."""
        return [
            one for one in self.elements
            if one["tag"] in tags and all(one["attrs"].get(k.rstrip("_")) == v for k, v in attrs.items())
        ]  # fmt: skip

    def text_of(self, id):
        """Return the text of the element with an id."""
        (one,) = [one for one in self.elements if one["attrs"].get("id") == id]
        return " ".join(one["text"].split())


ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "nav", "footer", "section", "article",
    "script", "h1", "h2", "h3", "h4", "h5", "p", "a", "span", "strong", "cite", "dfn", "bdi", "code", "div",
    "ol", "ul", "li", "dl", "dt", "dd", "details", "summary", "figure", "figcaption", "svg", "desc", "path",
    "text", "rect", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
"""What the report is made of."""

PAGES = {
    "sv": lambda: render(snapshot(), language="sv"),
    "en": lambda: render(snapshot(), language="en"),
    "empty": lambda: render(empty_snapshot()),
}
KEPT = {}


def page(name):
    """Return one of the pages, made once."""
    if name not in KEPT:
        KEPT[name] = PAGES[name]()
    return KEPT[name]


@pytest.fixture(params=PAGES)
def read(request):
    """Return each page read back."""
    return Page(page(request.param))


def test_the_page_is_well_formed_and_says_its_language(read):
    """Every element is closed in its place; language, title and one main heading are there."""
    assert not read._open
    assert read.all("html")[0]["attrs"]["lang"] in ("sv", "en")
    assert read.all("title")[0]["text"] == read.all("h1")[0]["text"]
    assert len(read.all("h1")) == len(read.all("main")) == len(read.all("nav")) == 1


def test_headings_skip_no_level(read):
    """A chapter's headings go down one step at a time."""
    levels = [int(one["tag"][1]) for one in read.all("h1", "h2", "h3", "h4", "h5")]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_ids_are_unique_and_every_link_within_the_page_arrives(read):
    """No id twice, no link into nothing; labels and descriptions name what is there."""
    ids = [one["attrs"]["id"] for one in read.elements if "id" in one["attrs"]]
    assert len(ids) == len(set(ids))
    wanted = [one["attrs"]["href"][1:] for one in read.all("a") if one["attrs"]["href"].startswith("#")]
    for one in read.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            wanted += one["attrs"].get(name, "").split()
    assert set(wanted) <= set(ids)


def test_nothing_is_loaded_from_outside(read):
    """No element that loads; addresses are links to be followed; the policy forbids the rest."""
    loading = {"src", "srcset", "data", "poster", "action", "background", "xlink:href", "ping", "manifest"}
    for one in read.elements:
        assert one["tag"] not in {"link", "img", "iframe", "object", "embed", "base", "form", "use", "image"}
        assert not loading & set(one["attrs"])
        assert "http" not in one["attrs"].get("href", "") or one["tag"] == "a"
    (style,) = read.all("style")
    assert "url(" not in style["text"]
    assert "@import" not in style["text"]
    policy = read.all("meta", **{"http-equiv": "Content-Security-Policy"})[0]["attrs"]["content"]
    assert policy.startswith("default-src 'none'")


@pytest.mark.parametrize("name", PAGES)
def test_no_network_of_others_is_named(name):
    """Nothing that nbconvert would fetch by itself is there."""
    assert not re.search(r"cdnjs|jsdelivr|unpkg|MathJax|require\.js|googleapis", page(name))


def test_every_figure_has_words_and_the_table_behind_it(read):
    """Number, caption, title, description, source and numbers."""
    drawn = read.all("figure", class_="figure")
    assert drawn
    for place, one in enumerate(drawn, start=1):
        inner = [e for e in read.elements if one in e["inside"]]
        tags = [e["tag"] for e in inner]
        assert tags.count("svg") == tags.count("table") == tags.count("desc") == 1
        caption = next(e for e in inner if e["tag"] == "figcaption")["text"]
        assert re.match(rf"Figure? {place}\. \S", caption) or re.match(rf"Figur {place}\. \S", caption)
        assert any(e["attrs"].get("class") == "source" for e in inner)


def test_every_table_says_what_heads_what(read):
    """Scopes on all heads, one row head per row, a name for each table."""
    for table in read.all("table"):
        inner = [e for e in read.elements if table in e["inside"]]
        assert table["attrs"].get("aria-labelledby")
        assert all(e["attrs"].get("scope") in ("col", "row") for e in inner if e["tag"] == "th")
        rows = [e for e in inner if e["tag"] == "tr"]
        heads = [e for e in inner if e["tag"] == "th" and e["attrs"]["scope"] == "row"]
        assert len(heads) == len(rows) - 1


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_key_of_the_words_is_printed(language):
    """Every key that a chapter asks for is among the words of both languages."""
    shown = re.sub(r"<style>.*?</style>|<script.*?</script>|<[^>]*>", " ", page(language), flags=re.S)
    kinds = {key.split(".")[0] for key in words() if "." in key and " " not in key}
    asked = re.findall(r"(?<![\w./])([a-z_]+\.[a-z_]+(?:\.[a-z_]+)*)(?![\w/])", shown)
    assert not [key for key in asked if key.split(".")[0] in kinds]


ENGLISH = {
    *(
        "the",
        "of",
        "and",
        "with",
        "without",
        "from",
        "that",
        "this",
        "was",
        "were",
        "not",
        "or",
        "which",
        "are",
    ),
    *("studies", "study", "reader", "readers", "unknown", "reported", "waiting", "included", "excluded"),
}
OF_OTHERS = (
    r"<(bdi|code|cite|svg|script)\b.*?</\1>",  # titles, search strings, sources, drawings (told below)
    r'<span class="where">.*?</span>',  # journals, and what a study compares
    r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>',
    r'<figure class="table" id="t-(?:codebook|compared|codes|marked)".*?</figure>',
    r'<figure id="t-(?:codebook|compared|codes|marked)".*?</figure>',
)
"""What stands in the report as somebody else wrote it."""


def english_lines(shown):
    """Return the lines of a page's chapters that hold English words."""
    shown = shown.split("<main")[1].split("</main>")[0]
    drawn = " ".join(re.findall(r"<(?:title|text|desc)[^>]*>(.*?)</", shown, flags=re.S))
    for pattern in OF_OTHERS:
        shown = re.sub(pattern, "", shown, flags=re.S)
    lines = [*re.split(r"<[^>]*>", shown), *drawn.split(". ")]
    found = [line for line in lines if ENGLISH & set(re.findall(r"[a-zåäö]+", line.lower()))]
    return [line for line in found if not any(text[:20] in line for text in HOSTILE)]


def test_no_english_is_left_in_the_swedish_report():
    """Outside titles, search strings, sources and what is marked as English, no English word stands."""
    assert english_lines(page("sv")) == []
    assert len(english_lines(page("en"))) > 100


@pytest.mark.parametrize("payload", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_titles_stay_texts(payload):
    """Each title of the appendices is shown letter by letter, but for signs that no page may hold."""
    shown = payload.translate(dict.fromkeys(range(32))).replace("\ud800", "?").strip().rstrip(".")
    judged = snapshot()
    listed = judged.references[judged.references.reference_id.isin(judged.full_text.reference_id)]
    titles = {one["text"] for one in Page(page("sv")).all("bdi")}
    assert (shown in titles) == (payload in set(listed.title))


def test_hostile_texts_make_no_element_and_no_handler(read):
    """Only the elements the report is made of are there, and no attribute that runs."""
    assert {one["tag"] for one in read.elements} <= ELEMENTS
    assert not [name for one in read.elements for name in one["attrs"] if name.startswith("on")]
    assert len(read.all("script")) == 3
    for one in read.all("a"):
        assert re.match(r"#|https?://", one["attrs"]["href"])
        assert "evil" not in one["attrs"]["href"]


def test_invented_dois_are_shown_but_lead_nowhere():
    """A DOI under the test prefix is text; a real one is a link."""
    read = Page(page("sv"))
    targets = {one["attrs"]["href"] for one in read.all("a")}
    assert "10.5555/x" in read.text_of("t-included")
    assert not [target for target in targets if "10.5555" in target]
    assert "https://doi.org/10.1136/bmj.n71" in targets


@pytest.mark.parametrize("invented", [True, False])
def test_invented_studies_are_said_to_be_so_on_top(invented):
    """The banner is there where the studies are made up, and only there."""
    read = Page(render(snapshot(project=project(invented=invented))))
    assert len(read.all("p", class_="invented")) == invented
    assert ("påhittade" in read.text_of("limits")) == invented


EMPTY = [
    pytest.param("findings", "inga inkluderade studier", id="findings"),
    pytest.param("t-searches", "Inga sökningar", id="searches"),
    pytest.param("t-agreement", "kan inte beräknas", id="agreement"),
    pytest.param("t-stopping", "Ingen granskning är gjord", id="stopping"),
    pytest.param("t-evidence", "Inga kopplingar", id="evidence"),
    pytest.param("t-results", "inga hälsoekonomiska utvärderingar", id="economics"),
    pytest.param("t-included", "Inga studier är inkluderade", id="included"),
    pytest.param("t-excluded", "Ingen referens är exkluderad", id="excluded"),
    pytest.param("t-marked", "Inga referenser finns", id="flags"),
    pytest.param("t-inputs", "Inga filer", id="inputs"),
]


@pytest.mark.parametrize(("place", "sentence"), EMPTY)
def test_an_empty_review_says_what_is_missing(place, sentence):
    """Nothing breaks; each missing thing is named where it would stand."""
    assert sentence in Page(page("empty")).text_of(place)


def half_screened(**changes):
    """Return the small review with decisions on half of its references, and nothing read in full."""
    made = decisions(16)
    made = made[(made.reference_id < "r08") & (made.stage == "title_abstract")]
    return snapshot(made=made.assign(**changes), tied=(), costed=())


def test_a_half_screened_review_says_of_how_many():
    """The outcomes so far are told as a part of all references, and that others wait."""
    said = Page(render(half_screened(), chapters=["screening"])).text_of("screening")
    assert "fick 8 av 16 referenser ett utfall" in said
    assert "Granskningen är inte avslutad" in said
    finished = Page(page("sv")).text_of("screening")
    assert "fick 16 av 16 referenser ett utfall" in finished
    assert "inte avslutad" not in finished


def test_the_outcomes_of_a_half_screened_review_are_those_of_all_references():
    """Those that wait have a row of their own, at both stages, and the columns add up."""
    read = Page(render(half_screened(), chapters=["screening"]))
    (table,) = [one for one in read.all("figure") if one["attrs"].get("id") == "t-outcomes"]
    cells = [
        [cell["text"].strip() for cell in read.all("th", "td") if row in cell["inside"]]
        for row in read.all("tr") if table in row["inside"]
    ]  # fmt: skip
    assert cells[1:] == [
        ["Inkluderade", "6", "0"], ["Exkluderade", "2", "0"], ["Väntar", "8", "6"], ["Alla", "16", "6"],
    ]  # fmt: skip


TAUGHT = [
    pytest.param({}, "av de märkningar som granskarna har satt", id="flags"),
    pytest.param(
        {"low_value_care": None, "de_implementation": None},
        "ingen granskare har satt någon märkning",
        id="none",
    ),
]


@pytest.mark.parametrize(("changes", "sentence"), TAUGHT)
def test_the_classifier_is_said_to_have_learned_from_what_there_was(changes, sentence):
    """Where nobody has set a flag it has learned from none."""
    assert sentence in Page(render(half_screened(**changes), chapters=["screening"])).text_of("screening")


def test_the_certificate_is_told_in_full():
    """What was read last, how likely that would be, and how much more there is to read."""
    said = Page(render(snapshot(), chapters=["method"])).text_of("method")
    assert "Sedan den senaste relevanta lästes 4 utan att någon var relevant" in said
    assert "behöver läsas" in said


def test_a_protocol_is_linked_where_there_is_one():
    """A DOI or an address is a link, a sentence stays one, and none is said to be none."""
    read = Page(render(snapshot(project=project(protocol="10.1136/bmj.n71")), chapters=["method"]))
    assert "https://doi.org/10.1136/bmj.n71" in {one["attrs"]["href"] for one in read.all("a")}
    assert "Inget protokoll är angivet" in Page(page("sv")).text_of("method")


def test_terms_are_explained_where_they_first_stand():
    """Each is marked once, before its meaning, and the meaning stands in the same chapter."""
    read = Page(page("sv"))
    marks = [one for one in read.all("a") if one["attrs"].get("class") == "term"]
    targets = [one["attrs"]["href"][1:] for one in marks]
    assert len(targets) == len(set(targets)) >= 3
    assert "Att ta bort, minska, ersätta eller begränsa vård" in read.text_of("term-de-implementation")
    findings = next(one for one in read.all("section") if one["attrs"]["id"] == "findings")
    assert all(findings in mark["inside"] for mark in marks[:3])
    alone = Page(render(snapshot(), chapters=["register"]))
    assert "term-do-not-do-recommendation" in {one["attrs"].get("id") for one in alone.elements}


def test_chapters_can_be_chosen_in_review_toml():
    """Only those are printed, in the report's order, with figures and tables numbered anew."""
    read = Page(render(snapshot(project=project(chapters=("limits", "register")))))
    assert [one["attrs"]["id"] for one in read.all("section")] == ["register", "limits"]
    assert "Figur 1." in read.text_of("f-share-caption")
    with pytest.raises(UsageError, match="unknown chapter 'end'; there are findings"):
        render(snapshot(project=project(chapters=("end",))))


def test_the_words_of_the_interface_are_three_columns():
    """A comma without quotation marks would cut a sentence off and shift the languages."""
    rows = csv.reader(files("review").joinpath("templates", "words.csv").read_text("utf-8").splitlines())
    assert [row[0] for row in rows if len(row) != 3] == []


def test_every_counted_number_is_described_in_words():
    """The list of numbers needs a description of each, in both languages."""
    assert not [name for name in numbers(snapshot()) if f"number.{name}" not in words()]


def test_the_register_stands_in_an_empty_review():
    """The printed numbers and the gaps do not wait for studies."""
    read = Page(page("empty"))
    assert "49 %" in read.text_of("f-adherence")
    assert "Vulvodyni" in read.text_of("register")
    assert "100 % (91 av 91)" in read.text_of("findings")


WITHOUT = [
    pytest.param({"costed": ()}, "t-results", "inga hälsoekonomiska utvärderingar", id="economics"),
    pytest.param({"tied": ()}, "t-evidence", "Inga kopplingar", id="links"),
]


@pytest.mark.parametrize(("lacking", "place", "sentence"), WITHOUT)
def test_a_review_without_one_kind_of_evidence_still_reports(lacking, place, sentence):
    """Economics or links may be missing; the rest is told, but for conclusions, which nobody has written."""
    read = Page(render(snapshot(**lacking)))
    assert sentence in read.text_of(place)
    assert len(read.all("section")) == len(CHAPTERS) - 1


def test_a_register_without_printed_totals_still_reports():
    """Where a user has emptied the printed totals, unknown is a dash."""
    known = snapshot()
    read = Page(render(snapshot(totals=known.totals.head(0), reconciliation=known.reconciliation.head(0))))
    assert "Registret är tomt" in read.text_of("t-reconciliation")


def test_exceptions_print_as_not_assessed_where_nobody_said():
    """A blank is said to be one; an exception stands with its study."""
    read = Page(page("sv"))
    assert "När kan åtgärden ändå vara rätt? ej bedömt" in read.text_of("recommendation-OL02")
    assert HOSTILE[1] in read.text_of("recommendation-IG14")


def test_studies_for_come_before_studies_against():
    """Order, direction and certainty in words."""
    rows = Page(page("sv")).text_of("t-studies-IG14")
    assert rows.index("stöder") < rows.index("talar emot") < rows.index("blandat")
    assert "hög" in rows
    assert "⊕" not in rows
    assert "ej bedömt" in rows


def test_a_class_of_cost_never_stands_without_the_ethics_platform():
    """It comes third, after the two principles that weigh more, and only where money is in SEK."""
    said = Page(page("sv")).text_of("recommendation-IG14")
    first, second, third = (said.index(word) for word in ("Människovärde", "Behovs- och sol", "Kostnadseff"))
    assert first < second < third < said.index("kostnad per QALY för åtgärden: måttlig (E0: 108")
    assert page("sv").count("kostnad per QALY för åtgärden") == 2


def test_foreign_money_gets_no_class():
    """Without conversion there is none, and the report says why."""
    foreign = [EVALUATIONS[0] | {"currency": "EUR"}]
    read = Page(render(snapshot(costed=foreign)))
    assert "beloppen kan inte räknas om till kronor" in read.text_of("recommendation-IG14")
    assert "kostnad per QALY för åtgärden" not in read.text_of("evidence")


def test_evidence_of_excluded_references_does_not_count():
    """A link of an excluded study is left out, and that is said."""
    read = Page(page("sv"))
    assert "1 koppling gäller referenser som inte är inkluderade" in read.text_of("evidence")
    assert not [one for one in read.elements if one["attrs"].get("id") == "recommendation-IG03"]


def test_the_ethics_and_the_caveat_are_always_there(read):
    """The fixed caveat stands among findings and limits; economics begin with what weighs more."""
    assert len(read.all("div", class_="caveat")) == 2
    assert len(read.all("p", class_="principle")) == 1


def test_the_language_of_review_toml_is_the_usual_one():
    """Without a language the project's is taken; its numbers are written its way."""
    assert page("sv") == render(snapshot())
    assert "49\u00a0% (" not in page("en")
    assert "72% (60 of 83)" in page("en")
    assert "72\u00a0% (60 av 83)" in page("sv")


def test_the_same_snapshot_gives_the_same_page():
    """No random id, no clock."""
    assert render(snapshot()) == page("sv")


def test_the_date_is_the_one_handed_in():
    """A date on the command line stands above review.toml; none is said to be none."""
    assert "24 december 2025" in render(empty_snapshot(), date=datetime.date(2025, 12, 24))
    assert "utan datum" in render(empty_snapshot(project=project(date=None)))


def test_chapters_come_in_order_and_can_be_shown_alone():
    """A notebook shows one chapter; its figures keep the numbers they have in the whole."""
    report = Report(snapshot())
    ids = [section.id for section in Report(snapshot()).sections.values() if section.id]
    assert ids == [name for name in CHAPTERS if name != "conclusions"]
    shown, marks = report.show("register")._repr_mimebundle_()
    assert {key: marks["review"][key] for key in ("id", "title")} == {
        "id": "register",
        "title": "Rekommendationerna",
    }
    assert shown["text/html"] == report.show("register")._repr_html_()


WRONG = [
    pytest.param(
        lambda: Report(snapshot()).show("finding"), "unknown chapter 'finding'; there are", id="chapter"
    ),
    pytest.param(lambda: render(snapshot(), language="fr"), "one of sv, en; got 'fr'", id="language"),
]


@pytest.mark.parametrize(("call", "sentence"), WRONG)
def test_what_does_not_exist_is_named(call, sentence):
    """The error says what there is."""
    with pytest.raises(UsageError, match=sentence):
        call()


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    """Return the folder of a new review."""
    folder = tmp_path_factory.mktemp("reviews") / "new"
    create(folder, title="Vård & <nytta>")
    return folder


def test_the_notebook_makes_the_page_that_render_makes(review):
    """Running the shipped notebook and rendering directly give the same bytes."""
    path = build(review)
    assert path == review / "outputs" / "report.html"
    with Workbench.open(review) as opened:
        assert path.read_text(encoding="utf-8") == render(opened.snapshot())
    assert not list(path.parent.glob("*.part"))


def test_a_chapter_left_out_leaves_no_dead_link(review, tmp_path):
    """The notebook decides what is printed; links into what is not become plain text."""
    notebook = json.loads((review / "notebooks" / "07_report.ipynb").read_text(encoding="utf-8"))
    others = [f'report.show("{name}")' for name in CHAPTERS if name != "findings"]
    kept = [cell for cell in notebook["cells"] if "".join(cell["source"]) not in others]
    with changed(review, notebook | {"cells": kept}):
        read = Page(build(review, language="en", out=tmp_path / "one.html").read_text(encoding="utf-8"))
    assert [one["attrs"]["id"] for one in read.all("section")] == ["findings"]
    assert read.all("html")[0]["attrs"]["lang"] == "en"
    ids = {one["attrs"].get("id") for one in read.elements}
    assert all(one["attrs"]["href"][1:] in ids for one in read.all("a") if one["attrs"]["href"][0] == "#")


class changed:
    """The review's report notebook replaced for a while."""

    def __init__(self, folder, content):
        self.path = folder / "notebooks" / "07_report.ipynb"
        self.content = content if isinstance(content, str) else json.dumps(content)

    def __enter__(self):
        self.before = self.path.read_text(encoding="utf-8")
        self.path.write_text(self.content, encoding="utf-8")

    def __exit__(self, *_):
        self.path.write_text(self.before, encoding="utf-8")


def cells(*sources, tags=("parameters",)):
    """Return a notebook of code cells, the first one tagged."""
    made = [
        {"cell_type": "code", "execution_count": None, "id": f"c{place}", "outputs": [], "source": source,
         "metadata": {"tags": list(tags)} if not place else {}}
        for place, source in enumerate(sources)
    ]  # fmt: skip
    return {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


FAILING, SILENT = cells("language = None", "1 / 0"), cells("language = None", "1")
UNTAGGED = cells("language = None", tags=())
BROKEN = [
    pytest.param(FAILING, ReviewError, "ZeroDivisionError: division by zero", id="cell-fails"),
    pytest.param(SILENT, ProjectError, "shows no chapter", id="no-chapter"),
    pytest.param(UNTAGGED, ProjectError, "no cell is tagged 'parameters'", id="no-parameters"),
    pytest.param("<html>", ProjectError, "not readable as a notebook", id="no-notebook"),
]


@pytest.mark.parametrize(("content", "kind", "sentence"), BROKEN)
def test_a_notebook_that_fails_writes_nothing(review, tmp_path, content, kind, sentence):
    """One sentence with the notebook's name, and no half-written page."""
    out = tmp_path / "report.html"
    with changed(review, content), pytest.raises(kind, match=sentence) as caught:
        build(review, out=out)
    assert "07_report.ipynb" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_a_review_without_the_notebook_says_where_to_get_it(tmp_path):
    """A missing notebook is named."""
    create(tmp_path / "new", title="A")
    (tmp_path / "new" / "notebooks" / "07_report.ipynb").unlink()
    with pytest.raises(ProjectError, match=r"07_report\.ipynb: no such notebook; copy it"):
        build(tmp_path / "new")
