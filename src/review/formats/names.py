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
_AND = re.compile(r"\s+(?:and|&|och)\s+")
OTHERS = frozenset(("et al", "et al.", "others", "and others"))


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
    if commas:
        # in "Berg A, Dahl B; The Example Group" the semicolon sets off the group
        parts = [
            name
            for part in parts
            for name in (_parted(part) if len(parts) < 3 or part.count(",") > 1 else [part])
        ]
    names = (author_name(part.strip()) for part in parts)
    return tuple(name for name in names if name and name.lower() not in OTHERS)


def _parted(value):
    value = plain(value)
    parts = _AND.split(value)
    if len(parts) > 1 and not all("," in part or len(part.split()) <= 4 for part in parts):
        parts = [value]
    if len(parts) > 1 and any("," in part and not _GROUP.search(part) for part in parts[:-1]) is False:
        return parts
    return [author for part in parts for author in _by_comma(part)]


def _by_comma(value):
    pieces = [piece.strip() for piece in value.rstrip(".").split(",") if piece.strip()]
    if len(pieces) < 2:
        return pieces
    last = value.rstrip().endswith(".") and not re.search(r"[A-Z]{2}\.$", value)
    pieces[-1] += "." if last else ""
    if all(_WITH_INITIALS.fullmatch(piece) for piece in pieces):
        return pieces
    given = [bool(_INITIALS.fullmatch(piece.replace(" ", ""))) for piece in pieces]
    if len(pieces) % 2 == 0 and all(given[1::2]) and not any(given[0::2]):
        return [f"{a}, {b}" for a, b in zip(pieces[0::2], pieces[1::2], strict=True)]
    if all(" " in piece for piece in pieces) and not pieces[0][0].islower():
        return pieces
    return [", ".join(pieces)] if len(pieces) <= 3 else pieces
