"""Commands for the register and the tables people edit beside it."""

from review.cli.options import add_command, add_parts, opened, shows
from review.cli.output import say, show
from review.errors import CheckFailed, UsageError
from review.register import ICKE_GORA, TABLES

__all__ = ["add_commands"]

MATCH_COLUMNS = ["row", "recommendation_id", "how", "likeness", "text", "text_before"]


def add_commands(commands):
    """Add the commands of this family."""
    add_register_command(commands)
    add_tables_command(commands)


def add_register_command(commands):
    """Add `register check`, `import`, `diff` and `editions`."""
    parts = add_parts(commands, "register", "the register of recommendations")
    add_command(parts, "check", run_check, "compare the register with every total the interim report prints")

    parser = add_command(parts, "import", run_import, "take in a list of recommendations, such as bilaga 2")
    parser.path("file", "FILE", "XLSX, CSV or TSV, one recommendation a row")
    parser.switch("--preview", "show what it would do; nothing is written")
    parser.add_argument("--sheet", metavar="NAME", help="of a workbook (default: the first)")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help="which column is which of the register; - leaves it out; may be given several times",
    )
    parser.path("--mapping", "FILE", "the same as a table with columns column and field")
    parser.add_argument(
        "--list",
        dest="list_name",
        default=ICKE_GORA,
        metavar="NAME",
        help="the list the rows are of, where no column says it (default: %(default)s)",
    )
    parser.text("--edition", "TEXT", "such as 'bilaga 2, 2024-12'")
    parser.text("--source", "TEXT", "where the list comes from (default: the file's name)")
    parser.add_argument("--year", type=int, metavar="YEAR", help="the year of the edition")
    parser.switch("--whole", "the file holds the whole list: what it lacks is no longer there from --year on")

    parser = add_command(
        parts, "diff", run_diff, "show what was added, changed and expired between two registers"
    )
    parser.add_argument("old", metavar="OLD", help="number of an edition, a file, or now")
    parser.add_argument(
        "new", metavar="NEW", nargs="?", default="now", help="the same (default: the register as it is)"
    )
    add_command(parts, "editions", run_editions, "show the kept editions of the tables")


def add_tables_command(commands):
    """Add `tables check`, `list`, `show`, `export`, `import`."""
    parts = add_parts(
        commands, "tables", "the tables people edit: proposals, indicators, coverage and others"
    )
    add_command(parts, "check", run_tables_check, "check every table, cell by cell and id by id")
    parser = add_command(parts, "show", run_tables_show, "show one table, or what is computed from it")
    parser.add_argument("name", metavar="NAME", choices=(*TABLES, *VIEWS), help=", ".join((*TABLES, *VIEWS)))
    parser = add_command(parts, "export", run_tables_export, "write the tables as one workbook")
    parser.path("file", "FILE.xlsx")
    parser.add_argument(
        "--table", action="append", metavar="NAME", choices=tuple(TABLES), help="only this one"
    )
    parser = add_command(
        parts, "import", run_tables_import, "take the workbook back in; what was there is kept"
    )
    parser.path("file", "FILE.xlsx")


def run_check(arguments):
    """Reconcile the register; a number that differs is exit code 1, one that cannot be compared is not."""
    with opened(arguments) as workbench:
        frame = workbench.reconcile()
    show(frame, arguments)
    say(identified(frame))
    fail_on_mismatch(frame)


def identified(frame):
    """Return how much of the list is there, in words."""
    total = frame[frame.quantity == "recommendations"].iloc[0]
    return f"{total.found:g} of {total.printed:g} {total.group_sv} identified"


def fail_on_mismatch(frame):
    """Raise CheckFailed where a number differs from the printed one."""
    wrong = frame[frame.verdict == "differs"]
    if len(wrong):
        named = [
            f"{row.group_sv}: printed {row.printed:g}, found {row.found:g}" for row in wrong.itertuples()
        ]
        raise CheckFailed(f"{len(wrong)} numbers differ from the printed ones: " + "; ".join(named))


def mapping_of(arguments):
    """Return what the user says of the columns: a file, or COLUMN=FIELD pairs."""
    if arguments.mapping and arguments.map:
        raise UsageError("give --mapping or --map, not both")
    if arguments.mapping:
        return arguments.mapping
    said = {}
    for text in arguments.map:
        column, sign, field = text.rpartition("=")
        if not sign:
            raise UsageError(f"--map takes COLUMN=FIELD, such as Åtgärd=intervention_sv; got {text!r}")
        said[column.strip()] = field.strip()
    return said


def run_import(arguments):
    """Take in a list, or show what that would do."""
    how = {
        name: getattr(arguments, name)
        for name in ("sheet", "list_name", "edition", "source", "year", "whole")
    }
    with opened(arguments) as workbench:
        take = workbench.preview_register if arguments.preview else workbench.import_register
        seen = take(arguments.file, mapping=mapping_of(arguments), **how)
    told = seen.summary()
    if arguments.json:
        frames = ("mapping", "problems", "matches", "not_in_list", "changes", "reconciliation")
        show(told | {"written": not arguments.preview} | {n: getattr(seen, n) for n in frames}, arguments)
        return
    show(told, arguments)
    for title, frame in (
        ("Columns", seen.mapping),
        ("Problems", seen.problems),
        ("Rows the register has already", seen.matches[seen.matches.how == "alike"][MATCH_COLUMNS]),
        ("In the register, not in the list", seen.not_in_list),
        ("Changes", seen.changes),
        ("Printed numbers that differ", differing(seen.reconciliation)),
    ):
        if len(frame):
            say(f"\n{title}:")
            show(frame, arguments)
    if len(seen.reconciliation):
        say(identified(seen.reconciliation))


def differing(reconciliation):
    """Return the printed numbers that differ."""
    return reconciliation[reconciliation.verdict == "differs"] if len(reconciliation) else reconciliation


def run_tables_check(arguments):
    """Check every table; a problem is exit code 1."""
    with opened(arguments) as workbench:
        frame = workbench.check_tables()
    show(frame, arguments)
    wrong = frame[frame.problems > 0]
    if len(wrong):
        raise CheckFailed(f"{wrong.problems.sum()} problems: " + "; ".join(wrong.first_problem))


VIEWS = {
    "without_indicator": lambda workbench: workbench.without_indicator(),
    "when_still_right": lambda workbench: workbench.exceptions(),
    "coverage_matrix": lambda workbench: workbench.coverage_matrix().reset_index(),
    "displaced": lambda workbench: workbench.displacement(),
}
"""What is computed from the tables, by the name under which `tables show` shows it."""


def run_tables_show(arguments):
    """Show one table, or what is computed from it."""
    with opened(arguments) as workbench:
        view = VIEWS.get(arguments.name)
        show(view(workbench) if view else workbench.table(arguments.name), arguments)


def run_tables_export(arguments):
    """Write the tables as one workbook."""
    with opened(arguments) as workbench:
        names = {"names": arguments.table} if arguments.table else {}
        show(
            {"file": str(arguments.file), "rows": workbench.export_tables(arguments.file, **names)}, arguments
        )


run_diff = shows(lambda workbench, arguments: workbench.register_changes(arguments.old, arguments.new))
run_editions = shows(lambda workbench, _: workbench.register_editions())
run_tables_import = shows(lambda workbench, arguments: workbench.import_tables(arguments.file))
