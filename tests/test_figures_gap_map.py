"""The drawn gap map: what it shows is what its table says."""

from xml.etree import ElementTree

import pandas as pd
import pytest

from report_material import HOSTILE
from review.evidence import DIRECTIONS
from review.figures import gap_map

SVG = "{http://www.w3.org/2000/svg}"
ROWS = pd.DataFrame({"row": ["A", "B"], "name_sv": ["Astma", HOSTILE[0]], "name_en": ["Asthma", HOSTILE[0]]})
COLUMNS = pd.DataFrame(
    {"column": ["x", "y"], "name_sv": ["Försök", "Enkät"], "name_en": ["Trial", HOSTILE[2]]}
)
CELLS = pd.DataFrame(
    [
        ("A", "x", 7, 4, 2, 1, 0, "high", "r1", 0), ("A", "y", 0, 0, 0, 0, 0, "", "", 0),
        ("B", "x", 0, 0, 0, 0, 0, "", "", 2), ("B", "y", 1, 0, 0, 0, 1, "very_low", "r2", 2),
    ],
    columns=["row", "column", "studies", *DIRECTIONS, "certainty", "reference_ids", "waiting"],
)  # fmt: skip


def draw(language):
    """Return the map."""
    return gap_map(CELLS, ROWS, COLUMNS, name="f-map", caption="Karta & mer", language=language)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_draws_each_number_a_dot_for_what_is_empty_and_a_mark_for_what_is_unknown(language):
    """Two cells with studies, one without, one whose row has studies that wait for a code."""
    texts = [node.text for node in ElementTree.fromstring(draw(language).svg).iter(f"{SVG}text")]
    assert (texts.count("·"), texts.count("?")) == (1, 1)
    assert {"7", "1"} <= set(texts)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_those_who_cannot_see_it_have_a_table_of_every_cell_with_studies(language):
    """With numbers per direction and the best certainty in words."""
    figure = draw(language)
    assert len(figure.table) == 2
    assert figure.table.iloc[0, 2:7].tolist() == [7, 4, 2, 1, 0]
    assert figure.table.iloc[1, -1] == {"sv": "mycket låg", "en": "very low"}[language]
    assert "2" in figure.alt
    assert "4" in figure.alt


def test_no_text_breaks_out_of_it():
    """A hostile name stays a text."""
    figure = draw("en")
    assert "<script" not in figure.svg
    ElementTree.fromstring(figure.svg)


def test_a_map_without_rows_is_a_sheet_with_its_heads():
    """A register without recommendations is no error."""
    figure = gap_map(CELLS.head(0), ROWS.head(0), COLUMNS, name="f", caption="c", language="en")
    assert figure.table.empty
