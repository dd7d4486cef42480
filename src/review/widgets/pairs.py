"""The pair card: two records side by side; are they the same publication?"""

from functools import partial
from typing import ClassVar

from review.widgets.card import Card, browser_code, clipped, element, known, static_runs
from review.widgets.marking import PLAIN, differences, plain

__all__ = ["PairCard"]


class PairCard(Card):
    """Pairs of records that no rule is sure of, for a person to judge.

    Parameters
    ----------
    pairs : DataFrame
        In the order to show them: `record_a`, `record_b`, `rule`, `because` (the rule as a sentence),
        `source_a`, `source_b` (where each record came from), `verdict` (``same``, ``different``, or "" where
        nobody judged yet), `verdict_by`, `verdict_id`, and `mine` (whether this reader gave it).
    explain : callable
        From the ids of two records to a frame `field`, `a`, `b`, `says`, as `review.duplicates.explain_pair`
        gives it.
    judge, undo : callable
        ``judge(record_a, record_b, verdict)`` stores a verdict, ``undo(verdict_id)`` takes one back. Both
        return what counts then, as a dictionary of `verdict`, `verdict_by`, `verdict_id` and `mine`, and
        raise where they could not.
    invented, language, shortcuts
        See `review.widgets.ScreeningCard`.
    """

    _esm = browser_code("card.js", "pairs.js")

    actions: ClassVar[dict] = {"same": "s", "different": "d", "undo": "u", "previous": "k", "next": "j"}
    kinds = ("pair",)

    def __init__(self, pairs, *, explain, judge, undo, **look):
        super().__init__(**look)
        self._pairs = pairs.to_dict("records")
        self._explain, self._judge, self._undo = explain, judge, undo
        # the places of what this reader judged, oldest first; ids of rows grow with time
        mine = [place for place, pair in enumerate(self._pairs) if pair["mine"]]
        self._done = sorted(mine, key=lambda place: self._pairs[place]["verdict_id"])
        open_places = [place for place, pair in enumerate(self._pairs) if not pair["verdict"]]
        self._place = open_places[0] if open_places else max(len(self._pairs) - 1, 0)
        self.deeds = {
            "same": partial(self._give, "same"), "different": partial(self._give, "different"),
            "undo": self._take_back, "previous": partial(self._go, -1), "next": partial(self._go, 1),
        }  # fmt: skip
        self.show()

    @property
    def left(self):
        """How many pairs nobody has judged yet."""
        return sum(not pair["verdict"] for pair in self._pairs)

    def look(self):
        """Return the pair that is on the card."""
        number, left = len(self._pairs), self.left
        if not number:
            return self.nothing(self.say("pair.none")) | {"fields": []}
        pair = self._pairs[self._place]
        fields = self._fields(pair)
        return {
            "key": f"{pair['record_a']} {pair['record_b']}",
            "progress": self.say("pair.progress", place=self._place + 1, number=number),
            "left": self.say("pair.left", n=left) if left else self.say("pair.all_judged"),
            "rule": known(f"rule.{pair['rule']}", self.language) or plain(pair["because"] or pair["rule"]),
            "sources": [plain(pair["source_a"]), plain(pair["source_b"])],
            "verdict": pair["verdict"],
            "said": self._said(pair),
            "fields": fields,
            "heard": " ".join(text for field in fields[:1] for text, _ in field["a"]),
            "can": {"undo": bool(self._done), "previous": self._place > 0, "next": self._place + 1 < number},
        }

    def _said(self, pair):
        if not pair["verdict"]:
            return ""
        verdict, reader = self.say(f"pair.{pair['verdict']}"), plain(pair["verdict_by"])
        return self.say(
            "pair.judged_by_you" if pair["mine"] else "pair.judged_by", verdict=verdict, reader=reader
        )

    def _fields(self, pair):
        """Return one row per field that either record has."""
        explained = self._explain(pair["record_a"], pair["record_b"]).itertuples()
        return [field for row in explained if (field := self._field(row))]

    def _field(self, row):
        """Return what both records have in a field, in runs; None where neither has anything."""
        a, b = (clipped(text, self.say("cut")) for text in (row.a, row.b))
        if not a and not b:
            return None
        one, two = differences(a, b) if a and b and row.says != "same" else ([[a, PLAIN]], [[b, PLAIN]])
        said = {"field": self.say(f"field.{row.field}"), "word": self.say(f"says.{row.says}")}
        return said | {"says": row.says, "a": one, "b": two}

    def _give(self, verdict, _content):
        """Store whether the two records are one publication, and go on."""
        place, pair = self._place, self._pairs[self._place]
        pair |= self._judge(pair["record_a"], pair["record_b"], verdict)
        self._done.append(place)
        self._place = self._next_open()
        told = self.say("pair.stored", place=place + 1, verdict=self.say(f"pair.{verdict}"))
        return f"{told} {self.say('pair.contradictory')}" if pair.get("contradictory") else told

    def _take_back(self, _content):
        """Take back this reader's newest verdict, and show its pair."""
        if not self._done:
            return self.say("nothing_to_undo")
        pair = self._pairs[self._done[-1]]
        pair |= self._undo(pair["verdict_id"])
        self._place = self._done.pop()
        return self.say("pair.undone", place=self._place + 1)

    def _go(self, step, _content):
        """Go some pairs on, judged or not, or back."""
        if 0 <= self._place + step < len(self._pairs):
            self._place += step

    def _next_open(self):
        """Return the place of the next pair nobody judged, from here round; the next one where all are."""
        number = len(self._pairs)
        around = [(self._place + step) % number for step in range(1, number + 1)]
        unjudged = (place for place in around if not self._pairs[place]["verdict"])
        return next(unjudged, min(self._place + 1, number - 1))

    def parts(self, shown):
        """Return the pair on the card as HTML."""
        heads = [self.say(f"pair.{name}") for name in ("field", "first", "second", "alike")]
        rows = [element("tr", *(element("th", head, scope="col") for head in heads))]
        for row in shown["fields"]:
            head = element("th", row["field"], scope="row")
            cells = (static_runs(row["a"]), static_runs(row["b"]), row["word"])
            rows.append(element("tr", head, *(element("td", cell) for cell in cells)))
        return [element("table", *rows)]
