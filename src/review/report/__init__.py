"""The report: from what a review holds to one HTML file."""

from review.report.build import build
from review.report.numbers import Number, numbers
from review.report.page import Report, render, sections
from review.report.snapshot import Snapshot
from review.report.writer import Section

__all__ = ["Number", "Report", "Section", "Snapshot", "build", "numbers", "render", "sections"]
