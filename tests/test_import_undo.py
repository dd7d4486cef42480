"""Undoing an import: a wrong file goes by a row of its own, and comes back with all that was decided."""

import json
import shutil
from contextlib import closing

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.cli import main
from review.errors import Question, UsageError
from review.store import Store, examine
from review.workbench import Workbench
from review_material import review_with
from store_material import both, fill, include, make_export

pytest_plugins = ["store_fixtures"]

ENTRY = "TY  - JOUR\nTI  - {}\nAU  - Berg, A\nPY  - 2019\nDO  - 10.5555/{}\nN1  - {}\nER  - \n\n"
SHARED = "Fewer blood tests on the ward: a controlled study"
FILES = {
    "wrong.ris": [
        (SHARED, 1, "w"),
        ("Stopping ward tests in old people", 2, "w"),
        ("Of a wrong search", 3, "w"),
    ],
    "right.ris": [(SHARED, 1, "r"), ("Of the right search", 4, "r")],
    "same.ris": [("Of a wrong search", 3, "w"), ("Of a third search", 5, "s")],
}
READERS = "".join(
    f'\n[[readers]]\nid = "{name}"\nrole = "{role}"\n'
    for name, role in (
        ("anna", "reader"),
        ("bengt", "reader"),
        ("karin", "adjudicator"),
        ("gast", "observer"),
    )
)


def laid_out(folder, *, readers_per_reference=1):
    """Lay out a review of three files, of which one should not be there, and return its folder."""
    review_with(
        folder,
        READERS,
        [("readers_per_reference = 1", f"readers_per_reference = {readers_per_reference}")],
        title="Undo",
    )
    for name, entries in FILES.items():
        text = "".join(ENTRY.format(*entry) for entry in entries)
        (folder / "data" / "raw" / name).write_text(text, encoding="utf-8")
    return folder


def bring(review, *names):
    """Import files in this order and merge what they share."""
    folder = review.project.folder / "data" / "raw"
    review.pile.import_files([folder / name for name in names or FILES])
    review.duplicates.merge()
    return review


@pytest.fixture
def folder(tmp_path):
    """Return the folder of a review in which nothing is imported yet."""
    return laid_out(tmp_path / "review")


@pytest.fixture
def review(folder):
    """Return the open review with all three files."""
    with Workbench.open(folder) as workbench:
        yield bring(workbench)


def by_title(review, start):
    """Return the id of the reference whose title begins so."""
    references = review.pile.references()
    return references.reference_id[references.title.str.startswith(start)].iloc[0]


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_a_wrong_file_goes_and_comes_back_with_its_decisions(folder, request, monkeypatch, database):
    """Flow, queue, certificate, duplicates and counts follow; the second import restores each of them."""
    if database == "postgresql":
        server = request.getfixturevalue("server")
        with psycopg.connect(f"host={server} user=review dbname=postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE undone")
        monkeypatch.setenv("REVIEW_DATABASE_URL", f"postgresql://review@/undone?host={server}")
    with Workbench.open(folder) as review:
        bring(review)
        for start, said in (("Fewer", "include"), ("Stopping", "include"), ("Of the right", "exclude")):
            review.screening.decide(by_title(review, start), said, reader="anna")
        before = (
            review.flow(),
            review.status(),
            review.stopping.certificate().n_total,
            len(review.screening.queue("anna")),
        )
        told = review.undo_import("wrong.ris", reader="anna", even_judged=True)
        assert (told["records"], told["gone"], told["references_gone"], told["references"]) == (3, 2, 1, 4)
        assert ["Stopping" in line for line in told["set_aside"]] == [True]
        flow = review.flow()
        assert (sum(flow.identified.values()), flow.duplicates, flow.references) == (4, 0, 4)
        assert (flow.sought, flow.excluded, flow.not_screened, flow.adds_up()) == (1, 1, 2, True)
        assert review.status()["flow"] == flow.as_dict()
        assert (
            len(review.pile.references()),
            len(review.duplicates.merges()),
            review.stopping.certificate().n_total,
        ) == (4, 0, 4)
        assert review.decisions.current().decision.to_list() == ["include", "exclude"]
        assert set(review.screening.queue("anna").title) == {"Of a wrong search", "Of a third search"}
        assert set(review.pile.imports().file_name) == {"right.ris", "same.ris"}
        assert len(review.pile.searched()) == len(review.pile.records()) == 4
        checks = review.verify()
        assert checks.ok.all(), checks[~checks.ok].detail.to_list()
        bring(review, "wrong.ris")
        assert (
            review.flow(),
            review.stopping.certificate().n_total,
            len(review.screening.queue("anna")),
        ) == (before[0], *before[2:])
        assert review.status() == before[1]
        assert set(review.duplicates.merges().rule) == {"doi-and-title"}
        assert review.verify().ok.all()


