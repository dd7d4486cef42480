"""Standing: what the review says of each recommendation, where nothing is known, and which are alike."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from review import gaps, overlap, standing
from review.errors import UsageError
from review.formats import whole_file, write_csv
from review.report.grounds import Grounds, grounds, standings
from review.report.living import page_of
from review.report.material import Material
from review.report.sheets import sheets
from review.workbench.publishing import count_pages, write_pdf
from review.workbench.room import room

__all__ = ["RecommendationPage", "Standing"]


@dataclass(frozen=True, slots=True, repr=False)
class RecommendationPage:
    """The living page of one recommendation, as a notebook shows it and as a report prints it.

    Attributes
    ----------
    recommendation_id : str
    standing : str
        One of `review.standing.STANDINGS`.
    missing : tuple of str
        What is missing, in words.
    studies : DataFrame
        Links of included studies with the study's title, those for first.
    grounds : review.report.grounds.Grounds
        Everything the page is written from.
    html : str
    """

    recommendation_id: str
    standing: str
    missing: tuple
    studies: pd.DataFrame
    grounds: Grounds
    html: str

    def _repr_html_(self):
        return self.html

    def __repr__(self):
        row = self.grounds.row
        named = f"{row.intervention_en or row.intervention_sv}: {row.condition_en or row.condition_sv}"
        return f"<{self.recommendation_id} {named}: {self.standing}, {len(self.studies)} studies>"


@room
class Standing:
    """How each recommendation stands by its studies, which are alike, and where no study is.

    `evidence` is a function that gives what recommendations rest on, as a `review.report.Snapshot`.
    """

    def __init__(self, project, register, evidence):
        self._project, self._register, self._evidence = project, register, evidence

    def page(self, recommendation_id, *, language=None):
        """Return the living page of a recommendation: its ground, what follows it up, what is missing.

        Parameters
        ----------
        recommendation_id : str
        language : {"sv", "en"}, optional
            The language of review.toml where not given.

        Returns
        -------
        RecommendationPage
        """
        self._register.check(recommendation_id)
        snapshot = self._evidence()
        known = grounds(snapshot, [recommendation_id])[recommendation_id]
        titles = snapshot.references.set_index("reference_id").title
        html, missing = page_of(snapshot, known, language or self._project.language)
        return RecommendationPage(
            recommendation_id=recommendation_id,
            standing=known.standing.standing,
            missing=missing,
            studies=known.links.assign(title=known.links.reference_id.map(titles)),
            grounds=known,
            html=html,
        )

    def sheets(self, recommendation_ids=(), *, language=None):
        """Return the support sheets of some recommendations, of all that have a text where none is named.

        Returns
        -------
        review.report.sheets.Sheets
        """
        snapshot, language = self._evidence(), language or self._project.language
        written = snapshot.tables["sheets"].query("language == @language").recommendation_id
        names = [*dict.fromkeys(recommendation_ids or written)]
        for name in names:
            self._register.check(name)
        return sheets(snapshot, grounds(snapshot, names), language)

    def write_sheets(self, path=None, recommendation_ids=(), *, language=None):
        """Write the support sheets as one page of HTML, and as one PDF where a Chromium is there.

        Returns
        -------
        (Sheets, DataFrame)
            What `sheets` returns, and each file with a `note` where it was not written.
        """
        language = language or self._project.language
        made = self.sheets(recommendation_ids, language=language)
        if made.missing.empty:
            raise UsageError(f"no recommendation has a text in {language!r} in references/sheets.csv; name "
                             "one to see what is missing, such as review sheets IG14")  # fmt: skip
        path = Path(path or self._project.path("outputs", f"sheets_{language}.html"))
        with whole_file(path) as beside:
            beside.write_text(made.html, encoding="utf-8", newline="\n")
        written = [("html", path, ""), *write_pdf(path, self._project.date)]
        if not written[1][2] and (paper := count_pages(written[1][1])) > made.pages:
            longest = made.missing.loc[made.missing.signs.idxmax()]
            said = f"{paper} pages where {made.pages} were meant: a sheet is longer than its page"
            written[1] = (*written[1][:2], f"{said}; shorten {longest.recommendation_id} first")
        return made, pd.DataFrame(written, columns=["part", "file", "note"]).astype("str")

    def standings(self):
        """Return how each recommendation stands by its studies (see `review.standing.standing`)."""
        return standings(self._evidence())

    def priority(self):
        """Return which recommendations to look at first (see `review.standing.priority`)."""
        return standing.priority(self._register.in_force(), self.standings())

    def overlaps(self):
        """Return the groups of recommendations that may be one measure in other words.

        Returns
        -------
        DataFrame
            See `review.overlap.groups`, with `list_name`, `intervention_sv` and `condition_sv`. Nothing is
            merged: a person judges each group.
        """
        rows = self._register.in_force()
        found = overlap.groups(overlap.find(rows, self._register.glossary(), terms=self._register.terms()))
        named = rows.set_index("recommendation_id")[["list_name", "intervention_sv", "condition_sv"]]
        return found.join(named, on="recommendation_id")

    def gap_map(self, rows="guideline_area", columns="study_design"):
        """Return where studies are and where none is (see `review.gaps.cells`).

        Parameters
        ----------
        rows : {"guideline_area", "recommendation"}
        columns : str
            A codebook such as ``study_design``, ``determinants`` or ``strategies``; or ``direction``.
        """
        known, axes = Material(self._evidence()), self._axes(rows, columns)
        what = map(known.get, ("tied", "codes", "in_force", "codebooks"))
        return gaps.cells(*what, **axes)

    def _axes(self, rows, columns):
        gaps.check_axes(rows, columns, set(self._register.codebooks().codebook))
        return {"rows": rows, "columns": columns, "guidelines": self._register.guidelines()}

    def research_questions(self, path=None, *, rows="guideline_area", columns="study_design"):
        """Return the empty cells of a gap map as questions for research; write them to a path, if given.

        Returns
        -------
        DataFrame
            See `review.gaps.questions`.
        """
        cells = self.gap_map(rows, columns)
        found = gaps.questions(
            cells, self._register.in_force(), self._register.codebooks(), **self._axes(rows, columns)
        )
        if path is not None:
            write_csv(found, path)
        return found
