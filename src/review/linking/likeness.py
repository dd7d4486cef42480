"""Likeness: how much of what a recommendation names a reference names too."""

import numpy as np
from scipy import sparse

from review.terms import STEP, Profile, of_recommendation, telling, with_glossary

__all__ = ["Likeness", "likeness"]

WEIGHTS = {"intervention": 0.4, "condition": 0.3}
TOGETHER = 0.9
"""Weight of the geometric mean of both parts: a reference that names the measure and the condition."""

HALF = 2.5
"""Strength at which a part has half its greatest score."""

BESIDE = 0.25
"""Weight of what is named beside the best phrase of a part."""

FIELDS = {"title": 1.0, "keywords": 0.6, "abstract": 0.3}
"""Weight of what each field of a reference names; an abstract also names what the study is not about."""

AGAIN = 0.1
"""What each further mention adds, up to `MOST`: a study's own subject comes back in its abstract."""

MOST = 0.75


class Likeness:
    """Scores of all references against all recommendations, and why.

    Attributes
    ----------
    scores : ndarray of shape (n_references, n_recommendations)
        In [0, 1.6].
    """

    def __init__(self, references, recommendations, lexicon):
        self._lexicon = lexicon
        texts = zip(references.title, references.keywords, references.abstract, strict=True)
        self._papers = [of_reference(lexicon, *said) for said in texts]
        self._rows = [of_recommendation(lexicon, row) for row in recommendations.itertuples()]
        self._telling = telling(self._rows, lexicon)
        self.scores = self._score()

    def _score(self):
        concepts = {concept: place for place, concept in enumerate(self._telling)}
        papers = matrix(self._papers, concepts)
        parts = {part: self._part(papers, part, concepts) for part in WEIGHTS}
        both = np.sqrt(parts["intervention"] * parts["condition"])
        return sum(WEIGHTS[part] * parts[part] for part in WEIGHTS) + TOGETHER * both

    def _part(self, papers, part, concepts):
        """Return the score of one part in [0, 1): the best phrase, and a little of what is named beside."""
        score = np.zeros((papers.shape[0], len(self._rows)))
        weights = np.array(list(self._telling.values()))
        for j, phrases in enumerate(self._rows):
            mine = [(weight, profile) for name, weight, profile in phrases if name == part]
            if not mine:
                continue
            rows = matrix([profile for _, profile in mine], concepts).multiply(weights).tocsr()
            strength = (papers @ rows.T).toarray()
            whole = np.asarray(rows.sum(axis=1)).ravel()
            share = np.divide(strength, whole, out=np.zeros_like(strength), where=whole > 0)
            best = (strength * share * np.array([weight for weight, _ in mine])).max(axis=1)
            beside = papers @ self._beside(mine, concepts)
            reached = best + BESIDE * np.maximum(0, beside - best)
            score[:, j] = reached / (reached + HALF)
        return score

    def _beside(self, mine, concepts):
        """Return the weight of each concept a part names in any phrase, and of their wider concepts."""
        found = np.zeros(len(concepts))
        for _, profile in mine:
            for concept, weight in profile.items():
                found[concepts[concept]] = max(found[concepts[concept]], weight * self._telling[concept])
                for wider, steps in self._lexicon.wider(concept).items():
                    if wider in concepts:
                        less = STEP**steps * 0.5 * self._telling[wider]
                        found[concepts[wider]] = max(found[concepts[wider]], less)
        return found

    def words(self, i, j):
        """Return what reference i and recommendation j both name, the most telling first.

        A word stands as the reference says it; where the recommendation says it in another word or
        language, that word follows in brackets.
        """
        paper, shared = self._papers[i], {}
        for _, _, profile in self._rows[j]:
            for concept, weight in profile.items():
                if concept in paper:
                    told = weight * paper[concept] * self._telling[concept]
                    shared.setdefault(concept, [0.0, []])
                    shared[concept][0] = max(told, shared[concept][0])
                    shared[concept][1].append(profile.said[concept])
        order = sorted(shared, key=lambda concept: -shared[concept][0])
        told = {}
        for concept in order:
            told.setdefault(paper.said[concept], both_ways(paper.said[concept], shared[concept][1]))
        return list(told.values())


def of_reference(lexicon, title, keywords, abstract):
    """Return what a reference names, as a `Profile` with weights in (0, 1]."""
    profile = Profile()
    for (field, full), text in zip(FIELDS.items(), (title, keywords, abstract), strict=True):
        times = {}
        for one in lexicon.named(text) if text else ():
            times[one.concept] = times.get(one.concept, 0) + 1
            weight = full * one.weight
            if field == "abstract":
                weight = min(MOST, weight + AGAIN * (times[one.concept] - 1))
            profile.add(one.concept, weight, one.said)
    profile.widen(lexicon)
    return profile


def both_ways(here, there):
    """Return a word as one text says it, with the other's in brackets where it says it in no like word.

    >>> both_ways("knee", ["knäkirurgi", "knee"]), both_ways("knee", ["knä"])
    ('knee', 'knee (knä)')
    """
    same = [word for word in there if word == here or word in here or here in word]
    return here if same else f"{here} ({there[0]})"


def matrix(profiles, concepts):
    """Return profiles as a sparse matrix, one row each; concepts that are not asked for are left out."""
    data, where, ends = [], [], [0]
    for profile in profiles:
        known = [(concepts[concept], weight) for concept, weight in profile.items() if concept in concepts]
        where += [place for place, _ in known]
        data += [weight for _, weight in known]
        ends.append(len(data))
    return sparse.csr_matrix((data, where, ends), shape=(len(profiles), len(concepts)), dtype=float)


def likeness(references, recommendations, glossary=None, *, terms=None):
    """Return how alike each reference and each recommendation are.

    Parameters
    ----------
    references : DataFrame
        `title`, `abstract`, `keywords`.
    recommendations : DataFrame
        The register (see `review.register`); texts of one language are enough.
    glossary : DataFrame, optional
        Terms of the review's own beside those of the table.
    terms : DataFrame, optional
        See `review.terms.load_terms`; those that ship with the package where not given.

    Returns
    -------
    Likeness
        It does not depend on the other references: a suggestion stays when the review grows.
    """
    return Likeness(references, recommendations, with_glossary(glossary, terms))
