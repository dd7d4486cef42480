"""Commands for codes: what the codebooks say of the studies."""

from review.cli.options import add_command, add_parts, opened, reader_of, shows, who_decided
from review.cli.output import show
from review.register import CODE_DIRECTIONS

__all__ = ["add_commands"]


def add_commands(commands):
    """Add `codes books`, `add`, `remove`, `list`, `suggest`, `import`, `export`, `agreement`, `migrate`."""
    parts = add_parts(commands, "codes", "codes of the codebooks on references")
    add_command(parts, "books", run_books, "show the codebooks and how many included studies bear each code")
    for name, run, help in (
        ("add", run_code, "put a code on a reference"),
        ("remove", run_uncode, "take one's own code off a reference"),
    ):
        parser = add_command(parts, name, run, help)
        parser.add_argument("reference", metavar="REFERENCE")
        parser.add_argument("codebook", metavar="CODEBOOK")
        parser.add_argument("code", metavar="CODE")
        if name == "add":
            parser.add_argument("--direction", choices=CODE_DIRECTIONS, default="")
            parser.text("--note")
        parser.reader()
    add_command(parts, "list", run_list, "show all codes")
    parser = add_command(parts, "suggest", run_codes_suggest, "suggest codes that a person then confirms")
    parser.add_argument("--codebook", metavar="NAME", help="only of this codebook")
    parser.add_argument("-n", type=int, default=3, help="per reference and codebook (default: %(default)s)")
    parser.switch("--all", "also for references not included")
    parser = add_command(parts, "import", run_codes_import, "take in codes from a spreadsheet")
    parser.path("file", "FILE")
    parser.reader()
    parser = add_command(parts, "export", run_export, "write all codes as CSV")
    parser.path("file", "FILE.csv")
    parser = add_command(parts, "agreement", run_agreement, "show how far readers agree on each code")
    parser.add_argument("--codebook", metavar="NAME", help="only of this codebook")
    parser = add_command(
        parts, "migrate", run_codes_migrate, "move codes from an older version of the codebooks"
    )
    parser.path("old", "OLD.csv")
    parser.path("--moves", "FILE", "table with codebook, code and to")
    parser.switch("--apply", "store it; else the report alone is shown")
    parser.reader()


@shows
def run_books(workbench, _):
    """Show the codebooks and how many included studies bear each code."""
    return workbench.codes.counts()


def run_code(arguments):
    """Put a code on a reference."""
    with opened(arguments) as workbench:
        named = (arguments.reference, arguments.codebook, arguments.code)
        said = {"direction": arguments.direction, "note": arguments.note}
        made = workbench.codes.add(*named, reader=reader_of(arguments, workbench), **said)
    show({"id": made, "reference": arguments.reference, "code": arguments.code}, arguments)


def run_uncode(arguments):
    """Take a code off a reference."""
    with opened(arguments) as workbench:
        reader = reader_of(arguments, workbench)
        workbench.codes.remove(arguments.reference, arguments.codebook, arguments.code, reader=reader)
    show({"reference": arguments.reference, "code": arguments.code, "removed": True}, arguments)


def run_codes_suggest(arguments):
    """Suggest codes."""
    with opened(arguments) as workbench:
        found = workbench.codes.suggest(
            n=arguments.n, codebook=arguments.codebook, included_only=not arguments.all
        )
    show(found, arguments)


def run_codes_import(arguments):
    """Take in codes from a spreadsheet."""
    with opened(arguments) as workbench:
        reader = who_decided(arguments, workbench)
        show(workbench.codes.import_file(arguments.file, reader=reader), arguments)


def run_codes_migrate(arguments):
    """Move codes from an older version of the codebooks."""
    with opened(arguments) as workbench:
        reader = reader_of(arguments, workbench) if arguments.apply else ""
        show(workbench.codes.migrate(arguments.old, moves=arguments.moves, reader=reader), arguments)


run_list = shows(lambda workbench, _: workbench.codes.current().drop(columns=["id", "replaces"]))
run_export = shows(
    lambda workbench, arguments: {
        "file": str(arguments.file),
        "codes": workbench.codes.export(arguments.file),
    }
)
run_agreement = shows(lambda workbench, arguments: workbench.codes.agreement(arguments.codebook))
