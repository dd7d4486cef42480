"""The cards of a review: what they store is in the database, in order, and a new card knows it."""

import shutil

import nbformat
import pytest
from nbconvert import HTMLExporter

from review.errors import ProjectError, UsageError
from review.project import create, shipped
from review.ranking import Features
from review.workbench import Workbench, counting, desks
from review.workbench.cards import Cards
from review.workbench.own_words import own_words

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
        workbench.pile.import_files()
        workbench.duplicates.merge()
        yield workbench


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Return the folder of a sample review that nobody has screened."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("references", "data/sample"):
        shutil.copytree(shipped(*name.split("/")), folder / name)
    shutil.copyfile(shipped("review.toml"), folder / "review.toml")
    with Workbench.open(folder) as workbench:
        workbench.pile.import_files()
        workbench.duplicates.merge()
    return folder


def press(card, name, **more):
    """Do what the browser does when the reader presses a key."""
    card._handle_custom_msg({"do": name, "key": card.shown["key"], **more}, [])
    assert not card.shown["failed"], card.shown["status"]


def test_confirmed_pairs_are_merged_and_remembered(near):
    """The verdict is in the database, the references follow, and a new card starts after it."""
    card = near.cards.confirm_pairs("reader1")
    assert (card.left, len(near.pile.references())) == (2, 4)
    press(card, "same")
    assert list(near.store.current("verdicts").verdict) == ["same"]
    assert len(near.pile.references()) == 3
    again = near.cards.confirm_pairs("reader1")
    assert again.shown["progress"] == "2 of 2"
    press(again, "undo")
    assert (again.shown["progress"], len(near.pile.references())) == ("1 of 2", 4)
    assert near.store.current("verdicts").empty


def test_a_pair_judged_anew_and_undone_is_what_it_was(near):
    """The earlier verdict counts again."""
    card = near.cards.confirm_pairs("reader1")
    press(card, "different")
    press(card, "previous")
    press(card, "same")
    assert len(near.pile.references()) == 3
    press(card, "undo")
    assert (card.shown["said"], len(near.pile.references())) == ("Your verdict: different", 4)


def test_a_pair_is_shown_with_where_it_came_from(near):
    """Database, file and line of both records, the differing words, and the rule."""
    shown = near.cards.confirm_pairs("reader1").shown
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
    for card in (
        near.cards.confirm_pairs("reader1"),
        near.cards.screen("reader1"),
        near.cards.screen_list("reader1"),
    ):
        data, metadata = card._repr_mimebundle_()
        output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
        cells.append(nbformat.v4.new_code_cell("card", outputs=[output]))
    html, _ = HTMLExporter(template_name="basic").from_notebook_node(nbformat.v4.new_notebook(cells=cells))
    assert "experience from clinics" in html
    assert "0 read · 4 left" in html
    assert "page 1 · 0 excluded" in html
    assert "widget-view" not in html


CARDS = [Cards.confirm_pairs, Cards.screen, Cards.screen_list, Cards.settle_conflicts]


@pytest.mark.parametrize("make", [*CARDS, Cards.second_look], ids=lambda make: make.__name__)
def test_only_a_reader_of_the_project_gets_a_card(near, make):
    """Nobody judges under a name that review.toml does not know."""
    with pytest.raises(UsageError, match="unknown reader 'nobody'"):
        make(near.cards, "nobody")


def test_screening_stores_each_decision_and_learns(sample):
    """Decisions in order, each with its place in the queue; a second card goes on from there."""
    with Workbench.open(sample) as workbench:
        card = workbench.cards.screen("anna", batch=5)
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
        card = workbench.cards.screen("anna", batch=5)
        assert card.shown["progress"].startswith("12 lästa")
        assert card.shown["key"] not in {key for key, _ in decided}
        press(card, "undo")
        assert card.shown["key"] == decided[-1][0]
        assert len(workbench.decisions.current(reader="anna")) == 11


def test_why_a_reference_comes_is_told_in_words_of_its_own(sample):
    """Words that raised it, at least, and all of them in its title, abstract or keywords."""
    with Workbench.open(sample) as workbench:
        reference = workbench.pile.references().iloc[7]
        words = workbench.screening.why(reference.reference_id, "karin", n=4)
        assert (words.weight > 0).sum() == 4
        text = f"{reference.title} {reference.abstract} {reference.keywords}".casefold()
        parts = [part for word in words.word for part in word.removeprefix("keyword: ").split()]
        assert all(part in text for part in parts)
        with pytest.raises(UsageError, match="unknown reference 'r0'"):
            workbench.screening.why("r0", "karin")


