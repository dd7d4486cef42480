"""The manual of the cards: it names the keys the cards have, and shows pictures that are there."""

import re
from pathlib import Path

import pytest

from review.widgets import ListCard, PairCard, ScreeningCard

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = [
    pytest.param("duplicates.md", "Key", PairCard, id="pairs"),
    pytest.param("screening.md", "Key", ScreeningCard, id="screening"),
    pytest.param("screening.md", "Key on the list", ListCard, id="list"),
]
LARGEST_PICTURE = 200_000


@pytest.mark.parametrize(("page", "head", "card"), PAGES)
def test_the_manual_names_every_key_of_the_card(page, head, card):
    """In a table of its own, and no other letter."""
    text = (DOCS / page).read_text(encoding="utf-8")
    table = re.search(rf"^\| {head} \|.*?\n\n", text, re.M | re.DOTALL)[0]
    told = re.findall(r"^\| (?:[←→↓↑] or )?([A-Z])(?: or (?:[←→]|Space))? \|", table, re.M)
    assert sorted(key.lower() for key in told) == sorted(key for key in card.actions.values() if key)


@pytest.mark.parametrize("page", ["duplicates.md", "screening.md"])
def test_the_pictures_of_the_manual_are_there_and_small(page):
    """Each with words for those who do not see it."""
    pictures = re.findall(r"!\[(.+)\]\((.+\.png)\)", (DOCS / page).read_text(encoding="utf-8"))
    assert pictures
    for words, name in pictures:
        assert len(words) > 20
        assert (DOCS / name).stat().st_size <= LARGEST_PICTURE
