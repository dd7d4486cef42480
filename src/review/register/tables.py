"""Reference tables: reading them with every fault named."""

import csv
import re
from itertools import pairwise
from pathlib import Path

import pandas as pd

from review.errors import SourceError, UsageError, place
from review.formulas import unguarded
from review.register.columns import DEMAND_TABLES, TABLES
from review.text import split

__all__ = ["check_pointers", "check_rows", "empty", "load", "load_codebooks", "load_glossary",
           "load_guidelines", "load_recommendations", "load_table", "load_thresholds", "load_totals",
           "table_of", "typed", "with_survey"]  # fmt: skip

DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
MOST_SHOWN = 20


def table_of(name):
    """Return the `Table` called `name`.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    if name not in TABLES:
        raise UsageError(f"there is no table {name!r}; there are {', '.join(TABLES)}")
    return TABLES[name]


def load(path, columns, *, key=(), ordered=(), together=()):
    """Return a reference table, every cell checked.

    Parameters
    ----------
    path : path of a CSV file in UTF-8
    columns : dict
        Column to what it may hold (see `review.register.columns`).
    key : str or tuple of str
        Columns whose values together must all differ.
    ordered, together : tuple
        See `review.register.columns.Table`.

    Returns
    -------
    DataFrame
        Texts with "" for empty; number columns as Float64 with missing values.

    Raises
    ------
    SourceError
        Naming file, row and column of every fault at once (rows counted as a spreadsheet shows them).
    """
    path = Path(path)
    rows = read_rows(path)
    header = rows[0] if rows else []
    missing = [name for name in columns if name not in header]
    if missing:
        raise SourceError(
            f"{place(path, row=1)}: the column {', '.join(missing)} is missing; found {', '.join(header)}"
        )
    extra = [name for name in header if name not in columns]
    if extra:
        raise SourceError(
            f"{place(path, row=1)}: unknown column {', '.join(extra)}; expected {', '.join(columns)}"
        )
    frame = pd.DataFrame(rows[1:], columns=header, dtype="str")[list(columns)]
    key = (key,) if isinstance(key, str) else tuple(key)
    faults = check_rows(frame, columns, key=key, ordered=ordered, together=together)
    if len(faults):
        named = [
            f"{place(path, row=fault.row + 2, column=fault.column)}: {fault.problem}"
            for fault in faults.itertuples()
        ]
        more = f"; and {len(named) - MOST_SHOWN} more" if len(named) > MOST_SHOWN else ""
        raise SourceError("; ".join(named[:MOST_SHOWN]) + more)
    return typed(frame, columns)


def typed(frame, columns):
    """Return a checked table of texts with its number columns as Float64."""
    frame = frame.copy()
    for name in (name for name, rule in columns.items() if isinstance(rule, list)):
        frame[name] = pd.to_numeric(frame[name].replace("", None)).astype("Float64")
    return frame


def read_rows(path):
    """Return the cells of a CSV file, or say why they cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [[unguarded(cell.strip()) for cell in row] for row in csv.reader(file) if any(row)]
    except FileNotFoundError:
        raise SourceError(
            f"{path}: no such file; the folder references/ of the review should hold it"
        ) from None
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 (byte {error.start}); save it as CSV UTF-8") from None
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(rows[0]):
            raise SourceError(
                f"{place(path, row=number)}: {len(row)} cells where the heading has {len(rows[0])}; "
                "put quotation marks around cells that hold a comma"
            )
    return rows


def check_rows(frame, columns, *, key=(), ordered=(), together=()):
    """Return what is wrong in a table of texts.

    Returns
    -------
    DataFrame
        `row` (place in the frame, from 0), `column`, `problem` (a sentence), by row.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["a", "a"], "share": ["12", "120"]}, dtype="str")
    >>> check_rows(table, {"name": "required", "share": [0, 100]}, key=("name",)).values.tolist()
    [[1, 'share', "must be a number from 0 to 100, or empty; got '120'"], [1, 'name', "'a' is there twice"]]
    """
    faults = [fault for name, rule in columns.items() for fault in _of_column(frame[name], rule)]
    faults += [fault for names in ordered for fault in _of_order(frame[list(names)])]
    faults += [
        (row, second, f"must be filled in where {first} is")
        for first, second in together
        for row in _places((frame[first] != "") & (frame[second] == ""))
    ]
    if key:
        twice = frame.duplicated(list(key))
        faults += [
            (row, key[-1], f"{', '.join(repr(frame[name].iloc[row]) for name in key)} is there twice")
            for row in _places(twice)
        ]
    found = pd.DataFrame(faults, columns=["row", "column", "problem"])
    return found.sort_values("row", kind="stable").reset_index(drop=True)


def _places(chosen):
    return [place for place, yes in enumerate(chosen) if yes]


