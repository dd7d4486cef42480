"""Where an entry of RIS begins and ends, and which of its lines are tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.formats.account import Tally
from review.formats.ris import read_ris


def entries(*lines):
    """Return the entries of some lines as lists of (tag, value)."""
    return [raw for raw, _, _ in read_ris(["".join(f"{line}\n" for line in lines)], Tally())]


def told(*lines):
    """Return (line, reason) of all that the account tells."""
    tally = Tally()
    list(read_ris(["".join(f"{line}\n" for line in lines)], tally))
    return [(number, reason) for number, _, reason, _, _ in tally.notes]


A, B, TY = ("TI", "A"), ("TI", "B"), ("TY", "JOUR")
ONE, OTHER = ("DO", "10.5555/a"), ("DO", "10.5555/b")
PARTED = {
    # name: (lines, parted by |, entries)
    "TY in the middle": (
        "DB  - X|TI  - A|TY  - JOUR|PY  - 2006|ER  - ||DB  - X|TI  - B|TY  - JOUR|PY  - 2011|ER  - ",
        [[("DB", "X"), A, TY, ("PY", "2006")], [("DB", "X"), B, TY, ("PY", "2011")]],
    ),
    "TY last": (
        "TI  - A|PY  - 2006|TY  - JOUR|ER  - |TI  - B|TY  - JOUR|ER  - ",
        [[A, ("PY", "2006"), TY], [B, TY]],
    ),
    "DOI before TY": (
        "DO  - 10.5555/a|TY  - JOUR|TI  - A|ER  - ||DO  - 10.5555/b|TY  - JOUR|TI  - B|ER  - ",
        [[ONE, TY, A], [OTHER, TY, B]],
    ),
    "a number before TY, no blank lines": (
        "ID  - 1|TY  - JOUR|TI  - A|ER  - |ID  - 2|TY  - JOUR|TI  - B|ER  - ",
        [[("ID", "1"), TY, A], [("ID", "2"), TY, B]],
    ),
    "DOI before the second TY alone": (
        "TY  - JOUR|TI  - A|ER  - |DO  - 10.5555/b|TY  - JOUR|TI  - B|ER  - ",
        [[TY, A], [OTHER, TY, B]],
    ),
    "the last without ER": (
        "DO  - 10.5555/a|TY  - JOUR|TI  - A|ER  - ||DO  - 10.5555/b|TY  - JOUR|TI  - B",
        [[ONE, TY, A], [OTHER, TY, B]],
    ),
    "a tag of Ovid right after ER": (
        "TY  - JOUR|TI  - A|ER  -|NL  - J Ex||Link to the text: https://e.org||2.|TY  - JOUR|TI  - B|ER  -",
        [[TY, A, ("NL", "J Ex"), ("Link to the text", "https://e.org")], [TY, B]],
    ),
    "one blank in tags, TY last": (
        "TI - A|AU - Berg|TY - JOUR|ER -|TI - B|AU - Dahl|TY - JOUR|ER -",
        [[A, ("AU", "Berg"), TY], [B, ("AU", "Dahl"), TY]],
    ),
    "ER missing, TY first": (
        "TY  - JOUR|TI  - A|TY  - JOUR|TI  - B|ER  - ",
        [[TY, A], [TY, B]],
    ),
    "TY and ER missing, a title on both sides of TY": (
        "TI  - A|PY  - 2006||TY  - JOUR|TI  - B|ER  - ",
        [[A, ("PY", "2006")], [TY, B]],
    ),
}


@pytest.mark.parametrize(("lines", "expected"), PARTED.values(), ids=PARTED)
def test_an_entry_is_what_stands_between_two_ends(lines, expected):
    """No tag moves to the paper before or after, wherever TY stands."""
    assert entries(*lines.split("|")) == expected


AFTER = ["AU  - Berg, A", "ER  - ", "", "TY  - JOUR", "ER  - "]
TEXT = {
    "ER with words": ("AB", "ER - where most scans are ordered -", "TY  - JOUR"),
    "ER as RIS writes it, with words": ("AB", "ER  - where most scans are ordered", "TY  - JOUR"),
    "ER alone on a line": ("AB", "ER -", "TY  - JOUR"),
    "ER without dash": ("AB", "ER staff ordered fewer.", "TY  - JOUR"),
    "AD": ("AB", "AD - Alzheimer disease - was rare.", "TY  - JOUR"),
    "CT": ("N2", "CT - computed tomography", "TY  - JOUR"),
    "ED in a title": ("TI", "ED - a place for imaging?", "TY  - JOUR"),
    "PM in a note": ("N1", "PM - particulate matter", "TY  - JOUR"),
    "AU in an address": ("AD", "AU - Australia", "TY  - JOUR"),
    "UR among keywords": ("KW", "UR - urinary retention", "TY  - JOUR"),
    "TY": ("AB", "TY - a code for the test", "TY  - JOUR"),
    "DOI in a note": ("N1", "DOI - 10.5555/x", "TY  - JOUR"),
    "a word with a hyphen": ("AB", "T1-weighted images", "TY  - JOUR"),
    "ER-positive": ("AB", "ER-positive tumours", "TY  - JOUR"),
    "ER in a file of one blank": ("AB", "ER - where most scans are ordered", "TY - JOUR"),
}


@pytest.mark.parametrize(("tag", "line", "begin"), TEXT.values(), ids=TEXT)
def test_a_wrapped_line_that_looks_like_a_tag_is_text(tag, line, begin):
    """The value above keeps the line and what follows it, and the tags after it stay tags."""
    own = "  - " if begin.startswith("TY  -") else " - "
    after = [text.replace("  - ", own) for text in AFTER]
    found = entries(begin, f"{tag}{own}Seen in the", line, "and so on.", *after)
    assert found[0] == [("TY", "JOUR"), (tag, f"Seen in the\n{line}\nand so on."), ("AU", "Berg, A")]
    assert len(found) == 2


@pytest.mark.parametrize(
    "end", ["ER  - ", "ER  -", "ER -", "ER- ", "  ER  - ", "ER  - 1", "ER - end", "ER\t-", "er  - "]
)
def test_an_end_is_found_however_it_is_written(end):
    """What ends an entry before the next TY, or before the end of the file, is an ER."""
    begin = "ty  - JOUR" if end.startswith("er") else "TY  - JOUR"
    found = entries(begin, "TI  - A", end, "", begin, "TI  - B", end)
    assert [raw[:2] for raw in found] == [[TY, A], [TY, B]]
    assert not [reason for _, reason in told(begin, "TI  - A", end, "", begin, end) if "missing" in reason]


def test_a_tag_is_read_as_the_entry_writes_its_own():
    """Files of two programs joined: one blank is a tag in the first, and a word in the second."""
    found = entries(
        "TY - JOUR", "AB - One", "AD - Uppsala", "ER -", "TY  - JOUR", "AB  - Two", "AD - a disease", "ER  - "
    )
    assert found == [
        [("TY", "JOUR"), ("AB", "One"), ("AD", "Uppsala")],
        [("TY", "JOUR"), ("AB", "Two\nAD - a disease")],
    ]


def test_a_tag_written_loosely_below_a_short_value_is_a_tag():
    """One blank too few is read and told where no long text is above."""
    lines = ["TY  - JOUR", "AU  - Berg, A", "KW - scans", "PMID - 12345678", "ER  - "]
    assert entries(*lines)[0][2:] == [("KW", "scans"), ("PMID", "12345678")]
    assert [number for number, _ in told(*lines)] == [3, 4]


def test_the_account_tells_of_a_TY_within():
    """Each entry whose TY is not first is told with the line of its TY."""
    assert told("DO  - 10.5555/a", "TY  - JOUR", "TI  - A", "ER  - ") == [
        (2, "TY stands within the entry, which ends at its ER")
    ]


OWN = st.sampled_from(
    ["DB  - X", "PY  - 2006", "AU  - Berg, A", "DO  - 10.5555/a", "KW  - one", "SN  - 1234-5679"]
)


@given(
    st.lists(
        st.tuples(st.lists(OWN, max_size=4), st.lists(OWN, max_size=4), st.booleans()), min_size=1, max_size=5
    )
)
def test_each_end_gives_one_entry_with_all_its_lines(parts):
    """Wherever TY and title stand among the lines, an entry has exactly the lines before its ER."""
    lines, expected = [], []
    for number, (before, after, first) in enumerate(parts):
        title = f"TI  - Title {number}"
        one = [*before, title, "TY  - JOUR", *after] if first else [*before, "TY  - JOUR", title, *after]
        expected.append([(line[:2], line[6:]) for line in one])
        lines += [*one, "ER  - ", ""]
    assert entries(*lines) == expected
