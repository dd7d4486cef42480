"""Texts as rows of numbers: weighted words and pairs of words, computed once and kept."""

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.base import BaseEstimator

from review.ranking.words import BREAK, PHRASE, TEXTS_AT_ONCE, WordBlock, stacked
from review.records import as_texts

__all__ = ["NOT_WORDS", "Features"]

YEARS_APART = 2
YEARS_WIDE = 4
LEAST_BUMP = 0.01
LEAST_WORDS = 5
TITLE_COUNT = 2
"""How often the words of the title count in the block of the text."""
MAX_DF = 0.9
"""Words in a larger share of the texts are left out."""
NOT_WORDS = ("(title in brackets)", "(year)")
"""Names of what is no word of the text, in brackets, which no word has."""


class Features(BaseEstimator):
    """Turn references into blocks of features: text, title, keywords, and what the text does not say.

    Each block of words has rows of length one, times its weight; the weights say how much a likeness in
    this respect counts. The row of a long text is a little longer: likeness of two words found among many
    says more than of the only two there are. Beside words there are the year of publication (newer or
    older, and around when) and whether the title stands in square brackets, as databases print translated
    titles.

    Parameters
    ----------
    title_weight, keyword_weight, phrase_weight : float
        Weights of the blocks of title words, words of keywords, and whole keywords; the text has 1.
    year_weight, bracket_weight : float
        Weights of year and brackets.
    length_power : float
        A text of n times the usual number of words has a row n ** length_power times as long.

    Attributes
    ----------
    matrix_ : sparse float32 array, texts × features
        The texts it was fitted on, so that nobody needs to compute them again.

    Examples
    --------
    >>> texts = pd.DataFrame({"title": ["Knee surgery", "Back pain"], "abstract": ["", "low back pain"]})
    >>> features = Features().fit(texts)
    >>> features.matrix_.shape
    (2, 11)
    >>> features.names([0, 5])
    ['knee', 'title: knee']
    """

    def __init__(
        self, *, title_weight=0.3, keyword_weight=0.25, phrase_weight=0.25, year_weight=0.05,
        bracket_weight=0.5, length_power=0.15,
    ):  # fmt: skip
        self.title_weight = title_weight
        self.keyword_weight = keyword_weight
        self.phrase_weight = phrase_weight
        self.year_weight = year_weight
        self.bracket_weight = bracket_weight
        self.length_power = length_power

    def fit(self, X, y=None):
        """Learn the words and their weights from all texts of a review."""
        texts = with_years(X)
        self.blocks_ = self._blocks()
        years = texts["year"].dropna()
        self.year_mean_, self.year_spread_ = (years.mean(), years.std(ddof=0)) if len(years) else (0.0, 0.0)
        first, last = (years.min(), years.max()) if len(years) else (0, -1)
        self.year_centres_ = np.arange(first, last + 1, YEARS_APART, dtype=float)
        self.n_features_in_ = 1
        parts = self._parts(texts, WordBlock.learn)
        self.usual_words_ = float(np.median(_n_words(parts[0]))) if len(texts) else 1.0
        self.matrix_ = self._join(texts, parts)
        return self

    def transform(self, X):
        """Return other texts as rows in the same words."""
        texts = with_years(X)
        return self._join(texts, self._parts(texts, WordBlock.read))

    def seed(self, text):
        """Return a text that is no reference, such as a question, as a row that counts in every block."""
        rows = [_whole(block.rows(block.read([text])[0])) for block in self.blocks_.values()]
        width = self.matrix_.shape[1] - sum(row.shape[1] for row in rows)
        weighted = [row * weight for row, weight in zip(rows, self._weights(), strict=True)]
        return sparse.hstack([*weighted, sparse.csr_array((1, width))], format="csr")

    def arrays(self):
        """Return everything learned as plain arrays by name, to be kept in a file (see `restore`)."""
        kept = {"year_centres": self.year_centres_, "year": np.array([self.year_mean_, self.year_spread_])}
        kept |= {"usual_words": np.array(self.usual_words_)}
        for place, block in enumerate(self.blocks_.values()):
            kept |= {f"{place} {name}": values for name, values in block.arrays().items()}
        matrix = self.matrix_
        return kept | {"data": matrix.data, "indices": matrix.indices, "indptr": matrix.indptr}

    def restore(self, arrays):
        """Return to what was learned, from the arrays of features with the same settings."""
        self.blocks_ = self._blocks()
        for place, block in enumerate(self.blocks_.values()):
            mark = f"{place} "
            block.restore({k.removeprefix(mark): v for k, v in arrays.items() if k.startswith(mark)})
        self.year_mean_, self.year_spread_ = map(float, arrays["year"])
        self.year_centres_, self.usual_words_ = arrays["year_centres"], float(arrays["usual_words"])
        # behind the words stand the brackets, newer, and one column for each bump of the year
        n_columns = sum(block.n_columns for block in self.blocks_.values()) + 2 + len(self.year_centres_)
        shape = (len(arrays["indptr"]) - 1, n_columns)
        self.matrix_ = sparse.csr_array((arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape)
        self.n_features_in_ = 1
        return self

    def names(self, columns):
        """Return the names of some columns; words of other blocks than the text say which one first."""
        starts = np.cumsum([0] + [block.n_columns for block in self.blocks_.values()])
        blocks = list(self.blocks_.items())
        found = []
        for column in columns:
            place = int(np.searchsorted(starts, column, side="right")) - 1
            if place < len(blocks):
                mark, block = blocks[place]
                found.append(mark + block.names([column - starts[place]])[0])
            else:
                found.append(NOT_WORDS[int(column > starts[-1])])
        return found

    def _blocks(self):
        return {
            "": WordBlock(max_df=MAX_DF),
            "title: ": WordBlock(),
            "keyword: ": WordBlock(pairs=False),
            "keywords: ": WordBlock(pairs=False, pattern=PHRASE),
        }

    def _weights(self):
        return (1.0, self.title_weight, self.keyword_weight, self.phrase_weight)

    def _parts(self, texts, read):
        """Return what each block reads of the texts, in parts."""
        # one text at a time: all of them together would be the largest thing in memory
        both = zip(texts["title"], texts["abstract"], strict=True)
        whole = ((title + BREAK) * TITLE_COUNT + abstract for title, abstract in both)
        said = (whole, texts["title"], texts["keywords"], texts["keywords"])
        return list(map(read, self.blocks_.values(), said))

    def _join(self, texts, parts):
        """Return the blocks side by side, some rows at a time."""
        blocks = list(self.blocks_.values())
        longer = (_n_words(parts[0]) / self.usual_words_) ** self.length_power
        others = sparse.hstack([self._brackets(texts), self._years(texts)], format="csr", dtype=np.float32)
        width = sum(block.n_columns for block in blocks) + others.shape[1]
        most = sum(map(WordBlock.most_cells, blocks, parts)) + others.nnz

        def rows():
            for start in range(0, len(texts), TEXTS_AT_ONCE):
                # what has become rows is let go
                some = [block.rows(part.pop(0)) for block, part in zip(blocks, parts, strict=True)]
                for block_rows, weight in zip(some, self._weights(), strict=True):
                    block_rows.data *= np.float32(weight)
                here = slice(start, start + TEXTS_AT_ONCE)
                some[0].data *= np.repeat(longer[here].astype(np.float32), np.diff(some[0].indptr))
                yield sparse.hstack([*some, others[here]], format="csr")

        return stacked(rows(), (len(texts), width), most)

    def _brackets(self, texts):
        values = np.array([title.startswith("[") for title in texts["title"]]) * self.bracket_weight
        return sparse.csr_array(values.astype(np.float32)[:, None])

    def _years(self, texts):
        """Return how much newer than the rest, and a bump around the year; nothing where there is none."""
        years = texts["year"].to_numpy(dtype=float)
        known = ~np.isnan(years)
        years = np.where(known, years, self.year_mean_)
        newer = np.clip((years - self.year_mean_) / (self.year_spread_ or 1), -3, 3)
        bumps = np.exp(-(((years[:, None] - self.year_centres_) / YEARS_WIDE) ** 2))
        bumps = np.where(bumps < LEAST_BUMP, 0, bumps) * known[:, None]
        length = np.sqrt((bumps**2).sum(axis=1, keepdims=True))
        bumps /= np.where(length > 0, length, 1)
        both = np.hstack([newer[:, None] * known[:, None], bumps])
        return sparse.csr_array((both * self.year_weight).astype(np.float32))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def with_years(X):
    """Return texts as a frame of title, abstract, keywords (str) and year (float), whatever way they come."""
    texts = as_texts(X, "abstract")
    known = X["year"].to_list() if isinstance(X, pd.DataFrame) and "year" in X else np.nan
    years = pd.Series(known, index=texts.index, dtype="object")
    return texts.assign(year=pd.to_numeric(years, errors="coerce").astype("float64"))


def _n_words(parts):
    """Return how many words each text has; very few count as a few, so that no row vanishes."""
    counts = [np.diff(part.ends) for part in parts]
    return np.maximum(np.concatenate(counts), LEAST_WORDS) if counts else np.empty(0)


def _whole(row):
    """Return a row of length one: what the pile does not know does not make the rest count less."""
    length = np.sqrt((row.data**2).sum())
    return row / length if length else row
