"""Linking: which recommendations a reference may speak to, with the words they have in common."""

from review.linking.likeness import Likeness, likeness
from review.linking.suggesting import SUGGESTION_COLUMNS, suggest
