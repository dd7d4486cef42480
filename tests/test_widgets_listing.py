"""The list without a browser: pages, marking, excluding many at once, and taking it back."""

import json

import pytest

from review.widgets import ListCard
from widget_desk import Queue, press


@pytest.fixture
def queue():
    """Return twelve references."""
    return Queue()


def make(queue, **more):
    """Return a list of five to a page."""
    settings = {
        "highlight": {"for": ["overuse"], "against": ["mice"]},
        "reasons": ["wrong_population", "abstract_only"],
        "size": 5,
        "language": "en",
    }
    return ListCard(queue, **settings | more)


def ids(card):
    """Return what is on the page."""
    return [row["id"] for row in card.shown["rows"]]


def stored(queue):
    """Return what is excluded."""
    assert {row["decision"] for row in queue.stored} <= {"exclude"}
    return [row["reference_id"] for row in queue.stored]


def test_what_is_marked_is_excluded_and_leaves_the_list(queue):
    """The others stay where they are."""
    card = make(queue)
    assert ids(card) == ["r0", "r1", "r2", "r3", "r4"]
    press(card, "exclude", marked=["r3", "r0"], reason="wrong_population")
    assert (stored(queue), ids(card)) == (["r0", "r3"], ["r1", "r2", "r4"])
    assert card.shown["status"] == "Stored: 2 excluded."
    assert {row["reason"] for row in queue.stored} == {"wrong_population"}
    assert card.shown["progress"] == "page 1 · 2 excluded · 10 left"


def test_what_is_excluded_from_a_list_was_picked_by_hand(queue):
    """Neither ranked nor drawn at random, whatever it was in the queue; its place stays known."""
    card = make(queue)
    press(card, "exclude", marked=["r2"])
    assert (queue.stored[0]["drawn"], queue.stored[0]["rank"]) == ("by_hand", 3)


def test_an_empty_page_turns_by_itself(queue):
    """Until nothing is on the list."""
    card = make(queue)
    press(card, "exclude", marked=ids(card))
    assert (ids(card), card.shown["progress"]) == (
        ["r5", "r6", "r7", "r8", "r9"],
        "page 2 · 5 excluded · 7 left",
    )
    press(card, "exclude", marked=ids(card))
    press(card, "exclude", marked=ids(card))
    assert (ids(card), card.shown["done"]) == ([], "Nothing more on the list.")
    assert stored(queue) == queue.ids


def test_what_was_left_is_on_its_page_when_one_turns_back(queue):
    """No reference is on two pages, and none is lost."""
    card = make(queue)
    press(card, "exclude", marked=["r0", "r1", "r2"])
    press(card, "forward")
    assert (ids(card), card.shown["can"]["back"]) == (["r5", "r6", "r7", "r8", "r9"], True)
    press(card, "forward")
    assert (ids(card), card.shown["can"]["forward"]) == (["r10", "r11"], False)
    press(card, "forward")
    assert ids(card) == ["r10", "r11"]
    press(card, "back")
    press(card, "back")
    assert (ids(card), card.shown["can"]["back"]) == (["r3", "r4"], False)


def test_undo_takes_back_what_was_excluded_together(queue):
    """All of it, on its page, also after the page was turned."""
    card = make(queue)
    press(card, "exclude", marked=["r1"])
    press(card, "exclude", marked=["r0", "r2", "r3", "r4"])
    assert ids(card)[0] == "r5"
    press(card, "undo")
    assert (ids(card), stored(queue)) == (["r0", "r2", "r3", "r4"], ["r1"])
    assert card.shown["status"] == "4 exclusions are taken back."
    press(card, "undo")
    assert (ids(card)[1], card.shown["can"]["undo"]) == ("r1", False)


def test_where_storing_fails_all_of_it_stays(queue):
    """And the list says so."""
    card = make(queue)
    queue.broken = True
    press(card, "exclude", marked=["r0", "r1"])
    assert card.shown["failed"]
    assert card.shown["status"] == "Not stored: the disk is full"
    assert (len(ids(card)), queue.stored) == (5, [])


def test_what_was_decided_in_another_window_is_not_decided_again(queue):
    """It leaves the list all the same."""
    card = make(queue)
    queue.stored.append({"reference_id": "r0", "decision": "include", "reason": "", "id": "1"})
    queue.changed = True
    press(card, "exclude", marked=["r0", "r1"])
    assert [row["reference_id"] for row in queue.stored] == ["r0", "r1"]
    assert card.shown["status"] == "Stored: 1 excluded. 1 had been decided in another window already."
    assert ids(card) == ["r2", "r3", "r4"]


def test_only_what_is_on_the_page_can_be_excluded(queue):
    """Whatever a browser asks for; an unknown reason is refused."""
    card = make(queue)
    press(card, "exclude", marked=["r7", "nothing"])
    assert queue.stored == []
    press(card, "exclude", marked=["r0"], reason="no such")
    assert "there is no reason 'no such'" in card.shown["status"]
    press(card, "exclude", key="another page", marked=["r0"])
    assert queue.stored == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_word_is_there(language):
    """No key of the list of words shows through, in either language."""
    card = make(Queue(), language=language, invented=True)
    press(card, "exclude", marked=["r0"])
    press(card, "undo")
    assert "widget." not in json.dumps([card.shown, card.words, card.invented])


def test_the_static_view_is_html_that_runs_nothing():
    """A page without a kernel shows the titles as text."""
    hostile = "<script>alert(1)</script>"
    html = make(Queue(title=hostile, journal=hostile)).read_out()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 10
