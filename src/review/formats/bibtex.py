"""BibTeX: entries with fields in braces or quotation marks."""

import re

from review.formats.account import Tally
from review.formats.latex import unknown_words

__all__ = ["read_bibtex"]

_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*[{(]")
_KEY = re.compile(r"\s*([^,={}\"]*?)\s*(?=,|\}|\)|$)")
_FIELD = re.compile(r"[\s,]*([^\s=,{}\"#()@][^=,{}\"\n]*?)\s*=\s*")
_FIELD_LINE = re.compile(r"(?<=\n)[ \t]*[A-Za-z][\w .:+-]*?\s*=\s*[{\"\d]")
_CLOSING = re.compile(r"[\s,]*[})]")
_NAME = re.compile(r"[A-Za-z][\w.:+/-]*|\d+")
_GAP = re.compile(r"\s*")
_NEXT = re.compile(r"^[ \t]*@\s*(?:[A-Za-z]+)\s*[{(]", re.MULTILINE)
_SIGN = re.compile(r'\\.|[{}"]', re.DOTALL)
_BETWEEN = re.compile(r"[ \t},\ufeff\0]*|\s*%.*", re.DOTALL).fullmatch
_WITHIN = re.compile(r"[ \t},]*").fullmatch
SKIPPED = ("comment", "preamble")
INHERITED = frozenset((
    "booktitle", "year", "date", "editor", "series", "volume", "journal", "journaltitle", "isbn", "issn",
))  # fmt: skip
"""What an entry takes over from the one its crossref names, where it has none itself."""
READ = frozenset((
    "title", "booktitle", "abstract", "author", "editor", "journal", "journaltitle", "keywords", "series",
))  # fmt: skip
"""Fields whose LaTeX is read; a word that is not known is told."""


def read_bibtex(lines, tally):
    r"""Yield (raw, first_line, last_line) for each entry of BibTeX text.

    Field names come in lower case; type and key of an entry are the fields ``ENTRYTYPE`` and ``ID``.

    >>> from review.formats.account import Tally
    >>> list(read_bibtex(['@article{k, title = {A {\\"o}}, year = 2020}'], Tally()))
    [([('ENTRYTYPE', 'article'), ('ID', 'k'), ('title', 'A {\\"o}'), ('year', '2020')], 1, 1)]
    """
    lines = list(lines)
    tally.lines = len(lines)
    reader = Reader("\n".join(lines), tally)
    while found := _ENTRY.search(reader.text, reader.place):
        reader.outside(found.start())
        if entry := reader.entry():
            tally.records += 1
            raw, first, last = entry
            yield raw + reader.inherited(raw, first), first, last
    reader.outside(len(reader.text))


class Reader:
    """Where the reader is in the text."""

    def __init__(self, text, tally):
        self.text = text
        self.tally = tally
        self.place = 0
        self.counted, self.line = 0, 1
        self.words = {}
        self.places = None

    def line_at(self, place):
        """Return the number of the line at a place; places must come in rising order."""
        if place < self.counted:
            return self.line - self.text.count("\n", place, self.counted)
        self.line += self.text.count("\n", self.counted, place)
        self.counted = place
        return self.line

    def outside(self, end):
        """Note the text between entries, up to `end`."""
        self.skip(end, _BETWEEN, "text outside the entries")

    def skip(self, end, nothing, said):
        """Go to `end`, and note each line up to there but those that hold `nothing`."""
        for number, line in enumerate(self.text[self.place : end].split("\n"), self.line_at(self.place)):
            if not nothing(line):
                self.tally.not_understood(number, "", said, line)
        self.place = end

    def entry(self):
        """Return the entry that begins here, or None for a comment, a preamble or an abbreviation."""
        found = _ENTRY.match(self.text, self.place)
        kind, start = found[1].lower(), self.place
        first = self.line_at(start)
        after = _NEXT.search(self.text, found.end())  # no entry goes beyond the next line that begins one
        limit = after.start() if after else len(self.text)
        self.place = found.end()
        if kind in SKIPPED:
            self.place = self.closed("}", found.end() - 1, limit)
            return None
        raw, ended = [], False
        if kind != "string":
            self.tally.starts += 1
            key = _KEY.match(self.text, self.place, limit)
            raw = [("ENTRYTYPE", kind), ("ID", key[1] if key else "")]
            self.place = key.end() if key else self.place
        while self.place < limit:
            if pair := self.field(limit):
                raw.append(pair if kind == "string" else (pair[0], trim(pair[1])))
            elif closing := _CLOSING.match(self.text, self.place, limit):
                self.place, ended = closing.end(), True
                break
            else:
                self.left_over(limit)
        if kind == "string":
            self.words.update(raw)
            return None
        if ended:
            return raw, first, self.line_at(max(self.place - 1, start))
        last = self.line_at(max(len(self.text[:limit].rstrip()) - 1, 0))  # the last that is not blank
        said = "the entry is not closed by a brace; it is kept as far as it goes"
        self.tally.repaired(last, raw[-1][0], said)
        return raw, first, last

    def left_over(self, limit):
        """Note what is in an entry and is no field, up to the next line that begins one."""
        found = _FIELD_LINE.search(self.text, self.place, limit)
        self.skip(found.start() if found else limit, _WITHIN, "no field of an entry")

    def closed(self, sign, place, limit):
        """Return the place after the first such sign, brace or quotation mark, that closes what is open at
        `place`; `limit` at most."""
        depth = 0
        for found in _SIGN.finditer(self.text, place, limit):
            depth += {"{": 1, "}": -1}.get(found[0], 0)
            if depth <= 0 and found[0] == sign:
                return found.end()
        return limit

    def field(self, limit):
        """Return the next (name, value) of an entry, or None at its end."""
        found = _FIELD.match(self.text, self.place, limit)
        if not found:
            return None
        self.place = found.end()
        name, parts = found[1].lower(), []
        while True:
            parts.append(self.value(limit))
            gap = _GAP.match(self.text, self.place, limit)
            if self.text[gap.end() : gap.end() + 1] != "#" or gap.end() >= limit:
                break
            self.place = _GAP.match(self.text, gap.end() + 1, limit).end()
        value = "".join(parts)
        for word in unknown_words(value) if name in READ else ():
            said = f"{word} is no LaTeX word that is known; it is kept as it is written"
            self.tally.repaired(self.line_at(found.start(1)), name, said, value)
        return name, value

    def inherited(self, raw, first):
        """Return the fields that an entry takes over from the one its crossref names, and tell them."""
        have = dict(raw)
        key = have.get("crossref", "")
        if not key:
            return []
        parent = self.entry_of(key.lower())
        names = (("booktitle" if name == "title" else name, value) for name, value in parent)
        taken = {name: value for name, value in names if name in INHERITED and name not in have}
        if taken or not parent:
            said = f"{', '.join(taken)} taken from the entry {key}"
            self.tally.repaired(first, "crossref", said if taken else f"no entry {key} in this file")
        return list(taken.items())

    def entry_of(self, key):
        """Return the fields of the entry with a key (in lower case), the file's words put in."""
        if self.places is None:
            entries = _ENTRY.finditer(self.text)
            starts = ((found.start(), _KEY.match(self.text, found.end())) for found in entries)
            self.places = {name[1].lower(): start for start, name in starts if name}
        if key not in self.places:
            return []
        other = Reader(self.text, Tally())
        other.place, other.words = self.places[key], self.words
        return (other.entry() or ([],))[0]

    def value(self, limit):
        """Return one part of a value: braced, quoted, or a word."""
        start = self.place
        sign = self.text[start : start + 1] if start < limit else ""
        if sign == "{":
            self.place = self.closed("}", start, limit)
            return self.text[start + 1 : self.place].removesuffix("}")
        if sign == '"':
            self.place = self.closed(sign, start + 1, limit)
            return self.text[start + 1 : self.place].removesuffix('"')
        found = _NAME.match(self.text, start, limit)
        if not found:
            return ""
        self.place = found.end()
        return self.words.get(found[0].lower(), found[0])


def trim(value):
    """Return a value with its lines trimmed and blank lines taken out."""
    return "\n".join(line for line in map(str.strip, value.split("\n")) if line)
