"""Commands for screening: queue, decide, undo, decisions, agreement."""

import argparse
from pathlib import Path

from review.cli.options import add_command, add_json, add_project, add_reader, add_stage, opened, reader_of
from review.cli.output import say, show
from review.errors import UsageError
from review.evidence import DECISIONS, FLAGS, STAGES
from review.formats import SAID_NAMES
from review.workbench.matching import KEY_NAMES
from review.workbench.spreadsheets import DOUBTFUL

__all__ = ["add_commands"]

UNDOABLE = ("decisions", "links", "evaluations")


def add_commands(commands):
    """Add the commands of this family."""
    add_reading_commands(commands)
    add_decisions_command(commands)
    add_asking_commands(commands)


def add_reading_commands(commands):
    """Add `queue`, `decide` and `undo`."""
    parser = add_command(
        commands, "queue", run_queue, "show what a reader has left to read, the likeliest relevant first"
    )
    parser.add_argument("-n", type=int, default=20, help="how many (default: %(default)s)")
    add_stage(parser)
    add_reader(parser)

    parser = add_command(commands, "decide", run_decide, "store one decision on one reference")
    parser.add_argument("reference", metavar="REFERENCE", help="its id, as the queue shows it")
    parser.add_argument("decision", choices=DECISIONS)
    parser.add_argument(
        "--reason", default="", help="why a full text is excluded; one of those in review.toml"
    )
    parser.add_argument("--note", default="")
    parser.add_argument(
        "--flag", choices=FLAGS, action="append", default=[], help="say that the flag holds; may be repeated"
    )
    parser.add_argument(
        "--no-flag", choices=FLAGS, action="append", default=[], help="say that it does not hold"
    )
    add_stage(parser)
    add_reader(parser)

    parser = add_command(commands, "undo", run_undo, "take back a reader's newest judgement")
    parser.add_argument(
        "--kind", choices=UNDOABLE, default=UNDOABLE[0], help="of what (default: %(default)s)"
    )
    add_reader(parser)


def add_asking_commands(commands):
    """Add `agreement`."""
    parser = add_command(
        commands, "agreement", run_agreement, "say how far readers agree, and where they do not"
    )
    parser.add_argument("--over-time", action="store_true", help="month by month instead")
    parser.add_argument(
        "--block", type=int, metavar="N", help="with --over-time: by blocks of N references instead of months"
    )
    add_stage(parser)


def add_decisions_command(commands):
    """Add `decisions import` and `decisions export`."""
    parser = commands.add_parser(
        "decisions",
        help="decisions from and to spreadsheets",
        description="Decisions from and to spreadsheets.",
    )
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    taking = add_taking(parts)
    giving = parts.add_parser(
        "export", help="write all open decisions as CSV", description=run_export.__doc__
    )
    giving.add_argument("file", metavar="FILE", type=Path)
    giving.add_argument(
        "--reader", default="", metavar="NAME", help="also what this reader decided and others have not yet"
    )
    for part, run in ((taking, run_import), (giving, run_export)):
        part.set_defaults(run=run)
        add_json(part)
        add_project(part)


def add_taking(parts):
    """Add `decisions import` and return its parser."""
    taking = parts.add_parser(
        "import",
        help="take in decisions made elsewhere",
        description=run_import.__doc__,
        epilog=column_names(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    taking.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help="CSV, TSV or XLSX with one row per decision, or a file of ASReview, Rayyan, Covidence, "
        "EPPI-Reviewer (JSON), Colandr or Abstrackr",
    )
    taking.add_argument("--preview", action="store_true", help="say what it would do, and store nothing")
    taking.add_argument(
        "--doubtful",
        choices=DOUBTFUL,
        default="",
        help="what becomes of rows that would change what stands or contradict each other: what stands stays "
        "(keep), or the file counts (replace); rows that fit no reference are left out",
    )
    taking.add_argument(
        "--every", choices=DECISIONS, default="", help="the file is the list of what was included or excluded"
    )
    taking.add_argument(
        "--reason",
        default="",
        metavar="R",
        help="where the file has no reason of review.toml: one of those for full texts, or `note`; what the "
        "file says becomes the note",
    )
    taking.add_argument("--stage", choices=STAGES, default="", help="for files without a column stage")
    taking.add_argument(
        "--label-column", default="", metavar="C", help="a column of 1/0 or yes/no instead of `decision`"
    )
    taking.add_argument(
        "--skip-unknown", action="store_true", help="import the rest where rows fit no reference"
    )
    taking.add_argument(
        "--reader", default="", metavar="NAME", help="who decided, where the file does not say"
    )
    return taking


def run_queue(arguments):
    """Show what a reader has left to read."""
    with opened(arguments) as workbench:
        show(
            workbench.queue(reader_of(arguments, workbench), stage=arguments.stage, n=arguments.n), arguments
        )


def run_decide(arguments):
    """Store one decision."""
    both = set(arguments.flag) & set(arguments.no_flag)
    if both:
        raise UsageError(f"--flag and --no-flag both name {', '.join(sorted(both))}")
    said = dict.fromkeys(arguments.flag, True) | dict.fromkeys(arguments.no_flag, False)
    with opened(arguments) as workbench:
        reader = reader_of(arguments, workbench)
        made = workbench.decide(
            arguments.reference,
            arguments.decision,
            reader=reader,
            stage=arguments.stage,
            reason=arguments.reason,
            note=arguments.note,
            **said,
        )
    show(
        {"id": made, "reference": arguments.reference, "decision": arguments.decision, "reader": reader},
        arguments,
    )


def run_undo(arguments):
    """Take back a reader's newest judgement."""
    with opened(arguments) as workbench:
        row = workbench.undo(reader_of(arguments, workbench), arguments.kind)
    show({"withdrawn": {key: row[key] for key in ("id", "reference_id", "reader", "at")}}, arguments)


def run_import(arguments):
    """Take in decisions made elsewhere; what is stored already is not stored again."""
    with opened(arguments) as workbench:
        reader = arguments.reader and workbench.project.reader(arguments.reader).id
        done = workbench.import_decisions(
            arguments.file,
            reader=reader,
            stage=arguments.stage,
            label_column=arguments.label_column,
            every=arguments.every,
            reason=arguments.reason,
            skip_unknown=arguments.skip_unknown,
            doubtful=arguments.doubtful,
            preview=arguments.preview,
        )
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
        reader = arguments.reader and workbench.project.reader(arguments.reader).id
        n = workbench.export_decisions(arguments.file, reader=reader)
    show({"file": str(arguments.file), "decisions": n}, arguments)


def run_agreement(arguments):
    """Say how far readers agree."""
    with opened(arguments) as workbench:
        if arguments.over_time:
            show(workbench.agreement_over_time(arguments.stage, block=arguments.block), arguments)
            return
        result = {
            "agreement": workbench.agreement(arguments.stage),
            "conflicts": workbench.conflicts(arguments.stage),
        }
    show(result, arguments)
