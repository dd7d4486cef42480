"""Hostile records in a real JupyterLab: whatever they hold, a reader sees text and nothing runs."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from browser import hostile, notebook
from review.widgets.marking import LONGEST, plain

pytestmark = pytest.mark.browser

OURS = {
    *("SECTION", "HEADER", "ASIDE", "DIV", "SPAN", "P", "H2", "H3", "H4", "UL", "LI", "A", "KBD", "MARK"),
    *("BR", "BUTTON", "LABEL", "TEXTAREA", "INPUT", "DETAILS", "SUMMARY"),
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


def opened(lab, page, name, source):
    """Open a notebook of hostile records, named and run."""
    here = str(Path(hostile.__file__).parent)
    cells = [f"import sys\n\nsys.path.insert(0, {here!r})", f"import hostile\n\n{source}"]
    notebook.write_notebook(lab.folder / name, cells)
    notebook.open_notebook(page, lab, name)
    notebook.run_all(page)


def nothing_happened(page):
    """Return whether nothing ran, spoke up or asked for anything from elsewhere."""
    hosts = {urlsplit(address).hostname for address in page.asked}
    return not page.said and hosts <= {"127.0.0.1", None, ""}


def test_hostile_records_are_inert(lab, page):
    """Ninety payloads in every field are shown as text; no element or request is theirs."""
    opened(lab, page, "hostile.ipynb", "hostile.card()")
    assert len(hostile.PAYLOADS) >= 90
    for payload in hostile.PAYLOADS:
        notebook.press(page, "s")
        seen = page.evaluate(LOOK)
        assert set(seen["tags"]) <= OURS
        assert (seen["handlers"], seen["hacked"]) == ([], False), payload
        assert all(link.startswith("https://doi.org/10.") for link in seen["links"]), payload
        assert seen["title"][:LONGEST] == plain(payload)[:LONGEST]
        notebook.press(page, "e")
    assert "All is read" in notebook.text(page, ".review-text")
    assert nothing_happened(page)


def test_a_list_of_hostile_records_is_inert(lab, page):
    """The same on the list, with every abstract open."""
    notebook.save(page)
    opened(lab, page, "hostile_list.ipynb", "hostile.card(hostile.ListCard)")
    for _ in hostile.PAYLOADS:
        page.keyboard.press("o")
        page.keyboard.press("m")
    seen = page.evaluate(LOOK.replace("h3", ".review-row-title"))
    assert set(seen["tags"]) <= OURS
    assert (seen["handlers"], seen["links"], seen["hacked"]) == ([], [], False)
    assert page.locator(".review-row-title").count() == len(hostile.PAYLOADS)
    notebook.press(page, "e")
    assert "Nothing more on the list" in notebook.text(page, ".review-done")
    assert nothing_happened(page)
