"""Blinding: on a PostgreSQL server the database itself hides what one reader must not see of another.

Each reader has a login of their own, named as in review.toml. Of what is judged blind a login reads and
adds its own rows only; what others judged comes through functions (see `review.store.opened`), and only
when all who are asked have judged. The functions are opaque to the planner, and the conditions on the
tables compare with the login alone: nothing that a query plan or its counts tell depends on what hidden
rows say. Adjudicators see all; the owner of the database keeps it and is bound by nothing.
"""

from sqlalchemy import func, literal_column, select, text, union_all

from review.errors import UsageError
from review.evidence import COMPARISON_COLUMNS, KINDS
from review.store.opened import COMPARISONS, FUNCTIONS, OPENED, STATEMENTS
from review.store.schema import JUDGEMENTS, TABLES, VERSION_TABLE, ledger, withdrawals

__all__ = ["count_rows", "hidden_references", "opened_comparisons", "readable", "set_up"]

GROUPS = {
    "reader": "reader",
    "health_economist": "reader",
    "adjudicator": "adjudicator",
    "observer": "observer",
}
"""The role in review.toml, and the group of logins it belongs to (named after the database)."""

TAKEN_BACK = "taken back"
BLIND = tuple(kind.name for kind in KINDS.values() if kind.blind)
OBSERVED = ("decisions", "parked", "withdrawals", "ledger")
"""Where an observer may add rows."""
VIEWS = "review_readers, review_stages, review_first_abstractions, review_abstracted_twice"


def set_up(store, readers, stages, *, abstractors=1):
    """Give each reader of a review on PostgreSQL a login that sees what it may see; run by the owner.

    May be run again whenever review.toml has changed.

    Parameters
    ----------
    store : review.store.Store
    readers : dict of str to str
        Reader to role; the role "" for those who have left, whose logins are closed.
    stages : dict of str to (int, float, int)
        Stage to how many readers a reference needs, the share of references that needs so many (the
        others need one), and the seed by which that share is drawn.
    abstractors : int
        How many take each economic evaluation out of its study; of 2, neither sees the other's before.

    Returns
    -------
    list of str
        The statements that were run.

    Raises
    ------
    UsageError
        If the review is in a SQLite file.
    """
    with store._writing() as connection:
        if connection.dialect.name != "postgresql":
            raise UsageError(
                f"{store.name} is a file, which cannot hide anything from who can read it; logins for "
                "readers need PostgreSQL (see docs/memory.md)"
            )
        asked = stages | {"evaluations": (abstractors, 1.0, 0)}
        statements = [*_tables(asked, readers), *STATEMENTS, *_logins(connection, readers)]
        blind = BLIND if abstractors == 1 else (*BLIND, "evaluations")
        statements += [*_grants(connection), *_policies(connection, blind)]
        for statement in statements:
            connection.exec_driver_sql(statement.replace("%", "%%"))
    return statements


def _opened_here(connection):
    """Return the tables of which this connection sees only its own rows, and what is open by a function."""
    if connection.dialect.name != "postgresql":
        return ()
    if "review_opened" not in connection.info:
        # a review that an older version set up has not every function
        there = [f"to_regprocedure('review_opened_{table}()') IS NOT NULL" for table in OPENED]
        blinded = (
            "row_security_active('decisions') AND NOT "
            "pg_has_role(session_user, current_database() || '_adjudicator', 'member')"
        )
        found = dict(zip(OPENED, connection.execute(text(f"SELECT {', '.join(there)}")).one(), strict=True))
        set_up = found["decisions"] and connection.execute(text(f"SELECT {blinded}")).scalar()
        connection.info["review_opened"] = [table for table in OPENED if set_up and found[table]]
    return connection.info["review_opened"]


def readable(connection, table):
    """Return a table with all rows that this connection may see: its own, and those that are open."""
    if table.name not in _opened_here(connection):
        return table
    columns = ", ".join(column.name for column in table.columns)
    opened = text(f"SELECT {columns} FROM review_opened_{table.name}()").columns(*table.columns)
    return union_all(select(table), select(opened.subquery())).subquery(table.name)


def count_rows(connection, tables=None):
    """Return how many rows each table, or some, have by name; see `Store.counts`."""
    asked = [table for table in TABLES if tables is None or table.name in tables]
    each = {table.name: select(func.count()).select_from(readable(connection, table)) for table in asked}
    if tables is not None and TAKEN_BACK in tables:
        back = select(func.count()).where(withdrawals.c.kind == "imports")
        each[TAKEN_BACK] = back.select_from(withdrawals)
    found = connection.execute(select(*(count.scalar_subquery() for count in each.values()))).one()
    return dict(zip(each, found, strict=True))


def hidden_references(connection, stage):
    """Return how many references others have decided at a stage without this connection seeing it."""
    if not _opened_here(connection):
        return 0
    return connection.execute(select(func.review_hidden_references(literal_column(_quoted(stage))))).scalar()


def opened_comparisons(connection):
    """Return (`COMPARISON_COLUMNS` and first reader) of all evaluations; None where they are not hidden."""
    if "evaluations" not in _opened_here(connection):
        return None
    columns = ", ".join((*COMPARISON_COLUMNS, "first_reader"))
    return connection.execute(text(f"SELECT {columns} FROM {COMPARISONS}")).all()