def test_what_was_judged_is_named_first_and_nothing_is_stored(review, folder, capsys):
    """Each decision, link and code on a reference that would go is a doubt; one switch decides."""
    wrong, shared = by_title(review, "Stopping"), by_title(review, "Fewer")
    for reference in (wrong, shared):
        review.screening.decide(reference, "include", reader="anna")
        review.links.add(reference, "IG14", "supports", reader="anna")
    review.codes.add(wrong, "action", "remove", reader="bengt")
    before = review.store.counts()
    with pytest.raises(Question) as asked:
        review.undo_import("wrong.ris", reader="anna")
    assert [line.split(": ", 1)[1] for line in asked.value.doubts] == [
        "decision by anna, title_abstract: include",
        "link by anna, IG14: supports",
        "code by bengt, action remove",
    ]
    assert review.store.counts() == before
    at = ["--reader", "anna", "--project", str(folder), "--json"]
    assert main(["import", "--undo", "wrong.ris", *at]) == 2
    assert len(json.loads(capsys.readouterr().out)["doubts"]) == 3
    assert main(["import", "--undo", "wrong.ris", "--even-judged", *at]) == 0
    assert json.loads(capsys.readouterr().out)["gone"] == 2
    assert set(review.links.current().reference_id) == {by_title(review, "Fewer")}
    assert review.codes.current().empty
    assert review.links.count() == 1


def test_nothing_is_asked_where_nothing_would_be_lost(review):
    """A file whose references stay, or were not judged, goes at once."""
    review.screening.decide(by_title(review, "Fewer"), "include", reader="anna")
    assert review.undo_import("wrong.ris", reader="anna")["set_aside"] == []
    assert review.decisions.outcomes().outcome.to_list() == ["include"]


def test_what_was_said_of_a_merged_reference_stays_with_what_is_left_of_it(review):
    """The founder goes, its twin stays: decision, link and evaluation follow, also through a second undo."""
    shared = by_title(review, "Fewer")
    review.screening.decide(shared, "include", reader="anna")
    review.links.add(shared, "IG14", "supports", reader="anna")
    review.undo_import("wrong.ris", reader="anna")
    left = by_title(review, "Fewer")
    assert left != shared
    assert (
        review.decisions.current().reference_id.to_list()
        == review.links.current().reference_id.to_list()
        == [left]
    )
    review.screening.decide(left, "exclude", reader="anna")
    assert review.duplicates.contradictions().empty
    assert review.decisions.outcomes().outcome.to_list() == ["exclude"]
    bring(review, "wrong.ris")
    assert review.decisions.outcomes().outcome.to_list() == ["exclude"]
    review.undo_import("right.ris", reader="anna")
    assert review.decisions.outcomes().outcome.to_list() == ["exclude"]


def test_the_only_file_can_go_and_come_back(folder):
    """An empty review is what is left, in which everything still answers; nothing is merged on the way."""
    with Workbench.open(folder) as review:
        review.pile.import_files([folder / "data" / "raw" / "wrong.ris"])
        review.screening.decide(by_title(review, "Fewer"), "include", reader="anna")
        review.undo_import("wrong.ris", reader="anna", even_judged=True)
        assert (
            len(review.pile.references()),
            len(review.screening.queue("anna")),
            review.flow().references,
        ) == (0, 0, 0)
        assert (review.status()["records"], review.duplicates.merge().empty) == (0, True)
        assert review.verify().ok.all()
        review.pile.import_files()
        twins = review.flow().references
        review.undo_import("same.ris", reader="anna")
        assert (twins, review.flow().references, len(review.duplicates.merges())) == (6, 5, 0)
        assert review.decisions.outcomes().outcome.to_list() == ["include"]


