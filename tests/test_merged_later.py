"""Merged later: what was said of two references that turn out to be one is never changed without a word."""

import json
import shutil

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.agreement import contradictions, unite
from review.cli import main
from review.figures.flow import steps
from review.flow import Flow
from review.workbench import Workbench
from review_material import review_with

TITLES = (
    "Fewer blood tests on the ward: a controlled study",
    "Stopping sleeping pills in nursing homes",
    "Imaging of the back without red flags",
    "Antibiotics for a common cold in children",
)
ENTRY = "TY  - JOUR\nTI  - {}\nAU  - Berg, A\nPY  - 2019\nER  - \n\n"
READERS = "".join(
    f'\n[[readers]]\nid = "{name}"\nrole = "{role}"\n'
    for name, role in (
        ("anna", "reader"),
        ("bengt", "reader"),
        ("karin", "adjudicator"),
        ("kurt", "adjudicator"),
        ("erik", "health_economist"),
        ("gast", "observer"),
    )
)
FULL = {"stage": "full_text"}
GONE = FULL | {"decision": "exclude", "reason": "not_retrieved"}
WRONG = FULL | {"decision": "exclude", "reason": "wrong_population"}


def laid_out(folder, *, readers_per_reference=1):
    """Lay out a review of four references that nothing joins by rule, and return its folder."""
    review_with(
        folder,
        READERS,
        [("readers_per_reference = 1", f"readers_per_reference = {readers_per_reference}")],
        title="Merged",
    )
    (folder / "data" / "raw" / "a.ris").write_text("".join(map(ENTRY.format, TITLES)), encoding="utf-8")
    with Workbench.open(folder) as workbench:
        workbench.pile.import_files()
        workbench.duplicates.merge()
    return folder


@pytest.fixture(scope="module")
def laid(tmp_path_factory):
    """Return folders of reviews that one reader and two readers read, to be copied."""
    root = tmp_path_factory.mktemp("laid")
    return {n: laid_out(root / f"by{n}", readers_per_reference=n) for n in (1, 2)}


@pytest.fixture
def opened(laid, tmp_path):
    """Return a function that opens a fresh copy of a review."""
    reviews = []

    def open_copy(readers_per_reference=1):
        folder = shutil.copytree(laid[readers_per_reference], tmp_path / f"review{len(reviews)}")
        reviews.append(Workbench.open(folder))
        return reviews[-1]

    yield open_copy
    for review in reviews:
        review.close()


def ids(review):
    """Return the ids of the four records, which are the ids of their references before any merge."""
    return review.pile.records().record_id.to_list()


def decide(review, record, said, reader="anna"):
    """Let a reader say something of the reference that now holds a record."""
    said = {"decision": said} if isinstance(said, str) else dict(said)
    return review.screening.decide(
        review.pile.membership()[record], said.pop("decision"), reader=reader, **said
    )


def merge(review, one, other, reader="anna"):
    """Let a reader judge two records the same, and return the reference that holds both."""
    moved = review.duplicates.judge(one, other, "same", reader=reader)
    assert len(moved)
    return review.pile.membership()[one]


def outcome(review, reference, stage="title_abstract"):
    """Return the outcome of a reference, None where nobody decided."""
    found = review.decisions.outcomes(stage).set_index("reference_id").outcome
    return found.get(reference)


