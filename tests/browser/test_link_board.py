"""The link board in a real JupyterLab: links confirmed and rejected by keyboard, in the database."""

import pytest

from browser import notebook, reviews
from review.workbench import Workbench

pytestmark = pytest.mark.browser

CELLS = [
    notebook.OPEN,
    "workbench.cards.link_board('anna', 'IG14', language='en')",
]
CHOSEN = ".review-candidates [aria-selected=true]"


@pytest.fixture(scope="module")
def folder(lab, page):
    """Copy the sample with its decisions, open a notebook in it and run it."""
    return notebook.run_in(reviews.decided_sample(lab.folder / "links"), CELLS, page, lab)


def stored(folder, kind):
    """Return the links or dismissals that count."""
    with Workbench.open(folder) as workbench:
        return workbench.store.current(kind)


def chosen(page):
    """Return the candidate that is chosen."""
    return page.get_attribute(f".review-card {CHOSEN}", "data-candidate")


def test_a_link_is_confirmed_by_keyboard(folder, page, picture):
    """Arrows choose, digits judge, a word is written, one key stores; the row says all of it."""
    assert page.locator(".review-is-linked").count() == 0
    assert "Suggestion" in notebook.text(page, CHOSEN)
    first = chosen(page)
    page.keyboard.press("ArrowDown")
    reference = chosen(page)
    assert reference != first
    for key in ("1", "6", "e"):
        page.keyboard.press(key)
    page.keyboard.type("Locked knee")
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    page.keyboard.type("Adults 35 to 60, 1 knee")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("See 3 figures")
    page.keyboard.press("Escape")
    assert stored(folder, "links").empty
    picture(page, "link-board.png")
    notebook.press(page, "c")
    row = stored(folder, "links").iloc[0]
    assert (row.reference_id, row.recommendation_id, row.reader) == (reference, "IG14", "anna")
    assert (row.direction, row.certainty, row.population, row.exceptions, row.note) == (
        "supports", "moderate", "Adults 35 to 60, 1 knee", "Locked knee", "See 3 figures",
    )  # fmt: skip
    assert page.locator(".review-is-linked").count() == 1
    assert notebook.text(page, ".review-status").startswith("The link is stored")
    assert notebook.has_focus(page)
    assert notebook.cell_sources(page) == CELLS
    assert not page.said


def test_without_a_direction_nothing_is_stored(folder, page):
    """The board says what is missing, before anything is sent."""
    page.keyboard.press("c")
    assert "choose first what the study says" in notebook.text(page, ".review-status")
    assert len(stored(folder, "links")) == 1


def test_a_suggestion_is_rejected_and_the_rejection_undone(folder, page):
    """It is gone from the list and in the database; undo brings it back."""
    candidate = chosen(page)
    notebook.press(page, "r")
    assert stored(folder, "dismissals").reference_id.to_list() == [candidate]
    assert page.locator(f"[data-candidate='{candidate}']").count() == 0
    notebook.press(page, "z")
    assert stored(folder, "dismissals").empty
    assert chosen(page) == candidate


def test_a_link_is_withdrawn_and_comes_back(folder, page):
    """From the list, where it is a suggestion again until it is undone."""
    linked = page.locator(".review-is-linked")
    linked.click()
    notebook.press(page, "x")
    assert stored(folder, "links").empty
    assert linked.count() == 0
    notebook.press(page, "z")
    assert len(stored(folder, "links")) == 1


def test_the_other_way_round_and_on(folder, page):
    """From the study to its recommendations and back; next and previous keep the keys."""
    candidate = chosen(page)
    notebook.press(page, "t")
    assert notebook.key_of(page) == f"reference {candidate}"
    assert chosen(page) == "IG14"
    notebook.press(page, "t")
    assert notebook.key_of(page) == "recommendation IG14"
    notebook.press(page, "j")
    assert notebook.key_of(page) == "recommendation IG15"
    notebook.press(page, "ArrowLeft")
    assert notebook.key_of(page) == "recommendation IG14"
    assert notebook.has_focus(page)


def test_another_study_is_found_by_typing(folder, page):
    """It is taken up, said not to be linked, and stored only when it is confirmed."""
    page.keyboard.press("a")
    page.keyboard.type("deprescribing")
    page.wait_for_selector(".review-options [aria-selected=true]")
    notebook.press(page, "Enter")
    assert "not linked yet" in notebook.text(page, CHOSEN)
    assert len(stored(folder, "links")) == 1
    page.keyboard.press("4")
    notebook.press(page, "c")
    assert stored(folder, "links").direction.to_list() == ["supports", "context"]


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_nothing_hinders_anyone(folder, page, theme, picture):
    """Axe finds no violation, in dark and in light, from either side."""
    notebook.use_theme(page, theme)
    if "Dark" in theme:
        picture(page, "link-board-dark.png")
    assert notebook.violations(page) == ""
    page.click(".review-card header h2")
    page.locator(".review-card").focus()
    notebook.press(page, "t")
    assert notebook.violations(page) == ""
    notebook.press(page, "t")


def test_at_twice_the_size_nothing_is_cut_off(folder, page):
    """A window of half the width, as with zoom at 200 %, scrolls in one direction only."""
    assert notebook.cut_off(page) <= 0


def test_where_storing_fails_the_board_stays_and_says_so(folder, page):
    """A database that is closed stores nothing."""
    before, key = len(stored(folder, "links")), notebook.key_of(page)
    notebook.in_kernel(page, "workbench.close()")
    page.locator(".review-is-suggested").first.click()
    page.keyboard.press("2")
    notebook.press(page, "c")
    assert notebook.text(page, ".review-status").startswith("Not stored:")
    assert (notebook.key_of(page), len(stored(folder, "links"))) == (key, before)


def test_after_a_restart_what_is_stored_is_there(folder, page):
    """The cell run again shows the links; nothing is doubled, no cell was inserted."""
    before = len(stored(folder, "links"))
    notebook.restart_kernel(page)
    notebook.run_all(page)
    page.wait_for_selector(".review-card:not(.old) .review-is-linked")
    assert len(stored(folder, "links")) == before
    assert notebook.cell_sources(page) == CELLS
    assert not page.said
