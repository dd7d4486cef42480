"""Chapters say by their parameters what they read, and can be written from a few frames made by hand."""

import ast
import inspect
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from review import report
from review.project.settings import Reader
from review.report import Number, Snapshot
from review.report.chapters import CHAPTERS
from review.report.chapters.method import machine, readers
from review.report.derived import DERIVED
from review.report.material import Material, read_by
from review.report.rows import TABLES
from review.report.writer import Writer

FIELDS = {field.name for field in fields(Snapshot)}
PACKAGE = Path(report.__file__).parents[1]
ROOMS = [PACKAGE / room for room in ("report", "figures", "display")]


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_given_a_writer_and_what_has_a_name(name):
    """Besides the writer, every parameter is a field of the snapshot or derived of it."""
    first, *others = read_by(CHAPTERS[name])
    assert first == "w"
    assert set(others) <= FIELDS | set(DERIVED)


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_reads_all_that_it_is_given(name):
    """A parameter that nothing in the chapter names would say too much of what it rests on."""
    (function,) = ast.parse(inspect.getsource(CHAPTERS[name])).body
    named = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    assert set(read_by(CHAPTERS[name])) <= named


@pytest.mark.parametrize("path", sorted((PACKAGE / "report" / "chapters").glob("*.py")), ids=lambda p: p.stem)
def test_no_chapter_knows_the_snapshot(path):
    """What a chapter reads comes by its parameters, never from the whole."""
    said = {
        getattr(node, "id", getattr(node, "attr", ""))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    }
    assert not {"snapshot", "Snapshot", "Material"} & said


@pytest.mark.parametrize("made", [*DERIVED.values(), *TABLES.values()], ids=lambda made: made.__name__)
def test_what_is_derived_says_what_of(made):
    """Every frame and every table of rows is made of things that have a name."""
    assert set(read_by(made)) <= FIELDS | set(DERIVED)


def test_nothing_is_derived_of_itself():
    """From any derived thing the way leads to the snapshot, without a circle."""
    known, waiting = set(FIELDS), dict(DERIVED)
    while ready := [name for name, made in waiting.items() if set(read_by(made)) <= known]:
        known |= set(ready)
        waiting = {name: made for name, made in waiting.items() if name not in ready}
    assert not waiting


def test_nothing_is_derived_twice_nor_before_it_is_asked_for():
    """Two chapters that ask for the included references get the same frame; the rest is never made."""
    frame = pd.DataFrame({"reference_id": ["a", "b"], "outcome": ["include", "exclude"]})
    held = dict.fromkeys(FIELDS) | {"references": frame, "screening": frame, "full_text": frame}
    material = Material(Snapshot(**held))
    first = material.give(lambda included: included)
    assert first.reference_id.to_list() == ["a"]
    assert material.get("included") is first


def modules():
    """Return each module of the rooms with those of the rooms that it imports."""
    paths = [path for room in ROOMS for path in room.rglob("*.py")]
    names = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in paths}
    found = {}
    for name, path in names.items():
        imports = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.ImportFrom)]
        said = {f"{one.module}.{alias.name}" for one in imports for alias in one.names}
        found[name] = (said | {one.module for one in imports}) & set(names)
    return found


def test_the_rooms_of_the_report_hold_no_circle():
    """Each module imports only what stands without it."""
    waiting = modules()
    while ready := [name for name, imports in waiting.items() if not imports & set(waiting)]:
        waiting = {name: imports for name, imports in waiting.items() if name not in ready}
    assert not waiting


def writer(**values):
    """Return a writer in English that knows these numbers and no names."""
    numbers = {name: Number(value, "count", "t-x", 10) for name, value in values.items()}
    return Writer("en", pd.Series(dtype="str"), held={"given": [], "": []}, numbers=numbers)


EMPTY = pd.DataFrame()


def test_the_limits_from_a_stand_in():
    """No register, nothing unfinished, no codes: the chapter says so, and no number is asked for."""
    tables = dict.fromkeys(("indicators", "dialogue", "proposals"), EMPTY)
    given = {"recommendations": EMPTY, "codes": EMPTY, "tables": tables}
    made = CHAPTERS["limits"](writer(unfinished=0), project=SimpleNamespace(invented=False), **given)
    assert made.roots["numbers"] == {}
    assert "invented" not in made.html


def test_the_background_from_a_stand_in():
    """One term of a glossary is defined with its translation."""
    row = {"term_sv": "provord", "term_en": "test word", "definition_sv": "", "definition_en": "A & B"}
    glossary = pd.DataFrame([row | {"source": "somebody"}])
    html = CHAPTERS["background"](writer(), glossary).html
    assert '<dfn>test word</dfn> <span lang="sv" class="translated">provord</span>' in html
    assert "<dd>A &amp; B <cite>somebody</cite></dd>" in html


def test_the_register_without_printed_totals():
    """Where the interim report's numbers are not there, the chapter is one sentence."""
    known = pd.DataFrame({"recommendation_id": [], "force": []})
    given = {"per_guideline": None, "reconciliation": None, "by_id": known}
    made = CHAPTERS["register"](writer(register=0), EMPTY, EMPTY, **given)
    assert made.html.count('class="missing"') == 1


def test_the_evidence_without_a_link():
    """Without a study tied to a recommendation nothing else of the review is looked at."""
    others = dict.fromkeys(read_by(CHAPTERS["evidence"])[2:])
    assert 'id="t-evidence"' in CHAPTERS["evidence"](writer(), EMPTY, **others).html


def said_of_readers(decisions, hidden, role="adjudicator"):
    """Return what the method says of the readers of a review of two."""
    people = [Reader("anna", "Anna"), Reader("bo", "Bo"), Reader("cia", "Cia", role)]
    made = SimpleNamespace(readers=people, judges=("cia",), checked_share=0.2, mode=lambda _: "two_readers")
    frame = pd.DataFrame(decisions, columns=["reference_id", "reader", "stage"])
    return " ".join(str(part) for part in readers(writer(), made, frame, hidden))


def test_a_reader_s_blind_decisions_are_counted_and_said_to_be_blind():
    """Of 500 made, 300 still hidden: the table says 500, and a sentence how many are hidden."""
    shown = [(f"r{n}", "anna", "title_abstract") for n in range(200)]
    said = said_of_readers(shown, {("anna", "title_abstract"): 300})
    assert ">500<" in said
    assert "300 of the decisions are still hidden" in said
    assert "still hidden" not in said_of_readers(shown, {})


def test_an_adjudicator_settles_what_was_settled():
    """A role alone settles nothing; one decision is one reference."""
    assert "has settled nothing" in said_of_readers([("r1", "anna", "title_abstract")], {})
    assert "has settled 1 reference" in said_of_readers([("r1", "cia", "title_abstract")], {})
    assert "adjudicator" not in said_of_readers([], {}, role="reader").casefold()


@pytest.mark.parametrize(("drawn", "ranked"), [("ranked", True), ("imported", False), ("by_hand", False)])
def test_the_method_tells_of_a_ranking_only_where_one_was_followed(drawn, ranked):
    """Imported decisions were read in an order that nobody here made."""
    frame = pd.DataFrame({"stage": ["title_abstract"], "drawn": [drawn]})
    said = " ".join(str(part) for part in machine(writer(), frame, 0.05))
    assert ("no reference was read by the ranking" in said) != ranked
