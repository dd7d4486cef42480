"""The screening card without a browser: reading order, decisions, looking back, and what is shown."""

import json
import time

import pytest

from review import stopping
from review.widgets import ScreeningCard
from review.widgets import card as base
from review.widgets.references import doi_address
from widget_desk import Queue, press


@pytest.fixture
def queue():
    """Return twelve references."""
    return Queue()


def make(queue, **more):
    """Return a card that reads a queue."""
    settings = {
        "criteria": {"include": ["Overuse"], "exclude": ["Animals"]},
        "highlight": {"for": ["overuse"], "against": ["mice"]},
        "reasons": ["wrong_population", "abstract_only"],
        "batch": 2,
        "language": "en",
    }
    return ScreeningCard(queue, **settings | more)


def test_all_are_read_in_order_and_each_decision_is_stored(queue):
    """Twelve keys, twelve rows, and then it says that all is read."""
    card = make(queue)
    for place in range(12):
        assert card.shown["key"] == f"r{place}"
        press(card, ("include", "exclude", "unsure")[place % 3])
        assert len(queue.stored) == place + 1
    assert [row["reference_id"] for row in queue.stored] == queue.ids
    assert card.shown["done"] == "All is read. Nothing is waiting for you here."
    assert card.shown["progress"] == "12 read · 0 left · 4 included · 4 unsure"
    assert "All is read" in card.read_out()


def test_a_decision_carries_what_was_filled_in(queue):
    """Flags and note always, the reason with an exclusion only, the place in the queue beside it."""
    card = make(queue)
    filled = {
        "reason": "abstract_only",
        "note": "see\x00 me",
        "low_value_care": True,
        "de_implementation": None,
    }
    press(card, "exclude", **filled)
    press(card, "include", **filled)
    first, second = queue.stored
    assert (first["reason"], first["note"], first["low_value_care"]) == ("abstract_only", "see me", True)
    assert (first["drawn"], first["rank"], first["score"]) == ("ranked", 1, 0.5)
    assert (second["reason"], second["de_implementation"]) == ("", None)


def test_where_storing_fails_the_card_stays_and_says_so(queue):
    """And nothing is counted as read."""
    card = make(queue)
    queue.broken = True
    press(card, "include")
    assert (card.shown["key"], card.shown["failed"]) == ("r0", True)
    assert card.shown["status"] == "Not stored: the disk is full"
    assert card.shown["progress"].startswith("0 read")


def test_undo_shows_the_reference_again(queue):
    """With its place in the queue, and the one that was on the card after it."""
    card = make(queue)
    press(card, "include")
    press(card, "undo")
    assert (card.shown["key"], queue.stored) == ("r0", [])
    press(card, "exclude")
    assert (queue.stored[0]["rank"], card.shown["key"]) == (1, "r1")
    press(make(Queue()), "undo")


def test_one_can_look_back_and_decide_anew(queue):
    """The newer decision stands in for the older; undo lets the older count again."""
    card = make(queue)
    for _ in range(3):
        press(card, "include")
    for _ in range(5):
        press(card, "previous")
    assert (card.shown["key"], card.shown["said"]) == ("r0", "Your decision: include")
    press(card, "exclude", reason="abstract_only")
    assert card.shown["key"] == "r1"
    press(card, "undo")
    assert (card.shown["key"], card.shown["decision"]) == ("r0", "include")
    for _ in range(5):
        press(card, "next")
    assert card.shown["key"] == "r3"


def test_what_is_put_aside_comes_back_last_or_when_asked_for(queue):
    """It is never lost, and counts as left."""
    card = make(queue)
    press(card, "later")
    press(card, "later")
    assert (card.shown["key"], card.shown["aside"]) == ("r2", "2 put aside")
    assert "12 left" in card.shown["progress"]
    press(card, "bring_back")
    assert (card.shown["key"], card.shown["aside"]) == ("r0", "1 put aside")
    for _ in range(12):
        press(card, "include")
    assert [row["reference_id"] for row in queue.stored][-1] == "r1"
    assert len(queue.stored) == 12


def test_a_new_ranking_never_moves_what_is_being_read(queue):
    """It is fetched behind and takes over when the batch is read."""
    card = make(queue)
    queue.order = lambda ids: ids[::-1]
    keys = []
    for _ in range(6):
        keys.append(card.shown["key"])
        wait_behind(card)
        assert card.shown["key"] == keys[-1]
        press(card, "exclude")
    assert keys[:2] == ["r0", "r1"]
    assert "r11" in keys[2:]
    assert queue.fetched >= 3


def test_nobody_waits_for_a_ranking_that_is_late(queue):
    """The order at hand is read on."""
    card = make(queue)
    queue.gate.clear()
    for place in range(6):
        assert card.shown["key"] == f"r{place}"
        if place < 5:
            press(card, "include")
    queue.gate.set()
    for _ in range(7):
        press(card, "include")
    assert [row["reference_id"] for row in queue.stored] == queue.ids


