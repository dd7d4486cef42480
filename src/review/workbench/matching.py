"""Matching: which reference each row of somebody's spreadsheet speaks of."""

import pandas as pd

from review.errors import UsageError
from review.text import clean_doi, clean_pmid, fold

__all__ = ["KEYS", "match"]

KEYS = {
    "reference_id": str,
    "record_id": str,
    "doi": clean_doi,
    "pmid": clean_pmid,
    "title": fold,
}
"""The columns a reference is known by, the surest first, each with its normal form."""


def match(rows, references, records, membership):
    """Return the reference of each row of a table, "" where none fits.

    Parameters
    ----------
    rows : DataFrame of str
        With at least one column of `KEYS` (headings in any case); the surest that a row fills and
        that is known decides.
    references : DataFrame
        `REFERENCE_COLUMNS`.
    records : DataFrame
        `record_id`, `doi`, `pmid`, `title`.
    membership : Series
        record_id to reference_id.

    Returns
    -------
    (Series, Series) of str
        The reference of each row, and why there is none ("" where there is one).

    Raises
    ------
    UsageError
        If the table has none of the columns.
    """
    names = {name.strip().casefold(): name for name in rows.columns}
    usable = [key for key in KEYS if key in names]
    if not usable:
        raise UsageError(f"no column tells which reference is meant; one of {', '.join(KEYS)} is needed")
    found = pd.Series("", index=rows.index, dtype="str")
    why = pd.Series("no reference has this " + " or ".join(usable), index=rows.index, dtype="str")
    for key in usable:
        known, doubtful = index_by(key, references, records, membership)
        values = rows[names[key]].astype("str").map(KEYS[key])
        hits = values.map(known).where(values != "")
        open_rows = (found == "") & hits.notna()
        found[open_rows] = hits[open_rows].astype("str")
        unclear = (found == "") & values.isin(doubtful) & (values != "")
        why[unclear] = f"several references have this {key}"
    return found, why.where(found == "", "")


def index_by(key, references, records, membership):
    """Return {value: reference_id} for values of one reference, and the set of those of several."""
    if key == "reference_id":
        # a reference that was merged into another answers by its old name
        return dict(membership) | {i: i for i in references.reference_id}, set()
    if key == "record_id":
        return dict(membership), set()
    pairs = pd.DataFrame(
        {"value": records[key].map(KEYS[key]), "reference_id": records.record_id.map(membership)}
    )
    pairs = pairs[pairs.value != ""].drop_duplicates()
    several = pairs.value.duplicated(keep=False)
    return dict(zip(pairs.value[~several], pairs.reference_id[~several], strict=True)), set(
        pairs.value[several]
    )
