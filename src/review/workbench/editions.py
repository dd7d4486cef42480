"""Editions: what a newer export of the same search holds beside the older one."""

import pandas as pd

from review.records import RECORD_COLUMNS
from review.text import fold

__all__ = ["compare", "same_search"]

CHANGE_COLUMNS = ("change", "record_id", "before", "title", "fields")
KEYS = ("database_id", "pmid", "doi")
# where an entry stands in its file, and what it is called by, is no change of the entry
COMPARED = [
    name
    for name in RECORD_COLUMNS[1:]
    if name not in ("source_file", "first_line", "last_line", "raw", "origins")
]


def same_search(imports):
    """Return for each import what tells its search from others: database, and the search or the file's name.

    Examples
    --------
    >>> names = {"search": ["", "knee"], "file_name": ["a.ris", "b.ris"]}
    >>> frame = pd.DataFrame({"database": ["PubMed"] * 2} | names)
    >>> same_search(frame).tolist()
    [('PubMed', 'a.ris'), ('PubMed', 'knee')]
    """
    names = imports.search.where(imports.search != "", imports.file_name)
    return pd.Series(list(zip(imports.database, names, strict=True)), index=imports.index, dtype="object")


def compare(older, newer):
    """Return what changed between two exports of the same search.

    Parameters
    ----------
    older, newer : DataFrame
        Records (`RECORD_COLUMNS`, some may be missing). The same content has the same `record_id`.

    Returns
    -------
    DataFrame
        One row per record that is not the same in both: `change` (``new``, ``changed``, ``gone``),
        `record_id` (in the newer export; in the older one where it is gone), `before` (the older
        record of a changed one), `title`, and `fields` that differ. Records are the same entry where
        they share the database's number, the PMID, the DOI or, failing these, the title.
    """
    gone = older[~older.record_id.isin(newer.record_id)]
    fresh = newer[~newer.record_id.isin(older.record_id)]
    known = entries(gone)
    rows, met = [], set()
    for row in fresh.to_dict("records"):
        before = next((known[key] for key in keys_of(row) if key in known), None)
        if before is None or before["record_id"] in met:
            rows.append(("new", row["record_id"], "", row["title"], ""))
            continue
        met.add(before["record_id"])
        fields = [name for name in COMPARED if name in row and str(row[name]) != str(before.get(name))]
        rows.append(("changed", row["record_id"], before["record_id"], row["title"], "; ".join(fields)))
    left = gone[~gone.record_id.isin(met)]
    rows += [("gone", row.record_id, "", row.title, "") for row in left.itertuples()]
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS)).astype("str")


def entries(records):
    """Return {key: record}, by every key a record has; the first of a key counts."""
    found = {}
    for row in records.to_dict("records"):
        for key in keys_of(row):
            found.setdefault(key, row)
    return found


def keys_of(row):
    """Return what an entry is recognised by, the surest first."""
    known = [(name, row[name]) for name in KEYS if row.get(name)]
    return known or ([("title", fold(row["title"]))] if row.get("title") else [])
