"""Which unread references are most likely relevant, and why."""

from review.ranking.features import Features
from review.ranking.queue import rank
from review.ranking.ranker import Ranker

__all__ = ["Features", "Ranker", "rank"]
