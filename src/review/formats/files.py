"""A file is written whole or not at all."""

import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path

from review.errors import UsageError

__all__ = ["clear_leftovers", "whole_file"]

_LEFTOVER = re.compile(r"\..+\.(\d+)\.\w{8}\.part|.+\.(\d+)\.unfinished(?:-\w+)?").fullmatch
_UMASK = os.umask(0)
os.umask(_UMASK)  # it cannot be asked without being set


def clear_leftovers(folder):
    """Take away the unfinished files of runs that were killed; those of programs that run are left alone."""
    for file in Path(folder).iterdir():
        found = _LEFTOVER(file.name)
        if found and not _runs(int(found[1] or found[2])):
            file.unlink(missing_ok=True)


def _runs(process):
    if os.name == "nt":  # to ask there would end it
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


@contextmanager
def whole_file(path):
    """Give the path of a new file beside `path`; it takes the place of `path` if all goes well.

    Raises UsageError if the file cannot be written; what was at `path` before is then still there.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        clear_leftovers(path.parent)
        prefix = f".{path.name[:100]}.{os.getpid()}."  # a name may be no longer than 255 bytes
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=".part")
        os.close(handle)
        try:
            yield Path(name)
            os.chmod(name, 0o666 & ~_UMASK)
            os.replace(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        said = f"cannot be written ({error.strerror or error}); choose another place"
        raise UsageError(f"{path}: {said}") from None
