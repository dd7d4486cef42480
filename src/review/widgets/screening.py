"""The screening card: one reference to read and decide, with the criteria, and words in colour."""

from typing import ClassVar

from review.evidence import DECISIONS, FLAGS
from review.text import split
from review.vocabulary import number, say
from review.widgets.card import Card, browser_code, element, escaped
from review.widgets.marking import plain, words_marked
from review.widgets.reading import Reading
from review.widgets.references import plain_value, reference_as_html, shown_reference
from review.widgets.telling import Telling

__all__ = ["ScreeningCard"]

KEPT = ("reason", "note", *FLAGS)
QUEUED = ("drawn", "rank", "score")


class ScreeningCard(Telling, Card):
    """References to decide on, in the order of the queue.

    Parameters
    ----------
    desk : object
        Where references come from and decisions go to. ``fetch(n)`` and ``news()``: see
        `review.widgets.reading.Reading`; ``decide(row)`` stores a decision (`reference_id`, `decision`,
        `reason`, `note`, both flags, `drawn`, `rank`, `score`) and returns its id, or raises where it cannot;
        ``undo(id)`` takes it back and returns the reader's decision that counts again, or None;
        ``lookup(reference_id)`` returns the row of a reference; ``park(reference_id)`` and ``unpark``
        remember what is put aside, and ``parked()`` returns the rows that are; ``keep_words(words)``
        remembers the reader's own words in colour, or forgets them (None), and returns those that hold.
        Asked for only where the reader wants to know: ``explain(reference_id)`` returns a frame of `word`
        and `weight`, ``similar(reference_id)`` a list of dictionaries `title`, `decision`, `similarity`,
        `words`, both None while words are still counted; ``standing()`` a `review.stopping.Certificate` or
        None. A row has `reference_id`, `title`, `abstract`, `keywords`, `authors`, `journal`, `year`, `doi`,
        `pmid`, `language`, `databases`, and from ``fetch`` also `rank`, `score` and `drawn`.
    criteria : dict of str to sequence of str
        ``include`` and ``exclude``.
    highlight : dict of str to sequence of str
        ``for`` and ``against``: words shown in two ways; ``own`` is true where they are the reader's own.
    reasons : sequence of str
        Why a reference may be excluded.
    stage : {"title_abstract", "full_text"}
        Excluding a full text needs a reason.
    batch : int
        References between two rankings.
    invented : bool
        True where the studies are made up; the card then says so.
    language : {"sv", "en"}
    shortcuts : dict of str to str, optional
        Other keys than those of `ScreeningCard.actions`.
    """

    _esm = browser_code("card.js", "reference.js", "judgement.js", "highlight.js", "screening.js")
    _css = browser_code("card.css", "screening.css")

    actions: ClassVar[dict] = {
        "include": "i", "exclude": "e", "unsure": "u", "later": "l", "undo": "z", "previous": "k",
        "next": "j", "bring_back": "p", "low_value_care": "v", "de_implementation": "d", "note": "n",
        "why": "w", "similar": "s", "standing": "t", "numbers": "h", "words": "",
    }  # fmt: skip
    wanted_words = tuple(
        f"screen.{name}"
        for name in (
            "title", "criteria", "include", "exclude", "reason", "reason_needed", "flags", "note", "not_said",
            "yes", "no", "text", "words", "for", "against", "use_words", "project_words", "leave_note",
        )
    )  # fmt: skip
    heading = "screen.title"

    def __init__(
        self, desk, *, criteria, highlight, reasons, stage="title_abstract", batch=10, invented=False,
        language="sv", shortcuts=None,
    ):  # fmt: skip
        super().__init__(language=language, shortcuts=shortcuts, invented=invented)
        self.words = self.words | {"screen.title": self.say(self.heading)}
        self._desk = desk
        self._highlight = highlight
        self._criteria = {
            kind: [plain(text) for text in criteria.get(kind, ())] for kind in ("include", "exclude")
        }
        self._reasons = [{"name": name, "word": say(name, language)} for name in reasons]
        self._stage = stage
        self._reading = Reading(desk.fetch, desk.news, batch=batch, aside=desk.parked())
        # the reference looked back at, None where the next unread one is on the card
        self._back = None
        # what was asked for of a reference, by kind of question; how far screening is, None where not asked
        self._told, self._standing = {}, None
        self.show()

    def look(self):
        """Return what is on the card: a reference, or that all is read."""
        row = self._row()
        reading = self._reading
        shared = {
            "progress": self._progress(),
            "aside": self.say("screen.aside", n=len(reading.aside)) if reading.aside else "",
            "standing": self._standing or "",
            "criteria": self._criteria,
            "reasons": self._reasons,
            "needs_reason": self._stage == "full_text",
            "highlight": {kind: "; ".join(self._highlight[kind]) for kind in ("for", "against")},
            "words_kept": self.say(
                "screen.words_own" if self._highlight.get("own") else "screen.words_shared"
            ),
        }
        can = self._can(row)
        if row is None:
            done = self.say("screen.done") if reading.trouble is None else self._trouble()
            return shared | {"key": "", "done": done, "can": can | {"next": reading.trouble is not None}}
        return shared | {"key": row["reference_id"], "can": can} | self._reference(row)

    def _can(self, row):
        """Return which actions there are now."""
        reading, trail = self._reading, list(self._reading.said)
        can = dict.fromkeys((*DECISIONS, *FLAGS, "note", "why", "similar"), row is not None)
        can |= {"later": row is not None and self._back is None, "undo": bool(trail), "standing": True}
        can |= {"previous": bool(trail) and self._back != trail[0], "next": self._back is not None}
        can |= {"bring_back": bool(reading.aside) and self._back is None}
        return {name: value for name, value in can.items() if name in self.actions}

    def _row(self):
        if self._back is None:
            return self._reading.now
        return self._found_again(self._back)

    def _found_again(self, reference_id):
        """Return a reference decided earlier, with its place in the queue at the time."""
        said = self._reading.said[reference_id]
        return self._desk.lookup(reference_id) | {name: said.get(name) for name in QUEUED}

    def _trouble(self):
        return self.say("screen.trouble", why=plain(self._reading.trouble))

    def _progress(self):
        said = list(self._reading.said.values())
        counts = {name: sum(row["decision"] == name for row in said) for name in DECISIONS}
        counts |= {"read": len(said), "left": self._reading.left}
        return self.say("screen.progress", **{name: number(n, self.language) for name, n in counts.items()})

    def _reference(self, row):
        """Return a reference, and what this reader said of it."""
        given = self._reading.said.get(row["reference_id"])
        return shown_reference(row, self.say, self._marked) | {
            **{name: self._told_of(name, row["reference_id"]) for name in ("why", "similar")},
            "said": "" if given is None else self._given(given),
            "decision": "" if given is None else given["decision"],
            "draft": None if given is None else {name: plain_value(given.get(name)) for name in KEPT},
        }

    def _marked(self, text):
        return words_marked(text, self._highlight["for"], self._highlight["against"])

    def _given(self, row):
        said = say(row["decision"], self.language)
        if row.get("reason"):
            said += f", {say(row['reason'], self.language)}"
        return self.say("screen.given", decision=said)

    def do_include(self, content):
        """Include the reference."""
        return self._decided("include", content)

    def do_exclude(self, content):
        """Exclude the reference."""
        return self._decided("exclude", content)

    def do_unsure(self, content):
        """Leave the reference to the full text."""
        return self._decided("unsure", content)

    def _decided(self, decision, content):
        reading, key = self._reading, content["key"]
        before = reading.said.get(key)
        reading.catch_up()
        if self._back is None and key in reading.said:
            reading.settle()
            return self.say("screen.elsewhere", said=self._given(reading.said[key]))
        source = before or self._row()
        row = {"reference_id": key, "decision": decision, "note": plain(content.get("note"))}
        row["reason"] = content.get("reason") or "" if decision == "exclude" else ""
        row |= {flag: content.get(flag) for flag in FLAGS}
        row |= {name: source.get(name) for name in QUEUED}
        row["id"] = self._desk.decide(row)
        self._step_on(key)
        reading.read(row)
        self._stand_anew()
        return self.say("screen.stored", decision=say(decision, self.language))

    def _step_on(self, key):
        """After a decision on an earlier reference, look at the one after it."""
        if self._back is not None:
            trail = list(self._reading.said)
            place = trail.index(key) + 1
            self._back = trail[place] if place < len(trail) else None

    def do_undo(self, _content):
        """Take back this reader's newest decision and show its reference."""
        trail = list(self._reading.said)
        if not trail:
            return self.say("nothing_to_undo")
        reference = self._found_again(trail[-1])
        before = self._desk.undo(self._reading.said[trail[-1]]["id"])
        self._reading.unread(reference, before)
        self._back = None if before is None else trail[-1]
        return self.say("screen.undone")

    def do_later(self, _content):
        """Put the reference aside; it comes back last, or when asked for."""
        if self._back is None and self._reading.now is not None:
            self._desk.park(self._reading.now["reference_id"])
            self._reading.put_aside()
            return self.say("screen.put_aside")

    def do_bring_back(self, _content):
        """Read now what was put aside first."""
        if self._back is None and self._reading.aside:
            self._desk.unpark(self._reading.aside[0]["reference_id"])
            self._reading.bring_back()

    def do_previous(self, _content):
        """Look at the reference decided before this one."""
        trail = list(self._reading.said)
        place = len(trail) if self._back is None else trail.index(self._back)
        if place:
            self._back = trail[place - 1]

    def do_next(self, _content):
        """Look at the reference decided after this one, and at last at what is unread."""
        trail = list(self._reading.said)
        if self._back is None:
            self._reading.settle()
            return
        place = trail.index(self._back) + 1
        self._back = trail[place] if place < len(trail) else None

    def do_words(self, content):
        """Highlight other words, from now on and for this reader; or those of review.toml again."""
        words = {kind: split(plain(content.get(kind))) for kind in ("for", "against")}
        self._highlight = self._desk.keep_words(None if content.get("again") else words)
        return self.say("screen.words_again" if content.get("again") else "screen.words_stored")

    def read_out(self):
        """Return the reference on the card as HTML."""
        shown = self.shown
        below = reference_as_html(shown) if shown["key"] else [element("p", escaped(shown["done"]))]
        line = " · ".join(filter(None, (shown["progress"], shown["aside"])))
        return element("section", element("p", escaped(line)), *below, lang=self.language)
