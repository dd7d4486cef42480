"""Ranked: how the recommendations stand, and which are the most pressing, with the unknown said."""

import pandas as pd

from review.display import element, join
from review.report.chapters.living import article_id
from review.report.grounds import standings
from review.standing import PRIORITY_COLUMNS, priority
from review.vocabulary import number

__all__ = ["ranked"]

ASKED = PRIORITY_COLUMNS[1:4]


def ranked(w):
    """Return the table of standings with its rules, those with most reasons to begin there first."""
    stand = standings(w.snapshot)
    first = priority(w.snapshot.recommendations, stand)
    shown = first[(first.standing != "no_evidence") | (first.reasons > 0)]
    if shown.empty:
        return []
    rows = w.snapshot.recommendations.set_index("recommendation_id", drop=False)
    frame = pd.DataFrame({"recommendation": [named(w, rows.loc[name]) for name in shown.recommendation_id]})
    frame["standing"] = [w.say(f"standing.{key}") for key in shown.standing]
    for key in ASKED:
        frame[key] = [w.say(answer) for answer in shown[key]]
    frame["reasons"] = [reasons(w, row) for row in shown.itertuples()]
    return [
        w.p("standing.lead"),
        w.table(frame, id="t-standing", caption="standing.table", note=w.say("standing.note"), sortable=True),
    ]


def named(w, row):
    """Return a recommendation with its id as a link to its page."""
    name = row.recommendation_id
    return join([element("a", name, href=f"#{article_id(name)}"), w.recommendation(row)], " ")


def reasons(w, row):
    """Return how many reasons there are, as a span where some are unknown."""
    low, high = (number(n, w.language) for n in (row.reasons, row.reasons_at_most))
    said = w.say("reasons.of", n=low) if low == high else w.say("reasons.to", n=low, m=high)
    return w.keep(said)
