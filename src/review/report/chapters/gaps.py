"""Gaps: where evidence is missing, counted and named."""

from review import overlap
from review.display import text
from review.report.chapters.gap_map import gap_map
from review.report.writer import link
from review.vocabulary import number, sort_key

__all__ = ["gaps"]

GAPS = {
    "guidelines": "guidelines_without", "missing": "register_lacks", "recommendations": "unsupported",
    "opposed": "opposed", "exceptions": "exceptions_unknown", "unlinked": "unlinked_studies",
    "adherence": "adherence_unknown", "economy": "economics_lacking",
}  # fmt: skip
"""A gap's words and its number."""


def gaps(w, tied, in_force, guidelines, codes, codebooks, glossary):
    """Write the chapter."""
    return w.section(
        "gaps", "gaps", w.p("gaps.lead"), counted(w),
        *gap_map(w, tied, in_force, guidelines, codes, codebooks),
        unsupported(w, tied, in_force), *overlapping(w, in_force, glossary),
    )  # fmt: skip


def counted(w):
    """Return every gap with its number and of how many."""
    columns = {
        "gap": [text(w.capital(f"gaps.{key}")) for key in GAPS],
        "count": [w.n(name) for name in GAPS.values()],
        "of_all": [number(w.numbers[name].denominator, w.language) for name in GAPS.values()],
    }
    return w.table(columns, id="t-gaps", caption="gaps.table", right=["count", "of_all"])


def unsupported(w, tied, recommendations):
    """Return the recommendations nobody has tied a study to, by area."""
    rows = recommendations[~recommendations.recommendation_id.isin(tied.recommendation_id)]
    if rows.empty:
        return w.missing("gaps.unsupported.none", id="t-unsupported")
    order = sorted(rows.itertuples(), key=lambda row: (sort_key(row.guideline_area), row.recommendation_id))
    columns = {
        "id": [link(row.recommendation_id, "register", row.recommendation_id) for row in order],
        "recommendation": [w.recommendation(row) for row in order],
        "area": [text(row.guideline_area) for row in order],
        "list_name": [text(row.list_name) for row in order],
    }
    how = {"caption": "gaps.unsupported", "headings": {"id": "Id"}, "sortable": True}
    return w.table(columns, id="t-unsupported", **how)


def overlapping(w, by_id, glossary):
    """Return the groups that may be one measure in other words, what they share and where they differ."""
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
