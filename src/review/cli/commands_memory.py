"""Commands for the memory and for who shares it: repair, log, readers, conflicts, settle."""

from review import store
from review.cli.options import add_command, add_parts, decide, opened, reader_of, who_decided
from review.cli.output import say, show
from review.errors import CheckFailed
from review.evidence import DECISIONS, FLAGS
from review.project import Project

__all__ = ["add_commands"]


def add_commands(commands):
    """Add the commands of this family."""
    parser = add_command(commands, "repair", run_repair, "say what can be repaired in the database, or do it")
    parser.switch("--apply", "do it; without this nothing is changed")
    add_log_command(commands)
    add_readers_command(commands)
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


def add_log_command(commands):
    """Add `log export`, `log merge` and `log check`."""
    parts = add_parts(
        commands, "log", "the whole memory as a file, to move it, to keep it, and to meet again"
    )
    parser = add_command(parts, "export", run_log_export, "write all there is as JSON Lines")
    parser.path("file", "FILE.jsonl")
    parser.text("--reader", "NAME", "leave out what other readers decided, so that the file can be handed on")
    parser = add_command(parts, "merge", run_log_merge, "take in what a log of the same review holds")
    parser.path("file", "FILE.jsonl")
    parser = add_command(
        parts, "check", run_log_check, "check that all an earlier log holds is still here, unchanged"
    )
    parser.path("file", "FILE.jsonl")


def add_readers_command(commands):
    """Add `readers list` and `readers setup`."""
    parts = add_parts(commands, "readers", "who reads, how far each is, and their logins")
    parser = add_command(parts, "list", run_readers, "show who reads and how much is left, no judgement")
    parser.stage()
    add_command(
        parts, "setup", run_setup, "give each reader a login on the PostgreSQL server that keeps them blind"
    )


def run_repair(arguments):
    """Say what can be repaired, or repair it."""
    database = Project.open(arguments.project).database()
    problems = store.examine(database)
    if not arguments.apply:
        if len(problems):
            say("to do this: review repair --apply")
        show(problems, arguments)
        return
    lost = store.repair(database)
    new = lost.attrs["file"]
    if new is not None:
        say(f"{len(lost)} rows were lost, which are named below and in the new file's ledger.")
        say(f"What could be read is in {new}; look at it, then put it in the place of {database}.")
    show({"repaired": list(problems.problem), "file": str(new or ""), "lost": lost}, arguments)


def run_log_export(arguments):
    """Write the memory as a log."""
    with opened(arguments) as workbench:
        reader = who_decided(arguments, workbench)
        review = workbench.project.identity()
        n = workbench.store.export_log(arguments.file, review=review, reader=reader)
    if not reader:
        say("this file holds what every reader decided; for a reader use --reader NAME")
    show({"file": str(arguments.file), "rows": n}, arguments)


def run_log_merge(arguments):
    """Take in a log, and say what is to be settled now."""
    with opened(arguments) as workbench:
        added = workbench.store.merge_log(arguments.file, review=workbench.project.identity())
        workbench.deduplicate()
        conflicts = {stage: len(workbench.conflict_queue(stage)) for stage in ("title_abstract", "full_text")}
        apart = workbench.contradictions()
    added = {table: n for table, n in added.items() if n}
    show({"added": added, "conflicts": conflicts, "contradictions": apart.reference_id.nunique()}, arguments)


def run_log_check(arguments):
    """Check the memory against an earlier log; what is gone or changed is exit code 1."""
    with opened(arguments) as workbench:
        missing = workbench.store.missing_from(arguments.file, review=workbench.project.identity())
    show(missing, arguments)
    if len(missing):
        raise CheckFailed(f"{len(missing)} rows of {arguments.file} are gone or changed")


def run_readers(arguments):
    """Show who reads and how far they are."""
    with opened(arguments) as workbench:
        progress = workbench.progress(arguments.stage)
        waiting = workbench.waiting_for_second(arguments.stage)
        mode = workbench.project.mode(arguments.stage)
    show({"mode": mode, "waiting_for_second_reader": waiting, "readers": progress}, arguments)


def run_setup(arguments):
    """Set up logins for the readers."""
    with opened(arguments) as workbench:
        done = workbench.set_up_readers()
    say("set a password for each login with: \\password NAME in psql (or use the server's own sign-on)")
    show(done, arguments)


def run_conflicts(arguments):
    """Show the open conflicts."""
    with opened(arguments) as workbench:
        if arguments.merged:
            show(workbench.contradictions(reader=arguments.reader), arguments)
            return
        frame = workbench.conflict_queue(arguments.stage)
    if arguments.json:
        show(frame, arguments)
        return
    frame = frame.drop(columns=["abstract", *FLAGS])
    for name in ("readers", "decisions", "reasons", "notes"):
        frame[name] = [" / ".join(cell) for cell in frame[name]]
    show(frame, arguments)


def run_settle(arguments):
    """Settle one conflict."""
    with opened(arguments) as workbench:
        decide(arguments, workbench.settle_decision, reader_of(arguments, workbench, "adjudicator"))
