"""DOI, PubMed number, web address and database, found in values that hold other things too."""

import re
from functools import lru_cache

from review.text import clean_doi, clean_pmid

__all__ = ["database_in", "doi_in", "link_in", "name_database", "pmid_in"]

DOI_TAGS = frozenset(("DO", "DI", "DOI", "LID", "AID", "doi", "Item DOI", "Citation", "SO", "Article DOI"))
PMID_TAGS = frozenset(("PMID", "PM", "pmid", "accession-num"))
NUMBER_TAGS = frozenset(("AN", "ID", "UI", "C5", "accession-num"))
_NAMED_DOI = re.compile(r"(?:\bdoi:?\s*|doi\.org/)(10\.\d{4,9}/\S+)", re.IGNORECASE)
_OTHER_PAPER = re.compile(r"erratum|comment|retract|corrig|reply|original article|update", re.IGNORECASE)
_LINK = re.compile(r"(?:https?|ftp)://[^\s<>\"]+|www\.[^\s<>\"]+", re.IGNORECASE)
_NAMED_PMID = re.compile(
    r"ncbi\.nlm\.nih\.gov/(?:m/)?(?:pubmed/)?0*([1-9]\d{3,7})(?!\d)|\bPMID\W{0,3}0*([1-9]\d{0,7})(?!\d)"
    r"|(?<!\d)0*([1-9]\d{0,7})\s*\[PMID\]|PUBMED-0*([1-9]\d{0,7})(?!\d)|[?&]D=(?:med|prem|ppez)\w*&(?:\w+=[^&]*&)*?AN=(\d{4,8})(?!\d)",
    re.IGNORECASE,
)
_DATABASES = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("Embase", r"\bembase|[?&]D=(?:emed|emcz|oemez)"),
        ("PubMed", r"\bpubmed\b|pubmed\.ncbi|^NLM$"),
        ("MEDLINE", r"\bmedline\b|[?&]db=cmedm|[?&]D=(?:med|prem|ppez)"),
        ("CINAHL", r"\bcinahl\b|[?&]db=(?:rzh|ccm|c8h|cin20|jlh)\b"),
        ("PsycINFO", r"\b(?:APA )?psyc(?:h|a)?info\b|[?&]db=psyh\b|[?&]D=psyc"),
        ("Cochrane", r"cochrane|^CENTRAL$|^CN-\d+"),
        ("Scopus", r"\bscopus\b"),
        ("Web of Science", r"\bweb of (?:science|knowledge)\b|webof(?:science|knowledge)|^WOS:|\bclarivate"),
        ("ERIC", r"^ERIC\b"),
        ("SciELO", r"\bscielo\b"),
        ("IEEE Xplore", r"\bieee ?xplore"),
        ("Dimensions", r"app\.dimensions\.ai|^pub\.\d+$|\bdimensions\b"),
        ("The Lens", r"\blens\.org\b|^(?:\d+-){4}\d+X?$"),
        ("JSTOR", r"\bjstor\b"),
        ("ProQuest", r"\bproquest\b"),
        ("EBSCOhost", r"\bebsco"),
        ("SpringerLink", r"link\.springer\.com"),
        ("Rayyan", r"^rayyan-"),
    )
)


def doi_in(tag, value, values=None):
    """Return the DOI in a value, or "".

    A tag made for it may hold anything around it; elsewhere the value must be a DOI, a link, or name it as
    one, and a note on another paper does not count.

    Examples
    --------
    >>> doi_in("M3", "doi: 10.5555/a"), doi_in("N1", "Export 2020. doi: 10.5555/b")
    ('10.5555/a', '10.5555/b')
    >>> doi_in("N1", "see 10.5555/c"), doi_in("N1", "Erratum for doi: 10.5555/d")
    ('', '')
    """
    if "10." not in value:
        return ""
    if tag in DOI_TAGS:
        return clean_doi(value)
    start = value.lstrip()[:4].lower()
    if start[:3] == "10." or start in ("http", "doi:", "doi ", "www."):
        return clean_doi(value)
    found = _NAMED_DOI.search(value)
    return clean_doi(found[1]) if found and not _OTHER_PAPER.search(value) else ""


