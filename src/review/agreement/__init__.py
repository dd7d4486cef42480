"""How far readers agree, where they do not, and what follows from their decisions."""

from review.agreement.drift import over_time
from review.agreement.measures import MEASURES, agree
from review.agreement.outcomes import OUTCOMES, conflicts, outcomes, waiting

__all__ = ["MEASURES", "OUTCOMES", "agree", "conflicts", "outcomes", "over_time", "waiting"]
