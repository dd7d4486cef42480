"""Entry: the parser with all commands, and what an error looks like to a user."""

import argparse
import os
import sys
import traceback

from review import __version__
from review.cli import (
    commands_codes,
    commands_duplicates,
    commands_economics,
    commands_evidence,
    commands_flag,
    commands_import,
    commands_links,
    commands_memory,
    commands_readers,
    commands_register,
    commands_report,
    commands_review,
    commands_screening,
    commands_simulate,
    commands_stopping,
    commands_tables,
)
from review.cli.options import Parser
from review.cli.output import say, show, speak_any_language
from review.errors import CheckFailed, Question, ReviewError

__all__ = ["main", "make_parser"]

DESCRIPTION = "Literature reviews on low-value care and its removal: from raw exports to the report."
EPILOG = """exit codes: 0 done, 1 a check failed, 2 bad usage or bad input.
Start with: review demo my-sample, or review init my-review"""
FAMILIES = (
    commands_review,
    commands_import,
    commands_duplicates,
    commands_screening,
    commands_readers,
    commands_flag,
    commands_simulate,
    commands_stopping,
    commands_economics,
    commands_links,
    commands_evidence,
    commands_register,
    commands_tables,
    commands_codes,
    commands_report,
    commands_memory,
)


def main(argv=None):
    """Run one command and return its exit code.

    Parameters
    ----------
    argv : list of str, optional
        Arguments without the program's name; those of the process where not given.

    Returns
    -------
    int
        0 done, 1 a check failed, 2 bad usage or bad input.
    """
    speak_any_language(sys.stdout, sys.stderr)
    arguments = make_parser().parse_args(argv)
    try:
        return arguments.run(arguments) or 0
    except ReviewError as error:
        say(f"review: {error}")
        if getattr(arguments, "json", False) and not isinstance(error, CheckFailed):  # that has shown its own
            asked = isinstance(error, Question)
            show(error.as_dict() if asked else {"error": str(error)}, arguments)  # a program can answer too
        return error.exit_code
    except BrokenPipeError:
        # the reader of our output went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = error.filename or error.filename2 or "a file"
        say(f"review: {where}: {error.strerror or error}; check that the folder is there and may be written")
        return 2
    except KeyboardInterrupt:
        say("review: stopped; everything stored so far is safe")
        return 130
    except Exception as error:
        if os.environ.get("REVIEW_DEBUG"):
            traceback.print_exc()
        what = f"{type(error).__name__}: {error}"
        say(f"review: something unforeseen happened ({what}); set REVIEW_DEBUG=1 to see where")
        return 2


def make_parser():
    """Return the parser with every command."""
    parser = Parser(
        prog="review",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"review {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for family in FAMILIES:
        family.add_commands(commands)
    return parser