@pytest.mark.parametrize(
    ("name", "reader", "why"),
    [
        pytest.param("other.ris", "anna", "no import of 'other.ris' stands", id="unknown-file"),
        pytest.param("wrong.ris", "gast", "gast is an observer and may not take back imports", id="observer"),
        pytest.param("wrong.ris", "nobody", "unknown reader 'nobody'", id="nobody"),
    ],
)
def test_refusals(review, name, reader, why):
    """Who may not, or what is not there, is said in a sentence and stores nothing."""
    before = review.store.counts()
    with pytest.raises(UsageError, match=why):
        review.undo_import(name, reader=reader)
    assert review.store.counts() == before


@pytest.mark.parametrize(
    ("options", "why"),
    [
        pytest.param(["--undo", "wrong.ris", "right.ris"], "name that file alone", id="one-file-too-many"),
        pytest.param(["right.ris", "--even-judged"], "goes with --undo", id="switch-alone"),
        pytest.param(["--undo", "wrong.ris", "--reader", "gast"], "may not take back", id="observer"),
    ],
)
def test_refusals_on_the_command_line(review, folder, capsys, options, why):
    """Options that do not go together are refused with exit 2, and nothing is stored."""
    before = review.store.counts()
    assert main(["import", *options, "--project", str(folder)]) == 2
    assert why in capsys.readouterr().err
    assert review.store.counts() == before


def test_a_file_is_found_by_its_content_its_name_or_its_import(review, folder):
    """Of two files of one name the file itself, or the import's id, says which."""
    path = folder / "data" / "raw" / "right.ris"
    older = path.read_text(encoding="utf-8")
    path.write_text(older + ENTRY.format("Newer", 9, "r"), encoding="utf-8")
    bring(review, "right.ris")
    (folder / "elsewhere").mkdir()
    with pytest.raises(UsageError, match="2 imports are named right.ris"):
        review.undo_import(folder / "elsewhere" / "right.ris", reader="anna")
    assert review.undo_import(path, reader="anna")["gone"] == 1
    import_id = review.pile.imports().set_index("file_name").import_id["same.ris"]
    assert review.undo_import(import_id, reader="anna")["gone"] == 1
    assert review.undo_import("right.ris", reader="anna")["records"] == 2
    with pytest.raises(UsageError, match="no import of 'right.ris' stands"):
        review.undo_import("right.ris", reader="anna")


def test_what_is_blind_is_not_told(tmp_path):
    """With two readers the question says that a colleague decided, not what."""
    with Workbench.open(laid_out(tmp_path / "blind", readers_per_reference=2)) as review:
        bring(review)
        review.screening.decide(by_title(review, "Stopping"), "exclude", reader="anna")
        with pytest.raises(Question) as asked:
            review.undo_import("wrong.ris", reader="bengt")
        assert "decision by another reader, title_abstract: not open yet" in asked.value.doubts[0]
        with pytest.raises(Question, match="decision by anna, title_abstract: exclude"):
            review.undo_import("wrong.ris", reader="anna")


