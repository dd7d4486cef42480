"""Names of authors in services that are known to write the given names first."""

import re

from review.formats.names import GROUP, author_name, surname_first

__all__ = ["all_given_first", "given_first"]


def given_first(value, by_line=False, commas=False):
    """Return the one author that a value holds; of more words nobody knows how many are the surname.

    Examples
    --------
    >>> given_first("Anna Berg"), given_first("Anna B. Berg"), given_first("Rosa García Márquez")
    (('Berg, Anna',), ('Berg, Anna B.',), ('Rosa García Márquez',))
    """
    words = value.split()
    whole = "," in value or GROUP.search(value)
    return (author_name(value) if whole else surname_first(words, natural=len(words) == 2),)


def all_given_first(value, by_line=False, commas=False):
    """Return the authors that a cell holds, parted by bars, semicolons, or commas and "and".

    Examples
    --------
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
