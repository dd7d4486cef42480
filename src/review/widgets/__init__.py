"""Widgets: what is judged by hand in a notebook, one card at a time, by keyboard."""

from review.widgets.coding_tree import CodingTree
from review.widgets.economics_form import EconomicsForm
from review.widgets.link_board import LinkBoard
from review.widgets.listing import ListCard
from review.widgets.pairs import PairCard
from review.widgets.screening import ScreeningCard
from review.widgets.settling import ConflictCard, SecondLookCard
