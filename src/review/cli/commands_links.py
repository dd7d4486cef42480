"""Commands for links: suggest, make, reject, take in and give out."""

from review.cli.options import add_command, add_parts, chosen, reader_of, shows, who_decided
from review.evidence import CERTAINTIES, DIRECTIONS

__all__ = ["add_commands"]


def add_commands(commands):
    """Add `link suggest`, `add`, `dismiss`, `import`, `export` and `list`."""
    parts = add_parts(commands, "link", "ties between references and recommendations")
    parser = add_command(parts, "suggest", run_suggest)
    parser.add_argument("--recommendation", metavar="ID", help="only for this recommendation")
    parser.add_argument("-n", type=int, default=3, help="suggestions per reference (default: %(default)s)")
    parser.switch("--all", "also for references not included")

    parser = add_command(parts, "add", run_add)
    parser.add_argument("reference", metavar="REFERENCE")
    parser.add_argument("recommendation", metavar="RECOMMENDATION")
    parser.choice("direction", DIRECTIONS, "whether the study supports that the measure is not done")
    parser.choice("--certainty", CERTAINTIES, default="not_assessed")
    parser.text("--note")
    parser.text("--exceptions", help="when the measure can still be right")
    parser.text("--population", help="whom the study speaks about")
    parser.reader()

    parser = add_command(parts, "dismiss", run_dismiss)
    parser.add_argument("reference", metavar="REFERENCE")
    parser.add_argument("recommendation", metavar="RECOMMENDATION")
    parser.text("--note", help="why")
    parser.reader()

    parser = add_command(parts, "import", run_import)
    parser.path("file", "FILE")
    parser.reader()
    parser = add_command(parts, "export", run_export)
    parser.path("file", "FILE.csv")
    add_command(parts, "list", run_list)


@shows
def run_suggest(workbench, arguments):
    """Suggest links that a person then confirms."""
    how = {"recommendation_id": arguments.recommendation, "included_only": not arguments.all}
    return workbench.links.suggest(n=arguments.n, **how)


@shows
def run_add(workbench, arguments):
    """Tie a reference to a recommendation."""
    pair = chosen(arguments, "reference", "recommendation")
    said = chosen(arguments, "direction", "certainty", "note", "exceptions", "population")
    return {"id": workbench.links.add(*pair.values(), **said, reader=reader_of(arguments, workbench))} | pair


@shows
def run_dismiss(workbench, arguments):
    """Reject a suggestion, so that it is never made again."""
    pair, reader = chosen(arguments, "reference", "recommendation"), reader_of(arguments, workbench)
    return {"id": workbench.links.dismiss(*pair.values(), reader=reader, note=arguments.note)} | pair


@shows
def run_import(workbench, arguments):
    """Take in links from a spreadsheet."""
    return workbench.links.import_file(arguments.file, reader=who_decided(arguments, workbench))


@shows
def run_export(workbench, arguments):
    """Write all links as CSV, for a spreadsheet and back."""
    return {"file": str(arguments.file), "links": workbench.links.export(arguments.file)}


@shows
def run_list(workbench, _):
    """Show all links."""
    return workbench.links.current().drop(columns=["id", "replaces"])
