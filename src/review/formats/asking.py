"""Asking: whether the columns of a table were taken for what they are, told from what came of them."""

import json
import re
from collections import Counter
from statistics import median

from review.errors import Question
from review.formats.headers import COLUMN_NAMES, flat, known, simple_name
from review.text import clean_doi

__all__ = ["Watch", "looks_like"]

SAMPLES = 50  # values of each column that are looked at
WATCHED = 1_000  # rows of which values are counted
SHOWN = 3  # and shown
LONG = 45  # words; a title has fewer, an abstract more
ASKED = ("title", "authors", "year", "doi")
TELLING = {"authors", "abstract", "doi", "pmid"}
_NAME = r"(?:[a-zà-ÿ]{1,4}[ '’]){0,2}[A-ZÀ-ÖØ-Þ][\w'’-]*(?: [A-ZÀ-ÖØ-Þ][\w'’-]*){0,2}"
_GIVEN = r"(?:[A-ZÅÄÖØÉ]\.?[- ]?){1,3}"
_PERSON = rf"(?:{_NAME},? {_GIVEN}|{_NAME}, {_NAME}(?: {_GIVEN})?|{_GIVEN} {_NAME})"
_BETWEEN = r"['\"]?[;,|]['\"]? ?| and | & "
# what was read as a person is not read again in another way: many names would take for ever
_WHOLE_PERSON = rf"(?>{_PERSON}(?={_BETWEEN}|\W*(?:et al\.?)?$))"
_MORE_PEOPLE = rf"(?:(?:{_BETWEEN}){_WHOLE_PERSON}){{0,99}}"
_PEOPLE = re.compile(rf"[\['\"]*{_WHOLE_PERSON}{_MORE_PEOPLE}\W*(?:et al\.?)?").fullmatch
_CAPITAL = re.compile(r"\W*[^\W\d_]*[A-ZÅÄÖØÉ]").match
_FOR_PEOPLE = re.compile(r"author|f[öo]rfatt|aut(?:eu|o)r|verfasser|creator|upphov|\bnamn\b|\bnames?\b", re.I)
_FOR_TITLES = re.compile("titl|titel|rubrik", re.IGNORECASE)
_NOT_FOR_PEOPLE = re.compile(
    r"titl|titel|rubrik|paper|addr|adress|affil|term|topic|concept|\bids?\b|orcid|corresp|mail|keyword|nyckel|ämne|mesh|countr|land\b|fund|journal|tidskr"
    r"|file|databas|drug|source|review|reader|screen|publisher|förlag",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:[.,]0)?").fullmatch
_WORD = re.compile(r"[^\W\d_]{2,}")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*").fullmatch


_OF_FIELDS = frozenset(name for names in COLUMN_NAMES.values() for name in flat(names))


