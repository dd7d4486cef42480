"""Gaps: where evidence is missing, counted and named."""

import pandas as pd

from review.display import element, text
from review.report import derived
from review.report.chapters.gap_map import gap_map
from review.report.chapters.overlapping import overlapping
from review.vocabulary import number, sort_key

__all__ = ["gaps"]

GAPS = {
    "guidelines": "guidelines_without", "missing": "register_lacks", "recommendations": "unsupported",
    "opposed": "opposed", "exceptions": "exceptions_unknown", "unlinked": "unlinked_studies",
    "adherence": "adherence_unknown", "economy": "economics_lacking",
}  # fmt: skip
"""A gap's words and its number."""


def gaps(w):
    """Write the chapter."""
    return w.section(
        "gaps", "gaps", w.p("gaps.lead"), counted(w), *gap_map(w), unsupported(w), *overlapping(w)
    )


def counted(w):
    """Return every gap with its number and of how many."""
    found = [w.numbers[name] for name in GAPS.values()]
    frame = pd.DataFrame(
        {
            "gap": [text(w.capital(f"gaps.{key}")) for key in GAPS],
            "count": [w.n(name) for name in GAPS.values()],
            "of_all": [number(one.denominator, w.language) for one in found],
        }
    )
    return w.table(frame, id="t-gaps", caption="gaps.table", right=["count", "of_all"])


def unsupported(w):
    """Return the recommendations nobody has tied a study to, by area."""
    rows = derived.unsupported(w.snapshot)
    if rows.empty:
        return element("p", w.say("gaps.unsupported.none"), id="t-unsupported", class_="missing")
    order = sorted(rows.itertuples(), key=lambda row: (sort_key(row.guideline_area), row.recommendation_id))
    frame = pd.DataFrame(
        {
            "id": [
                element("a", row.recommendation_id, href=f"#{register_id(row.recommendation_id)}")
                for row in order
            ],
            "recommendation": [w.recommendation(row) for row in order],
            "area": [text(row.guideline_area) for row in order],
            "list_name": [text(row.list_name) for row in order],
        }
    )
    return w.table(
        frame, id="t-unsupported", caption="gaps.unsupported", headings={"id": "Id"}, sortable=True
    )


def register_id(recommendation_id):
    """Return the id of a recommendation's row in the register."""
    return derived.anchor("register", recommendation_id)
