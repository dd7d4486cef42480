"""One record of a JSON text into paths and values, whatever the service calls things."""

import re

from review.formats.names import author_name

__all__ = ["flatten"]

KINDS = ("type", "idtype")
"""Members that say what kind of value an object holds; the path ends with it, as ``ids[doi]``."""
SURNAMES = ("family", "lastName", "last_name")
GIVEN_NAMES = ("given", "firstName", "first_name", "initials")
WHOLE_NAMES = ("literal", "collectiveName", "collective_name", "name", "display_name")
PARTICLES = ("dropping-particle", "non-dropping-particle")
PEOPLE = re.compile(r"(?:^|/)(?:authors?|editors?|creators)$")
SURNAME_FIRST = ("Authors", "ParentAuthors")
"""Members of EPPI-Reviewer: names parted by semicolons, each the surname and what goes with it."""
_INITIALS = re.compile(r"(\S.{0,200}?) ((?:[A-ZÀ-Þ]\.?[ -]?){1,12})")
_NUMBER = re.compile(r"\s*(PMID|PMCID|DOI|ISSN)(?:\s*:\s*|\s+)([^\s;,]+)[;,.]?(?:\s+|$)", re.IGNORECASE)
_NUMBERS = re.compile(f"(?:{_NUMBER.pattern})+", re.IGNORECASE)


def flatten(value, path=""):
    """Return every leaf of a record as (path, value), in order.

    A person is one value; an abstract that comes as an index of its words is put in order; lines of a note
    that name a number, such as ``PMID: 1``, have a path of their own.

    >>> flatten({"biblio": {"volume": "3"}, "ids": [{"type": "doi", "value": "10.5555/a"}], "x": ["1", None]})
    [('biblio/volume', '3'), ('ids[doi]', '10.5555/a'), ('x', '1'), ('x', '')]
    >>> flatten({"abstract_inverted_index": {"tests": ["1"], "Fewer": ["0"]}, "note": "PMID: 12"})
    [('abstract_inverted_index', 'Fewer tests'), ('note/PMID', '12')]
    """
    if isinstance(value, dict):
        return flat_object(value, path)
    if isinstance(value, list):
        return [pair for part in value for pair in flatten(part, path)]
    if value is None or isinstance(value, bool):
        return [(path, "" if value is None else str(value).lower())]
    if path.rpartition("/")[2] in ("note", "extra"):
        return [pair for line in value.split("\n") for pair in noted(path, line)]
    if path in SURNAME_FIRST:
        return [(path, surname_first(name)) for name in value.split(";") if name.strip()]
    return [(path, value)]


def surname_first(name):
    """Return a name of which the surname comes first, as written where nobody can say how long that is.

    >>> surname_first("van Dam J K"), surname_first("Wiggins Michael ")
    ('van Dam, J K', 'Wiggins Michael')
    """
    name = " ".join(name.split())
    found = "," not in name and _INITIALS.fullmatch(name)
    return f"{found[1]}, {found[2]}" if found else name


def noted(path, line):
    """Return a line of a note, under the names of the numbers where it tells nothing but such."""
    if not _NUMBERS.fullmatch(line):
        return [(path, line)]
    return [(f"{path}/{name.upper()}", number) for name, number in _NUMBER.findall(line)]


def flat_object(value, path):
    """Return the leaves of an object inside a record: first what it says as a whole, then the others."""
    tag, text, used = as_one(value, path)
    parts = ((f"{path}/{name}" if path else name, part) for name, part in value.items() if name not in used)
    own = [(tag, text)] if text else []
    return own + [pair for inner, part in parts for pair in flatten(part, inner)]


def as_one(value, path):
    """Return path and text of an object that says one thing, and the members that say it."""
    if path.endswith("abstract_inverted_index") and (text := in_order(value)):
        return path, text, value
    kind = next((name for name in KINDS if isinstance(value.get(name), str)), "")
    if kind and isinstance(value.get("value"), str):
        return f"{path}[{value[kind]}]", value["value"], (kind, "value")
    text, used = person(value, path)
    if text and isinstance(value.get("creatorType"), str):
        return f"{path}[{value['creatorType']}]", text, (*used, "creatorType")
    return path, text, used


def person(value, path):
    """Return the name of a person or a group, and the members it was read from.

    >>> person({"family": "Meer", "given": "Bo", "non-dropping-particle": "van der"}, "author")[0]
    'van der Meer, Bo'
    """
    people = PEOPLE.search(path)
    if not people and not any(name in value for name in SURNAMES):
        return "", ()
    said = {name: part.strip() for name, part in value.items() if isinstance(part, str) and part.strip()}
    kinds = SURNAMES, GIVEN_NAMES, WHOLE_NAMES
    surname, given, whole = (next((name for name in names if name in said), "") for names in kinds)
    if not surname and "fullName" in said:
        return author_name(said["fullName"]), ("fullName",)
    if not surname and whole:
        return said[whole], (whole,)
    ahead = " ".join(said[name] for name in (*PARTICLES, surname) if name in said)
    name = ", ".join(filter(None, (ahead, said.get(given), said.get("suffix"))))
    return name, {*PARTICLES, surname, given, "suffix"} & said.keys()


def in_order(index):
    """Return the text an index of words and their places was made from, or "" where it is none."""
    if not all(isinstance(places, list) for places in index.values()):
        return ""
    try:
        words = sorted((int(place), word) for word, places in index.items() for place in places)
    except (TypeError, ValueError):
        return ""
    return " ".join(word for _, word in words)
