"""Cards: what opens in a notebook to judge by keyboard, each a widget on a desk."""

from review.errors import UsageError
from review.evidence import STAGES, check_choice
from review.widgets import (
    CodingTree,
    ConflictCard,
    EconomicsForm,
    LinkBoard,
    ListCard,
    PairCard,
    ScreeningCard,
    SecondLookCard,
)  # fmt: skip
from review.workbench.room import room

__all__ = ["Cards"]


@room
class Cards:
    """What opens in a notebook to judge by keyboard.

    `desks` makes the desk of each card by its name: what the card shows and where what is said goes. Each
    desk was given the rooms it needs, so that cards need none.
    """

    def __init__(self, project, desks):
        self._project, self._desks = project, desks

    def screen(self, reader, *, stage="title_abstract", batch=10, language=None, shortcuts=None):
        """Return a card on which a reader screens the queue, one reference at a time.

        Each decision is stored before the next reference shows. The queue is ranked anew behind after
        every `batch` decisions; what is being read stays where it is. A large review opens with references
        drawn at random, while the words of all are counted.

        Parameters
        ----------
        reader : str
            A reader of review.toml; decisions of an observer are kept but never count.
        stage : {"title_abstract", "full_text"}
        batch : int
            References between two rankings.
        language : {"sv", "en"}, optional
            Of the card; as in review.toml where not given.
        shortcuts : dict of str to str, optional
            Other keys than those shown on the card, such as ``{"exclude": "x"}``.

        Returns
        -------
        review.widgets.ScreeningCard
        """
        self._project.reader(reader, "read and decide")
        check_choice("stage", stage, STAGES)
        desk = self._desks["reading"](reader=reader, stage=stage)
        return self._card(ScreeningCard, desk, language, shortcuts, stage=stage, batch=batch)

    def screen_list(self, reader, *, size=10, least_likely_first=False, language=None, shortcuts=None):
        """Return a list on which a reader excludes many references at a glance, by title.

        What is excluded is stored before it leaves the list; what is not marked stays unread and waits for
        `screen`. References drawn at random are not on the list, as each of them has to be read; what is
        excluded here was picked by hand (`drawn`), and a stopping certificate says so.

        Parameters
        ----------
        reader : str
            A reader of review.toml.
        size : int
            References on a page.
        least_likely_first : bool
            Begin at the end of the queue.
        language, shortcuts : optional
            See `screen`.

        Returns
        -------
        review.widgets.ListCard
        """
        self._project.reader(reader, "read and decide")
        desk = self._desks["list"](reader=reader, least_likely_first=least_likely_first)
        return ListCard(desk, size=size, **self._look(language, shortcuts), **self._said_of(desk))

    def settle_conflicts(self, reader, *, stage="title_abstract", language=None, shortcuts=None):
        """Return a card on which an adjudicator settles what readers disagree on, side by side.

        Settling is a decision of its own; those of the readers stay as they are.

        Parameters
        ----------
        reader : str
            An adjudicator of review.toml.
        stage : {"title_abstract", "full_text"}
        language, shortcuts : optional
            See `screen`.

        Returns
        -------
        review.widgets.ConflictCard

        Raises
        ------
        UsageError
            If the reader is no adjudicator: who disagreed does not settle.
        """
        self._project.reader(reader, "settle conflicts")
        check_choice("stage", stage, STAGES)
        desk = self._desks["conflicts"](reader=reader, stage=stage)
        return self._card(ConflictCard, desk, language, shortcuts, stage=stage)

    def second_look(self, reader, *, n=20, language=None, shortcuts=None):
        """Return a card on which a reader decides anew what looks doubtful, not seeing the first decision.

        They are exclusions that the reader's other decisions speak for including and inclusions that they
        speak against (see `review.ranking.second_look`), in an order that tells nothing. The new decision
        counts; the first one stays in the history, and with it when and how the reference first came.

        Parameters
        ----------
        reader : str
            A reader of review.toml.
        n : int
            References to look at again, those looked at before among them.
        language, shortcuts : optional
            See `screen`.

        Returns
        -------
        review.widgets.SecondLookCard
        """
        self._project.reader(reader, "read and decide")
        return self._card(SecondLookCard, self._desks["second look"](reader=reader, n=n), language, shortcuts)

    def confirm_pairs(self, reader, *, language=None, shortcuts=None):
        """Return a card on which a reader judges the pairs that no rule is sure of.

        Each verdict is stored before the next pair shows; pairs judged earlier can be seen again.

        Parameters
        ----------
        reader : str
            A reader of review.toml.
        language, shortcuts : optional
            See `screen`.

        Returns
        -------
        review.widgets.PairCard
        """
        self._project.reader(reader)
        desk = self._desks["pairs"](reader=reader)
        return PairCard(
            desk.pairs(), explain=desk.explain, judge=desk.judge, undo=desk.undo,
            **self._look(language, shortcuts),
        )  # fmt: skip

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
            and what is stored goes to `abstractions` (see `Abstraction.differences`).
        language, shortcuts : optional
            See `screen`.

        Returns
        -------
        review.widgets.EconomicsForm
        """
        self._project.reader(reader, "fill in economic evaluations")
        look = self._look(language, shortcuts)
        about = {"second": second, "language": look["language"], "asked": reference_id}
        desk = self._desks["economics"](reader=reader, **about)
        return EconomicsForm(
            desk, recommendations=desk.recommendations(), reference_id=reference_id, second=second, **look
        )

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
        self._project.reader(reader, "link and code")
        if recommendation_id is not None and reference_id is not None:
            raise UsageError("give a recommendation or a reference to begin with, not both")
        look = self._look(language, shortcuts)
        about = {"asked": reference_id, "about": recommendation_id}
        return LinkBoard(
            self._desks["links"](reader=reader, language=look["language"], **about),
            side="recommendation" if reference_id is None else "reference",
            subject=recommendation_id or reference_id,
            **look,
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
        self._project.reader(reader, "link and code")
        desk = self._desks["codes"](reader=reader, asked=reference_id)
        look = self._look(language, shortcuts)
        return CodingTree(desk, codebooks=desk.codebooks(), reference_id=reference_id, **look)

    def _look(self, language, shortcuts):
        """Return what every card is told of its language, its keys, and whether the studies are made up."""
        language = language or self._project.language
        return {"language": language, "shortcuts": shortcuts, "invented": self._project.invented}

    def _said_of(self, desk):
        """Return the reader's words in colour, and the reasons of review.toml."""
        return {"highlight": desk.words(), "reasons": self._project.reasons}

    def _card(self, kind, desk, language, shortcuts, **more):
        """Return a card of a kind, with what review.toml says of criteria, reasons and words."""
        look = self._look(language, shortcuts)
        criteria = {which: said[look["language"]] for which, said in self._project.criteria.items()}
        return kind(desk, criteria=criteria, **look, **self._said_of(desk), **more)
