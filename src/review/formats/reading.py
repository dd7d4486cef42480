"""One entry's tags and values into the fields of a record."""

import json
import re
from functools import lru_cache

from review.formats.citations import read_citation
from review.formats.identifiers import accession_in, database_in, doi_in, link_in, pmid_in
from review.formats.listed import both, listed
from review.formats.names import author_names
from review.formats.pages import issue_in, number_in, pages_in
from review.formats.reftypes import reference_type
from review.records import RECORD_COLUMNS
from review.text import SEPARATOR, clean_isbn, clean_issn, parse_year, plain, unescaped

__all__ = ["encode", "read_fields"]

encode = json.JSONEncoder(ensure_ascii=False).encode
NO_ABSTRACT = frozenset(("no abstract available", "no abstract", "abstract not available", "n/a", "none"))
_PART = "[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’.-]*"
PROPER_NAME = re.compile(
    f"(?![A-Z]\\. ){_PART}(?: {_PART})*(?<! [A-Z])(?<! [A-Z.][A-Z.]), {_PART}(?: (?!and ){_PART})*"
).fullmatch
_IN_A_NAME = re.compile(r"(?<=,)\n|(?<=\band)\n|(?<=&)\n")  # where a line of a cell ends in a list or a name


def read_fields(raw, schema):
    """Return the columns of a record that an entry tells, and under ``origins`` the tag of each, as JSON.

    `raw` are the tags and values of the entry, in order.
    """
    values = _values(raw, schema)
    row, origins = EMPTY_ROW.copy(), {}
    singles, identifiers, several = plan(schema, tuple(values))
    _take_singles(singles, values, row, origins)
    _take_identifiers(identifiers, values, row, origins)
    for field, groups, parts in several:
        _gather(field, groups, parts, values, schema, row, origins)
    if schema.sections and len(sections := values.get(origins.get("abstract"), ())) > 1:
        row["abstract"] = " ".join(filter(None, map(_prose, sections)))
    if schema.summary and not row["abstract"]:
        _summarise(row, origins, values, schema.summary)
    if "citation" in schema.fields:
        _fill_from_citation(row, origins, values, schema.fields["citation"])
    if not row["type"] and any(tag in values for tag in schema.fields.get("type", ())):
        row["type"] = "GEN"
    _put_pages_together(row, origins)
    written = _as_written(origins, raw, schema.alias) if schema.alias else origins
    row["origins"] = _origins(tuple(written.items()))
    return row


def _values(raw, schema):
    """Return the values of each tag in order, as plain text."""
    values, decode = {}, schema.decode
    if alias := schema.alias:
        raw = [(alias.get(f"{tag}: {value}") or alias.get(tag, tag), value) for tag, value in raw]
    for tag, value in raw:
        if value:
            if decode and tag not in schema.lists:
                value = decode(value)
            if "&" in value:  # before semicolons part authors and keywords
                value = unescaped(value)
            if tag in values:
                values[tag].append(value)
            else:
                values[tag] = [value]
    return values


def _take_singles(singles, values, row, origins):
    """Put the first value that is something when cleaned into each field; it nearly always is the first."""
    for field, tags, clean in singles:
        for tag in tags:
            given = values[tag]
            found = clean(given[0])
            if not found and len(given) > 1:
                found = next(filter(None, map(clean, given[1:])), "")
            if found:
                row[field], origins[field] = found, tag
                break


def _take_identifiers(identifiers, values, row, origins):
    """Do the same for identifiers, which all values of the entry help to tell."""
    for field, tags, find in identifiers:
        for tag in tags:
            given = values[tag]
            found = find(tag, given[0], values)
            if not found and len(given) > 1:
                found = next(filter(None, (find(tag, value, values) for value in given[1:])), "")
            if found:
                row[field], origins[field] = found, tag
                break


def _gather(field, groups, parts, values, schema, row, origins):
    """Put all values of the first group of tags that has any into one cell."""
    for tags in groups:
        found = []
        for tag in tags:
            said = mentions(values[tag], schema.lists.get(tag, parts), tag in schema.by_line, schema.commas)
            found = both(found, said) if found else said
        if found:
            once = dict.fromkeys(found) if field == "keywords" else found
            row[field], origins[field] = SEPARATOR.join(once), ", ".join(tags)
            return


def mentions(values, parts, by_line, commas):
    """Return all that the values of a tag name; a whole list given again is the same list.

    >>> mentions(["Khan, A", "Khan, A", "Ek, B; Ek, C", "Ek, B; Ek, C"], authors_in, False, False)
    ['Khan, A', 'Khan, A', 'Ek, B', 'Ek, C']
    """
    found, lists = [], []
    for value in values:
        names = parts(value, by_line, commas)
        if len(names) == 1:
            found += names
        elif names not in lists:
            found += names
            lists.append(names)
    return found


@lru_cache(maxsize=1 << 12)
def plan(schema, present):
    """Return what these tags may hold: fields with one value, identifiers, and fields with several values.

    Each is a tuple of (field, tags or groups of tags, reader). Entries of a file have few different sets of
    tags, so that a plan is looked up and hardly ever made.
    """

    def there(tags):
        found = (there(tag) if isinstance(tag, tuple) else tag in present and tag for tag in tags)
        return tuple(filter(None, found))

    return tuple(
        tuple((f, tags, read) for f, read in of.items() if (tags := there(schema.fields.get(f, ()))))
        for of in (SINGLE, IDENTIFIERS, SEVERAL)
    )


