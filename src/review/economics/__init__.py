"""Economics: what an economic evaluation says, read for withdrawing the care in question."""

from review.economics.benefit import (
    add_cost_classes,
    cost_class,
    decremental_ratio,
    is_qaly,
    net_benefit,
    net_benefits,
)
from review.economics.cells import as_number, as_text
from review.economics.checking import (
    CHOICES,
    NUMBERS,
    PERSPECTIVES,
    REQUIRED,
    STUDY_TYPES,
    check,
)
from review.economics.checklists import ANSWERS, completeness
from review.economics.converting import convert_evaluations
from review.economics.dominance import IMPLICATIONS, dominance_matrix
from review.economics.measuring import READINGS, measures

__all__ = [
    "ANSWERS",
    "CHOICES",
    "IMPLICATIONS",
    "NUMBERS",
    "PERSPECTIVES",
    "READINGS",
    "REQUIRED",
    "STUDY_TYPES",
    "add_cost_classes",
    "as_number",
    "as_text",
    "check",
    "completeness",
    "convert_evaluations",
    "cost_class",
    "decremental_ratio",
    "dominance_matrix",
    "is_qaly",
    "measures",
    "net_benefit",
    "net_benefits",
]
