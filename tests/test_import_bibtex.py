"""BibTeX from everybody's programs: names in braces, LaTeX's words, fields taken over, odd entries."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.formats import read_export
from review.formats.latex import LETTERS, RELATIONS, from_latex, unknown_words
from review.formats.names_bibtex import bibtex_names
from review.text import split


@pytest.fixture
def read(tmp_path):
    """Return what reads a text as a file of BibTeX."""

    def reading(text):
        path = tmp_path / "export.bib"
        path.write_text(text, encoding="utf-8")
        return read_export(path)

    return reading


NAMES = {
    "surname first": ("Berg, Anna and Dahl, Bo", ["Berg, Anna", "Dahl, Bo"]),
    "given name first": ("Anna Berg and Bo C. Dahl", ["Berg, Anna", "Dahl, Bo C."]),
    "small words": ("Anna Maria van der Berg and Bo de la Ek", ["van der Berg, Anna Maria", "de la Ek, Bo"]),
    "large words": ("Omar El Masri and Karl Van de Velde", ["El Masri, Omar", "Van de Velde, Karl"]),
    "a group in braces": (
        "Berg, Anna and {National Institute for Health and Care Excellence}",
        ["Berg, Anna", "National Institute for Health and Care Excellence"],
    ),
    "a group in braces first": (
        "{Pfizer Research and Development} and Dahl, Bo",
        ["Pfizer Research and Development", "Dahl, Bo"],
    ),
    "a group in two braces": ("{{The {WHO} and Others Group}}", ["The WHO and Others Group"]),
    "a group with a comma": ("{Example, Inc.} and Ek, Bo", ["Example, Inc.", "Ek, Bo"]),
    "a group without braces": ("Conseil Sup{\\'e}rieur de la Sant{\\'e}", ["Conseil Supérieur de la Santé"]),
    "a group without braces, with and": (
        "Pfizer Research and Development",
        ["Pfizer Research and Development"],
    ),
    "a surname in braces": ("Jos{\\'e} {Garc{\\'i}a M{\\'a}rquez}", ["García Márquez, José"]),
    "a surname in braces first": ("{El Masri}, {Omar A.}", ["El Masri, Omar A."]),
    "all in two braces": ("{Berg, Anna and Dahl, Bo}", ["Berg, Anna", "Dahl, Bo"]),
    "ties": ("Donald~E. Berg and A.~B. Ek", ["Berg, Donald E.", "Ek, A. B."]),
    "AND in capitals, lines": ("Berg, Anna AND\nDahl, Bo", ["Berg, Anna", "Dahl, Bo"]),
    "suffixes": (
        "Newman Jr., Jay F. and Ek, III, Bo and Lind II, Carl J. and Jay F. Berg Jr.",
        ["Newman Jr., Jay F.", "Ek, III, Bo", "Lind II, Carl J.", "Berg, Jay F., Jr."],
    ),
    "others": ("Berg, Anna and Dahl, Bo and others", ["Berg, Anna", "Dahl, Bo"]),
    "et al.": ("Berg, Anna and et al.", ["Berg, Anna"]),
    "two of one name": ("Ji, Y and Ji, Y", ["Ji, Y", "Ji, Y"]),
    "accents": (
        r"Stefan Swe{\i}g and {\"O}berg, {\AA}sa and D{\textquotesingle}Ek, R\'{\i}",
        ["Sweıg, Stefan", "Öberg, Åsa", "D'Ek, Rí"],
    ),
    "biblatex": (
        "Lok, Gert-Jan and family=Hovdal, given=Jeroen, prefix=van den, useprefix=true",
        ["Lok, Gert-Jan", "van den Hovdal, Jeroen"],
    ),
    "biblatex, prefix dropped": ("family=Ek, given=Bo, prefix=von, useprefix=false", ["Ek, Bo von"]),
    "biblatex, suffix and braces": ("given={Bo}, family={Dahl Ek}, suffix=Jr", ["Dahl Ek, Bo, Jr"]),
    "biblatex, quotation marks": ('"family={Berg and Sons, Inc.}"', ["Berg and Sons, Inc."]),
    "biblatex, comma left out": ("family=Ek, given=Bo, prefix=van useprefix=true", ["van Ek, Bo"]),
    "and in braces": ("Berg {and} sons", ["Berg and sons"]),
    "commas for and": ("Berg A, Dahl B, Ek C", ["Berg, A", "Dahl, B", "Ek, C"]),
    "semicolons for and": ("Berg, A.; Dahl, B.", ["Berg, A.", "Dahl, B."]),
    "Vancouver": ("Berg A and Dahl BC", ["Berg, A", "Dahl, BC"]),
    "no names": ("{}", []),
    "nobody": ("{[Anonymous]}", []),
}


@pytest.mark.parametrize(("value", "names"), NAMES.values(), ids=NAMES)
def test_names(value, names):
    """Braces part names before they are taken off; who comes first is what BibTeX says."""
    assert list(bibtex_names(value)) == names


SIGNS = {
    "Zotero's markup": (
        "{Krill {\\textless}i{\\textgreater}E. superba{\\textless}/i{\\textgreater} and care}",
        "Krill <i>E. superba</i> and care",
    ),
    "greater and less": (
        r"Aged {\textgreater} 65; p {\textless} 0.05; \textgreater=5",
        "Aged > 65; p < 0.05; >=5",
    ),
    "money": (r"\texteuro 5, \textsterling{}3, US\$4, {\textdollar}2", "€5, £3, US$4, $2"),
    "levels in text": (r"CO\textsubscript{2}, m\textsuperscript{2}, 1\textsuperscript{st}", "CO2, m², 1st"),
    "levels in formulas": (
        r"CO$_2$, H$_{2}$O, 10$^{-3}$, 5$^{\circ}$C, 2$^{nd}$",
        "CO2, H2O, 10⁻³, 5°C, 2nd",
    ),
    "levels in ensuremath": (r"m\ensuremath{^2}, m{\ensuremath{{^3}}}", "m², m³"),
    "Greek": (r"$\beta$-blockers, {\textmu}g, \ensuremath{\alpha}, $\Delta$", "β-blockers, µg, α, Δ"),
    "relations": (
        r"$\leq$ 5, $\geq$5, $p \leq 0.05$, 5 $\pm$ 2, $10 \times 10$",
        "≤ 5, ≥5, p ≤ 0.05, 5 ± 2, 10 × 10",
    ),
    "plain formulas": (r"$n = 5$, $>$65, $p<0.05$", "n = 5, >65, p<0.05"),
    "money is no formula": ("from $5 to $10 and A$", "from $5 to $10 and A$"),
    "text signs": (
        r"A\textbullet B \textdegree C \textmu g 50\,\% \textregistered \texttimes 2",
        "A•B °C µg 50 % ® ×2",
    ),
    "dashes and quotation marks": (
        r"a{\textendash}b{\textemdash}c ``d'' {\textquotesingle}e",
        "a–b—c “d” 'e",
    ),
    "signs of LaTeX": (
        r"\& \% \# \_ \{a\} {\textasciitilde} \~{} {\textasciicircum} {\textbar}",
        "& % # _ {a} ~ ~ ^ |",
    ),
    "emphasis": (r"\emph{H. pylori}, {\it very}, \textbf{so}, {\em a}", "H. pylori, very, so, a"),
    "accents": (
        r"\v{S}koda {\v S} \c{c} \k{a} \H{o} \r a \d{s} \={e} \.{z} \`{\i}",
        "Škoda Š ç ą ő å ṣ ē ż ì",
    ),
    "two accents": (r"ti{\'{\^e}}p, \'{\^{e}}", "tiếp, ế"),
    "fractions": (r"{\textonehalf} of $\frac{1}{4}$", "½ of 1/4"),
    "ties and small blanks": (r"Fig.~2, 5\,mg, 1\ a, e.g.\ x", "Fig. 2, 5 mg, 1 a, e.g. x"),
    "tilde of an address": ("https://example.org/~berg and ~5", "https://example.org/~berg and ~5"),
    "a brace in the text, Zotero's way": (r"\{\vphantom{\}}a\vphantom{\{}\}", "{a}"),
    "a DOI of old": (
        r"10.5555/(SICI)1{\textless}2::AID{\textgreater}3.0.CO;2-\#",
        "10.5555/(SICI)1<2::AID>3.0.CO;2-#",
    ),
    "not known": (r"\foo{bar} and \hl{A}", r"\foo{bar} and \hl{A}"),
    "a path": (r"C:{\textbackslash}Users{\textbackslash}a", r"C:\Users\a"),
}


@pytest.mark.parametrize(("text", "expected"), SIGNS.values(), ids=SIGNS)
def test_latex_words_become_signs(text, expected):
    """What Zotero, Mendeley, JabRef and biblatex write for a sign becomes the sign."""
    assert from_latex(text) == expected


@pytest.mark.parametrize("word", [*LETTERS, *RELATIONS])
def test_each_word_in_each_guise(word):
    """Each word is its sign alone, in braces, in a formula and before empty braces."""
    sign = (LETTERS | RELATIONS)[word]
    for guise in (f"\\{word}", f"{{\\{word}}}", f"$\\{word}$", f"\\{word}{{}}", f"\\ensuremath{{\\{word}}}"):
        assert from_latex(guise) == sign
    assert from_latex(f"a{{\\{word}}} b") == f"a{sign} b"
    assert not unknown_words(f"\\{word}")


@given(st.text("abåö 5.,;:()<>=-", max_size=40))
def test_text_without_latex_stays(text):
    """Text without LaTeX's own signs is not touched."""
    assert from_latex(text) == text


