"""Voices: whose word each row is, by the keys that signed it.

A reader's first key is trusted, or the one that review.toml pins; a further one when a key of the same reader
or of an adjudicator accepts it. A revoked key speaks for what was there by then, and was said before the time
it was revoked from.
"""

from collections import Counter, defaultdict
from functools import cache

from review.store.signing import fingerprint

__all__ = ["Voices"]

UNSIGNED = "is not signed, and its reader signs"


class Voices:
    """Who signs in a review, with which keys, and which rows are whose word.

    Parameters
    ----------
    signing : review.store.signing.Signing
    readers : dict of str to str, or None
        Reader to role.
    rows : iterable of (dict, list of str)
        The rows of `keys`, each with the digests of the entries that tell of it.
    entries : dict of str to dict
        The entries of the ledger that are as they were written, by digest.
    """

    def __init__(self, signing, readers, rows, entries):
        self._signing, self._readers, self._entries = signing, readers or {}, entries
        self._voice, self._reach = cache(self._find_voice), cache(self._find_reach)
        self._machines, self._trusted, self._ends = {}, set(), defaultdict(list)  # by (reader, key)
        self._settled, self._before = set(), defaultdict(set)
        self._counts, self._faults = defaultdict(Counter), defaultdict(list)
        self.signing = set(signing.pins)
        rows = sorted(rows, key=lambda said: (said[0]["at"], said[0]["id"]))
        announced = [(row, entry) for row, told in rows for entry in told if self._announces(row, entry)]
        for row, _ in announced:
            self._announce(row)
        for row, told in rows:
            self._weigh(row, told)
        for row, entry in announced:
            if self._speaks(row, entry):
                self._before[row["reader"]] |= self._reach(row["follows"])

    def hear(self, table, row, told, name=""):
        """Count a row, and return why it is not its reader's word: "" where it is, or nobody signs there.

        `told` are the digests of the entries of the row's own chain that tell of it as it is.
        """
        reader, fault = str(row.get("reader", "")), ""
        if table.name == "keys":
            said, fault = "", "" if str(row["id"]) in self._settled else self._why_not(reader, told)
        elif reader not in self.signing:
            return ""
        elif any(self._speaks(row, entry) for entry in told):
            said = "signed"
        elif self._before[reader].intersection(told):
            said = "from before signing"
        else:
            fault = self._why_not(reader, told)
            said = "not signed" if fault == UNSIGNED else "signed otherwise"
        self._counts[reader][said] += bool(said)
        self._faults[reader] += [f"{table.name} {name} {fault}"] if fault else []
        return fault

    def checks(self):
        """Yield (name, faults, detail) of each reader who signs, when all rows were heard."""
        own = {reader: key for reader in self._readers if (key := self._signing.key(reader))}
        for reader in sorted({*self.signing, *self._faults, *own}):
            shown = [
                f"{key} ({machine}, {state})" for who, key, machine, state in self.table() if who == reader
            ]
            faults, pin = [], self._signing.pins.get(reader)
            if pin and not any(pin in key for key in shown):
                faults.append(f"review.toml pins the key {pin}, which is not here")
            if reader in own and (reader, own[reader].public) not in self._machines:
                faults.append("this machine signs, and its key is not here (review sign on brings it)")
            counts = ", ".join(f"{n} {said}" for said, n in sorted(self._counts[reader].items()) if n)
            yield (
                f"signed by {reader}",
                [*faults, *self._faults[reader]],
                "; ".join([counts or "no rows", *shown]),
            )

    def table(self):
        """Return (reader, fingerprint, machine, state) of each key, as they were announced."""
        return [
            (reader, fingerprint(key), machine, self._state(reader, key))
            for (reader, key), machine in self._machines.items()
        ]

    def find(self, digits):
        """Return (reader, key) of the key with a fingerprint, however typed; None where there is none."""
        typed = "".join(filter(str.isdigit, digits))
        return next((pair for pair in self._machines if fingerprint(pair[1]).replace("-", "") == typed), None)

    def counts(self, identifier):
        """Return whether a row of `keys` is said by who may say it."""
        return identifier in self._settled

    def _announces(self, row, entry):
        mine = row["says"] == "announces" and row["reader"] == row["holder"]
        return mine and self._voice(entry) == row["key"]

    def _announce(self, row):
        reader, pin = row["reader"], self._signing.pins.get(row["reader"])
        if pin == fingerprint(row["key"]) if pin else reader not in self.signing:
            self._trusted.add((reader, row["key"]))
        self.signing.add(reader)
        self._machines.setdefault((reader, row["key"]), row["machine"])
        self._settled.add(row["id"])

    def _weigh(self, row, told):
        """Take in what is said of a key by who may say it: another key of its holder's, or an adjudicator."""
        key, may = (row["holder"], row["key"]), self._readers.get(row["reader"]) == "adjudicator"
        if row["says"] == "announces" or key not in self._machines or not (may or row["reader"] == key[0]):
            return
        if any(self._speaks(row, entry) for entry in told):
            self._settled.add(row["id"])
            self._trusted.add(key)
            if row["says"] == "revokes":
                self._ends[key].append(row)

    def _speaks(self, row, entry):
        """Return whether an entry that tells of a row is signed by a key that was its reader's then."""
        key = (row["reader"], self._voice(entry))
        ends = self._ends.get(key)
        return key in self._trusted and (
            not ends
            or any(str(row["at"]) < end["since"] and entry in self._reach(end["follows"]) for end in ends)
        )

    def _find_voice(self, entry):
        """Return the key that signed an entry, "" where none did."""
        said = self._entries.get(entry)
        holds = (
            said and said["signature"] and self._signing.holds(said["signed_by"], said["signature"], entry)
        )
        return said["signed_by"] if holds else ""

    def _find_reach(self, ends):
        """Return the digests of some entries and of all before them."""
        reached, left = set(), ends.split()
        while left:
            if (entry := left.pop()) not in reached and entry in self._entries:
                reached.add(entry)
                left += self._entries[entry]["follows"].split()
        return reached

    def _why_not(self, reader, told):
        if not any(entry in self._entries and self._entries[entry]["signature"] for entry in told):
            return UNSIGNED
        key = next(filter(None, map(self._voice, told)), "")
        state = self._state(reader, key) if (reader, key) in self._machines else "is not this reader's"
        return (
            f"is signed by a key that {state}: {fingerprint(key)}"
            if key
            else "has a signature that does not hold"
        )

    def _state(self, reader, key):
        if (reader, key) in self._ends:
            return f"counts until {max(end['since'] for end in self._ends[reader, key])[:19]}Z"
        pinned = self._signing.pins.get(reader) == fingerprint(key)
        return (
            "is pinned" if pinned else "counts" if (reader, key) in self._trusted else "waits to be accepted"
        )
