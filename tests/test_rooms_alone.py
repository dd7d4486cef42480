"""Each room by itself: on a project and a store, with stand-ins for the rooms it is given.

A stand-in answers the few names a test lists and nothing else, so that what a room asks of its
neighbours is seen here.
"""

from types import SimpleNamespace

import pandas as pd
import pytest

from review.errors import UsageError
from review.evidence import FLAGS
from review.project import Project
from review.records import Record, to_frame
from review.store import Store
from review.workbench.abstraction import Abstraction
from review.workbench.ballots import Ballots
from review.workbench.cards import Cards
from review.workbench.checklists import Checklists
from review.workbench.codes import Codes
from review.workbench.decisions import Decisions
from review.workbench.duplicates import Duplicates
from review.workbench.economics import Economics
from review.workbench.flags import Flags
from review.workbench.judgements import Judgements
from review.workbench.kept import Kept
from review.workbench.links import Links
from review.workbench.pile import Pile
from review.workbench.readers import Readers
from review.workbench.register import Register
from review.workbench.report import Report
from review.workbench.screening import Screening
from review.workbench.silences import Silences
from review.workbench.standing import Standing
from review.workbench.stopping import Stopping
from review.workbench.tables import Tables
from review.workbench.workbook import Workbook
from review_material import review_with
from store_material import StandIn

READERS = """
[[readers]]
id = "anna"
[[readers]]
id = "bengt"
[[readers]]
id = "karin"
role = "adjudicator"
[[readers]]
id = "erik"
role = "health_economist"

"""
TITLES = {"r1": "Knee surgery that does no good", "r2": "Waste water", "r3": "Imaging of the back"}
REFERENCES = pd.DataFrame(
    {"reference_id": list(TITLES), "title": list(TITLES.values()), "abstract": "", "keywords": "", "doi": "",
     "pmid": "", "journal": "J", "year": pd.array([2020, 2021, None], dtype="Int64")}
).astype({"title": "str", "reference_id": "str"})  # fmt: skip


@pytest.fixture
def project(tmp_path):
    """Return a new review with two readers, an adjudicator and an economist."""
    return Project.open(review_with(tmp_path / "review", READERS, title="Alone"))


@pytest.fixture
def store(project):
    """Return the memory of the review, in which the three records are and nothing was said of them."""
    opened = Store.open(project.database())
    records = to_frame([Record(identifier, title=title) for identifier, title in TITLES.items()])
    opened.add_imports([(StandIn(records), {"searched_on": "", "search": ""})], reader="import")
    yield opened
    opened.close()


def room(**answers):
    """Return a stand-in for a room: each name answers with a value, or is a function."""
    return SimpleNamespace(**{
        name: said if callable(said) else lambda *_, said=said, **__: said for name, said in answers.items()
    })  # fmt: skip


def nothing(_=None):
    """Do nothing, as a check does that finds no fault."""


def at_home(frame):
    """Leave judgements where they were made, as where nothing was merged."""
    return frame.assign(record_id=frame.reference_id).reset_index(drop=True)


def pile(**more):
    """Return a stand-in for a pile of three references of one record each."""
    return room(**{
        "references": REFERENCES.copy(), "reference_ids": REFERENCES[["reference_id"]], "check": nothing,
        "titles": REFERENCES.set_index("reference_id").title, "count_references": 3, "at_home": at_home,
        "moves": pd.DataFrame(columns=["record_id", "reference_id", "at"]), "moved": dict,
        "membership": pd.Series(list(TITLES), index=list(TITLES), dtype="str"),
    } | more)  # fmt: skip


def decided(*rows):
    """Return decisions on title and abstract as rows to store: reference, decision, reader."""
    columns = ["reference_id", "decision", "reader"]
    rest = {"stage": "title_abstract", "reason": "", "note": "", "drawn": "by_hand"}
    return pd.DataFrame(rows, columns=columns).assign(**rest)


def test_the_pile_stands_on_a_project_and_a_store_alone(project, store):
    """Files come in, and make references that are found again by their ids."""
    entry = "TY  - JOUR\nTI  - {}\nDO  - 10.5555/{}\nER  - \n\n"
    raw = project.path("data", "raw", "a.ris")
    raw.write_text(entry.format("Knee", "k") + entry.format("Hip", "h"), encoding="utf-8")
    alone = Pile(project, store, Kept(store))
    assert alone.import_files()[["records", "new"]].to_numpy().tolist() == [[2, 2]]
    assert sorted(alone.titles()) == sorted(["Hip", "Knee", *TITLES.values()])
    alone.check(alone.references().reference_id)
    with pytest.raises(UsageError, match="unknown reference 'r9'"):
        alone.check(["r9"])


