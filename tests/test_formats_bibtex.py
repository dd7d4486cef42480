"""BibTeX: braces, quotation marks, abbreviations, LaTeX letters and damage."""

import pytest

from review.formats.account import Tally
from review.formats.bibtex import read_bibtex
from review.formats.latex import from_latex


def read(text):
    """Return the entries of a text, and the tally."""
    tally = Tally()
    return list(read_bibtex(text.split("\n"), tally)), tally


def fields(text):
    """Return the fields of the only entry of a text, without type and key."""
    found, _ = read(text)
    assert len(found) == 1
    return found[0][0][2:]


CASES = {
    "braces": ("@article{k, title = {A {B} c}}", [("title", "A {B} c")]),
    "quotation marks": ('@article{k, title = "A {"}B{"} c"}', [("title", 'A {"}B{"} c')]),
    "numbers and words": ("@article{k, year = 2020, month = jan}", [("year", "2020"), ("month", "jan")]),
    "names in capitals": ("@ARTICLE{k, Title = {A}}", [("title", "A")]),
    "parentheses": ("@article(k, title = {A})", [("title", "A")]),
    "blank in a name": (
        "@article{k, funding_text 1={x}, title={A}}",
        [("funding_text 1", "x"), ("title", "A")],
    ),
    "joined parts": ('@article{k, title = "A" # " and " # {B}}', [("title", "A and B")]),
    "no comma between": ("@article{k, title = {A}\n year = 2020}", [("title", "A"), ("year", "2020")]),
    "lines": ("@article{k, abstract = {one\n   two\n\n three}}", [("abstract", "one\ntwo\nthree")]),
    "escaped braces": (r"@article{k, title = {A \} b}}", [("title", r"A \} b")]),
    "repeated fields": ("@article{k, note={a}, note={b}}", [("note", "a"), ("note", "b")]),
    "no key": ("@article{title = {A}}", [("title", "A")]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_fields(text, expected):
    """Each text gives these fields, as they are written."""
    assert fields(text) == expected


def test_abbreviations_stand_for_their_text():
    """What @string defines is put in where it is used, in whatever case."""
    found, _ = read('@string{JX = "Example Journal"}\n@article{k, journal = jx}')
    assert found == [([("ENTRYTYPE", "article"), ("ID", "k"), ("journal", "Example Journal")], 2, 2)]


def test_comments_and_text_between_entries():
    """Comments are understood; other text between entries is named with its line."""
    found, tally = read("% said\n@comment{x, y = {z}}\nstray words\n@book{k, title={A}}\n}")
    assert [(first, last) for _, first, last in found] == [(4, 4)]
    assert [note[:3] for note in tally.notes] == [(3, "", "text outside the entries")]
    assert sum(tally.counts().values()) == 5


def test_an_entry_without_its_last_brace_ends_at_the_next():
    """A missing brace spoils one entry and not the file."""
    found, tally = read("@article{a,\n title = {A},\n year = 2020\n\n@article{b,\n title = {B}\n}")
    assert [raw[2:] for raw, _, _ in found] == [[("title", "A"), ("year", "2020")], [("title", "B")]]
    assert [note[:3] for note in tally.notes] == [
        (3, "year", "the entry is not closed by a brace; it is kept as far as it goes")
    ]


def test_a_brace_too_many_loses_no_field():
    """After text that is no field, reading goes on with the next line that begins one; the text is named."""
    found, tally = read("@article{k,\n keywords = {a} b}, c},\n title = {A}\n}")
    assert ("title", "A") in found[0][0]
    assert "not_understood" in {note[4] for note in tally.notes}


def test_a_file_cut_off_in_a_value_keeps_it():
    """The last entry of a file cut off is kept as far as it goes."""
    found, tally = read("@article{k,\n title = {A title that st")
    assert found[0][0][2:] == [("title", "A title that st")]
    assert tally.notes[0][0] == 2


LETTERS = {
    "umlaut in braces": (r"Malm{\"o}", "Malmö"),
    "umlaut bare": (r"Malm\"o", "Malmö"),
    "umlaut around braces": (r"Malm\"{o}", "Malmö"),
    "ring": (r"{\AA}land, sm{\aa}", "Åland, små"),
    "ring as accent": (r"\r{a}r", "år"),
    "acute on dotless i": (r"Garc{\'{\i}}a", "García"),
    "cedilla": (r"Fran\c{c}ois", "François"),
    "caron": (r"\v{S}koda", "Škoda"),
    "stroke": (r"S{\o}ren", "Søren"),
    "signs": (r"5\% \& \$3 A\_b", "5% & $3 A_b"),
    "braces for capitals": ("{DNA} of {H. pylori}", "DNA of H. pylori"),
    "style": (r"\emph{very} {\it much}", "very much"),
    "nothing to do": ("plain", "plain"),
}


@pytest.mark.parametrize(("text", "expected"), LETTERS.values(), ids=LETTERS)
def test_latex_becomes_letters(text, expected):
    """Commands for letters become the letters, braces go."""
    assert from_latex(text) == expected
