"""Reference tables: reading them with every fault named."""

import csv
import re
from functools import partial
from itertools import pairwise
from pathlib import Path

import pandas as pd

from review.errors import SourceError, UsageError, place
from review.formulas import unguarded
from review.register.columns import DEMAND_TABLES, TABLES
from review.text import split

__all__ = ["check_pointers", "check_rows", "empty", "load", "load_codebooks", "load_glossary",
           "load_guidelines", "load_recommendations", "load_table", "load_thresholds", "load_totals",
           "table_of", "typed", "with_sources", "with_survey"]  # fmt: skip

DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
MOST_SHOWN = 20


def table_of(name):
    """Return the `Table` called `name`.

    Raises UsageError if there is none of that name.
    """
    if name not in TABLES:
        raise UsageError(f"there is no table {name!r}; there are {', '.join(TABLES)}")
    return TABLES[name]


def load(path, table):
    """Return a reference table, every cell checked.

    Parameters
    ----------
    path : path of a CSV file in UTF-8
    table : Table
        What it may hold (see `review.register.columns`).

    Returns
    -------
    DataFrame
        Texts with "" for empty; number columns as Float64 with missing values.

    Raises
    ------
    SourceError
        Naming file, row and column of every fault at once (rows counted as a spreadsheet shows them).
    """
    path, columns = Path(path), table.columns
    rows = read_rows(path)
    header = rows[0] if rows else []
    heading = place(path, row=1)
    missing = [name for name in columns if name not in header]
    if missing:
        raise SourceError(f"{heading}: the column {', '.join(missing)} is missing; found {', '.join(header)}")
    extra = [name for name in header if name not in columns]
    if extra:
        raise SourceError(f"{heading}: unknown column {', '.join(extra)}; expected {', '.join(columns)}")
    frame = pd.DataFrame(rows[1:], columns=header, dtype="str")[list(columns)]
    faults = check_rows(frame, columns, key=table.key, ordered=table.ordered, together=table.together)
    if len(faults):
        named = [f"{place(path, row=row + 2, column=name)}: {said}" for row, name, said in faults.values]
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
    """Return what is wrong in a table of texts: `row` (from 0), `column`, `problem` (a sentence), by row.

    >>> table = pd.DataFrame({"name": ["a", "a"], "share": ["12", "120"]}, dtype="str")
    >>> check_rows(table, {"name": "required", "share": [0, 100]}, key=("name",)).values.tolist()
    [[1, 'share', "must be a number from 0 to 100, or empty; got '120'"], [1, 'name', "'a' is there twice"]]
    """
    faults = _faults(frame, columns, key, ordered, together)
    found = pd.DataFrame(faults, columns=["row", "column", "problem"])
    return found.sort_values("row", kind="stable").reset_index(drop=True)


def _faults(frame, columns, key, ordered, together):
    """Yield (row, column, sentence) for each fault, rule by rule."""
    for name, rule in columns.items():
        yield from _of_column(frame[name], rule)
    for names in ordered:
        yield from _of_order(frame[list(names)])
    for first, second in together:
        for row in _places((frame[first] != "") & (frame[second] == "")):
            yield row, second, f"must be filled in where {first} is"
    for row in _places(frame.duplicated(list(key))) if key else ():
        yield row, key[-1], f"{', '.join(map(repr, frame[list(key)].iloc[row]))} is there twice"


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
    """Return where the table called `name` names something that is not there, as `check_rows` does.

    `known` are the ids there are in each table, by its name.
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
    own = {"recommendations": load_recommendations, "codebooks": load_codebooks}
    return own[name](path) if name in own else load(path, table)


def load_recommendations(path):
    """Return the register: one row per recommendation, of all lists (see `load`).

    Besides its columns it holds `adherence_2023_percent`: the adherence where it is of the survey of 2023,
    which the printed totals speak of.
    """
    return with_survey(load(path, TABLES["recommendations"]))


def with_survey(frame):
    """Return the register with the adherence of the survey of 2023 in a column of its own."""
    of_2023 = (frame.adherence_year == 2023).fillna(False)
    return frame.assign(adherence_2023_percent=frame.adherence_percent.where(of_2023))


load_guidelines, load_totals, load_glossary, load_thresholds = (
    partial(load, table=TABLES[name]) for name in ("guidelines", "printed_totals", "glossary", "thresholds")
)
"""The same of other tables, from the path of each (see `load` and `review.register.columns`)."""


def with_sources(recommendations, sources):
    """Return the register with whose page each row rests on: `site`, `kind` and `rechecked_on`.

    A line of `sources` about another address than the row's says nothing of it. Where nobody has read the
    row's own page, `rechecked_on` is "", and without a line `site` is "" and `kind` is ``unknown``.
    """
    known = sources.assign(source_url=sources.address)
    known["rechecked_on"] = known.rechecked_on.where(known.rechecked == "yes", "")
    names, keys = ["site", "kind", "rechecked_on"], ["recommendation_id", "source_url"]
    found = recommendations[keys].merge(known[[*keys, *names]], how="left", on=keys)[names]
    found = found.fillna({"site": "", "kind": "unknown", "rechecked_on": ""}).astype("str")
    return recommendations.assign(**{name: found[name].to_numpy() for name in names})


def load_codebooks(path):
    """Return the codebooks: one row per code, headings (codes that others name as parent) among them.

    Raises SourceError also where a parent is no code of the same codebook, or a codebook bears two versions.
    """
    frame = load(path, TABLES["codebooks"])
    for codebook, rows in frame.groupby("codebook", sort=False):
        orphans = rows[~rows.parent.isin(["", *rows.code])]
        for row, parent in orphans.parent.items():
            where = place(path, row=row + 2, column="parent")
            raise SourceError(f"{where}: {parent!r} is no code of the codebook {codebook!r}")
        if rows.version.nunique() > 1:
            where = place(path, row=rows.index[0] + 2, column="version")
            versions = ", ".join(rows.version.unique())
            raise SourceError(f"{where}: the codebook {codebook!r} bears {versions}; give it one")
    return frame
