"""Which kinds of damage does deduplication see through, and which near misses does it keep apart?

    python benchmarks/deduplication_kinds.py [FOLDER] [--seed N] [--most N]

FOLDER holds real exports. Of each distinct record in them one copy is made, as another database would have
it: names by initials, journal abbreviated, last page shortened, no DOI; and then damaged in one way, which is
still the same publication, or changed into another one that is nearly like it. The table says how many copies
of each kind ended with their original, and how many were left to people. Records that are like another one of
the exports are left out, by the same rules, so that what is measured is the damage alone.
"""

import argparse
import random
import re
from pathlib import Path

import pandas as pd

from review.duplicates import cluster, find_pairs
from review.errors import ReviewError
from review.formats import read_export
from review.records import RECORD_COLUMNS

EXPORTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "exports"
SMALL = frozenset(["of", "the", "and", "for", "in", "on", "a", "de", "&"])
BRITISH = (("ization", "isation"), ("tumor", "tumour"), ("pediatric", "paediatric"), ("center", "centre"))
ELSEWHERE = {"journal": "Annals of Example Congresses", "volume": "7", "issue": "S1", "pages": "S12"}


def distinct(folder, most):
    """Return records that are whole and surely no duplicates of each other."""
    frames = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "derived" not in path.parts:
            try:
                frames.append(read_export(path).records)
            except ReviewError:
                continue
    records = pd.concat(frames, ignore_index=True).drop_duplicates("record_id")
    whole = records.year.notna() & records.pages.str.contains(r"\d") & (records.title.str.len() > 40)
    for name in ("authors", "journal", "volume"):
        whole &= records[name] != ""
    records = records[whole].sample(frac=1, random_state=1).head(3 * most)
    records = records.assign(source_file="A", database="A").reset_index(drop=True)
    pairs = find_pairs(records)
    alone = ~records.record_id.isin([*pairs.record_a, *pairs.record_b])
    return records[alone].head(most).to_dict("records")


def elsewhere(row, chance):
    """Return a record as another database would have it."""
    words = [word for word in re.split(r"[\s:]+", row["journal"].split("(")[0]) if word.lower() not in SMALL]
    short = [word[: chance.choice((3, 4, 5))] + "." if len(word) > 5 else word for word in words]
    names = [name.partition(", ") for name in row["authors"].split("; ")]
    initials = ["".join(part[:1] for part in re.split(r"[\s.-]+", given)) for _, _, given in names]
    authors = "; ".join(f"{name[0]} {given}" for name, given in zip(names, initials, strict=True))
    pages = re.sub(r"^(\d+)(\d)-\1(\d)$", r"\1\2-\3", row["pages"])
    journal = " ".join(short) if len(words) > 1 else row["journal"]
    blank = dict.fromkeys(("doi", "pmid", "issn", "url"), "")
    new = {
        "source_file": "B",
        "database": "B",
        "journal": journal,
        "authors": authors.strip(),
        "pages": pages,
    }
    return row | blank | new


def slip(text, chance):
    """Return a text with a letter left out, changed or swapped with the next."""
    place = chance.randrange(5, len(text) - 3)
    one, two = text[place], text[place + 1]
    return text[:place] + chance.choice(("", "e", two + one)) + text[place + (1 if one != two else 2) :]


def within(pages):
    """Return the first of some pages and the next one."""
    first = int(re.search(r"\d+", pages)[0])
    return f"{first + 1}-{first + 2}"


def turned(names):
    return "; ".join(" ".join(reversed(name.split(" ", 1))) for name in names.split("; "))


def british(title):
    for american, other in BRITISH:
        title = title.replace(american, other)
    return title


def without_subtitle(title):
    return next(
        (title.split(sign)[0] for sign in (": ", ". ", "? ") if len(title.split(sign)[0]) > 15), title
    )


SAME = {
    "as another database has it": lambda row, chance: {},
    "no abstract": lambda row, chance: {"abstract": ""},
    "abstract cut off": lambda row, chance: {"abstract": row["abstract"][:250]},
    "one slip in the title": lambda row, chance: {"title": slip(row["title"], chance)},
    "three slips in the title": lambda row, chance: {
        "title": slip(slip(slip(row["title"], chance), chance), chance)
    },
    "capitals": lambda row, chance: {"title": row["title"].upper(), "authors": row["authors"].upper()},
    "markup": lambda row, chance: {"title": f"<i>{row['title'].replace('-', '&#x2010;')}</i>"},
    "British spelling": lambda row, chance: {"title": british(row["title"])},
    "subtitle missing": lambda row, chance: {"title": without_subtitle(row["title"])},
    "title cut off": lambda row, chance: {"title": row["title"][:80]},
    "no authors": lambda row, chance: {"authors": ""},
    "first author et al.": lambda row, chance: {"authors": row["authors"].split("; ")[0] + " et al."},
    "no journal": lambda row, chance: {"journal": ""},
    "no year": lambda row, chance: {"year": None},
    "a year later": lambda row, chance: {"year": row["year"] + 1},
    "before print": lambda row, chance: dict.fromkeys(("volume", "issue", "pages"), ""),
    "no volume or issue": lambda row, chance: {"volume": "", "issue": ""},
    "first page alone": lambda row, chance: {"pages": row["pages"].split("-")[0]},
    "article number": lambda row, chance: {"pages": f"e{chance.randrange(10_000, 99_999)}"},
    "a page that is no page": lambda row, chance: {"pages": chance.choice(("t-71", "Suppl-12", "NA-NA"))},
    "pages within": lambda row, chance: {"pages": within(row["pages"])},
    "number of an article on the net": lambda row, chance: {
        "pages": f"{chance.choice('bcdhm')}{chance.randrange(999)}"
    },
    "names the other way round": lambda row, chance: {"authors": turned(row["authors"])},
    "issue of a supplement": lambda row, chance: {"issue": "Suppl 1"},
    "title goes on, no year or pages": lambda row, chance: {
        "title": row["title"].rstrip(".?") + ": a survey in some counties",
        "year": None,
        "pages": "",
    },
    "a year earlier, before print": lambda row, chance: (
        dict.fromkeys(("volume", "issue", "pages"), "") | {"year": row["year"] - 1}
    ),
    "withdrawn": lambda row, chance: {"title": "RETRACTED: " + row["title"]},
    "language appended": lambda row, chance: {"title": row["title"].rstrip(".") + ". [French]"},
    "title alone": lambda row, chance: dict.fromkeys(RECORD_COLUMNS[2:-5], "") | {"year": None},
}
"""What a copy that is still the same publication may look like."""


