"""The link board without a browser: suggestions, links, rejections, and the other way round."""

import json
import shutil

import pytest

from board_material import press, small_review, study
from review.errors import StoreError, UsageError
from review.widgets.board_parts import page_address, shown_recommendation
from review.workbench import Workbench

KNEE = "IG14"
"""The recommendation on arthroscopic surgery in knee osteoarthritis."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the folder of a review with three included studies."""
    folder = tmp_path_factory.mktemp("made") / "review"
    small_review(folder).close()
    return folder


@pytest.fixture
def workbench(made, tmp_path):
    """Return a copy of that review, open."""
    with Workbench.open(shutil.copytree(made, tmp_path / "review")) as workbench:
        yield workbench


def confirm(board, candidate, direction="supports", **more):
    """Confirm a candidate as the browser does: with the link that was on screen."""
    seen = next(one["link_id"] for one in board.shown["candidates"] if one["id"] == candidate)
    press(board, "confirm", candidate=candidate, direction=direction, link_id=seen, **more)


def states(board):
    """Return the candidates and what they are."""
    return {one["id"]: one["state"] for one in board.shown["candidates"]}


def test_a_suggestion_is_a_suggestion_until_it_is_confirmed(workbench):
    """It is marked as one, bears the words in common, and is no link in the database."""
    board = workbench.cards.link_board("reader1", KNEE)
    first = board.shown["candidates"][0]
    assert first["id"] == study(workbench, "Cost-effectiveness")
    assert (first["state"], first["state_word"]) == ("suggested", "Suggestion")
    assert "knee" in " ".join(first["words"])
    assert first["draft"]["direction"] == ""
    assert workbench.links.current().empty


def test_a_confirmed_link_is_stored_with_what_is_said_of_it(workbench):
    """Direction, certainty, population, exceptions and note are in the row, and the board shows them."""
    board = workbench.cards.link_board("reader1", KNEE)
    reference_id = board.shown["chosen"]
    said = {"certainty": "moderate", "population": "Adults 35 to 60", "exceptions": "Locked knee"}
    said |= {"note": "See table 2"}
    confirm(board, reference_id, **said)
    row = workbench.links.current().iloc[0]
    assert (row.reference_id, row.recommendation_id, row.reader) == (reference_id, KNEE, "reader1")
    assert row[["direction", *said]].to_dict() == {"direction": "supports"} | said
    assert board.shown["status"] == "The link is stored: supports."
    shown = next(one for one in board.shown["candidates"] if one["id"] == reference_id)
    assert (shown["state"], shown["said"]) == ("linked", "supports, moderate")
    assert shown["draft"] == {"direction": "supports"} | said
    assert "Adults 35 to 60" in board.read_out()
    assert board.shown["counts"].startswith("1 linked")


def test_without_a_direction_nothing_is_stored(workbench):
    """The reader says what the study says; nothing is taken for granted."""
    board = workbench.cards.link_board("reader1", KNEE)
    confirm(board, board.shown["chosen"], direction="")
    assert board.shown["failed"]
    assert "choose first what the study says" in board.shown["status"]
    assert workbench.links.current().empty


def test_a_link_is_changed_by_a_further_row(workbench):
    """One link counts, the one before is in the history, and undo brings it back."""
    board = workbench.cards.link_board("reader1", KNEE)
    reference_id = board.shown["chosen"]
    confirm(board, reference_id)
    confirm(board, reference_id, direction="mixed")
    assert workbench.links.current().direction.to_list() == ["mixed"]
    assert len(workbench.store.history("links")) == 2
    press(board, "undo")
    assert workbench.links.current().direction.to_list() == ["supports"]


