"""Ranked: how the recommendations stand, and which are the most pressing, with the unknown said."""

from review.standing import PRIORITY_COLUMNS
from review.vocabulary import number

__all__ = ["ranked"]

ASKED = PRIORITY_COLUMNS[1:4]


def ranked(w, priority, in_force):
    """Return the table of standings with its rules, those with most reasons to begin there first."""
    priority = priority[priority.recommendation_id.isin(in_force.index)]
    shown = priority[(priority.standing != "no_evidence") | (priority.reasons > 0)]
    if shown.empty:
        return []
    columns = {
        "recommendation": [
            w.recommendation(in_force.loc[name], "recommendation") for name in shown.recommendation_id
        ],
        "standing": [w.say(f"standing.{key}") for key in shown.standing],
        **{key: [w.say(answer) for answer in shown[key]] for key in ASKED},
        "reasons": [reasons(w, row) for row in shown.itertuples()],
    }
    how = {"caption": "standing.table", "note": w.say("standing.note"), "sortable": True}
    return [w.p("standing.lead"), w.table(columns, id="t-standing", **how)]


def reasons(w, row):
    """Return how many reasons there are, as a span where some are unknown."""
    low, high = (number(n, w.language) for n in (row.reasons, row.reasons_at_most))
    said = w.say("reasons.of", n=low) if low == high else w.say("reasons.to", n=low, m=high)
    return w.keep(said)
