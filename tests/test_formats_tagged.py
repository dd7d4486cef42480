"""MEDLINE, Web of Science, refer, RefWorks, Ovid, Cochrane and INSPEC text."""

import pytest

from review.formats.account import Tally
from review.formats.tagged import read_tagged


def read(text, dialect):
    """Return the raw entries of a text, and the tally."""
    tally = Tally()
    found = list(read_tagged(text.split("\n"), tally, dialect))
    return [raw for raw, _, _ in found], tally


CASES = {
    # name: (dialect, text, entries, (understood, repaired, not understood))
    "MEDLINE, wrapped": (
        "medline",
        "PMID- 1\nTI  - A title\n      that goes on\n\nPMID- 2\nAB  - B",
        [[("PMID", "1"), ("TI", "A title\nthat goes on")], [("PMID", "2"), ("AB", "B")]],
        (6, 0, 0),
    ),
    "MEDLINE, entries without a blank line between": (
        "medline",
        "PMID- 1\nTI  - A\nPMID- 2\nTI  - B",
        [[("PMID", "1"), ("TI", "A")], [("PMID", "2"), ("TI", "B")]],
        (4, 0, 0),
    ),
    "MEDLINE without PubMed numbers, as ERIC writes it": (
        "medline",
        "\nOWN - ERIC\nTI  - A\nISSN - 1234-5679\n\nOWN - ERIC\nTI  - B",
        [[("OWN", "ERIC"), ("TI", "A"), ("ISSN", "1234-5679")], [("OWN", "ERIC"), ("TI", "B")]],
        (7, 0, 0),
    ),
    "MEDLINE, tags loosely written": (
        "medline",
        "PMID-1\nSO- x\nTI  -A",
        [[("PMID", "1"), ("SO", "x"), ("TI", "A")]],
        (0, 3, 0),
    ),
    "MEDLINE, a tag nobody knows": (
        "medline",
        "PMID- 1\nQQQ - x",
        [[("PMID", "1"), ("QQQ", "x")]],
        (2, 0, 0),
    ),
    "MEDLINE, text without indent": (
        "medline",
        "PMID- 1\nAB  - a\nIL-6 was high",
        [[("PMID", "1"), ("AB", "a\nIL-6 was high")]],
        (2, 1, 0),
    ),
    "MEDLINE with Ovid's numbers": (
        "medline",
        "<1>\nUI  - 1\nTI  - A\n<2>\nUI  - 2",
        [[("UI", "1"), ("TI", "A")], [("UI", "2")]],
        (5, 0, 0),
    ),
    "Web of Science": (
        "wos",
        "FN Clarivate\nVR 1.0\nPT J\nAU Li, W\n   Dou, ZG\nTI A\nER\n\nPT B\nTI C\nER\n\nEF",
        [[("PT", "J"), ("AU", "Li, W\nDou, ZG"), ("TI", "A")], [("PT", "B"), ("TI", "C")]],
        (13, 0, 0),
    ),
    "Web of Science, cut off": (
        "wos",
        "PT J\nTI A\nAB B",
        [[("PT", "J"), ("TI", "A"), ("AB", "B")]],
        (2, 1, 0),
    ),
    "Web of Science, text before": ("wos", "hello\nPT J\nER", [[("PT", "J")]], (2, 0, 1)),
    "refer, type first": (
        "refer",
        "%0 Book\n%T A\n\n%X B\n%0 Journal Article\n%T C",
        [[("0", "Book"), ("T", "A"), ("X", "B")], [("0", "Journal Article"), ("T", "C")]],
        (6, 0, 0),
    ),
    "refer, title first, type missing in the second": (
        "refer",
        "%T A\n%0 Book\n\n\n%T B\n%A Berg",
        [[("T", "A"), ("0", "Book")], [("T", "B"), ("A", "Berg")]],
        (6, 0, 0),
    ),
    "refer, wrapped": ("refer", "%0 Book\n%K a\nb", [[("0", "Book"), ("K", "a\nb")]], (2, 1, 0)),
    "RefWorks": (
        "refworks",
        "RT Journal Article\nA1 Berg,A\nT1 A\n\nRT Book\nT1 B",
        [[("RT", "Journal Article"), ("A1", "Berg,A"), ("T1", "A")], [("RT", "Book"), ("T1", "B")]],
        (6, 0, 0),
    ),
    "RefWorks, capitals in wrapped text": (
        "refworks",
        "RT Book\nAB one\nUK data",
        [[("RT", "Book"), ("AB", "one\nUK data")]],
        (2, 1, 0),
    ),
    "Ovid, names of fields": (
        "ovid",
        "<1>\nAuthor\n  Berg A\n  Dahl B\nTitle\n  A\n\n<2>\nTitle\n  B",
        [[("Author", "Berg A\nDahl B"), ("Title", "A")], [("Title", "B")]],
        (10, 0, 0),
    ),
    "Cochrane": (
        "cochrane",
        "Record #1 of 2\nID: CN-1\nTI: A\n\nRecord #2 of 2\nTI: B",
        [[("ID", "CN-1"), ("TI", "A")], [("TI", "B")]],
        (6, 0, 0),
    ),
    "INSPEC": ("inspec", "Record 1 INSPEC\n\nTI ~ A\nAU ~ Berg", [[("TI", "A"), ("AU", "Berg")]], (4, 0, 0)),
}


@pytest.mark.parametrize(("dialect", "text", "entries", "counts"), CASES.values(), ids=CASES)
def test_dialect(dialect, text, entries, counts):
    """Each text gives these entries, with all tags and values in order, and this account."""
    found, tally = read(text, dialect)
    assert found == entries
    assert tuple(tally.counts().values()) == counts
    assert tally.records == len(entries)


def test_a_missing_start_tag_opens_an_entry_and_says_so():
    """Tags before the first PMID are an entry of their own, and the account names the line."""
    found, tally = read("TI  - A\n\nPMID- 2\nTI  - B", "medline")
    assert len(found) == 2
    found, tally = read("TI A\nER\nPT J\nER", "wos")
    assert found == [[("TI", "A")], [("PT", "J")]]
    assert tally.starts == 1
    assert tally.notes[0][:3] == (1, "TI", "PT was missing, an entry begins here")
