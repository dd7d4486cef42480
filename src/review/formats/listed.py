"""Lists in one cell as Python, NumPy, R, JSON and PostgreSQL write them."""

import ast
import json
import re
from collections import Counter

__all__ = ["both", "listed"]

_LIST = re.compile(r"(?:c?\(|\[|\{)(.*)[\])}]", re.DOTALL).fullmatch
_QUOTED = re.compile(
    r"""\s*[,;]?\s*(?:u?"((?:\\.|[^"\\])*)"|u?'((?:\\.|[^'\\])*)'|None|nan|NA)(?=\s*(?:[,;]|$|\s["']))"""
)
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
WHOLE = (
    "name", "full_name", "fullName", "fullname", "display_name", "displayName", "raw_author_name", "literal",
    "collectiveName", "author", "AuthorName", "term", "keyword",
)  # fmt: skip
SURNAME = ("family", "last", "last_name", "lastName", "lastname", "surname", "family_name")
GIVEN = ("given", "first", "first_name", "firstName", "firstname", "forename", "given_name", "initials")


def listed(text):
    """Return the items of a list written into a text, None where it is none.

    >>> listed("['Berg, Anna', \\"O'Dea, Bo\\"]"), listed('c("Berg, Anna", "Dahl, Bo")'), listed("Berg, Anna")
    (['Berg, Anna', "O'Dea, Bo"], ['Berg, Anna', 'Dahl, Bo'], None)
    >>> listed("[{'family': 'Berg', 'given': 'Anna'}, {'name': 'Bo Dahl'}]"), listed("[Anonymous]")
    (['Berg, Anna', 'Bo Dahl'], None)
    """
    if not text or text[0] not in "[({c":
        return None
    found = _LIST(text)
    if not found:
        return None
    inner = found[1].strip()
    if not inner:
        return []
    if inner[0] in "{[(" or (text[0] == "{" and ":" in inner):
        return _of_objects(text)
    items, place = [], 0
    while place < len(inner):
        item = _QUOTED.match(inner, place)
        if not item:
            return _unquoted(inner) if text[0] == "[" else None
        items.append(_ESCAPE.sub(_unescaped, item[1] or item[2] or ""))
        place = item.end()
    return [item for item in items if item]


def both(first, second):
    """Return two lists of the same publication as one: a name is in it as often as in the longer of them.

    >>> both(["Berg, A", "Khan, A", "Khan, A"], ("Khan, A", "Dahl, B"))
    ['Berg, A', 'Khan, A', 'Khan, A', 'Dahl, B']
    """
    left, found = Counter(first), list(first)
    for name in second:
        if left[name]:
            left[name] -= 1
        else:
            found.append(name)
    return found


def _unescaped(found):
    sign = found[0][1]
    return chr(int(found[0][2:], 16)) if sign in "ux" and len(found[0]) > 2 else {"n": "\n"}.get(sign, sign)


def _unquoted(inner):
    """Return the items of a list whose quotation marks went wrong, such as ['O'Dea, Bo', 'Ek, C']."""
    if inner[0] in "'\"" and inner[-1] == inner[0]:
        return re.split(rf"{inner[0]},\s*{inner[0]}", inner[1:-1])
    return inner.split(";") if ";" in inner else None


def _of_objects(text):
    """Return the names in a list of objects, as programs that ask an API leave it in a cell."""
    for read in (json.loads, ast.literal_eval):
        try:
            found = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        found = found if isinstance(found, list | tuple) else [found]
        names = [_name_in(item) for item in found if item]
        return names if all(names) else None
    return None


def _name_in(item):
    """Return the name an object holds, whatever it is called there."""
    if isinstance(item, list | tuple):
        item = ", ".join(map(str, item))
    if not isinstance(item, dict):
        return item if isinstance(item, str) else ""
    surname, given = (next((item[key] for key in keys if item.get(key)), "") for keys in (SURNAME, GIVEN))
    if surname:
        return f"{surname}, {given}" if given else str(surname)
    return next((name for key in WHOLE if item.get(key) and (name := _name_in(item[key]))), "")