@pytest.mark.parametrize("swapped", [False, True], ids=["founder-first", "founder-last"])
@pytest.mark.parametrize(
    ("first", "second", "after"),
    [
        pytest.param("include", "exclude", "conflict", id="both-ways"),
        pytest.param("unsure", "exclude", "conflict", id="unsure-and-out"),
        pytest.param("include", "unsure", "sought", id="both-lead-to-the-full-text"),
        pytest.param("include", "include", "include", id="agree-in"),
        pytest.param("exclude", "exclude", "exclude", id="agree-out"),
    ],
)
def test_one_reader_who_decided_both_ways_is_asked_and_nothing_leaves_the_flow(
    opened, first, second, after, swapped
):
    """Decisions that agree merge; those that differ are a conflict of one reader, whichever came last."""
    review = opened()
    a, b, *_ = ids(review)
    for record, said in reversed([(a, first), (b, second)]) if swapped else [(a, first), (b, second)]:
        decide(review, record, said)
    reference = merge(review, a, b)
    found = outcome(review, reference)
    assert (found in ("include", "unsure")) if after == "sought" else (found == after)
    asked = after == "conflict"
    assert review.flow().judged_apart == review.flow().screening_conflicts == asked
    assert len(review.duplicates.contradictions()) == 2 * asked
    assert review.status()["contradictions"] == asked
    assert review.flow().adds_up()


@pytest.mark.parametrize(
    ("first", "second", "box", "asked"),
    [
        pytest.param(FULL | {"decision": "include"}, WRONG, "full_text_conflicts", True, id="both-ways"),
        pytest.param(
            FULL | {"decision": "include"}, FULL | {"decision": "unsure"}, "full_text_conflicts", True,
            id="unsure-is-no-include-here",
        ),
        pytest.param(WRONG, WRONG, "excluded_reports", False, id="agree"),
        pytest.param(WRONG, GONE, "sought", True, id="excluded-for-two-reasons"),
    ],
)  # fmt: skip
def test_full_texts_decided_both_ways_are_asked_too(opened, first, second, box, asked):
    """At the full text a reason that differs is asked for as well: it moves a report to another box."""
    review = opened()
    a, b, *_ = ids(review)
    for record, said in ((a, first), (b, second)):
        decide(review, record, "include")
        decide(review, record, said)
    reference = merge(review, a, b)
    assert getattr(review.flow(), box)
    assert (set(review.duplicates.contradictions().about) == {"full_text"}) == asked
    assert (reference in set(review.screening.queue("anna", stage="full_text").reference_id)) == asked


def test_a_flag_said_both_ways_is_asked_and_one_said_once_is_kept(opened):
    """True and False contradict; True and nothing said is True, though the last decision left it unsaid."""
    review = opened()
    a, b, c, d = ids(review)
    decide(review, a, {"decision": "include", "low_value_care": True, "note": "first"})
    decide(review, b, {"decision": "include", "low_value_care": False})
    decide(review, c, {"decision": "include", "low_value_care": True, "note": "first"})
    decide(review, d, {"decision": "include", "note": "second"})
    merge(review, a, b)
    kept = merge(review, c, d)
    assert set(review.duplicates.contradictions().said) == {"low_value_care True", "low_value_care False"}
    row = review.decisions.current().set_index("reference_id").loc[kept]
    assert (bool(row.low_value_care), row.note) == (True, "first; second")


def test_the_contradiction_comes_first_in_the_readers_queue_and_an_answer_ends_it(opened):
    """Whoever decided both ways decides again on the whole, and that counts."""
    review = opened()
    a, b, *_ = ids(review)
    decide(review, a, "include")
    decide(review, b, "exclude")
    reference = merge(review, a, b)
    queue = review.screening.queue("anna")
    assert (queue.reference_id[0], len(queue)) == (reference, 3)
    assert review.readers.progress().set_index("reader").left_to_read["anna"] == 3
    decide(review, a, "exclude")
    assert (outcome(review, reference), len(review.duplicates.contradictions())) == ("exclude", 0)
    assert reference not in set(review.screening.queue("anna").reference_id)
    review.screening.undo("anna")
    assert (outcome(review, reference), len(review.duplicates.contradictions())) == ("conflict", 2)


def test_who_knew_of_the_merge_has_answered(opened):
    """A decision on a merged reference stands for all of it, also when it falls apart and is joined again."""
    review = opened()
    a, b, *_ = ids(review)
    decide(review, b, "exclude")
    reference = merge(review, a, b)
    decide(review, a, "include")
    assert (outcome(review, reference), len(review.duplicates.contradictions())) == ("include", 0)
    review.duplicates.judge(a, b, "different", reader="anna")
    assert {outcome(review, a), outcome(review, b)} == {"include", "exclude"}
    merge(review, a, b)
    assert (outcome(review, reference), len(review.duplicates.contradictions())) == ("include", 0)


