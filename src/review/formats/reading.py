"""One entry's tags and values into the fields of a record."""

import json
import re
from functools import lru_cache

from review.formats.citations import read_citation
from review.formats.identifiers import database_in, doi_in, link_in, pmid_in
from review.formats.names import author_names
from review.formats.reftypes import reference_type
from review.records import RECORD_COLUMNS
from review.text import SEPARATOR, clean_isbn, clean_issn, parse_year, plain

__all__ = ["encode", "read_fields"]

encode = json.JSONEncoder(ensure_ascii=False).encode
NO_ABSTRACT = frozenset(("no abstract available", "no abstract", "abstract not available", "n/a", "none"))
_PART = "[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’.-]*"
PROPER_NAME = re.compile(f"{_PART}(?: {_PART})*, {_PART}(?: {_PART})*").fullmatch
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
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
            if decode and tag not in schema.lists:
                value = decode(value)
            if tag in values:
                values[tag].append(value)
            else:
                values[tag] = [value]
    row, origins = EMPTY_ROW.copy(), {}
    singles, identifiers, several = plan(schema, tuple(values))
    for field, tags, clean in singles:
        for tag in tags:
            found = clean(values[tag][0]) or (len(values[tag]) > 1 and first_of(values[tag], clean))
            if found:
                row[field], origins[field] = found, tag
                break
    for field, tags, find in identifiers:
        for tag in tags:
            given = values[tag]
            found = find(tag, given[0], values)
            if not found and len(given) > 1:
                found = first_of(given[1:], find, tag, values)
            if found:
                row[field], origins[field] = found, tag
                break
    for field, groups, parts in several:
        _gather(field, groups, parts, values, schema, row, origins)
    if schema.sections and len(values.get(origins.get("abstract"), ())) > 1:
        row["abstract"] = " ".join(filter(None, map(_prose, values[origins["abstract"]])))
    if "citation" in schema.fields:
        _fill_from_citation(row, origins, values, schema.fields["citation"])
    if not row["type"] and any(tag in values for tag in schema.fields.get("type", ())):
        row["type"] = "GEN"
    _put_pages_together(row, origins)
    row["origins"] = _origins(tuple(origins.items()))
    return row


def _gather(field, groups, parts, values, schema, row, origins):
    """Put all values of the first group of tags that has any into one cell, each once."""
    for tags in groups:
        found = {}
        for tag in tags:
            by_line = tag in schema.by_line
            for value in values[tag]:
                said = schema.lists.get(tag, parts)(value, by_line, schema.commas)
                found.update(dict.fromkeys(said))
        if found:
            row[field], origins[field] = SEPARATOR.join(found), ", ".join(tags)
            return


@lru_cache(maxsize=1 << 12)
def plan(schema, present):
    """Return what these tags may hold: fields with one value, identifiers, and fields with several values.

    Each is a tuple of (field, tags or groups of tags, reader). Entries of a file have few different sets of
    tags, so that a plan is looked up and hardly ever made.
    """

    def those(tags):
        return tuple(tag for tag in tags if tag in present)

    return (
        tuple((f, tags, read) for f, read in SINGLE.items() if (tags := those(schema.fields.get(f, ())))),
        tuple(
            (f, tags, find) for f, find in IDENTIFIERS.items() if (tags := those(schema.fields.get(f, ())))
        ),
        tuple(
            (f, groups, parts)
            for f, parts in SEVERAL.items()
            if (groups := tuple(filter(None, map(those, schema.fields.get(f, ())))))
        ),
    )


def first_of(texts, clean, *context):
    """Return the first text that is something when cleaned; identifiers are told tag and values too."""
    for text in texts:
        found = clean(context[0], text, context[1]) if context else clean(text)
        if found:
            return found
    return ""


def _prose(value):
    # most abstracts are plain already: looking for runs of blanks in them would take longer than all else
    text = plain(value) if "\n" in value or "&" in value or "<" in value else value.strip()
    return "" if len(text) < 40 and text.strip("[]. ").lower() in NO_ABSTRACT else text


def _issue(value):
    text = plain(value)
    return text if len(text) <= 40 else ""  # Web of Science puts names of conferences into the same tag


def _pages(value):
    if value.isdigit():
        return value
    text = plain(value).translate(_DASHES).replace("--", "-").replace(" - ", "-")
    return _PAGE_WORD.sub("", text.removeprefix("UNSP "))


def _journal(value):
    text = plain(value)  # of a registration, its address stands where a journal would
    return "" if text[:8].lower().startswith(("http://", "https://", "www.")) else text


def _language(value):
    return plain(value).rstrip(".")


def _type(value):
    return reference_type([value]).replace("GEN", "")  # another value may tell more


def cached(clean):
    """Return a cleaner that remembers: years, journals and languages come again and again."""
    return lru_cache(maxsize=1 << 13)(clean)


_short = cached(plain)
SINGLE = {
    "title": plain,
    "abstract": _prose,
    "year": cached(parse_year),
    "journal": cached(_journal),
    "volume": _short,
    "issue": cached(_issue),
    "start": _pages,
    "end": _pages,
    "article": _short,
    "issn": cached(clean_issn),
    "isbn": cached(clean_isbn),
    "language": cached(_language),
    "type": cached(_type),
    "url": link_in,
    "database_id": str.strip,
}
"""Fields with one value, and what makes a value of a tag the field."""
IDENTIFIERS = {"doi": doi_in, "pmid": pmid_in, "database": database_in}
EMPTY_ROW = dict.fromkeys(RECORD_COLUMNS, "") | {"year": None, "start": "", "end": "", "article": ""}


def _put_pages_together(row, origins):
    start, end, article = row.pop("start"), row.pop("end"), row.pop("article")
    tags = origins.pop("start", ""), origins.pop("end", ""), origins.pop("article", "")
    if row["pages"] or not (start or end or article):
        return
    if start and end:
        row["pages"] = start if end == start or "-" in start else f"{start}-{end}"
        origins["pages"] = f"{tags[0]}, {tags[1]}"
    else:
        row["pages"] = start or end or article
        origins["pages"] = tags[0] or tags[1] or tags[2]


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


def authors_in(value, by_line, commas):
    """Return the authors in a value, as the keys of a dictionary: each once, in order.

    Examples
    --------
    >>> list(authors_in("Berg, A; Dahl, B", False, False))
    ['Berg, A', 'Dahl, B']
    """
    value = value.replace("|", ";")
    if not commas and PROPER_NAME(value):  # nearly all names of RIS: it must be quick
        return {value: None}
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
    value = value.replace("|", ";")
    lines = value.split("\n") if by_line else (value,)
    parts = [part for line in lines for part in plain(line).split(";")]
    if len(parts) == 1 and commas:
        parts = parts[0].split(",")
    return dict.fromkeys(word for part in parts if (word := part.replace("*", "").strip()))


SEVERAL = {"authors": authors_in, "keywords": keywords_in}
"""Fields with several values, and what makes a value of a tag some of them."""
