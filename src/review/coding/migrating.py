"""Migrating: codes of an older codebook under a newer one, and what has to be coded again."""

import pandas as pd

from review.coding.counting import leaves
from review.errors import UsageError
from review.text import fold

__all__ = ["MIGRATION_COLUMNS", "migrate"]

MIGRATION_COLUMNS = ("codebook", "code", "became", "to", "codes", "why")


def migrate(codes, old, new, *, moves=None):
    """Move codes from an older version of codebooks to a newer one.

    A code is ``kept`` where the newer version has it; ``renamed`` where a person says so in `moves`, or one
    new code of the same codebook bears one of its names; ``split`` where it has become a heading, or
    `moves` gives several; else it is ``gone``. Codes that were split or are gone are not moved: they are
    reported, for a person to code again.

    Parameters
    ----------
    codes : DataFrame
        `reference_id`, `codebook`, `code` and whatever else; one row per code a person gave.
    old, new : DataFrame
        Codebooks (see `review.register.load_codebooks`).
    moves : DataFrame, optional
        `codebook`, `code`, `to`: what a person says of codes that moved; several rows for a split.

    Returns
    -------
    (DataFrame, DataFrame)
        The codes as they now are, without those that were split or are gone; and the report,
        `MIGRATION_COLUMNS`: a row per code of the older version, with how many codes on references
        it concerns (`codes`) and in words `why`.

    Raises
    ------
    UsageError
        If `moves` names a code that is not in the old or the new version.

    Examples
    --------
    >>> columns = ["codebook", "code", "parent", "name_sv", "name_en"]
    >>> old = pd.DataFrame([["d", "time", "", "Tid", "Time"], ["d", "x", "", "X", "X"]], columns=columns)
    >>> new = pd.DataFrame([["d", "lack_of_time", "", "Tidsbrist", "Time"]], columns=columns)
    >>> said = pd.DataFrame([["r1", "d", "time"]], columns=["reference_id", "codebook", "code"])
    >>> moved, report = migrate(said, old, new)
    >>> moved.code.to_list(), report[["code", "became", "to"]].values.tolist()
    (['lack_of_time'], [['time', 'renamed', 'lack_of_time'], ['x', 'gone', '']])
    """
    told = check_moves(moves, old, new)
    usable, there = leaves(new), set(map(tuple, new[["codebook", "code"]].to_numpy()))
    counts = codes.groupby(["codebook", "code"]).size() if len(codes) else {}
    rows = []
    for one in leaves(old).itertuples():
        became, to, why = destiny(one, told, usable, there, new)
        n = int(counts.get((one.codebook, one.code), 0))
        rows.append((one.codebook, one.code, became, "; ".join(to), n, why))
    report = pd.DataFrame(rows, columns=list(MIGRATION_COLUMNS))
    kept = report[report.became.isin(["kept", "renamed"])]
    target = {(one.codebook, one.code): one.to for one in kept.itertuples()}
    names = [target.get(pair, "") for pair in zip(codes.codebook, codes.code, strict=True)]
    moved = codes.assign(code=pd.Series(names, index=codes.index, dtype="str"))
    return moved[moved.code != ""].reset_index(drop=True), report


def check_moves(moves, old, new):
    """Return {(codebook, code): [new codes]}, or refuse names that are not there."""
    told = {}
    for row in moves.itertuples() if moves is not None else ():
        for version, frame, code in (("old", old, row.code), ("new", new, row.to)):
            if not ((frame.codebook == row.codebook) & (frame.code == code)).any():
                raise UsageError(f"{code!r} is no code of the {version} codebook {row.codebook!r}")
        told.setdefault((row.codebook, row.code), []).append(row.to)
    return told


def destiny(one, told, usable, there, new):
    """Return what became of a code, its new codes, and why."""
    moved = told.get((one.codebook, one.code), [])
    if moved:
        return ("renamed" if len(moved) == 1 else "split"), moved, "as said in the moves"
    mine = usable[usable.codebook == one.codebook]
    if one.code in set(mine.code):
        return "kept", [one.code], "the same code is there"
    if (one.codebook, one.code) in there:
        below = mine.code[mine.parent == one.code].to_list()
        return "split", below, "it is a heading now"
    names = {fold(one.name_sv), fold(one.name_en)}
    alike = [row.code for row in mine.itertuples() if {fold(row.name_sv), fold(row.name_en)} & names]
    if len(alike) == 1:
        return "renamed", alike, "one new code bears its name"
    if alike:
        return "split", alike, "several new codes bear its name"
    return "gone", [], "no new code bears its name"
