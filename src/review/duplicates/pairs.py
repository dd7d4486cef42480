"""From records to judged pairs, and what is alike in a pair."""

import numpy as np
import pandas as pd

from review.duplicates.blocking import candidate_pairs
from review.duplicates.clusters import Together
from review.duplicates.intake import as_records
from review.duplicates.likeness import likeness
from review.duplicates.rules import NO_RULE, judge
from review.duplicates.traits import traits

__all__ = ["BETWEEN", "PAIR_COLUMNS", "explain_pair", "find_pairs", "score"]

PAIR_COLUMNS = ("record_a", "record_b", "verdict", "rule", "score")
BETWEEN = "between-two"
"""The rule's name where a `same` pair would bring two together that a rule keeps apart."""

WEIGHTS = {
    "doi": 3, "pmid": 3, "title": 3, "authors": 2, "abstract": 2, "pages": 2, "volume": 1, "journal": 1,
    "year": 1,
}  # fmt: skip
"""What each field counts in the score; a field that one record leaves blank counts as half alike."""

YEARS_APART = 10
CHUNK = 200_000
NEAR = 0.8


def find_pairs(records):
    """Return the pairs of records that are, or may be, the same publication.

    Each pair is judged by the first of the rules (`RULES`) that holds. A record that is like two others which
    are themselves kept apart (a title alone, between a preprint and its article) goes with the one it is more
    like; the other pair becomes a question (rule ``between-two``).

    Parameters
    ----------
    records : pandas.DataFrame
        One row per record, in columns of any common name (`as_records`).

    Returns
    -------
    pandas.DataFrame
        `record_a` and `record_b` (in the order of the frame), `verdict` (``same``, ``version``: linked and
        not merged, or ``ask``), `rule`, and `score` from 0 to 1. The likest pairs first. Pairs judged
        different are left out.

    Raises
    ------
    UsageError
        If the frame has no titles, DOIs or PMIDs, or ids that are blank or stand twice.

    Examples
    --------
    >>> records = pd.DataFrame({"ID": ["a", "b"], "title": "Knee pain in adults", "author": "Berg, A",
    ...                         "volume": "3", "pages": ["12-9", "12-19"]})
    >>> find_pairs(records).values.tolist()
    [['a', 'b', 'same', 'title-and-place', 0.722]]
    """
    records = as_records(records)
    judged, apart = _judged(traits(records))
    judged = judged.sort_values(["score", "a", "b"], ascending=[False, True, True], ignore_index=True)
    settled = _settled(judged, apart)
    ids = records["record_id"].to_numpy()
    settled["record_a"], settled["record_b"] = ids[settled["a"]], ids[settled["b"]]
    texts = dict.fromkeys(("record_a", "record_b", "verdict", "rule"), "str")
    return settled[list(PAIR_COLUMNS)].astype(texts)


def _judged(known):
    """Judged pairs by position, without the different ones; and the positions that a rule keeps apart."""
    first, second = candidate_pairs(known)
    found, apart = [], []
    for start in range(0, max(1, len(first)), CHUNK):
        one, two = first[start : start + CHUNK], second[start : start + CHUNK]
        alike = likeness(known, one, two)
        judged = judge(alike).assign(score=score(alike), a=one, b=two)
        by_rule = judged["verdict"].isin(("different", "version")) & (judged["rule"] != NO_RULE)
        apart.append(judged.loc[by_rule, ["a", "b"]])
        found.append(judged[judged["verdict"] != "different"])
    return pd.concat(found, ignore_index=True), pd.concat(apart, ignore_index=True)


def _settled(judged, apart):
    """Turn into a question what would join, through a third record, two that a rule keeps apart."""
    same = judged[judged["verdict"] == "same"]
    apart = apart[apart["a"].isin(_members(same)) & apart["b"].isin(_members(same))]
    together = Together()
    together.keep_apart(zip(apart["a"], apart["b"], strict=True))
    refused = []
    for row, one, two in zip(same.index, same["a"], same["b"], strict=True):
        if not together.join(one, two) and together.group(one) != together.group(two):
            refused.append(row)
    judged.loc[refused, ["verdict", "rule"]] = ["ask", BETWEEN]
    return judged.drop(_asked_before(judged, together))


def _asked_before(judged, together):
    """Rows that ask of two groups what another row asks: the pair of the earliest records stands for all."""
    asks = judged[judged["verdict"] == "ask"].sort_values(["a", "b"])
    pairs = zip(asks["a"], asks["b"], strict=True)
    groups = pd.Series([frozenset(map(together.group, pair)) for pair in pairs], index=asks.index)
    return asks.index[groups.duplicated() | (groups.map(len) == 1)]


def _members(pairs):
    return pd.concat([pairs["a"], pairs["b"]]).unique()


def score(alike):
    """Return how alike pairs are in all, of whose fields `likeness` tells.

    It is the weighted mean over the fields, half where unknown: 0 to 1, rounded to thousandths.
    """
    fields = alike.assign(year=_years_alike(alike["years"]))
    total = sum(fields[name].fillna(0.5) * weight for name, weight in WEIGHTS.items())
    return (total / sum(WEIGHTS.values())).round(3)


def _years_alike(years):
    return (1 - years / YEARS_APART).clip(lower=0)


EXPLAINED = ["title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid", "abstract"]


def explain_pair(record_a, record_b):
    """Return field by field what is alike in two records and what differs.

    Parameters
    ----------
    record_a, record_b : mapping or pandas.Series
        Two rows of a frame of records.

    Returns
    -------
    pandas.DataFrame
        One row per field: `field`, `a` and `b` as the records have them, `alike` from 0 to 1 (NaN where one
        of them is blank), and `says` in a word: ``same``, ``near``, ``differs`` or ``unknown``.

    Examples
    --------
    >>> explained = explain_pair({"title": "Knee pain", "year": 2019, "pages": "123-9"},
    ...                          {"title": "Knee pain.", "year": 2020, "pages": "123-129"})
    >>> explained[explained.says != "unknown"][["field", "says"]].values.tolist()
    [['title', 'same'], ['year', 'near'], ['pages', 'same']]
    """
    rows = [dict(record) | {"record_id": name} for name, record in (("a", record_a), ("b", record_b))]
    records = as_records(pd.DataFrame(rows))
    alike = likeness(traits(records), [0], [1])
    alike = alike.assign(year=_years_alike(alike["years"]))[EXPLAINED].iloc[0].astype(float)
    explained = records[EXPLAINED].astype("str").fillna("").T.set_axis(["a", "b"], axis=1)
    known = [alike.isna(), alike == 1, alike >= NEAR]
    says = np.select(known, ["unknown", "same", "near"], default="differs")
    explained = explained.assign(alike=alike, says=says).astype({"says": "str"})
    return explained.rename_axis("field").reset_index()
