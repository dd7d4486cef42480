"""Values: what people hand in is checked, and refused with row and column."""

import numpy as np
import pandas as pd
import pytest

from review.errors import UsageError
from review.evidence import KINDS
from review.store.values import REQUIRED, check_rows

DECISION = {"reference_id": "r1", "stage": "full_text", "decision": "exclude"}
EVALUATION = {"evaluation_id": "E1"}
VERDICT = {"record_a": "r1", "record_b": "r2", "verdict": "same"}

TAKEN = [
    pytest.param("decisions", DECISION, "low_value_care", True, True, id="true"),
    pytest.param("decisions", DECISION, "low_value_care", np.False_, False, id="numpy-false"),
    pytest.param("decisions", DECISION, "low_value_care", "False", False, id="text-false"),
    pytest.param("decisions", DECISION, "low_value_care", 1.0, True, id="number-true"),
    pytest.param("decisions", DECISION, "low_value_care", pd.NA, None, id="flag-not-said"),
    pytest.param("decisions", DECISION, "low_value_care", "", None, id="flag-empty"),
    pytest.param("decisions", DECISION, "rank", "12", 12, id="text-of-a-whole-number"),
    pytest.param("decisions", DECISION, "rank", 12.0, 12, id="whole-float"),
    pytest.param("decisions", DECISION, "score", np.nan, None, id="number-missing"),
    pytest.param("decisions", DECISION, "note", None, "", id="text-missing"),
    pytest.param("decisions", DECISION, "note", 7, "7", id="number-as-text"),
    pytest.param("decisions", DECISION, "drawn", "", "", id="choice-not-made"),
    pytest.param("evaluations", EVALUATION, "cost_difference", "-1.5e3", -1500.0, id="text-of-a-number"),
    pytest.param("evaluations", EVALUATION, "reference_id", "", None, id="no-reference-yet"),
]

REFUSED = [
    pytest.param("decisions", {"stage": "abstract"}, "stage: stage must be one of title_abst", id="choice"),
    pytest.param("decisions", {"decision": ""}, "decision: must not be empty", id="says-nothing"),
    pytest.param("decisions", {"reference_id": None}, "reference_id: must not be empty", id="about-nothing"),
    pytest.param("decisions", {"reader": " "}, "reader: must not be empty", id="nobody"),
    pytest.param("decisions", {"low_value_care": "maybe"}, "low_value_care: expected true, false", id="flag"),
    pytest.param("decisions", {"rank": 1.5}, "rank: expected a whole number or nothing, got 1.5", id="half"),
    pytest.param("decisions", {"score": "high"}, "score: expected a number or nothing, got 'hi", id="word"),
    pytest.param("decisions", {"score": np.inf}, "score: expected a number", id="infinite"),
    pytest.param("decisions", {"note": ["a"]}, "note: expected one text, got list", id="list"),
    pytest.param("decisions", {"note": "a\0"}, "note: holds a character that a database", id="nul"),
    pytest.param("decisions", {"at": "noon"}, "at: at must be a time in ISO 8601", id="time"),
    pytest.param("decisions", {"descision": "x"}, "unknown column; .*is decision meant", id="misspelt"),
    pytest.param("decisions", {"id": "x"}, "id: the store gives ids", id="own-id"),
    pytest.param("verdicts", {"record_b": "r1"}, "a record cannot be compared with itself", id="itself"),
]
SOUND = {"decisions": DECISION, "evaluations": EVALUATION, "verdicts": VERDICT}


@pytest.mark.parametrize(("kind", "row", "column", "value", "kept"), TAKEN)
def test_values_are_kept_in_one_form(kind, row, column, value, kept):
    """What a spreadsheet or a frame may hold for a value becomes that value."""
    (checked,) = check_rows(KINDS[kind], [row | {column: value}], reader="AB")
    assert checked[column] == kept
    assert type(checked[column]) is type(kept)


@pytest.mark.parametrize(("kind", "wrong", "message"), REFUSED)
def test_what_does_not_fit_is_refused_with_row_and_column(kind, wrong, message):
    """The second of two rows is named, and what was expected of it."""
    sound = SOUND[kind] | {"reader": "AB"}
    with pytest.raises(UsageError, match=f"{kind}, row 2.*{message}"):
        check_rows(KINDS[kind], [sound, sound | wrong])


def test_rows_may_be_a_frame():
    """A frame and the dictionaries it is made of are checked to the same rows."""
    rows = [DECISION | {"rank": 3, "low_value_care": True}, DECISION]
    kind = KINDS["decisions"]
    assert check_rows(kind, pd.DataFrame(rows), reader="AB") == check_rows(kind, rows, reader="AB")


def test_a_row_may_say_who_and_when_itself():
    """Reader and time of a row go before those of the call."""
    rows = [DECISION, DECISION | {"reader": "CD", "at": "2026-01-02"}]
    checked = check_rows(KINDS["decisions"], rows, reader="AB", at="2026-01-01")
    assert [(row["reader"], row["at"][:10]) for row in checked] == [
        ("AB", "2026-01-01"),
        ("CD", "2026-01-02"),
    ]


def test_a_pair_has_one_order():
    """Whichever record is named first, it is the same pair."""
    turned = VERDICT | {"record_a": "r2", "record_b": "r1"}
    assert check_rows(KINDS["verdicts"], [turned], reader="AB") == check_rows(
        KINDS["verdicts"], [VERDICT], reader="AB"
    )


def test_what_a_kind_must_say_is_known_for_every_kind():
    """A new kind is given its requirements before it is stored."""
    assert REQUIRED.keys() == KINDS.keys()
    assert all(set(required) <= set(KINDS[name].says) for name, required in REQUIRED.items())
