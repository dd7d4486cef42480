"""Material: all a report can be written from, by name; a function's parameters say what it reads of it."""

from dataclasses import fields
from inspect import signature

from review.report.derived import DERIVED

__all__ = ["Material", "read_by"]


class Material:
    """What a `Snapshot` holds and what is derived of it, each made when it is first asked for.

    >>> from dataclasses import make_dataclass
    >>> small = make_dataclass("Small", ["thresholds"])(thresholds=[1, 2])
    >>> Material(small).give(lambda said, thresholds: f"{said}: {thresholds}", "classes")
    'classes: [1, 2]'
    """

    def __init__(self, snapshot):
        self.held = {field.name: getattr(snapshot, field.name) for field in fields(snapshot)}

    def get(self, name):
        """Return what has a name: a field of `review.report.Snapshot` or one of `DERIVED`."""
        if name not in self.held:
            self.held[name] = self.give(DERIVED[name])
        return self.held[name]

    def give(self, function, *first):
        """Return what a function says, given some values first and then what its parameters name."""
        return function(*first, *map(self.get, read_by(function)[len(first) :]))


def read_by(function):
    """Return the names of what a function is given.

    >>> read_by(lambda w, links, codes: None)
    ['w', 'links', 'codes']
    """
    return list(signature(function).parameters)
