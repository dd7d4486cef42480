"""Blinding: on a PostgreSQL server the database itself hides what one reader must not see of another.

Each reader has a login of their own, named as in review.toml. Of what is judged blind a login adds its own
rows and may read no table: its own rows, and others' when all who are asked have judged, come through
functions (see `review.store.opened`). Adjudicators see all; the owner of the database keeps it and is bound
by nothing.
"""

from sqlalchemy import text

from review.errors import UsageError
from review.store.opened import BLIND, FUNCTIONS, HIDDEN, STATEMENTS
from review.store.rules import FUNCTIONS as RULE_FUNCTIONS
from review.store.rules import OBSERVED, RULE_READER
from review.store.schema import JUDGEMENTS, TABLES, VERSION_TABLE, imports, ledger, sightings, withdrawals

__all__ = ["set_up", "set_up_again"]

GROUPS = {
    "reader": "reader",
    "health_economist": "reader",
    "adjudicator": "adjudicator",
    "observer": "observer",
}
"""The role in review.toml, and the group of logins it belongs to (named after the database)."""

VIEWS = "review_readers, review_stages, review_first_abstractions, review_abstracted_twice"
POLICIES = ("review_sees", "review_judges", "review_adds")
_OWNS = (
    "SELECT pg_has_role(current_user, datdba, 'USAGE') FROM pg_database WHERE datname = current_database()"
)
# what makes a login see or do more than its group may, whatever is granted and revoked here
_MIGHTY = ("pg_read_all_data", "pg_write_all_data", "pg_read_all_stats", "pg_read_server_files",
           "pg_write_server_files", "pg_execute_server_program")  # fmt: skip
