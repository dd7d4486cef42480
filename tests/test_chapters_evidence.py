"""The evidence in the report: standings, living pages, the gap map and overlaps."""

import re

import pandas as pd
import pytest

from report_material import HOSTILE, empty_snapshot, snapshot
from review.project import shipped
from review.register import load_codebooks, load_table
from review.report import Report, render
from review.report.grounds import grounds, rows_about
from review.report.living import page_of
from review.vocabulary import say

BOOKS = load_codebooks(shipped("references", "codebooks.csv"))
CODES = pd.DataFrame(
    [("r00", "study_design", "randomised_trial", "anna", ""), ("r02", "study_design", "cohort", "anna", ""),
     ("r05", "determinants", "patient_demand", "bo", "hinders")],
    columns=["reference_id", "codebook", "code", "reader", "direction"], dtype="str",
)  # fmt: skip
TABLES = ("dialogue", "proposals", "indicators", "test_intervals", "exceptions", "documents", "coverage")


def tables():
    """Return the tables of the demands as they ship."""
    return {name: load_table(shipped("references"), name) for name in TABLES}


@pytest.fixture(scope="module")
def review():
    """Return a small review with codes and tables."""
    return snapshot(codebooks=BOOKS, codes=CODES, tables=tables())


def written(of, language):
    """Return the chapters on evidence and gaps as one piece of HTML."""
    made = Report(of, language, ["evidence", "gaps"]).sections
    return made["evidence"].html + made["gaps"].html


@pytest.fixture(scope="module")
def pages(review):
    """Return both chapters in both languages."""
    return {language: written(review, language) for language in ("sv", "en")}


def of(page, start, end):
    """Return a part of a page without its tags."""
    part = page[page.index(start) : page.index(end, page.index(start) + 1)]
    return " ".join(re.sub(r"<[^>]*>", " ", part).split())


def knee(page):
    """Return what the report says of knee arthroscopy."""
    return of(page, 'id="recommendation-IG14"', "</article>")


def test_a_page_says_all_it_is_asked_for_in_order(pages):
    """Standing, studies, the ethics platform before the money, exceptions, follow-up, what is missing."""
    said = knee(pages["en"])
    wanted = ["Standing", "Studies for and against", "When can the measure", "ethics platform",
              "Human dignity", "Cost-effectiveness", "Follow-up", "Indicators", "Guidance documents",
              "Proposals", "Views from dialogues (not studies)", "What is missing"]  # fmt: skip
    places = [said.index(words) for words in wanted]
    assert places == sorted(places)


def test_the_page_speaks_swedish(pages):
    """Every word of it."""
    said = knee(pages["sv"])
    for words in ("Läge", "Studier för och emot", "Uppföljning", "Det här saknas", "omstridd"):
        assert words.casefold() in said.casefold()


def test_whom_a_study_is_about_stands_beside_what_it_says(review):
    """In a column of its own; where nobody has said it, that is said; markup in it stays text."""
    for language, blank in (("sv", "ej angiven"), ("en", "not stated")):
        html, _ = page_of(review, grounds(review, ["IG14"])["IG14"], language)
        said = of(html, "<table", "</table>")
        assert say("living.study_population", language) in said
        assert said.count(blank) == 2
        assert "&lt;svg/onload=alert(3)&gt;" in said


def test_the_standing_comes_with_its_rule(pages):
    """One high for, one low against, one mixed and not assessed: two levels apart, but mixed beside."""
    assert "Contested . There are studies for and against" in knee(pages["en"])


def test_a_recommendation_with_nothing_known_says_so():
    """Blank exceptions print as not assessed, unknown adherence as unknown."""
    page = written(snapshot(), "sv")
    assert "Följsamhet okänt" in knee(page)
    said = of(page, 'id="recommendation-OL02"', "</article>")
    assert "När kan åtgärden ändå vara rätt? ej bedömt" in said


def test_adherence_is_not_drawn_upside_down():
    """A share that never performs the measure is said to be good where it is high."""
    rows = snapshot().recommendations
    rows.loc[rows.recommendation_id == "IG14", ["adherence_percent", "adherence_year", "adherence_n"]] = [
        61,
        2023,
        60,
    ]
    rows.loc[rows.recommendation_id == "IG14", "adherence_2023_percent"] = 61
    said = knee(written(snapshot(recommendations=rows), "en"))
    assert "61% answered that the measure is never performed (high is good)" in said
    assert "60 respondents" in said
    assert "Low adherence: no" in said


