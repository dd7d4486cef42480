"""Names of authors, in whatever order they come, as "Surname, Given"."""

import re

from review.text import plain

__all__ = ["author_name"]

_INITIALS = re.compile(r"(?:[A-ZÅÄÖÉØ]\.?[-\s]?){1,4}$")
_GROUP = re.compile(
    r"\b(group|study|trial|investigators|collaborati\w+|consortium|committee|network|team|society|association"
    r"|council|institute|organi[sz]ation|university|hospital|department|ministry|agency|board|program\w*"
    r"|foundation|college|academy|federation|task force|grupp\w*|myndighet\w*|styrelse\w*)\b",
    re.IGNORECASE,
)


def author_name(text):
    """Return an author as "Surname, Given"; names of groups stay as they are.

    Examples
    --------
    >>> [author_name(t) for t in ("Berg,Anna", "Berg AB", "A. B. Berg", "Anna Berg", "Liu R.")]
    ['Berg, Anna', 'Berg, AB', 'Berg, A. B.', 'Berg, Anna', 'Liu, R.']
    >>> author_name("The Example Study Group")
    'The Example Study Group'
    """
    text = plain(text).rstrip(";")
    if "," in text:
        parts = [part.strip() for part in text.split(",")]
        return ", ".join(part for part in parts if part)
    words = text.split()
    if len(words) < 2 or len(words) > 5 or _GROUP.search(text):
        return text
    if len(words[-1]) <= 7 and _INITIALS.fullmatch(words[-1]):
        n_initials = 1
        while n_initials < len(words) - 1 and _INITIALS.fullmatch(words[-1 - n_initials]):
            n_initials += 1
        return f"{' '.join(words[:-n_initials])}, {' '.join(words[-n_initials:])}"
    first = next((i for i, word in enumerate(words) if i and (word[0].islower() or i == len(words) - 1)), 1)
    return f"{' '.join(words[first:])}, {' '.join(words[:first])}"
