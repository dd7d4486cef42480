"""Settling conflicts and looking again: what the card shows, hides and stores in the database."""

import pytest

from review.errors import UsageError
from review.evidence import DECISIONS
from review.project import create
from review.stopping import certificate
from review.workbench import Workbench
from review.workbench.stopping import reading_order
from widget_desk import press

ENTRY = "TY  - JOUR\nTI  - {}\nAU  - Berg, A\nJO  - J{}\nPY  - 2019\nVL  - {}\nAB  - {}\nER  -\n"
READERS = """
[[readers]]
id = "{}"
name = "{}"
role = "{}"
"""
GOOD, BAD = (
    "Overuse of imaging in low back pain and its decline",
    "Growth of lettuce in glass houses and its light",
)


@pytest.fixture
def review(tmp_path):
    """Return a review of 40 references, every other one of them relevant, read by two."""
    folder = tmp_path / "dual"
    create(folder, title="Dual", language="en")
    settings = (folder / "review.toml").read_text(encoding="utf-8")
    settings = settings[: settings.index("[[readers]]")] + settings[settings.index("[stopping]") :]
    for one in (
        ("anna", "Anna Berg", "reader"),
        ("bo", "Bo Ek", "reader"),
        ("kim", "Kim Ask", "adjudicator"),
    ):
        settings += READERS.format(*one)
    settings = settings.replace("readers_per_reference = 1", "readers_per_reference = 2")
    (folder / "review.toml").write_text(settings, encoding="utf-8")
    texts = [(GOOD, BAD)[place % 2] for place in range(40)]
    entries = [ENTRY.format(f"Study {p} of its own", p, p, f"{text} {p}") for p, text in enumerate(texts)]
    (folder / "data" / "raw" / "a.ris").write_text("".join(entries), encoding="utf-8")
    with Workbench.open(folder) as workbench:
        workbench.pile.import_files()
        yield workbench


def decide(workbench, reader, place, decision, **more):
    """Decide on the reference at a place of the pile."""
    reference = workbench.pile.references().reference_id[place]
    workbench.screening.decide(reference, decision, reader=reader, drawn="ranked", **more)
    return reference


def test_conflicts_are_settled_by_a_decision_of_its_own(review):
    """The readers' decisions are side by side on the card and stay as they are."""
    asked = decide(review, "anna", 0, "include", low_value_care=True, note="see table 2")
    decide(review, "bo", 0, "exclude", reason="wrong_population")
    decide(review, "anna", 1, "exclude")
    decide(review, "bo", 1, "exclude")
    card = review.cards.settle_conflicts("kim", language="en")
    assert (card.shown["key"], card.shown["progress"]) == (asked, "0 settled · 1 left")
    anna, bo = card.shown["judges"]
    assert anna == {
        "reader": "Anna Berg",
        "decision": "include",
        "said": "include",
        "more": ["Low-value care: yes"],
        "note": "see table 2",
    }
    assert (bo["said"], bo["more"]) == ("exclude", ["wrong population"])
    assert "Anna Berg" in card.read_out()
    press(card, "exclude", reason="wrong_population")
    assert (card.shown["key"], card.shown["progress"]) == ("", "1 settled · 0 left")
    rows = review.decisions.current().query("reference_id == @asked")
    assert dict(zip(rows.reader, rows.decision, strict=True)) == {
        "anna": "include",
        "bo": "exclude",
        "kim": "exclude",
    }
    settled = review.decisions.outcomes().set_index("reference_id").loc[asked]
    assert (settled.outcome, settled.settled_by) == ("exclude", "adjudicator")
    press(card, "undo")
    assert (card.shown["key"], len(review.decisions.conflicts())) == (asked, 2)


def test_a_settled_conflict_can_be_looked_at_and_settled_anew(review):
    """In a new card too."""
    asked = decide(review, "anna", 0, "include")
    decide(review, "bo", 0, "exclude")
    press(review.cards.settle_conflicts("kim"), "include")
    card = review.cards.settle_conflicts("kim", language="en")
    press(card, "previous")
    assert (card.shown["key"], card.shown["said"], len(card.shown["judges"])) == (
        asked,
        "Your decision: include",
        2,
    )


