"""Commands for the economists' workbook: out and back."""

from review.cli.options import add_command, reader_of, shows

__all__ = ["add_commands"]


def add_commands(parts):
    """Add `economics export` and `economics import`."""
    parser = add_command(parts, "export", run_export)
    parser.path("file", "FILE.xlsx")
    parser.text("--second", "NAME", "for a second abstraction, blind to the first")
    parser.asking()
    parser = add_command(parts, "import", run_import)
    parser.path("file", "FILE.xlsx")
    parser.switch("--second", "as a second abstraction, beside the first")
    parser.choice("--repeated", ("once", "each"), "what rows that say the same count as", default="")
    parser.reader()


@shows
def run_export(workbench, arguments):
    """Write the workbook."""
    n = workbench.workbook.export(arguments.file, reader=arguments.reader, second=arguments.second)
    return {"file": str(arguments.file), "rows": n}


@shows
def run_import(workbench, arguments):
    """Take the workbook back in and show each changed cell."""
    reader = reader_of(arguments, workbench, role="health_economist")
    said = {"second": arguments.second, "repeated": arguments.repeated}
    return workbench.workbook.import_file(arguments.file, reader=reader, **said)
