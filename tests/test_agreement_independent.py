"""Independent: agreement is measured on what readers said before they could see each other's decisions."""

import pandas as pd
import pytest

from review.agreement import while_blind


def history(*rows):
    """Return decisions from (reader, decision, day, day withdrawn), all on one reference."""
    frame = pd.DataFrame(rows, columns=["reader", "decision", "at", "withdrawn_at"])
    ids = [str(number) for number in range(len(rows))]
    return frame.assign(id=ids, reference_id="r1", stage="title_abstract")


CASES = [
    pytest.param(
        [("anna", "include", "1", ""), ("bengt", "exclude", "2", "")],
        {"anna": "include", "bengt": "exclude"},
        id="each-once",
    ),
    pytest.param(
        [("anna", "include", "1", ""), ("anna", "exclude", "2", ""), ("bengt", "include", "3", "")],
        {"anna": "exclude", "bengt": "include"},
        id="changed-while-blind",
    ),
    pytest.param(
        [("anna", "include", "1", ""), ("bengt", "exclude", "2", ""), ("anna", "exclude", "3", "")],
        {"anna": "include", "bengt": "exclude"},
        id="changed-after-both-were-seen",
    ),
    pytest.param(
        [("anna", "include", "1", "3"), ("bengt", "exclude", "2", ""), ("anna", "exclude", "4", "")],
        {"anna": "include", "bengt": "exclude"},
        id="taken-back-after-both-were-seen",
    ),
    pytest.param(
        [("anna", "include", "1", "2"), ("bengt", "exclude", "3", ""), ("anna", "exclude", "4", "")],
        {"anna": "exclude", "bengt": "exclude"},
        id="taken-back-while-blind",
    ),
    pytest.param(
        [("anna", "include", "1", ""), ("karin", "exclude", "2", ""), ("anna", "exclude", "3", "")],
        {"anna": "include", "karin": "exclude"},
        id="changed-after-it-was-settled",
    ),
    pytest.param(
        [("anna", "include", "1", ""), ("guest", "exclude", "2", ""), ("anna", "exclude", "3", "")],
        {"anna": "exclude"},
        id="an-observer-opens-nothing",
    ),
    pytest.param(
        [
            *[("anna", "include", "1", ""), ("bengt", "exclude", "2", "")],
            *[("carl", "unsure", "3", ""), ("carl", "exclude", "4", "")],
        ],
        {"anna": "include", "bengt": "exclude", "carl": "unsure"},
        id="who-comes-late-is-taken-at-the-first-word",
    ),
    pytest.param([("anna", "include", "1", "2")], {}, id="nothing-left"),
]


@pytest.mark.parametrize(("rows", "expected"), CASES)
@pytest.mark.parametrize("turned", [False, True], ids=["in order", "turned round"])
def test_what_counts_is_the_last_word_said_blind(rows, expected, turned):
    """Whatever order the rows come in, one decision of each reader is left."""
    frame = history(*rows)
    frame = frame[::-1] if turned else frame
    found = while_blind(frame, adjudicators=["karin"], observers=["guest"])
    assert dict(zip(found["reader"], found["decision"], strict=True)) == expected
    assert len(found) == len(expected)


def test_stages_and_references_are_apart():
    """Two who have decided on one reference have not seen each other on the next."""
    one = history(("anna", "include", "1", ""), ("bengt", "exclude", "2", ""))
    other = history(("anna", "include", "3", ""), ("anna", "exclude", "4", ""))
    other = other.assign(id=["5", "6"], reference_id="r2")
    late = other.assign(id=["7", "8"], reference_id="r1", stage="full_text")
    found = while_blind(pd.concat([one, other, late]))
    assert found["id"].to_list() == ["0", "1", "6", "8"]


def test_no_history_gives_an_empty_frame():
    """Before anybody has read there is nothing to compare."""
    assert while_blind(history()).empty
