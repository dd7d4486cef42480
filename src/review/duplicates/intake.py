"""Any table of publications, brought to the columns of records."""

import re
from functools import reduce

import pandas as pd

from review.errors import UsageError
from review.records import RECORD_COLUMNS, RECORD_TYPES
from review.text import clean_doi, clean_pmid, parse_year, shipped_words

__all__ = ["as_records", "has_ids"]

NAMES = {field: names.split() for field, names in shipped_words("duplicates/columns.toml").items()}
"""Field to the names its columns have in the wild, as `simple` writes them, the preferred first."""
NOTHING = ("nan", "none", "null", "<na>", "nat", "n/a", "#n/a")
"""How tables that passed through a program write an empty cell."""
WHOLE = re.compile(r"^(\d+)\.0$")
"""A whole number that passed through a program as one with decimals."""


def as_records(frame):
    """Return a frame with `RECORD_COLUMNS`, whatever the columns were called.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per record. Column names of reference managers and databases are understood
        (`author`, `number`, `DOI`, `Journal/Book`, `Page start` …); where several hold the same
        field, the first that is not blank counts. Columns nobody knows are left out.

    Returns
    -------
    pandas.DataFrame
        Same rows, same order. Without a column of ids the rows are called ``row1``, ``row2`` …

    Raises
    ------
    UsageError
        If no column holds titles, DOIs or PMIDs, or if an id is blank or stands twice.

    Examples
    --------
    >>> as_records(pd.DataFrame({"ID": ["a"], "Title": ["Knee pain"], "number": ["3"]})).issue[0]
    '3'
    """
    if set(RECORD_COLUMNS) <= set(frame.columns):
        return _checked(frame[list(RECORD_COLUMNS)].reset_index(drop=True))
    known = {}
    for column in frame.columns:
        known.setdefault(simple(column), _texts(frame[column]))
    if not any(name in known for field in ("title", "doi", "pmid") for name in NAMES[field]):
        found = ", ".join(map(str, frame.columns)) or "none"
        raise UsageError(
            f"expected a column of titles, DOIs or PMIDs, found the columns {found}; name one `title`"
        )
    blank = pd.Series("", index=range(len(frame)), dtype="str")
    fields = {
        field: reduce(_either, (known[name] for name in names if name in known), blank)
        for field, names in NAMES.items()
    }
    first, last = fields["first_page"], fields["last_page"]
    both = first.where(last == "", first + "-" + last).where(first != "", "")
    fields["pages"] = _either(fields["pages"], both)
    for field in ("volume", "issue", "pages", "pmid"):
        fields[field] = fields[field].str.replace(WHOLE, r"\1", regex=True)
    fields["doi"] = fields["doi"].map(clean_doi)
    fields["pmid"] = fields["pmid"].map(clean_pmid)
    fields["year"] = fields["year"].map(parse_year)
    if not has_ids(frame.columns):
        fields["record_id"] = [f"row{number}" for number in range(1, len(frame) + 1)]
    records = pd.DataFrame(fields).assign(first_line=0, last_line=0)
    return _checked(records[list(RECORD_COLUMNS)].astype(RECORD_TYPES))


def has_ids(columns):
    """Return whether some column holds ids of records.

    >>> has_ids(["rec-number", "title"]), has_ids(["title", "doi"])
    (True, False)
    """
    return any(simple(column) in NAMES["record_id"] for column in columns)


def simple(column):
    """Return a column name as it stands in `NAMES`."""
    return "".join(char for char in str(column).casefold() if char.isalnum())


def _texts(column):
    """One column as texts with "" for what is missing; 2019.0 is written 2019."""
    if pd.api.types.is_float_dtype(column.dtype) and (column.dropna() % 1 == 0).all():
        column = column.astype("Int64")
    texts = column.astype("str").where(column.notna(), "").astype("str").reset_index(drop=True).str.strip()
    return texts.mask(texts.str.casefold().isin(NOTHING), "")


def _either(values, others):
    return values.where(values != "", others)


def _checked(records):
    """The records, if their ids can tell them apart."""
    ids = records["record_id"]
    wrong = (ids == "") | ids.duplicated(keep=False)
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        name = ids.iloc[row]
        found = f"{name!r} in {int((ids == name).sum())} rows" if name else "a blank"
        raise UsageError(
            f"row {row + 1}, column record_id: expected one id per record, found {found}; make the ids unique"
        )
    return records
