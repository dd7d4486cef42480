"""Clusters: what rules and people join and keep apart."""

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.duplicates import PERSON, cluster
from review.duplicates.clusters import CLUSTER_COLUMNS
from review.errors import UsageError

IDS = list("abcdef")
RECORDS = pd.DataFrame({"record_id": IDS})


def pairs_of(*rows):
    """Return rows (a, b, verdict, rule, score) as a frame of pairs."""
    return pd.DataFrame(rows, columns=["record_a", "record_b", "verdict", "rule", "score"])


def verdicts_of(*rows):
    """Return rows (a, b, verdict) as a frame of what people said."""
    return pd.DataFrame(rows, columns=["record_a", "record_b", "verdict"])


def groups_of(clusters):
    """Return the members of each cluster with more than one, as texts."""
    members = clusters.groupby("cluster_id")["record_id"].agg("".join)
    return sorted(members[members.str.len() > 1])


SAME_AB = ("a", "b", "same", "doi-and-title", 0.9)
SAME_BC = ("b", "c", "same", "title-only", 0.6)

CASES = [
    pytest.param([SAME_AB], [], ["ab"], id="rule-joins"),
    pytest.param([SAME_AB, SAME_BC], [], ["abc"], id="through-a-third"),
    pytest.param([("a", "b", "ask", "same-title", 0.9)], [], [], id="a-question-does-not-join"),
    pytest.param([("a", "b", "version", "two-preprints", 0.9)], [], [], id="a-version-does-not-join"),
    pytest.param([SAME_AB], [("b", "a", "different")], [], id="person-parts"),
    pytest.param([SAME_AB, SAME_BC], [("a", "c", "different")], ["ab"], id="person-parts-through-a-third"),
    pytest.param([], [("a", "d", "same")], ["ad"], id="person-joins"),
    pytest.param([], [("a", "d", "different"), ("d", "a", "same")], ["ad"], id="later-word-counts"),
    pytest.param(
        [("a", "b", "version", "two-preprints", 0.9), SAME_BC, ("a", "c", "same", "title-only", 0.5)],
        [],
        ["bc"],
        id="versions-stay-apart-through-a-third",
    ),
    pytest.param(
        [("a", "b", "version", "two-preprints", 0.9)],
        [("a", "b", "same")],
        ["ab"],
        id="person-joins-versions",
    ),
    pytest.param([SAME_AB], [("a", "x", "different"), ("x", "b", "same")], ["ab"], id="record-not-here"),
    pytest.param(
        [],
        [("a", "b", "same"), ("b", "c", "same"), ("a", "c", "different")],
        ["ab"],
        id="people-contradict-each-other",
    ),
]


@pytest.mark.parametrize(("pairs", "verdicts", "expected"), CASES)
def test_who_ends_in_one_cluster(pairs, verdicts, expected):
    """Rules join, people join and part, and no third record undoes it."""
    assert groups_of(cluster(RECORDS, pairs_of(*pairs), verdicts_of(*verdicts))) == expected


def test_cluster_is_called_after_its_first_record():
    """The founder is the first in the order of the frame, not of the pairs."""
    clusters = cluster(RECORDS, pairs_of(("c", "b", "same", "title-only", 0.6), SAME_AB))
    assert clusters["cluster_id"].tolist() == ["a", "a", "a", "d", "e", "f"]


def test_each_record_knows_why_it_joined():
    """Rule and partner lead back to the founder, who has neither."""
    clusters = cluster(RECORDS, pairs_of(SAME_AB, SAME_BC), verdicts_of(("c", "d", "same")))
    assert tuple(clusters.columns) == CLUSTER_COLUMNS
    assert clusters.iloc[:5, 2:].to_numpy().tolist() == [
        ["", ""],
        ["doi-and-title", "a"],
        ["title-only", "b"],
        [PERSON, "c"],
        ["", ""],
    ]


def test_no_pairs_leave_every_record_alone():
    """Each record is its own cluster until something joins it."""
    clusters = cluster(RECORDS, pairs_of())
    assert clusters["cluster_id"].tolist() == IDS
    assert set(clusters["rule"]) == {""}


def test_unknown_verdict_is_refused():
    """A verdict people cannot give is named, with those they can."""
    with pytest.raises(UsageError, match="expected 'same' or 'different', found 'maybe'"):
        cluster(RECORDS, pairs_of(), verdicts_of(("a", "b", "maybe")))


def test_pair_of_unknown_record_is_refused():
    """Pairs must come from the records they are used on."""
    with pytest.raises(UsageError, match="x: expected a record of the frame"):
        cluster(RECORDS, pairs_of(("a", "x", "same", "title-only", 0.6)))


PAIR = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1])
RULED = st.lists(st.tuples(PAIR, st.sampled_from(["same", "ask", "version"]), st.integers(0, 9)), max_size=12)
SAID = st.lists(st.tuples(PAIR, st.sampled_from(["same", "different"])), max_size=8)


@given(RULED, SAID)
def test_what_people_parted_never_meets(ruled, said):
    """However rules and people join, two records last called different are in two clusters."""
    pairs = pairs_of(*[(*pair, verdict, "rule", score / 10) for pair, verdict, score in ruled])
    clusters = cluster(RECORDS, pairs, verdicts_of(*[(*pair, verdict) for pair, verdict in said]))
    home = dict(zip(clusters["record_id"], clusters["cluster_id"], strict=True))
    last = {frozenset(pair): verdict for pair, verdict in said}
    assert all(home[a] != home[b] for (a, b), verdict in last.items() if verdict == "different")


@given(RULED)
def test_clusters_are_connected_by_the_reasons_they_give(ruled):
    """Following `because_of` from any record leads, within its cluster, to the founder."""
    pairs = pairs_of(*[(*pair, verdict, "rule", score / 10) for pair, verdict, score in ruled])
    clusters = cluster(RECORDS, pairs).set_index("record_id")
    same = {frozenset(pair) for pair, verdict, _ in ruled if verdict == "same"}
    for record in IDS:
        steps = 0
        while clusters.at[record, "because_of"]:
            partner = clusters.at[record, "because_of"]
            assert frozenset((record, partner)) in same
            assert clusters.at[partner, "cluster_id"] == clusters.at[record, "cluster_id"]
            record, steps = partner, steps + 1
            assert steps < len(IDS)
        assert clusters.at[record, "cluster_id"] == record


@given(RULED)
def test_versions_are_linked_and_not_merged(ruled):
    """Two records that a rule calls versions are in two clusters."""
    pairs = pairs_of(*[(*pair, verdict, "rule", score / 10) for pair, verdict, score in ruled])
    clusters = cluster(RECORDS, pairs)
    members = clusters.groupby("cluster_id")["record_id"].agg(list)
    together = {frozenset(pair) for group in members for pair in combinations(group, 2)}
    assert not together & {frozenset(pair) for pair, verdict, _ in ruled if verdict == "version"}
