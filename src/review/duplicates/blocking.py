"""Which pairs of records are looked at: those that share one of a few keys."""

import numpy as np
import pandas as pd

__all__ = ["candidate_pairs"]

WINDOW = 40
"""Within one key, each record meets so many that follow it by year, journal, volume and page."""

TITLE_CHARS = 22
ABSTRACT_CHARS = 60


def candidate_pairs(traits):
    """Return the positions of all pairs that share a key, as two arrays, first < second.

    The keys are DOI, PMID, beginning and end of the title, its longest words, first author with year and
    page, volume with page, and beginning of the abstract. Work grows with the number of records, not with its
    square: in a block larger than `WINDOW` (such as all that are called "Editorial") only neighbours meet.
    """
    by = traits[["year", "journal", "volume", "pages", "authors"]].fillna({"year": 0})
    order = by.sort_values(list(by.columns), kind="stable").index.to_numpy()
    ordered = traits.iloc[order]
    found = [_neighbours(pd.factorize(key)[0], (key != "").to_numpy()) for key in _keys(ordered)]
    one, two = (order[np.concatenate(side)] for side in zip(*found, strict=True))
    codes = np.unique(np.minimum(one, two).astype("int64") * len(traits) + np.maximum(one, two))
    return codes // len(traits), codes % len(traits)


def _keys(traits):
    """Yield one column of keys after the other; "" meets nothing."""
    yield traits["doi"]
    yield traits["pmid"]
    compact = traits["compact"]
    yield compact.str[:TITLE_CHARS]
    yield compact.str[-TITLE_CHARS:]
    yield pd.Series([_longest_words(title) for title in traits["title"]], index=traits.index)
    author = traits["first_author"]
    year = traits["year"].map("{:.0f}".format)
    yield _together(author, year, traits["pages"])
    yield _together(traits["volume"], traits["pages"], year)
    yield _together(author, traits["volume"], traits["pages"])
    yield _together(author, traits["volume"], traits["issue"], year)
    yield traits["abstract"].str[:ABSTRACT_CHARS]


def _longest_words(title):
    words = sorted(set(title.split()), key=lambda word: (-len(word), word))
    return " ".join(words[:4]) if len(words) > 4 else ""


def _together(*columns):
    """Several fields as one key, "" where any of them is unknown."""
    known = np.logical_and.reduce([(column != "").to_numpy() for column in columns])
    joined = columns[0].str.cat(columns[1:], sep="|")
    return joined.where(known, "")


def _neighbours(codes, known):
    """Positions of pairs with the same code, at most `WINDOW` apart within their block."""
    positions = np.flatnonzero(known)
    positions = positions[np.argsort(codes[positions], kind="stable")]
    sorted_codes = codes[positions]
    first, second = [positions[:0]], [positions[:0]]
    for step in range(1, WINDOW + 1):
        alike = sorted_codes[:-step] == sorted_codes[step:]
        if not alike.any():
            break
        first.append(positions[:-step][alike])
        second.append(positions[step:][alike])
    return np.concatenate(first), np.concatenate(second)
