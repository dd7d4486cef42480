"""Names of authors, in whatever order and with whatever signs between them, as "Surname, Given"."""

import re
from functools import lru_cache
from html import unescape
from itertools import takewhile

from review.formats.listed import listed
from review.text import plain

__all__ = ["GROUP", "all_given_first", "author_name", "author_names", "by_comma", "given_first",
           "surname_first"]  # fmt: skip

_CAPITAL = "[A-ZÀ-ÖØ-ÞŁŠŽ]"
_INITIALS = re.compile(rf"(?:{_CAPITAL}\.?[-‐]?){{1,4}}")
_SHORT = re.compile(rf"{_CAPITAL}{{1,2}}|(?:{_CAPITAL}\.[-‐]?)+")  # in a name written in capitals
_SUFFIX = re.compile(r"(?:[JS]r|I{2,3}|IV|2nd|3rd|[4-9]th)\.?")
_DEGREE = re.compile(r"Ph\.?D|[MB]Sc|PharmD|DPhil|DrPH|MBBS|FRCP\w*")
_WITH_INITIALS = re.compile(rf"[^\s,].* (?:{_CAPITAL}\.?[-‐ ]?){{1,4}}(?:[ ,]+{_SUFFIX.pattern})?\.?")
_LOUD_WITH_INITIALS = re.compile(rf"[^\s,].* (?:{_CAPITAL}{{1,2}}|(?:{_CAPITAL}\. ?){{1,12}})\.?")
_MIDDLE = re.compile(rf"{_CAPITAL}\.?").fullmatch
_ONLY_INITIALS = re.compile(rf"(?:{_CAPITAL}[.\s‐-]{{0,2}}){{1,4}}(?:[ ,]+{_SUFFIX.pattern})?")
_INITIAL_FIRST = re.compile(rf"(?:\S+ )?(?:{_CAPITAL}\. ?)+[^\s.,]{{2,}}.*")  # A. Berg, Anna B. Berg
GROUP = re.compile(
    r"\b(?:group\w*|study|studies|trial\w*|investigators|collaborati\w+|consorti\w+|committee|network|team|party"
    r"|society|association|assoc|council|commission|institut\w*|organi[sz]ation|universit\w+|hospital\w*"
    r"|department|ministr?[yèi]\w*|agency|board|program\w*|foundation|college|academy|federation|force|centers?"
    r"|centres?|cent(?:ro|rum)|offices?|bureau|services?|health|care|medicine|medical|clinical|research|national"
    r"|working|government|panel|task|initiative|alliance|union|registr?y|company|inc|ltd|gmbh|corporation"
    r"|groupe\w*|équipe|étude|d['’]étude\w*|conseil|haute|autorité|société|comité|agence|collège|association|réseau"
    r"|grupo|sociedade?|asociación|associação|consejo|agencia|estudio|fundación|gobierno|dirección|secretaría"
    r"|gruppo|società|istituto|\w*gruppen?|\w*gesellschaft|verband|verein|kommission|bundes\w+|ärzte\w+"
    r"|werkgroep|vereniging|grupp\w*|\w*myndighet\w*|\w*styrelse\w*|\w*verket|\w*nämnd\w*|\w*rådet|förbund\w*"
    r"|förening\w*|\w*direktoratet|beredning\w*|region|landsting\w*|\w*sjukhus\w*|utredning\w*|kommun)\b"
    r"|(?-i:^The |\b(?:of|for|the|on|and|für|för|pour|sur|och|und)\b|&)",
    re.IGNORECASE,
)
"""What tells the name of a group from a person's, in names without a comma."""
PARTICLES = frozenset(
    """
    af al auf av da das de degli dei del della den der des di do dos du el ibn la las le les lo los mac st st.
    te ten ter van vande vanden von vom zu zum zur 't
    """.split()  # noqa: SIM905
)
"""Words with which surnames begin."""
NO_INITIALS = frozenset(("UK", "US", "EU", "UN"))
_AFTER = re.compile(
    r"\s*(?:\*|\+|\[[^\]]{0,200}\]|\(\d+\)|\([^()]{0,99}@[^()]{0,99}\)|(?<=[A-Za-z.])\s\d{1,3}(?!\d))+\s*$"
)
_LISTED = re.compile(r"(?: [A-Z]{2,3}|[a-zà-öø-ÿ]{3})\.$")
_AND = re.compile(r"\s*,?\s+(?:and|&|och|und)\s+")
_ET_AL = re.compile(
    r"(?:^|(?<![\s,&])[\s,&]+)(?:(?:and\s+)?et\.?\s+al|and\s+others|others|m\.?\s?fl)\b[.\s,]*$",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"(?:;|\n|\|+|(?<!:)//|\s/\s)\s*(?:and\s+)?")
