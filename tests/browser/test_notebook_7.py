"""The screening card in Notebook 7, which takes single keys in its own way."""

from importlib.util import find_spec

import pytest

from browser import notebook, reviews

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_spec("notebook") is None, reason="needs the package notebook (extra: test)"),
]

NOTE = "a, b, dd, and x: see Methods"
CELLS = [
    notebook.OPEN,
    "workbench.cards.screen('prova', language='en')",
    "import time\n\ntime.sleep(1.5)",
]


@pytest.fixture(scope="module")
def folder(lab, page):
    """Copy the sample, open a notebook in it and run it."""
    folder = notebook.run_in(reviews.sample(lab.folder / "seven"), CELLS, page, lab, view="notebooks")
    # what Notebook finds wrong with itself while it opens is not the card's
    page.said.clear()
    return folder


def test_this_is_notebook_7(folder, page):
    """The page is Notebook's own, not JupyterLab's."""
    assert page.evaluate("() => window.jupyterapp.name") == "Jupyter Notebook"
    assert page.evaluate("() => window.jupyterapp.version").startswith("7.")


def test_the_card_keeps_the_keys_when_later_cells_have_run(folder, page):
    """Notebook takes them once more when the last cell has run; the card takes them back."""
    page.wait_for_function(
        """() => [...window.jupyterapp.shell.currentWidget.content.model.cells].at(-1).executionCount === 3"""
    )
    notebook.wait_for_kernel(page)
    page.wait_for_timeout(500)
    assert notebook.has_focus(page)


def test_screening_by_keyboard(folder, page):
    """Each key decides one reference; no cell is inserted, cut or run, and the focus is never lost."""
    made = []
    for key, decision in [("i", "include"), ("e", "exclude"), ("u", "unsure"), ("e", "exclude")]:
        made.append((notebook.key_of(page), decision))
        notebook.press(page, key)
        assert notebook.has_focus(page)
    stored = reviews.decisions(folder)
    assert list(zip(stored.reference_id, stored.decision, strict=True)) == made
    assert set(stored.reader) == {"prova"}
    assert notebook.cell_sources(page) == CELLS


def test_every_part_of_the_card_keeps_the_keys(folder, page):
    """On a button, in the text and in the note, letters that Notebook knows as commands do nothing to it."""
    for part in (".review-text", ".review-side", ".review-main >> nth=0", ".review-flag >> nth=0"):
        page.locator(f".review-card {part}").focus()
        # insert a cell, delete one, cut, paste, merge, to Markdown: what Notebook does with these
        for key in ("a", "b", "x", "c", "m", "y", "Shift+M"):
            page.keyboard.press(key)
        assert notebook.has_focus(page)
        assert notebook.cell_sources(page) == CELLS
    reference = notebook.key_of(page)
    page.locator(".review-card").focus()
    for key in ("2", "v", "n"):
        page.keyboard.press(key)
    page.keyboard.type(NOTE)
    page.keyboard.press("Escape")
    notebook.press(page, "e")
    row = reviews.decisions(folder).iloc[-1]
    assert (row.reference_id, row.reason, row.note) == (reference, "wrong_intervention", NOTE)
    notebook.press(page, "z")
    assert notebook.key_of(page) == reference
    assert notebook.cell_sources(page) == CELLS
    assert not page.said
