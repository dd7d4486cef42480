"""The notebooks: thin, introduced, committed without outputs, and true when they are run."""

import ast
import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from review.project import shipped

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MOST_LINES = 12


def each(paths):
    """Give each notebook its name as the test's name."""
    return [pytest.param(path, id=path.stem) for path in paths]


def test_the_seven_notebooks_are_there():
    """One notebook per step of the work, in order."""
    names = ["01_import", "02_deduplicate", "03_screen", "04_flag", "05_economics", "06_recommendations"]
    assert [path.stem for path in NOTEBOOKS] == [*names, "07_report"]


@pytest.mark.parametrize("path", each(NOTEBOOKS))
def test_a_notebook_is_committed_clean(path):
    """No outputs, no counters, nothing but the kernel in the metadata."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert set(notebook["metadata"]) <= {"kernelspec", "language_info"}
    for cell in notebook["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        assert set(cell["metadata"]) <= {"tags"}


@pytest.mark.parametrize("path", each(NOTEBOOKS))
def test_a_notebook_is_thin(path):
    """No functions or classes, short cells, every code cell introduced by text."""
    before = None
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            assert before == "markdown", f"nothing introduces: {cell.source[:60]!r}"
            assert len(cell.source.splitlines()) <= MOST_LINES
            thick = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
            found = [node.lineno for node in ast.walk(ast.parse(cell.source)) if isinstance(node, thick)]
            assert not found, f"lines {found} of {cell.source[:60]!r} belong in the package"
        before = cell.cell_type


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Return a folder with a copy of the sample review."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("notebooks", "references", "data/sample"):
        shutil.copytree(shipped(*name.split("/")), folder / name)
    shutil.copyfile(shipped("review.toml"), folder / "review.toml")
    (folder / "outputs").mkdir()
    return folder


def run(path, folder):
    """Run a notebook in a review's folder and return the last value of each code cell as text."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=300,
        resources={"metadata": {"path": str(folder / "notebooks")}},
        record_timing=False,
    )
    client.execute()
    texts = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "stream" or output.name != "stderr", output.text
            texts.append(output.get("data", {}).get("text/plain", ""))
    return texts


@pytest.mark.slow
def test_the_notebooks_run_from_top_to_bottom_on_the_sample(sample):
    """Each runs after the one before it, shows no warning, and ends with its numbers."""
    for path in NOTEBOOKS[:6]:
        numbers = ast.literal_eval(run(path, sample)[-1])
        assert numbers
        assert all(value >= 0 for value in numbers.values())
        if path.stem == "06_recommendations":
            assert numbers["links"] >= 60
        if path.stem == "05_economics":
            assert numbers["evaluations"] >= 12


@pytest.mark.slow
@pytest.mark.parametrize("path", each(NOTEBOOKS[:6]))
def test_the_notebooks_run_in_a_new_review(path, tmp_path_factory):
    """Before anything is imported they show empty tables, not errors."""
    from review.project import create

    folder = tmp_path_factory.mktemp("new") / "review"
    create(folder, title="A new review")
    run(path, folder)
