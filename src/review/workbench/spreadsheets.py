"""Spreadsheets: decisions made elsewhere, in and out."""

from review.errors import Question, UsageError
from review.evidence import DECISIONS, STAGES, check_choice
from review.formats import LABEL_MARKS, read_decided, read_labels, simple_name, write_csv
from review.text import fold
from review.workbench.comparing import KEY, SAYS, compare
from review.workbench.matching import KEY_NAMES, KEYS, match

__all__ = ["Spreadsheets"]

DOUBTFUL = ("keep", "replace")
DOUBTS = {
    "change": "decisions would change",
    "contradiction": "rows contradict each other",
    "not passed": "full texts belong to references that title and abstract exclude",
    "last": "",
}
"""Which rows of `compare` are doubtful, as a sentence says it."""
TAKEN = ("change", "last", "not passed")
SHOWN = ["row", "title", "reader", "stage", "before", "after"]


class Spreadsheets:
    """Decisions from and to spreadsheets; a part of the `Workbench`."""

    def import_decisions(
        self, path, *, reader="", stage="", label_column="", every="", reason="", skip_unknown=False,
        doubtful="", preview=False,
    ):  # fmt: skip
        """Import decisions from a spreadsheet or another tool's file; those already stored stay as they are.

        Parameters
        ----------
        path : path of a CSV, TSV or XLSX file, or of an export
            One row per decision; a column says which reference is meant (`matching.KEY_NAMES`), others what
            was decided (`review.formats.SAID_NAMES`). Files of ASReview, Rayyan, Covidence, EPPI-Reviewer,
            Colandr and Abstrackr are read as they are (see `review.formats.read_decided`).
        reader, stage : str
            For files that do not say them.
        label_column : str
            The column that holds the decisions, where its name does not tell.
        every : {"include", "exclude", "unsure"}
            The decision of all entries, where the file is the list of them.
        reason : str
            For full texts that are excluded without a reason of review.toml; what the file says instead
            becomes the note.
        skip_unknown : bool
            Leave out the rows that fit no reference, and store the rest.
        doubtful : {"keep", "replace"}
            What becomes of rows that would change what stands or contradict each other: what stands stays
            and they are left out, or the file counts, and of several rows the last. Rows that fit no
            reference are left out.
        preview : bool
            Store nothing, and ask nothing.

        Returns
        -------
        dict
            `read_as`, `rows`, `new`, `repeated` (by a later row of one reference), `already_stored`, `older`
            (than what stands), `without_label`, `own_outcomes` (that our own export brought there),
            `stored`; frames `changes`, `contradicting`, `skipped` with row, title, before and after;
            `other_reasons` (those that review.toml lacks) with their number of rows and the first.

        Raises
        ------
        Question
            Naming every row that is doubtful, where nobody has said what becomes of those; nothing is stored.
        """
        for name, value, allowed in (("doubtful", doubtful, DOUBTFUL), ("every", every, DECISIONS)):
            check_choice(name, value, ("", *allowed))
        decided = read_decided(path, label_column=label_column, every=every)
        rows = self._as_ours(decided.said, path, reader, stage, reason or ("note" if preview else ""))
        rows = self._with_references(rows, decided.source)
        lost, known = rows[rows.reference_id == ""].drop_duplicates("row"), rows[rows.reference_id != ""]
        plan = compare(known, self._all_decisions(), self._taken_back(), self.outcomes())
        if not (preview or doubtful):
            ask(path, plan[plan.what.isin(DOUBTS)], lost.head(0) if skip_unknown else lost, decided)
        fresh = plan[plan.what.isin(("new", *TAKEN) if doubtful == "replace" else ("new",))]
        if len(fresh) and not preview:
            self._check_reasons(fresh, path)
            self._store_decisions(fresh[[*KEY, *SAYS, "drawn", "at"]])
        reasons = other_reasons(decided.said, self.project.reasons)
        stored = 0 if preview else len(fresh)
        return account(decided, rows, plan, lost) | {"other_reasons": reasons, "stored": stored}

    def _with_references(self, rows, source):
        """Return decisions with reference and title, or why there is none."""
        found, why = match(source, self.references(), self.records(), self.membership())
        titles = self.references().set_index("reference_id").title
        given = source[
            next((name for name in source if simple_name(name) in KEY_NAMES["title"]), source.columns[0])
        ]
        rows = rows.assign(reference_id=rows.row.map(found), why=rows.row.map(why))
        return rows.assign(title=rows.reference_id.map(titles).fillna(rows.row.map(given)).astype("str"))

    def _as_ours(self, said, path, reader, stage, reason):
        """Return decisions with readers, stages and reasons of ours; another reason becomes a note."""
        said = said.assign(
            reader=self._known_readers(said.reader.where(said.reader != "", reader), path),
            stage=said.stage.where(said.stage != "", stage or STAGES[0]),
        )
        if reason not in ("", "note", *self.project.reasons):
            raise UsageError(f"reason must be note, {', '.join(self.project.reasons)}; got {reason!r}")
        ours = {fold(name): name for name in self.project.reasons}
        known = said.reason.map(lambda text: ours.get(fold(text), ""))
        other = said.reason.where(known == "", "")
        typed = other_reasons(said[said.tool == ""], self.project.reasons)
        if len(typed) and not reason:
            doubts = [
                f"{r.reason!r}: {r.rows} rows, the first is row {r.first_row}" for r in typed.itertuples()
            ]
            raise Question(
                f"{path}: {len(doubts)} reasons are none of those in review.toml",
                doubts,
                self._reasons_answer(),
            )
        other = [text and f"{tool or 'reason'}: {text}" for text, tool in zip(other, said.tool, strict=True)]
        told = [" | ".join(filter(None, both)) for both in zip(said.note, other, strict=True)]
        lacks = (known == "") & (said.decision == "exclude") & (said.stage == STAGES[1])
        return said.assign(reason=known.where(~lacks, reason.replace("note", "")), note=told)

    def _reasons_answer(self):
        return (
            "correct them, add them to `reasons` in review.toml, or say --reason note (what the file says "
            f"becomes the note); where full texts need one, --reason with {', '.join(self.project.reasons)}"
        )

    def _check_reasons(self, rows, path):
        """Ask about full texts that are excluded without a reason."""
        open_rows = rows[(rows.reason == "") & (rows.decision == "exclude") & (rows.stage == STAGES[1])]
        if len(open_rows):
            doubts = [
                f"row {row.row} ({row.title}): {row.note or 'no reason'}" for row in open_rows.itertuples()
            ]
            raise Question(
                f"{path}: {len(doubts)} full texts are excluded without a reason",
                doubts,
                self._reasons_answer(),
            )

    def _known_readers(self, names, path):
        """Return the readers of review.toml behind names, which may be ids too."""
        if (names == "").any():
            raise UsageError(f"{path}: no column says who decided; give the reader with --reader")
        readers = self.project.readers
        names_of = [known.name.casefold() for known in readers]
        ids = {
            known.name.casefold(): known.id for known in readers if names_of.count(known.name.casefold()) == 1
        }
        ids |= {known.id.casefold(): known.id for known in readers}
        unknown = [name for name in names.unique() if name.strip().casefold() not in ids]
        if unknown:
            known = ", ".join(one.id for one in self.project.readers) or "none yet"
            raise UsageError(
                f"{path}: unknown reader {', '.join(map(repr, unknown))}; review.toml names {known}; "
                "add a [[readers]] entry there, with what the file says as its name"
            )
        return names.map(lambda name: ids[name.strip().casefold()])

    def _taken_back(self):
        """Return the decisions that were withdrawn, each with the reference that holds its record."""
        history, moved = self.store.history("decisions"), self._moved()
        gone = history[history.withdrawn]
        return gone.assign(reference_id=[moved.get(name, name) for name in gone.reference_id])

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

    def export_decisions(self, path, *, reader=""):
        """Write all open decisions with the reference's DOI, PMID and title as CSV; return how many.

        With a reader also what they decided themselves (see `decisions`).
        """
        known = self.references()[list(KEYS)[:1] + list(KEYS)[2:]]
        frame = self.decisions(reader=reader).merge(known, on="reference_id")
        write_csv(frame[[*known, "reader", "stage", *SAYS, "at"]], path)
        return len(frame)


