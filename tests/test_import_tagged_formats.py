"""What Ovid, RefWorks and Cochrane write as tagged text: every field, whatever the manner of writing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.errors import SourceError
from review.formats import read_export
from review.formats.account import Tally
from review.formats.citations import read_citation
from review.formats.detect import detect
from review.formats.fields import SCHEMAS, ovid_names, short_names
from review.formats.reading import read_fields
from review.formats.tagged import read_tagged
from review.records import raw_pairs

DATA = Path(__file__).parent / "data" / "formats"


def records(path):
    """Return the records of a file as dictionaries of the fields that are filled."""
    rows = read_export(path).records.to_dict("records")
    return [{name: value for name, value in row.items() if str(value) not in ("", "<NA>")} for row in rows]


def written(tmp_path, text, name="export.txt"):
    """Return the path of a file that holds a text."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


FILES = {
    # file: (format, fields of each record; "" where the field must be empty)
    "ovid_tagged.txt": (
        "ovid-tagged",
        {
            "title": "Stopping tests: an invented trial.",
            "abstract": "BACKGROUND: Tests. METHODS: We stopped.",
            "authors": "Berg, Anna; Khan, Aisha; Khan, Ahmed",
            "year": 2019,
            "journal": "BMJ Open",
            "volume": "9",  # not the version of the record, which stands in VI
            "issue": "3",
            "pages": "e012345",
            "doi": "10.5555/ovid.med.1",
            "pmid": "30000001",
            "issn": "2044-6055",
            "keywords": "overuse; tests; Unnecessary Procedures; Humans",
            "language": "English",
            "type": "JOUR",
            "database_id": "30000001",
            "database": "MEDLINE",
        },
        {
            "abstract": "Background: One. Method(s): Two. Search strategy: three.",
            "authors": "Ek, L.; Example Study Group",
            "journal": "Gut",
            "volume": "12",
            "issue": "Supplement 3",
            "pages": "",
            "pmid": "31234567",
            "type": "CPAPER",
            "database_id": "621000001",
            "database": "Embase",
        },
        {
            "title": "Seeking reassurance.",
            "authors": "Berg, Anna",
            "year": 2015,
            "doi": "",  # RF holds those of cited papers
            "pages": "623-634",
            "database_id": "2015-00001-012",
            "database": "PsycINFO",
        },
    ),
    "ovid_medline.txt": (
        "ovid",
        {
            "title": "Stopping routine tests before surgery: an invented trial.",
            "authors": "Berg, Anna; Dahl, Bo; van der Ek, Carl",
            "year": 2019,
            "journal": "BMJ open",
            "pages": "e012345",
            "doi": "10.5555/ovid.med.1",
            "pmid": "30000001",
            "issn": "2044-6055",
            "keywords": "overuse; tests; Unnecessary Procedures; Humans; Preoperative Care/mt [Methods]",
            "database": "MEDLINE",
        },
        {"title": "[Unnecessary tests in primary care].", "pmid": "31000001", "journal": "Lakartidningen"},
    ),
    "ovid_embase.txt": (
        "ovid",
        {
            "authors": "Berg, A.; Dahl, B.C.; Example Study Group",
            "journal": "Journal of Invented Surgery",
            "volume": "12",
            "issue": "3",
            "pages": "101-109",
            "pmid": "31234567",
            "database_id": "2003456789",
            "database": "Embase",
        },
        {"journal": "Gut", "volume": "68", "issue": "Supplement 2", "year": 2019, "pmid": ""},
    ),
    "ovid_journals.txt": (
        "ovid-tagged",
        {
            "title": "Some Facts.",
            "authors": "Berg, Johan A.; Ek, Wilma; Dahl, Barbro; Holm, Ph.; Lind, Nils B.; Sund, Gustav W",
            "journal": "EXAMPLE'S Fiction & Facts Journal",
            "year": 2010,
            "volume": "14",
            "issue": "1",
            "pages": "56",
            "keywords": "BCRP; PI3K; chemoresistance",
            "database_id": "00000001-201001000-00018",
        },
        {"title": "B.", "year": 2011, "volume": "43", "issue": "8", "pages": "647-653"},
    ),
    "refworks_legend.txt": (
        "refworks",
        {
            "title": "An invented article: x",
            "abstract": "First line second line",
            "authors": "Berg, Anna; van der Ek, Carl",
            "year": 2003,
            "pages": "337-367",
            "pmid": "31234567",
            "keywords": "one; two",
            "database_id": "",  # ID is RefWorks' own number
        },
        {"title": "A chapter", "journal": "The Book", "type": "CHAP", "isbn": "9780000000002"},
    ),
    "cochrane_central.txt": (
        "cochrane",
        {
            "abstract": "BACKGROUND: x. RESULTS: better CI: 0.5 to 0.9 OR: 2.1 (95% CI 1–2)",
            "authors": "Berg, A; Dahl, BC",
            "journal": "PloS one",
            "pmid": "31234567",
            "database_id": "CN-02000001",
        },
        {
            "title": "A registration",
            "journal": "",
            "url": "https://trialsearch.who.int/Trial2.aspx?TrialID=ISRCTN00000001",
            "pmid": "",
        },
        {"authors": "Berg, A; Dahl, B", "pages": "12-15", "issue": "3", "database_id": "CD001234"},
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_every_field_of_a_file_arrives(name):
    """Each record has these fields, nothing of the file is lost, and the format is told from content."""
    form, *wanted = FILES[name]
    export = read_export(DATA / name)
    assert export.format == form
    assert export.account.lines["not_understood"] == 0
    found = records(DATA / name)
    assert len(found) == len(wanted)
    for row, fields in zip(found, wanted, strict=True):
        assert {field: row.get(field, "") for field in fields} == fields


HEAD = "Database: {}\nSearch Strategy:\n{}\n1     exp Tests/ (12)\n2     medline.tw. (3)\n\n"
BARE = "<1>\nUnique Identifier\n  31234567\nTitle\n  A\n"


@pytest.mark.parametrize(
    ("head", "pmid", "database"),
    [
        ("Ovid MEDLINE(R) ALL <1946 to March 05, 2020>", "31234567", "MEDLINE"),
        ("Ovid MEDLINE(R) and In-Process, In-Data-Review <1946 to 2020>", "31234567", "MEDLINE"),
        ("Embase <1974 to 2020 March 05>", "", "Embase"),
        ("Embase <1974 to 2020>, Ovid MEDLINE(R) ALL <1946 to 2020>", "", ""),
    ],
    ids=["MEDLINE", "a name with commas", "Embase", "two bases"],
)
def test_the_database_of_the_head_counts_for_records_that_name_none(tmp_path, head, pmid, database):
    """A number is a PMID where the head names MEDLINE alone; the search itself is kept in the account."""
    path = written(tmp_path, HEAD.format(head, "-" * 80) + BARE)
    row = records(path)[0]
    assert row.get("pmid", "") == pmid
    assert row.get("database", "") == database
    assert "2     medline.tw. (3)" in read_export(path).account.headers


@pytest.mark.parametrize(
    ("field", "pmid"),
    [
        ("Status\n  MEDLINE", "31234567"),
        ("Record Owner\n  From MEDLINE, a database of the U.S. National Library of Medicine", "31234567"),
        ("Database\n  Embase", ""),
        ("Status\n  In-Process", ""),
        ("Link to the Ovid Full Text or citation\n https://ovid.example/?D=medl&AN=31234567", "31234567"),
    ],
    ids=["status", "owner", "Embase", "nothing said", "link"],
)
def test_ovids_number_is_a_pmid_only_where_the_record_says_so(tmp_path, field, pmid):
    """Embase numbers look alike, so a number alone is never taken for one of PubMed."""
    assert records(written(tmp_path, f"{BARE}{field}\n"))[0].get("pmid", "") == pmid


HEADS = ("<{}>", "<{}. >", "<{}.>", "{}.", "{}. ", " <{}. >")
FIELDS = {
    "Title": "TI",
    "Authors": "AU",
    "Source": "SO",
    "Abstract": "AB",
    "Digital Object Identifier": "DO",
    "Year of Publication": "YR",
}
words = st.lists(
    st.sampled_from(("stop", "tests", "in", "Lund", "12", "(p<0.05)", "CI")), min_size=2, max_size=6
)
surname = st.sampled_from(("Berg", "Dahl", "van der Ek", "García Márquez", "Af Klint", "Khan"))


@settings(max_examples=60, deadline=None)
@given(
    title=words.map(" ".join),
    people=st.lists(
        st.tuples(surname, st.sampled_from(("A", "BC", "J-P"))), min_size=1, max_size=4, unique=True
    ),
    year=st.integers(1950, 2026),
    head=st.sampled_from(HEADS),
    manner=st.sampled_from(("below", "flat", "beside", "tags")),
)
def test_a_record_is_the_same_in_every_manner_of_writing(title, people, year, head, manner):
    """Names of fields or short tags, values below, beside or indented: the fields come out the same."""
    values = {
        "Title": title,
        "Authors": "; ".join(f"{last} {first}" for last, first in people),
        "Source": f"Example Journal. 12(3):45-50, {year} Mar 05.",
        "Abstract": f"About {title}.",
        "Digital Object Identifier": f"https://dx.doi.org/10.5555/{year}",
        "Year of Publication": str(year),
    }
    forms = {"below": "{0}\n  {1}", "flat": "{0}\n{1}", "beside": "{0}: {1}", "tags": "{2}  - {1}"}
    body = "\n".join(forms[manner].format(name, value, FIELDS[name]) for name, value in values.items())
    text = "\n\n".join(f"{head.format(n)}\n{body}" for n in (1, 2))
    form = detect(text, "a.txt")
    assert form == ("ovid-tagged" if manner == "tags" else "ovid")
    tally = Tally()
    found = [read_fields(raw, SCHEMAS["ovid"]) for raw, _, _ in read_tagged(text.split("\n"), tally, form)]
    assert [row["title"] for row in found] == [title, title]
    assert found[0]["authors"] == "; ".join(f"{last}, {first}" for last, first in people)
    got = {name: found[1][name] for name in ("journal", "volume", "issue", "pages", "year", "doi")}
    assert got == {
        "journal": "Example Journal",
        "volume": "12",
        "issue": "3",
        "pages": "45-50",
        "year": year,
        "doi": f"10.5555/{year}",
    }
    assert not tally.notes


CITATIONS = {
    "MEDLINE": ("BMJ Open. 9(3):e012345, 2019 Mar 05.", "BMJ Open", "9", "3", "e012345", "2019"),
    "pages like years": ("BMJ. 322(73):1999-2001, 2001 Aug.", "BMJ", "322", "73", "1999-2001", "2001"),
    "MEDLINE, no pages": ("Ex Laeger. 181(10), 2019 Mar 04.", "Ex Laeger", "181", "10", None, "2019"),
    "MEDLINE, ahead of print": ("JAMA. 2019 Mar 05.", "JAMA", None, None, None, "2019"),
    "a supplement": ("Ex J. 37 Suppl 1:S1-S12, 2019 03.", "Ex J", "37 Suppl 1", None, "S1-S12", "2019"),
    "a journal with full stops": ("J. Med. Ex. 3(2):5-9, 2001.", "J. Med. Ex", "3", "2", "5-9", "2001"),
    "Embase": ("Ex J. 12 (3) (pp 33-41), 2018. Date of …", "Ex J", "12", "3", "33-41", "2018"),
    "Embase, conference": (
        "Gut. Conference: 14th Congress, C 2019. Atlanta, GA. 79 (13 Supplement) (no pagination), 2019.",
        "Gut", "79", "13 Supplement", None, "2019",
    ),
    "Embase, unpaginated": ("Ex J. (no pagination), 2019. Date of …", "Ex J", None, None, None, "2019"),
    "PsycINFO": ("Ex Psychol. Vol.43(5), Sep 2015, pp. 623-634.", "Ex Psychol", "43", "5", "623-634", "2015"),
    "Journals@Ovid": ("Acta Exempl August 2011;43(8):647-653", "Acta Exempl", "43", "8", "647-653", "2011"),
    "BIOSIS": ("Ex & J. 201(2-3):327-334, November 15, 2004.", "Ex & J", "201", "2-3", "327-334", "2004"),
    "a gazette": ("Ex Gazette. 1288(3), Nov. 16, 2004.", "Ex Gazette", "1288", "3", None, "2004"),
    "ZooRec": ("Hydrobio. 2007 15 June; 433-441.", "Hydrobio", None, None, None, "2007"),
    "journal alone": ("Journal of Examples. ", "Journal of Examples", None, None, None, None),
    "a book": ("Editor(2015). Long Title. (pp. 103-106) X pp. Lund: Ex", None, None, None, None, None),
    "words": ("Scopus", None, None, None, None, None),
}  # fmt: skip


@pytest.mark.parametrize("name", CITATIONS)
def test_a_source_line_is_taken_apart(name):
    """Each database of Ovid writes it in its own way; what is none of them gives nothing."""
    text, *wanted = CITATIONS[name]
    found = read_citation(text.strip())
    assert [found.get(part) for part in ("journal", "volume", "issue", "pages", "year")] == wanted


def test_the_number_of_an_article_stands_for_pages():
    """Embase and PsycINFO name it behind the year."""
    assert read_citation("Ex J. 9 (3) (no pagination), 2019. Article Number: e0123.")["article"] == "e0123"
    assert read_citation("Ex J. Vol.13 2021, ArtID 60.")["article"] == "60"


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Berg AB; Dahl C.", ("Berg, AB", "Dahl, C")),
        ("Berg AB.  Dahl C.", ("Berg, AB", "Dahl, C")),
        ("Berg A.; Dahl B.C.", ("Berg, A.", "Dahl, B.C.")),
        ("Berg, Anna\nDahl, Bo", ("Berg, Anna", "Dahl, Bo")),
        ("Berg, Anna Maria RN; PhD; FAAN 1", ("Berg, Anna Maria",)),
        ("Berg, Anna MD, PhD +;  van der Ek, Arvid MD *", ("Berg, Anna", "van der Ek, Arvid")),
        ("Ma, MD", ("Ma, MD",)),
        ("Smith MD", ("Smith, MD",)),
        ("Berg, A [Ed]", ("Berg, A",)),
        ("Wik, S. M. [Author; E-mail: x@example.com]", ("Wik, S. M.",)),
        ("Example Study Group", ("Example Study Group",)),
        ("20190306", ()),
    ],
)
def test_ovids_names_come_without_what_stands_beside_them(value, names):
    """Degrees, numbers of institutions, roles and dates are no names; initials that look like degrees are."""
    assert ovid_names(value) == names


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Berg A, Dahl BC.", ("Berg, A", "Dahl, BC")),
        ("Bunn PA Jr, Khan A, Khan A", 3),
        ("Berg, Anna", ("Berg, Anna",)),
        ("NCT00000001,", ("NCT00000001",)),
        ("Institute of Tests, Lund", 1),
        ("Berg, SL, Dahl, NH, and Dahl, S", ("Berg, SL", "Dahl, NH", "Dahl, S")),
    ],
)
def test_a_short_list_is_parted_at_commas_and_one_name_is_not(value, names):
    """Only where the first name ends in initials do commas part people."""
    found = short_names(value)
    assert (len(found) if isinstance(names, int) else found) == names


