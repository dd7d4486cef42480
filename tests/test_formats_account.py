"""The tally and the account: what is counted, and how it adds up."""

from review.formats import PROBLEM_COLUMNS, read_export
from review.formats.account import SHOWN, Tally


def test_a_line_counts_once_and_the_worse_counts():
    """A line with two repairs is one line; a line in part not understood is not understood."""
    tally = Tally()
    tally.lines = 5
    tally.repaired(1, "TI", "a")
    tally.repaired(1, "TI", "b")
    tally.repaired(2, "AU", "c")
    tally.not_understood(2, "", "d")
    assert tally.counts() == {"understood": 3, "repaired": 1, "not_understood": 1}


def test_problems_come_in_the_order_of_the_file():
    """Lines rise; notes on the same line keep their order; the types are fixed even when there are none."""
    tally = Tally()
    tally.repaired(7, "TI", "later")
    tally.repaired(2, "TI", "first")
    tally.not_understood(7, "", "last")
    assert tally.problems()["reason"].to_list() == ["first", "later", "last"]
    empty = Tally().problems()
    assert tuple(empty.columns) == PROBLEM_COLUMNS
    assert str(empty["line"].dtype) == "int64"


def test_a_line_not_understood_is_kept_whole():
    """The text of a repaired line may be cut short, for the record has it; that of a lost line may not."""
    tally = Tally()
    tally.repaired(1, "", "a", "x" * 1000)
    tally.not_understood(2, "", "b", "x" * 1000)
    assert tally.problems()["text"].str.len().to_list() == [SHOWN, 1000]


def test_reasons_are_counted(tmp_path):
    """For a reader of a long account: each reason once, how often, and where first."""
    path = tmp_path / "a.ris"
    path.write_text("TY  - JOUR\nKW  - a\nb\nc\nER  - \nwhat\n")
    reasons = read_export(path).account.reasons()
    assert reasons.to_dict("records") == [
        {
            "kind": "repaired",
            "reason": "line without a tag, joined to the tag above",
            "tag": "KW",
            "lines": 2,
            "first_line": 3,
        },
        {"kind": "not_understood", "reason": "text between entries", "tag": "", "lines": 1, "first_line": 6},
    ]
