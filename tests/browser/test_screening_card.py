"""The screening card in a real JupyterLab: a hundred abstracts by keyboard, each decision in the database."""

import itertools

import pytest

from browser import notebook, reviews

pytestmark = pytest.mark.browser

N_READ = 100
NOTE = "see Methods, i.e. no control group"
KEYS = {"i": "include", "e": "exclude", "u": "unsure"}
CELLS = [
    notebook.OPEN,
    "workbench.cards.screen('prova', language='en')",
]


@pytest.fixture(scope="module")
def folder(lab, page):
    """Copy the sample, open a notebook in it and run it."""
    return notebook.run_in(reviews.sample(lab.folder / "sample"), CELLS, page, lab)


def test_a_hundred_abstracts_are_screened_without_the_mouse(folder, page, picture):
    """The database has these decisions in this order; no cell is inserted, the focus is never lost."""
    made = []
    for key in itertools.islice(itertools.cycle("ieeue"), N_READ):
        picture(page, "screening-card.png", with_marks=3)
        made.append((notebook.key_of(page), KEYS[key]))
        notebook.press(page, key)
        assert notebook.has_focus(page)
    stored = reviews.decisions(folder)
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
    row = reviews.decisions(folder).iloc[-1]
    assert (row.reference_id, row.decision, row.reason) == (reference, "exclude", "wrong_intervention")
    assert (bool(row.low_value_care), bool(row.de_implementation), row.note) == (True, False, NOTE)
    assert page.input_value(".review-card textarea") == ""


def test_undo_later_and_looking_back(folder, page):
    """What is undone is on the card again, what is put aside comes back, what was said can be seen."""
    last = reviews.decisions(folder).iloc[-1]
    notebook.press(page, "z")
    assert notebook.key_of(page) == last.reference_id
    assert len(reviews.decisions(folder)) == N_READ
    notebook.press(page, "l")
    assert notebook.key_of(page) != last.reference_id
    assert notebook.text(page, "header .review-quiet >> nth=0") == "1 put aside"
    notebook.press(page, "p")
    assert notebook.key_of(page) == last.reference_id
    notebook.press(page, "ArrowLeft")
    assert notebook.text(page, ".review-said") == "Your decision: exclude"
    notebook.press(page, "ArrowRight")
    assert notebook.key_of(page) == last.reference_id
    assert notebook.has_focus(page)


def test_why_it_comes_now_is_told_on_request(folder, page):
    """Words, similar ones and how far one is, hidden until asked for; all numbers hidden on request."""
    assert not page.is_visible(".review-asked >> nth=0")
    assert notebook.text(page, ".review-standing") == ""
    for key in "wst":
        notebook.press(page, key)
    raised = "() => /Words that raised it/.test(document.querySelector('.review-side').textContent)"
    page.wait_for_function(raised)
    page.wait_for_function("() => /alike/.test(document.querySelector('.review-side').textContent)")
    page.wait_for_function("() => /target/.test(document.querySelector('.review-standing').textContent)")
    assert notebook.text(page, ".review-invented") == "Invented studies"
    page.keyboard.press("h")
    assert not page.is_visible(".review-numbers")
    assert not page.is_visible(".review-standing")
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
    assert notebook.cut_off(page) <= 0


def test_words_in_colour_are_changed_while_one_reads(folder, page):
    """At once, and for the next time; letters written there decide nothing."""
    before = len(reviews.decisions(folder))
    page.click(".review-card summary")
    page.fill(".review-card details input >> nth=0", "the; care")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => /The words are kept/.test(document.querySelector('.review-status').textContent)"
    )
    marked = page.locator(".review-text mark.review-for").all_inner_texts()
    assert marked, "no word of the text is marked"
    assert {word.casefold() for word in marked} <= {"the", "care"}
    assert notebook.has_focus(page)
    page.click(".review-card summary")
    assert len(reviews.decisions(folder)) == before


def test_after_a_restart_one_is_where_one_was(folder, page):
    """A kernel that is gone is told of; what was put aside is still aside, and nothing comes twice."""
    notebook.press(page, "l")
    before = reviews.decisions(folder)
    notebook.restart_kernel(page)
    page.click(".review-card h3")
    page.keyboard.press("i")
    page.wait_for_function(
        "() => /No answer|is gone/.test(document.querySelector('.review-status').textContent)"
    )
    assert len(reviews.decisions(folder)) == len(before)
    notebook.run_all(page)
    assert notebook.text(page, ".review-numbers").startswith(f"{len(before)} read")
    assert notebook.text(page, "header .review-quiet >> nth=0") == "1 put aside"
    assert page.input_value(".review-card details input >> nth=0") == "the; care"
    reference = notebook.key_of(page)
    assert reference not in set(before.reference_id)
    notebook.press(page, "i")
    assert list(reviews.decisions(folder).reference_id) == [*before.reference_id, reference]
    assert notebook.cell_sources(page) == CELLS
    assert not page.said
