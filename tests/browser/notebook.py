"""A notebook in a browser: making one, opening it, running it, and asking what became of it."""

import nbformat

RUN_ALL = "notebook:run-all-cells"
RESTART = "notebook:restart-kernel"


def write_notebook(path, cells):
    """Write a notebook with these code cells."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, path)


def open_notebook(page, lab, path):
    """Open a notebook in JupyterLab and wait for its kernel."""
    page.goto(lab.url(path))
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_function("() => window.jupyterapp !== undefined")
    wait_for_kernel(page)


def wait_for_kernel(page):
    """Wait until the kernel of the notebook is idle."""
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
    )


def run_all(page):
    """Run all cells and wait for the card."""
    execute(page, RUN_ALL)
    page.wait_for_selector(".review-card")
    page.wait_for_function("() => document.activeElement.closest('.review-card') !== null")


def execute(page, command, arguments=None):
    """Execute a command of JupyterLab."""
    page.evaluate(
        "([command, args]) => { window.jupyterapp.commands.execute(command, args); }", [command, arguments or {}]
    )


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
    page.evaluate("(name) => window.jupyterapp.commands.execute('apputils:change-theme', { theme: name })", name)
    page.wait_for_function(f"() => document.body.dataset.jpThemeLight === '{light}'")
    page.wait_for_selector("#jupyterlab-splash", state="detached")


def has_focus(page):
    """Return whether the card has the keys."""
    return page.evaluate("() => document.activeElement.closest('.review-card') !== null")


def press(page, key):
    """Press a key on the card and wait until the kernel has answered."""
    before = page.evaluate("() => document.querySelector('.review-card').dataset.answer")
    page.keyboard.press(key)
    page.wait_for_function(
        "(before) => document.querySelector('.review-card').dataset.answer !== before", arg=before
    )
