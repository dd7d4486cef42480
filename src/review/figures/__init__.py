"""Figures: drawings as SVG, each with its words and the table behind it.

Every function returns a `Figure`. It is given the figure's `name` (letters, digits and hyphens), its
`caption` and the `language` of its words, and its `source` where the numbers are not the review's own.
"""

from review.figures.bars import bars, counts
from review.figures.drawing import Figure
from review.figures.economics import plane, plane_to_scale, scaled
from review.figures.evidence import directions
from review.figures.flags import precision_recall, reliability
from review.figures.flow import flow_diagram, flow_table
from review.figures.forest import forest
from review.figures.gap_map import gap_map
from review.figures.prisma import prisma_boxes
from review.figures.register import adherence, drugs_or_not, guidelines, shares
from review.figures.screening import probabilities