def test_two_windows_of_one_reader_double_nothing(sample):
    """What one has decided the other does not decide again; other readers do not disturb."""
    with Workbench.open(sample) as one, Workbench.open(sample) as two:
        first, second = one.cards.screen("bengt"), two.cards.screen("bengt")
        assert first.shown["key"] == second.shown["key"]
        press(first, "include")
        press(second, "exclude")
        mine = one.decisions.current(reader="bengt").query("reader == 'bengt'")
        assert list(mine.decision) == ["include"]
        assert "annat fönster" in second.shown["status"]
        press(second, "exclude")
        assert len(one.decisions.current(reader="bengt").query("reader == 'bengt'")) == 2


def test_full_texts_are_those_that_passed(sample):
    """And excluding one without a reason is refused, and said."""
    with Workbench.open(sample) as workbench:
        kept = workbench.pile.references().reference_id[0]
        for reader in ("anna", "bengt"):
            workbench.screening.decide(kept, "include", reader=reader)
        card = workbench.cards.screen("anna", stage="full_text", language="en")
        keys = []
        while card.shown["key"]:
            keys.append(card.shown["key"])
            card._handle_custom_msg({"do": "exclude", "key": card.shown["key"]}, [])
            assert "needs a reason" in card.shown["status"]
            press(card, "exclude", reason="not_retrieved")
        assert kept in keys
        assert set(workbench.decisions.current("full_text", reader="anna").reason) == {"not_retrieved"}


def test_what_is_put_aside_is_in_the_database(sample):
    """A new card knows it; taken up or decided, it is no longer aside."""
    with Workbench.open(sample) as workbench:
        card = workbench.cards.screen("erik", language="en")
        first, second = card.shown["key"], None
        press(card, "later")
        second = card.shown["key"]
        press(card, "later")
        parked = workbench.store.current("parked")
        assert list(parked.reference_id) == [first, second]
    with Workbench.open(sample) as workbench:
        card = workbench.cards.screen("erik", language="en")
        assert card.shown["aside"] == "2 put aside"
        press(card, "bring_back")
        assert card.shown["key"] == first
        press(card, "include")
        assert workbench.cards.screen("erik", language="en").shown["aside"] == "1 put aside"
        assert list(workbench.store.current("parked").reference_id) == [second]
        assert workbench.cards.screen("anna", language="en").shown["aside"] == ""


def test_own_words_are_kept_for_a_reader_and_change_nothing_else(near):
    """In a file beside the database, whole or not at all; review.toml and other readers keep theirs."""
    settings = (near.project.folder / "review.toml").read_bytes()
    press(near.cards.screen("reader1"), "words", **{"for": "nurses; imaging", "against": ""})
    again = near.cards.screen("reader1")
    assert again.shown["highlight"] == {"for": "nurses; imaging", "against": ""}
    assert near.cards.screen_list("reader1")._highlight["own"]
    assert (near.project.folder / "review.toml").read_bytes() == settings
    assert own_words(near.project, "other")["own"] is False
    press(again, "words", again=True)
    assert own_words(near.project, "reader1")["own"] is False
    (near.project.folder / "data" / "highlight.json").write_text("[1", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"highlight\.json: expected readers with their words"):
        near.cards.screen("reader1")


def test_similar_ones_are_those_the_reader_decided(near):
    """The nearest first, none of them another reader's, the reference itself never."""
    ids = dict(zip(near.pile.references().title, near.pile.references().reference_id, strict=True))
    short, long = (ids[title] for title in (TITLES[0], f"{TITLES[0]}: experience from clinics"))
    assert near.screening.similar(short, "reader1").empty
    near.screening.decide(long, "exclude", reader="reader1")
    near.screening.decide(ids[TITLES[1]], "include", reader="reader1")
    near.screening.decide(short, "include", reader="reader1")
    found = near.screening.similar(short, "reader1")
    assert list(found.reference_id) == [long, ids[TITLES[1]]]
    assert list(found.decision) == ["exclude", "include"]
    assert found.similarity.is_monotonic_decreasing
    assert "pump" in found.words[0]


