"""The pair card in a real JupyterLab: pairs judged by keyboard, each verdict in the database."""

import pytest
from browser import notebook, reviews

from review.workbench import Workbench

pytestmark = pytest.mark.browser

CELLS = [
    "from review.workbench import Workbench\nworkbench = Workbench.open()",
    "workbench.confirm_pairs('reader1')",
]


@pytest.fixture(scope="module")
def folder(lab, page):
    """Make the review, open its notebook and run it."""
    folder = reviews.near_duplicates(lab.folder / "pairs")
    notebook.write_notebook(folder / "pairs.ipynb", CELLS)
    notebook.open_notebook(page, lab, "pairs/pairs.ipynb")
    notebook.run_all(page)
    return folder


def test_pairs_are_judged_by_keyboard(folder, page):
    page.screenshot(path="/tmp/pair.png")
    for key in "sdsd":
        notebook.press(page, key)
    page.screenshot(path="/tmp/pair2.png")
    notebook.use_theme(page, "JupyterLab Dark")
    page.screenshot(path="/tmp/pair3.png")
    with Workbench.open(folder) as w:
        print(w.store.history("verdicts").T)
    print(page.said)
