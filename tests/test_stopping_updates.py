"""A review that lives on: what a draw knows, what a signature covers, and a control set."""

import json

import pandas as pd
import pytest

from review.cli import main
from review.errors import ProjectError
from review.project import Project
from review.report import render
from review.stopping import control_set
from review.workbench import Workbench
from review_material import review_with

READERS = '[[readers]]\nid = "anna"\n\n[[readers]]\nid = "bengt"\n\n'
WORDS = ("opioid", "imaging", "antibiotic", "surgery", "screening", "knee", "back", "thyroid", "vitamin")


def entries(first, n, relevant=()):
    """Return RIS entries with numbers as titles; the relevant ones share a word."""
    return "".join(
        f"TY  - JOUR\nTI  - {'Overuse' if number in relevant else 'Trial'} of "
        f"{WORDS[number % 9]} {WORDS[number // 9 % 9]} number {number}\nDO  - 10.5555/n{number}\nER  - \n\n"
        for number in range(first, first + n)
    )


@pytest.fixture
def workbench(tmp_path):
    """A review of 300 references, one reader each, nothing read."""
    folder = review_with(tmp_path / "review", READERS, title="Living")
    with Workbench.open(folder) as opened:
        take_in(opened, "a.ris", entries(0, 300, range(30)))
        yield opened


def take_in(workbench, name, text):
    """Import an export and merge duplicates."""
    path = workbench.project.path("data", "raw", name)
    path.write_text(text, encoding="utf-8")
    workbench.pile.import_files([path])
    workbench.duplicates.merge()


def number_of(workbench):
    """Return a Series: reference to the number in its title."""
    return workbench.pile.titles().str.extract(r"number (\d+)$")[0].astype(int)


def read(workbench, ids, relevant=range(30), reader="anna", drawn="ranked"):
    """Let a reader decide references in this order."""
    numbers = number_of(workbench)
    rows = pd.DataFrame({"reference_id": list(ids), "reader": reader, "stage": "title_abstract"})
    rows["decision"] = ["include" if numbers[each] in relevant else "exclude" for each in ids]
    workbench.store.append("decisions", rows.assign(drawn=drawn, reason="", note=""))


def read_queue(workbench, n, relevant=range(30)):
    """Let Anna decide what the queue brings, as it was drawn."""
    queue = workbench.screening.queue("anna", n=n)
    numbers = number_of(workbench)
    rows = queue[["reference_id", "drawn"]].assign(stage="title_abstract", reason="", note="")
    rows["decision"] = ["include" if numbers[each] in relevant else "exclude" for each in rows.reference_id]
    workbench.store.append("decisions", rows, reader="anna")


def sign(workbench):
    """Sign a certificate as Anna."""
    return workbench.stopping.sign(workbench.project.path("outputs", "s.html"), reader="anna", runs=2)


def told_by(card):
    """Return the line on recall and stopping that a card shows on request."""
    return card._telling._stands(card._desk.standing())["said"]


