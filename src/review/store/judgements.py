"""Judgements: appended, withdrawn by a further row, read as what counts now or as all there was."""

from functools import cache

import pandas as pd
from sqlalchemy import bindparam, func, null, select
from sqlalchemy.exc import IntegrityError

from review.errors import UsageError, place
from review.evidence import COMPARISON_COLUMNS, KINDS
from review.store.frames import frame_of
from review.store.imports import insert_rows, known_ids
from review.store.schema import JUDGEMENTS, POINTERS, withdrawals
from review.store.seen import (
    of_own,
    opened_comparisons,
    own_rows,
    readable,
    stands,
    taken_back,
)
from review.store.times import is_time, just_after

__all__ = ["append", "find_kind", "last_of", "read_comparisons", "read_current", "read_history", "withdraw"]

_BATCH = 5_000


def find_kind(name):
    """Return the Kind called `name`.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    if name not in KINDS:
        raise UsageError(f"There is no judgement called {name!r}; there are {', '.join(KINDS)}")
    return KINDS[name]


def append(connection, kind, rows, *, moment, new_id):
    """Add checked rows (see `review.store.values.check_rows`) and return their ids, in order.

    A row without a time of its own gets `moment`, or, where the clock has fallen behind, a microsecond
    after the newest standing row of its reader and of what it replaces: what is said later always counts
    as later. A row that brings its time keeps it, and is history if a newer one is there.

    Raises
    ------
    UsageError
        If the clock has fallen so far behind that the database refuses that time.
    """
    _check_pointers(connection, kind, rows)
    standing, newest = _standing(connection, kind, rows)
    clocks = {}
    for row in rows:
        row["id"] = new_id()
        key = tuple(row[column] for column in kind.key)
        before = standing.setdefault(key, [])
        if row["at"] is None:
            reader = row["reader"]
            if reader not in clocks:
                last = newest[reader] if newest else _newest_time(connection, kind, reader)
                clocks[reader] = _later(moment, last)
            row["at"] = _later(clocks[reader], max(before)[0] if before else "")
        older = [other for other in before if other < (row["at"], row["id"])]
        row["replaces"] = max(older)[1] if older else ""
        before.append((row["at"], row["id"]))
    try:
        insert_rows(connection, JUDGEMENTS[kind.name], rows)
    except IntegrityError as error:
        if clocks and "_fits_time" in str(error.orig):
            _blame_clock(kind, clocks, moment)
        raise
    return [row["id"] for row in rows]


def withdraw(connection, kind, target, described):
    """Add the row that withdraws the judgement `target`; `described` has `id`, `reader`, `at`, `note`.

    Raises
    ------
    UsageError
        If there is no such judgement, it was withdrawn before, or it is a blind one of another reader.
    """
    table = readable(connection, JUDGEMENTS[kind.name])
    back, said = taken_back(connection, table)
    row = connection.execute(select(table.c.reader).where(table.c.id == target)).first()
    if row is None:
        raise UsageError(f"There is no row {target!r} among the {kind.name}; nothing was withdrawn")
    if kind.blind and row.reader != described["reader"]:
        raise UsageError(f"{kind.name} {target} is {row.reader}'s, who alone can withdraw it")
    taken = select(back.c.reader, back.c.at).select_from(table.join(back, said)).where(table.c.id == target)
    before = connection.execute(taken).first()
    if before:
        raise UsageError(f"{kind.name} {target} was withdrawn by {before.reader} at {before.at} already")
    insert_rows(connection, withdrawals, [{"kind": kind.name, "target_id": target, **described}])


def last_of(connection, kind, reader):
    """Return the newest row of a reader that still stands, as a dictionary.

    Raises
    ------
    UsageError
        If the reader has none.
    """
    table = readable(connection, JUDGEMENTS[kind.name])
    query = select(table).where(table.c.reader == reader, stands(connection, table))
    row = connection.execute(query.order_by(table.c.at.desc(), table.c.id.desc()).limit(1)).first()
    if row is None:
        raise UsageError(f"{reader} has nothing to undo among the {kind.name}")
    return dict(row._mapping)


def read_current(connection, kind):
    """Return what counts now: of each key the newest row that was not withdrawn, oldest first."""
    table = readable(connection, JUDGEMENTS[kind.name])
    keys = [table.c[column] for column in kind.key]
    newest_first = func.row_number().over(partition_by=keys, order_by=(table.c.at.desc(), table.c.id.desc()))
    ranked = select(table, newest_first.label("place_in_key")).where(stands(connection, table)).subquery()
    columns = [ranked.c[column.name] for column in table.columns]
    query = select(*columns).where(ranked.c.place_in_key == 1).order_by(ranked.c.at, ranked.c.id)
    return frame_of(connection.execute(query).all(), JUDGEMENTS[kind.name].columns)


def read_history(connection, kind):
    """Return every row there ever was, oldest first, with `withdrawn` and `withdrawn_at`."""
    table = readable(connection, JUDGEMENTS[kind.name])
    back, said = taken_back(connection, table)
    rows = connection.execute(select(table).order_by(table.c.at, table.c.id)).all()
    times = select(table.c.id, func.min(back.c.at)).select_from(table.join(back, said)).group_by(table.c.id)
    gone = dict(map(tuple, connection.execute(times)))
    frame = frame_of(rows, JUDGEMENTS[kind.name].columns)
    at = pd.Series([gone.get(name, "") for name in frame["id"]], index=frame.index, dtype="str")
    # a row whose time is none counts no more than one that was taken back
    withdrawn = frame["id"].isin(gone.keys()) | ~frame["at"].between("1", "3")
    return frame.assign(withdrawn=withdrawn, withdrawn_at=at)


def read_comparisons(connection):
    """Return `COMPARISON_COLUMNS` and `first_reader` of every evaluation, also where it is hidden."""
    columns = [*COMPARISON_COLUMNS, "first_reader"]
    rows = opened_comparisons(connection)
    if rows is not None:
        return pd.DataFrame(rows, columns=columns, dtype="str")
    current = read_current(connection, KINDS["evaluations"])
    history = read_history(connection, KINDS["evaluations"])
    first = history[~history.withdrawn].drop_duplicates("evaluation_id").set_index("evaluation_id").reader
    return current.assign(first_reader=current.evaluation_id.map(first))[columns]


def _check_pointers(connection, kind, rows):
    pointers = [column for column in (*kind.about, *kind.says) if column in POINTERS]
    asked = {row[column] for row in rows for column in pointers if row[column]}
    unknown = asked - known_ids(connection, asked)
    if not unknown:
        return
    for number, row in enumerate(rows, start=1):
        for column in pointers:
            if row[column] in unknown:
                raise UsageError(
                    f"{place(kind.name, row=number, column=column)}: there is no record {row[column]!r} "
                    "in this review; import it first, or correct the id"
                )


def _standing(connection, kind, rows):
    """Return what stands about what `rows` are about (and more), and the newest time by reader, if known.

    What stands is (at, id) by key.
    """
    own, readers = of_own(connection, kind), list({row["reader"] for row in rows})
    query = own_rows(kind.name) if own else _standing_of(connection, kind)
    asked = list({row[kind.about[0]] for row in rows})
    told = {"readers": readers} if kind.per_reader and not own else {}
    standing, newest = {}, {}
    for start in range(0, len(asked), _BATCH):
        some = {"asked": asked[start : start + _BATCH]} | told
        for *key, at, identifier, last in connection.execute(query, some):
            if identifier is not None:
                standing.setdefault(tuple(key), []).append((at, identifier))
            if own:
                newest = dict.fromkeys(readers, last or "")
    return standing, newest


def _standing_of(connection, kind):
    plain = all(readable(connection, table) is table for table in (JUDGEMENTS[kind.name], withdrawals))
    return _standing_query(kind.name) if plain else _standing_in(connection, kind)


@cache
def _standing_query(name):
    # made once for each kind: it is asked with every judgement
    return _standing_in(None, KINDS[name])


def _standing_in(connection, kind):
    table = readable(connection, JUDGEMENTS[kind.name])
    query = select(*(table.c[column] for column in (*kind.key, "at", "id")), null()).where(
        table.c[kind.about[0]].in_(bindparam("asked", expanding=True)), stands(connection, table)
    )
    return query.where(table.c.reader.in_(bindparam("readers", expanding=True))) if kind.per_reader else query


def _newest_time(connection, kind, reader):
    table = readable(connection, JUDGEMENTS[kind.name])
    plain = all(readable(connection, each) is each for each in (JUDGEMENTS[kind.name], withdrawals))
    query = _newest_query(kind.name) if plain else _newest_in(connection, table)
    return connection.execute(query, {"of_reader": reader}).scalar() or ""


@cache
def _newest_query(name):
    return _newest_in(None, JUDGEMENTS[name])


def _newest_in(connection, table):
    mine = select(table.c.at).where(table.c.reader == bindparam("of_reader"), stands(connection, table))
    return mine.order_by(table.c.at.desc()).limit(1)


def _blame_clock(kind, clocks, moment):
    reader, last = max(clocks.items(), key=lambda pair: pair[1])
    raise UsageError(
        f"{kind.name}: the newest row of {reader} is of {last[:19]}Z, and the clock says {moment[:19]}Z; "
        "nothing was stored. Set the clock right and try again. If it is right, and was wrong when that row "
        f"was made, take back what was said then: review undo --reader {reader}"
    )


def _later(moment, floor):
    return moment if moment > floor or not is_time(floor) else just_after(floor)
