"""Options that several commands share, each said once."""

import argparse
import os
import re
from functools import wraps
from pathlib import Path

from review.cli.output import show
from review.errors import UsageError
from review.evidence import STAGES
from review.formats import NAMEABLE
from review.workbench import Workbench

__all__ = ["Parser", "add_command", "add_parts", "chosen", "columns_of", "decide", "opened", "reader_of",
           "shows", "who_decided"]  # fmt: skip

_NEXT_FIELD = re.compile(rf",(?=\s*(?:{'|'.join(NAMEABLE)})\s*=)")


class Parser(argparse.ArgumentParser):
    """A parser that is told what many commands take in a few words."""

    def switch(self, name, help):
        """Add an option without a value."""
        self.add_argument(name, action="store_true", help=help)

    def text(self, name, metavar=None, help=None):
        """Add an option with a text, empty where it is not given."""
        self.add_argument(name, default="", metavar=metavar, help=help)

    def path(self, name, metavar, help=None, **how):
        """Add a file or a folder."""
        self.add_argument(name, metavar=metavar, type=Path, help=help, **how)

    def choice(self, name, choices, help="default: %(default)s", **how):
        """Add one of several words."""
        self.add_argument(name, choices=choices, help=help, **how)

    def columns(self):
        """Add --columns."""
        self.add_argument(
            "--columns",
            action="append",
            default=[],
            metavar="FIELD=COLUMN",
            help='which column of a table holds a field, such as "title=Rubrik,authors=Namn" (a comma parts '
            "only where a field and = follow); again for more, or for a field in several columns",
        )

    def reader(self):
        """Add --reader."""
        self.text(
            "--reader", "NAME", "who judges (default: REVIEW_READER, or the only reader of review.toml)"
        )

    def asking(self):
        """Add --reader of a command that shows what is open, and one's own."""
        self.text("--reader", "NAME", "also what only NAME has taken out of its study so far")

    def stage(self):
        """Add --stage."""
        self.choice("--stage", STAGES, default=STAGES[0])


def add_command(commands, name, run, *, project=True, **options):
    """Add a command that says of itself what `run` does, with the options all have; return its parser."""
    sentence = run.__doc__.partition("\n")[0]
    options = {"help": sentence[0].lower() + sentence[1:].rstrip("."), "description": sentence} | options
    parser = commands.add_parser(name, **options)
    parser.set_defaults(run=run)
    parser.switch("--json", "print one JSON document on stdout and nothing else there")
    if project:
        here = "folder of the review (default: here, or the nearest above)"
        parser.path("--project", "DIR", here, default=".")
    return parser


def add_parts(commands, name, help):
    """Add a command that has parts, and return where they go with `add_command`."""
    parser = commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.")
    return parser.add_subparsers(dest="part", required=True, metavar="PART")


def shows(find):
    """Return what runs a command whose result is what `find` returns of the workbench and the arguments."""

    @wraps(find)
    def run(arguments):
        with opened(arguments) as workbench:
            found = find(workbench, arguments)
        show(found, arguments)
        return 0

    return run


def chosen(arguments, *names):
    """Return what was given for some options, by their names."""
    return {name: getattr(arguments, name) for name in names}


def columns_of(arguments):
    """Return what --columns says, as field to list of columns.

    Examples
    --------
    >>> import argparse
    >>> said = ["title=Rubrik, kort,authors=Namn 1", "authors=Namn = 2"]
    >>> columns_of(argparse.Namespace(columns=said))
    {'title': ['Rubrik, kort'], 'authors': ['Namn 1', 'Namn = 2']}
    """
    found = {}
    for text in arguments.columns:
        for pair in _NEXT_FIELD.split(text):
            field, sign, column = pair.partition("=")
            if not sign:
                raise UsageError(f"--columns: expected FIELD=COLUMN such as title=Rubrik; got {pair!r}")
            found.setdefault(field.strip(), []).append(column.strip())
    return found


def decide(arguments, store, reader, **said):
    """Store a decision as `store` does it, with what --stage, --reason and --note say, and return it."""
    told = chosen(arguments, "reference", "decision")
    made = store(*told.values(), reader=reader, **chosen(arguments, "stage", "reason", "note"), **said)
    return {"id": made, **told, "reader": reader}


def opened(arguments):
    """Return the workbench of the review the arguments name."""
    return Workbench.open(arguments.project)


def who_decided(arguments, workbench):
    """Return the reader that --reader names, or "" where it names none."""
    return arguments.reader and workbench.project.reader(arguments.reader).id


def reader_of(arguments, workbench, role="reader"):
    """Return who judges: as given, as REVIEW_READER says, or the only one with the role.

    Raises
    ------
    UsageError
        If that leaves a choice, or no one.
    """
    name = arguments.reader or os.environ.get("REVIEW_READER", "")
    if name:
        return workbench.project.reader(name).id
    known = workbench.project.with_role(role)
    if len(known) == 1:
        return known[0]
    raise UsageError(
        f"who judges? give --reader NAME; review.toml names {', '.join(known) or f'no {role} yet'}"
    )
