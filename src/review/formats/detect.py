"""Which format a text is in, told from its content."""

import re

from review.errors import SourceError

__all__ = ["detect", "refuse_binary"]

HEAD = 200_000
BINARY = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file (.xls, .doc); save it as XLSX"),
    (b"\x1f\x8b", "a compressed file (gzip); unpack it first"),
    (b"7z\xbc\xaf", "a compressed file (7z); unpack it first"),
    (b"Rar!", "a compressed file (rar); unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
)
_HTML = re.compile(r"\s*(<!doctype html|<html|<head\b|<body\b)", re.IGNORECASE)
TESTS = (
    ("ris", re.compile(r"^[\s\ufeff]*(?:TY|ty)[\s\xa0]{0,3}-[\s\xa0]*\w", re.MULTILINE)),
    ("medline", re.compile(r"^\s{0,3}(?:PMID {0,2}- ?\d|OWN {0,2}- )", re.MULTILINE)),
    ("ris", re.compile(r"^[\s\ufeff]*ER[\s\xa0]{0,3}-\s*$", re.MULTILINE)),
)


def refuse_binary(data, name):
    """Raise SourceError for a file that is no text at all."""
    for magic, what in BINARY:
        if data.startswith(magic):
            raise SourceError(f"{name}: is {what}; expected a list of references such as RIS, .nbib or CSV")


def detect(text, name):
    """Return the format of a text: ``ris``, ``medline`` or ``csv``.

    Raises
    ------
    SourceError
        If it is none of them.
    """
    head = text[:HEAD]
    if not text.strip("\ufeff\0 \t\n"):
        raise SourceError(f"{name}: there is nothing in the file but blanks; export it again")
    if _HTML.match(head):
        raise SourceError(f"{name}: is a web page (HTML), not an export; download the export itself")
    for form, pattern in TESTS:
        if pattern.search(head):
            return form
    first = next(line for line in head.split("\n") if line.strip())
    if any(sign in first for sign in ",;\t") or name.lower().endswith((".csv", ".tsv")):
        return "csv"
    raise SourceError(f"{name}, line 1: no known format; expected RIS, .nbib, CSV …, found {first[:60]!r}")
