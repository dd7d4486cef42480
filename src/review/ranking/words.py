"""One block of features: the words of texts and pairs of neighbouring words, weighted by rarity."""

import re
from collections import defaultdict
from itertools import islice, pairwise

import numpy as np
from scipy import sparse

__all__ = ["BREAK", "PHRASE", "TOKEN", "WordBlock", "side_by_side"]

BREAK = "\f"
"""Stands between parts of a text; no pair reaches across."""

TOKEN = r"\b\w\w+\b"
PHRASE = r"[^;\s][^;\n]*"
TEXTS_AT_ONCE = 2048
KEYS_AT_ONCE = 4_000_000


class WordBlock:
    """Words and pairs as columns: 1 + log(count), times rarity, each row of length one.

    Words become numbers in one reading, and pairs are counted as pairs of numbers, never as strings.
    A pair that occurs in one text only has no column: it likens that text to no other. It does count in
    the length of its row, so that likenesses are what they would be with it.

    Parameters
    ----------
    pattern : str
        Regular expression of a word.
    pairs : bool
        Whether neighbouring words count together too.
    max_df : float in (0, 1]
        Words in a larger share of the texts are left out.
    """

    def __init__(self, *, pattern=TOKEN, pairs=True, max_df=1.0):
        self.pattern = pattern
        self.pairs = pairs
        self.max_df = max_df

    def fit_transform(self, texts):
        """Learn words and rarities from all texts and return them as rows (float32)."""
        words = defaultdict()
        words.default_factory = words.__len__
        numbers, ends = _numbers(texts, re.compile(self.pattern), words.__getitem__)
        self.words_ = dict(words)
        n_texts, n_words = len(ends) - 1, len(words)
        # in piles so small that the share means less than one text, nothing is too frequent
        most = self.max_df * n_texts if n_texts * (1 - self.max_df) > 1 else n_texts
        df, self.pair_keys_, pair_df = self._frequencies(numbers, ends, n_words)
        self.word_rarity_ = np.where(df <= most, _rarity(df, n_texts), 0).astype(np.float32)
        self.pair_rarity_ = np.where(pair_df <= most, _rarity(pair_df, n_texts), 0).astype(np.float32)
        self.lone_rarity_ = float(_rarity(np.ones(1), n_texts)[0]) if most >= 1 else 0.0
        return self._rows(numbers, ends)

    def transform(self, texts):
        """Return other texts as rows in the same words; words never seen are passed over."""
        numbers, ends = _numbers(texts, re.compile(self.pattern), lambda word: self.words_.get(word, -1))
        return self._rows(numbers, ends)

    @property
    def n_columns(self):
        """How many columns the block has: words first, then pairs."""
        return len(self.words_) + len(self.pair_keys_)

    def names(self, columns):
        """Return the words of some columns."""
        if not hasattr(self, "_spelled"):
            self._spelled = np.array(list(self.words_), dtype=object)
        n_words = len(self.words_)
        found = []
        for column in columns:
            if column < n_words:
                found.append(self._spelled[column])
            else:
                first, second = divmod(int(self.pair_keys_[column - n_words]), n_words)
                found.append(f"{self._spelled[first - 1]} {self._spelled[second]}")
        return found

    def arrays(self):
        """Return everything learned as plain arrays by name."""
        return {
            "words": np.frombuffer("\n".join(self.words_).encode(), dtype=np.uint8),
            "word_rarity": self.word_rarity_,
            "pair_keys": self.pair_keys_,
            "pair_rarity": self.pair_rarity_,
            "lone_rarity": np.array(self.lone_rarity_),
        }

    def restore(self, arrays):
        """Return to what was learned, from its arrays."""
        words = arrays["words"].tobytes().decode()
        self.words_ = {word: number for number, word in enumerate(words.split("\n") if words else [])}
        self.word_rarity_, self.pair_rarity_ = arrays["word_rarity"], arrays["pair_rarity"]
        self.pair_keys_, self.lone_rarity_ = arrays["pair_keys"], float(arrays["lone_rarity"])

    def _frequencies(self, numbers, ends, n_words):
        """Return in how many texts each word is, the pairs that are in two or more, and in how many."""
        df = np.zeros(n_words, dtype=np.int64)
        found, waiting = (np.empty(0, np.int64), np.empty(0, np.int64)), []
        for _, keys, _ in self._counted(numbers, ends, n_words):
            df += np.bincount(keys[keys < n_words], minlength=n_words)
            waiting.append(np.unique(keys[keys >= n_words], return_counts=True))
            if sum(len(keys) for keys, _ in waiting) > KEYS_AT_ONCE:
                found, waiting = _added([found, *waiting]), []
        keys, pair_df = _added([found, *waiting])
        return df, keys[pair_df > 1], pair_df[pair_df > 1]

    def _counted(self, numbers, ends, n_words):
        """Yield (text, key, count) of each chunk of texts; a pair's key is (first + 1) * n_words + second."""
        span = n_words * (n_words + 1)
        for start, stop in _chunks(len(ends) - 1):
            part = numbers[ends[start] : ends[stop]].astype(np.int64)
            lengths = np.diff(ends[start : stop + 1])
            texts = np.repeat(np.arange(stop - start), lengths)
            known = part >= 0
            keys = [texts[known] * span + part[known]]
            if self.pairs and len(part) > 1:
                together = (texts[1:] == texts[:-1]) & known[1:] & known[:-1]
                pairs = (part[:-1] + 1) * n_words + part[1:]
                keys.append((texts[:-1] * span + pairs)[together])
            keys, counts = np.unique(np.concatenate(keys), return_counts=True)
            yield (*np.divmod(keys, max(span, 1)), counts)

    def _rows(self, numbers, ends):
        n_words = len(self.words_)
        columns, weights, sizes = [], [], []
        chunks = _chunks(len(ends) - 1)
        for (start, stop), (texts, keys, counts) in zip(
            chunks, self._counted(numbers, ends, n_words), strict=True
        ):
            column, rarity = self._looked_up(keys, n_words)
            weight = (1 + np.log(counts)) * rarity
            length = np.sqrt(np.bincount(texts, weight**2, minlength=stop - start))
            weight /= np.where(length > 0, length, 1)[texts]
            kept = (column >= 0) & (weight > 0)
            columns.append(column[kept].astype(np.int32))
            weights.append(weight[kept].astype(np.float32))
            sizes.append(np.bincount(texts[kept], minlength=stop - start))
        ends_of_rows = np.concatenate([[0], np.cumsum(np.concatenate([[], *sizes]))])
        # one after the other, so that pieces and whole are never there twice
        indices = np.concatenate([np.empty(0, np.int32), *columns])
        columns.clear()
        data = np.concatenate([np.empty(0, np.float32), *weights])
        weights.clear()
        return sparse.csr_array(
            (data, indices, smallest(ends_of_rows)), shape=(len(ends) - 1, self.n_columns)
        )

    def _looked_up(self, keys, n_words):
        """Return column (-1 for none) and rarity of each key."""
        is_word = keys < n_words
        column = np.where(is_word, keys, -1)
        rarity = np.full(len(keys), self.lone_rarity_)
        rarity[is_word] = self.word_rarity_[keys[is_word]]
        if len(self.pair_keys_):
            place = np.searchsorted(self.pair_keys_, keys[~is_word])
            place = np.minimum(place, len(self.pair_keys_) - 1)
            found = self.pair_keys_[place] == keys[~is_word]
            column[~is_word] = np.where(found, place + n_words, -1)
            rarity[~is_word] = np.where(found, self.pair_rarity_[place], self.lone_rarity_)
        return column, rarity


