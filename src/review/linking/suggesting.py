"""Suggesting: the most alike recommendations of each reference, or the other way round."""

import numpy as np
import pandas as pd

from review.linking.likeness import likeness

__all__ = ["LEAST", "SUGGESTION_COLUMNS", "suggest"]

SUGGESTION_COLUMNS = ("reference_id", "recommendation_id", "score", "rank", "words")
LEAST = 0.1
"""Nothing less alike is suggested."""


def suggest(
    references, recommendations, glossary=None, *, n=5, by="reference", least=LEAST, n_words=6,
    dismissed=None, terms=None,
):  # fmt: skip
    """Suggest links between references and recommendations; a person confirms or dismisses each.

    Parameters
    ----------
    references : DataFrame
        `reference_id`, `title`, `abstract`, `keywords`.
    recommendations : DataFrame
        The register.
    glossary : DataFrame, optional
        Terms of the review's own (see `review.register.load_glossary`) beside those that ship.
    n : int
        How many suggestions per reference (or per recommendation).
    by : {"reference", "recommendation"}
        Whether the n best recommendations of each reference are wanted, or the other way round.
    least : float in [0, 1.6]
        Nothing less alike is suggested.
    n_words : int
        How many of the words in common are shown.
    dismissed : DataFrame, optional
        `reference_id`, `recommendation_id` of pairs that are not to be suggested: links a person has
        rejected or made already.
    terms : DataFrame, optional
        See `review.terms.load_terms`; those that ship with the package where not given.

    Returns
    -------
    DataFrame
        `reference_id`, `recommendation_id`, `score`, `rank` (1 = most alike), `words` (as the
        reference says them, the recommendation's own word in brackets; parted by "; ").

    Examples
    --------
    >>> papers = pd.DataFrame([["r1", "Arthroscopy for osteoarthritis of the knee", "", ""]],
    ...                       columns=["reference_id", "title", "abstract", "keywords"])
    >>> register = pd.DataFrame([["IG14", "Knäartros", "Artroskopisk kirurgi"],
    ...                          ["IG07", "Depression", "Ljusterapi"]],
    ...     columns=["recommendation_id", "condition_sv", "intervention_sv"])
    >>> for name in ("condition_en", "intervention_en", "synonyms_en", "synonyms_sv"): register[name] = ""
    >>> suggest(papers, register)[["recommendation_id", "words"]].values.tolist()
    [['IG14', 'arthroscopy (artroskopisk kirurgi); osteoarthritis knee (knäartros)']]
    """
    if references.empty or recommendations.empty:
        return pd.DataFrame(columns=list(SUGGESTION_COLUMNS))
    found = likeness(references, recommendations, glossary, terms=terms)
    scores = found.scores.copy()
    if dismissed is not None:
        scores[places(references, recommendations, dismissed)] = -1
    rows = []
    table = scores if by == "reference" else scores.T
    for here, line in enumerate(table):
        order = np.argsort(-line, kind="stable")[:n]
        for rank, there in enumerate(order[line[order] >= least], start=1):
            i, j = (here, there) if by == "reference" else (there, here)
            pair = references.reference_id.iloc[i], recommendations.recommendation_id.iloc[j]
            rows.append((*pair, float(scores[i, j]), rank, "; ".join(found.words(i, j)[:n_words])))
    return pd.DataFrame(rows, columns=list(SUGGESTION_COLUMNS))


def places(references, recommendations, pairs):
    """Return where pairs stand among references and recommendations, as two arrays; others are left out."""
    rows = pd.Index(references.reference_id).get_indexer(pairs.reference_id)
    columns = pd.Index(recommendations.recommendation_id).get_indexer(pairs.recommendation_id)
    here = (rows >= 0) & (columns >= 0)
    return rows[here], columns[here]
