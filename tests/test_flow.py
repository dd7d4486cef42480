"""The PRISMA flow: derived from rows, and its sums hold whatever the rows."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.flow import Flow, prisma

OUTCOMES = ("include", "exclude", "unsure", "conflict", "waiting")
REASONS = ("wrong_population", "not_retrieved", "abstract_only")


def frame(rows, *columns):
    """Return rows as a frame of texts."""
    return pd.DataFrame(rows, columns=list(columns), dtype="str")


@given(
    st.lists(
        st.tuples(st.sampled_from(OUTCOMES), st.sampled_from(OUTCOMES), st.sampled_from(REASONS)), max_size=40
    ),
    st.integers(0, 10),
)
def test_every_flow_adds_up(judged, n_duplicates):
    """No reference is lost between two boxes."""
    ids = [f"r{i}" for i in range(len(judged))]
    doubles = [f"d{i}" for i in range(n_duplicates)]
    seen = frame([(i, "PubMed") for i in ids + doubles], "record_id", "database")
    references = frame([(i,) for i in ids], "reference_id")
    if not ids:
        seen = seen.head(0)
    screening = frame(
        [(i, j[0], "") for i, j in zip(ids, judged, strict=True)], "reference_id", "outcome", "reason"
    )
    reading = frame(
        [(i, j[1], j[2]) for i, j in zip(ids, judged, strict=True)], "reference_id", "outcome", "reason"
    )
    flow = prisma(seen, seen, references, screening, reading)
    assert flow.adds_up(), flow.sums()
    assert flow.references == len(judged)


def test_reasons_are_counted_and_not_retrieved_stands_alone():
    """A report that could not be had was not assessed."""
    ids = frame([("a",), ("b",), ("c",)], "reference_id")
    seen = frame([("a", "PubMed"), ("b", "Embase"), ("c", ""), ("d", "Embase")], "record_id", "database")
    screening = frame(
        [("a", "include", ""), ("b", "include", ""), ("c", "unsure", "")], "reference_id", "outcome", "reason"
    )
    reading = frame(
        [("a", "include", ""), ("b", "exclude", "wrong_population"), ("c", "exclude", "not_retrieved")],
        "reference_id",
        "outcome",
        "reason",
    )
    flow = prisma(seen, seen, ids, screening, reading)
    assert flow.identified == {"PubMed": 1, "Embase": 2, "unknown": 1}
    assert (flow.sought, flow.not_retrieved, flow.assessed, flow.included) == (3, 1, 2, 1)
    assert flow.excluded_reports == {"wrong_population": 1}


def test_a_judged_reference_without_reason_shows():
    """An exclusion in full text without its reason is not hidden among the others."""
    ids = frame([("a",)], "reference_id")
    judged = frame([("a", "include", "")], "reference_id", "outcome", "reason")
    out = frame([("a", "exclude", "")], "reference_id", "outcome", "reason")
    seen = frame([("a", "PubMed")], "record_id", "database")
    assert prisma(seen, seen, ids, judged, out).excluded_reports == {"no_reason": 1}


def test_an_empty_review_has_an_empty_flow():
    """Nothing imported: every box is zero and the sums hold."""
    empty = frame([], "reference_id", "outcome", "reason")
    flow = prisma(frame([], "record_id", "database"), empty, empty, empty, empty)
    assert flow == Flow()


@pytest.mark.parametrize("box", ["identified", "screened", "assessed", "included", "excluded_reports"])
def test_the_boxes_go_by_name(box):
    """What is drawn can be read by other programs."""
    assert box in Flow().as_dict()
