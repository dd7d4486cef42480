"""Which tag holds which field in each format: tables only."""

from dataclasses import dataclass

from review.formats.latex import from_latex

__all__ = ["SCHEMAS", "Schema"]


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity: they are few, and made once
class Schema:
    """Where the fields of a record are in one format.

    Attributes
    ----------
    fields : dict
        Field to tags in order of preference; for fields with several values, groups of tags in order of
        preference, of which the first group with a value is read whole.
    by_line : frozenset of str
        Tags whose lines are values of their own; lines of other tags are wrapped text.
    commas : bool
        Whether commas may part several authors or keywords in one value.
    decode : callable
        From a value as the format writes it to plain text.
    sections : bool
        Whether the abstract comes in sections, each a value.
    """

    fields: dict
    by_line: frozenset = frozenset()
    commas: bool = False
    decode: object = None
    sections: bool = False


RIS = Schema(
    {
        "title": ("TI", "T1", "CT", "BT", "ST"),
        "abstract": ("AB", "N2"),
        "authors": (("AU", "A1"), ("A2", "ED", "A3", "A4")),
        "year": ("PY", "Y1", "YR", "DA"),
        "journal": ("JF", "T2", "JO", "JT", "JA", "J2", "J1", "J9", "JI", "BT", "T3"),
        "volume": ("VL", "VO"),
        "issue": ("IS", "CP"),
        "start": ("SP", "PG"),
        "end": ("EP",),
        "article": ("C7", "AR"),
        "doi": ("DO", "DI", "DOI", "L3", "M3", "L2", "L1", "L4", "LK", "UR", "M1", "C1", "C2", "AN", "ID", "N1"),
        "pmid": ("PMID", "PM", "U1", "AN", "UR", "L2", "C5", "C1", "ID", "N1"),
        "issn": ("SN", "ISSN"),
        "isbn": ("SN", "BN", "ISBN"),
        "keywords": (("KW", "DE", "K1"),),
        "language": ("LA",),
        "type": ("TY",),
        "url": ("UR", "LK", "L2", "L1", "L4"),
        "database_id": ("AN", "U2", "UT", "ID"),
        "database": ("DB", "DP", "UR", "AN", "N1", "U1", "DS", "L2", "ID"),
    },
    by_line=frozenset(("KW", "AU", "A1", "A2", "A3", "A4", "ED", "DE", "K1", "DB")),
)
MEDLINE = Schema(
    {
        "title": ("TI", "BTI", "CTI", "VTI", "TT"),
        "abstract": ("AB", "OAB"),
        "authors": (("FAU", "CN"), ("AU",), ("FED", "ED")),
        "year": ("DP", "YR", "DEP", "PHST", "EDAT"),
        "journal": ("JT", "TA", "BTI", "SO"),
        "volume": ("VI",),
        "issue": ("IP",),
        "start": ("PG",),
        "doi": ("LID", "AID", "DO", "SO"),
        "pmid": ("PMID", "PM", "UI"),
        "issn": ("IS", "ISSN"),
        "isbn": ("ISBN",),
        "keywords": (("MH", "OT", "KW"),),
        "language": ("LA",),
        "type": ("PT",),
        "url": ("LID", "UR"),
        "database_id": ("PMID", "OID", "AN", "UI"),
        "database": ("DB", "OWN"),
        "citation": ("SO",),
    }
)
WOS = Schema(
    {
        "title": ("TI", "BT"),
        "abstract": ("AB",),
        "authors": (("AF",), ("AU", "CA", "GP"), ("BA", "BE", "ED")),
        "year": ("PY", "PD", "EY"),
        "journal": ("SO", "JI", "J9", "SE"),
        "volume": ("VL",),
        "issue": ("IS",),
        "start": ("BP", "PS"),
        "end": ("EP",),
        "article": ("AR",),
        "doi": ("DI", "D2"),
        "pmid": ("PM", "UT"),
        "issn": ("SN", "EI"),
        "isbn": ("BN",),
        "keywords": (("DE", "ID", "MH"),),
        "language": ("LA",),
        "type": ("DT", "PT"),
        "url": ("UR",),
        "database_id": ("UT", "AN"),
        "database": ("UT",),
    },
    by_line=frozenset(("AU", "AF", "BA", "BE", "BF", "CA", "ED", "GP")),
)
REFER = Schema(
    {
        "title": ("T",),
        "abstract": ("X",),
        "authors": (("A",), ("E", "Y")),
        "year": ("D", "8"),
        "journal": ("J", "B", "S"),
        "volume": ("V",),
        "issue": ("N",),
        "start": ("P",),
        "doi": ("R", "U", "M"),
        "pmid": ("M", "U", "Z"),
        "issn": ("@",),
        "isbn": ("@",),
        "keywords": (("K",),),
        "language": ("G",),
        "type": ("0",),
        "url": ("U",),
        "database_id": ("M", "L"),
        "database": ("~", "W"),
    },
    by_line=frozenset("AEYK"),
)
REFWORKS = Schema(
    {
        "title": ("T1", "T2"),
        "abstract": ("AB",),
        "authors": (("A1",), ("A2", "A3")),
        "year": ("YR", "FD"),
        "journal": ("JF", "JO", "T2"),
        "volume": ("VO",),
        "issue": ("IS",),
        "start": ("SP",),
        "end": ("OP",),
        "doi": ("DO", "LK", "UL"),
        "pmid": ("AN", "NO", "LK", "UL"),
        "issn": ("SN",),
        "isbn": ("SN",),
        "keywords": (("K1",),),
        "language": ("LA",),
        "type": ("RT",),
        "url": ("LK", "UL"),
        "database_id": ("AN", "ID"),
        "database": ("DB", "DS"),
    }
)
OVID = Schema(
    {
        "title": ("Title", "Chapter Title", "Book Title"),
        "abstract": ("Abstract",),
        "authors": (("Author", "Authors", "Author NameID", "Authors Full Name"), ("Editor", "Editors")),
        "year": ("Year of Publication", "Publication Year", "Date of Publication", "Source", "Status"),
        "journal": ("Journal Name", "Source", "Book Title"),
        "volume": ("Volume",),
        "issue": ("Issue", "Issue Number"),
        "start": ("Page", "Pages", "Pagination"),
        "doi": ("DOI", "DOI Number", "Digital Object Identifier", "Link to the Ovid Full Text or citation"),
        "pmid": ("PMID", "Pubmed Number", "Unique Identifier"),
        "issn": ("ISSN", "ISSN Print", "Journal ISSN"),
        "isbn": ("ISBN",),
        "keywords": (
            ("Author Keywords", "Keyword Heading", "MeSH Subject Headings", "Heading Word", "Keywords", "Emtree Heading"),
        ),
        "language": ("Language",),
        "type": ("Publication Type", "Document Type"),
        "url": ("URL", "Link to the Ovid Full Text or citation"),
        "database_id": ("Accession Number", "Unique Identifier"),
        "database": ("Database",),
        "citation": ("Source",),
    }
)  # fmt: skip
COCHRANE = Schema(
    {
        "title": ("TI",),
        "abstract": ("AB",),
        "authors": (("AU",),),
        "year": ("YR",),
        "journal": ("SO",),
        "volume": ("VL",),
        "issue": ("NO",),
        "start": ("PG",),
        "doi": ("DOI",),
        "pmid": ("PM", "XR"),
        "issn": ("SN",),
        "keywords": (("KY",),),
        "type": ("PT",),
        "url": ("US",),
        "database_id": ("ID", "AN"),
        "database": ("ID", "US"),
    }
)
INSPEC = Schema(
    {
        "title": ("TI",),
        "abstract": ("AB",),
        "authors": (("AU",),),
        "year": ("PY", "SO"),
        "journal": ("SO",),
        "type": ("RT",),
        "database_id": ("ID",),
        "citation": ("SO",),
    }
)
BIBTEX = Schema(
    {
        "title": ("title", "booktitle"),
        "abstract": ("abstract",),
        "authors": (("author",), ("editor",)),
        "year": ("year", "date", "issue_date"),
        "journal": ("journal", "journaltitle", "booktitle", "series", "journal-iso"),
        "volume": ("volume",),
        "issue": ("number", "issue"),
        "start": ("pages",),
        "article": ("art_number", "articleno", "article-number", "eid"),
        "doi": ("doi", "url", "ID", "note", "howpublished", "eprint"),
        "pmid": ("pmid", "note", "ID", "url"),
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
        "database_id": ("accession-num", "rec-number"),
        "database": (
            "remote-database-name", "remote-database-provider", "accession-num", "urls/related-urls/url", "notes",
        ),
    }
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

SCHEMAS = {
    "ris": RIS,
    "medline": MEDLINE,
    "wos": WOS,
    "refer": REFER,
    "refworks": REFWORKS,
    "ovid": OVID,
    "cochrane": COCHRANE,
    "inspec": INSPEC,
    "bibtex": BIBTEX,
    "endnote-xml": ENDNOTE_XML,
    "pubmed-xml": PUBMED_XML,
}
