"""A file is written whole or not at all."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from review.errors import UsageError

__all__ = ["whole_file"]


@contextmanager
def whole_file(path):
    """Give the path of a new file beside `path`; it takes the place of `path` if all goes well.

    Raises
    ------
    UsageError
        If the file cannot be written; what was at `path` before is then still there.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        os.close(handle)
        try:
            yield Path(name)
            os.chmod(name, 0o644)
            os.replace(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        said = f"cannot be written ({error.strerror or error}); choose another place"
        raise UsageError(f"{path}: {said}") from None
