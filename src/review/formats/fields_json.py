"""Which path holds which field in the JSON of databases and tools, and what tells them: tables only."""

import re

from review.formats.natural import given_first
from review.formats.schema import first_of, schema
from review.text import plain

__all__ = ["JSON_SCHEMAS", "json_format"]

json_format = first_of(
    ("zotero-json", r'"itemType"\s*:|"BetterBibTeX JSON"'),
    ("openalex-json", r'"(?:abstract_inverted_index|authorships|primary_location|host_venue)"\s*:'),
    ("clinicaltrials-json", r'"(?:protocolSection|NCTId)"\s*:'),
    ("lens-json", r'"lens_id"\s*:'),
    ("europepmc-json", r'"(?:resultList|authorString|pubYear|journalInfo|abstractText)"\s*:'),
    ("semanticscholar-json", r'"paperId"\s*:'),
    ("eppi-json", r'"(?:ItemId|CodeSets)"\s*:|"References"\s*:\s*\[\s*\{\s*"(?:Title|Codes)"'),
    ("pubmed-json", r'"(?:uids|fulljournalname|elocationid)"\s*:'),
    ("crossref-json", r'"message-type"\s*:\s*"work|"(?:is-referenced-by-count|references?-count)"\s*:'),
    (
        "csl-json",
        r'"(?:container-title|date-parts|issued)"\s*:|"type"\s*:\s*"(?:article(?:-\w+)?|book|chapter'
        r'|dataset|document|entry(?:-\w+)?|legislation|manuscript|paper-conference|patent|report|speech|thesis|webpage)"',
    ),
)
"""The format of a JSON text, by what stands in each and in none above it."""

_BLOCK = re.compile(r"(?<!\s)(?:\s*</?(?:jats:)?(?:p|title|sec|h\d|br|li|ul|ol|list|list-item)\b[^<>]*>)+\s*")


def apart(value):
    """Return a text with blanks for the headings and paragraphs in it, "" where it only says that it is none.

    Examples
    --------
    >>> apart("<h4>Aim</h4>To test."), apart("null")
    (' Aim To test.', '')
    """
    return "" if value in ("null", "None", "nan", "undefined") else _BLOCK.sub(" ", value)


def as_it_stands(value, by_line, commas):
    """Return what a value holds, which is one author or one keyword."""
    return (plain(value),)


ONE = {"=": as_it_stands, "~": given_first}


def paths(by_line="", **said):
    """Return the schema of a format from its paths, as `schema` does.

    "=" before a path says that each of its values is one author or keyword as it stands, "~" that each is
    one name with the given names first.
    """
    lists = {path[1:]: ONE[path[0]] for tags in said.values() for path in tags.split() if path[0] in ONE}
    bare = {name: tags.replace("=", "").replace("~", "") for name, tags in said.items()}
    return schema(by_line, commas=True, decode=apart, lists=lists, **bare)


def zotero(**fields):
    """Return the same for items of Zotero; its web interface puts all they hold under ``data``."""
    tag = re.compile(r"(=?)([^\s|=]+)")
    return paths(**{name: tag.sub(r"\1\2 \1data/\2", said) for name, said in fields.items()})


