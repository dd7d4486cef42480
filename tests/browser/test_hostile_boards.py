"""Hostile texts on forms and boards in a real JupyterLab: text is all they are."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from browser import hostile, notebook
from browser.conftest import window

pytestmark = pytest.mark.browser

OURS = {
    *("SECTION", "HEADER", "ASIDE", "DIV", "SPAN", "P", "H2", "H3", "H4", "UL", "OL", "LI", "A", "B", "KBD"),
    *("MARK", "BUTTON", "LABEL", "TEXTAREA", "INPUT", "SELECT", "OPTION", "FIELDSET", "LEGEND", "DETAILS"),
    *("SUMMARY", "DL", "DT", "DD", "svg", "rect", "line", "text", "circle"),
}
LOOK = """() => {
    const parts = [...document.querySelector('.review-card').querySelectorAll('*')];
    return {
        tags: [...new Set(parts.map((part) => part.tagName))],
        handlers: parts.flatMap((part) => part.getAttributeNames()).filter((name) => name.startsWith('on')),
        links: parts.filter((part) => part.tagName === 'A').map((part) => part.getAttribute('href')),
        hacked: window.hacked !== undefined,
    };
}"""
FOLDER = Path(hostile.__file__).parents[1]


@pytest.mark.parametrize("board", ["coding", "form", "links"])
def test_hostile_texts_are_inert(lab, chromium, board):
    """Each payload in every text of a board; no element, handler, link or request is theirs."""
    cells = [
        f"import sys\n\nsys.path.insert(0, {str(FOLDER)!r})",
        f"from browser import hostile_boards\n\nhostile_boards.{board}()",
    ]
    name = f"hostile_{board}.ipynb"
    notebook.write_notebook(lab.folder / name, cells)
    with window(chromium) as page:
        notebook.open_notebook(page, lab, name)
        notebook.run_all(page)
        look_at_all(page)
        hosts = {urlsplit(address).hostname for address in page.asked}
        assert hosts <= {"127.0.0.1", None, ""}
        assert not page.said


def look_at_all(page):
    """Step through all payloads and look at what the page has become."""
    for place in range(len(hostile.PAYLOADS)):
        seen = page.evaluate(LOOK)
        assert set(seen["tags"]) <= OURS
        assert (seen["handlers"], seen["hacked"]) == ([], False), hostile.PAYLOADS[place]
        good = ("https://doi.org/10.", "https://", "http://")
        assert all(link.startswith(good) for link in seen["links"]), hostile.PAYLOADS[place]
        if place + 1 < len(hostile.PAYLOADS):
            notebook.press(page, "j")
