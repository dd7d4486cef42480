"""Lexicon: finds the concepts a text names, by the longest term first, and splits Swedish compounds."""

import re
from dataclasses import dataclass

from review.terms.keys import EVERYDAY, key, words_of
from review.text import fold, split

__all__ = ["KINDS", "Lexicon", "Named"]

KINDS = ("condition", "population", "action", "")
"""What a term names: what someone has, who and where they are, what is done; "" where it is none of these."""

PART = 0.8
"""Weight of a concept that a compound holds as one of its known parts."""

_SWEDISH = frozenset(split("att;av;den;det;efter;en;ett;eller;fran;for;hos;inte;med;och;om;pa;som;till;vid"))
_ENGLISH = frozenset(split("a;after;an;and;at;by;for;from;in;of;on;or;the;to;versus;was;were;with"))


@dataclass(frozen=True, slots=True)
class Named:
    """Something a text names."""

    concept: str  # equal for all words of both languages that mean the same
    said: str  # as the text says it, in small letters
    weight: float  # in (0, 1]: below 1 where only a part of a word says it
    kind: str  # one of `KINDS`; "" for words that no term lists


class Lexicon:
    """Terms of both languages, ready to be looked for in texts.

    Parameters
    ----------
    terms : DataFrame
        `term_sv`, `term_en`, `variants_sv`, `variants_en` (parted by ";"), `kind`, `broader` (the
        English or Swedish term of a wider concept, parted by ";").

    Examples
    --------
    >>> import pandas as pd
    >>> terms = pd.DataFrame({"term_sv": ["knä", "artroskopi"], "term_en": ["knee", "arthroscopy"],
    ...     "variants_sv": "", "variants_en": "", "kind": ["condition", "action"], "broader": ""})
    >>> lexicon = Lexicon(terms)
    >>> [one.concept for one in lexicon.named("Knäartroskopi")]
    ['knee', 'arthroscopy']
    >>> [one.concept for one in lexicon.named("Arthroscopic surgery of the knee")]
    ['arthroscopy', '~surger', 'knee']
    """

    def __init__(self, terms):
        self._phrases = {"sv": {}, "en": {}}  # keys of a phrase to its concepts
        self._parts = {}  # Swedish word, folded, to its concepts: what compounds are made of
        self._kinds, self._wider, broader = {}, {}, {}
        for row in terms.itertuples():
            concept = row.term_en or row.term_sv
            self._kinds.setdefault(concept, row.kind)
            broader.setdefault(concept, []).extend(split(row.broader))
            for language in ("sv", "en"):
                said = [getattr(row, f"term_{language}"), *split(getattr(row, f"variants_{language}"))]
                for phrase in filter(None, said):
                    self._add(language, phrase, concept)
        # a list of one's own may hold a whole page as a term: only lengths that occur are tried
        lengths = {language: set(map(len, known)) for language, known in self._phrases.items()}
        self._lengths = {language: sorted(known, reverse=True) for language, known in lengths.items()}
        for concept, names in broader.items():
            self._wider[concept] = self._resolve(concept, names)

    def _add(self, language, phrase, concept):
        keys = keys_of(phrase)
        if keys and concept not in self._phrases[language].setdefault(keys, []):
            self._phrases[language][keys].append(concept)
        whole = fold(phrase).replace(" ", "")
        if language == "sv" and len(keys) == 1 and len(whole) >= 3:
            self._parts.setdefault(whole, []).append(concept)

    def _resolve(self, concept, names):
        found = []
        for name in names:
            keys = keys_of(name)
            called = [*self._phrases["en"].get(keys, ()), *self._phrases["sv"].get(keys, ())]
            found += [name] if name in self._kinds else called[:1]
        return tuple(name for name in dict.fromkeys(found) if name != concept)

    def wider(self, concept):
        """Return the wider concepts of a concept, the nearest first: {concept: steps}.

        >>> import pandas as pd
        >>> terms = pd.DataFrame({"term_sv": ["", ""], "term_en": ["statin", "drug"], "variants_sv": "",
        ...                       "variants_en": "", "kind": "action", "broader": ["drug", ""]})
        >>> Lexicon(terms).wider("statin")
        {'drug': 1}
        """
        steps, border = {}, [concept]
        for step in range(1, 5):
            near = [wider for one in border for wider in self._wider.get(one, ())]
            border = [wider for wider in near if wider not in steps and wider != concept]
            steps |= dict.fromkeys(border, step)
        return steps

    def named(self, text, language=None):
        """Return what a text names (`Named`), in the order of the text; a longer term hides those within it.

        The language is "sv" or "en", judged by small words where not given.
        """
        language = language or language_of(text)
        words = words_of(text)
        keys = [key(folded) for _, folded in words]
        found, place = [], 0
        while place < len(words):
            length, concepts = self._longest_at(keys, place, language)
            said = " ".join(word for word, _ in words[place : place + length])
            if concepts:
                found += self._named(concepts, said)
            else:
                found += self._unlisted(*words[place], keys[place], language)
            place += length
        return found

    def _named(self, concepts, said, weight=1.0):
        return [Named(one, said, weight, self._kinds[one]) for one in concepts]

    def _longest_at(self, keys, place, language):
        known = self._phrases[language]
        for length in self._lengths[language]:
            concepts = known.get(tuple(keys[place : place + length]))
            if concepts and place + length <= len(keys):
                return length, concepts
        return 1, ()

    def _unlisted(self, said, word, reduced, language):
        """Return what a word names that no term of its language lists: its parts, a cognate, or itself."""
        if word in EVERYDAY or word.isdigit():
            return []
        parts = self._split(said, word) if language == "sv" else self._ending(said, word)
        if parts:
            return parts
        for concepts in (self._phrases[other].get((reduced,)) for other in ("en", "sv")):
            if concepts and len(reduced) >= 6:
                return self._named(concepts, said)
        return [Named("~" + reduced, said, 1.0, "")]

    def _ending(self, said, word):
        """Return the measure a word ends with: rosuvastatin is a statin."""
        for place in range(1, len(word) - 5):
            measures = [c for c in self._parts.get(word[place:], ()) if self._kinds[c] == "action"]
            if measures:
                return [Named("~" + key(word), said, 1.0, ""), *self._named(measures[:1], said, PART)]
        return []

    def _split(self, said, word):
        """Return the concepts in a Swedish compound: all its parts, or a known end or beginning."""
        found = []
        for part in cut(word, self._parts) or ends(word, self._parts) or ():
            if part in self._parts:
                found += self._named(self._parts[part], said, PART)
            elif part not in EVERYDAY and len(part) >= 4:
                found.append(Named("~" + key(part), said, PART, ""))
        return found