def test_only_an_adjudicator_settles(review):
    """Who disagreed does not."""
    with pytest.raises(UsageError, match="anna is a reader and may not settle conflicts; ask kim"):
        review.cards.settle_conflicts("anna")


def test_readers_do_not_see_each_other(review):
    """Nothing on a reader's card tells what the other one decided."""
    seen = [review.cards.screen("bo", language="en").shown]
    for place in range(20):
        decide(review, "anna", place, DECISIONS[place % 3], note="anna was here")
    seen.append(review.cards.screen("bo", language="en").shown)
    assert seen[0] == seen[1]


def doubted(workbench):
    """Decide on all 40 as their words have it, but for one inclusion and one exclusion."""
    wrong = {}
    for place in range(40):
        fits = ("include", "exclude")[place % 2]
        odd = {4: "exclude", 5: "include"}.get(place)
        reference = decide(workbench, "anna", place, odd or fits, low_value_care=True, note=f"note {place}")
        if odd:
            wrong[reference] = odd
    return wrong


def test_what_looks_doubtful_is_asked_for_again_and_blind(review):
    """Half exclusions, half inclusions; nothing on the card tells the first decision."""
    wrong = doubted(review)
    card = review.cards.second_look("anna", n=2, language="en")
    asked = []
    while card.shown["key"]:
        shown = card.shown
        asked.append(shown["key"])
        assert (shown["said"], shown["decision"], shown["draft"]) == ("", "", None)
        assert not {"why", "similar", "standing", "later"} & set(card.shortcuts)
        assert "note" not in str(shown["sections"])
        press(card, "unsure")
    assert set(asked) == set(wrong)
    looks = review.decisions.second_looks("anna").set_index("reference_id")
    assert looks["first"].to_dict() == wrong
    assert set(looks["second"]) == {"unsure"}
    rows = review.decisions.current(reader="anna").set_index("reference_id").loc[asked]
    assert set(rows.drawn) == {"second_look"}
    assert rows.low_value_care.all()
    assert rows.note.str.startswith("note ").all()


def test_a_second_look_goes_on_where_it_was_and_can_be_undone(review):
    """The set is the same after a restart; after undo the first decision counts again, and is not shown."""
    doubted(review)
    card = review.cards.second_look("anna", n=4, language="en")
    first = card.shown["key"]
    press(card, "exclude")
    again = review.cards.second_look("anna", n=4, language="en")
    assert again.shown["progress"] == "1 looked at again · 3 left"
    assert again.shown["key"] != first
    press(again, "undo")
    assert (again.shown["key"], again.shown["said"]) == (first, "")
    assert "second_look" not in set(review.decisions.current(reader="anna").drawn)


def test_few_decisions_are_not_doubted(review):
    """Where a model has nothing to learn from, nothing is asked."""
    decide(review, "anna", 0, "include")
    decide(review, "anna", 1, "exclude")
    assert review.cards.second_look("anna", language="en").shown["key"] == ""


def test_a_second_look_leaves_the_order_of_reading_alone(review):
    """The certificate reads when and how each came first, and what is said of it now."""
    doubted(review)
    before = reading_order(review.store.history("decisions"), review.pile.membership())
    card = review.cards.second_look("anna", n=6)
    changed = []
    while card.shown["key"]:
        changed.append(card.shown["key"])
        press(card, "exclude")
    after = reading_order(review.store.history("decisions"), review.pile.membership())
    assert list(after.reference_id) == list(before.reference_id)
    assert list(after.drawn) == list(before.drawn)
    assert not after[after.reference_id.isin(changed)].relevant.any()
    assert certificate(after, 40).guarantee
    # what waits for the second reader is not told; once both have read, the order is the same
    assert review.stopping.reading_order().empty
    for place in range(40):
        decide(review, "bo", place, "exclude")
    assert list(review.stopping.reading_order().reference_id) == list(before.reference_id)
