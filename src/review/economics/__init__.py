"""Economics: what an economic evaluation says, read for withdrawing the care in question."""

from review.economics.benefit import (
    add_cost_classes,
    cost_class,
    decremental_ratio,
    limit_of,
    net_benefit,
    net_benefits,
)
from review.economics.cells import (
    NOT_REPORTED,
    as_number,
    as_text,
    doubt_of,
    is_not_reported,
    two_ways,
)
from review.economics.checking import check
from review.economics.checklists import ANSWERS, completeness
from review.economics.converting import convert_evaluations, price
from review.economics.dominance import IMPLICATIONS, dominance_matrix
from review.economics.fields import (
    CHOICES,
    EXPECTED,
    MONEY,
    NUMBERS,
    PERSPECTIVES,
    REQUIRED,
    STUDY_TYPES,
    need_of,
    number_in,
)
from review.economics.frontier import frontier, frontiers
from review.economics.intervals import interval_of, intervals, spread_said, spreads
from review.economics.measuring import READINGS, measures
from review.economics.units import Unit, is_qaly, unit_of
