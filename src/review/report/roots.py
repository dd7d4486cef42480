"""Roots: the numbers of a page with their rules and rows, written into the page and read out of it again."""

import hashlib
import html
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from review.errors import SourceError
from review.formats.source import file_head
from review.report.number import Number

__all__ = ["PLACE_OF_ROOTS", "Page", "embedded", "fingerprint", "fingerprints", "gathered", "of_chapter",
           "read_page", "record"]  # fmt: skip

MARK = "roots"
PLACE_OF_ROOTS = "<!-- roots -->"
"""Where the template leaves room for the record of the numbers; no text of a record can hold it."""

LINK = re.compile(r'<a class="n"([^>]*)>(.*?)</a>', re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
FIGURE = re.compile(r'<figure\b[^>]*? id="([^"]+)"[^>]*>.*?</figure>', re.DOTALL)
TABLE = re.compile(r'<div\b[^>]*? id="([^"]+)"[^>]*><table\b.*?</table>', re.DOTALL)
SECTION = re.compile(r'<section\b[^>]*? id="([^"]+)"[^>]*>.*?</section>', re.DOTALL)
PART = re.compile(r"<(head|header|nav|footer)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
RECORD = re.compile(rf'<script type="application/json" id="{MARK}">(.*?)</script>', re.DOTALL)
LANGUAGE = re.compile(r'<html lang="(\w+)">')


@dataclass(frozen=True, slots=True)
class Page:
    """What a written page says of its own numbers."""

    language: str
    numbers: dict  # name to Number
    rows: dict  # the tables the numbers are counted from: name to list of dict
    fingerprints: dict  # what the page says it was made of when it was written (see `fingerprints`)
    links: list  # (name, form, target, text) of every number as it is printed
    found: dict  # the fingerprints of the page as it is
    ids: set  # of str
    text: str  # the whole page without its elements


def of_chapter(names, numbers, rows):
    """Return what goes with a chapter: the numbers it prints, those they rest on, and their rows.

    `names` are those of the numbers it prints, `numbers` (by name) and `rows` those of the whole report. The
    same two are returned, as plain values.
    """
    wanted, left = {}, list(names)
    while left:
        name = left.pop()
        if name and name in numbers and name not in wanted:
            wanted[name] = asdict(numbers[name])
            left += [numbers[name].whole, numbers[name].rule.get("rest")]
    tables = {one["rule"]["count"] for one in wanted.values() if "count" in one["rule"]}
    given = [row for row in rows["given"] if row["number"] in wanted]
    return {
        "numbers": dict(sorted(wanted.items())),
        "rows": {name: packed(rows[name]) for name in sorted(tables)} | {"given": packed(given)},
    }


def gathered(chapters):
    """Return the roots of several chapters as one."""
    whole = {"numbers": {}, "rows": {}}
    for one in chapters:
        whole["numbers"] |= one["numbers"]
        given = whole["rows"].get("given", [])
        whole["rows"] |= one["rows"]
        more = one["rows"].get("given", [])
        whole["rows"]["given"] = given + [row for row in more if row not in given]
    return whole


def packed(rows):
    """Return rows as their column names followed by one list per row.

    >>> packed([{"a": 1, "b": 2}, {"a": 3, "b": 4}])
    [['a', 'b'], [1, 2], [3, 4]]
    """
    return [list(rows[0]), *(list(row.values()) for row in rows)] if rows else []


def unpacked(table):
    """Return rows as they were before `packed`."""
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def record(roots, page):
    """Return the element that holds the roots of a page and the fingerprints of what stands on it."""
    return embedded(roots | {"fingerprints": fingerprints(page, roots)})


def embedded(said):
    """Return plain values as the element that holds them on a page."""
    plain = as_text(said)
    # no text of a record can end the element it stands in
    safe = plain.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return f'<script type="application/json" id="{MARK}">{safe}</script>'


def fingerprints(page, roots):
    """Return the fingerprint of everything a page is made of, by name.

    The page has `PLACE_OF_ROOTS` where the record belongs. The names are ``#id`` for each figure, table
    and chapter; ``head``, ``header``, ``nav`` and ``footer``; ``page`` for the frame that holds them in their
    order; ``rows …`` for each table of rows, and ``numbers``.
    """
    found = {}
    for section in SECTION.finditer(page):
        found[f"#{section[1]}"] = fingerprint(section[0])
        for kind in (FIGURE, TABLE):
            found |= {f"#{one[1]}": fingerprint(one[0]) for one in kind.finditer(section[0])}
    frame = SECTION.sub(lambda section: f"<section {section[1]}>", page)
    found |= {part[1]: fingerprint(part[0]) for part in PART.finditer(frame)}
    found["page"] = fingerprint(PART.sub(lambda part: f"<{part[1]}>", frame))
    found |= {f"rows {name}": fingerprint(as_text(table)) for name, table in roots["rows"].items()}
    return found | {"numbers": fingerprint(as_text(roots["numbers"]))}


def as_text(said):
    """Return plain values as text that is always the same."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(piece):
    """Return a short checksum of a piece of text."""
    return hashlib.sha256(piece.encode("utf-8")).hexdigest()[:16]


def read_page(path):
    """Return the `Page` of a report that was written before.

    Raises SourceError if the file is missing, no UTF-8, or holds no numbers that could be checked.
    """
    path = Path(path)
    file_head(path)
    try:
        page = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise SourceError(f"{path}: is not UTF-8; expected a page that review report has written") from None
    found, language = RECORD.search(page), LANGUAGE.search(page)
    try:
        said = json.loads(found[1]) if found and language else None
        numbers = {name: Number(**one) for name, one in said["numbers"].items()}
        rows = {name: unpacked(table) for name, table in said["rows"].items()}
        written = dict(said["fingerprints"])
    except (ValueError, TypeError, KeyError, IndexError):
        raise SourceError(
            f"{path}: holds no record of its numbers; expected a page that review report has written"
        ) from None
    before, _, after = page.partition(found[0])
    shown = html.unescape(TAG.sub(" ", before + after))
    ids = set(re.findall(r'\bid="([^"]*)"', page))
    links = list(links_of(before))
    made_of = fingerprints(before + PLACE_OF_ROOTS + after, said)
    return Page(language[1], numbers, rows, written, links, made_of, ids, shown)


def links_of(page):
    """Yield (name, form, target, text) of each number as it is printed."""
    for attributes, inner in LINK.findall(page):
        said = {name: html.unescape(value) for name, value in ATTRIBUTE.findall(attributes)}
        name, form, target = (said.get(key, "") for key in ("data-number", "data-form", "href"))
        yield name, form, target.removeprefix("#"), html.unescape(TAG.sub("", inner))
