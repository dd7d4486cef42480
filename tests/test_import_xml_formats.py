"""What EBSCOhost, Ovid, Europe PMC, ICTRP and EndNote write as XML, and XML that holds no references."""

from pathlib import Path

import pytest

from review.errors import SourceError
from review.formats import read_export
from review.formats.account import Tally
from review.formats.xml import ENTRIES, read_xml

DATA = Path(__file__).parent / "data" / "formats"


def read(path):
    """Return the account of a file, and its records as dictionaries of the fields that are filled."""
    export = read_export(path)
    rows = export.records.to_dict("records")
    filled = [{name: value for name, value in row.items() if str(value) not in ("", "<NA>")} for row in rows]
    return export, filled


def written(tmp_path, text, name="export.xml"):
    """Return the path of a file that holds a text."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


FILES = {
    # file: (format, database, fields of each record; "" where the field must be empty)
    "ebsco.xml": (
        "ebsco-xml",
        "",
        {
            "title": "An invented article.",
            "abstract": "Background: one. Two.",
            "authors": "Ek, Janna; Berg, Maria S",
            "year": 2015,
            "journal": "BMC Example Health",
            "volume": "15",
            "issue": "2",
            "pages": "817",
            "doi": "10.5555/eb.1",
            "pmid": "26000001",
            "issn": "1234-5679",
            "keywords": "Overuse; Sweden",
            "language": "English",
            "type": "JOUR",
            "database_id": "100000001",
            "database": "CINAHL",
        },
        {"title": "Chapter", "journal": "A book", "isbn": "9780000000002", "database": "PsycINFO"},
    ),
    "ovid.xml": (
        "ovid-xml",
        "MEDLINE",
        {
            "title": "Stopping tests & more: an invented trial.",
            "authors": "Berg, Anna; Dahl, Bo",
            "year": 2019,
            "journal": "BMJ Open",
            "volume": "9",
            "issue": "3",
            "pages": "e012345",
            "doi": "10.5555/ox.1",
            "pmid": "30000001",
            "type": "JOUR",
        },
    ),
    "europepmc.xml": (
        "europepmc-xml",
        "Europe PMC",
        {
            "title": "An invented article on H. pylori tests.",
            "abstract": "Background: One is p<0.05. Methods: Two.",
            "authors": "Berg, Anna; Dahl, Bo C; Example Group",
            "year": 2019,
            "journal": "Example journal",
            "volume": "12",
            "issue": "3",
            "pages": "101-109",
            "doi": "10.5555/epmc.1",
            "pmid": "31234567",
            "issn": "1234-5679",
            "keywords": "Medical Overuse; low-value care",
            "language": "eng",
            "type": "JOUR",
            "url": "https://doi.org/10.5555/epmc.1",
        },
        {"title": "A preprint.", "authors": "Ek, C", "type": "UNPB", "database_id": "PPR100001", "pmid": ""},
    ),
    "ictrp.xml": (
        "ictrp-xml",
        "ICTRP",
        {
            "title": "An invented study",
            "year": 2026,
            "journal": "",
            "authors": "",
            "keywords": "low back pain; falls",
            "url": "https://example.org/showproj.html?proj=1&x=2",
            "database_id": "ChiCTR2600000001",
            "abstract": "Scientific title: A longer invented study title. Condition: low back pain;falls. "
            "Intervention: A: stop; B: usual care. Primary outcome: Pain. "
            "Inclusion Criteria: Inclusion criteria: 1.Age <65; 2. Pain.",
        },
    ),
    "endnote_returns.xml": (
        "endnote-xml",
        "MEDLINE",
        {
            "title": "Tests of H. pylori: CO2",
            "abstract": "AIM: To see. RESULTS: p < 0.05",
            "authors": "Berg, Anna; Dahl, Bo; Ek, C.",
            "keywords": "one; two; three; four",
            "language": "English; Spanish",
            "pmid": "31234567",
            "database_id": "31234567",
        },
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_every_field_of_a_file_arrives(name):
    """Each record has these fields, every line is understood, and the format is told from content."""
    form, database, *wanted = FILES[name]
    export, found = read(DATA / name)
    assert export.format == form
    assert export.account.lines["not_understood"] == export.account.lines["repaired"] == 0
    assert len(found) == len(wanted)
    assert not database or {row["database"] for row in found} == {database}
    for row, fields in zip(found, wanted, strict=True):
        assert {field: row.get(field, "") for field in fields} == fields


LITE = (
    "<responseWrapper><version>6.9</version><hitCount>1</hitCount><request><queryString>medline</queryString>"
    "</request><resultList><result><id>1</id><source>MED</source><pmid>31234567</pmid>{}</result></resultList>"
    "</responseWrapper>"
)


@pytest.mark.parametrize(
    ("elements", "field", "value"),
    [
        ("<authorString>Berg A, Dahl BC.</authorString>", "authors", "Berg, A; Dahl, BC"),
        ("<authorString>Example Group.</authorString>", "authors", "Example Group"),
        ("<journalTitle>Ex J</journalTitle>", "journal", "Ex J"),
        ("<journalVolume>12</journalVolume>", "volume", "12"),
        ("<issue>Suppl 1</issue>", "issue", "Suppl 1"),
        ("<journalIssn>1234-5679; 1111-1119; </journalIssn>", "issn", "1234-5679"),
        ("<pageInfo>e12</pageInfo>", "pages", "e12"),
        ("<pubType>journal article; review</pubType>", "type", "JOUR"),
        ("<title>A &lt;0.5 b</title>", "title", "A <0.5 b"),
    ],
)
def test_the_short_form_of_europe_pmc_has_names_of_its_own(tmp_path, elements, field, value):
    """Where resultType is lite, journal, volume and authors stand in other elements."""
    export, found = read(written(tmp_path, LITE.format(elements)))
    assert found[0][field] == value
    assert export.database == "Europe PMC"  # not the base its question names
    assert "queryString: medline" in export.account.headers
    assert export.account.lines["not_understood"] == 0


@pytest.mark.parametrize(
    ("xml", "name"),
    [
        (
            "<Author><LastName>Berg</LastName><ForeName>Bo</ForeName><Suffix>Jr</Suffix></Author>",
            "Berg, Bo Jr",
        ),
        ("<Author><LastName>Berg</LastName><Initials>B</Initials></Author>", "Berg, B"),
        ("<author><fullName>Berg BC</fullName><lastName>Berg</lastName></author>", "Berg"),
        ("<author><fullName>Berg BC</fullName></author>", "Berg BC"),
    ],
)
def test_a_name_in_parts_is_put_together(xml, name):
    """Surname first, then what is given of it, then what stands after it."""
    raw = next(raw for raw, _, _ in read_xml([f"<record><a>{xml}</a></record>"], Tally(), ("record",)))
    assert raw[0] == (f"a/{'Author' if 'Author' in xml else 'author'}", name)


TRIAL = "<Trial><TrialID>NCT0000000{0}</TrialID><Public_title>T{0}</Public_title></Trial>"


def test_a_register_cut_off_before_its_end_gives_all_whole_trials(tmp_path):
    """The closing of the root is missing in long downloads, which spoils nothing."""
    text = "<Trials_downloaded_from_ICTRP>\n" + "\n".join(map(TRIAL.format, range(3)))
    export, found = read(written(tmp_path, text))
    assert [row["title"] for row in found] == ["T0", "T1", "T2"]
    assert export.account.lines["not_understood"] == 0


def test_a_trial_of_which_nothing_is_told_has_no_abstract(tmp_path):
    """Only what the register says is put together."""
    text = f"<Trials_downloaded_from_ICTRP>{TRIAL.format(1)}</Trials_downloaded_from_ICTRP>"
    assert "abstract" not in read(written(tmp_path, text))[1][0]


def test_endnotes_own_number_is_not_the_databases(tmp_path):
    """The number of a record in a library is no accession number and no PMID."""
    text = "<xml><records><record><rec-number>373</rec-number><titles><title>A</title></titles>"
    text += "<remote-database-name>Medline</remote-database-name></record></records></xml>"
    row = read(written(tmp_path, text))[1][0]
    assert "pmid" not in row
    assert "database_id" not in row


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<svg/>", r"XML of another kind \(<svg>\); expected XML of PubMed, EndNote, Ovid, .*as RIS instead"),
        ("<rdf:RDF xmlns:rdf='x'/>", "in Zotero, choose RIS or CSL JSON"),
        ("<feed><entry/></feed>", "this is a feed; export the references"),
        ("<eSummaryResult/>", "fetch the records themselves from PubMed"),
        ("<b:Sources/>", "list of sources of a Word document"),
        ("<article><front/></article>", "this is the text of an article"),
        ("<CitaviExchangeData/>", "in Citavi, choose RIS"),
        ("<clinical_study/>", "download the trials from ClinicalTrials.gov as CSV, JSON or RIS"),
        ("<responseWrapper><errMsg/></responseWrapper>", "XML of another kind"),
    ],
)
def test_other_xml_is_refused_with_what_to_export_instead(tmp_path, text, said):
    """The message names the root, what is expected, and where the export asked for is found."""
    with pytest.raises(SourceError, match=said):
        read_export(written(tmp_path, f'<?xml version="1.0"?>{text}'))


ROOTS = {
    "ebsco-xml": '<records>{}<rec resultID="1"/></records>',
    "europepmc-xml": "<responseWrapper>{}<resultList><result/></resultList></responseWrapper>",
    "ictrp-xml": "<Trials_downloaded_from_ICTRP>{}<Trial/></Trials_downloaded_from_ICTRP>",
    "ovid-xml": '<records>{}<record><F C="TI" L="Title"><D>A</D></F></record></records>',
}


@pytest.mark.parametrize("form", ROOTS)
def test_no_new_format_lets_a_file_declare_entities(tmp_path, form):
    """What is refused in EndNote XML is refused in all XML."""
    text = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>{ROOTS[form].format("")}'
    with pytest.raises(SourceError, match="declares an entity of its own"):
        read_export(written(tmp_path, text))


def test_every_format_of_xml_has_its_elements():
    """The table of elements is what detection and schemas go by."""
    assert set(ROOTS) | {"pubmed-xml", "endnote-xml"} == set(ENTRIES)
