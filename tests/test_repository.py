"""The repository: one truth for dependencies, and what is said about them agrees."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = {
    m[1].lower().replace("_", "-"): m[2]
    for m in re.finditer(r"^([\w.-]+)(?:\[.*?\])?==([^\s;]+)", LOCK, re.M)
}


def plain_name(requirement):
    """Return the name and the lower bound of a requirement, in lower case."""
    name, bound = re.fullmatch(r"([\w-]+)(?:\[[\w,]+\])?\s*(>=[\w.]+)?", requirement).groups()
    return name.lower(), bound or ""


def test_conda_gets_what_pip_gets():
    """environment.yml names the dependencies of pyproject.toml with the same bounds."""
    lines = re.findall(
        r"^  - ([\w-]+[<>=\d.]*)$", (ROOT / "environment.yml").read_text(encoding="utf-8"), re.M
    )
    conda = {plain_name(line) for line in lines} - {("pip", ""), ("conda-forge", "")}
    pip = {plain_name(line) for line in PYPROJECT["project"]["dependencies"]}
    assert conda == pip | {("python", PYPROJECT["project"]["requires-python"])}


@pytest.mark.parametrize("extra", [None, "test", "bench"])
def test_every_dependency_is_pinned_within_its_bound(extra):
    """requirements.lock pins each dependency at a version the project accepts."""
    project = PYPROJECT["project"]
    wanted = project["dependencies"] if extra is None else project["optional-dependencies"][extra]
    for name, bound in map(plain_name, wanted):
        assert name in PINNED, f"{name} is not in requirements.lock; run make lock"
        assert as_numbers(PINNED[name]) >= as_numbers(bound.removeprefix(">="))


IMPORT_NAMES = {
    "sklearn": "scikit-learn",
    "charset_normalizer": "charset-normalizer",
    "jupyter_client": "jupyter-client",
}
OPTIONAL = {"psycopg", "distributed", "polars"}


def test_what_the_package_imports_is_what_the_project_names():
    """No library is used because another one happens to bring it, and none is named for nothing."""
    used = set()
    for path in (ROOT / "src" / "review").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                used |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                used.add(node.module.split(".")[0])
    used = {IMPORT_NAMES.get(name, name.lower()) for name in used - set(sys.stdlib_module_names) - {"review"}}
    named = {plain_name(line)[0] for line in PYPROJECT["project"]["dependencies"]}
    assert used - OPTIONAL == named - {"jupyterlab"}


def as_numbers(version):
    """Return the leading numbers of a version, to compare."""
    return [int(part) for part in re.findall(r"\d+", version)][:3]


def test_the_lock_holds_hashes_and_no_address():
    """Each pinned version has a hash, and nothing says where it was fetched."""
    entries = re.split(r"\n(?=[\w])", LOCK.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in LOCK


def test_the_package_and_the_changelog_know_the_version():
    """The newest entry of the changelog, the package and pyproject.toml give the same version."""
    import review

    newest = re.search(r"^## \[?(\d[\w.]*)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert review.__version__ == PYPROJECT["project"]["version"] == newest[1]