def test_an_unlabelled_list_is_refused_with_what_to_do(tmp_path):
    """Without names of fields nothing could be told from anything else."""
    path = written(tmp_path, "<1>\nA title.\nBerg A., Dahl B.\nEx J. 12(3):1-2, 2020.\n")
    with pytest.raises(SourceError, match="list of Ovid's without names of fields; export it again as RIS"):
        read_export(path)


@pytest.mark.parametrize(
    ("line", "tag"),
    [
        ("NO difference was found", "AB"),
        ("IS it so, they asked", "AB"),
        ("ED visits were fewer", "AB"),
        ("DO not do this (or that)", "AB"),
        ("UK data", "AB"),
        ("NO doi: 10.5555/a", "NO"),
        ("DO 10.5555/a", "DO"),
        ("AN 2019-1", "AN"),
        ("IS 3", "IS"),
        ("K1 overuse of tests", "K1"),
        ("LK https://example.org/a b", "LK"),
    ],
)
def test_a_wrapped_line_of_refworks_is_no_tag(line, tag):
    """Two letters and a blank begin many sentences; those of a sentence stay in the abstract."""
    tally = Tally()
    (raw, _, _) = next(read_tagged(["RT Book", "AB First", line], tally, "refworks"))
    assert raw[-1][0] == tag
    assert bool(tally.notes) == (tag == "AB")


