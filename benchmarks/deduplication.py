"""How well and how fast are duplicates found? Pair by pair against sets with known duplicates.

    python benchmarks/deduplication.py [--data DIR] [--scale 100000] [--peer PYTHON] [SET ...]

`DIR` holds one folder per set (`records.csv` and `groups.csv`, or `flags.csv`). Beside precision, recall
and F1 stand the false pairs, the pairs left to people (also as a share of the records), and F1 once these
have been answered rightly. `PYTHON` is an interpreter in which bib-dedupe is installed; it is run on the
same records, one set at a time on one processor.
"""

import argparse
import json
import resource
import string
import subprocess
import sys
import time
from itertools import combinations
from pathlib import Path

import pandas as pd

from review.duplicates import as_records, cluster, find_pairs

EXPORTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "exports"
DATA = EXPORTS.with_name("dedup")
SCALE_SET = "scale_10k"

PEER = """
import json, resource, sys, time
import pandas as pd
from bib_dedupe import bib_dedupe as peer
records = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
start = time.perf_counter()
prepared = peer.prep(records, verbosity_level=0, cpu=1)
matched = peer.match(peer.block(prepared, verbosity_level=0, cpu=1), verbosity_level=0, cpu=1)
groups = peer.cluster(matched, verbosity_level=0)
seconds = time.perf_counter() - start
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print("RESULT" + json.dumps({"groups": groups, "seconds": seconds, "megabytes": megabytes}))
"""


def main(argv=None):
    options = arguments().parse_args(argv)
    folders = [options.data / name for name in options.sets] or sorted(options.data.glob("*/"))
    if not folders:
        raise SystemExit(f"{options.data}: expected one folder per set, found none; name it with --data")
    rows = []
    for folder in folders:
        rows.append(row(folder, "review", *ours(read(folder / "records.csv"), truth(folder))))
        if options.peer:
            groups, seconds = peers(options.peer, folder / "records.csv")
            rows.append(row(folder, "bib-dedupe", pairs_of(groups), seconds))
    print(pd.DataFrame(rows).astype({"ask": "Int64"}).to_string(index=False, na_rep=""))
    if options.scale:
        print(scale(options.data / SCALE_SET, options.scale))
    return 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help="folders of DIR; all unless given")
    parser.add_argument("--data", type=Path, default=DATA, metavar="DIR")
    parser.add_argument("--scale", type=int, metavar="N", help=f"also time N records made from {SCALE_SET}")
    parser.add_argument("--peer", metavar="PYTHON", help="also run bib-dedupe in this interpreter")
    return parser


def read(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def truth(folder):
    """Return the true pairs, and the records whose pairs are known; None where only records are flagged."""
    if not (folder / "groups.csv").exists():
        return None
    known = set(read(folder / "records.csv")["ID"])
    if (folder / "doi_truth.csv").exists():
        dois = read(folder / "doi_truth.csv")
        known = set(dois.loc[dois["doi_truth"] != "", "ID"])
    return pairs_of(group.split(";") for group in read(folder / "groups.csv")["merged_ids"]), known


def ours(frame, known=None):
    """Pairs in one cluster, seconds from the frame to the clusters, the pairs asked about, and the pairs in
    one cluster once a person has answered them rightly (None where the truth is not known)."""
    start = time.perf_counter()
    records = as_records(frame)
    pairs = find_pairs(records)
    clusters = cluster(records, pairs)
    seconds = time.perf_counter() - start
    asked = pairs.loc[pairs["verdict"] == "ask", ["record_a", "record_b"]]
    answered = cluster(records, pairs, answers(asked, *known)) if known else None
    return joined(clusters), seconds, len(asked), None if answered is None else joined(answered)


def answers(asked, true, known):
    """What someone who knows the truth says of the pairs asked about."""
    sure = asked[asked["record_a"].isin(known) & asked["record_b"].isin(known)]
    same = [tuple(sorted(pair)) in true for pair in sure.itertuples(index=False)]
    return sure.assign(verdict=["same" if one else "different" for one in same])


def joined(clusters):
    return pairs_of(clusters.groupby("cluster_id")["record_id"].agg(list))


def peers(python, path):
    done = subprocess.run([python, "-c", PEER, str(path)], capture_output=True, text=True, check=True)
    result = json.loads(done.stdout.split("RESULT")[-1])
    return result["groups"], result["seconds"]


def pairs_of(groups):
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def row(folder, who, found, seconds, asks=None, answered=None):
    """One line of the table: quality of the found pairs (of the found records where only these are known)."""
    records, known = read(folder / "records.csv"), truth(folder)
    if known is None:
        flags = read(folder / "flags.csv")
        true = set(flags.loc[flags["in_duplicate_group"] == "1", "ID"])
        found = {record for pair in found for record in pair}
    else:
        true, sure = known
        found = {pair for pair in found if sure.issuperset(pair)}
    return {
        "set": folder.name,
        "who": who,
        "records": len(records),
        **quality(true, found),
        "ask": asks,
        "asked %": None if asks is None else round(100 * asks / len(records), 2),
        "F1 answered": None if answered is None else f1(true, {p for p in answered if sure.issuperset(p)}),
        "seconds": round(seconds, 2),
    }


def f1(true, found):
    return round(2 * len(true & found) / max(1, len(true) + len(found)), 4)


def quality(true, found):
    hits = len(true & found)
    return {
        "true": len(true),
        "precision": round(hits / max(1, len(found)), 4),
        "recall": round(hits / max(1, len(true)), 4),
        "F1": f1(true, found),
        "false": len(found - true),
        "missed": len(true - found),
    }


def scale(folder, size):
    """Time, memory and quality for a larger set: copies in shifted letters, which are other publications."""
    frame, groups = read(folder / "records.csv"), read(folder / "groups.csv")["merged_ids"]
    copies = range(-(-size // len(frame)))
    large = pd.concat([shifted(frame, copy) for copy in copies], ignore_index=True).head(size)
    true = pairs_of([f"{copy}-{name}" for name in group.split(";")] for copy in copies for group in groups)
    kept = set(large["ID"])
    before = time.process_time()
    found, seconds, asks, _ = ours(large)
    processor = time.process_time() - before
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    measures = quality({pair for pair in true if kept.issuperset(pair)}, found)
    used = f"{seconds:.1f} s ({processor:.1f} s of processor), {megabytes:.0f} MB at most"
    return f"{len(large)} records: {used}; ask {asks}; {measures}"


def shifted(frame, copy):
    """The same records in another alphabet: slips of the pen stay slips, but nothing is the same text."""
    letters = string.ascii_lowercase
    turned = letters[copy:] + letters[:copy]
    table = str.maketrans(letters + letters.upper(), turned + turned.upper())
    out = frame.assign(ID=f"{copy}-" + frame["ID"])
    for column in ("title", "author", "abstract"):
        out[column] = frame[column].str.translate(table)
    out["doi"] = frame["doi"].where(frame["doi"] == "", frame["doi"] + f".copy{copy}")
    return out


if __name__ == "__main__":
    sys.exit(main())