def test_a_rejected_suggestion_does_not_come_back(workbench):
    """It is stored as rejected, on this board and the next, until it is undone."""
    board = workbench.cards.link_board("reader1", KNEE)
    reference_id = board.shown["chosen"]
    press(board, "reject", candidate=reference_id)
    row = workbench.store.current("dismissals").iloc[0]
    assert (row.reference_id, row.recommendation_id, row.reader) == (reference_id, KNEE, "reader1")
    assert reference_id not in states(board)
    assert reference_id not in states(workbench.cards.link_board("reader2", KNEE))
    assert board.shown["counts"].endswith("1 rejected")
    press(board, "undo")
    assert states(board)[reference_id] == "suggested"
    assert workbench.store.current("dismissals").empty


def test_a_link_is_withdrawn_with_all_it_stood_in_for(workbench):
    """Nothing counts afterwards; it is a suggestion again, and undo makes it the link it was."""
    board = workbench.cards.link_board("reader1", KNEE)
    reference_id = board.shown["chosen"]
    confirm(board, reference_id)
    confirm(board, reference_id, direction="mixed", note="kept")
    press(board, "unlink", candidate=reference_id)
    assert workbench.links.current().empty
    assert states(board)[reference_id] == "suggested"
    press(board, "undo")
    assert workbench.links.current()[["direction", "note"]].to_numpy().tolist() == [["mixed", "kept"]]


def test_a_link_cannot_be_rejected_nor_a_suggestion_withdrawn(workbench):
    """Each has its own key, and says so."""
    board = workbench.cards.link_board("reader1", KNEE)
    reference_id = board.shown["chosen"]
    press(board, "unlink", candidate=reference_id)
    assert board.shown["status"] == "Not stored: there is no link to withdraw"
    confirm(board, reference_id)
    press(board, "reject", candidate=reference_id)
    assert "withdraw the link instead" in board.shown["status"]
    assert len(workbench.links.current()) == 1
    assert workbench.store.current("dismissals").empty


def test_the_other_way_round(workbench):
    """From a study one sees the recommendations it may speak to, and links from there."""
    reference_id = study(workbench, "Cost-effectiveness")
    board = workbench.cards.link_board("reader1", reference_id=reference_id)
    assert (board.shown["side"], board.shown["subject"]["heard"][:18]) == ("reference", "Cost-effectiveness")
    assert KNEE in states(board)
    confirm(board, KNEE, direction="supports")
    assert workbench.links.current()[["reference_id", "recommendation_id"]].to_numpy().tolist() == [
        [reference_id, KNEE]
    ]
    press(board, "turn", candidate=KNEE)
    assert (board.shown["side"], board.shown["chosen"]) == ("recommendation", reference_id)
    assert states(board)[reference_id] == "linked"


def test_what_is_not_suggested_can_be_found_and_linked(workbench):
    """A study taken up by hand is marked as such and stored only when it is confirmed."""
    board = workbench.cards.link_board("reader1", KNEE)
    reference_id = study(workbench, "Nurses")
    press(board, "add", found=reference_id)
    assert (states(board)[reference_id], board.shown["chosen"]) == ("found", reference_id)
    assert workbench.links.current().empty
    confirm(board, reference_id, direction="context")
    assert workbench.links.current().reference_id.to_list() == [reference_id]


def test_a_second_window_does_not_link_over_the_first(workbench):
    """What changed elsewhere is said and shown as it is now."""
    one, other = workbench.cards.link_board("reader1", KNEE), workbench.cards.link_board("reader2", KNEE)
    reference_id = one.shown["chosen"]
    confirm(one, reference_id)
    confirm(other, reference_id, direction="contradicts")
    assert other.shown["failed"]
    assert "changed in another window" in other.shown["status"]
    assert states(other)[reference_id] == "linked"
    assert workbench.links.current().direction.to_list() == ["supports"]


def test_where_storing_fails_the_board_stays(workbench, monkeypatch):
    """Nothing is stored, and what was wrong is told."""
    board = workbench.cards.link_board("reader1", KNEE)

    def broken(*_, **__):
        raise StoreError("the disk is full")

    monkeypatch.setattr(workbench.store, "append", broken)
    confirm(board, board.shown["chosen"])
    assert (board.shown["status"], board.shown["failed"]) == ("Not stored: the disk is full", True)
    assert board.shown["key"] == f"recommendation {KNEE}"


