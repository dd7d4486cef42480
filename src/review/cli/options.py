"""Options that several commands share, each said once."""

import os
from pathlib import Path

from review.errors import UsageError
from review.evidence import STAGES
from review.workbench import Workbench

__all__ = [
    "add_command",
    "add_json",
    "add_parts",
    "add_project",
    "add_reader",
    "add_stage",
    "opened",
    "reader_of",
]


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
