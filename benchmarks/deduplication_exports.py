"""How well are duplicates found among real exports of several databases, of which nothing was labelled?

    python benchmarks/deduplication_exports.py [FOLDER] [--part looked|aside]

FOLDER holds real exports, one folder per origin. The exports of one origin are pooled, DOI and PMID are
hidden from the rules, and equal ones are the truth: only pairs where both records have one count. Half of the
origins were looked at while rules were written (`looked`), the other half was set aside before (`aside`);
which is which hangs on nothing but the name. One DOI may stand for all abstracts of a congress or all
chapters of a book; such pairs, whose titles have little in common, are not counted as true.
"""

import argparse
import hashlib
import re
from itertools import combinations
from pathlib import Path

import pandas as pd
from deduplication import EXPORTS, answers, joined, quality
from rapidfuzz import fuzz

from review.duplicates import as_records, cluster, find_pairs
from review.errors import ReviewError
from review.formats import read_export
from review.text import fold

IN_OTHER_SETS = ("derived", "moyinNUHS", "new_stage_data", "camaradesuk")
EARLIER = re.compile(r"\.[0-9a-f]{7}\.\w+$")
"""An earlier version of a file, by the name it was kept under."""
TOLD = ["title", "authors", "year", "journal", "volume", "issue", "pages", "abstract", "doi", "pmid"]
HIDDEN = dict.fromkeys(("doi", "pmid", "url", "database_id", "raw"), "")
ONE_TITLE = 70


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=EXPORTS)
    parser.add_argument("--part", choices=("looked", "aside"))
    options = parser.parse_args()
    pools = pooled(options.folder)
    in_order = sorted(pools, key=lambda name: hashlib.sha1(name.encode()).hexdigest())
    parts = {name: ("looked", "aside")[place % 2] for place, name in enumerate(in_order)}
    rows = [measured(name, pools[name]) | {"part": parts[name]} for name in in_order]
    table = pd.DataFrame([row for row in rows if options.part in (None, row["part"])])
    for part, sets in table.groupby("part"):
        print(sets.drop(columns=["part", *PAIRS]).to_string(index=False))
        true, found, answered = (set().union(*sets[column]) for column in PAIRS)
        total = quality(true, found) | {"F1 answered": quality(true, answered)["F1"]}
        share = round(100 * sets["ask"].sum() / sets["records"].sum(), 2)
        print(f"{part}: {sets.records.sum()} records, {total}, asked {share} %\n")


PAIRS = ["pairs_true", "pairs_found", "pairs_answered"]


def pooled(folder):
    """Return the records of each origin, each of them once."""
    pools = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and not EARLIER.search(name) and not any(word in name for word in IN_OTHER_SETS):
            try:
                pools.setdefault(origin(name), []).append(read_export(path).records)
            except ReviewError:
                continue
    return {name: whole(frames) for name, frames in pools.items() if any(len(frame) for frame in frames)}


def origin(name):
    """Return where an export comes from: its repository, or the search in one that holds several."""
    first, *inner = name.split("/")
    inner = inner[:-1]
    for end, called in SEVERAL.items():
        if first.endswith(end):
            return called(inner)
    return first


SEVERAL = {
    "CiteSource": lambda inner: "CiteSource/" + "/".join(inner[1:]),
    "+colrev": lambda inner: "colrev/" + ("wagner2023" if "wagner2023" in inner else "rest"),
    "systematic-review-datasets": lambda inner: f"srd/{inner[1]}",
    "litstudy": lambda inner: f"litstudy/{inner[0]}",
    "asreview+asreview": lambda inner: "asreview/" + ("projects" if "webapp" in inner else "demo"),
    "citation-file-formatting": lambda inner: "asreview/demo",
}


def whole(frames):
    records = pd.concat(frames, ignore_index=True)
    records = records[~records.duplicated(TOLD)].reset_index(drop=True)
    return records.assign(record_id=[f"r{number}" for number in range(len(records))])


def measured(name, records):
    true, known = truth(records)
    hidden = as_records(records.assign(**HIDDEN))
    pairs = find_pairs(hidden)
    asked = pairs.loc[pairs["verdict"] == "ask", ["record_a", "record_b"]]
    found = known(joined(cluster(hidden, pairs)))
    sure = asked.loc[[bool(known([pair])) for pair in asked.itertuples(index=False)]]
    answered = known(joined(cluster(hidden, pairs, answers(sure, true, set(records["record_id"])))))
    kept = [{(name, *pair) for pair in side} for side in (true, found, answered)]
    return {"origin": name, "records": len(records), **quality(true, found), "ask": len(asked)} | dict(
        zip(PAIRS, kept, strict=True)
    )


def truth(records):
    """Return the true pairs, and a function that keeps those pairs of which the truth is known."""
    by_id = records.set_index("record_id")
    doi, pmid, title = by_id["doi"].to_dict(), by_id["pmid"].to_dict(), by_id["title"].map(fold).to_dict()

    def one(pair, numbers):
        return numbers[pair[0]] != "" and numbers[pair[0]] == numbers[pair[1]]

    def other(pair, numbers):
        return "" not in (numbers[pair[0]], numbers[pair[1]]) and numbers[pair[0]] != numbers[pair[1]]

    groups = [group.index for numbers in (doi, pmid) for _, group in by_id.groupby(by_id.index.map(numbers))]
    pairs = {pair for group in groups for pair in combinations(sorted(group), 2) if len(group) < 100}
    alike = {pair for pair in pairs if fuzz.ratio(title[pair[0]], title[pair[1]]) >= ONE_TITLE}
    true = {pair for pair in alike if (one(pair, doi) or one(pair, pmid)) and not other(pair, doi)}

    def known(found):
        found = {tuple(sorted(pair)) for pair in found}
        return {p for p in found if p in true or other(p, doi) or (other(p, pmid) and not one(p, doi))}

    return true, known


if __name__ == "__main__":
    main()
