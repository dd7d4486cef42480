"""JSON and JSON Lines of databases and reference managers: every record into paths and values."""

import json
import re
from bisect import bisect_left

from review.formats.json_values import flatten

__all__ = ["read_json"]

LISTS = frozenset(("References", "results", "items", "data", "studies", "StudyFields", "result", "papers"))
"""Members of an answer or a library that hold its records as a list."""
HOLDERS = frozenset(("message", "resultList", "result", "response", "StudyFieldsResponse"))
"""Members that hold such a list further in, or the one record there is."""
NO_REFERENCES = ("attachment", "note", "annotation")
"""What a library of Zotero holds beside references."""
SHOWN = 200  # characters kept of what stands around the records
_MEMBER = re.compile(r'\s*"((?:[^"\\]|\\.)*)"\s*:\s*')
_MORE = re.compile(r"\s*([,\]}])\s*")
_BLANK = re.compile(r"\s*")
_UNFIT = re.compile("[\0\ud800-\udfff]")


def read_json(lines, tally, titles=("title",)):
    """Yield (raw, first_line, last_line) for each record of a JSON or JSON Lines text.

    JSON Lines are read one after the other; a document is read whole. Raises ValueError for a document that
    is damaged, as nobody can say what is missing in it, and where no record at all has one of the `titles`.

    >>> from review.formats.account import Tally
    >>> list(read_json(['[{"title": "A", "author": [{"family": "Berg", "given": "Anna"}]},', "{}]"], Tally()))
    [([('title', 'A'), ('author', 'Berg, Anna')], 1, 1)]
    """
    titled, tags = False, {}
    try:
        for entry in entries_in(iter(lines), tally):
            titled = titled or any(tag in titles and value for tag, value in entry[0])
            tags = tags or dict(entry[0])
            yield entry
    except RecursionError:
        raise ValueError("line 1: the JSON is nested too deeply to be an export; export it again") from None
    if tally.records and not titled:
        said = f"expected a title under {titles[0]!r}, found in no record; there are {', '.join(tags)}"
        raise ValueError(f"line 1: {said[:192]}; export the references as RIS or CSV")


def entries_in(lines, tally):
    """Yield the same; the first line tells JSON Lines from a document."""
    above = []
    while not above or not above[-1].strip():
        above.append(next(lines))
    if first := document_of(above[-1]):
        yield from entries_of(first, lambda place: len(above), tally)
        yield from read_lines(lines, tally, len(above))
    else:
        yield from read_document([*above, *lines], tally)


def document_of(line):
    """Return a line taken apart, None where it is no JSON by itself."""
    try:
        return Document(line)
    except json.JSONDecodeError:
        return None


def read_lines(lines, tally, above=0):
    """Yield the entries of JSON Lines; a line that is no JSON is said, and the others are read."""
    tally.lines = above
    for number, line in enumerate(lines, start=above + 1):
        tally.lines = number
        if document := document_of(line):
            yield from entries_of(document, lambda place, number=number: number, tally)
        elif line.strip():
            tally.not_understood(number, "", "no whole JSON: the line is damaged or cut", line)


def read_document(lines, tally):
    """Yield the entries of a JSON document, or of JSON Lines whose first line is damaged."""
    tally.lines, text = len(lines), "\n".join(lines)
    try:
        document = Document(text)
    except json.JSONDecodeError as error:
        if text.lstrip()[:1] == "{" and any(line[:1] == "{" and document_of(line) for line in lines[1:3]):
            yield from read_lines(lines, tally)
            return
        said = f"line {error.lineno}: the JSON is damaged or cut ({error.msg}); export it again"
        raise ValueError(said) from None
    ends = [found.start() for found in re.finditer("\n", text)]
    yield from entries_of(document, lambda place: bisect_left(ends, place) + 1, tally)


