"""How alike two records are, field by field; NaN where one of them is silent."""

import re
from string import ascii_lowercase

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from review.duplicates.wording import wording

__all__ = ["NEAR_PAGE", "likeness"]

NEAR_PAGE = 0.5
"""What `pages` says of first pages that are up to `PAGES_OFF` apart."""

PAGES_OFF = 9
WORKERS = -1
"""All processors; what comes out is the same with one."""

MOST_PAGES = 60
ARTICLE = re.compile(r"(?:cd\d{3,}|e\d{4,}|[a-z]*\d{5,})$")
"""An article number in place of pages."""


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
        * ``doi doi_stem pmid volume issue last export``: 1 same, 0 not, NaN unknown;
          ``pages`` so too, and `NEAR_PAGE` where the first page is a few off
        * ``title authors first_author journal abstract``: 0 to 1, NaN unknown
        * ``years``: how many apart, NaN unknown
        * ``letters``: of the shorter title; ``wording``: how the words of the titles differ (`WORDINGS`)
        * ``begins``: one title is the beginning of the other, longer one
        * ``numbers part notice``: the titles hold the same numbers, name the same part of a series, announce
          the same kind of notice
        * ``generic``: a title that many publications bear; ``twice``: one that two records of one export bear
        * ``article_number``: the first one's page is one; ``counted``: a first page of 1, which may only
          count the pages
        * ``preprints``: how many of the two are preprints; ``article``: just one is, and the other one names
          a journal or a DOI
    """
    a, b = (traits.iloc[rows].reset_index(drop=True) for rows in (first, second))
    ratio = _ratio(a["title"], b["title"])
    return pd.DataFrame(
        {
            "doi": _doi(a["doi"], b["doi"]),
            **{field: _same(a[field], b[field]) for field in COMPARED_WHOLE},
            "pages": _pages(a, b),
            "article_number": [ARTICLE.match(pages) is not None for pages in a["pages"]],
            "counted": _counted(a["pages"]) | _counted(b["pages"]),
            "title": ratio,
            "wording": wording(a, b, ratio),
            "begins": _begins(a["compact"], b["compact"]) & (a["compact"] != b["compact"]).to_numpy(),
            "letters": np.minimum(a["letters"], b["letters"]),
            **{name: _known_same(a[trait], b[trait]) for name, trait in SAME_IN_TITLES.items()},
            "generic": a["generic"] | b["generic"],
            "twice": a["twice"] | b["twice"],
            "authors": _ratio(a["authors"], b["authors"], fuzz.token_set_ratio),
            "first_author": _ratio(a["first_author"], b["first_author"]),
            "journal": _journal(a, b),
            "abstract": _abstract(a["abstract"].to_numpy(), b["abstract"].to_numpy()),
            "years": (a["year"] - b["year"]).abs(),
            "preprints": a["preprint"].astype(int) + b["preprint"].astype(int),
            "article": (a["preprint"] & ~b["preprint"] & _published(b))
            | (b["preprint"] & ~a["preprint"] & _published(a)),
        }
    )


COMPARED_WHOLE = ("doi_stem", "pmid", "volume", "issue", "last", "export")
SAME_IN_TITLES = {"numbers": "digits", "part": "part", "notice": "notice"}


def _known_same(a, b):
    return (a == b).to_numpy()


def _published(one):
    return (one["journal"] != "") | (one["doi"] != "")


def _known(a, b):
    return ((a != "") & (b != "")).to_numpy(dtype=bool)


def _same(a, b):
    return np.where(_known(a, b), (a == b).to_numpy(dtype=float), np.nan)


def _doi(a, b):
    """1 same, 0 different; unknown too where one is the beginning of the other: it was cut off."""
    values = _same(a, b)
    values[(values == 0) & _begins(a, b)] = np.nan
    return values


def _begins(a, b):
    """True where one text is the beginning of the other."""
    both = zip(a, b, strict=True)
    return np.array(
        [x != "" and y != "" and (x.startswith(y) or y.startswith(x)) for x, y in both], dtype=bool
    )


def _ratio(a, b, scorer=fuzz.ratio):
    """Likeness of two texts, 0 to 1."""
    scores = process.cpdist(a.tolist(), b.tolist(), scorer=scorer, dtype=np.float32, workers=WORKERS) / 100
    return np.where(_known(a, b), scores.astype(float), np.nan)


def _abstract(a, b):
    """Likeness of the beginnings of two abstracts, over the length of the shorter one."""
    values = np.full(len(a), np.nan)
    known = np.flatnonzero((a != "") & (b != ""))
    both = [(a[row], b[row], min(len(a[row]), len(b[row]))) for row in known]
    ones, twos = [one[:length] for one, _, length in both], [two[:length] for _, two, length in both]
    values[known] = process.cpdist(ones, twos, scorer=fuzz.ratio, dtype=np.float32, workers=WORKERS) / 100
    return values


# Pages


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
    first_a, first_b = starts_a[0], starts_b[0]
    if set(starts_a) & set(starts_b) or _bare_same(first_a, first_b):
        return 1.0
    counts_a, counts_b = "1" in starts_a and last_a != "", "1" in starts_b and last_b != ""
    if (counts_a and not (last_b and volume_a)) or (counts_b and not (last_a and volume_b)):
        return np.nan
    if (_page_count(first_a, last_a) and ARTICLE.match(first_b)) or (
        _page_count(first_b, last_b) and ARTICLE.match(first_a)
    ):
        return np.nan
    near = first_a.isdigit() and first_b.isdigit() and abs(int(first_a) - int(first_b)) <= PAGES_OFF
    return NEAR_PAGE if near else 0.0


def _counted(pages):
    return np.array([text == "1" or text.startswith("1 ") for text in pages], dtype=bool)


def _page_count(first, last):
    """A small number alone, which may be how many pages an article with a number has."""
    return not last and first.isdigit() and int(first) <= MOST_PAGES


def _bare_same(one, two):
    """`s12` and `12` may be the same page, and `12a` and `12`; `s12` and `e12` not."""
    bare_one, bare_two = one.strip(ascii_lowercase), two.strip(ascii_lowercase)
    return bare_one == bare_two and (bare_one == one or bare_two == two)


# Journals


def _journal(a, b):
    """Likeness of two journals: 1 where names, abbreviations or ISSNs agree."""
    names = list(zip(a["journal"], b["journal"], strict=True))
    scores = {both: _journal_names(*both) for both in set(names)}
    issns = list(zip(a["issns"], b["issns"], strict=True))
    shared = {both: not set(both[0].split()).isdisjoint(both[1].split()) for both in set(issns)}
    return [1.0 if shared[issn] else scores[name] for name, issn in zip(names, issns, strict=True)]


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
    >>> abbreviates("jama", "journal american medical association"), abbreviates("brain", "brain research")
    (True, False)
    """
    parts, words = short.split(), long.split()
    if len(parts) == 1 and len(words) > 1:
        return len(short) > 1 and short == "".join(word[0] for word in words)
    return len(parts) == len(words) and all(
        _shortens(part, word) for part, word in zip(parts, words, strict=True)
    )


def _shortens(part, word):
    """First letters, or first letter and some of the others in order (`natl` for `national`)."""
    if word.startswith(part):
        return True
    rest = iter(word[1:])
    return part[0] == word[0] and len(part) > 1 and all(letter in rest for letter in part[1:])
