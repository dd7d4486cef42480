"""The report: from what a review holds to one HTML file."""

from review.report.snapshot import Snapshot

__all__ = ["Snapshot"]
