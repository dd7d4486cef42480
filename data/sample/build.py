"""Build the sample: invented studies in works/ become exports, decisions, links and evaluations.

Run by hand after the works or the recipe change::

    python data/sample/build.py

The same works always give the same bytes: nothing is drawn by chance, no clock is read.
"""

import argparse
import csv
import io
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from recipe.evidence import LINK_COLUMNS, evaluations, links, workbook  # noqa: E402
from recipe.flavours import exports  # noqa: E402
from recipe.reading import COLUMNS, decisions  # noqa: E402
from recipe.works import load  # noqa: E402

TRUTH_COLUMNS = ("file", "position", "work")


def build(folder):
    """Write the sample below `folder` and return {file: rows or records}."""
    works = load(HERE / "works")
    made = exports(works)
    truth = [
        {"file": name, "position": position, "work": work}
        for name, (_, ids) in made.items()
        for position, work in enumerate(ids, start=1)
    ]
    with_keys(works, b"\n".join(data for data, _ in made.values()).lower())
    read, outcome = decisions(works)
    included = [work for work in works if outcome[work["id"]] == "include"]
    tied, priced = links(included), evaluations(included)
    files = {f"exports/{name}": data for name, (data, _) in made.items()}
    files |= {
        "truth.csv": table(truth, TRUTH_COLUMNS),
        "decisions.csv": table(read, COLUMNS),
        "links.csv": table(tied, LINK_COLUMNS),
        "evaluations.xlsx": workbook(priced),
    }
    for name, data in files.items():
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return {name: len(ids) for name, (_, ids) in made.items()} | {
        "works": len(works), "decisions": len(read), "links": len(tied), "evaluations": len(priced),
    }  # fmt: skip


def with_keys(works, exported):
    """Give each work the columns by which its merged reference is found: DOI, else PMID, else title."""
    for work in works:
        doi = work["doi"] if work["doi"].encode() in exported else ""
        pmid = "" if doi else work["pmid"]
        work["key"] = {"doi": doi, "pmid": pmid, "title": work["title"]}


def table(rows, columns):
    """Return rows as CSV in UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--to", default=HERE, help="folder to write to (this one, if not given)")
    for name, count in build(options.parse_args().to).items():
        print(f"{count:6}  {name}")
