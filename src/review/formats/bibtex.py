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
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_QUOTE = re.compile(r'\\.|[{}"]', re.DOTALL)
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

    Examples
    --------
    >>> from review.formats.account import Tally
    >>> list(read_bibtex(['@article{k, title = {A {\\"o}}, year = 2020}'], Tally()))
    [([('ENTRYTYPE', 'article'), ('ID', 'k'), ('title', 'A {\\"o}'), ('year', '2020')], 1, 1)]
    """
    lines = list(lines)
    tally.lines = len(lines)
    reader = Reader("\n".join(lines), tally)
    while reader.seek():
        entry = reader.entry()
        if entry:
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
        between = self.text[self.place : end]
        if between.strip(" \t\n},\ufeff\0"):
            first = self.line_at(self.place)
            for number, line in enumerate(between.split("\n"), start=first):
                if line.strip(" \t},\ufeff\0") and not line.lstrip().startswith("%"):
                    self.tally.not_understood(number, "", "text outside the entries", line)
        self.place = end

    def seek(self):
        """Go to the next entry; return whether there is one."""
        found = _ENTRY.search(self.text, self.place)
        if not found:
            return False
        self.outside(found.start())
        return True

    def entry(self):
        """Return the entry that begins here, or None for a comment, a preamble or an abbreviation."""
        found = _ENTRY.match(self.text, self.place)
        kind, start = found[1].lower(), self.place
        first = self.line_at(start)
        limit = self.next_entry(found.end())
        self.place = found.end()
        if kind in SKIPPED:
            self.place = self.balanced(found.end() - 1, limit)
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
        last = self.line_at(max(self.place - 1, start)) if ended else self.last_line(limit)
        if not ended:
            said = "the entry is not closed by a brace; it is kept as far as it goes"
            self.tally.repaired(last, raw[-1][0], said)
        return raw, first, last

    def last_line(self, limit):
        """Return the last line that is not blank before `limit`."""
        return self.line_at(max(len(self.text[:limit].rstrip()) - 1, 0))

    def left_over(self, limit):
        """Note what is in an entry and is no field, up to the next line that begins one."""
        found = _FIELD_LINE.search(self.text, self.place, limit)
        end = found.start() if found else limit
        first = self.line_at(self.place)
        for number, line in enumerate(self.text[self.place : end].split("\n"), start=first):
            if line.strip(" \t,}"):
                self.tally.not_understood(number, "", "no field of an entry", line)
        self.place = end

    def next_entry(self, place):
        """Return where the next line that begins an entry is: no entry goes beyond it."""
        found = _NEXT.search(self.text, place)
        return found.start() if found else len(self.text)

    def balanced(self, place, limit):
        """Return the place after the brace that closes the one at `place`, `limit` at most."""
        depth = 0
        for found in _BRACE.finditer(self.text, place, limit):
            depth += {"{": 1, "}": -1}.get(found[0], 0)
            if depth == 0 and found[0] == "}":
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
            said = (
                f"{', '.join(taken)} taken from the entry {key}" if taken else f"no entry {key} in this file"
            )
            self.tally.repaired(first, "crossref", said)
        return list(taken.items())

    def entry_of(self, key):
        """Return the fields of the entry with a key (in lower case), the file's words put in."""
        if self.places is None:
            starts = (
                (found.start(), _KEY.match(self.text, found.end())) for found in _ENTRY.finditer(self.text)
            )
            self.places = {name[1].lower(): start for start, name in starts if name}
        if not key or key not in self.places:
            return []
        other = Reader(self.text, Tally())
        other.place, other.words = self.places[key], self.words
        return (other.entry() or ([],))[0]

    def value(self, limit):
        """Return one part of a value: braced, quoted, or a word."""
        start = self.place
        sign = self.text[start : start + 1] if start < limit else ""
        if sign == "{":
            self.place = self.balanced(start, limit)
            inner = self.text[start + 1 : self.place]
            return inner[:-1] if inner.endswith("}") else inner
        if sign == '"':
            self.place = self.quoted(start, limit)
            return self.text[start + 1 : self.place].removesuffix('"')
        found = _NAME.match(self.text, start, limit)
        if not found:
            return ""
        self.place = found.end()
        return self.words.get(found[0].lower(), found[0])

    def quoted(self, start, limit):
        """Return the place after the quotation mark that closes the one at `start`."""
        depth = 0
        for found in _QUOTE.finditer(self.text, start + 1, limit):
            depth += {"{": 1, "}": -1}.get(found[0], 0)
            if found[0] == '"' and depth <= 0:
                return found.end()
        return limit


def trim(value):
    """Return a value with its lines trimmed and blank lines taken out."""
    return "\n".join(line for line in map(str.strip, value.split("\n")) if line)
