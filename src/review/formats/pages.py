"""Pages, volume and issue out of a value, where a program may have written that there are none."""

import re
from functools import lru_cache

from review.text import fold, plain

__all__ = ["issue_in", "number_in", "pages_in"]

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_DIGIT = re.compile(r"\d").search
_PAGE_WORD = re.compile(r"^(?:pp?|pages?|s|sid)\b\.?\s*(?=\w)", re.IGNORECASE)
_NO_PAGINATION = re.compile(r"\s*[(\[]\s*no pagination\W*$", re.IGNORECASE)  # Ovid: "2 (no pagination)"
_MEETING = re.compile(
    r"(?!.*(?:abstracts|suppl)).*\b(?:conference|congress|forum|meeting|symposium|workshop)\b", re.IGNORECASE
).match
_THING = "pag(?:e|es|ing|ination|inated)|(?:page )?numbers?|volume|issue"
_GIVEN = "applicable|assigned|available|found|given|indicated|known|provided|specified|stated"
_NOTHING = re.compile(
    rf"(?>(?:n a|na|nan|n p|n pag|s n|s p|nil|none|null|missing|search|tba|tbd|undefined|unknown|unpaginated"
    rf"|unspecified|(?:no|non|not)(?: (?:{_THING}|{_GIVEN}))*|{_THING}|{_GIVEN}|in press|early access"
    rf"|forthcoming|(?:\w+ ){{0,2}}ahead of (?:print|publication)|online first|advance online publication"
    rf"|(?:uppgift )?saknas|ej angive[nt]|inga sidor)(?: |$))+"
).fullmatch


def pages_in(value):
    """Return the pages or the article number in a value, "" where it says that there are none.

    >>> pages_in("pp. 12–19"), pages_in("e1402"), pages_in("ix-xii")
    ('12-19', 'e1402', 'ix-xii')
    >>> pages_in("search, search"), pages_in("No-Specified"), pages_in("12-nan")
    ('', '', '12')
    """
    if value.isdigit():
        return value
    text = plain(value).translate(_DASHES).replace("--", "-").replace(" - ", "-")
    if says_nothing(text) or "://" in text:
        return ""
    text = _PAGE_WORD.sub("", text.removeprefix("UNSP "))
    start, dash, end = text.rpartition("-")
    return start if dash and says_nothing(end) else text


@lru_cache(maxsize=1 << 12)
def number_in(value):
    """Return a volume or an issue, "" where a value says that there is none.

    >>> number_in("Suppl 1"), number_in("2 (no pagination)"), number_in("ahead-of-print"), number_in("n/a")
    ('Suppl 1', '2', '', '')
    """
    text = _NO_PAGINATION.sub("", plain(value))
    text = text if "(" in text else text.rstrip(")")
    return "" if says_nothing(text) else text


@lru_cache(maxsize=1 << 12)
def issue_in(value):
    """Return an issue; Web of Science puts the names of conferences into the same tag."""
    text = number_in(value)
    return "" if len(text) > 40 or (_MEETING(text) and not _DIGIT(text)) else text


def says_nothing(text):
    """Return whether a text in place of a number is a word for none, or a sign such as a dash."""
    if _DIGIT(text):
        return False
    words = fold(text) if len(text) < 200 else text
    return bool(_NOTHING(words)) if words else "+" not in text and "&" not in text
