"""Cost: a text a thousand times as long takes no more than about a thousand times as long to clean."""

import time
from contextlib import suppress
from functools import partial
from itertools import pairwise

import pytest

from review import text
from review.errors import ReviewError
from review.formats import (
    cells,
    citations,
    encoding,
    fields,
    headers,
    identifiers,
    json_values,
    labels,
    latex,
    listed,
    names,
    names_bibtex,
    pages,
    reading,
    reftypes,
)
from review.formats.detect import detect

KEYWORDS = reading.keywords_in.__wrapped__
NUMBER = {"number", "pages", "year"}
SIZES = (1_000, 30_000, 1_000_000)
SLOW = 0.006  # seconds for 30 000 signs above which a quarter of a million tells as much as a million
NOISE = 5  # times what growth with the length alone would make; a square is 30 times that
LEAST = 0.004  # seconds below which a clock says little

# fmt: off
CLEANERS = {
    "a DOI": (text.clean_doi, ("10.5555/a)", "10.1234.", "10.5555/a/pdf", "%", "&amp;")),
    "the tails of a DOI": (lambda said: text.clean_doi(f"10.5555/a{said}x"), (")", "/pdf", "/asset/a")),
    "a number of PubMed": (text.clean_pmid, ("0", " ", "1 ", "pmid:")),
    "an ISSN": (text.clean_issn, ("1234-", "1", "-")),
    "an ISBN": (text.clean_isbn, ("1-", "978-1", "- ")),
    "a year": (text.parse_year, ("19", "1", "20 ")),
    "markup": (text.plain, ("<b>", "<", "<a b=", '<a b="', "<a b='c' ", "&amp;", "&", "&lt;b&gt;", " ")),
    "letters to compare": (text.fold, ("<i>", "é", "_", "a\u0301", "-")),
    "pages": (pages.pages_in, ("<b>", "no given ", "-", "- ", "pp. ", "n a ")),
    "a volume": (pages.number_in.__wrapped__, ("(", "no given ", "(no pagination", ")")),
    "an issue": (pages.issue_in.__wrapped__, ("congress ", "suppl ", "not available ")),
    "a DOI in a note": (
        lambda said: identifiers.doi_in("N1", f"{said} 10.5555/a"),
        ("a(", "10.5555/b ", "[PII] "),
    ),
    "a PubMed number in a note": (
        lambda said: identifiers.pmid_in("N1", f"PMID {said}", {"N1": [said]}),
        ("?D=med&a=b", "&D=med&AN=", "PMID "),
    ),
    "the notes of EndNote": (
        lambda said: identifiers.pmid_in("AN", "12345678", {"N1": [said], "PY": ["2020"]}),
        ("Journal Article. ", "Journal Article", ". 2019;"),
    ),
    "a link": (identifiers.link_in, ("http://", "www.", ":", ".")),
    "a database": (lambda said: identifiers.database_in("DB", said, {}), ("psyc", "&D=")),
    "a citation": (citations.read_citation, ("Conference: . (", "a. ", "A 2019;", "(1)", ". Vol. ")),
    "labels of Rayyan": (
        lambda said: labels.labels_of([("N1", "RAYYAN-INCLUSION: {" + said)]),
        ("RAYYAN-INCLUSION: {", '"a"=>"b",', "USER-NOTES: {", '"'),
    ),
    "an author": (names.author_name.__wrapped__, ("*", "A. ", "[a]")),
    "authors": (names.author_names, ("*", "a; ", "et al ")),
    "authors of a table": (lambda said: names.author_names(said, True), ("aAb ", "A, ", "A.Bc")),
    "names with commas": (lambda said: names.by_comma(said + "!", True), ("A. ", "Jr, ")),
    "authors of Ovid": (fields.ovid_names, (" ", "[", "ORCID: ", "1,2 ")),
    "authors of a trial": (fields.short_names, ("a A, ", ";")),
    "what stands beside a title": (partial(fields._BESIDE.sub, ""), (" ", "[http://", "[A a")),
    "names of BibTeX": (names_bibtex.bibtex_names, ("{", "<b>", "{a} ")),
    "a name of Scopus": (json_values.surname_first, ("A. ", "a ", "A")),
    "a list in a cell": (listed.listed, ("[", "['a', ", "(", '["', "{'a':")),
    "LaTeX": (latex._decoded.__wrapped__, ("$", "\\'e", "{\\'", "\\ensuremath{", "\\a ", "``", "$a_", "~")),
    "headings in JSON": (fields.apart, (" ", "<p>", "<p ", "\n")),
    "a type": (lambda said: reftypes.reference_type([said]), ("1", ";", "review ")),
    "keywords": (lambda said: KEYWORDS(said, True, True), ("a;", "abc.", "a|", "\n")),
    "an abstract": (reading._prose, ("<b>", "<p>", "\n", "&", "[")),
    "a cell of numbers": (lambda said: cells.look(said, NUMBER), ("1.0", "1-", "jan ", "#")),
    "a cell of identifiers": (lambda said: cells.look(said, {"id", "doi", "pmid"}), ("1", "10.5555/", "=")),
    "an encoding": (encoding.likeness, ("é", "é ", "aé")),
    "the name of a column": (headers.simple_name, ("a_", "A", " ", "(")),
}
# fmt: on
"""What cleans a value, and what it might stumble over when that is repeated."""

FILES = (
    "\n",
    " \n",
    "<!---->",
    "<!--",
    "<responseWrapper ",
    "@",
    "1.\n",
    '{"',
    "TY",
    "ER\n",
    '<F a="" ',
    "<record> ",
)


def seconds(clean, said):
    """Return how long it takes, without what other programs take meanwhile."""
    start = time.process_time()
    clean(said)
    return max(time.process_time() - start, LEAST)


def check_growth(clean, part, sizes):
    """Fail where thirty times the text takes much more than thirty times as long."""
    before = seconds(clean, part * (sizes[0] // len(part)))
    for smaller, size in pairwise(sizes):
        size = size // 4 if before > SLOW and size == SIZES[-1] else size
        took = seconds(clean, part * (size // len(part)))
        assert took < before * size / smaller * NOISE, f"{part!r} from {smaller:,} to {size:,} signs"
        before = took


@pytest.mark.parametrize("name", CLEANERS)
def test_cleaning_a_value_grows_with_its_length(name):
    """From a thousand signs to a million, a quarter of it where that is slow; a fault is found early."""
    clean, parts = CLEANERS[name]
    for part in parts:
        check_growth(clean, part, SIZES)


@pytest.mark.parametrize("part", FILES)
def test_telling_a_format_grows_with_the_part_that_is_looked_at(part):
    """A quarter of a million characters are looked at, and no more."""

    def tell(said):
        with suppress(ReviewError):
            detect(f"{said}x", "a.txt")

    check_growth(tell, part, (1_000, 8_000, 64_000, 256_000))


@pytest.mark.parametrize("count", [20, 40])
def test_words_for_nothing_are_told_in_one_go(count):
    """They can be parted in many ways, of which only one is tried."""
    start = time.perf_counter()
    assert not pages.says_nothing("no given " * count + "x")
    first = time.perf_counter() - start
    assert first < 1, "to try all ways of forty would take years"
