"""Tables of named services: every field that each of them holds, as they, pandas and Excel write it."""

import csv
import io

import pandas as pd
import pytest

from review.formats import read_export

OURS = ("record_id", "raw", "origins", "source_file", "first_line", "last_line")
JOURNAL = {"journal": "Journal of Invented Things", "volume": "3", "issue": "1", "pages": "5-9"}
PAPER = JOURNAL | {"title": "An invented article", "abstract": "Invented abstract.", "year": 2018}
NAMES = {"authors": "Berg, Anna; Dahl, Bo"}
INITIALS = {"authors": "Berg, A; Dahl, B"}
TRIAL = {"title": "Invented trial", "year": 2018, "type": "GEN", "database_id": "NCT00000001"}
TABLES = {
    # service: (columns and cells of one row, its fields)
    "OpenAlex, from its website": (
        {
            "id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/OA.1",
            "title": "An invented article", "display_name": "An invented article", "relevance_score": "9",
            "publication_year": "2018", "publication_date": "2018-03-01", "language": "en",
            "type": "article", "type_crossref": "journal-article", "mesh": "",
            "referenced_works": "https://openalex.org/W2",
            "ids.openalex": "https://openalex.org/W1", "ids.doi": "https://doi.org/10.5555/OA.1",
            "primary_location.landing_page_url": "https://example.org/1",
            "primary_location.source.display_name": "Journal of Invented Things",
            "primary_location.source.issn_l": "0000-0019", "primary_location.source.type": "journal",
            "authorships.author.display_name": "Anna Berg|Bo Dahl", "biblio.volume": "3", "biblio.issue": "1",
            "biblio.first_page": "5", "biblio.last_page": "9", "keywords.display_name": "Overuse|Tests",
            "ids.pmid": "https://pubmed.ncbi.nlm.nih.gov/30000001", "abstract": "Invented abstract.",
        },
        PAPER | NAMES | {
            "doi": "10.5555/oa.1", "pmid": "30000001", "issn": "0000-0019", "keywords": "Overuse; Tests",
            "language": "en", "type": "JOUR", "url": "https://example.org/1",
            "database_id": "https://openalex.org/W1", "database": "OpenAlex",
        },
    ),
    "OpenAlex, older": (
        {
            "id": "https://openalex.org/W1", "display_name": "An invented article",
            "publication_date": "2018-03-01", "primary_location_display_name": "Journal of Invented Things",
            "primary_location_issns": "0000-0019|0000-0027", "primary_location_issn_l": "0000-0019",
            "primary_location_landing_page_url": "https://example.org/1",
            "author_ids": "https://openalex.org/A1|https://openalex.org/A2",
            "author_names": "Anna Berg|Bo Dahl", "doi": "https://doi.org/10.5555/oa.1", "pmid": "",
            "publication_year": "2018", "type": "article", "biblio_issue": "1", "biblio_first_page": "5",
            "biblio_volume": "3", "biblio_last_page": "9", "abstract": "Invented abstract.",
        },
        PAPER | NAMES | {
            "doi": "10.5555/oa.1", "issn": "0000-0019", "type": "JOUR", "url": "https://example.org/1",
            "database_id": "https://openalex.org/W1", "database": "OpenAlex",
        },
    ),
    "OpenAlex, from R": (
        {
            "id": "https://openalex.org/W1", "display_name": "An invented article",
            "au_names": "Anna Berg;Bo Dahl",
            "abstract": "Invented abstract.", "doi": "https://doi.org/10.5555/oa.1",
            "publication_year": "2018",
            "so": "Journal of Invented Things", "so_id": "https://openalex.org/S1", "issn_l": "0000-0019",
            "url": "https://example.org/1", "first_page": "5", "last_page": "9", "volume": "3", "issue": "1",
            "type": "article",
        },
        PAPER | NAMES | {
            "doi": "10.5555/oa.1", "issn": "0000-0019", "type": "JOUR", "url": "https://example.org/1",
            "database_id": "https://openalex.org/W1", "database": "OpenAlex",
        },
    ),
    "Dimensions": (
        {
            "Rank": "500", "Publication ID": "pub.1000000001", "DOI": "10.5555/dim.1", "PMID": "30000001",
            "PMCID": "", "Title": "An invented article", "Abstract": "Invented abstract.",
            "Source title": "Journal of Invented Things", "Anthology title": "",
            "MeSH terms": "Humans; Overuse",
            "Publication Date": "2018-03-01", "PubYear": "2018", "Volume": "3", "Issue": "1",
            "Pagination": "5-9", "Publication Type": "Article", "Authors": "Berg, Anna; Dahl, Bo",
            "Source Linkout": "https://example.org/1",
            "Dimensions URL": "https://app.dimensions.ai/details/publication/pub.1000000001",
        },
        PAPER | NAMES | {
            "doi": "10.5555/dim.1", "pmid": "30000001", "keywords": "Humans; Overuse", "type": "JOUR",
            "url": "https://app.dimensions.ai/details/publication/pub.1000000001",
            "database_id": "pub.1000000001", "database": "Dimensions",
        },
    ),
    "ClinicalTrials.gov": (
        {
            "NCT Number": "NCT00000001", "Study Title": "Invented trial",
            "Study URL": "https://clinicaltrials.gov/study/NCT00000001", "Acronym": "STOPX",
            "Brief Summary": "Invented summary.", "Conditions": "Old Age|Falls",
            "Interventions": "DRUG: statin withdrawal", "Sponsor": "Invented Hospital",
            "Study Type": "INTERVENTIONAL", "Start Date": "2017-01-01", "First Posted": "2018-02-02",
        },
        TRIAL | {
            "abstract": "Invented summary.", "keywords": "Old Age; Falls", "database": "ClinicalTrials.gov",
            "url": "https://clinicaltrials.gov/study/NCT00000001",
        },
    ),
    "ClinicalTrials.gov, older": (
        {
            "Rank": "1", "NCT Number": "NCT00000001", "Title": "Invented trial", "Status": "Completed",
            "Conditions": "Old Age", "Sponsor/Collaborators": "Invented Hospital",
            "Study Type": "Interventional",
            "First Posted": "February 2, 2018", "URL": "https://ClinicalTrials.gov/show/NCT00000001",
        },
        TRIAL | {
            "keywords": "Old Age", "url": "https://ClinicalTrials.gov/show/NCT00000001",
            "database": "ClinicalTrials.gov",
        },
    ),
    "ICTRP": (
        {
            "TrialID": "NCT00000001", "Public title": "Invented trial",
            "Scientific title": "A trial, invented",
            "Primary sponsor": "Invented Hospital", "Date registration": "02/02/2018",
            "Date registration3": "20180202", "Source Register": "ClinicalTrials.gov",
            "web address": "https://example.org/NCT00000001", "Condition": "Old age",
            "Study type": "Interventional",
        },
        TRIAL | {"keywords": "Old age", "url": "https://example.org/NCT00000001", "database": "ICTRP"},
    ),
    "CENTRAL": (
        {
            "CENTRAL ID": "CN-00000001", "Author(s)": "Berg, A; Dahl, B", "Title": "An invented article",
            "Source": "Journal of Invented Things", "Year": "2018", "Abstract": "Invented abstract.",
            "Volume": "3", "Issue": "1", "Pages": "5\N{HYPHEN}9", "Database Name": "CENTRAL",
            "PubMed ID": "PUBMED 30000001", "Embase ID": "EMBASE 600000001",
            "Publication Type": "Journal article",
            "Keywords": "Aged; Overuse", "DOI": "10.5555/cn.1", "URL": "https://example.org/cn.1",
            "Cochrane Review Group Code": "",
        },
        PAPER | INITIALS | {
            "doi": "10.5555/cn.1", "pmid": "30000001", "keywords": "Aged; Overuse", "type": "JOUR",
            "url": "https://example.org/cn.1", "database_id": "CN-00000001", "database": "Cochrane",
        },
    ),
    "CENTRAL, a registration": (
        {
            "CENTRAL ID": "CN-00000002", "Author(s)": "NCT00000001", "Title": "Invented trial",
            "Source": "https://clinicaltrials.gov/show/NCT00000001", "Year": "2018",
            "Publication Type": "Trial registry record; Clinical trial protocol", "PubMed ID": "",
        },
        {
            "title": "Invented trial", "authors": "NCT00000001", "year": 2018, "type": "GEN",
            "database_id": "CN-00000002", "database": "Cochrane",
        },
    ),
    "Cochrane reviews": (
        {
            "Cochrane Review ID": "CD000001", "Title": "An invented review", "Author(s)": "Berg A, Dahl B",
            "Source": "Cochrane Database of Systematic Reviews", "Year": "2018", "Issue": "3",
            "Publication Type": "Review", "URL": "https://example.org/cd.1", "DOI": "10.5555/cd.1.pub2",
            "Abstract": "Invented abstract.", "Keywords": "Aged", "Cochrane Review Group Code": "COMMUN",
        },
        INITIALS | {
            "title": "An invented review", "abstract": "Invented abstract.", "year": 2018, "issue": "3",
            "journal": "Cochrane Database of Systematic Reviews", "doi": "10.5555/cd.1.pub2",
            "keywords": "Aged", "type": "JOUR", "url": "https://example.org/cd.1",
            "database_id": "CD000001", "database": "Cochrane",
        },
    ),
    "RefWorks": (
        {
            "Reference Type": "Journal Article", "Reference Id": "1", "Authors, Primary": "Berg,Anna;Dahl,Bo",
            "Title Primary": "An invented article", "Periodical Full": "Journal of Invented Things",
            "Periodical Abbrev": "J Inv", "Pub Year": "2018", "Volume": "3", "Issue": "1", "Start Page": "5",
            "Other Pages": "9", "Keywords": "overuse;tests", "Abstract": "Invented abstract.",
            "Authors, Secondary": "", "ISSN/ISBN": "0000-0019", "Language": "English",
            "Links": "https://example.org/1", "DOI": "10.5555/rw.1", "PMID": "30000001",
        },
        PAPER | NAMES | {
            "doi": "10.5555/rw.1", "pmid": "30000001", "issn": "0000-0019", "keywords": "overuse; tests",
            "language": "English", "type": "JOUR", "url": "https://example.org/1", "database_id": "30000001",
        },
    ),
    "The Lens": (
        {
            "Lens ID": "000-000-000-000-001", "Title": "An invented article", "Date Published": "2018-03-01",
            "Publication Year": "2018", "Publication Type": "journal article",
            "Source Title": "Journal of Invented Things", "ISSNs": "00000019; 00000027",
            "Author/s": "Anna Berg; Bo Dahl", "Abstract": "Invented abstract.", "Volume": "3",
            "Issue Number": "1", "Start Page": "5", "End Page": "9", "Fields of Study": "Medicine",
            "Keywords": "overuse", "MeSH Terms": "Humans", "Source URLs": "https://example.org/1",
            "External URL": "https://doi.org/10.5555/l.1", "PMID": "30000001", "DOI": "10.5555/l.1",
        },
        PAPER | NAMES | {
            "doi": "10.5555/l.1", "pmid": "30000001", "issn": "0000-0019", "keywords": "overuse; Humans",
            "type": "JOUR", "url": "https://doi.org/10.5555/l.1", "database_id": "000-000-000-000-001",
            "database": "The Lens",
        },
    ),
    "Semantic Scholar": (
        {
            "paperId": "0a1b", "externalIds.DOI": "10.5555/s.1", "externalIds.PubMed": "30000001",
            "url": "https://www.semanticscholar.org/paper/0a1b", "title": "An invented article",
            "abstract": "Invented abstract.", "venue": "Example Venue", "year": "2018",
            "journal.name": "Journal of Invented Things", "journal.volume": "3", "journal.pages": "5-9",
            "publicationTypes": "JournalArticle", "authors": "Anna Berg, Bo Dahl",
        },
        PAPER | NAMES | {
            "issue": "", "doi": "10.5555/s.1", "pmid": "30000001", "type": "JOUR", "database_id": "0a1b",
            "url": "https://www.semanticscholar.org/paper/0a1b", "database": "Semantic Scholar",
        },
    ),
    "Abstrackr": (
        {
            "(internal) id": "41000001", "(source) id": "7", "pubmed id": "30000001",
            "keywords": "overuse,tests",
            "abstract": "Invented abstract.", "title": "An invented article",
            "journal": "Journal of Invented Things", "authors": "Berg, A.; Dahl, B.", "tags": "",
            "consensus": "1",
        },
        {
            "title": "An invented article", "abstract": "Invented abstract.", "authors": "Berg, A.; Dahl, B.",
            "journal": "Journal of Invented Things", "pmid": "30000001", "keywords": "overuse; tests",
            "database_id": "41000001",
        },
    ),
    "DistillerSR": (
        {
            "Refid": "17", "Author": "Berg A, Dahl B", "Title": "An invented article",
            "Abstract": "Invented abstract.", "Journal": "Journal of Invented Things", "Pub Date": "2018 Mar",
            "Volume": "3", "Number": "1", "Pages": "5-9", "ISSN": "0000-0019", "DOI": "10.5555/d.1",
            "Keywords": "overuse", "URL": "https://example.org/1", "User": "Anna", "Level": "1",
        },
        PAPER | INITIALS | {
            "doi": "10.5555/d.1", "issn": "0000-0019", "keywords": "overuse", "url": "https://example.org/1",
            "database_id": "17",
        },
    ),
    "Covidence": (
        {
            "Title": "An invented article", "Authors": "Berg, A.; Dahl, B.", "Abstract": "Invented abstract.",
            "Published Year": "2018", "Published Month": "3", "Journal": "Journal of Invented Things",
            "Volume": "3", "Issue": "1", "Pages": "5-9", "Accession Number": "30000001", "DOI": "10.5555/c.1",
            "Ref": "12", "Covidence #": "#34", "Study": "Berg 2018",
            "Notes": "Exclusion reason: wrong drug; ",
            "Tags": "",
        },
        PAPER | {"authors": "Berg, A.; Dahl, B.", "doi": "10.5555/c.1", "database_id": "30000001"},
    ),
    "Rayyan": (
        {
            "key": "rayyan-1", "title": "An invented article", "year": "2018", "month": "3", "day": "",
            "journal": "Journal of Invented Things", "issn": "0000-0019", "volume": "3", "issue": "1",
            "pages": "5-9", "authors": "Berg, Anna and Dahl, Bo", "url": "https://example.org/1",
            "language": "eng", "publisher": "", "abstract": "Invented abstract.", "notes": "seen",
            "doi": "10.5555/r.1", "keywords": "overuse,tests", "pubmed_id": "30000001", "pmc_id": "",
        },
        PAPER | NAMES | {
            "doi": "10.5555/r.1", "pmid": "30000001", "issn": "0000-0019", "keywords": "overuse; tests",
            "language": "eng", "url": "https://example.org/1", "database_id": "rayyan-1",
        },
    ),
    "EPPI-Reviewer": (
        {
            "I.D.": "101", "Title": "An invented article", "Short Title": "Berg (2018)",
            "Authors": "Berg A; Dahl B;", "Journal": "Journal of Invented Things", "Year": "2018",
            "Volume": "3",
            "Issue": "1", "Pages": "5-9", "Abstract": "Invented abstract.", "DOI": "10.5555/e.1",
            "URL": "https://example.org/1", "Item Type": "Journal, Article",
        },
        PAPER | INITIALS | {
            "doi": "10.5555/e.1", "type": "JOUR", "url": "https://example.org/1", "database_id": "101",
        },
    ),
    "Publish or Perish": (
        {
            "Cites": "12", "Authors": "A Berg, B Dahl", "Title": "An invented article", "Year": "2018",
            "Source": "Journal of Invented Things", "Publisher": "", "ArticleURL": "https://example.org/1",
            "CitesURL": "https://scholar.google.com/scholar?cites=1", "GSRank": "1",
            "QueryDate": "2024-01-01",
            "Type": "", "DOI": "10.5555/p.1", "ISSN": "0000-0019", "Volume": "3", "Issue": "1",
            "StartPage": "5", "EndPage": "9", "Abstract": "Invented abstract.", "FullTextURL": "",
        },
        PAPER | INITIALS | {"doi": "10.5555/p.1", "issn": "0000-0019", "url": "https://example.org/1"},
    ),
    "EBSCOhost": (
        {
            "Article Title": "An invented article", "Author": "Berg, Anna; Dahl, Bo",
            "Journal Title": "Journal of Invented Things", "ISSN": "00000019", "Publication Date": "3/1/2018",
            "Volume": "3", "Issue": "1", "First Page": "5", "Page Count": "5",
            "Accession Number": "100000001",
            "DOI": "10.5555/eb.1", "Doctype": "Article", "Subjects": "AGED; OVERUSE", "Keywords": "tests",
            "Abstract": "Invented abstract.",
            "PLink": "https://search.ebscohost.com/login.aspx?direct=true&db=rzh&AN=100000001",
        },
        PAPER | NAMES | {
            "pages": "5", "doi": "10.5555/eb.1", "issn": "0000-0019", "keywords": "tests; AGED; OVERUSE",
            "type": "JOUR", "database_id": "100000001", "database": "CINAHL",
            "url": "https://search.ebscohost.com/login.aspx?direct=true&db=rzh&AN=100000001",
        },
    ),
    "ProQuest": (
        {
            "Title": "An invented article", "Abstract": "Invented abstract.", "StoreId": "1000000001",
            "ArticleType": "Journal Article", "Authors": "Berg, Anna; Dahl, Bo", "issn": "0000-0019",
            "issue": "1", "language": "English", "pages": "5-9", "pubdate": "Mar 2018",
            "pubtitle": "Journal of Invented Things", "startPage": "5", "subjectTerms": "overuse",
            "digitalObjectIdentifier": "10.5555/pq.1", "volume": "3", "year": "2018",
            "URL": "https://www.proquest.com/1", "Database": "APA PsycInfo",
        },
        PAPER | NAMES | {
            "doi": "10.5555/pq.1", "issn": "0000-0019", "keywords": "overuse", "language": "English",
            "type": "JOUR", "url": "https://www.proquest.com/1", "database_id": "1000000001",
            "database": "PsycINFO",
        },
    ),
    "ACM": (
        {
            "type": "article", "id": "10.5555/ac.1", "author": "Anna Berg and Bo Dahl",
            "title": "An invented article", "pages": "5-9", "keywords": "overuse", "doi": "10.5555/ac.1",
            "journal": "Journal of Invented Things", "issue_date": "March 2018", "volume": "3",
            "issue_no": "1",
            "abstract": "Invented abstract.", "month": "March", "year": "2018", "issn": "0000-0019",
        },
        PAPER | NAMES | {
            "doi": "10.5555/ac.1", "issn": "0000-0019", "keywords": "overuse", "type": "JOUR",
            "database_id": "10.5555/ac.1",
        },
    ),
}  # fmt: skip


