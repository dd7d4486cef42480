"""DOI, PubMed number, web address and database, found in values that hold other things too."""

import re
from functools import lru_cache

from review.formats.schema import first_of
from review.text import clean_doi, clean_pmid, parse_year, shipped_words

__all__ = ["accession_in", "database_in", "doi_in", "link_in", "name_database", "pmid_in"]

_MADE_FOR_IT = re.compile(
    "doi|pmid|pubmed|url|link|electronic-resource|^(?:di|do|lid|aid|so|r|u|ur|ul|us|lk|l[1-4]|pm)$",
    re.IGNORECASE,
)
"""Tags for identifiers and links; whatever else holds some is a note."""
_FOR_PMID = re.compile("pmid|pubmed|^pm$", re.IGNORECASE)
NUMBER_TAGS = frozenset(("AN", "UI", "C2", "C5", "accession-num", "eprint"))
DATABASE_TAGS = (("DB", "remote-database-name", "eprinttype"), ("DP", "remote-database-provider"))
NOTES = ("N1", "notes")
YEARS = ("PY", "Y1", "YR", "dates/year", "DA")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_CITED = re.compile(r"\b(?:cited )?references\b", re.IGNORECASE)
_KEY = re.compile(r"\s(?=(?:PMID|PMCID|DOI|ISSN|Publisher|Place|Citation Key|Export Date|Cited By)\s?:)")
_PROGRAM = re.compile(
    r"(?:cited by|times cited|export date|query date|original date|place|publisher|citation key|language|type"
    r"|issn|isbn|coden|section|number of pages|read_status(?:_date)?|\w*scc|tex\.\w+|rayyan-[\w-]+)\s*:.*"
    r"|journal article|asreview_\w+",
    re.IGNORECASE,
)
"""Lines that programs put into notes, beside identifiers and of the record itself."""
_IDENTIFIER = re.compile(
    r"(?:https?://\S{0,500})?\b10\.\d{4,9}/\S+|https?://\S{0,500}ncbi\.nlm\.nih\.gov/\S+|\bPMC\d+|\bPUBMED-\d+"
    r"|\b\d+ ?\[PMID\]|\b[\w()-]{1,100} ?\[(?:PII|PMCID|DOI)\]|\bPMID\W{0,3}\d+"
    r"|\b(?:PII|MEDLINE)\W{0,3}[\w()-]+",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:doi|digital object identifier|pmid|pmcid|pii|url|links?|https?|full text|available (?:online|from)"
    r"|available at|published online|online first|epub|ahead of print|in press|this|article|is|the|of)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:https?|ftp)://[^\s<>\"]+|www\.[^\s<>\"]+", re.IGNORECASE)
_NAMED_PMID = re.compile(
    r"ncbi\.nlm\.nih\.gov/(?:m/)?(?:pubmed/)?0*([1-9]\d{3,7})(?!\d)|\bPMID\W{0,3}(?:NLM)?0*([1-9]\d{0,7})(?!\d)"
    r"|(?<!\d)0*([1-9]\d{0,7})\s*\[PMID\]|\b(?:PUBMED-|MEDLINE:)0*([1-9]\d{0,7})(?!\d)"
    r"|[?&]D=(?:med|prem|ppez)\w{0,20}&(?:\w{1,20}=[^&]{0,500}&){0,30}?AN=(\d{4,8})(?!\d)",
    re.IGNORECASE,
)
_BY_ENDNOTE = re.compile(
    r"(?:^|[^:;] )Journal Article[ \t]*(?:$|(?![;.]).{0,500}?\. (?:19|20)\d\d\b[^;\n]{0,20};)", re.MULTILINE
).search
_OTHER_BASE = re.compile(r"embase|cinahl|psyc|central|catalog|scopus|web of|cochrane|eric\b", re.IGNORECASE)
_PUBMED = re.compile(r"medline|pubmed|\bnlm\b", re.IGNORECASE)
_database_of = first_of(*shipped_words("formats/told.toml")["databases"].items(), flags=re.IGNORECASE)


def doi_in(tag, value, values=None):
    """Return the DOI in a value, or "".

    A tag made for identifiers or links may hold anything around it. A note must say nothing else, and
    no other note of the tag another DOI or a list of references: nearly all DOIs in notes are other papers'.

    >>> doi_in("N1", "Cited By :1 DOI: 10.5555/b"), doi_in("N1", "Dahl B (2005) https://doi.org/10.5555/c")
    ('10.5555/b', '')
    >>> doi_in("UR", "https://example.org/doi/10.5555/a/full")
    '10.5555/a'
    """
    if "10." not in value:
        return ""
    own = _made_for_it(tag) or _of_the_record(value, (values or {}).get(tag, (value,)))
    return clean_doi(value) if own else ""


_made_for_it = lru_cache(maxsize=1 << 10)(_MADE_FOR_IT.search)
_for_pmid = lru_cache(maxsize=1 << 10)(_FOR_PMID.search)


