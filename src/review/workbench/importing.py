"""Importing: exports in, with what became of their lines, and what a newer export of a search says."""

import json
from pathlib import Path

import pandas as pd

from review.errors import UsageError
from review.formats import Stream
from review.workbench.editions import compare, same_search

__all__ = ["Importing"]

ACCOUNT_COLUMNS = ("file", "format", "encoding", "database", "records", "new", "known", "understood",
                   "repaired", "not_understood", "already_imported")  # fmt: skip


class Importing:
    """What came in as files, and its accounts; a part of the `Workbench`."""

    def import_files(
        self, paths=None, *, database="", searched_on="", search="", columns=None, reader="import",
        progress=iter,
    ):  # fmt: skip
        """Import exports and return what became of their lines.

        Parameters
        ----------
        paths : iterable of path, optional
            The files; without it, all in the folder that review.toml names.
        database : str
            Where the search was made; as [[searches]] of review.toml or the content says where not given.
        searched_on, search : str
            The day of the search (ISO 8601), and the search as it was typed.
        columns : dict, optional
            Of tables: field to the column, or several, that holds it (see `review.formats.read_export`).
        reader : str
            Who imports.
        progress : callable
            Wraps the list of files, such as ``tqdm``.

        Returns
        -------
        DataFrame
            One row per file (`ACCOUNT_COLUMNS`). Files are read while they are stored, some records at a
            time; where one cannot be read, nothing of any is stored.

        Raises
        ------
        SourceError
            If a file cannot be read.
        Question
            If the columns of a table do not seem to hold what they were taken for; `columns` answers it.
        """
        paths = self.project.export_files() if paths is None else list(paths)
        said = [self.project.searches.get(Path(path).name, {}) for path in paths]
        exports = [
            Stream(path, database or known.get("database", ""), columns)
            for path, known in zip(paths, said, strict=True)
        ]
        for export in exports if columns else ():
            self._refuse_other_columns(export)
        described = [
            {
                "searched_on": searched_on or known.get("searched_on", ""),
                "search": search or known.get("search", ""),
            }
            for known in said
        ]
        told = self.store.add_imports(zip(progress(exports), described, strict=True), reader=reader)
        rows = [
            {"file": export.name, "format": export.format, "encoding": export.encoding}
            | self._read_as(export, added["import_id"])
            | {name: added[name] for name in ("records", "new", "known", "already_imported")}
            for export, added in zip(exports, told, strict=True)
        ]
        return pd.DataFrame(rows, columns=list(ACCOUNT_COLUMNS))

    def _refuse_other_columns(self, export):
        """Raise UsageError for a file that was imported with its columns taken otherwise."""
        before = self.store.imports().set_index("sha256").account
        told = {field: list(of) for field, of in export.watch.named.items()}
        if export.sha256 in before and json.loads(before[export.sha256]).get("columns", {}) != told:
            raise UsageError(
                f"{export.name}: was imported before with its columns taken otherwise, and a second time "
                "changes nothing; take that import back first"
            )

    def _read_as(self, export, import_id):
        """Return the database and the lines of an import; of a file imported before, those of that time."""
        if export.account is not None:
            return {"database": export.database} | export.account.lines
        before = self.store.imports().set_index("import_id").loc[import_id]
        return {"database": before.database} | json.loads(before.account)["lines"]

    def changes(self, file_name=None):
        """Return what the newest export of a search holds beside the one before it.

        Parameters
        ----------
        file_name : str, optional
            Of the newer export; the newest import that has an older edition where not given.

        Returns
        -------
        DataFrame
            `change` (``new``, ``changed``, ``gone``), `record_id`, `before`, `title`, `fields`: see
            `review.workbench.editions.compare`. Empty where no search was exported twice.

        Raises
        ------
        UsageError
            If no import has this file name.
        """
        imports = self.imports()
        imports = imports.assign(same=same_search(imports))
        newer = imports if file_name is None else imports[imports.file_name == file_name]
        if file_name is not None and newer.empty:
            raise UsageError(
                f"no import of a file named {file_name!r}; there are {', '.join(imports.file_name)}"
            )
        for row in newer[::-1].itertuples():
            older = imports[(imports.same == row.same) & (imports.index < row.Index)]
            if len(older):
                return compare(self._records_of(older.import_id.iloc[-1]), self._records_of(row.import_id))
        nothing = pd.DataFrame(columns=["record_id"])
        return compare(nothing, nothing)

    def _records_of(self, import_id):
        """Return the records one import held."""
        seen = self.store.sightings()
        return self.records()[self.records().record_id.isin(seen.record_id[seen.import_id == import_id])]

    def problems(self):
        """Return every line of the imports that was repaired or not understood, with file and line."""
        frames = [
            pd.DataFrame(account.get("problems", [])).assign(file=file)
            for file, account in zip(self.imports().file_name, self.accounts(), strict=True)
        ]
        columns = ["file", "line", "tag", "kind", "reason", "text"]
        return pd.concat([pd.DataFrame(columns=columns), *frames], ignore_index=True).reindex(columns=columns)

    def unused_columns(self):
        """Return the columns of each imported table that became no field, as file to list of columns."""
        files = zip(self.imports().file_name, self.accounts(), strict=True)
        return {file: account["unused"] for file, account in files if account.get("unused")}

    def imports(self):
        """Return the imported files, oldest first, without their accounts."""
        frame = self.store.imports().drop(columns="account")
        return frame.assign(not_understood=[a["lines"]["not_understood"] for a in self.accounts()])

    def accounts(self):
        """Return the account of each import, oldest first (see `review.formats.Account`)."""
        return [json.loads(text) for text in self.store.imports().account]

    def searched(self):
        """Return the records each search found: `record_id`, `database`, once per search.

        A newer export of the same search (see `review.workbench.editions`) counts a record once.
        """
        imports = self.imports()
        imports = imports.assign(same=same_search(imports))[["import_id", "database", "same"]]
        seen = self.store.sightings()[["import_id", "record_id"]].merge(imports, on="import_id")
        return seen.drop_duplicates(["same", "record_id"])[["record_id", "database"]]