def _prose(value):
    # most abstracts are plain already: looking for runs of blanks in them would take longer than all else
    uneven = "\n" in value or "<" in value or "&" in value or "\r" in value
    text = plain(value) if uneven else value.strip()
    return "" if len(text) < 40 and text.strip("[]. ").lower() in NO_ABSTRACT else text


def _journal(value):
    text = plain(value)  # of a registration, its address stands where a journal would
    return "" if text[:8].lower().startswith(("http://", "https://", "www.")) else text


def _language(value):
    return plain(value.replace("\n", "; ")).rstrip(".")


def _type(value):
    return reference_type([value]).replace("GEN", "")  # another value may tell more


cached = lru_cache(maxsize=1 << 13)  # years, journals and languages come again and again
SINGLE = {
    "title": plain,
    "abstract": _prose,
    "year": cached(parse_year),
    "journal": cached(_journal),
    "volume": number_in,
    "issue": issue_in,
    **dict.fromkeys(("start", "end", "article"), pages_in),
    "issn": cached(clean_issn),
    "isbn": cached(clean_isbn),
    "language": cached(_language),
    "type": cached(_type),
    "url": link_in,
}
"""Fields with one value, and what makes a value of a tag the field."""
IDENTIFIERS = {"database_id": accession_in, "doi": doi_in, "pmid": pmid_in, "database": database_in}
EMPTY_ROW = dict.fromkeys(RECORD_COLUMNS, "") | {"year": None, "start": "", "end": "", "article": ""}


def _put_pages_together(row, origins):
    start, end, article = row.pop("start"), row.pop("end"), row.pop("article")
    first, last, number = origins.pop("start", ""), origins.pop("end", ""), origins.pop("article", "")
    if row["pages"] or not (start or end or article):
        return
    row["pages"], origins["pages"] = start or end or article, first or last or number
    if start and end:
        row["pages"] = start if end == start or "-" in start else f"{start}-{end}"
        origins["pages"] = f"{first}, {last}"


def _fill_from_citation(row, origins, values, tags):
    """Fill what is missing of journal, volume, issue and pages from a line that holds them all."""
    for tag in tags:
        for value in values.get(tag, ()):
            for field, found in read_citation(plain(value)).items():
                have = row["start"] if field == "pages" else row[field]
                if not have or (field in ("journal", "year") and origins.get(field) == tag):
                    row[field], origins[field] = int(found) if field == "year" else found, tag


def _as_written(origins, raw, alias):
    written = {alias.get(tag, tag): tag for tag, _ in raw}
    apart = {field: tags.split(", ") for field, tags in origins.items()}
    return {field: ", ".join(written.get(tag, tag) for tag in tags) for field, tags in apart.items()}


def _summarise(row, origins, values, tags):
    """Put what a register says of a trial into the place of the abstract, each part after its name."""
    told = [tag for tag in tags if any(map(plain, values.get(tag, ())))]
    row["abstract"] = " ".join(
        f"{tag.replace('_', ' ')}: {' '.join(map(plain, values[tag])).rstrip('.;')}." for tag in told
    )
    if told:
        origins["abstract"] = ", ".join(told)


@lru_cache(maxsize=1 << 12)
def _origins(pairs):
    return encode(dict(pairs))


def authors_in(value, by_line, commas):
    """Return the authors in a value, each as often as it is named.

    >>> authors_in("Berg, A; Dahl, B", False, False)
    ('Berg, A', 'Dahl, B')
    """
    if not commas and PROPER_NAME(value):  # nearly all names of RIS: it must be quick
        return (value,)
    value = value.replace("|", ";")
    wrapped = _IN_A_NAME.sub(" ", value) if commas else value.replace("\n", " ")
    return author_names(value if by_line else wrapped, commas)


@lru_cache(maxsize=1 << 15)
def keywords_in(value, by_line, commas):
    """Return the keywords in a value.

    They are parted by semicolons, by line ends, by upright strokes, or by commas where these may part them.

    >>> keywords_in("Unnecessary Procedures; *Attitude &amp; Practice", False, False)
    ('Unnecessary Procedures', 'Attitude & Practice')
    >>> keywords_in("['overuse', 'low-value']", False, True)
    ('overuse', 'low-value')
    """
    items = listed(value)
    lines = items or (value.split("\n") if by_line else (value,))
    parts = [part for line in lines for part in plain(line).split(";")]
    if len(parts) > 1 and re.search(r"[a-z]{3}\.\s*$", parts[-1]):
        parts[-1] = parts[-1].rstrip(". ")  # the full stop at the end of the list
    if len(parts) == 1 and commas and not items:
        parts = parts[0].split("|" if "|" in value else ",")
    return tuple(word for part in parts if (word := part.replace("*", "").strip()))


SEVERAL = {"authors": authors_in, "keywords": keywords_in}
"""Fields with several values, and what makes a value of a tag some of them."""