def _of_column(column, rule):
    """Yield (row, column, sentence) for each cell that breaks its column's rule."""
    for row, value in enumerate(column):
        if rule == "required" and not value:
            yield row, column.name, "must not be empty"
        elif rule == "date" and value and not DATE.fullmatch(value):
            yield row, column.name, f"must be a date such as 2025, 2025-05 or 2025-05-20; got {value!r}"
        elif isinstance(rule, tuple) and value not in rule:
            yield row, column.name, f"must be one of {', '.join(filter(None, rule))}; got {value!r}"
        elif isinstance(rule, list) and value and not in_range(value, *rule):
            said = f"must be a number from {rule[0]:,} to {rule[1]:,}".replace(",", " ")
            yield row, column.name, f"{said}, or empty; got {value!r}"


def _of_order(frame):
    """Yield (row, column, sentence) where numbers of one row fall from left to right."""
    numbers = frame.apply(pd.to_numeric, errors="coerce")
    for row, values in enumerate(numbers.itertuples(index=False, name=None)):
        known = [(name, value) for name, value in zip(frame.columns, values, strict=True) if value == value]
        for (before, smaller), (name, larger) in pairwise(known):
            if larger < smaller:
                yield row, name, f"must not be less than {before} ({smaller:g}); got {larger:g}"


def in_range(value, smallest, largest):
    """Return whether a text is a number in a range."""
    try:
        return smallest <= float(value) <= largest
    except ValueError:
        return False


def check_pointers(name, frame, known):
    """Return where a table names something that is not there.

    Parameters
    ----------
    name : str
        The table.
    frame : DataFrame
    known : dict of str to collection of str
        Table to the ids there are in it.

    Returns
    -------
    DataFrame
        `row`, `column`, `problem`, as `check_rows`.
    """
    faults = [
        (row, column, f"{one!r} is not in {target}.csv")
        for column, target in TABLES[name].points.items()
        for row, cell in enumerate(frame[column])
        for one in split(cell)
        if one not in known[target]
    ]
    return pd.DataFrame(faults, columns=["row", "column", "problem"])


def empty(name):
    """Return a reference table without rows."""
    columns = table_of(name).columns
    return typed(pd.DataFrame(columns=list(columns), dtype="str"), columns)


def load_table(folder, name):
    """Return a reference table of a review by its name (see `review.register.columns.TABLES`).

    Parameters
    ----------
    folder : path
        The folder ``references/`` of the review.
    name : str

    Raises
    ------
    UsageError
        If there is no such table.
    SourceError
        Naming every fault (see `load`). A table of the demands, or the codebooks, may be missing: it then
        has no rows.
    """
    table, path = table_of(name), Path(folder) / f"{name}.csv"
    if name in (*DEMAND_TABLES, "codebooks") and not path.exists():
        return empty(name)
    if name == "recommendations":
        return load_recommendations(path)
    if name == "codebooks":
        return load_codebooks(path)
    return load(path, table.columns, key=table.key, ordered=table.ordered, together=table.together)


def load_recommendations(path):
    """Return the register: one row per recommendation, of all lists (see `load`).

    Besides its columns it holds `adherence_2023_percent`: the adherence where it is of the survey of 2023,
    which the printed totals speak of.
    """
    table = TABLES["recommendations"]
    frame = load(path, table.columns, key=table.key, ordered=table.ordered, together=table.together)
    return with_survey(frame)


def with_survey(frame):
    """Return the register with the adherence of the survey of 2023 in a column of its own."""
    of_2023 = (frame.adherence_year == 2023).fillna(False)
    return frame.assign(adherence_2023_percent=frame.adherence_percent.where(of_2023))


def load_guidelines(path):
    """Return the national guidelines with their printed number of icke-göra (see `load`)."""
    return load(path, TABLES["guidelines"].columns, key=TABLES["guidelines"].key)


def load_totals(path):
    """Return the numbers the interim report prints (see `load`)."""
    return load(path, TABLES["printed_totals"].columns)


def load_glossary(path):
    """Return the glossary, Swedish and English (see `load`)."""
    return load(path, TABLES["glossary"].columns)


def load_thresholds(path):
    """Return the classes of cost per QALY (see `load`)."""
    return load(path, TABLES["thresholds"].columns)


def load_codebooks(path):
    """Return the codebooks: one row per code, headings (codes that others name as parent) among them.

    Raises
    ------
    SourceError
        Also where a parent is not a code of the same codebook, or a codebook bears two versions.
    """
    path = Path(path)
    frame = load(path, TABLES["codebooks"].columns, key=TABLES["codebooks"].key)
    for codebook, rows in frame.groupby("codebook", sort=False):
        orphans = rows[~rows.parent.isin(["", *rows.code])]
        for row, parent in orphans.parent.items():
            where = place(path, row=row + 2, column="parent")
            raise SourceError(f"{where}: {parent!r} is no code of the codebook {codebook!r}")
        if rows.version.nunique() > 1:
            where = place(path, row=rows.index[0] + 2, column="version")
            raise SourceError(
                f"{where}: the codebook {codebook!r} bears {', '.join(rows.version.unique())}; give it one"
            )
    return frame
