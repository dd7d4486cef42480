"""Columns that a person named: which of them holds which field, where their names do not say."""

from dataclasses import replace

from review.errors import UsageError
from review.formats.headers import COLUMN_NAMES, simple_name

__all__ = ["NAMEABLE", "as_named", "check_named", "columns_named"]

NAMEABLE = ("pages", *(name for name in COLUMN_NAMES if name not in ("start", "end", "article", "citation")))
"""Fields for which a person can name the column."""


def check_named(named):
    """Return what a person said of columns as field to tuple of columns.

    Raises UsageError if a field is not known.
    """
    for field in named or {}:
        if field not in NAMEABLE:
            raise UsageError(f"columns: there is no field {field!r}; expected {', '.join(NAMEABLE)}")
    several = {field: (of,) if isinstance(of, str) else tuple(of) for field, of in (named or {}).items()}
    return {field: tuple(filter(None, of)) for field, of in several.items()}


def columns_named(named, header):
    """Return the columns a person named, as the table writes them, and those that are not there.

    >>> columns_named({"title": ("rubrik",), "authors": ("Namn",)}, ["Rubrik ", "Upphov"])
    ({'title': ('Rubrik ',), 'authors': ()}, ['Namn'])
    """
    known = {simple_name(column): column for column in reversed(header) if column}
    known |= {column: column for column in header if column}
    at = {name: known.get(name, known.get(simple_name(name))) for of in named.values() for name in of}
    lost = [name for of in named.values() for name in of if at[name] is None]
    return {field: tuple(at[name] for name in of if at[name]) for field, of in named.items()}, lost


def as_named(schema, columns):
    """Return a schema in which the fields a person named have their columns, and no other field has these.

    >>> from review.formats.headers import schema_of
    >>> schema, _ = schema_of(["Title", "Source", "Namn"])
    >>> fields = as_named(schema, {"authors": ("Namn",), "journal": ("Source",)}).fields
    >>> fields["authors"], fields["journal"], fields["year"]
    ((('Namn',),), ('Source',), ())
    """
    taken = {column for several in columns.values() for column in several}

    def others(tags):
        kept = (others(tag) if isinstance(tag, tuple) else tag for tag in tags if tag not in taken)
        return tuple(tag for tag in kept if tag)

    told = {field: (of,) if field in ("authors", "keywords") else of for field, of in columns.items()}
    if "pages" in told:
        told |= {"start": told.pop("pages"), "end": (), "article": ()}
    return replace(schema, fields={field: others(tags) for field, tags in schema.fields.items()} | told)