def fields_of(path):
    """Return the fields that the first record of a file has."""
    row = read_export(path).records.iloc[0].drop(list(OURS)).to_dict()
    return {field: value for field, value in row.items() if value == value and value not in ("", None)}


def written(columns):
    """Return a row with its column names as a text of CSV."""
    text = io.StringIO()
    csv.writer(text).writerows([columns, columns.values()])
    return text.getvalue()


def right(fields):
    """Return the fields that are to be found, without those said to be empty."""
    return {field: value for field, value in fields.items() if value != ""}


@pytest.mark.parametrize("service", TABLES)
def test_each_service_is_read_whole(tmp_path, service):
    """Every field the table holds is there, and no field holds what belongs elsewhere."""
    columns, fields = TABLES[service]
    (tmp_path / "t.csv").write_text(written(columns), encoding="utf-8")
    assert fields_of(tmp_path / "t.csv") == right(fields)


@pytest.mark.parametrize("service", TABLES)
def test_the_same_comes_from_pandas_and_excel(tmp_path, service):
    """A column of row numbers in front, tabs or a workbook change nothing."""
    columns, fields = TABLES[service]
    frame = pd.DataFrame([columns])
    frame.to_csv(tmp_path / "t.csv")
    frame.to_csv(tmp_path / "t.tsv", sep="\t", index=False)
    frame.to_excel(tmp_path / "t.xlsx", index=False)
    for name in ("t.csv", "t.tsv", "t.xlsx"):
        assert fields_of(tmp_path / name) == right(fields), name


