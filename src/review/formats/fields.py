"""Which tag holds which field in every format but tables (``fields.toml``), and how its values are read."""

import re
from functools import partial

from review.formats.latex import from_latex
from review.formats.names import author_names, given_first
from review.formats.names_bibtex import bibtex_names
from review.formats.schema import schema
from review.text import plain, shipped_words

__all__ = ["SCHEMAS"]

_BESIDE = re.compile(
    r"(?<=\S)\s*\[(?:[A-Z][\w ]+ )?(?:Article|Review|References|Miscellaneous|Report|Editorial|Letter"
    r"|Abstract|Comment|Commentary|News|Correspondence)s?\]\.?$"  # such as [Review], after titles
    r"|(?<=\]\.)\s*\[[A-Z][a-z]+\]$|(?<!\s)\s*(?:\[https?://\S{1,500}\]|<\d{4}[^<>]*>)$"
    r"|^No Pagination Specified$"
    r"|(?<=\d-\d{5}-\d{3})\.$|(?<=-\d{9}-\d{5})\.$|^[A-Z][A-Za-z ]+: (?=\d{4}-\d{5}-\d{3}\.?$)",
    re.IGNORECASE,
)
_DEGREE = (
    r"(?:M\.?D|Ph\.?D|[BM]Sc|[BM]\.?S|[BM]\.?A|MPH|MHS|MBA|MSN|BSN|RN|R\.N|MB|MBBS|MBChB|BCh|FRC\w+|MRC\w+"
    r"|FA\w{1,2}|FACSM|D\.?O|DSc|ScD|DrPH|PharmD|DPhil|EdD|PsyD|DNP|DDS|DMD|DVM|RD|DPT)"
)
_AFTER_NAME = re.compile(
    rf"(,\s*\w[\w.'’-]*[a-zà-ÿ.](?: [\w.'’-]+)*?)(?:[,;]?\s+{_DEGREE}\.?(?=[\s,;]|$))+"
    r"|(?<!\s)\s*\[[^\]]{0,500}\]|(?:[;:]|(?<!\s))\s*ORCID:\s*\S+|(?<=[\w.])\s+\d+(?:,\s?(?:\d+|[*+]))+(?=\s*(?:;|$))",
    re.MULTILINE,
)
_SHORT_NAMES = re.compile(r"[^,]+ [A-Z]{1,4}(?: (?:[JS]r|\d\w\w|I{2,3}))?(?:, .*|\.)", re.DOTALL).fullmatch
_HEADING = re.compile(r"\s*<h\d>\s*(.*?)[\s:.]*</h\d>\s*")
_BREAK = re.compile(r"\r\n?|<br ?/?>", re.IGNORECASE)
_BLOCK = re.compile(r"(?<!\s)(?:\s*</?(?:jats:)?(?:p|title|sec|h\d|br|li|ul|ol|list|list-item)\b[^<>]*>)+\s*")
_TAG = re.compile(r"([=~]?)([^\s|]+)")


def short_names(value, *_):
    """Return the authors of "Berg A, Dahl BC." or of one name.

    >>> short_names("Berg A, Dahl BC, Example Group."), short_names("Berg, A")
    (('Berg, A', 'Dahl, BC', 'Example Group'), ('Berg, A',))
    """
    value = value.rstrip(".").replace(", ", "; ") if _SHORT_NAMES(value) else value
    return author_names(value.replace("\n", " "), commas=True)


def ovid_names(value, *_):
    """Return the authors in a value of Ovid's, without degrees, numbers of institutions and ORCID.

    >>> ovid_names("Berg, Anna MD, PhD *;  Dahl, Bo 1,2"), ovid_names("Berg AB.  Dahl C.")
    (('Berg, Anna', 'Dahl, Bo'), ('Berg, AB', 'Dahl, C'))
    """
    names = re.sub(r"\.[ \xa0]{2,}(?=\w)", "; ", _AFTER_NAME.sub(r"\1", value))
    if names.count(".") == 1 and ";" in names:
        names = names.removesuffix(".")  # that of the list
    return author_names(names) if re.search(r"[^\W\d]", names) else ()  # in MEDLINE, ED is a date


def as_it_stands(value, *_):
    """Return what a value holds, which is one author or one keyword."""
    return (plain(value),)


def apart(value):
    """Return a text with blanks for the headings and paragraphs in it, "" where it only says that it is none.

    >>> apart("<h4>Aim</h4>To test."), apart("null")
    (' Aim To test.', '')
    """
    return "" if value in ("null", "None", "nan", "undefined") else _BLOCK.sub(" ", value)


def lines(value):
    """Return a value whose lines end as ours: EndNote ends them by a carriage return, registers by <br>."""
    return _BREAK.sub("\n", value) if "\r" in value or "<" in value else value


def headings(value):
    """Return an abstract of Europe PMC with its headings as text, such as "Background: …"."""
    return _HEADING.sub(r" \1: ", value).strip() if "</h" in value else value


NAMES = {
    "=": as_it_stands, "~": given_first, "short": short_names, "ovid": ovid_names, "bibtex": bibtex_names,
}  # fmt: skip
"""What parts the values of a tag, by the sign before it or the name it is given."""
DECODE = {
    "": None, "latex": from_latex, "lines": lines, "headings": headings, "apart": apart,
    "beside": partial(_BESIDE.sub, ""),
    "cochrane": partial(re.compile(r"^PUBMED (?=\d+\W*$)").sub, "PMID: "),
}  # fmt: skip
"""What makes a value of a format plain text."""


def schemas_in(table):
    """Yield the name and schema of each format that a table describes."""
    for form, said in table.items():
        others = said.pop("also", "").split()
        yield from dict.fromkeys((form, *others), made(**said)).items()


def made(*, within="", decode="", names=(), alias=(), **said):
    """Return the schema that a section of the table describes.

    >>> made(title="name", authors="=who | ~others").fields
    {'title': ('name',), 'authors': (('who',), ('others',))}
    """
    tags = {name: one for name, one in said.items() if isinstance(one, str)}
    if within:
        tags = {name: _TAG.sub(rf"\1\2 \1{within}\2", one) for name, one in tags.items()}
    parted = {tag: sign for one in tags.values() for sign, tag in _TAG.findall(one) if sign} | dict(names)
    bare = {name: _TAG.sub(r"\2", one) for name, one in tags.items()}
    full = {name: tag for tag, known in dict(alias).items() for name in known.split("|")}
    how = {"lists": {tag: NAMES[sign] for tag, sign in parted.items()}, "decode": DECODE[decode]}
    return schema(**said | bare | how, alias=full)


SCHEMAS = dict(schemas_in(shipped_words("formats/fields.toml")))
"""Format to its schema."""
