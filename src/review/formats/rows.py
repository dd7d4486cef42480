"""Rows of a table into entries: the column names found, each row below them as tags and values."""

from review.errors import SourceError, place
from review.formats.columns import Columns
from review.formats.headers import schema_of

__all__ = ["row_entries"]

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
    rows = enumerate(rows, start=1)
    above, number, header = find_header(rows, name)
    schema, told = schema_of(header)
    for number_above, row in above:
        tally.not_understood(number_above, "", "a row above the column names", " | ".join(row))
    return Columns(schema, name, database or told), entries_below(rows, number, header, tally)


def entries_below(rows, number, header, tally):
    """Yield (raw, row, row) for each row below the column names that is not blank."""
    for number, row in rows:
        if any(map(str.strip, row)):
            tally.starts += 1
            tally.records += 1
            yield row_as_raw(row, header, number, tally), number, number
    tally.lines = number


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
