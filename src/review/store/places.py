"""Places: what can be said of an address without its secrets, and of a folder in which SQLite is not safe."""

import ctypes
import os
import re
from pathlib import Path

__all__ = ["looks_like_address", "unsafe_folder", "without_secrets"]

_SECRET = re.compile(r"([\w-]*(?:pass|pwd|secret|token)[\w-]*\s*=\s*)('[^']*'|[^&\s]*)", re.IGNORECASE)
_LOGIN = re.compile(r"^([a-z][\w+.-]*:?/{1,3}|[a-z][\w+.-]*:)?([^:@/]*):.*@", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"(?![A-Za-z]:[\\/]).*:.*@|.*\bpass\w*\s*=", re.DOTALL)
SYNCHRONISED = re.compile(
    r"(?:dropbox|onedrive|google ?drive|icloud|mobile documents|cloudstorage|nextcloud|owncloud|box sync|box"
    r"|pcloud ?drive|seafile|syncthing|creative cloud files|sharepoint)(?: \(.*\)| ?- .*)?",
    re.IGNORECASE,
).fullmatch
_MARKERS = (".dropbox", ".stfolder", ".sync", ".owncloudsync.log", ".nextcloudsync.log")
_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\w*|afs|davfs|fuse\.(?:sshfs|rclone|davfs2?|gvfsd-fuse|s3fs|smbnetfs)"
).fullmatch


def without_secrets(text):
    """Return an address with every password in it hidden, however it is written.

    Examples
    --------
    >>> without_secrets("postgresql://anna:s@cret@server/review?password=x&sslmode=require")
    'postgresql://anna:***@server/review?password=***&sslmode=require'
    >>> without_secrets("postgres//anna:secret@server"), without_secrets("host=a password='b c' user=d")
    ('postgres//anna:***@server', 'host=a password=*** user=d')
    """
    return _SECRET.sub(r"\1***", _LOGIN.sub(r"\1\2:***@", text))


def looks_like_address(text):
    """Return whether a text is an address, if one that is written wrong, rather than a path.

    Examples
    --------
    >>> looks_like_address("postgres//anna:secret@server"), looks_like_address("data/review.db")
    (True, False)
    """
    return bool(_ADDRESS.match(text)) and not Path(text).exists()


def unsafe_folder(path, mounts=None):
    """Return why a SQLite file is not safe in its folder, "" where nothing speaks against it.

    Examples
    --------
    >>> unsafe_folder("/home/anna/OneDrive - Myndigheten/review.db", "")
    'is in a synchronised folder (OneDrive - Myndigheten)'
    >>> unsafe_folder("/srv/team/review.db", "server:/team /srv/team nfs4 rw 0 0")
    'is on a network drive (/srv/team, nfs4)'
    """
    path = Path(path).absolute()
    for folder in path.parents:
        if SYNCHRONISED(folder.name) or any((folder / marker).exists() for marker in _MARKERS):
            return f"is in a synchronised folder ({folder.name})"
    if path.anchor.startswith("\\\\") or _is_network_drive(path.anchor):
        return f"is on a network drive ({path.anchor})"
    where, kind = _mounted(path, _mounts() if mounts is None else mounts)
    return f"is on a network drive ({where}, {kind})" if _NETWORK(kind) else ""


def _is_network_drive(anchor):
    return os.name == "nt" and ctypes.windll.kernel32.GetDriveTypeW(anchor) == 4


def _mounts():
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:  # there is none on macOS and Windows
        return ""


def _mounted(path, mounts):
    """Return where the file system of a path is mounted, and its kind."""
    rows = (line.split() for line in mounts.splitlines())
    held = [(row[1].replace("\\040", " "), row[2]) for row in rows if len(row) > 2]
    held = [(where, kind) for where, kind in held if path.is_relative_to(where)]
    return max(held, key=lambda pair: len(pair[0]), default=("", ""))
