"""The conflict card: what readers disagree on, their decisions side by side, for who settles it."""

from typing import ClassVar

from review.evidence import FLAGS
from review.vocabulary import number, say
from review.widgets.card import element, escaped
from review.widgets.marking import plain
from review.widgets.screening import ScreeningCard

__all__ = ["ConflictCard"]

LEFT_OUT = {"later", "bring_back", "standing", "why"}


class ConflictCard(ScreeningCard):
    """References that readers disagree on, with what each of them said.

    Settling is a decision of its own; those of the readers stay as they are. The `desk` of
    `ScreeningCard` has one method more: ``judges(reference_id)`` returns one dictionary per reader of
    `reader` (the name), `decision`, `reason`, both flags and `note`.
    """

    actions: ClassVar[dict] = {
        name: key for name, key in ScreeningCard.actions.items() if name not in LEFT_OUT
    }
    heading = "conflict.title"

    def _progress(self):
        counts = {"settled": len(self._reading.said), "left": self._reading.left}
        return self.say("conflict.progress", **{name: number(n, self.language) for name, n in counts.items()})

    def _reference(self, row):
        judges = [self._judge(said) for said in self._desk.judges(row["reference_id"])]
        return super()._reference(row) | {"judges": judges}

    def _judge(self, said):
        """Return what one reader said, in words."""
        more = [say(said["reason"], self.language)] if said["reason"] else []
        for flag in FLAGS:
            if said[flag] is not None:
                answer = self.say("screen.yes" if said[flag] else "screen.no")
                more.append(f"{self.say(f'do.{flag}')}: {answer}")
        return {
            "reader": plain(said["reader"]),
            "decision": said["decision"],
            "said": say(said["decision"], self.language),
            "more": more,
            "note": plain(said["note"]),
        }

    def read_out(self):
        """Return the reference and what was said of it as HTML."""
        judges = [
            element("p", element("b", escaped(judge["reader"])), ": ", escaped(" · ".join(_told(judge))))
            for judge in self.shown.get("judges", ())
        ]
        return element("section", *judges, super().read_out(), lang=self.language)


def _told(judge):
    return filter(None, (judge["said"], *judge["more"], judge["note"]))
