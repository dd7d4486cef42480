"""Keys: what is said of the keys by which readers sign, each a row that is itself signed."""

from sqlalchemy import func, or_, select

from review.errors import UsageError
from review.store.auditing import voices_of
from review.store.identifiers import new_id
from review.store.imports import insert_rows
from review.store.schema import keys, ledger
from review.store.seen import readable
from review.store.times import just_after, to_text

__all__ = ["say_of_key"]


def say_of_key(connection, signing, says, reader, moment, readers=None, *, key="", since="", **how):
    """Announce this machine's key, or accept or revoke one by its fingerprint (see `Store.say_of_key`)."""
    if says == "announces":
        _announce(connection, signing, reader, moment, **how)
        return
    voices = voices_of(connection, signing, readers)
    found = voices.find(key)
    if found is None:
        known = "; ".join(f"{shown} ({holder})" for holder, shown, *_ in voices.table())
        raise UsageError(f"there is no key {key!r}; there are {known or 'none yet'}")
    said = _say(connection, says, reader, found, moment, since=to_text(since or moment), covers=True)
    if not voices_of(connection, signing, readers).counts(said):
        raise UsageError(
            f"of {found[0]}'s key only {found[0]} may say this, with a key that counts, and adjudicators who "
            f"sign; {reader} may not, and nothing was written"
        )


def _announce(connection, signing, reader, moment, *, machine="", adopt=False):
    made = signing.key(reader) is None
    own = signing.make_key(reader, machine)
    there = select(keys.c.key).where(keys.c.holder == reader, keys.c.says == "announces")
    known = connection.scalars(there).all()
    if own.public in known and not adopt:
        return
    # a further key takes over nothing: what is not signed, or with a stolen key, stays so
    how = {"machine": own.machine, "covers": adopt or not known}
    try:
        _say(connection, "announces", reader, (reader, own.public), moment, **how)
    except Exception:
        if made:
            signing.forget_key(reader)
        raise


def _say(connection, says, reader, key, moment, *, covers, machine="", since=""):
    last = connection.scalar(select(func.max(keys.c.at))) or ""
    row = {"id": new_id(), "reader": reader, "at": moment if moment > last else just_after(last)}
    row |= {"says": says, "holder": key[0], "key": key[1], "machine": machine, "since": since}
    insert_rows(connection, keys, [row | {"follows": _ends_of(connection, key[0]) if covers else ""}])
    return row["id"]


def _ends_of(connection, reader):
    """Return the digests of the entries with which what a reader wrote, and was imported, ends; as text."""
    entries = readable(connection, ledger)
    mine = or_(entries.c.reader == reader, entries.c.kind == "pile")
    rows = connection.execute(select(entries.c.digest, entries.c.follows).where(mine)).all()
    followed = {digest for row in rows for digest in row.follows.split()}
    return " ".join(sorted(row.digest for row in rows if row.digest not in followed))