def entries_of(document, line_at, tally):
    """Yield the entries of a document, and say what in it is none."""
    for name, value in document.around:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if value:
            tally.headers.append(f"{name}: {text[:SHOWN]}{'…' if len(text) > SHOWN else ''}")
    escaped = "\\u" in document.text  # only so can a JSON text hold what is no character
    for record, start, end in document.records:
        line, said = line_at(start), no_reference(record)
        if said:
            tally.not_understood(line, "", said, document.text[start:end])
            continue
        raw = flatten(record)
        if escaped and any(_UNFIT.search(value) for pair in raw for value in pair):
            tally.repaired(line, "", "signs that are no characters, replaced by U+FFFD")
            raw = [tuple(_UNFIT.sub("\ufffd", value) for value in pair) for pair in raw]
        tally.starts += 1
        tally.records += 1
        yield raw, line, line_at(end - 1)


def no_reference(record):
    """Return why a member of a list is no record, or ""."""
    if not isinstance(record, dict) or not record:
        return "no record: expected an object with members such as a title"
    inner = record.get("data") if isinstance(record.get("data"), dict) else record
    kind = inner.get("itemType")
    return f"no reference but what belongs to one ({kind})" if kind in NO_REFERENCES else ""


def is_answer(value):
    """Return whether a value is what a service answers with, and holds records instead of being one."""
    names = value.keys() if isinstance(value, dict) else set()
    kinds = (LISTS & names, list), (HOLDERS & names, dict)
    return any(isinstance(value[name], kind) for held, kind in kinds for name in held)


def as_object(members):
    """Return the members of an object as a dictionary; of two with one name both are kept."""
    found = dict(members)
    if len(found) < len(members):
        for name in found:
            values = [value for other, value in members if other == name]
            found[name] = values if len(values) > 1 else values[0]
    return found


_decode = json.JSONDecoder(
    object_pairs_hook=as_object,
    parse_int=str,  # as written: a number is never counted with, and may be longer than Python reads
    parse_float=lambda text: text.removesuffix(".0"),
    parse_constant=lambda text: None,  # NaN, which is how programs write that there is nothing
    strict=False,
).raw_decode


class Document:
    """A JSON text taken apart: its records, each with the places where it starts and ends, and the rest.

    Raises json.JSONDecodeError where it is not well formed.
    """

    def __init__(self, text):
        self.text, self.records, self.around = text, [], []
        self.at = _BLANK.match(text).end()
        while self.at < len(text):  # some programs write one text behind the other
            self.take("")
            self.at = _BLANK.match(text, self.at).end()

    def value(self):
        """Return the value that begins here, and go behind it."""
        found, self.at = _decode(self.text, self.at)
        return found

    def take(self, name):
        """Take what begins here: the records of a list or an object, or a value that is none."""
        if self.text.startswith("[", self.at):
            self.take_list()
        elif self.text.startswith("{", self.at):
            self.take_object(name)
        else:
            self.around.append((name, self.value()))

    def take_list(self):
        """Take each value of a list as a record; an answer with records of its own is taken apart."""
        for start in self.inside("]"):
            value = self.value()
            if is_answer(value):
                self.at = start
                self.take_object("")
            else:
                self.records.append((value, start, self.at))

    def take_object(self, name):
        """Take an object as a record, unless members of it hold the records."""
        start, own, holds = self.at, [], False
        for place in self.inside("}"):
            member = _MEMBER.match(self.text, place)
            if not member:
                raise json.JSONDecodeError("expected a name in quotation marks", self.text, place)
            self.at = at = member.end()
            if member[1] in {"[": LISTS, "{": HOLDERS}.get(self.text[at : at + 1], ()):
                holds = True
                self.take(member[1])
            else:
                own.append((member[1], self.value(), at, self.at))
        if name == "result" and any(member == "uids" for member, *_ in own):  # summaries of PubMed
            self.records += [value for _, *value in own if isinstance(value[0], dict)]
        elif holds:
            self.around += [member[:2] for member in own]
        else:
            self.records.append((as_object([member[:2] for member in own]), start, self.at))

    def inside(self, closing):
        """Yield where each thing inside brackets begins; what it is given to moves on behind it."""
        self.at = _BLANK.match(self.text, self.at + 1).end()
        more = not self.text.startswith(closing, self.at)
        self.at += not more
        while more:
            yield self.at
            found = _MORE.match(self.text, self.at)
            if not found or found[1] not in ("," + closing):
                raise json.JSONDecodeError(f"expected a comma or {closing}", self.text, self.at)
            more = found[1] == ","
            self.at = found.end() if more else found.start(1) + 1
