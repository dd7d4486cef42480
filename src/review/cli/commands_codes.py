"""Commands for codes: what the codebooks say of the studies."""

from review.cli.options import add_command, add_parts, chosen, reader_of, shows, who_decided
from review.register import CODE_DIRECTIONS

__all__ = ["add_commands"]


def add_commands(commands):
    """Add `codes books`, `add`, `remove`, `list`, `suggest`, `import`, `export`, `agreement`, `migrate`."""
    parts = add_parts(commands, "codes", "codes of the codebooks on references")
    add_command(parts, "books", run_books)
    for name, run in (("add", run_code), ("remove", run_uncode)):
        parser = add_command(parts, name, run)
        parser.add_argument("reference", metavar="REFERENCE")
        parser.add_argument("codebook", metavar="CODEBOOK")
        parser.add_argument("code", metavar="CODE")
        if name == "add":
            parser.add_argument("--direction", choices=CODE_DIRECTIONS, default="")
            parser.text("--note")
        parser.reader()
    add_command(parts, "list", run_list)
    parser = add_command(parts, "suggest", run_codes_suggest)
    parser.add_argument("--codebook", metavar="NAME", help="only of this codebook")
    parser.add_argument("-n", type=int, default=3, help="per reference and codebook (default: %(default)s)")
    parser.switch("--all", "also for references not included")
    parser = add_command(parts, "import", run_codes_import)
    parser.path("file", "FILE")
    parser.reader()
    parser = add_command(parts, "export", run_export)
    parser.path("file", "FILE.csv")
    parser = add_command(parts, "agreement", run_agreement)
    parser.add_argument("--codebook", metavar="NAME", help="only of this codebook")
    parser = add_command(parts, "migrate", run_codes_migrate)
    parser.path("old", "OLD.csv")
    parser.path("--moves", "FILE", "table with codebook, code and to")
    parser.switch("--apply", "store it; else the report alone is shown")
    parser.reader()


@shows
def run_books(workbench, _):
    """Show the codebooks and how many included studies bear each code."""
    return workbench.codes.counts()


@shows
def run_code(workbench, arguments):
    """Put a code on a reference."""
    said = chosen(arguments, "codebook", "code", "direction", "note")
    made = workbench.codes.add(arguments.reference, **said, reader=reader_of(arguments, workbench))
    return {"id": made} | chosen(arguments, "reference", "code")


@shows
def run_uncode(workbench, arguments):
    """Take one's own code off a reference."""
    said = chosen(arguments, "codebook", "code")
    workbench.codes.remove(arguments.reference, **said, reader=reader_of(arguments, workbench))
    return chosen(arguments, "reference", "code") | {"removed": True}


@shows
def run_codes_suggest(workbench, arguments):
    """Suggest codes that a person then confirms."""
    return workbench.codes.suggest(**chosen(arguments, "n", "codebook"), included_only=not arguments.all)


@shows
def run_codes_import(workbench, arguments):
    """Take in codes from a spreadsheet."""
    return workbench.codes.import_file(arguments.file, reader=who_decided(arguments, workbench))


@shows
def run_codes_migrate(workbench, arguments):
    """Move codes from an older version of the codebooks."""
    reader = reader_of(arguments, workbench) if arguments.apply else ""
    return workbench.codes.migrate(arguments.old, moves=arguments.moves, reader=reader)


@shows
def run_list(workbench, _):
    """Show all codes."""
    return workbench.codes.current().drop(columns=["id", "replaces"])


@shows
def run_export(workbench, arguments):
    """Write all codes as CSV."""
    return {"file": str(arguments.file), "codes": workbench.codes.export(arguments.file)}


@shows
def run_agreement(workbench, arguments):
    """Show how far readers agree on each code."""
    return workbench.codes.agreement(arguments.codebook)