@given(st.text("ab\\{}$^_~'`\"5 %&", max_size=40))
def test_no_latex_is_too_odd(text):
    """Whatever stands there, reading comes to an end, and without a word no letter or figure is lost."""
    found = from_latex(text).replace("⁵", "5")
    if "\\" not in text:
        assert re.sub(r"[^ab5]", "", found) == re.sub(r"[^ab5]", "", text)


@given(
    st.lists(
        st.sampled_from(["and", "Bo", "{", "}", ",", "\\'e", "van", "family=", "~", " ", "\n", "A."])
    ).map("".join)
)
def test_no_name_is_too_odd(text):
    """Whatever stands there, what comes out are names, none of them empty."""
    assert all(name.strip() for name in bibtex_names(text))


def test_words_not_known_are_told(read):
    """The account says which LaTeX word was not known and where; the word stays readable."""
    export = read(
        "@article{k,\n title = {A \\hl{marked} title},\n file = {C\\:\\\\a\\x.pdf},\n year = 2020}\n"
    )
    assert export.records["title"].tolist() == ["A \\hl{marked} title"]
    assert export.account.problems[["line", "tag", "reason"]].values.tolist() == [
        [2, "title", "\\hl is no LaTeX word that is known; it is kept as it is written"]
    ]
    assert export.account.lines == {"understood": 3, "repaired": 1, "not_understood": 0}