def test_the_search_after_the_last_record_is_no_part_of_it(tmp_path):
    """A foot with the search goes to the account, not into the last value."""
    text = "<1. >\nVN  - Ovid Technologies\nTI  - A.\nAB  - B.\n\nSearch History\n1     exp a/ (12)\n"
    path = written(tmp_path, text)
    assert records(path)[0]["abstract"] == "B."
    assert read_export(path).account.headers == ("Search History", "1     exp a/ (12)")


def test_origins_name_what_stands_in_the_file():
    """Names of fields are told as the file writes them, and the raw entry is that of the file."""
    export = read_export(DATA / "ovid_embase.txt")
    row = export.records.iloc[0]
    assert '"title": "Title"' in row["origins"]
    assert '"volume": "Source"' in row["origins"]
    assert ("Accession Number", "2003456789") in [
        tuple(pair) for pair in raw_pairs(row["raw"], row["abstract"])
    ]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("1. \nTY  - JOUR\nTI  - A\nER  - \n", "ris"),
        ("<1>\nTY  - JOUR\nTI  - A\n", "ris"),
        ("PMID- 1\nOWN - NLM\nAB  - see\n      1.\n      Title\n", "medline"),
        ("Record #1 of 2\n@article{a,\n title = {A}}\n", "bibtex"),
        ("FN Clarivate\nVR 1.0\nPT J\nTI A\nER\nEF", "wos"),
        ("title,authors\n1. Title,Berg\n", "csv"),
        ("RT Journal Article\nT1 A\n", "refworks"),
        ("\nRefworks Export Tagged Format\n\nTag legend\nRT=Reference Type\n\nRT Book\nT1 A\n", "refworks"),
        ("<1. >\nTI  - A\n", "ovid-tagged"),
        ("1.\n\nTitle\n  A\n", "ovid"),
    ],
)
def test_no_format_takes_files_of_another(text, form):
    """Numbers before entries are written by several programs; what follows them tells whose they are."""
    assert detect(text, "export") == form