class Watch:
    """What the columns of a table hold, noted while it is read, to be asked about at its end.

    `named` are the columns that a person named, by their field: these are not asked about.
    """

    def __init__(self, named=()):
        self.named = named
        self.rows = 0
        self.values = {}
        self.counts = Counter()
        self.titles = Counter()
        self.odd_titles = 0

    def row(self, pairs):
        """Note the columns of a row, and the first values of each."""
        self.rows += 1
        more = self.rows <= WATCHED
        for column, cell in pairs:
            if cell and (more or column not in self.values) and known(cell):
                self.counts[column] += 1
                if self.counts[column] <= SAMPLES:
                    self.values.setdefault(column, []).append(cell)

    def add_titles(self, titles):
        """Note what became titles."""
        for title in filter(None, titles):
            of_field = len(title) < LONG and simple_name(title) in _OF_FIELDS
            self.odd_titles += of_field or not any(map(str.isalpha, title)) or bool(_DATE(title))
            if len(self.titles) < SHOWN or title in self.titles:
                self.titles[title] += 1

    def read_as(self, origins):
        """Return each column with values and the fields that were read from it, none for many.

        `origins` are those of all records, each as JSON.
        """
        found = {column: [] for column in self.values}
        for field, tags in {pair for said in origins for pair in json.loads(said).items()}:
            for column in (tags, *tags.split(", ")):
                if field not in found.get(column, (field,)):
                    found[column].append(field)
        return found

    def question(self, name, total, filled, read):
        """Return what must be asked about a table (`name`), None where nothing is doubtful.

        `total` counts its records, `filled` those that have each field; `read` is as `read_as` returns.
        """
        half = min(total, WATCHED) / 2
        free = [column for column, fields in read.items() if not fields and self.counts[column] >= half]
        likely = {}
        for column in sorted(free, key=self.like_a_title, reverse=True):
            likely.setdefault(looks_like(column, self.values[column]), column)
        few = [field for field in (*ASKED, "abstract", "pmid") if 2 * filled[field] < total]
        faults = {
            field: f"most rows get no {field}, though {likely[field]!r} looks like it"
            for field in ASKED
            if field in few and field in likely
        }
        if {"title", "abstract", "doi", "pmid"} <= set(few):
            faults.setdefault("title", "most rows get no title")
        others = [column for column, fields in read.items() if TELLING.intersection(fields)]
        varied = "title" in likely or any(len(set(self.values[column])) > 1 for column in others)
        if why := self.wrong_titles(filled["title"], varied):
            faults["title"] = why
        faults = {field: why for field, why in faults.items() if field not in self.named}
        return as_question(name, faults, self.preview(read), likely) if faults and total else None

    def like_a_title(self, column):
        """Return how likely a column holds titles, of several that look like it: its name, then its words."""
        words = median([len(_WORD.findall(value)) for value in self.values[column]])
        return bool(_FOR_TITLES.search(column)), words

    def wrong_titles(self, n_titles, varied):
        """Return why what became titles cannot be titles, "" where they may be.

        `varied` says whether the rows tell different things otherwise.
        """
        if 2 * self.odd_titles > n_titles:
            what = "what was read as titles are numbers or dates, or names of fields"
            return f"{what} (then export it with one row for each reference, or as RIS)"
        if varied and len(self.titles) == 1 and n_titles > 2:
            return f"all titles are {next(iter(self.titles))[:60]!r}"
        return ""

    def preview(self, read):
        """Yield a sentence on each column: its first values, and what it was read as."""
        for column, fields in read.items():
            shown = ", ".join(repr(value[:40]) for value in self.values[column][:SHOWN])
            looks = looks_like(column, self.values[column])
            unread = f"not read, looks like {looks}" if looks else "not read"
            said = f"read as {', '.join(sorted(fields))}" if fields else unread
            yield f"column {column!r}: {shown} – {said}"


def as_question(name, faults, preview, likely):
    """Return the question, with an answer that can be given as it stands where the columns tell."""
    columns = {field: likely.get(field, "COLUMN") for field in faults}
    pairs = [f"{field}={column}" for field, column in columns.items()]
    pairs = pairs if any("," in pair for pair in pairs) else [",".join(pairs)]
    said = [f'--columns "{pair}"' for pair in pairs]
    told = ", ".join(f'"{field}": "{column}"' for field, column in columns.items())
    return Question(
        f"{name}: {'; '.join(faults.values())}",
        preview,
        f"say which column holds what: {' '.join(said)} (in Python: columns={{{told}}}); "
        f"a field that no column holds stays empty: --columns {next(iter(faults))}=",
    )


def looks_like(column, values):
    """Return the field that the values of a column look like: one of title, abstract, authors, year, doi, "".

    >>> looks_like("Namn", ["Anna Berg", "Bo Dahl"]), looks_like("x", ["Berg A, Dahl B", "Ek, Carl"])
    ('authors', 'authors')
    >>> looks_like("Rubrik", ["Fewer tests before surgery", "Low-value care"]), looks_like("y", ["2019"])
    ('title', 'year')
    """

    def most(test):
        return sum(map(bool, map(test, values))) >= 0.6 * len(values)

    if most(lambda value: value.lower().startswith(("10.", "http", "doi", "www")) and clean_doi(value)):
        return "doi"
    if most(_YEAR):
        return "year"
    words = median([len(_WORD.findall(value)) for value in values])
    named = _FOR_PEOPLE.search(column) and words and most(_CAPITAL)
    if not _NOT_FOR_PEOPLE.search(column) and (most(_PEOPLE) or named):
        return "authors"
    if words >= LONG:
        return "abstract"
    varied = len(set(values)) >= 0.8 * len(values) and words >= 2
    return "title" if varied and most(lambda v: " " in v and v[0] != "[" and "://" not in v) else ""
