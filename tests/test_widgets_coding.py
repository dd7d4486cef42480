"""The coding card without a browser: codes put, directed, taken off and suggested, blind to others."""

import json
import shutil

import pytest

from board_material import press, small_review, study
from review.errors import StoreError, UsageError
from review.workbench import Workbench

BOOKS = """codebook,version,code,parent,name_sv,name_en,definition_sv,definition_en,directed,source
factors,1,staff,,Personal,Staff,Faktorer hos personal.,Factors of staff.,yes,invented
factors,1,time,staff,Tid saknas,Lack of time,Tiden räcker inte.,There is not enough time.,yes,invented
factors,1,habit,staff,Vana,Habit,Man gör som man brukar.,One does as one used to; habits.,yes,invented
tools,1,remind,,Påminnelser,Reminders,Påminnelser i journalen.,Pop-up alerts in the record.,no,invented
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the folder of a review with three included studies and an invented frame of codes."""
    folder = tmp_path_factory.mktemp("made") / "review"
    small_review(folder).close()
    (folder / "references" / "codebooks.csv").write_text(BOOKS, encoding="utf-8")
    return folder


@pytest.fixture
def workbench(made, tmp_path):
    """Return a copy of that review, open."""
    with Workbench.open(shutil.copytree(made, tmp_path / "review")) as workbench:
        yield workbench


def codes(workbench):
    """Return the codes that count."""
    return workbench.codes.current()[["reader", "codebook", "code", "direction"]].to_numpy().tolist()


def test_a_code_is_stored_as_it_is_put(workbench):
    """The database has it, the card shows it, and a card opened anew knows it."""
    card = workbench.cards.coding("reader1")
    press(card, "put", code="factors/time")
    assert codes(workbench) == [["reader1", "factors", "time", ""]]
    assert card.shown["status"] == "Stored: Lack of time."
    assert [(row["name"], row["book"]) for row in card.shown["mine"]] == [("Lack of time", "factors")]
    again = workbench.cards.coding("reader1", card.shown["key"])
    assert [row["id"] for row in again.shown["mine"]] == ["factors/time"]
    assert again.shown["done"] == "1 coded by you"


def test_several_codes_and_directions_on_one_study(workbench):
    """Each is a row; a direction said twice is taken back, and undirected codes have none."""
    card = workbench.cards.coding("reader1")
    for code in ("factors/time", "tools/remind"):
        press(card, "put", code=code)
    press(card, "direct", code="factors/time", direction="hinders")
    assert [row["said"] for row in card.shown["mine"]] == ["hinders", ""]
    assert sorted(codes(workbench)) == [
        ["reader1", "factors", "time", "hinders"],
        ["reader1", "tools", "remind", ""],
    ]
    press(card, "direct", code="tools/remind", direction="helps")
    assert card.shown["status"] == "Not stored: that code has no direction"
    press(card, "direct", code="factors/time", direction="hinders")
    assert [row["said"] for row in card.shown["mine"]] == ["", ""]
    press(card, "direct", code="factors/habit", direction="helps")
    assert card.shown["status"].startswith("Not stored: put the code first")


def test_a_code_put_twice_is_there_once(workbench):
    """The card says that it is put already, and stores nothing."""
    card = workbench.cards.coding("reader1")
    press(card, "put", code="factors/time")
    press(card, "put", code="factors/time")
    assert card.shown["status"] == "Lack of time is put already."
    assert len(workbench.store.history("codes")) == 1


def test_a_code_is_taken_off_with_what_it_stood_in_for(workbench):
    """Nothing of it counts, also where its direction was changed before; undo brings it back as it was."""
    card = workbench.cards.coding("reader1")
    press(card, "put", code="factors/time")
    press(card, "direct", code="factors/time", direction="hinders")
    press(card, "take_off", code="factors/time")
    assert codes(workbench) == []
    press(card, "undo")
    assert codes(workbench) == [["reader1", "factors", "time", "hinders"]]
    press(card, "take_off", code="factors/habit")
    assert card.shown["status"] == "That code is not put."


def test_undo_goes_back_step_by_step(workbench):
    """A direction, then the code, then nothing; on the study it was about."""
    card = workbench.cards.coding("reader1")
    first = card.shown["key"]
    press(card, "put", code="factors/time")
    press(card, "direct", code="factors/time", direction="helps")
    press(card, "next")
    press(card, "undo")
    assert (card.shown["key"], codes(workbench)) == (first, [["reader1", "factors", "time", ""]])
    press(card, "undo")
    assert codes(workbench) == []
    press(card, "undo")
    assert card.shown["status"] == "There is nothing to undo."


