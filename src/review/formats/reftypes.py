"""Types of reference: what databases call them, as the codes of RIS."""

from rispy.config import TYPE_OF_REFERENCE_MAPPING

__all__ = ["reference_type"]

CODES = frozenset(TYPE_OF_REFERENCE_MAPPING)
WORDS = {
    "GEN": ("registry record",),
    "JOUR": ("journal", "article", "review", "editorial", "letter", "case report", "clinical trial", "note",
              "erratum", "short survey", "data paper", "comment", "abstract of journal", "j"),
    "CHAP": ("chapter", "book section", "book, section", "booksection", "inbook", "incollection",
              "book part"),
    "THES": ("thesis", "dissertation", "phdthesis", "mastersthesis"),
    "CPAPER": ("proceeding", "conference", "congress", "meeting", "inproceedings", "c"),
    "RPRT": ("report", "techreport", "guideline", "government"),
    "UNPB": ("preprint", "unpublished"),
    "BOOK": ("book", "monograph", "b"),
    "ELEC": ("web", "online", "electronic", "internet"),
    "PAT": ("patent", "p"),
    "DATA": ("dataset", "data file"),
}  # fmt: skip
CLEAR = ("GEN", "CHAP", "THES", "CPAPER", "UNPB", "BOOK", "PAT", "DATA", "RPRT")
"""Types looked for first: "conference paper" before "paper", "book chapter" before "book"."""


def reference_type(values):
    """Return the code of RIS for the types a database gives an entry; ``GEN`` for others, "" for none.

    Examples
    --------
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