def _of_the_record(note, notes):
    """Return whether a note holds identifiers and nothing but what programs put beside them.

    No other note of the tag may tell of references, or another DOI.
    """
    dois = {clean_doi(found) for text in notes for found in _DOI.findall(text)}
    if len(dois) > 1 or any(map(_CITED.search, notes)):
        return False
    lines = [line for line in _KEY.sub("\n", note).split("\n") if not _PROGRAM.fullmatch(line.strip())]
    rest = _LABEL.sub("", _IDENTIFIER.sub("", "\n".join(lines)))
    return not any(map(str.isalnum, rest))


def pmid_in(tag, value, values):
    """Return the PubMed number in a value, or "".

    `values` are those of all tags of the entry: a bare number counts only where they say that PubMed gave it.

    >>> pmid_in("U1", "123456 [PMID]", {}), pmid_in("AN", "123456", {})
    ('123456', '')
    >>> pmid_in("AN", "12345678", {"DP": ["NLM"]}), pmid_in("ID", "12345678", {"DP": ["NLM"]})
    ('12345678', '')
    """
    if tag in NUMBER_TAGS:
        number = value.rpartition(";")[2].strip()  # ProQuest puts its own number before that of the base
        if number.isdigit():
            return clean_pmid(number) if _from_pubmed(tag, number, values) else ""
    if _for_pmid(tag) and (number := clean_pmid(value)):
        return number
    # ED: as in PUBMED- and MEDLINE:
    if not ("ncbi" in value or "PMID" in value or "pmid" in value or "&AN=" in value or "ED" in value):
        return ""
    found = {next(filter(None, groups)): None for groups in _NAMED_PMID.findall(value)}
    own = _made_for_it(tag) or (len(found) == 1 and _names_its_own(value, values.get(tag, ())))
    return next(iter(found), "") if own else ""


def _names_its_own(note, notes):
    by_program = re.search(r"\d\s*\[pmid\]|PMID: NLM\d", note, re.IGNORECASE)  # PubMed Central, CINAHL
    return _of_the_record(note, notes) or (by_program and not any(map(_CITED.search, notes)))


def _from_pubmed(tag, number, values):
    """Return whether the record's own database is PubMed, so that the number may be a PMID."""
    if not _may_be_pmid(number, values):
        return False
    said = [" ".join(v for name in names for v in values.get(name, ())) for names in DATABASE_TAGS]
    base = said[0] or said[1]
    if tag == "C2":  # where Scopus writes it
        return base.strip() == "Scopus"
    # EndNote's own import from PubMed leaves no name of the database, but this in its notes
    if not base and ";" not in "".join(values.get(tag, ())):
        return any(_BY_ENDNOTE(note) for name in NOTES for note in values.get(name, ()))
    by_c5 = tag == "C5" and re.search("embase|medline", base, re.IGNORECASE)
    return bool(by_c5 or (_PUBMED.search(base) and not _OTHER_BASE.search(base)))


def _may_be_pmid(number, values):
    """Return whether a number is as long as those PubMed gave in the record's year."""
    year = next((year for tag in YEARS if (year := parse_year("".join(values.get(tag, ())[:1])))), 0)
    return (5 if year < 1980 else 7 if year < 2001 else 8) <= len(number.lstrip("0")) <= 8


def accession_in(tag, value, values):
    """Return the number the database gave a record; EndNote's own, up to five digits in ID, is none.

    >>> accession_in("ID", "880", {}), accession_in("ID", "2006713348", {}), accession_in("AN", "880", {})
    ('', '2006713348', '880')
    """
    value = value.strip()
    return "" if tag == "ID" and value.isdigit() and len(value) < 6 else value


NO_DATABASE = frozenset(("EndNote RIS", "CrossRef", "Crossref", "DOI.org (Crossref)"))
_PARAMETER = re.compile(r"[?&](?:db|D)=\w+")
_DIGITS = re.compile(r"\d+")


def link_in(value):
    """Return the first web address in a value, or "".

    >>> link_in("see https://example.org/a;b?c=1, and more"), link_in("internal-pdf://1/a.pdf")
    ('https://example.org/a;b?c=1', '')
    """
    found = _LINK.search(value)
    return found[0].rstrip(".,;") if found else ""


@lru_cache(maxsize=1 << 12)
def name_database(text):
    """Return the name of the database a text speaks of, or "".

    >>> name_database("Ovid MEDLINE(R) ALL"), name_database("WOS:0001"), name_database("American sources")
    ('MEDLINE', 'Web of Science', '')
    """
    return _database_of(text)


def database_in(tag, value, values):
    """Return the database a value names, by name, address or the form of a number, or "".

    >>> database_in("DB", "Medline", {"UR": ["https://www.embase.com/1"]}), database_in("AN", "CN-00012", {})
    ('Embase', 'Cochrane')
    """
    if tag == "DB":
        if any("embase.com" in link for link in values.get("UR", ())):
            return "Embase"  # Embase.com gives the records of MEDLINE it holds that name
        text = " ".join(value.split())
        return name_database(text) or (text if len(text) > 4 and text not in NO_DATABASE else "")
    if "://" in value:
        parts = value.split("/", 3)
        value = " ".join([*parts[:3], *_PARAMETER.findall(parts[-1])] if "?" in value else parts[:3])
        return name_database(value)
    return name_database(_DIGITS.sub("0", value[:80]))
