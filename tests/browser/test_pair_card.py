"""The pair card in a real JupyterLab: pairs judged by keyboard, each verdict in the database."""

import pytest

from browser import notebook, reviews
from review.workbench import Workbench

pytestmark = pytest.mark.browser

CELLS = [
    notebook.OPEN,
    "workbench.cards.confirm_pairs('reader1')",
]


@pytest.fixture(scope="module")
def folder(lab, page):
    """Make the review, open its notebook and run it."""
    return notebook.run_in(reviews.near_duplicates(lab.folder / "pairs"), CELLS, page, lab)


def verdicts(folder):
    """Return the verdicts that count, in the order they were given: pair and verdict."""
    with Workbench.open(folder) as workbench:
        frame = workbench.store.current("verdicts")
    return [(frozenset((row.record_a, row.record_b)), row.verdict) for row in frame.itertuples()]


def test_pairs_are_judged_by_keyboard(folder, page, picture):
    """Each key stores one verdict; the keys stay with the card, and no cell is inserted."""
    given = []
    for key, verdict in zip("sdsd", ["same", "different"] * 2, strict=True):
        picture(page, "pair-card.png")
        given.append((frozenset(notebook.key_of(page).split()), verdict))
        notebook.press(page, key)
        assert notebook.has_focus(page)
    assert verdicts(folder) == given
    assert notebook.text(page, ".review-progress") == "5 of 8"
    notebook.press(page, "u")
    assert verdicts(folder) == given[:-1]
    assert notebook.text(page, ".review-progress") == "4 of 8"
    for key, place in (("ArrowLeft", 3), ("k", 2), ("j", 3), ("ArrowRight", 4)):
        notebook.press(page, key)
        assert notebook.text(page, ".review-progress") == f"{place} of 8"
    assert notebook.cell_sources(page) == CELLS
    assert not page.said


def test_buttons_do_what_keys_do_and_the_focus_stays(folder, page):
    """A click judges, and the next key goes to the card."""
    before = len(verdicts(folder))
    page.click(".review-card button:has-text('Different')")
    page.wait_for_function("() => document.querySelector('.review-progress').textContent === '5 of 8'")
    assert notebook.has_focus(page)
    notebook.press(page, "s")
    assert [verdict for _, verdict in verdicts(folder)[before:]] == ["different", "same"]


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_nothing_hinders_anyone(folder, page, theme, picture):
    """Axe finds no violation, in dark and in light."""
    notebook.use_theme(page, theme)
    assert notebook.violations(page) == ""
    if "Dark" in theme:
        picture(page, "pair-card-dark.png")


def test_at_twice_the_size_nothing_is_cut_off(folder, page):
    """A window of half the width, as with zoom at 200 %, scrolls in one direction only."""
    assert notebook.cut_off(page) <= 0


def test_where_storing_fails_the_card_stays_and_says_so(folder, page):
    """A database that is closed stores nothing, and the reader is told."""
    before, key = verdicts(folder), notebook.key_of(page)
    notebook.in_kernel(page, "workbench.close()")
    page.click(".review-card")
    notebook.press(page, "s")
    assert notebook.text(page, ".review-status").startswith("Not stored:")
    assert (notebook.key_of(page), verdicts(folder)) == (key, before)


def test_after_a_restart_one_is_where_one_was(folder, page):
    """The kernel is gone and says so; the cell run again shows the pair that was next."""
    key, before = notebook.key_of(page), verdicts(folder)
    notebook.restart_kernel(page)
    notebook.run_all(page)
    assert notebook.key_of(page) == key
    notebook.press(page, "d")
    assert verdicts(folder)[:-1] == before
    assert notebook.cell_sources(page) == CELLS
    assert not page.said
