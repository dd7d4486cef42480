"""References out: RIS, CSV, XLSX and JSON Lines, each file written whole or not at all."""

import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pandas as pd
import rispy
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from review.errors import SourceError, place
from review.text import split

__all__ = ["read_jsonl", "write_csv", "write_jsonl", "write_ris", "write_xlsx"]


@contextmanager
def whole(path):
    """Give a temporary name beside `path`; it takes the name of `path` if all went well."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        yield Path(name)
        os.chmod(name, 0o644)
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def write_csv(frame, path):
    """Write a frame as CSV in UTF-8 with a byte order mark, so that Excel shows å, ä and ö."""
    with whole(path) as name:
        frame.to_csv(name, index=False, encoding="utf-8-sig", lineterminator="\n")


def write_xlsx(frames, path):
    """Write a frame, or several as {sheet: frame}, as a workbook; no cell becomes a formula."""
    sheets = frames if isinstance(frames, dict) else {"Sheet1": frames}
    book = openpyxl.Workbook(write_only=False)
    book.remove(book.active)
    for title, frame in sheets.items():
        page = book.create_sheet(title)
        page.append([str(column) for column in frame.columns])
        for row in frame.itertuples(index=False):
            page.append([None] * len(row))
            for number, value in enumerate(row, start=1):
                _put(page.cell(page.max_row, number), value)
        page.freeze_panes = "A2"
    with whole(path) as name:
        book.save(name)


def _put(cell, value):
    if value is None or value is pd.NA or value != value:
        return
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@" and bool(value)
    else:
        cell.value = value.item() if hasattr(value, "item") else value


def write_jsonl(rows, path):
    """Write a frame, or a sequence of dictionaries, as one JSON object per line."""
    if isinstance(rows, pd.DataFrame):
        rows = json.loads(rows.to_json(orient="records"))
    with whole(path) as name, open(name, "w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_jsonl(path):
    """Return the objects of a JSON Lines file as a list of dictionaries."""
    path, rows = Path(path), []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file; check the name and the folder") from None
    except UnicodeDecodeError:
        raise SourceError(f"{path.name}: is not UTF-8; save it as UTF-8") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise SourceError(f"{place(path.name, line=number)}: is not JSON ({error})") from None
        if not isinstance(row, dict):
            raise SourceError(f"{place(path.name, line=number)}: expected a JSON object, found {line[:40]!r}")
        rows.append(row)
    return rows


class Writer(rispy.RisWriter):
    """RIS without a number before each entry."""

    def set_header(self, count):
        """Return no header."""
        return ""


SINGLE = {
    "title": "title", "abstract": "abstract", "year": "year", "journal": "journal_name", "volume": "volume",
    "issue": "number", "doi": "doi", "language": "language", "issn": "issn",
}  # fmt: skip


def write_ris(references, path):
    """Write references as RIS in UTF-8, readable by Zotero, EndNote, Rayyan and ASReview."""
    entries = [_entry(row) for row in references.to_dict("records")]
    with whole(path) as name, open(name, "w", encoding="utf-8", newline="\n") as file:
        rispy.dump(entries, file, implementation=Writer)


def _entry(row):
    def text(column):
        value = row.get(column)
        return "" if value is None or value is pd.NA or value != value else " ".join(str(value).split())

    entry = {"type_of_reference": text("type") if text("type").isupper() else "JOUR"}
    for column in ("reference_id", "record_id"):
        if text(column):
            entry["id"] = text(column)
            break
    entry |= {key: text(column) for column, key in SINGLE.items() if text(column)}
    entry |= {"authors": split(text("authors")), "keywords": split(text("keywords"))}
    start, _, end = text("pages").partition("-")
    entry |= {key: value for key, value in (("start_page", start), ("end_page", end)) if value}
    if text("url"):
        entry["urls"] = [text("url")]
    notes = [f"PMID: {text('pmid')}"] if text("pmid") else []
    if "included" in row:
        said = {"1": "ASReview_relevant", "True": "ASReview_relevant", "0": "ASReview_irrelevant",
                "False": "ASReview_irrelevant"}.get(text("included"), "ASReview_not_seen")  # fmt: skip
        notes.append(said)
    if notes:
        entry["notes"] = notes
    return {key: value for key, value in entry.items() if value}
