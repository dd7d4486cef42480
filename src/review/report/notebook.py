"""Notebook: the report's notebook run in the review's folder, and its page written."""

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from review.errors import ProjectError, ReviewError, UsageError
from review.formats import whole_file
from review.project import Project
from review.report.page import chapters_of, chosen, to_page
from review.vocabulary import LANGUAGES

__all__ = ["build"]

NOTEBOOK = "notebooks/07_report.ipynb"
PAGE = "outputs/report.html"
PARAMETERS = "parameters"
"""The tag of the cell after which the report's language is set."""

SECONDS_PER_CELL = 600
LONGEST_FOLDER = 80


class ThisPython(KernelSpecManager):
    """Runs notebooks in the Python that is running now, whatever kernels are registered."""

    def get_kernel_spec(self, kernel_name):
        """Return how to start a kernel of this Python."""
        start = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=[*start, "--HistoryManager.enabled=False"], display_name="", language="python")


def build(folder=".", *, language=None, out=None, date=None, chapters=None):
    """Run the report's notebook in the folder of a review and write its page.

    Parameters
    ----------
    folder : path
        Of the review, or below it.
    language : {"sv", "en"}, optional
        The language of review.toml where not given.
    out : path, optional
        ``outputs/report.html`` of the review where not given.
    date : datetime.date, optional
        The date printed; review.toml's where not given.
    chapters : sequence of str, optional
        Those of review.toml where not given, all where it names none.

    Returns
    -------
    Path
        The file written. The same review gives the same bytes.

    Raises
    ------
    ProjectError
        If there is no review, or its notebook is missing or cannot be read.
    ReviewError
        If a cell of the notebook fails; nothing is written then.
    """
    project = Project.open(folder)
    language = language or project.language
    if language not in LANGUAGES:
        raise UsageError(f"language must be one of {', '.join(LANGUAGES)}; got {language!r}")
    wanted = chosen(chapters or project.chapters)
    path = project.path(*NOTEBOOK.split("/"))
    notebook = run(with_parameters(read(path), path, language=language, chapters=wanted), path)
    if not chapters_of(notebook):
        raise ProjectError(
            f"{path}: shows no chapter; a code cell should end with a line such as report.show('findings')"
        )
    page = to_page(notebook, project, language=language, date=date)
    out = Path(out) if out else project.path(*PAGE.split("/"))
    with whole_file(out) as beside:
        beside.write_text(page, encoding="utf-8", newline="\n")
    return out


def read(path):
    """Return the notebook at a path."""
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise ProjectError(f"{path}: no such notebook; copy it from a fresh review (review init)") from None
    except (OSError, ValueError) as error:
        raise ProjectError(f"{path}: not readable as a notebook: {error}") from None


def with_parameters(notebook, path, **values):
    """Return the notebook with a cell that sets values, after the cell tagged ``parameters``."""
    for place, cell in enumerate(notebook.cells):
        if PARAMETERS in cell.metadata.get("tags", []):
            source = "\n".join(f"{name} = {value!r}" for name, value in values.items())
            notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(source))
            return notebook
    raise ProjectError(f"{path}: no cell is tagged {PARAMETERS!r}; tag the one that sets the language")


def run(notebook, path):
    """Return the notebook as it is after every cell has run in its own folder."""
    with tempfile.TemporaryDirectory() as clean:
        client = NotebookClient(
            notebook,
            km=kernel(clean),
            timeout=SECONDS_PER_CELL,
            record_timing=False,
            resources={"metadata": {"path": str(path.parent)}},
        )
        # settings and start-up files of whoever builds the report must not change it
        settings = {"IPYTHONDIR": clean, "PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}
        settings |= {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
        try:
            return client.execute(env=os.environ | settings, cleanup_kc=True)
        except CellExecutionError as error:
            raise ReviewError(f"{path}: {error.ename}: {error.evalue}") from None
        except CellTimeoutError:
            raise ReviewError(f"{path}: a cell ran for more than {SECONDS_PER_CELL} seconds") from None
        except DeadKernelError as error:
            raise ReviewError(f"{path}: the notebook's Python ended: {error}") from None


def kernel(folder):
    """Return the manager of a kernel that talks through files in a folder, not through the network."""
    # the paths of such files must be short, and not every system has them
    local = os.name == "posix" and len(folder) < LONGEST_FOLDER
    return AsyncKernelManager(
        kernel_spec_manager=ThisPython(),
        connection_file=str(Path(folder, "kernel.json")),
        transport="ipc" if local else "tcp",
    )
