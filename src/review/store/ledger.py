"""Ledger: what was written, row by row, so that a row changed, deleted or slipped in later is found out.

Each batch of rows that is added leaves one entry: the digest of every row, and the digests of the
entries it follows. Entries of one reader about one kind of judgement form a chain of their own, so that
writers never wait for each other, a log of one reader holds whole chains, and merging is a union.
"""

import hashlib
import json
import uuid
from functools import cache
from itertools import groupby

from sqlalchemy import bindparam, insert, select

from review.errors import SourceError
from review.records import whole_raw
from review.store.identifiers import new_id

__all__ = ["PILE", "adopted_entries", "digest_of", "entry_contents", "key_of", "ledger_entry", "record_loss",
           "record_rows"]  # fmt: skip

PILE = ("pile", "")
"""Kind and reader in the chain of what was imported."""

SOURCES = ("imports", "records", "sightings")
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
        contents = {table.name: {key_of(table, row): digest_of(table.name, row) for row in mine}}
        entry = ledger_entry(new_id(), kind, reader, height, follows, contents)
        connection.execute(insert(ledger), [entry])


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
    """Return the digests an entry tells, by table and key, without those of lost rows.

    Raises
    ------
    SourceError
        If the entry was changed after it was written.
    """
    parts = ("entry_id", "kind", "reader", "height", "follows", "contents")
    if _sha256([entry[part] for part in parts]) != entry["digest"]:
        raise SourceError(
            f"{where}: entry {entry['entry_id']} of the ledger was changed after it was written"
        )
    return {name: told for name, told in json.loads(entry["contents"]).items() if name != "lost"}


def _by_chain(table, rows):
    def chain(row):
        if table.name in SOURCES:
            return PILE
        return (row["kind"] if table.name == "withdrawals" else table.name, row["reader"])

    return groupby(sorted(rows, key=chain), key=chain)


def _ends(connection, ledger, kind, reader):
    """Return the digests nobody follows yet in a chain, as text, and the height of the next entry."""
    rows = connection.execute(_ends_query(ledger), {"of_kind": kind, "of_reader": reader}).all()
    followed = {digest for row in rows for digest in row.follows.split()}
    ends = sorted(row.digest for row in rows if row.digest not in followed)
    return " ".join(ends), max((row.height for row in rows), default=0) + 1


@cache
def _ends_query(ledger):
    mine = (ledger.c.kind == bindparam("of_kind"), ledger.c.reader == bindparam("of_reader"))
    newest = select(ledger.c.digest, ledger.c.follows, ledger.c.height).where(*mine)
    return newest.order_by(ledger.c.height.desc()).limit(_WINDOW)


def _plain(value):
    # a database gives back 0.0 for minus zero
    return 0.0 if isinstance(value, float) and value == 0 else value


def _as_json(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(value):
    return hashlib.sha256(_as_json(value).encode()).hexdigest()
