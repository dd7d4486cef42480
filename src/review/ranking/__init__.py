"""Which unread references are most likely relevant, and why."""

from review.ranking.features import NOT_WORDS, Features
from review.ranking.neighbours import similar
from review.ranking.queue import rank
from review.ranking.ranker import Ranker
from review.ranking.second_look import second_look
