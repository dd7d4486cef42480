"""The report's style: colours that can be told apart and read, in light, in dark and on paper."""

import re
from importlib.resources import files

import pytest

from review.figures.drawing import COLOURS

STYLE = files("review").joinpath("templates", "report", "style.css").read_text(encoding="utf-8")
SHADES = {
    name: dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))
    for name, block in zip(
        ("light", "dark", "paper"), re.findall(r":root \{(.*?)\}", STYLE, flags=re.S), strict=True
    )
}


def brightness(colour):
    """Return the relative luminance of a colour, as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """Return the contrast ratio of two colours.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    lighter, darker = sorted((brightness(one), brightness(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("where", SHADES)
@pytest.mark.parametrize("ground", ["paper", "ground", "tint"])
@pytest.mark.parametrize("ink", ["ink", "soft", "accent"])
def test_every_text_can_be_read(where, ground, ink):
    """At least 4.5 to 1 (WCAG 1.4.3)."""
    assert contrast(SHADES[where][ink], SHADES[where][ground]) >= 4.5


@pytest.mark.parametrize("where", SHADES)
@pytest.mark.parametrize("shape", ["accent", "warm"])
def test_marks_and_the_ring_of_the_focus_can_be_seen(where, shape):
    """At least 3 to 1 against the page (WCAG 1.4.11, 2.4.13)."""
    assert contrast(SHADES[where][shape], SHADES[where]["paper"]) >= 3


def test_text_on_a_filled_box_can_be_read():
    """The last box of the flow has the page's colour on the accent, in light and in dark."""
    for shades in SHADES.values():
        assert contrast(shades["paper"], shades["accent"]) >= 4.5


def test_paper_and_drawings_have_the_colours_of_the_light_page():
    """A drawing in a file of its own looks as it does in the report."""
    for name, colour in COLOURS.items():
        assert SHADES["light"][name] == SHADES["paper"][name] == colour