def test_what_dimensions_writes_above_its_columns_is_said(tmp_path):
    """The line "About the data" is in no record; the account shows it."""
    columns, fields = TABLES["Dimensions"]
    above = '"About the data: Exported on Jan 01, 2025. Criteria: invented."\n'
    (tmp_path / "t.csv").write_text(above + written(columns), encoding="utf-8")
    assert fields_of(tmp_path / "t.csv") == fields
    assert read_export(tmp_path / "t.csv").account.problems["line"].to_list() == [1]


GIVEN_FIRST = {
    "bars": ("Anna Berg|Bo Dahl", "Berg, Anna; Dahl, Bo"),
    "commas": ('"Anna Berg, Bo Dahl"', "Berg, Anna; Dahl, Bo"),
    "and": ("Anna Berg and Bo Dahl", "Berg, Anna; Dahl, Bo"),
    "a comma and and": ('"A Berg, B Dahl, and C Ek"', "Berg, A; Dahl, B; Ek, C"),
    "a list cut short": ('"A Berg, B Dahl..."', "Berg, A; Dahl, B"),
    "one name turned": ('"Berg, Anna"', "Berg, Anna"),
    "a group among them": ("Anna Berg|The Example Study Group", "Berg, Anna; The Example Study Group"),
    "a particle": ("Anna van der Berg|Bo Dahl", "van der Berg, Anna; Dahl, Bo"),
    "none": ("nan", None),
}


