"""The screening card: one reference to read and decide, with the criteria, and words in colour."""

from functools import partial
from typing import ClassVar

from review.evidence import DECISIONS, FLAGS
from review.text import split
from review.vocabulary import say
from review.widgets.card import Card, browser_code
from review.widgets.marking import plain
from review.widgets.reading import Reading
from review.widgets.references import plain_value, reference_as_html, shown_reference
from review.widgets.telling import Telling
from review.widgets.trail import QUEUED, Trail

__all__ = ["ScreeningCard", "actions_but"]

KEPT = ("reason", "note", *FLAGS)


class ScreeningCard(Card):
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
    kinds = ("screen",)
    heading = "screen.title"

    def __init__(self, desk, *, criteria, highlight, reasons, stage="title_abstract", batch=10, **look):
        super().__init__(**look)
        self.words = self.words | {"screen.title": self.say(self.heading)}
        self._desk, self._highlight = desk, highlight
        self._fixed = {
            "criteria": {kind: list(map(plain, criteria.get(kind, ()))) for kind in ("include", "exclude")},
            "reasons": [{"name": name, "word": say(name, self.language)} for name in reasons],
            "needs_reason": stage == "full_text",
        }
        self._reading = Reading(desk.fetch, desk.news, batch=batch, aside=desk.parked())
        self._trail = Trail(self._reading, desk.lookup)
        self._telling = Telling(desk, self.say, self.look_up, self.language)
        self.deeds = {name: partial(self._decide, name) for name in DECISIONS} | {
            "undo": self._undo, "later": self._put_aside, "bring_back": self._bring_back,
            "previous": lambda _: self._trail.back(), "next": self._go_on, "words": self._use_words,
            "why": lambda _: self._telling.why(self._trail.row),
            "similar": lambda content: self._telling.similar(content["key"]),
            "standing": lambda _: self._telling.standing(),
        }  # fmt: skip
        self.show()

    def look(self):
        """Return what is on the card: a reference, or that all is read."""
        row, reading = self._trail.row, self._reading
        kept = "screen.words_own" if self._highlight.get("own") else "screen.words_shared"
        shown = self._fixed | {
            "progress": self._progress(),
            "aside": self.say("screen.aside", n=len(reading.aside)) if reading.aside else "",
            "standing": (self._telling.told("standing") or {"said": ""})["said"],
            "highlight": {kind: "; ".join(self._highlight[kind]) for kind in ("for", "against")},
            "words_kept": self.say(kept),
            "can": self._can(row),
        }
        if row is not None:
            return shown | self._reference(row)
        trouble = reading.trouble and self.say("screen.trouble", why=plain(reading.trouble))
        return shown | {"key": "", "done": trouble or self.say("screen.done")}

    def _can(self, row):
        """Return which actions there are now; where nothing more could be fetched, one may try again."""
        reading, trail = self._reading, self._trail
        can = dict.fromkeys((*DECISIONS, *FLAGS, "note", "why", "similar"), row is not None)
        can |= {"undo": trail.newest is not None, "previous": trail.before is not None, "standing": True}
        can |= {"next": trail.at is not None or (row is None and reading.trouble is not None)}
        can |= {"later": row is not None and trail.at is None}
        can |= {"bring_back": bool(reading.aside) and trail.at is None}
        return {name: value for name, value in can.items() if name in self.actions}

    def _progress(self):
        said = [row["decision"] for row in self._reading.said.values()]
        counts = {name: said.count(name) for name in DECISIONS}
        return self.say_counts("screen.progress", read=len(said), left=self._reading.left, **counts)

    def _reference(self, row):
        """Return a reference, and what this reader said of it."""
        key = row["reference_id"]
        shown = shown_reference(row, self.say, self._highlight) | {"key": key, "draft": None}
        shown |= {name: self._telling.told(name, key) for name in ("why", "similar")}
        given = self._reading.said.get(key)
        if given is None:
            return shown | {"said": "", "decision": ""}
        draft = {name: plain_value(given.get(name)) for name in KEPT}
        return shown | {"said": self._given(given), "decision": given["decision"], "draft": draft}

    def _given(self, row):
        said = [say(row[name], self.language) for name in ("decision", "reason") if row.get(name)]
        return self.say("screen.given", decision=", ".join(said))

    def _decide(self, decision, content):
        """Store a decision on the reference, and go on."""
        reading, trail, key = self._reading, self._trail, content["key"]
        before = reading.said.get(key)
        reading.catch_up()
        if trail.at is None and key in reading.said:
            reading.settle()
            return self.say("screen.elsewhere", said=self._given(reading.said[key]))
        source = before or trail.row
        row = {"reference_id": key, "decision": decision, "note": plain(content.get("note"))}
        row["reason"] = content.get("reason") or "" if decision == "exclude" else ""
        row |= {flag: content.get(flag) for flag in FLAGS}
        row |= {name: source.get(name) for name in QUEUED}
        row["id"] = self._desk.decide(row)
        trail.on()
        reading.read(row)
        if reading.begun:
            self._telling.stand_anew()
        return self.say("screen.stored", decision=say(decision, self.language))

    def _undo(self, _content):
        """Take back this reader's newest decision and show its reference."""
        newest = self._trail.newest
        if newest is None:
            return self.say("nothing_to_undo")
        reference = self._trail.found_again(newest)
        before = self._desk.undo(self._reading.said[newest]["id"])
        self._reading.unread(reference, before)
        self._trail.at = None if before is None else newest
        return self.say("screen.undone")

    def _put_aside(self, _content):
        """Put the reference aside; it comes back last, or when asked for."""
        if self._trail.at is None and self._reading.now is not None:
            self._desk.park(self._reading.now["reference_id"])
            self._reading.put_aside()
            return self.say("screen.put_aside")

    def _bring_back(self, _content):
        """Read now what was put aside first."""
        if self._trail.at is None and self._reading.aside:
            self._desk.unpark(self._reading.aside[0]["reference_id"])
            self._reading.bring_back()

    def _go_on(self, _content):
        """Look at the next reference; where nothing more could be fetched, try again."""
        if self._trail.at is None:
            self._reading.settle()
        self._trail.on()

    def _use_words(self, content):
        """Highlight other words, from now on and for this reader; or those of review.toml again."""
        words = {kind: split(plain(content.get(kind))) for kind in ("for", "against")}
        self._highlight = self._desk.keep_words(None if content.get("again") else words)
        return self.say("screen.words_again" if content.get("again") else "screen.words_stored")

    def parts(self, shown):
        """Return the reference on the card as HTML."""
        return reference_as_html(shown)


def actions_but(*left_out):
    """Return the actions of a screening card but for some, with their keys."""
    return {name: key for name, key in ScreeningCard.actions.items() if name not in left_out}
