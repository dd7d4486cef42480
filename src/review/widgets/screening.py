"""The screening card: one reference to read and decide, with criteria, words in colour, and why it is here."""

from urllib.parse import quote

from review.evidence import DECISIONS, FLAGS
from review.text import split
from review.vocabulary import number, say
from review.widgets.card import Card, browser_code, clipped, element, static_runs
from review.widgets.marking import PLAIN, sections, words_marked
from review.widgets.marking import plain as as_text
from review.widgets.reading import Reading

__all__ = ["ScreeningCard"]

LANGUAGE_CODES = {"english": "en", "eng": "en", "en": "en", "swedish": "sv", "swe": "sv", "sv": "sv"}
INVENTED_DOI = "10.5555/"
KEPT = ("reason", "note", *FLAGS)
QUEUED = ("drawn", "rank", "score")
KEYWORD = "keyword: "
"""What stands before a word that the ranking found among the keywords."""
MOST_KEYWORDS, LONGEST_DOI = 60, 300


class ScreeningCard(Card):
    """References to decide on, in the order of the queue.

    Parameters
    ----------
    fetch : callable
        ``fetch(n)`` returns ``{"rows": list of dict, "waiting": ids}`` (see `review.widgets.reading.Reading`).
        A row has `reference_id`, `title`, `abstract`, `keywords`, `authors`, `journal`, `year`, `doi`, `pmid`,
        `language`, `databases`, `rank`, `score` and `drawn`.
    news : callable
        Returns this reader's decisions where others than this card changed them, else None (see `Reading`).
    decide : callable
        ``decide(row)`` stores a decision (`reference_id`, `decision`, `reason`, `note`, both flags, `drawn`,
        `rank`, `score`) and returns its id; it raises where it cannot.
    undo : callable
        ``undo(id)`` takes it back and returns the reader's decision that counts again, or None.
    lookup : callable
        ``lookup(reference_id)`` returns the row of a reference decided earlier.
    explain : callable
        ``explain(reference_id)`` returns a frame of the words that raised and lowered it in the queue, as `word`
        and `weight`; asked for only where the reader wants to know.
    criteria : dict of str to sequence of str
        ``include`` and ``exclude``.
    highlight : dict of str to sequence of str
        ``for`` and ``against``: words shown in two ways.
    reasons : sequence of str
        Why a reference may be excluded.
    stage : {"title_abstract", "full_text"}
        Excluding a full text needs a reason.
    batch : int
        References between two rankings.
    language : {"sv", "en"}
    shortcuts : dict of str to str, optional
        Other keys than those of `ScreeningCard.actions`.
    """

    _esm = browser_code("card.js", "screening.js")

    actions = {
        "include": "i",
        "exclude": "e",
        "unsure": "u",
        "later": "l",
        "undo": "z",
        "previous": "k",
        "next": "j",
        "bring_back": "p",
        "low_value_care": "v",
        "de_implementation": "d",
        "note": "n",
        "why": "w",
        "numbers": "h",
        "words": "",
    }
    wanted_words = tuple(
        f"screen.{name}"
        for name in (
            "title", "criteria", "include", "exclude", "reason", "reason_needed", "flags", "note", "not_said",
            "yes", "no", "why", "up", "down", "text", "words", "for", "against", "use_words", "leave_note",
        )
    )  # fmt: skip

    def __init__(
        self, *, fetch, news, decide, undo, lookup, explain, criteria, highlight, reasons, stage="title_abstract",
        batch=10, language="sv", shortcuts=None,
    ):  # fmt: skip
        super().__init__(language=language, shortcuts=shortcuts)
        self._decide, self._undo, self._lookup, self._explain = decide, undo, lookup, explain
        self._highlight = {kind: list(highlight.get(kind, ())) for kind in ("for", "against")}
        self._criteria = {kind: [as_text(text) for text in criteria.get(kind, ())] for kind in ("include", "exclude")}
        self._reasons = [{"name": name, "word": say(name, language)} for name in reasons]
        self._stage = stage
        self._reading = Reading(fetch, news, batch=batch)
        # the reference looked back at, None where the next unread one is on the card
        self._back = None
        # the reference whose words in the ranking are told, and these words
        self._told = (None, None)
        self.show()

    def look(self):
        """Return what is on the card: a reference, or that all is read."""
        row = self._row()
        reading = self._reading
        shared = {
            "progress": self._progress(),
            "aside": self.say("screen.aside", n=len(reading.aside)) if reading.aside else "",
            "criteria": self._criteria,
            "reasons": self._reasons,
            "needs_reason": self._stage == "full_text",
            "highlight": {kind: "; ".join(words) for kind, words in self._highlight.items()},
        }
        trail = list(reading.said)
        can = {name: row is not None for name in (*DECISIONS, *FLAGS, "note", "why")}
        can |= {"later": row is not None and self._back is None, "undo": bool(trail)}
        can |= {"previous": bool(trail) and self._back != trail[0], "next": self._back is not None}
        can |= {"bring_back": bool(reading.aside) and self._back is None}
        if row is None:
            done = self.say("screen.done") if reading.trouble is None else self._trouble()
            return shared | {"key": "", "done": done, "can": can | {"next": reading.trouble is not None}}
        return shared | {"key": row["reference_id"], "can": can} | self._reference(row)

    def _row(self):
        if self._back is None:
            return self._reading.now
        return self._found_again(self._back)

    def _found_again(self, reference_id):
        """Return a reference decided earlier, with its place in the queue at the time."""
        said = self._reading.said[reference_id]
        return self._lookup(reference_id) | {name: said.get(name) for name in QUEUED}

    def _trouble(self):
        return self.say("screen.trouble", why=as_text(self._reading.trouble))

    def _progress(self):
        said = list(self._reading.said.values())
        counts = {name: sum(row["decision"] == name for row in said) for name in DECISIONS}
        counts |= {"read": len(said), "left": self._reading.left}
        return self.say("screen.progress", **{name: number(n, self.language) for name, n in counts.items()})

    def _reference(self, row):
        """Return a reference as the browser shows it: every text cleaned, cut and in runs."""
        cut = self.say("cut")
        text = {name: clipped(row.get(name), cut) for name in ("title", "abstract", "authors", "journal", "doi", "pmid")}
        keywords = [clipped(word, cut) for word in split(row.get("keywords") or "")][:MOST_KEYWORDS]
        doi, title = text["doi"], text["title"] or self.say("screen.no_title")
        given = self._reading.said.get(row["reference_id"])
        return {
            "heard": title,
            "title": self._marked(title),
            "lang": LANGUAGE_CODES.get(as_text(row.get("language")).strip().casefold(), ""),
            "authors": text["authors"],
            "source": " · ".join(part for part in (text["journal"], as_text(row.get("year"))) if part),
            "doi": {"label": doi, "address": doi_address(doi)},
            "pmid": text["pmid"],
            "databases": clipped(row.get("databases"), cut),
            "keywords": [self._marked(word) for word in keywords],
            "sections": [
                {"heading": heading, "runs": self._marked(part)}
                for heading, part in sections(text["abstract"]) or [("", self.say("screen.no_abstract"))]
            ],
            "why": self._told[1] if self._told[0] == row["reference_id"] else None,
            "said": "" if given is None else self._given(given),
            "decision": "" if given is None else given["decision"],
            "draft": None if given is None else {name: plain_value(given.get(name)) for name in KEPT},
        }

    def _marked(self, text):
        return words_marked(text, self._highlight["for"], self._highlight["against"])

    def _why(self, row):
        """Return why the reference comes now: by which words, or by lot."""
        if row.get("drawn") not in ("ranked", "random"):
            return {"said": self.say("screen.not_ranked"), "up": [], "down": []}
        by_lot = row["drawn"] == "random"
        said = self.say("screen.by_lot") if by_lot else self.say("screen.ranked", rank=number(row["rank"], self.language))
        words = self._explain(row["reference_id"])
        up, down = words.word[words.weight > 0], words.word[words.weight < 0]
        return {"said": said, "up": list(map(self._ranking_word, up)), "down": list(map(self._ranking_word, down))}

    def _ranking_word(self, word):
        plain = as_text(word)
        if plain.startswith(KEYWORD):
            return self.say("screen.keyword", word=plain.removeprefix(KEYWORD))
        return plain

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
        row = {"reference_id": key, "decision": decision, "note": as_text(content.get("note"))}
        row["reason"] = content.get("reason") or "" if decision == "exclude" else ""
        row |= {flag: content.get(flag) for flag in FLAGS}
        row |= {name: source.get(name) for name in QUEUED}
        row["id"] = self._decide(row)
        self._step_on(key)
        reading.read(row)
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
        before = self._undo(self._reading.said[trail[-1]]["id"])
        self._reading.unread(reference, before)
        self._back = None if before is None else trail[-1]
        return self.say("screen.undone")

    def do_later(self, _content):
        """Put the reference aside; it comes back last, or when asked for."""
        if self._back is None and self._reading.now is not None:
            self._reading.put_aside()
            return self.say("screen.put_aside")

    def do_bring_back(self, _content):
        """Read now what was put aside first."""
        if self._back is None:
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

    def do_why(self, content):
        """Tell by which words the reference comes now, or leave it untold."""
        told = self._told[0] == content["key"]
        self._told = (None, None) if told else (content["key"], self._why(self._row()))

    def do_words(self, content):
        """Highlight other words, on this card and those to come; review.toml stays as it is."""
        for kind in self._highlight:
            self._highlight[kind] = split(as_text(content.get(kind)))

    def read_out(self):
        """Return the reference on the card as HTML."""
        shown = self.shown
        parts = [element("p", escaped(shown["progress"]))]
        if not shown["key"]:
            return element("section", *parts, element("p", escaped(shown["done"])), lang=self.language)
        parts.append(element("h3", static_runs(shown["title"])))
        parts += [element("p", escaped(shown[name])) for name in ("authors", "source") if shown[name]]
        for part in shown["sections"]:
            head = element("b", escaped(part["heading"]), ". ") if part["heading"] else ""
            parts.append(element("p", head, static_runs(part["runs"])))
        if shown["keywords"]:
            parts.append(element("p", " · ".join(static_runs(word) for word in shown["keywords"])))
        return element("section", *parts, lang=self.language)


def doi_address(doi):
    """Return the address a DOI leads to; "" for what is no DOI, and for those of the test prefix.

    Examples
    --------
    >>> doi_address("10.1136/bmj.n71"), doi_address("10.5555/invented"), doi_address("javascript:alert(1)")
    ('https://doi.org/10.1136/bmj.n71', '', '')
    """
    if not doi.startswith("10.") or "/" not in doi or doi.startswith(INVENTED_DOI) or len(doi) > LONGEST_DOI:
        return ""
    return "https://doi.org/" + quote(doi, safe="/:;()._-")


def plain_value(value):
    """Return a value as JSON has it; what is missing is None.

    Examples
    --------
    >>> plain_value(float("nan")), plain_value(True), plain_value("a")
    (None, True, 'a')
    """
    if value is None or value != value:
        return None
    return bool(value) if isinstance(value, (bool, int)) else as_text(value)


def escaped(text):
    """Return a text as HTML."""
    return static_runs([[text, PLAIN]])
