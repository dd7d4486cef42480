"""Figures: drawings as SVG, each with its words and the table behind it."""

from review.figures.bars import bars, counts
from review.figures.drawing import Figure
from review.figures.evidence import directions, plane
from review.figures.flow import flow_diagram, flow_table
from review.figures.register import adherence, drugs_or_not, guidelines, shares
from review.figures.screening import probabilities

__all__ = [
    "Figure",
    "adherence",
    "bars",
    "counts",
    "directions",
    "drugs_or_not",
    "flow_diagram",
    "flow_table",
    "guidelines",
    "plane",
    "probabilities",
    "shares",
]
