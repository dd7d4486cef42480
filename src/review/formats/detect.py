"""Which format a file is in, told from its content."""

import re

from review.errors import SourceError, place
from review.formats.dialects import OVID_NAME
from review.formats.headers import COLUMN_NAMES, simple_name
from review.formats.schema import first_of
from review.formats.tables import delimiter_of
from review.text import shipped_words

__all__ = ["detect", "refuse_binary"]

REFUSED = shipped_words("formats/refused.toml")
"""What is refused, by its first bytes or the root of its XML, and what is expected."""
BINARY = {start.encode("latin-1"): what for start, what in REFUSED["binary"].items()}
EXPECTED = {kind: said.strip() for kind, said in REFUSED["expected"].items()}
COLUMNS = frozenset(
    name
    for field in ("title", "abstract", "doi", "pmid")
    for name in COLUMN_NAMES[field]
    if name not in ("link", "url", "citation", "notes", "extra")
)
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*(?:[\[{\]\"]|$))")
_JSON_NAME = re.compile(r'"((?:[^"\\\n]|\\.){1,40})"\s*:')
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HTML = re.compile(
    r"\s*(?>(?><!--.*?-->)\s*)*<(?:!doctype html|html|head|body|script|div|table)\b", re.I | re.S
)
_XML_ROOT = re.compile(r"<([A-Za-z][\w.:-]*)")
_B = r"[ \t\xa0]"
_OVID_HEAD = rf"^{_B}?(?:<\d+\.?\s*>|\d+\.){_B}*\n(?:{_B}*\n)*{_B}?"
text_format = first_of(
    ("ris", rf"^[^\S\n\ufeff]*\ufeff?[^\S\n]*[Tt][Yy]{_B}{{0,4}}[-–]{_B}*[A-Za-z]"),
    ("ovid-tagged", rf"^{_B}?VN {{1,2}}- Ovid|{_OVID_HEAD}[A-Z][A-Z0-9]{_B}{{1,2}}- "),
    ("medline", r"^\s{0,3}PMID {0,2}- ?\d|^OWN {0,2}- |^<\d+>\s*\n(?:[A-Z]{2,4} *- )"),
    ("wos", r"^[^\S\n]*FN .*\nVR |\A\s*PT [A-Z]\s*$|^PT [A-Z]\s*\n[A-Z][A-Z0-9] "),
    ("refer", r"\A\s*%[0A-Z](?: \S|\s*$)"),
    ("refworks", r"\A\s*(?:<\d+>\s*)?RT \S|\A\s*Refworks Export[^\n]*\n(?:.*\n)*?RT \S"),
    ("inspec", r"\ARecord.*INSPEC.*\n\s*[A-Z]{2} ~ "),
    ("cochrane", r"^Record #\d+ of \d+\s*\n(?:[A-Z]{2}: )"),
    ("ovid", rf"{_OVID_HEAD}(?:{OVID_NAME}|[A-Z][A-Za-z -]+\s*\n\s{{2,}}\S)"),
    (
        "bibtex",
        r"^[^\S\n]*@\s*(?!comment|preamble)[A-Za-z]+\s*[{(]\s*[^\s,={}]*\s*(?:[,=]|$)|^[^\S\n]*@string\s*[{(]",
    ),
    ("medline", r"^(?:PMCR?|STAT|DCOM|FAU|AID|LID|MHDA|FED|BTI) *- "),
    ("ris", rf"^[^\S\n\ufeff]*\ufeff?[^\S\n]*ER{_B}{{0,4}}[-–]{_B}*$|(?:^[A-Z][A-Z0-9]  - .*\n){{3}}"),
    ("medline", r"(?:^[A-Z]{2,4} *- .*\n(?: {6}.*\n)*){3}"),
    flags=re.MULTILINE,
)
_TOLD = shipped_words("formats/told.toml")
xml_format, json_format = (first_of(*_TOLD[kind].items()) for kind in ("xml", "json"))


def refuse_binary(head, name):
    """Raise SourceError for a file that is no text at all.

    >>> refuse_binary(b"%PDF-1.7", "search.ris")
    Traceback (most recent call last):
    review.errors.SourceError: search.ris: is a PDF; expected a list of references such as RIS, .nbib or CSV
    """
    no_text = b"\0" not in head and len(_CONTROL.findall(head)) > 0.1 * len(head)
    what = next((what for magic, what in BINARY.items() if head.startswith(magic)), no_text and "no text")
    if what:
        hint = "" if ";" in what else "; expected a list of references such as RIS, .nbib or CSV"
        raise SourceError(f"{name}: is {what}{hint}")


def detect(head, name):
    """Return the format of a text from its first part: a key of the schemas, or ``csv``.

    Raises SourceError if it is none of them, or a table that calls itself RIS.

    >>> detect("PMID- 1\\nOWN - NLM", "a.txt"), detect("title,year\\nA,2020", "a.csv")
    ('medline', 'csv')
    """
    head = head.replace("\0", "").lstrip("\ufeff")
    if not head.replace("\ufeff", "").strip():
        raise SourceError(f"{name}: there is nothing in the file but blanks; export it again")
    if _HTML.match(head):
        raise SourceError(f"{name}, line 1: is a web page (HTML), no export; download the export itself")
    if head.lstrip("\ufeff \t\n").startswith("<") and not re.match(r"\s*<\d+\.?\s*>", head):
        return _xml(head, name)
    if _JSON.match(head):
        return _json(head, name)
    if form := text_format(head):
        return form
    number, first = next((n, line) for n, line in enumerate(head.split("\n"), start=1) if line.strip())
    if _is_table(first, name):
        if name.lower().endswith((".ris", ".nbib", ".enw", ".ciw", ".bib", ".xml")):
            said = "expected the format its name says, found a table; rename it to .csv if that is what it is"
            raise SourceError(f"{place(name, line=number)}: {said}")
        return "csv"
    found = f"of no known format; expected {EXPECTED['any']}; found {first[:60]!r}"
    if re.search(r"^Database: .*<\d{4} to |^<\d+\.?\s*>\s*$", head, re.MULTILINE):
        found = "a list of Ovid's without names of fields; export it again as RIS, or with labelled citations"
    raise SourceError(f"{place(name, line=number)}: {found}")


def _xml(head, name):
    if form := xml_format(head):
        return form
    root = _XML_ROOT.search(head)
    found = f"<{root[1]}>" if root else "something else"
    hint = REFUSED["xml"].get(found[1:-1], REFUSED["xml"]["other"])
    said = f"is XML of another kind ({found}); expected XML of {EXPECTED['xml']}; {hint}"
    raise SourceError(f"{name}, line 1: {said}")


def _json(head, name):
    if form := json_format(head):
        return form
    found = ", ".join(dict.fromkeys(_JSON_NAME.findall(head))) or "none"
    said = f"is JSON of another kind (its first names: {found[:120]}); expected {EXPECTED['json']}"
    raise SourceError(f"{name}, line 1: {said}; export the references so, or as RIS or CSV")


def _is_table(first, name):
    """Return whether a text is a table: its first row names columns, or its name says so."""
    if name.lower().endswith((".csv", ".tsv", ".tab")):
        return True
    cells = first.split(delimiter_of(first))
    return len(cells) > 1 and any(simple_name(cell) in COLUMNS for cell in cells)