# fmt: off
_TRIAL = "protocolSection"
CSL = paths(
    title="title original-title title-short shortTitle", abstract="abstract",
    authors="=author | =editor =collection-editor", keywords="keyword =subject =categories",
    year="issued/date-parts issued/date_parts issued/raw issued issued/literal issued/year "
    "published/date-parts published-print/date-parts published-online/date-parts posted/date-parts year",
    journal="container-title container-title-short journalAbbreviation collection-title",
    volume="volume", issue="issue journal-issue/issue number", start="page page-first",
    article="article-number",
    doi="DOI note/DOI URL", pmid="PMID note/PMID URL", issn="ISSN note/ISSN", isbn="ISBN",
    language="language", type="type subtype genre", url="URL link/URL", database_id="PMID note/PMID",
    database="source archive URL",
)
JSON_SCHEMAS = {
    "csl-json": CSL, "crossref-json": CSL,
    "openalex-json": paths(
        title="title display_name", abstract="abstract_inverted_index abstract",
        authors="~authorships/author | ~authorships/raw_author_name",
        keywords="=keywords/display_name keywords/keyword =keywords =mesh/descriptor_name "
        "| =concepts/display_name",
        year="publication_year publication_date",
        journal="primary_location/source/display_name host_venue/display_name "
        "primary_location/raw_source_name",
        volume="biblio/volume", issue="biblio/issue", start="biblio/first_page", end="biblio/last_page",
        doi="doi ids/doi", pmid="ids/pmid pmid", language="language", type="type type_crossref",
        issn="primary_location/source/issn_l primary_location/source/issn host_venue/issn_l host_venue/issn",
        url="primary_location/landing_page_url host_venue/url doi id", database_id="id ids/openalex",
    ),
    "europepmc-json": paths(
        title="title", abstract="abstractText", authors="=authorList/author | authorString",
        keywords="=meshHeadingList/meshHeading/descriptorName =keywordList/keyword",
        year="pubYear journalInfo/yearOfPublication firstPublicationDate",
        journal="journalInfo/journal/title journalTitle journalInfo/journal/isoabbreviation",
        volume="journalInfo/volume journalVolume", issue="journalInfo/issue issue", start="pageInfo",
        doi="doi", pmid="pmid", issn="journalInfo/journal/issn journalInfo/journal/essn journalIssn",
        isbn="bookOrReportDetails/isbn13 bookOrReportDetails/isbn10", language="language",
        type="pubTypeList/pubType pubType", url="fullTextUrlList/fullTextUrl/url", database_id="id pmid",
    ),
    # whoever answers for a trial is no author, and a registration has no journal
    "clinicaltrials-json": paths(
        title=f"{_TRIAL}/identificationModule/briefTitle {_TRIAL}/identificationModule/officialTitle "
        "BriefTitle OfficialTitle",
        abstract=f"{_TRIAL}/descriptionModule/briefSummary {_TRIAL}/descriptionModule/detailedDescription "
        "BriefSummary DetailedDescription",
        keywords=f"={_TRIAL}/conditionsModule/conditions ={_TRIAL}/conditionsModule/keywords "
        "=Condition =Keyword", year=f"{_TRIAL}/statusModule/studyFirstPostDateStruct/date "
        f"{_TRIAL}/statusModule/studyFirstSubmitDate {_TRIAL}/statusModule/startDateStruct/date "
        "StudyFirstPostDate StudyFirstSubmitDate StartDate",
        type=f"{_TRIAL}/designModule/studyType StudyType",
        database_id=f"{_TRIAL}/identificationModule/nctId NCTId",
    ),
    "semanticscholar-json": paths(
        title="title", abstract="abstract", authors="~authors", year="year publicationDate",
        keywords="=fieldsOfStudy =s2FieldsOfStudy/category", start="journal/pages", doi="externalIds/DOI doi",
        journal="journal/name venue publicationVenue/name", volume="journal/volume",
        pmid="externalIds/PubMed", issn="publicationVenue/issn", type="publicationTypes", url="url",
        database_id="paperId",
    ),
    "lens-json": paths(
        title="title biblio/invention_title/text", abstract="abstract abstract/text",
        authors="=authors | biblio/parties/inventors/extracted_name/value",
        keywords="=keywords =mesh_terms/mesh_heading | =fields_of_study",
        year="year_published date_published", journal="source/title", volume="volume", issue="issue",
        start="start_page", end="end_page", doi="external_ids[doi]", pmid="external_ids[pmid]",
        issn="source/issn[print] source/issn[electronic] source/issn[unspecified]", language="languages lang",
        type="publication_type", url="source_urls/url", database_id="lens_id",
    ),
    "eppi-json": paths(
        by_line="Keywords", title="Title", abstract="Abstract", authors="=Authors | =ParentAuthors",
        keywords="Keywords", year="Year", journal="ParentTitle", volume="Volume", issue="Issue",
        start="Pages", doi="DOI URL Url", issn="StandardNumber", isbn="StandardNumber", url="URL Url",
        type="TypeName ItemType", database_id="ItemId",
    ),
    "pubmed-json": paths(
        title="title booktitle", authors="authors", year="pubdate epubdate sortpubdate",
        journal="fulljournalname source", volume="volume", issue="issue", start="pages",
        doi="articleids[doi] elocationid", pmid="articleids[pubmed] articleids[pmid] uid", issn="issn essn",
        language="lang", type="pubtype", database_id="uid",
    ),
    "zotero-json": zotero(
        title="title caseName shortTitle", abstract="abstractNote",
        authors="=creators[author] =creators[inventor] | =creators[editor]", keywords="=tags/tag",
        journal="publicationTitle journalAbbreviation bookTitle proceedingsTitle", volume="volume",
        year="date", issue="issue", start="pages", doi="DOI extra/DOI url", pmid="PMID extra/PMID url",
        issn="ISSN", isbn="ISBN", language="language", type="itemType", url="url",
        database="libraryCatalog archive url",
    ),
}
# fmt: on
