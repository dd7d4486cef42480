"""Links: which recommendation each reference speaks of, suggested by words and said by people."""

import pandas as pd

from review import agreement, linking
from review.errors import SourceError, place
from review.evidence import CERTAINTIES, DIRECTIONS, KINDS
from review.formats import read_table
from review.workbench.contradicting import JUDGED, as_said
from review.workbench.room import room
from review.workbench.sheets import need, new_rows, taken, with_reader, write_known

__all__ = ["Links"]

PAIR = list(KINDS["links"].about)
SAID = list(KINDS["links"].says)
"""What is said of a link, in the order it is stored and exported."""
COMPARED = [name for name in SAID if name != "note"]
"""What two links of one study and recommendation must not say differently."""


@room
class Links:
    """References tied to recommendations."""

    def __init__(self, project, store, pile, register, decisions):
        self._project, self._store = project, store
        self._pile, self._register, self._decisions = pile, register, decisions

    def current(self):
        """Return the links that count, each with the reference that now holds its record.

        Two links that say different things of a reference which was two when they were made count both, as
        they did before, until somebody links it anew (see `Duplicates.contradictions`).
        """
        return self.united().drop(columns=["record_id", "contradicts"])

    def united(self):
        """Return what counts, with the record it was said of and whether it `contradicts` another."""
        frame = self._pile.at_home(self._store.current("links"))
        return agreement.unite(frame, PAIR, COMPARED, self._pile.moves())

    def contradicting(self, reader=""):
        """Return links of one study and recommendation that differ since their records were merged."""
        return as_said(self.united().query("contradicts"), "links", PAIR, COMPARED)

    def contradicted(self):
        """Return the references with such links."""
        return set(self.contradicting().reference_id)

    def judged(self, reader=""):
        """Return who tied what: `reference_id`, `reader`, `kind`, `about`."""
        links = self.current()
        about = links.recommendation_id + ": " + links.direction
        return links.assign(kind="link", about=about)[JUDGED]

    def count(self):
        """Return how many links there are, without reading all records."""
        links = self._pile.at_home(self._store.current("links"))
        return len(links.drop_duplicates(["reference_id", "recommendation_id"]))

    def suggest(self, *, n=3, recommendation_id=None, included_only=True):
        """Suggest links that nobody has judged yet.

        A person confirms each with `add`, or rejects it with `dismiss`, and is never asked again.

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
        references, recommendations = self._pile.references(), self._register.recommendations()
        if included_only:
            references = references[references.reference_id.isin(self._decisions.included())]
        judged = pd.concat([self.current()[PAIR], self.dismissals()[PAIR]], ignore_index=True)
        if recommendation_id is not None:
            self._register.check(recommendation_id)
        found = linking.suggest(
            references,
            recommendations,
            self._register.glossary(),
            n=n,
            by="reference" if recommendation_id is None else "recommendation",
            dismissed=judged,
            terms=self._register.terms(),
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
        return self._pile.at_home(self._store.current("dismissals")).drop(columns="record_id")

    def dismiss(self, reference_id, recommendation_id, *, reader, note=""):
        """Reject a suggested link, so that it is never suggested again; return the judgement's id."""
        self._project.reader(reader, "link and code")
        self._pile.check([reference_id])
        self._register.check(recommendation_id)
        row = {"reference_id": reference_id, "recommendation_id": recommendation_id, "note": note}
        return self._store.append("dismissals", [row], reader=reader)[0]

    def add(
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
            self._project.reader(reader, "link and code")
        self._pile.check(rows.reference_id)
        for recommendation_id in rows.recommendation_id.unique():
            self._register.check(recommendation_id)
        return self._store.append("links", rows)

    def import_file(self, path, *, reader=""):
        """Import links from a spreadsheet; those already stored are not stored again.

        A column says which reference is meant (see `Screening.import_decisions`); `recommendation_id` and
        `direction` are needed, `certainty`, `note`, `exceptions`, `population` and `reader` are read where
        they are there. What a stored link says in a column that the spreadsheet lacks stays.

        Returns
        -------
        dict
            `rows`, `stored`, `already_stored`.
        """
        table = read_table(path)
        need(table, ("recommendation_id", "direction"), path)
        rows = with_reader(self._pile.tie(table, path), reader, path, "made the link")
        links = self.current().set_index(PAIR)[SAID]
        pairs, both_ways = pd.MultiIndex.from_frame(rows[PAIR]), links.index[links.index.duplicated()]
        last = links[~links.index.duplicated(keep="last")]
        held = last.reindex(pairs).set_axis(rows.index).fillna("")
        for name in SAID:
            said = (rows if name in rows else held)[name]
            rows[name] = said.replace("", "not_assessed") if name == "certainty" else said
        for column, allowed in (("direction", DIRECTIONS), ("certainty", CERTAINTIES)):
            bad = rows.index[~rows[column].isin(allowed)]
            if len(bad):
                where = place(path, row=bad[0] + 2, column=column)
                raise SourceError(
                    f"{where}: expected one of {', '.join(allowed)}; got {rows[column][bad[0]]!r}"
                )
        current = set(links.reset_index().itertuples(index=False, name=None))
        # a row alone answers what was said both ways before the reference was one
        answers = pairs.isin(both_ways) & ~pairs.duplicated(keep=False)
        fresh = rows[answers | new_rows(rows, [*PAIR, *SAID], current)]
        if len(fresh):
            self._store_links(fresh[[*PAIR, *SAID, "reader"]])
        return taken(rows, fresh)

    def export(self, path):
        """Write the links that count with the reference's DOI, PMID and title as CSV; return how many.

        `import_links` reads the file back, edited in a spreadsheet or not.
        """
        links = self.current().sort_values(PAIR, kind="stable")
        columns = ["recommendation_id", *SAID, "reader", "at"]
        return write_known(links, self._pile.references(), columns, path)