def test_where_no_more_can_be_fetched_it_says_so_and_tries_again(queue):
    """What was decided is stored all the same."""
    card = make(queue)
    wait_behind(card)
    queue.broken_fetch = True
    while card.shown["key"]:
        press(card, "include")
    assert "the server is away" in card.shown["done"]
    assert not card.shown["failed"]
    queue.broken_fetch = False
    press(card, "next")
    assert card.shown["key"] == f"r{len(queue.stored)}"


def wait_behind(card):
    """Wait until what is computed behind is there."""
    behind = card._reading._behind
    if behind is not None:
        behind.exception(timeout=5)


def test_what_was_decided_in_another_window_is_not_decided_again(queue):
    """The card says so and moves on."""
    card = make(queue)
    queue.stored.append({"reference_id": "r0", "decision": "exclude", "reason": "", "id": "1"})
    queue.changed = True
    press(card, "include")
    assert len(queue.stored) == 1
    assert "Decided in another window already" in card.shown["status"]
    assert card.shown["key"] == "r1"


def test_one_starts_where_one_was():
    """A new card shows what is unread, and can look back at all that was decided."""
    queue = Queue()
    first = make(queue)
    for _ in range(5):
        press(first, "include")
    queue.changed = True
    second = make(queue)
    assert (second.shown["key"], second.shown["progress"][:6]) == ("r5", "5 read")
    press(second, "previous")
    assert second.shown["key"] == "r4"


def test_what_is_shown_of_a_reference(queue):
    """Sections, words in two ways, links that are ours."""
    shown = make(queue).shown
    assert [part["heading"] for part in shown["sections"]] == ["Aim", "Methods"]
    assert ["Overuse", "for"] in shown["sections"][0]["runs"]
    assert ["mice", "against"] in shown["sections"][1]["runs"]
    assert shown["doi"]["address"] == "https://doi.org/10.1136/x"
    assert (shown["source"], shown["lang"]) == ("J · 2019", "en")


def test_why_it_comes_now_is_told_when_asked_for(queue):
    """Of this reference only, until asked again."""
    card = make(queue)
    assert card.shown["why"] is None
    press(card, "why")
    assert card.shown["why"] == {
        "said": "Place 1 in your ranking when it was fetched.",
        "lists": [
            {"head": "Words that raised it", "items": ["knee (keyword)"]},
            {"head": "Words that lowered it", "items": ["mice"]},
        ],
    }
    press(card, "why")
    assert card.shown["why"] is None
    press(card, "why")
    press(card, "include")
    assert card.shown["why"] is None


def test_nobody_waits_for_words_that_take_long(queue, monkeypatch):
    """The card says that it looks them up, can be read on, and shows them when they are there."""
    monkeypatch.setattr(base, "AT_ONCE", 0.01)
    queue.slow.clear()
    card = make(queue)
    press(card, "why")
    assert card.shown["why"] == {"said": "Looking it up …"}
    queue.slow.set()
    wait_until(lambda: "lists" in card.shown["why"])
    queue.slow.clear()
    press(card, "include")
    press(card, "why")
    press(card, "include")
    queue.slow.set()
    assert (card.shown["key"], card.shown["why"]) == ("r2", None)


def wait_until(there):
    """Wait until something is there that is computed behind."""
    end = time.monotonic() + 5
    while not there() and time.monotonic() < end:
        time.sleep(0.01)
    assert there()


def test_similar_decided_ones_are_told_on_request(queue):
    """With what was decided and how alike they are."""
    card = make(queue)
    press(card, "similar")
    assert card.shown["similar"]["lists"][0]["items"] == [
        {"text": "Like it", "more": "you: exclude · 42% alike: knee; pain"}
    ]
    press(card, "similar")
    assert card.shown["similar"] is None


STANDINGS = [
    pytest.param(None, ["nothing relevant found yet"], id="no-references"),
    pytest.param(([0] * 5, 100), ["nothing relevant found yet"], id="none-relevant"),
    pytest.param(([1] * 20 + [0] * 65, 100), ["at least 95% (95% sure)", "95% is reached"], id="reached"),
    pytest.param(([1] * 20 + [0] * 5, 100), ["is not shown", "more if none is relevant"], id="not-reached"),
]


@pytest.mark.parametrize(("order", "said"), STANDINGS)
def test_recall_and_stopping_stand_in_a_line_on_request(queue, order, said):
    """Nothing of it is there before one asks, and it goes again."""
    queue.certificate = None if order is None else stopping.certificate(*order)
    card = make(queue)
    assert card.shown["standing"] == ""
    press(card, "standing")
    for part in said:
        assert part in card.shown["standing"]
    press(card, "standing")
    assert card.shown["standing"] == ""


