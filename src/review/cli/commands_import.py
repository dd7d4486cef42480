"""Commands for the pile: import, and taking an import back."""

import argparse
import datetime
import shlex
from functools import partial
from pathlib import Path

import pandas as pd

from review import formats
from review.cli.options import add_command, columns_of, opened, reader_of
from review.cli.output import progress, say, show
from review.errors import Question, SourceError, UsageError

__all__ = ["add_commands"]


def add_commands(commands):
    """Add `import`."""
    parser = add_command(commands, "import", run_import)
    parser.path("files", "FILE", "default: all in the folder review.toml names", nargs="*")
    parser.text("--database", "NAME", "where the search was made (default: from the content)")
    parser.add_argument(
        "--searched-on", metavar="DATE", type=iso_date, help="day of the search, such as 2026-10-01"
    )
    parser.text("--search", "TEXT", "the search as it was typed")
    parser.columns()
    parser.add_argument(
        "--undo", metavar="FILE", help="take the import of this file back; importing it undoes that"
    )
    parser.switch("--even-judged", "with --undo: also where its records were judged")
    parser.switch("--lines", "show each odd line, not how many of a kind")
    parser.switch("--dry-run", "the account alone; nothing is stored, no review is needed")
    parser.reader()


def iso_date(text):
    """Return a date as it was given, or refuse it with an example."""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a date such as 2026-10-01; got {text!r}") from None


def run_import(arguments):
    """Import literature exports with an account of every line."""
    if arguments.dry_run:
        return run_dry(arguments)
    if arguments.undo:
        return run_undo(arguments)
    if arguments.even_judged:
        raise UsageError("--even-judged goes with --undo FILE; nothing was imported")
    with opened(arguments) as workbench:
        files = arguments.files or workbench.project.export_files()
        if not files:
            folder = workbench.project.path(workbench.project.exports["folder"])
            raise UsageError(f"nothing to import: name files, or put them in {folder}")
        account = workbench.pile.import_files(
            files,
            database=arguments.database,
            searched_on=arguments.searched_on or "",
            search=arguments.search,
            columns=columns_of(arguments),
            reader=arguments.reader or "import",
            progress=progress,
        )
        problems, unused = workbench.pile.problems(), workbench.pile.unused_columns()
        again = account.file[~account.already_imported.astype(bool)]
        changes = {name: workbench.pile.changes(name) for name in again}
        labels = workbench.pile.labels() if len(again) else pd.DataFrame(columns=["file", "records"])
        labels = labels[labels.file.isin(again)]
    changes = {name: frame for name, frame in changes.items() if len(frame)}
    if arguments.json:
        told = {"files": account, "problems": problems, "unused": unused}
        show(told | {"changes": changes, "labels": labels}, arguments)
        return 0
    show(account, arguments)
    for path in files:
        propose_decisions(path, labels[labels.file == Path(path).name])
    for name, frame in changes.items():
        counted = ", ".join(f"{n} {change}" for change, n in frame.change.value_counts().items())
        say(f"\n{name} is a newer export of the same search: {counted}")
        show(frame.head(20), arguments)
    say_unused({name: unused.get(name) for name in account.file})
    lost = problems[problems.file.isin(account.file)]
    if len(lost):
        say(f"\n{len(lost)} lines were repaired or not understood; each of them with --json, or --lines:")
        show(lost if arguments.lines else by_reason(lost), arguments)
    return 0


def say_unused(unused):
    """Say which columns of tables became no field."""
    for name, columns in unused.items():
        if columns:
            say(f"\n{name}: columns not read into a field (kept with each record): {', '.join(columns)}")


def propose_decisions(path, labels):
    """Say how many decisions of other tools an export carries, and the command that takes them in."""
    if len(labels):
        named = "" if (labels.reader != "").all() else " --reader NAME"
        columns = [
            tool.removeprefix("column ") for tool in labels.tool.unique() if tool.startswith("column ")
        ]
        column = f" --label-column {shlex.quote(columns[0])}" if columns else ""
        n = labels.records.sum()
        say(f"\n{path.name} carries {n} decisions of another tool; this takes them in (first try --preview):")
        say(f"  review decisions import {shlex.quote(str(path))}{column}{named}")


def run_undo(arguments):
    """Take an import back, having named what was judged on its records."""
    if arguments.files:
        raise UsageError("--undo takes one file back and imports none; name that file alone")
    with opened(arguments) as workbench:
        how = {"reader": reader_of(arguments, workbench), "even_judged": arguments.even_judged}
        show(workbench.undo_import(arguments.undo, **how), arguments)
    return 0


def by_reason(problems):
    """Return how many lines of each file had which problem, and where the first one is."""
    groups = problems.groupby(["file", "kind", "reason"], sort=False)
    return groups.agg(lines=("line", "size"), first_line=("line", "min"), tag=("tag", "first")).reset_index()


def run_dry(arguments):
    """Give the account of files without a review; a refused file makes the exit code 2."""
    if not arguments.files:
        raise UsageError("name the files whose account you want")
    read = partial(formats.read_account, database=arguments.database, columns=columns_of(arguments))
    accounts = []
    for path in progress(arguments.files):
        try:
            accounts.append(read(path).as_dict())
        except (SourceError, Question) as error:
            more = error.as_dict() if isinstance(error, Question) else {}
            accounts.append({"file": path.name, "error": str(error)} | more)
            say(f"review: {error}")
    if arguments.json:
        show({"files": accounts}, arguments)
    else:
        for account in (account for account in accounts if "error" not in account):
            show(account | {"problems": [str(p) for p in account["problems"]]}, arguments)
            say_unused({account["file"]: account["unused"]})
    return 2 if any("error" in account for account in accounts) else 0
