"""A corpus too large to hold: Parquet, CSV and TSV files, read some rows at a time."""

from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pandas as pd

from review.errors import SourceError, UsageError
from review.formats.files import whole_file
from review.formats.headers import flat, schema_of, simple_name
from review.formats.tables import as_wide, delimited_rows
from review.formulas import guarded_frame
from review.text import parse_year

__all__ = ["PARTITION_COLUMNS", "partitions_in", "read_in_parts", "writing_in_parts"]

PARTITION_COLUMNS = ("row", "reference_id", "title", "abstract", "keywords", "year")
ID_COLUMNS = ("reference id", "record id", "id")
ENDINGS = (".parquet", ".csv", ".tsv")
ROWS_AT_ONCE = 2_000


def partitions_in(paths):
    """Return the files of a corpus: those named, and those in folders named; path below that to path, sorted.

    They end in .parquet, .csv or .tsv; those whose name or folder begins with a dot or an underscore are left
    out, as tools that write partitions do. Raises SourceError if one is missing or of another kind, or a
    folder holds none; UsageError if two files would be told by the same path.
    """
    found = {}
    for path in map(Path, paths):
        inside = files_at(path)
        if double := found.keys() & inside.keys():
            raise UsageError(f"two files are called {min(double)}; name the folder above them instead")
        found |= inside
    return dict(sorted(found.items()))


def files_at(path):
    """Return the file at a path, or those below it, by path below what was named."""
    if path.is_dir():
        files = {file.relative_to(path): file for file in path.rglob("*") if file.is_file()}
        inside = {
            below: file
            for below, file in files.items()
            if file.suffix.lower() in ENDINGS and not any(part[0] in "._" for part in below.parts)
        }
        if not inside:
            raise SourceError(f"{path}: expected files ending in {', '.join(ENDINGS)}, found none")
        return inside
    if not path.is_file():
        raise SourceError(f"{path}: no such file or folder; check the name")
    if path.suffix.lower() not in ENDINGS:
        raise SourceError(f"{path}: expected a file ending in {', '.join(ENDINGS)}")
    return {Path(path.name): path}


def read_in_parts(path, n=ROWS_AT_ONCE):
    """Yield the rows of one file, some at a time, so that a file of any length takes the same memory.

    Columns are known by the names databases give them, as in an import. Texts are Python's own, whatever
    library read them.

    Yields
    ------
    frame
        `PARTITION_COLUMNS`: `row` from 1, `reference_id` ("" where the file has none), `title`,
        `abstract`, `keywords` (joined by "; "), `year` (float, NaN where none).

    Raises
    ------
    SourceError
        If the file cannot be read, a row has more cells than there are columns, or it has neither titles
        nor abstracts.
    UsageError
        If it is a Parquet file and the package that reads them is not installed.
    """
    path = Path(path)
    header, parts = _parquet(path, n) if path.suffix.lower() == ".parquet" else _delimited(path, n)
    columns = _columns(header, path.name)
    first = 1
    for part in parts:
        yield _frame(part, columns, first)
        first += len(part)


@contextmanager
def writing_in_parts(path):
    """Give a function that adds a frame to a CSV file; the file is there when all are, or not at all."""
    with whole_file(path) as name, open(name, "w", encoding="utf-8-sig", newline="") as file:

        def add(frame):
            guarded_frame(frame).to_csv(file, index=False, header=file.tell() == 0, lineterminator="\n")

        yield add


def _parquet(path, n):
    """Return the names of the columns, and lists of rows as they are read."""
    try:
        import polars
    except ImportError:
        said = "Parquet needs the package polars; install it with: pip install polars"
        raise UsageError(f"{path.name}: {said}") from None

    @contextmanager
    def said_plainly():
        try:
            yield
        except (polars.exceptions.PolarsError, OSError) as error:
            why = str(error).partition("\n")[0]
            raise SourceError(f"{path.name}: cannot be read as Parquet; write it again ({why})") from None

    with said_plainly():
        table = polars.scan_parquet(path, hive_partitioning=False)
        header = table.collect_schema().names()

    def parts():
        start = 0
        with said_plainly():
            while rows := table.slice(start, n).collect().rows():
                yield rows
                start += len(rows)

    return header, parts()


def _delimited(path, n):
    """Return the same of a text table."""
    rows = delimited_rows(path)
    header = [cell.strip() for cell in next(rows, [])]
    rows = enumerate(rows, start=2)

    def parts():
        while some := list(islice(rows, n)):
            yield [as_wide(header, row, path.name, row=number) for number, row in some if any(row)]

    return header, parts()


def _columns(header, name):
    """Return the places of the columns that hold each field, the preferred first."""
    ids = [column for name in ID_COLUMNS for column in header if simple_name(column) == name]
    fields = schema_of(header)[0].fields | {"reference_id": ids}
    places = {column: place for place, column in enumerate(header)}
    columns = {
        field: [places[column] for column in dict.fromkeys(flat(fields[field]))]
        for field in PARTITION_COLUMNS[1:]
    }
    if not columns["title"] and not columns["abstract"]:
        raise SourceError(f"{name}: expected a column title or abstract, found {', '.join(header) or 'none'}")
    return columns


def _frame(rows, columns, first):
    def texts(field):
        return [next((text for i in columns[field] if (text := _text(row[i]))), "") for row in rows]

    keywords = ["; ".join(filter(None, (_text(row[i]) for i in columns["keywords"]))) for row in rows]
    years = [parse_year(text) for text in texts("year")]
    cells = {field: texts(field) for field in ("reference_id", "title", "abstract")} | {"keywords": keywords}
    return pd.DataFrame(
        {"row": range(first, first + len(rows))}
        | {field: pd.Series(of, dtype="object") for field, of in cells.items()}
        | {"year": pd.Series(years, dtype="float64")}
    )


def _text(value):
    """Return a cell as text; lists, as of keywords, joined by "; "."""
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, map(_text, value)))
    return str(value)
