"""XML of EndNote and PubMed, whole, damaged and harmful."""

import pytest

from review.errors import SourceError
from review.formats import read_export
from review.formats.account import Tally
from review.formats.xml import ENTRIES, read_xml

HEAD = '<?xml version="1.0" encoding="UTF-8"?><xml><records>'
TAIL = "</records></xml>"


def read(text, form="endnote-xml"):
    """Return the raw entries of a text, and the tally."""
    tally = Tally()
    return [raw for raw, _, _ in read_xml(text.split("\n"), tally, ENTRIES[form])], tally


def record(title):
    """Return a record of EndNote XML."""
    return f"<record><titles><title>{title}</title></titles></record>"


def test_styles_inside_a_value_are_one_value():
    """EndNote parts a title with italics into several style elements."""
    title = '<style face="normal">Tests for </style><style face="italic">H. pylori</style>'
    assert read(HEAD + record(title) + TAIL)[0] == [[("titles/title", "Tests for H. pylori")]]


def test_all_texts_and_attributes_are_kept():
    """Elements nobody knows, and attributes, are in the raw entry."""
    text = HEAD + '<record><ref-type name="Book">6</ref-type><odd><deep>x</deep></odd></record>' + TAIL
    assert read(text)[0] == [[("ref-type", "6"), ("ref-type@name", "Book"), ("odd/deep", "x")]]


def test_the_abstract_of_pubmed_keeps_its_labels_and_references_keep_apart():
    """Sections come with their label; the DOI of a cited paper has another path than that of the article."""
    text = (
        "<PubmedArticle><MedlineCitation><Article><Abstract><AbstractText Label='AIM'>To see.</AbstractText>"
        "</Abstract></Article></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType='doi'>10.5555/a"
        "</ArticleId></ArticleIdList><ReferenceList><ArticleId IdType='doi'>10.5555/b</ArticleId>"
        "</ReferenceList></PubmedData></PubmedArticle>"
    )
    assert read(text, "pubmed-xml")[0] == [
        [
            ("Article/Abstract/AbstractText", "AIM: To see."),
            ("ArticleIdList/ArticleId[doi]", "10.5555/a"),
            ("ReferenceList/ArticleId[doi]", "10.5555/b"),
        ]
    ]


def test_a_fault_spoils_one_entry_and_not_the_file():
    """After a fault, reading goes on with the next record; what is skipped is named line by line."""
    text = "\n".join([HEAD, record("A"), "<record><titles><title>B</titel>", "lost words", record("C"), TAIL])
    found, tally = read(text)
    assert [raw[0][1] for raw in found] == ["A", "B", "C"]
    assert sum(tally.counts().values()) == 6
    assert {(note[0], note[4]) for note in tally.notes} == {(3, "repaired"), (4, "not_understood")}


def test_a_file_cut_off_inside_a_record_keeps_it():
    """The record is kept as far as it goes, and the account says so."""
    found, tally = read(HEAD + "\n" + record("A") + "\n<record><titles><title>B ti")
    assert [raw[0][1] for raw in found] == ["A", "B ti"]
    assert tally.notes[-1][2] == "the file ends inside an entry; it is kept as far as it goes"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("A & B", "A & B"), ("A&nbsp;&eacute;", "A\xa0é"), ("A\x0bB", "AB"), ("a &lt; b &#229;", "a < b å")],
    ids=["bare ampersand", "references of HTML", "signs XML forbids", "as it should be"],
)
def test_what_xml_does_not_allow_is_mended(written, read_as):
    """Common faults of exports are repaired and noted; what is right is not."""
    found, tally = read(HEAD + record(written) + TAIL)
    assert found == [[("titles/title", read_as)]]
    assert bool(tally.notes) == ("<" not in read_as)


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY e "boom">',
        '<!ENTITY e SYSTEM "file:///etc/hostname">',
        '<!ENTITY % p SYSTEM "http://e.example/x">',
    ],
    ids=["inner", "file", "parameter"],
)
def test_entities_of_a_files_own_are_refused(tmp_path, declared):
    """No file may make the reader open another, or grow without end."""
    path = tmp_path / "a.xml"
    path.write_text(f"<!DOCTYPE xml [{declared}]><xml><records>{record('&e;')}</records></xml>")
    with pytest.raises(SourceError, match=r"^a\.xml, line 1: the XML declares an entity of its own"):
        read_export(path)


def test_xml_of_another_kind_is_refused(tmp_path):
    """The message names the root element and what was expected."""
    path = tmp_path / "a.xml"
    path.write_text('<?xml version="1.0"?><svg></svg>')
    with pytest.raises(
        SourceError, match=r"XML of another kind \(<svg>\); expected XML of PubMed, EndNote, Ovid, "
    ):
        read_export(path)
