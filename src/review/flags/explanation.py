"""Why a reference got its flag: the terms and words that moved the log odds, up or down."""

import numpy as np

from review.text import says_something

__all__ = ["explain_rows"]


def explain_rows(flag, texts, rows, names, knowledge, model, n):
    """Return (row, flag, word, weight, source) for the strongest pieces of each reference."""
    word_weights, kind_weights, _ = model
    _, hits = knowledge.evidence(texts, rows)
    found = []
    for position in range(len(texts)):
        row = rows[[position]]
        shares = row.data * word_weights[row.indices]
        for kind in (0, 1):
            # the columns of a row and of its likeness are the same, in the same order
            _, likeness = knowledge.likeness_shares(row, kind)
            if len(likeness):
                shares = shares + kind_weights[1 + kind] * likeness
        pieces = [(term, weight, "term") for term, weight in _term_shares(hits[position], kind_weights[0])]
        pieces += [(names[i], share, "word") for i, share in zip(row.indices, shares, strict=True)]
        strongest = _strongest(pieces, 3 * n)
        told = _strongest([piece for piece in strongest if says_something(piece[0])], n)
        found += [(position, flag, *piece) for piece in told]
    return found


def _term_shares(hits, weight):
    """Share out what the terms found add together, each by its own weight."""
    total = sum(hits.values())
    return [(term, weight * np.log1p(total) * own / total) for term, own in hits.items()]


def _strongest(pieces, n):
    up = sorted((piece for piece in pieces if piece[1] > 0), key=lambda piece: -piece[1])[:n]
    down = sorted((piece for piece in pieces if piece[1] < 0), key=lambda piece: piece[1])[:n]
    return sorted(up + down, key=lambda piece: -abs(piece[1]))
