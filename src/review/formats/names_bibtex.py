"""Names of authors as BibTeX and biblatex write them: braces keep together what "and" and commas part."""

import re
from functools import lru_cache
from html import unescape
from itertools import chain

from review.formats.latex import from_latex
from review.formats.names import GROUP, author_name, by_comma, surname_first
from review.text import plain

__all__ = ["bibtex_names"]

_AND = re.compile(r"\s+and\s+|\s*;\s*", re.IGNORECASE)
_COMMA = re.compile(",")
_BLANKS = re.compile(r"[\s~]+")
_PART_END = re.compile(r",|\s+(?=useprefix\s*=)")
_NAME_PART = re.compile(r'\s*"?(family|given|prefix|suffix|useprefix)\s*=\s*(.*?)"?\s*', re.DOTALL)
_IN_BRACES = re.compile(r"\{\0*\}").fullmatch
_OTHERS = re.compile(
    r"(?:and\s+)*(?:others|et\.?~?\s*al\.?|\{*\[anonymous\]\}*)?[\s,.]*", re.IGNORECASE
).fullmatch


def bibtex_names(value, *_):
    r"""Return the authors in a field as it is written, braces and LaTeX included.

    >>> bibtex_names("Berg, Anna and {Pfizer Research and Development} and others")
    ('Berg, Anna', 'Pfizer Research and Development')
    >>> bibtex_names(r"Omar {El Masri} and family=Dam, given=Jo, prefix=van, useprefix=true and B{\o} Ek")
    ('El Masri, Omar', 'van Dam, Jo', 'Ek, Bø')
    """
    value = " ".join((unescape(value) if "&" in value else value).split())
    parts = _outside(_AND, value)
    if len(parts) > 1 and "," not in value and "{" not in value and _is_group(value, parts):
        parts = [value]
    parts = [part.strip() for part in parts]
    return tuple(name for part in parts if not _OTHERS(part) for name in _names_in(part) if name)


def _is_group(value, parts):
    single = any(" " not in part for part in parts)
    return GROUP.search(_AND.sub(" ", value)) and (single or all(map(GROUP.search, parts)))


@lru_cache(maxsize=1 << 12)
def _names_in(part):
    """Return the name in one part, or the names where it holds a list that BibTeX would not part."""
    if _IN_BRACES(_blotted(part)):
        inner = part[1:-1]
        people = _outside(_AND, inner)
        if len(people) > 1 and all(len(_outside(_COMMA, person)) == 2 for person in people):
            return bibtex_names(inner)
        return (plain(from_latex(part)),)
    pieces = _outside(_COMMA, part)
    if _NAME_PART.fullmatch(pieces[0]):
        return (_from_name_parts(_outside(_PART_END, part)),)
    if len(pieces) > 1:
        return tuple(map(author_name, by_comma(plain(from_latex(part)))))
    text = plain(from_latex(part))
    words = list(filter(None, (plain(from_latex(word)) for word in _outside(_BLANKS, part))))
    return (text if GROUP.search(text) else surname_first(words, natural=True),)


def _from_name_parts(pieces):
    """Return a name of biblatex such as ``family=Dam, given=Jo, prefix=van, useprefix=true``."""
    found = (_NAME_PART.fullmatch(piece) for piece in pieces)
    part = {each[1]: plain(from_latex(each[2])).strip('"') for each in found if each}
    family, given, prefix = part.get("family", ""), part.get("given", ""), part.get("prefix", "")
    if part.get("useprefix", "").lower() == "true":
        family = f"{prefix} {family}".strip()
    else:
        given = f"{given} {prefix}".strip()
    return ", ".join(filter(None, (family, given, part.get("suffix", ""))))


def _outside(pattern, text):
    """Return the parts of a text at what matches outside braces."""
    cuts = chain.from_iterable(found.span() for found in pattern.finditer(_blotted(text)))
    edges = [0, *cuts, len(text)]
    return [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _blotted(text):
    """Return a text with all that stands in braces blotted out, sign for sign."""
    if "{" not in text:
        return text
    depth, signs = 0, []
    for sign in text:
        depth -= sign == "}" and depth > 0
        signs.append("\0" if depth else sign)
        depth += sign == "{"
    return "".join(signs)
