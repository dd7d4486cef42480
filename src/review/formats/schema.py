"""Where the fields of a record are in one format."""

from dataclasses import dataclass, field

__all__ = ["Schema", "schema"]


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity: they are few, and made once
class Schema:
    """Where the fields of a record are in one format.

    Attributes
    ----------
    fields : dict
        Field to tags in order of preference; for fields with several values, groups of tags in order of
        preference, of which the first group with a value is read whole.
    by_line : frozenset of str
        Tags whose lines are values of their own; lines of other tags are wrapped text.
    commas : bool
        Whether commas may part several authors or keywords in one value.
    decode : callable
        From a value as the format writes it to plain text.
    sections : bool
        Whether the abstract comes in sections, each a value.
    lists : dict
        Tag to what parts its values, where the format has a manner of its own; they are not decoded before.
    alias : dict
        Name to the tag it stands for where a format writes both; "name: value" where only this value does.
    summary : tuple of str
        Tags that together stand for an abstract where the format has none, as in registers of trials.
    """

    fields: dict
    by_line: frozenset = frozenset()
    commas: bool = False
    decode: object = None
    sections: bool = False
    lists: dict = field(default_factory=dict)
    alias: dict = field(default_factory=dict)
    summary: tuple = ()


def schema(by_line="", summary="", **said):
    """Return the schema of a format from its tags, parted by blanks; bars part the groups of tags.

    Examples
    --------
    >>> schema(title="TI T1", authors="FAU CN | AU", commas=True).fields
    {'title': ('TI', 'T1'), 'authors': (('FAU', 'CN'), ('AU',))}
    """
    fields = {name: tuple(tags.split()) for name, tags in said.items() if isinstance(tags, str)}
    for name in {"authors", "keywords"} & set(fields):
        fields[name] = tuple(tuple(group.split()) for group in said[name].split("|"))
    how = {name: one for name, one in said.items() if name not in fields}
    return Schema(fields, frozenset(by_line.split()), summary=tuple(summary.split()), **how)
