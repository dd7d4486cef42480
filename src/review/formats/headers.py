"""Which column of a table holds which field, whatever the database calls it."""

import re
import unicodedata

from review.formats.cells import MISSING
from review.formats.fields import SCHEMAS
from review.formats.names import all_given_first
from review.formats.schema import Schema
from review.formulas import unguarded
from review.text import shipped_words, split

__all__ = ["COLUMN_NAMES", "flat", "schema_of", "simple_name"]

_NAMES = shipped_words("formats/columns.toml")
SIGNATURES = [(known, set(split(known.pop("columns")))) for known in _NAMES.pop("databases")]
"""Databases, what is said of each, and the columns by which it is told."""


def _grouped(field, names):
    """Return names as a schema has them: in groups where a field has several values."""
    names = tuple(split(names))
    return {"authors": tuple((name,) for name in names), "keywords": (names,)}.get(field, names)


COLUMN_NAMES = {field: _grouped(field, names) for field, names in _NAMES.items()}
"""Field to the names its columns have, the preferred first."""

_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")


def simple_name(column):
    """Return the name of a column reduced to what names have in common.

    >>> simple_name("Author(s) ID"), simple_name("Publication_Year ")
    ('author s id', 'publication year')
    """
    name = unicodedata.normalize("NFC", column.lower())  # a Mac parts letters from their dots
    return " ".join("".join(char if char.isalnum() else " " for char in name).split())


def schema_of(header):
    """Return the schema of a table with these columns, and its database where the columns tell.

    >>> schema, database = schema_of(["PMID", "Title", "Publication Year", "NIHMS ID"])
    >>> schema.fields["year"], database
    (('Publication Year',), 'PubMed')
    """
    columns = {}
    for column in header:
        columns.setdefault(simple_name(column), []).append(column)
    said = next((known for known, marks in SIGNATURES if marks <= set(columns)), {"name": ""})
    database, own = said["name"], {field: _grouped(field, said[field]) for field in _NAMES if field in said}
    if {"PT", "AU", "TI", "SO"} <= set(header):
        wos = SCHEMAS["wos"]
        return Schema(wos.fields, wos.by_line), database or "Web of Science"

    def found(names):
        return tuple(dict.fromkeys(column for name in names for column in columns.get(name, ())))

    fields = {
        field: tuple(map(found, names)) if field in ("authors", "keywords") else found(names)
        for field, names in (COLUMN_NAMES | own).items()
    }
    for field, column in in_brackets(fields, columns):
        fields[field] = tuple((name,) for name in column) if field == "authors" else column
    natural = fields["authors"] if said.get("given_first") else ()
    lists = {name: lambda cell, *_: all_given_first(known(cell)) for names in natural for name in names}
    return Schema(fields, commas=True, decode=known, lists=lists), database


def in_brackets(fields, columns):
    """Yield the fields that no column is for, with the one that is but for a unit or remark in brackets."""
    plain = {}
    for name in [name for names in columns.values() for name in names]:
        if _BRACKETS.search(name):
            plain.setdefault(simple_name(_BRACKETS.sub("", name)), []).append(name)
    for field, known in COLUMN_NAMES.items():
        found = [column for name in flat(known) for column in plain.get(name, ())]
        if len(found) == 1 and not any(fields[field]) and not speaks_of_another(found[0]):
            yield field, tuple(found)


def speaks_of_another(column):
    """Return whether what stands in brackets names a field of its own, as in "Title (journal)"."""
    inside = simple_name(_BRACKETS.search(column)[0])
    return any(inside in flat(known) for known in COLUMN_NAMES.values())


def flat(tags):
    """Return tags, or groups of them, as one list."""
    return [tag for group in tags for tag in ((group,) if isinstance(group, str) else group)]


def known(cell):
    """Return a cell's text, "" where it is the mark of a missing value that some program left.

    An apostrophe before a formula, as our own tables have it, is taken off.

    >>> known("NaN"), known("none of these tests")
    ('', 'none of these tests')
    """
    return "" if cell == "NA" or cell.casefold() in MISSING else unguarded(cell)
