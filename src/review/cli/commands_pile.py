"""Commands for the pile: import and dedupe."""

import argparse
import datetime
import shlex
from functools import partial
from pathlib import Path

import pandas as pd

from review import duplicates, formats
from review.cli.options import add_command, columns_of, opened, reader_of
from review.cli.output import progress, say, show
from review.cli.pairs import lines_of_pair, whole_pairs
from review.errors import Question, SourceError, UsageError
from review.records import raw_pairs
from review.workbench.contradicting import in_words

__all__ = ["add_commands"]


def add_commands(commands):
    """Add the commands of this family."""
    parser = add_command(
        commands, "import", run_import, "import literature exports with an account of every line"
    )
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

    parser = add_command(
        commands, "dedupe", run_dedupe, "merge duplicates by named rules, in the review or in any export"
    )
    parser.path("file", "FILE", "any export; the review is then left alone", nargs="?")
    parser.path("--out", "FILE", "where the clusters of FILE go (default: clusters.csv)")
    parser.switch("--list", "show every merged record beside the one it joined, with the rule")
    parser.switch("--versions", "show versions of one work, linked and not merged")
    parser.switch("--ask", "show both records of each pair a person must judge")
    for name, help in (
        ("--same", "these two are the same publication"),
        ("--different", "these two are different ones"),
        ("--undo", "take back what was said of these two"),
    ):
        parser.add_argument(name, nargs=2, metavar=("RECORD", "RECORD"), help=help)
    parser.add_argument("--split", metavar="RECORD", help="take this record out of its reference for good")
    parser.columns()
    parser.reader()


def iso_date(text):
    """Return a date as it was given, or refuse it with an example."""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a date such as 2026-10-01; got {text!r}") from None


def run_import(arguments):
    """Import exports, or only give their account."""
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
        account = workbench.import_files(
            files,
            database=arguments.database,
            searched_on=arguments.searched_on or "",
            search=arguments.search,
            columns=columns_of(arguments),
            reader=arguments.reader or "import",
            progress=progress,
        )
        problems, unused = workbench.problems(), workbench.unused_columns()
        again = account.file[~account.already_imported.astype(bool)]
        changes = {name: workbench.changes(name) for name in again}
        labels = workbench.labels() if len(again) else pd.DataFrame(columns=["file", "records"])
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
        reader = reader_of(arguments, workbench)
        show(
            workbench.undo_import(arguments.undo, reader=reader, even_judged=arguments.even_judged), arguments
        )
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


def run_dedupe(arguments):
    """Merge duplicates, list merges, or judge pairs."""
    if arguments.file:
        return run_dedupe_file(arguments)
    with opened(arguments) as workbench:
        moved = judge_pairs(arguments, workbench)
        if arguments.list:
            merges = workbench.merges()
            merges["joined"] = merges.because_of.where(merges.because_of != "", merges.reference_id)
            show_pairs(merges, workbench, arguments, other="joined")
        elif arguments.versions:
            show(workbench.versions(), arguments)
        elif arguments.ask:
            show_pairs(workbench.pairs_to_confirm(), workbench, arguments)
            say("judge a pair with --same RECORD RECORD or --different RECORD RECORD; --undo takes it back")
        else:
            moved = pd.concat([*moved, workbench.deduplicate()])
            merges = workbench.merges()
            told = {
                "records": len(workbench.records()),
                "references": len(workbench.references()),
                "merged": len(merges),
                "moved_now": moved.record_id.nunique(),
                "to_confirm": len(workbench.pairs_to_confirm()),
                "rules": merges.rule.value_counts().to_dict(),
            }
            apart = workbench.contradictions(reader=arguments.reader)
            if arguments.json or len(apart):
                told["contradictions"] = apart
            show(told, arguments)
            tell_contradictions(apart)
    return 0


def judge_pairs(arguments, workbench):
    """Store what a person says of pairs, and return what moved."""
    moved = []
    for verdict in ("same", "different"):
        pair = getattr(arguments, verdict)
        if pair:
            moved.append(workbench.judge_pair(*pair, verdict, reader=reader_of(arguments, workbench)))
    if arguments.split:
        moved.append(workbench.split(arguments.split, reader=reader_of(arguments, workbench)))
    if arguments.undo:
        moved.append(workbench.undo_verdict(*arguments.undo, reader=reader_of(arguments, workbench)))
    return moved


def tell_contradictions(apart):
    """Say which references hold what contradicts since they were merged, and what to do."""
    if len(apart):
        say(f"\ndifferent things were said of {apart.reference_id.nunique()} references while they were two:")
        for line in in_words(apart):
            say(f"  {line}")
        say("nothing of it counts alone until somebody says it again of the whole reference: review decide,")
        say("review link … or review settle; or take the merge back with --split or --undo")


def show_pairs(pairs, workbench, arguments, other="record_b"):
    """Show both records of each pair whole."""
    told = whole_pairs(pairs, workbench.records(), other)
    if arguments.json:
        show(told, arguments)
        return
    for number, pair in enumerate(told, start=1):
        heading = f"{number} of {len(told)}: {pair['a']['record_id']} and {pair['b']['record_id']}"
        rule = f" ({pair['rule']})" if pair["rule"] else ""
        show("\n".join([*lines_of_pair(pair, heading + rule), ""]), arguments)
    if not told:
        show("nothing", arguments)


def run_dedupe_file(arguments):
    """Find the duplicates in any export and write its clusters."""
    out = arguments.out or Path("clusters.csv")
    records = read_any(arguments.file, columns_of(arguments))
    pairs = duplicates.find_pairs(records)
    clusters = duplicates.cluster(records, pairs)
    formats.write_csv(clusters[["record_id", "cluster_id", "rule"]], out)
    joined = clusters[clusters.record_id != clusters.cluster_id]
    show(
        {
            "file": str(out),
            "records": len(clusters),
            "clusters": clusters.cluster_id.nunique(),
            "merged": len(joined),
            "to_confirm": int((pairs.verdict == "ask").sum()),
            "versions": int((pairs.verdict == "version").sum()),
            "rules": joined.rule.value_counts().to_dict(),
        },
        arguments,
    )
    return 0


def read_any(path, columns=None):
    """Return the records of any export; those of a table have its ids, else ``row1``, ``row2`` …"""
    export = formats.read_export(path, columns=columns)
    cells = zip(export.records.raw, export.records.abstract, strict=True)
    table = pd.DataFrame([dict(raw_pairs(raw, abstract)) for raw, abstract in cells])
    if export.account.unit == "line":
        return export.records
    if not duplicates.has_ids(table.columns):
        return export.records.assign(record_id=[f"row{number}" for number in range(1, len(table) + 1)])
    try:
        return duplicates.as_records(table)
    except UsageError as error:
        raise UsageError(f"{path}, {error}") from None
