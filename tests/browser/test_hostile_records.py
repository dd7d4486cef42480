"""Hostile records in a real JupyterLab: whatever they hold, a reader sees text and nothing runs."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from browser import hostile, notebook
from review.widgets.marking import LONGEST, plain

pytestmark = pytest.mark.browser

OURS = {
    *("SECTION", "HEADER", "ASIDE", "DIV", "SPAN", "P", "H2", "H3", "H4", "UL", "LI", "A", "KBD", "MARK"),
    *("BUTTON", "LABEL", "TEXTAREA", "INPUT", "DETAILS", "SUMMARY"),
}
LOOK = """() => {
    const parts = [...document.querySelector('.review-card').querySelectorAll('*')];
    return {
        tags: [...new Set(parts.map((part) => part.tagName))],
        handlers: parts.flatMap((part) => part.getAttributeNames()).filter((name) => name.startsWith('on')),
        links: parts.filter((part) => part.tagName === 'A').map((part) => part.getAttribute('href')),
        title: document.querySelector('.review-card h3').textContent,
        hacked: window.hacked !== undefined,
    };
}"""


def test_hostile_records_are_inert(lab, page):
    """Sixty payloads and more in every field are shown as text; no element, link or request is theirs."""
    here = str(Path(hostile.__file__).parent)
    cells = [f"import sys\n\nsys.path.insert(0, {here!r})", "import hostile\n\nhostile.card()"]
    notebook.write_notebook(lab.folder / "hostile.ipynb", cells)
    notebook.open_notebook(page, lab, "hostile.ipynb")
    notebook.run_all(page)
    assert len(hostile.PAYLOADS) >= 60
    for payload in hostile.PAYLOADS:
        notebook.press(page, "w")
        seen = page.evaluate(LOOK)
        assert set(seen["tags"]) <= OURS
        assert (seen["handlers"], seen["links"], seen["hacked"]) == ([], [], False), payload
        assert seen["title"][:LONGEST] == plain(payload)[:LONGEST]
        notebook.press(page, "e")
    assert "All is read" in notebook.text(page, ".review-text")
    assert not page.said
    assert {urlsplit(address).hostname for address in page.asked} - {"127.0.0.1", None, ""} == set()