_GLUED = re.compile(
    r"(?<=[a-zß-ÿ])(?<!\bMc)(?<!\bMac)(?<!\bD[aeiu])(?<!\bL[ae])(?<!\bV[ao]n)(?=[A-ZÀ-Þ][\w.])"
)
_RUN_ON = re.compile(r"(?<=[A-Z]\.)(?=[A-ZÀ-Þ][a-zà-ÿ])")
_RUNNING_ON = re.compile(r"[A-ZÀ-Þ][\w'’-]+ (?:[A-Z]\.\s?)+[A-ZÀ-Þ][a-zà-ÿ][^,]*").fullmatch


@lru_cache(maxsize=1 << 14)
def author_name(text):
    """Return an author as "Surname, Given, Suffix", or as it is written where the name does not tell them.

    >>> [author_name(t) for t in ("Berg,Anna", "Berg AB", "A. B. Berg", "Bunn PA Jr", "Liu R.", "van Dam J")]
    ['Berg, Anna', 'Berg, AB', 'Berg, A. B.', 'Bunn, PA, Jr', 'Liu, R.', 'van Dam, J']
    >>> author_name("The Example Study Group"), author_name("Anna van der Berg"), author_name("Berg Anna")
    ('The Example Study Group', 'van der Berg, Anna', 'Berg Anna')
    """
    text = _without_end(_AFTER, plain(text)).strip(" ;")
    if _LISTED.search(text):  # the full stop at the end of a list of authors
        text = text[:-1]
    if "," in text:
        return ", ".join(part for part in map(str.strip, text.split(",")) if part)
    words = text.split()
    short = len(words) == 2 and _INITIALS.fullmatch(words[1])  # Berg AB: most names, and quick
    return text if not short and GROUP.search(text) else surname_first(words)


def _without_end(pattern, text):
    """Return a text without what stands at its end; what is longer than any such is not looked at."""
    return text[:-400] + pattern.sub("", text[-400:])


def surname_first(words, natural=False):
    """Return the words of one person's name with the surname first; as they are where it cannot be told.

    `natural` says that the given names come first, as the format has it.

    >>> surname_first(["Omar", "El", "Masri"], natural=True), surname_first(["Berg", "Anna"])
    ('El Masri, Omar', 'Berg Anna')
    """
    suffix = words[-1:] if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else []
    name = words[: len(words) - len(suffix)]
    if len(name) < 2 or name[-1][0].isdigit() or (len(name) > 6 and not natural):
        return " ".join(words)
    if n_initials := _initials_at_end(name):
        parts = name[:-n_initials], name[-n_initials:]
    elif start := _surname_at(name, natural):
        parts = name[start:], name[:start]
    else:
        return " ".join(words)
    return ", ".join(" ".join(part) for part in (*parts, suffix) if part)


def _initials_at_end(name):
    one = _SHORT if "".join(name).isupper() else _INITIALS
    return sum(1 for _ in takewhile(one.fullmatch, name[:0:-1]))


def _surname_at(name, natural):
    """Return where the surname begins in a name whose given names come first; 0 where they may not."""
    if any(word[0].islower() and word not in PARTICLES for word in name):
        return 0
    inner = range(1, len(name) - 1)
    small = next((i for i in inner if name[i] in PARTICLES), 0)
    if not (natural or small or _is_initial(name[0]) or any(map(_MIDDLE, name[1:-1]))):
        return 0
    start = small or len(name) - 1
    while start > 1 and name[start - 1].lower() in PARTICLES:
        start -= 1
    return start


