"""The coding card in a real JupyterLab: several codes on a study by keyboard, in the database."""

import pytest

from browser import notebook, reviews
from review.workbench import Workbench

pytestmark = pytest.mark.browser

CELLS = [
    notebook.OPEN,
    "workbench.cards.coding('anna', language='en')",
]
CHIPS = ".review-chips .review-chip"


@pytest.fixture(scope="module")
def folder(lab, page):
    """Copy the sample with its decisions, open a notebook in it and run it."""
    return notebook.run_in(reviews.decided_sample(lab.folder / "codes"), CELLS, page, lab)


def codes(folder):
    """Return the codes that count: study, codebook, code, direction."""
    with Workbench.open(folder) as workbench:
        frame = workbench.codes.current()
    assert set(frame.reader) <= {"anna"}
    return frame[["reference_id", "codebook", "code", "direction"]].to_numpy().tolist()


def put(page, words):
    """Find a code by typing and put it."""
    page.keyboard.type(words)
    notebook.press(page, "Enter")


def test_several_codes_by_keyboard(folder, page, picture):
    """Typing finds, Enter puts, signs say which way; each is in the database, and the keys stay."""
    study = notebook.key_of(page)
    page.keyboard.press("f")
    put(page, "lack of time")
    notebook.press(page, "-")
    put(page, "audit feedback")
    notebook.press(page, "+")
    put(page, "qualitative")
    assert codes(folder) == [
        [study, "determinants", "lack_of_time", "hinders"],
        [study, "strategies", "audit_and_feedback", "helps"],
        [study, "study_design", "qualitative", ""],
    ]
    assert page.locator(CHIPS).count() == 3
    picture(page, "coding.png")
    assert page.input_value(".review-codes input") == ""
    assert page.evaluate("() => document.activeElement.getAttribute('role')") == "combobox"
    assert notebook.cell_sources(page) == CELLS
    assert not page.said


def test_keys_pressed_fast_are_done_one_after_the_other(folder, page):
    """What is typed while the kernel still answers is not lost."""
    before = len(codes(folder))
    page.keyboard.type("reimbursement")
    page.keyboard.press("Enter")
    page.keyboard.press("-")
    page.wait_for_function("() => document.querySelectorAll('.review-way-hinders').length === 2")
    assert [row[2:] for row in codes(folder)[before:]] == [["reimbursement", "hinders"]]


def test_backspace_takes_off_and_undo_puts_back(folder, page):
    """The code that was put last; undo from the card."""
    before = codes(folder)
    notebook.press(page, "Backspace")
    assert codes(folder) == before[:-1]
    page.keyboard.press("Escape")
    notebook.press(page, "z")
    assert sorted(codes(folder)) == sorted(before)
    assert notebook.has_focus(page)


def test_a_suggestion_is_marked_with_its_words_until_it_is_put(folder, page):
    """Suggestions come first, in a broken edge; put, they are codes like the others."""
    notebook.press(page, "j")
    while not page.locator(".review-suggestions .review-leaf").count():
        notebook.press(page, "j")
    leaf = page.locator(".review-suggestions .review-leaf").first
    code, why = leaf.get_attribute("data-code"), leaf.locator(".review-why-code").inner_text()
    assert why
    before = len(codes(folder))
    page.keyboard.press("f")
    notebook.press(page, "Enter")
    assert "/".join(codes(folder)[before][1:3]) == code
    assert page.locator(f".review-suggestions [data-code='{code}']").count() == 0


def test_one_goes_on_without_leaving_the_keyboard(folder, page):
    """Control and Enter lead to the next study, arrows on the card back."""
    study = notebook.key_of(page)
    notebook.press(page, "Control+Enter")
    assert notebook.key_of(page) != study
    page.keyboard.press("Escape")
    notebook.press(page, "ArrowLeft")
    assert notebook.key_of(page) == study
    assert page.locator(CHIPS).count() == 1


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_nothing_hinders_anyone(folder, page, theme, picture):
    """Axe finds no violation while one types, in dark and in light."""
    notebook.use_theme(page, theme)
    if "Dark" in theme:
        picture(page, "coding-dark.png")
    page.locator(".review-codes input").fill("pa")
    assert notebook.violations(page) == ""
    page.locator(".review-codes input").fill("")
    assert notebook.violations(page) == ""
    page.keyboard.press("Escape")


def test_at_twice_the_size_nothing_is_cut_off(folder, page):
    """A window of half the width, as with zoom at 200 %, scrolls in one direction only."""
    assert notebook.cut_off(page) <= 0


def test_where_storing_fails_the_card_stays_and_says_so(folder, page):
    """A database that is closed stores nothing."""
    before, key = codes(folder), notebook.key_of(page)
    notebook.in_kernel(page, "workbench.close()")
    page.keyboard.press("f")
    put(page, "consensus")
    assert notebook.text(page, ".review-status").startswith("Not stored:")
    assert (notebook.key_of(page), codes(folder)) == (key, before)


def test_after_a_restart_one_is_where_one_was(folder, page):
    """The cell run again shows the first study without a code; nothing is doubled."""
    before = codes(folder)
    notebook.restart_kernel(page)
    notebook.run_all(page)
    assert notebook.key_of(page) not in {row[0] for row in before}
    assert codes(folder) == before
    assert notebook.cell_sources(page) == CELLS
    assert not page.said
