"""Keys: words of both languages reduced so that medical cognates meet (theophylline, teofyllin)."""

import re
from functools import lru_cache

from review.text import FUNCTION_WORDS, fold, plain, shipped_words

__all__ = ["EVERYDAY", "key", "words_of"]

EVERYDAY = frozenset(shipped_words("terms/words.toml")["everyday"].split())
"""Words that say nothing of what a recommendation is about, as `fold` writes them."""

_SPELLINGS = (
    ("sch", "sk"), ("ph", "f"), ("th", "t"), ("rh", "r"), ("ch", "k"), ("ck", "k"), ("qu", "kv"),
    ("ae", "e"), ("oe", "e"), ("glyc", "glyk"), ("cemi", "kemi"), ("x", "ks"), ("w", "v"), ("z", "s"),
)  # fmt: skip
# a lone letter belongs to the word it is tied to: X-ray, Z-drugs
_WORD = re.compile(r"(?:(?<![^\W_])[^\W\d_]-)?[^\W_]+")
_SOFT_C = re.compile(r"c(?=[eiy])")
_TWICE = re.compile(r"(.)\1+")
_ENDINGS = (
    "iska", "iskt", "isk", "ikali", "ikal", "erna", "orna", "arna", "ernas", "ens", "ets", "ies", "es", "is",
    "ik", "al", "er", "or", "ar", "en", "et", "na", "a", "i",
)  # fmt: skip
_SHORT_ENDINGS = ("s", "e")


@lru_cache(maxsize=100_000)
def key(word):
    """Return the form under which a folded word of either language is compared.

    Spellings that differ by rule between the languages are made one, endings are dropped.

    >>> key("theophylline"), key("teofyllin")
    ('teofilin', 'teofilin')
    >>> key("arthroscopic") == key("artroskopi") == key("artroskopisk")
    True
    """
    for there, here in _SPELLINGS:
        word = word.replace(there, here)
    word = _SOFT_C.sub("s", word).replace("c", "k").replace("y", "i")
    word = _TWICE.sub(r"\1", word)
    while (shorter := without_ending(word)) != word:
        word = shorter
    return word


def without_ending(word):
    """Return a word without one ending of either language, where enough of it is left."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 5:
            return word[: -len(ending)]
    for ending in _SHORT_ENDINGS:
        if word.endswith(ending) and len(word) >= 4:
            return word[:-1]
    return word


def words_of(text):
    """Return the words of a text that say something, in order, each as it is written and folded.

    Numbers stay, lone letters and function words go.

    >>> words_of("Artros i knä: typ 2")
    [('artros', 'artros'), ('knä', 'kna'), ('typ', 'typ'), ('2', '2')]
    >>> [word for word, _ in words_of("Chest X-ray and Z-drugs")]
    ['chest', 'xray', 'zdrugs']
    """
    found = []
    for word in _WORD.findall(plain(text).casefold()):
        word = word.replace("-", "")
        folded = fold(word).replace(" ", "")
        if (len(folded) > 1 or folded.isdigit()) and folded not in FUNCTION_WORDS:
            found.append((word, folded))
    return found
