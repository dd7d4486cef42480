"""Figures of economics: the plane to scale and the forest, seen and unseen."""

from xml.etree import ElementTree

import pandas as pd
import pytest

from review import figures
from review.figures.economics import Field, root

SVG = "{http://www.w3.org/2000/svg}"
POINTS = pd.DataFrame(
    {
        "mark": ["E1", "E2", "E3", "E4"],
        "cost": [-21_000.0, -900.0, 400.0, -61.0],
        "effect": [-0.005, 0.01, 0.002, -0.00002],
    }
)
ROWS = pd.DataFrame(
    {
        "group": ["IG14 Knäkirurgi: artros", "IG14 Knäkirurgi: artros", "IG02 Sanering: <astma>"],
        "mark": ["E1", "E2", "E3"],
        "study": ["Berg m.fl. 2019", "Ek 2020", "Ett mycket långt namn som inte får plats m.fl. 2021"],
        "ratio": pd.array([4_220_525, pd.NA, 98_000], dtype="Float64"),
        "said": ["", "sparar och ger mer effekt", ""],
    }
)


def plane(points=POINTS, language="sv", **how):
    """Return the plane with three thresholds."""
    said = {"name": "f-scale", "caption": "Planet", "language": language, "year": 2024} | how
    return figures.plane_to_scale(points, [100_000, 500_000, 1_000_000], **said)


def forest(rows=ROWS, language="sv", **how):
    """Return the forest with three thresholds."""
    said = {"name": "f-forest", "caption": "Skogen", "language": language, "year": 2024} | how
    return figures.forest(rows, [100_000, 500_000, 1_000_000], **said)


def texts(figure):
    """Return all texts of a drawing."""
    return [node.text for node in ElementTree.fromstring(figure.svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", [plane, forest], ids=["plane", "forest"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_figure_is_whole_without_being_seen(draw, language):
    """Title, description and table say what the drawing shows; the same input is the same drawing."""
    figure = draw(language=language)
    tree = ElementTree.fromstring(figure.svg)
    assert tree.get("role") == "img"
    assert tree.find(f"{SVG}desc").text == figure.alt
    assert all(mark in figure.alt for mark in ("E1", "E2", "E3"))
    assert len(figure.table) in (3, 4)
    assert figure.svg == draw(language=language).svg
    assert "http://www.w3.org/2000/svg" in figure.svg
    assert figure.svg.count("http") == 1


def test_every_point_has_its_name_once():
    """Four points, four names."""
    assert [text for text in texts(plane()) if text in set(POINTS["mark"])] == ["E1", "E2", "E3", "E4"]


def test_links_make_a_group_of_a_picture():
    """A picture is one thing to a screen reader; with links inside it is a group with the same name."""
    figure = plane(hrefs={"E1": "#evaluation-E1"})
    tree = ElementTree.fromstring(figure.svg)
    assert tree.get("role") == "group"
    (link,) = tree.iter(f"{SVG}a")
    assert link.get("href") == "#evaluation-E1"
    assert link.find(f"{SVG}text").text == "E1"


def test_numbers_are_written_as_swedes_do():
    """Decimal comma, thin space, a true minus."""
    table = plane().table
    assert table.iloc[0].tolist() == ["E1", "−0,005", "−21\u202f000"]
    assert plane(language="en").table.iloc[0].tolist() == ["E1", "−0.005", "−21,000"]


@pytest.mark.parametrize(("effect", "cost"), [(-0.005, -21_000), (0.01, -900), (0.002, 400), (0, 0)])
def test_a_point_lies_in_its_quarter(effect, cost):
    """More effect to the right, more cost upwards."""
    field = Field.of(POINTS)
    (x, y), (middle, level) = field.place(effect, cost), field.middle
    assert (x > middle) == (effect > 0)
    assert (y < level) == (cost > 0)


@pytest.mark.parametrize("threshold", [100_000, 1_000_000])
def test_a_threshold_stays_straight(threshold):
    """On scales of roots all points of one ratio lie on one line through the origin."""
    field = Field.of(POINTS)
    middle = field.middle
    slopes = []
    for effect in (-0.004, -0.001, -0.0001, 0.0005):
        x, y = field.place(effect, effect * threshold)
        slopes.append((y - middle[1]) / (x - middle[0]))
    assert slopes == pytest.approx([slopes[0]] * 4)


def test_roots_keep_their_sign():
    """A saving stays a saving."""
    assert (root(-4), root(0), root(9)) == (-2, 0, 3)


def test_the_kink_steepens_the_line_of_losses_alone():
    """With a kink the drawing changes, and only to the left."""
    straight, kinked = plane(), plane(kink=2)
    assert straight.svg != kinked.svg
    assert texts(straight) == texts(kinked)


@pytest.mark.parametrize("draw", [plane, forest], ids=["plane", "forest"])
def test_nothing_to_draw_is_drawn_as_nothing(draw):
    """A review without evaluations in kronor has an empty field, not an error."""
    assert draw({plane: POINTS, forest: ROWS}[draw].head(0)).table.empty


def test_the_forest_says_in_words_what_has_no_ratio():
    """A row has a point or words, never both; a heading stands once for its rows."""
    said = texts(forest())
    assert said.count("IG14 Knäkirurgi: artros") == 1
    assert "sparar och ger mer effekt" in said
    assert any(text.endswith("…") for text in said)
    assert "&lt;astma&gt;" in forest().svg
    numbers = forest().table.iloc[:, 3].tolist()
    assert numbers == ["4\u202f220\u202f525", "–", "98\u202f000"]


def test_only_qalys_in_kronor_have_a_place_on_the_scale():
    """Other units, missing effects and amounts that are not converted stay out."""
    frame = pd.DataFrame(
        {
            "evaluation_id": ["a", "b", "c", "d"],
            "effect_unit": ["QALY", "fall avoided", "QALY", "qalys"],
            "withdrawal_cost_sek": pd.array([-900, -900, pd.NA, -100], dtype="Float64"),
            "withdrawal_effect": pd.array([-0.01, 2, 0.1, pd.NA], dtype="Float64"),
        }
    )
    assert figures.scaled(frame).to_dict("records") == [{"mark": "a", "cost": -900.0, "effect": -0.01}]