def test_titles_lose_no_word_between_signs(read):
    """A title of Zotero with markup in LaTeX comes out as text."""
    export = read(
        "@article{k1, title={{Small krill {\\textless}i{\\textgreater}E. superba{\\textless}/i{\\textgreater}"
        " and over-testing}}, author={Berg, A}}"
    )
    assert export.records["title"].tolist() == ["Small krill E. superba and over-testing"]


ODDITIES = {
    "words and parts": (
        '@string{ex = "Example Journal of "}\n@article{k, journal = ex # {Care}, month = jan # "~1"}',
        "journal",
        "Example Journal of Care",
    ),
    "no key": ("@article{title = {A}, year = 2020}", "title", "A"),
    "empty key": ("@article{, title = {A}, year = 2020}", "title", "A"),
    "no comma between": ("@article{k, title = {A}\n journal = {B}\n}", "journal", "B"),
    "first of two fields": ("@article{k, title = {A}, title = {B}}", "title", "A"),
    "authors given twice": (
        "@article{k, author = {Ek, A and Ek, B}, author = {Ek, A and Ek, B}}",
        "authors",
        "Ek, A; Ek, B",
    ),
    "title in two braces": ("@article{k, title = {{A {DNA} test}}}", "title", "A DNA test"),
    "date of biblatex": ("@article{k, date = {2019-05-01/..}}", "year", 2019),
    "journal of biblatex": ("@article{k, journaltitle = {Long}, shortjournal = {L}}", "journal", "Long"),
    "short journal": ("@article{k, shortjournal = {L}}", "journal", "L"),
    "pages": ("@article{k, pages = {12--19}}", "pages", "12-19"),
    "PubMed's number in a note": ("@article{k, note = {PMID: 31234567}}", "pmid", "31234567"),
    "PubMed's number as eprint": (
        "@article{k, eprint = {31234567}, eprinttype = {pubmed}}",
        "pmid",
        "31234567",
    ),
    "PubMed's number": ("@article{k, pmid = {31234567}}", "pmid", "31234567"),
    "arXiv's number is no PubMed number": (
        "@article{k, eprint = {19101234}, archiveprefix = {arXiv}}",
        "pmid",
        "",
    ),
    "arXiv's number is no DOI": ("@article{k, eprint = {2010.12345}, eprinttype = {arxiv}}", "doi", ""),
    "editors where there are no authors": (
        "@book{k, editor = {{A and B Group}}}",
        "authors",
        "A and B Group",
    ),
}


@pytest.mark.parametrize(("text", "field", "expected"), ODDITIES.values(), ids=ODDITIES)
def test_oddities(read, text, field, expected):
    """Entries as programs and people write them give their fields."""
    assert read(text).records[field].tolist() == [expected]


def test_crossref(read):
    """An entry takes over what it lacks from the one its crossref names; the account says so."""
    export = read(
        "@inproceedings{c, title = {A}, author = {Berg, Anna}, crossref = {P20}}\n"
        "@inproceedings{d, title = {B}, year = 2019, crossref = {p20}}\n"
        "@inproceedings{e, title = {C}, crossref = {nobody}}\n"
        "@proceedings{p20, title = {Proceedings of Care}, editor = {Ek, C}, year = 2020, doi = {10.5555/p}}\n"
    )
    found = export.records
    assert found["journal"].tolist() == ["Proceedings of Care", "Proceedings of Care", "", ""]
    assert found["year"].fillna(0).tolist() == [2020, 2019, 0, 2020]
    assert found["authors"].map(split).tolist() == [["Berg, Anna"], ["Ek, C"], [], ["Ek, C"]]
    assert found["doi"].tolist() == ["", "", "", "10.5555/p"]
    assert export.account.problems["reason"].tolist() == [
        "booktitle, editor, year taken from the entry P20",
        "booktitle, editor taken from the entry p20",
        "no entry nobody in this file",
    ]
