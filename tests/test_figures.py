"""Figures: every drawing can be read without being seen, and draws what its table says."""

from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from report_material import HOSTILE
from review import figures
from review.economics import READINGS
from review.evidence import DIRECTIONS
from review.flow import Flow
from review.register import load_totals

REFERENCES = Path(__file__).resolve().parents[1] / "references"
TOTALS = load_totals(REFERENCES / "printed_totals.csv")
SVG = "{http://www.w3.org/2000/svg}"

FLOW = Flow(
    identified={"PubMed": 30, "<Embase>": 20}, duplicates=10, references=40, not_screened=1,
    screening_conflicts=1, excluded=18, sought=20, not_retrieved=2, not_assessed=1, full_text_conflicts=1,
    excluded_reports={"wrong_population": 3, "own <reason>": 1}, included=12,
)  # fmt: skip
FLAGS = pd.DataFrame({"low_value_care": [0.0, 0.5, 1.0, 0.49], "de_implementation": [0.1, 0.2, 0.3, 0.4]})
TALLY = pd.DataFrame(
    [[f"OL1 {HOSTILE[0]}", 3, 1, 0, 0], ["IG2 B", 0, 0, 30, 2]], columns=["recommendation", *DIRECTIONS]
)
GUIDELINES = pd.DataFrame({"guideline": ["A", "B", "C"], "printed": [7, 0, 3], "identified": [3, 0, 3]})


def read_plane(language="sv"):
    """Return the plane with one evaluation of each reading and one without."""
    readings = [*READINGS.values(), ""]
    frame = pd.DataFrame({"mark": [f"E{n}" for n in range(1, 11)], "reading": readings})
    return figures.plane(frame, name="f-plane", caption="Planet", language=language)


def draw(kind, language="sv"):
    """Return one figure of each kind."""
    how = {"name": f"f-{kind}", "caption": f"Figur & {kind}", "language": language}
    match kind:
        case "counts":
            return figures.counts(HOSTILE, range(len(HOSTILE)), whole=200, heading="sort", **how)
        case "shares":
            return figures.shares(TOTALS, "reason", **how)
        case "drugs":
            return figures.drugs_or_not(TOTALS, **how)
        case "adherence":
            return figures.adherence(TOTALS, **how)
        case "guidelines":
            return figures.guidelines(GUIDELINES, source="källa", **how)
        case "flow":
            return figures.flow_diagram(FLOW, reasons={"wrong_population": 4}, **how)
        case "probabilities":
            thresholds = {"low_value_care": 0.5, "de_implementation": 0.5}
            return figures.probabilities(FLAGS, thresholds, **how)
        case "directions":
            return figures.directions(TALLY, **how)
    return read_plane(language)


KINDS = (
    "counts", "shares", "drugs", "adherence", "guidelines", "flow", "probabilities", "directions", "plane",
)  # fmt: skip


