"""Rules by which a pair is the same, a version, different, or a question: the known traps, one by one."""

import json
from pathlib import Path

import pandas as pd
import pytest

from review.duplicates import RULES, as_records, find_pairs
from review.duplicates.likeness import likeness
from review.duplicates.rules import NO_RULE, Rule, judge
from review.duplicates.traits import traits

CASES = json.loads((Path(__file__).parent / "data" / "duplicate_cases.json").read_text(encoding="utf-8"))
VERDICTS = {"same", "version", "different", "ask"}


def frame_of(*records):
    """Return records as a frame with ids a, b, c …"""
    rows = [{"record_id": name, **record} for name, record in zip("abc", records, strict=False)]
    return pd.DataFrame(rows).fillna("")


def judged(records):
    """Return verdict and rule of the first two records, compared whether or not they share a key."""
    return tuple(judge(likeness(traits(as_records(records)), [0], [1])).iloc[0])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_known_traps(case):
    """Each trap gets its verdict from the rule made for it, whichever record comes first."""
    verdict, rule = judged(frame_of(case["a"], case["b"]))
    assert (verdict, rule) == (case["verdict"], case.get("rule", rule))
    assert (verdict, rule) == judged(frame_of(case["b"], case["a"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_known_traps_are_found(case):
    """Each pair that is not different shares a key and is returned; a different one is not."""
    pairs = find_pairs(frame_of(case["a"], case["b"]))
    assert pairs["verdict"].tolist() == [case["verdict"]] * (case["verdict"] != "different")


def test_cases_are_told_apart():
    """Every case has an id of its own and a note, and an allowed verdict."""
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert all(case["note"] and case["verdict"] in VERDICTS for case in CASES)


def test_every_rule_has_a_name_and_a_sentence():
    """A person can look up each rule that stands in the log."""
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.sentence.endswith(".") and rule.verdict in VERDICTS for rule in RULES)
    assert NO_RULE not in {rule.name for rule in RULES}


def test_first_rule_that_holds_decides():
    """Rules are tried in their order, and a pair that none fits is different."""
    rules = (
        Rule("small", "ask", "Small.", lambda pairs: pairs.title < 0.2),
        Rule("any-title", "same", "Any.", lambda pairs: pairs.title < 2),
    )
    found = judge(pd.DataFrame({"title": [0.1, 0.9, float("nan")]}), rules)
    assert found["rule"].tolist() == ["small", "any-title", NO_RULE]
    assert found["verdict"].tolist() == ["ask", "same", "different"]


def test_every_rule_is_shown_by_a_case():
    """No rule stands without an invented pair that it decides."""
    shown = {case.get("rule") for case in CASES}
    assert {rule.name for rule in RULES} - shown == set()
