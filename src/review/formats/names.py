"""Names of authors, in whatever order and with whatever signs between them, as "Surname, Given"."""

import re

from review.text import plain

__all__ = ["author_name", "author_names"]

_INITIALS = re.compile(r"(?:[A-ZÀ-ÖØ-ÞŁŠŽ]\.?[-‐]?){1,4}$")
_WITH_INITIALS = re.compile(r"[^\s,].* (?:[A-ZÀ-ÖØ-ÞŁŠŽ]\.?[-‐ ]?){1,4}\.?$")
_GROUP = re.compile(
    r"\b(group|study|trial|investigators|collaborati\w+|consortium|committee|network|team|society|association"
    r"|council|institute|organi[sz]ation|university|hospital|department|ministry|agency|board|program\w*"
    r"|foundation|college|academy|federation|force|centers?|centre|office|grupp\w*|myndighet\w*|\w*styrelse\w*)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:\*|\+|\[[^\]]*\]|\(\d+\)|\([^)]*@[^)]*\)|(?<=[A-Za-z.])\s\d+)+\s*$")
_LISTED = re.compile(r"(?: [A-Z]{2,3}|[a-zà-öø-ÿ]{3})\.$")
_AND = re.compile(r"\s+(?:and|&|och)\s+")
OTHERS = frozenset(("", "et al", "others", "and others", "and et al"))
_RUN_ON = re.compile(r"(?<=[A-Z]\.)(?=[A-ZÀ-Þ][a-zà-ÿ])")
_RUNNING_ON = re.compile(r"[A-ZÀ-Þ][\w'’-]+ (?:[A-Z]\.\s?)+[A-ZÀ-Þ][a-zà-ÿ][^,]*").fullmatch


def author_name(text):
    """Return an author as "Surname, Given"; names of groups stay as they are.

    Examples
    --------
    >>> [author_name(t) for t in ("Berg,Anna", "Berg AB", "A. B. Berg", "Anna Berg", "Liu R.", "van Dam J")]
    ['Berg, Anna', 'Berg, AB', 'Berg, A. B.', 'Berg, Anna', 'Liu, R.', 'van Dam, J']
    >>> author_name("The Example Study Group"), author_name("Anna van der Berg")
    ('The Example Study Group', 'van der Berg, Anna')
    """
    text = _AFTER.sub("", plain(text)).strip(" ;")
    if _LISTED.search(text):  # the full stop at the end of a list of authors
        text = text[:-1]
    if "," in text:
        return ", ".join(part for part in map(str.strip, text.split(",")) if part)
    words = text.split()
    if not 2 <= len(words) <= 5 or _GROUP.search(text):
        return text
    n_initials = 0
    while n_initials < len(words) - 1 and _INITIALS.fullmatch(words[-1 - n_initials]):
        n_initials += 1
    if n_initials:
        return f"{' '.join(words[:-n_initials])}, {' '.join(words[-n_initials:])}"
    inner = range(1, len(words))
    start = next((i for i in inner if words[i][0].islower()), len(words) - 1)
    return f"{' '.join(words[start:])}, {' '.join(words[:start])}"


def author_names(value, commas=False):
    """Return the authors of one value.

    Parameters
    ----------
    value : str
        Parted by line ends, semicolons or, in tables and BibTeX, by " and ".
    commas : bool
        Whether commas may part authors too, as in PubMed's and Embase's tables.

    Examples
    --------
    >>> author_names("Berg, Anna; Dahl, Bo"), author_names("Berg A, Dahl BC.", commas=True)
    (('Berg, Anna', 'Dahl, Bo'), ('Berg, A', 'Dahl, BC'))
    >>> author_names("Berg, A., Dahl, B.C.", commas=True), author_names("Berg, Anna", commas=True)
    (('Berg, A.', 'Dahl, B.C.'), ('Berg, Anna',))
    >>> author_names("Berg, Anna and Dahl, Bo", commas=True), author_names("Anna Berg, Bo Dahl", commas=True)
    (('Berg, Anna', 'Dahl, Bo'), ('Berg, Anna', 'Dahl, Bo'))
    """
    parts = value.replace(";", "\n").split("\n") if "\n" in value or ";" in value else [value]
    parts = [name for part in parts for name in (_RUN_ON.split(part) if _RUNNING_ON(part) else (part,))]
    if commas:
        parts = [name for part in parts for name in _parted(plain(part), alone=len(parts) == 1)]
    parts = [part.strip() for part in parts]
    names = (author_name(part) for part in parts if part.strip(" .,").lower() not in OTHERS)
    return tuple(name for name in names if name)


def _parted(text, alone):
    """Return the names in a text parted by " and " and by commas, more freely where it stands alone."""
    if _GROUP.search(text) and "," not in text:
        return [text]
    return [name for part in _AND.split(text) for name in _by_comma(part, alone)]


def _by_comma(text, alone):
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if len(pieces) < 2:
        return pieces
    if all(_WITH_INITIALS.fullmatch(piece) for piece in pieces):  # Berg A, Dahl BC
        return pieces
    given = [bool(_INITIALS.fullmatch(piece.replace(" ", ""))) for piece in pieces]
    if len(pieces) % 2 == 0 and all(given[1::2]) and not any(given[0::2]):  # Berg, A., Dahl, B.C.
        return [f"{a}, {b}" for a, b in zip(pieces[0::2], pieces[1::2], strict=True)]
    if alone and all(" " in piece for piece in pieces) and not pieces[0][0].islower():
        return pieces  # Anna Berg, Bo Dahl
    return [", ".join(pieces)] if len(pieces) <= 3 else pieces
