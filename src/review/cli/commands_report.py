"""Commands for what leaves a review: report, verify, export."""

import datetime

from review import report
from review.agreement import OUTCOMES
from review.cli.options import add_command, chosen, opened, shows
from review.cli.output import say, show
from review.errors import CheckFailed, UsageError
from review.evidence import STAGES
from review.vocabulary import LANGUAGES
from review.workbench.report import EXPORTS, PARTS, UNREAD

__all__ = ["add_commands"]

PART_HELP = {
    "figures": "each figure as SVG, and as PNG where a Chromium is there",
    "tables": "each table as CSV, all in one workbook, and the flow for the PRISMA2020 app",
    "pdf": "a tagged PDF (needs a Chromium)",
    "word": "a Word document (needs pandoc and a Chromium)",
    "crate": "an RO-Crate that describes the files",
}


def add_commands(commands):
    """Add the commands of this family."""
    add_report(commands)
    parser = add_command(commands, "verify", run_verify)
    parser.path("--report", "FILE", "check a written report from nothing but its HTML")
    parser = add_command(commands, "export", run_export)
    parser.choice("--format", EXPORTS, default="ris")
    parser.path("--out", "FILE", "default: a file in outputs/")
    parser.choice("--stage", STAGES, "where the choices below look", default="")
    parser.choice("--outcome", (*OUTCOMES, UNREAD), "only references that came to this", default="")
    parser.text("--reader", "NAME", "only what this reader decided, as this reader did")
    parser.text("--waits-for", "NAME", "only what waits for this reader, in reading order")


def add_report(commands):
    """Add `report`."""
    parser = add_command(commands, "report", run_report)
    parser.choice("--language", LANGUAGES, "default: as review.toml says")
    parser.add_argument(
        "--date", metavar="YYYY-MM-DD", help="the date printed (default: as review.toml says)"
    )
    parser.add_argument(
        "--chapters", metavar="NAME,NAME", type=lambda names: names.split(","), default=(),
        help="only these chapters (default: as review.toml says, else all)",
    )  # fmt: skip
    parser.path("--out", "FILE", "default: outputs/report.html")
    parser.path("--since", "OLD.html", "list the numbers that differ from an older report")
    for part in PARTS:
        parser.switch(f"--{part}", f"also {PART_HELP[part]}")
    parser.switch("--all", f"also all of these: {', '.join(PARTS)}")


def day(text):
    """Return a date, None where none is given, or say what one looks like."""
    try:
        return None if text is None else datetime.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--date must be a day such as 2026-10-01; got {text!r}") from None


def run_report(arguments):
    """Make the report, one HTML file, and what goes with it."""
    how = {"language": arguments.language, "date": day(arguments.date), "chapters": arguments.chapters}
    # read before it is written over
    before = report.read_page(arguments.since) if arguments.since else None
    out = report.build(arguments.project, out=arguments.out, **how)
    parts = [part for part in PARTS if arguments.all or getattr(arguments, part)]
    made = {"report": str(out), "bytes": out.stat().st_size}
    if parts:
        with opened(arguments) as workbench:
            written = workbench.report.publish(out, parts=parts, **how)
        for row in written[written.note != ""].itertuples():
            say(f"{row.part}: {row.file}: {row.note}")
        made["files"] = written
    if before is not None:
        made["since"] = report.changes(before, out)
    show(made, arguments)


def run_verify(arguments):
    """Check that database, sums and links are sound, or a report by its file."""
    if arguments.report:
        checks = report.check(arguments.report)
    else:
        with opened(arguments) as workbench:
            checks = workbench.verify()
    failed = checks[~checks.ok.astype(bool)]
    show(checks, arguments)
    if len(failed):
        raise CheckFailed(f"{len(failed)} of {len(checks)} checks failed: {'; '.join(failed.check)}")


@shows
def run_export(workbench, arguments):
    """Write all references with outcomes, reasons, flags and links."""
    out = arguments.out or workbench.project.path("outputs", EXPORTS[arguments.format])
    said = chosen(arguments, "reader", "stage", "outcome", "waits_for")
    return {"file": str(out), "references": workbench.report.export(arguments.format, out, **said)}
