"""Evidence: the register, and links between references and recommendations."""

import numpy as np
import pandas as pd

from review import agreement, linking, register
from review.errors import SourceError, UsageError, place
from review.evidence import CERTAINTIES, DIRECTIONS, KINDS
from review.formats import read_table, write_csv
from review.project import shipped
from review.terms import load_terms
from review.workbench.matching import match

__all__ = ["Evidence"]

PAIR = list(KINDS["links"].about)
SAID = list(KINDS["links"].says)
"""What is said of a link, in the order it is stored and exported."""
COMPARED = [name for name in SAID if name != "note"]
"""What two links of one study and recommendation must not say differently."""


class Evidence:
    """The register and links; a part of the `Workbench`."""

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

    def terms(self):
        """Return the terms by which texts of both languages are understood (see `review.terms`).

        A review without a table of its own has those that ship with the package.
        """
        path = self.project.path("references", "terms.csv")
        return load_terms(path if path.exists() else shipped("references", "terms.csv"))

    def suggest_links(self, *, n=3, recommendation_id=None, included_only=True):
        """Suggest links that nobody has judged yet; a person confirms each with `link`, or rejects it
        with `dismiss_link`, and is never asked again.

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
        judged = pd.concat([self.links()[PAIR], self.dismissals()[PAIR]], ignore_index=True)
        if recommendation_id is not None:
            self._check_recommendation(recommendation_id)
        found = linking.suggest(
            references,
            recommendations,
            self.glossary(),
            n=n,
            by="reference" if recommendation_id is None else "recommendation",
            dismissed=judged,
            terms=self.terms(),
        )
        if recommendation_id is not None:
            found = found[found.recommendation_id == recommendation_id].reset_index(drop=True)
        titles = references.set_index("reference_id").title
        named = recommendations.set_index("recommendation_id")
        return found.assign(
            title=found.reference_id.map(titles),
            intervention=found.recommendation_id.map(named.intervention_sv),
        )

    def dismissals(self):
        """Return the suggested links that people rejected, with who did and why."""
        return self._at_home(self.store.current("dismissals")).drop(columns="record_id")

    def dismiss_link(self, reference_id, recommendation_id, *, reader, note=""):
        """Reject a suggested link, so that it is never suggested again; return the judgement's id."""
        self.project.reader(reader, "link and code")
        self._check_references([reference_id])
        self._check_recommendation(recommendation_id)
        row = {"reference_id": reference_id, "recommendation_id": recommendation_id, "note": note}
        return self.store.append("dismissals", [row], reader=reader)[0]

    def _candidates(self):
        """Return the references that are in the review as far as one knows now."""
        passed = self.outcomes("title_abstract").query("outcome in ('include', 'unsure')").reference_id
        dropped = self.outcomes("full_text").query("outcome == 'exclude'").reference_id
        return set(passed) - set(dropped)

    def link(
        self, reference_id, recommendation_id, direction, *, reader, certainty="not_assessed", note="",
        exceptions="", population="",
    ):  # fmt: skip
        """Tie a reference to a recommendation and return the link's id.

        Parameters
        ----------
        direction : {"supports", "contradicts", "mixed", "context"}
            Whether the study supports that the measure should not be done.
        certainty : {"high", "moderate", "low", "very_low", "not_assessed"}
        exceptions : str
            When the measure can still be right.
        population : str
            Whom the study speaks about.
        """
        row = {"reference_id": reference_id, "recommendation_id": recommendation_id, "direction": direction}
        row |= {"certainty": certainty, "note": note, "exceptions": exceptions}
        row |= {"population": population, "reader": reader}
        return self._store_links(pd.DataFrame([row]))[0]

    def _store_links(self, rows):
        for reader in rows.reader.unique():
            self.project.reader(reader, "link and code")
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
        `direction` are needed, `certainty`, `note`, `exceptions`, `population` and `reader` are read where
        they are there. What a stored link says in a column that the spreadsheet lacks stays.

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
        rows["reader"] = table.get("reader", pd.Series(reader, index=table.index)).replace("", reader)
        links = self.links().set_index(PAIR)[SAID]
        pairs, both_ways = pd.MultiIndex.from_frame(rows[PAIR]), links.index[links.index.duplicated()]
        last = links[~links.index.duplicated(keep="last")]
        held = last.reindex(pairs).set_axis(rows.index).fillna("")
        for name in SAID:
            said = (rows if name in rows else held)[name]
            rows[name] = said.replace("", "not_assessed") if name == "certainty" else said
        if (rows.reader == "").any():
            raise UsageError(f"{path}: no column says who made the link; give the reader with --reader")
        for column, allowed in (("direction", DIRECTIONS), ("certainty", CERTAINTIES)):
            bad = rows.index[~rows[column].isin(allowed)]
            if len(bad):
                where = place(path, row=bad[0] + 2, column=column)
                raise SourceError(
                    f"{where}: expected one of {', '.join(allowed)}; got {rows[column][bad[0]]!r}"
                )
        told = [tuple(row) for row in rows[[*PAIR, *SAID]].to_numpy()]
        current = set(links.reset_index().itertuples(index=False, name=None))
        # a row alone answers what was said both ways before the reference was one
        answers = pairs.isin(both_ways) & ~pairs.duplicated(keep=False)
        fresh = rows[answers | np.array([row not in current for row in told], dtype=bool)]
        if len(fresh):
            self._store_links(fresh[[*PAIR, *SAID, "reader"]])
        return {"rows": len(table), "stored": len(fresh), "already_stored": len(rows) - len(fresh)}

    def export_links(self, path):
        """Write the links that count with the reference's DOI, PMID and title as CSV; return how many.

        `import_links` reads the file back, edited in a spreadsheet or not.
        """
        known = self.references()[["reference_id", "doi", "pmid", "title"]]
        frame = self.links().merge(known, on="reference_id").sort_values(PAIR, kind="stable")
        write_csv(frame[[*known, "recommendation_id", *SAID, "reader", "at"]], path)
        return len(frame)

    def _tie(self, table, path, numbers=None):
        """Return the table with the reference of each row, or say which rows fit none.

        `numbers` are the rows as people see them; where not given, those below a heading in row 1.
        """
        numbers = table.index + 2 if numbers is None else numbers
        found, why = match(table, self.references(), self.records(), self.membership())
        lost = found.index[found == ""]
        if len(lost):
            seen = pd.Series(numbers, index=table.index)
            first = "; ".join(f"row {seen[i]}: {why[i]}" for i in lost[:5])
            raise UsageError(
                f"{path}: {len(lost)} of {len(table)} rows fit no reference, nothing was imported ({first})"
            )
        return table.assign(reference_id=found)

    def links(self):
        """Return the links that count, each with the reference that now holds its record.

        Two links that say different things of a reference which was two when they were made count both, as
        they did before, until somebody links it anew (see `contradictions`).
        """
        return self._united_links().drop(columns=["record_id", "contradicts"])

    def _united_links(self):
        frame = self._at_home(self.store.current("links"))
        return agreement.unite(frame, PAIR, COMPARED, self._moves())