def test_invented_rows_say_that_they_are(pages):
    """What stands beside real recommendations is marked."""
    assert "påhittat" in knee(pages["sv"])


def test_what_is_missing_is_counted(review):
    """Each key once; one study without assessed certainty."""
    known = grounds(review, ["IG14", "IG03"])
    assert ("certainty", 1) in known["IG14"].missing
    assert ("studies", None) in known["IG03"].missing
    for one in known.values():
        keys = [key for key, _ in one.missing]
        assert len(keys) == len(set(keys))


def test_the_notebook_and_the_report_say_the_same(review, pages):
    """Both are written by one function."""
    known = grounds(review, ["IG14"])["IG14"]
    html, missing = page_of(review, known, "en")
    alone = " ".join(re.sub(r"<style>.*?</style>|<[^>]*>", " ", html, flags=re.S).split())
    printed = knee(pages["en"])
    # a link that is none here leaves no blank behind
    one, other = (text[text.index("Sender") :].replace(" :", ":") for text in (alone, printed))
    assert one == other
    assert 'href="#' not in html
    assert missing


def test_hostile_texts_stay_texts(review):
    """Notes and exceptions of links are escaped in a notebook too."""
    html, _ = page_of(review, grounds(review, ["IG14"])["IG14"], "sv")
    assert "<script>" not in html
    assert "onerror=alert(1)>" not in html
    assert HOSTILE[0].replace("<", "&lt;").replace(">", "&gt;") in html


def test_rows_of_a_table_that_names_several_recommendations_are_found():
    """In either column, and nothing in a table that names none."""
    one = pd.DataFrame({"recommendation_id": ["A", "B"]})
    assert len(rows_about(one, "A")) == 1
    assert rows_about(pd.DataFrame({"title": ["x"]}), "A").empty
    assert rows_about(None, "A").empty


def test_the_standings_are_a_table_with_the_unknown_said(pages):
    """Most reasons first; unknown is neither yes nor no."""
    said = of(pages["en"], 'id="t-standing"', "</figure>")
    assert "unknown" in said
    assert "Low adherence: fewer than half" in said


def test_the_map_lists_its_studies_and_their_certainty(pages):
    """One trial for, in the area of the knee; the plain table says the same."""
    page = pages["en"]
    cell = of(page, 'id="gap-map-guideline-area-study-design-table"', "</table>")
    assert "Musculoskeletal diseases" in cell
    assert "(supports, high)" in cell
    table = of(page, 'id="f-gap-map-data"', "</table>")
    assert "Musculoskeletal diseases Randomised trial 1 1 0 0 0 high" in table


def test_only_codebooks_in_use_have_a_map(pages):
    """Strategies have no codes here."""
    assert 'data-map-columns="determinants"' in pages["en"]
    assert 'data-map-columns="strategies"' not in pages["en"]


def test_a_review_without_codes_has_a_map_of_directions():
    """And one without links says why there is none."""
    assert 'data-map-columns="direction"' in written(snapshot(), "en")
    assert "so the map is empty" in written(empty_snapshot(), "en")


def test_overlaps_are_proposed_and_never_merged(pages):
    """The knee of three lists is one group; each row stays."""
    said = of(pages["en"], 'id="t-overlaps"', "</figure>")
    for name in ("IG14", "OL04", "OL28"):
        assert name in said


@pytest.mark.browser
def test_the_map_can_be_chosen_thinned_and_opened_by_keyboard(review, chromium, tmp_path):
    """One map at a time; a filter counts anew; Escape closes a cell; nothing is asked of the network."""
    path = tmp_path / "page.html"
    path.write_text(render(review, language="en"), encoding="utf-8")
    page = chromium.new_page(reduced_motion="reduce")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert page.locator("details.map:visible").count() == 1
    page.get_by_label("Columns").select_option("determinants")
    assert page.locator("details.map:visible").get_attribute("data-map-columns") == "determinants"
    page.get_by_label("Columns").select_option("study_design")
    cell = page.locator("details.map:visible details.cell").first
    cell.locator("summary").focus()
    page.keyboard.press("Enter")
    assert cell.locator("li:visible").count() >= 1
    page.keyboard.press("Escape")
    assert cell.locator("li:visible").count() == 0
    before = page.locator("details.map:visible .count").all_inner_texts()
    page.locator(".chooser select").nth(2).select_option("opposed")
    after = page.locator("details.map:visible .count").all_inner_texts()
    assert sum(map(int, after)) < sum(map(int, before))
    assert all(url.startswith("file:") for url in asked)
    page.close()
