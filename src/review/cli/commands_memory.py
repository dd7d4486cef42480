"""Commands for the memory: repair it, and take it from one place to another as a log."""

from review import store
from review.cli.options import add_command, add_parts, opened, shows, who_decided
from review.cli.output import say, show
from review.errors import CheckFailed
from review.project import Project

__all__ = ["add_commands"]

SHOWN = 20
"""How many rows that were set apart a terminal is told of."""


def add_commands(commands):
    """Add the commands of this family."""
    parser = add_command(commands, "repair", run_repair)
    parser.switch("--apply", "do it; without this nothing is changed")
    parser.switch("--clock-is-right", "set apart rows whose time lies more than two days ahead of the clock")
    add_log_command(commands)


def add_log_command(commands):
    """Add `log export`, `log merge` and `log check`."""
    parts = add_parts(
        commands, "log", "the whole memory as a file, to move it, to keep it, and to meet again"
    )
    parser = add_command(parts, "export", run_log_export)
    parser.path("file", "FILE.jsonl")
    parser.text("--reader", "NAME", "leave out what other readers decided, so that the file can be handed on")
    parser = add_command(parts, "merge", run_log_merge)
    parser.path("file", "FILE.jsonl")
    parser = add_command(parts, "check", run_log_check)
    parser.path("file", "FILE.jsonl")


def run_repair(arguments):
    """Say what can be repaired in the database, or do it."""
    database = Project.open(arguments.project).database()
    problems = store.examine(database)
    if not arguments.apply:
        if len(problems):
            say("to do this: review repair --apply")
        show(problems, arguments)
        return
    told = store.repair(database, clock_is_right=arguments.clock_is_right)
    new, apart = told.attrs["file"], told.attrs["apart"]
    if new is not None:
        say(f"{len(told)} rows are named below: lost, set apart, healed, or kept although they were changed.")
        say(f"What can be trusted is in {new}; look at it, then put it in the place of {database}.")
    if apart is not None:
        say(f"What cannot is in {apart}, one row a line; fetch it from a backup or a log, or decide again.")
    files = {"file": str(new or ""), "apart": str(apart or "")}
    show({"repaired": list(problems.problem), **files, "rows": told}, arguments)


@shows
def run_log_export(workbench, arguments):
    """Write all there is as JSON Lines."""
    reader = who_decided(arguments, workbench)
    n = workbench.store.export_log(arguments.file, review=workbench.project.identity(), reader=reader)
    if not reader:
        say("this file holds what every reader decided; for a reader use --reader NAME")
    return {"file": str(arguments.file), "rows": n}


@shows
def run_log_merge(workbench, arguments):
    """Take in what a log of the same review holds."""
    merged = workbench.merge_log(arguments.file)
    apart = merged["set_apart"]
    if apart and not arguments.json:
        say(f"{len(apart)} rows of {arguments.file} were not taken in; the others were.")
        more = [f"and {len(apart) - SHOWN} more (all of them with --json)"] if len(apart) > SHOWN else []
        merged["set_apart"] = apart[:SHOWN] + more
    return merged


def run_log_check(arguments):
    """Check that all an earlier log holds is still here, unchanged."""
    with opened(arguments) as workbench:
        missing = workbench.store.missing_from(arguments.file, review=workbench.project.identity())
    show(missing, arguments)
    if len(missing):
        raise CheckFailed(f"{len(missing)} rows of {arguments.file} are gone or changed")
