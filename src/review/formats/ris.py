"""RIS: tagged lines in, entries out, with nothing lost between them."""

import re
import string

from rispy.config import TAG_KEY_MAPPING, TYPE_OF_REFERENCE_MAPPING

__all__ = ["read_ris"]

TAGS = frozenset(a + b for a in string.ascii_uppercase for b in string.ascii_uppercase + string.digits)
OTHER_TAGS = (
    "AR BN BT CP CT DE DI DS ED FD FU FX J1 J9 JI JT K1 L3 LI LK M2 M4 NO PA PG PI PM PU T4 U1 U2 U3 U4 U5 "
    "UT VO WE YR"
)
KNOWN = frozenset(TAG_KEY_MAPPING) - {"UK"} | frozenset(re.findall(r"\w+", OTHER_TAGS))
LONG = ("PMID", "PMCID", "DOI", "ISSN", "ISBN")
ENDS = re.compile(r"\nER  -[ \t]*\n").finditer
PAIRS = re.compile(r"^([A-Z][A-Z0-9])  - [ \t]*(.*[^ \t\n]|)[ \t]*$", re.MULTILINE).findall
TRIMMED = " \t"
TITLES = frozenset(("TI", "T1", "CT", "BT"))
PROSE = frozenset(("AB", "N1", "N2", "TI", "T1"))
BLANKS = " \t\xa0\u2002\u2003\u2007\u2009\u202f\u3000"
LOOSE = re.compile(rf"[{BLANKS}]*({'|'.join(LONG)}|[A-Za-z][A-Za-z0-9])([{BLANKS}]*)[-–—]([{BLANKS}]*)(.*)")
DASH = re.compile("[-–—]").search
SECOND = re.compile(rf"(?:^|\s)({'|'.join(sorted(KNOWN))})  - ")
NUMBERING = re.compile(r"<?\d+[.>]?|Record #?\d+ of \d+", re.IGNORECASE)
HEADER = re.compile(r"(Provider|Database|Content|Link to the [\w ]+)\s*:\s*(.*)", re.IGNORECASE)


