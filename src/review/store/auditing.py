"""Auditing: every row against the ledger, and the ledger against itself."""

from sqlalchemy import select

from review.errors import SourceError
from review.store.ledger import chain, digest_of, entry_contents, key_of
from review.store.schema import TABLES, keys, ledger
from review.store.seen import readable, written
from review.store.signing import Signing
from review.store.voices import Voices

__all__ = ["check_ledger", "digest_or_none", "find_losses", "known_of", "named", "voices_of"]

_BATCH = 5_000
NAMED = 5


def check_ledger(connection, signing=None, readers=None):
    """Return checks as (name, ok, detail): `ledger`, `rows as written`, and one for each reader who signs."""
    entries, faults, told, lost, sound = _read_ledger(connection)
    voices = _voices(connection, signing, readers, told, sound)
    n_lost = sum(map(len, lost.values()))
    detail = f"{entries} entries, each with those it follows"
    if n_lost:
        detail += f"; a repair or merge gave up {n_lost} rows, named in the ledger"
    checks = [("ledger", not faults, named(faults) or detail)]
    wrong = [f"{table} {name}: {fault}" for table, name, fault in _wrong_rows(connection, told, lost, voices)]
    whole = f"{sum(map(len, told.values()))} rows are as they were written"
    checks.append(("rows as written", not wrong, named(wrong) or whole))
    for name, wrong, detail in voices.checks():
        checks.append((name, not wrong, f"{named(wrong)}; {detail}" if wrong else detail))
    return checks


def voices_of(connection, signing, readers, more=(), entries=None):
    """Return the `Voices` of a database; of a log beside it `more` (key, what is known) and its entries."""
    *_, told, _, sound = _read_ledger(connection)
    return _voices(connection, signing, readers, told, sound | (entries or {}), more)


def known_of(told, table, row):
    """Return which entries of a row's own chain tell of it: their digests, by the digest they tell.

    What another chain tells of a row is nobody's word. `told` is as `_read_ledger` returns it.
    """
    known = {}
    for digest, reader, entry in told[table.name].get(key_of(table, row), ()):
        if reader == chain(table, row)[1]:
            known.setdefault(digest, []).append(entry)
    return known


def _voices(connection, signing, readers, told, sound, more=()):
    there = ((dict(row), known_of(told, keys, row)) for row in connection.execute(select(keys)).mappings())
    rows = {
        row["id"]: ({name: str(cell) for name, cell in row.items()}, known.get(digest_or_none(keys, row), ()))
        for row, known in (*there, *more)
    }
    return Voices(signing or Signing(), readers, rows.values(), sound)


def find_losses(connection):
    """Return what the ledger tells of and is not there, and the rows of which it does not tell.

    Returns
    -------
    (dict of str to set of str, list of (Table, list of dict))
        Keys of lost rows by table, digests of lost entries under ``ledger``; rows by table.
    """
    _, _, told, lost, _ = _read_ledger(connection)
    entries = connection.execute(select(ledger.c.digest, ledger.c.follows)).all()
    followed = {digest for entry in entries for digest in entry.follows.split()}
    gone = {"ledger": followed - {entry.digest for entry in entries} - lost["ledger"]}
    untold = []
    for table in TABLES[:-1]:
        rows = {key_of(table, row): dict(row) for row in connection.execute(select(table)).mappings()}
        gone[table.name] = told[table.name].keys() - rows.keys() - lost[table.name]
        new = [row for key, row in rows.items() if key not in told[table.name]]
        untold += [(table, new)] if new else []
    return gone, untold


def digest_or_none(table, row):
    """Return the digest of a row, None where it holds what no row can: bytes, or what is not UTF-8."""
    try:
        return digest_of(table.name, row)
    except (TypeError, ValueError):
        return None


def _read_ledger(connection):
    """Return how many entries there are, faults, what is told, what was given up, and sound entries.

    Told is (digest, reader of the chain, digest of the entry) by table and key; sound entries are by digest.
    """
    faults, digests, followed, sound = [], set(), {}, {}
    told = {table.name: {} for table in TABLES[:-1]}
    lost = {table.name: set() for table in TABLES}
    entries = select(readable(connection, ledger)).execution_options(yield_per=_BATCH)
    for entry in connection.execute(entries).mappings():
        digests.add(entry["digest"])
        followed.update(dict.fromkeys(str(entry["follows"]).split(), entry))
        try:
            contents = entry_contents(entry, "ledger")
            sound[entry["digest"]] = {
                name: str(entry[name]) for name in ("follows", "signed_by", "signature")
            }
            for table, keys in contents.items():
                if entry["kind"] == "repair":
                    lost[table].update(keys)
                    continue
                for key, digest in keys.items():
                    told[table].setdefault(key, set()).add((digest, entry["reader"], entry["digest"]))
        except SourceError:
            faults.append(f"entry {entry['entry_id']} was changed after it was written")
        except ValueError as error:
            faults.append(str(error))
    gone = {digest: entry for digest, entry in followed.items() if digest not in digests | lost["ledger"]}
    for entry in gone.values():
        who = f"{entry['reader']} on {entry['kind']}" if entry["reader"] else entry["kind"]
        faults.append(f"an entry before {entry['entry_id']} ({who}) is gone")
    return len(digests), faults, told, lost, sound


def _wrong_rows(connection, told, lost, voices):
    """Return (table, which, what is wrong) of each row changed, slipped in, deleted; voices hear the rest."""
    wrong = []
    for table in TABLES[:-1]:
        unseen = dict(told[table.name])
        rows = select(written(connection, table)).execution_options(yield_per=_BATCH)
        for row in connection.execute(rows).mappings():
            key = key_of(table, row)
            unseen.pop(key, None)
            known, digest = known_of(told, table, row), digest_or_none(table, row)
            if not known:
                wrong.append((table.name, _name(row, key), "no entry of the ledger tells of this row"))
            elif digest not in known:
                wrong.append((table.name, _name(row, key), "was changed after it was written"))
            else:
                voices.hear(table, row, known[digest], _name(row, key))
        for key, known in unseen.items():
            if key not in lost[table.name]:
                teller = ", ".join(sorted({reader for _, reader, _ in known if reader}))
                wrong.append(
                    (table.name, f"{key} ({teller})" if teller else key, "was deleted after it was written")
                )
    return wrong


def _name(row, key):
    if "reader" in row and "at" in row:
        return f"{key} ({row['reader']}, {str(row['at'])[:19]}Z)"
    return key


def named(faults):
    """Return the first faults in one text, and how many more there are."""
    more = f" and {len(faults) - NAMED} more" if len(faults) > NAMED else ""
    return "; ".join(faults[:NAMED]) + more
