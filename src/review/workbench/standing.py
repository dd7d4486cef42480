"""Standing: how much one reader has found, by the decisions in the order they were first made."""

import pandas as pd

from review import stopping

__all__ = ["reading_order", "standing"]


def reading_order(history, membership):
    """Return the references of a stage in the order they were first decided.

    A decision may be changed, at once or at a second look. What counts is then the newest; but when, and how
    drawn, a reference came before its reader is told by the first one that stands.

    Parameters
    ----------
    history : DataFrame
        Decisions of one stage with `withdrawn`, as `review.store.Store.history` gives them.
    membership : Series
        Record to the reference that holds it.

    Returns
    -------
    DataFrame
        `reference_id`, `relevant` (1 where somebody's newest decision is not to exclude), `drawn`.
    """
    rows = history[~history.withdrawn].sort_values(["at", "id"], kind="stable")
    rows = rows.assign(reference_id=rows.reference_id.map(membership).astype("str"))
    newest = rows.drop_duplicates(["reference_id", "reader"], keep="last")
    relevant = set(newest.reference_id[newest.decision != "exclude"])
    first = rows.drop_duplicates("reference_id")
    return pd.DataFrame(
        {
            "reference_id": first.reference_id,
            "relevant": first.reference_id.isin(relevant).astype("int64"),
            "drawn": first.drawn,
        }
    ).reset_index(drop=True)


def standing(workbench, reader):
    """Return the stopping certificate of a reader's own decisions, None where there is nothing to read."""
    history = workbench.store.history("decisions")
    mine = history[(history.reader == reader) & (history.stage == "title_abstract")]
    n_total = len(workbench.references())
    if not n_total:
        return None
    order = reading_order(workbench._at_home(mine), workbench.membership())
    known = set(workbench.references().reference_id)
    return stopping.certificate(
        order[order.reference_id.isin(known)],
        n_total,
        recall=workbench.project.recall,
        confidence=workbench.project.confidence,
    )