def read_ris(pieces, tally):
    r"""Yield (raw, first_line, last_line) for each entry of RIS text.

    Parameters
    ----------
    pieces : iterable of str
        Texts of whole lines.
    tally : review.formats.account.Tally

    Examples
    --------
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
        self.first = self.last = 0
        self.stray = []  # lines of an open entry that began without TY
        self.lower = self.loose = self.tight = self.bare = False  # how this file writes TY

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
            self.keep(pairs, first, self.number)
        else:
            self.lines(text + end)

    def lines(self, text):
        """Take some lines one by one."""
        for line in text.removesuffix("\n").split("\n") if text else ():
            self.number += 1
            if line[2:6] == "  - " and line[:2] in TAGS and line.find("  - ", 6) < 0:
                self.tagged(self.number, line[:2], line[6:].strip(TRIMMED))
            elif line and not line.isspace():
                self.take(self.number, line)

    def keep(self, raw, first, last):
        """Keep an entry that is complete but for tags that may follow its ER; hand on the one before."""
        if self.held:
            self.done.append(self.held)
        self.tally.records += 1
        self.held = (raw, first, last)

    def tagged(self, number, tag, value):
        """Take a tag with its value."""
        if self.more:
            self.join_lines()
        if tag == "TY":
            if self.raw is not None:
                if not self.stray:
                    self.tally.repaired(number, "TY", "ER was missing before this TY", value)
                self.close()
            self.tally.starts += 1
            self.raw, self.first = [], number
        elif tag == "ER":
            self.ended(number, value)
            return
        elif self.raw is None:
            self.raw, self.first, self.stray = [], number, [(number, tag, value)]
        elif self.stray:
            self.stray.append((number, tag, value))
        self.raw.append((tag, value))
        self.last = number

    def ended(self, number, value):
        """Take an ER."""
        if self.raw is None:
            self.tally.not_understood(number, "ER", "ER without an entry before it", f"ER  - {value}")
            return
        if value:
            self.raw.append(("ER", value))
        self.last = number
        self.close(ended=True)

    def take(self, number, line):
        """Take a line that is not blank, nor one tag as RIS has it."""
        tag, value, proper = self.split_tag(line)
        if tag:
            if not proper:
                self.tally.repaired(number, tag, "tag not written as 'XX  - '", line)
            self.crowded(number, tag, value)
        elif self.raw is not None:
            self.tally.repaired(number, self.raw[-1][0], "line without a tag, joined to the tag above", line)
            self.more.append(line.strip())
            self.last = number
        elif found := HEADER.fullmatch(line.strip()):
            if self.held and found[1].lower().startswith("link"):  # Ovid puts it after ER
                self.held[0].append((found[1], found[2]))
            else:
                self.tally.headers.append(line.strip())
        elif not NUMBERING.fullmatch(line.strip()):
            self.tally.not_understood(number, "", "text between entries", line)

    def crowded(self, number, tag, value):
        """Take a line that may hold more than one tag."""
        start = 0
        for found in SECOND.finditer(value):
            self.tally.repaired(number, found[1], "a second tag on the line, read as its own", value)
            self.tagged(number, tag, value[start : found.start()].strip(TRIMMED))
            tag, start = found[1], found.end()
        self.tagged(number, tag, value[start:].strip(TRIMMED))

    def split_tag(self, line):
        """Return tag, value, and whether they are written as RIS has it; no tag: ""."""
        found = LOOSE.match(line) if DASH(line.lstrip()[:9]) else None
        if not found:
            return "", "", False
        tag, before, after, value = found.groups()
        if tag in TAGS and before == "  " and line[2:5] == "  -" and (after[:1] == " " or not value):
            return tag, value, True
        upper = tag.upper()
        if upper == "TY" and (before or after or value.upper() in TYPE_OF_REFERENCE_MAPPING):
            self.lower = self.lower or tag != "TY"
            self.loose = self.loose or before != "  "
            self.tight = self.tight or not (before or after)
            self.bare = self.bare or (before == "  " and not after)
            return upper, value, False
        known = tag in KNOWN or tag in LONG or (self.lower and upper in KNOWN)
        known = known or (self.bare and before == "  " and tag in TAGS)
        if known and self.is_tag(upper, before, after, value):
            return upper, value, False
        return "", "", False

    def is_tag(self, tag, before, after, value):
        """Return whether a known tag that is written loosely is one, or a word of a wrapped text."""
        if tag == "ER" and not value:
            return True
        if not before:  # 'T1-weighted' is a word; 'TI- A title' is a tag where TY is written so too
            return self.loose if after else self.tight
        if before != " " or self.loose:
            return True
        # in a wrapped abstract 'AD - Alzheimer disease' explains an abbreviation
        return bool(after or not value) and not (self.more and self.raw[-1][0] in PROSE)

    def join_lines(self):
        """Put the lines without a tag to the value above them."""
        tag, value = self.raw[-1]
        self.raw[-1] = (tag, "\n".join([value, *self.more] if value else self.more))
        self.more = []

    def close(self, ended=False):
        """Close the open entry, which may turn out to be tags that belong to the entry before."""
        if self.more:
            self.join_lines()
        raw, stray = self.raw, self.stray
        self.raw, self.stray = None, []
        if stray:
            tags = {tag for tag, _ in raw}
            if self.held and not tags & TITLES and not (ended and len(tags) > 2):
                for number, tag, value in stray:
                    self.tally.repaired(number, tag, "tag after ER, put with the entry above", value)
                self.held[0].extend(raw)
                self.held = (self.held[0], self.held[1], self.last)
                return
            self.tally.repaired(*stray[0][:2], "TY was missing, an entry begins here", stray[0][2])
        self.keep(raw, self.first, self.last)

    def finish(self):
        """Close what is open at the end of the file."""
        self.tally.lines = self.number
        if self.raw is not None:
            tag, value = self.raw[-1]
            if not self.stray:
                said = "the file ends before ER; the entry is kept as far as it goes"
                self.tally.repaired(self.last, tag, said, value)
            self.close()
        if self.held:
            self.done.append(self.held)