def _is_initial(word):
    return bool(_INITIALS.fullmatch(word)) and ("." in word or len(word) < 3) and word not in NO_INITIALS


def author_names(value, commas=False):
    """Return the authors of one value, as often as it names them.

    It holds one author, or several parted by line ends, semicolons, upright strokes or " and "; by commas
    where it is plain that these part authors; or a list as Python, R and JSON write it. `commas` says that a
    value holds all authors, as in tables.

    >>> author_names("Berg, Anna; Dahl, Bo"), author_names("Ji Y, Ji Y, Zhang F.", commas=True)
    (('Berg, Anna', 'Dahl, Bo'), ('Ji, Y', 'Ji, Y', 'Zhang, F'))
    >>> author_names("Berg, A., Dahl, B.C.", commas=True), author_names("El Masri, Omar A.", commas=True)
    (('Berg, A.', 'Dahl, B.C.'), ('El Masri, Omar A.',))
    >>> author_names("['Berg, Anna', 'Dahl, Bo']", commas=True), author_names("Anna Berg, Bo Dahl and Bo Ek")
    (('Berg, Anna', 'Dahl, Bo'), ('Anna Berg', 'Bo Dahl', 'Bo Ek'))
    """
    items = listed(value)
    if items is not None:
        return tuple(name for item in items for name in author_names(item, commas))
    parts = _SIGNS.split(unescape(value) if "&" in value else value)
    parts = [name for part in parts for name in (_RUN_ON.split(part) if _RUNNING_ON(part) else (part,))]
    if commas:
        parts = [name for part in parts for name in _unglued(part)]
    parts = (_without_end(_AFTER, _without_end(_ET_AL, plain(part))) for part in parts)
    parts = [name for part in parts for name in _parted(part, commas)]
    return tuple(filter(None, (author_name(part) for part in parts if part.strip(" .,"))))


def _unglued(text):
    """Return the names that SpringerLink writes without anything between them.

    >>> _unglued("Anna McBergBo Lee DahlEun-Ji Ek"), _unglued("KyungHyun DeBonis")
    (['Anna McBerg', 'Bo Lee Dahl', 'Eun-Ji Ek'], ['KyungHyun DeBonis'])
    """
    names = [""]
    for piece in _GLUED.split(text) if "," not in text and len(text) < 10_000 else [text]:
        if " " in names[-1] and " " in piece:
            names.append(piece)
        else:
            names[-1] += piece
    return names


def _parted(text, table):
    """Return the names in a text parted by " and " and by commas."""
    parts = _by_and(text, table)
    if len(parts) == 1:
        return by_comma(text, table)
    *before, last = parts
    pieces = [piece.strip() for part in before for piece in part.split(",")]
    listed = len(before) == 1 and "," not in last and len(pieces) > 1
    if listed and len({" " in piece for piece in (*pieces, last)}) == 1:  # Anna Berg, Bo Dahl and Bo Ek
        return [*pieces, last]
    return [name for part in parts for name in by_comma(part, table and "," not in last)]


def _by_and(text, table):
    """Return the parts of a text at its "and"s, the whole where they are words of a group's name."""
    if not _AND.search(text):
        return [text]
    held = ",".join(map(_held, text.split(",")))
    parts = [part.replace("\0", " ") for part in _AND.split(held)]
    single = [" " not in part for part in parts if "," not in part]
    if any(single) and not (table and (all(single) or "," in text)):
        return [text]
    return parts


def _held(text):
    """Return a text with the "and" in a group's name blotted out, so that it parts nothing."""
    group = " " in _AND.split(text.strip(), maxsplit=1)[0] and GROUP.search(_AND.sub(" ", text))
    if not group or any(map(_INITIALS.fullmatch, text.split())):
        return text
    return _AND.sub(lambda found: found[0].replace(" ", "\0"), text)