def moved(row, chance, title, **changes):
    """Return another publication in the same volume."""
    return {"title": title, "pages": f"{chance.randrange(3000, 4000)}-{4001}", "abstract": ""} | changes


OTHER = {
    "another part": lambda row, chance: moved(row, chance, row["title"] + ". Part 2"),
    "another word": lambda row, chance: moved(row, chance, re.sub(r"\S+$", "grandmothers", row["title"])),
    "another subtitle": lambda row, chance: moved(row, chance, row["title"] + ": long-term follow-up"),
    "erratum": lambda row, chance: moved(row, chance, "Erratum: " + row["title"]),
    "rättelse": lambda row, chance: moved(row, chance, "Rättelse: " + row["title"]),
    "reply": lambda row, chance: moved(row, chance, "Reply to: " + row["title"], authors="Nobody A"),
    "comment on the next page": lambda row, chance: {"title": "Comment on: " + row["title"], "pages": "9"},
    "study protocol": lambda row, chance: {"title": row["title"] + ": study protocol", "volume": "1"},
    "preprint": lambda row, chance: {
        "journal": "medRxiv", "volume": "", "issue": "", "pages": "", "doi": "10.1101/2020.01.15.20001234"
    },
    "preprint without journal": lambda row, chance: {
        "journal": "", "volume": "", "issue": "", "pages": "", "doi": "10.2139/ssrn.1234567"
    },
    "congress abstract": lambda row, chance: ELSEWHERE | {"abstract": "", "year": row["year"] - 1},
    "another issue, no pages": lambda row, chance: {"issue": "77", "pages": ""},
    "another issue, other title": lambda row, chance: {"issue": "77", "title": OWN_TITLE},
    "locator in another issue": lambda row, chance: {"issue": "77", "pages": "e12345"},
    "locator of another volume": lambda row, chance: {"volume": "777", "pages": "e12345"},
    "other people, no pages": lambda row, chance: {"authors": "Nobody A; Noone B", "pages": ""},
    "other title, no pages": lambda row, chance: {"title": OWN_TITLE, "pages": ""},
    "follow-up, no pages": lambda row, chance: moved(row, chance, row["title"] + ": a follow-up", pages=""),
    "author reply, no pages": lambda row, chance: moved(row, chance, row["title"] + " - reply", pages=""),
    "next year's report": lambda row, chance: dict.fromkeys(("volume", "issue", "pages"), "")
    | {"year": row["year"] + 1, "abstract": ""},
    "years later": lambda row, chance: moved(row, chance, row["title"], year=row["year"] + 4, volume="999"),
}  # fmt: skip
"""What a copy that is another publication, or a version, may look like."""


OWN_TITLE = "Quite another matter, treated on the same pages of another issue"
BEFORE = {
    "another part": lambda row: {"title": row["title"] + ". Part 1"},
    "next year's report": lambda row: (
        dict.fromkeys(("volume", "issue", "pages"), "")
        | {"title": f"Annual report on {row['title'][:40]}", "abstract": ""}
    ),
} | {
    kind: lambda row: {"issue": "3"}
    for kind in ("another issue, no pages", "another issue, other title", "locator in another issue")
}
"""What the original of a kind is given first."""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=EXPORTS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=5000, help="records")
    options = parser.parse_args()
    chance, kinds = random.Random(options.seed), [*SAME, *OTHER]
    rows, made = [], []
    for number, row in enumerate(distinct(options.folder, options.most)):
        kind = kinds[number % len(kinds)]
        original = row | {"record_id": f"a{number}"}
        original |= BEFORE.get(kind, lambda row: {})(row)
        row = {name: value for name, value in original.items() if name != "record_id"}
        copy = elsewhere(row, chance) | {"record_id": f"b{number}"}
        rows += [original, copy | (SAME | OTHER)[kind](copy, chance)]
        made.append(kind)
    records = pd.DataFrame(rows).astype({"year": "Int64"})
    pairs = find_pairs(records)
    found = cluster(records, pairs).set_index("record_id").cluster_id
    verdicts = {(row.record_a, row.record_b): row.verdict for row in pairs.itertuples()}
    table = pd.DataFrame(
        {
            "kind": made,
            "is": ["same" if kind in SAME else "other" for kind in made],
            "merged": [found[f"a{n}"] == found[f"b{n}"] for n in range(len(made))],
            "ask": [verdicts.get((f"a{n}", f"b{n}")) == "ask" for n in range(len(made))],
        }
    )
    kinds = table.groupby(["is", "kind"], sort=False).agg(
        n=("merged", "size"), merged=("merged", "mean"), ask=("ask", "mean")
    )
    print(kinds.round(3).sort_values(["is", "merged"]).to_string())
    true = table[table["is"] == "same"].merged
    false = table[table["is"] == "other"].merged
    print(f"recall {true.mean():.4f}, precision {true.sum() / (true.sum() + false.sum()):.4f}")


if __name__ == "__main__":
    main()
