"""Commands for screening: queue, decide, undo, conflicts, and decisions from and to spreadsheets."""

import argparse

from review.cli.commands_duplicates import show_merged
from review.cli.options import add_command, add_parts, decide, opened, reader_of, shows, who_decided
from review.cli.output import say, show
from review.errors import UsageError
from review.evidence import DECISIONS, FLAGS, STAGES
from review.formats import SAID_NAMES
from review.workbench.decisions_in import DOUBTFUL
from review.workbench.matching import KEY_NAMES

__all__ = ["add_commands"]

UNDOABLE = ("decisions", "links", "evaluations")


def add_commands(commands):
    """Add the commands of this family."""
    add_reading_commands(commands)
    add_decisions_command(commands)
    add_conflict_commands(commands)


def add_reading_commands(commands):
    """Add `queue`, `decide` and `undo`."""
    parser = add_command(
        commands, "queue", run_queue, "show what a reader has left to read, the likeliest relevant first"
    )
    parser.add_argument("-n", type=int, default=20, help="how many (default: %(default)s)")
    parser.stage()
    parser.reader()

    parser = add_command(commands, "decide", run_decide, "store one decision on one reference")
    parser.add_argument("reference", metavar="REFERENCE", help="its id, as the queue shows it")
    parser.add_argument("decision", choices=DECISIONS)
    parser.text("--reason", help="why a full text is excluded; one of those in review.toml")
    parser.text("--note")
    parser.add_argument(
        "--flag", choices=FLAGS, action="append", default=[], help="say that the flag holds; may be repeated"
    )
    parser.add_argument(
        "--no-flag", choices=FLAGS, action="append", default=[], help="say that it does not hold"
    )
    parser.stage()
    parser.reader()

    parser = add_command(commands, "undo", run_undo, "take back a reader's newest judgement")
    parser.choice("--kind", UNDOABLE, "of what (default: %(default)s)", default=UNDOABLE[0])
    parser.reader()


def add_decisions_command(commands):
    """Add `decisions import` and `decisions export`."""
    parts = add_parts(commands, "decisions", "decisions from and to spreadsheets")
    add_taking(parts)
    about = run_export.__doc__
    giving = add_command(parts, "export", run_export, "write all open decisions as CSV", description=about)
    giving.path("file", "FILE")
    giving.text("--reader", "NAME", "also what this reader decided and others have not yet")


def add_taking(parts):
    """Add `decisions import`."""
    taking = add_command(
        parts,
        "import",
        run_import,
        "take in decisions made elsewhere",
        description=run_import.__doc__,
        epilog=column_names(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    taking.path(
        "file",
        "FILE",
        "CSV, TSV or XLSX with one row per decision, or a file of ASReview, Rayyan, Covidence, "
        "EPPI-Reviewer (JSON), Colandr or Abstrackr",
    )
    taking.switch("--preview", "say what it would do, and store nothing")
    taking.choice(
        "--doubtful",
        DOUBTFUL,
        "what becomes of rows that would change what stands or contradict each other: what stands stays "
        "(keep), or the file counts (replace); rows that fit no reference are left out",
        default="",
    )
    taking.choice("--every", DECISIONS, "the file is the list of what was included or excluded", default="")
    taking.text(
        "--reason",
        "R",
        "where the file has no reason of review.toml: one of those for full texts, or `note`; what the "
        "file says becomes the note",
    )
    taking.choice("--stage", STAGES, "for files without a column stage", default="")
    taking.text("--label-column", "C", "a column of 1/0 or yes/no instead of `decision`")
    taking.switch("--skip-unknown", "import the rest where rows fit no reference")
    taking.text("--reader", "NAME", "who decided, where the file does not say")


def add_conflict_commands(commands):
    """Add `conflicts` and `settle`."""
    parser = add_command(
        commands, "conflicts", run_conflicts, "show what readers disagree on and nobody has settled"
    )
    parser.switch("--merged", "show what was said of two references that are one now, and differs")
    parser.text("--reader", "NAME", "with --merged: who asks")
    parser.stage()
    parser = add_command(commands, "settle", run_settle, "settle one conflict, as an adjudicator")
    parser.add_argument("reference", metavar="REFERENCE", help="its id, as `review conflicts` shows it")
    parser.add_argument("decision", choices=DECISIONS)
    parser.text("--reason", help="why it is excluded; one of those in review.toml")
    parser.text("--note")
    parser.stage()
    parser.reader()


def run_decide(arguments):
    """Store one decision."""
    both = set(arguments.flag) & set(arguments.no_flag)
    if both:
        raise UsageError(f"--flag and --no-flag both name {', '.join(sorted(both))}")
    said = dict.fromkeys(arguments.flag, True) | dict.fromkeys(arguments.no_flag, False)
    with opened(arguments) as workbench:
        decide(arguments, workbench.screening.decide, reader_of(arguments, workbench), **said)


def run_undo(arguments):
    """Take back a reader's newest judgement."""
    with opened(arguments) as workbench:
        row = workbench.screening.undo(reader_of(arguments, workbench), arguments.kind)
    show({"withdrawn": {key: row[key] for key in ("id", "reference_id", "reader", "at")}}, arguments)


def run_import(arguments):
    """Take in decisions made elsewhere; what is stored already is not stored again."""
    with opened(arguments) as workbench:
        reader = who_decided(arguments, workbench)
        names = ("stage", "label_column", "every", "reason", "skip_unknown", "doubtful", "preview")
        said = {name: getattr(arguments, name) for name in names}
        done = workbench.screening.import_decisions(arguments.file, reader=reader, **said)
    if arguments.preview:
        say("this is a preview: nothing is stored")
    show(done, arguments)


def column_names():
    """Return what the columns of a file of decisions may be called, for the help."""
    lines = [f"  {what:<18} {', '.join(names)}" for what, names in (KEY_NAMES | SAID_NAMES).items()]
    said = "what columns may be called (capitals, spaces, hyphens and _ make no difference):"
    return "\n".join([said, *lines])


def run_export(arguments):
    """Write all decisions as CSV that all readers of their reference have made."""
    with opened(arguments) as workbench:
        reader = who_decided(arguments, workbench)
        n = workbench.screening.export_decisions(arguments.file, reader=reader)
    show({"file": str(arguments.file), "decisions": n}, arguments)


def run_conflicts(arguments):
    """Show the open conflicts."""
    if arguments.merged:
        return show_merged(arguments)
    with opened(arguments) as workbench:
        frame = workbench.screening.conflict_queue(arguments.stage)
    if not arguments.json:
        frame = frame.drop(columns=["abstract", *FLAGS])
        for name in ("readers", "decisions", "reasons", "notes"):
            frame[name] = [" / ".join(cell) for cell in frame[name]]
    show(frame, arguments)
    return 0


def run_settle(arguments):
    """Settle one conflict."""
    with opened(arguments) as workbench:
        decide(arguments, workbench.screening.settle, reader_of(arguments, workbench, "adjudicator"))


run_queue = shows(
    lambda workbench, arguments: workbench.screening.queue(
        reader_of(arguments, workbench), stage=arguments.stage, n=arguments.n
    )
)