@pytest.mark.parametrize(("cell", "authors"), GIVEN_FIRST.values(), ids=GIVEN_FIRST)
def test_names_of_services_that_write_given_names_first(tmp_path, cell, authors):
    """The service tells the order; whatever parts the names, each is one author with the surname first."""
    (tmp_path / "t.csv").write_text(f"paperId,title,authors\n0a1b,A,{cell}\n")
    assert fields_of(tmp_path / "t.csv").get("authors") == authors


def test_a_list_with_numbers_of_trials_keeps_its_authors_and_journals(tmp_path):
    """A column of a reviewer's own says nothing of where the rest comes from."""
    (tmp_path / "t.csv").write_text('title,authors,journal,NCT Number\nA,"Berg, Anna",J Inv,NCT00000001\n')
    found = fields_of(tmp_path / "t.csv")
    assert (found["authors"], found["journal"], found.get("database")) == ("Berg, Anna", "J Inv", None)


JOURNALS = {
    "an address": ("https://clinicaltrials.gov/show/NCT00000001", None),
    "an address in capitals": ("Https://clinicaltrials.gov/show/nct00000001", None),
    "without a scheme": ("www.example.org/trial", None),
    "a journal on the web": ("Web Journal (https://example.org)", "Web Journal (https://example.org)"),
    "a name that begins alike": ("HTTP and Health", "HTTP and Health"),
}


