"""The list: a page of references at a glance, to mark and exclude many at once."""

from typing import ClassVar

from review.errors import UsageError
from review.evidence import FLAGS
from review.vocabulary import say
from review.widgets.card import Card, browser_code, element, escaped, static_runs
from review.widgets.marking import plain
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
    kinds = ("list", "screen")

    def __init__(self, desk, *, highlight, reasons, size=10, **look):
        super().__init__(**look)
        self._desk, self._highlight = desk, highlight
        self._reasons = [{"name": name, "word": say(name, self.language)} for name in reasons]
        self._pages = Pages(desk.fetch, desk.news, size=size)
        # the ids of decisions that were stored together, to be taken back together
        self._together = []
        self.deeds = {"exclude": self._exclude, "undo": self._undo}
        self.deeds |= {"forward": lambda _: self._pages.forward(), "back": lambda _: self._pages.back()}
        self.show()

    def look(self):
        """Return the page that is shown."""
        pages, rows = self._pages, self._pages.rows
        return {
            "key": " ".join(row["reference_id"] for row in rows),
            "progress": self._progress(),
            "reasons": self._reasons,
            "rows": [
                shown_reference(row, self.say, self._highlight) | {"id": row["reference_id"]} for row in rows
            ],
            "done": "" if rows else self.say("list.done"),
            "can": dict.fromkeys(("exclude", "mark", "all", "open"), bool(rows))
            | {"undo": bool(self._together), "back": not pages.is_first, "forward": not pages.is_last},
        }

    def _progress(self):
        excluded = sum(row["decision"] == "exclude" for row in self._pages.said.values())
        pages = self._pages
        return self.say_counts("list.progress", page=pages.place + 1, excluded=excluded, left=pages.left)

    def _exclude(self, content):
        """Exclude what is marked, all or nothing."""
        pages, asked = self._pages, list(content.get("marked") or ())
        pages.catch_up()
        rows = [row for row in pages.rows if row["reference_id"] in asked]
        reason = content.get("reason") or ""
        if reason and reason not in [known["name"] for known in self._reasons]:
            raise UsageError(f"there is no reason {plain(reason)!r}")
        if rows:
            same = {"decision": "exclude", "reason": reason, "note": ""} | dict.fromkeys(FLAGS)
            # who picks from a list is neither the ranking nor chance: a stopping test must know
            same |= {"drawn": "by_hand"}
            own = [{name: row.get(name) for name in ("reference_id", "rank", "score")} for row in rows]
            stored = [one | same for one in own]
            ids = self._desk.decide_all(stored)
            self._together.append(ids)
            for row, identifier in zip(stored, ids, strict=True):
                pages.said[row["reference_id"]] = row | {"id": identifier}
        if not pages.rows:
            pages.forward()
        said, elsewhere = self.say_counts("list.stored", n=len(rows)), len(asked) - len(rows)
        return f"{said} {self.say('list.elsewhere', n=elsewhere)}" if elsewhere else said

    def _undo(self, _content):
        """Take back what was excluded last, and show its page."""
        if not self._together:
            return self.say("nothing_to_undo")
        of = {row["id"]: reference for reference, row in self._pages.said.items() if "id" in row}
        # what was decided anew elsewhere since stays; what is taken back is no longer to be
        ids = self._together[-1] = [one for one in self._together[-1] if one in of]
        taken = len(ids)
        while ids:
            before = self._desk.undo(ids[-1])
            reference = of[ids.pop()]
            self._pages.said.pop(reference)
            if before is not None:
                self._pages.said[reference] = before
            self._pages.show_again(reference)
        self._together.pop()
        return self.say_counts("list.undone", n=taken)

    def parts(self, shown):
        """Return the page as HTML."""
        rows = [
            element("li", static_runs(row["title"]), "<br>", escaped(row["source"])) for row in shown["rows"]
        ]
        return [element("ol", *rows)]
