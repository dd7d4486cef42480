"""Rows of a table into entries: the column names found, each row below them as tags and values."""

from collections import Counter
from itertools import chain

from review.errors import SourceError, UsageError, place
from review.formats.asking import Watch, looks_like
from review.formats.cells import MARKS, SHORT, kinds_of, look
from review.formats.columns import Columns
from review.formats.headers import flat, schema_of
from review.formats.identifiers import name_database
from review.formats.named import as_named, columns_named
from review.formats.tables import DELIMITERS, delimiter_of

__all__ = ["delimiter_for", "sheet_entries"]

NEEDED = ("title", "abstract", "doi", "pmid", "authors")
MOST_ABOVE = 10  # rows with other things that may stand above the column names, such as the search


def sheet_entries(sheets, name, database, tally, watch):
    """Return the columns of records of a table, empty yet, and an iterator over its entries.

    `sheets` yields (name, rows), rows as lists of str: those with column names hold records, the others are
    said. The rows of all sheets are counted through. `name` is that of the file; `watch` is told what the
    columns hold, and tells what a person named them.

    Raises SourceError if no row holds names of columns; Question if none does, and the columns look like
    those of literature; UsageError if a column that a person named is not there.
    """
    columns = Columns(None, name, database, told=watch.named)
    entries = entries_of(sheets, columns, tally, watch)
    first = next(entries, None)  # so that a file without column names is refused at once
    return columns, chain(() if first is None else (first,), entries)


def entries_of(sheets, columns, tally, watch):
    """Yield (raw, row, row, mended) for each row below the column names of each sheet that has such."""
    given, fault, found = columns.database, None, False
    for title, sheet in sheets:
        above, rows = [], counted(sheet, tally)
        header = find_header(rows, above, watch.named, several=found)
        if header is None:
            fault = fault or no_header(columns.source_file, title, above, watch.named)
            above += [(n, row) for n, row in rows if any(map(str.strip, row))]
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
            if watch.named:
                columns.schema = as_named(columns.schema, columns_named(watch.named, header)[0])
            columns.database = given or told or name_database(title)
            say_twice(header, columns.schema.fields, tally)
            yield from records_of(rows, header, columns.schema.fields, tally, watch)
    if not found:
        raise fault or no_header(columns.source_file, "", [], {})


def records_of(rows, header, fields, tally, watch):
    """Yield (raw, row, row, mended) for each row below the column names."""
    kinds = [kinds_of(fields, column) for column in header]
    numbers = fields["pmid"] if "pmid" in watch.named else ()
    for number, row in rows:
        if any(map(str.strip, row)):
            tally.starts += 1
            tally.records += 1
            raw = row_as_raw(row, header, number, tally)
            watch.row(raw)
            mended = mend(raw, row, kinds, number, tally)
            if numbers:  # a bare number says only by its column that it is PubMed's
                mended = [(c, f"PMID {v}" if c in numbers and v.isdigit() else v) for c, v in mended or raw]
            yield raw, number, number, mended


def mend(raw, cells, kinds, number, tally):
    """Return the pairs to read in place of a row's, None where each cell is as it should be."""
    pairs = None
    for at, cell in enumerate(cells[: len(kinds)]):
        if not cell or (cell.isdigit() and type(cell) is str and "year" not in kinds[at]):
            continue
        if not kinds[at] and len(cell) <= SHORT and cell[0] not in MARKS:
            continue
        found = look(cell, kinds[at])
        if found:
            value, how, why = found
            getattr(tally, how)(number, raw[at][0], why, cell)
            pairs = pairs or list(raw)
            pairs[at] = (raw[at][0], value)
    return pairs


def say_twice(header, fields, tally):
    """Say which columns that are read have a name another one has too."""
    read = {tag for tags in fields.values() for tag in flat(tags)}
    for column in dict.fromkeys(name for name in header if header.count(name) > 1 and name in read):
        said = "several columns of one name; of one value, the first that is there counts"
        tally.repaired(tally.lines, column, said)


def counted(rows, tally):
    """Yield the rows of a sheet with their numbers, which go on from those of the sheet before."""
    for row in rows:
        tally.lines += 1
        yield tally.lines, row


def find_header(rows, above, named, *, several=False):
    """Return the row with the names of columns, or None; what stands above it is put into `above`.

    A row with several cells above the names may be the search or the beginning of another table: after it
    (and from the first row on, with `several`) a title and one other column at least must be known. Where
    a person named columns, it is the row that holds them.
    """
    for number, row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if names_columns(cells, several, named):
            return cells
        above.append((number, cells))
        several = several or sum(map(bool, cells)) > 1
        if len(above) == MOST_ABOVE:
            return None
    return None


def delimiter_for(text, named):
    """Return the sign that parts the cells of a table: that which makes names of columns of one of its first
    lines, else that of its first row; a title above may hold others."""
    for line in text.split("\n", MOST_ABOVE)[:MOST_ABOVE]:
        for sign in sorted(DELIMITERS, key=line.count, reverse=True):
            cells = [cell.strip('" ') for cell in line.split(sign)]
            if names_columns(cells, True, named):
                return sign
    return delimiter_of(text)


def names_columns(cells, several, named):
    """Return whether cells are names of columns of literature, of several such where `several`; or, where a
    person named columns, hold all these."""
    if named:
        return not columns_named(named, cells)[1]
    fields = schema_of(cells)[0].fields
    needed = [tag for field in NEEDED for tag in flat(fields[field])]
    known = {tag for tags in fields.values() for tag in flat(tags)}
    return bool(needed and (not several or (fields["title"] and known.difference(fields["title"]))))


def no_header(name, sheet, above, named):
    """Return the error for a table whose columns have no names that are known."""
    if not above:
        return SourceError(f"{name}: the table is empty; expected a row of column names")
    number, cells = above[0]
    where = place(name, sheet=sheet or None, row=number)
    found = f"found {', '.join(filter(None, cells))[:120]!r}"
    if named:
        lost = min((columns_named(named, row)[1] for _, row in above), key=len)
        return UsageError(f"{where}: there is no column {', '.join(map(repr, lost))}; {found}")
    watch = Watch()
    for _, row in above[1:]:
        watch.row(zip(cells, row, strict=False))
    question = watch.question(where, len(above) - 1, Counter(), watch.read_as(()))
    if question and "looks like" in str(question.what):
        if not {"year", "doi"} & {looks_like("", [cell]) for cell in cells}:
            return question
        return SourceError(
            f"{where}: expected the names of the columns, {found}, which looks like a reference; "
            "put a row above it that names the columns, such as title, authors, year"
        )
    return SourceError(
        f"{where}: expected column names such as title, abstract or doi; {found}; "
        "if it is a list of references, say which column holds what: --columns title=COLUMN,authors=COLUMN"
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
