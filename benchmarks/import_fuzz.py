"""Does any damaged export crash the import, or give an account that does not add up?

Usage: python benchmarks/import_fuzz.py [FOLDER] [--files N] [--seed N] [--largest BYTES]

Each run takes one real export (tables as workbooks too), damages it in one to eight ways, reads it and
checks: a clear refusal, or as
many lines in the account as in the file, unique ids, and every long word of the text somewhere in the records
or in the account. Beside that, values: a record that stands in lines nothing happened to, with another such
record between it and the damage, must have the fields it had before. What fails is kept in the current folder
as fuzz_<number>_<name>.
"""

import argparse
import csv
import io
import json
import random
import re
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from review.errors import Question, SourceError
from review.formats import read_export
from review.formats.source import unify

EXPORTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "exports"
PARTS = (
    *(
        b"\n",
        b"\r",
        b"\r\n",
        b"\r\r\n",
        b"\n\n\n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\0",
        b"\0\0",
        b"\xa0",
        b"\x85",
    ),
    *(b"TY  - ", b"TY  - JOUR\n", b"ER  - \n", b"\nER  -", b"ti  - ", b"PMID- ", b"PT J\n", b"%0 ", b"<1>\n"),
    *(b'"', b"'", b"{", b"}", b"<", b">", b"&", b"&amp;", b"</record>", b"<record>", b"@article{", b","),
    *(b";", b"\t", b"\\", b"=", b"\xed\xa0\x80", "å".encode(), "å".encode("cp1252"), "\u2028".encode()),
    *("å".encode("utf-16-le"), "😀".encode()),
)
WORD = re.compile(r"[A-Za-z]{12,}")


def damage(data, chance):
    spot, other = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    kind = chance.randrange(9)
    if kind == 0:
        del data[spot:]
    elif kind == 1:
        del data[spot : min(other, spot + chance.choice((1, 5, 50, 500)))]
    elif kind == 2:
        data[spot:spot] = data[spot : min(other, spot + 300)]
    elif kind == 3:
        data[spot:spot] = chance.randbytes(chance.randrange(1, 6))
    elif kind in (4, 5):
        data[spot:spot] = chance.choice(PARTS)
    elif kind == 6:
        old, new = chance.sample((b"\n", b"\r\n", b"\r", b"  - ", b" - ", b"\t- ", b'"', b","), 2)
        data[:] = data.replace(old, new, chance.choice((1, 10, -1)))
    elif kind == 7:
        data[spot:other] = data[spot:other].swapcase()
    else:
        data[:] = data[spot:] + data[:spot]
    if not data:
        data += b"\n"


def as_workbook(data):
    """Return a table as an XLSX workbook, so that workbooks are damaged too."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in csv.reader(io.StringIO(data.decode("utf-8", "replace").replace("\0", ""))):
        book.active.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
    book.save(out)
    return out.getvalue()


def damage_inside(data, chance):
    """Return an archive with damage in one of the files it holds."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as file:
        chosen = chance.choice(archive.namelist())
        for name in archive.namelist():
            inner = bytearray(archive.read(name))
            if name == chosen:
                damage(inner, chance)
            file.writestr(name, bytes(inner))
    return bytearray(out.getvalue())


def outside(export, data, damaged):
    """Return the fields of the records in lines nothing happened to, as rows with how often each."""
    lines, others = (unify(text.decode("utf-8", "replace")).split("\n") for text in (data, damaged))
    shorter = min(len(lines), len(others))
    before = next((n for n, (a, b) in enumerate(zip(lines, others, strict=False)) if a != b), shorter)
    turned = zip(reversed(lines), reversed(others), strict=False)
    alike = next((n for n, (a, b) in enumerate(turned) if a != b), shorter)
    after = len(lines) - min(alike, shorter - before)
    records = export.records
    above = records[records.last_line <= before][:-1]
    below = records[records.first_line > after][1:]
    return fields_of(above) + fields_of(below)


def fields_of(records):
    """Return the fields of records, without where they stand, as rows with how often each."""
    where = ["record_id", "source_file", "first_line", "last_line", "raw", "origins", "database"]
    return Counter(records.drop(columns=where).astype("str").itertuples(index=False, name=None))


