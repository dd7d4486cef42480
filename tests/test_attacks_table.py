"""The table of attacks: every row names a test that is there, and a guard that is there."""

import importlib.util
import re
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def guards():
    """Return the script that takes guards out, as a module."""
    spec = importlib.util.spec_from_file_location("attack_guards", TOP / "benchmarks" / "attack_guards.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_guard_stands_where_the_script_looks_for_it(guards):
    """What is taken out stands once in its file; whoever rewrites a guard says anew how it is taken out."""
    for guard, (file, stands, without) in guards.OUT.items():
        text = (TOP / "src" / "review" / file).read_text(encoding="utf-8")
        assert (text.count(stands), stands != without) == (1, True), guard


def test_every_row_names_a_guard_or_says_why_none_is_taken_out(guards):
    """And no guard is there of which no row tells."""
    rows = guards.rows()
    assert len(rows) >= 60
    assert {guard for _, _, guard, _, shown in rows if shown != "not taken out"} == set(guards.OUT)
    assert {shown for *_, shown in rows} <= {"fails", "not taken out"}


def test_every_row_names_a_test_that_is_there(guards):
    """The file, the function, and the case where the row is one of several."""
    for *_, test, _ in guards.rows():
        file, name, case = re.fullmatch(r"(.+?)::(\w+)(?:\[(.+)\])?", test).groups()
        text = (TOP / "tests" / file).read_text(encoding="utf-8")
        assert f"\ndef {name}(" in text, test
        assert all(part in text for part in (case or "").split("-")), test
