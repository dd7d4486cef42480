"""How alike two records are, field by field; NaN where one of them is silent."""

from itertools import groupby
from string import ascii_lowercase

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Levenshtein

__all__ = ["WORDINGS", "likeness"]

WORDINGS = ("same", "spelt", "added", "other")
"""How the words of two titles differ: not at all, in spelling or small words, by words that only one of them
has, or by words of both."""

DOI_VERSION = r"(?:\.pub\d+|[./]v\d+|\.\d)$"
ARTICLE_NUMBER = r"cd\d{3,}|[a-z]*\d{5,}"
NEAR_TITLE = 0.5
PAGES_OFF = 9
NEAR_PAGE = 0.5
SMALL = frozenset("a an the of in on for to and by at from as is s".split())
OPPOSITES = (
    ("hyper", "hypo"),
    ("pre", "post"),
    ("pre", "peri"),
    ("intra", "inter"),
    ("in", "de"),
    ("in", "ex"),
    ("im", "ex"),
    ("ab", "ad"),
    ("af", "ef"),
    ("endo", "exo"),
    ("micro", "macro"),
    ("a", ""),
    ("in", ""),
    ("un", ""),
    ("im", ""),
)
"""Beginnings that look like a slip of the pen and mean another thing."""


def likeness(traits, first, second):
    """Return how alike pairs of records are, one row per pair.

    Parameters
    ----------
    traits : pandas.DataFrame
        From `traits`.
    first, second : arrays of int, length n_pairs
        Positions of the two records of each pair.

    Returns
    -------
    pandas.DataFrame
        ``doi pmid volume issue pages last numbers notice``: 1 same, 0 not, NaN unknown.
        ``title authors first_author journal abstract``: 0 to 1, NaN unknown.
        ``years``: years apart, NaN unknown. ``length``: letters of the shorter title.
        ``begins``: one title is the beginning of the other. ``swapped``: each title has a word the other has not.
        ``generic``: a title that many publications bear. ``preprints``: how many of the two are preprints.
    """
    a = traits.iloc[first].reset_index(drop=True)
    b = traits.iloc[second].reset_index(drop=True)
    pairs = pd.DataFrame(index=range(len(a)))
    pairs["doi"] = _doi(a["doi"], b["doi"])
    for field in ("pmid", "volume", "issue", "last"):
        pairs[field] = _same(a[field], b[field])
    pairs["pages"] = _pages(a, b)
    pairs["article_number"] = a["pages"].str.fullmatch(ARTICLE_NUMBER).to_numpy()
    pairs["title"] = _ratio(a["title"], b["title"])
    pairs["begins"] = _begins(a["compact"], b["compact"])
    pairs["length"] = np.minimum(a["compact"].str.len(), b["compact"].str.len()).to_numpy()
    pairs["wording"] = _wording(a, b, pairs["title"])
    pairs["numbers"] = (a["digits"] == b["digits"]).to_numpy()
    pairs["part"] = (a["part"] == b["part"]).to_numpy()
    pairs["notice"] = (a["notice"] == b["notice"]).to_numpy()
    pairs["generic"] = (a["generic"] | b["generic"]).to_numpy()
    pairs["authors"] = _ratio(a["authors"], b["authors"], fuzz.token_set_ratio)
    pairs["first_author"] = _ratio(_first(a["authors"]), _first(b["authors"]))
    pairs["journal"] = _journal(a, b)
    pairs["abstract"] = _abstract(a["abstract"], b["abstract"])
    pairs["years"] = (a["year"] - b["year"]).abs().to_numpy()
    pairs["stem"] = _same(a["doi"].str.replace(DOI_VERSION, "", regex=True), b["doi"].str.replace(DOI_VERSION, "", regex=True))
    pairs["export"] = _same(a["export"], b["export"])
    pairs["preprints"] = a["preprint"].to_numpy().astype(int) + b["preprint"].to_numpy().astype(int)
    return pairs


def _known(a, b):
    return ((a != "") & (b != "")).to_numpy()


def _same(a, b):
    return np.where(_known(a, b), (a == b).to_numpy().astype(float), np.nan)


def _doi(a, b):
    """1 same, 0 different; unknown too where one is the beginning of the other: it was cut off."""
    values = _same(a, b)
    cut = [x.startswith(y) or y.startswith(x) for x, y in zip(a, b, strict=True)]
    values[(values == 0) & np.array(cut, dtype=bool)] = np.nan
    return values


def _pages(a, b):
    """1 where a first page is shared, `NEAR_PAGE` where it is a few pages off, 0 where it is another.

    Unknown too where one side only counts its pages (1-18) and the other has an article number or a place.
    """
    values = np.full(len(a), np.nan)
    known = np.flatnonzero(_known(a["pages"], b["pages"]))
    columns = [frame[name].to_numpy()[known] for frame in (a, b) for name in ("pages", "last", "volume")]
    values[known] = [_page(*six) for six in zip(*columns, strict=True)]
    return values


def _page(pages_a, last_a, volume_a, pages_b, last_b, volume_b):
    starts_a, starts_b = pages_a.split(), pages_b.split()
    if set(starts_a) & set(starts_b) or _bare_same(starts_a[0], starts_b[0]):
        return 1.0
    counts_a, counts_b = "1" in starts_a and last_a != "", "1" in starts_b and last_b != ""
    number_a, number_b = last_a in ("", starts_a[0]), last_b in ("", starts_b[0])
    if (counts_a and (number_b or not volume_a)) or (counts_b and (number_a or not volume_b)):
        return np.nan
    near = starts_a[0].isdigit() and starts_b[0].isdigit() and abs(int(starts_a[0]) - int(starts_b[0])) <= PAGES_OFF
    return NEAR_PAGE if near else 0.0


