"""Widgets: what is judged by hand in a notebook, one card at a time, by keyboard."""

from review.widgets.pairs import PairCard
from review.widgets.screening import ScreeningCard

__all__ = ["PairCard", "ScreeningCard"]
