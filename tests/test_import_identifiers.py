"""DOI and PubMed number: only from where they are the record's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.formats.fields import SCHEMAS
from review.formats.headers import schema_of
from review.formats.reading import read_fields


def read(field, *pairs, form="ris"):
    """Return one field of an entry of a format."""
    return read_fields(list(pairs), SCHEMAS[form])[field]


OWN_DOI = {
    "a DOI alone": "10.5555/a",
    "named": "doi: 10.5555/a",
    "named in words": "DOI link: https://doi.org/10.5555/a.",
    "a link": "https://doi.org/10.5555/a",
    "with PubMed's numbers": "doi: 10.5555/a; PMID: 31234567; PMCID: PMC1234567",
    "with its PII": "S0140-0000(20)00001-2 [pii]\n10.5555/a [doi]",
    "beside what a program wrote": "Cited By :1\nExport Date: 2 March 2020\ndoi: 10.5555/a",
    "said to be the article's": "The DOI of this article is 10.5555/a",
    "before print": "Epub ahead of print. doi: 10.5555/a",
}
OTHERS = {
    "cited references": "Cited References: Dahl B, 2005, J OTHER, V10, P7, DOI 10.5555/x Ek C, 2001",
    "cited references on a line": "Cited References:\n10.5555/x",
    "references of Scopus": "Export Date: 2 March 2020\nReferences: Dahl, B., (2005) Other; doi:10.5555/x",
    "a citation": "Dahl, B. (2005). Another paper. J Other, 10, 7. https://doi.org/10.5555/x",
    "a name and a year": "Dahl 2005 10.5555/x",
    "see": "see 10.5555/x",
    "an erratum": "Erratum in: doi: 10.5555/x",
    "a comment": "Comment on: Lancet. 2019; doi:10.5555/x",
    "data": "Data: https://doi.org/10.5555/x",
    "a preprint": "Preprint at https://doi.org/10.5555/x",
    "two": "10.5555/x\n10.5555/y",
    "a remark": "same cohort as https://doi.org/10.5555/x",
    "a companion": "Companion paper: doi 10.5555/x",
    "Mendeley's duplicates": "From Duplicate 1 (Another paper - Dahl, B) https://doi.org/10.5555/x",
}


@pytest.mark.parametrize("tag", ["N1", "M1", "M3", "C1"])
@pytest.mark.parametrize("note", OWN_DOI.values(), ids=OWN_DOI)
def test_a_note_that_says_nothing_else_gives_the_doi(note, tag):
    """What labels and programs put around a DOI leaves it the record's own."""
    assert read("doi", ("TY", "JOUR"), (tag, note)) == "10.5555/a"


@pytest.mark.parametrize("tag", ["N1", "M1", "C1", "AN", "ID"])
@pytest.mark.parametrize("note", OTHERS.values(), ids=OTHERS)
def test_a_note_on_another_paper_gives_no_doi(note, tag):
    """Whatever a note says of other papers, the record takes no identifier from it."""
    assert read("doi", ("TY", "JOUR"), (tag, note)) == ""
    note = note.replace("10.5555/x", "PMID: 31234567").replace("10.5555/y", "PMID: 31234568")
    assert read("pmid", ("TY", "JOUR"), (tag, note)) == ""


@pytest.mark.parametrize(
    ("form", "tag"),
    [("endnote-xml", "notes"), ("bibtex", "note"), ("bibtex", "howpublished"), ("refer", "M")],
)
def test_notes_are_notes_in_every_format(form, tag):
    """A DOI alone counts, one in a citation does not."""
    assert read("doi", (tag, "doi: 10.5555/a"), form=form) == "10.5555/a"
    for note in OTHERS.values():
        assert read("doi", (tag, note), form=form) == ""


@pytest.mark.parametrize("column", ["Notes", "Extra", "Citation", "notes"])
def test_notes_are_notes_in_a_table(column):
    """A column of notes gives a DOI or PMID only where it says nothing else."""
    schema, _ = schema_of(["Title", column])
    for note in OTHERS.values():
        row = read_fields([("Title", "A"), (column, f"{note} PMID: 31234567")], schema)
        assert (row["doi"], row["pmid"]) == ("", "")


def test_a_note_beside_another_note():
    """Two notes with different DOIs, or one under a list of references, give none."""
    assert read("doi", ("N1", "10.5555/x"), ("N1", "10.5555/y")) == ""
    assert read("doi", ("N1", "Cited References:"), ("N1", "10.5555/x")) == ""
    assert read("doi", ("N1", "Export Date: 2 March 2020"), ("N1", "10.5555/a")) == "10.5555/a"


LINKS = {
    "two links": "https://www.embase.example/L1\nhttps://doi.org/10.5555/a",
    "a page of the article": "https://example.org/doi/full/10.5555/a/references",
    "an asset": "http://example.org/store/10.5555/a/asset/a.pdf?v=1&t=2",
    "a session": "https://example.org/doi/10.5555/a/full;jsessionid=AB12.f01",
    "a resolver": "https://sfx.example.org/x?id=pmid:&id=doi:10.5555%2Fa&issn=1&region=2",
    "a reference without semicolon": "https://example.org/x?doi=10.5555/a&region=se",
}


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
@pytest.mark.parametrize("tag", ["UR", "L2", "L3", "LK"])
def test_a_link_gives_the_doi(link, tag):
    """Links are the record's own; what an address adds to a DOI is cut."""
    assert read("doi", (tag, link)) == "10.5555/a"


