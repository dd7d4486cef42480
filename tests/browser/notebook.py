"""A notebook in a browser: making one, opening it, running it, and asking what became of it."""

import nbformat
from axe_playwright_python.sync_playwright import Axe

OPEN = "from review.workbench import Workbench\n\nworkbench = Workbench.open()"
"""The cell with which every notebook begins."""


def run_in(folder, cells, page, lab, **view):
    """Write a notebook into a review's folder, open it and run it; return the folder."""
    write_notebook(folder / "cards.ipynb", cells)
    open_notebook(page, lab, f"{folder.name}/cards.ipynb", **view)
    run_all(page)
    return folder


def write_notebook(path, cells):
    """Write a notebook with these code cells."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, path)


def open_notebook(page, lab, path, **view):
    """Open a notebook, in JupyterLab unless another view is named, and wait for its kernel."""
    page.goto(lab.url(path, **view))
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_function("() => window.jupyterapp !== undefined")
    wait_for_kernel(page)


def wait_for_kernel(page):
    """Wait until the kernel of the notebook is idle."""
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
    )


def run_all(page):
    """Run all cells, wait for a new card, and until it has the keys."""
    page.evaluate("() => document.querySelector('.review-card')?.classList.add('old')")
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_selector(".review-card:not(.old)")
    page.wait_for_function("() => document.activeElement.closest('.review-card:not(.old)') !== null")


def in_kernel(page, code):
    """Run a line in the notebook's kernel, without a cell."""
    page.evaluate(
        """(code) => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel
                        .requestExecute({ code }).done""",
        code,
    )


def save(page):
    """Save the notebook."""
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")


def restart_kernel(page):
    """Restart the kernel without being asked whether one is sure."""
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    wait_for_kernel(page)


def cell_sources(page):
    """Return the sources of the notebook's cells as they are now."""
    return page.evaluate(
        """() => Array.from(window.jupyterapp.shell.currentWidget.content.model.cells)
                    .map((cell) => cell.sharedModel.getSource())"""
    )


def use_theme(page, name):
    """Change JupyterLab's theme and wait until it is there."""
    light = "true" if "Light" in name else "false"
    page.evaluate(
        "(name) => window.jupyterapp.commands.execute('apputils:change-theme', { theme: name })", name
    )
    page.wait_for_function(f"() => document.body.dataset.jpThemeLight === '{light}'")
    page.wait_for_selector("#jupyterlab-splash", state="detached")


def has_focus(page):
    """Return whether the card has the keys."""
    return page.evaluate("() => document.activeElement.closest('.review-card') !== null")


def text(page, selector):
    """Return the text of a part of the card."""
    return page.inner_text(f".review-card {selector}")


def key_of(page):
    """Return what the card is about: the id of a reference, or of two records."""
    return page.get_attribute(".review-card", "data-key")


def violations(page):
    """Return what axe finds wrong with the card, as a readable text."""
    found = Axe().run(page, context=".review-card")
    return found.generate_report() if found.violations_count else ""


def press(page, key):
    """Press a key on the card and wait until the kernel has answered.

    On a slow machine an answer may come so late that the card has given up waiting for it. It then takes a
    key pressed at once as meant for what stood there before, says so, and wants it pressed again.
    """
    before = page.evaluate(
        """() => {
            const card = document.querySelector('.review-card');
            return [card.dataset.answer, card.querySelector('.review-status').textContent];
        }"""
    )
    page.keyboard.press(key)
    if wait_for_answer(page, before) == "refused":
        page.wait_for_timeout(1000)
        page.keyboard.press(key)
        wait_for_answer(page, before)


def wait_for_answer(page, before):
    """Wait until the kernel has answered, or the card has refused a key and says so; return which."""
    return page.wait_for_function(
        """([answer, status]) => {
            const card = document.querySelector('.review-card');
            const told = card.querySelector('.review-status').textContent;
            if (card.dataset.answer !== answer) return "answered";
            return told !== status && /had changed already|hade redan bytts/.test(told) && "refused";
        }""",
        arg=before,
    ).json_value()


def cut_off(page):
    """Return by how much the card is too wide for a window of half the width, as with zoom at 200 %."""
    page.set_viewport_size({"width": 700, "height": 500})
    wide = page.evaluate(
        "() => { const c = document.querySelector('.review-card'); return c.scrollWidth - c.clientWidth; }"
    )
    page.set_viewport_size({"width": 1400, "height": 1000})
    return wide
