"""The manual of the cards: it names the keys the cards have, and shows pictures that are there."""

import re
from pathlib import Path

import pytest

from review.widgets import PairCard, ScreeningCard

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = [
    pytest.param("duplicates.md", PairCard, id="pairs"),
    pytest.param("screening.md", ScreeningCard, id="screening"),
]
LARGEST_PICTURE = 200_000


@pytest.mark.parametrize(("page", "card"), PAGES)
def test_the_manual_names_every_key_of_the_card(page, card):
    """And no other letter."""
    text = (DOCS / page).read_text(encoding="utf-8")
    told = re.findall(r"^\| ([A-Z])(?: or [←→])? \|", text, re.M)
    assert sorted(key.lower() for key in told) == sorted(key for key in card.actions.values() if key)


@pytest.mark.parametrize(("page", "card"), PAGES)
def test_the_pictures_of_the_manual_are_there_and_small(page, card):
    """Each with words for those who do not see it."""
    pictures = re.findall(r"!\[(.+)\]\((.+\.png)\)", (DOCS / page).read_text(encoding="utf-8"))
    assert pictures
    for words, name in pictures:
        assert len(words) > 20
        assert (DOCS / name).stat().st_size <= LARGEST_PICTURE
