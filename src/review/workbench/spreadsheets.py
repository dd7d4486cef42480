"""Spreadsheets: decisions made elsewhere, in and out."""

import numpy as np
import pandas as pd

from review.errors import UsageError, place
from review.evidence import DECISIONS, FLAGS
from review.formats import (
    LABEL_MARKS,
    format_of,
    label_column_in,
    read_export,
    read_labels,
    read_table,
    write_csv,
)
from review.workbench.matching import KEYS, match

__all__ = ["Spreadsheets"]

YES = {"1", "1.0", "true", "yes", "ja", "y", "x", "include", "included", "relevant"}
NO = {"0", "0.0", "false", "no", "nej", "n", "exclude", "excluded", "irrelevant"}


KEY = ["reference_id", "stage", "reader"]
SAYS = ["decision", "reason", *FLAGS, "note"]


class Spreadsheets:
    """Decisions from and to spreadsheets; a part of the `Workbench`."""

    def import_decisions(self, path, *, reader="", stage="", label_column="", skip_unknown=False):
        """Import decisions from a spreadsheet; those already stored are not stored again.

        Parameters
        ----------
        path : path of a CSV, TSV or XLSX file, or of an export that was imported
            One row per decision. A column says which reference is meant (`reference_id`, `record_id`,
            `doi`, `pmid` or `title`), `decision` what was decided; `reader`, `stage`, `reason`, the two
            flags, `note` and `at` are read where they are there. Of RIS and its kin, the decisions that
            ASReview or Rayyan wrote into notes are read (see `review.formats.read_labels`).
        reader, stage : str
            For files without these columns.
        label_column : str
            A column of 1/0, yes/no or include/exclude that stands for `decision`. Rows where it is
            empty are passed over.
        skip_unknown : bool
            Import the rest where rows fit no reference; otherwise nothing is imported.

        Returns
        -------
        dict
            `rows`, `stored`, `already_stored`, `without_label`; `skipped`, a frame of row and reason;
            `contradicting`, the rows that say different things of the same reference.
        """
        table = self._labelled(path, reader) if format_of(path) not in ("csv", "xlsx") else read_table(path)
        table.columns = [str(name).strip() for name in table.columns]
        rows = self._read_decisions(table, path, reader, stage, label_column)
        without_label = len(table) - len(rows)
        found, why = match(table.loc[rows.index], self.references(), self.records(), self.membership())
        skipped = pd.DataFrame({"row": rows.index[found == ""] + 2, "reason": why[found == ""].to_list()})
        if len(skipped) and not skip_unknown:
            first = "; ".join(f"row {row.row}: {row.reason}" for row in skipped.head(5).itertuples())
            raise UsageError(
                f"{path}: {len(skipped)} of {len(rows)} rows fit no reference, nothing was imported "
                f"({first}); mend them, or import the rest with --skip-unknown"
            )
        rows = rows.assign(reference_id=found)[found != ""]
        fresh = self._not_stored(rows)
        if len(fresh):
            self._store_decisions(fresh)
        return {
            "rows": len(table),
            "stored": len(fresh),
            "already_stored": len(rows) - len(fresh),
            "without_label": without_label,
            "skipped": skipped,
            "contradicting": contradicting(rows),
        }

    def _labelled(self, path, reader):
        """Return the decisions that another tool wrote into an export as a table.

        Who is named there is known by id or name; where nobody is, they are the given reader's.
        """
        labels = read_labels(read_export(path).records)
        if labels.empty:
            raise UsageError(
                f"{path}: no decisions in it; expected notes of ASReview (ASReview_relevant) or Rayyan "
                "(RAYYAN-INCLUSION), or a spreadsheet with a column decision"
            )
        ours = labels.reason.isin(self.project.reasons)
        ids = {known.name: known.id for known in self.project.readers}
        return labels.assign(
            reader=labels.reader.replace(ids).where(labels.reader != "", reader),
            note=(labels.tool + ": " + labels.reason).where((labels.reason != "") & ~ours, ""),
            reason=labels.reason.where(ours, ""),
        )

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
        records = self.store.records(["record_id", "source_file", "raw", "abstract"], raw_holds=LABEL_MARKS)
        if file is not None:
            records = records[records.source_file == file]
        found = read_labels(records).merge(records[["record_id", "source_file"]], on="record_id")
        keys = ["source_file", "tool", "reader", "decision"]
        return found.groupby(keys, sort=True).size().rename("records").reset_index().rename(
            columns={"source_file": "file"}
        )  # fmt: skip

    def _read_decisions(self, table, path, reader, stage, label_column):
        """Return the decisions a table holds, with the file's row numbers as index."""
        wanted = label_column or "decision"
        if wanted not in table.columns:
            near = label_column_in(table.columns)
            hint = f"; is {near} meant? say so with --label-column {near}" if near else ""
            raise UsageError(f"{path}: no column {wanted!r}; found {', '.join(table.columns)}{hint}")
        values = table[wanted].str.strip().str.casefold()
        table, values = table[values != ""], values[values != ""]
        rows = pd.DataFrame(index=table.index)
        rows["decision"] = [v if v in DECISIONS else yes_no(v, "include", "exclude") for v in values]
        rows["reader"] = table.get("reader", reader)
        rows["stage"] = table.get("stage", stage or "title_abstract")
        for name in ("reason", "note", "at"):
            rows[name] = table.get(name, "")
        for flag in FLAGS:
            said = table.get(flag, pd.Series("", index=table.index)).str.strip().str.casefold()
            rows[flag] = pd.Series([yes_no(v, True, False) for v in said], index=rows.index, dtype="object")
        rows["drawn"] = table.get("drawn", "imported")
        bad = rows.index[rows.decision.isna()]
        if len(bad):
            raise UsageError(
                f"{place(path, row=bad[0] + 2, column=wanted)}: expected one of {', '.join(DECISIONS)}, "
                f"or 1 and 0; got {table[wanted][bad[0]]!r}"
            )
        if (rows.reader == "").any():
            raise UsageError(f"{path}: no column says who decided; give the reader with --reader")
        return rows if (rows["at"] != "").all() else rows.drop(columns="at")

    def _not_stored(self, rows):
        """Return the rows of every decision that the file ends differently than it stands now.

        Where a file holds several rows for one reader, stage and reference, they are one story: all of
        them are stored, in their order, or none.
        """
        current = self.store.current("decisions")
        old = {tuple(row[:3]): row[3:] for row in plain_rows(current, [*KEY, *SAYS])}
        new = plain_rows(rows, [*KEY, *SAYS])
        ends = {tuple(row[:3]): row[3:] for row in new}
        return rows[np.array([ends[tuple(row[:3])] != old.get(tuple(row[:3])) for row in new], dtype=bool)]

    def export_decisions(self, path, *, reader=""):
        """Write all open decisions with the reference's DOI, PMID and title as CSV; return how many.

        With a reader also what they decided themselves (see `decisions`).
        """
        known = self.references()[list(KEYS)[:1] + list(KEYS)[2:]]
        frame = self.decisions(reader=reader).merge(known, on="reference_id")
        columns = [
            "reference_id",
            "doi",
            "pmid",
            "title",
            "reader",
            "stage",
            "decision",
            "reason",
            *FLAGS,
            "note",
            "at",
        ]
        write_csv(frame[columns], path)
        return len(frame)


def contradicting(rows):
    """Return the rows that another row of the same file contradicts; the last one counts.

    A person must look at them: that happens where records judged apart turn out to be one publication.
    """
    several = rows[rows.duplicated(KEY, keep=False)]
    differs = several.groupby(KEY).decision.transform("nunique") > 1
    found = several[differs].assign(row=several.index[differs] + 2)
    return found.sort_values([*KEY, "row"], kind="stable")[["row", "reference_id", "reader", "decision"]]


def yes_no(text, yes, no):
    """Return `yes` or `no` for the usual words, None for an empty cell or anything else."""
    return yes if text in YES else no if text in NO else None


def plain_rows(frame, columns):
    """Return rows as lists in which nothing is missing, so that they can be compared."""
    return [["" if pd.isna(v) else v for v in row] for row in frame[columns].astype(object).to_numpy()]
