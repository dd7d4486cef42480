"""Linking: which recommendations a reference may speak to, with the words they have in common."""

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from review.text import fold

__all__ = ["likeness", "suggest"]

PARTS = {
    # what is done weighs more than whom it is done to: many recommendations share a condition
    "intervention": (0.65, ("intervention_en", "intervention_sv", "synonyms_en", "synonyms_sv")),
    "condition": (0.35, ("condition_en", "condition_sv")),
}
TOGETHER = 0.5
"""Weight of the geometric mean of both parts: a reference that names the measure and the condition."""

EVERYDAY = frozenset(
    """
    a an and are as at be by for from has have in into is it its no not of on or other than that the their
    this to was were which who with without after before between during under over per
    att av de den det efter ej en ett eller finns från för hos i inte med mot och om på samt som till utan vid
    only including routine treatment patients patient people adults study trial results methods background
    conclusion conclusions objective effect effects care health clinical use used using group groups
    """.split()  # noqa: SIM905 (a list of so many words would fill a page)
)
"""Words that say nothing of what a recommendation is about, Swedish and English."""


def words_of(text):
    """Return the words of a text as linking sees them: folded, without everyday words, one number.

    Examples
    --------
    >>> words_of("Doubling the doses of inhaled corticosteroids")
    ['doubling', 'dose', 'inhaled', 'corticosteroid']
    """
    return [singular(word) for word in fold(text).split() if len(word) > 1 and word not in EVERYDAY]


def singular(word):
    """Return an English plural as its singular; other words come back as they are."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def likeness(references, recommendations):
    """Return how alike each reference and each recommendation are.

    Parameters
    ----------
    references : DataFrame
        `title`, `abstract`, `keywords`.
    recommendations : DataFrame
        The register (see `review.register`).

    Returns
    -------
    (scores, words) : (ndarray of shape (n_references, n_recommendations), callable)
        Scores lie in [0, 1.5]; ``words(i, j)`` returns the words reference i and recommendation j
        have in common, the most telling first.
    """
    papers = references.title + " " + references.title + " " + references.keywords + " " + references.abstract
    queries = {
        part: recommendations[list(columns)].astype("str").agg(" ".join, axis=1)
        for part, (_, columns) in PARTS.items()
    }
    vectorizer = TfidfVectorizer(analyzer=words_of, sublinear_tf=True)
    vectorizer.fit([*papers, *(queries["condition"] + " " + queries["intervention"])])
    papers = vectorizer.transform(papers)
    parts = {part: vectorizer.transform(texts) for part, texts in queries.items()}
    cosines = {part: (papers @ matrix.T).toarray() for part, matrix in parts.items()}
    scores = sum(PARTS[part][0] * cosines[part] for part in PARTS)
    scores = scores + TOGETHER * np.sqrt(cosines["condition"] * cosines["intervention"])
    names = vectorizer.get_feature_names_out()
    both = parts["intervention"] + parts["condition"]

    def words(i, j):
        shared = papers[i].multiply(both[j]).tocoo()
        order = np.argsort(-shared.data, kind="stable")
        return [str(names[shared.col[k]]) for k in order]

    return scores, words


def suggest(references, recommendations, *, n=5, by="reference", least=0.1, n_words=6):
    """Suggest links between references and recommendations; a person confirms or drops each.

    Parameters
    ----------
    references : DataFrame
        `reference_id`, `title`, `abstract`, `keywords`.
    recommendations : DataFrame
        The register.
    n : int
        How many suggestions per reference (or per recommendation).
    by : {"reference", "recommendation"}
        Whether the n best recommendations of each reference are wanted, or the other way round.
    least : float in [0, 1.5]
        Nothing less alike is suggested.
    n_words : int
        How many of the words in common are shown.

    Returns
    -------
    DataFrame
        `reference_id`, `recommendation_id`, `score`, `rank` (1 = most alike), `words` (parted by "; ").

    Examples
    --------
    >>> papers = pd.DataFrame([["r1", "Arthroscopy for knee osteoarthritis", "", ""]],
    ...                       columns=["reference_id", "title", "abstract", "keywords"])
    >>> register = pd.DataFrame([["IG14", "Knee osteoarthritis", "Arthroscopic surgery", "arthroscopy"],
    ...                          ["IG07", "Depression", "Light therapy", ""]],
    ...     columns=["recommendation_id", "condition_en", "intervention_en", "synonyms_en"])
    >>> for name in ("condition_sv", "intervention_sv", "synonyms_sv"): register[name] = ""
    >>> suggest(papers, register)[["recommendation_id", "words"]].values.tolist()
    [['IG14', 'knee; osteoarthritis; arthroscopy']]
    """
    columns = ["reference_id", "recommendation_id", "score", "rank", "words"]
    if references.empty or recommendations.empty:
        return pd.DataFrame(columns=columns)
    scores, words = likeness(references, recommendations)
    rows = []
    table = scores if by == "reference" else scores.T
    for here, line in enumerate(table):
        order = np.argsort(-line, kind="stable")[:n]
        for rank, there in enumerate(order[line[order] >= least], start=1):
            i, j = (here, there) if by == "reference" else (there, here)
            rows.append(
                (
                    references.reference_id.iloc[i],
                    recommendations.recommendation_id.iloc[j],
                    float(scores[i, j]),
                    rank,
                    "; ".join(words(i, j)[:n_words]),
                )
            )
    return pd.DataFrame(rows, columns=columns)
