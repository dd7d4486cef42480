"""Which field or element holds which field in BibTeX and XML: tables only."""

import re

from review.formats.fields_tagged import short_names
from review.formats.latex import from_latex
from review.formats.names_bibtex import bibtex_names
from review.formats.schema import schema

__all__ = ["MARKED"]

_HEADING = re.compile(r"\s*<h\d>\s*(.*?)[\s:.]*</h\d>\s*")
_BREAK = re.compile(r"\r\n?|<br ?/?>", re.IGNORECASE)


def _lines(value):
    """Return a value whose lines end as ours: EndNote ends them by a carriage return, registers by <br>."""
    return _BREAK.sub("\n", value) if "\r" in value or "<" in value else value


def _headings(value):
    """Return an abstract of Europe PMC with its headings as text, such as "Background: …"."""
    return _HEADING.sub(r" \1: ", value).strip() if "</h" in value else value


# fmt: off
MARKED = {
    "bibtex": schema(
        title="title booktitle", abstract="abstract", authors="author | editor", year="year date issue_date",
        journal="journal journaltitle shortjournal booktitle series journal-iso", volume="volume",
        issue="number issue", start="pages", article="art_number articleno article-number eid",
        doi="doi url ID note howpublished eprint", pmid="pmid eprint note ID url", issn="issn eissn",
        isbn="isbn", keywords="keywords author_keywords keyword keywords-plus mesh_terms",
        language="language langid", type="ENTRYTYPE", url="url howpublished", commas=True,
        database_id="unique-id pmid eid", database="source unique-id url database ID", decode=from_latex,
        lists=dict.fromkeys(("author", "editor"), bibtex_names),
    ),
    "endnote-xml": schema(
        by_line="contributors/authors/author keywords/keyword", title="titles/title titles/short-title",
        abstract="abstract", authors="contributors/authors/author | contributors/secondary-authors/author",
        year="dates/year dates/pub-dates/date",
        journal="periodical/full-title titles/secondary-title titles/full-title titles/alt-title "
        "alt-periodical/full-title periodical/abbr-1 titles/tertiary-title", volume="volume",
        issue="number issue", start="pages", article="custom7",
        doi="electronic-resource-num urls/related-urls/url urls/web-urls/url notes",
        pmid="accession-num urls/related-urls/url urls/web-urls/url notes custom1", issn="isbn issn",
        isbn="isbn", keywords="keywords/keyword", language="language", type="ref-type@name",
        url="urls/web-urls/url urls/related-urls/url urls/pdf-urls/url", database_id="accession-num",
        database="remote-database-name remote-database-provider accession-num urls/related-urls/url notes",
        decode=_lines,
    ),
    "pubmed-xml": schema(
        title="Article/ArticleTitle ArticleTitle Book/BookTitle Article/VernacularTitle",
        abstract="Article/Abstract/AbstractText Abstract/AbstractText OtherAbstract/AbstractText",
        authors="Article/AuthorList/Author Article/AuthorList/Author/CollectiveName AuthorList/Author | "
        "Book/AuthorList/Author Book/AuthorList/Author/CollectiveName",
        year="Article/Journal/JournalIssue/PubDate/Year Article/Journal/JournalIssue/PubDate/MedlineDate "
        "Article/ArticleDate/Year Book/PubDate/Year ContributionDate/Year",
        journal="Article/Journal/Title Article/Journal/ISOAbbreviation MedlineJournalInfo/MedlineTA "
        "Book/BookTitle", volume="Article/Journal/JournalIssue/Volume Book/Volume",
        issue="Article/Journal/JournalIssue/Issue",
        start="Article/Pagination/MedlinePgn Article/Pagination/StartPage Pagination/MedlinePgn",
        end="Article/Pagination/EndPage",
        doi="ArticleIdList/ArticleId[doi] Article/ELocationID[doi] Book/ELocationID[doi]",
        pmid="PMID ArticleIdList/ArticleId[pubmed]",
        issn="Article/Journal/ISSN MedlineJournalInfo/ISSNLinking", isbn="Book/Isbn",
        keywords="MeshHeadingList/MeshHeading/DescriptorName KeywordList/Keyword",
        language="Article/Language Language",
        type="Article/PublicationTypeList/PublicationType PublicationType",
        database_id="PMID ArticleIdList/ArticleId[bookaccession]", sections=True,
    ),
    "ebsco-xml": schema(
        title="artinfo/tig/atl artinfo/tig/btl bkinfo/btl dissinfo/disstl artinfo/tig/stl",
        abstract="artinfo/ab", authors="artinfo/aug/au bkinfo/aug/au dissinfo/aug/au",
        year="pubinfo/dt@year pubinfo/dt dissinfo/dt@year", journal="jinfo/jtl bkinfo/btl",
        volume="pubinfo/vid", issue="pubinfo/iid", start="artinfo/pages artinfo/ppf", end="artinfo/ppl",
        doi="artinfo/ui[doi]", pmid="artinfo/ui[pmid]", issn="jinfo/issn jinfo/jid[issn]", isbn="bkinfo/isbn",
        keywords="artinfo/sug/subj artinfo/kwg/kw artinfo/keyword", language="language",
        type="artinfo/doctype artinfo/pubtype", url="plink artinfo/url",
        database_id="@uiTerm artinfo/ui artinfo/an[other]", database="@longDbName plink",
    ),
    "europepmc-xml": schema(
        title="title", abstract="abstractText", issue="journalInfo/issue issue", start="pageInfo", doi="doi",
        authors="authorList/author authorList/author/collectiveName | authorString", pmid="pmid",
        year="pubYear journalInfo/yearOfPublication bookOrReportDetails/yearOfPublication "
        "firstPublicationDate", volume="journalInfo/volume journalVolume", language="language",
        journal="journalInfo/journal/title journalTitle journalInfo/journal/ISOAbbreviation "
        "bookOrReportDetails/comprisingTitle",
        issn="journalInfo/journal/ISSN journalInfo/journal/issn journalIssn journalInfo/journal/ESSN "
        "journalInfo/journal/essn", isbn="bookOrReportDetails/isbn13 bookOrReportDetails/isbn10",
        keywords="meshHeadingList/meshHeading/descriptorName keywordList/keyword",
        type="pubTypeList/pubType pubType", url="fullTextUrlList/fullTextUrl/url", database_id="id",
        decode=_headings, lists={"authorString": short_names},
    ),
    "ictrp-xml": schema(
        by_line="Condition", title="Public_title Scientific_title Acronym",
        year="Date_registration Date_registration3", keywords="Condition", type="Study_type",
        url="web_address", database_id="TrialID", decode=_lines,
        summary="Scientific_title Condition Intervention Study_design Primary_outcome Secondary_outcome "
        "Inclusion_Criteria Exclusion_Criteria",
    ),
}
# fmt: on