def test_suggestions_come_with_their_words_and_are_no_codes(workbench):
    """They are marked as such; once a code is put it is not suggested."""
    card = workbench.cards.coding("reader1", study(workbench, "Reminders"))
    suggested = {row["id"]: row["words"] for row in card.shown["suggested"]}
    assert "reminders" in suggested["tools/remind"]
    assert codes(workbench) == []
    press(card, "put", code="tools/remind")
    assert "tools/remind" not in {row["id"] for row in card.shown["suggested"]}


def test_readers_do_not_see_each_other(workbench):
    """Neither codes nor suggestions change with what somebody else has coded."""
    reference_id = study(workbench, "Reminders")
    before = workbench.cards.coding("reader2", reference_id).shown
    one = workbench.cards.coding("reader1", reference_id)
    press(one, "put", code="tools/remind")
    press(one, "put", code="factors/habit")
    after = workbench.cards.coding("reader2", reference_id).shown
    assert after["mine"] == []
    assert after == before


def test_headings_cannot_be_put(workbench):
    """A heading is drawn as one, and asked for it is refused."""
    card = workbench.cards.coding("reader1")
    headings = [item["id"] for book in card.books for item in book["items"] if item["heading"]]
    assert headings == ["factors/staff"]
    press(card, "put", code="factors/staff")
    assert card.shown["failed"]
    assert codes(workbench) == []


def test_one_goes_from_study_to_study(workbench):
    """Next, previous and picking; the ends have no further."""
    card = workbench.cards.coding("reader1")
    ids = [one["id"] for one in card.studies]
    press(card, "previous")
    assert card.shown["key"] == ids[0]
    for _ in range(4):
        press(card, "next")
    assert (card.shown["key"], card.shown["can"]["next"]) == (ids[-1], False)
    press(card, "open", study=ids[1])
    assert card.shown["progress"] == "Study 2 of 3"


def test_it_begins_where_one_has_not_coded(workbench):
    """A card opened anew shows the first study without a code of the reader."""
    card = workbench.cards.coding("reader1")
    first = card.shown["key"]
    press(card, "put", code="factors/time")
    assert workbench.cards.coding("reader1").shown["key"] != first
    assert workbench.cards.coding("reader2").shown["key"] == first


def test_where_storing_fails_the_card_stays(workbench, monkeypatch):
    """Nothing is stored, and what was wrong is told."""
    card = workbench.cards.coding("reader1")

    def broken(*_, **__):
        raise StoreError("the disk is full")

    monkeypatch.setattr(workbench.store, "append", broken)
    press(card, "put", code="factors/time")
    assert (card.shown["status"], card.shown["failed"]) == ("Not stored: the disk is full", True)
    assert card.shown["mine"] == []


def test_a_key_meant_for_another_study_codes_nothing(workbench):
    """What was pressed before the card changed is not put on the next study."""
    card = workbench.cards.coding("reader1")
    card._handle_custom_msg({"do": "put", "key": "another", "code": "factors/time"}, [])
    assert codes(workbench) == []


def test_an_export_shows_study_codes_and_suggestions(workbench):
    """As text, with the direction in words."""
    card = workbench.cards.coding("reader1", study(workbench, "Nurses"))
    press(card, "put", code="factors/habit")
    press(card, "direct", code="factors/habit", direction="hinders")
    html = card._repr_mimebundle_()[0]["text/html"]
    assert "factors · Habit · hinders" in html
    assert "Suggestions" in html


def test_all_that_is_sent_is_plain(workbench):
    """What the browser gets is JSON without NaN, in Swedish too."""
    card = workbench.cards.coding("reader1", language="sv")
    json.dumps([card.shown, card.books, card.studies], allow_nan=False)
    assert card.books[1]["items"][0]["name"] == "Påminnelser"


def test_the_shipped_codebooks_have_names(tmp_path):
    """Every codebook that comes with the workbench has a name in both languages."""
    from review.vocabulary import say

    with small_review(tmp_path / "review") as workbench:
        for name in workbench.register.codebooks().codebook.unique():
            assert say(f"codebook.{name}", "sv") != f"codebook.{name}"
        assert (
            len(workbench.cards.coding("reader1").books) == workbench.register.codebooks().codebook.nunique()
        )


def test_an_unknown_study_or_reader_is_refused(workbench):
    """Before anything is shown."""
    with pytest.raises(UsageError, match="nobody"):
        workbench.cards.coding("nobody")
    with pytest.raises(UsageError, match="r-none"):
        workbench.cards.coding("reader1", "r-none")


def test_a_closed_database_is_told_of(workbench):
    """What was shown stays, and the reader learns that nothing was stored."""
    card = workbench.cards.coding("reader1")
    key = card.shown["key"]
    workbench.close()
    press(card, "put", code="factors/time")
    assert card.shown["failed"]
    assert "is closed" in card.shown["status"]
    assert card.shown["key"] == key
