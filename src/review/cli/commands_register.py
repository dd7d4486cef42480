"""Commands for the register of recommendations."""

from review.cli.options import add_command, add_parts, chosen, opened, shows
from review.cli.output import say, show
from review.errors import CheckFailed, UsageError
from review.register import ICKE_GORA, SOURCE_KINDS

__all__ = ["add_commands"]

MATCH_COLUMNS = ["row", "recommendation_id", "how", "likeness", "text", "text_before"]


def add_commands(commands):
    """Add `register check`, `import`, `diff` and `editions`."""
    parts = add_parts(commands, "register", "the register of recommendations")
    add_command(parts, "check", run_check)

    parser = add_command(parts, "import", run_import)
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

    parser = add_command(parts, "diff", run_diff)
    parser.add_argument("old", metavar="OLD", help="number of an edition, a file, or now")
    parser.add_argument(
        "new", metavar="NEW", nargs="?", default="now", help="the same (default: the register as it is)"
    )
    add_command(parts, "editions", run_editions)


def run_check(arguments):
    """Compare the register with every total the interim report prints."""
    with opened(arguments) as workbench:
        frame, sources = workbench.register.reconcile(), workbench.register.sources()
    show(frame, arguments)
    say(identified(frame))
    say(rests_on(sources))
    fail_on_mismatch(frame)


def identified(frame):
    """Return how much of the list is there, in words."""
    total = frame[frame.quantity == "recommendations"].iloc[0]
    return f"{total.found:g} of {total.printed:g} {total.group_sv} identified"


def rests_on(sources):
    """Return whose pages the recommendations in force rest on, in words."""
    kinds = [f"{(sources.kind == kind).sum()} {kind}" for kind in SOURCE_KINDS]
    unread = (sources.rechecked_on == "").sum()
    return f"{len(sources)} in force, by their page: {', '.join(kinds)}; {unread} not rechecked"


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
    """Take in a list of recommendations, such as bilaga 2."""
    how = chosen(arguments, "sheet", "list_name", "edition", "source", "year", "whole")
    with opened(arguments) as workbench:
        take = workbench.register.preview if arguments.preview else workbench.register.import_list
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


@shows
def run_diff(workbench, arguments):
    """Show what was added, changed and expired between two registers."""
    return workbench.register.changes(arguments.old, arguments.new)


@shows
def run_editions(workbench, _):
    """Show the kept editions of the tables."""
    return workbench.register.editions()
