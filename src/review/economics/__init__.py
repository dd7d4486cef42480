"""Economics: what an economic evaluation says, read for withdrawing the care in question."""

from review.economics.benefit import (
    add_cost_classes,
    cost_class,
    decremental_ratio,
    is_qaly,
    net_benefit,
    net_benefits,
)
from review.economics.cells import NOT_REPORTED, as_number, as_text, is_not_reported, two_ways
from review.economics.checking import check
from review.economics.checklists import ANSWERS, completeness
from review.economics.converting import convert_evaluations, price
from review.economics.dominance import IMPLICATIONS, dominance_matrix
from review.economics.fields import (
    CHOICES,
    EXPECTED,
    NUMBERS,
    PERSPECTIVES,
    REQUIRED,
    STUDY_TYPES,
    need_of,
)
from review.economics.intervals import interval_of, intervals
from review.economics.measuring import READINGS, measures

__all__ = [
    "ANSWERS", "CHOICES", "EXPECTED", "IMPLICATIONS", "NOT_REPORTED", "NUMBERS", "PERSPECTIVES", "READINGS",
    "REQUIRED", "STUDY_TYPES", "add_cost_classes", "as_number", "as_text", "check", "completeness",
    "convert_evaluations", "cost_class", "decremental_ratio", "dominance_matrix", "interval_of", "intervals",
    "is_not_reported", "is_qaly", "measures", "need_of", "net_benefit", "net_benefits", "price", "two_ways",
]  # fmt: skip
