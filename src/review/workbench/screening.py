"""Screening: the queue, decisions, what they amount to, and whether one may stop."""

import numpy as np
import pandas as pd

from review import agreement, stopping
from review.errors import UsageError, place
from review.evidence import DECISIONS, FLAGS, STAGES, check_choice
from review.flags import FlagClassifier
from review.formats import read_table, write_csv
from review.ranking import Features, rank
from review.text import split
from review.workbench.matching import KEYS, match

__all__ = ["Screening"]

YES = {"1", "1.0", "true", "yes", "ja", "y", "x", "include", "included", "relevant"}
NO = {"0", "0.0", "false", "no", "nej", "n", "exclude", "excluded", "irrelevant"}
FLAG_COLUMNS = ("reference_id", *FLAGS, *(f"{flag}_words" for flag in FLAGS))


class Screening:
    """Reading, deciding, flagging and stopping; a part of the `Workbench`."""

    def queue(self, reader, *, stage="title_abstract", n=None):
        """Return what a reader has left to read, the most likely relevant first.

        Ranked from the reader's own decisions and the question in review.toml, so that nobody else's
        judgement shows through; a share is drawn at random (`drawn`).

        Returns
        -------
        DataFrame
            `rank`, `reference_id`, `score`, `drawn`, `title`, `year`, `journal`.
        """
        role = self.project.reader(reader).role
        check_choice("stage", stage, STAGES)
        decisions = self.decisions(stage)
        mine = decisions[decisions.reader == reader]
        if stage == "title_abstract":
            order = self._rank(mine)
        else:
            passed = self.outcomes("title_abstract").query("outcome in ('include', 'unsure')").reference_id
            left = passed[~passed.isin(mine.reference_id)]
            order = pd.DataFrame({"reference_id": left, "score": np.nan, "drawn": "by_hand"})
        if role in ("reader", "health_economist"):
            others = decisions[(decisions.reader != reader) & decisions.reader.isin(self._counting_readers())]
            enough = others.reference_id.value_counts()
            done = enough.index[enough >= self.project.readers_per_reference]
            order = order[~order.reference_id.isin(done)]
        order = order.assign(rank=np.arange(1, len(order) + 1))
        shown = self.references()[["reference_id", "title", "year", "journal"]]
        columns = ["rank", "reference_id", "score", "drawn", "title", "year", "journal"]
        return order.merge(shown, on="reference_id")[columns].head(n)

    def _rank(self, decisions):
        """Return the order of all references that a set of decisions leaves unread."""
        references = self.references()
        if references.empty:
            return pd.DataFrame(columns=["reference_id", "score", "rank", "drawn"])
        return rank(
            references,
            decisions,
            question=self.project.seed_text(),
            seed=self.project.seed,
            random_share=self.project.random_share,
            features=self._features(),
        )

    def _features(self):
        """Return the texts of all references as numbers, computed once."""
        return self._memo(
            "features", ("records", "memberships", "withdrawals"), lambda: Features().fit(self.references())
        )

    def decide(self, reference_id, decision, *, reader, stage="title_abstract", reason="", note="", **said):
        """Store one decision and return its id.

        Parameters
        ----------
        reference_id : str
        decision : {"include", "exclude", "unsure"}
        reader : str
            A reader of review.toml.
        stage : {"title_abstract", "full_text"}
        reason : str
            One of the reasons in review.toml; needed to exclude a full text.
        note : str
        **said
            `low_value_care`, `de_implementation` (True, False or None), `drawn`, `rank`, `score`.
        """
        row = {
            "reference_id": reference_id,
            "stage": stage,
            "decision": decision,
            "reason": reason,
            "note": note,
        }
        return self._store_decisions(pd.DataFrame([row | {"drawn": "by_hand"} | said | {"reader": reader}]))[
            0
        ]

    def _store_decisions(self, rows):
        """Check decisions against the project and store them, all or none."""
        for reader in rows.reader.unique():
            self.project.reader(reader)
        known = set(self.references().reference_id)
        for row in rows.itertuples():
            if row.reference_id not in known:
                raise UsageError(
                    f"unknown reference {row.reference_id!r}; `review queue` lists those there are"
                )
            if row.reason and row.reason not in self.project.reasons:
                raise UsageError(
                    f"reason must be one of {', '.join(self.project.reasons)}; got {row.reason!r}"
                )
            if row.stage == "full_text" and row.decision == "exclude" and not row.reason:
                raise UsageError(
                    f"{row.reference_id}: excluding a full text needs a reason, "
                    f"one of {', '.join(self.project.reasons)}"
                )
        return self.store.append("decisions", rows)

    def undo(self, reader, kind="decisions"):
        """Take back a reader's newest judgement of a kind; the row that is withdrawn is returned."""
        self.project.reader(reader)
        return self.store.undo(kind, reader=reader)

    def import_decisions(self, path, *, reader="", stage="", label_column="", skip_unknown=False):
        """Import decisions from a spreadsheet; those already stored are not stored again.

        Parameters
        ----------
        path : path of a CSV, TSV or XLSX file
            One row per decision. A column says which reference is meant (`reference_id`, `record_id`,
            `doi`, `pmid` or `title`), `decision` what was decided; `reader`, `stage`, `reason`, the two
            flags, `note` and `at` are read where they are there.
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
            `rows`, `stored`, `already_stored`, `without_label`, and `skipped`, a frame of row and reason.
        """
        table = read_table(path)
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
        }

    def _read_decisions(self, table, path, reader, stage, label_column):
        """Return the decisions a table holds, with the file's row numbers as index."""
        wanted = label_column or "decision"
        if wanted not in table.columns:
            raise UsageError(f"{path}: no column {wanted!r}; found {', '.join(table.columns)}")
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
        """Return the rows that say something else than what the same reader's current decision says."""
        says = ["decision", "reason", *FLAGS, "note"]
        current = self.store.current("decisions")
        key = ["reference_id", "stage", "reader"]
        old = {tuple(row[:3]): tuple(row[3:]) for row in plain_rows(current, key + says)}
        new = plain_rows(rows, key + says)
        return rows[[old.get(tuple(row[:3])) != tuple(row[3:]) for row in new]]

    def decisions(self, stage=None):
        """Return the decisions that count, each with the reference that now holds its record."""
        frame = self.store.current("decisions")
        frame["reference_id"] = frame.reference_id.map(self.membership()).astype("str")
        frame = frame.drop_duplicates(["reference_id", "stage", "reader"], keep="last")
        return (frame if stage is None else frame[frame.stage == stage]).reset_index(drop=True)

    def export_decisions(self, path):
        """Write all current decisions with the reference's DOI, PMID and title as CSV; return how many."""
        frame = self.decisions().merge(self.references()[list(KEYS)[:1] + list(KEYS)[2:]], on="reference_id")
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

    def outcomes(self, stage="title_abstract"):
        """Return what the decisions at a stage amount to (see `review.agreement.outcomes`)."""
        return agreement.outcomes(self.decisions(), **self._how(stage))

    def conflicts(self, stage="title_abstract"):
        """Return the references readers disagree on and nobody settled, side by side."""
        return agreement.conflicts(self.decisions(), **self._how(stage))

    def agreement(self, stage="title_abstract", *, n_boot=1000):
        """Return how far readers agree (see `review.agreement.agree`)."""
        return agreement.agree(
            self.decisions(),
            stage=stage,
            readers=self._counting_readers(),
            n_boot=n_boot,
            seed=self.project.seed,
        )

    def _how(self, stage):
        return {
            "stage": stage,
            "readers_per_reference": self.project.readers_per_reference,
            "adjudicators": self.project.with_role("adjudicator"),
            "observers": self.project.with_role("observer"),
        }

    def _counting_readers(self):
        return [*self.project.with_role("reader"), *self.project.with_role("health_economist")]

    def stop(self, *, recall=None, confidence=None):
        """Return the stopping certificate for title and abstract (see `review.stopping`)."""
        decisions = self.decisions("title_abstract")
        decisions = decisions[~decisions.reader.isin(self.project.with_role("observer"))]
        first = decisions.sort_values("at", kind="stable").drop_duplicates("reference_id")
        excluded = self.outcomes().query("outcome == 'exclude'").reference_id
        said_yes = decisions.loc[decisions.decision != "exclude", "reference_id"]
        relevant = first.reference_id.isin(said_yes) & ~first.reference_id.isin(excluded)
        order = pd.DataFrame({"relevant": relevant.astype("int64"), "drawn": first.drawn}).reset_index(
            drop=True
        )
        return stopping.certificate(
            order,
            len(self.references()),
            recall=recall or self.project.recall,
            confidence=confidence or self.project.confidence,
        )

    def flags(self):
        """Return for each reference how likely each flag is, and the words that decided.

        Returns
        -------
        DataFrame
            `FLAG_COLUMNS`: probabilities in [0, 1]; words parted by "; ", those that push down with a minus.
        """
        return self._memo("flags", ("records", "memberships", "decisions", "withdrawals"), self._flag)

    def _flag(self):
        references = self.references()
        if references.empty:
            return pd.DataFrame(columns=list(FLAG_COLUMNS))
        model = self.flag_model()
        frame = model.predict_proba(references)[list(FLAGS)].reset_index(drop=True)
        frame.insert(0, "reference_id", references.reference_id.to_numpy())
        words = model.explain(references, 6)
        for flag in FLAGS:
            mine = words[words.flag == flag]
            signed = mine.word.where(mine.weight > 0, "−" + mine.word)
            joined = signed.groupby(mine.row).agg("; ".join)
            frame[f"{flag}_words"] = frame.index.map(joined).fillna("").astype("str")
        return frame

    def flag_model(self):
        """Return the classifier of both flags, taught by the glossary and the decisions so far."""
        labels = self.flag_labels()
        model = FlagClassifier(terms=self.flag_terms(), seed=self.project.seed)
        return model.fit(self.references(), labels[list(FLAGS)])

    def flag_labels(self):
        """Return the settled flags of each reference: 1, 0, or missing where nobody said."""
        outcomes = self.outcomes().query("outcome in ('include', 'unsure', 'exclude')")
        said = outcomes.set_index("reference_id")[list(FLAGS)].astype("Float64")
        return said.reindex(self.references().reference_id).reset_index()

    def flag_terms(self):
        """Return the glossary's terms for each flag, Swedish and English."""
        glossary = self.glossary()
        terms = {}
        for flag in FLAGS:
            mine = glossary[glossary.flag == flag]
            cells = mine[["term_sv", "term_en", "variants_sv", "variants_en"]].to_numpy().ravel()
            terms[flag] = [term for cell in cells for term in split(cell)]
        return terms


def yes_no(text, yes, no):
    """Return `yes` or `no` for the usual words, None for an empty cell or anything else."""
    return yes if text in YES else no if text in NO else None


def plain_rows(frame, columns):
    """Return rows as lists in which nothing is missing, so that they can be compared."""
    return [
        ["" if v is None or v != v or v is pd.NA else v for v in row]
        for row in frame[columns].astype(object).to_numpy()
    ]
