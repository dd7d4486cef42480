"""How far readers agree, where they do not, and what follows from their decisions."""

from review.agreement.abstractions import abstracted_alone, answered_alone
from review.agreement.apart import contradictions, moves_of, unite
from review.agreement.drift import over_time
from review.agreement.independent import while_blind
from review.agreement.measures import ANSWERS, MEASURES, agree, both_ways
from review.agreement.outcomes import OUTCOMES, conflicts, outcomes, waiting
