"""How alike two records are, field by field; NaN where one of them is silent."""

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from review.duplicates.distinct import each_once
from review.duplicates.grounds import with_grounds
from review.duplicates.places import ARTICLE, is_counted, issue_likeness, page_likeness
from review.duplicates.wording import wording

__all__ = ["LONG_TITLE", "likeness"]

WORKERS = -1
"""All processors; what comes out is the same with one."""


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
        * ``years``: how many apart, NaN unknown; ``placed``: how many of the two have a volume or a page
        * ``letters``: of the shorter title; ``wording``: how the words of the titles differ (`WORDINGS`)
        * ``begins``: one title is the beginning of the other, longer one
        * ``numbers part notice``: the titles hold the same numbers, name the same part of a series, announce
          the same kind of notice
        * ``generic``: a title that many publications bear; ``yearly``: one that comes back another year;
          ``twice``: one that two records of one export bear
        * ``article_number``: the first one's page is one; ``reviews``: it is that of a Cochrane review;
          ``counted``: a first page of 1, which may only
          count the pages
        * ``preprints``: how many of the two are preprints; ``article``: just one is, and the other one names
          a journal or a DOI
        * what the rules say of a pair (`review.duplicates.grounds`)
    """
    a, b = (traits.iloc[rows].reset_index(drop=True) for rows in (first, second))
    pages, unlike = page_likeness(a, b)
    alike = pd.DataFrame(
        {
            "doi": _doi(a["doi"], b["doi"]),
            **{name: _same(a[name], b[name]) for name in ("doi_stem", "pmid", "volume", "last", "export")},
            "issue": issue_likeness(a["issue"], b["issue"]),
            "pages": pages,
            "article_number": [ARTICLE.match(pages) is not None for pages in a["pages"]],
            "reviews": a["pages"].str.startswith("cd"),
            "counted": is_counted(a["pages"]) | is_counted(b["pages"]),
            **_titles(a, b),
            "authors": _people(a["authors"], b["authors"]),
            "first_author": _first_author(a, b),
            "journal": _journal(a, b),
            "abstract": _abstract(a["abstract"], b["abstract"]),
            "years": (a["year"] - b["year"]).abs(),
            "placed": _placed(a) + _placed(b),
            "preprints": a["preprint"].astype(int) + b["preprint"].astype(int),
            "article": (a["preprint"] & ~b["preprint"] & _published(b))
            | (b["preprint"] & ~a["preprint"] & _published(a)),
        }
    )
    alike.loc[unlike & _all_but_pages(alike), "pages"] = np.nan
    return with_grounds(alike)


def _titles(a, b):
    ratio = _ratio(a["title"], b["title"])
    return {
        "title": ratio,
        "wording": wording(a, b, ratio),
        "begins": _begins(a["compact"], b["compact"]) & (a["compact"] != b["compact"]),
        "letters": np.minimum(a["letters"], b["letters"]),
        "words": np.minimum(a["words"], b["words"]),
        "numbers": a["digits"] == b["digits"],
        **{name: a[name] == b[name] for name in ("part", "notice")},
        "generic": a["generic"] | b["generic"],
        "yearly": a["yearly"] & b["yearly"],
        "twice": a["twice"] | b["twice"],
    }


def _all_but_pages(alike):
    """Title, people, journal and volume agree, and neither issue nor abstract speaks against it."""
    title = alike["wording"].isin(("same", "spelt")) & (alike["words"] >= LONG_TITLE)
    place = (alike["journal"] >= 0.9) & (alike["volume"] == 1) & (alike["issue"] != 0)
    return title & place & (alike["authors"] >= 0.7) & ~(alike["abstract"] < 0.9)


LONG_TITLE = 6
"""Words, of which no two publications in one volume have the same by chance."""


def _published(one):
    return (one["journal"] != "") | (one["doi"] != "")


def _placed(one):
    return ((one["volume"] != "") | (one["pages"] != "")).astype(int)


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
    return np.array([bool(x and y) and (x.startswith(y) or y.startswith(x)) for x, y in both], dtype=bool)


def _ratio(a, b, scorer=fuzz.ratio):
    """Likeness of two texts, 0 to 1."""
    scores = process.cpdist(a.tolist(), b.tolist(), scorer=scorer, dtype=np.float32, workers=WORKERS) / 100
    return np.where(_known(a, b), scores.astype(float), np.nan)


def _people(a, b):
    """Likeness of two lists of names: by the words they share, in any order, or as they are written."""
    return np.fmax(_ratio(a, b, fuzz.token_set_ratio), _ratio(a, b))


def _first_author(a, b):
    """Likeness of the first surnames; 1 too where one stands among the first names of the other record."""
    both = zip(a["first_author"], a["authors"], b["first_author"], b["authors"], strict=True)
    near = [x in ys.split(" ", 3)[:3] or y in xs.split(" ", 3)[:3] for x, xs, y, ys in both]
    ratio = _ratio(a["first_author"], b["first_author"])
    return np.where(np.array(near, dtype=bool) & ~np.isnan(ratio), 1.0, ratio)


def _abstract(a, b):
    """Likeness of the beginnings of two abstracts, over the length of the shorter one."""
    both = list(zip(a, b, strict=True))
    ones, twos = [x[: len(y)] for x, y in both], [y[: len(x)] for x, y in both]
    return _ratio(pd.Series(ones, dtype=object), pd.Series(twos, dtype=object))


def _journal(a, b):
    """Likeness of two journals: 1 where names, abbreviations or ISSNs agree."""
    shared = each_once(lambda x, y: not set(x.split()).isdisjoint(y.split()), a["issns"], b["issns"])
    return np.where(shared, 1.0, each_once(_journal_names, a["journal"], b["journal"]))


def _journal_names(one, two):
    if not (one and two):
        return np.nan
    if one == two or abbreviates(one, two) or abbreviates(two, one):
        return 1.0
    return fuzz.ratio(one, two) / 100


def abbreviates(short, long):
    """Is one journal name the other's abbreviation, word by word or by first letters?

    >>> abbreviates("curr opin lipidol", "current opinion lipidology"), abbreviates("pnas", "lancet")
    (True, False)
    >>> abbreviates("jama", "journal american medical association"), abbreviates("brain", "brain research")
    (True, False)
    """
    parts, words = short.split(), long.split()
    if len(parts) == 1 and len(words) > 1:
        return len(short) > 1 and short == "".join(word[0] for word in words)
    return len(parts) == len(words) and all(map(_shortens, parts, words))


def _shortens(part, word):
    """First letters, or first letter and some of the others in order (`natl` for `national`)."""
    if word.startswith(part):
        return True
    rest = iter(word[1:])
    return part[0] == word[0] and len(part) > 1 and all(letter in rest for letter in part[1:])
