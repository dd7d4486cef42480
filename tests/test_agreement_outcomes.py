"""What readers' decisions on a reference add up to."""

import pandas as pd
import pytest

from review.agreement import OUTCOMES, conflicts, outcomes, waiting
from review.errors import UsageError


def _row(reader, decision, *, at="2026-01-01", reason="", low_value_care=None, de_implementation=None):
    return {
        "reference_id": "r1",
        "stage": "title_abstract",
        "reader": reader,
        "decision": decision,
        "reason": reason,
        "low_value_care": low_value_care,
        "de_implementation": de_implementation,
        "note": "",
        "at": at,
    }


def _outcome(rows, *, needed=2, stage="title_abstract", **options):
    frame = pd.DataFrame(rows).assign(stage=stage)
    return outcomes(frame, stage=stage, readers_per_reference=needed, **options).iloc[0]


JOINT = [
    pytest.param(["include", "include"], "title_abstract", "include", "agreement", id="both-include"),
    pytest.param(["exclude", "exclude"], "title_abstract", "exclude", "agreement", id="both-exclude"),
    pytest.param(["unsure", "unsure"], "title_abstract", "unsure", "agreement", id="both-unsure"),
    pytest.param(["include", "unsure"], "title_abstract", "include", "agreement", id="unsure-goes-on"),
    pytest.param(["include", "unsure"], "full_text", "conflict", "", id="unsure-must-be-settled-at-the-end"),
    pytest.param(["include", "exclude"], "title_abstract", "conflict", "", id="include-exclude"),
    pytest.param(["unsure", "exclude"], "title_abstract", "conflict", "", id="unsure-exclude"),
    pytest.param(["include"], "title_abstract", "waiting", "", id="one-of-two"),
]


@pytest.mark.parametrize(("decisions", "stage", "expected", "settled_by"), JOINT)
def test_two_readers(decisions, stage, expected, settled_by):
    """What two readers say gives the outcome and who settled it."""
    found = _outcome([_row(f"reader{i}", decision) for i, decision in enumerate(decisions)], stage=stage)
    assert (found["outcome"], found["settled_by"]) == (expected, settled_by)
    assert found["outcome"] in OUTCOMES


def test_one_reader_is_enough_where_the_project_says_so():
    """A single reader settles where one is asked for."""
    found = _outcome([_row("a", "include")], needed=1)
    assert (found["outcome"], found["settled_by"]) == ("include", "single")


def test_second_reader_counts_even_where_one_would_do():
    """Two readers who disagree are in conflict whatever number was asked for."""
    assert _outcome([_row("a", "include"), _row("b", "exclude")], needed=1)["outcome"] == "conflict"


def test_adjudicator_settles_a_conflict_and_sets_the_flags():
    """The adjudicator's row decides outcome, reason and flags, and is not counted as a reader."""
    rows = [
        _row("a", "include", low_value_care=True),
        _row("b", "exclude", reason="wrong_population"),
        _row("judge", "exclude", reason="abstract_only", low_value_care=False, at="2026-01-03"),
    ]
    found = _outcome(rows, adjudicators=["judge"])
    assert (found["outcome"], found["settled_by"]) == ("exclude", "adjudicator")
    assert found["reason"] == "abstract_only"
    assert found["n_readers"] == 2
    assert not found["low_value_care"]


def test_the_latest_adjudicator_settles():
    """Of two adjudicators the later one decides, in whatever order the rows come."""
    rows = [
        _row("judge2", "exclude", at="2026-01-05"),
        _row("judge1", "include", at="2026-01-04"),
    ]
    assert _outcome(rows, adjudicators=["judge1", "judge2"])["outcome"] == "exclude"


def test_adjudicator_who_is_silent_on_a_flag_leaves_it_to_the_readers():
    """An unsaid flag is not a no."""
    rows = [
        _row("a", "include", de_implementation=True),
        _row("b", "exclude"),
        _row("judge", "include", at="2026-01-03"),
    ]
    assert _outcome(rows, adjudicators=["judge"])["de_implementation"]


def test_either_reader_sets_a_flag():
    """Without an adjudicator one reader's flag is enough; what nobody said is not said."""
    found = _outcome([_row("a", "include", low_value_care=True), _row("b", "include", low_value_care=False)])
    assert found["low_value_care"]
    assert found["de_implementation"] is None


