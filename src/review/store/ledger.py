"""Ledger: what was written, row by row, so that a row changed, deleted or slipped in later is found out.

Each batch of rows that is added leaves one entry: the digest of every row, and the digests of the
entries it follows. Entries of one reader about one kind of judgement form a chain of their own, so that
writers never wait for each other, a log of one reader holds whole chains, and merging is a union.
"""

import hashlib
import json
import uuid
from functools import partial
from itertools import groupby

from sqlalchemy import insert

from review.errors import SourceError
from review.records import whole_raw
from review.store.identifiers import new_id
from review.store.rules import TOP
from review.store.schema import TABLES
from review.store.seen import chain_of
from review.store.signing import signed

__all__ = ["PILE", "adopted_entries", "chain", "digest_of", "entry_contents", "given_up", "key_of",
           "ledger_entry", "record_loss", "record_rows"]  # fmt: skip

PILE = ("pile", "")
"""Kind and reader in the chain of what was imported."""

SOURCES = ("imports", "records", "sightings")
_TABLES = tuple(table.name for table in TABLES)
_WINDOW = 32  # entries among which the ends of a chain are looked for; more never write at once


def digest_of(table, row):
    """Return the SHA-256 of a row as hexadecimal text; empty cells do not count.

    A column that a later version adds is empty in older rows and leaves their digests as they are; so does
    leaving the abstract out of what a record keeps raw (`review.records.raw_pairs`).

    Examples
    --------
    >>> digest_of("codes", {"id": "a", "note": ""}) == digest_of("codes", {"id": "a", "later": None})
    True
    """
    said = {name: _plain(value) for name, value in row.items() if value is not None and value != ""}
    if table == "records" and "raw" in said:
        said["raw"] = whole_raw(said["raw"], said.get("abstract", ""))
    return _sha256([table, said])


def key_of(table, row):
    """Return the primary key of a row as one text."""
    return " ".join(str(row[column.name]) for column in table.primary_key)


def record_rows(connection, ledger, table, rows):
    """Add the ledger entries of rows just inserted into `table`, one for each chain."""
    for (kind, reader), mine in _by_chain(table, rows):
        follows, height = _ends(connection, ledger, kind, reader)
        first, *_ = mine = list(mine)
        contents = {table.name: {key_of(table, row): digest_of(table.name, row) for row in mine}}
        entry = ledger_entry(new_id(), kind, reader, height, follows, contents)
        connection.execute(insert(ledger), [signed(connection, entry, first.get("reader", ""))])


def record_loss(connection, ledger, lost):
    """Add an entry that tells which rows a repair could not save (table name to keys)."""
    follows, height = _ends(connection, ledger, "repair", "")
    entry = ledger_entry(new_id(), "repair", "", height, follows, {"lost": lost})
    connection.execute(insert(ledger), [entry])


def adopted_entries(table, rows):
    """Return the entries for rows of which no entry tells, because an older version wrote them.

    They follow from the rows alone: whoever adopts the same rows makes the same entries.
    """
    entries = []
    for (kind, reader), mine in _by_chain(table, rows):
        contents = {table.name: {key_of(table, row): digest_of(table.name, row) for row in mine}}
        identifier = uuid.UUID(hex=_sha256([kind, reader, contents])[:32], version=4)
        entries.append(ledger_entry(str(identifier), kind, reader, 0, "", contents))
    return entries


def ledger_entry(identifier, kind, reader, height, follows, contents):
    """Return one entry as a row of the ledger, with its digest.

    Examples
    --------
    >>> entry = ledger_entry("e1", "codes", "anna", 1, "", {"codes": {"a": "123"}})
    >>> entry["contents"], len(entry["digest"])
    ('{"codes":{"a":"123"}}', 64)
    """
    text = _as_json(contents)
    return {
        "entry_id": identifier,
        "kind": kind,
        "reader": reader,
        "height": height,
        "follows": follows,
        "digest": _sha256([identifier, kind, reader, height, follows, text]),
        "contents": text,
    }


def entry_contents(entry, where):
    """Return the digests an entry tells, by table and key; of a repair's entry keys of lost rows, by table.

    Raises
    ------
    SourceError
        If the entry was changed after it was written.
    ValueError
        If it is none that review writes: it tells of what is not its chain's, or in another shape.
    """
    parts = ("entry_id", "kind", "reader", "height", "follows", "contents")
    if _sha256([entry[part] for part in parts]) != entry["digest"]:
        raise SourceError(
            f"{where}: entry {entry['entry_id']} of the ledger was changed after it was written"
        )
    try:
        told = json.loads(entry["contents"])
        told, shape, tables = (
            (told["lost"], list, _TABLES) if entry["kind"] == "repair" else (told, dict, _tables_of(entry))
        )
        if _is_told(told, shape, tables):
            return told
    except (TypeError, ValueError, KeyError, RecursionError):
        pass
    whose = f"{entry['reader'] or 'nobody'} on {entry['kind']}"
    raise ValueError(f"entry {entry['entry_id']} ({whose}) tells what is not its own to tell")


def given_up(lost):
    """Return the entry that tells which rows (table name to keys) were not taken in; always the same."""
    lost = {name: sorted(keys) for name, keys in lost.items() if keys}
    identifier = uuid.UUID(hex=_sha256(["lost", lost])[:32], version=4)
    return ledger_entry(str(identifier), "repair", "", 0, "", {"lost": lost})


def chain(table, row):
    """Return the chain of the ledger that a row belongs to: kind and reader."""
    if table.name in SOURCES:
        return PILE
    return (row["kind"] if table.name == "withdrawals" else table.name, row["reader"])


def _tables_of(entry):
    if (entry["kind"], entry["reader"]) == PILE:
        return SOURCES
    return {entry["kind"], "withdrawals"} & {*_TABLES[:-1]}


def _is_told(said, shape, tables):
    """Return whether contents are keys, in a dict with their digests, by table, all of them texts."""
    return isinstance(said, dict) and all(
        table in tables
        and isinstance(keys, shape)
        and all(isinstance(each, str) for each in (*keys, *(keys.values() if shape is dict else ())))
        for table, keys in said.items()
    )


def _by_chain(table, rows):
    return groupby(sorted(rows, key=partial(chain, table)), key=partial(chain, table))


def _ends(connection, ledger, kind, reader):
    """Return the digests nobody follows yet in a chain, as text, and the height of the next entry.

    An entry from before the database asked for a height may have any, and stops nobody.
    """
    rows = chain_of(connection, ledger, {"of_kind": kind, "of_reader": reader, "wanted": _WINDOW})
    followed = {digest for row in rows for digest in str(row.follows).split()}
    ends = sorted(row.digest for row in rows if row.digest not in followed)
    heights = [row.height for row in rows if isinstance(row.height, int)]
    return " ".join(ends), min(max(heights, default=0) + 1, TOP)


def _plain(value):
    # a database gives back 0.0 for minus zero
    return 0.0 if isinstance(value, float) and value == 0 else value


def _as_json(value):
    # SQLite may hold bytes where a text belongs
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)


def _sha256(value):
    return hashlib.sha256(_as_json(value).encode(errors="surrogatepass")).hexdigest()