def ask(path, doubts, lost, decided):
    """Raise the question that names every doubtful row, where there is one."""
    if doubts.empty and lost.empty:
        return
    named = [f"row {row.row} ({row.title}): {row.why}" for row in lost.itertuples()]
    named += [
        f"row {r.row} ({r.title}), {r.reader}, {r.stage}: {r.before} → {r.after}" for r in doubts.itertuples()
    ]
    parts = [f"{len(lost)} of {len(decided.source)} rows fit no reference"] if len(lost) else []
    counted = doubts.what.replace("last", "contradiction").value_counts()
    parts += [f"{counted[what]} {sentence}" for what, sentence in DOUBTS.items() if what in counted]
    answer = "mend them, or import the rest with --skip-unknown"
    if len(doubts):
        answer = (
            "mend them, or say --doubtful keep (what stands stays, these rows are left out, the rest is "
            "stored) or --doubtful replace (the file counts; of rows that contradict each other the last)"
        )
    raise Question(f"{path}: {', '.join(parts)}", named, answer)


def other_reasons(said, ours):
    """Return the reasons of a file that are none of ours, how many rows have each, and the first of them."""
    other = said[(said.reason != "") & ~said.reason.map(fold).isin(list(map(fold, ours)))]
    rows = other.groupby("reason", sort=False).row
    return rows.agg(rows="size", first_row="first").reset_index()


def account(decided, rows, plan, lost):
    """Return what became of the rows of a file, counted, and those in doubt one by one."""
    counts = plan.what.value_counts()
    doubts = plan[plan.what.isin(DOUBTS)]
    return {
        "read_as": decided.tool,
        "rows": len(decided.source),
        "new": int(counts.get("new", 0)),
        "repeated": int(counts.get("repeated", 0)),
        "already_stored": int(counts.get("same", 0)),
        "older": int(counts.get("older", 0)),
        "without_label": len(decided.source) - rows.row.nunique() - decided.own,
        "own_outcomes": decided.own,
        "changes": doubts.loc[doubts.what.isin(("change", "not passed")), SHOWN],
        "contradicting": doubts.loc[doubts.what.isin(("contradiction", "last")), SHOWN],
        "skipped": lost[["row", "title", "why"]].rename(columns={"why": "reason"}),
    }
