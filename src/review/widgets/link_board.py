"""The link board: a recommendation and the studies that may speak to it, or the other way round."""

from typing import ClassVar

import traitlets

from review.evidence import CERTAINTIES, DIRECTIONS, KINDS
from review.text import split
from review.vocabulary import say
from review.widgets.board_parts import LONGEST_NAME, Board, recommendation_as_html, shown_recommendation
from review.widgets.card import browser_code, element, escaped
from review.widgets.marking import plain, words_marked
from review.widgets.references import reference_as_html, shown_reference

__all__ = ["LinkBoard"]

SIDES = {"recommendation": "reference", "reference": "recommendation"}
"""What stands to the left, and what then stands to the right."""
NOTHING = dict.fromkeys(KINDS["links"].says, "") | {"certainty": "not_assessed"}
"""What is said of a link before a reader says it."""
WRITTEN = ("population", "exceptions", "note")
"""What a reader writes in words."""


class LinkBoard(Board):
    """Links between references and recommendations, confirmed or rejected one at a time.

    Parameters
    ----------
    desk : object
        Where both come from and links go to. ``subjects(side)`` returns the ids of all recommendations, or
        of all references, in the order to show them; ``name(side, id)`` returns what one is called and a
        note; ``look_up(side, id)`` returns its row; ``pairs(side, id)`` returns a list of dictionaries: `id`
        of the other side, `state` ("linked", "suggested" or "found"), `words` in common parted by "; ", and
        of a link its `link_id`, `direction`, `certainty`, `population`, `exceptions`, `note`, `reader`, `at`;
        ``rejected(side, id)`` returns how many were rejected; ``waiting(side)`` returns the ids with
        suggestions nobody has judged. ``link(reference_id, recommendation_id, said,
        replaces)`` stores a link, or raises where it cannot or where another one than `replaces` counts by
        now; ``reject(reference_id, recommendation_id)`` and ``withdraw(reference_id, recommendation_id)``;
        ``undo()`` undoes the newest of these and returns both ids, or None; ``undoable`` tells whether there
        is something to undo.
    side : {"recommendation", "reference"}
        What stands to the left.
    subject : str, optional
        Its id; else the first with a suggestion that nobody has judged.
    invented, language, shortcuts
        See `review.widgets.ScreeningCard`.
    """

    _esm = browser_code("card.js", "boards.js", "link_board.js")
    _css = browser_code("card.css", "boards.css", "link_board.css")

    subjects = traitlets.Dict().tag(sync=True)

    actions: ClassVar[dict] = {
        "confirm": "c", "reject": "r", "unlink": "x", "population": "p", "exceptions": "e", "note": "n",
        "add": "a", "turn": "t", "pick": "f", "undo": "z", "previous": "k", "next": "j",
        "open": "",
    }  # fmt: skip
    wanted_words = tuple(
        f"link.{name}"
        for name in (
            "title", "find_recommendation", "find_reference", "add_recommendation", "add_reference",
            "none_fits", "direction", "certainty", "population", "exceptions", "note", "candidates",
            "direction_needed", "candidate_needed", "leave", "subject", "chosen", "source",
        )
    )  # fmt: skip

    def __init__(
        self, desk, *, side="recommendation", subject=None, invented=False, language="sv", shortcuts=None
    ):
        super().__init__(language=language, shortcuts=shortcuts, invented=invented)
        self._desk, self._side = desk, side
        self._ids = {name: list(desk.subjects(name)) for name in SIDES}
        self.subjects = {name: [self._option(name, one) for one in ids] for name, ids in self._ids.items()}
        self._found = []
        self._subject = subject or self._first_open()
        self._chosen = ""
        self.show()

    def _option(self, side, identifier):
        text, note = self._desk.name(side, identifier)
        return {"id": identifier, "text": plain(text)[:LONGEST_NAME], "note": plain(note)[:LONGEST_NAME]}

    def _first_open(self):
        """Return the first subject with a suggestion nobody has judged, or the very first."""
        ids = self._ids[self._side]
        waiting = set(self._desk.waiting(self._side))
        return next((one for one in ids if one in waiting), ids[0] if ids else "")

    def look(self):
        """Return the subject, and everything that is or may be tied to it."""
        ids = self._ids[self._side]
        choices = {
            "directions": self._choices(DIRECTIONS, 1),
            "certainties": self._choices(CERTAINTIES, 1 + len(DIRECTIONS)),
        }
        if not self._subject:
            can = dict.fromkeys(self.actions, False)
            said = self.say(f"link.nothing.{self._side}")
            return {"key": "", "progress": said, "subject": None, "candidates": [], "can": can} | choices
        pairs = self._pairs()
        shown = [pair["id"] for pair in pairs]
        if self._chosen not in shown:
            self._chosen = next(iter([p["id"] for p in pairs if p["state"] == "suggested"] or shown), "")
        place = ids.index(self._subject)
        words = "; ".join(pair["words"] for pair in pairs)
        counts = {state: sum(pair["state"] == state for pair in pairs) for state in ("linked", "suggested")}
        counts |= {"rejected": self._desk.rejected(self._side, self._subject)}
        subject = self._thing(self._side, self._subject, words)
        return choices | {
            "key": f"{self._side} {self._subject}",
            "side": self._side,
            "progress": self.say(f"link.progress.{self._side}", place=place + 1, number=len(ids)),
            "counts": self.say("link.counts", **counts),
            "subject": subject,
            "heard": subject["heard"],
            "candidates": [self._candidate(pair) for pair in pairs],
            "chosen": self._chosen,
            "none": "" if pairs else self.say(f"link.no_candidates.{self._side}"),
            "can": {
                "undo": bool(self._desk.undoable),
                "previous": place > 0,
                "next": place + 1 < len(ids),
                "turn": bool(pairs),
            },
        }

    def _choices(self, values, first_key):
        return [
            {"value": value, "word": say(value, self.language), "key": str(first_key + place)}
            for place, value in enumerate(values)
        ]

    def _pairs(self):
        """Return what is tied to the subject or suggested, and what the reader has found by hand."""
        pairs = self._desk.pairs(self._side, self._subject)
        there = {pair["id"] for pair in pairs}
        by_hand = [
            {"id": one, "state": "found", "words": ""}
            for subject, one in self._found
            if subject == (self._side, self._subject) and one not in there
        ]
        order = ("found", "suggested", "linked")
        return sorted([*by_hand, *pairs], key=lambda pair: order.index(pair["state"]))

    def _thing(self, side, identifier, words):
        """Return a recommendation or a reference as the browser shows it, the words in common marked."""
        row = self._desk.look_up(side, identifier)
        # "knee (knä)": a word of the study, and in brackets the one of the recommendation
        marked = [part.strip() for word in split(words) for part in word.rstrip(")").split("(")]
        if side == "recommendation":
            return shown_recommendation(row, self.language, lambda text: words_marked(text, marked, ()))
        return shown_reference(row, self.say, lambda text: words_marked(text, marked, ()))

    def _candidate(self, pair):
        linked = pair["state"] == "linked"
        said = {name: plain(pair.get(name)) or usual for name, usual in NOTHING.items()}
        by = self.say("link.by", reader=plain(pair["reader"]), at=plain(pair["at"])[:10]) if linked else ""
        told = ", ".join(
            say(said[name], self.language) for name in ("direction", "certainty") if linked and said[name]
        )
        return {
            "id": pair["id"],
            "state": pair["state"],
            "state_word": self.say(f"link.state.{pair['state']}"),
            "said": told,
            "by": by,
            "words": [plain(word) for word in split(pair["words"])],
            "link_id": pair.get("link_id", ""),
            "thing": self._thing(SIDES[self._side], pair["id"], pair["words"]),
            "draft": said,
        }

    def _both(self, content):
        """Return reference and recommendation of the candidate a reader speaks of."""
        other = content.get("candidate", "")
        if other not in {pair["id"] for pair in self._pairs()}:
            raise ValueError(self.say("link.candidate_needed"))
        ids = {self._side: self._subject, SIDES[self._side]: other}
        return ids["reference"], ids["recommendation"]

    def do_confirm(self, content):
        """Tie the candidate to the subject, or change how it is tied."""
        reference_id, recommendation_id = self._both(content)
        said = {name: plain(content.get(name)).strip() or usual for name, usual in NOTHING.items()}
        if said["direction"] not in DIRECTIONS:
            raise ValueError(self.say("link.direction_needed"))
        self._desk.link(reference_id, recommendation_id, said, plain(content.get("link_id")))
        self._step_on(content["candidate"])
        return self.say("link.stored", direction=say(said["direction"], self.language))

    def do_reject(self, content):
        """Say that the suggestion is none; it is not suggested again."""
        reference_id, recommendation_id = self._both(content)
        following = self._following(content["candidate"])
        self._desk.reject(reference_id, recommendation_id)
        self._found = [pair for pair in self._found if pair[1] != content["candidate"]]
        self._chosen = following
        return self.say("link.rejected")

    def do_unlink(self, content):
        """Take a link back; it stays in the history."""
        reference_id, recommendation_id = self._both(content)
        self._desk.withdraw(reference_id, recommendation_id)
        self._chosen = content["candidate"]
        return self.say("link.withdrawn")

    def _step_on(self, candidate):
        """Choose the next suggestion nobody has judged; stay where there is none."""
        waiting = [pair["id"] for pair in self._pairs() if pair["state"] != "linked"]
        self._chosen = waiting[0] if waiting else candidate

    def _following(self, candidate):
        ids = [pair["id"] for pair in self._pairs()]
        place = ids.index(candidate)
        return next(iter([*ids[place + 1 :], *reversed(ids[:place])]), "")

    def do_undo(self, _content):
        """Undo what was confirmed, rejected or withdrawn last on this board, and show it."""
        undone = self._desk.undo()
        if undone is None:
            return self.say("nothing_to_undo")
        ids = dict(zip(("reference", "recommendation"), undone, strict=True))
        self._subject, self._chosen = ids[self._side], ids[SIDES[self._side]]
        return self.say("link.undone")

    def do_previous(self, _content):
        """Go one subject back."""
        self._go(-1)

    def do_next(self, _content):
        """Go one subject on."""
        self._go(1)

    def _go(self, step):
        ids = self._ids[self._side]
        place = ids.index(self._subject) + step
        if 0 <= place < len(ids):
            self._subject, self._chosen = ids[place], ""

    def do_open(self, content):
        """Go to the subject that was picked."""
        if content.get("subject") in self._ids[self._side]:
            self._subject, self._chosen = content["subject"], ""

    def do_turn(self, content):
        """Look the other way round, from the candidate."""
        if content.get("candidate") in self._ids[SIDES[self._side]]:
            self._side, before = SIDES[self._side], self._subject
            self._subject, self._chosen = content["candidate"], before

    def do_add(self, content):
        """Take up a candidate that was not suggested; nothing is stored yet."""
        found = content.get("found")
        if found in self._ids[SIDES[self._side]]:
            self._found.append(((self._side, self._subject), found))
            self._chosen = found

    def read_out(self):
        """Return the subject and its candidates as HTML."""
        shown = self.shown
        if shown["subject"] is None:
            return element("p", escaped(shown["progress"]))
        as_html = {"recommendation": recommendation_as_html, "reference": reference_as_html}
        parts = as_html[shown["side"]](shown["subject"])
        rows = []
        for one in shown["candidates"]:
            said = " · ".join(filter(None, (one["state_word"], one["said"], "; ".join(one["words"]))))
            written = [
                element("li", escaped(f"{self.say(f'link.{name}')}: {one['draft'][name]}"))
                for name in WRITTEN
                if one["draft"][name]
            ]
            told = element("div", element("em", escaped(said)))
            below = [element("ul", *written)] if written else []
            rows.append(element("li", escaped(one["thing"]["heard"]), told, *below))
        counts = element("p", escaped(f"{shown['progress']} · {shown['counts']}"))
        return element("section", counts, *parts, element("ul", *rows), lang=self.language)
