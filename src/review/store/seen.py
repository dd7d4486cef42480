"""Seen: what a connection may read, which on a PostgreSQL server of many logins comes through functions.

Everywhere else, and for the owner and adjudicators, a table is the table.
"""

from functools import cache

from sqlalchemy import ARRAY, Text, and_, bindparam, column, exists, func, select, text, true

from review.evidence import COMPARISON_COLUMNS, KINDS
from review.store.opened import COMPARISONS, HIDDEN
from review.store.schema import JUDGEMENTS, TABLES, withdrawals

__all__ = ["chain_of", "count_rows", "hidden_references", "of_own", "opened_comparisons", "own_rows",
           "readable", "stands", "taken_back",
           "written"]  # fmt: skip

TAKEN_BACK = "taken back"


def _hidden_here(connection):
    """Return the tables that this connection may read through functions only."""
    if connection is None or connection.dialect.name != "postgresql":
        return ()
    if "review_hidden" not in connection.info:
        query = ", ".join(
            f"coalesce(has_table_privilege(to_regclass('{table}')::oid, 'SELECT'), true)" for table in HIDDEN
        )
        may = connection.execute(text(f"SELECT {query}")).one()
        connection.info["review_hidden"] = {name for name, all_ in zip(HIDDEN, may, strict=True) if not all_}
    return connection.info["review_hidden"]


def _of_function(table, name, *told):
    columns = [column(each.name, each.type) for each in table.columns]
    return getattr(func, name)(*told).table_valued(*columns).alias(table.name)


def readable(connection, table):
    """Return a table with all rows that this connection may see: its own, and those that are open."""
    return _seen(table) if table.name in _hidden_here(connection) else table


@cache
def _seen(table):
    return _of_function(table, f"review_seen_{table.name}")


def written(connection, table):
    """Return the rows of a table of which this connection sees the ledger too: its own where hidden."""
    source = readable(connection, table)
    if source is table or table.name not in JUDGEMENTS:
        return source
    return select(source).where(source.c.reader == func.session_user()).subquery(table.name)


def of_own(connection, kind):
    """Return True where a reader's own rows of a kind are found through functions."""
    return kind.per_reader and kind.name in _hidden_here(connection)


@cache
def own_rows(name):
    """Return the query for one's own rows of a kind that stand, about what ``asked`` names; see `of_own`.

    Columns of its key, `at`, `id`, and in each row, also where there is no other, the time of the `newest`.
    """
    kind, asked = KINDS[name], bindparam("asked", type_=ARRAY(Text))
    own = _of_function(JUDGEMENTS[name], f"review_standing_{name}", asked)
    newest = select(getattr(func, f"review_newest_{name}")().label("newest")).subquery()
    columns = (own.c[column] for column in (*kind.key, "at", "id"))
    return select(*columns, newest.c.newest).select_from(newest.outerjoin(own, true()))


def chain_of(connection, ledger, told):
    """Return the newest entries of a chain of the ledger: `told` has its kind, reader, and how many."""
    by_function = ledger.name in _hidden_here(connection)
    return connection.execute(_chain_query(ledger, by_function), told).all()


@cache
def _chain_query(ledger, by_function):
    kind, reader, wanted = map(bindparam, ("of_kind", "of_reader", "wanted"))
    if by_function:
        ledger = _of_function(ledger, "review_chain", kind, reader, wanted)
    newest = select(ledger.c.digest, ledger.c.follows, ledger.c.height)
    if by_function:
        return newest
    mine = newest.where(ledger.c.kind == kind, ledger.c.reader == reader)
    return mine.order_by(ledger.c.height.desc()).limit(wanted)


def taken_back(connection, table):
    """Return the withdrawals, and the condition by which one takes back a row of a table of judgements.

    It names the kind too, as the id of a row may be that of another kind's row, and what is judged blind
    nobody takes back but who judged.
    """
    back = readable(connection, withdrawals)
    said = and_(back.c.kind == table.name, back.c.target_id == table.c.id)
    return back, said & (back.c.reader == table.c.reader) if KINDS[table.name].blind else said


def stands(connection, table):
    """Return the condition by which a row of judgements counts: nobody took it back, and its time is one.

    Rows with a time like ``zzzz``, from before the database refused them, would be the newest for ever.
    """
    return ~exists().where(taken_back(connection, table)[1]) & table.c.at.between("1", "3")


def count_rows(connection, tables=None):
    """Return how many rows each table, or some, have by name; see `Store.counts`."""
    asked = [table for table in TABLES if tables is None or table.name in tables]
    each = {table.name: select(func.count()).select_from(readable(connection, table)) for table in asked}
    if tables is not None and TAKEN_BACK in tables:
        back = readable(connection, withdrawals)
        each[TAKEN_BACK] = select(func.count()).select_from(back).where(back.c.kind == "imports")
    found = connection.execute(select(*(count.scalar_subquery() for count in each.values()))).one()
    return dict(zip(each, found, strict=True))


def hidden_references(connection, stage):
    """Return how many references others have decided at a stage without this connection seeing it."""
    if "decisions" not in _hidden_here(connection):
        return 0
    return connection.execute(select(func.review_hidden_references(stage))).scalar()


def opened_comparisons(connection):
    """Return (`COMPARISON_COLUMNS` and first reader) of all evaluations; None where they are not hidden."""
    if "evaluations" not in _hidden_here(connection):
        return None
    columns = ", ".join((*COMPARISON_COLUMNS, "first_reader"))
    return connection.execute(text(f"SELECT {columns} FROM {COMPARISONS}")).all()