@pytest.mark.parametrize("way", ["split", "undo"])
def test_taking_the_merge_back_brings_the_old_state_back(opened, way):
    """Split or undone, each reference has its own decision again and nothing waits."""
    review = opened()
    a, b, *_ = ids(review)
    decide(review, a, "include")
    decide(review, b, "exclude")
    before = review.flow()
    merge(review, a, b)
    if way == "split":
        review.duplicates.split(b, reader="anna")
    else:
        review.duplicates.undo(b, a, reader="anna")
    assert (review.flow(), len(review.duplicates.contradictions())) == (before, 0)


@pytest.mark.parametrize(
    ("said", "after", "asked"),
    [
        pytest.param([("anna", 0, "include"), ("bengt", 1, "exclude")], "conflict", 0, id="two-readers"),
        pytest.param([("anna", 0, "include"), ("gast", 1, "exclude")], "include", 0, id="observer"),
        pytest.param([("karin", 0, "exclude"), ("anna", 1, "include")], "conflict", 2, id="settled-apart"),
        pytest.param([("anna", 0, "include"), ("karin", 1, "exclude")], "conflict", 2, id="settled-later"),
        pytest.param([("karin", 0, "exclude"), ("kurt", 1, "include")], "conflict", 2, id="two-adjudicators"),
        pytest.param(
            [("anna", 0, "include"), ("bengt", 0, "exclude"),
             ("karin", 0, "exclude"), ("anna", 1, "exclude")],
            "exclude", 0, id="settled-as-the-other-was",
        ),
        pytest.param(
            [("anna", 0, "include"), ("anna", 1, "exclude"), ("bengt", 2, "include")],
            "conflict", 2, id="one-of-two-both-ways",
        ),
    ],
)  # fmt: skip
def test_adjudicators_and_several_readers(opened, said, after, asked):
    """What was settled of one half does not settle what was decided of the other, unless both agree."""
    review = opened()
    records = ids(review)
    for reader, place, decision in said:
        decide(review, records[place], decision, reader)
    for other in sorted({place for _, place, _ in said} - {0}):
        reference = merge(review, records[0], records[other])
    assert outcome(review, reference) == after
    assert len(review.duplicates.contradictions(reader="karin")) == asked
    assert (reference in set(review.decisions.conflicts().reference_id)) == (after == "conflict")


def test_an_adjudicator_settles_what_one_reader_said_both_ways(opened):
    """Settled on the whole reference it is settled, and no longer in the reader's queue."""
    review = opened()
    a, b, *_ = ids(review)
    decide(review, a, "include")
    decide(review, b, "exclude")
    reference = merge(review, a, b)
    shown = review.screening.conflict_queue().iloc[0]
    assert (shown.readers, set(shown.decisions)) == (("anna", "anna"), {"include", "exclude"})
    review.screening.settle(reference, "exclude", reader="karin")
    assert (outcome(review, reference), review.status()["contradictions"]) == ("exclude", 0)
    assert reference not in set(review.screening.queue("anna").reference_id)


def test_a_reader_who_says_it_again_does_not_bring_an_older_settlement_back(opened):
    """Karin settled one half only: Anna's answer on the whole against it stays a conflict for Karin."""
    review = opened()
    a, b, *_ = ids(review)
    decide(review, a, "exclude", "karin")
    decide(review, b, "include")
    reference = merge(review, a, b)
    decide(review, a, "include")
    assert outcome(review, reference) == "conflict"
    decide(review, a, "include", "karin")
    assert (outcome(review, reference), len(review.duplicates.contradictions())) == ("include", 0)