def texts(figure):
    """Return every text written in a drawing."""
    return [node.text for node in ElementTree.fromstring(figure.svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_has_words_a_table_and_no_way_out(kind, language):
    """Role, title, description and table are there; nothing is loaded, linked or run."""
    figure = draw(kind, language)
    root = ElementTree.fromstring(figure.svg)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").get("id") == root.get("aria-labelledby")
    assert root.find(f"{SVG}desc").get("id") == root.get("aria-describedby")
    assert root.find(f"{SVG}desc").text == figure.alt
    assert figure.alt.startswith(figure.caption)
    assert len(figure.alt) > len(figure.caption)
    assert len(figure.table)
    assert figure.caption
    tags = {node.tag.removeprefix(SVG) for node in root.iter()}
    assert tags <= {"svg", "title", "desc", "path", "text", "rect"}
    attributes = {name for node in root.iter() for name in node.attrib}
    assert not {name for name in attributes if name.startswith("on") or "href" in name}
    assert "url(" not in figure.svg


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_numbers_give_the_same_drawing(kind):
    """Two drawings of the same are the same, sign by sign."""
    assert draw(kind).svg == draw(kind).svg


@pytest.mark.parametrize("kind", KINDS)
def test_every_colour_may_be_changed_by_the_page(kind):
    """Dark pages give each colour its dark shade, so no colour is fixed."""
    bare = draw(kind).svg.replace("var(--", "").split("style=")[1:]
    for style in (part.split('"')[1] for part in bare):
        assert "#" not in style.replace(", #", "")


def test_texts_stay_texts_in_the_page_s_font():
    """Letters are not drawn as outlines, and no font is named."""
    figure = draw("shares")
    assert "40\u00a0%" in texts(figure)
    assert "Risk överväger nytta" in texts(figure)
    assert "font-family" not in figure.svg


def test_what_was_printed_as_a_picture_is_said_and_not_drawn():
    """The types other than drugs have a row of text and no bar."""
    known = figures.shares(TOTALS, "intervention_type", name="f", caption="T", language="sv")
    both = figures.shares(
        TOTALS, "intervention_type", name="f", caption="T", language="sv", unknown="Övriga typer"
    )
    assert both.svg.count("<path") == known.svg.count("<path") == 1
    assert "inte redovisat" in texts(both)
    assert "0\u00a0%" not in texts(both)
    assert list(both.table.iloc[:, 1]) == ["51\u00a0%", "inte redovisat"]


def test_a_zero_has_its_number_and_no_bar():
    """Nothing is drawn for none."""
    figure = figures.counts(["A", "B"], [0, 2], whole=2, name="f", caption="C", language="en", heading="h")
    assert figure.svg.count("<path") == 1
    assert "0 (0%)" in texts(figure)


def test_adherence_says_which_end_is_good():
    """High is good, in the drawing and in words, with the 60 it is a share of."""
    figure = draw("adherence")
    assert any("hög andel är bra" in text for text in texts(figure))
    assert "hög andel är bra" in figure.alt
    assert "60" in figure.table.iloc[0, 2]
    assert {"13\u00a0%", "49\u00a0%", "95\u00a0%"} <= set(texts(figure))


def test_drugs_and_the_rest_make_a_whole():
    """The rest is what is missing to 100."""
    assert list(draw("drugs").table.iloc[:, 1]) == ["51\u00a0%", "49\u00a0%"]


def test_guidelines_without_any_are_left_to_the_text():
    """The drawing holds those with a number, the table all."""
    figure = draw("guidelines")
    assert "3 av 7" in texts(figure)
    assert "0 av 0" not in texts(figure)
    assert len(figure.table) == 3


def test_the_flow_s_table_adds_up():
    """What is identified is removed or judged; what is sought is lost, waits or is assessed."""
    n = figures.flow_table(FLOW, "sv").set_index("id").n
    assert n["identified"] == n["duplicates"] + n["references"]
    assert n["references"] == n["screened"] + n["not_screened"] + n["screening_conflicts"]
    assert n["screened"] == n["excluded"] + n["sought"]
    assert n["sought"] == n[["not_retrieved", "not_assessed", "full_text_conflicts", "assessed"]].sum()
    assert n["assessed"] == n["excluded_reports"] + n["included"]


def test_the_flow_gives_reasons_at_both_stages():
    """Reasons stand in the box of what left, the most frequent first."""
    seen = texts(draw("flow"))
    assert "annan population: 4" in seen
    assert seen.index("annan population: 3") < seen.index("own <reason>: 1")
    assert "väntar: 1" in seen
    assert "oense: 1" in seen


@pytest.mark.parametrize("reading", READINGS.values())
def test_the_plane_puts_each_reading_in_its_field(reading):
    """Each of nine fields holds the evaluation with its reading, and none holds the unread one."""
    table = read_plane("en").table
    place = list(READINGS.values()).index(reading)
    rows = table[table.iloc[:, 2] == f"E{place + 1}"]
    assert len(rows) == 1
    assert rows.iloc[0, 1] == 1
    assert "E10" not in set(table.iloc[:, 2])


def test_one_square_per_study():
    """Squares are as many as the studies, also where they need several lines."""
    figure = draw("directions")
    lines = len(TALLY)
    assert figure.svg.count("<path") == int(TALLY[list(DIRECTIONS)].to_numpy().sum()) + lines


def test_the_threshold_counts_what_lies_on_it():
    """A probability equal to the threshold is marked."""
    assert "2 av 4 referenser har minst 0,50" in texts(draw("probabilities"))


def test_a_figure_shows_itself_in_a_notebook():
    """Drawing and caption, escaped."""
    assert "<figcaption>Figur &amp; shares</figcaption>" in draw("shares")._repr_html_()
