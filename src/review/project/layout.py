"""Layout: making a new review's folder, and finding what ships with the package."""

import csv
import json
import shutil
import uuid
from pathlib import Path

from review.errors import ProjectError
from review.project.reading import read
from review.project.settings import FILE

__all__ = ["copy_sample", "create", "shipped"]


def shipped(*parts):
    """Return the path of something that ships with the package: notebooks, references, the sample.

    In an installed package these lie in ``review/shipped``; in a checkout at its top.
    """
    package = Path(__file__).resolve().parents[1]
    for base in (package / "shipped", package.parents[1]):
        if base.joinpath(*parts).exists():
            return base.joinpath(*parts)
    raise ProjectError(f"{'/'.join(parts)} is missing from the installed package; install review again")


def create(folder, *, title, language="sv"):
    """Lay out a new review: review.toml, notebooks, references and empty data folders.

    Raises
    ------
    ProjectError
        If the folder already holds a review, or something else: nothing is overwritten.
    """
    folder = unused(folder)
    for name in ("data/raw", "outputs"):
        folder.joinpath(name).mkdir(parents=True, exist_ok=True)
    copy_tree(shipped("notebooks"), folder / "notebooks")
    copy_tree(shipped("references"), folder / "references")
    shutil.copyfile(shipped("references", "templates", "data.md"), folder / "data" / "README.md")
    for path in folder.joinpath("references").glob("*.csv"):
        take_out_invented(path)
    # JSON strings are TOML strings, so that quotes and line ends in a title do no harm
    text = shipped("references", "templates", FILE).read_text(encoding="utf-8")
    quoted = json.dumps(title.replace("\x7f", ""), ensure_ascii=False)[1:-1]
    for mark, value in (("@ID@", uuid.uuid4().hex[:12]), ("@LANGUAGE@", language), ("@TITLE@", quoted)):
        text = text.replace(mark, value)
    folder.joinpath(FILE).write_text(text, encoding="utf-8")
    return read(folder / FILE)


def copy_sample(folder):
    """Lay out the sample review in an empty folder.

    Raises
    ------
    ProjectError
        If the folder is not empty.
    """
    folder = unused(folder, "not empty and not the sample")
    folder.joinpath("outputs").mkdir(parents=True, exist_ok=True)
    for name in ("notebooks", "references", "data/sample"):
        copy_tree(shipped(*name.split("/")), folder / name)
    shutil.copyfile(shipped(FILE), folder / FILE)
    return read(folder / FILE)


def unused(folder, found="not empty"):
    """Return the path of a folder that is not there, or is empty; else say what was found."""
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise ProjectError(f"{folder}: {found}; name a folder that does not exist yet")
    return folder


def take_out_invented(path):
    """Leave out the rows of a reference table that are invented for the sample; others stay byte for byte."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    if not rows or "invented" not in rows[0]:
        return
    column = rows[0].index("invented")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(row for row in rows if row[column] != "yes")


def copy_tree(source, target):
    """Copy a folder without what only tools need."""
    tools = shutil.ignore_patterns(".*", "__pycache__", "works", "recipe", "build.py", "editions")
    shutil.copytree(source, target, ignore=tools, dirs_exist_ok=True)