def _bare_same(one, two):
    """`s12` and `12` may be the same page, `s12` and `e12` not."""
    bare_one, bare_two = one.lstrip(ascii_lowercase), two.lstrip(ascii_lowercase)
    return bare_one == bare_two and (bare_one == one or bare_two == two)


def _ratio(a, b, scorer=fuzz.ratio):
    """Likeness of two texts, 0 to 1."""
    scores = process.cpdist(a.tolist(), b.tolist(), scorer=scorer, dtype=np.float32) / 100
    return np.where(_known(a, b), scores.astype(float), np.nan)


def _first(authors):
    return authors.str.split(" ", n=1).str[0].fillna("")


def _begins(a, b):
    return np.array([bool(x) and bool(y) and (x.startswith(y) or y.startswith(x)) for x, y in zip(a, b, strict=True)], dtype=bool)


def _wording(a, b, title):
    """How the words of two titles differ: see `WORDINGS`."""
    same = ((a["compact"] == b["compact"]) & (a["compact"] != "")).to_numpy()
    out = np.where(same, 0, 3)
    ones, twos = a["title"].to_numpy(), b["title"].to_numpy()
    near = np.flatnonzero((title >= NEAR_TITLE) & ~same)
    out[near] = [_difference(ones[row].split(), twos[row].split()) for row in near]
    return np.array(WORDINGS, dtype=object)[out]


def _difference(one, two):
    """Position in `WORDINGS` of the kind of difference between two titles, given as words."""
    only_one = only_two = False
    for words_one, words_two in _different_words(one, two):
        if _misspelt("".join(words_one), "".join(words_two)):
            continue
        words_one, words_two = _without_small(words_one), _without_small(words_two)
        if words_one and words_two and _misspelt("".join(words_one), "".join(words_two)):
            continue
        only_one, only_two = only_one or bool(words_one), only_two or bool(words_two)
    return 3 if only_one and only_two else 2 if only_one or only_two else 1


def _different_words(one, two):
    """Yield what stands in either title between words that both have."""
    steps = Levenshtein.opcodes(one, two)
    for differs, run in groupby(steps, key=lambda step: step.tag != "equal"):
        if differs:
            run = list(run)
            yield one[run[0].src_start : run[-1].src_end], two[run[0].dest_start : run[-1].dest_end]


def _without_small(words):
    return [word for word in words if word not in SMALL]


def _misspelt(one, two):
    """Are two words, written without blanks, the same but for a slip of the pen?"""
    if one == two:
        return True
    shortest = min(len(one), len(two))
    if shortest < 4 and (one in SMALL or two in SMALL or abs(len(one) - len(two)) == 1):
        return max(len(one), len(two)) <= 4 and OSA.distance(one, two) <= 1
    allowed = 2 if shortest >= 8 else 1 if shortest >= 4 else 0
    return OSA.distance(one, two, score_cutoff=allowed) <= allowed and not _opposed(one, two)


def _opposed(one, two):
    """Do two words differ by a beginning that turns the meaning, such as `hyper` and `hypo`?"""
    return any(
        (one.startswith(x) and two.startswith(y) and one[len(x) :] == two[len(y) :])
        or (two.startswith(x) and one.startswith(y) and two[len(x) :] == one[len(y) :])
        for x, y in OPPOSITES
    )


def _journal(a, b):
    """Likeness of two journals: 1 where names, abbreviations or ISSNs agree."""
    names = list(zip(a["journal"], b["journal"], strict=True))
    scores = {names_: _journal_names(*names_) for names_ in set(names)}
    values = np.array([scores[pair] for pair in names], dtype=float)
    issns = list(zip(a["issns"], b["issns"], strict=True))
    shared = {both: bool(set(both[0].split()) & set(both[1].split())) for both in set(issns)}
    values[np.array([shared[both] for both in issns], dtype=bool)] = 1.0
    return values


def _journal_names(one, two):
    if not (one and two):
        return np.nan
    if one == two or abbreviates(one, two) or abbreviates(two, one):
        return 1.0
    return fuzz.ratio(one, two) / 100


def abbreviates(short, long):
    """Is one journal name the other's abbreviation, word by word or by first letters?

    Examples
    --------
    >>> abbreviates("curr opin lipidol", "current opinion lipidology"), abbreviates("pnas", "lancet")
    (True, False)
    >>> abbreviates("jama", "journal american medical association"), abbreviates("circulation", "circulation research")
    (True, False)
    """
    parts, words = short.split(), long.split()
    if len(parts) == 1 and len(words) > 1:
        return len(short) > 1 and short == "".join(word[0] for word in words)
    return len(parts) == len(words) and all(_shortens(part, word) for part, word in zip(parts, words, strict=True))


def _shortens(part, word):
    """First letters, or first letter and some of the others in order (`natl` for `national`)."""
    if word.startswith(part):
        return True
    rest = iter(word[1:])
    return part[0] == word[0] and len(part) > 1 and all(letter in rest for letter in part[1:])


def _abstract(a, b):
    """Likeness of the beginnings of two abstracts, over the length of the shorter one."""
    values = np.full(len(a), np.nan)
    known = np.flatnonzero(_known(a, b))
    lengths = [min(len(a.iat[i]), len(b.iat[i])) for i in known]
    ones = [a.iat[i][:n] for i, n in zip(known, lengths, strict=True)]
    twos = [b.iat[i][:n] for i, n in zip(known, lengths, strict=True)]
    if len(known):
        values[known] = process.cpdist(ones, twos, scorer=fuzz.ratio, dtype=np.float32) / 100
    return values
