"""The second-look card: decisions that look doubtful, asked for once more without showing the first."""

from typing import ClassVar

from review.widgets.screening import ScreeningCard, actions_but

__all__ = ["SecondLookCard"]


class SecondLookCard(ScreeningCard):
    """References whose first decision looks doubtful, to be decided anew.

    The card shows nothing of the first decision, and nothing of what the ranking holds of it: no word of why
    it comes, no similar ones, no counts.
    """

    actions: ClassVar[dict] = actions_but("later", "bring_back", "standing", "why", "similar")
    heading = "second.title"

    def _progress(self):
        return self.say_counts("second.progress", seen=len(self._reading.said), left=self._reading.left)
