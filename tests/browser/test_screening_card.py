"""The screening card in a real JupyterLab: a hundred abstracts by keyboard, each decision in the database."""

import itertools

import pytest

from browser import notebook, reviews
from review.workbench import Workbench

pytestmark = pytest.mark.browser

N_READ = 100
NOTE = "see Methods, i.e. no control group"
KEYS = {"i": "include", "e": "exclude", "u": "unsure"}
CELLS = [
    "from review.workbench import Workbench\n\nworkbench = Workbench.open()",
    "workbench.screen('prova', language='en')",
]


@pytest.fixture(scope="module")
def folder(lab, page):
    """Copy the sample, open a notebook in it and run it."""
    folder = reviews.sample(lab.folder / "sample")
    notebook.write_notebook(folder / "screen.ipynb", CELLS)
    notebook.open_notebook(page, lab, "sample/screen.ipynb")
    notebook.run_all(page)
    return folder


def decisions(folder):
    """Return the decisions that count, in the order they were made."""
    with Workbench.open(folder) as workbench:
        return workbench.store.current("decisions")


def test_a_hundred_abstracts_are_screened_without_the_mouse(folder, page, picture):
    """The database has these decisions in this order; no cell is inserted, the focus is never lost."""
    made = []
    for key in itertools.islice(itertools.cycle("ieeue"), N_READ):
        picture(page, "screening-card.png", with_marks=4)
        made.append((notebook.key_of(page), KEYS[key]))
        notebook.press(page, key)
        assert notebook.has_focus(page)
    stored = decisions(folder)
    assert list(zip(stored.reference_id, stored.decision, strict=True)) == made
    assert len({reference for reference, _ in made}) == N_READ
    assert set(stored.reader) == {"prova"}
    assert notebook.cell_sources(page) == CELLS
    assert notebook.text(page, ".review-numbers").startswith(f"{N_READ} read")
    assert not page.said


def test_reason_flags_and_note_go_with_the_decision(folder, page):
    """Digits, letters and a note, without leaving the keyboard; letters of the note decide nothing."""
    reference = notebook.key_of(page)
    for key in ("2", "v", "d", "d", "n"):
        page.keyboard.press(key)
    page.keyboard.type(NOTE)
    page.keyboard.press("Escape")
    notebook.press(page, "e")
    row = decisions(folder).iloc[-1]
    assert (row.reference_id, row.decision, row.reason) == (reference, "exclude", "wrong_intervention")
    assert (bool(row.low_value_care), bool(row.de_implementation), row.note) == (True, False, NOTE)
    assert page.input_value(".review-card textarea") == ""


def test_undo_later_and_looking_back(folder, page):
    """What is undone is on the card again, what is put aside comes back, what was said can be seen."""
    last = decisions(folder).iloc[-1]
    notebook.press(page, "z")
    assert notebook.key_of(page) == last.reference_id
    assert len(decisions(folder)) == N_READ
    notebook.press(page, "l")
    assert notebook.key_of(page) != last.reference_id
    assert notebook.text(page, "header .review-quiet") == "1 put aside"
    notebook.press(page, "p")
    assert notebook.key_of(page) == last.reference_id
    notebook.press(page, "ArrowLeft")
    assert notebook.text(page, ".review-said") == "Your decision: exclude"
    notebook.press(page, "ArrowRight")
    assert notebook.key_of(page) == last.reference_id
    assert notebook.has_focus(page)


def test_why_it_comes_now_is_told_on_request(folder, page):
    """Words up and down, hidden until asked for, and numbers hidden on request."""
    assert not page.is_visible(".review-why")
    notebook.press(page, "w")
    assert "Words that raised it" in notebook.text(page, ".review-why")
    page.keyboard.press("h")
    assert not page.is_visible(".review-numbers")
    page.keyboard.press("h")


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_nothing_hinders_anyone(folder, page, theme, picture):
    """Axe finds no violation with everything open, in dark and in light."""
    notebook.use_theme(page, theme)
    page.keyboard.press("1")
    page.keyboard.press("v")
    page.evaluate("() => { document.querySelector('.review-card details').open = true; }")
    assert notebook.violations(page) == ""
    if "Dark" in theme:
        picture(page, "screening-card-dark.png")
    page.evaluate("() => { document.querySelector('.review-card details').open = false; }")


def test_at_twice_the_size_nothing_is_cut_off(folder, page):
    """A window of half the width, as with zoom at 200 %, scrolls in one direction only."""
    page.set_viewport_size({"width": 700, "height": 500})
    wide = page.evaluate(
        "() => { const c = document.querySelector('.review-card'); return c.scrollWidth - c.clientWidth; }"
    )
    page.set_viewport_size({"width": 1400, "height": 1000})
    assert wide <= 0


def test_after_a_restart_one_is_where_one_was(folder, page):
    """A kernel that is gone is told of; the cell run again shows what was unread, and nothing twice."""
    before = decisions(folder)
    notebook.restart_kernel(page)
    page.click(".review-card h3")
    page.keyboard.press("i")
    page.wait_for_function(
        "() => /No answer|is gone/.test(document.querySelector('.review-status').textContent)"
    )
    assert len(decisions(folder)) == len(before)
    notebook.run_all(page)
    assert notebook.text(page, ".review-numbers").startswith(f"{len(before)} read")
    reference = notebook.key_of(page)
    assert reference not in set(before.reference_id)
    notebook.press(page, "i")
    assert list(decisions(folder).reference_id) == [*before.reference_id, reference]
    assert notebook.cell_sources(page) == CELLS
    assert not page.said
