"""One export file into records and its account."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from review.errors import SourceError
from review.formats.account import Account, Tally
from review.formats.columns import Columns, name_database
from review.formats.detect import detect, refuse_binary
from review.formats.encoding import decode
from review.formats.fields import BY_FORMAT, columns_of
from review.formats.lines import unify
from review.formats.medline import read_medline
from review.formats.ris import read_ris
from review.formats.tables import file_bytes, read_rows, read_sheet

__all__ = ["Export", "read_export"]

READERS = {"ris": read_ris, "medline": read_medline}


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


def read_export(path, *, database=""):
    """Return what a database exported: its records, and what became of every line.

    Parameters
    ----------
    path : str or pathlib.Path
        RIS, PubMed .nbib, CSV … ; format and encoding are told from the content, not from the name.
    database : str
        Where the search was made, such as ``PubMed``; guessed from the content where not given.

    Returns
    -------
    Export

    Raises
    ------
    SourceError
        If the file is missing, empty, or of no known format.
    """
    path = Path(path)
    data = file_bytes(path)
    name, digest = path.name, hashlib.sha256(data).hexdigest()
    if data.startswith(b"PK\x03\x04"):
        rows, encoding, form = ((row, 0) for row in read_sheet(data, name)), "utf-8", "xlsx"
        columns, tally = _read_table(rows, name, database)
    else:
        refuse_binary(data, name)
        text, encoding = decode(data, name)
        del data
        text = unify(text.removeprefix("\ufeff"))
        form = detect(text, name)
        if form == "csv":
            columns, tally = _read_table(read_rows(text), name, database)
        else:
            tally, columns = Tally(), Columns(BY_FORMAT[form], name, database)
            for entry in READERS[form](text, tally):
                columns.add(*entry)
        del text
    records = columns.frame()
    account = Account(
        file=name, format=form, encoding=encoding, records=len(records), starts=tally.starts,
        lines=tally.counts(), problems=tally.problems(), fill=columns.fill(), unit=tally.unit,
    )  # fmt: skip
    guess = database or _most(records["database"]) or name_database(name)
    return Export(path, name, digest, form, encoding, guess, records, account)


def _most(names):
    counts = names[names != ""].value_counts()
    return counts.index[0] if len(counts) else ""


def _read_table(rows, name, database):
    tally = Tally("row")
    rows = iter(rows)
    header, number = None, 0
    for number, (row, _) in enumerate(rows, start=1):
        if any(cell.strip() for cell in row):
            header = [cell.strip() for cell in row]
            break
    if header is None:
        raise SourceError(f"{name}: the table is empty; expected a row of column names")
    table = columns_of(header)
    if not (table["title"] or table["doi"] or table["pmid"] or table["abstract"]):
        raise SourceError(
            f"{name}, row {number}: expected column names such as title, abstract, doi; found {', '.join(header)[:120]}"
        )
    columns = Columns(table, name, database)
    for number, (row, _) in enumerate(rows, start=number + 1):  # noqa: B020
        if not any(cell.strip() for cell in row):
            continue
        tally.starts += 1
        tally.records += 1
        raw = [(column, cell.strip()) for column, cell in zip(header, row, strict=False)]
        if len(row) > len(header):
            tally.repaired(number, "", f"{len(row)} cells in a row of {len(header)} columns; the rest is kept", "")
            raw += [(f"column {i}", cell) for i, cell in enumerate(row[len(header) :], start=len(header) + 1)]
        columns.add(raw, number, number)
    tally.lines = number
    return columns, tally
