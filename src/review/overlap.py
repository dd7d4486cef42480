"""Overlap: the same measure in other words, across lists and languages; proposed, never merged."""

import math
from itertools import chain

import pandas as pd

from review.terms import STEP, of_recommendation, telling, with_glossary

__all__ = ["GROUP_COLUMNS", "LEAST", "PAIR_COLUMNS", "find", "groups"]

PAIR_COLUMNS = (
    "recommendation_a", "recommendation_b", "score", "measure", "condition", "reasons", "differs",
)  # fmt: skip
GROUP_COLUMNS = ("group", "recommendation_id", "likest", "score", "reasons", "differs")

LEAST = 0.6
"""Score from which two recommendations are proposed as the same measure."""

EACH = 0.4
"""Both the measure and the condition must be at least this alike."""

PARTS = {"measure": "intervention", "condition": "condition"}


def find(recommendations, glossary=None, *, terms=None, least=LEAST, each=EACH):
    """Return the pairs of recommendations that may say the same in other words.

    Parameters
    ----------
    recommendations : DataFrame
        The register: `recommendation_id`, `condition_sv/en`, `intervention_sv/en`; one language is enough.
    glossary : DataFrame, optional
        Terms of the review's own beside those of the table.
    terms : DataFrame, optional
        See `review.terms.load_terms`; those that ship with the package where not given.
    least, each : float in [0, 1]
        See `LEAST` and `EACH`.

    Returns
    -------
    DataFrame
        `PAIR_COLUMNS`: likeness of measure and condition in [0, 1], `score` (their geometric mean), the
        words both have as `reasons` and those only one has as `differs`; the most alike first.

    Examples
    --------
    >>> rows = pd.DataFrame({"recommendation_id": ["A", "B", "C"],
    ...     "intervention_sv": ["Artroskopisk knäkirurgi", "", "Glukosamin"],
    ...     "condition_sv": ["Knäartros", "", "Artros"],
    ...     "intervention_en": ["", "Knee arthroscopy", ""], "condition_en": ["", "Knee osteoarthritis", ""]})
    >>> find(rows)[["recommendation_a", "recommendation_b", "reasons"]].values.tolist()
    [['A', 'B', 'artroskopisk knäkirurgi = knee arthroscopy; knäartros = knee osteoarthritis']]
    """
    lexicon = with_glossary(glossary, terms)
    rows = [of_recommendation(lexicon, row, synonyms=False) for row in recommendations.itertuples()]
    weights = telling(rows)
    told = [phrases_of(phrases, weights, lexicon) for phrases in rows]
    names = list(recommendations.recommendation_id)
    found = []
    for i, j in candidates(told):
        alike = {part: best(told[i][part], told[j][part]) for part in PARTS}
        score = math.sqrt(alike["measure"][0] * alike["condition"][0])
        if score and score >= least and min(one[0] for one in alike.values()) >= each:
            why = [words(*alike[part][1:]) for part in PARTS]
            both, apart = ("; ".join(chain(*said)) for said in zip(*why, strict=True))
            found.append((names[i], names[j], score, *(alike[part][0] for part in PARTS), both, apart))
    frame = pd.DataFrame(found, columns=list(PAIR_COLUMNS))
    order = ["score", "recommendation_a", "recommendation_b"]
    return frame.sort_values(order, ascending=[False, True, True], kind="stable").reset_index(drop=True)


class Phrase:
    """A phrase of one part of a recommendation: its concepts, with those wider than them."""

    def __init__(self, profile, weight, weights, lexicon):
        self.weight = weight
        self.said = profile.said
        self.own = {concept: weights[concept] * value for concept, value in profile.items()}
        self.size = sum(self.own.values())
        self.wider = {}
        for concept in profile:
            for one, steps in lexicon.wider(concept).items():
                self.wider[one] = max(self.wider.get(one, 0), STEP**steps)
        self.up = {concept: lexicon.wider(concept) for concept in profile}

    def near(self, concept, wider):
        """Return how near a concept with those wider than it is to this phrase, in [0, 1]."""
        if concept in self.own:
            return 1.0
        upwards = max((STEP**steps for one, steps in wider.items() if one in self.own), default=0)
        return max(self.wider.get(concept, 0), upwards)

    def held_by(self, other):
        """Return the share of this phrase that another holds too."""
        if not self.size:
            return 0.0
        return sum(value * other.near(c, self.up[c]) for c, value in self.own.items()) / self.size


