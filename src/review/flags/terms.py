"""What is known of a flag before anybody has labelled: the terms its field uses."""

import re
from collections.abc import Mapping

from review.errors import UsageError
from review.text import fold

__all__ = ["Terms"]

# a term of at least so many letters also stands at the head of longer forms: "utmonstring" in "utmonstringen"
PREFIX_LENGTH = 6


class Terms:
    """Terms of one flag, found in texts whatever their case, accents, hyphens and endings.

    Parameters
    ----------
    terms : sequence of str, or mapping of str to float
        In any language; with a weight each where given, otherwise 1.

    Examples
    --------
    >>> terms = Terms({"low-value care": 1, "lågvärdevård": 1, "overuse": 0.5})
    >>> terms.find("Lågvärdevården och low value care; OVERUSE of low-value care")
    {'lagvardevard': 1.0, 'low value care': 1.0, 'overuse': 0.5}
    """

    def __init__(self, terms):
        if isinstance(terms, str):
            raise UsageError(f"terms must be a list of texts, got the text {terms!r}")
        pairs = terms.items() if isinstance(terms, Mapping) else ((term, 1.0) for term in terms)
        folded = {}
        for term, weight in pairs:
            if fold(term):
                folded[fold(term)] = max(float(weight), folded.get(fold(term), 0.0))
        self.weights = dict(sorted(folded.items()))
        # the longest first, so that "low value care" is not taken for "low value"
        longest = sorted(self.weights, key=lambda term: (-len(term), term))
        # one boundary for all: only where a word begins is any of them looked for
        endings = "|".join(_as_pattern(term) for term in longest)
        self._pattern = re.compile(rf"\b(?:{endings})") if longest else None

    def find(self, text):
        """Return the terms that stand in a text with their weights, each once."""
        if self._pattern is None:
            return {}
        found = {self._which(match[0]) for match in self._pattern.finditer(fold(text))}
        return {term: self.weights[term] for term in sorted(found)}

    def hits(self, title, rest):
        """Return the weight of each term found in a reference; in the title it counts twice."""
        hits = self.find(rest)
        for term, weight in self.find(title).items():
            hits[term] = 2 * weight
        return hits

    def _which(self, words):
        if words in self.weights:
            return words
        return max((term for term in self.weights if words.startswith(term)), key=len)


def _as_pattern(term):
    ending = r"\w*" if len(term.split()[-1]) >= PREFIX_LENGTH else r"s?"
    return rf"{re.escape(term)}{ending}\b"