_ESCAPES = f"""
SELECT * FROM (SELECT r.rolname, concat_ws(', ',
    CASE WHEN r.rolsuper THEN 'is a superuser' END,
    CASE WHEN r.rolbypassrls THEN 'bypasses row security' END,
    CASE WHEN r.rolcreaterole THEN 'makes roles' END,
    CASE WHEN has_table_privilege(r.oid, 'decisions', 'SELECT') THEN 'reads all decisions' END,
    CASE WHEN has_database_privilege(r.oid, current_database(), 'TEMP, CREATE')
        OR has_schema_privilege(r.oid, current_schema(), 'CREATE') THEN 'makes tables' END,
    (SELECT 'is a member of ' || string_agg(m.rolname, ' and ') FROM pg_roles m WHERE m.oid <> r.oid
        AND pg_has_role(r.oid, m.oid, 'MEMBER')
        AND (m.rolcanlogin OR m.rolname IN ({", ".join(map(repr, _MIGHTY))})))
) AS why FROM pg_roles r JOIN review_readers d ON d.reader = r.rolname
WHERE d.role NOT IN ('', 'adjudicator')) e
WHERE why <> '' ORDER BY rolname
"""


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
        If the review is in a SQLite file, another owns the database, or a login could not be bound.
    """
    with store._writing() as connection:
        if connection.dialect.name != "postgresql":
            raise UsageError(
                f"{store.name} is a file, which cannot hide anything from who can read it; logins for "
                "readers need PostgreSQL (see docs/memory.md)"
            )
        if not connection.scalar(text(_OWNS)):
            raise UsageError(
                f"{store.name}: this user does not own the database and cannot keep its logins apart; run "
                "the set-up as the owner of the database (see \\l in psql)"
            )
        statements = _set_up(connection, readers, stages | {"evaluations": (abstractors, 1.0, 0)})
        escapes = [f"{name} {why}" for name, why in connection.execute(text(_ESCAPES))]
        if escapes:
            raise UsageError(
                f"{store.name}: nothing was set up, as logins could get round it: {'; '.join(escapes)}; take "
                "that from them (ALTER ROLE, REVOKE), or give review.toml readers with logins of their own"
            )
    return statements


def set_up_again(connection):
    """Set up logins as they were told last, where there are any; for the owner of an older database."""
    there = "SELECT to_regclass('review_readers') IS NOT NULL"
    if connection.dialect.name != "postgresql" or not connection.scalar(text(there)):
        return
    if connection.scalar(text(_OWNS)):
        readers = connection.execute(text("SELECT reader, role FROM review_readers")).all()
        stages = connection.execute(text("SELECT stage, needed, share, seed FROM review_stages")).all()
        _set_up(connection, dict(map(tuple, readers)), {stage: tuple(how) for stage, *how in stages})


def _set_up(connection, readers, asked):
    schema = connection.dialect.identifier_preparer.quote_identifier(_schema(connection))
    statements = [*_tables(asked, readers), *(text.replace("{schema}", schema) for text in STATEMENTS)]
    statements += _logins(connection, readers)
    blind = BLIND if asked["evaluations"][0] == 1 else (*BLIND, "evaluations")
    statements += [*_grants(connection, readers, blind), *_policies(connection, blind)]
    for statement in statements:
        connection.exec_driver_sql(statement.replace("%", "%%"))
    return statements


def _schema(connection):
    return connection.scalar(text("SELECT current_schema()"))


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


def _grants(connection, readers, blind_kinds):
    name = connection.dialect.identifier_preparer.quote_identifier
    groups = {kind: name(group) for kind, group in sorted(_groups(connection).items())}
    everyone = ", ".join(groups.values())
    there = connection.scalars(text("SELECT rolname FROM pg_roles WHERE NOT rolsuper")).all()
    # what was granted to one login by hand would stay when it is only taken from all
    all_ = ", ".join(("PUBLIC", everyone, *(name(reader) for reader, role in readers.items()
                                            if reader in there or role)))  # fmt: skip
    schema, database = name(_schema(connection)), name(connection.scalar(text("SELECT current_database()")))
    yield f"REVOKE ALL ON DATABASE {database} FROM {all_}"
    yield f"GRANT CONNECT ON DATABASE {database} TO {everyone}"
    yield f"REVOKE ALL ON SCHEMA {schema} FROM {all_}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {everyone}"
    tables = ", ".join(table.name for table in TABLES)
    yield f"REVOKE ALL ON {tables}, {VERSION_TABLE}, {VIEWS} FROM {all_}"
    hidden = [table for table in HIDDEN if table != "evaluations" or table in blind_kinds]
    shown = ", ".join(table.name for table in TABLES if table.name not in hidden)
    yield f"GRANT SELECT ON {shown}, {VERSION_TABLE} TO {everyone}"
    yield f"GRANT SELECT ON {tables} TO {groups['adjudicator']}"
    yield f"GRANT INSERT ON {tables} TO {groups['reader']}, {groups['adjudicator']}"
    yield f"GRANT INSERT ON {', '.join((*OBSERVED, withdrawals.name, ledger.name))} TO {groups['observer']}"
    functions = ", ".join((*FUNCTIONS, *RULE_FUNCTIONS))
    yield f"REVOKE ALL ON FUNCTION {functions} FROM {all_}"
    yield f"GRANT EXECUTE ON FUNCTION {functions} TO {everyone}"


def _policies(connection, blind_kinds):
    name = connection.dialect.identifier_preparer.quote_identifier
    groups = {kind: name(group) for kind, group in sorted(_groups(connection).items())}
    everyone = ", ".join(groups.values())
    mine, true = "reader = session_user::text", "true"
    rules = {table.name: (true, mine) for table in (*JUDGEMENTS.values(), imports)}
    rules["keys"] = (true, mine)
    rules["memberships"] = (true, f"{mine} OR reader = '{RULE_READER}'")
    held = "SELECT 1 FROM imports i WHERE i.import_id = sightings.import_id"
    rules[sightings.name] = (true, f"EXISTS ({held} AND i.{mine})")
    judges = f"NOT pg_has_role(session_user, {_quoted(_groups(connection)['observer'])}, 'MEMBER')"
    blind, observed = (", ".join(map(_quoted, kinds)) for kinds in (blind_kinds, OBSERVED))
    takes = f"review_withdrawable(kind, target_id, reader, ARRAY[{blind}])"
    rules[withdrawals.name] = (true, f"{mine} AND {takes} AND (kind IN ({observed}) OR {judges})")
    shared = f"reader = '' AND kind = 'pile' OR reader = '{RULE_READER}' AND kind = 'memberships'"
    rules[ledger.name] = (true, f"{mine} OR ({shared}) AND {judges}")
    for hidden in (*blind_kinds, withdrawals.name, ledger.name):
        rules[hidden] = ("false", rules[hidden][1])
    for table, (seen, added) in rules.items():
        for policy in POLICIES:
            yield f"DROP POLICY IF EXISTS {policy} ON {table}"
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"CREATE POLICY review_sees ON {table} FOR SELECT TO {everyone} USING ({seen})"
        yield f"CREATE POLICY review_judges ON {table} FOR SELECT TO {groups['adjudicator']} USING (true)"
        yield f"CREATE POLICY review_adds ON {table} FOR INSERT TO {everyone} WITH CHECK ({added})"


def _quoted(value):
    return "'" + value.replace("'", "''") + "'"
