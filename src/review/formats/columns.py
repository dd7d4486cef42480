"""Raw entries into records: the fields of the schema, each with the tag it was read from."""

import json
import re

import pandas as pd

from review.formats.fields import DATABASE_WORDS
from review.formats.names import author_name
from review.records import RECORD_COLUMNS, record_id
from review.text import clean_doi, clean_isbn, clean_issn, clean_pmid, join, parse_year, plain

__all__ = ["Columns", "name_database"]

_PAGES = re.compile(r"^(?:pp?\.?|pages?|s\.|sid\.?)\s*(?=[\dA-Za-z])(?<=[\s.])|\s+", re.IGNORECASE)
_PMID_LINK = re.compile(r"(?:ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/|PMID[:\s]+|medline\W?)(\d{1,8})\b", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
SURE_DOI = frozenset(("DO", "DI", "DOI", "LID", "AID"))


class Columns:
    """The columns of a frame of records, filled one entry at a time.

    Parameters
    ----------
    table : dict
        Field to the tags that may hold it, in order of preference (see `review.formats.fields`).
    source_file, database : str
    """

    def __init__(self, table, source_file, database=""):
        self.table = table
        self.source_file = source_file
        self.database = database
        self.values = {name: [] for name in RECORD_COLUMNS}
        self.seen = {}

    def add(self, raw, first_line, last_line):
        """Add one entry: its tags and values in order, and its first and last line."""
        origins = {}
        row = read_fields(raw, self.table, origins)
        first = record_id(raw)
        times = self.seen[first] = self.seen.get(first, 0) + 1
        row["record_id"] = first if times == 1 else record_id(raw, times)
        if self.database:
            row["database"] = self.database
        row["source_file"] = self.source_file
        row["first_line"], row["last_line"] = first_line, last_line
        row["raw"] = json.dumps(raw, ensure_ascii=False)
        row["origins"] = json.dumps(origins, ensure_ascii=False)
        for name, column in self.values.items():
            column.append(row[name])

    def frame(self):
        """Return the records as a frame with `RECORD_COLUMNS`."""
        numbers = {"year": "Int64", "first_line": "int64", "last_line": "int64"}
        types = {name: numbers.get(name, "str") for name in RECORD_COLUMNS}
        return pd.DataFrame({name: pd.array(self.values[name], dtype=types[name]) for name in RECORD_COLUMNS})

    def fill(self):
        """Return the share of records that have each field."""
        total = len(self.values["record_id"])
        skip = ("record_id", "source_file", "first_line", "last_line", "raw", "origins")
        return {
            name: round(sum(1 for value in column if value not in ("", None)) / total, 4) if total else 0.0
            for name, column in self.values.items()
            if name not in skip
        }


def read_fields(raw, table, origins):
    """Return the fields of one entry; `origins` takes the tag each was read from."""
    values = {}
    for tag, value in raw:
        if value:
            values.setdefault(tag, []).append(value)

    def first(field, clean=plain):
        for tag in table.get(field, ()):
            for value in values.get(tag, ()):
                found = clean(value)
                if found:
                    origins[field] = tag
                    return found
        return ""

    def every(field, parts, clean):
        for tags in table.get(field, ()):
            present = [tag for tag in tags if tag in values]
            found = [clean(part) for tag in present for value in values[tag] for part in parts(value)]
            found = list(dict.fromkeys(item for item in found if item))
            if found:
                origins[field] = ", ".join(present)
                return join(found)
        return ""

    def doi():
        for tag in table.get("doi", ()):
            for value in values.get(tag, ()):
                if "10." in value and (found := doi_in(tag, value)):
                    origins["doi"] = tag
                    return found
        return ""

    def pmid():
        for tag in table.get("pmid", ()):
            for value in values.get(tag, ()):
                if found := pmid_in(tag, value, values):
                    origins["pmid"] = tag
                    return found
        return ""

    return {
        "title": first("title"),
        "abstract": first("abstract"),
        "authors": every("authors", author_parts, author_name),
        "year": first("year", parse_year) or None,
        "journal": first("journal"),
        "volume": first("volume"),
        "issue": first("issue"),
        "pages": pages(first("start"), first("end"), first("article"), origins),
        "doi": doi(),
        "pmid": pmid(),
        "issn": first("issn", clean_issn),
        "isbn": first("isbn", clean_isbn),
        "keywords": every("keywords", keyword_parts, plain),
        "language": first("language"),
        "type": first("type"),
        "url": first("url", link_in),
        "database_id": first("database_id"),
        "database": first("database", name_database),
    }


def author_parts(value):
    """Return the authors of one value: one per line, or parted by semicolons."""
    return value.replace(";", "\n").split("\n") if ";" in value or "\n" in value else (value,)


def keyword_parts(value):
    """Return the keywords of one value: one per line, or parted by semicolons."""
    if "&" in value:
        value = plain(value.replace("\n", ";"))
    return value.replace(";", "\n").split("\n") if ";" in value or "\n" in value else (value,)


def pages(start, end, article, origins):
    """Return pages as "123-129" from first page, last page and article number."""
    tags = [origins.pop(name) for name in ("start", "end", "article") if name in origins]
    if tags:
        origins["pages"] = ", ".join(tags[:2] if start and end else tags[:1])
    start = _PAGES.sub("", (start or "").replace("–", "-").replace("—", "-"))
    end = _PAGES.sub("", end or "")
    if start and end and end != start and "-" not in start:
        return f"{start}-{end}"
    return start or end or article


def doi_in(tag, value):
    """Return the DOI of a value; where the tag is not one for DOIs, only if it is nothing but one or a link."""
    if tag in SURE_DOI:
        return clean_doi(value)
    value = value.strip()
    if value[:4].lower() in ("http", "doi:", "doi ", "www.") or value.startswith("10."):
        return clean_doi(value)
    return ""


def pmid_in(tag, value, values):
    """Return the PubMed number of a value; a bare number only where the tag or the database says so."""
    linked = _PMID_LINK.search(value)
    if linked:
        return linked[1]
    if tag in ("PMID", "PM", "pmid", "Medline PMID", "PubMed ID", "PubMed Id") or "[pmid]" in value.lower():
        return clean_pmid(value)
    if tag in ("AN", "ID", "UI"):
        base = " ".join([*values.get("DB", ()), *values.get("DP", ())]).lower()
        return clean_pmid(value) if any(word in base for word in ("medline", "pubmed", "nlm")) else ""
    return ""


def link_in(value):
    """Return the first web address in a value."""
    found = _LINK.search(value)
    return found[0].rstrip(";,") if found else ""


def name_database(text):
    """Return the name of the database a text speaks of, or "".

    Examples
    --------
    >>> name_database("Ovid MEDLINE(R) ALL"), name_database("no base")
    ('MEDLINE', '')
    """
    text = text.lower()
    for name, words in DATABASE_WORDS:
        if any(word in text for word in words):
            return name
    return ""
