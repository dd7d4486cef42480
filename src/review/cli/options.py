"""Options that several commands share, each said once."""

import os
import re
from pathlib import Path

from review.errors import UsageError
from review.evidence import STAGES
from review.formats import NAMEABLE
from review.workbench import Workbench

__all__ = [
    "add_columns",
    "add_command",
    "add_json",
    "add_parts",
    "add_project",
    "add_reader",
    "add_stage",
    "columns_of",
    "opened",
    "reader_of",
]

_NEXT_FIELD = re.compile(rf",(?=\s*(?:{'|'.join(NAMEABLE)})\s*=)")


def add_command(commands, name, run, help, *, project=True, **options):
    """Add a command with the options every command has, and return its parser."""
    parser = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".", **options)
    parser.set_defaults(run=run)
    add_json(parser)
    if project:
        add_project(parser)
    return parser


def add_parts(commands, name, help):
    """Add a command that has parts, and return where they go with `add_command`."""
    parser = commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")
    return parser.add_subparsers(dest="part", required=True, metavar="PART")


def add_json(parser):
    """Add --json."""
    parser.add_argument(
        "--json", action="store_true", help="print one JSON document on stdout and nothing else there"
    )


def add_columns(parser):
    """Add --columns."""
    parser.add_argument(
        "--columns",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help='which column of a table holds a field, such as "title=Rubrik,authors=Namn" (a comma parts only '
        "where a field and = follow); again for more, or for a field in several columns",
    )


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


def add_project(parser):
    """Add --project."""
    parser.add_argument(
        "--project",
        default=".",
        metavar="DIR",
        type=Path,
        help="folder of the review (default: here, or the nearest above)",
    )


def add_reader(parser):
    """Add --reader."""
    parser.add_argument(
        "--reader",
        default="",
        metavar="NAME",
        help="who judges (default: REVIEW_READER, or the only reader of review.toml)",
    )


def add_stage(parser):
    """Add --stage."""
    parser.add_argument("--stage", choices=STAGES, default=STAGES[0], help="default: %(default)s")


def opened(arguments):
    """Return the workbench of the review the arguments name."""
    return Workbench.open(arguments.project)


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
