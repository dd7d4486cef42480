"""Judgements: the newest that was not withdrawn counts, and all of them stay."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.errors import UsageError
from review.evidence import KINDS
from review.store import Store
from store_material import both, fill, include, make_export

pytest_plugins = ["store_fixtures"]


@both
def test_a_judgement_comes_back_as_it_was_given(store):
    """All columns keep their values and types; what was not said is missing, not false."""
    first, second, _ = fill(store)
    flags = {"low_value_care": True, "de_implementation": False}
    full = include(first, reason="", **flags, note="ö", drawn="ranked", rank=2, score=0.5)
    ids = store.append("decisions", [full, include(second)], reader="AB", at="2026-03-01")
    frame = store.current("decisions")
    assert frame["id"].to_list() == ids
    one, _ = frame[[*KINDS["decisions"].about, *KINDS["decisions"].says]].to_dict("records")
    assert one == full
    assert frame["low_value_care"].isna().to_list() == [False, True]
    assert {name: str(frame[name].dtype) for name in ("note", "low_value_care", "rank", "score")} == {
        "note": "str",
        "low_value_care": "boolean",
        "rank": "Int64",
        "score": "float64",
    }


@both
def test_every_kind_can_be_stored(store):
    """Each table takes a row with no more than it must have, and gives it back in its columns."""
    first, second, _ = fill(store)
    rows = {
        "decisions": include(first),
        "links": {"reference_id": first, "recommendation_id": "IG01", "direction": "mixed"},
        "codes": {"reference_id": first, "codebook": "strategies", "code": "audit"},
        "evaluations": {"evaluation_id": "E1"},
        "abstractions": {"evaluation_id": "E1"},
        "appraisals": {"evaluation_id": "E1", "checklist": "CHEC", "item": "1", "answer": "yes"},
        "dismissals": {"reference_id": first, "recommendation_id": "IG01"},
        "parked": {"reference_id": first, "stage": "title_abstract"},
        "memberships": {"record_id": second, "reference_id": first},
        "verdicts": {"record_a": first, "record_b": second, "verdict": "different"},
    }
    assert rows.keys() == KINDS.keys()
    for kind, row in rows.items():
        store.append(kind, [row], reader="AB")
        frame = store.current(kind)
        assert tuple(frame.columns) == KINDS[kind].columns
        assert len(frame) == 1


@both
def test_the_newest_counts_for_each_reader(store):
    """A reader's later decision stands in for the earlier one and not for another reader's."""
    first, *_ = fill(store)
    (old,) = store.append("decisions", [include(first)], reader="AB")
    store.append("decisions", [include(first)], reader="CD")
    store.append("decisions", [include(first, decision="exclude")], reader="AB")
    store.append("decisions", [include(first, stage="full_text")], reader="AB")
    current = store.current("decisions")
    assert current[["reader", "stage", "decision"]].to_numpy().tolist() == [
        ["CD", "title_abstract", "include"],
        ["AB", "title_abstract", "exclude"],
        ["AB", "full_text", "include"],
    ]
    assert current["replaces"].to_list() == ["", old, ""]
    assert len(store.history("decisions")) == 4


@both
def test_one_judgement_counts_for_all_where_readers_share_it(store):
    """A link is the review's: another reader's later word replaces it."""
    first, *_ = fill(store)
    link = {"reference_id": first, "recommendation_id": "IG01", "direction": "supports"}
    (old,) = store.append("links", [link], reader="AB")
    store.append("links", [link | {"direction": "mixed"}], reader="CD")
    assert store.current("links")[["reader", "direction", "replaces"]].to_numpy().tolist() == [
        ["CD", "mixed", old]
    ]


@both
def test_a_withdrawn_judgement_gives_way_to_the_one_before(store):
    """Withdrawing takes nothing away: the earlier row counts again and all are in the history."""
    first, *_ = fill(store)
    (old,) = store.append("decisions", [include(first)], reader="AB")
    (new,) = store.append("decisions", [include(first, decision="exclude")], reader="AB")
    with pytest.raises(UsageError, match=f"decisions {new} is AB's, who alone can withdraw it"):
        store.withdraw("decisions", new, reader="CD")
    store.withdraw("decisions", new, reader="AB", note="by mistake")
    assert store.current("decisions")["id"].to_list() == [old]
    assert store.history("decisions")[["id", "withdrawn"]].to_numpy().tolist() == [[old, False], [new, True]]
    (again,) = store.append("decisions", [include(first, decision="unsure")], reader="AB")
    assert store.current("decisions")[["id", "replaces"]].to_numpy().tolist() == [[again, old]]


@both
def test_undo_takes_back_the_readers_own_last_word(store):
    """Another reader's later decision stays; undoing goes back step by step until nothing is left."""
    first, second, _ = fill(store)
    ids = store.append("decisions", [include(first), include(second)], reader="AB")
    store.append("decisions", [include(first)], reader="CD")
    assert [store.undo("decisions", reader="AB")["id"] for _ in ids] == ids[::-1]
    assert store.current("decisions")["reader"].to_list() == ["CD"]
    with pytest.raises(UsageError, match="AB has nothing to undo among the decisions"):
        store.undo("decisions", reader="AB")


