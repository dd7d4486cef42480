"""When screening may stop, told by a review: in the true order of reading, and on a page to sign."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from review.cli import main
from review.cli.commands_stopping import _told
from review.display import certificate_page
from review.workbench import Workbench
from review_material import review_with

AT = datetime(2026, 10, 1, 12, tzinfo=UTC)
READERS = (
    '[[readers]]\nid = "anna"\nname = "Anna"\n\n[[readers]]\nid = "bengt"\nname = "Bengt"\n\n'
    '[[readers]]\nid = "guest"\nname = "Guest"\nrole = "observer"\n\n'
)


@pytest.fixture
def workbench(tmp_path):
    """A review of 40 references and two readers of whom one is enough."""
    folder = review_with(tmp_path / "review", READERS, title="Forty")
    entries = "".join(f"TY  - JOUR\nTI  - Study number {n} of care\nER  -\n" for n in range(40))
    (folder / "data" / "raw" / "a.ris").write_text(entries, encoding="utf-8")
    with Workbench.open(folder) as opened:
        opened.pile.import_files()
        opened.duplicates.merge()
        yield opened


def read(workbench, yes, n, reader="anna"):
    """Let a reader decide the first n references, of which `yes` are relevant, as they were ranked."""
    ids = workbench.pile.references().reference_id.to_list()[:n]
    for number, reference_id in enumerate(ids):
        decision = "include" if number in yes else "exclude"
        workbench.screening.decide(reference_id, decision, reader=reader, drawn="ranked")
    return ids


def test_the_order_is_that_of_the_first_decisions(workbench):
    """A changed mind changes what counts, and not when the reference was read."""
    ids = read(workbench, {0, 1}, 20)
    workbench.screening.decide(ids[0], "exclude", reader="anna", drawn="second_look")
    order = workbench.stopping.reading_order()
    assert order.reference_id.to_list() == ids
    assert order.relevant.to_list() == [0, 1, *[0] * 18]
    assert set(order.drawn) == {"ranked"}
    assert workbench.stopping.certificate().guarantee


def test_an_observer_moves_nothing(workbench):
    """Whoever only tries it out is not part of the reading."""
    read(workbench, {0}, 10)
    before = workbench.stopping.certificate()
    read(workbench, {30}, 40, reader="guest")
    assert workbench.stopping.certificate() == before


def test_two_readers_who_read_the_same_are_compared(workbench):
    """What each found alone tells what both may have overlooked."""
    read(workbench, {0, 1, 2, 3}, 30)
    read(workbench, {0, 1, 2, 5}, 30, reader="bengt")
    found = workbench.stopping.overlooked().iloc[0]
    assert found[["reader_a", "reader_b", "both", "only_a", "only_b"]].to_list() == ["anna", "bengt", 3, 1, 1]
    assert found.recall_low < found.recall < 1


def test_rules_are_simulated_at_the_size_of_the_review(workbench):
    """Both rules are shown side by side, nothing before anything relevant was found."""
    assert workbench.stopping.rules().empty
    read(workbench, {0, 1}, 10)
    found = workbench.stopping.rules(runs=5)
    assert set(found.rule) == {"hypergeometric", "50 in a row"}
    assert (found.runs == 5).all()


def test_the_certificate_is_a_page_to_sign_and_the_same_as_json(workbench, tmp_path):
    """Target, test, numbers, seed, version, who and when are on both; the same again gives the same bytes."""
    read(workbench, {0, 1}, 30)
    page = tmp_path / "out" / "stopping.html"
    document = workbench.stopping.sign(page, reader="anna", runs=5, at=AT)
    assert json.loads(page.with_suffix(".json").read_text(encoding="utf-8")) == document
    assert document["certificate"]["n_read"] == 30
    assert (document["reader"], document["at"]) == ("Anna", "2026-10-01T12:00:00+00:00")
    text = page.read_text(encoding="utf-8")
    for sentence in (*document["certificate"]["reasons"], "2026-10-01 12:00 UTC", "50 in a row (not safe)"):
        assert sentence.replace("'", "&#x27;") in text
    assert "http" not in text.replace("https://doi.org", "")
    workbench.stopping.sign(page, reader="anna", runs=5, at=AT)
    assert page.read_text(encoding="utf-8") == text


def test_a_hostile_title_stays_text_on_the_certificate(workbench, tmp_path):
    """The title of a review is shown, and never run."""
    document = workbench.stopping.sign(tmp_path / "stopping.html", reader="anna", runs=5, at=AT)
    page = certificate_page(document | {"title": "<script>alert(1)</script>"}, "sv")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_command_gives_writes_and_simulates(workbench, tmp_path, capsys):
    """`review stop` prints the certificate, with --rules the simulation, with --out a page."""
    read(workbench, {0, 1}, 30)
    folder = str(workbench.project.folder)
    assert main(["stop", "--project", folder, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n_read"] == 30
    assert main(["stop", "--project", folder, "--rules", "--runs", "5", "--json"]) == 0
    assert {row["rule"] for row in json.loads(capsys.readouterr().out)} == {"hypergeometric", "50 in a row"}
    page = tmp_path / "stopping.html"
    assert main(["stop", "--project", folder, "--out", str(page), "--reader", "anna", "--runs", "5"]) == 0
    assert page.is_file()
    assert page.with_suffix(".json").is_file()


def test_a_yes_without_a_guarantee_is_shown_as_no_yes():
    """Where references were picked by hand the numbers may add up, but nothing has been shown."""
    said = {"reached": True, "guarantee": False, "bias": None}
    assert _told(said, SimpleNamespace(json=False)) == {"reached": "not shown", "guarantee": False}
    assert _told(said | {"guarantee": True}, SimpleNamespace(json=False))["reached"] is True
