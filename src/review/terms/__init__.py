"""Terms: what Swedish and English texts name, as concepts that both languages share."""

from review.terms.keys import key, words_of
from review.terms.lexicon import Lexicon, Named
from review.terms.profiles import STEP, Profile, of_recommendation, telling
from review.terms.table import load_terms, shipped_lexicon, with_glossary
