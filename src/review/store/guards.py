"""Guards: the triggers by which the database itself refuses to change or delete rows."""

from sqlalchemy import text

from review.store.schema import TABLES

__all__ = ["missing_guards", "restore_guards"]

_POSTGRESQL_FUNCTION = (
    "CREATE OR REPLACE FUNCTION review_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION '% only grows: % is refused; add a row instead', TG_TABLE_NAME, TG_OP; END $$"
)


def missing_guards(connection):
    """Return the names of the tables in which rows could be changed or deleted."""
    if connection.dialect.name == "postgresql":
        query = (
            "SELECT c.relname || '_only_grows' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname = c.relname || '_only_grows' AND t.tgenabled IN ('O', 'A') "
            "AND pg_table_is_visible(c.oid)"
        )
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    there = set(connection.execute(text(query)).scalars())
    return [table.name for table in TABLES if not set(_names(connection, table)) <= there]


def restore_guards(connection, names):
    """Make the guards of the named tables anew."""
    tables = [table for table in TABLES if table.name in names]
    for table in tables:
        for name, statement in _statements(connection, table).items():
            on = f" ON {table.name}" if connection.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{on}")
            connection.exec_driver_sql(statement)


def _names(connection, table):
    if connection.dialect.name == "postgresql":
        return [f"{table.name}_only_grows"]
    return [f"{table.name}_no_{what}" for what in ("update", "delete", "replace")]


def _statements(connection, table):
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_POSTGRESQL_FUNCTION.replace("%", "%%"))
        (name,) = _names(connection, table)
        return {
            name: f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table.name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION review_only_grows()"
        }
    same = " AND ".join(f"{column.name} = NEW.{column.name}" for column in table.primary_key)
    conditions = {
        "update": "UPDATE",
        "delete": "DELETE",
        # INSERT OR REPLACE deletes the row in its way without asking the trigger on DELETE
        "replace": f"INSERT ON {table.name} WHEN EXISTS "
        f"(SELECT 1 FROM {table.name} WHERE ({same}) OR rowid = NEW.rowid)",
    }
    return {
        f"{table.name}_no_{what}": f"CREATE TRIGGER {table.name}_no_{what} BEFORE "
        + (when if what == "replace" else f"{when} ON {table.name}")
        + f" BEGIN SELECT RAISE(ABORT, '{table.name} only grows: {what.upper()} is refused; "
        "add a row instead'); END"
        for what, when in conditions.items()
    }
