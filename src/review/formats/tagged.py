"""Tagged text other than RIS: lines in, entries out, by the rules of a dialect."""

import re

from review.formats.dialects import DIALECTS, NEVER

__all__ = ["join_lines", "read_tagged"]

LEGEND = re.compile(r"[A-Z]\w+(?: \w+)* ?=.*|.* legend|BEGIN .*", re.IGNORECASE)
"""What tags mean, such as A1=Primary Authors, which says nothing of the entries."""


def read_tagged(lines, tally, dialect):
    r"""Yield (raw, first_line, last_line) for each entry of tagged text.

    `dialect` is a key of `review.formats.dialects.DIALECTS`.

    >>> from review.formats.account import Tally
    >>> lines = ["PMID- 1", "TI  - Waiting for", "      a scan", "", "PMID- 2", "TI  - Other"]
    >>> [raw for raw, first, last in read_tagged(lines, Tally(), "medline")]
    [[('PMID', '1'), ('TI', 'Waiting for\na scan')], [('PMID', '2'), ('TI', 'Other')]]
    """
    scan = Scan(tally, DIALECTS[dialect])
    number = 0
    for number, line in enumerate(lines, start=1):
        if not line or line.isspace():
            scan.after_blank = True
            continue
        scan.take(number, line)
        scan.after_blank = False
        while scan.done:
            yield scan.done.pop(0)
    scan.close()
    tally.lines = number
    yield from scan.done


def join_lines(raw, more):
    """Put lines without a tag to the value above them, the last of an entry, and forget them."""
    if more:
        tag, value = raw[-1]
        raw[-1] = (tag, "\n".join([value, *more] if value else more))
        more.clear()


class Scan:
    """Where the reader is: the entry that is open, and how entries begin in this file."""

    def __init__(self, tally, dialect):
        self.tally = tally
        self.dialect = dialect
        self.done = []
        self.raw = None
        self.more = []
        self.first = self.last = 0
        self.after_blank = True
        self.begins = ""  # a "number", a "tag" or a "blank line", as soon as it is known
        self.by_tag = False
        self.kind = ""
        self.indents = False
        self.databases = []

    def take(self, number, line):
        """Take one line that is not blank."""
        dialect = self.dialect
        if self.by_tag and self.is_head() and self.is_number(line):
            self.part_head()
        if not self.by_tag and self.is_number(line):
            self.begins = "number"
            self.open(number)
        elif self.raw and dialect.wrapped.match(line):
            self.more.append(line.strip())
            self.last, self.indents = number, True
        elif self.raw is None and dialect.skip.fullmatch(line):
            self.outside(line)
        elif found := dialect.tag.match(line) or (self.indents and dialect.other.match(line)):
            tag, value = found[1], (found[2] or "").strip()
            if not dialect.proper.match(line):
                self.tally.repaired(number, tag, "tag not written as the format has it", line)
            self.tagged(number, tag, value)
        elif self.raw and dialect.foot.fullmatch(line):
            self.close()
            self.outside(line)
        elif self.raw:
            self.untagged(number, line)
        else:
            self.tally.not_understood(number, "", "text outside the entries", line)

    def is_number(self, line):
        """Return whether a line is what stands before an entry, written as the first one of the file is."""
        found = self.dialect.number.fullmatch(line)
        if not found or (found.lastgroup and not self.after_blank):
            return False
        self.kind = self.kind or found.lastgroup or "number"
        return self.kind == (found.lastgroup or "number")

    def is_head(self):
        """Return whether what is open is the head of the file: it tells the database, and no more."""
        told = {tag for tag, _ in self.raw or ()}
        return self.tally.starts == 1 and bool(told) and told <= {*self.dialect.start, self.dialect.shared}

    def part_head(self):
        """Take what is open for the head, as a number before the first entry shows."""
        join_lines(self.raw, self.more)
        self.databases += [value for tag, value in self.raw if tag == self.dialect.shared]
        self.tally.headers += [f"{tag}  - {value}" for tag, value in self.raw]
        self.tally.starts, self.raw, self.by_tag = 0, None, False

    def outside(self, line):
        """Take a line of the file's head or foot; one that names the database counts for all entries."""
        if found := self.dialect.database.fullmatch(line):
            self.databases.append(found[1] or found[2])
        if line.strip() != "EF" and not LEGEND.fullmatch(line):  # the end of a file says nothing
            self.tally.headers.append(line.strip())

    def untagged(self, number, line):
        """Take a line that has no tag where there should be one; after a tag alone it is the value."""
        tag, value = self.raw[-1]
        if self.dialect.other is NEVER or value or self.more:
            self.tally.repaired(number, tag, "line without a tag, joined to the tag above", line)
        self.more.append(line.strip())
        self.last = number

    def tagged(self, number, tag, value):
        """Take a tag with its value."""
        if not self.begins:
            by_blank = self.dialect.blank_starts and tag not in self.dialect.start
            self.begins = "blank line" if by_blank else "tag"
            self.by_tag = bool(self.dialect.start) and not by_blank
        if self.begins_at(tag):
            self.open(number)
        elif self.raw is None:
            start = " or ".join(sorted(self.dialect.start)) or "the number"
            self.tally.repaired(number, tag, f"{start} was missing, an entry begins here", value)
            self.raw, self.first = [], number
        join_lines(self.raw, self.more)
        self.last = number
        ends = tag in self.dialect.end
        if value or not ends:
            self.raw.append((tag, value))
        if ends:
            self.close(ended=True)

    def begins_at(self, tag):
        """Return whether an entry begins at a tag: after a blank line, until a start tag shows that the file
        has them after all; else at a start tag, and never in a file with numbers."""
        is_start = tag in self.dialect.start
        if self.begins != "blank line":
            return is_start and self.begins == "tag"
        if self.after_blank and is_start:
            self.begins = "tag"
        return self.after_blank

    def open(self, number):
        """Open an entry; the one before it is at its end."""
        self.close()
        self.tally.starts += 1
        self.raw, self.first, self.last = [], number, number

    def close(self, ended=False):
        """Close the open entry, if there is one."""
        if self.raw is None:
            return
        join_lines(self.raw, self.more)
        if len(self.databases) == 1 and all(tag != self.dialect.shared for tag, _ in self.raw):
            self.raw.append((self.dialect.shared, self.databases[0]))
        if self.dialect.end and not ended:
            self.tally.repaired(self.last, "ER", "ER was missing; the entry is kept as far as it goes")
        self.tally.records += 1
        self.done.append((self.raw, self.first, self.last))
        self.raw = None
