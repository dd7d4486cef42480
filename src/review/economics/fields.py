"""Fields: what each column of an economic evaluation may hold, and how badly it is needed."""

from review.evidence import CARE_ARMS, EVALUATION_COLUMNS, EVALUATION_EXPECTED, EVALUATION_REQUIRED

__all__ = ["CHOICES", "EXPECTED", "NUMBERS", "PERSPECTIVES", "REQUIRED", "STUDY_TYPES", "need_of"]

NUMBERS = (
    "time_horizon_years", "discount_cost_percent", "discount_effect_percent", "price_year",
    "cost_intervention", "cost_comparator", "cost_difference", "effect_intervention", "effect_comparator",
    "effect_difference", "icer_reported", "quality_score",
)  # fmt: skip
"""Columns of numbers: years, per cent (3 for 3 %), whole units of the currency, units of effect."""
REQUIRED, EXPECTED = EVALUATION_REQUIRED, EVALUATION_EXPECTED
STUDY_TYPES = ("trial-based", "model", "cost analysis")
PERSPECTIVES = ("health_care", "societal", "payer", "patient", "not_reported")
CHOICES = {
    "care_in_question": CARE_ARMS,
    "study_type": ("", *STUDY_TYPES),
    "perspective": ("", *PERSPECTIVES),
}
"""Columns of controlled values; "" is allowed where the column is not required."""


def need_of(column):
    """Return how badly a column is needed: "key", "required", "expected" or "optional".

    Examples
    --------
    >>> [need_of(column) for column in ("evaluation_id", "currency", "price_year", "note")]
    ['key', 'required', 'expected', 'optional']
    """
    if column == EVALUATION_COLUMNS[0]:
        return "key"
    return "required" if column in REQUIRED else "expected" if column in EXPECTED else "optional"