def test_duplicates_ask_the_pile_for_records_and_judgements_for_what_contradicts(project, store):
    """An empty pile has nothing to merge; what contradicts is told with the titles of the pile."""
    empty = pd.DataFrame(columns=["record_id", "cluster_id", "rule", "because_of"], dtype="str")
    apart = pd.DataFrame(
        {"reference_id": ["r1"], "kind": "links", "about": "IG14", "reader": "anna", "said": "supports",
         "record_id": "r1", "at": "2026"}
    )  # fmt: skip
    judgements = room(contradicting=apart, contradicted={"r1"})
    given = pile(records=pd.DataFrame(), clusters=empty)
    alone = Duplicates(project, store, Kept(store), given, judgements)
    assert alone.merge().empty
    assert alone.contradictions().title.to_list() == ["Knee surgery that does no good"]
    assert alone.count_contradictions() == 1


def test_judgements_ask_each_of_their_rooms(project):
    """One frame of all, and every reference that anything contradicts on."""

    def judging(name):
        return room(judged=pd.DataFrame({"reference_id": [name]}), contradicted={name},
                    contradicting=pd.DataFrame({"reference_id": [name]}))  # fmt: skip

    alone = Judgements(judging("r1"), judging("r2"), judging("r3"), judging("r1"))
    assert alone.judged().reference_id.to_list() == alone.contradicting().reference_id.to_list()
    assert alone.contradicted() == {"r1", "r2", "r3"}


def test_the_register_stands_on_a_project_alone(project):
    """Recommendations by their ids, and a name each."""
    alone = Register(project)
    alone.check("IG14")
    with pytest.raises(UsageError, match="unknown recommendation 'X'"):
        alone.check("X")
    assert dict(alone.named("en"))["IG14"]
    assert set(alone.flag_terms()) == set(FLAGS)


def test_tables_ask_the_register_and_the_links(project):
    """An exception is said by the register, a table, or a link; of the others nobody has said any."""
    register = Register(project)
    links = room(current=pd.DataFrame({"recommendation_id": ["IG14"], "reference_id": "r1",
                                       "exceptions": "locked knee"}))  # fmt: skip
    told = Tables(project, register, links).exceptions().set_index("recommendation_id")
    assert "locked knee" in told.loc[["IG14"]].when_sv.to_list()
    asked = Tables(project, room(recommendations=register.recommendations().head(3)), links)
    assert len(asked.displacement()) >= 3


def test_ballots_ask_the_pile_where_records_are(project, store):
    """One's own decisions and everybody's; an id the pile does not know is refused and nothing stored."""
    alone = Ballots(project, store, Kept(store), pile())
    alone.add(decided(("r1", "include", "anna"), ("r1", "exclude", "bengt"), ("r2", "exclude", "anna")))
    assert alone.own("anna", "title_abstract").reference_id.to_list() == ["r1", "r2"]
    assert alone.every().reader.to_list() == ["anna", "bengt", "anna"]

    def refuse(ids):
        raise UsageError("unknown reference")

    strict = Ballots(project, store, Kept(store), pile(check=refuse))
    with pytest.raises(UsageError):
        strict.add(decided(("r3", "include", "anna")))
    assert store.counts(["decisions"])["decisions"] == 3


def how(stage="title_abstract"):
    """Return how a stage is read by two."""
    return {"stage": stage, "readers_per_reference": dict.fromkeys(TITLES, 2), "adjudicators": ["karin"],
            "observers": []}  # fmt: skip


def test_decisions_tell_of_the_ballots_what_is_open(project):
    """What two said differently is a conflict; what waits for a second reader only its reader sees."""
    said = decided(("r1", "include", "anna"), ("r1", "exclude", "bengt"), ("r2", "exclude", "anna"))
    said = said.assign(id=["d1", "d2", "d3"], at="2026", **dict.fromkeys(FLAGS, pd.NA))
    ballots = room(every=said, waiting={"r2"}, reopened=set(), how=how(), side_by_side=said)
    alone = Decisions(project, pile(), ballots)
    assert alone.outcomes().set_index("reference_id").outcome["r1"] == "conflict"
    assert alone.current().reference_id.unique().tolist() == ["r1"]
    assert alone.current(reader="anna").reference_id.unique().tolist() == ["r1", "r2"]


