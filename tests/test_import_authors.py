"""Authors from everybody's files: each person once per mention, in the form that the file gives."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.formats import read_export
from review.formats.fields import SCHEMAS
from review.formats.headers import schema_of
from review.formats.listed import listed
from review.formats.names import author_names
from review.formats.reading import keywords_in, read_fields
from review.text import split

TABLE = schema_of(["title", "authors", "keywords"])[0]


def of_ris(*pairs):
    """Return the authors of an entry of RIS."""
    return split(read_fields([("TY", "JOUR"), *pairs], SCHEMAS["ris"])["authors"])


def of_table(cell):
    """Return the authors of a row of a table."""
    return split(read_fields([("title", "A"), ("authors", cell)], TABLE)["authors"])


def of_bibtex(value):
    """Return the authors of an entry of BibTeX."""
    return split(read_fields([("ENTRYTYPE", "article"), ("author", value)], SCHEMAS["bibtex"])["authors"])


MENTIONS = {
    "two of one name": ([("AU", "Khan, A."), ("AU", "Khan, A.")], ["Khan, A.", "Khan, A."]),
    "two of one name, one of another": (
        [("AU", "Ji, Y"), ("AU", "Ek, B"), ("AU", "Ji, Y")],
        ["Ji, Y", "Ek, B", "Ji, Y"],
    ),
    "the same list in two tags": (
        [("AU", "Khan, A"), ("AU", "Ek, B"), ("A1", "Khan, A"), ("A1", "Ek, B")],
        ["Khan, A", "Ek, B"],
    ),
    "two of one name in both tags": (
        [("AU", "Khan, A"), ("A1", "Khan, A"), ("AU", "Khan, A"), ("A1", "Khan, A")],
        ["Khan, A", "Khan, A"],
    ),
    "one more in the second tag": (
        [("AU", "Khan, A"), ("A1", "Khan, A"), ("A1", "Ek, B")],
        ["Khan, A", "Ek, B"],
    ),
    "a whole list given twice": (
        [("AU", "Khan, A; Ek, B"), ("AU", "Khan, A; Ek, B")],
        ["Khan, A", "Ek, B"],
    ),
    "two of one name on one line": ([("AU", "Ji Y, Ji Y, Zhang F.")], ["Ji, Y", "Ji, Y", "Zhang, F"]),
}


@pytest.mark.parametrize(("pairs", "expected"), MENTIONS.values(), ids=MENTIONS)
def test_each_person_once_per_mention(pairs, expected):
    """Two people of one name are two; one list given in two tags is one list."""
    assert of_ris(*pairs) == expected


def test_keywords_are_named_once():
    """A keyword given twice is one keyword."""
    row = read_fields([("TY", "JOUR"), ("KW", "overuse"), ("KW", "Care"), ("KW", "overuse")], SCHEMAS["ris"])
    assert row["keywords"] == "overuse; Care"


SURNAMES = (
    "El Masri, Omar A.", "Af Klint, Hilma", "Van de Velde, Karl H.", "van den Berg, Anna Maria",
    "García Márquez, Gabriel José", "Garcia Ek, Gabriel Jose", "Dos Santos, Ana M.", "Le Roux, Marie Anne",
    "Von Euler, Ulf S.", "Bin Omar, Ali Hassan", "Mac Donald, Ian", "St. John, Ann B.", "Ben Ammar, Sami",
    "De la Cruz, Maria Jose", "Al-Jabri, Omar", "O'Dea Lind, Bo K.", "Dahl-Ek Berg, Eva-Lena", "d'Ek, Bo",
    "Ramón y Lind, Ana", "Newman Jr., Jay F.", "Bunn, PA, 3rd", "Ek, Bo, Jr.", "Lind III, Karl Bo",
    "DE LA CRUZ, MARIA", "VAN DAM, JAN B", "van Ek, Bo MD, PhD",
)  # fmt: skip


@pytest.mark.parametrize("name", SURNAMES)
@pytest.mark.parametrize("read", [of_bibtex, of_table, lambda name: of_ris(("AU", name))])
def test_surnames_of_several_words(read, name):
    """A surname of several words is part of one name, in BibTeX, tables and RIS."""
    assert read(name) == [name]


@pytest.mark.parametrize("name", [name for name in SURNAMES if name.count(",") == 1])
@pytest.mark.parametrize("between", ["; ", " and ", " | ", "\n", " // "])
def test_surnames_of_several_words_in_lists(name, between):
    """So it is in a list, whatever stands between its names."""
    assert of_table(between.join((name, "Dahl, Bo", name))) == [name, "Dahl, Bo", name]


LISTS = {
    "Vancouver": ("Smith A, Jones BC, Lee D-E", ["Smith, A", "Jones, BC", "Lee, D-E"]),
    "Vancouver, two": ("Smith A, Jones BC", ["Smith, A", "Jones, BC"]),
    "Vancouver with suffixes": (
        "Bunn PA Jr, Crowley J, de la Cruz M 3rd.",
        ["Bunn, PA, Jr", "Crowley, J", "de la Cruz, M, 3rd"],
    ),
    "Vancouver with long surnames": ("El Masri O, van der Ek AB", ["El Masri, O", "van der Ek, AB"]),
    "initials with stops": ("Berg A., Dahl B.C., Ek D.", ["Berg, A.", "Dahl, B.C.", "Ek, D."]),
    "APA": ("Berg, A., Dahl, B. C., & Ek, D.", ["Berg, A.", "Dahl, B. C.", "Ek, D."]),
    "Vancouver with a suffix after a comma": ("Berg F.R., III, Dahl B.", ["Berg, F.R., III", "Dahl, B."]),
    "a number after the surname": ("Ek, Bo and Lind II, Carl J.", ["Ek, Bo", "Lind II, Carl J."]),
    "APA with a suffix": ("Bunn, P.A., Jr., Crowley, J.", ["Bunn, P.A., Jr.", "Crowley, J."]),
    "full names": ("Adam Berg, Karl Ek, Max Dahl", ["Adam Berg", "Karl Ek", "Max Dahl"]),
    "full names with and": ("Anna Berg, Bo Dahl and Carl Ek", ["Anna Berg", "Bo Dahl", "Carl Ek"]),
    "full names, comma and and": ("Anna Berg, Bo Ek, and Carl Ek", ["Anna Berg", "Bo Ek", "Carl Ek"]),
    "initials first": ("A. Berg, B. C. Dahl", ["Berg, A.", "Dahl, B. C."]),
    "initials first, semicolons": ("A. Berg; B. C. van Dam", ["Berg, A.", "van Dam, B. C."]),
    "semicolons": ("Smith, A.; Jones, B.", ["Smith, A.", "Jones, B."]),
    "and": ("Berg, Anna and Dahl, Bo", ["Berg, Anna", "Dahl, Bo"]),
    "semicolon and and": ("Berg, Anna; Ek, Bo; and Dahl, Bo", ["Berg, Anna", "Ek, Bo", "Dahl, Bo"]),
    "upright strokes": ("Berg, Anna|Dahl, Bo", ["Berg, Anna", "Dahl, Bo"]),
    "character references": ("Mu&#241;oz, A; N&uacute;&ntilde;ez, B", ["Muñoz, A", "Núñez, B"]),
    "et al.": ("Berg A, Dahl BC, et al.", ["Berg, A", "Dahl, BC"]),
    "Python": ("['Berg, Anna', \"O'Dea, Bo\"]", ["Berg, Anna", "O'Dea, Bo"]),
    "JSON": ('["Berg, Anna", "Dahl, Bo"]', ["Berg, Anna", "Dahl, Bo"]),
    "JSON with references": ('["Bj\\u00f6rk, Anna"]', ["Björk, Anna"]),
    "NumPy": ("['Berg, Anna' 'Dahl, Bo'\n 'Ek, Carl']", ["Berg, Anna", "Dahl, Bo", "Ek, Carl"]),
    "R": ('c("Berg, Anna", "Dahl, Bo")', ["Berg, Anna", "Dahl, Bo"]),
    "PostgreSQL": ('{"Berg, Anna","Dahl, Bo"}', ["Berg, Anna", "Dahl, Bo"]),
    "Python, quotation marks gone wrong": ("['O'Dea, Bo', 'Ek, C']", ["O'Dea, Bo", "Ek, C"]),
    "objects with names": (
        "[{'name': 'Berg, Anna'}, {'name': 'Dahl, Bo', 'id': None}]",
        ["Berg, Anna", "Dahl, Bo"],
    ),
    "objects with parts": (
        '[{"family": "Berg", "given": "Anna"}, {"lastName": "Dahl", "firstName": "Bo"}]',
        ["Berg, Anna", "Dahl, Bo"],
    ),
    "objects in objects": ("[{'author': {'id': 1, 'display_name': 'Berg, Anna'}}]", ["Berg, Anna"]),
    "lists in a list": ('[["Berg", "Anna"], ["Dahl", "Bo"]]', ["Berg, Anna", "Dahl, Bo"]),
    "MATLAB": ('["Berg, Anna"; "Dahl, Bo"]', ["Berg, Anna", "Dahl, Bo"]),
    "brackets alone": ("[Berg, Anna; Dahl, Bo]", ["Berg, Anna", "Dahl, Bo"]),
    "strokes": ("Berg, Anna / Dahl, Bo", ["Berg, Anna", "Dahl, Bo"]),
    "one list in a list": ("['Berg A, Dahl B']", ["Berg, A", "Dahl, B"]),
}


@pytest.mark.parametrize(("cell", "names"), LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("read", [of_table, lambda cell: of_ris(("AU", cell))])
def test_lists_on_one_line(read, cell, names):
    """A list is parted at whatever stands between its names, in tables and in one tag of RIS."""
    assert read(cell) == names


TABLES_ALONE = {
    "surname and given name by turns": ("Berg, Anna M., Dahl, Bo", ["Berg, Anna M.", "Dahl, Bo"]),
    "surnames alone": ("Berg, Dahl & Ek", ["Berg", "Dahl", "Ek"]),
    "a group among people": (
        "Berg A, National Institute for Health and Care Excellence, Dahl BC",
        ["Berg, A", "National Institute for Health and Care Excellence", "Dahl, BC"],
    ),
    "SpringerLink": ("Anna BergBo C. DahlEun-Ji De Ek", ["Anna Berg", "Dahl, Bo C.", "Eun-Ji De Ek"]),
    "an empty list": ("[]", []),
}


@pytest.mark.parametrize(("cell", "names"), TABLES_ALONE.values(), ids=TABLES_ALONE)
def test_lists_of_tables(cell, names):
    """In a table, where a cell holds all authors, commas part more freely."""
    assert of_table(cell) == names


@pytest.mark.parametrize(
    "name",
    [
        "Wiggins Michael",
        "Anna Berg",
        "BERG ANNA",
        "Berg Anna Maria",
        "WHO Europe",
        "UK Biobank",
        "Plato",
        "Li Na",
    ],
)
@pytest.mark.parametrize("read", [of_table, lambda name: of_ris(("AU", name))])
def test_a_name_without_comma_stays_as_written(read, name):
    """Where nothing tells which word is the surname, nothing is turned."""
    assert read(name) == [name]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Berg AB", "Berg, AB"),
        ("Bunn PA Jr", "Bunn, PA, Jr"),
        ("A. B. Berg", "Berg, A. B."),
        ("Anna B. Berg", "Berg, Anna B."),
        ("F. Di Ek", "Di Ek, F."),
        ("Anna van der Berg", "van der Berg, Anna"),
        ("Jay F. Newman Jr.", "Newman, Jay F., Jr."),
        ("Berg & Berg", "Berg & Berg"),
    ],
)
def test_what_tells_the_surname(name, expected):
    """Initials, the small words before a surname and what follows it tell which word is the surname."""
    assert of_ris(("AU", name)) == [expected]


GROUPS = (
    "World Health Organization", "Pfizer Research and Development", "Public Health England",
    "Centers for Disease Control and Prevention", "Food and Drug Administration",
    "National Institute for Health and Care Excellence",
    "Groupe d'étude des infections urinaires", "Haute Autorité de santé", "Conseil supérieur de la santé",
    "Grupo de Estudio de Ejemplo", "Sociedad Española de Ejemplo", "Arbeitsgruppe Beispiel",
    "Deutsche Gesellschaft für Beispiele", "Socialstyrelsen", "Folkhälsomyndigheten", "Region Norrland",
    "Statens beredning för medicinsk utvärdering", "Svenska Läkaresällskapets arbetsgrupp",
    "The Example Trial Investigators", "Gruppo di lavoro esempio", "Inspection des affaires sociales",
    "Danske Regioner og Kommuner",
)  # fmt: skip


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize(
    "read", [of_table, lambda name: of_ris(("AU", name)), lambda name: of_bibtex(f"{{{name}}}")]
)
def test_names_of_groups_are_whole(read, name):
    """The name of a group is one name as it is written, with "and" in it too."""
    assert read(name) == [name]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("['overuse', 'low-value care, primary']", ["overuse", "low-value care, primary"]),
        ('["overuse", "care"]', ["overuse", "care"]),
        ('c("overuse", "care")', ["overuse", "care"]),
        ("overuse|care", ["overuse", "care"]),
        ("overuse, care", ["overuse", "care"]),
        ("overuse; care, primary", ["overuse", "care, primary"]),
    ],
)
def test_keywords_as_programs_write_them(cell, words):
    """Keywords in one cell are parted as authors are."""
    assert list(keywords_in(cell, False, True)) == words


@pytest.mark.parametrize(
    "text",
    ["Berg, Anna", "[Anonymous]", "(Anonymous)", "[", "c(", "", "[1] a", "{a}", "[a, b]", '[{"id": 1}]'],
)
def test_what_is_no_list(text):
    """Brackets alone make no list, nor do objects of which one has no name: they stay as they are."""
    assert listed(text) is None


WORD = st.text("abcdeåäö'", min_size=2, max_size=7).map(lambda text: "A" + text)


@given(st.lists(st.tuples(WORD, WORD).map(", ".join), min_size=1, max_size=6))
def test_lists_come_back_as_they_were(names):
    """Whatever list Python or JSON writes is read back, names given twice included."""
    assert list(author_names(repr(names), True)) == names
    assert list(author_names(json.dumps(names), True)) == names
    assert of_ris(*(("AU", name) for name in names)) == names


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text):
    """Any text at all gives names, and no word of two names is lost between them."""
    for table in (False, True):
        assert all(name.strip() for name in author_names(text, table))


def test_a_table_of_pubmed(tmp_path):
    """PubMed's own table: one line of authors, two of one name, suffixes."""
    path = tmp_path / "csv-set.csv"
    path.write_text(
        'PMID,Title,Authors,Journal/Book,Publication Year,NIHMS ID\n1,A,"Ji Y, Ji Y, Zhang F.",J,2020,\n'
        '2,B,"Bunn PA Jr, de la Cruz M 3rd; Example Study Group, Berg A.",J,2020,\n',
        encoding="utf-8",
    )
    assert read_export(path).records["authors"].map(split).tolist() == [
        ["Ji, Y", "Ji, Y", "Zhang, F"],
        ["Bunn, PA, Jr", "de la Cruz, M, 3rd", "Example Study Group", "Berg, A."],
    ]
