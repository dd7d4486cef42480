"""Normal forms of the texts by which publications are recognised: DOI, PMID, year, title, pages."""

import html
import re
import tomllib
import unicodedata
from functools import cache, partial
from importlib.resources import files
from urllib.parse import unquote

__all__ = ["FUNCTION_WORDS", "clean_doi", "clean_isbn", "clean_issn", "clean_pmid", "fold", "join",
           "parse_year", "plain", "says_something", "shipped_words", "split", "unescaped"]  # fmt: skip


def shipped_words(path):
    """Return a table of words that ships with the package, such as ``formats/words.toml``.

    A line that begins with two blanks goes on with the text above it.
    """
    return tomllib.loads(files("review").joinpath(path).read_text(encoding="utf-8").replace("\n  ", " "))


_WORDS = {name: frozenset(words.split()) for name, words in shipped_words("text.toml").items()}
FUNCTION_WORDS, _INLINE, _BLOCKS = (_WORDS[name] for name in ("function", "inline", "blocks"))
"""Words that only hold a sentence together, and elements of markup within a word and between words."""

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9}){0,9}/\S{1,2000}")
_BARE_DOI = re.compile(r"10\.\d{4,9}/[A-Za-z0-9._/-]*[0-9]")  # nearly all, and it needs no mending
_DOI_END = re.compile(
    r"""["'?#&|\s] | [;,](?=10\.\d{4}) | https?: | <(?!\d) | \[(?:doi|pii)\]""", re.I | re.X
)
_DOI_TAIL = re.compile(
    r"(?:/(?:abstract|full|pdf|epdf|pdfplus|epub|fulltext|meta|html|references|issuetoc|suppinfo|asset/.*)"
    r"|;jsessionid=.*|\.(?:pdf|full|abstract|short|html?))+$",
    re.I,
)
_NO_PAPER = re.compile(r"10\.\d+/\(issn\)|10\.1(?:007|016|046|111)/[js]$")  # a journal's, or cut off
_VERSION = re.compile(r"(?<=\d)v\d.*")
_SICI = re.compile(r"<\d")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?:(?!\d)|(?=(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?!\d)))")
_ISSN = re.compile(r"(?<![\dXx-])(\d{4})-?(\d{3}[\dXx])(?![\dXx-])")
_ISBN = re.compile(r"(?<![\d-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx](?![\d-])")
_TAG = re.compile(
    r"""</?(?:(jats|mml):)?([a-z][a-z\d-]*)(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))*\s*/?>""",
    re.I,
)
_SIGN = re.compile(r"<([a-z]+(?:[ -][a-z]+)+)>", re.I)  # Web of Science: "PM2<middle dot>5"
_REFERENCE = re.compile(r"&(?:(?:#\d+;?|#x[\da-f]+;|[a-z][a-z\d]*;)|(?:lt|gt|amp)(?![a-z\d=;]))", re.I)
# accents and other marks that combine with a letter, of every script in the first plane
_MARKS = re.compile(
    "[" + "".join(chr(i) for i in range(0x300, 0x10000) if unicodedata.combining(chr(i))) + "]+"
)
_NOT_WORD = re.compile(r"[^\w]+|_+")
SEPARATOR = "; "