def test_screening_asks_what_is_decided_and_puts_the_rest_in_order(project, store):
    """The queue holds what waits for a reader, with titles; a decision goes to the ballots."""
    told = []
    ballots = room(waits_for=pd.Series(["r1", "r3"]), again=set(), own=decided(),
                   add=lambda rows: told.append(rows) or ["d1"])  # fmt: skip
    register = room(flag_terms={"low_value_care": ["no good"]}, recommendations=pd.DataFrame(
        columns=["condition_en", "intervention_en", "synonyms_en"], dtype="str"))  # fmt: skip
    alone = Screening(project, store, Kept(store), pile(), register, room(), ballots)
    assert set(alone.queue("anna").reference_id) == {"r1", "r3"}
    assert alone.decide("r1", "include", reader="anna") == "d1"
    assert told[0][["reference_id", "decision", "reader"]].to_numpy().tolist() == [["r1", "include", "anna"]]


def test_readers_count_what_the_ballots_say(project, store):
    """How many each decided, is left and waits for a second; no judgement shows."""
    ballots = room(every=decided(("r1", "include", "anna")), done={"r1"}, waiting={"r1", "r2"}, again=set())
    alone = Readers(project, store, pile(), room(), ballots)
    progress = alone.progress().set_index("reader")
    assert progress.loc["anna", ["decided", "left_to_read", "of_these_as_second"]].tolist() == [1, 2, 1]
    assert alone.waiting_for_second() == 2


def test_stopping_takes_the_order_from_the_store_and_what_counts_from_the_decisions(project, store):
    """What was settled as excluded is not relevant, what waits for another reader is not there."""
    said = ("r1", "include", "anna"), ("r2", "include", "anna"), ("r3", "exclude", "anna")
    store.append("decisions", decided(*said))
    decisions = room(outcomes=pd.DataFrame({"reference_id": ["r2"], "outcome": ["exclude"]}))
    alone = Stopping(project, store, pile(), decisions, room(reopened=set(), waiting={"r3"}), room())
    assert alone.reading_order()[["reference_id", "relevant"]].to_numpy().tolist() == [["r1", 1], ["r2", 0]]


def test_flags_are_taught_by_register_and_decisions(project, store):
    """A probability for each reference of the pile; the one with the glossary's words comes first."""
    labels = pd.DataFrame({"reference_id": list(TITLES)} | dict.fromkeys(FLAGS, pd.NA)).astype(
        dict.fromkeys(FLAGS, "Float64")
    )
    register = room(flag_terms={FLAGS[0]: ["no good"], FLAGS[1]: []}, flag_criteria={FLAGS[0]: []})
    alone = Flags(project, Kept(store), pile(), register, room(flags=labels), room())
    assert alone.likeliest(FLAGS[0], 1)[["reference_id", "title"]].to_numpy().tolist() == [
        ["r1", TITLES["r1"]]
    ]


def test_links_check_both_ends_before_anything_is_stored(project, store):
    """The reference with the pile, the recommendation with the register."""
    asked = []
    register = room(check=asked.append)
    alone = Links(project, store, pile(check=lambda ids: asked.extend(ids)), register, room())
    alone.add("r1", "IG14", "supports", reader="anna")
    assert asked == ["r1", "IG14"]
    assert alone.current()[["reference_id", "recommendation_id"]].to_numpy().tolist() == [["r1", "IG14"]]
    assert alone.count() == 1


def test_codes_are_of_the_codebooks_the_register_has(project, store):
    """A code of no book is refused; one of a book counts on what is included."""
    books = Register(project).codebooks()
    alone = Codes(project, store, pile(), room(codebooks=books), room(included={"r1"}))
    alone.add("r1", "study_design", "cohort", reader="anna")
    assert alone.counts().query("code == 'cohort'").codebook.to_list() == ["study_design"]
    with pytest.raises(UsageError, match="unknown codebook"):
        alone.add("r1", "shoes", "red", reader="anna")


COMPARISON = {
    "evaluation_id": "E1", "reference_id": "r1", "intervention": "surgery", "comparator": "exercise",
    "country": "SE", "currency": "SEK", "price_year": 2020, "cost_intervention": 20000.0,
    "cost_comparator": 10000.0,
}  # fmt: skip


