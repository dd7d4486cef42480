"""What changes when references leave as a file and come back: every format, field by field.

Usage: python benchmarks/export_round_trip.py --data FOLDER [--records N] [--show FORMAT FIELD]

FOLDER holds real exports, which are read, merged into nothing, and taken as references, N of them drawn by
chance. Each is written by our own writers and read back by our own reader, and by a reader of others where
there is one (pandas for CSV and XLSX, rispy for RIS). The table says in how many of the references
that have a field its value came back different; decisions are made up and must come back as labels.
"""

import argparse
import random
import tempfile
from collections import Counter
from pathlib import Path

import pandas as pd
import rispy

from review import formats
from review.errors import ReviewError
from review.records import REFERENCE_COLUMNS

FIELDS = ("title", "abstract", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid",
          "issn", "isbn", "keywords", "language", "type", "url")  # fmt: skip
WRITERS = {
    "ris": (formats.write_ris, "ris"),
    "bibtex": (formats.write_bibtex, "bib"),
    "csl": (formats.write_csl, "json"),
    "endnote": (formats.write_endnote, "xml"),
    "eppi": (formats.write_eppi, "json"),
    "csv": (formats.write_csv, "csv"),
    "xlsx": (formats.write_xlsx, "xlsx"),
    "asreview": (formats.write_asreview, "csv"),
    "rayyan": (formats.write_rayyan, "csv"),
}
OTHERS = {
    "csv": lambda path: len(pd.read_csv(path)),
    "asreview": lambda path: len(pd.read_csv(path)),
    "rayyan": lambda path: len(pd.read_csv(path)),
    "ris": lambda path: len(rispy.loads(path.read_text(encoding="utf-8"))),
    "xlsx": lambda path: len(pd.read_excel(path)),
}


def references(folder, n, seed=1):
    """Return n real records as references, with decisions made up."""
    frames = []
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file() and path.name != "index.csv":
            try:
                frames.append(formats.read_export(path).records)
            except ReviewError:
                continue
    frame = pd.concat(frames, ignore_index=True).drop_duplicates("record_id")
    frame = frame[frame.title != ""].sample(min(n, len(frame)), random_state=seed).reset_index(drop=True)
    frame = frame.rename(columns={"record_id": "reference_id", "database": "databases"})
    chance = random.Random(seed)
    frame["included"] = pd.array([chance.choice([1, 0, None]) for _ in range(len(frame))], dtype="Int64")
    frame["reason"], frame["reader"] = "", "Anna"
    columns = [name for name in REFERENCE_COLUMNS if name in frame]
    return frame[[*columns, "included", "reason", "reader"]]


def said(frame, field):
    """Return a field as texts on one line, "" where there is none."""
    return frame[field].astype("object").map(lambda v: "" if pd.isna(v) else " ".join(str(v).split()))


def compare(form, frame, folder):
    """Return a row of the table, and the pairs that differ by field."""
    write, ending = WRITERS[form]
    path = folder / f"{form}.{ending}"
    write(frame, path)
    row, differing = {"format": form}, {}
    try:
        export = formats.read_export(path)
    except ReviewError as error:
        return row | {"read back": str(error)[:60]}, differing
    back = export.records
    row |= {"rows": len(back) - len(frame)}
    row |= {"others": OTHERS[form](path) - len(frame) if form in OTHERS else ""}
    if len(back) != len(frame):
        return row, differing
    for field in FIELDS:
        before, after = said(frame, field), said(back, field)
        changed = (before != after).to_numpy() & (before != "").to_numpy()
        row[field] = int(changed.sum()) if (after != "").any() or not (before != "").any() else "–"
        row[field] = f"{row[field]}+{n}" if (n := int(((before == "") & (after != "")).sum())) else row[field]
        unlike = (before != after).to_numpy()
        differing[field] = list(zip(before[unlike], after[unlike], strict=True))
    labels = formats.read_labels(back)
    counts = Counter(labels.drop_duplicates("record_id").decision)
    want = {"include": int((frame.included == 1).sum()), "exclude": int((frame.included == 0).sum())}
    return row | {"labels": {name: counts[name] - n for name, n in want.items()}}, differing


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of real exports")
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--show", nargs=2, metavar=("FORMAT", "FIELD"), help="show values that differ")
    arguments = parser.parse_args()
    frame = references(arguments.data, arguments.records)
    print(f"{len(frame)} references; how many have each field:")
    print(", ".join(f"{name} {int((said(frame, name) != '').sum())}" for name in FIELDS))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for form in [arguments.show[0]] if arguments.show else WRITERS:
            row, differing = compare(form, frame, Path(folder))
            rows.append(row)
            if arguments.show:
                for before, after in differing.get(arguments.show[1], [])[:40]:
                    print(f"- {before[:200]!r}\n  {after[:200]!r}")
    print("\ndifferent or lost (+ came in anew; – not in the format); rows and others: too many or too few")
    print(pd.DataFrame(rows).to_string(index=False))


if __name__ == "__main__":
    main()
