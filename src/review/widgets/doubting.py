"""The second-look card: decisions that look doubtful, asked for once more without showing the first."""

from typing import ClassVar

from review.vocabulary import number
from review.widgets.screening import ScreeningCard

__all__ = ["SecondLookCard"]

LEFT_OUT = {"later", "bring_back", "standing", "why", "similar"}


class SecondLookCard(ScreeningCard):
    """References whose first decision looks doubtful, to be decided anew.

    The card shows nothing of the first decision, and nothing of what the ranking holds of it: no word of why
    it comes, no similar ones, no counts.
    """

    actions: ClassVar[dict] = {
        name: key for name, key in ScreeningCard.actions.items() if name not in LEFT_OUT
    }
    heading = "second.title"

    def _progress(self):
        counts = {"seen": len(self._reading.said), "left": self._reading.left}
        return self.say("second.progress", **{name: number(n, self.language) for name, n in counts.items()})
