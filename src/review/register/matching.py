"""Matching: which rows of a list the register has already, so that recommendations keep their ids."""

import re

import pandas as pd
from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

from review.register.reconciliation import ICKE_GORA
from review.text import fold

__all__ = ["LEAST", "match", "new_ids", "said"]

LEAST = 0.75
"""How alike two texts must be, of 1, to be taken for the same recommendation."""

PREFIXES = {ICKE_GORA: "IG"}
OTHER_PREFIX = "OL"
COLUMNS = ("row", "recommendation_id", "how", "likeness", "text", "text_before")


def match(rows, register):
    """Return which recommendation of the register each row of a list is.

    A row is matched by its id, else by the same words, else by alike words in the same list and
    guideline; the most alike pairs first, no recommendation twice.

    Parameters
    ----------
    rows : DataFrame
        From `review.register.take_in`; the index is the row of the spreadsheet.
    register : DataFrame

    Returns
    -------
    DataFrame
        `row`, `recommendation_id` ("" for a new one), `how` (``id``, ``same``, ``alike``, ``new``),
        `likeness` in [0, 1], `text` and `text_before`, so that a person can look the match over.
    """
    known = list(register.itertuples())
    pairs = [pair for row in rows.itertuples() for pair in _candidates(row, known)]
    pairs.sort(key=lambda pair: (-pair[0], pair[2], pair[3]))
    found, gone = {}, set()
    for likeness, how, row, name in pairs:
        if row not in found and name not in gone:
            found[row] = (name, how, likeness)
            gone.add(name)
    texts = {one.recommendation_id: said(one) for one in known}
    told = []
    for row in rows.itertuples():
        name, how, likeness = found.get(row.Index, ("", "new", 0.0))
        told.append((row.Index, name, how, likeness, said(row), texts.get(name, "")))
    return pd.DataFrame(told, columns=list(COLUMNS))


def said(row):
    """Return a recommendation in words, as people are shown it."""
    return f"{row.intervention_sv} – {row.condition_sv}"


def _candidates(row, register):
    """Yield (likeness, how, row, id) for each recommendation a row may be."""
    for known in register:
        if row.recommendation_id and row.recommendation_id == known.recommendation_id:
            yield 2.0, "id", row.Index, known.recommendation_id
        elif known.list_name == row.list_name and known.guideline_area == row.guideline_area:
            likeness = alike(row, known)
            if likeness >= LEAST:
                how = "same" if likeness == 1 else "alike"
                yield likeness, how, row.Index, known.recommendation_id


def alike(row, known):
    """Return how alike two recommendations are: what is done counts twice, to whom once.

    >>> one = pd.Series({"condition_sv": "Knäartros", "intervention_sv": "Artroskopisk knäkirurgi"})
    >>> other = pd.Series({"condition_sv": "Artros i knä", "intervention_sv": "Artroskopisk kirurgi, knä"})
    >>> alike(one, one), alike(one, other) > 0.5
    (1.0, True)
    """
    done = texts_alike(fold(row.intervention_sv), fold(known.intervention_sv))
    return (2 * done + texts_alike(fold(row.condition_sv), fold(known.condition_sv))) / 3


def texts_alike(one, other):
    """Return how alike two folded texts are; a shorter wording of the same is, but not as the same."""
    likeness = max(token_sort_ratio(one, other), 0.9 * token_set_ratio(one, other)) / 100
    return likeness if one and other else 0.0


def new_ids(register, list_name, n):
    """Return ids for new recommendations of a list: its letters, and numbers never used before.

    >>> known = pd.DataFrame({"recommendation_id": ["IG01", "IG17", "OL75"]})
    >>> new_ids(known, ICKE_GORA, 2), new_ids(known, "NICE", 1)
    (['IG18', 'IG19'], ['OL76'])
    """
    prefix = PREFIXES.get(list_name, OTHER_PREFIX)
    used = [re.fullmatch(rf"{prefix}(\d+)", name) for name in register.recommendation_id]
    last = max((int(found[1]) for found in used if found), default=0)
    return [f"{prefix}{last + place:02d}" for place in range(1, n + 1)]