@pytest.mark.parametrize(("cell", "journal"), JOURNALS.values(), ids=JOURNALS)
def test_a_registration_has_no_journal(tmp_path, cell, journal):
    """Where an address stands in place of a journal, there is no journal."""
    (tmp_path / "t.csv").write_text(f"title,journal,year\nA,{cell},2018\n")
    assert fields_of(tmp_path / "t.csv").get("journal") == journal


PMIDS = {
    "a number": ("PMID", "30000001", "30000001"),
    "an address": ("ids.pmid", "https://pubmed.ncbi.nlm.nih.gov/30000001", "30000001"),
    "an address that ends in a stroke": ("pmid", "https://www.ncbi.nlm.nih.gov/pubmed/30000001/", "30000001"),
    "named": ("PubMed ID", "PMID: 30000001", "30000001"),
    "named as Cochrane does": ("PubMed ID", "PUBMED 30000001", "30000001"),
    "a number of Embase": ("Embase ID", "EMBASE 600000001", None),
    "none": ("pubmed id", "0", None),
    "a number of PubMed Central": ("PMCID", "PMC3000001", None),
}


@pytest.mark.parametrize(("column", "cell", "pmid"), PMIDS.values(), ids=PMIDS)
def test_pmids_in_every_dress(tmp_path, column, cell, pmid):
    """A column made for them holds numbers, addresses, or numbers with a name before them."""
    (tmp_path / "t.csv").write_text(f"title,{column}\nA,{cell}\n")
    assert fields_of(tmp_path / "t.csv").get("pmid") == pmid


PAGES = {
    "hyphen": ("5\N{HYPHEN}9", "5-9"),
    "hyphen that does not break": ("5\N{NON-BREAKING HYPHEN}9", "5-9"),
    "figure dash": ("5\N{FIGURE DASH}9", "5-9"),
    "en dash": ("5\N{EN DASH}9", "5-9"),
    "em dash": ("5\N{EM DASH}9", "5-9"),
    "minus": ("5\N{MINUS SIGN}9", "5-9"),
    "with blanks": ("5 \N{EN DASH} 9", "5-9"),
    "number of an article": ("e18636", "e18636"),
}


@pytest.mark.parametrize(("cell", "pages"), PAGES.values(), ids=PAGES)
def test_pages_with_every_dash(tmp_path, cell, pages):
    """The dashes of all databases become one, so that pages can be compared."""
    (tmp_path / "t.csv").write_text(f"title,pages\nA,{cell}\n", encoding="utf-8")
    assert fields_of(tmp_path / "t.csv")["pages"] == pages
