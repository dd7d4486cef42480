"""Commands for two readings of a study: where they differ, and which of them counts."""

from review.cli.options import add_command, reader_of, shows
from review.formats import write_csv

__all__ = ["add_commands"]


def add_commands(parts):
    """Add `economics differences`, `settled` and `settle`."""
    parser = add_command(parts, "differences", run_differences)
    parser.switch("--open", "leave out what is settled")
    parser.path("--out", "FILE.csv", "write the list, to fill in its column settled")
    parser = add_command(parts, "settled", run_settled)
    parser.path("file", "FILE.csv")
    parser.reader()
    parser = add_command(parts, "settle", run_settle)
    parser.add_argument("evaluation", metavar="EVALUATION")
    parser.add_argument("column", metavar="COLUMN")
    parser.add_argument("answer", choices=("first", "second", "other"))
    parser.text("--value", help="what counts where it is neither of the two")
    parser.reader()


@shows
def run_differences(workbench, arguments):
    """Show where two abstractions do not agree."""
    found = workbench.abstraction.differences(open_only=arguments.open)
    if not arguments.out:
        return found
    write_csv(found.assign(value=""), arguments.out)
    return {"file": str(arguments.out), "differences": len(found)}


@shows
def run_settled(workbench, arguments):
    """Take a list of differences back in, filled in."""
    reader = reader_of(arguments, workbench, role="health_economist")
    return workbench.abstraction.import_settled(arguments.file, reader=reader)


@shows
def run_settle(workbench, arguments):
    """Say which of two abstractions of a field counts."""
    reader = reader_of(arguments, workbench, role="health_economist")
    told = (arguments.evaluation, arguments.column, arguments.answer)
    workbench.abstraction.settle(*told, reader=reader, value=arguments.value)
    left = len(workbench.abstraction.differences(open_only=True))
    return {"settled": arguments.column, "differences left": left}
