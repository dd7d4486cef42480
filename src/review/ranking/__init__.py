"""Which unread references are most likely relevant, and why."""

from review.ranking.features import Features
from review.ranking.neighbours import similar
from review.ranking.queue import rank
from review.ranking.ranker import Ranker
from review.ranking.second_look import second_look

__all__ = ["Features", "Ranker", "rank", "second_look", "similar"]
