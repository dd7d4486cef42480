"""One export file into records and its account."""

import gc
from bisect import bisect_left
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import pandas as pd

from review.errors import SourceError, UsageError
from review.formats.account import Account, Tally
from review.formats.asking import Watch
from review.formats.bibtex import read_bibtex
from review.formats.columns import Columns
from review.formats.detect import detect, refuse_binary
from review.formats.dialects import DIALECTS
from review.formats.fields import SCHEMAS
from review.formats.identifiers import name_database
from review.formats.json_entries import read_json
from review.formats.named import check_named
from review.formats.ris import read_ris
from review.formats.rows import delimiter_for, sheet_entries
from review.formats.source import checksum, file_head, open_source
from review.formats.tables import is_workbook, read_rows, read_sheets
from review.formats.tagged import read_tagged
from review.formats.xml import ENTRIES, read_xml

__all__ = ["Export", "Stream", "format_of", "read_account", "read_export"]

JSON_FORMATS = [form for form in SCHEMAS if form.endswith("-json")]
READERS = (
    {"ris": read_ris, "bibtex": read_bibtex}
    | {form: partial(read_xml, names=names) for form, names in ENTRIES.items()}
    | {form: partial(read_json, titles=SCHEMAS[form].fields["title"]) for form in JSON_FORMATS}
    | {dialect: partial(read_tagged, dialect=dialect) for dialect in DIALECTS}
)
"""Format to its reader: from lines and a tally to (raw, first_line, last_line) for each entry."""
FROM_FORMAT = dict.fromkeys((*JSON_FORMATS, "ovid", "ovid-tagged"), "") | {
    "pubmed-xml": "PubMed", "wos": "Web of Science", "cochrane": "Cochrane", "europepmc-xml": "Europe PMC",
    "ebsco-xml": "EBSCOhost", "ictrp-xml": "ICTRP", "openalex-json": "OpenAlex",
    "europepmc-json": "Europe PMC", "clinicaltrials-json": "ClinicalTrials.gov",
    "semanticscholar-json": "Semantic Scholar", "lens-json": "The Lens", "pubmed-json": "PubMed",
    "crossref-json": "Crossref",
}  # fmt: skip
"""Databases that alone write a format; "" where what stands around the records says nothing of them."""
BATCH = 5_000  # records handed on at a time


@dataclass(frozen=True, slots=True)
class Export:
    """A file as a database exported it, read."""

    path: Path
    name: str  # of the file, without folders
    sha256: str  # of its bytes, hexadecimal
    format: str
    encoding: str
    database: str  # where the search was made: as given, else as most records say, else ""
    records: pd.DataFrame  # `review.records.RECORD_COLUMNS`; `raw` is read by `review.records.raw_pairs`
    account: Account

    @property
    def shared_database(self):
        """Return "": each of the records has its database."""
        return ""

    def batches(self):
        """Yield the records some at a time, as a `Stream` does."""
        for start in range(0, len(self.records), BATCH):
            yield self.records.iloc[start : start + BATCH]