def test_a_list_stores_what_it_excludes(sample):
    """By hand, with the place in the queue; what was drawn at random is not on it; the card reads on."""
    with Workbench.open(sample) as workbench:
        queue = workbench.screening.queue("erik")
        card = workbench.cards.screen_list("erik", size=40)
        shown = card.shown["key"].split()
        drawn = set(queue.drawn[queue.reference_id.isin(shown)])
        assert drawn == {"ranked"}
        press(card, "exclude", marked=shown[:30], reason="wrong_population")
        mine = workbench.decisions.current("title_abstract", reader="erik").query("reader == 'erik'")
        mine = mine.set_index("reference_id").loc[shown[:30]]
        assert set(mine.decision) == {"exclude"}
        assert set(mine.drawn) == {"by_hand"}
        assert (mine["rank"] > 0).all()
        assert shown[0] not in set(workbench.screening.queue("erik").reference_id)
        press(card, "undo")
        assert shown[0] in set(workbench.screening.queue("erik").reference_id)
        last = workbench.cards.screen_list("erik", size=5, least_likely_first=True).shown["key"].split()
        assert set(last) <= set(queue.reference_id[-40:])


def test_a_large_review_opens_by_lot(sample, monkeypatch):
    """While words are counted, references drawn at random are read; then the ranking takes over."""
    monkeypatch.setattr(desks, "LARGE", 10)
    with Workbench.open(sample) as workbench:
        card = workbench.cards.screen("erik", language="en")
        first = card.shown["key"]
        card._reading._behind.result(timeout=60)
        assert workbench.screening.features_are_ready()
        press(card, "exclude")
        assert "ranked" in {row["drawn"] for row in card._reading._rows[:5]}
        mine = workbench.decisions.current("title_abstract", reader="erik").query("reader == 'erik'")
        assert mine.set_index("reference_id").drawn[first] == "random"
    with Workbench.open(sample) as workbench:
        desk = workbench.cards._desks["reading"](reader="anna")
        assert desk.explain(first) is None
        assert desk.similar(first) is None
        again = [workbench.cards._desks["reading"](reader="anna").fetch(3)["rows"][:3] for _ in range(2)]
        assert again[0] == again[1]


def test_words_of_a_large_review_are_counted_by_another_process(sample, monkeypatch):
    """So that no key waits for it; this process only takes up what is kept on disk."""
    monkeypatch.setattr(desks, "LARGE", 10)
    shutil.rmtree(sample / "data" / ".cache", ignore_errors=True)
    with Workbench.open(sample) as workbench, monkeypatch.context() as here:
        here.setattr(Features, "fit", lambda *_: pytest.fail("counted in the reader's own process"))
        workbench.cards.screen("erik")._reading._behind.result(timeout=60)
        assert workbench.screening.features_are_ready()
    # should the other process fail, they are counted here after all
    shutil.rmtree(sample / "data" / ".cache")
    monkeypatch.setattr(counting, "COUNT", "raise SystemExit('no memory left')")
    with Workbench.open(sample) as workbench:
        workbench.cards.screen("erik")._reading._behind.result(timeout=60)
        assert workbench.screening.features_are_ready()


VIEWS = {
    "screen": lambda w: w.cards.screen("prova"),
    "screen-list": lambda w: w.cards.screen_list("prova"),
    "second-look": lambda w: w.cards.second_look("anna"),
    "settle-conflicts": lambda w: w.cards.settle_conflicts("karin"),
    "confirm-pairs": lambda w: w.cards.confirm_pairs("anna"),
    "economics-form": lambda w: w.cards.economics_form("erik"),
    "link-board": lambda w: w.cards.link_board("anna"),
    "coding": lambda w: w.cards.coding("anna"),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_every_view_of_the_sample_says_that_its_studies_are_invented(sample, view):
    """On the card and in an exported notebook."""
    with Workbench.open(sample) as workbench:
        card = view(workbench)
        assert card.invented == "Påhittade studier"
        assert "Påhittade studier" in card._repr_mimebundle_()[0]["text/html"]


def test_the_line_is_a_readers_own(sample):
    """What others found does not show in it."""
    with Workbench.open(sample) as workbench:
        desk = workbench.cards._desks["reading"](reader="karin")
        before = desk.standing()
        for reference in workbench.pile.references().reference_id[:20]:
            workbench.screening.decide(reference, "include", reader="prova")
        assert desk.standing() == before
