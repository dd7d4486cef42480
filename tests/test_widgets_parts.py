"""What cards are made of, each part alone: who has done what, what is on the card, what is told."""

import inspect
import re

import anywidget
import pandas as pd
import pytest

from review import widgets
from review.widgets.board_parts import Studies
from review.widgets.card import words_needed
from review.widgets.telling import Telling
from review.widgets.trail import Trail

KINDS = [getattr(widgets, name) for name in dir(widgets) if name[0].isupper()]
MOST_NAMES = 12


class Read:
    """A reading with nothing but what a trail asks of it."""

    def __init__(self, *said, now="unread"):
        self.said = {name: {"reference_id": name, "rank": place} for place, name in enumerate(said)}
        self.now = now and {"reference_id": now}


def trail_of(*said, now="unread"):
    """Return a trail over references decided in this order."""
    return Trail(Read(*said, now=now), lambda name: {"reference_id": name})


def on_card(trail):
    """Return the id of what is on the card."""
    return trail.row and trail.row["reference_id"]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("", "unread"), ("<", "c"), ("<<", "b"), ("<<<", "a"), ("<<<<", "a"), ("<>", "unread"),
        (">", "unread"), ("<<>", "c"), ("<<<>>>", "unread"), ("<<><", "b"),
    ],
)  # fmt: skip
def test_a_trail_leads_back_and_on(steps, expected):
    """Back to the first decided one and no further; on to what is unread and no further."""
    trail = trail_of("a", "b", "c")
    for step in steps:
        trail.back() if step == "<" else trail.on()
    assert on_card(trail) == expected


def test_what_is_found_again_has_its_place_in_the_queue():
    """As it was when it was decided."""
    trail = trail_of("a", "b")
    trail.back()
    assert trail.row == {"reference_id": "b", "drawn": None, "rank": 1, "score": None}


@pytest.mark.parametrize("now", ["unread", None])
def test_a_trail_without_decisions_leads_nowhere(now):
    """There is nothing before what is on the card, read or unread."""
    trail = trail_of(now=now)
    trail.back()
    assert (on_card(trail), trail.newest, trail.before) == (now, None, None)


class Desk:
    """A desk that is asked what it can tell."""

    def explain(self, key):
        """Return one word."""
        return pd.DataFrame({"word": [key], "weight": [1.0]})

    def similar(self, key):
        """Return nothing alike."""
        return []

    def standing(self):
        """Fail."""
        raise OSError("gone")


class Later:
    """Look up when told to, as a slow machine does."""

    def __init__(self):
        self.waiting = []

    def __call__(self, find, take, **_how):
        """Keep the question for later."""
        self.waiting.append((find, take))

    def answer(self):
        """Answer what was asked first; return whether that is still wanted."""
        find, take = self.waiting.pop(0)
        try:
            found, trouble = find(), None
        except OSError as error:
            found, trouble = None, error
        return take(found, trouble)


@pytest.fixture
def later():
    """Return what looks up later."""
    return Later()


@pytest.fixture
def telling(later):
    """Return a telling that says keys in place of words."""
    return Telling(Desk(), lambda key, **said: " ".join((key, *map(str, said.values()))), later, "en")


def test_nothing_is_told_before_it_is_asked_for(telling):
    """Not of a reference and not of all."""
    assert [telling.told("why", "r1"), telling.told("similar", "r1"), telling.told("standing")] == [None] * 3


def test_what_is_asked_for_is_looked_up_and_told(telling, later):
    """First that it is looked up, then what was found, of this reference only."""
    telling.similar("r1")
    assert telling.told("similar", "r1") == {"said": "looking_up"}
    assert later.answer()
    assert telling.told("similar", "r1") == {"said": "screen.none_alike"}
    assert telling.told("similar", "r2") is None


def test_what_comes_too_late_is_not_told(telling, later):
    """Another reference was asked about meanwhile, or the question was taken back."""
    telling.similar("r1")
    telling.similar("r2")
    assert not later.answer()
    telling.similar("r2")
    assert not later.answer()
    assert telling.told("similar", "r2") is None


def test_what_went_wrong_is_told(telling, later):
    """Of what is asked of all references as well."""
    telling.standing()
    assert later.answer()
    assert telling.told("standing") == {"said": "not_found gone"}


def test_nothing_stands_anew_that_nobody_wants_to_see(telling, later):
    """A batch that begins asks nothing by itself."""
    telling.stand_anew()
    assert later.waiting == []


@pytest.mark.parametrize(
    ("drawn", "said"),
    [("ranked", "screen.ranked"), ("random", "screen.by_lot"), ("by_hand", "screen.not_ranked")],
)
def test_why_depends_on_how_a_reference_came(telling, later, drawn, said):
    """By rank, by lot, or neither."""
    telling.why({"reference_id": "r1", "drawn": drawn, "rank": 3})
    later.answer()
    assert telling.told("why", "r1")["said"].startswith(said)


ROWS = [("a", 1), ("b", 0), ("c", 0)]


def studies(*more, rows=ROWS):
    """Return studies on a board, with how many codes each has."""
    return Studies([{"reference_id": name, "codes": n} for name, n in rows], "codes", *more)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (studies(), "b"), (studies("c"), "c"), (studies(rows=[("a", 1)]), "a"), (studies(rows=[]), None),
    ],
    ids=["the-first-silent", "the-one-asked-for", "all-are-coded", "none"],
)  # fmt: skip
def test_a_board_begins_where_nothing_is_said(given, expected):
    """Or with what was asked for, or with the first."""
    assert given.now == expected


@pytest.mark.parametrize(
    ("deed", "content", "expected"),
    [("previous", {}, "a"), ("next", {}, "c"), ("open", {"study": "a"}, "a")],
)
def test_keys_lead_to_other_studies(deed, content, expected):
    """And what is to follow is done."""
    along, then = studies(), []
    along.deeds(lambda: then.append(along.now))[deed](content)
    assert then == [expected]


def test_keys_lead_no_further_than_the_last_study():
    """Which `can` says beforehand."""
    along = studies("c")
    along.step(1)
    assert (along.now, along.can()) == ("c", {"previous": True, "next": False})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_card_is_one_thing_with_few_names(kind):
    """It has one parent of ours, and what it has besides a widget's names is soon read."""
    ours = [one for one in kind.__mro__ if one.__module__.startswith("review.")]
    assert all(sum(base in ours for base in one.__bases__) <= 1 for one in ours)
    names = set(dir(kind)) - set(dir(anywidget.AnyWidget))
    methods = [name for name in names if name[0] != "_" and inspect.isfunction(getattr(kind, name))]
    assert len(methods) <= MOST_NAMES


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_word_a_card_shows_is_sent(kind):
    """Each that its JavaScript names stands in what the browser gets, and each action has one."""
    sent = words_needed(kind.kinds, kind.actions, "en")
    named = set(re.findall(r'words\["([a-z_]+\.[a-z_.]+)"\]', kind._esm))
    assert named - set(sent) == set()
    assert set(kind.actions) <= set(sent)
