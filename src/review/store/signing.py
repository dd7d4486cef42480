"""Signing: a reader's machine keeps a key, by which what is written in the reader's name is signed.

What is signed is the digest of an entry of the ledger, which covers the rows it tells of and the entries it
follows, together with the review's id. The private key lies in the user's own folder of settings.
"""

import hashlib
import json
import os
import platform
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs
from sqlalchemy import bindparam, select

from review.errors import StoreError, UsageError
from review.store.schema import keys

__all__ = ["KEYS_VARIABLE", "UNSIGNED", "Signing", "fingerprint", "signed"]

KEYS_VARIABLE = "REVIEW_KEYS"
UNSIGNED = {"signed_by": "", "signature": ""}
"""What an entry of the ledger says that nobody signed."""
_SAID = select(keys.c.says, keys.c.key).where(keys.c.holder == bindparam("holder"))


def fingerprint(key):
    """Return the 25 digits by which people compare a public key (64 hexadecimal digits).

    Examples
    --------
    >>> fingerprint("00" * 32)
    '80925-03678-29014-36206-97941'
    """
    digits = f"{int(hashlib.sha256(key.encode()).hexdigest(), 16) % 10**25:025}"
    return "-".join(digits[start : start + 5] for start in range(0, 25, 5))


@dataclass(frozen=True)
class Key:
    """A reader's key on this machine: `public` as hexadecimal text, and what signs with it."""

    public: str
    machine: str
    private: object = field(repr=False)


@dataclass(frozen=True)
class Signing:
    """How a review is signed: its id, the fingerprints that review.toml pins, and this machine's keys."""

    review: str = ""
    pins: dict = field(default_factory=dict)
    _opened: dict = field(default_factory=dict, repr=False)

    def key(self, reader):
        """Return the `Key` of a reader on this machine, None where there is none; StoreError if broken."""
        if reader not in self._opened and (path := self._file(reader)).exists():
            self._opened[reader] = _read_key(path)
        return self._opened.get(reader)

    def make_key(self, reader, machine=""):
        """Return the key of a reader on this machine; make it where there is none."""
        if self.key(reader) is None:
            said = {"review": self.review, "reader": reader, "machine": machine or platform.node()}
            _write_key(self._file(reader), said)
        return self.key(reader)

    def forget_key(self, reader):
        """Remove the key of a reader from this machine."""
        self._file(reader).unlink()
        del self._opened[reader]

    def sign(self, key, digest):
        """Return the columns of an entry of the ledger that a key signs."""
        return {"signed_by": key.public, "signature": key.private.sign(self._said(digest)).hex()}

    def holds(self, key, signature, digest):
        """Return whether a signature of an entry's digest is by a public key."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
            public.verify(bytes.fromhex(signature), self._said(digest))
        except (InvalidSignature, ValueError, TypeError):
            return False
        return True

    def _said(self, digest):
        return json.dumps(["review", self.review, digest]).encode()

    def _file(self, reader):
        folder = os.environ.get(KEYS_VARIABLE) or platformdirs.user_config_path("review", False) / "keys"
        # an id may hold what no file name may
        name = hashlib.sha256(json.dumps([self.review, reader]).encode()).hexdigest()[:32]
        return Path(folder) / f"{name}.json"


def signed(connection, entry, reader):
    """Return an entry of the ledger, signed where its reader signs.

    Raises UsageError where the reader signs and this machine has no key that counts.
    """
    said = connection.execute(_SAID, {"holder": reader}).all() if reader else []
    if not said:
        return entry
    signing = connection.get_execution_options().get("review_signing", Signing())
    own = signing.key(reader)
    if own and ("announces", own.public) in said and ("revokes", own.public) not in said:
        return entry | signing.sign(own, entry["digest"])
    why = "the key of this machine was revoked" if own else "this machine has no key of theirs"
    raise UsageError(
        f"{reader} signs what they write, and {why}; nothing was written. See: review sign status. On "
        f"{reader}'s own machine: review sign on --reader {reader}"
    )


def _read_key(path):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(said["private"]))
        return Key(private.public_key().public_bytes_raw().hex(), said["machine"], private)
    except (OSError, ValueError, TypeError, KeyError):
        raise StoreError(
            f"the key in {path} cannot be read; bring the file back from a backup of yours, or move it away "
            "and take a new key: review sign on"
        ) from None


def _write_key(path, said):
    """Write a new key to a file of its owner's alone, whole or not at all, never over another."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    said |= {"private": Ed25519PrivateKey.generate().private_bytes_raw().hex()}
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(json.dumps(said))
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path) if os.name == "nt" else os.link(unfinished, path)
    except FileExistsError:
        return  # another program made one at the same time
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written ({error.strerror}); name a folder of your own in {KEYS_VARIABLE}"
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
