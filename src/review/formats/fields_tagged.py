"""Which tag holds which field in the tagged formats: tables only."""

import re
from functools import partial

from review.formats.schema import Schema

__all__ = ["COCHRANE", "INSPEC", "MEDLINE", "OVID", "OVID_TAGGED", "REFER", "REFWORKS", "RIS", "WOS"]

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
        "doi": (
            *(
                "DO",
                "DI",
                "DOI",
                "L3",
                "M3",
                "L2",
                "L1",
                "L4",
                "LK",
                "UR",
                "M1",
                "C1",
                "C2",
                "AN",
                "ID",
                "N1",
            ),
        ),
        "pmid": ("PMID", "PM", "U1", "UR", "L2", "AN", "C5", "C1", "ID", "N1"),
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
        "pmid": ("PMID", "AN", "NO", "LK", "UL"),
        "issn": ("SN",),
        "isbn": ("SN",),
        "keywords": (("K1",),),
        "language": ("LA",),
        "type": ("RT",),
        "url": ("LK", "UL"),
        "database_id": ("AN",),  # ID is RefWorks' own number
        "database": ("DB", "DS"),
    }
)
_BESIDE = re.compile(
    r"(?<=\S)\s*\[(?:[A-Z][\w ]+ )?(?:Article|Review|References|Miscellaneous|Report|Editorial|Letter"
    r"|Abstract|Comment|Commentary|News|Correspondence)s?\]\.?$"  # such as [Review], after titles
    r"|(?<=\]\.)\s*\[[A-Z][a-z]+\]$|\s*\[https?://\S+\]$|\s*<\d{4}[^<>]*>$|^No Pagination Specified$"
    r"|(?<=\d-\d{5}-\d{3})\.$|(?<=-\d{9}-\d{5})\.$|^[A-Z][A-Za-z ]+: (?=\d{4}-\d{5}-\d{3}\.?$)",
    re.IGNORECASE,
)
_DEGREE = (
    r"(?:M\.?D|Ph\.?D|[BM]Sc|[BM]\.?S|[BM]\.?A|MPH|MHS|MBA|MSN|BSN|RN|R\.N|MB|MBBS|MBChB|BCh|FRC\w+|MRC\w+|FA\w{1,2}"
    r"|FACSM|D\.?O|DSc|ScD|DrPH|PharmD|DPhil|EdD|PsyD|DNP|DDS|DMD|DVM|RD|DPT)"
)
_AFTER_NAME = re.compile(
    rf"(,\s*\w[\w.'’-]*[a-zà-ÿ.](?: [\w.'’-]+)*?)(?:[,;]?\s+{_DEGREE}\.?(?=[\s,;]|$))+"
    r"|\s*\[[^\]]*\]|[;:]?\s*ORCID:\s*\S+|(?<=[\w.])\s+\d+(?:,\s?(?:\d+|[*+]))+(?=\s*(?:;|$))",
    re.MULTILINE,
)


def _names(value):
    """Return the names in a value of Ovid's without degrees, numbers of institutions and ORCID."""
    names = _AFTER_NAME.sub(r"\1", value)
    if names.count(".") == 1 and ";" in names:
        names = names.removesuffix(".")  # that of the list
    return names if re.search("[^\\W\\d]", names) else ""  # in MEDLINE, ED is a date


OVID = Schema(
    {
        "title": ("Title", "Chapter Title", "Book Title"),
        "abstract": ("Abstract",),
        "authors": (("Authors Full Name",), ("Author", "Authors"), ("Editor", "Editors")),
        "year": (
            "Year of Publication", "Publication Year", "Publication Date", "Date of Publication", "Source",
            "Status",
        ),
        "journal": ("Journal Name", "NLM Journal Name", "Journal", "Book Title"),
        "volume": ("Volume",),
        "issue": ("Issue", "Issue Number", "Issue/Part", "Issue Part"),
        "start": ("Page", "Pages", "Pagination"),
        "article": ("Article Number",),
        "doi": (
            "DOI", "DOI Number", "Digital Object Identifier", "Link to the Ovid Full Text or citation",
        ),
        "pmid": (
            "PMID", "PubMed ID", "Pubmed Number", "PubMed Identifier", "Unique Identifier",
            "Link to the Ovid Full Text or citation",
        ),
        "issn": ("ISSN", "ISSN Print", "Print ISSN", "Journal ISSN", "ISSN Electronic", "Electronic ISSN"),
        "isbn": ("ISBN",),
        "keywords": (
            (
                "Author Keywords", "Keyword Heading", "MeSH Subject Headings", "Subject Headings",
                "Heading Word", "Keywords", "Key Concepts", "Emtree Heading",
            ),
        ),
        "language": ("Language",),
        "type": ("Publication Type", "Document Type"),
        "url": ("URL", "Link to the Ovid Full Text or citation"),
        "database_id": ("Accession Number", "Unique Identifier", "PUI"),
        "database": ("Database", "Record Owner", "Link to the Ovid Full Text or citation"),
        "citation": ("Source", "Abbreviated Source"),
    },
    by_line=frozenset(
        (
            "Authors Full Name", "Author", "Authors", "Editor", "Editors", "Author Keywords",
            "Keyword Heading", "MeSH Subject Headings", "Subject Headings", "Heading Word", "Keywords",
            "Key Concepts", "Emtree Heading",
        )
    ),
    decode=partial(_BESIDE.sub, ""),
    names=_names,
)  # fmt: skip
OVID_TAGGED = Schema(
    {
        "title": ("TI", "TT", "BT"),
        "abstract": ("AB",),
        "authors": (("FA",), ("AU",), ("ED",)),
        "year": ("YR", "DP", "SO"),
        "journal": ("JN", "NJ"),
        "volume": ("VO", "VL"),
        "issue": ("IP",),
        "start": ("PG",),
        "doi": ("DO", "DI"),
        "pmid": ("PM", "UI", "XL"),
        "issn": ("IS", "IT", "ES", "IL"),
        "isbn": ("IB", "BN"),
        "keywords": (("KW", "KF", "ID", "MH", "DE", "SH"),),
        "language": ("LG", "LA"),
        "type": ("PT", "DT", "ST"),
        "url": ("XL", "UR"),
        "database_id": ("UI", "AN"),
        "database": ("DB", "XL"),
        "citation": ("SO", "AS"),
    },
    by_line=frozenset(("AU", "FA", "ED", "KW", "KF", "ID", "MH", "DE", "SH")),
    decode=partial(_BESIDE.sub, ""),
    names=_names,
)
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
        "url": ("US", "SO"),
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
