"""A file is written whole or not at all."""

import os
import re
import tempfile
import tomllib
from contextlib import contextmanager, suppress
from pathlib import Path

from review.errors import UsageError

__all__ = ["clear_leftovers", "whole_file"]

SETTINGS = "review.toml"
EXPORTS = "data/raw"  # where the settings name no other
TABLES, SIGNED = "references", Path("data", "signed_certificate.json")

_LEFTOVER = re.compile(r"\..+\.(\d+)\.\w{8}\.part(?:-\w+)?|.+\.(\d+)\.unfinished(?:-\w+)?").fullmatch
_DATABASE = b"SQLite format 3\0"
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
def whole_file(path, *, private=False, own=False):
    """Give the path of a new file beside `path`; it takes the place of `path` if all goes well.

    With `private` nobody but its owner can read it, as with what holds decisions that are judged blind. With
    `own` it may take the place of a table in ``references/`` or of the signed certificate: what keeps these.

    Raises UsageError if the file cannot be written, or what is there must stay: a database, the settings, an
    export or a table of a review, a folder, a device. What was at `path` before is then still there.
    """
    path = Path(path)
    if kept := _kept(path, own):
        raise UsageError(f"{path}: {kept}; choose another place")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        clear_leftovers(path.parent)
        prefix = f".{path.name[:100]}.{os.getpid()}."  # a name may be no longer than 255 bytes
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=".part")
        os.close(handle)
        try:
            yield Path(name)
            os.chmod(name, 0o600 if private else 0o666 & ~_UMASK)
            os.replace(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        said = f"cannot be written ({error.strerror or error}); choose another place"
        raise UsageError(f"{path}: {said}") from None


def _kept(path, own):
    """Return why nothing may be written in the place of what is at a path, "" where it may.

    Of a link the file it points to stays anyway: the link is replaced.
    """
    if not path.name or "\0" in str(path):
        return "is no name of a file"
    with suppress(OSError):  # which is told when it is written
        if path.is_symlink() or not path.exists():
            return ""
        if not path.is_file():
            return "is a folder or a device, not a file"
        with path.open("rb") as file:
            if file.read(len(_DATABASE)) == _DATABASE:
                return "is a database, which nothing may replace"
        if path.name == SETTINGS or _is_source(path.parent.resolve() / path.name, own):
            return "is what a review is made from, which nothing may replace"
    return ""


def _is_source(path, own):
    """Return whether a file is an export of a review, as its review.toml says, or filled in for it."""
    for folder in path.parents:
        with suppress(OSError, ValueError, AttributeError, TypeError):
            said = tomllib.loads((folder / SETTINGS).read_text(encoding="utf-8-sig"))
            if path.parent == (folder / said.get("exports", {}).get("folder", EXPORTS)).resolve():
                return True
            return not own and (path.parent == folder / TABLES or path == folder / SIGNED)
    return False
