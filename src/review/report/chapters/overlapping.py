"""Overlapping: recommendations that may be one measure in other words, for people to judge."""

from review import overlap
from review.display import text

__all__ = ["overlapping"]


def overlapping(w, by_id, glossary):
    """Return the groups that may be one measure, with what they share and where they differ."""
    found = overlap.groups(overlap.find(by_id, glossary))
    parts = [w.heading("overlap.table"), w.p("overlap.lead")]
    if found.empty:
        return [*parts, w.missing("overlap.none")]
    columns = {
        "overlap.group": found.group,
        "recommendation": [w.recommendation(by_id.loc[name], "register") for name in found.recommendation_id],
        "list_name": [text(by_id.list_name[name]) for name in found.recommendation_id],
        "overlap.reasons": [text(words) for words in found.reasons],
        "overlap.differs": [text(words or "–") for words in found.differs],
    }
    return [*parts, w.table(columns, id="t-overlaps", caption="overlap.table")]
