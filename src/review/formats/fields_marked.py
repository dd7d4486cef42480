"""Which field or element holds which field in BibTeX and XML: tables only."""

import re
from functools import partial

from review.formats.latex import from_latex
from review.formats.names_bibtex import bibtex_names
from review.formats.schema import Schema

__all__ = ["BIBTEX", "ENDNOTE_XML", "PUBMED_XML"]

BIBTEX = Schema(
    {
        "title": ("title", "booktitle"),
        "abstract": ("abstract",),
        "authors": (("author",), ("editor",)),
        "year": ("year", "date", "issue_date"),
        "journal": ("journal", "journaltitle", "shortjournal", "booktitle", "series", "journal-iso"),
        "volume": ("volume",),
        "issue": ("number", "issue"),
        "start": ("pages",),
        "article": ("art_number", "articleno", "article-number", "eid"),
        "doi": ("doi", "url", "ID", "note", "howpublished", "eprint"),
        "pmid": ("pmid", "eprint", "note", "ID", "url"),
        "issn": ("issn", "eissn"),
        "isbn": ("isbn",),
        "keywords": (("keywords", "author_keywords", "keyword", "keywords-plus", "mesh_terms"),),
        "language": ("language", "langid"),
        "type": ("ENTRYTYPE",),
        "url": ("url", "howpublished"),
        "database_id": ("unique-id", "pmid", "eid"),
        "database": ("source", "unique-id", "url", "database", "ID"),
    },
    commas=True,
    decode=from_latex,
    lists={"author": bibtex_names, "editor": bibtex_names},
)
ENDNOTE_XML = Schema(
    {
        "title": ("titles/title", "titles/short-title"),
        "abstract": ("abstract",),
        "authors": (("contributors/authors/author",), ("contributors/secondary-authors/author",)),
        "year": ("dates/year", "dates/pub-dates/date"),
        "journal": (
            "periodical/full-title", "titles/secondary-title", "titles/full-title", "titles/alt-title",
            "alt-periodical/full-title", "periodical/abbr-1", "titles/tertiary-title",
        ),
        "volume": ("volume",),
        "issue": ("number", "issue"),
        "start": ("pages",),
        "article": ("custom7",),
        "doi": ("electronic-resource-num", "urls/related-urls/url", "urls/web-urls/url", "notes"),
        "pmid": ("accession-num", "urls/related-urls/url", "urls/web-urls/url", "notes", "custom1"),
        "issn": ("isbn", "issn"),
        "isbn": ("isbn",),
        "keywords": (("keywords/keyword",),),
        "language": ("language",),
        "type": ("ref-type@name",),
        "url": ("urls/web-urls/url", "urls/related-urls/url", "urls/pdf-urls/url"),
        "database_id": ("accession-num",),
        "database": (
            "remote-database-name", "remote-database-provider", "accession-num", "urls/related-urls/url",
            "notes",
        ),
    },
    decode=partial(re.compile("\r\n?").sub, "\n"),  # EndNote ends lines with carriage returns
)  # fmt: skip
PUBMED_XML = Schema(
    {
        "title": ("Article/ArticleTitle", "ArticleTitle", "Book/BookTitle", "Article/VernacularTitle"),
        "abstract": ("Article/Abstract/AbstractText", "Abstract/AbstractText", "OtherAbstract/AbstractText"),
        "authors": (
            ("Article/AuthorList/Author", "Article/AuthorList/Author/CollectiveName", "AuthorList/Author"),
            ("Book/AuthorList/Author", "Book/AuthorList/Author/CollectiveName"),
        ),
        "year": (
            "Article/Journal/JournalIssue/PubDate/Year", "Article/Journal/JournalIssue/PubDate/MedlineDate",
            "Article/ArticleDate/Year", "Book/PubDate/Year", "ContributionDate/Year",
        ),
        "journal": (
            "Article/Journal/Title", "Article/Journal/ISOAbbreviation", "MedlineJournalInfo/MedlineTA",
            "Book/BookTitle",
        ),
        "volume": ("Article/Journal/JournalIssue/Volume", "Book/Volume"),
        "issue": ("Article/Journal/JournalIssue/Issue",),
        "start": ("Article/Pagination/MedlinePgn", "Article/Pagination/StartPage", "Pagination/MedlinePgn"),
        "end": ("Article/Pagination/EndPage",),
        "doi": ("ArticleIdList/ArticleId[doi]", "Article/ELocationID[doi]", "Book/ELocationID[doi]"),
        "pmid": ("PMID", "ArticleIdList/ArticleId[pubmed]"),
        "issn": ("Article/Journal/ISSN", "MedlineJournalInfo/ISSNLinking"),
        "isbn": ("Book/Isbn",),
        "keywords": (("MeshHeadingList/MeshHeading/DescriptorName", "KeywordList/Keyword"),),
        "language": ("Article/Language", "Language"),
        "type": ("Article/PublicationTypeList/PublicationType", "PublicationType"),
        "database_id": ("PMID", "ArticleIdList/ArticleId[bookaccession]"),
    },
    sections=True,
)  # fmt: skip