def pmid_in(tag, value, values):
    """Return the PubMed number in a value, or "".

    Parameters
    ----------
    tag, value : str
    values : dict
        Tag to the list of its values: a bare number counts only where they say that PubMed gave it.

    Examples
    --------
    >>> pmid_in("U1", "123456 [PMID]", {}), pmid_in("AN", "123456", {})
    ('123456', '')
    >>> pmid_in("AN", "123456", {"DP": ["NLM"]})
    '123456'
    """
    if value.isdigit():
        if tag in NUMBER_TAGS and len(value) <= 8:
            return clean_pmid(value) if _from_pubmed(tag, values) else ""
        return clean_pmid(value) if _names_pmid(tag) else ""
    if "ncbi" in value or "PMID" in value or "pmid" in value or "PUBMED-" in value or "&AN=" in value:
        found = _NAMED_PMID.search(value)
        if found:
            return next(group for group in found.groups() if group)
    return clean_pmid(value) if _names_pmid(tag) and tag != "accession-num" else ""


def _names_pmid(tag):
    return tag in PMID_TAGS or "pmid" in tag.lower() or "pubmed" in tag.lower()


def _from_pubmed(tag, values):
    said = [value for name in DATABASE_TAGS if name in values for value in values[name]]
    if said:
        base = " ".join(said).lower()
        if "medline" in base or "pubmed" in base or "nlm" in base:
            return True
        if tag == "C5":
            return "embase" in base
    # EndNote's own import from PubMed leaves no name of the database, but this note
    notes = values.get("N1", ())
    return tag in ("AN", "accession-num") and any("Journal Article" in note for note in notes)


NO_DATABASE = frozenset(("EndNote RIS", "CrossRef", "Crossref", "DOI.org (Crossref)"))
_PARAMETER = re.compile(r"[?&](?:db|D)=\w+")
_DIGITS = re.compile(r"\d+")
DATABASE_TAGS = ("DB", "DP", "remote-database-name", "remote-database-provider")


def link_in(value):
    """Return the first web address in a value, or "".

    Examples
    --------
    >>> link_in("see https://example.org/a;b?c=1, and more"), link_in("internal-pdf://1/a.pdf")
    ('https://example.org/a;b?c=1', '')
    """
    found = _LINK.search(value)
    return found[0].rstrip(".,;") if found else ""


def name_database(text):
    """Return the name of the database a text speaks of, or "".

    Examples
    --------
    >>> name_database("Ovid MEDLINE(R) ALL"), name_database("WOS:0001"), name_database("American sources")
    ('MEDLINE', 'Web of Science', '')
    """
    return _known_database(text)


@lru_cache(maxsize=1 << 12)
def _known_database(text):
    return next((name for name, pattern in _DATABASES if pattern.search(text)), "")


def database_in(tag, value, values):
    """Return the database a value names, by name, address or the form of a number, or "".

    Examples
    --------
    >>> database_in("DB", "Medline", {"UR": ["https://www.embase.com/1"]}), database_in("AN", "CN-00012", {})
    ('Embase', 'Cochrane')
    """
    if tag == "DB":
        if any("embase.com" in link for link in values.get("UR", ())):
            return "Embase"  # Embase.com gives the records of MEDLINE it holds that name
        text = " ".join(value.split())
        return _known_database(text) or (text if len(text) > 4 and text not in NO_DATABASE else "")
    if "://" in value:
        parts = value.split("/", 3)
        value = " ".join([*parts[:3], *_PARAMETER.findall(parts[-1])] if "?" in value else parts[:3])
        return _known_database(value)
    return _known_database(_DIGITS.sub("0", value[:80]))
