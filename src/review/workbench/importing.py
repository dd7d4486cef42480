"""Importing: exports read into the memory, each with what became of its lines."""

import json
from pathlib import Path

import pandas as pd

from review.errors import UsageError
from review.formats import Stream

__all__ = ["import_files"]

ACCOUNT_COLUMNS = ("file", "format", "encoding", "database", "records", "new", "known", "understood",
                   "repaired", "not_understood", "already_imported")  # fmt: skip


def import_files(project, store, paths, database, searched_on, search, columns, reader, progress):
    """Read exports into a store, as `Pile.import_files` says."""
    paths = project.export_files() if paths is None else list(paths)
    said = [project.searches.get(Path(path).name, {}) for path in paths]
    exports = [
        Stream(path, database or known.get("database", ""), columns)
        for path, known in zip(paths, said, strict=True)
    ]
    for export in exports if columns else ():
        refuse_other_columns(export, store)
    described = [
        {
            "searched_on": searched_on or known.get("searched_on", ""),
            "search": search or known.get("search", ""),
        }
        for known in said
    ]
    told = store.add_imports(zip(progress(exports), described, strict=True), reader=reader)
    rows = [
        {"file": export.name, "format": export.format, "encoding": export.encoding}
        | read_as(export, added["import_id"], store)
        | {name: added[name] for name in ("records", "new", "known", "already_imported")}
        for export, added in zip(exports, told, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(ACCOUNT_COLUMNS))


def refuse_other_columns(export, store):
    """Raise UsageError for a file that was imported with its columns taken otherwise."""
    before = store.imports().set_index("sha256").account
    told = {field: list(of) for field, of in export.watch.named.items()}
    if export.sha256 in before and json.loads(before[export.sha256]).get("columns", {}) != told:
        raise UsageError(
            f"{export.name}: was imported before with its columns taken otherwise, and a second time "
            "changes nothing; take that import back first"
        )


def read_as(export, import_id, store):
    """Return the database and the lines of an import; of a file imported before, those of that time."""
    if export.account is not None:
        return {"database": export.database} | export.account.lines
    before = store.imports().set_index("import_id").loc[import_id]
    return {"database": before.database} | json.loads(before.account).get("lines", {})
