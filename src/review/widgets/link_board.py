"""The link board: a recommendation and the studies that may speak to it, or the other way round."""

from functools import partial
from typing import ClassVar

import traitlets

from review.evidence import CERTAINTIES, DIRECTIONS, KINDS
from review.text import split
from review.vocabulary import say
from review.widgets.board_parts import Board, option, recommendation_as_html, shown_recommendation
from review.widgets.card import browser_code, element, escaped, lines
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

    _esm = browser_code("card.js", "reference.js", "boards.js", "link_board.js")
    _css = browser_code("card.css", "boards.css", "link_board.css")

    subjects = traitlets.Dict().tag(sync=True)

    actions: ClassVar[dict] = {
        "confirm": "c", "reject": "r", "unlink": "x", "population": "p", "exceptions": "e", "note": "n",
        "add": "a", "turn": "t", "pick": "f", "undo": "z", "previous": "k", "next": "j",
        "open": "",
    }  # fmt: skip
    kinds = ("link",)

    def __init__(self, desk, *, side="recommendation", subject=None, **look):
        super().__init__(desk, **look)
        self._side = side
        self._ids = {name: list(desk.subjects(name)) for name in SIDES}
        self.subjects = {
            name: [option(one, *desk.name(name, one)) for one in ids] for name, ids in self._ids.items()
        }
        self._choices = {
            "directions": self._keyed(DIRECTIONS, 1),
            "certainties": self._keyed(CERTAINTIES, 1 + len(DIRECTIONS)),
        }
        self._found = []
        self._subject, self._chosen = subject or self._first_open(), ""
        self.deeds = {
            "confirm": self._confirm, "reject": self._reject, "unlink": self._unlink,
            "undo": partial(self._undo, self._show_undone), "open": self._open, "turn": self._turn,
            "previous": partial(self._go, -1), "next": partial(self._go, 1), "add": self._add,
        }  # fmt: skip
        self.show()

    def _first_open(self):
        """Return the first subject with a suggestion nobody has judged, or the very first."""
        ids = self._ids[self._side]
        waiting = set(self._desk.waiting(self._side))
        return next((one for one in ids if one in waiting), ids[0] if ids else "")

    def look(self):
        """Return the subject, and everything that is or may be tied to it."""
        if not self._subject:
            nothing = self.nothing(self.say(f"link.nothing.{self._side}"))
            return nothing | {"subject": None, "candidates": []} | self._choices
        ids, pairs = self._ids[self._side], self._pairs()
        if self._chosen not in {pair["id"] for pair in pairs}:
            self._chosen = next((pair["id"] for pair in (*only(pairs, "suggested"), *pairs)), "")
        place = ids.index(self._subject)
        subject = self._thing(self._side, self._subject, "; ".join(pair["words"] for pair in pairs))
        states = [pair["state"] for pair in pairs]
        counts = {state: states.count(state) for state in ("linked", "suggested")}
        counts |= {"rejected": self._desk.rejected(self._side, self._subject)}
        return self._choices | {
            "key": f"{self._side} {self._subject}",
            "side": self._side,
            "progress": self.say(f"link.progress.{self._side}", place=place + 1, number=len(ids)),
            "counts": self.say("link.counts", **counts),
            "subject": subject,
            "heard": subject["heard"],
            "candidates": [self._candidate(pair) for pair in pairs],
            "chosen": self._chosen,
            "none": "" if pairs else self.say(f"link.no_candidates.{self._side}"),
            "can": {"undo": bool(self._desk.undoable), "turn": bool(pairs)}
            | {"previous": place > 0, "next": place + 1 < len(ids)},
        }

    def _keyed(self, values, first_key):
        return [
            {"value": value, "word": say(value, self.language), "key": str(key)}
            for key, value in enumerate(values, first_key)
        ]

    def _pairs(self):
        """Return what is tied to the subject or suggested, and what the reader has found by hand."""
        pairs = self._desk.pairs(self._side, self._subject)
        there = {pair["id"] for pair in pairs}
        here = (self._side, self._subject)
        by_hand = [one for subject, one in self._found if subject == here and one not in there]
        found = [{"id": one, "state": "found", "words": ""} for one in by_hand]
        order = ("found", "suggested", "linked")
        return sorted([*found, *pairs], key=lambda pair: order.index(pair["state"]))

    def _thing(self, side, identifier, words):
        """Return a recommendation or a reference as the browser shows it, the words in common marked."""
        row = self._desk.look_up(side, identifier)
        # "knee (knä)": a word of the study, and in brackets the one of the recommendation
        marked = [part.strip() for word in split(words) for part in word.rstrip(")").split("(")]
        if side == "recommendation":
            return shown_recommendation(row, self.language, lambda text: words_marked(text, marked, ()))
        return shown_reference(row, self.say, {"for": marked})

    def _candidate(self, pair):
        linked = pair["state"] == "linked"
        said = {name: plain(pair.get(name)) or usual for name, usual in NOTHING.items()}
        told = [
            say(said[name], self.language) for name in ("direction", "certainty") if linked and said[name]
        ]
        return {
            "id": pair["id"],
            "state": pair["state"],
            "state_word": self.say(f"link.state.{pair['state']}"),
            "said": ", ".join(told),
            "by": self.say("link.by", reader=plain(pair["reader"]), at=plain(pair["at"])[:10])
            if linked
            else "",
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

    def _confirm(self, content):
        """Tie the candidate to the subject, or change how it is tied; then choose what nobody has judged."""
        reference_id, recommendation_id = self._both(content)
        said = {name: plain(content.get(name)).strip() or usual for name, usual in NOTHING.items()}
        if said["direction"] not in DIRECTIONS:
            raise ValueError(self.say("link.direction_needed"))
        self._desk.link(reference_id, recommendation_id, said, plain(content.get("link_id")))
        waiting = only(self._pairs(), "found", "suggested")
        self._chosen = waiting[0]["id"] if waiting else content["candidate"]
        return self.say("link.stored", direction=say(said["direction"], self.language))

    def _reject(self, content):
        """Say that the suggestion is none; it is not suggested again."""
        reference_id, recommendation_id = self._both(content)
        ids = [pair["id"] for pair in self._pairs()]
        place = ids.index(content["candidate"])
        self._desk.reject(reference_id, recommendation_id)
        self._found = [pair for pair in self._found if pair[1] != content["candidate"]]
        self._chosen = next(iter([*ids[place + 1 :], *reversed(ids[:place])]), "")
        return self.say("link.rejected")

    def _unlink(self, content):
        """Take a link back; it stays in the history."""
        reference_id, recommendation_id = self._both(content)
        self._desk.withdraw(reference_id, recommendation_id)
        self._chosen = content["candidate"]
        return self.say("link.withdrawn")

    def _show_undone(self, undone):
        ids = dict(zip(("reference", "recommendation"), undone, strict=True))
        self._subject, self._chosen = ids[self._side], ids[SIDES[self._side]]

    def _go(self, step, _content):
        """Go some subjects on, or back; stay where there is none."""
        ids = self._ids[self._side]
        place = ids.index(self._subject) + step
        if 0 <= place < len(ids):
            self._subject, self._chosen = ids[place], ""

    def _open(self, content):
        """Go to the subject that was picked."""
        if content.get("subject") in self._ids[self._side]:
            self._subject, self._chosen = content["subject"], ""

    def _turn(self, content):
        """Look the other way round, from the candidate."""
        if content.get("candidate") in self._ids[SIDES[self._side]]:
            self._side = SIDES[self._side]
            self._subject, self._chosen = content["candidate"], self._subject

    def _add(self, content):
        """Take up a candidate that was not suggested; nothing is stored yet."""
        found = content.get("found")
        if found in self._ids[SIDES[self._side]]:
            self._found.append(((self._side, self._subject), found))
            self._chosen = found

    def parts(self, shown):
        """Return the subject and its candidates as HTML."""
        as_html = {"recommendation": recommendation_as_html, "reference": reference_as_html}
        rows = map(self._candidate_as_html, shown["candidates"])
        return [*as_html[shown["side"]](shown["subject"]), element("ul", *rows)]

    def _candidate_as_html(self, one):
        said = " · ".join(filter(None, (one["state_word"], one["said"], "; ".join(one["words"]))))
        written = [
            f"{self.say(f'link.{name}')}: {one['draft'][name]}" for name in WRITTEN if one["draft"][name]
        ]
        below = [element("ul", *lines("li", written))] if written else []
        return element("li", escaped(one["thing"]["heard"]), element("div", *lines("em", [said])), *below)


def only(pairs, *states):
    """Return the pairs in one of these states."""
    return [pair for pair in pairs if pair["state"] in states]
