"""Where the fields of a record are in one format."""

from dataclasses import dataclass, field

__all__ = ["Schema"]


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
    """

    fields: dict
    by_line: frozenset = frozenset()
    commas: bool = False
    decode: object = None
    sections: bool = False
    lists: dict = field(default_factory=dict)