def test_the_line_follows_the_reading(queue):
    """After a batch it is computed anew, behind."""
    card = make(queue)
    press(card, "standing")
    queue.certificate = stopping.certificate([1] * 20 + [0] * 65, 100)
    for _ in range(4):
        press(card, "include")
        wait_behind(card)
    wait_until(lambda: "reached" in card.shown["standing"])


def test_words_can_be_changed_while_one_reads(queue):
    """On this card at once, kept for this reader, and given back for those of the project."""
    card = make(queue)
    assert card.shown["words_kept"].startswith("The words of review.toml")
    press(card, "words", **{"for": "title; knee", "against": ""})
    assert card.shown["title"][0] == ["Title", "for"]
    assert card.shown["highlight"] == {"for": "title; knee", "against": ""}
    assert queue.own == {"for": ["title", "knee"], "against": []}
    assert card.shown["words_kept"].startswith("Your own words")
    press(card, "words", again=True)
    assert (queue.own, card.shown["highlight"]["for"]) == (None, "overuse")


def test_what_is_put_aside_is_there_the_next_time(queue):
    """It is stored before the next shows; where it cannot be, the card stays."""
    first = make(queue)
    press(first, "later")
    assert queue.aside == ["r0"]
    second = make(queue)
    assert (second.shown["key"], second.shown["aside"]) == ("r1", "1 put aside")
    queue.broken = True
    press(second, "later")
    assert (second.shown["key"], second.shown["failed"]) == ("r1", True)
    press(second, "bring_back")
    assert (second.shown["key"], queue.aside) == ("r0", [])


def test_an_opening_gives_way_as_soon_as_the_ranking_is_there(queue):
    """What is being read is not moved; the one after it is the first of the new order."""
    queue.opening = True
    queue.order = lambda ids: ids if queue.fetched == 1 else ids[::-1]
    card = make(queue, batch=5)
    wait_behind(card)
    assert card.shown["key"] == "r0"
    press(card, "include")
    assert card.shown["key"] == "r11"


def static_view(card):
    """Return what a page without a kernel shows."""
    return card._repr_mimebundle_()[0]["text/html"]


def test_invented_studies_are_marked_as_such(queue):
    """On the card and in its static view."""
    card = make(queue)
    assert (card.invented, "Invented" in static_view(card)) == ("", False)
    card = make(queue, invented=True)
    assert (card.invented, "Invented studies" in static_view(card)) == ("Invented studies", True)


def test_an_empty_record_is_shown_as_such():
    """No title, no abstract, and nothing that breaks."""
    empty = dict.fromkeys(
        ("title", "abstract", "keywords", "authors", "journal", "doi", "pmid", "databases"), ""
    )
    shown = make(Queue(year=None, language=None, **empty)).shown
    assert shown["title"] == [["No title", ""]]
    assert shown["sections"][0]["runs"] == [["No abstract.", ""]]
    assert shown["source"] == ""


def test_a_very_long_text_is_cut_and_says_so():
    """The number of characters that are not shown stands at its end."""
    title = make(Queue(title="x" * 100_000)).shown["title"]
    assert title[0][0].endswith("… (80000 more characters)")


ADDRESSES = [
    pytest.param("10.1136/bmj.n71", "https://doi.org/10.1136/bmj.n71", id="doi"),
    pytest.param("10.5555/invented.1", "", id="test-prefix"),
    pytest.param("javascript:alert(1)", "", id="script"),
    pytest.param("https://evil.example/10.1/x", "", id="address"),
    pytest.param('10.1/"><img src=x>', "https://doi.org/10.1/%22%3E%3Cimg%20src%3Dx%3E", id="markup"),
    pytest.param("10.1", "", id="no-suffix"),
    pytest.param("", "", id="none"),
]


@pytest.mark.parametrize(("doi", "address"), ADDRESSES)
def test_only_a_doi_becomes_a_link(doi, address):
    """And those of the test prefix lead nowhere."""
    assert doi_address(doi) == address


def test_the_static_view_is_html_that_runs_nothing():
    """A page without a kernel shows the reference; its texts stay texts."""
    hostile = "<script>alert(1)</script>"
    card = make(
        Queue(title=hostile, abstract=f"AIM: {hostile}", authors=hostile, journal=hostile, keywords=hostile)
    )
    bundle, _ = card._repr_mimebundle_()
    assert "<script" not in bundle["text/html"]
    assert bundle["text/html"].count("&lt;script&gt;") == 5
    assert bundle["text/plain"].startswith("<ScreeningCard: 0 read")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("drawn", ["ranked", "random", "by_hand"])
def test_every_word_is_there(language, drawn):
    """No key of the list of words shows through, in either language."""
    card = make(Queue(drawn=drawn, abstract="", title=""), language=language)
    press(card, "later")
    for name in ("why", "similar", "standing"):
        press(card, name)
    assert card.shown["why"]["said"]
    press(card, "exclude", reason="wrong_population")
    press(card, "previous")
    assert "widget." not in json.dumps([card.shown, card.words])
