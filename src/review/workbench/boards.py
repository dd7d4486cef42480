"""Boards: forms and boards of a review for the keyboard, each tied to what it shows and stores."""

from review.errors import UsageError
from review.widgets import CodingTree, EconomicsForm, LinkBoard
from review.workbench.board_codes import CodingDesk
from review.workbench.board_economics import EconomicsDesk
from review.workbench.board_links import LinkDesk

__all__ = ["Boards"]


class Boards:
    """Annotating by keyboard in a notebook; a part of the `Workbench`."""

    def economics_form(self, reader, reference_id=None, *, second=False, language=None, shortcuts=None):
        """Return a form on which a reader takes economic evaluations out of the included studies.

        One form is one comparison of one study; a study may have several. What is typed is checked as the
        workbook is, converted to kronor and read for withdrawal at once. A comparison is stored when the
        reader says so, as a row that stands in for the one before.

        Parameters
        ----------
        reader : str
            A reader of review.toml.
        reference_id : str, optional
            The study to begin with; else the first that has no comparison yet.
        second : bool
            A second reading, blind to the first: the comparisons are given, all else is left to be found,
            and what is stored goes to `abstractions` (see `abstraction_differences`).
        language, shortcuts : optional
            See `screen`.

        Returns
        -------
        review.widgets.EconomicsForm
        """
        self.project.reader(reader, "fill in economic evaluations")
        language = language or self.project.language
        if reference_id is not None:
            self._check_references([reference_id])
        return EconomicsForm(
            EconomicsDesk(self, reader, second=second, language=language, asked=reference_id),
            recommendations=self._named_recommendations(language),
            reference_id=reference_id,
            second=second,
            **self._look(language, shortcuts),
        )

    def _named_recommendations(self, language):
        """Return id and name of each recommendation, in the order of the register."""
        rows = self.recommendations().to_dict("records")
        return [
            (row["recommendation_id"], f"{row[f'intervention_{language}']} – {row[f'condition_{language}']}")
            for row in rows
        ]

    def link_board(self, reader, recommendation_id=None, *, reference_id=None, language=None, shortcuts=None):
        """Return a board on which a reader ties included studies to recommendations.

        A recommendation stands to the left, and to the right the studies that are tied to it or suggested
        for it; one can turn it round and begin from a study. A suggestion is no link before the reader has
        confirmed it, and one that is rejected does not come back.

        Parameters
        ----------
        reader : str
            A reader of review.toml.
        recommendation_id : str, optional
            The recommendation to begin with; else the first with a suggestion nobody has judged.
        reference_id : str, optional
            Begin from this study instead.
        language, shortcuts : optional
            See `screen`.

        Returns
        -------
        review.widgets.LinkBoard
        """
        self.project.reader(reader, "link and code")
        language = language or self.project.language
        if recommendation_id is not None and reference_id is not None:
            raise UsageError("give a recommendation or a reference to begin with, not both")
        if recommendation_id is not None:
            self._check_recommendation(recommendation_id)
        if reference_id is not None:
            self._check_references([reference_id])
        return LinkBoard(
            LinkDesk(self, reader, language=language, asked=reference_id),
            side="recommendation" if reference_id is None else "reference",
            subject=recommendation_id or reference_id,
            **self._look(language, shortcuts),
        )

    def coding(self, reader, reference_id=None, *, language=None, shortcuts=None):
        """Return a card on which a reader puts codes of the codebooks on the included studies.

        Each code is stored as it is put. What others have coded is not shown, and the suggestions know
        nothing of it.

        Parameters
        ----------
        reader : str
            A reader of review.toml.
        reference_id : str, optional
            The study to begin with; else the first the reader has put no code on.
        language, shortcuts : optional
            See `screen`.

        Returns
        -------
        review.widgets.CodingTree
        """
        self.project.reader(reader, "link and code")
        if reference_id is not None:
            self._check_references([reference_id])
        return CodingTree(
            CodingDesk(self, reader, asked=reference_id),
            codebooks=self.codebooks(),
            reference_id=reference_id,
            **self._look(language, shortcuts),
        )
