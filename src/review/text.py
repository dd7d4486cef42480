"""Normal forms of the texts by which publications are recognised: DOI, PMID, year, title, pages."""

import html
import re
import unicodedata
from urllib.parse import unquote

__all__ = [
    "FUNCTION_WORDS",
    "clean_doi",
    "clean_isbn",
    "clean_issn",
    "clean_pmid",
    "fold",
    "join",
    "parse_year",
    "plain",
    "says_something",
    "split",
]

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_BARE_DOI = re.compile(r"10\.\d{4,9}/[A-Za-z0-9._/-]*[0-9]")  # nearly all, and it needs no mending
_DOI_END = re.compile(
    r"""["'?#&|\s] | [;,](?=10\.\d{4}) | https?: | <(?!\d) | \[(?:doi|pii)\]""", re.IGNORECASE | re.VERBOSE
)
_DOI_TAIL = re.compile(
    r"(?:/(?:abstract|full|pdf|epdf|fulltext|meta|html)|\.(?:pdf|full|abstract|short|html?))+$", re.IGNORECASE
)
_SICI = re.compile(r"<\d")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?:(?!\d)|(?=(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?!\d)))")
_ISSN = re.compile(r"(?<![\dXx-])(\d{4})-?(\d{3}[\dXx])(?![\dXx-])")
_ISBN = re.compile(r"(?<![\d-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx](?![\d-])")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_BLANKS = "\xa0\r\x0b\x0c\x85\u2002\u2003\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
# accents and other marks that combine with a letter, of every script in the first plane
_MARKS = re.compile(
    "[" + "".join(chr(i) for i in range(0x300, 0x10000) if unicodedata.combining(chr(i))) + "]+"
)
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
    >>> clean_doi("http://ovid.example?T=JS&id=doi:10.5555%2Fabc&issn=1"), clean_doi("none")
    ('10.5555/abc', '')
    """
    text = text or ""
    if _BARE_DOI.fullmatch(text):
        return text.lower()
    if "%" in text:
        text = unquote(text)
    if "&" in text:
        text = html.unescape(text)
    found = _DOI.search(text)
    if not found:
        return ""
    doi = found[0]
    if not _SICI.search(doi):  # SICIs hold signs that end any other DOI
        end = _DOI_END.search(doi)
        doi = doi[: end.start()] if end else doi
    doi = _without_tail(_DOI_TAIL.sub("", _without_tail(doi))).lower()
    return "" if doi.endswith("/") else doi


def _without_tail(doi):
    while doi and (doi[-1] in ".,;:'\"]}" or (doi[-1] == ")" and doi.count("(") < doi.count(")"))):
        doi = doi[:-1]
    return doi


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


def clean_issn(text):
    """Return the first ISSN in a text as ``1234-567X``, or "".

    Examples
    --------
    >>> clean_issn("1234567x (ISSN)"), clean_issn("0000-0019 1111-1111"), clean_issn("9780000000002")
    ('1234-567X', '0000-0019', '')
    """
    found = _ISSN.search(text or "")
    return f"{found[1]}-{found[2].upper()}" if found else ""


def clean_isbn(text):
    """Return the first ISBN in a text, 10 or 13 signs without hyphens, or "".

    Examples
    --------
    >>> clean_isbn("978-0-00-000000-2 (Print)"), clean_isbn("0-00-000000-x"), clean_isbn("1234-5678")
    ('9780000000002', '000000000X', '')
    """
    found = _ISBN.search(text or "")
    return re.sub(r"[^0-9X]", "", found[0].upper()) if found else ""


def parse_year(text):
    """Return the first year between 1500 and 2099 in a text, or None where there is none.

    Examples
    --------
    >>> parse_year("2019/03//"), parse_year("May 2008"), parse_year("9999"), parse_year("")
    (2019, 2008, None, None)
    >>> parse_year("20170812"), parse_year("2019-2020"), parse_year("12017081")
    (2017, 2019, None)
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
    text = text or ""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _MARKUP.sub("", text)
    if "  " in text or "\n" in text or "\t" in text or not (text.isascii() or _even(text)):
        return " ".join(text.split())
    return text.strip()  # the common case, three times as quick


def _even(text):
    return not any(blank in text for blank in _BLANKS)


def fold(text):
    """Return a text reduced to what comparing needs: letters and digits, lower case, no accents.

    Examples
    --------
    >>> fold("Lågvärdevård: <b>a</b> Meta-Analysis™")
    'lagvardevard a meta analysis'
    >>> fold("Κλινική μελέτη")
    'κλινικη μελετη'
    """
    text = plain(text).replace("™", "").replace("®", "").casefold()
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold())
    return _NOT_WORD.sub(" ", text).strip()


FUNCTION_WORDS = frozenset(
    """
    a an and are as at be been but by did do does for from had has have how in into is it its of on or our
    such than that the their them there these they this those to was we were what when where which while who
    whose will with
    att av de dem den denna det detta dessa du eller en ett for fran han har hon hos hur i med mot nar och om
    pa sa samt som till ur var vi vid vilka vilken ar
    """.split()  # noqa: SIM905 (a list of so many words would fill a page)
)
"""Words that only hold a sentence together, Swedish and English, as `fold` writes them; never a negation."""


def says_something(words):
    """Return whether some word of a phrase is neither a function word nor a number.

    Examples
    --------
    >>> says_something("of the"), says_something("not"), says_something("25"), says_something("of benefit")
    (False, True, False, True)
    """
    return any(word not in FUNCTION_WORDS and not word.isdigit() for word in fold(words).split())


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
