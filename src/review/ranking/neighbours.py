"""The decided references most like another one, and the words they share."""

import numpy as np
import pandas as pd
from scipy import sparse

from review.errors import UsageError
from review.ranking.features import NOT_WORDS

__all__ = ["similar"]

COLUMNS = {"reference_id": "str", "decision": "str", "similarity": "float64", "words": "str"}


def similar(references, reference_id, decisions, features, *, n=3, n_words=5):
    """Return the decided references most like one reference, the most alike first.

    Parameters
    ----------
    references : frame
        `reference_id`, in the order in which `features` were fitted.
    reference_id : str
    decisions : frame
        `reference_id` and `decision`; the last of each reference is told.
    features : Features
        Fitted on `references`.
    n, n_words : int
        At most so many references, and so many shared words for each.

    Returns
    -------
    frame
        `reference_id`, `decision`, `similarity` (cosine, 0 to 1), `words` (joined by "; ", those that
        liken the two most first). References that share nothing are left out.

    Raises
    ------
    UsageError
        If the reference is not among the references.

    Examples
    --------
    >>> from review.ranking import Features
    >>> references = pd.DataFrame({"reference_id": ["a", "b", "c"],
    ...     "title": ["opioids for back pain", "knee surgery", "opioids and pain"]})
    >>> decisions = pd.DataFrame({"reference_id": ["a", "b"], "decision": ["include", "exclude"]})
    >>> similar(references, "c", decisions, Features().fit(references))[["reference_id", "words"]]
      reference_id          words
    0            a  opioids; pain
    """
    places = pd.Series(np.arange(len(references)), index=references["reference_id"].to_numpy())
    if reference_id not in places.index:
        raise UsageError(f"{reference_id}: expected one of the {len(places)} references, found none such")
    decided = decisions.drop_duplicates("reference_id", keep="last").set_index("reference_id")["decision"]
    decided = decided[decided.index.isin(places.index) & (decided.index != reference_id)]
    rows, row = features.matrix_[places[decided.index].to_numpy()], features.matrix_[[places[reference_id]]]
    likeness = np.asarray((rows @ row.T).todense()).ravel() / (_lengths(rows) * _lengths(row))
    nearest = [i for i in np.argsort(-likeness, kind="stable")[:n] if likeness[i] > 0]
    found = [
        (decided.index[i], decided.iloc[i], likeness[i], _shared(features, rows[[i]], row, n_words))
        for i in nearest
    ]
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def _shared(features, one, other, n):
    """Return the words two rows share, the weightiest first; longer ones stand for those in them."""
    both = sparse.coo_array(one * other)
    order = np.argsort(-both.data, kind="stable")[: 8 * n]
    words = [word for word in features.names(both.coords[1][order]) if word not in NOT_WORDS]
    words = list(dict.fromkeys(word.rpartition(": ")[2] for word in words))
    return "; ".join(words[:n])


def _lengths(rows):
    lengths = np.sqrt(np.asarray((rows * rows).sum(axis=1), dtype=float).ravel())
    return np.where(lengths > 0, lengths, 1)