def check_values(original, data, damaged, export):
    """Raise AssertionError where a record far from the damage has other fields than it had."""
    same = original is not None and (original.format, original.encoding) == (export.format, export.encoding)
    rows = original is not None and original.account.unit == "row"
    if not same or (rows and data.split(b"\n")[0] != damaged.split(b"\n")[0]):
        return 0
    if rows and sum(original.account.lines.values()) != len(data.splitlines()):
        return 0  # rows of several lines: where they stand cannot be told from here
    kept = outside(original, data, damaged)
    lost = kept - fields_of(export.records)
    assert not lost, f"values changed far from the damage: {[row[:6] for row in list(lost)[:2]]}"
    return sum(kept.values())


def undamaged(name, data, folder):
    """Return a file as it is read before anything happened to it, None where it is refused or no text."""
    path = folder / name
    path.write_bytes(data)
    try:
        return None if name.endswith(".xlsx") else read_export(path)
    except (SourceError, Question):
        return None


def check(path, original=None, data=b""):
    """Return "read" or "refused", and how many values were compared; raise where something does not hold."""
    try:
        export = read_export(path)
    except (SourceError, Question) as error:
        refusal = str(error)
        assert path.name in refusal, "the refusal does not name the file"
        return "refused", 0
    counts, records = export.account.lines, export.records
    assert min(counts.values()) >= 0, "a count below zero"
    assert records["record_id"].is_unique, "an id twice"
    assert export.account.records == len(records), "records counted wrong"
    json.dumps(export.account.as_dict(), ensure_ascii=False).encode()
    if export.account.unit == "line" and export.encoding in ("ascii", "utf-8", "utf-8-sig"):
        text = unify(path.read_bytes().decode(export.encoding))
        assert sum(counts.values()) == text.count("\n") + (not text.endswith("\n")), "lines do not add up"
        if "xml" not in export.format:
            problems = export.account.problems
            told = [*problems["text"], *problems["tag"], *export.account.headers]
            held = " ".join([*records["raw"], *records["abstract"], *told])
            text, held = text.casefold(), held.casefold()  # names of fields come in small letters
            lost = set(WORD.findall(text)) - set(WORD.findall(held))
            lost = {word for word in lost if word not in held}
            assert len(lost) <= headers(export, text), f"words lost: {sorted(lost)[:5]}"
    return "read", check_values(original, data, path.read_bytes(), export)


def headers(export, text):
    """Return how many words may stand in lines that belong to no entry, such as the head of a file."""
    patterns = {
        "ris": r"^\s*(?:Provider|Database|Content|Link)\b.*|^Record.*",
        "bibtex": r"@\s*\w+|^[^@{}=]*$|^\s*%.*|[\w.:+/-]{12,}\s*=|@\s*(?:string|comment|preamble)[^@]*",
        "wos": r"^(?:FN|VR|EF)\b.*",
    }
    pattern = patterns.get(export.format)
    return sum(len(WORD.findall(found)) for found in re.findall(pattern, text, re.M | re.I)) if pattern else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=EXPORTS)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=int, default=20_000)
    options = parser.parse_args()
    sources = [path for path in sorted(options.folder.rglob("*")) if path.is_file()]
    sources = [path for path in sources if 0 < path.stat().st_size <= options.largest]
    contents = [(path.name, path.read_bytes()) for path in sources]
    tables = [(name, data) for name, data in contents if name.endswith(".csv")]
    contents += [(f"{name}.xlsx", as_workbook(data)) for name, data in tables]
    warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out
    counts, start = {"read": 0, "refused": 0, "failed": 0, "records compared": 0}, time.perf_counter()
    originals = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.files):
            chance = random.Random(f"{options.seed}:{number}")
            name, whole = chance.choice(contents)
            if whole not in originals:
                originals[whole] = undamaged(name, whole, Path(folder))
            data = bytearray(whole)
            if name.endswith(".xlsx") and chance.random() < 0.8:
                data = damage_inside(data, chance)
            else:
                for _ in range(chance.choice((1, 1, 1, 2, 4, 8))):
                    damage(data, chance)
            path = Path(folder) / name
            path.write_bytes(data)
            began = time.perf_counter()
            try:
                what, compared = check(path, originals[whole], whole)
                counts[what] += 1
                counts["records compared"] += compared
            except Exception:  # whatever it is, it is what this run looks for
                counts["failed"] += 1
                Path(f"fuzz_{number}_{name}").write_bytes(data)
                print(number, name, traceback.format_exc(limit=-2), sep="\n", flush=True)
            if time.perf_counter() - began > 5:
                print(f"{number} {name}: took {time.perf_counter() - began:.0f} s", flush=True)
            path.unlink()
    seconds = time.perf_counter() - start
    print(f"{options.files} damaged files from {len(contents)}: {counts}, {seconds:.0f} s")


if __name__ == "__main__":
    main()
