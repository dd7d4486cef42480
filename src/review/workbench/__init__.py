"""The workbench: one object that holds a review in rooms, each with one idea."""

from review.workbench.workbench import Workbench

__all__ = ["Workbench"]
