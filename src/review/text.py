"""Normal forms of the texts by which publications are recognised: DOI, PMID, year, title, pages."""

import html
import re
import unicodedata

__all__ = ["clean_doi", "clean_pmid", "fold", "join", "parse_year", "plain", "split"]

_DOI = re.compile(r"10\.\d{4,9}/\S+", re.IGNORECASE)
_DOI_TAIL = re.compile(r"(?:/(?:abstract|full|pdf|epdf|fulltext|meta))+$", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_SPACE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]+|_+")
SEPARATOR = "; "


def clean_doi(text):
    """Return the DOI found in a text in lower case, or "" where there is none.

    Examples
    --------
    >>> clean_doi("https://doi.org/10.5555/ABC.12/abstract")
    '10.5555/abc.12'
    >>> clean_doi("doi: 10.5555/x [doi]")
    '10.5555/x'
    >>> clean_doi("none")
    ''
    """
    found = _DOI.search(html.unescape(text or "").replace("%2F", "/").replace("%2f", "/"))
    if not found:
        return ""
    doi = found[0].split("?")[0].split("#")[0] if "<" not in found[0] else found[0]
    doi = _DOI_TAIL.sub("", doi.rstrip(".,;:'\""))
    if doi.endswith(")") and doi.count("(") < doi.count(")"):
        doi = doi[:-1]
    return doi.rstrip(".,;:'\"]}").lower()


def clean_pmid(text):
    """Return the PubMed number in a text, or "".

    Examples
    --------
    >>> clean_pmid("PMID: 0123456"), clean_pmid("L2004838738")
    ('123456', '')
    """
    found = re.fullmatch(
        r"(?:pmid|medline|pubmed)?[:\s]*0*([1-9]\d{0,7})(?:\s*\[pmid\])?", (text or "").strip(), re.I
    )
    return found[1] if found else ""


def parse_year(text):
    """Return the first year between 1500 and 2099 in a text, or None where there is none.

    Examples
    --------
    >>> parse_year("2019/03//"), parse_year("May 2008"), parse_year("9999"), parse_year("")
    (2019, 2008, None, None)
    """
    found = _YEAR.search(str(text or ""))
    return int(found[0]) if found else None


def plain(text):
    """Return a text without markup, character references and runs of blanks.

    Examples
    --------
    >>> plain("A&amp;E use  of <i>H. pylori</i> tests, p < 0.05")
    'A&E use of H. pylori tests, p < 0.05'
    """
    text = html.unescape(html.unescape(text or ""))
    return _SPACE.sub(" ", _MARKUP.sub("", text)).strip()


def fold(text):
    """Return a text reduced to what comparing needs: letters and digits, lower case, no accents.

    Examples
    --------
    >>> fold("Lågvärdevård: <b>a</b> Meta-Analysis™")
    'lagvardevard a meta analysis'
    >>> fold("Κλινική μελέτη")
    'κλινικη μελετη'
    """
    text = unicodedata.normalize("NFKD", plain(text).replace("™", "").replace("®", "")).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", text).strip()


def join(values):
    """Return several values as one cell, parted by "; ".

    Examples
    --------
    >>> join(["Berg, A", "", "Dahl, B"])
    'Berg, A; Dahl, B'
    """
    return SEPARATOR.join(value for value in values if value)


def split(cell):
    """Return the values of a cell made by `join`.

    Examples
    --------
    >>> split("Berg, A; Dahl, B"), split("")
    (['Berg, A', 'Dahl, B'], [])
    """
    return [value.strip() for value in (cell or "").split(";") if value.strip()]