def test_one_goes_from_recommendation_to_recommendation(workbench):
    """Next, previous and picking, in the order of the register; the ends have no further."""
    board = workbench.cards.link_board("reader1", "IG01")
    assert not board.shown["can"]["previous"]
    press(board, "next")
    assert board.shown["key"] == "recommendation IG02"
    press(board, "previous")
    press(board, "previous")
    assert board.shown["key"] == "recommendation IG01"
    press(board, "open", subject=KNEE)
    assert board.shown["key"] == f"recommendation {KNEE}"
    assert board.subjects["recommendation"][0]["id"] == "IG01"


def test_it_begins_where_something_waits(workbench):
    """The first recommendation with a suggestion nobody has judged."""
    board = workbench.cards.link_board("reader1")
    assert "suggested" in states(board).values()


def test_the_recommendation_says_what_is_not_known(workbench):
    """Blank exceptions are *not assessed*, adherence tells its share, the field's words are known."""
    row = {"intervention_sv": "Å", "condition_sv": "K", "intervention_en": "A", "condition_en": "C"}
    row |= {"reason": "ingen effekt", "intervention_type": "egna ord", "exceptions": ""}
    row |= {"adherence_2023_percent": 49.0, "source_url": "javascript:alert(1)"}
    shown = shown_recommendation(row, "en", lambda text: [[text, ""]])
    facts = {fact["name"]: fact["value"] for fact in shown["facts"]}
    assert facts["Exceptions"] == "not assessed"
    assert (facts["Reason"], facts["Type of measure"]) == ("no effect", "egna ord")
    assert facts["Adherence in 2023"] == "49% answer that the measure is never performed"
    assert (shown["heard"], shown["address"]) == ("A – C", "")


ADDRESSES = [
    pytest.param("https://a.se/x", "https://a.se/x", id="web"),
    pytest.param("javascript:alert(1)", "", id="script"),
    pytest.param(" https://a.se", "", id="space"),
    pytest.param("data:text/html,x", "", id="data"),
]


@pytest.mark.parametrize(("address", "expected"), ADDRESSES)
def test_only_pages_of_the_web_are_linked(address, expected):
    """Whatever a spreadsheet holds."""
    assert page_address(address) == expected


def test_an_export_shows_subject_and_candidates_as_text(workbench):
    """Each candidate with what it is, and no markup of theirs."""
    board = workbench.cards.link_board("reader1", KNEE)
    html = board._repr_mimebundle_()[0]["text/html"]
    assert "Suggestion" in html
    assert "Cost-effectiveness of arthroscopic" in html
    assert "not assessed" in html


def test_all_that_is_sent_is_plain(workbench):
    """What the browser gets is JSON without NaN, in Swedish too."""
    board = workbench.cards.link_board("reader1", KNEE, language="sv")
    json.dumps([board.shown, board.subjects], allow_nan=False)
    assert board.shown["candidates"][0]["state_word"] == "Förslag"


def test_what_is_asked_for_must_be_there(workbench):
    """An unknown reader, recommendation or study, or both ways at once, is refused."""
    with pytest.raises(UsageError, match="nobody"):
        workbench.cards.link_board("nobody")
    with pytest.raises(UsageError, match="XX99"):
        workbench.cards.link_board("reader1", "XX99")
    with pytest.raises(UsageError, match="r-none"):
        workbench.cards.link_board("reader1", reference_id="r-none")
    with pytest.raises(UsageError, match="not both"):
        workbench.cards.link_board("reader1", KNEE, reference_id="r")


def test_a_closed_database_is_told_of(workbench):
    """What was shown stays, and the reader learns that nothing was stored."""
    board = workbench.cards.link_board("reader1", KNEE)
    key = board.shown["key"]
    workbench.close()
    confirm(board, board.shown["chosen"])
    assert board.shown["failed"]
    assert "is closed" in board.shown["status"]
    assert board.shown["key"] == key
