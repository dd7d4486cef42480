"""Independent: what each reader said of a reference before they could see what another had said."""

import pandas as pd

__all__ = ["while_blind"]

KEY = ["reference_id", "stage"]


def while_blind(history, *, adjudicators=(), observers=()):
    """Return one decision of each reader on each reference: the last one made while blind.

    A reference opens when two readers have decided it, or an adjudicator has. What a reader changes
    after that may follow the other and is no judgement of their own; a reader who came later still is
    taken at their first word.

    Parameters
    ----------
    history : frame
        All decisions there ever were (columns of ``review.evidence.KINDS["decisions"]``), with
        `withdrawn_at` (ISO 8601, "" where a decision was not withdrawn).
    adjudicators : sequence of str
        Readers whose decision opens a reference at once.
    observers : sequence of str
        Readers whose decision opens nothing; they are left out.

    Returns
    -------
    frame
        Some of the rows of `history`, in its order; of adjudicators too.

    Examples
    --------
    >>> history = pd.DataFrame({
    ...     "id": ["1", "2", "3"], "reference_id": "r1", "stage": "full_text",
    ...     "reader": ["anna", "bengt", "bengt"], "decision": ["include", "exclude", "include"],
    ...     "at": ["2026-01-01", "2026-01-02", "2026-01-03"], "withdrawn_at": ""})
    >>> while_blind(history)[["reader", "decision"]]
      reader decision
    0   anna  include
    1  bengt  exclude
    """
    rows = history[~history["reader"].isin(list(observers))]
    # where each has spoken once and taken nothing back there is nothing to find out
    again = rows.duplicated([*KEY, "reader"], keep=False) | (rows["withdrawn_at"] != "")
    unsure = pd.MultiIndex.from_frame(rows[KEY]).isin(pd.MultiIndex.from_frame(rows.loc[again, KEY]))
    kept = set(rows.loc[~unsure, "id"])
    for _, part in rows[unsure].groupby(KEY, sort=False):
        kept |= _said_blind(part, set(adjudicators))
    return rows[rows["id"].isin(kept)].reset_index(drop=True)


def _said_blind(rows, adjudicators):
    """Return the ids of what each reader said blind of one reference."""
    events = [(row.at, 0, row.id, row.reader) for row in rows.itertuples()]
    events += [(row.withdrawn_at, 1, row.id, row.reader) for row in rows.itertuples() if row.withdrawn_at]
    standing, said, is_open = {}, {}, False
    for _, taken_back, name, reader in sorted(events):
        mine = standing.setdefault(reader, [])
        if taken_back:
            mine.remove(name)
        else:
            mine.append(name)
        if is_open:
            said.setdefault(reader, name)
            continue
        said = {each: ids[-1] for each, ids in standing.items() if ids}
        is_open = len(said) >= 2 or not adjudicators.isdisjoint(said)
    return set(said.values())
