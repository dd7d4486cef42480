"""What speaks for a flag before anybody has labelled: terms found, likeness to seed documents."""

import numpy as np

from review.flags.terms import Terms

__all__ = ["EVIDENCE", "Knowledge"]

EVIDENCE = ("terms", "likeness to the terms", "likeness to the criteria")
"""Terms found (logarithm of their number), likeness to all terms taken as one text and to the nearest
of the criteria; both likenesses in standard deviations from the mean of the review."""


class Knowledge:
    """Three measures of evidence for one flag.

    Parameters
    ----------
    terms : sequence of str, or mapping of str to weight
    criteria : sequence of str
        Texts that say what carries the flag, such as criteria or recommendations; each on its own.
    """

    def __init__(self, terms, criteria):
        self.terms = Terms(terms)
        self.criteria = [text for text in ([criteria] if isinstance(criteria, str) else criteria) if text]

    def fit(self, rows, words):
        """Learn from the rows of a review how unusual a likeness is."""
        self._seeds = [words.rows_of([" . ".join(self.terms.weights)]), words.rows_of(self.criteria)]
        likeness = [_likeness(rows, seeds)[0] for seeds in self._seeds]
        self._means = [float(values.mean()) if len(values) else 0.0 for values in likeness]
        self._spreads = [float(values.std()) or np.inf if len(values) else np.inf for values in likeness]
        return self

    def evidence(self, texts, rows):
        """Return a matrix, references × `EVIDENCE`, and the terms found in each reference."""
        rest = texts["abstract"] + " . " + texts["keywords"]
        hits = [self.terms.hits(title, text) for title, text in zip(texts["title"], rest, strict=True)]
        columns = [np.log1p([sum(found.values()) for found in hits])]
        for seeds, mean, spread in zip(self._seeds, self._means, self._spreads, strict=True):
            columns.append((_likeness(rows, seeds)[0] - mean) / spread)
        return np.column_stack(columns), hits

    def likeness_shares(self, row, kind):
        """Return the columns of one row and how much each adds to a likeness (0 terms, 1 criteria)."""
        seeds = self._seeds[kind]
        if not seeds.shape[0]:
            return row.indices[:0], row.data[:0]
        seed = seeds[_likeness(row, seeds)[1]].toarray()[0]
        return row.indices, row.data * seed[row.indices] / self._spreads[kind]


def _likeness(rows, seeds):
    """Return the cosine of each row with its nearest seed, and which seed that is."""
    if seeds.shape[0] == 0:
        return np.zeros(rows.shape[0]), np.zeros(rows.shape[0], dtype=int)
    cosines = (rows @ seeds.T).toarray()
    return cosines.max(axis=1), cosines.argmax(axis=1)
