"""One block of features: the words of texts and pairs of neighbouring words, weighted by rarity."""

import mmap
import re
from collections import defaultdict
from itertools import islice
from typing import NamedTuple

import numpy as np
from scipy import sparse

__all__ = ["BREAK", "PHRASE", "TEXTS_AT_ONCE", "TOKEN", "Part", "WordBlock", "stacked"]

BREAK = "\f"
"""Stands between parts of a text; no pair reaches across."""

TOKEN = r"\b\w\w+\b"
PHRASE = r"[^;\s][^;\n]*"
TEXTS_AT_ONCE = 2048
KEYS_AT_ONCE = 1_000_000


class Part(NamedTuple):
    """Some texts read as numbers of words: one text after the other, and where each text ends."""

    words: np.ndarray
    ends: np.ndarray

    @property
    def n_texts(self):
        """How many texts these are."""
        return len(self.ends) - 1


class WordBlock:
    """Words and pairs as columns: 1 + log(count), times rarity, each row of length one.

    Words become numbers in one reading, and pairs are counted as pairs of numbers, never as strings.
    A pair that occurs in one text only has no column: it likens that text to no other. It does count in
    the length of its row, so that likenesses are what they would be with it.

    `pattern` is the regular expression of a word, `pairs` whether neighbouring words count together too;
    words in a larger share of the texts than `max_df`, in (0, 1], are left out.
    """

    def __init__(self, *, pattern=TOKEN, pairs=True, max_df=1.0):
        self.pattern = pattern
        self.pairs = pairs
        self.max_df = max_df

    def learn(self, texts):
        """Learn words and rarities from all texts and return these as parts (see `rows`)."""
        words = defaultdict()
        words.default_factory = words.__len__
        parts = _parts(texts, re.compile(self.pattern), words.__getitem__)
        self.words_ = dict(words)
        n_texts = sum(part.n_texts for part in parts)
        # in piles so small that the share means less than one text, nothing is too frequent
        most = self.max_df * n_texts if n_texts * (1 - self.max_df) > 1 else n_texts
        df, self.pair_keys_, pair_df = self._frequencies(parts)
        self.word_rarity_ = np.where(df <= most, _rarity(df, n_texts), 0).astype(np.float32)
        self.pair_rarity_ = np.where(pair_df <= most, _rarity(pair_df, n_texts), 0).astype(np.float32)
        self.lone_rarity_ = float(_rarity(np.ones(1), n_texts)[0]) if most >= 1 else 0.0
        return parts

    def read(self, texts):
        """Return other texts as parts in the words learned; words never seen are passed over."""
        return _parts(texts, re.compile(self.pattern), lambda word: self.words_.get(word, -1))

    def rows(self, part):
        """Return texts that were read as rows (float32)."""
        n_words = len(self.words_)
        texts, keys, counts = self._counted(part)
        column, rarity = self._looked_up(keys, n_words)
        weight = (1 + np.log(counts)) * rarity
        length = np.sqrt(np.bincount(texts, weight**2, minlength=part.n_texts))
        weight /= np.where(length > 0, length, 1)[texts]
        kept = (column >= 0) & (weight > 0)
        sizes = np.bincount(texts[kept], minlength=part.n_texts)
        weight, column = weight[kept].astype(np.float32), column[kept].astype(np.int32)
        indptr = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
        return sparse.csr_array((weight, column, indptr), shape=(part.n_texts, self.n_columns))

    def most_cells(self, parts):
        """Return a number of cells that the rows of these texts do not exceed."""
        return sum(len(part.words) for part in parts) * (2 if self.pairs else 1)

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

    def _frequencies(self, parts):
        """Return in how many texts each word is, the pairs that are in two or more, and in how many."""
        n_words = len(self.words_)
        df = np.zeros(n_words, dtype=np.int64)
        found, waiting = (np.empty(0, np.int64), np.empty(0, np.int32)), []
        for part in parts:
            _, keys, _ = self._counted(part)
            df += np.bincount(keys[keys < n_words], minlength=n_words)
            pairs, counts = np.unique(keys[keys >= n_words], return_counts=True)
            waiting.append((pairs, counts.astype(np.int32)))
            if sum(len(keys) for keys, _ in waiting) > max(KEYS_AT_ONCE, len(found[0]) // 2):
                found, waiting = _added([found, *waiting]), []
        keys, pair_df = _added([found, *waiting])
        return df, keys[pair_df > 1], pair_df[pair_df > 1]

    def _counted(self, part):
        """Return (text, key, count); a pair's key is (first + 1) * n_words + second."""
        n_words = len(self.words_)
        span = n_words * (n_words + 1)
        words = part.words.astype(np.int64)
        texts = np.repeat(np.arange(part.n_texts), np.diff(part.ends))
        known = words >= 0
        keys = [texts[known] * span + words[known]]
        if self.pairs and len(words) > 1:
            together = (texts[1:] == texts[:-1]) & known[1:] & known[:-1]
            pairs = (words[:-1] + 1) * n_words + words[1:]
            keys.append((texts[:-1] * span + pairs)[together])
        keys, counts = np.unique(np.concatenate(keys), return_counts=True)
        return (*np.divmod(keys, max(span, 1)), counts)

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


def stacked(parts, shape, most_cells):
    """Return rows that come in parts as one matrix (float32), so that parts and whole are never there twice.

    Room is kept for `most_cells` from the start; what stays empty takes no memory, and is given back.
    """
    data, indices = np.empty(most_cells, np.float32), np.empty(most_cells, np.int32)
    ends = np.zeros(shape[0] + 1, dtype=np.int64)
    row = cell = 0
    for part in parts:
        stop, after = row + part.shape[0], cell + part.nnz
        data[cell:after], indices[cell:after] = part.data, part.indices
        ends[row + 1 : stop + 1] = cell + part.indptr[1:].astype(np.int64)
        row, cell = stop, after
    data.resize(cell, refcheck=False)
    indices.resize(cell, refcheck=False)
    # ends as small as they may be, so that scipy makes no copies of both kinds
    return sparse.csr_array((data, indices, ends.astype(np.int32 if cell < 2**31 else np.int64)), shape=shape)


def _parts(texts, pattern, number_of):
    """Return all words of all texts, `TEXTS_AT_ONCE` in each part."""
    texts, parts = iter(texts), []
    while some := list(islice(texts, TEXTS_AT_ONCE)):
        words, ends = [], [0]
        for text in some:
            for piece in text.lower().split(BREAK):
                words.extend(map(number_of, pattern.findall(piece)))
                words.append(-1)
            ends.append(len(words))
        parts.append(Part(_set_apart(words), np.array(ends)))
    return parts


def _set_apart(words):
    """Return numbers in memory of their own, which is given back as soon as they are let go.

    Numpy takes small arrays from a heap that seldom shrinks: a large pile would be there twice.
    """
    if not words:
        return np.empty(0, np.int32)
    room = np.frombuffer(mmap.mmap(-1, 4 * len(words)), np.int32)
    room[:] = words
    return room


def _rarity(df, n_texts):
    return np.log((1 + n_texts) / (1 + df)) + 1


def _added(parts):
    """Return the keys of all parts, each once, with its counts added up."""
    keys = np.concatenate([keys for keys, _ in parts])
    if not len(keys):
        return np.empty(0, np.int64), np.empty(0, np.int32)
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], np.concatenate([counts for _, counts in parts])[order]
    firsts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    return keys[firsts], np.add.reduceat(counts, firsts)
