"""One export file into records and its account."""

import gc
from bisect import bisect_left
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from review.errors import SourceError, place
from review.formats.account import Account, Tally
from review.formats.bibtex import read_bibtex
from review.formats.columns import Columns, fill_of
from review.formats.detect import detect, refuse_binary
from review.formats.dialects import DIALECTS
from review.formats.fields import SCHEMAS
from review.formats.headers import schema_of
from review.formats.identifiers import name_database
from review.formats.ris import read_ris
from review.formats.source import checksum, file_head, open_source
from review.formats.tables import delimiter_of, is_workbook, read_rows, read_sheet
from review.formats.tagged import read_tagged
from review.formats.xml import read_endnote_xml, read_pubmed_xml

__all__ = ["Export", "format_of", "read_export"]

READERS = {
    "ris": read_ris,
    "bibtex": read_bibtex,
    "endnote-xml": read_endnote_xml,
    "pubmed-xml": read_pubmed_xml,
} | {dialect: partial(read_tagged, dialect=dialect) for dialect in DIALECTS}
"""Format to its reader: from lines and a tally to (raw, first_line, last_line) for each entry."""
FROM_FORMAT = {"pubmed-xml": "PubMed", "wos": "Web of Science", "cochrane": "Cochrane"}
"""Databases that alone write a format."""
NEEDED = ("title", "abstract", "doi", "pmid", "authors")
MOST_ABOVE = 10  # rows with other things that may stand above the column names, such as the search


@dataclass(frozen=True, slots=True)
class Export:
    """A file as a database exported it, read.

    Attributes
    ----------
    path : pathlib.Path
    name : str
        Name of the file, without folders.
    sha256 : str
        Of the bytes of the file, hexadecimal.
    format, encoding : str
    database : str
        Where the search was made: as given, else as most records say, else "".
    records : pandas.DataFrame
        With `review.records.RECORD_COLUMNS`.
    account : Account
    """

    path: Path
    name: str
    sha256: str
    format: str
    encoding: str
    database: str
    records: pd.DataFrame
    account: Account


def format_of(path):
    """Return the format of a file: ``xlsx``, ``csv`` or a key of the schemas such as ``ris``.

    Raises
    ------
    SourceError
        If the file is missing, empty or of no known format.
    """
    head = file_head(path)
    if is_workbook(head):
        return "xlsx"
    refuse_binary(head, Path(path).name)
    return detect(open_source(path).head, Path(path).name)


def read_export(path, *, database=""):
    """Return what a database exported: its records, and what became of every line.

    Parameters
    ----------
    path : str or pathlib.Path
        RIS, PubMed .nbib or XML, Web of Science, EndNote .enw or XML, RefWorks, Ovid, Cochrane, BibTeX,
        CSV, TSV or XLSX. Format and encoding are told from the content, not from the name.
    database : str
        Where the search was made, such as ``PubMed``; told from the content where not given.

    Returns
    -------
    Export

    Raises
    ------
    SourceError
        If the file is missing, empty or of no known format, or its encoding cannot be told.
    """
    path = Path(path)
    head = file_head(path)
    if is_workbook(head):
        form, encoding, sha256, tally = "xlsx", "utf-8", checksum(path), Tally("row")
        rows = ((row, number) for number, row in enumerate(read_sheet(path), start=1))
        columns = read_rows_as_records(rows, path.name, database, tally)
    else:
        refuse_binary(head, path.name)
        source = open_source(path)
        form, encoding, sha256 = detect(source.head, path.name), source.encoding, source.sha256
        columns, tally = (
            read_table_text(source, database) if form == "csv" else read_text(source, form, database)
        )
    told = next(filter(None, map(name_database, tally.headers)), "") or FROM_FORMAT.get(form, "")
    records = columns.frame(told or name_database(path.stem))
    account = Account(
        file=path.name,
        format=form,
        encoding=encoding,
        records=len(records),
        starts=tally.starts,
        lines=tally.counts(),
        problems=tally.problems(),
        fill=fill_of(records),
        headers=tuple(tally.headers),
        unit=tally.unit,
    )
    base = database or most_common(records["database"])
    return Export(path, path.name, sha256, form, encoding, base, records, account)


def read_text(source, form, database):
    """Return the columns of records of a text that is no table, and the tally of its lines."""
    tally, columns = Tally(), Columns(SCHEMAS[form], source.name, database)
    text = source.pieces(tally) if form == "ris" else source.lines(tally)
    try:
        with nothing_collected():
            for entry in READERS[form](text, tally):
                columns.add(*entry)
    except ValueError as error:
        raise SourceError(f"{source.name}, {error}") from None
    return columns, tally


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


def read_table_text(source, database):
    """Return the columns of records of delimited text, and the tally of its rows."""
    lines, tally, ends = Tally(), Tally("row"), []

    def noting(rows):
        for row, last_line in rows:
            ends.append(last_line)
            yield row, last_line

    rows = noting(read_rows(source.lines(lines), delimiter_of(source.head), tally))
    columns = read_rows_as_records(rows, source.name, database, tally)
    for line, tag, reason, text, _ in lines.notes:  # what was mended in a line is said of its row
        tally.repaired(bisect_left(ends, line) + 1, tag, reason, text)
    return columns, tally


def read_rows_as_records(rows, name, database, tally):
    """Return the columns of records of a table: each row below the column names is one."""
    rows = enumerate((row for row, _ in rows), start=1)
    above, number, header = find_header(rows, name)
    schema, told = schema_of(header)
    for number_above, row in above:
        tally.not_understood(number_above, "", "a row above the column names", " | ".join(row))
    columns = Columns(schema, name, database or told)
    for number, row in rows:
        if any(map(str.strip, row)):
            tally.starts += 1
            tally.records += 1
            columns.add(row_as_raw(row, header, number, tally), number, number)
    tally.lines = number
    return columns


def find_header(rows, name):
    """Return the rows above the column names, and the number of that row with the names."""
    above = []
    for number, row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        fields = schema_of(cells)[0].fields
        if any(tags for field in NEEDED for tags in fields[field]):
            return above, number, cells
        above.append((number, cells))
        if (
            len(above) == MOST_ABOVE or sum(map(bool, cells)) > 1
        ):  # a row of a table that is no list of papers
            break
    if not above:
        raise SourceError(f"{name}: the table is empty; expected a row of column names")
    number, cells = above[-1]
    raise SourceError(
        f"{place(name, row=number)}: expected column names such as title, abstract or doi; "
        f"found {', '.join(cells)[:120]!r}"
    )


def row_as_raw(row, header, number, tally):
    """Return a row as pairs of column and cell; what is beyond the columns is kept too."""
    raw = [(column, cell.strip()) for column, cell in zip(header, row, strict=False)]
    rest = [(f"column {n}", cell.strip()) for n, cell in enumerate(row[len(header) :], start=len(header) + 1)]
    if any(cell for _, cell in rest):
        said = f"{len(row)} cells where there are {len(header)} columns; what is beyond them is kept"
        tally.repaired(number, "", said, " | ".join(cell for _, cell in rest))
    elif len(row) < len(header):
        said = f"{len(row)} cells where there are {len(header)} columns; the others are empty"
        tally.repaired(number, "", said)
    return raw + [pair for pair in rest if pair[1]]


def most_common(names):
    """Return the most common name that is not "", the first of them where several are."""
    counts = names[names != ""].value_counts(sort=True)
    return counts.index[0] if len(counts) else ""