def test_what_came_after_a_signature_is_told_wherever_the_stopping_state_is(workbench, capsys):
    """300 read and signed, 40 imported: status, command, card and report say 40, and nobody may stop."""
    read(workbench, sorted(number_of(workbench).index, key=number_of(workbench).get))
    signed = sign(workbench)
    assert signed["certificate"]["reached"]
    assert workbench.status()["stopping"]["came_after"] == 0
    take_in(workbench, "b.ris", entries(300, 40))
    said = workbench.stopping.certificate()
    assert (said.reached, said.n_total, said.n_read, said.n_after) == (False, 340, 300, 40)
    assert any("40 references have come since" in each for each in said.reasons)
    assert workbench.status()["stopping"] | {"signed": ""} == {
        "rule": "ranked", "control_share": 0.0, "signed": "", "came_after": 40,
    }  # fmt: skip
    assert "40 came after" in told_by(workbench.cards.screen("anna", language="en"))
    sentence = "40 references have come since"
    assert sentence in render(workbench.snapshot(), language="en", chapters=["method"])
    assert main(["stop", "--project", str(workbench.project.folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n_after"] == 40
    assert sign(workbench)["certificate"]["n_after"] is None
    assert workbench.stopping.certificate().n_after == 0


def by_number(workbench):
    """Return all references in the order of the numbers in their titles."""
    return number_of(workbench).sort_values().index.to_list()


@pytest.mark.parametrize("n_new", [3, 40, 300])
def test_what_came_later_is_never_said_to_be_found(workbench, n_new):
    """However many come: no yes rests on draws from before, where enough could be missed among them."""
    read(workbench, by_number(workbench))
    take_in(workbench, "b.ris", entries(300, n_new))
    said = workbench.stopping.certificate()
    assert not said.reached or said.n_later is None
    assert said.reached == (n_new == 1 or 30 / (30 + n_new) >= 0.95)


def test_a_late_duplicate_is_no_reference_that_came_later(workbench):
    """A second export with 20 known references and 10 new ones: 10 came later."""
    read(workbench, by_number(workbench))
    sign(workbench)
    take_in(workbench, "b.ris", entries(280, 30))
    assert workbench.pile.count_references() == 310
    said = workbench.stopping.certificate()
    assert (said.n_total, said.n_read, said.n_after) == (310, 300, 10)


def test_two_references_that_turn_out_to_be_one_leave_the_signed_pile_whole(workbench):
    """Merging takes away, and what is left of the signed pile did not come after it."""
    ids = by_number(workbench)
    read(workbench, ids)
    sign(workbench)
    workbench.duplicates.judge(ids[40], ids[41], "same", reader="anna")
    workbench.duplicates.merge()
    said = workbench.stopping.certificate()
    assert (said.n_total, said.n_after) == (299, 0)


def test_what_is_taken_back_and_imported_again_is_counted_as_it_is(workbench):
    """The pile is what stands now; nobody is left with references that are gone."""
    read(workbench, by_number(workbench))
    sign(workbench)
    take_in(workbench, "b.ris", entries(300, 40))
    workbench.undo_import("b.ris", reader="anna")
    assert (workbench.stopping.certificate().n_total, workbench.stopping.certificate().n_after) == (300, 0)


def test_a_broken_copy_of_the_signature_is_told_and_not_guessed_at(workbench):
    """The file is named, and what to do with it."""
    path = workbench.project.path("data", "signed_certificate.json")
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ProjectError, match="signed_certificate.json: expected the newest signed certificate"):
        workbench.stopping.certificate()


PLANNED = 0.2


@pytest.fixture
def controlled(workbench):
    """The same review with a control set planned."""
    workbench.project.keep("stopping", "control_share", PLANNED)
    return workbench


def test_the_control_set_is_read_first_and_then_the_ranking(controlled):
    """In the order of the set, drawn at random; after it nothing is drawn at random."""
    ids = controlled.pile.reference_ids().reference_id
    chosen = control_set(ids, PLANNED, controlled.project.seed)
    queue = controlled.screening.queue("anna")
    assert queue.reference_id.to_list()[: len(chosen)] == chosen
    assert set(queue.drawn[: len(chosen)]) == {"random"}
    assert set(queue.drawn[len(chosen) :]) == {"ranked"}


def test_the_ranking_is_not_told_of_what_waits(controlled):
    """With the relevant ones that wait or without them, the order of the rest is the same."""
    scattered = range(0, 300, 7)
    read_queue(
        controlled, len(control_set(number_of(controlled).index, PLANNED, controlled.project.seed)), scattered
    )
    read_queue(controlled, 20, scattered)
    before = controlled.screening.queue("anna").reference_id.to_list()
    own = controlled.decisions.current(reader="anna")
    drawn = own.reference_id[(own.drawn == "random") & (own.decision == "include")]
    waiting = set(drawn) - controlled.screening.come_to("anna")
    assert waiting
    assert controlled.stopping.certificate().n_waiting == len(waiting)
    for row in own[own.reference_id.isin(waiting)].itertuples():
        controlled.store.withdraw("decisions", row.id, reader="anna")
    after = controlled.screening.queue("anna").reference_id.to_list()
    assert [each for each in after if each not in waiting] == before


def read_to_the_yes(workbench):
    """Let Anna read the queue in steps until the certificate lets her stop, and return it."""
    said = None
    while said is None or not said.reached:
        read_queue(workbench, 25)
        said = workbench.stopping.of_reader("anna")
    return said


def test_a_review_read_to_the_yes_by_its_control_set(controlled):
    """The queue read until the card says yes: nearly all relevant ones are then found."""
    said = read_to_the_yes(controlled)
    assert (said.rule, said.guarantee, said.n_waiting) == ("control", True, 0)
    assert said.n_read < 300
    assert said.n_relevant >= 0.95 * 30
    assert said == controlled.stopping.certificate()
    document = sign(controlled)
    assert {row["rule"] for row in document["rules_on_reviews_of_this_size"]} >= {"control"}
    page = controlled.project.path("outputs", "s.html").read_text(encoding="utf-8")
    assert "with a control set" in page
    assert "This holds whatever the ranking is" in page
    method = render(controlled.snapshot(), language="en", chapters=["method"])
    assert "This holds whatever the ranking is" in method


def test_new_references_are_outside_until_their_part_of_the_set_is_read(controlled):
    """After an import the queue begins with the new part of the set, and the old yes is none."""
    read_to_the_yes(controlled)
    take_in(controlled, "b.ris", entries(300, 200))
    assert not controlled.stopping.certificate().reached
    first = controlled.screening.queue("anna", n=5)
    assert set(first.drawn) == {"random"}
    assert (number_of(controlled)[first.reference_id] >= 300).all()


def test_the_state_of_one_reader_tells_nothing_of_another(controlled):
    """What Bengt decided changes neither Anna's queue nor her line, beyond what is read already."""
    read_queue(controlled, 30)
    before = controlled.stopping.of_reader("anna")
    rest = controlled.screening.queue("anna").reference_id.to_list()
    read(controlled, rest[-5:], relevant=(), reader="bengt")
    one = controlled.screening.queue("anna").reference_id.to_list()
    withdrawn = controlled.decisions.current(reader="bengt")
    for row in withdrawn[withdrawn.reader == "bengt"].itertuples():
        controlled.store.withdraw("decisions", row.id, reader="bengt")
    read(controlled, rest[-5:], relevant=range(300), reader="bengt")
    assert controlled.screening.queue("anna").reference_id.to_list() == one == rest[:-5]
    assert controlled.stopping.of_reader("anna") == before


def test_the_plan_is_said_before_anything_is_read_and_kept_once(workbench, capsys):
    """`review stop --plan` shows what each rule would read; --keep writes the share, and the card says it."""
    folder = str(workbench.project.folder)
    toml = workbench.project.path("review.toml")
    before = toml.read_text(encoding="utf-8")
    assert main(["stop", "--plan", "30", "--project", folder, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["rule"] for row in rows} == {"ranked", "control"}
    assert toml.read_text(encoding="utf-8") == before
    assert main(["stop", "--plan", "30", "--keep", "--project", folder, "--json"]) == 0
    after = toml.read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if "control_share" not in line] == before.splitlines()
    share = next(row["share"] for row in rows if row["planned"])
    with Workbench.open(folder) as opened:
        assert opened.status()["stopping"]["control_share"] == share
        assert "read at random first" in told_by(opened.cards.screen("anna", language="en"))
    capsys.readouterr()
    assert main(["stop", "--plan", "30", "--keep", "--project", folder]) == 2
    assert "control_share" in capsys.readouterr().err


def test_keep_without_a_plan_is_refused(workbench, capsys):
    """And nothing is written."""
    assert main(["stop", "--keep", "--project", str(workbench.project.folder)]) == 2
    assert "--plan" in capsys.readouterr().err


TOMLS = [
    pytest.param('[review]\ntitle = "A"\n\n[stopping]  # when\nrecall = 0.9 # enough\n', id="a-section"),
    pytest.param('[review]\r\ntitle = "A"\r\n[stopping]\r\nrecall = 0.9\r\n', id="windows"),
    pytest.param('[review]\ntitle = "A"', id="no-section-no-line-end"),
    pytest.param('\ufeff[review]\ntitle = """\n[stopping]\n"""\n', id="a-section-in-a-text"),
    pytest.param('stopping = {recall = 0.9}\n[review]\ntitle = "A"\n', id="written-in-line"),
    pytest.param('stopping.recall = 0.9\n[review]\ntitle = "A"\n', id="dotted"),
]


@pytest.mark.parametrize("text", TOMLS)
def test_a_number_is_written_into_review_toml_or_said_to_be_written_by_hand(tmp_path, text):
    """All else stays byte for byte; where that cannot be, nothing is written and the line is told."""
    path = tmp_path / "review.toml"
    path.write_bytes(text.encode("utf-8"))
    project = Project.open(tmp_path)
    if text.startswith("stopping") or '"""' in text:
        with pytest.raises(ProjectError, match=r"add this one under \[stopping\]: control_share = 0.25"):
            project.keep("stopping", "control_share", 0.25)
        assert path.read_bytes() == text.encode("utf-8")
        return
    project.keep("stopping", "control_share", 0.25)
    written = path.read_bytes().decode("utf-8")
    assert written.startswith(text[:9])
    assert written.replace("control_share = 0.25", "").split()[: len(text.split())] == text.split()
    assert (Project.open(tmp_path).control_share, project.control_share) == (0.25, 0.25)