def by_comma(text, table=False):
    """Return the names in a text parted by commas, where these must part names; else the text as one name.

    >>> by_comma("Berg A, Dahl BC"), by_comma("Adam Berg, Karl Ek, Max Dahl"), by_comma("Ek Berg, Adam Karl")
    (['Berg A', 'Dahl BC'], ['Adam Berg', 'Karl Ek', 'Max Dahl'], ['Ek Berg, Adam Karl'])
    """
    if "," not in text:
        return [text]
    pieces = _pieces(text)
    with_initials = _LOUD_WITH_INITIALS if text.isupper() else _WITH_INITIALS
    ended = [bool(with_initials.fullmatch(piece)) for piece in pieces]
    numbered = len(pieces) == 2 and pieces[0].endswith((" II", " III", " IV"))
    if all(ended) and not numbered:  # Berg A, Dahl BC; the full stop after the last belongs to the list
        return [*pieces[:-1], pieces[-1].rstrip(".")] if text.count(".") == 1 else pieces
    short = [bool(_ONLY_INITIALS.fullmatch(piece)) for piece in pieces]
    even = len(pieces) % 2 == 0
    if even and all(short[1::2]) and not any(short[::2]):  # Berg, A., Dahl, B.C.
        return _pairs(pieces)
    if all(" " in piece for piece in pieces):
        several = len(pieces) > 2 and (table or not GROUP.search(text))
        if several or _INITIAL_FIRST.fullmatch(pieces[0]):  # Adam Berg, Karl Ek, Max Dahl; A. Berg, Karl Ek
            return pieces
    group = [" " in piece and bool(GROUP.search(piece)) for piece in pieces]
    if (
        table
        and not (numbered or any(short))
        and (sum(ended) > 1 or (any(ended) and all(map(max, ended, group))))
    ):
        return pieces  # Berg A, Dahl BC, Socialstyrelsen
    if table and len(pieces) > 3:
        return _pairs(pieces) if even else pieces
    return [", ".join(pieces)]


def _pieces(text):
    """Return what stands between commas, a suffix with the name before it."""
    pieces = []
    for piece in filter(None, map(str.strip, text.split(","))):
        suffix = _SUFFIX.fullmatch(piece)
        if pieces and len(pieces[-1]) < 200 and (suffix or _DEGREE.match(piece)):
            full = _WITH_INITIALS.fullmatch(pieces[-1]) and not _ONLY_INITIALS.fullmatch(pieces[-1])
            pieces[-1] += f" {piece}" if suffix and full else f", {piece}"
        else:
            pieces.append(piece)
    return pieces


def _pairs(pieces):
    return [f"{surname}, {given}" for surname, given in zip(pieces[::2], pieces[1::2], strict=True)]


def given_first(value, *_):
    """Return the one author that a value holds; of more words nobody knows how many are the surname.

    >>> given_first("Anna Berg"), given_first("Anna B. Berg"), given_first("Rosa García Márquez")
    (('Berg, Anna',), ('Berg, Anna B.',), ('Rosa García Márquez',))
    """
    words = value.split()
    whole = "," in value or GROUP.search(value)
    return (author_name(value) if whole else surname_first(words, natural=len(words) == 2),)


def all_given_first(value):
    """Return the authors that a cell holds, parted by bars, semicolons, or commas and "and".

    >>> all_given_first("Anna Berg|Bo Dahl"), all_given_first("A Berg, B Dahl and C Ek")
    (('Berg, Anna', 'Dahl, Bo'), ('Berg, A', 'Dahl, B', 'Ek, C'))
    >>> all_given_first("Berg, Anna")
    ('Berg, Anna',)
    """
    if "|" in value or ";" in value:
        parts = re.split(r"[|;]", value)
    else:
        parts = re.split(r",(?:\s*and\b)?|\band\b|\.\.\.|…", value)
        parts = parts if all(" " in part.strip() for part in parts if part.strip()) else [value]
    return tuple(name for part in parts if part.strip() for name in given_first(part.strip()))
