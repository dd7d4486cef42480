"""Trust: which rows of a damaged file are as they were written, by what its ledger tells of them."""

from itertools import islice

from sqlalchemy import Boolean

from review.errors import SourceError
from review.store.auditing import digest_or_none
from review.store.ledger import chain, entry_contents, key_of
from review.store.schema import TABLES

__all__ = ["CHANGED", "Witness", "as_kept", "heal", "sound_entries"]

CHANGED = "was changed after it was written"
UNTOLD = "no entry of the ledger that can be read tells of it"
_BIT = tuple(1 << n for n in range(8))
_MASKS = (*_BIT, 0xFF, *(mask for mask in range(1, 0xFF) if mask not in _BIT))
_TRIES, _ALL_TRIES = 150_000, 800_000  # digests made for one row, and for all; these take some 20 seconds


def sound_entries(entries):
    """Return the entries of a ledger that are as they were written, and the others."""
    sound, broken = [], []
    for entry in entries:
        (sound if _contents(entry) is not None else broken).append(entry)
    return sound, broken


def _contents(entry):
    """Return the digests an entry tells by table and key, None where it was changed or has another shape."""
    try:
        told = entry_contents(entry, "ledger")
    except (SourceError, ValueError):
        return None
    return {} if entry["kind"] == "repair" else told


class Witness:
    """What sound entries tell of each row, and the digests (each with a key) that stand anywhere in a file.

    An entry for thousands of rows lies on many pages. Where one of them is damaged, the digests on all others
    still tell which rows are as they were written.
    """

    def __init__(self, entries, digests=None):
        self.told = {table.name: {} for table in TABLES[:-1]}
        for entry in entries:
            for table, keys in _contents(entry).items():
                for key, digest in keys.items():
                    self.told[table].setdefault(key, set()).add((digest, entry["reader"]))
        known = {digest for keys in self.told.values() for told in keys.values() for digest, _ in told}
        digests = digests or {}
        self.elsewhere = {digest: key for digest, key in digests.items() if digest not in known}
        self.by_key = {key: digest for digest, key in self.elsewhere.items()}

    def fault(self, table, row):
        """Return what speaks against a row, "" where nothing does."""
        digest, told = digest_or_none(table, row), self.told[table.name].get(key_of(table, row))
        if told is None:
            damaged = self.by_key.get(key_of(table, row))
            fault = UNTOLD if damaged is None else CHANGED
            return "" if _near(digest, damaged) or digest in self.elsewhere else fault
        if (digest, chain(table, row)[1]) in told:
            return ""
        # what another reader's chain tells of a row is nobody's word
        return UNTOLD if digest in {each for each, _ in told} else CHANGED

    def missed(self, table, rows):
        """Return the digests of a table for which none of the rows stands."""
        there = {digest_or_none(table, row) for row in rows}
        told = {digest for digests in self.told[table.name].values() for digest, _ in digests}
        return (told | self.elsewhere.keys()) - there


def _near(digest, damaged):
    """Return whether a digest in a damaged entry is this one but for a sign or two, as by chance none is."""
    both = zip(digest or "", damaged or "", strict=False)
    return bool(digest and damaged) and sum(one != other for one, other in both) <= 2


def heal(table, faulty, wanted):
    """Yield for each (row, fault) what it was before a byte of it was changed, None where nothing says so.

    Every byte is tried with every other value, the likeliest first, until a row has a digest the ledger
    tells of: that is the row that was written, and no other.
    """
    left = _ALL_TRIES if wanted else 0
    keys = [column.name for column in table.primary_key]
    for row, fault in faulty:
        healed, most = None, min(left, _TRIES)
        # of a row whose key is known some entry would tell
        for other in islice(_variants(row, keys if fault == UNTOLD else row), most):
            left -= 1
            if digest_or_none(table, other) in wanted:
                healed = other
                break
        yield healed


def _variants(row, columns):
    """Yield a row with one byte of one text changed, in all ways."""
    texts = {name: row[name] for name in columns if isinstance(row[name], str)}
    texts = {name: text.encode("utf-8", "surrogateescape") for name, text in texts.items()}
    for mask in _MASKS:
        for name, data in texts.items():
            for place, byte in enumerate(data):
                other = data[:place] + bytes((byte ^ mask,)) + data[place + 1 :]
                text = other.decode("utf-8", "surrogateescape")
                yield row | {name: text}


def as_kept(column, value):
    """Return a value that was read as bytes or a number as the type the ledger counts with."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    return bool(value) if isinstance(column.type, Boolean) and value in (0, 1) else value
