"""From clusters to references: one row per publication, filled from all of its records."""

import numpy as np
import pandas as pd

from review.duplicates.intake import as_records
from review.errors import UsageError
from review.records import REFERENCE_COLUMNS
from review.text import SEPARATOR

__all__ = ["merge"]

LEADS_BY = ("title", "abstract", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid",
            "keywords")  # fmt: skip
"""The record with most of these filled leads; of equals the first."""


def merge(records, clusters):
    """Return one reference per cluster.

    The most complete record leads; what it leaves blank is filled from the others, the more complete ones
    first. The longest abstract wins. No source is lost: `record_ids` and `databases` name all of them.

    Parameters
    ----------
    records : pandas.DataFrame
        Columns of records (`as_records`).
    clusters : pandas.DataFrame
        `record_id` and `cluster_id`, one row per record (`cluster`).

    Returns
    -------
    pandas.DataFrame
        `REFERENCE_COLUMNS`, in the order of the founding records; `reference_id` is the cluster_id.

    Raises
    ------
    UsageError
        If a record has no cluster.

    Examples
    --------
    >>> records = pd.DataFrame({"ID": ["a", "b"], "title": "T", "doi": ["", "10.5555/x"],
    ...                         "source": ["M", "E"]})
    >>> clusters = pd.DataFrame({"record_id": ["a", "b"], "cluster_id": ["a", "a"]})
    >>> merge(records, clusters)[["reference_id", "doi", "databases", "n_records"]].values.tolist()
    [['a', '10.5555/x', 'M; E', 2]]
    """
    records = as_records(records)
    cluster_of = dict(zip(clusters["record_id"], clusters["cluster_id"], strict=True))
    homeless = records.loc[~records["record_id"].isin(cluster_of), "record_id"]
    if len(homeless):
        raise UsageError(f"record {homeless.iloc[0]}: expected its cluster, found none; deduplicate again")
    reference_id = records["record_id"].map(cluster_of).astype("str")
    fields = [name for name in REFERENCE_COLUMNS if name in records.columns]
    filled = records[fields].replace("", np.nan).assign(reference_id=reference_id)
    completeness = filled[list(LEADS_BY)].notna().sum(axis=1)
    leading_first = completeness.sort_values(ascending=False, kind="stable").index
    references = filled.loc[leading_first].groupby("reference_id", sort=False)[fields].first()
    longest = records["abstract"].str.len().sort_values(ascending=False, kind="stable").index
    longest_first = records["abstract"].loc[longest].groupby(reference_id.loc[longest], sort=False)
    references["abstract"] = longest_first.first()
    references["n_records"] = reference_id.value_counts(sort=False)
    references["databases"] = _joined(records["database"], reference_id)
    references["record_ids"] = _joined(records["record_id"], reference_id)
    references = references.reindex(reference_id.drop_duplicates()).rename_axis("reference_id").reset_index()
    texts = [name for name in REFERENCE_COLUMNS if name not in ("year", "n_records")]
    references[texts] = references[texts].fillna("").astype("str")
    return references.astype({"year": "Int64", "n_records": "int64"})[list(REFERENCE_COLUMNS)]


def _joined(values, reference_id):
    """Each reference's distinct values in the order they first come."""
    known = values != ""
    joined = {}
    for reference, value in zip(reference_id[known], values[known], strict=True):
        joined.setdefault(reference, {})[value] = None
    return pd.Series({reference: SEPARATOR.join(found) for reference, found in joined.items()}, dtype="str")
