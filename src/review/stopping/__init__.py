"""When it is safe to stop reading."""

from review.stopping.capture import Overlooked, overlooked_by_both
from review.stopping.certificate import Certificate, certificate
from review.stopping.control import (
    Control,
    control_set,
    control_state,
    patience,
    reached_by_ranking,
    share_needed,
)
from review.stopping.hypergeometric import draws_needed, fewest_if_missed, level_after, none_drawn
from review.stopping.planning import planned_rules
from review.stopping.random_share import total_from_random_draws
from review.stopping.sentences import reasons
from review.stopping.simulated import ORDERS, RULES, simulated_rules
