"""A second reader of values that shares no code with the package: what must an entry's fields be?

It reads only what is written as its format has it and looks at each value by itself: what it says of an entry
is sure, and where it is not sure it says nothing.
"""

import csv
import html
import io
import re
from xml.etree import ElementTree

__all__ = ["entries_of", "wrong_values"]

WORD = re.compile(r"[^\W_]+")
TAGGED = {
    # format: (end of an entry, tag and value of a line, wrapped line, fields)
    "ris": (
        re.compile(r"^ER {2}-[ \t]*$", re.M), re.compile(r"([A-Z][A-Z0-9]) {2}- ?(.*)"), None,
        {"title": ("TI", "T1"), "volume": ("VL",), "issue": ("IS",), "doi": ("DO",), "abstract": ("AB", "N2"),
         "authors": ("AU", "A1"), "year": ("PY", "Y1")},
    ),
    "medline": (
        re.compile(r"\n\s*\n(?=PMID- )"), re.compile(r"([A-Z]{2,4}) *- ?(.*)"), re.compile(r" {6}(.*)"),
        {"title": ("TI",), "volume": ("VI",), "issue": ("IP",), "abstract": ("AB",), "authors": ("FAU",),
         "year": ("DP",), "pmid": ("PMID",), "journal": ("JT",)},
    ),
    "wos": (
        re.compile(r"^ER[ \t]*$", re.M), re.compile(r"([A-Z][A-Z0-9]) (.*)"), re.compile(r" {3}(.*)"),
        {"title": ("TI",), "volume": ("VL",), "issue": ("IS",), "doi": ("DI",), "abstract": ("AB",),
         "year": ("PY",), "journal": ("SO",), "pmid": ("PM",)},
    ),
}  # fmt: skip
XML = {
    "pubmed-xml": ("PubmedArticle", {
        "title": ".//Article/ArticleTitle", "pmid": "./MedlineCitation/PMID",
        "volume": ".//JournalIssue/Volume", "issue": ".//JournalIssue/Issue",
        "year": ".//JournalIssue/PubDate/Year", "journal": ".//Journal/Title",
        "authors": ".//Article/AuthorList/Author/LastName",
    }),
    "endnote-xml": ("record", {
        "title": "./titles/title", "volume": "./volume", "issue": "./number", "year": "./dates/year",
        "abstract": "./abstract", "doi": "./electronic-resource-num",
        "authors": "./contributors/authors/author",
    }),
}  # fmt: skip
COLUMNS = {
    "title": ("Title", "title"), "volume": ("Volume", "volume"), "year": ("Year", "year", "Publication Year"),
    "doi": ("DOI", "doi"), "pmid": ("PMID", "pmid"), "abstract": ("Abstract", "abstract"),
}  # fmt: skip
LISTS = ("authors",)


def entries_of(text, form):
    """Return what is sure of each entry of a file: field to its values; None where nothing is sure.

    Parameters
    ----------
    text : str
        With ``\\n`` as line end.
    form : str
        As `review.formats.detect` names it.
    """
    if form in TAGGED:
        return tagged(text, *TAGGED[form])
    if form in XML:
        try:
            root = ElementTree.fromstring(text.encode())
        except ElementTree.ParseError:
            return None
        name, paths = XML[form]
        return [xml_entry(node, paths) for node in root.iter(name)]
    return rows(text) if form == "csv" else None


def tagged(text, end, line, wrapped, fields):
    """Return the entries of tagged text; of one with a line that is none of the format's nothing is sure."""
    entries = []
    for block in filter(str.strip, end.split(text)):
        values, last, odd = {}, None, False
        for each in filter(str.strip, block.split("\n")):
            if found := line.fullmatch(each):
                last = values.setdefault(found[1], [])
                last.append(found[2])
            elif wrapped and last and (found := wrapped.fullmatch(each)):
                last[-1] += " " + found[1]
            else:
                odd = odd or bool(values) or not re.fullmatch(r"(?:FN|VR|EF|\d+\.)( .*)?", each)
        if values.keys() - {"FN", "VR", "EF"}:
            entries.append({} if odd else sure(values, fields))
    return entries


def sure(values, fields):
    """Return the values of each field that stands under one tag alone."""
    found = {}
    for field, tags in fields.items():
        said = [values[tag] for tag in tags if tag in values]
        if len(said) == 1 and (field in LISTS or len(said[0]) == 1):
            found[field] = said[0]
    return found


def xml_entry(node, paths):
    """Return the texts below an element."""
    found = {
        field: ["".join(each.itertext()) for each in node.findall(path)] for field, path in paths.items()
    }
    return {field: said for field, said in found.items() if field in LISTS or len(said) == 1}


def rows(text):
    """Return the rows of a table whose columns have names that leave no doubt."""
    table = list(csv.reader(io.StringIO(text)))
    if len(table) < 2 or len({len(row) for row in table}) != 1 or len(set(table[0])) != len(table[0]):
        return None
    named = {field: [name for name in names if name in table[0]] for field, names in COLUMNS.items()}
    places = {field: table[0].index(names[0]) for field, names in named.items() if len(names) == 1}
    return [{field: [row[place]] for field, place in places.items()} for row in table[1:]]


def wrong_values(entry, row):
    """Yield (field, what the file says, what was read) for each field of a record that is not as it must be.

    Texts must hold the same letters and digits in the same order; numbers are as written; of people, as many
    as there are, each with the words of the name.
    """
    for field, values in entry.items():
        said = "; ".join(values)
        got = "" if row[field] is None or row[field] != row[field] else str(row[field])
        if not says(field, values, got):
            yield field, said, got


def says(field, values, got):
    """Return whether what was read of a field says what its values say."""
    value = values[0] if values else ""
    if field == "year":
        found = re.search(r"(?<!\d)(1[5-9]|20)\d\d(?!\d)", value)
        return not found or got == found[0]
    if field == "doi":
        found = re.search(r"10\.\d{4,9}/[\w.()/:;-]+\w", value)
        return not found or html.unescape(value) != value or got.startswith(found[0].lower()[:20])
    if field == "pmid":
        return not value.strip().isdigit() or got == value.strip().lstrip("0")
    if field in ("volume", "issue") and not re.search(r"\d", value):
        return True  # words such as "nan" and names of conferences
    if field in LISTS:
        names = [name for name in values if name.strip()]
        simple = all(re.fullmatch(r"[\w'’. -]+,[\w'’. -]+", name) for name in names)
        return not simple or words("; ".join(names)) == words(got)
    return words(value) == words(got) or not words(value)


def words(text):
    """Return the letters and digits of a text, without markup that leaves no doubt."""
    text = re.sub(
        r"</?(?:i|b|it|scp|sub|sup|em|strong|p|br|span|(?:jats|mml):[\w-]+)\b[^<>]*>",
        "",
        html.unescape(html.unescape(text)),
    )
    return "".join(WORD.findall(text)).casefold()
