"""Apart: what was said of two records before anybody knew that they are one publication.

What somebody says of a reference answers all that was said of its records before. What was said of two
records while they were two references answers nothing of each other: where it agrees it becomes one, where it
differs somebody must say again what holds.
"""

from itertools import combinations

import pandas as pd

__all__ = ["contradictions", "moves_of", "unite"]

UNSAID = ("", "not_assessed")


def moves_of(memberships):
    """Return to which references each record was moved, as (id of the row, reference), oldest first."""
    moves = {}
    for row in memberships.sort_values("id").itertuples():
        moves.setdefault(row.record_id, []).append((row.id, row.reference_id))
    return moves


def unite(frame, key, says, moves):
    """Return one row per key where what was said agrees, and all that was said where it does not.

    Parameters
    ----------
    frame : DataFrame
        Judgements that count, oldest first: `id`, `record_id` (of which each was said), the columns of the
        key (with the `reference_id` that now holds the record) and those that say something.
    key, says : sequence of str
        What tells that two rows speak of the same thing; what must not differ.
    moves : dict
        See `moves_of`.

    Returns
    -------
    DataFrame
        Rows of the frame, with `contradicts`. The last row of a key stands; what it leaves unsaid is said by
        those before it, which agree.

    Examples
    --------
    >>> rows = pd.DataFrame({"id": ["1", "2"], "record_id": ["a", "b"], "reference_id": "a",
    ...                      "direction": ["supports", "contradicts"]})
    >>> unite(rows, ["reference_id"], ["direction"], {"b": [("3", "a")]}).contradicts.tolist()
    [True, True]
    >>> unite(rows, ["reference_id"], ["direction"], {"a": [("1b", "b")]}).id.tolist()
    ['2']
    """
    several = frame.duplicated(list(key), keep=False)
    frame, keep = frame.assign(contradicts=False), ~several
    for group in _grouped(frame[several], key):
        last = last_words(group, moves)
        differing = contradict(last, says)
        for row in last if differing else last[-1:]:
            keep[row["_at"]], frame.at[row["_at"], "contradicts"] = True, differing
        for name, value in ({} if differing else filled(last, (*says, "note"))).items():
            frame.at[last[-1]["_at"], name] = value
    return frame[keep].reset_index(drop=True)


def contradictions(frame, says, moves, adjudicators=()):
    """Return the decisions that one reader, or an adjudicator and a reader, made apart and that differ.

    Parameters
    ----------
    frame : DataFrame
        As `unite` takes it, with `stage`, `reader` and `decision`.
    adjudicators : sequence of str
        What they said of the whole reference settles what readers said.

    Returns
    -------
    DataFrame
        Rows of the frame that stand against each other until somebody decides on the whole reference.

    Examples
    --------
    >>> rows = pd.DataFrame({"id": ["1", "2"], "record_id": ["a", "b"], "reference_id": "a",
    ...                      "stage": "full_text", "reader": "anna", "decision": ["include", "exclude"]})
    >>> contradictions(rows, ["decision"], {"b": [("3", "a")]}).id.tolist()
    ['1', '2']
    """
    places = frame.groupby(["reference_id", "stage"]).record_id.transform("nunique")
    found = [
        row["_at"]
        for group in _grouped(frame[places > 1], ["reference_id", "stage"])
        for row in _contradicting(group, says, moves, adjudicators)
    ]
    return frame.loc[found].reset_index(drop=True)


def _contradicting(rows, says, moves, adjudicators):
    """Return those of the decisions on one reference and stage that stand against each other."""
    judging = [row for row in rows if row["reader"] in adjudicators]
    readers = {}
    for row in rows:
        if row["reader"] not in adjudicators:
            readers.setdefault(row["reader"], []).append(row)
    if not judging:
        each = [last_words(mine, moves) for mine in readers.values()]
        return [row for last in each if contradict(last, says) for row in last]
    last = last_words(judging, moves)
    if contradict(last, says):
        return last
    against = []
    for mine in readers.values():
        differing = [row for row in mine if differ(row, judging[-1], ["decision"])]
        if any(said_apart(row, judging[-1], moves) for row in differing):
            against += [row for row in last_words(mine, moves) if row in differing]
    return [judging[-1], *against] if against else []


def said_apart(one, other, moves):
    """Return whether two rows were said while their records were two references."""
    first, second = sorted((one, other), key=lambda row: row["id"])
    then = [reference for moved, reference in moves.get(first["record_id"], ()) if moved < second["id"]]
    return (then or [first["record_id"]])[-1] != second["record_id"]


def last_words(rows, moves):
    """Return the rows, oldest first, that no later one of them answers."""
    return [
        row
        for place, row in enumerate(rows)
        if all(said_apart(row, later, moves) for later in rows[place + 1 :])
    ]


def contradict(rows, says):
    """Return whether two of the rows say different things."""
    return any(differ(one, other, says) for one, other in combinations(rows, 2))


def differ(one, other, says):
    """Return whether two rows say different things in a column in which both say something."""
    pairs = ((meant(one, name), meant(other, name)) for name in says)
    return any(a != b and a not in UNSAID and b not in UNSAID for a, b in pairs)


def meant(row, name):
    """Return what a cell means: "" where it is missing; *unsure* leads to the full text like *include*."""
    if pd.isna(row[name]):
        return ""
    to_full_text = name == "decision" and row.get("stage") == "title_abstract" and row[name] == "unsure"
    return "include" if to_full_text else row[name]


def filled(rows, names):
    """Return by column what the last row leaves unsaid and one before it says; all notes are kept."""
    told = {}
    for name in names:
        values = [row[name] for row in rows if name in row and meant(row, name) not in UNSAID]
        if name == "note":
            values = ["; ".join(dict.fromkeys(values))] if values else []
        if values and (name == "note" or meant(rows[-1], name) in UNSAID):
            told[name] = values[-1]
    return told


def _grouped(frame, key):
    """Return rows as dictionaries, those of a key together, with their place in the frame as `_at`."""
    groups = {}
    for place, row in zip(frame.index, frame.to_dict("records"), strict=True):
        groups.setdefault(tuple(row[name] for name in key), []).append(row | {"_at": place})
    return groups.values()
