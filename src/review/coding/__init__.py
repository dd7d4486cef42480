"""Coding: codes of a codebook on references: suggested, compared between readers, counted and moved."""

from review.coding.counting import as_decisions, directions, leaves, tally
from review.coding.migrating import MIGRATION_COLUMNS, migrate
from review.coding.suggesting import SUGGESTION_COLUMNS, suggest
