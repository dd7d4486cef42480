"""How the words of two titles differ: in spelling, by an addition, or in what they say."""

from itertools import groupby

import numpy as np
from rapidfuzz.distance import OSA, Levenshtein

__all__ = ["WORDINGS", "difference", "misspelt", "wording"]

WORDINGS = ("same", "spelt", "added", "other")
"""How the words of two titles differ: not at all, in spelling or small words, by words that only one of them
has, or by words of both."""

NEAR_TITLE = 0.5
"""Below this likeness the words are not looked at: they are others."""

MOST_SLIPS = 4
SMALL_WORDS = "a an the of in on for to and by at from as is s"
SMALL = frozenset(SMALL_WORDS.split())
BEGINNINGS = "hyper/hypo pre/post pre/peri intra/inter in/de in/ex im/ex ab/ad af/ef endo/exo micro/macro"
OPPOSITES = [pair.split("/") for pair in f"{BEGINNINGS} a/ in/ un/ im/".split()]
"""Beginnings that look like a slip of the pen and mean another thing."""


def wording(a, b, ratio):
    """Return how the words of pairs of titles differ: an array of `WORDINGS`.

    `a` and `b` have `title` and `compact`, one row per pair; `ratio` is how alike the titles are letter by
    letter, 0 to 1, NaN unknown.
    """
    same = (a["compact"] == b["compact"]).to_numpy() & (a["compact"] != "").to_numpy()
    out = np.where(same, "same", "other").astype(object)
    ones, twos = a["title"].to_numpy(), b["title"].to_numpy()
    near = np.flatnonzero((ratio >= NEAR_TITLE) & ~same)
    out[near] = [difference(ones[row].split(), twos[row].split()) for row in near]
    return out


def difference(one, two):
    """Return which of `WORDINGS` two titles are, given as words.

    >>> difference("the rehabilitation after stroke".split(), "rehabilitaton after a stroke".split())
    'spelt'
    >>> difference("knee pain in men".split(), "knee pain".split())
    'added'
    >>> difference("knee pain in men".split(), "knee pain in women".split())
    'other'
    """
    if min(len(set(one) - set(two)), len(set(two) - set(one))) > MOST_SLIPS:
        return "other"
    only_one = only_two = False
    for words_one, words_two in _different_words(one, two):
        if misspelt("".join(words_one), "".join(words_two)):
            continue
        if len("".join(words_one)) == len("".join(words_two)) == 1:
            return "other"  # hepatitis A, hepatitis B
        large_one, large_two = _without_small(words_one), _without_small(words_two)
        if large_one and large_two and misspelt("".join(large_one), "".join(large_two)):
            continue
        only_one, only_two = only_one or bool(large_one), only_two or bool(large_two)
        if only_one and only_two:
            return "other"
    return "added" if only_one or only_two else "spelt"


def _different_words(one, two):
    """Yield what stands in either title between words that both have."""
    steps = Levenshtein.opcodes(one, two)
    for differs, run in groupby(steps, key=lambda step: step.tag != "equal"):
        if differs:
            run = list(run)
            yield one[run[0].src_start : run[-1].src_end], two[run[0].dest_start : run[-1].dest_end]


def _without_small(words):
    return [word for word in words if word not in SMALL]


def misspelt(one, two):
    """Return whether two words, written without blanks, are the same but for a slip of the pen.

    A sign of Chinese or Japanese is a word of its own: another sign is another word.

    >>> misspelt("prospective", "prospectve"), misspelt("hypotension", "hypertension"), misspelt("成", "儿")
    (True, False, False)
    """
    if one == two:
        return True
    if max(one + two) >= "⺀":
        return False
    shortest, longest = sorted((len(one), len(two)))
    if shortest == longest == 1:
        return False
    if shortest < 4:
        small = one in SMALL or two in SMALL
        return longest <= 4 and (small or longest > shortest) and OSA.distance(one, two) <= 1
    allowed = 2 if shortest >= 8 else 1
    return OSA.distance(one, two, score_cutoff=allowed) <= allowed and not _opposed(one, two)


def _opposed(one, two):
    """Do two words differ by a beginning that turns the meaning, such as `hyper` and `hypo`?"""
    return any(
        (one.startswith(x) and two.startswith(y) and one[len(x) :] == two[len(y) :])
        or (two.startswith(x) and one.startswith(y) and two[len(x) :] == one[len(y) :])
        for x, y in OPPOSITES
    )
