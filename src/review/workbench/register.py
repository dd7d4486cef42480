"""The register: recommendations, the tables beside it, and every edition that was replaced."""

import csv
import hashlib
import shutil
from pathlib import Path

import pandas as pd

from review import register
from review.errors import UsageError
from review.evidence import FLAGS
from review.formats import read_table, write_csv
from review.money import PriceLevels
from review.project import shipped
from review.terms import load_terms
from review.text import split
from review.workbench.lists import preview, refuse_problems
from review.workbench.room import room

__all__ = ["EDITION_COLUMNS", "Register"]

EDITIONS = "editions"
EDITION_COLUMNS = ("edition", "table", "file", "sha256", "rows", "until")
NOW = "now"


@room
class Register:
    """Recommendations, the terms and limits beside them, and the editions of all tables."""

    def __init__(self, project):
        self._project = project

    def recommendations(self):
        """Return the register of recommendations (see `review.register`)."""
        return register.load_recommendations(self._project.path("references", "recommendations.csv"))

    def in_force(self):
        """Return the recommendations that are in force on the report's date."""
        return register.in_force(self.recommendations(), self._project.year)

    def sources(self):
        """Return the recommendations in force with whose page each rests on (see `with_sources`)."""
        told = register.load_table(self._project.path("references"), "register_sources")
        return register.with_sources(self.in_force(), told)

    def check(self, recommendation_id):
        """Refuse an id that is no recommendation of the register."""
        if recommendation_id not in set(self.recommendations().recommendation_id):
            raise UsageError(
                f"unknown recommendation {recommendation_id!r}; "
                "references/recommendations.csv lists those there are"
            )

    def named(self, language):
        """Return id and name of each recommendation, in the order of the register."""
        rows = self.recommendations().to_dict("records")
        return [
            (row["recommendation_id"], f"{row[f'intervention_{language}']} – {row[f'condition_{language}']}")
            for row in rows
        ]

    def guidelines(self):
        """Return the national guidelines with their printed numbers of icke-göra."""
        return register.load_guidelines(self._project.path("references", "guidelines.csv"))

    def totals(self):
        """Return the totals printed in the interim report."""
        return register.load_totals(self._project.path("references", "printed_totals.csv"))

    def reconcile(self):
        """Compare the register with every printed total (see `review.register.reconcile`)."""
        return register.reconcile(self.recommendations(), self.guidelines(), self.totals())

    def glossary(self):
        """Return the glossary, Swedish and English."""
        return register.load_glossary(self._project.path("references", "glossary.csv"))

    def flag_terms(self):
        """Return the glossary's terms for each flag, Swedish and English."""
        glossary = self.glossary()
        terms = {}
        for flag in FLAGS:
            mine = glossary[glossary.flag == flag]
            cells = mine[["term_sv", "term_en", "variants_sv", "variants_en"]].to_numpy().ravel()
            terms[flag] = [term for cell in cells for term in split(cell)]
        return terms

    def flag_criteria(self):
        """Return what is known of a flag in prose: low-value care is what recommendations advise against."""
        frame = self.recommendations()
        columns = ["condition_en", "intervention_en", "synonyms_en", "condition_sv", "intervention_sv"]
        return {"low_value_care": list(frame[columns].agg(" ".join, axis=1))}

    def terms(self):
        """Return the terms by which texts of both languages are understood (see `review.terms`).

        A review without a table of its own has those that ship with the package.
        """
        path = self._project.path("references", "terms.csv")
        return load_terms(path if path.exists() else shipped("references", "terms.csv"))

    def thresholds(self):
        """Return the classes of cost per QALY, with the mark *unconfirmed* where they have it."""
        return register.load_thresholds(self._project.path("references", "thresholds.csv"))

    def price_levels(self):
        """Return deflators, purchasing power parities and exchange rates (see `review.money.PriceLevels`)."""
        path = self._project.path("references", "price_levels.csv")
        return PriceLevels.from_frame(read_table(path), name=path.name)

    def codebooks(self):
        """Return the codebooks: a row per code (see `review.register.load_codebooks`)."""
        return register.load_table(self._project.path("references"), "codebooks")

    def preview(self, path, **how):
        """Return what importing a list into the register would do; nothing is written.

        Parameters
        ----------
        path : path of an XLSX, CSV or TSV file
            One recommendation a row. A title above the heading does no harm.
        **how
            Of what follows:
        sheet : str, optional
            Of a workbook; the first where not given.
        mapping : dict, or path of a table with `column` and `field`; optional
            Corrects the guess of which column is which; a field ``-`` leaves a column out.
        list_name : str
            The list the rows are of, where no column says it.
        edition, source : str
            What stands in these columns where the list has none; the file's name serves as source.
        year : int, optional
            The year of the edition; needed with `whole`.
        whole : bool
            Whether the file holds the whole list: what it lacks is then marked as no longer there from
            `year` on.

        Returns
        -------
        ListPreview
        """
        return preview(Path(path), self.recommendations(), self.guidelines(), self.totals(), **how)

    def import_list(self, path, **how):
        """Import a list into the register and return what `preview` told of it.

        The register as it was is kept as an edition (`editions`) before the new one takes its place.

        Raises
        ------
        SourceError
            Naming sheet, row and column of every cell that cannot be right; nothing is imported then.
        """
        seen = self.preview(path, **how)
        refuse_problems(seen)
        if len(seen.changes):
            texts = seen.after[list(register.RECOMMENDATION_COLUMNS)]
            self.replace("recommendations", texts, f"import of {seen.path.name}")
        return seen

    def replace(self, name, frame, why):
        """Put a table in the place of the one that is there, which is kept as an edition."""
        path = self._project.path("references", f"{name}.csv")
        if path.exists():
            self._keep_edition(name, path, why)
        write_csv(frame, path, own=True)

    def _keep_edition(self, name, path, why):
        editions = self.editions()
        number = len(editions) + 1
        kept = path.parent / EDITIONS / f"{name}-{number:04d}.csv"
        kept.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, kept)
        data = kept.read_bytes()
        with kept.open(encoding="utf-8-sig", newline="") as file:
            rows = sum(1 for _ in csv.reader(file)) - 1
        line = (str(number), name, kept.name, hashlib.sha256(data).hexdigest(), str(rows), why)
        editions.loc[len(editions)] = line
        write_csv(editions, kept.parent / "editions.csv")

    def editions(self):
        """Return the kept editions of all tables, oldest first.

        Returns
        -------
        DataFrame
            `edition` (a number), `table`, `file` (below ``references/editions``), `sha256`, `rows`, and
            `until`: what put a newer one in its place.
        """
        path = self._project.path("references", EDITIONS, "editions.csv")
        if not path.exists():
            return pd.DataFrame(columns=list(EDITION_COLUMNS), dtype="str")
        return read_table(path)[list(EDITION_COLUMNS)]

    def changes(self, before, after=NOW):
        """Return what a newer register has that an older one has not (see `review.register.compare`).

        Parameters
        ----------
        before, after : str or path
            The number of an edition, the path of a register, or ``now``.
        """
        return register.compare(self._register_at(before), self._register_at(after))

    def _register_at(self, which):
        if str(which) == NOW:
            return self.recommendations()
        editions = self.editions()
        editions = editions[editions.table == "recommendations"]
        kept = editions[editions.edition == str(which)]
        if len(kept):
            return register.load_recommendations(
                self._project.path("references", EDITIONS, kept.file.iloc[0])
            )
        if not Path(which).exists():
            known = ", ".join(editions.edition) or "none yet"
            raise UsageError(f"{which}: no such file, and no edition of the register; there are {known}")
        return register.load_recommendations(which)
