"""Parts of boards: a card whose looks come from the store, and a recommendation as it is shown."""

from review.vocabulary import number, say, words
from review.widgets.card import Card, element, lines, static_runs
from review.widgets.marking import plain

__all__ = ["LONGEST_NAME", "Board", "Studies", "option", "page_address", "recommendation_as_html",
           "shown_recommendation"]  # fmt: skip

FACTS = ("guideline_area", "reason", "intervention_type", "adherence", "health_economic_assessment",
         "exceptions", "edition", "list_name")  # fmt: skip
WORDED = ("reason", "intervention_type")
LONGEST_ADDRESS = 500
LONGEST_NAME = 300
"""Characters of a title or name where it stands in a list."""


class Board(Card):
    """A card that reads what it shows from the store each time, so that other windows are seen.

    The desk has what a kind of board needs, and for all ``undo()``: it undoes the newest that was done here
    and returns what that was about, or None.
    """

    def __init__(self, desk, **look):
        super().__init__(**look)
        self._desk = desk

    def show(self, status="", *, failed=False):
        """Show what is now; where not even that can be read, what was shown stays and the reader is told."""
        try:
            super().show(status, failed=failed)
        except Exception:
            if not failed:
                raise
            self.shown = self.shown | {"status": status, "failed": True, "answer": self._answers}

    def _undo(self, show, _content):
        """Undo what was done last, and show what that was about."""
        undone = self._desk.undo()
        if undone is None:
            return self.say("nothing_to_undo")
        show(undone)
        return self.say(f"{self.kinds[0]}.undone")


class Studies:
    """The studies of a board, and which of them is on it.

    Parameters
    ----------
    rows : list of dict
        `reference_id`, `title`, `note`, and in `counted` how much a reader has said of it.
    counted : str
    reference_id : str, optional
        The study to begin with; else the first of which nothing is said.
    """

    def __init__(self, rows, counted, reference_id=None):
        self.rows, self._counted = rows, counted
        self._ids = [row["reference_id"] for row in rows]
        silent = (place for place, row in enumerate(rows) if not row[counted])
        self.place = next(silent, 0) if reference_id is None else self._ids.index(reference_id)

    @property
    def now(self):
        """The id of the study on the board, None where there is no study."""
        return self._ids[self.place] if self._ids else None

    def count(self, n):
        """Take note of how much a reader has said of the study on the board."""
        self.rows[self.place][self._counted] = n

    def go(self, reference_id):
        """Put another study on the board."""
        self.place = self._ids.index(reference_id)

    def step(self, n):
        """Go some studies on, or back; stay where there is none."""
        if 0 <= self.place + n < len(self._ids):
            self.place += n

    def deeds(self, then):
        """Return what the keys to other studies do, and `then` after that (see `Card.deeds`)."""

        def deed(go):
            return lambda content: go(content) or then()

        return {
            "previous": deed(lambda _: self.step(-1)),
            "next": deed(lambda _: self.step(1)),
            "open": deed(lambda content: self.go(content["study"])),
        }

    def can(self):
        """Return which of those keys lead anywhere."""
        return {"previous": self.place > 0, "next": self.place + 1 < len(self._ids)}


def option(identifier, text, note):
    """Return something to find in a list, as the browser shows it."""
    return {"id": identifier, "text": plain(text)[:LONGEST_NAME], "note": plain(note)[:LONGEST_NAME]}


def shown_recommendation(row, language, mark):
    """Return a row of the register as the browser shows it; `mark` makes runs of a text."""
    text = {name: plain(value) for name, value in row.items()}
    other = "en" if language == "sv" else "sv"
    keys = [f"{part}_{code}" for code in (language, other) for part in ("intervention", "condition")]
    name, condition, *others = (text.get(key, "") for key in keys)
    facts = [(say(f"widget.link.fact.{fact}", language), fact_said(fact, text, language)) for fact in FACTS]
    return {
        "heard": f"{name} – {condition}",
        "title": mark(name),
        "condition": mark(condition),
        "other": mark(" – ".join(filter(None, others))),
        "facts": [{"name": name, "value": value} for name, value in facts if value],
        "address": page_address(text.get("source_url", "")),
    }


def fact_said(fact, text, language):
    """Return what the register says of a recommendation; what nobody has assessed says so."""
    value = text.get(fact, "")
    if fact == "adherence":
        share = text.get("adherence_2023_percent", "")
        unknown = say("widget.link.unknown", language)
        share = number(float(share), language) if share not in ("", "unknown", "<NA>") else ""
        return say("widget.link.adherence", language, share=share) if share else unknown
    if fact == "exceptions":
        return value or say("widget.link.not_assessed", language)
    if fact == "edition":
        return text.get("guideline_year", "").removesuffix(".0")
    if fact == "guideline_area" and language == "en":
        return text.get("guideline_area_en", "") or value
    if value in ("yes", "no", "unknown"):
        return say(f"widget.link.{value}", language)
    # the register says some things in words that are the field's own, in both languages
    return say(value, language) if fact in WORDED and value in words() else value


def page_address(address):
    """Return the address of a page on the web; "" for anything else.

    >>> page_address("https://www.socialstyrelsen.se/x"), page_address("javascript:alert(1)")
    ('https://www.socialstyrelsen.se/x', '')
    """
    fit = address.startswith(("https://", "http://")) and len(address) <= LONGEST_ADDRESS
    return address if fit and not any(sign.isspace() for sign in address) else ""


def recommendation_as_html(shown):
    """Return what `shown_recommendation` gives as pieces of HTML, for pages without a kernel."""
    facts = lines("li", [f"{fact['name']}: {fact['value']}" for fact in shown["facts"]])
    title, condition = static_runs(shown["title"]), static_runs(shown["condition"])
    return [element("h3", title), element("p", condition), element("ul", *facts)]
