"""Rooms: how a part of the workbench shows what it can do, on Tab and in a notebook."""

import inspect
from html import escape

__all__ = ["as_table", "contents", "line_of", "room"]


def room(cls):
    """Have a class show its public names, one line each: in `dir()`, in a terminal and in a notebook.

    Examples
    --------
    >>> @room
    ... class Shed:
    ...     '''Where tools are.'''
    ...     def fetch(self, name):
    ...         '''Return a tool.'''
    >>> dir(Shed()), Shed()
    (['fetch'], Shed: Where tools are.
      fetch(name)  Return a tool.)
    """
    cls.__dir__ = lambda self: [name for name, _, _ in contents(cls)]
    cls.__repr__ = lambda self: as_text(cls)
    rows = [(name, line) for name, _, line in contents(cls)]
    cls._repr_html_ = lambda self: as_table(f"{cls.__name__}: {line_of(cls)}", rows)
    return cls


def contents(cls):
    """Return name, signature and first line of each public method of a class, as they stand in its file."""
    found = [(name, member) for name, member in vars(cls).items() if not name.startswith("_")]
    return [
        (
            name,
            str(inspect.signature(member)).replace("(self, ", "(").replace("(self)", "()"),
            line_of(member),
        )
        for name, member in found
    ]


def line_of(thing):
    """Return the first line of what a thing says of itself, without the signs around names."""
    return (inspect.getdoc(thing) or "").partition("\n")[0].replace("`", "")


def as_text(cls):
    """Return a room as lines for a terminal."""
    lines = [f"  {name}{signature}  {line}" for name, signature, line in contents(cls)]
    return "\n".join([f"{cls.__name__}: {line_of(cls)}", *lines])


def as_table(caption, rows):
    """Return names and what they are as an HTML table for a notebook."""
    left = 'style="text-align:left"'
    body = "".join(
        f'<tr><th scope="row" {left}><code>{escape(name)}</code></th><td {left}>{escape(line)}</td></tr>'
        for name, line in rows
    )
    return f"<table><caption>{escape(caption)}</caption><tbody>{body}</tbody></table>"
