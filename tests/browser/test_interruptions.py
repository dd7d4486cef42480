"""A closed laptop, a page loaded anew, a second tab: nothing is lost and nothing doubled."""

import pytest
from playwright.sync_api import TimeoutError

from browser import notebook, reviews
from browser.conftest import window
from review.workbench import Workbench

pytestmark = pytest.mark.browser

CELLS = [
    "from review.workbench import Workbench\n\nworkbench = Workbench.open()",
    "workbench.cards.screen('prova', language='en')",
]
LOOKED_AT = 1500  # milliseconds a reader looks at a card that changed by itself


@pytest.fixture(scope="module")
def folder(lab, page):
    """Copy the sample, open a notebook in it and run it; a second notebook for the second tab."""
    folder = reviews.sample(lab.folder / "interrupted")
    for name in ("one", "two"):
        notebook.write_notebook(folder / f"{name}.ipynb", CELLS)
    notebook.open_notebook(page, lab, "interrupted/one.ipynb")
    notebook.run_all(page)
    return folder


def decided(folder):
    """Return what was decided, in order: reference and decision, each row there is."""
    with Workbench.open(folder) as workbench:
        frame = workbench.store.history("decisions")
    assert not frame.reference_id.duplicated().any()
    return list(zip(frame.reference_id, frame.decision, strict=True))


def wait_for_status(page, words):
    """Wait until the line below the card says something."""
    page.wait_for_function(
        "(words) => new RegExp(words).test(document.querySelector('.review-status').textContent)", arg=words
    )


def moved_on(page, key, within=90_000):
    """Return whether the card comes to show another reference, within so many milliseconds."""
    try:
        page.wait_for_function(
            "(key) => document.querySelector('.review-card').dataset.key !== key", arg=key, timeout=within
        )
    except TimeoutError:
        return False
    return True


def test_a_closed_laptop(folder, page):
    """Without the server nothing moves and the card says so; back again, each key has judged once."""
    notebook.press(page, "i")
    before, key = decided(folder), notebook.key_of(page)
    page.context.set_offline(True)
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel._ws?.close()")
    for press in "ee":
        page.keyboard.press(press)
        wait_for_status(page, "No answer|is gone")
    assert (notebook.key_of(page), decided(folder)) == (key, before)
    page.context.set_offline(False)
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.reconnect()")
    notebook.wait_for_kernel(page)
    if page.locator(".jp-Dialog").count():
        page.keyboard.press("Escape")
        page.wait_for_selector(".jp-Dialog", state="detached")
    # what was pressed without a server is heard now, where the browser held it
    if not moved_on(page, key, within=15_000):
        page.click(".review-card h3")
        page.keyboard.press("e")
        assert moved_on(page, key)
    assert decided(folder) == [*before, (key, "exclude")]
    # a key pressed sooner would be taken as meant for the card that was there before
    page.wait_for_timeout(LOOKED_AT)
    notebook.press(page, "u")
    assert decided(folder)[-1][1] == "unsure"
    assert notebook.has_focus(page)


def test_a_page_loaded_anew_shows_the_same_card(folder, lab, page):
    """The notebook was saved: the card is there again, live, where one was."""
    before, key = decided(folder), notebook.key_of(page)
    notebook.save(page)
    notebook.open_notebook(page, lab, "interrupted/one.ipynb")
    page.wait_for_selector(".review-card")
    assert notebook.key_of(page) == key
    assert notebook.text(page, ".review-numbers").startswith(f"{len(before)} read")
    page.click(".review-card h3")
    notebook.press(page, "e")
    assert decided(folder) == [*before, (key, "exclude")]


def test_a_second_tab_of_the_same_reader(folder, lab, page, chromium):
    """What one tab decided the other does not decide again; both go on where the other was."""
    notebook.run_all(page)
    with window(chromium) as other:
        notebook.open_notebook(other, lab, "interrupted/two.ipynb")
        notebook.run_all(other)
        before, key = decided(folder), notebook.key_of(page)
        assert notebook.key_of(other) == key
        page.click(".review-card h3")
        notebook.press(page, "i")
        notebook.press(other, "e")
        assert "Decided in another window already" in notebook.text(other, ".review-status")
        assert decided(folder) == [*before, (key, "include")]
        notebook.press(other, "e")
        assert len(decided(folder)) == len(before) + 2
        assert not other.said


def test_one_kernel_shown_twice_moves_both(folder, lab, page):
    """The same card in a second view of the notebook follows, and a key there judges once."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:create-output-view')")
    page.wait_for_function("() => document.querySelectorAll('.review-card').length === 2")
    # what the second tab decided last is told first
    notebook.press(page, "e")
    before = decided(folder)
    notebook.press(page, "e")
    page.wait_for_function(
        "() => new Set([...document.querySelectorAll('.review-card')].map((c) => c.dataset.key)).size === 1"
    )
    assert len(decided(folder)) == len(before) + 1
    assert not page.said
