"""The list in a real JupyterLab: many references excluded at a glance, by keyboard."""

import pytest

from browser import notebook, reviews
from review.workbench import Workbench

pytestmark = pytest.mark.browser

CELLS = [
    notebook.OPEN,
    "workbench.cards.screen_list('prova', language='en')",
]


@pytest.fixture(scope="module")
def folder(lab, page):
    """Copy the sample, open a notebook in it and run it."""
    return notebook.run_in(reviews.sample(lab.folder / "listed"), CELLS, page, lab)


def excluded(folder):
    """Return what counts as excluded, in the order it was stored."""
    with Workbench.open(folder) as workbench:
        frame = workbench.store.current("decisions")
    assert set(frame.decision) <= {"exclude"}
    return list(frame.reference_id)


def titles(page):
    """Return the titles on the page."""
    return page.locator(".review-row-title").all_inner_texts()


def here(page):
    """Return the place of the row that has the focus."""
    return page.evaluate(
        "() => [...document.querySelectorAll('.review-mark')].indexOf(document.activeElement)"
    )


def test_a_page_is_excluded_by_keyboard(folder, page, picture):
    """Move, mark, exclude: what is marked is in the database and gone from the list, the rest stays."""
    ids = notebook.key_of(page).split()
    assert (len(ids), here(page)) == (10, 0)
    # Notebook 7 leaves the keys to the element that has the focus, not to those around it
    assert page.evaluate("() => document.activeElement.dataset.lmSuppressShortcuts") == "true"
    for key in ("m", "j", "m", "ArrowDown", "ArrowUp", "m"):
        page.keyboard.press(key)
    assert notebook.text(page, ".review-main").startswith("Exclude 3 marked")
    assert here(page) == 4
    picture(page, "screening-list.png")
    notebook.press(page, "e")
    assert excluded(folder) == [ids[place] for place in (0, 2, 3)]
    assert notebook.key_of(page).split() == [ids[place] for place in (1, 4, 5, 6, 7, 8, 9)]
    assert page.evaluate("() => document.activeElement.getAttribute('role')") == "checkbox"
    assert notebook.cell_sources(page) == CELLS


def test_all_but_a_few(folder, page):
    """All are marked, one is taken out again; without a mark the row with the focus goes."""
    before, left = excluded(folder), notebook.key_of(page).split()
    page.keyboard.press("a")
    page.keyboard.press("Home")
    while here(page) > 0:
        page.keyboard.press("k")
    page.keyboard.press(" ")
    page.keyboard.press("2")
    notebook.press(page, "e")
    assert excluded(folder) == before + left[1:]
    with Workbench.open(folder) as workbench:
        reasons = workbench.store.current("decisions").reason
    assert set(reasons[-len(left[1:]) :]) == {"wrong_intervention"}
    assert notebook.key_of(page) == left[0]
    notebook.press(page, "e")
    assert excluded(folder)[-1] == left[0]
    assert len(titles(page)) == 10
    assert notebook.has_focus(page)


def test_undo_and_pages(folder, page):
    """What was excluded together comes back together, on its page."""
    before, first = excluded(folder), titles(page)
    page.keyboard.press("a")
    notebook.press(page, "e")
    assert len(excluded(folder)) == len(before) + len(first)
    notebook.press(page, "z")
    assert (excluded(folder), titles(page)) == (before, first)
    notebook.press(page, "ArrowRight")
    assert set(titles(page)).isdisjoint(first)
    notebook.press(page, "b")
    assert titles(page) == first
    assert notebook.has_focus(page)


def test_the_abstract_opens_where_one_stands(folder, page):
    """With a key or the button, and closes again."""
    assert not page.is_visible(".review-row-text >> nth=0")
    page.keyboard.press("o")
    place = here(page)
    assert page.is_visible(f".review-row-text >> nth={place}")
    page.keyboard.press("o")
    assert not page.is_visible(f".review-row-text >> nth={place}")


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_nothing_hinders_anyone(folder, page, theme, picture):
    """Axe finds no violation, with marks and an open abstract, in dark and in light."""
    notebook.use_theme(page, theme)
    page.keyboard.press("m")
    page.keyboard.press("o")
    assert notebook.violations(page) == ""
    if "Dark" in theme:
        page.keyboard.press("o")
        picture(page, "screening-list-dark.png")


def test_at_twice_the_size_nothing_is_cut_off(folder, page):
    """A window of half the width, as with zoom at 200 %, scrolls in one direction only."""
    assert notebook.cut_off(page) <= 0


def test_where_storing_fails_all_of_it_stays(folder, page):
    """A database that is closed stores nothing, and the reader is told."""
    before, key = excluded(folder), notebook.key_of(page)
    notebook.in_kernel(page, "workbench.close()")
    page.click(".review-list-card .review-mark >> nth=0")
    notebook.press(page, "e")
    assert notebook.text(page, ".review-status").startswith("Not stored:")
    assert (notebook.key_of(page), excluded(folder)) == (key, before)


def test_after_a_restart_nothing_is_lost_or_doubled(folder, page):
    """The cell run again shows what was not decided."""
    before = excluded(folder)
    notebook.restart_kernel(page)
    notebook.run_all(page)
    ids = notebook.key_of(page).split()
    assert set(ids).isdisjoint(before)
    page.keyboard.press("a")
    notebook.press(page, "e")
    assert excluded(folder) == before + ids
    assert notebook.cell_sources(page) == CELLS
    assert not page.said
