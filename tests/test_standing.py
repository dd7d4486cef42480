"""Standing: a table of links and what follows from them, and what to look at first."""

import itertools

import pandas as pd
import pytest

from review.evidence import CERTAINTIES, DIRECTIONS
from review.standing import HARM, RULES, STANDINGS, Weight, judge, priority, standing

S, C, M, X = "supports", "contradicts", "mixed", "context"

CASES = [
    # links as (direction, certainty), the standing, the rule
    pytest.param([], "no_evidence", "no-study", id="nothing"),
    pytest.param([(X, "high")], "only_context", "context-alone", id="context"),
    pytest.param([(X, "high"), (X, "low")], "only_context", "context-alone", id="context-twice"),
    pytest.param([(S, "very_low")], "supported", "for", id="one-for-however-uncertain"),
    pytest.param([(S, "not_assessed")], "supported", "for", id="one-for-not-assessed"),
    pytest.param([(S, "high"), (X, "high")], "supported", "for", id="for-and-context"),
    pytest.param([(C, "very_low")], "weakened", "against-alone", id="one-against"),
    pytest.param([(C, "low"), (M, "high")], "weakened", "against-alone", id="against-and-mixed"),
    pytest.param([(M, "high")], "contested", "mixed-alone", id="mixed"),
    pytest.param([(S, "low"), (C, "high")], "weakened", "against-more-certain", id="against-is-better"),
    pytest.param([(S, "not_assessed"), (C, "very_low")], "contested", "for-and-against",
                 id="for-is-not-assessed"),
    pytest.param([*[(S, "not_assessed")] * 9, (C, "very_low")], "contested", "for-and-against",
                 id="nine-for-not-assessed"),
    pytest.param([(S, "high"), (C, "not_assessed"), (C, "low")], "contested", "for-and-against",
                 id="not-assessed-stays-open-beside-one-that-is"),
    pytest.param([(S, "high"), (M, "not_assessed")], "contested", "mixed-as-certain",
                 id="mixed-not-assessed"),
    pytest.param([(S, "high"), (C, "high")], "contested", "for-and-against", id="as-certain"),
    pytest.param([(S, "high"), (C, "moderate")], "contested", "for-and-against", id="one-level-less"),
    pytest.param([(S, "high"), (C, "low")], "supported", "against-far-less-certain", id="two-levels-less"),
    pytest.param([(S, "high"), (C, "not_assessed")], "contested", "for-and-against",
                 id="what-is-not-assessed-is-not-put-aside"),
    pytest.param([(S, "high"), (C, "low"), (M, "high")], "contested", "for-and-against",
                 id="far-less-certain-but-mixed-beside"),
    pytest.param([(S, "high"), (C, "low"), (C, "moderate")], "contested", "for-and-against",
                 id="the-best-against-counts"),
    pytest.param([(S, "low"), (S, "high"), (C, "low")], "supported", "against-far-less-certain",
                 id="the-best-for-counts"),
    pytest.param([(S, "moderate"), (M, "moderate")], "contested", "mixed-as-certain", id="mixed-as-certain"),
    pytest.param([(S, "high"), (M, "low")], "supported", "for", id="mixed-less-certain"),
]  # fmt: skip


def links(*rows, name="IG14"):
    """Return links of one recommendation."""
    return pd.DataFrame(
        [(name, *row) for row in rows], columns=["recommendation_id", "direction", "certainty"]
    )


@pytest.mark.parametrize(("rows", "expected", "rule"), CASES)
def test_the_rules_decide(rows, expected, rule):
    """Each row of the table, with the rule that decided."""
    row = standing(links(*rows), ["IG14"]).iloc[0]
    assert (row.standing, row.rule) == (expected, rule)


def test_every_rule_decides_somewhere_in_the_table():
    """No rule is dead."""
    assert {case.values[2] for case in CASES} == {rule.name for rule in RULES}
    assert {case.values[1] for case in CASES} == set(STANDINGS)


def test_the_order_of_links_does_not_matter():
    """Links come in any order."""
    rows = [(S, "high"), (C, "low"), (M, "moderate"), (X, "high")]
    found = {standing(links(*order), ["IG14"]).standing[0] for order in itertools.permutations(rows)}
    assert len(found) == 1


def test_more_certain_opposition_never_strengthens():
    """Raising the certainty of a study against moves a recommendation down or leaves it."""
    order = {name: place for place, name in enumerate(STANDINGS)}
    assessed = [name for name in reversed(CERTAINTIES) if name != "not_assessed"]
    for ours in assessed:
        found = [standing(links((S, ours), (C, theirs)), ["IG14"]).standing[0] for theirs in assessed]
        places = [order[name] for name in found]
        assert places == sorted(places), (ours, found)


