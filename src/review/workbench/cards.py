"""Cards: the widgets of a review, each tied to what it shows and stores."""

from review.workbench.conflict_cards import ConflictCards
from review.workbench.pair_cards import PairCards
from review.workbench.screening_cards import ScreeningCards
from review.workbench.second_look import SecondLook

__all__ = ["Cards"]


class Cards(PairCards, ScreeningCards, ConflictCards, SecondLook):
    """Judging by keyboard in a notebook; a part of the `Workbench`."""
