"""Blinded dual screening in a real JupyterLab: conflicts settled side by side, and a second look."""

import pytest

from browser import notebook, reviews
from browser.conftest import window
from review.workbench import Workbench

pytestmark = pytest.mark.browser

SETTLE = [notebook.OPEN, "workbench.cards.settle_conflicts('karin', language='en')"]
SECOND = [notebook.OPEN, "workbench.cards.second_look('anna', n=6, language='en')"]
THEMES = ["JupyterLab Dark", "JupyterLab Light"]


@pytest.fixture(scope="module")
def folder(lab):
    """Make a sample in which two readers disagree, with a notebook for each view."""
    folder = reviews.sample_in_dispute(lab.folder / "disputed")
    for name, cells in (("settle", SETTLE), ("second", SECOND)):
        notebook.write_notebook(folder / f"{name}.ipynb", cells)
    return folder


@pytest.fixture(scope="module")
def settling(lab, page, folder):
    """Open the view of the adjudicator."""
    notebook.open_notebook(page, lab, "disputed/settle.ipynb")
    notebook.run_all(page)
    return page


def of(folder, reader):
    """Return the decisions of a reader that count, newest last."""
    with Workbench.open(folder) as workbench:
        frame = workbench.store.current("decisions")
    return frame[(frame.reader == reader) & (frame.stage == "title_abstract")]


def test_a_conflict_is_settled_side_by_side(folder, settling, picture):
    """Both decisions are on the card; settling is a row of its own and theirs stay."""
    page = settling
    before = {reader: len(of(folder, reader)) for reader in ("anna", "bengt")}
    assert page.locator(".review-judge").count() == 2
    assert "Anna" in notebook.text(page, ".review-judge >> nth=0")
    picture(page, "conflict-card.png")
    given = []
    for key, decision in (("i", "include"), ("e", "exclude"), ("i", "include")):
        given.append((notebook.key_of(page), decision))
        notebook.press(page, key)
        assert notebook.has_focus(page)
    rows = of(folder, "karin")
    assert list(zip(rows.reference_id, rows.decision, strict=True)) == given
    assert {reader: len(of(folder, reader)) for reader in before} == before
    with Workbench.open(folder) as workbench:
        found = workbench.decisions.outcomes().set_index("reference_id").loc[[name for name, _ in given]]
    assert list(found.outcome) == ["include", "exclude", "include"]
    assert set(found.settled_by) == {"adjudicator"}
    notebook.press(page, "z")
    assert (notebook.key_of(page), len(of(folder, "karin"))) == (given[-1][0], 2)
    assert notebook.cell_sources(page) == SETTLE
    assert not page.said


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_hinders_who_settles(settling, theme, picture):
    """Axe finds no violation, in dark and in light, and nothing is cut off at twice the size."""
    notebook.use_theme(settling, theme)
    assert notebook.violations(settling) == ""
    if "Dark" in theme:
        picture(settling, "conflict-card-dark.png")
    assert notebook.cut_off(settling) <= 0


@pytest.fixture(scope="module")
def looking(lab, chromium, folder):
    """Open the second look in a window of its own."""
    with window(chromium) as page:
        notebook.open_notebook(page, lab, "disputed/second.ipynb")
        notebook.run_all(page)
        yield page


def test_a_second_look_is_blind_and_stored_as_such(folder, looking, picture):
    """The card tells nothing of the first decision; the new one counts and says how it came."""
    page = looking
    first = of(folder, "anna").set_index("reference_id").decision
    picture(page, "second-look.png")
    seen = []
    for key in "ieu":
        seen.append(notebook.key_of(page))
        assert not page.is_visible(".review-said")
        assert page.locator(".review-card [aria-pressed='true']").count() == 0
        notebook.press(page, key)
    rows = of(folder, "anna").set_index("reference_id").loc[seen]
    assert list(rows.decision) == ["include", "exclude", "unsure"]
    assert set(rows.drawn) == {"second_look"}
    assert set(seen) <= set(first.index)
    notebook.restart_kernel(page)
    notebook.run_all(page)
    assert notebook.text(page, ".review-numbers") == "3 looked at again · 3 left"
    assert notebook.key_of(page) not in seen
    assert not page.said


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_hinders_who_looks_again(looking, theme, picture):
    """Axe finds no violation, in dark and in light."""
    notebook.use_theme(looking, theme)
    assert notebook.violations(looking) == ""
    if "Dark" in theme:
        picture(looking, "second-look-dark.png")
