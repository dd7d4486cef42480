"""Words: what people and tools write for include, exclude, unsure, yes, no and the two stages."""

import re

from review.evidence import DECISIONS
from review.text import fold, shipped_words, split

__all__ = ["ABSTRACKR", "ASREVIEW", "COLANDR", "DECIDED", "SAID_NAMES", "STAGED", "TRUTH", "meaning"]

NOTHING = frozenset(("", "nan", "na", "n/a", "<na>", "null", "none"))
_NUMBER = re.compile(r"([+-]?\d+)(?:[.,]0+)?")

_WORDS = shipped_words("formats/words.toml")
SAID_NAMES = {what: tuple(split(names)) for what, names in _WORDS["columns"].items()}
"""What a column says, and the names it may have, the preferred first."""


def _table(said):
    """Return a table of words from lists of them and what those in each mean."""
    return {fold(word): what for name, what in said.items() for word in split(_WORDS[name])}


DECIDED = _table({"yes": "include", "no": "exclude"} | {said: said for said in DECISIONS}) | {"?": "unsure"}
"""A decision in many languages; numbers stand as whole numbers."""
ASREVIEW = DECIDED | {"-1": ""}
"""The same in ASReview, whose −1 is a record without a label."""
ABSTRACKR = {"1": "include", "0": "unsure", "-1": "exclude", "o": "", "x": ""}
"""Abstrackr: −1 excludes, o has no label, and x stands where readers disagree."""
COLANDR = {"included": "include", "excluded": "exclude"} | dict.fromkeys(
    ("not screened", "screened once", "screened twice", "conflict", "pending"), ""
)
TRUTH = _table({"yes": True, "no": False})
STAGED = _table({"title_abstract": "title_abstract", "full_text": "full_text"})


def meaning(text, words):
    """Return what a cell means by a table of words: "" where it is empty, None for an unknown word.

    >>> meaning("SANT", TRUTH), meaning(" Inkludera ", DECIDED), meaning("0,0", DECIDED), meaning("NA", TRUTH)
    (True, 'include', 'exclude', '')
    >>> meaning("-1", DECIDED), meaning("−1.0", ASREVIEW), meaning("-1", ABSTRACKR)
    (None, '', 'exclude')
    """
    text = text.strip().casefold().replace("\u2212", "-")
    if text in NOTHING:
        return ""
    number = _NUMBER.fullmatch(text)
    if number:
        return words.get(str(int(number[1])))
    return words.get(text, words.get(fold(text)))