def test_each_recommendation_has_its_own_standing_in_the_order_asked():
    """Links of others do not count; those without links come too."""
    both = pd.concat([links((S, "high")), links((C, "low"), name="IG03")])
    frame = standing(both, ["IG03", "IG01", "IG14"])
    assert list(frame.standing) == ["weakened", "no_evidence", "supported"]
    assert list(frame.total) == [1, 0, 1]
    assert list(frame.certainty_against) == ["low", "", ""]


def test_a_rule_may_be_argued_with():
    """Other rules give other standings, and say so."""
    lenient = tuple(rule for rule in RULES if rule.name != "for-and-against")
    assert judge(Weight(supports=1, level_for=4, contradicts=1, level_against=3), lenient)[1] == "for"


def register(**columns):
    """Return a register of one row."""
    usual = {"recommendation_id": ["A"], "reason": ["ingen effekt"], "adherence_2023_percent": [60.0]}
    return pd.DataFrame(usual | columns)


PRIORITIES = [
    pytest.param({}, [(S, "high"), (S, "moderate")], ("no", "yes", "no", 1, 1), id="good-adherence"),
    pytest.param({}, [(S, "high")], ("no", "no", "no", 0, 0), id="one-study-is-never-strong"),
    pytest.param({}, [(S, "high"), (S, "low")], ("no", "no", "no", 0, 0), id="one-firm-study-and-a-weak-one"),
    pytest.param({"adherence_2023_percent": [13.0]}, [(S, "moderate"), (S, "moderate")],
                 ("yes", "yes", "no", 2, 2), id="low"),
    pytest.param({"adherence_2023_percent": [None]}, [(S, "low")], ("unknown", "no", "no", 0, 1), id="gap"),
    pytest.param({"adherence_2023_percent": [50.0]}, [], ("no", "unknown", "no", 0, 1), id="at-the-border"),
    pytest.param({"reason": [HARM]}, [(X, "high")], ("no", "unknown", "yes", 1, 2), id="harm"),
    pytest.param({"reason": ["unknown"]}, [(C, "high")], ("no", "no", "unknown", 0, 1), id="weakened"),
    pytest.param({}, [(S, "not_assessed")], ("no", "unknown", "no", 0, 1), id="certainty-not-assessed"),
    pytest.param({"adherence_percent": [12.0], "adherence_measure": ["other"]}, [(S, "high")],
                 ("unknown", "no", "no", 0, 1), id="a-share-of-something-else"),
    pytest.param({"adherence_percent": [12.0], "adherence_measure": ["never_performed"]}, [(S, "high")],
                 ("yes", "no", "no", 1, 1), id="a-share-of-another-year"),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "rows", "expected"), PRIORITIES)
def test_what_is_unknown_is_said_to_be_unknown(columns, rows, expected):
    """Nothing unknown is counted as yes, nor as no."""
    frame = priority(register(**columns), standing(links(*rows, name="A"), ["A"]))
    assert tuple(frame.iloc[0, 1:6]) == expected


def test_a_systematic_review_is_strong_by_itself():
    """One of moderate certainty that supports; one that speaks against, or of low certainty, is not."""
    for said, expected in (((S, "moderate"), "yes"), ((S, "low"), "no"), ((C, "high"), "no")):
        rows = links(said, name="A").assign(reference_id="r1")
        found = priority(register(), standing(rows, ["A"], {"r1"}))
        assert found.strong_evidence[0] == expected


def test_several_links_of_one_study_are_one_study():
    """Two links of the same reference are not two studies."""
    rows = links((S, "high"), (S, "high"), name="A").assign(reference_id="r1")
    assert priority(register(), standing(rows, ["A"])).strong_evidence[0] == "no"


def test_most_reasons_come_first():
    """Then those that may have most, then by name."""
    rows = pd.DataFrame(
        {"recommendation_id": ["A", "B", "C"], "reason": ["ingen effekt", HARM, "unknown"],
         "adherence_2023_percent": [90.0, 20.0, None]}
    )  # fmt: skip
    frame = priority(rows, standing(links(), ["A", "B", "C"]))
    assert list(frame.recommendation_id) == ["B", "C", "A"]


def test_directions_are_all_counted():
    """Every direction a link may have has its column."""
    frame = standing(links(*((key, "low") for key in DIRECTIONS)), ["IG14"])
    assert frame[list(DIRECTIONS)].iloc[0].tolist() == [1, 1, 1, 1]