def smallest(indptr):
    """Return ends of rows as small numbers as they may be, so that scipy makes no copies of both kinds."""
    return indptr.astype(np.int32 if indptr[-1] < 2**31 else np.int64)


def side_by_side(blocks):
    """Return sparse blocks as one, as `scipy.sparse.hstack` does, without holding everything three times.

    The list is emptied on the way.
    """
    lengths = [np.diff(block.indptr) for block in blocks]
    n_rows, width = blocks[0].shape[0], 0
    indptr = np.concatenate([[0], np.cumsum(sum(length.astype(np.int64) for length in lengths))])
    indices, data = np.empty(indptr[-1], np.int32), np.empty(indptr[-1], np.float32)
    begins = indptr[:-1].copy()
    while blocks:
        block, length = blocks.pop(0), lengths.pop(0)
        for start, stop in _chunks(n_rows):
            low, high = block.indptr[start], block.indptr[stop]
            moved = begins[start:stop] - block.indptr[start:stop]
            places = np.arange(low, high) + np.repeat(moved, length[start:stop])
            indices[places], data[places] = block.indices[low:high] + width, block.data[low:high]
        begins += length
        width += block.shape[1]
    return sparse.csr_array((data, indices, smallest(indptr)), shape=(n_rows, width))


def _numbers(texts, pattern, number_of):
    """Return all words of all texts as numbers, one text after the other, and where each text ends."""
    texts, numbers, ends = iter(texts), [], [0]
    while some := list(islice(texts, TEXTS_AT_ONCE)):
        chunk, before = [], ends[-1]
        for text in some:
            for part in text.lower().split(BREAK):
                chunk.extend(map(number_of, pattern.findall(part)))
                chunk.append(-1)
            ends.append(before + len(chunk))
        numbers.append(np.array(chunk, dtype=np.int32))
    return np.concatenate([np.empty(0, np.int32), *numbers]), np.array(ends, dtype=np.int64)


def _chunks(n_texts):
    return list(pairwise([*range(0, n_texts, TEXTS_AT_ONCE), n_texts])) if n_texts else []


def _rarity(df, n_texts):
    return np.log((1 + n_texts) / (1 + df)) + 1


def _added(parts):
    """Return the keys of all parts, each once, with its counts added up."""
    keys = np.concatenate([keys for keys, _ in parts])
    if not len(keys):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], np.concatenate([counts for _, counts in parts])[order]
    firsts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    return keys[firsts], np.add.reduceat(counts, firsts)
