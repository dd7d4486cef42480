"""The cards of a review: what they store is in the database, in order, and a new card knows it."""

import shutil

import nbformat
import pytest
from nbconvert import HTMLExporter

from review.errors import UsageError
from review.project import create, shipped
from review.workbench import Workbench

ENTRY = "TY  - JOUR\nTI  - {}\nAU  - Berg, A\nAU  - Dahl, B\nJO  - {}\nPY  - {}\nVL  - 12\nAB  - {}\nER  -\n"
TITLES = ("Withdrawal of proton pump inhibitors in care", "Overuse of imaging in acute low back pain")


@pytest.fixture
def near(tmp_path):
    """Return a review with two pairs that no rule is sure of."""
    create(tmp_path / "near", title="Near", language="en")
    raw = tmp_path / "near" / "data" / "raw"
    one = [ENTRY.format(title, "J Care", 2019, "We counted in registers and found less.") for title in TITLES]
    two = [
        ENTRY.format(f"{t}: experience from clinics", "J Care", 2020, "Nurses told us why.") for t in TITLES
    ]
    (raw / "a.ris").write_text("".join(one))
    (raw / "b.ris").write_text("".join(two))
    with Workbench.open(tmp_path / "near") as workbench:
        workbench.import_files()
        workbench.deduplicate()
        yield workbench


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Return the folder of a sample review that nobody has screened."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("references", "data/sample"):
        shutil.copytree(shipped(*name.split("/")), folder / name)
    shutil.copyfile(shipped("review.toml"), folder / "review.toml")
    with Workbench.open(folder) as workbench:
        workbench.import_files()
        workbench.deduplicate()
    return folder


def press(card, name, **more):
    """Do what the browser does when the reader presses a key."""
    card._handle_custom_msg({"do": name, "key": card.shown["key"], **more}, [])
    assert not card.shown["failed"], card.shown["status"]


def test_confirmed_pairs_are_merged_and_remembered(near):
    """The verdict is in the database, the references follow, and a new card starts after it."""
    card = near.confirm_pairs("reader1")
    assert (card.left, len(near.references())) == (2, 4)
    press(card, "same")
    assert list(near.store.current("verdicts").verdict) == ["same"]
    assert len(near.references()) == 3
    again = near.confirm_pairs("reader1")
    assert again.shown["progress"] == "2 of 2"
    press(again, "undo")
    assert (again.shown["progress"], len(near.references())) == ("1 of 2", 4)
    assert near.store.current("verdicts").empty


def test_a_pair_judged_anew_and_undone_is_what_it_was(near):
    """The earlier verdict counts again."""
    card = near.confirm_pairs("reader1")
    press(card, "different")
    press(card, "previous")
    press(card, "same")
    assert len(near.references()) == 3
    press(card, "undo")
    assert (card.shown["said"], len(near.references())) == ("Your verdict: different", 4)


def test_a_pair_is_shown_with_where_it_came_from(near):
    """Database, file and line of both records, the differing words, and the rule."""
    shown = near.confirm_pairs("reader1").shown
    assert [text.split(" · ")[1] for text in shown["sources"]] in (
        ["a.ris : 1", "b.ris : 1"],
        ["b.ris : 1", "a.ris : 1"],
        ["a.ris : 10", "b.ris : 10"],
        ["b.ris : 10", "a.ris : 10"],
    )
    assert shown["rule"].startswith("nearly the same title")
    title = shown["fields"][0]
    assert ["experience from clinics", "differs"] in title["a"] + title["b"]


def test_an_exported_notebook_shows_the_card_as_text(near):
    """Where no kernel is, the page has the pair or the reference, and nothing that waits for one."""
    cells = []
    for card in (near.confirm_pairs("reader1"), near.screen("reader1")):
        data, metadata = card._repr_mimebundle_()
        output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
        cells.append(nbformat.v4.new_code_cell("card", outputs=[output]))
    html, _ = HTMLExporter(template_name="basic").from_notebook_node(nbformat.v4.new_notebook(cells=cells))
    assert "experience from clinics" in html
    assert "0 read · 4 left" in html
    assert "widget-view" not in html


@pytest.mark.parametrize("make", [Workbench.confirm_pairs, Workbench.screen], ids=["pairs", "screening"])
def test_only_a_reader_of_the_project_gets_a_card(near, make):
    """Nobody judges under a name that review.toml does not know."""
    with pytest.raises(UsageError, match="unknown reader 'nobody'"):
        make(near, "nobody")


def test_screening_stores_each_decision_and_learns(sample):
    """Decisions in order, each with its place in the queue; a second card goes on from there."""
    with Workbench.open(sample) as workbench:
        card = workbench.screen("anna", batch=5)
        decided = []
        for place in range(12):
            decided.append((card.shown["key"], ("include", "exclude", "unsure")[place % 3]))
            press(card, decided[-1][1], reason="abstract_only", low_value_care=True, note="seen")
        stored = workbench.store.current("decisions")
        assert list(zip(stored.reference_id, stored.decision, strict=True)) == decided
        assert stored.low_value_care.all()
        assert set(stored.reason[stored.decision == "exclude"]) == {"abstract_only"}
        assert set(stored.drawn) <= {"ranked", "random"}
        assert (stored["rank"] > 0).all()
    with Workbench.open(sample) as workbench:
        card = workbench.screen("anna", batch=5)
        assert card.shown["progress"].startswith("12 lästa")
        assert card.shown["key"] not in {key for key, _ in decided}
        press(card, "undo")
        assert card.shown["key"] == decided[-1][0]
        assert len(workbench.decisions(reader="anna")) == 11


def test_why_a_reference_comes_is_told_in_words_of_its_own(sample):
    """Words that raised it, at least, and all of them in its title, abstract or keywords."""
    with Workbench.open(sample) as workbench:
        reference = workbench.references().iloc[7]
        words = workbench.why_ranked(reference.reference_id, "karin", n=4)
        assert (words.weight > 0).sum() == 4
        text = f"{reference.title} {reference.abstract} {reference.keywords}".casefold()
        parts = [part for word in words.word for part in word.removeprefix("keyword: ").split()]
        assert all(part in text for part in parts)
        with pytest.raises(UsageError, match="unknown reference 'r0'"):
            workbench.why_ranked("r0", "karin")


def test_two_windows_of_one_reader_double_nothing(sample):
    """What one has decided the other does not decide again; other readers do not disturb."""
    with Workbench.open(sample) as one, Workbench.open(sample) as two:
        first, second = one.screen("bengt"), two.screen("bengt")
        assert first.shown["key"] == second.shown["key"]
        press(first, "include")
        press(second, "exclude")
        mine = one.decisions(reader="bengt").query("reader == 'bengt'")
        assert list(mine.decision) == ["include"]
        assert "annat fönster" in second.shown["status"]
        press(second, "exclude")
        assert len(one.decisions(reader="bengt").query("reader == 'bengt'")) == 2


def test_full_texts_are_those_that_passed(sample):
    """And excluding one without a reason is refused, and said."""
    with Workbench.open(sample) as workbench:
        kept = workbench.references().reference_id[0]
        for reader in ("anna", "bengt"):
            workbench.decide(kept, "include", reader=reader)
        card = workbench.screen("anna", stage="full_text", language="en")
        keys = []
        while card.shown["key"]:
            keys.append(card.shown["key"])
            card._handle_custom_msg({"do": "exclude", "key": card.shown["key"]}, [])
            assert "needs a reason" in card.shown["status"]
            press(card, "exclude", reason="not_retrieved")
        assert kept in keys
        assert set(workbench.decisions("full_text", reader="anna").reason) == {"not_retrieved"}
