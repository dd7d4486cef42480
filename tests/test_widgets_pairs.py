"""The pair card without a browser: what it shows, what it stores, and what it does when storing fails."""

import json

import pandas as pd
import pytest

from review.errors import StoreError, UsageError
from review.widgets import PairCard

NOBODY = {"verdict": "", "verdict_by": "", "verdict_id": "", "mine": False}


class Memory:
    """Verdicts kept in a list, as a store would keep them."""

    def __init__(self):
        self.rows, self.broken = [], False

    def judge(self, a, b, verdict):
        """Keep a verdict."""
        if self.broken:
            raise StoreError("the disk is full")
        self.rows.append((a, b, verdict))
        return {"verdict": verdict, "verdict_by": "anna", "verdict_id": str(len(self.rows)), "mine": True}

    def undo(self, identifier):
        """Take the newest back."""
        assert identifier == str(len(self.rows))
        self.rows.pop()
        return NOBODY


def explain(a, b):
    """Compare two invented records."""
    rows = [
        ("title", f"Knee {a}", f"Knee {b}", "differs"),
        ("year", "2019", "2019", "same"),
        ("doi", "", "", "unknown"),
    ]
    return pd.DataFrame(rows, columns=["field", "a", "b", "says"])


def pairs(n=3, **said):
    """Return pairs nobody judged, but for the first where it is said."""
    rows = [
        {
            "record_a": f"a{i}",
            "record_b": f"b{i}",
            "rule": "near-title",
            "because": "Nearly",
            "source_a": "PubMed",
        }
        | {"source_b": "Embase"}
        | (NOBODY | (said if i == 0 else {}))
        for i in range(n)
    ]
    columns = ["record_a", "record_b", "rule", "because", "source_a", "source_b", *NOBODY]
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture
def memory():
    """Return an empty memory."""
    return Memory()


@pytest.fixture
def card(memory):
    """Return a card with three pairs."""
    return make(memory, pairs())


def make(memory, frame, **more):
    """Return a card of pairs."""
    return PairCard(frame, explain=explain, judge=memory.judge, undo=memory.undo, language="en", **more)


def press(card, name, key=None, **more):
    """Do what the browser does when the reader presses a key."""
    key = card.shown["key"] if key is None else key
    card._handle_custom_msg({"do": name, "key": key, **more}, [])


def test_a_verdict_is_stored_before_the_next_pair_shows(card, memory):
    """The rows are there in order, and the card moves on."""
    assert card.shown["progress"] == "1 of 3"
    press(card, "same")
    assert (card.shown["progress"], memory.rows) == ("2 of 3", [("a0", "b0", "same")])
    press(card, "different")
    press(card, "same")
    assert [verdict for *_, verdict in memory.rows] == ["same", "different", "same"]
    assert card.shown["left"] == "all are judged"


def test_where_storing_fails_the_card_stays_and_says_so(card, memory):
    """Nothing is shown as judged that is not stored."""
    memory.broken = True
    press(card, "same")
    assert (card.shown["progress"], card.shown["failed"]) == ("1 of 3", True)
    assert "the disk is full" in card.shown["status"]
    memory.broken = False
    press(card, "same")
    assert (card.shown["progress"], card.shown["failed"]) == ("2 of 3", False)


def test_undo_takes_the_newest_back_and_shows_its_pair(card, memory):
    """One by one, until there is nothing left."""
    press(card, "same")
    press(card, "different")
    press(card, "undo")
    assert (card.shown["progress"], len(memory.rows), card.shown["said"]) == ("2 of 3", 1, "")
    press(card, "undo")
    assert (card.shown["progress"], memory.rows, card.shown["can"]["undo"]) == ("1 of 3", [], False)
    press(card, "undo")
    assert card.shown["status"] == "There is nothing to undo."


def test_one_can_look_at_pairs_judged_or_not(card):
    """Back and on, with one's own verdict beside it, and no farther than the ends."""
    press(card, "same")
    press(card, "previous")
    assert (card.shown["progress"], card.shown["said"]) == ("1 of 3", "Your verdict: same")
    press(card, "previous")
    assert card.shown["progress"] == "1 of 3"
    for _ in range(5):
        press(card, "next")
    assert card.shown["progress"] == "3 of 3"


def test_a_key_for_another_pair_judges_nothing(card, memory):
    """A second press, or a second window, comes too late."""
    first = card.shown["key"]
    press(card, "same")
    press(card, "same", key=first)
    assert len(memory.rows) == 1
    assert card.shown["status"] == "The card had changed already; nothing was stored."


@pytest.mark.parametrize("name", ["close", "judge", "__init__", "", None, ["same"]])
def test_only_what_the_card_offers_is_done(card, memory, name):
    """A message that names something else is not followed."""
    before = card.shown
    press(card, name)
    assert (card.shown, memory.rows) == (before, [])


def test_one_starts_where_one_was(memory):
    """Pairs judged earlier are counted, can be seen and taken back; others' verdicts are theirs."""
    theirs = make(memory, pairs(verdict="different", verdict_by="bengt", verdict_id="x"))
    assert (theirs.shown["progress"], theirs.left) == ("2 of 3", 2)
    assert not theirs.shown["can"]["undo"]
    press(theirs, "previous")
    assert theirs.shown["said"] == "Judged by bengt: different"
    mine = make(memory, pairs(**memory.judge("a0", "b0", "same")))
    press(mine, "undo")
    assert mine.shown["progress"] == "1 of 3"


def test_without_pairs_it_says_so(memory):
    """And no key does anything."""
    card = make(memory, pairs(0))
    press(card, "next")
    assert card.shown["progress"] == "No pairs are waiting to be judged."
    assert "No pairs are waiting" in card.read_out()


def test_keys_can_be_changed_but_not_doubled(memory):
    """Each key does one thing, and only what the card knows can be given one."""
    assert make(memory, pairs(), shortcuts={"same": "y"}).shortcuts["same"] == "y"
    with pytest.raises(UsageError, match="the key 'd' would do more than one thing: same, different"):
        make(memory, pairs(), shortcuts={"same": "d"})
    with pytest.raises(
        UsageError, match="there is no action 'agree' on this card; there are same, different"
    ):
        make(memory, pairs(), shortcuts={"agree": "a"})


def test_the_static_view_is_html_that_runs_nothing(memory):
    """A page without a kernel shows the pair; its texts stay texts."""
    frame = pairs()
    frame["source_a"] = "<script>alert(1)</script>"
    card = PairCard(
        frame,
        explain=lambda a, b: explain("<img src=x onerror=alert(1)>", b),
        judge=memory.judge,
        undo=memory.undo,
        language="sv",
    )
    bundle, _ = card._repr_mimebundle_()
    assert "<script" not in bundle["text/html"]
    assert "<img" not in bundle["text/html"]
    assert "&lt;" in bundle["text/html"]
    assert "1 av 3" in bundle["text/html"]
    assert bundle["text/plain"] == "<PairCard: 1 av 3>"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_word_is_there(memory, language):
    """No key of the list of words shows through, in either language."""
    card = PairCard(pairs(), explain=explain, judge=memory.judge, undo=memory.undo, language=language)
    press(card, "same")
    press(card, "undo")
    assert "widget." not in json.dumps([card.shown, card.words])
