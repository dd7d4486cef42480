"""The list: a page of references at a glance, to mark and exclude many at once."""

from typing import ClassVar

from review.errors import UsageError
from review.evidence import FLAGS
from review.vocabulary import number, say
from review.widgets.card import Card, browser_code, element, escaped, static_runs
from review.widgets.marking import plain, words_marked
from review.widgets.pages import Pages
from review.widgets.references import shown_reference

__all__ = ["ListCard"]


class ListCard(Card):
    """References a page at a time; those that are marked are excluded together.

    Moving and marking happen in the browser. What is excluded is stored, all of it or nothing, before it
    leaves the list; what is not marked stays unread and waits for the screening card.

    Parameters
    ----------
    desk : object
        ``fetch(n)``, ``news()`` and ``undo(id)`` as for `review.widgets.ScreeningCard`, and
        ``decide_all(rows)``, which stores several decisions, all or none, and returns their ids.
    highlight, reasons, invented, language, shortcuts
        See `review.widgets.ScreeningCard`.
    size : int
        References on a page.
    """

    _esm = browser_code("card.js", "reference.js", "judgement.js", "listing.js")
    _css = browser_code("card.css", "screening.css", "listing.css")

    actions: ClassVar[dict] = {
        "exclude": "e", "mark": "m", "all": "a", "up": "k", "down": "j", "open": "o", "undo": "z",
        "back": "b", "forward": "n", "numbers": "h",
    }  # fmt: skip
    wanted_words = ("list.title", "list.references", "list.exclude", "list.hint", "screen.reason")

    def __init__(self, desk, *, highlight, reasons, size=10, invented=False, language="sv", shortcuts=None):
        super().__init__(language=language, shortcuts=shortcuts, invented=invented)
        self._desk, self._highlight = desk, highlight
        self._reasons = [{"name": name, "word": say(name, language)} for name in reasons]
        self._pages = Pages(desk.fetch, desk.news, size=size)
        # the ids of decisions that were stored together, to be taken back together
        self._together = []
        self.show()

    def look(self):
        """Return the page that is shown."""
        pages, rows = self._pages, self._pages.rows
        return {
            "key": " ".join(row["reference_id"] for row in rows),
            "progress": self._progress(),
            "reasons": self._reasons,
            "rows": [self._reference(row) for row in rows],
            "done": "" if rows else self.say("list.done"),
            "can": dict.fromkeys(("exclude", "mark", "all", "open"), bool(rows))
            | {"undo": bool(self._together), "back": not pages.is_first, "forward": not pages.is_last},
        }

    def _progress(self):
        excluded = sum(row["decision"] == "exclude" for row in self._pages.said.values())
        counts = {"page": self._pages.place + 1, "excluded": excluded, "left": self._pages.left}
        return self.say("list.progress", **{name: number(n, self.language) for name, n in counts.items()})

    def _reference(self, row):
        shown = shown_reference(row, self.say, self._marked)
        return {"id": row["reference_id"]} | {
            name: shown[name] for name in ("title", "lang", "source", "sections", "keywords")
        }

    def _marked(self, text):
        return words_marked(text, self._highlight["for"], self._highlight["against"])

    def do_exclude(self, content):
        """Exclude what is marked, all or nothing."""
        pages, asked = self._pages, list(content.get("marked") or ())
        pages.catch_up()
        rows = [row for row in pages.rows if row["reference_id"] in asked]
        reason = content.get("reason") or ""
        if reason and reason not in [known["name"] for known in self._reasons]:
            raise UsageError(f"there is no reason {plain(reason)!r}")
        elsewhere = len(asked) - len(rows)
        if rows:
            stored = [
                {"reference_id": row["reference_id"], "decision": "exclude", "reason": reason, "note": ""}
                | dict.fromkeys(FLAGS)
                # who picks from a list is neither the ranking nor chance: a stopping test must know
                | {"drawn": "by_hand", "rank": row.get("rank"), "score": row.get("score")}
                for row in rows
            ]
            ids = self._desk.decide_all(stored)
            self._together.append(ids)
            pages.said |= {
                row["reference_id"]: row | {"id": identifier}
                for row, identifier in zip(stored, ids, strict=True)
            }
        if not pages.rows:
            pages.forward()
        said = self.say("list.stored", n=number(len(rows), self.language))
        return f"{said} {self.say('list.elsewhere', n=elsewhere)}" if elsewhere else said

    def do_undo(self, _content):
        """Take back what was excluded last, and show its page."""
        if not self._together:
            return self.say("nothing_to_undo")
        of = {row["id"]: reference for reference, row in self._pages.said.items() if "id" in row}
        ids, taken = self._together[-1], 0
        while ids:
            reference = of.get(ids[-1])
            if reference is None:  # decided anew elsewhere since
                ids.pop()
                continue
            before = self._desk.undo(ids[-1])
            ids.pop()
            taken += 1
            self._pages.said.pop(reference)
            if before is not None:
                self._pages.said[reference] = before
            self._pages.show_again(reference)
        self._together.pop()
        return self.say("list.undone", n=number(taken, self.language))

    def do_forward(self, _content):
        """Show the next page; what is left on this one stays unread."""
        self._pages.forward()

    def do_back(self, _content):
        """Show what is left on the page before."""
        self._pages.back()

    def read_out(self):
        """Return the page as HTML."""
        rows = [
            element("li", static_runs(row["title"]), "<br>", escaped(row["source"]))
            for row in self.shown["rows"]
        ]
        below = element("ol", *rows) if rows else element("p", escaped(self.shown["done"]))
        return element("section", element("p", escaped(self.shown["progress"])), below, lang=self.language)
