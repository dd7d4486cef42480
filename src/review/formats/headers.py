"""Which column of a table holds which field, whatever the database calls it."""

import re
import unicodedata

from review.formats.cells import MISSING
from review.formats.fields import SCHEMAS
from review.formats.natural import all_given_first
from review.formats.schema import Schema
from review.formulas import unguarded

__all__ = ["COLUMN_NAMES", "flat", "schema_of", "simple_name"]

_NAMES = {
    "title": "title; primary title; article title; document title; item title; ti; t1; title primary; "
    "study title; public title; display name; scientific title; publication name; original title; "
    "short title; titel; artikeltitel",
    "abstract": "abstract; abstract note; notes abstract; abstracts; ab; n2; original abstract; "
    "brief summary; abstrakt; sammanfattning",
    "authors": "author full names; authors; author; author names; first authors; author s; au; a1; "
    "authors primary; authorships author display name; au names; author list; författare; forfattare; "
    "editors; editor; secondary authors; authors secondary",
    "year": "year; publication year; published year; py; y1; date; publication date; da; cover date; "
    "date published; pubyear; pub year; pub date; pubdate; issue date; år; årtal; utgivningsår; "
    "publiceringsår; publikationsår; originalpaperdate; source; citation; create date",
    "journal": "journal; journal book; source title; publication title; secondary title; journal name; "
    "journal title; publicationname; publication; container title; jf; jo; t2; periodical full; "
    "primary location source display name; primary location display name; pubtitle; venue; "
    "periodical abbrev; anthology title; title secondary; tidskrift; alternate title3; alternate title2; "
    "alternate title1; booktitle; book title",
    "volume": "volume; journal volume; volume number; biblio volume; vl; volym; årgång",
    "issue": "issue; number; journal issue; issue number; issue no; biblio issue; is; häfte; nummer; nr",
    "start": "pages; page start; start page; sp; page; first page; page range; pagination; startpage; "
    "biblio first page; journal pages; sidor; sida",
    "end": "page end; end page; ep; last page; other pages; endpage; biblio last page",
    "article": "art no; article number; articleno; article no",
    "doi": "doi; item doi; do; doi link; originalpaperdoi; ids doi; externalids doi; "
    "digitalobjectidentifier; link; url; full text link; citation; custom 1",
    "pmid": "pmid; pubmed id; medline pmid; originalpaperpubmedid; ids pmid; externalids pubmed; pm; "
    "accession number; url; link; extra; notes",
    "issn": "issn; eissn; issns; isbn issn; issn isbn; issn l; primary location source issn l; "
    "primary location issn l; primary location issns; sn; isbn",
    "isbn": "isbn; isbns; isbn issn; issn isbn; sn",
    "keywords": "keywords; author keywords; index keywords; nyckelord; ämnesord; ieee terms; mesh terms; "
    "mesh; kw; subjects; subjectterms; keywords display name; manual tags; automatic tags; keywords plus; "
    "emtree drug index terms major focus; emtree drug index terms; emtree medical index terms major focus; "
    "emtree medical index terms",
    "language": "language; language of original document; article language; la; språk",
    "type": "type of reference; document type; item type; entrytype; reference type; publication type; "
    "content type; articletype; ty; type; category; doctype; documenttype; publicationtypes; study type; "
    "publikationstyp",
    "url": "url; link; ur; urls; full text link; open url link; pdf link; study url; web address; "
    "articleurl; plink; primary location landing page url; dimensions url; external url; source linkout; "
    "source urls; links; fulltexturl; länk",
    "database_id": "pui; embase accession id; eid; ut unique wos id; accession number; an; lens id; "
    "publication id; nct number; trialid; central id; cochrane review id; paperid; pmid; covidence; key; "
    "record id; id; refid; internal id; item id; i d; storeid",
    "database": "database; name of database; source database; library catalog; db; source; open url link; "
    "plink; link; url; eid; ut unique wos id",
    "citation": "citation; source",
}  # fmt: skip
COLUMN_NAMES = {field: tuple(names.split("; ")) for field, names in _NAMES.items()}
COLUMN_NAMES["authors"] = tuple((name,) for name in COLUMN_NAMES["authors"])
COLUMN_NAMES["keywords"] = (COLUMN_NAMES["keywords"],)
"""Field to the names its columns have, the preferred first; in groups where a field has several values."""

