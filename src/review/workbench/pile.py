"""The pile: what was imported, and the references it makes once duplicates are merged."""

import json

import pandas as pd

from review import agreement, duplicates
from review.errors import UsageError
from review.formats import LABEL_MARKS, read_labels
from review.records import RECORD_COLUMNS, REFERENCE_COLUMNS
from review.workbench.editions import compare, same_search
from review.workbench.importing import import_files
from review.workbench.kept import FOUND, MERGED, MOVED, Key
from review.workbench.matching import match
from review.workbench.room import room

__all__ = ["Pile"]


@room
class Pile:
    """Exports in, their records, and the references these make."""

    def __init__(self, project, store, kept):
        self._project, self._store, self._kept = project, store, kept

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
            One row per file (`review.workbench.importing.ACCOUNT_COLUMNS`). Files are read while they are
            stored, some records at a time; where one cannot be read, nothing of any is stored.

        Raises
        ------
        SourceError
            If a file cannot be read.
        Question
            If the columns of a table do not seem to hold what they were taken for; `columns` answers it.
        """
        described = (database, searched_on, search, columns, reader)
        return import_files(self._project, self._store, paths, *described, progress)

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
        seen = self._store.sightings()
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
        frame = self._store.imports().drop(columns="account")
        return frame.assign(not_understood=[a["lines"].get("not_understood", 0) for a in self.accounts()])

    def accounts(self):
        """Return the account of each import, oldest first (see `review.formats.Account`)."""
        return [json.loads(text) for text in self._store.imports().account]

    def labels(self, file=None):
        """Return how many decisions other tools wrote into the imported exports.

        Parameters
        ----------
        file : str, optional
            Name of one imported file.

        Returns
        -------
        DataFrame
            `file`, `tool`, `reader` ("" where not named), `decision`, `records`.
        """
        records = self._store.records(["record_id", "source_file", "raw", "abstract"], raw_holds=LABEL_MARKS)
        if file is not None:
            records = records[records.source_file == file]
        found = read_labels(records).merge(records[["record_id", "source_file"]], on="record_id")
        keys = ["source_file", "tool", "reader", "decision"]
        return found.groupby(keys, sort=True).size().rename("records").reset_index().rename(
            columns={"source_file": "file"}
        )  # fmt: skip

    def searched(self):
        """Return the records each search found: `record_id`, `database`, once per search.

        A newer export of the same search (see `review.workbench.editions`) counts a record once.
        """
        imports = self.imports()
        imports = imports.assign(same=same_search(imports))[["import_id", "database", "same"]]
        seen = self._store.sightings()[["import_id", "record_id"]].merge(imports, on="import_id")
        return seen.drop_duplicates(["same", "record_id"])[["record_id", "database"]]

    def count_found(self):
        """Return how many records the searches of each database found (see `searched`), by name."""
        imports = self._store.imports()
        imports = imports.assign(same=same_search(imports))
        found = {}
        for _, group in imports.groupby("same", sort=False):
            database = group.database.iloc[0] or "unknown"
            n = group.n_records.iloc[0] if len(group) == 1 else self._store.count_seen(group.import_id)
            found[database] = found.get(database, 0) + int(n)
        return found

    def records(self):
        """Return the records as imported, without their raw tags, oldest first."""
        return self._kept.get(Key("records", FOUND), self._read_records)

    def _read_records(self):
        return self._store.records([name for name in RECORD_COLUMNS if name not in ("raw", "origins")])

    def record_ids(self):
        """Return the ids of all records, oldest first, as a frame: much faster than the records."""
        return self._kept.get(Key("record ids", FOUND), lambda: self._store.records(["record_id"]))

    def clusters(self):
        """Return the reference (`cluster_id`) of each record now, with `rule` and `because_of`."""
        return self._kept.get(Key("clusters", MERGED), self._read_clusters)

    def _read_clusters(self):
        ids = self.record_ids()
        moved = self._store.current("memberships")[["record_id", "reference_id", "rule", "because_of"]]
        frame = ids.merge(moved.rename(columns={"reference_id": "cluster_id"}), on="record_id", how="left")
        frame["cluster_id"] = frame.cluster_id.fillna(frame.record_id)
        return frame.fillna("").astype("str")

    def membership(self):
        """Return a Series: record_id to the reference that now holds the record."""
        frame = self.clusters()
        return pd.Series(frame.cluster_id.to_numpy(), index=frame.record_id.to_numpy(), dtype="str")

    def references(self):
        """Return the publications to judge, duplicates merged (`review.records.REFERENCE_COLUMNS`)."""
        return self._kept.get(Key("references", MERGED), self._merge)

    def _merge(self):
        records = self.records()
        if records.empty:
            return pd.DataFrame(columns=list(REFERENCE_COLUMNS)).astype("str").astype({"year": "Int64"})
        return duplicates.merge(records, self.clusters())

    def came(self):
        """Return a Series: reference_id to the time when the first of its records was imported."""
        return self._kept.get(Key("came", MERGED), self._read_came)

    def _read_came(self):
        imports = self._store.imports().set_index("import_id")["at"]
        seen, membership = self._store.sightings(), self.membership()
        first = seen.import_id.map(imports).groupby(seen.record_id).min()
        # a record that no import is known to hold counts as the latest: of it no draw tells
        return first.reindex(membership.index, fill_value=imports.max()).groupby(membership.to_numpy()).min()

    def reference_ids(self):
        """Return the ids of all references, as a frame: much faster than the references."""
        ids = self.membership().drop_duplicates()
        return pd.DataFrame({"reference_id": ids.to_numpy()})

    def count_references(self):
        """Return how many references there are, without reading them."""
        return self._store.counts(["records"])["records"] - len(self.moved())

    def check(self, ids):
        """Refuse ids that are no reference now."""
        known = self._kept.get(Key("reference ids", MERGED), lambda: set(self.membership().to_numpy()))
        unknown = sorted(set(ids) - known)
        if unknown:
            raise UsageError(f"unknown reference {unknown[0]!r}; `review queue` lists those there are")

    def moved(self):
        """Return which records belong to another's reference, as a dictionary.

        A record that only a taken-back import held belongs to what is left of its reference, or to "".
        """
        return self._kept.get(Key("moved", MERGED), self._read_moved)

    def _read_moved(self):
        rows = self._store.current("memberships")
        moved = dict(zip(rows.record_id, rows.reference_id, strict=True))
        moved = {record: reference for record, reference in moved.items() if record != reference}
        gone = self._store.gone_records()
        return moved | {record: heir_of(record, moved, gone) for record in gone}

    def moves(self):
        """Return where each record was moved and when, as `review.agreement.moves_of`."""
        return self._kept.get(
            Key("moves", MOVED), lambda: agreement.moves_of(self._store.history("memberships"))
        )

    def at_home(self, frame):
        """Return judgements with the reference that now holds what they are about.

        `record_id` is what they were said of. Those on records that only an import held which was taken back
        are left out.
        """
        moved = self.moved()
        found = pd.array([moved.get(name, name) for name in frame.reference_id], dtype="str")
        frame = frame.assign(record_id=frame.reference_id, reference_id=found)
        return frame[frame.reference_id != ""].reset_index(drop=True)

    def titles(self):
        """Return a Series: reference_id to title."""
        return self.references().set_index("reference_id").title

    def match(self, table):
        """Return which reference each row of somebody's table speaks of (see `review.workbench.matching`)."""
        return match(table, self.references(), self.records(), self.membership())

    def tie(self, table, path, numbers=None):
        """Return the table with the reference of each row, or say which rows fit none.

        `numbers` are the rows as people see them; where not given, those below a heading in row 1.
        """
        numbers = table.index + 2 if numbers is None else numbers
        found, why = self.match(table)
        lost = found.index[found == ""]
        if len(lost):
            seen = pd.Series(numbers, index=table.index)
            first = "; ".join(f"row {seen[i]}: {why[i]}" for i in lost[:5])
            raise UsageError(
                f"{path}: {len(lost)} of {len(table)} rows fit no reference, nothing was imported ({first})"
            )
        return table.assign(reference_id=found)


def heir_of(record, moved, gone):
    """Return the reference that holds what is left of a record's reference, "" where nothing is left.

    Examples
    --------
    >>> heir_of("a", {"a": "b", "b": "c"}, {"a"}), heir_of("d", {"a": "b"}, {"a", "d"})
    ('c', '')
    """
    seen = set()  # two memories that were merged may say that each of two went to the other
    while record in moved and record not in seen:
        seen.add(record)
        record = moved[record]
    return "" if record in gone else record
