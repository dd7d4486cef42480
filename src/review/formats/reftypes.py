"""Types of reference: what databases call them, as the codes of RIS."""

from rispy.config import TYPE_OF_REFERENCE_MAPPING

from review.text import shipped_words, split

__all__ = ["FIELDS", "TYPES", "reference_type"]

CODES = frozenset(TYPE_OF_REFERENCE_MAPPING)
FIELDS = shipped_words("formats/written.toml")
"""Format to the columns that are written as they are, with its name for each."""
TYPES = shipped_words("formats/types.toml")
"""Code of a type to the words for it, and to its names in the formats that are written."""
WORDS = {code: split(said["words"]) for code, said in TYPES.items()}
CLEAR = ("GEN", "CHAP", "THES", "CPAPER", "UNPB", "BOOK", "PAT", "DATA", "RPRT")
"""Types looked for first: "conference paper" before "paper", "book chapter" before "book"."""


def reference_type(values):
    """Return the code of RIS for the types a database gives an entry; ``GEN`` for others, "" for none.

    >>> reference_type(["Journal Article", "Review"]), reference_type(["inproceedings"])
    ('JOUR', 'CPAPER')
    >>> reference_type(["Photograph"]), reference_type([])
    ('GEN', '')
    """
    codes = list(filter(None, map(_code, values)))
    return next((code for code in codes if code != "GEN"), "GEN" if codes else "")


def _code(value):
    text = value.strip()[:500].lower()  # a longer text is no type
    if text.upper() in CODES or not text:
        return text.upper()
    return next((code for code in (*CLEAR, *WORDS) if _holds(text, code)), "GEN")


def _holds(text, code):
    return any(text == word if len(word) == 1 else word in text for word in WORDS[code])