_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")
_REGISTERED = {
    "journal": (), "authors": ((),), "citation": (), "keywords": (("conditions", "condition"),),
    "year": ("first posted", "date registration3", "date registration", "start date"),
}  # fmt: skip
"""A registration has no journal, and whoever answers for a trial is no author."""
_OPENALEX = {"database_id": ("id",), "given first": True}
_LENS = {"database_id": ("lens id",), "url": ("external url", "source urls"), "given first": True}
_COCHRANE = {"journal": ("source",), "citation": ()}
SIGNATURES = (
    ("Embase", {"pui"}, {}),
    ("Embase", {"emtree drug index terms"}, {}),
    ("PubMed", {"pmid", "nihms id"}, {}),
    ("Scopus", {"eid", "source title"}, {}),
    ("Web of Science", {"ut unique wos id"}, {}),
    ("Web of Science", {"ut", "so", "pt"}, {}),
    ("IEEE Xplore", {"ieee terms"}, {}),
    ("SpringerLink", {"item title", "item doi"}, {}),
    ("The Lens", {"lens id"}, _LENS),
    ("Dimensions", {"publication id", "dimensions url"}, {}),
    ("OpenAlex", {"id", "display name", "so id"}, _OPENALEX | {"journal": ("so",)}),
    ("OpenAlex", {"id", "display name", "publication year"}, _OPENALEX),
    ("Semantic Scholar", {"paperid", "title"}, {"given first": True}),
    ("Cochrane", {"cochrane review id"}, _COCHRANE),
    ("Cochrane", {"central id"}, _COCHRANE),
    ("ClinicalTrials.gov", {"nct number", "study title"}, _REGISTERED),
    ("ClinicalTrials.gov", {"nct number", "title", "conditions"}, _REGISTERED),
    ("ICTRP", {"trialid", "public title"}, _REGISTERED),
    ("", {"cites", "citesurl"}, _COCHRANE | {"given first": True}),
    ("", {"issue no", "author", "issue date"}, {"given first": True}),
)
"""Databases told from the columns they write, which columns hold a field there and nowhere else, and whether
the given names of authors come first. The last two are Publish or Perish and the ACM, which name none.
"""


def simple_name(column):
    """Return the name of a column reduced to what names have in common.

    Examples
    --------
    >>> simple_name("Author(s) ID"), simple_name("Publication_Year ")
    ('author s id', 'publication year')
    """
    name = unicodedata.normalize("NFC", column.lower())  # a Mac parts letters from their dots
    return " ".join("".join(char if char.isalnum() else " " for char in name).split())


def schema_of(header):
    """Return the schema of a table with these columns, and its database where the columns tell.

    Examples
    --------
    >>> schema, database = schema_of(["PMID", "Title", "Publication Year", "NIHMS ID"])
    >>> schema.fields["year"], database
    (('Publication Year',), 'PubMed')
    """
    columns = {}
    for column in header:
        columns.setdefault(simple_name(column), []).append(column)
    database, own = next(((name, own) for name, marks, own in SIGNATURES if marks <= set(columns)), ("", {}))
    if {"PT", "AU", "TI", "SO"} <= set(header):
        wos = SCHEMAS["wos"]
        return Schema(wos.fields, wos.by_line), database or "Web of Science"

    def found(names):
        return tuple(dict.fromkeys(column for name in names for column in columns.get(name, ())))

    fields = {
        field: tuple(map(found, names)) if field in ("authors", "keywords") else found(names)
        for field, names in (COLUMN_NAMES | own).items()
        if field != "given first"
    }
    for field, column in in_brackets(fields, columns):
        fields[field] = tuple((name,) for name in column) if field == "authors" else column
    natural = fields["authors"] if own.get("given first") else ()
    lists = {name: lambda cell, *_: all_given_first(known(cell)) for names in natural for name in names}
    return Schema(fields, commas=True, decode=known, lists=lists), database


def in_brackets(fields, columns):
    """Yield the fields that no column is for, with the one that is but for a unit or remark in brackets."""
    plain = {}
    for name in [name for names in columns.values() for name in names]:
        if _BRACKETS.search(name):
            plain.setdefault(simple_name(_BRACKETS.sub("", name)), []).append(name)
    for field, known in COLUMN_NAMES.items():
        found = [column for name in flat(known) for column in plain.get(name, ())]
        if len(found) == 1 and not any(fields[field]) and not speaks_of_another(found[0]):
            yield field, tuple(found)


def speaks_of_another(column):
    """Return whether what stands in brackets names a field of its own, as in "Title (journal)"."""
    inside = simple_name(_BRACKETS.search(column)[0])
    return any(inside in flat(known) for known in COLUMN_NAMES.values())


def flat(tags):
    """Return tags, or groups of them, as one list."""
    return [tag for group in tags for tag in ((group,) if isinstance(group, str) else group)]


def known(cell):
    """Return a cell's text, "" where it is the mark of a missing value that some program left.

    An apostrophe before a formula, as our own tables have it, is taken off.

    Examples
    --------
    >>> known("NaN"), known("none of these tests")
    ('', 'none of these tests')
    """
    return "" if cell == "NA" or cell.casefold() in MISSING else unguarded(cell)
