"""The register: recommendations not to do something, the guidelines they stand in, and the printed totals."""

from review.register.columns import RECOMMENDATION_COLUMNS
from review.register.reconciliation import ICKE_GORA, reconcile
from review.register.tables import (
    load,
    load_codebooks,
    load_glossary,
    load_guidelines,
    load_recommendations,
    load_thresholds,
    load_totals,
)

__all__ = [
    "ICKE_GORA",
    "RECOMMENDATION_COLUMNS",
    "load",
    "load_codebooks",
    "load_glossary",
    "load_guidelines",
    "load_recommendations",
    "load_thresholds",
    "load_totals",
    "reconcile",
]
