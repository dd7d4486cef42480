"""Raw entries into records: each field in its normal form, with the tag it was read from."""

import hashlib
import json
import re
from functools import lru_cache

import pandas as pd

from review.formats.citations import read_citation
from review.formats.identifiers import doi_in, link_in, name_database, pmid_in
from review.formats.names import author_names
from review.formats.reftypes import reference_type
from review.records import RECORD_COLUMNS
from review.text import clean_isbn, clean_issn, join, parse_year, plain

__all__ = ["Columns"]

_PAGE_WORD = re.compile(r"^(?:pp?|pages?|s|sid)\b\.?\s*(?=\w)", re.IGNORECASE)
_encode = json.JSONEncoder(ensure_ascii=False).encode
_plain = lru_cache(maxsize=1 << 14)(plain)
_issn = lru_cache(maxsize=1 << 14)(clean_issn)
_isbn = lru_cache(maxsize=1 << 12)(clean_isbn)
_year = lru_cache(maxsize=1 << 12)(parse_year)
NO_CONTENT = ("record_id", "source_file", "first_line", "last_line", "raw", "origins")


class Columns:
    """The columns of a frame of records, filled one entry at a time.

    Parameters
    ----------
    schema : review.formats.fields.Schema
    source_file : str
    database : str
        For all records; told from each record where "".
    """

    def __init__(self, schema, source_file, database=""):
        self.schema = schema
        self.source_file = source_file
        self.database = database
        self.values = {name: [] for name in RECORD_COLUMNS}
        self.appenders = [(name, column.append) for name, column in self.values.items()]
        self.seen = {}

    def add(self, raw, first_line, last_line):
        """Add one entry: its tags and values in order, and its first and last line."""
        row = read_fields(raw, self.schema)
        row["raw"] = content = _encode(raw)
        row["record_id"] = self.identify(content)
        if self.database:
            row["database"] = self.database
        row["source_file"], row["first_line"], row["last_line"] = self.source_file, first_line, last_line
        for name, append in self.appenders:
            append(row[name])

    def identify(self, content):
        """Return what `review.records.record_id` returns for this content, without writing it as JSON anew."""
        times = self.seen[content_hash] = self.seen.get(content_hash := hash(content), 0) + 1
        if times > 1:
            content += f"#{times}"
        return "r" + hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def frame(self):
        """Return the records as a frame with `RECORD_COLUMNS`; a file of one database names it throughout."""
        names = [name for name in dict.fromkeys(self.values["database"]) if name]
        if len(names) == 1:
            self.values["database"] = names * len(self.values["database"])
        numbers = {"year": "Int64", "first_line": "int64", "last_line": "int64"}
        return pd.DataFrame(
            {name: pd.array(column, dtype=numbers.get(name, "str")) for name, column in self.values.items()}
        )

    def fill(self):
        """Return the share of records that have each field, from 0 to 1."""
        total = len(self.values["record_id"]) or 1
        return {
            name: round(sum(value not in ("", None) for value in column) / total, 4)
            for name, column in self.values.items()
            if name not in NO_CONTENT
        }


def read_fields(raw, schema):
    """Return the fields of one entry, and under ``origins`` the tag each was read from, as JSON."""
    values, origins = {}, {}
    for tag, value in raw:
        if value:
            if tag in values:
                values[tag].append(value)
            else:
                values[tag] = [value]
    reader = FieldReader(schema, values, origins)
    row = {
        "title": reader.first("title", _full_plain),
        "abstract": reader.abstract(),
        "authors": reader.authors(),
        "year": reader.first("year", _year) or None,
        "journal": reader.first("journal", _plain),
        "volume": reader.first("volume", _plain),
        "issue": reader.first("issue", _issue),
        "pages": reader.pages(),
        "doi": reader.doi(),
        "pmid": reader.pmid(),
        "issn": reader.first("issn", _issn),
        "isbn": reader.first("isbn", _isbn),
        "keywords": reader.keywords(),
        "language": reader.first("language", _plain),
        "type": reader.type(),
        "url": reader.first("url", link_in),
        "database_id": reader.first("database_id", plain),
        "database": reader.first("database", name_database),
    }
    if "citation" in schema.fields and not row["volume"]:
        reader.citation(row)
    row["origins"] = _encode(origins)
    return row
