"""RIS: tagged lines in, entries out, with nothing lost between them."""

import re

from review.formats.manner import KNOWN, TAGS, Manner
from review.formats.tagged import join_lines

__all__ = ["read_ris"]

ENDS = re.compile(r"\nER  -[ \t]*\n").finditer
PAIRS = re.compile(r"^([A-Z][A-Z0-9])  - [ \t]*(.*[^ \t\n]|)[ \t]*$", re.MULTILINE).findall
FIRST_TY = re.compile(r"^\W{0,4}TY\W.*", re.MULTILINE | re.IGNORECASE).search
TRIMMED = " \t"
TITLES = frozenset(("TI", "T1", "CT", "BT"))
SECOND = re.compile(rf"(?:^|\s)({'|'.join(sorted(KNOWN))})  - ")
NUMBERING = re.compile(r"<?\d+[.>]?|Record #?\d+ of \d+", re.IGNORECASE)
HEADER = re.compile(r"(Provider|Database|Content|Link to the [\w ]+)\s*:\s*(.*)", re.IGNORECASE)


def read_ris(pieces, tally):
    r"""Yield (raw, first_line, last_line) for each entry of RIS text, which comes in pieces of whole lines.

    >>> from review.formats.account import Tally
    >>> tally = Tally()
    >>> list(read_ris(["TY  - JOUR\nTI - A title\nER  - \n"], tally))
    [([('TY', 'JOUR'), ('TI', 'A title')], 1, 3)]
    >>> tally.counts()
    {'understood': 2, 'repaired': 1, 'not_understood': 0}
    """
    scan = Scan(tally)
    for piece in pieces:
        start = 0
        if not scan.number and (found := FIRST_TY(piece)):
            scan.manner.split(found[0], "")
        for end in ENDS(piece):
            scan.block(piece[start : end.start() + 1], end[0][1:])
            start = end.end()
            if scan.done:
                yield from scan.done
                scan.done.clear()
        scan.lines(piece[start:])
    scan.finish()
    yield from scan.done


