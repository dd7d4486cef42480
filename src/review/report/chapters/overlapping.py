"""Overlapping: recommendations that may be one measure in other words, for people to judge."""

import pandas as pd

from review import overlap
from review.display import element, join, text
from review.report import derived

__all__ = ["overlapping"]


def overlapping(w):
    """Return the groups that may be one measure, with what they share and where they differ."""
    rows = w.snapshot.recommendations
    found = overlap.groups(overlap.find(rows, w.snapshot.glossary))
    parts = [w.heading("overlap.table"), w.p("overlap.lead")]
    if found.empty:
        return [*parts, element("p", w.say("overlap.none"), class_="missing")]
    named = rows.set_index("recommendation_id", drop=False)
    frame = pd.DataFrame(
        {
            "overlap.group": found.group,
            "recommendation": [link(w, named.loc[name]) for name in found.recommendation_id],
            "list_name": [text(named.list_name[name]) for name in found.recommendation_id],
            "overlap.reasons": [text(words) for words in found.reasons],
            "overlap.differs": [text(words or "–") for words in found.differs],
        }
    )
    return [*parts, w.table(frame, id="t-overlaps", caption="overlap.table")]


def link(w, row):
    """Return a recommendation with its id as a link to the register."""
    name = row.recommendation_id
    return join([element("a", name, href=f"#{derived.anchor('register', name)}"), w.recommendation(row)], " ")
