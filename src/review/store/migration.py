"""Migration: what a database is, and how it is brought to the schema of this version."""

from contextlib import closing
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from review.errors import StoreError
from review.store.blinding import set_up_again
from review.store.connection import begin_reading, begin_writing, lock_for_all
from review.store.guards import restore_guards
from review.store.schema import TABLES, VERSION_TABLE

__all__ = ["bring_up_to_date", "check_version", "newest_version", "version_of"]

MIGRATIONS = Path(__file__).parent / "migrations"


def newest_version():
    """Return the version of the schema that this code knows, such as ``0001``."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def version_of(connection):
    """Return the version of the database's schema, or None where it has none yet."""
    return _context(connection).get_current_revision()


def check_version(place, version):
    """Return the versions this code knows, newest first; raise StoreError where `version` is none of them."""
    known = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    if version is not None and version not in known:
        raise StoreError(
            f"{place.name} was written by a newer version of review (schema {version}, this version "
            f"knows {known[0]}); update with: pip install --upgrade review"
        )
    return known


def bring_up_to_date(engine, place, moment, *, create=True, keep=None):
    """Make the tables of a new database, or move an older one to the newest schema.

    Parameters
    ----------
    engine : sqlalchemy.Engine
    place : review.store.connection.Place
    moment : str
        The time, as `review.store.times.to_text` writes it; it names the backup.
    create : bool
        Whether an empty database may become a review's.
    keep : callable, optional
        Called with the version of an older database before it is changed.

    Raises
    ------
    StoreError
        If the database is empty and not to be made, belongs to another program, or was made by
        a newer version.
    """
    with begin_reading(engine) as connection:
        version = version_of(connection)
        tables = sorted(set(inspect(connection).get_table_names()) - {VERSION_TABLE})
    known = check_version(place, version)
    if version is None and tables:
        raise StoreError(
            f"{place.name} holds tables of another program ({', '.join(tables[:3])}); "
            "give the path or address of a database of a review, or of a new one"
        )
    if version is None and not create:
        raise StoreError(f"{place.name} holds no review yet; import a file first, or check the address")
    if place.path is not None:
        _use_write_ahead_log(engine)
    if version == known[0]:
        return
    if version is not None and keep is not None:
        keep(version)
    with begin_writing(engine) as connection:
        lock_for_all(connection)
        # another may have done it since: to make guards anew shuts out whoever reads by then
        if version_of(connection) != known[0]:
            _upgrade(connection)


def _context(connection, **options):
    # one transaction for all steps: a schema is either the old one or the new one
    return MigrationContext.configure(
        connection, opts={"version_table": VERSION_TABLE, "transactional_ddl": True, **options}
    )


def _upgrade(connection):
    scripts = ScriptDirectory(str(MIGRATIONS))
    context = _context(connection, fn=lambda version, _: scripts._upgrade_revs("head", version))
    with Operations.context(context):
        context.run_migrations()
    restore_guards(connection, [table.name for table in TABLES])
    set_up_again(connection)


def _use_write_ahead_log(engine):
    # kept in the file itself; cannot be switched inside a transaction
    with closing(engine.raw_connection()) as connection:
        if connection.cursor().execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.cursor().execute("PRAGMA journal_mode=WAL")
