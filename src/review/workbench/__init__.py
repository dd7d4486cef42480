"""The workbench: one object that holds a review, each step of the work one method."""

from review.workbench.workbench import Workbench
