"""Which tag holds which field, per format: tables only."""

__all__ = ["BY_FORMAT", "COLUMN_NAMES", "DATABASE_WORDS", "columns_of"]

RIS = {
    "title": ("TI", "T1", "CT", "BT", "ST"),
    "abstract": ("AB", "N2"),
    "authors": (("AU", "A1"), ("A2", "ED", "A3", "A4")),
    "year": ("PY", "Y1", "YR", "DA"),
    "journal": ("JF", "T2", "JO", "JT", "JA", "J2", "J1", "J9", "BT", "SO", "T3"),
    "volume": ("VL", "VO"),
    "issue": ("IS", "CP"),
    "start": ("SP", "PG", "BP"),
    "end": ("EP",),
    "article": ("C7", "AR"),
    "doi": ("DO", "DI", "DOI", "L3", "M3", "L2", "L1", "L4", "LK", "UR", "N1", "M1", "C1", "C2", "AN", "ID"),
    "pmid": ("PMID", "U1", "PM", "AN", "UR", "L2", "N1", "C5", "ID"),
    "issn": ("SN", "ISSN"),
    "isbn": ("SN", "BN", "ISBN"),
    "keywords": (("KW", "DE", "K1"),),
    "language": ("LA",),
    "type": ("TY",),
    "url": ("UR", "LK", "L2", "L1"),
    "database_id": ("AN", "U2", "UT", "ID"),
    "database": ("DB", "DP", "DS"),
}
MEDLINE = {
    "title": ("TI", "BTI", "CTI", "TT"),
    "abstract": ("AB", "OAB"),
    "authors": (("FAU", "CN"), ("AU",), ("FED", "ED")),
    "year": ("DP", "YR", "DEP", "PHST", "EDAT"),
    "journal": ("JT", "TA", "SO"),
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
}
BY_FORMAT = {"ris": RIS, "medline": MEDLINE}

COLUMN_NAMES = {
    "title": (
        "title", "primary title", "article title", "document title", "item title", "ti", "t1",
        "original title", "short title",
    ),
    "abstract": ("abstract", "abstract note", "notes abstract", "abstracts", "ab", "n2", "original abstract"),
    "authors": (
        "authors", "author", "author full names", "author names", "first authors", "author s", "au", "a1",
    ),
    "year": (
        "year", "publication year", "py", "published year", "date", "publication date", "da", "cover date",
        "originalpaperdate", "create date",
    ),
    "journal": (
        "journal", "journal book", "source title", "publication title", "secondary title", "journal name",
        "publicationname", "journal title", "publication", "jo", "jf", "t2", "source", "alternate title3",
        "alternate title2", "alternate title1", "booktitle",
    ),
    "volume": ("volume", "journal volume", "vl"),
    "issue": ("issue", "number", "journal issue", "is"),
    "start": ("pages", "page start", "start page", "sp", "page", "first page"),
    "end": ("page end", "end page", "ep", "last page"),
    "article": ("art no", "article number"),
    "doi": ("doi", "item doi", "do", "doi link", "link", "url", "citation"),
    "pmid": ("pmid", "pubmed id", "medline pmid", "accession number", "url"),
    "issn": ("issn", "isbn issn", "sn", "isbn"),
    "isbn": ("isbn", "isbns", "isbn issn"),
    "keywords": (
        ("keywords", "author keywords", "index keywords", "ieee terms", "mesh terms", "kw", "manual tags",
         "emtree drug index terms major focus", "emtree drug index terms",
         "emtree medical index terms major focus", "emtree medical index terms"),
    ),
    "language": ("language", "language of original document", "article language", "la"),
    "type": (
        "type of reference", "document type", "item type", "entrytype", "reference type", "publication type",
        "content type", "ty", "type",
    ),
    "url": ("url", "link", "ur", "urls", "full text link", "open url link", "pdf link"),
    "database_id": (
        "pui", "eid", "ut unique wos id", "accession number", "embase accession id", "pmid", "key",
        "record id", "id", "an", "covidence",
    ),
    "database": ("database", "name of database", "source database", "library catalog", "db"),
}  # fmt: skip

DATABASE_WORDS = (
    ("PubMed", ("pubmed", "nlm", "ncbi.nlm.nih.gov")),
    ("MEDLINE", ("medline",)),
    ("Embase", ("embase",)),
    ("Scopus", ("scopus",)),
    ("Cochrane", ("cochrane",)),
    ("CINAHL", ("cinahl",)),
    ("Web of Science", ("web of science", "webofscience", "isi web", "wos:")),
    ("PsycINFO", ("psycinfo", "psyc")),
    ("ERIC", ("eric",)),
    ("ProQuest", ("proquest",)),
    ("EBSCOhost", ("ebsco",)),
    ("Dimensions", ("dimensions",)),
    ("Lens", ("lens.org",)),
)


def columns_of(header):
    """Return the table of fields for a CSV file with these column names.

    Examples
    --------
    >>> columns_of(["PMID", "Title", "Publication Year"])["year"]
    ('Publication Year',)
    """
    by_name = {}
    for column in header:
        by_name.setdefault("".join(c if c.isalnum() else " " for c in column.lower()).strip(), []).append(column)
    by_name = {" ".join(name.split()): columns for name, columns in by_name.items()}

    def found(names):
        return tuple(column for name in names for column in by_name.get(name, ()))

    return {
        field: tuple(map(found, names)) if isinstance(names[0], tuple) else found(names)
        for field, names in COLUMN_NAMES.items()
    }
