"""Profiles: what a recommendation names, as weights of concepts, phrase by phrase."""

import math
import re
from collections import Counter

from review.terms.lexicon import language_of
from review.text import split

__all__ = ["STEP", "Profile", "of_recommendation", "telling"]

STEP = 0.6
"""Weight of a wider concept, per step: olanzapine is an atypical antipsychotic."""

UNLISTED, BRIEF, WHO, OUT_OF_PLACE, ABSENT = 0.8, 0.3, 0.5, 0.5, 0.4
"""Weight of words no term lists, of such words with three letters or fewer, of populations, of a measure
named where it is said whom it is done to, and of what is said not to be there."""

_EXCEPT = re.compile(
    r"\((?:ej|inte|not|except|utom)\b[^)]*\)"
    r"|\b(?:i stället för|istället för|instead of|rather than)\b.*",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\b(?:utan|without)\b(.*)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^)]*)\)")
_OR = re.compile(r"[,;]|\b(?:eller|or|och|and)\b", re.IGNORECASE)
WHOLE, PIECE = 1.0, 0.85
"""Weight of a phrase as it stands, and of one of the alternatives it names."""


class Profile(dict):
    """Concept to weight, and in `said` how the text says each concept."""

    def __init__(self):
        super().__init__()
        self.said = {}

    def add(self, concept, weight, said):
        """Add a concept, or raise the weight it has."""
        if weight > self.get(concept, 0):
            self[concept] = weight
            self.said.setdefault(concept, said)

    def widen(self, lexicon):
        """Add the wider concepts of all concepts, each weighing less by the step."""
        for concept in list(self):
            for wider, steps in lexicon.wider(concept).items():
                self.add(wider, self[concept] * STEP**steps, self.said[concept])


def of_recommendation(lexicon, row, *, synonyms=True):
    """Return the phrases of a recommendation, each as (part, weight, Profile).

    The measure and whom it is done to are phrases of the parts "intervention" and "condition"; a
    synonym goes to the part that what it names belongs to. What a recommendation excepts ("not
    clozapine") is left out, and what is said to be absent ("without fever") tells little.
    """
    found = []
    for part, weight, text, language in phrases_of(row, synonyms):
        present, absent = _WITHOUT.sub(" ", text), " ".join(_WITHOUT.findall(text))
        named = lexicon.named(present, said_in(text, language))
        missing = lexicon.named(absent, said_in(text, language)) if absent and weight == WHOLE else []
        aside = weight == PIECE and {one.kind for one in named} <= {"population"}
        if (named or missing) and not aside:
            part = part_of({one.kind for one in named}) if part == "synonym" else part
            profile = weighed(named, part)
            for one in missing:
                profile.add(one.concept, one.weight * ABSENT, one.said)
            found.append((part, weight, profile))
    own = {concept for part, _, profile in found if part == "condition" for concept in profile}
    return [
        ("condition" if part == "either" and set(profile) <= own else part.replace("either", "intervention"),
         weight * (0.8 if part == "either" else 1), profile)
        for part, weight, profile in found
    ]  # fmt: skip


def phrases_of(row, synonyms):
    """Yield (part, weight, text, language) for each phrase of a recommendation."""
    for language in ("sv", "en"):
        for part in ("intervention", "condition"):
            whole, pieces = alternatives(text_of(row, f"{part}_{language}"))
            yield part, WHOLE, whole, language
            yield from ((part, PIECE, piece, language) for piece in pieces)
        if synonyms:
            for phrase in split(text_of(row, f"synonyms_{language}")):
                yield "synonym", PIECE, phrase, language


def alternatives(text):
    """Return a phrase without what it excepts, and the alternatives it names, if there are several.

    >>> alternatives("Knäartros eller misstänkt meniskskada")
    ('Knäartros eller misstänkt meniskskada', ['Knäartros', 'misstänkt meniskskada'])
    >>> alternatives("Olanzapin (ej klozapin)"), alternatives("Diabetes utan känd hjärtsjukdom")
    (('Olanzapin', []), ('Diabetes utan känd hjärtsjukdom', ['Diabetes']))
    """
    whole = _EXCEPT.sub(" ", text).strip()
    pieces = [*_OR.split(_IN_BRACKETS.sub(" ", _WITHOUT.sub(" ", whole))), *_IN_BRACKETS.findall(whole)]
    pieces = [piece.strip() for piece in pieces if piece.strip()]
    return whole, [piece for piece in pieces if piece != whole]


def text_of(row, column):
    """Return a text of the register, "" where the list has no such column."""
    value = getattr(row, column, "")
    return value if isinstance(value, str) else ""


def said_in(text, language):
    """Return the language of a text of the register: what stands in the Swedish column, unless it tells."""
    return "sv" if language_of(text) == "sv" else language


def weighed(named, part):
    """Return the `Profile` of a phrase: what tells little of its part weighs less."""
    profile = Profile()
    for one in named:
        less = WHO if one.kind == "population" else 1
        if one.concept.startswith("~"):
            less = UNLISTED if len(one.said) > 3 else BRIEF
        if part == "condition" and one.kind == "action":
            less = OUT_OF_PLACE
        profile.add(one.concept, one.weight * less, one.said)
    return profile


def part_of(kinds):
    """Return the part a synonym belongs to, by the kinds of what it names; "either" where none tells."""
    if "action" in kinds:
        return "intervention"
    return "condition" if kinds <= {"condition", "population"} else "either"


def telling(rows, lexicon=None):
    """Return each concept's weight: rare among the recommendations weighs more.

    With a lexicon also the weights of wider concepts that no recommendation names itself.
    """
    counts, wider = Counter(), Counter()
    for phrases in rows:
        named = dict.fromkeys(concept for _, _, profile in phrases for concept in profile)
        counts.update(list(named))
        wider.update(dict.fromkeys(w for c in named for w in lexicon.wider(c)).keys() if lexicon else ())
    known = dict(wider) | dict(counts)
    return {concept: math.log(1 + (len(rows) + 20) / (n + 1)) for concept, n in known.items()}
