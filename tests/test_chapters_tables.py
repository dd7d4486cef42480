"""The chapters of factors, strategies and follow-up: counted from codes and tables, else unknown."""

import re

import pandas as pd
import pytest

from report_material import HOSTILE, REFERENCES, empty_snapshot, snapshot
from review.displacement import estimate
from review.register import DEMAND_TABLES, load_codebooks, load_table
from review.report import Report, numbers, render
from review.report.roots import links_of

BOOK = load_codebooks(REFERENCES / "codebooks.csv")
CODES = [
    ("r00", "determinants", "lack_of_time", "hinders", "anna"),
    ("r00", "determinants", "lack_of_time", "helps", "bo"),
    ("r02", "determinants", "patient_demand", "hinders", "anna"),
    ("r02", "strategies", "audit_and_feedback", "helps", "anna"),
    ("r05", "strategies", "audit_and_feedback", "no_effect", "anna"),
    ("r05", "action", "reduce", "", "anna"),
    ("r01", "strategies", "champions", "helps", "anna"),
    ("r06", "strategies", "gone_from_the_book", "helps", "anna"),
]
TABLES = {name: load_table(REFERENCES, name) for name in DEMAND_TABLES}


def coded(**changes):
    """Return the small review with codes and the sample's tables; r01 is not included."""
    codes = pd.DataFrame(CODES, columns=["reference_id", "codebook", "code", "direction", "reader"]).assign(
        note=""
    )
    said = {
        "codebooks": BOOK,
        "codes": codes,
        "tables": TABLES,
        "displacement": estimate(TABLES["displacement"]),
    }
    return snapshot(**(said | changes))


SMALL = coded()
COUNTED = numbers(SMALL)


def text_of(html):
    """Return the words of a piece of HTML."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def table_rows(html, name):
    """Return the rows of a table as lists of texts."""
    table = re.search(rf'<figure[^>]* id="{name}".*?</figure>', html, re.DOTALL)[0]
    rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    return [
        [text_of(cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows
    ]


EXPECTED = [
    pytest.param("coded", 3, 6, id="coded-studies-of-included"),
    pytest.param("determinant_studies", 2, 3, id="factors"),
    pytest.param("strategy_studies", 2, 3, id="strategies"),
    pytest.param("strategy_helped", 1, 2, id="helped"),
    pytest.param("with_indicator", 8, 91, id="indicators"),
    pytest.param("without_indicator", 83, 91, id="no-indicator"),
    pytest.param("intervals_fewer", 5, 6, id="sparser"),
    pytest.param("coverage_contradicts", 2, 22, id="contradicted"),
    pytest.param("proposals_done", 1, 13, id="proposals"),
    pytest.param("dialogue", 18, None, id="dialogue"),
    pytest.param("displacement_known", 3, 91, id="displacement"),
]


@pytest.mark.parametrize(("name", "value", "whole"), EXPECTED)
def test_numbers_are_counted_from_codes_and_tables(name, value, whole):
    """Codes on studies that are not included, or of no codebook, do not count."""
    found = COUNTED[name]
    assert found.value == value
    assert found.denominator == (COUNTED["included"].value if name == "coded" else whole)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_number_of_the_chapters_leads_to_its_table(language):
    """Name, text and target, as on the rest of the page."""
    page = render(SMALL, language=language)
    mine = [link for link in links_of(page) if link[0] in {param.values[0] for param in EXPECTED}]
    assert {link[0] for link in mine} == {param.values[0] for param in EXPECTED}
    for name, form, target, text in mine:
        assert text == COUNTED[name].text(language, form)
        assert f'id="{target}"' in page


def test_readers_of_different_minds_make_a_factor_mixed():
    """r00 is said to help and to hinder; both studies are linked by their short names."""
    html = Report(SMALL, "en").show("determinants").html
    rows = {
        row[0].split(" Inner")[0].split(" Patients")[0]: row for row in table_rows(html, "t-determinants")[1:]
    }
    assert rows["Lack of time"][1:6] == ["0", "0", "1", "0", "1"]
    assert rows["Patient demand"][1:6] == ["0", "1", "0", "0", "1"]
    strategies = table_rows(html, "t-strategies")
    assert strategies[1][1:6] == ["1", "0", "0", "1", "2"]
    assert len(strategies) == 2
    assert "ERIC: Audit and provide feedback" in html


def test_what_is_invented_is_marked_and_dialogue_is_no_study():
    """Every invented row says so; statements stand apart, with sender and source."""
    html = Report(SMALL, "en").show("followup").html
    for name, real in (("t-indicators", 2), ("t-intervals", 0), ("t-exceptions", 0)):
        rows = table_rows(html, name)[1:]
        assert sum("invented" in " ".join(row) for row in rows) == len(rows) - real
    said = table_rows(html, "t-dialogue")[1:]
    assert sum("invented" in row[0] for row in said) == 3
    assert all(row[3] and row[5] for row in said)
    assert "They are no studies and never count as evidence" in text_of(html)
    assert {row[0] for row in said}.isdisjoint({*SMALL.references.title})


def test_each_recommendation_tells_which_documents_mention_it():
    """However many documents there are, the table keeps four columns; each stands with its place and note."""
    rows = table_rows(Report(SMALL, "en").show("followup").html, "t-coverage")
    assert rows[0] == ["Recommendation", "Mentioned in", "Not mentioned in", "Contradicted by"]
    (knee,) = [row for row in rows if row[0].startswith("Arthroscopic knee surgery")]
    assert "Exempeldokument A" in knee[1]
    assert "avsnitt 4.2" in knee[1]
    assert "a clinical practice guideline" in knee[1]
    assert knee[2:] == ["–", "–"]
    (hyaluronic,) = [row for row in rows if row[0].startswith("Hyaluronic")]
    assert "invented" in hyaluronic[3]


def test_displaced_care_is_told_with_its_interval_or_as_unknown():
    """Amount and interval in millions; a factor nobody knows is named."""
    rows = table_rows(Report(SMALL, "en").show("followup").html, "t-displacement")
    assert rows[1][3] == "28.8 (18.2–41.2), 2024"
    assert rows[3][3] == "unknown: avoidable share"
    assert rows[4][3] == "18.0 interval unknown"


@pytest.mark.parametrize(
    ("language", "words"), [("sv", "okänt är beloppet"), ("en", "the amount is unknown")]
)
def test_nothing_said_is_unknown_and_never_zero(language, words):
    """An empty review says what has not been filled in."""
    report = Report(empty_snapshot(), language)
    chapter = text_of(report.show("followup").html)
    nothing = "Inget är ifyllt än" if language == "sv" else "Nothing has been filled in yet"
    assert chapter.count(nothing) == 6
    unknown = "Okänt: ingen har fyllt i" if language == "sv" else "Unknown: nobody has filled in"
    assert unknown in chapter
    none = "fått någon kod" if language == "sv" else "given a code"
    assert none in text_of(report.show("determinants").html)


def test_hostile_cells_stay_texts():
    """Tables are written by people, and shown as text."""
    tables = dict(TABLES)
    for name, column in (
        ("dialogue", "actor"),
        ("proposals", "note"),
        ("documents", "title"),
        ("coverage", "note"),
    ):
        frame = TABLES[name].copy()
        frame[column] = [HOSTILE[place % len(HOSTILE)] for place in range(len(frame))]
        tables[name] = frame
    page = render(coded(tables=tables))
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page.replace("&gt;", "")