def clean_doi(text):
    """Return the DOI found in a text in lower case, or "" where there is none.

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
    found = _DOI.search(unescaped(unquote(text)))
    if not found:
        return ""
    doi = found[0]
    if not _SICI.search(doi):  # SICIs hold signs that end any other DOI
        end = _DOI_END.search(doi)
        doi = doi[: end.start()] if end else doi
    doi = _without_tail(_DOI_TAIL.sub("", _without_tail(doi))).lower()
    if doi.startswith("10.1101/"):  # links of bioRxiv name the version, which its DOIs do not
        doi = _VERSION.sub("", doi)
    return "" if doi.endswith("/") or _NO_PAPER.match(doi) else doi


def _without_tail(doi):
    end, loose = len(doi), doi.count(")") - doi.count("(")
    while end and (doi[end - 1] in ".,;:'\"]}" or (doi[end - 1] == ")" and loose > 0)):
        loose -= doi[end - 1] == ")"
        end -= 1
    return doi[:end]


def clean_pmid(text):
    """Return the PubMed number in a text, or "".

    >>> clean_pmid("PMID: 0123456"), clean_pmid("L2004838738")
    ('123456', '')
    """
    found = re.fullmatch(
        r"(?:pmid|medline|pubmed)?[:\s]*0*([1-9]\d{0,7})(?:\s*\[pmid\])?", (text or "").strip(), re.I
    )
    return found[1] if found else ""


def clean_issn(text):
    """Return the first ISSN in a text as ``1234-567X``, or "".

    >>> clean_issn("1234567x (ISSN)"), clean_issn("0000-0019 1111-1111"), clean_issn("9780000000002")
    ('1234-567X', '0000-0019', '')
    """
    found = _ISSN.search(text or "")
    return f"{found[1]}-{found[2].upper()}" if found else ""


def clean_isbn(text):
    """Return the first ISBN in a text, 10 or 13 signs without hyphens, or "".

    >>> clean_isbn("978-0-00-000000-2 (Print)"), clean_isbn("0-00-000000-x"), clean_isbn("1234-5678")
    ('9780000000002', '000000000X', '')
    """
    found = _ISBN.search(text or "")
    return re.sub(r"[^0-9X]", "", found[0].upper()) if found else ""


def parse_year(text):
    """Return the first year between 1500 and 2099 in a text, or None where there is none.

    >>> parse_year("2019/03//"), parse_year("May 2008"), parse_year("9999"), parse_year("")
    (2019, 2008, None, None)
    >>> parse_year("20170812"), parse_year("2019-2020"), parse_year("12017081")
    (2017, 2019, None)
    """
    found = _YEAR.search(str(text or ""))
    return int(found[0]) if found else None


def plain(text):
    """Return a text without markup, character references and runs of blanks.

    >>> plain("A&amp;E use  of <i>H. pylori</i> tests, TSH <lower limit, FT4 >upper limit")
    'A&E use of H. pylori tests, TSH <lower limit, FT4 >upper limit'
    >>> plain("<p>CO<sub>2</sub> fell<br/>p&lt;0.05</p><p>No harm</p>")
    'CO2 fell p<0.05 No harm'
    """
    text = text or ""
    if "&" in text:
        text = unescaped(unescaped(text))
    if "<" in text:
        text = _SIGN.sub(_sign, _TAG.sub(partial(_instead, _pairs_in(text)), text))
    uneven = "  " in text or "\n" in text or "\t" in text or "\r" in text
    if uneven or not (text.isascii() or text.isprintable()):  # no blank is printable but the common one
        return " ".join(text.split())
    return text.strip()  # the common case, three times as quick


def _pairs_in(text):
    """Return a function that tells whether an element begins and ends in a text; it looks once for each."""
    text = text.lower()
    return cache(lambda name: f"<{name}" in text and f"</{name}>" in text)


def _instead(pairs, tag):
    """Return what stands for a tag: nothing, a blank where it parts words, itself where it is text."""
    name = tag[2].lower()
    if name in _BLOCKS:
        return " "
    known = tag[1] or name in _INLINE
    if len(name) == 1 and known:  # a<b>c is text where nothing ends at </b>
        known = pairs(name)
    return "" if known else tag[0]


def _sign(name):
    try:
        return unicodedata.lookup(name[1])
    except KeyError:
        return name[0]


def unescaped(text):
    """Return a text with character references as the signs they stand for.

    Without its semicolon a name such as "&reg" is as often the beginning of a link's next part.

    >>> unescaped("P&#225;l &amp; Co, p &lt 5, ?a=1&region=2")
    'Pál & Co, p < 5, ?a=1&region=2'
    """
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), text)


def fold(text):
    """Return a text reduced to what comparing needs: letters and digits, lower case, no accents.

    >>> fold("Lågvärdevård: <b>a</b> Meta-Analysis™")
    'lagvardevard a meta analysis'
    >>> fold("Κλινική μελέτη")
    'κλινικη μελετη'
    """
    text = plain(text).replace("™", "").replace("®", "").casefold()
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold())
    return _NOT_WORD.sub(" ", text).strip()


def says_something(words):
    """Return whether some word of a phrase is neither a function word nor a number.

    >>> says_something("of the"), says_something("not"), says_something("25"), says_something("of benefit")
    (False, True, False, True)
    """
    return any(word not in FUNCTION_WORDS and not word.isdigit() for word in fold(words).split())


def join(values):
    """Return several values as one cell, parted by "; ".

    >>> join(["Berg, A", "", "Dahl, B"])
    'Berg, A; Dahl, B'
    """
    return SEPARATOR.join(value for value in values if value)


def split(cell):
    """Return the values of a cell made by `join`.

    >>> split("Berg, A; Dahl, B"), split("")
    (['Berg, A', 'Dahl, B'], [])
    """
    return [value.strip() for value in (cell or "").split(";") if value.strip()]
