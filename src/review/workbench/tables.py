"""Tables: what dialogue, proposals, indicators and guidance say, as people edit it in spreadsheets."""

import pandas as pd

from review import displacement, register
from review.errors import SourceError, place
from review.formats import read_table, write_xlsx
from review.vocabulary import sort_key
from review.workbench.room import room
from review.workbench.sheets import need, refuse

__all__ = ["Tables"]

CONTENTS = "tables"
EDITABLE = ("recommendations", "glossary", "codebooks", *register.DEMAND_TABLES)
CHECK_COLUMNS = ("table", "rows", "invented", "problems", "first_problem")
IDS = {"recommendations": "recommendation_id", "documents": "document_id", "codebooks": "code"}
"""The tables that others point to, and the column they point to."""


@room
class Tables:
    """The tables that answer the demands of the source documents, out to a workbook and back."""

    def __init__(self, project, register, links):
        self._project, self._register, self._links = project, register, links

    def table(self, name):
        """Return a reference table by its name.

        Parameters
        ----------
        name : str
            One of `review.register.TABLES`: dialogue, proposals, indicators, test_intervals, exceptions,
            documents, coverage, displacement …
        """
        return register.load_table(self._project.path("references"), name)

    def demands(self):
        """Return every table of the demands by name."""
        return {name: self.table(name) for name in register.DEMAND_TABLES}

    def check(self):
        """Return for each table its rows and what is wrong in it.

        Returns
        -------
        DataFrame
            `CHECK_COLUMNS`: rows, how many are marked as invented, how many problems, and the first of them:
            cells that break their rule, ids that lead nowhere, invented rows in a review that is not.
        """
        known = self._known_ids()
        rows = []
        for name in register.TABLES:
            try:
                frame = self.table(name)
            except SourceError as error:
                rows.append((name, None, None, 1, str(error)))
                continue
            faults = self._faults(name, frame, known)
            invented = int((frame.invented == "yes").sum()) if "invented" in frame else None
            rows.append((name, len(frame), invented, len(faults), faults[0] if faults else ""))
        frame = pd.DataFrame(rows, columns=list(CHECK_COLUMNS))
        return frame.astype({"rows": "Int64", "invented": "Int64"})

    def _known_ids(self):
        """Return {table: its ids} for the tables that others point to; one that cannot be read has none."""
        known = {}
        for name, column in IDS.items():
            try:
                known[name] = set(self.table(name)[column])
            except SourceError:
                known[name] = set()
        return known

    def _faults(self, name, frame, known):
        """Return a sentence for each id that leads nowhere and each invented row where there must be none."""
        faults = sentences(register.check_pointers(name, frame, known), f"{name}.csv")
        if "invented" in frame and not self._project.invented:
            faults += [
                f"{place(f'{name}.csv', row=row + 2, column='invented')}: "
                "this review is not an invented one; take the row out"
                for row in frame.index[frame.invented == "yes"]
            ]
        return faults

    def export(self, path, names=EDITABLE):
        """Write tables as one workbook, a sheet each, with a first sheet that tells what they are.

        Returns
        -------
        dict of str to int
            Rows of each table.
        """
        frames = {name: self._as_filed(name) for name in names}
        told = [(name, register.table_of(name).about, len(frame)) for name, frame in frames.items()]
        contents = pd.DataFrame(told, columns=["table", "one_row_is", "rows"])
        write_xlsx({CONTENTS: contents} | frames, path)
        return {name: len(frame) for name, frame in frames.items()}

    def _as_filed(self, name):
        return self.table(name)[list(register.table_of(name).columns)]

    def import_file(self, path):
        """Take a workbook of tables back in; each table that was there is kept as an edition.

        The sheets named on the first sheet are read; take a line out there to leave a table alone.

        Returns
        -------
        DataFrame
            `table`, `rows`, `changed` (whether it was written).

        Raises
        ------
        SourceError
            Naming sheet, row and column of every cell that cannot be right; nothing is written then.
        """
        contents = read_table(path)
        if "table" not in contents.columns:
            raise SourceError(
                f"{place(path, row=1)}: the first sheet must list the tables in a column 'table'"
            )
        texts, faults = {}, []
        for name in contents.table:
            told = register.table_of(name)
            frame = read_table(path, sheet=name)
            need(frame, told.columns, path, sheet=name)
            extra = [column for column in frame.columns if column not in told.columns]
            if extra:
                raise SourceError(f"{place(path, sheet=name, row=1)}: unknown column {', '.join(extra)}")
            frame = frame[list(told.columns)].apply(lambda column: column.str.strip())
            found = register.check_rows(
                frame, told.columns, key=told.key, ordered=told.ordered, together=told.together
            )
            faults += sentences(found, path, sheet=name)
            texts[name] = frame
        faults += self._loose_ends(path, texts) if not faults else []
        refuse(f"{len(faults)} cells cannot be right, nothing was written.", faults)
        return pd.DataFrame(
            [(name, len(frame), self._write_changed(name, frame, path)) for name, frame in texts.items()],
            columns=["table", "rows", "changed"],
        )

    def _loose_ends(self, path, texts):
        """Return a sentence for each id of the tables handed in that would lead nowhere."""
        known = self._known_ids()
        known |= {name: set(texts[name][column]) for name, column in IDS.items() if name in texts}
        return [
            sentence
            for name, frame in texts.items()
            for sentence in sentences(register.check_pointers(name, frame, known), path, sheet=name)
        ]

    def _write_changed(self, name, frame, path):
        before = self._as_filed(name)
        after = register.typed(frame, register.table_of(name).columns)
        same = before.astype("str").equals(after.astype("str"))
        if not same:
            self._register.replace(name, after, f"import of {path}")
        return not same

    def without_indicator(self):
        """Return the recommendations in force that no indicator follows up, as Swedish sorts them."""
        rows = self._in_force()
        rows = rows[~rows.recommendation_id.isin(self.table("indicators").recommendation_id)]
        rows = rows[["recommendation_id", "list_name", "guideline_area", "intervention_sv", "condition_sv"]]
        order = sorted(
            rows.index, key=lambda i: (sort_key(rows.guideline_area[i]), sort_key(rows.intervention_sv[i]), i)
        )
        return rows.loc[order].reset_index(drop=True)

    def _in_force(self):
        return register.in_force(self._register.recommendations(), self._project.year)

    def exceptions(self):
        """Return when each recommendation's measure can still be right, from register, table and links.

        Returns
        -------
        DataFrame
            `recommendation_id`, `group`, `when_sv`, `when_en`, `source`; a recommendation of which nobody has
            said anything has one row with group ``not_assessed``.
        """
        columns = ["recommendation_id", "group", "when_sv", "when_en", "source"]
        rows = self._register.recommendations()
        links = self._links.current()
        parts = [
            rows.assign(group="person_centred", when_sv=rows.exceptions, when_en="", source=rows.source_url),
            self.table("exceptions").assign(exceptions="said"),
            links.assign(group="subgroup", when_sv=links.exceptions, when_en="", source=links.reference_id),
        ]
        frame = pd.concat([part.loc[part.exceptions != "", columns] for part in parts], ignore_index=True)
        silent = rows[~rows.recommendation_id.isin(frame.recommendation_id)].recommendation_id
        nothing = {"group": "not_assessed", "when_sv": "", "when_en": "", "source": ""}
        return pd.concat(
            [frame, pd.DataFrame({"recommendation_id": silent}).assign(**nothing)], ignore_index=True
        )[columns].astype("str")

    def coverage_matrix(self):
        """Return recommendations × guidance documents: the status, "" where nobody has checked."""
        rows = self.table("coverage")
        documents = list(self.table("documents").document_id)
        matrix = rows.pivot(index="recommendation_id", columns="document_id", values="status")
        wanted = self._register.recommendations().recommendation_id
        matrix = matrix.reindex(index=wanted[wanted.isin(matrix.index)], columns=documents)
        return matrix.astype("object").where(matrix.notna(), "").astype("str")

    def displacement(self):
        """Return what care that could be left out costs per year (see `review.displacement.estimate`).

        Every recommendation in force has a row; where nobody has filled in volume, unit cost and avoidable
        share, the amount is unknown.
        """
        known = displacement.estimate(self.table("displacement"))
        rows = self._in_force()
        others = rows[~rows.recommendation_id.isin(known.recommendation_id)]
        silent = pd.DataFrame({"recommendation_id": others.recommendation_id}).reindex(columns=known.columns)
        silent["unknown"] = "volume; unit_cost; avoidable_percent"
        whole = pd.concat([known, silent.astype(known.dtypes.to_dict())], ignore_index=True)
        texts = whole.select_dtypes(include=["str", "object"]).columns
        whole[texts] = whole[texts].fillna("").astype("str")
        return whole


def sentences(faults, path, sheet=None):
    """Return what is wrong in a table (see `review.register.check_rows`) as sentences with the place."""
    return [
        f"{place(path, sheet=sheet, row=one.row + 2, column=one.column)}: {one.problem}"
        for one in faults.itertuples()
    ]
