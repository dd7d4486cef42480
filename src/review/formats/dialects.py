"""How each kind of tagged text is written: tables only."""

import re
from dataclasses import dataclass

from review.formats.fields import SCHEMAS
from review.text import shipped_words, split

__all__ = ["DIALECTS", "OVID_NAME", "Dialect"]

NEVER = re.compile(r"(?!)")
ALWAYS = re.compile("")
TAGS = shipped_words("formats/tags.toml")
OVID_NAMES = split(TAGS.pop("ovid"))
"""Names of Ovid's fields that fill none of ours."""
MEDLINE, REFWORKS, COCHRANE = ("|".join(tags.split()) for tags in TAGS.values())


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one kind of tagged text is written: patterns of its lines, and tags."""

    tag: re.Pattern  # a line that begins with a tag; group 1 is the tag, group 2 the value
    proper: re.Pattern = ALWAYS  # of those, written as the format has it; others are said to be repaired
    wrapped: re.Pattern = NEVER  # a line that goes on with the value above it, by the rules of the format
    start: frozenset = frozenset()  # tags that begin an entry
    end: frozenset = frozenset()  # tags that end it
    other: re.Pattern = NEVER  # as `tag`, with a name nobody lists: believed in a file that indents values
    number: re.Pattern = NEVER  # before each entry and no tag, such as <12>; `bare`: after a blank line only
    skip: re.Pattern = NEVER  # of the file and of no entry, such as its head
    foot: re.Pattern = NEVER  # with which the file goes on after its last entry
    database: re.Pattern = NEVER  # of the head, naming the database in group 1
    shared: str = ""  # the tag that holds the database in entries; those without it have that of the head
    blank_starts: bool = False  # where the first tag of a file is no start tag, one after a blank line is


_WORDS = (
    r"(?:AN|DO|ED|ID|IS|NO|OP|SP|ST) (?!doi|http|www)[a-z]+ [\w(]"  # of a wrapped line: NO difference was
)
_NUMBER = re.compile(r"\s?(?:<\d+\.?\s*>|(?P<bare>\d+\.))\s*")
_OTHERS = {name for name in SCHEMAS["ovid"].alias if len(name) > 2 and ":" not in name}
_NAMES = "|".join(map(re.escape, sorted({*OVID_NAMES, *_OTHERS}, key=len, reverse=True)))
_TAG = r"\s{0,3}([A-Z][A-Z0-9]) {1,2}-(?:\s(.*)|$)"
OVID_NAME = rf"({_NAMES})\s*(?:: *(.*)|$)"
_SEARCH = re.compile(r"Search (?:Strategy|History):?\s*|[-*_=]{20,}\s*", re.IGNORECASE)
_BASE = re.compile(r"(?:Databases?(?:\(s\))?: *)?((?!\d)[^<]+<\d{4}[^<]*>)\s*|Databases?(?:\(s\))?: *([^<]+)")

DIALECTS = {
    "medline": Dialect(
        tag=re.compile(rf"\s{{0,3}}((?=.{{4}}-(?: |$))[A-Z][A-Z0-9]{{1,3}}|{MEDLINE})\s*-\s*(.*)"),
        proper=re.compile(r"[A-Z][A-Z0-9 ]{3}-(?: |$)|[A-Z]{4} - "),
        wrapped=re.compile(r"\s{4,}"),
        start=frozenset(("PMID",)),
        number=re.compile(r"<\d+>\s*"),
        blank_starts=True,
    ),
    "wos": Dialect(
        tag=re.compile(r"([A-Z][A-Z0-9])(?: +(.*)|$)"),
        wrapped=re.compile(r"\s{2,}"),
        start=frozenset(("PT",)),
        end=frozenset(("ER",)),
        skip=re.compile(r"(?:FN|VR)\b.*|EF\s*"),
    ),
    "refer": Dialect(tag=re.compile(r"\s*%(\S)(?:\s+(.*)|$)"), start=frozenset(("0",)), blank_starts=True),
    "refworks": Dialect(
        tag=re.compile(rf"(?!{_WORDS})({REFWORKS}|U1[0-5])(?: (.*)|$)"),
        wrapped=re.compile(r"\s{2,}"),
        start=frozenset(("RT",)),
        skip=re.compile(r"(?:<|\*|Refworks |.* legend|BEGIN ).*|[A-Z]\w+(?: \w+)* ?=.*", re.IGNORECASE),
    ),
    "ovid": Dialect(
        tag=re.compile(OVID_NAME),
        other=re.compile(r"(?!Search (?:Strategy|History))([A-Z][A-Za-z:/()&,'\- ]{1,60}?)\s*$()"),
        wrapped=re.compile(r"\s+"),
        number=_NUMBER,
        skip=re.compile(rf"(?!(?:{_NAMES})\s*$).*"),
        foot=_SEARCH,
        database=_BASE,
        shared="Database",
    ),
    "ovid-tagged": Dialect(
        tag=re.compile(_TAG),
        wrapped=re.compile(r"\s{4,}"),
        start=frozenset(("VN",)),
        number=_NUMBER,
        skip=re.compile(rf"(?!{_TAG}).*"),
        foot=_SEARCH,
        database=_BASE,
        shared="DB",
        blank_starts=True,
    ),
    "cochrane": Dialect(
        tag=re.compile(rf"({COCHRANE}): ?(.*)"),
        number=re.compile(r"Record #\d+ of \d+\s*", re.IGNORECASE),
    ),
    "inspec": Dialect(tag=re.compile(r"([A-Z]{2}) ~ ?(.*)"), number=re.compile(r"Record.*INSPEC.*")),
}
