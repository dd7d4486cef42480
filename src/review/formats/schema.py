"""Where the fields of a record are in one format."""

import re
from dataclasses import dataclass, field

__all__ = ["Schema", "first_of", "schema"]


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity: they are few, and made once
class Schema:
    """Where the fields of a record are in one format.

    `fields` gives the tags of each field in order of preference; of a field with several values, groups of
    tags in order of preference, of which the first group with a value is read whole.
    """

    fields: dict
    by_line: frozenset = frozenset()  # tags whose lines are values of their own; others hold wrapped text
    commas: bool = False  # whether commas may part several authors or keywords in one value
    decode: object = None  # from a value as the format writes it to plain text
    sections: bool = False  # whether the abstract comes in sections, each a value
    lists: dict = field(default_factory=dict)  # tag to what parts its values, which are not decoded before
    alias: dict = field(default_factory=dict)  # name to the tag it stands for; "name: value" for this value
    summary: tuple = ()  # tags that together stand for an abstract, as in registers of trials


def schema(by_line="", summary="", **said):
    """Return the schema of a format from its tags, parted by blanks; bars part the groups of tags.

    >>> schema(title="TI T1", authors="FAU CN | AU", commas=True).fields
    {'title': ('TI', 'T1'), 'authors': (('FAU', 'CN'), ('AU',))}
    """
    fields = {name: tuple(tags.split()) for name, tags in said.items() if isinstance(tags, str)}
    for name in {"authors", "keywords"} & set(fields):
        fields[name] = tuple(tuple(group.split()) for group in said[name].split("|"))
    how = {name: one for name, one in said.items() if name not in fields}
    return Schema(fields, frozenset(by_line.split()), summary=tuple(summary.split()), **how)


def first_of(*patterns, flags=0):
    """Return a function from a text to the first name whose pattern is found in it, "" for none.

    >>> first_of(("xml", "^<"), ("json", "^{"))("{}")
    'json'
    """
    tests = [(name, re.compile(pattern, flags)) for name, pattern in patterns]
    return lambda text: next((name for name, pattern in tests if pattern.search(text)), "")
