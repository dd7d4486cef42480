"""The desk of the link board: where recommendations and references come from, and where links go."""

import pandas as pd

from review.errors import UsageError
from review.evidence import KINDS
from review.vocabulary import say
from review.workbench.desks import as_rows, published

__all__ = ["LinkDesk"]

SUGGESTED = 10
"""Recommendations that are suggested for one reference at most."""
OTHER = {"recommendation": "reference_id", "reference": "recommendation_id"}
OWN = {"recommendation": "recommendation_id", "reference": "reference_id"}
SAID = KINDS["links"].says


class LinkDesk:
    """What one reader ties together (see `review.widgets.LinkBoard`)."""

    def __init__(self, store, pile, register, decisions, links, *, reader, language, asked=None, about=None):
        self._store, self._links, self.reader, self.language = store, links, reader, language
        if asked is not None:
            pile.check([asked])
        if about is not None:
            register.check(about)
        references = pile.references()
        wanted = decisions.included() | set(links.current().reference_id) | {asked}
        included = references[references.reference_id.isin(wanted)]
        self._references = included.set_index("reference_id", drop=False)
        self._register = register.recommendations().set_index("recommendation_id", drop=False)
        self._suggested = None
        self._done = []

    @property
    def undoable(self):
        """Whether something was stored on this board."""
        return bool(self._done)

    def subjects(self, side):
        """Return the ids of all recommendations, or of all included references."""
        return list(self._rows(side).index)

    def _rows(self, side):
        return self._register if side == "recommendation" else self._references

    def name(self, side, identifier):
        """Return what one is called, and a note."""
        row = self._rows(side).loc[identifier]
        if side == "recommendation":
            named = f"{row[f'intervention_{self.language}']} – {row[f'condition_{self.language}']}"
            return named, row.guideline_area
        return row.title, published(row)

    def look_up(self, side, identifier):
        """Return the row of a recommendation or reference."""
        return as_rows(self._rows(side).loc[[identifier]])[0]

    def waiting(self, side):
        """Return the ids with a suggestion that nobody has judged."""
        return list(self._open()[OWN[side]].unique())

    def _open(self):
        """Return the suggestions that are neither links nor rejected."""
        if self._suggested is None:
            found = self._links.suggest(n=SUGGESTED)
            self._suggested = found[found.reference_id.isin(self._references.index)]
        judged = {*keys(self._links.current()), *keys(self._links.dismissals())}
        here = [pair not in judged for pair in keys(self._suggested)]
        return self._suggested[pd.Series(here, index=self._suggested.index, dtype="bool")]

    def pairs(self, side, identifier):
        """Return what is tied to one, and what is suggested for it, the most alike first."""
        links, found = self._links.current(), self._open()
        links = links[links[OWN[side]] == identifier]
        links = links[links[OTHER[side]].isin(self._rows(OTHER[side].removesuffix("_id")).index)]
        found = found[found[OWN[side]] == identifier].sort_values("score", ascending=False, kind="stable")
        tied = [
            {"id": row[OTHER[side]], "state": "linked", "words": "", "link_id": row["id"]}
            | {name: row[name] for name in (*SAID, "reader", "at")}
            for row in links.to_dict("records")
        ]
        rows = found.head(SUGGESTED).to_dict("records")
        return tied + [{"id": row[OTHER[side]], "state": "suggested", "words": row["words"]} for row in rows]

    def rejected(self, side, identifier):
        """Return how many suggestions for one are rejected."""
        return int((self._links.dismissals()[OWN[side]] == identifier).sum())

    def _standing(self, frame, reference_id, recommendation_id):
        """Return the rows of a frame that are about a pair."""
        return frame[(frame.reference_id == reference_id) & (frame.recommendation_id == recommendation_id)]

    def link(self, reference_id, recommendation_id, said, replaces):
        """Store a link, unless another one than the reader saw counts by now."""
        before = self._standing(self._links.current(), reference_id, recommendation_id)
        if replaces not in (list(before["id"]) or [""]):
            raise UsageError(say("widget.link.elsewhere", self.language))
        told = {name: said[name] for name in SAID}
        made = self._links.add(reference_id, recommendation_id, reader=self.reader, **told)
        self._done.append(("links", reference_id, recommendation_id, made))

    def reject(self, reference_id, recommendation_id):
        """Remember that a suggestion is none."""
        if len(self._standing(self._links.current(), reference_id, recommendation_id)):
            raise UsageError(say("widget.link.is_linked", self.language))
        made = self._links.dismiss(reference_id, recommendation_id, reader=self.reader)
        self._done.append(("dismissals", reference_id, recommendation_id, made))

    def withdraw(self, reference_id, recommendation_id):
        """Take a link back, and those it stood in for, so that none of them counts again."""
        before = self._standing(self._links.current(), reference_id, recommendation_id)
        if before.empty:
            raise UsageError(say("widget.link.not_linked", self.language))
        standing = before
        while len(standing):
            self._store.withdraw("links", standing["id"].iloc[0], reader=self.reader, note="board")
            standing = self._standing(self._links.current(), reference_id, recommendation_id)
        self._suggested = None
        self._done.append(("withdrawn", reference_id, recommendation_id, before.iloc[0]))

    def undo(self):
        """Undo the newest link, rejection or withdrawal; return its pair, or None."""
        if not self._done:
            return None
        kind, reference_id, recommendation_id, what = self._done[-1]
        if kind == "withdrawn":
            said = {name: what[name] for name in SAID}
            self._links.add(reference_id, recommendation_id, reader=self.reader, **said)
        else:
            self._store.withdraw(kind, what, reader=self.reader, note="undo")
        self._done.pop()
        self._suggested = None
        return reference_id, recommendation_id


def keys(frame):
    """Return the pairs of a frame."""
    return list(zip(frame.reference_id, frame.recommendation_id, strict=True))