def test_what_is_blind_stays_blind(opened):
    """With two readers nobody is told what a colleague said both ways before both have read."""
    review = opened(2)
    a, b, *_ = ids(review)
    decide(review, a, "include")
    decide(review, b, "exclude")
    moved = review.duplicates.judge(a, b, "same", reader="bengt")
    reference = review.pile.membership()[a]
    assert set(moved.contradictory) == {""}
    assert (
        len(review.duplicates.contradictions(reader="bengt")) == len(review.duplicates.contradictions()) == 0
    )
    assert (
        len(review.duplicates.contradictions(reader="anna"))
        == len(review.duplicates.contradictions(reader="karin"))
        == 2
    )
    assert (outcome(review, reference), review.status()["contradictions"]) == ("waiting", 1)
    assert review.screening.queue("anna").reference_id[0] == reference
    decide(review, b, "include", "bengt")
    assert outcome(review, reference) == "conflict"
    decide(review, b, "include", "anna")
    assert outcome(review, reference) == "include"


def test_a_rule_that_joins_by_a_new_import_asks_too(opened):
    """A third record with the DOI of one and the PMID of the other joins what was decided apart."""
    review = opened()
    entry = "TY  - JOUR\nTI  - {}\nAU  - Berg, Anna\nPY  - 2020\nJO  - J Ward\n{}ER  - \n\n"
    title = "Withdrawal of proton pump inhibitors in primary care: a cluster trial"
    doi, pmid = "DO  - 10.5555/j\n", "AN  - 31234567\nDB  - PubMed\n"
    texts = [(title, doi), (f"{title} in Sweden", pmid), (f"{title} in Sweden", doi + pmid)]
    for number, text in enumerate(texts):
        path = review.project.folder / "data" / "raw" / f"later{number}.ris"
        path.write_text(entry.format(*text), encoding="utf-8")
        review.pile.import_files([path])
        moved = review.duplicates.merge()
        if number < 2:
            newest = review.pile.records().record_id.iloc[-1]
            assert moved.empty
            decide(review, newest, ("include", "exclude")[number])
    assert set(moved.contradictory) == {"decisions"}
    assert outcome(review, review.pile.membership()[newest]) == "conflict"
    assert review.flow().judged_apart == 1


def test_links_of_one_study_that_contradict_both_count_until_one_is_said_again(opened):
    """Direction or certainty that differs is shown; what agrees becomes one link; a new link answers."""
    review = opened()
    a, b, *_ = ids(review)
    review.links.add(a, "IG14", "supports", reader="anna", certainty="high")
    review.links.add(b, "IG14", "contradicts", reader="anna", certainty="high")
    review.links.add(a, "IG03", "supports", reader="anna", certainty="low")
    review.links.add(b, "IG03", "supports", reader="anna", note="also here")
    reference = merge(review, a, b)
    links = review.links.current().set_index("recommendation_id")
    assert sorted(links.loc["IG14"].direction) == ["contradicts", "supports"]
    assert (links.loc["IG03"].certainty, links.loc["IG03"].note) == ("low", "also here")
    assert set(review.duplicates.contradictions().said) == {"direction supports", "direction contradicts"}
    path = review.project.folder / "links.csv"
    review.links.export(path)
    assert review.links.import_file(path)["stored"] == 0
    table = pd.DataFrame([{"reference_id": reference, "recommendation_id": "IG14", "direction": "mixed"}])
    table.to_csv(path, index=False)
    assert review.links.import_file(path, reader="anna")["stored"] == 1
    assert list(review.links.current().query("recommendation_id == 'IG14'").direction) == ["mixed"]
    assert review.duplicates.contradictions().empty


