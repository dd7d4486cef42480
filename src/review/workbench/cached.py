"""Features of a pile, kept on disk: texts are read as words once, not every time a review is opened."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pandas as pd

from review.ranking import Features

__all__ = ["cached_features", "is_cached"]

PREFIX = "features-"
VERSION = "2"


def cached_features(references, folder, *, features=None):
    """Return the features of a pile from disk, or compute and keep them.

    The file is named by the content of the texts and by the settings: where either changes, it is another
    file, and the old one is removed. A file that cannot be read is made anew; the folder may be emptied
    at any time.

    Parameters
    ----------
    references : frame
        `title`, `abstract`, `keywords`, `year`.
    folder : path
        Made where it does not exist.
    features : Features, optional
        With other settings; fitted already or not.

    Returns
    -------
    Features
        Fitted on `references`.

    Examples
    --------
    >>> import tempfile
    >>> texts = pd.DataFrame({"title": ["back pain", "knee pain"]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     first, again = cached_features(texts, folder), cached_features(texts, folder)
    >>> (first.matrix_ != again.matrix_).nnz
    0
    """
    features = features if features is not None else Features()
    path = _path(references, folder, features)
    try:
        # opened here, not by numpy, which leaves a file open that it cannot read
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as arrays:
            return Features(**features.get_params()).restore(dict(arrays))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        pass
    if not hasattr(features, "matrix_"):
        features.fit(references)
    with suppress(OSError):  # where nothing can be written, they are computed next time too
        _keep(features, path)
    return features


def is_cached(references, folder, *, features=None):
    """Return whether the features of a pile are on disk."""
    return _path(references, folder, features if features is not None else Features()).is_file()


def _path(references, folder, features):
    return Path(folder) / f"{PREFIX}{_key(references, features)}.npz"


def _keep(features, path):
    """Write features whole or not at all, and remove those of earlier texts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.stem}.{os.getpid()}.part")
    try:
        with open(beside, "wb") as file:
            np.savez(file, **features.arrays())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    for old in path.parent.glob(f"{PREFIX}*.npz"):
        if old != path:
            old.unlink(missing_ok=True)


def _key(references, features):
    """Return a name made of everything the features depend on."""
    columns = [name for name in ("title", "abstract", "keywords", "year") if name in references]
    hashes = pd.util.hash_pandas_object(references[columns].astype("str"), index=False)
    digest = hashlib.sha256(hashes.to_numpy().tobytes())
    digest.update(f"{VERSION} {columns} {sorted(features.get_params().items())}".encode())
    return digest.hexdigest()[:32]