@pytest.fixture
def economics(project, store):
    """Return the room of economics on a real register, with a stand-in pile and stand-in decisions."""
    register = Register(project)
    return Economics(
        project, store, Silences(store), pile(), register, room(included={"r1", "r2"}, sees_all=False)
    )


def test_economics_price_what_was_taken_out_of_the_pile_s_studies(economics):
    """Kronor of one year, by the register's price levels; a study without a comparison is still to begin."""
    rows = pd.DataFrame([COMPARISON]).reindex(columns=economics.told().columns).astype(object)
    economics.write("evaluations", rows.where(rows.notna(), ""), "erik")
    assert economics.evaluations().evaluation_id.to_list() == ["E1"]
    assert economics.to_begin() == ["r2"]


def test_checklists_are_answered_about_what_economics_has(project, store, economics):
    """An answer to an item of an evaluation that is there; one that is not there is refused."""
    rows = pd.DataFrame([COMPARISON]).reindex(columns=economics.told().columns).astype(object)
    economics.write("evaluations", rows.where(rows.notna(), ""), "erik")
    comparisons = room(comparisons=pd.DataFrame({"evaluation_id": ["E1"], "reference_id": ["r1"]}))
    alone = Checklists(project, store, pile(), comparisons)
    checklist = alone.items().checklist[0]
    assert alone.answer("E1", checklist, {"1": "yes"}, reader="erik") == 1
    assert alone.completeness().title.unique().tolist() == [TITLES["r1"]]
    with pytest.raises(UsageError, match="no economic evaluation 'E9'"):
        alone.answer("E9", checklist, {"1": "yes"}, reader="erik")


def test_abstraction_lays_two_readings_side_by_side(project, store):
    """Where nobody has read a second time there is no difference, and none can be settled."""
    economics = room(first_readers=pd.Series(dtype="str"), waiting_for_second=2)
    alone = Abstraction(project, store, Silences(store), pile(), economics)
    assert alone.differences().empty
    assert alone.twice() == {"evaluations": 0, "settled": 0, "open": 0, "waiting": 2}
    with pytest.raises(UsageError, match="no open difference"):
        alone.settle("E1", "country", "first", reader="erik")


def test_the_workbook_asks_each_room_for_its_sheet(project, tmp_path):
    """A row per evaluation, one to begin with per study that waits; answers and items of checklists."""
    columns = ["evaluation_id", "reference_id"]
    economics = room(
        told=pd.DataFrame([["E1", "r1"]], columns=columns), to_begin=["r2"],
        concerned=Register(project).recommendations(),
    )  # fmt: skip
    answers = pd.DataFrame(columns=["evaluation_id", "checklist", "item", "answer"], dtype="str")
    items = Checklists(project, None, None, None).items()
    alone = Workbook(project, pile(), economics, room(answers=answers, items=items), room())
    assert alone.export(tmp_path / "costs.xlsx") == 2


def test_standing_asks_the_register_and_what_the_evidence_is(project):
    """A page of an unknown recommendation is refused by the register; overlaps need no evidence at all."""

    def evidence():
        raise AssertionError("not needed")

    alone = Standing(project, Register(project), evidence)
    assert {"recommendation_id", "list_name"} <= set(alone.overlaps())
    with pytest.raises(UsageError, match="unknown recommendation"):
        alone.page("X")


def test_cards_ask_for_the_desk_of_the_card(project):
    """Who is no reader gets none, and the desk is not even made."""
    made = []
    alone = Cards(project, {"pairs": lambda reader: made.append(reader)})
    with pytest.raises(UsageError, match="unknown reader 'nobody'"):
        alone.confirm_pairs("nobody")
    assert not made


def test_the_report_room_writes_what_pile_decisions_and_links_say(project, tmp_path):
    """References with outcome and recommendations, and the flow from the function it was given."""
    outcomes = pd.DataFrame({"reference_id": ["r1"], "outcome": ["include"], "reason": [""]})
    flags = pd.DataFrame({"reference_id": list(TITLES)} | dict.fromkeys(FLAGS, pd.NA))
    links = pd.DataFrame({"reference_id": ["r1"], "recommendation_id": ["IG14"]})
    alone = Report(
        project, pile(), room(outcomes=outcomes, flags=flags), room(), room(current=links),
        snapshot=None, flow=lambda: pytest.fail("not asked"),
    )  # fmt: skip
    assert alone.export("csv", tmp_path / "a.csv", outcome="include") == 1
    assert alone.chosen(outcome="include").recommendations.to_list() == ["IG14"]