def test_codes_of_one_reader_that_contradict_are_both_there_until_said_again(opened):
    """Two readers may differ; one reader who gave two directions is asked; taking the code off takes both."""
    review = opened()
    a, b, *_ = ids(review)
    code = ("determinants", "patient_demand")
    review.codes.add(a, *code, reader="anna", direction="helps")
    review.codes.add(b, *code, reader="anna", direction="hinders")
    review.codes.add(b, *code, reader="bengt", direction="hinders")
    reference = merge(review, a, b)
    assert set(review.duplicates.contradictions().reader) == {"anna"}
    assert len(review.codes.current()) == 3
    review.codes.add(reference, *code, reader="anna", direction="mixed")
    assert (sorted(review.codes.current().direction), len(review.duplicates.contradictions())) == (
        ["hinders", "mixed"],
        0,
    )
    review.codes.remove(reference, *code, reader="anna")
    assert set(review.codes.current().reader) == {"bengt"}


def test_two_evaluations_of_one_comparison_that_differ_are_shown(opened):
    """The same comparison taken out of what was two studies, with other numbers, waits for the economist."""
    review = opened()
    a, b, *_ = ids(review)
    path = review.project.folder / "costs.csv"
    row = {"recommendation_id": "IG14", "intervention": "surgery", "comparator": "exercise", "country": "GBR",
           "care_in_question": "intervention", "currency": "GBP", "price_year": 2015}  # fmt: skip
    rows = [{"evaluation_id": "E1", "reference_id": a, "cost_difference": 1240} | row,
            {"evaluation_id": "E2", "reference_id": b, "cost_difference": 990} | row]  # fmt: skip
    pd.DataFrame(rows).to_csv(path, index=False)
    review.workbook.import_file(path, reader="erik")
    assert review.duplicates.contradictions().empty
    reference = merge(review, a, b)
    shown = review.duplicates.contradictions()
    assert (set(shown.kind), set(shown.reader)) == ({"evaluations"}, {"erik"})
    assert set(shown.said) == {"cost_difference 1240.0", "cost_difference 990.0"}
    pd.DataFrame([rows[1] | {"reference_id": reference, "cost_difference": 1240}]).to_csv(path, index=False)
    review.workbook.import_file(path, reader="erik")
    assert review.duplicates.contradictions().empty


def test_dedupe_status_conflicts_and_verify_say_so_in_text_and_json(opened, capsys):
    """Every place where a person looks names the reference, and verify says no until it is answered."""
    review = opened()
    a, b, *_ = ids(review)
    decide(review, a, "include")
    decide(review, b, "exclude")
    at = ["--project", str(review.project.folder)]
    assert main(["dedupe", "--same", a, b, "--reader", "anna", *at]) == 0
    said = capsys.readouterr()
    assert "anna said decision include" in said.err
    assert "decision exclude" in said.out
    assert main(["dedupe", "--json", *at]) == 0
    told = json.loads(capsys.readouterr().out)["contradictions"]
    assert {row["said"] for row in told} == {"decision include", "decision exclude"}
    assert main(["conflicts", "--merged", "--json", *at]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
    assert main(["verify", *at]) == 1
    assert "what was said before records were merged agrees" in capsys.readouterr().err
    assert main(["decide", a, "include", "--reader", "anna", *at]) == 0
    assert main(["verify", *at]) == 0


def test_the_flow_figure_names_it():
    """The figure says beside what is in conflict how many were judged both ways before they were one."""
    flow = Flow(references=2, screening_conflicts=1, sought=1, judged_apart=1)
    boxes = [box for _, *boxes in steps(flow, "en", {}) for box in boxes if box]
    said = [line for _, _, lines in boxes for line in lines]
    assert "of which judged differently before duplicates were merged: 1" in said


def test_the_card_brings_it_up_again(opened):
    """On the card the reference is unread once more, not called decided elsewhere."""
    review = opened()
    a, b, *_ = ids(review)
    decide(review, a, "include")
    decide(review, b, "exclude")
    reference = merge(review, a, b)
    card = review.cards.screen("anna")
    assert card.shown["key"] == reference
    assert card.shown["decision"] == ""


def test_the_pair_card_says_that_the_two_were_judged_differently(opened):
    """Whoever joins two references on the card is told that they wait for an answer."""
    review = opened()
    folder = review.project.folder
    text = "TY  - JOUR\nTI  - Stopping ward tests\nAU  - Lind, C\nPY  - {}\n{}ER  - \n\n"
    (folder / "data" / "raw" / "b.ris").write_text(
        text.format(2019, "") + text.format(2020, "JO  - J Ward\n")
    )
    review.pile.import_files([folder / "data" / "raw" / "b.ris"])
    review.duplicates.merge()
    one, two = ids(review)[-2:]
    decide(review, one, "include")
    decide(review, two, "exclude")
    card = review.cards.confirm_pairs("anna")
    card._handle_custom_msg({"do": "same", "key": card.shown["key"]}, [])
    assert "they wait for an answer" in card.shown["status"]
    card._handle_custom_msg({"do": "undo", "key": card.shown["key"]}, [])
    assert review.duplicates.contradictions().empty


def row(identifier, record, decision, *, reader="anna", stage="title_abstract", reference="a"):
    """Return one decision as the workbench hands it on."""
    said = {"decision": decision, "reason": "", "low_value_care": None, "de_implementation": None, "note": ""}
    return {"id": identifier, "record_id": record, "reference_id": reference, "stage": stage,
            "reader": reader, "at": identifier} | said  # fmt: skip


def test_only_what_was_said_apart_contradicts():
    """Of three decisions, the one made on the whole answers those before it, in whatever order ids sort."""
    frame = pd.DataFrame([row("1", "a", "include"), row("2", "b", "exclude"), row("4", "a", "include")])
    moves = {"b": [("3", "a")]}
    assert contradictions(frame[:2], ["decision"], moves)["id"].tolist() == ["1", "2"]
    assert contradictions(frame[1:], ["decision"], moves).empty
    united = unite(frame[1:].reset_index(drop=True), ["reference_id", "stage", "reader"], ["decision"], moves)
    assert united["id"].tolist() == ["4"]


DECISIONS = ("include", "exclude")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.integers(0, 3), st.sampled_from(DECISIONS)),
        st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("check"), st.integers(0, 3), st.integers(0, 3)),
    ),
    min_size=2,
    max_size=10,
)


