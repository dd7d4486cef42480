"""Rows of a table into entries: the column names found, each row below them as tags and values."""

from itertools import chain

from review.errors import SourceError, place
from review.formats.columns import Columns
from review.formats.headers import schema_of
from review.formats.identifiers import name_database

__all__ = ["row_entries", "sheet_entries"]

NEEDED = ("title", "abstract", "doi", "pmid", "authors")
MOST_ABOVE = 10  # rows with other things that may stand above the column names, such as the search


def row_entries(rows, name, database, tally):
    """Return the columns of records of a table, empty yet, and an iterator over its entries.

    Parameters
    ----------
    rows : iterable of list of str
    name : str
        Of the file.
    database : str
        Where the search was made; told from the column names where "".
    tally : review.formats.account.Tally

    Raises
    ------
    SourceError
        If no row holds names of columns.
    """
    return sheet_entries([("", rows)], name, database, tally)


def sheet_entries(sheets, name, database, tally):
    """Return the same of a workbook: each sheet with column names holds records, the others are said.

    The rows of all sheets are counted through. `sheets` yields (name, rows).
    """
    columns = Columns(None, name, database)
    entries = entries_of(sheets, columns, tally)
    first = next(entries, None)  # so that a file without column names is refused at once
    return columns, chain(() if first is None else (first,), entries)


def entries_of(sheets, columns, tally):
    """Yield (raw, row, row) for each row below the column names of each sheet that has such."""
    rows, given, fault, found = Numbered(), columns.database, None, False
    for title, sheet in sheets:
        above, rows.left = [], iter(sheet)
        header = find_header(rows, above, several=found)
        if header is None:
            fault = fault or no_header(columns.source_file, title, above)
            above += [(rows.number, row) for row in rows if any(map(str.strip, row))]
            said = "a sheet without column names such as title, abstract or doi"
        else:
            found, said = True, "a row above the column names"
        for number, row in above:
            if row[0].casefold().startswith("sep="):  # tells Excel what parts the cells
                tally.headers.append(" | ".join(row))
            else:
                tally.not_understood(number, title, said, " | ".join(row))
        if header is not None:
            columns.schema, told = schema_of(header)
            columns.database = given or told or name_database(title)
            for row in rows:
                if any(map(str.strip, row)):
                    tally.starts += 1
                    tally.records += 1
                    yield row_as_raw(row, header, rows.number, tally), rows.number, rows.number
        tally.lines = rows.number
    if not found:
        raise fault or no_header(columns.source_file, "", [])


class Numbered:
    """The rows of one sheet after the other, counted through."""

    def __init__(self):
        self.number = 0
        self.left = iter(())

    def __iter__(self):
        return self

    def __next__(self):
        row = next(self.left)
        self.number += 1
        return row


def find_header(rows, above, *, several=False):
    """Return the row with the names of columns, or None; what stands above it is put into `above`.

    A row with several cells above the names may be the search or the beginning of another table: after it
    (and from the first row on, with `several`) a title and one other column at least must be known.
    """
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        fields = schema_of(cells)[0].fields
        needed = [tag for field in NEEDED for tag in flat(fields[field])]
        known = {tag for tags in fields.values() for tag in flat(tags)}
        if needed and (not several or (fields["title"] and known.difference(fields["title"]))):
            return cells
        above.append((rows.number, cells))
        several = several or sum(map(bool, cells)) > 1
        if len(above) == MOST_ABOVE:
            return None
    return None


def flat(tags):
    """Return tags, or groups of them, as one list."""
    return [tag for group in tags for tag in ((group,) if isinstance(group, str) else group)]


def no_header(name, sheet, above):
    """Return the error for a table whose columns have no names that are known."""
    if not above:
        return SourceError(f"{name}: the table is empty; expected a row of column names")
    number, cells = above[0]
    where = {"sheet": sheet} if sheet else {}
    return SourceError(
        f"{place(name, **where, row=number)}: expected column names such as title, abstract or doi; "
        f"found {', '.join(filter(None, cells))[:120]!r}"
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