class Scan:
    """Where the reader is: the entry that is open, and the one before it."""

    def __init__(self, tally):
        self.tally = tally
        self.number = 0
        self.done = []
        self.held = None  # the entry before, kept back because tags after its ER may belong to it
        self.raw = None
        self.more = []
        self.first = self.last = self.blank = 0
        self.stray = []  # lines of an open entry that began without TY
        self.typed = 0  # where TY stands in such an entry; 0: nowhere yet
        self.doubt = None  # a line that may be an ER or wrapped text: the line after it tells
        self.manner = Manner()

    def block(self, text, end):
        """Take the lines up to an ER, and that.

        An entry written as it should be, as nearly all are, is taken at once, which is much quicker.
        """
        begin = 0 if text.startswith("TY  - ") else text.find("\nTY  - ") + 1
        if begin:
            if text.startswith("\n" * begin):
                self.number += begin
            else:
                self.lines(text[:begin])
            text = text[begin:]
        pairs = PAIRS(text)
        tags = [tag for tag, _ in pairs]
        if (
            self.raw is None
            and tags[:1] == ["TY"]
            and tags.count("TY") == 1
            and "ER" not in tags
            and len(pairs) == text.count("\n") == text.count("  - ")
        ):
            first, self.number = self.number + 1, self.number + len(pairs) + 1
            self.tally.starts += 1
            if self.manner.odd:
                self.manner = Manner()
            self.keep(pairs, first, self.number)
        else:
            self.lines(text + end)

    def lines(self, text):
        """Take some lines one by one."""
        for line in text.removesuffix("\n").split("\n") if text else ():
            self.number += 1
            if line[2:6] == "  - " and line[:2] in TAGS and line[:2] != "ER" and line.find("  - ", 6) < 0:
                if line[:2] == "TY":
                    self.manner = Manner()
                self.tagged(self.number, line[:2], line[6:].strip(TRIMMED))
            elif line and not line.isspace():
                self.take(self.number, line)
            else:
                self.blank = self.number

    def keep(self, raw, first, last):
        """Keep an entry that is complete but for tags that may follow its ER; hand on the one before."""
        if self.held:
            self.done.append(self.held)
        self.tally.records += 1
        self.held = (raw, first, last)

    def tagged(self, number, tag, value):
        """Take a tag with its value."""
        if self.doubt:
            self.settle(tag == "TY" or not self.doubt[2])
        if self.more:
            join_lines(self.raw, self.more)
        if tag == "TY":
            self.begin(number, value)
        elif tag == "ER":
            self.ended(number, value)
            return
        elif self.raw is None:
            self.raw, self.first, self.stray = [], number, [(number, tag, value)]
        elif self.stray:
            self.stray.append((number, tag, value))
        self.raw.append((tag, value))
        self.last = number

    def begin(self, number, value):
        """Take a TY: an entry begins, unless one is open that had none so far."""
        self.tally.starts += 1
        after_er = self.stray and self.held and self.first == self.held[2] + 1 and self.blank > self.last
        if self.stray and not self.typed and not (after_er and not self.titled()):
            self.typed = len(self.raw)
            self.stray.append((number, "TY", value))
            return
        if self.raw is not None:
            if not self.stray or self.typed:
                self.tally.repaired(number, "TY", "ER was missing before this TY", value)
            self.close()
        self.raw, self.first = [], number

    def titled(self):
        """Return the tags of a title in the open entry."""
        return {tag for tag, _ in self.raw} & TITLES

    def ended(self, number, value):
        """Take an ER."""
        if self.raw is None:
            self.tally.not_understood(number, "ER", "ER without an entry before it", f"ER  - {value}")
            return
        if value:
            self.raw.append(("ER", value))
        self.last = number
        self.close(ended=True)

    def settle(self, ended):
        """Take a line that may be an ER for one, or for wrapped text."""
        (number, line, value, proper), self.doubt = self.doubt, None
        if not ended:
            self.wrapped(number, line)
            return
        if not proper:
            self.tally.repaired(number, "ER", "tag not written as 'XX  - '", line)
        join_lines(self.raw, self.more)
        self.ended(number, value)

    def take(self, number, line):
        """Take a line that is not blank, nor one tag as RIS has it."""
        tag, value, proper = self.manner.split(line, self.raw[-1][0] if self.raw else "")
        header = HEADER.fullmatch(line.strip())
        between = header or NUMBERING.fullmatch(line.strip())
        if self.doubt and not tag:
            self.settle(between or (not self.doubt[2] and self.blank > self.doubt[0]))
        if self.stray and between and self.blank > self.last and not (self.typed or self.titled()):
            self.close()
        if tag == "ER" and self.raw is not None and not SECOND.search(value) and (value or not proper):
            if self.doubt:  # of two such lines the first is text
                self.settle(False)
            self.doubt = number, line.strip(), value, proper
        elif tag:
            if not proper:
                self.tally.repaired(number, tag, "tag not written as 'XX  - '", line)
            self.crowded(number, tag, value)
        elif self.raw is not None:
            self.wrapped(number, line.strip())
        else:
            self.outside(number, line, header, between)

    def wrapped(self, number, line):
        """Take a line that goes on with the value above it."""
        self.tally.repaired(number, self.raw[-1][0], "line without a tag, joined to the tag above", line)
        self.more.append(line)
        self.last = number

    def outside(self, number, line, header, between):
        """Take a line that stands between entries."""
        if header and self.held and header[1].lower().startswith("link"):  # Ovid puts it after ER
            self.held[0].append((header[1], header[2]))
        elif header:
            self.tally.headers.append(line.strip())
        elif not between:
            self.tally.not_understood(number, "", "text between entries", line)

    def crowded(self, number, tag, value):
        """Take a line that may hold more than one tag."""
        start = 0
        for found in SECOND.finditer(value):
            self.tally.repaired(number, found[1], "a second tag on the line, read as its own", value)
            self.tagged(number, tag, value[start : found.start()].strip(TRIMMED))
            tag, start = found[1], found.end()
        self.tagged(number, tag, value[start:].strip(TRIMMED))

    def close(self, ended=False):
        """Close the open entry, which may turn out to be tags that belong to the entry before."""
        join_lines(self.raw, self.more)
        raw, stray, typed, titles = self.raw, self.stray, self.typed, self.titled()
        self.raw, self.stray, self.typed = None, [], 0
        if typed:
            self.parted(raw, stray, typed)
            return
        if stray:
            tags = {tag for tag, _ in raw}
            if self.held and not titles and not (ended and len(tags) > 2):
                for number, tag, value in stray:
                    self.tally.repaired(number, tag, "tag after ER, put with the entry above", value)
                self.held[0].extend(raw)
                self.held = (self.held[0], self.held[1], self.last)
                return
            self.tally.repaired(*stray[0][:2], "TY was missing, an entry begins here", stray[0][2])
        self.keep(raw, self.first, self.last)

    def parted(self, raw, stray, typed):
        """Keep an entry with TY within; two where a tag of a title stands on both sides of it."""
        before, after = raw[:typed], raw[typed:]
        number, _, value = stray[typed]
        if dict(before).keys() & dict(after).keys() & TITLES:
            self.tally.repaired(*stray[0][:2], "TY was missing, an entry begins here", stray[0][2])
            self.keep(before, self.first, stray[typed - 1][0])
            self.keep(after, number, self.last)
        else:
            self.tally.repaired(number, "TY", "TY stands within the entry, which ends at its ER", value)
            self.keep(raw, self.first, self.last)

    def finish(self):
        """Close what is open at the end of the file."""
        self.tally.lines = self.number
        if self.doubt:
            self.settle(True)
        if self.raw is not None:
            tag, value = self.raw[-1]
            if not self.stray or self.typed:
                said = "the file ends before ER; the entry is kept as far as it goes"
                self.tally.repaired(self.last, tag, said, value)
            self.close()
        if self.held:
            self.done.append(self.held)
