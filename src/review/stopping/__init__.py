"""When it is safe to stop reading."""

from review.stopping.certificate import Certificate, certificate
from review.stopping.hypergeometric import missed_target_p_values
from review.stopping.random_share import total_from_random_draws

__all__ = ["Certificate", "certificate", "missed_target_p_values", "total_from_random_draws"]
