"""The report on the command line: chapters, date, what goes with it, what changed, and checking a file."""

import json

import pytest

from report_material import LINKS, snapshot
from review import project
from review.cli import main
from review.report import render
from review.report.roots import read_page


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    """Return the folder of a review that nobody has begun."""
    folder = tmp_path_factory.mktemp("reviews") / "new"
    project.create(folder, title="Ny", language="en")
    return folder


def run(capsys, *arguments):
    """Return exit code, printed JSON (None where there is none) and messages."""
    code = main([*map(str, arguments), "--json"])
    said = capsys.readouterr()
    return code, json.loads(said.out) if said.out else None, said.err


def test_a_sound_report_passes_and_a_changed_one_is_named(tmp_path, capsys):
    """Exit code 0, 1 with the number's name, and 2 for what is no report; no review is needed for it."""
    path = tmp_path / "report.html"
    page = render(snapshot())
    path.write_text(page, encoding="utf-8")
    code, checks, _ = run(capsys, "verify", "--report", path)
    assert code == 0
    assert all(row["ok"] for row in checks)
    one = read_page(path).numbers["included"]
    path.write_text(
        page.replace(
            f'data-number="included" data-form="value">{one.value}<',
            'data-number="included" data-form="value">9<',
        ),
        encoding="utf-8",
    )
    code, checks, messages = run(capsys, "verify", "--report", path)
    assert code == 1
    assert "number included" in messages
    assert next(row["check"] for row in checks if not row["ok"]) == "number included"
    path.write_text("<p>other</p>", encoding="utf-8")
    assert run(capsys, "verify", "--report", path)[0] == 2


def test_a_report_says_what_changed_since_an_older_one(review, tmp_path, capsys):
    """Chapters and date are those asked for; tables lie beside; the numbers that differ are listed."""
    old = tmp_path / "old.html"
    old.write_text(render(snapshot(tied=LINKS), language="en"), encoding="utf-8")
    out = tmp_path / "made" / "new.html"
    code, made, _ = run(
        capsys, "report", "--project", review, "--out", out, "--since", old,
        "--chapters", "findings,appendices", "--date", "2026-12-24", "--tables", "--crate",
    )  # fmt: skip
    assert code == 0
    page = out.read_text(encoding="utf-8")
    assert "24 December 2026" in page
    assert page.count("<section ") == 2
    changed = {row["number"]: row for row in made["since"]}
    assert changed["included"]["after"].startswith("–")
    assert changed["included"]["what"] == "studies included"
    assert "printed_icke_gora" not in changed
    assert (out.parent / "tables" / "prisma_2020.csv").is_file()
    assert (out.parent / "tables" / "register.csv").is_file()
    assert (out.parent / "ro-crate-metadata.json").is_file()


WRONG = [
    pytest.param(["--date", "24/12"], "--date must be a day such as 2026-10-01; got '24/12'", id="date"),
    pytest.param(["--chapters", "end"], "unknown chapter 'end'; there are findings", id="chapter"),
    pytest.param(["--since", "gone.html"], "gone.html: no such file", id="older-report"),
]


@pytest.mark.parametrize(("arguments", "sentence"), WRONG)
def test_what_cannot_be_is_said_before_anything_is_written(review, capsys, arguments, sentence):
    """One sentence, exit code 2, no page."""
    code, _, messages = run(capsys, "report", "--project", review, *arguments)
    assert code == 2
    assert sentence in messages
    assert not (review / "outputs" / "report.html").exists()


@pytest.mark.parametrize("form", ["asreview", "rayyan", "prisma"])
def test_exports_for_other_programs_have_names_of_their_own(review, capsys, form):
    """Each in outputs, beside the others."""
    code, made, _ = run(capsys, "export", "--project", review, "--format", form)
    assert (code, made["references"]) == (0, 0)
    assert made["file"].endswith(".csv")