@pytest.mark.parametrize("stage", ["title_abstract", "full_text"])
def test_random_histories_at_both_stages(laid, tmp_path_factory, stage):
    """After any history a reference is as its open voices say, and taking a merge back restores the flow."""

    def said(voices):
        return None if not voices else voices[0] if len(set(voices)) == 1 else "conflict"

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(STEPS)
    def histories(steps):
        folder = shutil.copytree(laid[1], tmp_path_factory.mktemp("history") / "review")
        with Workbench.open(folder) as review:
            records = ids(review)
            reason = {"reason": "wrong_population", "stage": stage} if stage == "full_text" else {}
            if stage == "full_text":
                for record in records:
                    decide(review, record, "include")
            voices = {record: [] for record in records}  # the model: what nobody has answered, by reference
            for kind, place, what in steps:
                home = review.pile.membership()
                if kind == "decide":
                    more = reason if what == "exclude" else {"stage": stage} if reason else {}
                    decide(review, records[place], {"decision": what} | more)
                    voices[home[records[place]]] = [what]
                elif home[records[place]] != home[records[what]]:
                    one, other = home[records[place]], home[records[what]]
                    before = review.flow()
                    moved = review.duplicates.judge(records[place], records[what], "same", reader="anna")
                    reference = review.pile.membership()[records[place]]
                    both = voices[one] + voices[other]
                    assert ("decisions" in "".join(moved.contradictory)) == (said(both) == "conflict")
                    if kind == "check":
                        review.duplicates.undo(records[place], records[what], reader="anna")
                        assert review.flow() == before
                    else:
                        voices |= {one: [], other: [], reference: both}
                for reference in set(review.pile.membership()):
                    assert outcome(review, reference, stage) == said(voices[reference])
                flow = review.flow()
                assert flow.adds_up()
                assert flow.judged_apart == sum(said(each) == "conflict" for each in voices.values())

    histories()
