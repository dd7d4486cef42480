"""Cards that ask once more: what readers disagree on, and decisions that look doubtful."""

from typing import ClassVar

from review.evidence import FLAGS
from review.vocabulary import say
from review.widgets.card import element, escaped
from review.widgets.marking import plain
from review.widgets.screening import ScreeningCard, actions_but

__all__ = ["ConflictCard", "SecondLookCard"]


class ConflictCard(ScreeningCard):
    """References that readers disagree on, with what each of them said.

    Settling is a decision of its own; those of the readers stay as they are. The `desk` of
    `ScreeningCard` has one method more: ``judges(reference_id)`` returns one dictionary per reader of
    `reader` (the name), `decision`, `reason`, both flags and `note`.
    """

    actions: ClassVar[dict] = actions_but("later", "bring_back", "standing", "why")
    heading = "conflict.title"

    def _progress(self):
        return self.say_counts("conflict.progress", settled=len(self._reading.said), left=self._reading.left)

    def _reference(self, row):
        judges = [self._judge(said) for said in self._desk.judges(row["reference_id"])]
        return super()._reference(row) | {"judges": judges}

    def _judge(self, said):
        """Return what one reader said, in words."""
        answers = {flag: "yes" if said[flag] else "no" for flag in FLAGS if said[flag] is not None}
        more = [say(said["reason"], self.language)] if said["reason"] else []
        more += [f"{self.say(f'do.{flag}')}: {self.say(f'screen.{one}')}" for flag, one in answers.items()]
        words = {"said": say(said["decision"], self.language), "more": more}
        return words | {name: plain(said[name]) for name in ("reader", "decision", "note")}

    def parts(self, shown):
        """Return the reference and what was said of it as HTML."""
        judges = [
            element("p", element("b", escaped(judge["reader"])), ": ", escaped(" · ".join(told(judge))))
            for judge in shown["judges"]
        ]
        return [*judges, *super().parts(shown)]


def told(judge):
    """Return what one reader said, piece by piece."""
    return filter(None, (judge["said"], *judge["more"], judge["note"]))


class SecondLookCard(ScreeningCard):
    """References whose first decision looks doubtful, to be decided anew.

    The card shows nothing of the first decision, and nothing of what the ranking holds of it: no word of why
    it comes, no similar ones, no counts.
    """

    actions: ClassVar[dict] = actions_but("later", "bring_back", "standing", "why", "similar")
    heading = "second.title"

    def _progress(self):
        return self.say_counts("second.progress", seen=len(self._reading.said), left=self._reading.left)
