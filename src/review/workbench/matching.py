"""Matching: which reference each row of somebody's spreadsheet speaks of."""

import pandas as pd

from review.errors import UsageError
from review.formats import OUR_ID, simple_name
from review.text import clean_doi, clean_pmid, fold

__all__ = ["KEYS", "KEY_NAMES", "match"]


def _whole(cell):
    """Return a number as it was before some program wrote it with decimals."""
    return cell.strip().removesuffix(".0")


KEYS = {
    "reference_id": str.strip,
    "record_id": str.strip,
    "doi": clean_doi,
    "pmid": lambda cell: clean_pmid(_whole(cell)),
    "title": fold,
}
"""The columns a reference is known by, the surest first, each with its normal form."""
KEY_NAMES = {
    "reference_id": ("reference id", "referens id"),
    "record_id": ("record id",),
    "doi": ("doi", "do", "item doi", "citation doi"),
    "pmid": ("pmid", "pubmed id", "medline pmid"),
    "title": ("title", "titel", "citation title", "primary title", "full title", "article title"),
    "year": ("year", "år", "publication year", "published year", "citation pub year", "utgivningsår"),
}
"""The names these columns may have; the year tells titles apart that several references have."""


def match(rows, references, records, membership):
    """Return the reference of each row of a table, "" where none fits.

    Parameters
    ----------
    rows : DataFrame of str
        With at least one column of `KEYS` (by one of `KEY_NAMES`); the surest that a row fills and
        that is known decides. An id of ours is found in whatever column it came through another program.
    references : DataFrame
        `REFERENCE_COLUMNS`.
    records : DataFrame
        `record_id`, `doi`, `pmid`, `title`, `year`.
    membership : Series
        record_id to reference_id.

    Returns
    -------
    (Series, Series) of str
        The reference of each row, and why there is none ("" where there is one): nothing fits, several
        do, or two columns speak of different references.

    Raises
    ------
    UsageError
        If the table has none of the columns.
    """
    rows = rows.astype("str").fillna("")
    simple = {simple_name(name): name for name in reversed(rows.columns)}
    names = {key: simple[n] for key, known in KEY_NAMES.items() for n in reversed(known) if n in simple}
    usable = [key for key in KEYS if key in names]
    known = set(membership.index)
    ids = [known.intersection(OUR_ID.findall(" ".join(cells))) for cells in rows.to_numpy()]
    ours = pd.Series([min(one) if len(one) == 1 else "" for one in ids], rows.index, dtype="str")
    if not usable and not any(ids):
        raise UsageError(f"no column tells which reference is meant; one of {', '.join(KEYS)} is needed")
    found = pd.Series("", index=rows.index, dtype="str")
    by = pd.Series("", index=rows.index, dtype="str")
    why = pd.Series("no reference has this " + " or ".join(usable or ["id"]), index=rows.index, dtype="str")
    for key, values in _values(rows, names, usable, ours):
        index, doubtful = index_by(key, references, records, membership)
        hits = values.map(lambda value, index=index: index.get(value, "") if value else "").astype("str")
        fresh, other = (found == "") & (hits != ""), (found != "") & (hits != "") & (found != hits)
        why[other] = by[other] + f" and {key} speak of different references"
        found[fresh], by[fresh] = hits[fresh], key
        why[fresh] = ""
        unclear = (found == "") & values.isin(doubtful) & (values != "")
        why[unclear] = f"several references have this {key}"
    return found.where(why == "", ""), why


def _values(rows, names, usable, ours):
    """Yield each key with its normal form in every row; an id of ours counts wherever it stands alone."""
    for key in ("reference_id", "record_id"):
        if key in usable:
            yield key, rows[names[key]].map(KEYS[key])
    yield "reference_id", ours
    for key in usable:
        if key in ("doi", "pmid", "title"):
            values = rows[names[key]].map(KEYS[key])
            if key == "title" and "year" in names:
                yield "title and year", values + " " + rows[names["year"]].map(_whole)
            yield key, values


def index_by(key, references, records, membership):
    """Return {value: reference_id} for values of one reference, and the set of those of several."""
    if key == "reference_id":
        # a reference that was merged into another answers by its old name
        return dict(membership) | {i: i for i in references.reference_id}, set()
    if key == "record_id":
        return dict(membership), set()
    values = records[key.split()[0]].map(KEYS[key.split()[0]])
    if key == "title and year":
        values = values.where(values == "", values + " " + records.year.astype("str"))
    pairs = pd.DataFrame({"value": values, "reference_id": records.record_id.map(membership)})
    pairs = pairs[pairs.value != ""].drop_duplicates()
    several = pairs.value.duplicated(keep=False)
    return dict(zip(pairs.value[~several], pairs.reference_id[~several], strict=True)), set(
        pairs.value[several]
    )
