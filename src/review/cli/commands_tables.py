"""Commands for the tables people edit beside the register."""

from review.cli.options import add_command, add_parts, opened, shows
from review.cli.output import show
from review.errors import CheckFailed
from review.register import TABLES

__all__ = ["add_commands"]


def add_commands(commands):
    """Add `tables check`, `list`, `show`, `export`, `import`."""
    parts = add_parts(
        commands, "tables", "the tables people edit: proposals, indicators, coverage and others"
    )
    add_command(parts, "check", run_check)
    parser = add_command(parts, "show", run_show)
    parser.add_argument("name", metavar="NAME", choices=(*TABLES, *VIEWS), help=", ".join((*TABLES, *VIEWS)))
    parser = add_command(parts, "export", run_export)
    parser.path("file", "FILE.xlsx")
    parser.add_argument(
        "--table", action="append", metavar="NAME", choices=tuple(TABLES), help="only this one"
    )
    parser = add_command(parts, "import", run_import)
    parser.path("file", "FILE.xlsx")


def run_check(arguments):
    """Check every table, cell by cell and id by id."""
    with opened(arguments) as workbench:
        frame = workbench.tables.check()
    show(frame, arguments)
    wrong = frame[frame.problems > 0]
    if len(wrong):
        raise CheckFailed(f"{wrong.problems.sum()} problems: " + "; ".join(wrong.first_problem))


VIEWS = {
    "without_indicator": lambda workbench: workbench.tables.without_indicator(),
    "when_still_right": lambda workbench: workbench.tables.exceptions(),
    "coverage_matrix": lambda workbench: workbench.tables.coverage_matrix().reset_index(),
    "displaced": lambda workbench: workbench.tables.displacement(),
}
"""What is computed from the tables, by the name under which `tables show` shows it."""


@shows
def run_show(workbench, arguments):
    """Show one table, or what is computed from it."""
    view = VIEWS.get(arguments.name)
    return view(workbench) if view else workbench.tables.table(arguments.name)


@shows
def run_export(workbench, arguments):
    """Write the tables as one workbook."""
    names = {"names": arguments.table} if arguments.table else {}
    return {"file": str(arguments.file), "rows": workbench.tables.export(arguments.file, **names)}


@shows
def run_import(workbench, arguments):
    """Take the workbook back in; what was there is kept."""
    return workbench.tables.import_file(arguments.file)
