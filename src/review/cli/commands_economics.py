"""Commands for health economics: the workbook out and back, a second abstraction, and what it all says."""

from review.cli.options import add_command, add_parts, opened, reader_of, shows
from review.cli.output import show
from review.formats import write_csv
from review.money import METHODS

__all__ = ["add_commands"]


def add_commands(commands):
    """Add `economics` with its parts."""
    help = "economic evaluations: the economists' workbook out and back, and what it says in kronor"
    parts = add_parts(commands, "economics", help)

    parser = add_command(parts, "export", run_export, "write the workbook")
    parser.path("file", "FILE.xlsx")
    parser.text("--second", "NAME", "for a second abstraction, blind to the first")
    add_asking(parser)
    parser = add_command(parts, "import", run_import, "take the workbook back in and show each changed cell")
    parser.path("file", "FILE.xlsx")
    parser.switch("--second", "as a second abstraction, beside the first")
    parser.choice("--decimal", ("comma", "point"), "the decimal sign of numbers such as 1,200", default="")
    parser.reader()

    parser = add_command(parts, "list", run_list, "show all evaluations in kronor, read for withdrawal")
    parities = "purchasing power parities or the plain exchange rate (default: %(default)s)"
    parser.choice("--by", METHODS, parities, default="ppp")
    add_asking(parser)
    add_command(parts, "chain", run_chain, "show how every amount became kronor, factor by factor")
    parser = add_command(parts, "differences", run_differences, "show where two abstractions do not agree")
    parser.switch("--open", "leave out what is settled")
    parser.path("--out", "FILE.csv", "write the list, to fill in its column settled")
    parser = add_command(parts, "settled", run_settled, "take a list of differences back in, filled in")
    parser.path("file", "FILE.csv")
    parser.reader()
    parser = add_command(parts, "settle", run_settle, "say which of two abstractions of a field counts")
    parser.add_argument("evaluation", metavar="EVALUATION")
    parser.add_argument("column", metavar="COLUMN")
    parser.add_argument("answer", choices=("first", "second", "other"))
    parser.text("--value", help="what counts where it is neither of the two")
    parser.reader()
    add_command(parts, "checklists", run_checklists, "show how far each checklist is answered")


def add_asking(parser):
    """Add the option --reader of a command that shows what is open, and one's own."""
    parser.text("--reader", "NAME", "also what only NAME has taken out of its study so far")


def run_export(arguments):
    """Write the economists' workbook."""
    with opened(arguments) as workbench:
        n = workbench.export_evaluations(arguments.file, reader=arguments.reader, second=arguments.second)
    show({"file": str(arguments.file), "rows": n}, arguments)


def run_import(arguments):
    """Take the economists' workbook back in."""
    with opened(arguments) as workbench:
        reader = reader_of(arguments, workbench, role="health_economist")
        found = workbench.import_evaluations(
            arguments.file, reader=reader, second=arguments.second, decimal=arguments.decimal
        )
    show(found, arguments)


def run_list(arguments):
    """Show all economic evaluations."""
    with opened(arguments) as workbench:
        columns = ["evaluation_id", "intervention", "comparator", "currency", "price_year"]
        columns += ["withdrawal_cost_sek", "withdrawal_effect", "effect_unit", "saved_per_unit_lost_sek"]
        frame = workbench.evaluations(method=arguments.by, reader=arguments.reader)
    if arguments.json:
        show(frame, arguments)
        return
    whole = ["price_year", "withdrawal_cost_sek", "saved_per_unit_lost_sek"]
    shown = frame[[*columns, "reading", "not_converted"]]
    show(shown.assign(**{name: shown[name].round().astype("Int64") for name in whole}), arguments)


def run_chain(arguments):
    """Show every conversion whole, a line a step."""
    with opened(arguments) as workbench:
        frame = workbench.evaluations()
    columns = ["evaluation_id", "withdrawal_cost", "currency", "price_year", "sek_chain", "not_converted"]
    columns += ["withdrawal_cost_sek", "exchange_sek", "exchange_chain"]
    if arguments.json:
        show(frame[columns], arguments)
        return
    said = {
        f"{row.evaluation_id} {row.withdrawal_cost:g} {row.currency}": (
            [row.not_converted] if row.not_converted else [*row.sek_chain.split(" | "), kronor(row)]
        )
        for row in frame[frame.withdrawal_cost.notna()].itertuples()
    }
    show(said, arguments)


def kronor(row):
    """Return the end of a conversion."""
    amount = f"{row.withdrawal_cost_sek:,.0f}".replace(",", " ")
    return f"= {amount} SEK, rounded once"


def run_differences(arguments):
    """Show where two abstractions do not agree."""
    with opened(arguments) as workbench:
        found = workbench.abstraction_differences(open_only=arguments.open)
    if arguments.out:
        write_csv(found.assign(value=""), arguments.out)
        found = {"file": str(arguments.out), "differences": len(found)}
    show(found, arguments)


def run_settled(arguments):
    """Take in which of two abstractions counts, from a list."""
    with opened(arguments) as workbench:
        reader = reader_of(arguments, workbench, role="health_economist")
        show(workbench.import_settled(arguments.file, reader=reader), arguments)


def run_settle(arguments):
    """Say which of two abstractions of a field counts."""
    with opened(arguments) as workbench:
        reader = reader_of(arguments, workbench, role="health_economist")
        workbench.settle(
            arguments.evaluation, arguments.column, arguments.answer, reader=reader, value=arguments.value
        )
        left = len(workbench.abstraction_differences(open_only=True))
    show({"settled": arguments.column, "differences left": left}, arguments)


run_checklists = shows(lambda workbench, _: workbench.completeness())
