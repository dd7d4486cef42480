"""How far readers agree, where they do not, and what follows from their decisions."""

from review.agreement.measures import MEASURES, agree
from review.agreement.outcomes import OUTCOMES, conflicts, outcomes

__all__ = ["MEASURES", "OUTCOMES", "agree", "conflicts", "outcomes"]
