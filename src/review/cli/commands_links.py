"""Commands for links: suggest, make, reject, take in and give out."""

from review.cli.options import add_command, add_parts, opened, reader_of, shows, who_decided
from review.cli.output import show
from review.evidence import CERTAINTIES, DIRECTIONS

__all__ = ["add_commands"]


def add_commands(commands):
    """Add `link suggest`, `add`, `dismiss`, `import`, `export` and `list`."""
    parts = add_parts(commands, "link", "ties between references and recommendations")
    parser = add_command(parts, "suggest", run_suggest, "suggest links that a person then confirms")
    parser.add_argument("--recommendation", metavar="ID", help="only for this recommendation")
    parser.add_argument("-n", type=int, default=3, help="suggestions per reference (default: %(default)s)")
    parser.switch("--all", "also for references not included")

    parser = add_command(parts, "add", run_add, "tie a reference to a recommendation")
    parser.add_argument("reference", metavar="REFERENCE")
    parser.add_argument("recommendation", metavar="RECOMMENDATION")
    parser.choice("direction", DIRECTIONS, "whether the study supports that the measure is not done")
    parser.choice("--certainty", CERTAINTIES, default="not_assessed")
    parser.text("--note")
    parser.text("--exceptions", help="when the measure can still be right")
    parser.text("--population", help="whom the study speaks about")
    parser.reader()

    parser = add_command(parts, "dismiss", run_dismiss, "reject a suggestion, so that it is never made again")
    parser.add_argument("reference", metavar="REFERENCE")
    parser.add_argument("recommendation", metavar="RECOMMENDATION")
    parser.text("--note", help="why")
    parser.reader()

    parser = add_command(parts, "import", run_import, "take in links from a spreadsheet")
    parser.path("file", "FILE")
    parser.reader()
    parser = add_command(parts, "export", run_export, "write all links as CSV, for a spreadsheet and back")
    parser.path("file", "FILE.csv")
    add_command(parts, "list", run_list, "show all links")


def run_suggest(arguments):
    """Suggest links."""
    with opened(arguments) as workbench:
        found = workbench.links.suggest(
            n=arguments.n, recommendation_id=arguments.recommendation, included_only=not arguments.all
        )
    show(found, arguments)


def run_add(arguments):
    """Tie a reference to a recommendation."""
    with opened(arguments) as workbench:
        reader = reader_of(arguments, workbench)
        pair = {"reference": arguments.reference, "recommendation": arguments.recommendation}
        names = ("certainty", "note", "exceptions", "population")
        said = {name: getattr(arguments, name) for name in names}
        made = workbench.links.add(*pair.values(), arguments.direction, reader=reader, **said)
    show({"id": made} | pair, arguments)


def run_dismiss(arguments):
    """Reject a suggestion."""
    with opened(arguments) as workbench:
        reader = reader_of(arguments, workbench)
        pair = {"reference": arguments.reference, "recommendation": arguments.recommendation}
        made = workbench.links.dismiss(*pair.values(), reader=reader, note=arguments.note)
    show({"id": made} | pair, arguments)


def run_import(arguments):
    """Take in links from a spreadsheet."""
    with opened(arguments) as workbench:
        reader = who_decided(arguments, workbench)
        show(workbench.links.import_file(arguments.file, reader=reader), arguments)


run_export = shows(
    lambda workbench, arguments: {
        "file": str(arguments.file),
        "links": workbench.links.export(arguments.file),
    }
)
run_list = shows(lambda workbench, _: workbench.links.current().drop(columns=["id", "replaces"]))
