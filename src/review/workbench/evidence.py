"""Evidence: the register, links between references and recommendations, and economic evaluations."""

import datetime

import numpy as np
import pandas as pd

from review import economics, linking, register
from review.errors import SourceError, UsageError, place
from review.evidence import CERTAINTIES, DIRECTIONS, EVALUATION_COLUMNS
from review.formats import read_table, write_xlsx
from review.store import new_id
from review.workbench.matching import match

__all__ = ["Evidence"]

LINK_COLUMNS = ("direction", "certainty", "note", "exceptions")
CHANGE_COLUMNS = ("evaluation_id", "column", "before", "after")


class Evidence:
    """The register, links and economics; a part of the `Workbench`."""

    def recommendations(self):
        """Return the register of recommendations (see `review.register`)."""
        return register.load_recommendations(self.project.path("references", "recommendations.csv"))

    def guidelines(self):
        """Return the national guidelines with their printed numbers of icke-göra."""
        return register.load_guidelines(self.project.path("references", "guidelines.csv"))

    def totals(self):
        """Return the totals printed in the interim report."""
        return register.load_totals(self.project.path("references", "printed_totals.csv"))

    def glossary(self):
        """Return the glossary, Swedish and English."""
        return register.load_glossary(self.project.path("references", "glossary.csv"))

    def thresholds(self):
        """Return the classes of cost per QALY, with the mark *unconfirmed* where they have it."""
        return register.load_thresholds(self.project.path("references", "thresholds.csv"))

    def reconcile(self):
        """Compare the register with every printed total (see `review.register.reconcile`)."""
        return register.reconcile(self.recommendations(), self.guidelines(), self.totals())

    def suggest_links(self, *, n=3, recommendation_id=None, included_only=True):
        """Suggest links that nobody has judged yet; a person confirms each with `link`.

        Parameters
        ----------
        n : int
            Suggestions per reference, or in all where one recommendation is asked for.
        recommendation_id : str, optional
        included_only : bool
            Only for references included so far (at the furthest stage they have reached).

        Returns
        -------
        DataFrame
            `reference_id`, `recommendation_id`, `score`, `rank`, `words`, `title`, `intervention`.
        """
        references, recommendations = self.references(), self.recommendations()
        if included_only:
            references = references[references.reference_id.isin(self._candidates())]
        if recommendation_id is not None:
            self._check_recommendation(recommendation_id)
        found = linking.suggest(references, recommendations, n=n if recommendation_id is None else 10)
        if recommendation_id is not None:
            found = (
                found[found.recommendation_id == recommendation_id]
                .sort_values("score", ascending=False, kind="stable")
                .head(n)
            )
        done = set(map(tuple, self.links()[["reference_id", "recommendation_id"]].to_numpy()))
        pairs = zip(found.reference_id, found.recommendation_id, strict=True)
        found = found[np.array([pair not in done for pair in pairs], dtype=bool)].reset_index(drop=True)
        titles = references.set_index("reference_id").title
        named = recommendations.set_index("recommendation_id")
        return found.assign(
            title=found.reference_id.map(titles),
            intervention=found.recommendation_id.map(named.intervention_sv),
        )

    def _candidates(self):
        """Return the references that are in the review as far as one knows now."""
        passed = self.outcomes("title_abstract").query("outcome in ('include', 'unsure')").reference_id
        dropped = self.outcomes("full_text").query("outcome == 'exclude'").reference_id
        return set(passed) - set(dropped)

    def link(
        self,
        reference_id,
        recommendation_id,
        direction,
        *,
        reader,
        certainty="not_assessed",
        note="",
        exceptions="",
    ):
        """Tie a reference to a recommendation and return the link's id.

        Parameters
        ----------
        direction : {"supports", "contradicts", "mixed", "context"}
            Whether the study supports that the measure should not be done.
        certainty : {"high", "moderate", "low", "very_low", "not_assessed"}
        exceptions : str
            When the measure can still be right.
        """
        row = {"reference_id": reference_id, "recommendation_id": recommendation_id, "direction": direction}
        row |= {"certainty": certainty, "note": note, "exceptions": exceptions, "reader": reader}
        return self._store_links(pd.DataFrame([row]))[0]

    def _store_links(self, rows):
        for reader in rows.reader.unique():
            self.project.reader(reader)
        self._check_references(rows.reference_id)
        for recommendation_id in rows.recommendation_id.unique():
            self._check_recommendation(recommendation_id)
        return self.store.append("links", rows)

    def _check_recommendation(self, recommendation_id):
        if recommendation_id not in set(self.recommendations().recommendation_id):
            raise UsageError(
                f"unknown recommendation {recommendation_id!r}; "
                "references/recommendations.csv lists those there are"
            )

    def import_links(self, path, *, reader=""):
        """Import links from a spreadsheet; those already stored are not stored again.

        A column says which reference is meant (see `import_decisions`); `recommendation_id` and
        `direction` are needed, `certainty`, `note`, `exceptions` and `reader` are read where they are there.

        Returns
        -------
        dict
            `rows`, `stored`, `already_stored`.
        """
        table = read_table(path)
        missing = [name for name in ("recommendation_id", "direction") if name not in table.columns]
        if missing:
            raise SourceError(f"{place(path, row=1)}: the column {', '.join(missing)} is missing")
        rows = self._tie(table, path)
        for name, usual in {
            "certainty": "not_assessed",
            "note": "",
            "exceptions": "",
            "reader": reader,
        }.items():
            rows[name] = table.get(name, pd.Series(usual, index=table.index)).replace("", usual)
        if (rows.reader == "").any():
            raise UsageError(f"{path}: no column says who made the link; give the reader with --reader")
        for column, allowed in (("direction", DIRECTIONS), ("certainty", CERTAINTIES)):
            bad = rows.index[~rows[column].isin(allowed)]
            if len(bad):
                where = place(path, row=bad[0] + 2, column=column)
                raise SourceError(
                    f"{where}: expected one of {', '.join(allowed)}; got {rows[column][bad[0]]!r}"
                )
        key = ["reference_id", "recommendation_id"]
        current = {tuple(row) for row in self.links()[[*key, *LINK_COLUMNS]].to_numpy()}
        told = map(tuple, rows[[*key, *LINK_COLUMNS]].to_numpy())
        fresh = rows[np.array([row not in current for row in told], dtype=bool)]
        if len(fresh):
            self._store_links(fresh[[*key, *LINK_COLUMNS, "reader"]])
        return {"rows": len(table), "stored": len(fresh), "already_stored": len(rows) - len(fresh)}

    def _tie(self, table, path):
        """Return the table with the reference of each row, or say which rows fit none."""
        found, why = match(table, self.references(), self.records(), self.membership())
        lost = found.index[found == ""]
        if len(lost):
            first = "; ".join(f"row {i + 2}: {why[i]}" for i in lost[:5])
            raise UsageError(
                f"{path}: {len(lost)} of {len(table)} rows fit no reference, nothing was imported ({first})"
            )
        return table.assign(reference_id=found)

    def links(self):
        """Return the links that count, each with the reference that now holds its record."""
        frame = self.store.current("links")
        frame["reference_id"] = frame.reference_id.map(self.membership()).astype("str")
        return frame.drop_duplicates(["reference_id", "recommendation_id"], keep="last").reset_index(
            drop=True
        )

    def evaluations(self):
        """Return the economic evaluations that count, with ratio, quadrant and reading for withdrawal."""
        frame = self.store.current("evaluations")
        frame["reference_id"] = frame.reference_id.map(self.membership()).astype("str")
        return economics.measures(frame[list(EVALUATION_COLUMNS)]).assign(reader=frame.reader, at=frame["at"])

    def import_evaluations(self, path, *, reader, sheet=None):
        """Import economic evaluations from the economists' workbook and return what changed.

        Parameters
        ----------
        path : path of an XLSX, CSV or TSV file
            Columns as `export_evaluations` writes them; an empty `evaluation_id` makes a new row.
        reader : str
            Who annotated.

        Returns
        -------
        DataFrame
            One row per changed cell: `evaluation_id`, `column`, `before`, `after`. Empty where the file
            says what is stored already.

        Raises
        ------
        SourceError
            Naming row and column of every cell that cannot be right; nothing is imported then.
        """
        self.project.reader(reader)
        table = read_table(path, sheet)
        unknown = [c for c in table.columns if c not in (*EVALUATION_COLUMNS, "doi", "pmid", "title")]
        if unknown:
            raise SourceError(
                f"{place(path, row=1)}: unknown column {', '.join(unknown)}; "
                "`review economics export` shows the columns"
            )
        rows = self._tie(table, path).reindex(columns=list(EVALUATION_COLUMNS)).fillna("")
        faults = economics.check(rows, this_year=datetime.datetime.now(datetime.UTC).year)
        if len(faults):
            named = [f"row {f.row + 2}, column {f.column}: {f.problem}" for f in faults.head(10).itertuples()]
            raise SourceError(
                f"{path}: {len(faults)} cells cannot be right, nothing was imported. " + "; ".join(named)
            )
        for recommendation_id in filter(None, rows.recommendation_id.unique()):
            self._check_recommendation(recommendation_id)
        return self._store_evaluations(self._with_ids(rows), reader)

    def _with_ids(self, rows):
        """Give new evaluations an id, and those that are stored already the one they have."""
        current = {content(row): row.evaluation_id for row in self.store.current("evaluations").itertuples()}
        ids = [row.evaluation_id or current.get(content(row)) or f"E{new_id()}" for row in rows.itertuples()]
        return rows.assign(evaluation_id=ids)

    def _store_evaluations(self, rows, reader):
        old = self.store.current("evaluations").set_index("evaluation_id")
        changes = []
        for row in rows.to_dict("records"):
            key = row["evaluation_id"]
            for column in EVALUATION_COLUMNS[1:]:
                before = cell_text(old[column][key]) if key in old.index else ""
                after = cell_text(numeric(column, row[column]))
                if before != after:
                    changes.append((key, column, before, after))
        changes = pd.DataFrame(changes, columns=list(CHANGE_COLUMNS))
        fresh = rows[rows.evaluation_id.isin(changes.evaluation_id)].copy()
        for column in economics.NUMBERS:
            fresh[column] = [numeric(column, value) for value in fresh[column]]
        if len(fresh):
            self.store.append("evaluations", fresh, reader=reader)
        return changes

    def export_evaluations(self, path):
        """Write the economists' workbook: a row per evaluation, and one to begin with per included study.

        Returns
        -------
        int
            Rows written.
        """
        frame = self.store.current("evaluations")[list(EVALUATION_COLUMNS)]
        known = self.references()[["reference_id", "doi", "title"]]
        waiting = sorted(self._candidates() - set(frame.reference_id))
        empty = pd.DataFrame({"reference_id": waiting}).reindex(columns=frame.columns)
        full = pd.concat([frame.astype(object), empty.astype(object)], ignore_index=True).merge(
            known, on="reference_id", how="left"
        )
        columns = ["evaluation_id", "reference_id", "doi", "title", *EVALUATION_COLUMNS[2:]]
        write_xlsx({"evaluations": full[columns]}, path)
        return len(full)


def numeric(column, value):
    """Return a cell of a number column as a number, None where it is empty; others as they are."""
    if column not in economics.NUMBERS:
        return value
    return economics.as_number(str(value)) if str(value).strip() else None


def cell_text(value):
    """Return a cell as text, so that 3, 3.0 and "3" are the same."""
    if pd.isna(value):
        return ""
    return f"{value:.12g}" if isinstance(value, (int, float)) else str(value).strip()


def content(row):
    """Return what an evaluation says, to recognise one that is stored already."""
    return tuple(cell_text(numeric(name, getattr(row, name))) for name in EVALUATION_COLUMNS[1:])
