"""Table: the terms that ship with the package, and those a review has of its own."""

from functools import cache

import pandas as pd

from review.project import shipped
from review.register import Table, load
from review.terms.lexicon import KINDS, Lexicon

__all__ = ["load_terms", "shipped_lexicon", "with_glossary"]

TERMS = Table("terms", "a term, Swedish and English, with the kind of what it names", (), {
    "term_sv": str, "term_en": str, "variants_sv": str, "variants_en": str, "kind": KINDS, "broader": str,
    "source": "required",
})  # fmt: skip


def load_terms(path):
    """Return the table of terms, Swedish and English, every cell checked (see `review.register.load`)."""
    return load(path, TERMS)


@cache
def shipped_terms():
    """Return the terms that ship with the package: a constant of it, read once."""
    return load_terms(shipped("references", "terms.csv"))


@cache
def shipped_lexicon():
    """Return the `Lexicon` of the terms that ship with the package."""
    return Lexicon(shipped_terms())


def with_glossary(glossary=None, terms=None):
    """Return the `Lexicon` of a table of terms and of a glossary's, which come after them.

    The terms are those that ship with the package where not given; of a glossary see
    `review.register.load_glossary`.
    """
    if glossary is None or glossary.empty:
        return shipped_lexicon() if terms is None else Lexicon(terms)
    own = glossary[["term_sv", "term_en", "variants_sv", "variants_en"]].assign(kind="", broader="")
    own = own[(own.term_sv != "") | (own.term_en != "")]
    return Lexicon(pd.concat([shipped_terms() if terms is None else terms, own], ignore_index=True))