class Stream:
    """A file as a database exported it, read some records at a time, so that its size does not matter.

    It takes what `read_export` takes, raises what that raises (a question when all batches are read), and has
    what an `Export` has but the records. When all batches are read, `database` and `account` are there, and
    `shared_database`: the one that all records have, "" where they have different ones.
    """

    def __init__(self, path, database="", columns=None):
        self.watch = Watch(check_named(columns))
        self.path = Path(path)
        self.name = self.path.name
        self.given = database
        self.format, self.source = opened(self.path)
        self.encoding = self.source.encoding if self.source else "utf-8"
        self.sha256 = self.source.sha256 if self.source else checksum(self.path)
        if self.watch.named and self.format not in ("csv", "xlsx"):
            raise UsageError(f"{self.name}: is no table ({self.format}); columns are named for tables alone")
        self.database = self.shared_database = ""
        self.account = None

    def batches(self):
        """Yield the records as frames with `RECORD_COLUMNS`; their databases are as each of them says."""
        columns, tally, entries = self._entries()
        counts = Counter()
        try:
            while True:
                with nothing_collected():
                    for entry in islice(entries, BATCH):
                        columns.add(*entry)
                if not columns.rows:
                    break
                frame = columns.take()
                counts.update(frame["database"])
                self.watch.add_titles(frame["title"])
                yield frame
        except ValueError as error:
            raise SourceError(f"{self.name}, {error}") from None
        read = self.watch.read_as(columns.origins)
        question = self.watch.question(self.name, columns.total, columns.filled, read)
        if question and tally.unit == "row":
            raise question
        self._take_database(columns, tally, counts)
        self.account = Account(
            self.name, self.format, self.encoding, columns.total, tally.starts, tally.counts(),
            tally.problems(), columns.fill(), tuple(tally.headers), tally.unit,
            unused=tuple(column for column, fields in read.items() if not fields),
            columns=self.watch.named,
        )  # fmt: skip

    def _take_database(self, columns, tally, counts):
        """Note the database all records have, and where the search was made."""
        heads = () if self.format in FROM_FORMAT else map(name_database, tally.headers)
        told = FROM_FORMAT.get(self.format) or next(filter(None, heads), "")
        self.shared_database = columns.shared_database(told or name_database(self.path.stem))
        del counts[""]
        most = max(counts, key=counts.get, default="")
        of_most = most if 2 * counts[most] >= columns.total else ""
        self.database = self.given or self.shared_database or of_most

    def _entries(self):
        """Return columns to fill, the tally, and the entries."""
        if self.format in ("csv", "xlsx"):
            tally = Tally("row")
            sheets = [("", self._rows(tally))] if self.source else read_sheets(self.path)
            columns, entries = sheet_entries(sheets, self.name, self.given, tally, self.watch)
            return columns, tally, entries
        tally, columns = Tally(), Columns(SCHEMAS[self.format], self.name, self.given)
        text = self.source.pieces(tally) if self.format == "ris" else self.source.lines(tally)
        return columns, tally, READERS[self.format](text, tally)

    def _rows(self, tally):
        """Yield the rows of a text table; what was mended in a line is said of its row."""
        lines, ends = Tally(), []
        sign = delimiter_for(self.source.head, self.watch.named)
        for row, last_line in read_rows(self.source.lines(lines), sign, tally):
            ends.append(last_line)
            yield row
        for line, tag, reason, text, _ in lines.notes:
            tally.repaired(bisect_left(ends, line) + 1, tag, reason, text)


def opened(path):
    """Return the format of a file, and its text; no text (None) of a workbook."""
    head = file_head(path)
    if is_workbook(head):
        return "xlsx", None
    refuse_binary(head, path.name)
    source = open_source(path)
    return detect(source.head, path.name), source


def format_of(path):
    """Return the format of a file: ``xlsx``, ``csv`` or a key of the schemas such as ``ris``.

    Raises SourceError if the file is missing, empty or of no known format.
    """
    return opened(Path(path))[0]


def read_export(path, *, database="", columns=None):
    """Return what a database exported: its records, and what became of every line.

    Parameters
    ----------
    path : str or pathlib.Path
        RIS, PubMed .nbib or XML, Web of Science, EndNote .enw or XML, RefWorks, Ovid, Cochrane, BibTeX,
        JSON, CSV, TSV or XLSX. Format and encoding are told from the content, not from the name.
    database : str
        Where the search was made, such as ``PubMed``; told from the content where not given.
    columns : dict, optional
        Of a table: field to the column (or several) that holds it, such as ``{"title": "Rubrik"}``, where
        the names of the columns do not say; "" for a field that no column holds.

    Returns
    -------
    Export

    Raises
    ------
    SourceError
        If the file is missing, empty or of no known format, or its encoding cannot be told.
    Question
        If the columns of a table were not, or wrongly, taken for what they look like.
    UsageError
        If `columns` names a field or a column that is not there, or the file is no table.
    """
    stream = Stream(path, database, columns)
    frames = list(stream.batches()) or [Columns({}, "").take()]
    records = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
    if stream.shared_database:
        records["database"] = pd.array([stream.shared_database] * len(records), dtype="str")
    known = (stream.path, stream.name, stream.sha256, stream.format, stream.encoding, stream.database)
    return Export(*known, records, stream.account)


def read_account(path, *, database="", columns=None):
    """Return the account of an export alone; the records are not kept, whatever the size of the file."""
    stream = Stream(path, database, columns)
    for _ in stream.batches():
        pass
    return stream.account


@contextmanager
def nothing_collected():
    """Let Python not look for garbage meanwhile: all that is read is kept, and looking takes a tenth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