def keys_of(phrase):
    """Return the keys of a phrase's words."""
    return tuple(key(folded) for _, folded in words_of(phrase))


def cut(word, known):
    """Return a compound as the fewest known parts that make it up, or None.

    >>> cut("depressionsscreening", {"depression", "screening"})
    ['depression', 'screening']
    >>> cut("knaledsbrosk", {"kna", "led", "brosk", "knaled"})
    ['knaled', 'brosk']
    """
    best = {0: []}
    for end in range(3, len(word) + 1):
        for start in [place for place in best if end - place >= 3]:
            part = word[start:end]
            for known_part in (part, part[:-1] if end < len(word) and part[-1] in "seoa" else part):
                better = end not in best or len(best[start]) + 1 < len(best[end])
                if len(known_part) >= 3 and known_part in known and better:
                    best[end] = [*best[start], known_part]
    return best.get(len(word))


def ends(word, known, least=4):
    """Return a compound as its longest known end and what stands before it, or the other way round.

    >>> ends("musikterapi", {"terapi"}), ends("insulinpenna", {"insulin"}), ends("penna", {"insulin"})
    (['musik', 'terapi'], ['insulin', 'penna'], None)
    """
    for place in range(3, len(word) - least + 1):
        if word[place:] in known:
            return [word[:place], word[place:]]
    for place in range(len(word) - 2, least - 1, -1):
        if word[:place] in known:
            return [word[:place], re.sub("^s(?=..)", "", word[place:])]
    return None


def language_of(text):
    """Return "sv" or "en", by letters and small words; English where nothing tells.

    >>> language_of("Artroskopi vid artros"), language_of("Knäkirurgi"), language_of("Surgery of the knee")
    ('sv', 'sv', 'en')
    """
    words = fold(text).split()
    swedish, english = sum(w in _SWEDISH for w in words), sum(w in _ENGLISH for w in words)
    if swedish == english:
        return "sv" if re.search("[åäöÅÄÖ]", text) else "en"
    return "sv" if swedish > english else "en"
