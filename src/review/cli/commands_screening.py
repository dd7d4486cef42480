"""Commands for screening: queue, decide, undo, conflicts, and decisions from and to spreadsheets."""

import argparse

from review.cli.commands_duplicates import merged
from review.cli.options import add_command, add_parts, chosen, decide, reader_of, shows, who_decided
from review.cli.output import say
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
    parser = add_command(commands, "queue", run_queue)
    parser.add_argument("-n", type=int, default=20, help="how many (default: %(default)s)")
    parser.stage()
    parser.reader()

    parser = add_command(commands, "decide", run_decide)
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

    parser = add_command(commands, "undo", run_undo)
    parser.choice("--kind", UNDOABLE, "of what (default: %(default)s)", default=UNDOABLE[0])
    parser.reader()


def add_decisions_command(commands):
    """Add `decisions import` and `decisions export`."""
    parts = add_parts(commands, "decisions", "decisions from and to spreadsheets")
    add_taking(parts)
    giving = add_command(parts, "export", run_export, help="write all open decisions as CSV")
    giving.path("file", "FILE")
    giving.text("--reader", "NAME", "also what this reader decided and others have not yet")


def add_taking(parts):
    """Add `decisions import`."""
    taking = add_command(
        parts,
        "import",
        run_import,
        help="take in decisions made elsewhere",
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
    parser = add_command(commands, "conflicts", run_conflicts)
    parser.switch("--merged", "show what was said of two references that are one now, and differs")
    parser.text("--reader", "NAME", "with --merged: who asks")
    parser.stage()
    parser = add_command(commands, "settle", run_settle)
    parser.add_argument("reference", metavar="REFERENCE", help="its id, as `review conflicts` shows it")
    parser.add_argument("decision", choices=DECISIONS)
    parser.text("--reason", help="why it is excluded; one of those in review.toml")
    parser.text("--note")
    parser.stage()
    parser.reader()


@shows
def run_decide(workbench, arguments):
    """Store one decision on one reference."""
    both = set(arguments.flag) & set(arguments.no_flag)
    if both:
        raise UsageError(f"--flag and --no-flag both name {', '.join(sorted(both))}")
    said = dict.fromkeys(arguments.flag, True) | dict.fromkeys(arguments.no_flag, False)
    reader = reader_of(arguments, workbench)
    head = workbench.screening.queue(reader, n=1, **chosen(arguments, "stage"))
    said |= as_queued(head, arguments.reference)
    return decide(arguments, workbench.screening.decide, reader, **said)


def as_queued(head, reference):
    """Return how a reference was drawn where it is next in the queue; any other is picked by hand."""
    if head.empty or head.reference_id.iloc[0] != reference:
        return {}
    row = head.iloc[0]
    score = None if row.score != row.score else float(row.score)
    return {"drawn": str(row.drawn), "rank": int(row["rank"]), "score": score}


@shows
def run_undo(workbench, arguments):
    """Take back a reader's newest judgement."""
    row = workbench.screening.undo(reader_of(arguments, workbench), arguments.kind)
    return {"withdrawn": {key: row[key] for key in ("id", "reference_id", "reader", "at")}}


@shows
def run_import(workbench, arguments):
    """Take in decisions made elsewhere; what is stored already is not stored again."""
    said = chosen(
        arguments, "stage", "label_column", "every", "reason", "skip_unknown", "doubtful", "preview"
    )
    reader = who_decided(arguments, workbench)
    done = workbench.screening.import_decisions(arguments.file, reader=reader, **said)
    if arguments.preview:
        say("this is a preview: nothing is stored")
    return done


def column_names():
    """Return what the columns of a file of decisions may be called, for the help."""
    lines = [f"  {what:<18} {', '.join(names)}" for what, names in (KEY_NAMES | SAID_NAMES).items()]
    said = "what columns may be called (capitals, spaces, hyphens and _ make no difference):"
    return "\n".join([said, *lines])


@shows
def run_export(workbench, arguments):
    """Write all decisions as CSV that all readers of their reference have made."""
    n = workbench.screening.export_decisions(arguments.file, reader=who_decided(arguments, workbench))
    return {"file": str(arguments.file), "decisions": n}


@shows
def run_conflicts(workbench, arguments):
    """Show what readers disagree on and nobody has settled."""
    if arguments.merged:
        return merged(workbench, arguments)
    frame = workbench.screening.conflict_queue(arguments.stage)
    if not arguments.json:
        frame = frame.drop(columns=["abstract", *FLAGS])
        for name in ("readers", "decisions", "reasons", "notes"):
            frame[name] = [" / ".join(cell) for cell in frame[name]]
    return frame


@shows
def run_settle(workbench, arguments):
    """Settle one conflict, as an adjudicator."""
    return decide(arguments, workbench.screening.settle, reader_of(arguments, workbench, "adjudicator"))


@shows
def run_queue(workbench, arguments):
    """Show what a reader has left to read, the likeliest relevant first."""
    return workbench.screening.queue(reader_of(arguments, workbench), **chosen(arguments, "stage", "n"))
