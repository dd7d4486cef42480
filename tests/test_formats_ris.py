"""RIS with all its known traps: what comes out, and what the account says of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.formats.account import Tally
from review.formats.ris import read_ris

A = "TY  - JOUR\nTI  - A\nER  - \n"
B = "TY  - JOUR\nTI  - B\nER  - \n"
RAW_A = [("TY", "JOUR"), ("TI", "A")]
RAW_B = [("TY", "JOUR"), ("TI", "B")]


def read(text):
    """Return the entries of a text, and the tally."""
    tally = Tally()
    return list(read_ris([text], tally)), tally


def reasons(tally):
    """Return (line, tag, reason) of all notes."""
    return [note[:3] for note in tally.notes]


TRAPS = {
    # name: (text, entries, (understood, repaired, not understood), words of the reasons)
    "as it should be": (A + "\n" + B, [RAW_A, RAW_B], (7, 0, 0), []),
    "no blank after ER": (A.replace("ER  - ", "ER  -"), [RAW_A], (3, 0, 0), []),
    "two blanks after ER": (A.replace("ER  - ", "ER  -  "), [RAW_A], (3, 0, 0), []),
    "one blank in tags": (
        "TY - JOUR\nTI - A\nER -\n",
        [RAW_A],
        (0, 3, 0),
        ["tag not written as"] * 3,
    ),
    "no blank after the dash": (
        "TY  -JOUR\nTI  -A\nXX  -b\nER  -\n",
        [[*RAW_A, ("XX", "b")]],
        (1, 3, 0),
        ["tag not written as"] * 3,
    ),
    "no blank before the dash": (
        "TY- JOUR\nTI- A\nER-\n",
        [RAW_A],
        (0, 3, 0),
        ["tag not written as"] * 3,
    ),
    "tab in a tag": ("TY  - JOUR\nTI\t- A\nER  - \n", [RAW_A], (2, 1, 0), ["tag not written as"]),
    "no-break spaces": (
        "TY\xa0\xa0- JOUR\nTI\xa0\xa0- A\nER\xa0\xa0- \n",
        [RAW_A],
        (0, 3, 0),
        ["tag not written as"] * 3,
    ),
    "en dash": ("TY  – JOUR\nTI  – A\nER  –\n", [RAW_A], (0, 3, 0), ["tag not written as"] * 3),
    "lower case": ("ty  - JOUR\nti  - A\ner  - \n", [RAW_A], (0, 3, 0), ["tag not written as"] * 3),
    "indented": (
        "  TY  - JOUR\n  TI  - A\n  ER  - \n",
        [RAW_A],
        (0, 3, 0),
        ["tag not written as"] * 3,
    ),
    "ER missing at the end": (A + "TY  - JOUR\nTI  - B\n", [RAW_A, RAW_B], (4, 1, 0), ["ends before ER"]),
    "ER missing in the middle": ("TY  - JOUR\nTI  - A\n" + B, [RAW_A, RAW_B], (4, 1, 0), ["ER was missing"]),
    "cut off inside a tag": (
        A + "TY  - JOUR\nTI  - B\nAU",
        [RAW_A, [("TY", "JOUR"), ("TI", "B\nAU")]],
        (5, 1, 0),
        ["line without a tag", "ends before ER"],
    ),
    "TY missing": (
        "TI  - A\nAU  - Berg, A\nER  - \n",
        [[("TI", "A"), ("AU", "Berg, A")]],
        (2, 1, 0),
        ["TY was missing"],
    ),
    "tags after ER": (
        A + "N1  - a note\nN1  - more\n\n" + B,
        [[*RAW_A, ("N1", "a note"), ("N1", "more")], RAW_B],
        (7, 2, 0),
        ["tag after ER"] * 2,
    ),
    "an entry without TY after ER": (
        A + "TI  - B\nAU  - Berg, A\nER  - \n",
        [RAW_A, [("TI", "B"), ("AU", "Berg, A")]],
        (5, 1, 0),
        ["TY was missing"],
    ),
    "text after ER": (A + "Some words\n" + B, [RAW_A, RAW_B], (6, 0, 1), ["text between entries"]),
    "text on the line of ER": (A.replace("ER  - ", "ER  - end"), [[*RAW_A, ("ER", "end")]], (3, 0, 0), []),
    "ER twice": (A + "ER  - \n", [RAW_A], (3, 0, 1), ["ER without an entry"]),
    "numbers as Ovid has them": ("1. \n" + A + "\n<2>\n" + B, [RAW_A, RAW_B], (9, 0, 0), []),
    "header as Cochrane has it": (
        "Record #1 of 1\nProvider: Example\nContent: text/plain\n" + A,
        [RAW_A],
        (6, 0, 0),
        [],
    ),
    "link as Ovid has it": (
        A + "\nLink to the Ovid Full Text or citation: https://e.org\n",
        [[*RAW_A, ("Link to the Ovid Full Text or citation", "https://e.org")]],
        (5, 0, 0),
        [],
    ),
    "two tags on a line": (
        "TY  - JOUR\nTI  - A AU  - Berg, A\nER  - \n",
        [[*RAW_A, ("AU", "Berg, A")]],
        (2, 1, 0),
        ["second tag"],
    ),
    "files joined without a line end": (
        "TY  - JOUR\nTI  - A\nER  - TY  - JOUR\nTI  - B\nER  - \n",
        [RAW_A, RAW_B],
        (4, 1, 0),
        ["second tag"],
    ),
    "wrapped lines": (
        "TY  - JOUR\nKW  - one\ntwo\n three\nER  - \n",
        [[("TY", "JOUR"), ("KW", "one\ntwo\nthree")]],
        (3, 2, 0),
        ["line without a tag"] * 2,
    ),
    "blank line inside an abstract": (
        "TY  - JOUR\nAB  - one\n\ntwo\nER  - \n",
        [[("TY", "JOUR"), ("AB", "one\ntwo")]],
        (4, 1, 0),
        ["line without a tag"],
    ),
    "empty value, then its text": (
        "TY  - JOUR\nAB  - \none\nER  - \n",
        [[("TY", "JOUR"), ("AB", "one")]],
        (3, 1, 0),
        ["line without a tag"],
    ),
    "words that look like tags": (
        "TY  - JOUR\nAB  - one\nT1-weighted images\nER-positive\nAD - Alzheimer disease\nER  - \n",
        [[("TY", "JOUR"), ("AB", "one\nT1-weighted images\nER-positive\nAD - Alzheimer disease")]],
        (3, 3, 0),
        ["line without a tag"] * 3,
    ),
    "tags nobody knows": (
        "TY  - JOUR\nX9  - a\nX9  - b\nER  - \n",
        [[("TY", "JOUR"), ("X9", "a"), ("X9", "b")]],
        (4, 0, 0),
        [],
    ),
    "PMID as a tag": (
        "TY  - JOUR\nPMID - 12345678\nER  - \n",
        [[("TY", "JOUR"), ("PMID", "12345678")]],
        (2, 1, 0),
        ["tag not written as"],
    ),
    "empty values stay": (
        "TY  - JOUR\nIS  - \nVL  -\nER  - \n",
        [[("TY", "JOUR"), ("IS", ""), ("VL", "")]],
        (4, 0, 0),
        [],
    ),
    "an entry of TY alone": ("TY  - JOUR\nER  - \n", [[("TY", "JOUR")]], (2, 0, 0), []),
    "blanks around values": ("TY  - JOUR\nTI  -   A \t\nER  - \n", [RAW_A], (3, 0, 0), []),
    "nothing but blank lines": ("\n\n  \n", [], (3, 0, 0), []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "entries", "counts", "words"), TRAPS.values(), ids=TRAPS)
def test_trap(text, entries, counts, words):
    """Each trap gives these entries, this account and these reasons."""
    found, tally = read(text)
    assert [raw for raw, _, _ in found] == entries
    assert tuple(tally.counts().values()) == counts
    said = [reason for _, _, reason in reasons(tally)]
    assert len(said) == len(words)
    assert all(word in reason for word, reason in zip(words, said, strict=True))


def test_records_are_the_start_tags_seen():
    """Where no TY is missing, as many records come out as there are TY."""
    _, tally = read(A + B + "TY  - BOOK\n")
    assert (tally.starts, tally.records) == (3, 3)


def test_each_entry_knows_its_lines():
    """First and last line count from one, numbering and blank lines between entries left out."""
    found, _ = read("1.\n" + A + "\n2.\n" + B)
    assert [(first, last) for _, first, last in found] == [(2, 4), (7, 9)]


def test_a_cut_off_file_says_so_with_its_line():
    """A file cut off mid-record keeps what is there; the account names the last line."""
    found, tally = read(A + "TY  - JOUR\nTI  - B\nAB  - An abstr")
    assert found[-1][0][-1] == ("AB", "An abstr")
    assert reasons(tally) == [(6, "AB", "the file ends before ER; the entry is kept as far as it goes")]


def test_the_quick_and_the_slow_way_agree():
    """An entry read at once is the same as when it is read line by line."""
    text = "TY  - JOUR\nTI  -  Title  \nAU  - Berg, A\nIS  - \nUR  - https://e.org/a;b?c\nER  - \n"
    quick, _ = read(text)
    middle = text.index("AU")
    slow = list(read_ris([text[:middle], text[middle:]], Tally()))
    assert quick == slow


LINES = st.sampled_from(
    ["TY  - JOUR", "TI  - A", "AU  - Berg, A", "ER  - ", "ER  -", "", "word", " AB - x", "N1  - a  AU  - b",
     "2.", "ty  - jour", "KW\t- k", "PMID - 1", "TY - BOOK", "\xa0", "T1-weighted", "  wrapped  "]
)  # fmt: skip


@given(st.lists(LINES, max_size=30), st.integers(1, 5))
def test_nothing_is_lost_and_the_account_adds_up(lines, n_pieces):
    """Every line is in a record, in the account, or blank or a number, in however many pieces."""
    size = max(1, len(lines) // n_pieces)
    pieces = ["".join(f"{line}\n" for line in lines[i : i + size]) for i in range(0, len(lines), size)]
    tally = Tally()
    found = list(read_ris(pieces, tally))
    counts = tally.counts()
    assert sum(counts.values()) == len(lines)
    assert min(counts.values()) >= 0
    assert len(found) == tally.records
    held = "\n".join(value for raw, _, _ in found for _, value in raw)
    held += "\n".join(note[3] for note in tally.notes)
    for word in ("JOUR", "BOOK", "Berg", "word", "weighted", "wrapped"):
        assert sum(word in line for line in lines) <= held.count(word)
    assert [first for _, first, _ in found] == sorted(first for _, first, _ in found)
