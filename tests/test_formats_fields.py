"""From tags and columns to fields: identifiers, names, pages, types, and where each was read from."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.formats.citations import read_citation
from review.formats.columns import as_json, without_abstract
from review.formats.fields import SCHEMAS, made
from review.formats.headers import COLUMN_NAMES, SIGNATURES, schema_of
from review.formats.identifiers import database_in, doi_in, link_in, pmid_in
from review.formats.names import author_names
from review.formats.reading import read_fields
from review.formats.reftypes import reference_type
from review.records import RECORD_COLUMNS, raw_pairs, whole_raw


def ris(*pairs):
    """Return the fields of an entry of RIS."""
    return read_fields(list(pairs), SCHEMAS["ris"])


def value(field, *pairs):
    """Return one field of an entry of RIS."""
    return ris(("TY", "JOUR"), *pairs)[field]


READ = {*RECORD_COLUMNS, "start", "end", "article", "citation", "summary", "by_line"}


@pytest.mark.parametrize("form", SCHEMAS)
def test_the_table_of_formats_names_fields_that_are_read(form):
    """A field misspelt in the table would never be filled, and nobody would be told."""
    assert set(SCHEMAS[form].fields) <= READ


def test_the_table_of_columns_names_fields_that_are_read():
    """The same of the names of columns, and of what is said of single databases."""
    said = {field for known, _ in SIGNATURES for field in known} - {"name", "given_first"}
    assert said | set(COLUMN_NAMES) <= READ
    assert all(marks for _, marks in SIGNATURES)


@pytest.mark.parametrize("said", [{"decode": "latexx"}, {"names": {"AU": "shorter"}}, {"comma": True}])
def test_a_table_of_formats_that_says_what_nobody_knows_is_refused(said):
    """What reads the values of a format is one of those that are there."""
    with pytest.raises((KeyError, TypeError)):
        made(title="TI", **said)


FIELDS = {
    "DOI in DO": ("doi", [("DO", "10.5555/A")], "10.5555/a"),
    "DOI in M3": ("doi", [("M3", "doi: 10.5555/a")], "10.5555/a"),
    "DOI in L3": ("doi", [("L3", "10.5555/a")], "10.5555/a"),
    "DOI in L1": ("doi", [("L1", "https://e.org/content/pdf/10.5555%2Fa.pdf")], "10.5555/a"),
    "DOI in L2": ("doi", [("L2", "http://dx.doi.org/10.5555/a")], "10.5555/a"),
    "DOI in L4": ("doi", [("L4", "https://e.org/doi/10.5555/a/full")], "10.5555/a"),
    "DOI in UR": ("doi", [("UR", "https://e.org/doi/abs/10.5555/a?x=1")], "10.5555/a"),
    "DOI in M1": ("doi", [("M1", "10.5555/a")], "10.5555/a"),
    "DOI in N1": ("doi", [("N1", "Cited By :1\ndoi: 10.5555/a")], "10.5555/a"),
    "DOI of another paper": ("doi", [("N1", "Erratum in: doi: 10.5555/a")], ""),
    "DOI in an abstract": ("doi", [("AB", "as in 10.5555/a")], ""),
    "DOI in DO before all others": ("doi", [("UR", "doi.org/10.5555/b"), ("DO", "10.5555/a")], "10.5555/a"),
    "DO without a DOI": ("doi", [("DO", "n/a"), ("UR", "https://doi.org/10.5555/a")], "10.5555/a"),
    "link with semicolon": ("url", [("UR", "https://e.org/a;b=1?c=2")], "https://e.org/a;b=1?c=2"),
    "link that is a file": ("url", [("L1", "internal-pdf://1/a.pdf")], ""),
    "year with slashes": ("year", [("Y1", "2019/03//")], 2019),
    "year that is none": ("year", [("PY", "9999"), ("Y1", "2018")], 2018),
    "year as a range": ("year", [("PY", "2019-2020")], 2019),
    "year of access": ("year", [("Y2", "2021/01/24")], None),
    "pages": ("pages", [("SP", "123"), ("EP", "129")], "123-129"),
    "pages in one tag": ("pages", [("SP", "pp 123-129"), ("EP", "129")], "123-129"),
    "pages with en dash": ("pages", [("SP", "123–129")], "123-129"),
    "one page": ("pages", [("SP", "5"), ("EP", "5")], "5"),
    "article number": ("pages", [("C7", "e0123")], "e0123"),
    "page before article number": ("pages", [("SP", "1"), ("C7", "e0123")], "1"),
    "issue": ("issue", [("IS", "Suppl 1")], "Suppl 1"),
    "conference as issue": ("issue", [("CP", "24th Forum of the Example College, Uppsala, 2019")], ""),
    "title with markup": ("title", [("TI", "<i>H. pylori</i> &amp; care")], "H. pylori & care"),
    "title wrapped": ("title", [("TI", "A title\nthat goes on")], "A title that goes on"),
    "title in T1": ("title", [("TI", ""), ("T1", "A")], "A"),
    "abstract in N2": ("abstract", [("N2", "A")], "A"),
    "no abstract": ("abstract", [("AB", "[No abstract available]"), ("N2", "A")], "A"),
    "abstract in two languages": ("abstract", [("AB", "English"), ("AB", "Svensk")], "English"),
    "authors of both tags": ("authors", [("AU", "Berg, A"), ("A1", "Dahl, B")], "Berg, A; Dahl, B"),
    "editors where there are no authors": ("authors", [("A2", "Berg, A")], "Berg, A"),
    "editors beside authors": ("authors", [("AU", "Dahl, B"), ("A2", "Berg, A")], "Dahl, B"),
    "authors line by line": ("authors", [("AU", "Berg, A\nDahl, B")], "Berg, A; Dahl, B"),
    "author twice": ("authors", [("AU", "Berg, A"), ("A1", "Berg, A")], "Berg, A"),
    "keywords line by line": ("keywords", [("KW", "a\nb"), ("KW", "c; d")], "a; b; c; d"),
    "keyword with a comma": ("keywords", [("KW", "Neoplasms, Bone")], "Neoplasms, Bone"),
    "keyword with a reference": ("keywords", [("KW", "Wounds &amp; Injuries")], "Wounds & Injuries"),
    "journal": ("journal", [("JA", "Ex J"), ("JF", "Example Journal")], "Example Journal"),
    "ISSN": ("issn", [("SN", "12345679 (ISSN)")], "1234-5679"),
    "ISBN": ("isbn", [("SN", "978-0-00-000000-2")], "9780000000002"),
    "ISBN is no ISSN": ("issn", [("SN", "978-0-00-000000-2")], ""),
    "PubMed number in U1": ("pmid", [("U1", "12345678 [PMID]")], "12345678"),
    "PubMed number in a link": ("pmid", [("UR", "https://pubmed.ncbi.nlm.nih.gov/12345678/")], "12345678"),
    "PubMed number in AN": ("pmid", [("AN", "12345678"), ("DB", "PubMed")], "12345678"),
    "PubMed number from EndNote": ("pmid", [("AN", "12345678"), ("N1", "x\nJournal Article")], "12345678"),
    "another base's number in AN": ("pmid", [("AN", "12345678"), ("DB", "PsycINFO")], ""),
    "PubMed number in C5 from Embase": ("pmid", [("C5", "12345678"), ("DB", "Embase")], "12345678"),
    "number of a paper in PMC": ("pmid", [("L2", "https://ncbi.nlm.nih.gov/pmc/articles/PMC4756000/")], ""),
    "type in words": ("type", [], "JOUR"),
    "Embase holds MEDLINE": ("database", [("DB", "Medline"), ("UR", "https://www.embase.com/x")], "Embase"),
    "number of the base": ("database_id", [("AN", "WOS:1")], "WOS:1"),
}  # fmt: skip


@pytest.mark.parametrize(("field", "pairs", "expected"), FIELDS.values(), ids=FIELDS)
def test_field_of_ris(field, pairs, expected):
    """Each field is found wherever databases put it, and nowhere else."""
    assert value(field, *pairs) == expected


def test_each_field_knows_its_tag():
    """Origins name the tag of every field that has a value."""
    row = ris(
        ("TY", "JOUR"), ("T1", "A"), ("SP", "1"), ("EP", "2"), ("AU", "Berg, A"), ("M3", "doi:10.5555/a")
    )
    assert json.loads(row["origins"]) == {
        "title": "T1", "doi": "M3", "type": "TY", "authors": "AU", "pages": "SP, EP",
    }  # fmt: skip


def test_every_field_of_a_record_is_read():
    """The reader gives the columns of a record, in their order; type and pages need more than one value."""
    assert tuple(ris(("TY", "JOUR"))) == RECORD_COLUMNS
    many = read_fields([("PT", "Randomized Controlled Trial"), ("PT", "Journal Article")], SCHEMAS["medline"])
    assert many["type"] == "JOUR"
    assert ris(("TY", "Photograph"))["type"] == "GEN"


@pytest.mark.parametrize(
    ("text", "commas", "names"),
    [
        ("Berg, Anna; Dahl, Bo", False, ["Berg, Anna", "Dahl, Bo"]),
        ("Berg,Anna", False, ["Berg, Anna"]),
        ("Berg A, Dahl BC.", True, ["Berg, A", "Dahl, BC"]),
        ("García López, María José; Ek, Eva", True, ["García López, María José", "Ek, Eva"]),
        ("Berg A., Dahl B.C.", True, ["Berg, A.", "Dahl, B.C."]),
        ("Berg, A., Dahl, B.C.", True, ["Berg, A.", "Dahl, B.C."]),
        ("Berg, Anna", True, ["Berg, Anna"]),
        ("van den Berg, Anna Maria", True, ["van den Berg, Anna Maria"]),
        ("Anna Berg, Bo Dahl, Eva Ek", True, ["Anna Berg", "Bo Dahl", "Eva Ek"]),
        ("Berg, Anna and Dahl, Bo and others", True, ["Berg, Anna", "Dahl, Bo"]),
        ("Anna Berg and Bo Dahl", True, ["Anna Berg", "Bo Dahl"]),
        ("Berg A, Dahl B; Example Group; Ek E.", True, ["Berg, A", "Dahl, B", "Example Group", "Ek, E."]),
        ("Centers for Disease Control and Prevention", True, ["Centers for Disease Control and Prevention"]),
        ("Åberg, Östen (1); Öberg, Per (2)", True, ["Åberg, Östen", "Öberg, Per"]),
        ("Anna van der Berg", False, ["van der Berg, Anna"]),
        ("Socialstyrelsen", False, ["Socialstyrelsen"]),
        ("Berg A.Dahl B. C.Ek E.", False, ["Berg, A.", "Dahl, B. C.", "Ek, E."]),
        ("A.Berg", False, ["A.Berg"]),
        ("Berg, A. and et al.,", True, ["Berg, A."]),
        ("The Example Trial Investigators", False, ["The Example Trial Investigators"]),
        ("", True, []),
    ],
)  # fmt: skip
def test_authors_in_every_order(text, commas, names):
    """Whatever stands between, each person is one name; the surname comes first where it can be told."""
    assert list(author_names(text, commas)) == names


@pytest.mark.parametrize(
    ("types", "code"),
    [
        (["JOUR"], "JOUR"),
        (["Journal Article", "Randomized Controlled Trial"], "JOUR"),
        (["Conference paper"], "CPAPER"),
        (["inproceedings"], "CPAPER"),
        (["Book chapter"], "CHAP"),
        (["incollection"], "CHAP"),
        (["Book, Whole"], "BOOK"),
        (["phdthesis"], "THES"),
        (["J"], "JOUR"),
        (["OTHER"], "GEN"),
        ([], ""),
    ],
)
def test_types_as_ris_names_them(types, code):
    """What databases call a type of reference becomes the code of RIS."""
    assert reference_type(types) == code


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("J Ex. 2020 Jan 3;12(3):45-50. doi: 10.5555/x.", ("J Ex", "12", "3", "45-50")),
        ("J Ex. 2018 May;7:e12.", ("J Ex", "7", None, "e12")),
        ("Ex Spine (2014) 3:3 (152-160). Date of Publication: 2014", ("Ex Spine", "3", "3", "152-160")),
        ("Ex J.   8(6):1048-1064, September 2015.", ("Ex J", "8", "6", "1048-1064")),
        ("Scopus", (None, None, None, None)),
    ],
)
def test_citations_are_taken_apart(text, parts):
    """Journal, volume, issue and pages come out of the one line some tables have."""
    found = read_citation(text)
    assert tuple(found.get(name) for name in ("journal", "volume", "issue", "pages")) == parts


@pytest.mark.parametrize(
    ("header", "database"),
    [
        (["PMID", "Title", "NIHMS ID"], "PubMed"),
        (["Title", "Medline PMID", "PUI"], "Embase"),
        (["Title", "Source title", "EID"], "Scopus"),
        (["PT", "AU", "TI", "SO", "UT"], "Web of Science"),
        (["title", "abstract"], ""),
    ],
)
def test_a_table_is_known_by_its_columns(header, database):
    """The columns tell the database, and where the title is."""
    schema, found = schema_of(header)
    assert found == database
    assert schema.fields["title"]


@pytest.mark.parametrize(
    ("tag", "text", "name"),
    [
        ("DB", "Ovid MEDLINE(R) ALL <1946 to 2024>", "MEDLINE"),
        ("DB", "Embase\nMedline", "Embase"),
        ("DB", "Academic Search Premier", "Academic Search Premier"),
        ("DB", "egh", ""),
        ("DP", "NLM", "PubMed"),
        ("UR", "https://search.ebscohost.com/login.aspx?direct=true&db=rzh&AN=1", "CINAHL"),
        ("UR", "http://ovidsp.ovid.com/ovidweb.cgi?T=JS&D=emed20&AN=1", "Embase"),
        ("UR", "https://www.scopus.com/inward/record.uri?eid=2-s2.0-1", "Scopus"),
        ("UR", "https://www.cochranelibrary.com/central/doi/10.1002/central/CN-1/full", "Cochrane"),
        ("AN", "WOS:000082252000006", "Web of Science"),
        ("AN", "CN-00000001", "Cochrane"),
        ("UR", "https://example.org/american-medlines", ""),
    ],
)
def test_databases_are_told_from_names_links_and_numbers(tag, text, name):
    """Each database leaves a trace of its own."""
    assert database_in(tag, text, {}) == name


def test_a_link_to_pubmed_is_surer_than_a_bare_number():
    """A number that some program gave the entry is no PubMed number beside a link that tells it."""
    pairs = [("AN", "708"), ("DB", "PubMed"), ("UR", "https://pubmed.ncbi.nlm.nih.gov/31234567")]
    assert value("pmid", *pairs) == "31234567"
    assert value("pmid", *pairs[:2]) == ""


def test_finders_take_nothing_for_something():
    """Empty values and plain words hold no identifier."""
    for text in ("", "word", "10.", "http", "PMID"):
        assert not doi_in("UR", text)
        assert not pmid_in("N1", text, {})
        assert not link_in(text)


@pytest.mark.parametrize(
    "text", ["plain", 'a "quoted" word', "back\\slash", "two\nlines", "tab\t", "Å\u2028\x7f\ud800"]
)
def test_the_quick_json_is_that_of_the_library(text):
    """Raw values are written as `json.dumps` writes them, whatever signs they hold."""
    raw = [("TI", text), ("AU", "")]
    pairs, content = as_json(raw)
    assert pairs == [json.dumps(pair, ensure_ascii=False) for pair in raw]
    assert content.decode("utf-8", "surrogatepass") == json.dumps(raw, ensure_ascii=False)


SIGNS = st.text(st.sampled_from('ab "\\\n,[]≥{}null'), max_size=30)


@given(st.lists(st.tuples(st.sampled_from(["TI", "AB", "N2"]), SIGNS), max_size=4), SIGNS)
def test_the_abstract_is_kept_once_and_nothing_is_lost(raw, abstract):
    """Whatever the texts are, tags and values come back as they were, and the abstract stands in no value."""
    text = without_abstract(as_json(raw)[0], raw, abstract)
    assert raw_pairs(text, abstract) == raw
    assert not abstract or abstract not in [value for _, value in json.loads(text)]
    assert json.loads(whole_raw(text, abstract)) == [list(pair) for pair in raw]
