"""Two calibrated labels per reference: is it about low-value care, is it about removing it?"""

from review.flags.classifier import FlagClassifier
from review.flags.curves import precision_recall, reliability
from review.flags.evaluation import evaluate_probabilities
from review.flags.labels import JUDGED, labelled, taught
from review.flags.terms import Terms
