"""Backup: what a database held before a newer version changes it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import MetaData

from review.errors import StoreError
from review.formats.files import whole_file
from review.store.connection import begin_reading
from review.store.log_files import write_log
from review.store.schema import TABLES

__all__ = ["back_up"]


def back_up(engine, place, moment, folder, version):
    """Keep what a database holds in a file of the folder, named by the moment; return its path.

    A SQLite database is copied whole, also while others read or write it. What a server holds is
    written as a log, which `Store.merge_log` takes into an empty database.
    """
    if place.path is None and folder is None:
        raise StoreError(
            f"{place.name} was written by an older version of review (schema {version}) and must be changed; "
            "before that a backup is kept: give a folder for it with Store.open(..., backup=FOLDER), or "
            "open the review with: review status"
        )
    folder = Path(folder) if folder is not None else place.path.absolute().parent / "backup"
    folder.mkdir(parents=True, exist_ok=True)
    stamp = moment.replace("-", "").replace(":", "").replace(".", "")
    if place.path is None:
        target = folder / f"{place.url.database}-{stamp}.jsonl"
        with begin_reading(engine) as connection:
            found, ours = MetaData(), {table.name for table in TABLES}
            found.reflect(connection)
            tables = [table for table in found.sorted_tables if table.name in ours]
            write_log(connection, target, tables=tables, version=version)
        return target
    target = folder / f"{place.path.stem}-{stamp}{place.path.suffix}"
    with (
        whole_file(target, private=True) as unfinished,
        closing(sqlite3.connect(place.path)) as source,
        closing(sqlite3.connect(unfinished)) as copy,
    ):
        source.backup(copy)
    return target
