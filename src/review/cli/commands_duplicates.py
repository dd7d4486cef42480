"""Commands for duplicates: merging, judging pairs, and what merging brought together."""

from pathlib import Path

import pandas as pd

from review import duplicates, formats
from review.cli.options import add_command, columns_of, opened, reader_of
from review.cli.output import say, show
from review.cli.pairs import lines_of_pair, whole_pairs
from review.errors import UsageError
from review.records import raw_pairs
from review.workbench.contradicting import in_words

__all__ = ["add_commands", "merged"]


def add_commands(commands):
    """Add `dedupe`."""
    parser = add_command(commands, "dedupe", run_dedupe)
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


def run_dedupe(arguments):
    """Merge duplicates by named rules, in the review or in any export."""
    if arguments.file:
        return run_dedupe_file(arguments)
    with opened(arguments) as workbench:
        moved = judge_pairs(arguments, workbench)
        if arguments.list:
            merges = workbench.duplicates.merges()
            merges["joined"] = merges.because_of.where(merges.because_of != "", merges.reference_id)
            show_pairs(merges, workbench, arguments, other="joined")
        elif arguments.versions:
            show(workbench.duplicates.versions(), arguments)
        elif arguments.ask:
            show_pairs(workbench.duplicates.to_confirm(), workbench, arguments)
            say("judge a pair with --same RECORD RECORD or --different RECORD RECORD; --undo takes it back")
        else:
            moved = pd.concat([*moved, workbench.duplicates.merge()])
            told = workbench.duplicates.account() | {"moved_now": moved.record_id.nunique()}
            apart = workbench.duplicates.contradictions(reader=arguments.reader)
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
            moved.append(workbench.duplicates.judge(*pair, verdict, reader=reader_of(arguments, workbench)))
    if arguments.split:
        moved.append(workbench.duplicates.split(arguments.split, reader=reader_of(arguments, workbench)))
    if arguments.undo:
        moved.append(workbench.duplicates.undo(*arguments.undo, reader=reader_of(arguments, workbench)))
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
    told = whole_pairs(pairs, workbench.duplicates.records_of(pairs, other), other)
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


def merged(workbench, arguments):
    """Return what was said of two references that are one now, and differs."""
    return workbench.duplicates.contradictions(reader=arguments.reader)
