"""Counting: how many studies bear each code, which way they point, and how far readers agree on it."""

import pandas as pd

from review.register import CODE_DIRECTIONS

__all__ = ["TALLY_COLUMNS", "as_decisions", "leaves", "tally"]

TALLY_COLUMNS = ("codebook", "code", "studies", *CODE_DIRECTIONS, "unsaid")


def leaves(codebooks):
    """Return the codes that can be put on a study: those that are no other code's heading."""
    headings = set(zip(codebooks.codebook, codebooks.parent, strict=True))
    inside = [pair not in headings for pair in zip(codebooks.codebook, codebooks.code, strict=True)]
    return codebooks[pd.Series(inside, index=codebooks.index, dtype="bool")].reset_index(drop=True)


def tally(codes, codebooks):
    """Return how many studies bear each code of the codebooks, and which way they point.

    A study counts once for a code, however many readers gave it. Where its readers say different
    directions, the study is ``mixed``; where none says any, it is counted as `unsaid`.

    Parameters
    ----------
    codes : DataFrame
        `reference_id`, `codebook`, `code`, `direction`.
    codebooks : DataFrame

    Returns
    -------
    DataFrame
        `TALLY_COLUMNS`, a row per code in the order of the codebooks, also where no study bears it.

    Examples
    --------
    >>> said = pd.DataFrame([["r1", "d", "time", "hinders"], ["r2", "d", "time", "helps"]],
    ...                     columns=["reference_id", "codebook", "code", "direction"])
    >>> book = pd.DataFrame({"codebook": ["d"], "code": ["time"], "parent": [""]})
    >>> tally(said, book)[["code", "studies", "helps", "hinders"]].values.tolist()
    [['time', 2, 1, 1]]
    """
    settled = directions(codes)
    rows = []
    for one in leaves(codebooks).itertuples():
        mine = settled[(settled.codebook == one.codebook) & (settled.code == one.code)].direction
        counts = mine.value_counts()
        each = [int(counts.get(direction, 0)) for direction in (*CODE_DIRECTIONS, "")]
        rows.append((one.codebook, one.code, len(mine), *each))
    return pd.DataFrame(rows, columns=list(TALLY_COLUMNS))


def directions(codes):
    """Return one row per study, codebook and code with the direction its readers give together."""

    def together(said):
        said = {direction for direction in said if direction}
        return "mixed" if len(said) > 1 else next(iter(said), "")

    key = ["reference_id", "codebook", "code"]
    if codes.empty:
        return codes.reindex(columns=[*key, "direction"])
    return codes.groupby(key, sort=False).direction.agg(together).reset_index()


def as_decisions(codes, codebook, code):
    """Return who put a code on which study, in the form in which agreement is measured.

    A reader has judged a study in a codebook where they put any of its codes on it; whether this code is
    among them is the decision.

    Returns
    -------
    DataFrame
        `reference_id`, `reader`, `stage` and `decision` (include: with the code, exclude: without).

    Examples
    --------
    >>> said = pd.DataFrame([["r1", "d", "time", "anna"], ["r1", "d", "fear", "bo"]],
    ...                     columns=["reference_id", "codebook", "code", "reader"])
    >>> as_decisions(said, "d", "time")[["reader", "decision"]].values.tolist()
    [['anna', 'include'], ['bo', 'exclude']]
    """
    mine = codes[codes.codebook == codebook]
    judged = mine[["reference_id", "reader"]].drop_duplicates().reset_index(drop=True)
    bearing = set(map(tuple, mine.loc[mine.code == code, ["reference_id", "reader"]].to_numpy()))
    said = ["include" if tuple(pair) in bearing else "exclude" for pair in judged.to_numpy()]
    return judged.assign(stage="title_abstract", decision=pd.Series(said, index=judged.index, dtype="str"))