@both
def test_the_store_forgets_nothing(store, new_address, tmp_path):
    """Rows only grow; a log carries the withdrawal to another store, and verify knows it."""
    store.add_import(make_export(["A", "B"], name="one.ris"), reader="AB")
    store.add_import(make_export(["B", "C"], name="two.ris"), reader="AB")
    before = store.counts()
    store.take_back("sha256 of one.ris", [], reader="AB", note="wrong file")
    after = store.counts()
    assert {name for name in after if after[name] != before[name]} == {"withdrawals", "ledger"}
    assert (list(store.records(["title"]).title), len(store.gone_records())) == (["B", "C"], 1)
    assert list(store.imports().file_name) == ["two.ris"]
    assert set(store.sightings().import_id) == set(store.imports().import_id)
    assert store.verify().ok.all()
    with pytest.raises(UsageError, match="not imported, or was taken back already"):
        store.take_back("sha256 of one.ris", [], reader="AB")
    store.export_log(tmp_path / "log.jsonl")
    with Store.open(new_address()) as other:
        other.merge_log(tmp_path / "log.jsonl")
        assert list(other.records(["title"]).title) == ["B", "C"]
        assert other.verify().ok.all()
    assert store.add_import(make_export(["A", "B"], name="one.ris"), reader="AB")["known"] == 2
    assert (sorted(store.records(["title"]).title), store.gone_records()) == (["A", "B", "C"], set())
    assert store.missing_from(tmp_path / "log.jsonl").empty


def test_a_repair_keeps_the_withdrawal(tmp_path):
    """Nothing is wrong with a store from which an import was taken back."""
    with Store.open(tmp_path / "review.db") as store:
        store.add_import(make_export(["A"], name="one.ris"), reader="AB")
        store.take_back("sha256 of one.ris", [], reader="AB")
    assert examine(tmp_path / "review.db").empty


@pytest.mark.postgresql
@pytest.mark.parametrize("new_address", ["postgresql"], indirect=True)
def test_a_readers_own_login_may_take_an_import_back_in_their_own_name(store, address):
    """The server lets a reader withdraw an import, not in another's name, and not one that is not there."""
    first, *_ = fill(store)
    store.append("decisions", [include(first)], reader="bengt")
    store.set_up_readers({"anna": "reader", "guest": "observer"}, {"title_abstract": (2, 1.0, 0)})
    import_id, sha256 = store.imports()[["import_id", "sha256"]].iloc[0]
    row = "INSERT INTO withdrawals VALUES ('{}', 'imports', '{}', '{}', '2026-01-01', '')"
    with closing(psycopg.connect(address.replace("review@", "anna@"), autocommit=True)) as anna:
        for bad in (row.format("w1", import_id, "bengt"), row.format("w2", "nothing", "anna")):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                anna.execute(bad)
    with Store.open(address.replace("review@", "anna@")) as hers:
        hers.take_back(sha256, [], reader="anna")
        assert len(hers.records(["record_id"])) < 3
    assert store.verify().ok.all()


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("undo"), st.sampled_from(sorted(FILES))),
        st.tuples(st.just("bring"), st.sampled_from(sorted(FILES))),
        st.tuples(st.sampled_from(["include", "exclude"]), st.integers(0, 4)),
    ),
    min_size=2,
    max_size=8,
)


def test_random_histories(tmp_path_factory):
    """After any history sums add up, and what was decided on a title stands while the title does."""
    template = laid_out(tmp_path_factory.mktemp("template") / "review")
    titles = sorted({title for entries in FILES.values() for title, *_ in entries})

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(STEPS)
    def histories(steps):
        folder = shutil.copytree(template, tmp_path_factory.mktemp("history") / "review")
        with Workbench.open(folder) as review:
            here, said = set(), {}
            for kind, what in steps:
                if kind == "bring":
                    bring(review, what)
                    here.add(what)
                elif kind == "undo" and what in here:
                    review.undo_import(what, reader="anna", even_judged=True)
                    here.remove(what)
                elif kind in ("include", "exclude") and titles[what] in set(review.pile.references().title):
                    review.screening.decide(by_title(review, titles[what]), kind, reader="anna")
                    said[titles[what]] = kind
                there = {title for name in here for title, *_ in FILES[name]}
                assert set(review.pile.references().title) == there
                named = review.pile.references().set_index("reference_id").title
                decided = review.decisions.outcomes().set_index("reference_id").outcome
                assert dict(zip(named[decided.index], decided, strict=True)) == {
                    title: decision for title, decision in said.items() if title in there
                }
                flow = review.flow()
                assert flow.adds_up()
                assert flow.references == len(there) == review.status()["references"]
            assert review.verify().ok.all()

    histories()
