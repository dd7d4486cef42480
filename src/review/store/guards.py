"""Guards: by these the database itself refuses to change or delete rows, and rows that break a rule."""

from sqlalchemy import text

from review.store.rules import FUNCTIONS, MEANINGS, rules
from review.store.schema import TABLES

__all__ = ["missing_guards", "restore_guards"]

_FUNCTIONS = (
    "CREATE OR REPLACE FUNCTION review_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION '% only grows: % is refused; add a row instead', TG_TABLE_NAME, TG_OP; END $$",
    "CREATE OR REPLACE FUNCTION review_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION '%: this row is refused, which %', TG_NAME, TG_ARGV[0] "
    "USING ERRCODE = 'check_violation'; END $$",
)
_THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE starts_with(t.tgname, c.relname || '_') AND t.tgenabled IN ('O', 'A') "
    "AND pg_table_is_visible(c.oid)",
}


def missing_guards(connection):
    """Return the names of the tables in which rows could be changed or deleted, or that take in any row."""
    there = set(connection.execute(text(_THERE[connection.dialect.name])).scalars())
    return [table.name for table in TABLES if not set(_guards(connection, table)) <= there]


def restore_guards(connection, names):
    """Make the guards of the named tables anew; rows that are there already stay, whatever they are."""
    tables = [table for table in TABLES if table.name in names]
    statements = [part for table in tables for pair in _guards(connection, table).values() for part in pair]
    if connection.dialect.name == "postgresql":
        name = connection.dialect.identifier_preparer.quote_identifier
        schema = name(connection.scalar(text("SELECT current_schema()")))
        functions = (function.replace("{schema}", schema) for function in FUNCTIONS.values())
        statements = [each.replace("%", "%%") for each in (*_FUNCTIONS, *functions, *statements)]
    for statement in statements:
        connection.exec_driver_sql(statement)


def _guards(connection, table):
    """Return the guards of a table: by name, the statements that drop one and make it anew."""
    name = table.name
    fits = rules(name, connection.dialect.name).items()
    if connection.dialect.name == "postgresql":
        asked = {"only_grows": f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} FOR EACH STATEMENT "
                 "EXECUTE FUNCTION review_only_grows()"}  # fmt: skip
        for rule, condition in fits:
            # after the row is in, so that who may not write it at all is told that first
            asked[f"fits_{rule}"] = (
                f"AFTER INSERT ON {name} FOR EACH ROW WHEN (NOT coalesce({condition}, false)) "
                f"EXECUTE FUNCTION review_refuses('{MEANINGS[rule]}')"
            )
        return _made(name, asked, f" ON {name}")
    same = " AND ".join(f"{column.name} = NEW.{column.name}" for column in table.primary_key)
    there = f"EXISTS (SELECT 1 FROM {name} WHERE ({same}) OR rowid = NEW.rowid)"
    # INSERT OR REPLACE deletes the row in its way without asking the trigger on DELETE
    asked = {"update": "UPDATE ON {0}", "delete": "DELETE ON {0}", "replace": f"INSERT ON {{0}} WHEN {there}"}
    asked = {
        f"no_{what}": f"BEFORE {when.format(name)} BEGIN SELECT RAISE(ABORT, "
        f"'{name} only grows: {what.upper()} is refused; add a row instead'); END"
        for what, when in asked.items()
    }
    for rule, condition in fits:
        asked[f"fits_{rule}"] = (
            f"BEFORE INSERT ON {name} WHEN NOT coalesce({condition}, false) BEGIN SELECT RAISE(ABORT, "
            f"'{name}_fits_{rule}: this row is refused, which {MEANINGS[rule]}'); END"
        )
    return _made(name, asked, "")


def _made(table, asked, on):
    return {
        f"{table}_{guard}": (
            f"DROP TRIGGER IF EXISTS {table}_{guard}{on}",
            f"CREATE TRIGGER {table}_{guard} {told}",
        )
        for guard, told in asked.items()
    }