def phrases_of(phrases, weights, lexicon):
    """Return the phrases of measure and condition."""
    return {
        part: [Phrase(one, weight, weights, lexicon) for name, weight, one in phrases if name == column]
        for part, column in PARTS.items()
    }


def best(here, there):
    """Return how alike two sets of phrases are at their best, and the two phrases that are."""
    found = (0.0, None, None)
    for one in here:
        for other in there:
            alike = (one.held_by(other) + other.held_by(one)) / 2 * min(one.weight, other.weight)
            if alike > found[0]:
                found = (alike, one, other)
    return found


def candidates(told):
    """Return the pairs of places whose measures share a concept, wider ones included."""
    holders = {}
    for place, parts in enumerate(told):
        concepts = {c for phrase in parts["measure"] for c in (*phrase.own, *phrase.wider)}
        for concept in concepts:
            holders.setdefault(concept, []).append(place)
    return sorted({(i, j) for places in holders.values() for i in places for j in places if i < j})


def words(one, other):
    """Return what two phrases share, as both say it, and what only one of them says."""
    both, apart = [], []
    for concept in one.own:
        if concept in other.own:
            here, there = one.said[concept], other.said[concept]
            both.append(here if here == there else f"{here} = {there}")
        else:
            apart.append(one.said[concept])
    apart += [other.said[concept] for concept in other.own if concept not in one.own]
    return list(dict.fromkeys(both)), list(dict.fromkeys(apart))


def groups(pairs):
    """Return the pairs as groups of recommendations that may be one measure, for people to judge.

    A recommendation joins a group only where it is paired with at least half of those in it, so that
    groups do not grow by chains.

    Parameters
    ----------
    pairs : DataFrame
        See `find`.

    Returns
    -------
    DataFrame
        `GROUP_COLUMNS`: `group` from 1 (the most alike first), one row per recommendation, the most alike
        other one in the group, their score and reasons.

    Examples
    --------
    >>> pairs = pd.DataFrame([["A", "B", 0.9], ["B", "C", 0.8], ["D", "E", 0.7]],
    ...     columns=["recommendation_a", "recommendation_b", "score"]).assign(reasons="", differs="")
    >>> groups(pairs)[["group", "recommendation_id"]].values.tolist()
    [[1, 'A'], [1, 'B'], [1, 'C'], [2, 'D'], [2, 'E']]
    """
    tied = {frozenset((row.recommendation_a, row.recommendation_b)): row for row in pairs.itertuples()}
    made = []
    for row in pairs.itertuples():
        pair = (row.recommendation_a, row.recommendation_b)
        homes = [next((group for group in made if name in group), None) for name in pair]
        if homes == [None, None]:
            made.append(list(pair))
        elif None in homes:
            group, new = (homes[0], pair[1]) if homes[0] else (homes[1], pair[0])
            if sum(frozenset((new, name)) in tied for name in group) * 2 >= len(group):
                group.append(new)
        elif homes[0] is not homes[1] and belong(*homes, tied):
            homes[0].extend(homes[1])
            made.remove(homes[1])
    rows = []
    for number, group in enumerate(made, start=1):
        for name in sorted(group):
            mine = [tied[key] for key in (frozenset((name, other)) for other in group) if key in tied]
            likest = max(mine, key=lambda row: row.score)
            other = likest.recommendation_b if likest.recommendation_a == name else likest.recommendation_a
            rows.append((number, name, other, likest.score, likest.reasons, likest.differs))
    return pd.DataFrame(rows, columns=list(GROUP_COLUMNS))


def belong(one, other, tied):
    """Return whether at least half of the pairs across two groups are alike."""
    across = [frozenset((a, b)) in tied for a in one for b in other]
    return sum(across) * 2 >= len(across)