def _tables(stages, readers):
    yield "CREATE TABLE IF NOT EXISTS review_readers (reader text PRIMARY KEY, role text NOT NULL)"
    yield (
        "CREATE TABLE IF NOT EXISTS review_stages (stage text PRIMARY KEY, needed integer NOT NULL, "
        "share double precision NOT NULL, seed text NOT NULL)"
    )
    yield "DELETE FROM review_readers"
    yield "DELETE FROM review_stages"
    for reader, role in readers.items():
        yield f"INSERT INTO review_readers VALUES ({_quoted(reader)}, {_quoted(role)})"
    for stage, (needed, share, seed) in stages.items():
        yield (
            f"INSERT INTO review_stages VALUES ({_quoted(stage)}, {int(needed)}, {float(share)}, "
            f"{_quoted(str(seed))})"
        )


def _logins(connection, readers):
    name = connection.dialect.identifier_preparer.quote_identifier
    there = set(connection.execute(text("SELECT rolname FROM pg_roles")).scalars())
    groups = _groups(connection)
    for group in groups.values():
        if group not in there:
            yield f"CREATE ROLE {name(group)} NOLOGIN"
    for reader, role in readers.items():
        if reader not in there and role:
            yield f"CREATE ROLE {name(reader)} LOGIN NOCREATEDB NOCREATEROLE"
        if reader in there or role:
            for group in set(groups.values()) - {groups.get(GROUPS.get(role))}:
                yield f"REVOKE {name(group)} FROM {name(reader)}"
        if role:
            yield f"GRANT {name(groups[GROUPS[role]])} TO {name(reader)}"


def _groups(connection):
    database = connection.execute(text("SELECT current_database()")).scalar()
    return {kind: f"{database}_{kind}" for kind in set(GROUPS.values())}


def _grants(connection):
    name = connection.dialect.identifier_preparer.quote_identifier
    groups = {kind: name(group) for kind, group in sorted(_groups(connection).items())}
    everyone = ", ".join(groups.values())
    schema = name(connection.execute(text("SELECT current_schema()")).scalar())
    database = name(connection.execute(text("SELECT current_database()")).scalar())
    yield f"REVOKE ALL ON DATABASE {database} FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {database} TO {everyone}"
    yield f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {everyone}"
    tables = ", ".join(table.name for table in TABLES)
    yield f"REVOKE ALL ON {tables}, {VERSION_TABLE}, {VIEWS} FROM PUBLIC, {everyone}"
    yield f"GRANT SELECT ON {tables}, {VERSION_TABLE} TO {everyone}"
    yield f"GRANT INSERT ON {tables} TO {groups['reader']}, {groups['adjudicator']}"
    yield f"GRANT INSERT ON {', '.join(OBSERVED)} TO {groups['observer']}"
    functions = ", ".join(FUNCTIONS)
    yield f"REVOKE ALL ON FUNCTION {functions} FROM PUBLIC"
    yield f"GRANT EXECUTE ON FUNCTION {functions} TO {everyone}"


def _policies(connection, blind_kinds):
    name = connection.dialect.identifier_preparer.quote_identifier
    groups = {kind: name(group) for kind, group in sorted(_groups(connection).items())}
    everyone = ", ".join(groups.values())
    # the login in the condition itself, and no question to another table: see the module's first lines
    mine, blind = "reader = session_user::text", f"kind IN ({', '.join(map(_quoted, blind_kinds))})"
    # what is withdrawn is a row of that kind, and one's own where the kind is blind
    there = " OR ".join(
        f"kind = '{kind}' AND EXISTS (SELECT 1 FROM {kind} k WHERE k.id = target_id"
        f"{' AND k.' + mine if kind in blind_kinds else ''})"
        for kind in JUDGEMENTS
    )
    there += " OR kind = 'imports' AND EXISTS (SELECT 1 FROM imports k WHERE k.import_id = target_id)"
    rules = {table.name: ("true", mine) for table in JUDGEMENTS.values()}
    rules |= dict.fromkeys(blind_kinds, (mine, mine))
    rules["memberships"] = ("true", f"{mine} OR reader = 'dedupe'")
    rules[withdrawals.name] = (f"NOT {blind} OR {mine}", f"{mine} AND ({there})")
    rules[ledger.name] = (f"NOT {blind} OR {mine}", f"{mine} OR reader IN ('', 'dedupe')")
    for table, (seen, added) in rules.items():
        for policy in ("review_sees", "review_judges", "review_adds"):
            yield f"DROP POLICY IF EXISTS {policy} ON {table}"
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"CREATE POLICY review_sees ON {table} FOR SELECT TO {everyone} USING ({seen})"
        yield f"CREATE POLICY review_judges ON {table} FOR SELECT TO {groups['adjudicator']} USING (true)"
        yield f"CREATE POLICY review_adds ON {table} FOR INSERT TO {everyone} WITH CHECK ({added})"


def _quoted(value):
    return "'" + value.replace("'", "''") + "'"
