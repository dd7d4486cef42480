"""Followed: what is counted of codes and of the tables people keep beside the studies."""

import pandas as pd

from review.coding import directions
from review.report import derived

__all__ = ["TABLE_RULES", "counted_codes", "in_force", "table_rows"]


def counted_codes(snapshot):
    """Return the codes that are evidence: those on included studies that the codebooks have."""
    codes, known = snapshot.codes, snapshot.codebooks
    there = set(zip(known.codebook, known.code, strict=True))
    inside = pd.Series([pair in there for pair in zip(codes.codebook, codes.code, strict=True)], dtype="bool")
    inside.index = codes.index
    return codes[inside & codes.reference_id.isin(snapshot.included().reference_id)].reset_index(drop=True)


def in_force(snapshot):
    """Return the recommendations that nothing says are taken away."""
    return snapshot.recommendations[snapshot.recommendations.valid_to.isna()]


def table_rows(snapshot):
    """Return the tables that `TABLE_RULES` count in, by name."""
    tables, ids = snapshot.tables, in_force(snapshot).recommendation_id
    estimates = snapshot.displacement
    known = estimates.recommendation_id[estimates.amount.notna()]
    said = pd.concat([told_exceptions(snapshot), tables["exceptions"].recommendation_id])
    # as in the tables: where readers give one study different directions, it is mixed
    codes = directions(counted_codes(snapshot))
    return {
        "codes": codes.rename(columns={"reference_id": "study"})[["study", "codebook", "code", "direction"]],
        "in_force": pd.DataFrame(
            {
                "recommendation": ids,
                "indicator": ids.isin(tables["indicators"].recommendation_id),
                "exception": ids.isin(said),
                "checked": ids.isin(tables["coverage"].recommendation_id),
                "displacement": ids.isin(known),
            }
        ),
        "intervals": tables["test_intervals"][["test_id", "proposal", "evidence_for_interval"]],
        "coverage": tables["coverage"][["recommendation_id", "document_id", "status"]],
        "proposals": tables["proposals"][["proposal_id", "status"]],
        "dialogue": tables["dialogue"][["dialogue_id", "topic"]],
    }


def told_exceptions(snapshot):
    """Return the recommendations of which register or links say when the measure can still be right."""
    rules, links = snapshot.recommendations, derived.counted_links(snapshot)
    return pd.concat(
        [rules.recommendation_id[rules.exceptions != ""], links.recommendation_id[links.exceptions != ""]]
    )


def _count(table, where=None, different=None):
    said = {"count": table, "where": where, "different": different}
    return {name: value for name, value in said.items() if value is not None}


TABLE_RULES = {
    # name: (rule, table it leads to, number it is a part of); see review.report.rules
    "coded": (_count("codes", different="study"), "t-codes", "included"),
    "determinant_studies": (
        _count("codes", {"codebook": "determinants"}, "study"), "t-determinants", "coded",
    ),
    "strategy_studies": (_count("codes", {"codebook": "strategies"}, "study"), "t-strategies", "coded"),
    "strategy_helped": (
        _count("codes", {"codebook": "strategies", "direction": "helps"}, "study"),
        "t-strategies", "strategy_studies",
    ),
    "in_force": (_count("in_force"), "t-register", None),
    "with_indicator": (_count("in_force", {"indicator": True}), "t-indicators", "in_force"),
    "without_indicator": ({"rest": "with_indicator"}, "t-without-indicator", "in_force"),
    "with_exception": (_count("in_force", {"exception": True}), "t-exceptions", "in_force"),
    "without_exception": ({"rest": "with_exception"}, "t-exceptions", "in_force"),
    "intervals": (_count("intervals"), "t-intervals", None),
    "intervals_fewer": (
        _count("intervals", {"proposal": ["sparser", "fewer", "stop"]}), "t-intervals", "intervals",
    ),
    "intervals_bare": (
        _count("intervals", {"evidence_for_interval": ["none", "not_assessed"]}), "t-intervals", "intervals",
    ),
    "documents": (_count("coverage", different="document_id"), "t-coverage", None),
    "checks_made": (_count("coverage"), "t-coverage", None),
    **{
        f"coverage_{status}": (_count("coverage", {"status": status}), "t-coverage", "checks_made")
        for status in ("mentioned", "not_mentioned", "contradicts")
    },
    "checked_recommendations": (_count("in_force", {"checked": True}), "t-coverage", "in_force"),
    "proposals": (_count("proposals"), "t-proposals", None),
    "proposals_done": (_count("proposals", {"status": "done"}), "t-proposals", "proposals"),
    "dialogue": (_count("dialogue"), "t-dialogue", None),
    "dialogue_hindrances": (_count("dialogue", {"topic": "hindrance"}), "t-dialogue", "dialogue"),
    "displacement_known": (_count("in_force", {"displacement": True}), "t-displacement", "in_force"),
    "displacement_unknown": ({"rest": "displacement_known"}, "t-displacement", "in_force"),
}  # fmt: skip
"""The numbers counted of codes and tables."""