def test_observers_do_not_count():
    """A visitor who tries a decision changes nothing."""
    found = _outcome([_row("a", "include"), _row("visitor", "exclude")], observers=["visitor"])
    assert found["outcome"] == "waiting"
    assert found["n_readers"] == 1


def test_reason_is_the_one_most_readers_gave():
    """Readers who exclude for different reasons: the commonest counts, the first on a tie."""
    rows = [
        _row("a", "exclude", reason="x", at="2026-01-01"),
        _row("b", "exclude", reason="y", at="2026-01-02"),
        _row("c", "exclude", reason="y", at="2026-01-03"),
    ]
    assert _outcome(rows)["reason"] == "y"
    assert _outcome(rows[:2])["reason"] == "x"


def test_outcome_does_not_depend_on_the_order_of_rows():
    """Rows arrive as the database likes; the outcome is the same."""
    rows = [_row("a", "exclude", reason="x", at="2"), _row("b", "exclude", reason="y", at="1")]
    pd.testing.assert_series_equal(_outcome(rows), _outcome(rows[::-1]))


def test_no_decisions_give_an_empty_frame_with_its_types():
    """Before anybody has read, there is a frame to count in."""
    found = outcomes(pd.DataFrame([_row("a", "include")]), stage="full_text", readers_per_reference=2)
    assert found.empty
    assert found["low_value_care"].dtype == object
    assert found["outcome"].dtype == "str"


def test_conflicts_stand_side_by_side():
    """Every reader's row of a reference in conflict is there, and none of the settled ones."""
    rows = [
        _row("b", "exclude"),
        _row("a", "include"),
        _row("a", "include") | {"reference_id": "r2"},
        _row("b", "include") | {"reference_id": "r2"},
    ]
    found = conflicts(pd.DataFrame(rows), stage="title_abstract", readers_per_reference=2)
    assert found[["reference_id", "reader"]].to_numpy().tolist() == [["r1", "a"], ["r1", "b"]]


def test_many_decisions_are_settled_quickly_and_once_each():
    """Thirty thousand decisions give fifteen thousand outcomes."""
    n = 15_000
    frame = pd.concat(
        [
            pd.DataFrame({**_row(reader, "exclude"), "reference_id": [f"r{i}" for i in range(n)]})
            for reader in "ab"
        ]
    )
    found = outcomes(frame, stage="title_abstract", readers_per_reference=2)
    assert len(found) == found["reference_id"].nunique() == n
    assert (found["outcome"] == "exclude").all()


def test_unknown_stage_is_named():
    """A stage that does not exist is refused."""
    with pytest.raises(UsageError, match="stage must be one of"):
        outcomes(pd.DataFrame([_row("a", "include")]), stage="abstract", readers_per_reference=2)


def test_of_a_reference_that_waits_no_flag_is_told():
    """What the first reader set shows once the second has decided."""
    rows = [_row("a", "include", low_value_care=True)]
    assert not _outcome(rows)["low_value_care"]
    assert _outcome([*rows, _row("b", "include")])["low_value_care"]


WAITING = [
    pytest.param(["a"], 2, {"r1"}, id="one-of-two"),
    pytest.param(["a", "b"], 2, set(), id="both"),
    pytest.param(["a"], 1, set(), id="one-is-enough"),
    pytest.param(["a"], {"r1": 1}, set(), id="outside-the-sample"),
    pytest.param(["a"], {}, {"r1"}, id="not-named"),
    pytest.param(["a", "observer"], 2, {"r1"}, id="an-observer-opens-nothing"),
    pytest.param(["observer"], 1, {"r1"}, id="an-observer-alone"),
    pytest.param(["a", "judge"], 2, set(), id="settled"),
]


@pytest.mark.parametrize(("readers", "needed", "expected"), WAITING)
def test_what_waits_is_what_outcomes_call_waiting(readers, needed, expected):
    """A reference waits until all its readers have decided, or an adjudicator has settled it."""
    roles = {"adjudicators": ["judge"], "observers": ["observer"]}
    frame = pd.DataFrame([_row(reader, "include") for reader in readers])
    found = waiting(frame, stage="title_abstract", readers_per_reference=needed, **roles)
    assert found == expected
    told = outcomes(frame, stage="title_abstract", readers_per_reference=needed, **roles)
    assert found >= set(told.loc[told["outcome"] == "waiting", "reference_id"])