def test_a_version_of_a_preprint_is_no_part_of_its_doi():
    """Addresses of bioRxiv and medRxiv end in v1, v2 …; their DOIs do not."""
    link = "https://www.biorxiv.org/content/10.1101/2020.01.02.123456v2.full"
    assert read("doi", ("UR", link)) == "10.1101/2020.01.02.123456"


@pytest.mark.parametrize("text", ["https://e.org/journal/10.1002/(ISSN)1234-5679", "10.1016/j.", "10.1111/j"])
def test_a_doi_of_no_paper(text):
    """The DOI of a journal, or one that is cut off, is no paper's."""
    assert read("doi", ("DO", text)) == read("doi", ("UR", text)) == ""


PMIDS = {
    "PubMed": ([("AN", "31234567"), ("DB", "PubMed")], "31234567"),
    "Ovid": ([("AN", "31234567"), ("DB", "Ovid MEDLINE(R) ALL")], "31234567"),
    "EBSCO": ([("AN", "31234567"), ("DB", "MEDLINE Complete"), ("DP", "EBSCOhost")], "31234567"),
    "EndNote from PubMed": ([("AN", "31234567"), ("DP", "NLM"), ("ID", "880")], "31234567"),
    "EndNote, by its note": ([("AN", "31234567"), ("N1", "Berg, A\nJournal Article\nSweden")], "31234567"),
    "Embase tells PubMed's": ([("C5", "31234567"), ("DB", "Embase\nMedline")], "31234567"),
    "old": ([("AN", "123456"), ("DB", "PubMed"), ("PY", "1976")], "123456"),
    "PubMed Central's note": ([("N1", "x1901[PII]\n17255568[pmid]\nJ Ex")], "17255568"),
    "CINAHL's note": ([("N1", "Accession Number: 104567890. NLM UID: 0372. PMID: NLM31234567.")], "31234567"),
    "Zotero's extra field": ([("N1", "Place: Sweden PMID: 31234567 PMCID: PMC123")], "31234567"),
    "Web of Science": ([("AN", "MEDLINE:31234567")], "31234567"),
    "ProQuest's MEDLINE": ([("AN", "2000000001; 31234567"), ("DB", "MEDLINE®")], "31234567"),
    "ProQuest": ([("AN", "2000000001; 30000001"), ("DB", "ProQuest Central")], ""),
    "EndNote's number": ([("ID", "880"), ("DP", "NLM")], ""),
    "EndNote's number, long": ([("ID", "31234567"), ("DP", "NLM")], ""),
    "EndNote's number and note": ([("ID", "880"), ("N1", "1234-5679\nJournal Article\nSweden")], ""),
    "EndNote's number out and in again": ([("AN", "373"), ("DB", "MEDLINE"), ("PY", "2018")], ""),
    "too short for its year": ([("AN", "1234567"), ("DB", "MEDLINE"), ("PY", "2018")], ""),
    "CINAHL": ([("AN", "104567890"), ("DB", "CINAHL"), ("N1", "Publication Type: Journal Article")], ""),
    "CINAHL with MEDLINE": ([("AN", "10456789"), ("DB", "CINAHL; MEDLINE")], ""),
    "a type in a note": ([("AN", "10456789"), ("N1", "Publication Type: Journal Article; research")], ""),
    "Embase": ([("AN", "20123456"), ("DB", "Embase\nMedline")], ""),
    "no database": ([("AN", "31234567")], ""),
    "PubMed Central": ([("AN", "3123456"), ("DB", "PubMed Central")], ""),
    "catalogue": ([("AN", "10123456"), ("DB", "NLM Catalog")], ""),
    "a reference of PubMed Central's": ([("N1", "Cited References: Dahl 2005 17255568[pmid]")], ""),
    "a number in a link field": ([("L2", "31234567")], ""),
    "two in a note": ([("N1", "PMID: 31234567; PMID: 31234568")], ""),
}  # fmt: skip


@pytest.mark.parametrize(("pairs", "expected"), PMIDS.values(), ids=PMIDS)
def test_a_number_is_a_pmid_where_the_own_database_says_so(pairs, expected):
    """A bare number is a PMID in AN alone, from PubMed alone, and as long as PMIDs of the year are."""
    assert read("pmid", ("TY", "JOUR"), *pairs) == expected


def test_endnotes_own_numbers_are_of_no_database():
    """Two libraries number from 1; rec-number and ID say nothing of a paper."""
    assert read("database_id", ("ID", "880")) == ""
    assert read("database_id", ("ID", "2006713348")) == "2006713348"
    xml = [("rec-number", "373"), ("remote-database-name", "Medline"), ("dates/year", "2018")]
    row = read_fields(xml, SCHEMAS["endnote-xml"])
    assert (row["pmid"], row["database_id"]) == ("", "")


def test_lines_of_endnotes_xml_are_lines():
    """A carriage return ends a line of a note, also where EndNote tells that PubMed gave the record."""
    notes = "1234-5679\rBerg, A\rJournal Article\rSweden"
    assert read("pmid", ("accession-num", "31234567"), ("notes", notes), form="endnote-xml") == "31234567"


WORDS = st.lists(st.sampled_from(["see", "Berg", "cohort", "same", "trial", "doi", "the", "of"]), min_size=1)


@given(WORDS, st.sampled_from(["{} 10.5555/x", "10.5555/x {}", "{}: https://doi.org/10.5555/x"]))
def test_any_other_word_makes_a_note_one_on_another_paper(words, form):
    """With one word more than labels a note is no place for the record's own DOI."""
    labels = {"doi", "the", "of"}
    found = read("doi", ("N1", form.format(" ".join(words))))
    assert found == ("10.5555/x" if labels.issuperset(words) else "")
