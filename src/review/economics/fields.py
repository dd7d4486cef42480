"""Fields: what each column of an economic evaluation may hold, and how badly it is needed."""

import pandas as pd

from review.economics.cells import as_number, as_text, two_ways
from review.evidence import CARE_ARMS, EVALUATION_COLUMNS, EVALUATION_EXPECTED, EVALUATION_REQUIRED

__all__ = ["CHOICES", "EXPECTED", "MONEY", "NUMBERS", "PERSPECTIVES", "REQUIRED", "STUDY_TYPES", "need_of",
           "number_in"]  # fmt: skip

NUMBERS = (
    "time_horizon_years", "discount_cost_percent", "discount_effect_percent", "price_year",
    "cost_intervention", "cost_comparator", "cost_difference", "effect_intervention", "effect_comparator",
    "effect_difference", "icer_reported", "quality_score",
)  # fmt: skip
"""Columns of numbers: years, per cent (3 for 3 %), whole units of the currency, units of effect."""
MONEY = ("cost_intervention", "cost_comparator", "cost_difference", "icer_reported")
"""Columns in which 12,500 may be twelve and a half or twelve thousand, so that neither is taken."""
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


def number_in(column, value):
    """Return the number in a cell of a column, None where there is none or where it may be two.

    A cell typed as a number is that number. In a text with one sign and three digits behind it the sign may
    part thousands: such a text is no number in a column of money, and has decimals in any other.

    Examples
    --------
    >>> [number_in("cost_difference", cell) for cell in ("12,500", "1.200", "0,125", "1 200,50", 12.575)]
    [None, None, 0.125, 1200.5, 12.575]
    >>> number_in("effect_difference", "1,581"), number_in("effect_difference", "1.581")
    (1.581, 1.581)
    """
    if not isinstance(value, str):
        return None if pd.isna(value) else float(value)
    text = as_text(value)
    if two_ways(text):
        return None if column in MONEY else as_number(text.replace(",", "."))
    return as_number(text)
