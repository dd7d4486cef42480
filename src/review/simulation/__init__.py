"""Labelled reviews replayed: how early would the ranking have brought up the relevant ones?"""

from review.simulation.many import simulate_many, simulate_named
from review.simulation.measures import average_time_to_discovery, loss, ndcg, recall_at, work_saved
from review.simulation.replay import Result, simulate