@both
def test_a_judgement_on_an_unknown_record_is_refused(store):
    """The message names row and column; the other rows of the call are not written either."""
    first, *_ = fill(store)
    with pytest.raises(UsageError, match="row 2, column reference_id: there is no record 'r0'"):
        store.append("decisions", [include(first), include("r0")], reader="AB")
    assert store.counts()["decisions"] == 0


def test_nothing_is_a_fine_thing_to_append(store):
    """No rows give no ids and leave the store as it was."""
    assert store.append("decisions", [], reader="AB") == []
    assert not any(store.counts().values())


def test_there_is_nothing_to_withdraw_twice_or_unknown(store):
    """A withdrawal names a row that stands."""
    first, *_ = fill(store)
    (identifier,) = store.append("decisions", [include(first)], reader="AB")
    store.withdraw("decisions", identifier, reader="AB", at="2026-03-01")
    with pytest.raises(UsageError, match=r"was withdrawn by AB at 2026-03-01T.* already"):
        store.withdraw("decisions", identifier, reader="AB")
    with pytest.raises(UsageError, match=r"no row '.*' among the links; nothing was withdrawn"):
        store.withdraw("links", identifier, reader="AB")
    with pytest.raises(UsageError, match="no judgement called 'opinions'; there are decisions, links"):
        store.current("opinions")


@both
def test_the_later_row_counts_when_the_clock_goes_backwards(address):
    """Times of a reader and of what a row replaces only grow, so undo and current follow what was done."""
    readings = iter([f"2026-03-01T10:00:{second:02}Z" for second in (9, 8, 7, 6, 5, 4, 3, 2, 1)])
    with Store.open(address, now=lambda: next(readings)) as store:
        first, second, third = fill(store)
        store.append("decisions", [include(first)], reader="AB")
        store.append("decisions", [include(first, decision="exclude"), include(second)], reader="AB")
        (last,) = store.append("decisions", [include(third)], reader="AB")
        assert store.current("decisions")["decision"].to_list() == ["exclude", "include", "include"]
        assert store.undo("decisions", reader="AB")["id"] == last
        at = store.history("decisions")["at"]
        assert at.is_monotonic_increasing
        assert at.iloc[-1] == "2026-03-01T10:00:07.000002Z"


@both
def test_a_judgement_made_elsewhere_keeps_its_time(store):
    """An older decision that is brought in late is history and does not stand in for a newer one."""
    first, *_ = fill(store)
    (new,) = store.append("decisions", [include(first)], reader="AB", at="2026-03-02")
    (old,) = store.append("decisions", [include(first, decision="exclude")], reader="AB", at="2026-03-01")
    assert store.current("decisions")["id"].to_list() == [new]
    assert store.history("decisions")["id"].to_list() == [old, new]


def test_two_judgements_of_the_same_in_one_call_are_in_order(store):
    """The second of them replaces the first, also when both have the same time."""
    first, *_ = fill(store)
    rows = [include(first), include(first, decision="exclude")]
    for at in (None, "2026-03-01"):
        one, two = store.append("decisions", rows, reader=f"at {at}", at=at)
        history = store.history("decisions").set_index("id")
        assert history.loc[two, "replaces"] == one
    assert store.current("decisions")["decision"].to_list() == ["exclude", "exclude"]


APPENDS = st.tuples(st.sampled_from("AB"), st.integers(0, 1), st.sampled_from(["include", "exclude"]))
UNDOES = st.tuples(st.sampled_from("AB"), st.none(), st.none())
_files = itertools.count()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(APPENDS, UNDOES), max_size=12))
def test_what_counts_is_what_a_stack_would_say(tmp_path, steps):
    """Whatever is decided and undone, each reader has a stack per reference, and its top counts."""
    made, stacks = [], {}
    with Store.open(tmp_path / f"{next(_files)}.db") as store:
        store.add_import(make_export(["A", "B"]), reader="AB")
        references = store.records(["record_id"])["record_id"].to_list()
        for reader, number, decision in steps:
            if decision:
                store.append("decisions", [include(references[number], decision=decision)], reader=reader)
                made.append((reader, number))
                stacks.setdefault((reader, number), []).append(decision)
            elif mine := [entry for entry in made if entry[0] == reader]:
                store.undo("decisions", reader=reader)
                del made[len(made) - 1 - made[::-1].index(mine[-1])]
                stacks[mine[-1]].pop()
        found = {
            (row.reader, references.index(row.reference_id)): row.decision
            for row in store.current("decisions").itertuples()
        }
        assert found == {key: stack[-1] for key, stack in stacks.items() if stack}
        assert store.verify()["ok"].all()
