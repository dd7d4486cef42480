"""Gaps: cells of the evidence map, and the questions that empty ones leave."""

import pandas as pd
import pytest

from review.errors import UsageError
from review.evidence import DIRECTIONS
from review.gaps import (
    COLUMNS,
    NOT_CODED,
    ROWS,
    across,
    cells,
    check_axes,
    down,
    known_empty,
    questions,
    unknown,
)
from review.project import shipped
from review.register import load_codebooks, load_guidelines, load_recommendations

BOOKS = load_codebooks(shipped("references", "codebooks.csv"))
REGISTER = load_recommendations(shipped("references", "recommendations.csv"))
GUIDELINES = load_guidelines(shipped("references", "guidelines.csv"))


def links(*rows):
    """Return links from (reference, recommendation, direction, certainty)."""
    return pd.DataFrame(rows, columns=["reference_id", "recommendation_id", "direction", "certainty"])


def codes(*rows):
    """Return codes from (reference, codebook, code)."""
    return pd.DataFrame(rows, columns=["reference_id", "codebook", "code"])


LINKS = links(
    ("r1", "IG14", "supports", "high"),
    ("r2", "IG14", "contradicts", "low"),
    ("r3", "IG03", "context", "not_assessed"),
    ("r1", "OL28", "supports", "moderate"),
)
CODES = codes(
    ("r1", "study_design", "randomised_trial"),
    ("r1", "study_design", "randomised_trial"),
    ("r2", "study_design", "randomised_trial"),
    ("r3", "determinants", "patient_demand"),
    ("r9", "study_design", "cohort"),
)


def drawn(rows="guideline_area", columns="study_design", tied=LINKS, coded=CODES):
    """Return the cells of a map by row and column."""
    frame = cells(tied, coded, REGISTER, BOOKS, rows=rows, columns=columns, guidelines=GUIDELINES)
    return frame.set_index(["row", "column"])


def test_a_cell_counts_each_study_once():
    """Two links of one study to one area, and two readers' codes, are one study."""
    cell = drawn().loc["Rörelseorganens sjukdomar", "randomised_trial"]
    assert cell.studies == 2
    assert cell.reference_ids == "r1; r2"
    assert (cell.supports, cell.contradicts) == (1, 1)


def test_a_cell_shows_the_best_certainty():
    """Of several links of one study, and of several studies."""
    assert drawn().loc["Rörelseorganens sjukdomar", "randomised_trial"].certainty == "high"
    assert drawn(rows="recommendation").loc["OL28", "randomised_trial"].certainty == "moderate"


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("columns", COLUMNS)
def test_every_cell_is_there_and_the_directions_add_up(rows, columns):
    """The grid is whole, and no study is in a cell without a direction."""
    frame = drawn(rows, columns).reset_index()
    assert len(frame) == len(down(REGISTER, rows, GUIDELINES)) * len(across(BOOKS, columns))
    assert (frame[list(DIRECTIONS)].sum(axis=1) == frame.studies).all()
    assert ((frame.studies == 0) == (frame.reference_ids == "")).all()


def test_a_heading_holds_the_codes_below_it():
    """Patient demand is a factor of patients."""
    assert drawn(columns="determinants").loc["Astma och KOL", "patients"].studies == 1


def test_a_study_that_points_different_ways_in_an_area_is_mixed():
    """Two recommendations of one area, one for and one against."""
    tied = links(("r1", "IG14", "supports", "low"), ("r1", "OL01", "contradicts", "low"))
    assert drawn(tied=tied).loc["Rörelseorganens sjukdomar", "randomised_trial"].mixed == 1


def test_context_does_not_make_a_study_mixed():
    """Context beside support is support."""
    tied = links(("r1", "IG14", "supports", "low"), ("r1", "OL01", "context", "low"))
    assert drawn(tied=tied).loc["Rörelseorganens sjukdomar", "randomised_trial"].supports == 1


def test_areas_without_any_recommendation_have_a_row():
    """The nine guidelines without icke-göra are gaps too."""
    areas = set(down(REGISTER, "guideline_area", GUIDELINES).row)
    assert set(GUIDELINES.guideline_area) <= areas


def test_directions_need_no_codes():
    """A review without codes has a map."""
    cell = drawn(columns="direction", coded=codes()).loc["Rörelseorganens sjukdomar", "supports"]
    assert cell.studies == cell.supports == 1


def test_without_links_every_cell_is_empty():
    """An empty review is no error."""
    frame = drawn(tied=links())
    assert (frame.studies == 0).all()


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("columns", COLUMNS)
def test_each_empty_cell_is_a_question_in_both_languages(rows, columns):
    """As many questions as empty cells, each naming its row and column."""
    frame = drawn(rows, columns).reset_index()
    axes = {"rows": rows, "columns": columns, "guidelines": GUIDELINES}
    asked = questions(frame, REGISTER, BOOKS, **axes)
    assert len(asked) == len(known_empty(frame))
    assert not set(asked.column) & {NOT_CODED}
    for language in ("sv", "en"):
        for row in asked.head(40).to_dict("records"):
            said = row[f"question_{language}"]
            assert said.endswith("?")
            assert row[f"row_{language}"] in said
            assert row[f"column_{language}"].casefold() in said.casefold()


def test_where_a_study_waits_for_a_code_nobody_asks_a_question():
    """r3 is linked in asthma and bears no design: no cell of that row is known to be empty."""
    frame = drawn().reset_index()
    row = frame[frame.row == "Astma och KOL"].set_index("column")
    assert (row.studies[NOT_CODED], row.reference_ids[NOT_CODED]) == (1, "r3")
    assert (row.waiting == 1).all()
    assert "Astma och KOL" not in set(known_empty(frame).row)
    assert set(unknown(frame).row) == {"Astma och KOL"}


def test_a_linked_study_is_in_some_column():
    """With a code of the book or without: none vanishes from the map."""
    frame = drawn(rows="recommendation").reset_index()
    for name, tied in LINKS.groupby("recommendation_id"):
        shown = "; ".join(frame.reference_ids[(frame.row == name) & (frame.studies > 0)])
        assert set(shown.split("; ")) == set(tied.reference_id)


def test_directions_wait_for_no_code():
    """A map of directions has no such column, and its empty cells are empty."""
    frame = drawn(columns="direction").reset_index()
    assert (frame.waiting == 0).all()
    assert NOT_CODED not in set(frame.column)


def test_a_column_name_keeps_its_abbreviation_within_a_question():
    """HTA stays HTA; Survey becomes survey."""
    book = pd.DataFrame(
        {"codebook": "own", "code": ["a", "b"], "parent": "", "name_sv": ["HTA", "Enkät"]}
    ).assign(name_en=["HTA", "Survey"])
    frame = cells(links(), codes(), REGISTER, book, rows="recommendation", columns="own")
    asked = questions(frame, REGISTER, book, rows="recommendation", columns="own").question_en
    assert asked[0].endswith("HTA?")
    assert asked[1].endswith("survey?")


def test_a_map_of_something_unknown_is_refused():
    """With what there is."""
    with pytest.raises(UsageError, match="columns must be one of .*study_design.*; got 'colour'"):
        check_axes("recommendation", "colour", set(BOOKS.codebook))
    with pytest.raises(UsageError, match="rows must be one of guideline_area, recommendation; got 'x'"):
        check_axes("x", "direction", set())
