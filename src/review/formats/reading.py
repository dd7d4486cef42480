"""One entry's tags and values into the fields of a record."""

import json
import re
from functools import lru_cache

from review.formats.citations import read_citation
from review.formats.identifiers import database_in, doi_in, link_in, pmid_in
from review.formats.names import author_names
from review.formats.reftypes import reference_type
from review.text import SEPARATOR, clean_isbn, clean_issn, parse_year, plain

__all__ = ["encode", "read_fields"]

encode = json.JSONEncoder(ensure_ascii=False).encode
NO_ABSTRACT = frozenset(("no abstract available", "no abstract", "abstract not available", "n/a", "none"))
_PAGE_WORD = re.compile(r"^(?:pp?|pages?|s|sid)\b\.?\s*(?=\w)", re.IGNORECASE)


def read_fields(raw, schema):
    """Return the fields of one entry, and under ``origins`` the tag each was read from, as JSON.

    Parameters
    ----------
    raw : sequence of (str, str)
        Tags and values in order.
    schema : review.formats.schema.Schema

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
    row, origins = NOTHING.copy(), {}
    for field, tags, read in plan(schema, tuple(values)):
        for tag in tags:
            found = read(values[tag], tag, values)
            if found:
                row[field], origins[field] = found, tag
                break
    for field, groups, parts in several(schema, tuple(values)):
        for tags in groups:
            found = {}
            for tag in tags:
                by_line = tag in schema.by_line
                for value in values[tag]:
                    found.update(parts(value, by_line, schema.commas))
            if found:
                row[field], origins[field] = SEPARATOR.join(found), ", ".join(tags)
                break
    if "citation" in schema.fields:
        _fill_from_citation(row, origins, values, schema.fields["citation"])
    _put_pages_together(row, origins)
    row["origins"] = _origins(tuple(origins.items()))
    return row


@lru_cache(maxsize=1 << 12)
def plan(schema, present):
    """Return (field, tags, reader) for each field with one value that these tags may hold.

    Entries of a file have few different sets of tags, so that this is looked up and hardly ever made.
    """
    readers = READERS | ({"abstract": _sections} if schema.sections else {})
    tags_of = {
        field: tuple(tag for tag in schema.fields.get(field, ()) if tag in present) for field in readers
    }
    return tuple((field, tags, readers[field]) for field, tags in tags_of.items() if tags)


@lru_cache(maxsize=1 << 12)
def several(schema, present):
    """Return (field, groups of tags, reader) for each field with several values that these tags may hold."""
    found = []
    for field, parts in (("authors", authors_in), ("keywords", keywords_in)):
        groups = [tuple(tag for tag in tags if tag in present) for tags in schema.fields.get(field, ())]
        if any(groups):
            found.append((field, tuple(group for group in groups if group), parts))
    return tuple(found)


def _single(clean):
    def read(texts, tag, values):
        for text in texts:
            found = clean(text)
            if found:
                return found
        return ""

    return read


def _identifier(find):
    def read(texts, tag, values):
        for text in texts:
            found = find(tag, text, values)
            if found:
                return found
        return ""

    return read


def _prose(value):
    # most abstracts are plain already: looking for runs of blanks in them would take longer than all else
    text = plain(value) if "\n" in value or "&" in value or "<" in value else value.strip()
    return "" if len(text) < 40 and text.strip("[]. ").lower() in NO_ABSTRACT else text


def _sections(texts, tag, values):
    return " ".join(filter(None, map(_prose, texts)))


def _issue(value):
    text = plain(value)
    return text if len(text) <= 40 else ""  # Web of Science puts names of conferences into the same tag


def _pages(value):
    text = plain(value)
    if text.isdigit():
        return text
    text = text.replace("–", "-").replace("—", "-").replace("--", "-").replace(" - ", "-")
    return _PAGE_WORD.sub("", text.removeprefix("UNSP "))


def _types(texts, tag, values):
    return _type(tuple(texts))


_type = lru_cache(maxsize=1 << 10)(reference_type)
_short = _single(lru_cache(maxsize=1 << 13)(plain))
READERS = {
    "title": _single(plain),
    "abstract": _single(_prose),
    "year": _single(lru_cache(maxsize=1 << 13)(parse_year)),
    "journal": _short,
    "volume": _short,
    "issue": _single(lru_cache(maxsize=1 << 13)(_issue)),
    "start": _single(lru_cache(maxsize=1 << 13)(_pages)),
    "end": _single(lru_cache(maxsize=1 << 13)(_pages)),
    "article": _short,
    "doi": _identifier(doi_in),
    "pmid": _identifier(pmid_in),
    "issn": _single(lru_cache(maxsize=1 << 13)(clean_issn)),
    "isbn": _single(lru_cache(maxsize=1 << 13)(clean_isbn)),
    "language": _single(lru_cache(maxsize=1 << 10)(lambda value: plain(value).rstrip("."))),
    "type": _types,
    "url": _single(link_in),
    "database_id": _single(str.strip),
    "database": _identifier(database_in),
}
"""Fields with one value, each with its reader: from the values of one tag to the field, or ""."""
NOTHING = dict.fromkeys(READERS, "") | {"authors": "", "keywords": "", "pages": "", "year": None}


def _put_pages_together(row, origins):
    start, end, article = row.pop("start"), row.pop("end"), row.pop("article")
    tags = [origins.pop(name, "") for name in ("start", "end", "article")]
    if start or end:
        article, tags[2] = "", ""
    if start and end and end != start and "-" not in start:
        start = f"{start}-{end}"
    if not row["pages"] and (start or end or article):
        row["pages"] = start or end or article
        origins["pages"] = ", ".join(tag for tag in tags if tag)


def _fill_from_citation(row, origins, values, tags):
    """Fill what is missing of journal, volume, issue and pages from a line that holds them all."""
    for tag in tags:
        for value in values.get(tag, ()):
            for field, found in read_citation(value).items():
                have = row["start"] if field == "pages" else row[field]
                if not have or (field == "journal" and origins.get(field) == tag):
                    row[field], origins[field] = found, tag


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
