"""Writer: what every chapter is written with: words, linked numbers, numbered figures and tables."""

from dataclasses import dataclass, field

import pandas as pd

from review.display import Html, data_table, element, fill, join, plain_text, table, text
from review.report import derived
from review.report.explaining import Explainer, terms_of
from review.report.number import Number
from review.report.roots import of_chapter
from review.report.rules import derive
from review.vocabulary import capital, number, say

__all__ = ["NO_SECTION", "Section", "Table", "Writer", "aside", "fold", "link", "with_aside"]


@dataclass(frozen=True, slots=True)
class Section:
    """One chapter of a report."""

    id: str  # the name it is shown by, also its id on the page
    title: str
    html: str  # a whole <section>
    roots: dict = field(default_factory=dict)  # the numbers it prints, with their rules and rows

    def _repr_html_(self):
        return self.html

    def _repr_mimebundle_(self, include=None, exclude=None):
        # the mark by which the page knows its chapters among a notebook's outputs
        return {"text/html": self.html}, {"review": {"id": self.id, "title": self.title, "roots": self.roots}}


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed, without its HTML."""

    caption: str  # with its number
    frame: pd.DataFrame  # headings in the report's language; numbers are numbers, everything else is text


NO_SECTION = Section("", "", "")
"""A chapter that has nothing to say; the page leaves it out."""


class Writer:
    """Writes one report in one language; counts its figures and tables as they come.

    It knows words, names and numbers, and nothing of what the review holds: that is given to each chapter.

    Parameters
    ----------
    language : {"sv", "en"}
    names : Series of str
        reference_id to short name.
    held : dict of str to list of dict, optional
        The rows that numbers are counted from (see `review.report.rows`).
    numbers : dict of str to Number, optional
    glossary : DataFrame, optional
        The terms that are explained where they first stand.

    Attributes
    ----------
    figures : dict of str to Figure
        Those drawn so far, by their id.
    tables : dict of str to Table
    """

    def __init__(self, language, names, *, held=None, numbers=None, glossary=None):
        self.language, self.names, self.rows, self.numbers = language, names, held or {}, numbers or {}
        self.figures, self.tables = {}, {}
        self._printed = set()
        self.explainer = Explainer([] if glossary is None else terms_of(glossary, language), language)

    def say(self, key, **values):
        """Return words of the interface as HTML, with values in their braces."""
        return fill(say(key, self.language), **values)

    def capital(self, key):
        """Return words with a capital letter, as headings begin."""
        return capital(say(key, self.language))

    def word(self, kind, name):
        """Return the words for a name of some kind, with a capital letter; the name where there are none."""
        key = f"{kind}.{name}"
        words = say(key, self.language)
        return self.capital(key) if words != key else name

    def p(self, key, class_=None, **values):
        """Return a paragraph of the interface's words."""
        return element("p", self.say(key, **values), class_=class_)

    def missing(self, key, id=None):
        """Return a sentence that says what is not there, in the place where it would be."""
        return element("p", self.say(key), id=id, class_="missing")

    def heading(self, key, level=3, id=None):
        """Return a heading; chapters have level 2."""
        return element(f"h{level}", self.say(key), id=id)

    def n(self, name, form="value"):
        """Return a number as a link to where it comes from (see `review.report.number`)."""
        found = self.numbers[name]
        self._printed.add(name)
        shown = found.text(self.language, form)
        return element("a", shown, class_="n", href=f"#{found.anchor}", data_number=name, data_form=form)

    def counted(self, name, rule, *, anchor, whole, what):
        """Return a number that no list names beforehand, as `n` does; it goes with the page like the others.

        `name`, `anchor`, `what` and `rule` are those of a `Number`; `whole` names one that is known.
        """
        value, of = derive(rule, self.rows, {}), self.numbers[whole].value
        self.numbers[name] = Number(value, "count", anchor, of, rule=rule, whole=whole, what=what)
        return self.n(name)

    def of(self, name):
        """Return a number as a share with its denominator."""
        return self.n(name, "of")

    def count(self, name, noun):
        """Return a number with its noun in the singular or plural."""
        key = noun if self.numbers[name].value == 1 else f"{noun}_plural"
        return join([self.n(name), say(key, self.language)], " ")

    def plain(self, value, decimals=0):
        """Return a number that has no name, such as one of a setting."""
        return number(value, self.language, decimals)

    def keep(self, words):
        """Return words that stay on one line."""
        return element("span", words, class_="keep")

    def list(self, items, class_=None):
        """Return a bulleted list."""
        return element("ul", *[element("li", item) for item in items], class_=class_)

    def figure(self, figure):
        """Return a numbered figure with its source and the table behind it."""
        self.figures[figure.name] = figure
        label = f"{say('figure', self.language)} {len(self.figures)}."
        caption = join([element("span", label, class_="label"), " ", figure.caption])
        described = f"{figure.name}-caption"
        shown = element("summary", say("figure.data", self.language), aria_describedby=described)
        data = self.bare_table(figure.table, id=f"{figure.name}-data", labelled_by=described)
        source = f"{say('source', self.language)}: {figure.source}"
        return element(
            "figure",
            element("figcaption", caption, id=described),
            element("div", Html(figure.svg), class_="drawing"),
            element("p", source, class_="source") if figure.source else "",
            element("details", shown, data),
            id=figure.name,
            class_="figure",
        )

    def draw(self, make, *what, caption, **how):
        """Return what a function of `review.figures` draws as a numbered figure; `caption` as in `table`."""
        caption = say(caption, self.language)
        return self.figure(make(*what, caption=caption, language=self.language, **how))

    def table(self, frame, *, id, caption, empty="nothing", **how):
        """Return a numbered table, or a sentence in its place where there is no row.

        Parameters
        ----------
        frame : DataFrame, or dict of str to list
            Its columns.
        id : str
        caption : str
            A key of the words, or the caption itself.
        empty : str
            Key of the sentence.
        **how
            See `review.display.table`.
        """
        frame = pd.DataFrame(frame)
        if frame.empty:
            return self.missing(empty, id)
        caption, label = say(caption, self.language), f"{say('table', self.language)} {len(self.tables) + 1}."
        headings = {name: self.capital(name) for name in frame.columns} | how.pop("headings", {})
        self.tables[id] = Table(f"{label} {caption}", printed(frame).rename(columns=headings))
        how |= {"language": self.language, "caption": caption, "label": label, "headings": headings}
        return table(frame, id=id, **how)

    def bare_table(self, frame, *, id, labelled_by, **how):
        """Return a table without number and caption, headed by what stands above it."""
        headings = {name: self.capital(name) for name in frame.columns} | how.pop("headings", {})
        body = data_table(frame, language=self.language, labelled_by=labelled_by, headings=headings, **how)
        # a link to the table opens the fold it lies in, so the id is inside
        return element(
            "div", body, id=id, class_="scroll", tabindex="0", role="group", aria_labelledby=labelled_by
        )

    def study(self, reference_id):
        """Return the short name of a reference, as a link to its row where it is included."""
        return link(self.names.get(reference_id, reference_id), "study", reference_id)

    def section(self, id, key, *parts):
        """Return a chapter."""
        title = say(key, self.language)
        head = element("h2", title, id=f"{id}-title")
        roots = of_chapter(self._printed, self.numbers, self.rows)
        self._printed = set()
        body, meanings = self.explainer.explain(join(parts))
        written = element("section", head, body, meanings, id=id, aria_labelledby=f"{id}-title")
        return Section(id, title, written, roots)

    def own(self, row, column):
        """Return a text of a row in the report's language, else in the other."""
        first, second = (getattr(row, f"{column}_{one}", "") for one in (self.language, self.other))
        return first or second

    @property
    def other(self):
        """Return the language the report is not written in."""
        return "en" if self.language == "sv" else "sv"

    def recommendation(self, row, to=""):
        """Return what a recommendation is about: measure, and condition after a dash.

        Its id before it, as a link to its row in the "register" or to its page ("recommendation"), where
        `to` names one of them.
        """
        words = join([text(self.own(row, part)) for part in ("intervention", "condition")], " – ")
        name = row.recommendation_id
        return join([link(name, to, name), words], " ") if to else words


def link(words, kind, name):
    """Return words as a link to the row or page of a thing of some kind."""
    return element("a", words, href=f"#{derived.anchor(kind, name)}")


def fold(summary, *inside, **attributes):
    """Return what stands in a fold below a summary."""
    return element("details", element("summary", summary), *inside, **attributes)


def aside(words):
    """Return words that are set small, beside or below what they belong to."""
    return element("span", words, class_="where")


def with_aside(words, said):
    """Return words with what is said beside them, where anything is."""
    return join([text(words), aside(said)], " ") if said else text(words)


def printed(frame):
    """Return a frame with what is HTML as the text it shows.

    >>> printed(pd.DataFrame({"a": [Html("<b>R&amp;D</b>")], "n": [2]})).to_dict("records")
    [{'a': 'R&D', 'n': 2}]
    """
    return frame.map(lambda cell: plain_text(cell) if isinstance(cell, Html) else cell)
