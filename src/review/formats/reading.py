"""One entry's tags and values into the fields of a record."""

import json
import re
from functools import lru_cache

from review.formats.citations import read_citation
from review.formats.identifiers import database_in, doi_in, link_in, pmid_in
from review.formats.names import author_names
from review.formats.reftypes import reference_type
from review.text import clean_isbn, clean_issn, join, parse_year, plain

__all__ = ["encode", "read_fields"]

encode = json.JSONEncoder(ensure_ascii=False).encode
NO_ABSTRACT = frozenset(("no abstract available", "no abstract", "abstract not available", "n/a", "none"))
_PAGE_WORD = re.compile(r"^(?:pp?|pages?|s|sid)\b\.?\s*(?=\w)", re.IGNORECASE)
_short_plain = lru_cache(maxsize=1 << 14)(plain)
_issn = lru_cache(maxsize=1 << 13)(clean_issn)
_isbn = lru_cache(maxsize=1 << 13)(clean_isbn)
_year = lru_cache(maxsize=1 << 13)(parse_year)
_type = lru_cache(maxsize=1 << 10)(reference_type)


def read_fields(raw, schema):
    """Return the fields of one entry, and under ``origins`` the tag each was read from, as JSON.

    Parameters
    ----------
    raw : sequence of (str, str)
        Tags and values in order.
    schema : review.formats.fields.Schema

    Returns
    -------
    dict
        The columns of a record that its content tells.
    """
    values = {}
    decode = schema.decode
    for tag, value in raw:
        if value:
            if decode:
                value = decode(value)
            if tag in values:
                values[tag].append(value)
            else:
                values[tag] = [value]
    reader = FieldReader(schema, values)
    row = {
        "title": reader.first("title", plain),
        "abstract": reader.abstract(),
        "authors": reader.several("authors", authors_in),
        "year": reader.first("year", _year) or None,
        "journal": reader.first("journal", _short_plain),
        "volume": reader.first("volume", _short_plain),
        "issue": reader.first("issue", _issue),
        "pages": reader.pages(),
        "doi": reader.identifier("doi", doi_in),
        "pmid": reader.identifier("pmid", pmid_in),
        "issn": reader.first("issn", _issn),
        "isbn": reader.first("isbn", _isbn),
        "keywords": reader.several("keywords", keywords_in),
        "language": reader.first("language", _short_plain),
        "type": reader.type(),
        "url": reader.first("url", link_in),
        "database_id": reader.first("database_id", str.strip),
        "database": reader.identifier("database", database_in),
    }
    if "citation" in schema.fields:
        reader.citation(row)
    row["origins"] = _origins(tuple(reader.origins.items()))
    return row


@lru_cache(maxsize=1 << 12)
def _origins(pairs):
    return encode(dict(pairs))


@lru_cache(maxsize=1 << 15)
def authors_in(value, by_line, commas):
    """Return the authors in a value, as the keys of a dictionary: each once, in order.

    Examples
    --------
    >>> list(authors_in("Berg, A; Dahl, B", False, False))
    ['Berg, A', 'Dahl, B']
    """
    return dict.fromkeys(author_names(value if by_line else value.replace("\n", " "), commas))


@lru_cache(maxsize=1 << 15)
def keywords_in(value, by_line, commas):
    """Return the keywords in a value, as `authors_in` does the authors.

    They are parted by semicolons, by line ends, or by commas where these may part them.

    Examples
    --------
    >>> list(keywords_in("Unnecessary Procedures; *Attitude &amp; Practice", False, False))
    ['Unnecessary Procedures', 'Attitude & Practice']
    >>> list(keywords_in("['overuse', 'low-value']", False, True))
    ['overuse', 'low-value']
    """
    if value.startswith("[") and value.endswith("]"):  # a list as Python writes it
        value = value[1:-1].replace("', '", ";").strip("'\"")
    lines = value.split("\n") if by_line else (value,)
    parts = [part for line in lines for part in plain(line).split(";")]
    if len(parts) == 1 and commas:
        parts = parts[0].split(",")
    return dict.fromkeys(word for part in parts if (word := part.replace("*", "").strip()))


class FieldReader:
    """The values of one entry, asked for field by field; notes the tag each field is read from."""

    def __init__(self, schema, values):
        self.schema = schema
        self.fields = schema.fields
        self.values = values
        self.origins = {}

    def first(self, field, clean):
        """Return the first value that is something when cleaned, or ""."""
        for tag in self.fields.get(field, ()):
            for value in self.values.get(tag, ()):
                found = clean(value)
                if found:
                    self.origins[field] = tag
                    return found
        return ""

    def several(self, field, parts):
        """Return all values of the first group of tags that has any, each once, in one cell."""
        for tags in self.fields.get(field, ()):
            present = [tag for tag in tags if tag in self.values]
            found = {}
            for tag in present:
                for value in self.values[tag]:
                    found.update(parts(value, tag in self.schema.by_line, self.schema.commas))
            if found:
                self.origins[field] = ", ".join(present)
                return join(found)
        return ""

    def abstract(self):
        """Return the abstract: all its sections where the format parts them, else the first that is one."""
        for tag in self.fields.get("abstract", ()):
            found = [text for value in self.values.get(tag, ()) if (text := _prose(value))]
            if self.schema.sections and len(found) > 1:
                found = [" ".join(found)]
            for text in found:
                if len(text) > 40 or text.strip("[]. ").lower() not in NO_ABSTRACT:
                    self.origins["abstract"] = tag
                    return text
        return ""

    def pages(self):
        """Return pages as "123-129", from first and last page or in one, else the number of the article."""
        start = self.first("start", _pages)
        end = self.first("end", _pages)
        article = "" if start or end else self.first("article", _short_plain)
        tags = [tag for name in ("start", "end", "article") if (tag := self.origins.pop(name, ""))]
        if tags:
            self.origins["pages"] = ", ".join(tags)
        if start and end and end != start and "-" not in start:
            return f"{start}-{end}"
        return start or end or article

    def identifier(self, field, find):
        """Return what `find` finds first; it is told the tag and the other values too."""
        for tag in self.fields.get(field, ()):
            for value in self.values.get(tag, ()):
                found = find(tag, value, self.values)
                if found:
                    self.origins[field] = tag
                    return found
        return ""

    def type(self):
        """Return the type of reference as RIS names it."""
        for tag in self.fields.get("type", ()):
            if tag in self.values:
                self.origins["type"] = tag
                return _type(tuple(self.values[tag]))
        return ""

    def citation(self, row):
        """Fill what is missing of journal, volume, issue and pages from a line that holds them all."""
        for tag in self.fields["citation"]:
            for value in self.values.get(tag, ()):
                for field, found in read_citation(value).items():
                    if not row[field] or (field == "journal" and self.origins.get(field) == tag):
                        row[field], self.origins[field] = found, tag


def _prose(value):
    # most abstracts are long and plain already: looking for runs of blanks in them would take longer than all else
    return plain(value) if "\n" in value or "&" in value or "<" in value else value.strip()


def _issue(value):
    text = _short_plain(value)
    return text if len(text) <= 40 else ""  # Web of Science puts names of conferences into the same tag


@lru_cache(maxsize=1 << 13)
def _pages(value):
    text = _short_plain(value)
    if text.isdigit():
        return text
    return _PAGE_WORD.sub("", text.replace("–", "-").replace("—", "-")).replace("--", "-").replace(" - ", "-")
