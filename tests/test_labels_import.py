"""Decisions that ASReview and Rayyan wrote into an export come in with it, when asked for."""

import pytest

from review.errors import UsageError
from review.project import create
from review.workbench import Workbench

ENTRIES = """TY  - JOUR
TI  - Fewer scans of the knee
N1  - ASReview_relevant
ER  -
TY  - JOUR
TI  - More scans of the knee
N1  - {second}
ER  -
TY  - JOUR
TI  - Scans nobody has judged
ER  -
"""
RAYYAN = 'RAYYAN-INCLUSION: {{"{reader}"=>"Excluded"}} | RAYYAN-EXCLUSION-REASONS: {reason}'


@pytest.fixture
def workbench(tmp_path):
    """An empty review with one reader, reader1, whose name is First reader."""
    create(tmp_path / "review", title="Labels")
    with Workbench.open(tmp_path / "review") as opened:
        yield opened


def take_in(workbench, tmp_path, second):
    """Import three entries, the second with a note of its own, and return their file."""
    path = tmp_path / "labelled.ris"
    path.write_text(ENTRIES.format(second=second), encoding="utf-8")
    workbench.pile.import_files([path])
    workbench.duplicates.merge()
    return path


def test_labels_wait_until_somebody_asks_for_them(workbench, tmp_path):
    """An import stores no decision of its own accord; it tells how many there are."""
    take_in(workbench, tmp_path, "ASReview_irrelevant")
    assert workbench.decisions.current().empty
    told = workbench.pile.labels("labelled.ris")[["tool", "decision", "records"]].to_numpy().tolist()
    assert told == [["ASReview", "exclude", 1], ["ASReview", "include", 1]]


def test_decisions_of_asreview_become_those_of_a_reader(workbench, tmp_path):
    """The reader is named once for the file; a second import of it stores nothing."""
    path = take_in(workbench, tmp_path, "ASReview_irrelevant")
    assert workbench.screening.import_decisions(path, reader="reader1")["stored"] == 2
    assert workbench.decisions.current().decision.to_list() == ["include", "exclude"]
    assert workbench.decisions.current().drawn.unique().tolist() == ["imported"]
    assert workbench.screening.import_decisions(path, reader="reader1")["already_stored"] == 2


def test_a_reader_of_another_tool_is_known_by_name(workbench, tmp_path):
    """Rayyan writes names; one that review.toml does not know is refused, and nothing is stored."""
    path = take_in(workbench, tmp_path, RAYYAN.format(reader="Nobody", reason="x"))
    with pytest.raises(UsageError, match=r"unknown reader 'Nobody'; review.toml names reader1"):
        workbench.screening.import_decisions(path, reader="reader1")
    assert workbench.decisions.current().empty


def test_a_reason_that_the_review_does_not_know_is_kept_as_a_note(workbench, tmp_path):
    """Reasons of Rayyan are free text, those of a review a list of its own: neither is lost."""
    path = take_in(workbench, tmp_path, RAYYAN.format(reader="First reader", reason="not adults"))
    workbench.screening.import_decisions(path, reader="reader1")
    excluded = workbench.decisions.current().query("decision == 'exclude'")
    assert excluded[["reason", "note"]].to_numpy().tolist() == [["", "Rayyan: not adults"]]


def test_an_export_without_decisions_says_what_was_looked_for(workbench, tmp_path):
    """A plain export is no file of decisions, and the error says what would be."""
    path = tmp_path / "plain.ris"
    path.write_text("TY  - JOUR\nTI  - A title\nER  -\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no decisions in it; expected notes of ASReview"):
        workbench.screening.import_decisions(path, reader="reader1")


def test_a_spreadsheet_with_a_label_column_is_told_how_to_come_in(workbench, tmp_path):
    """Where decisions stand in a column of another name, the error names that column."""
    path = tmp_path / "labels.csv"
    path.write_text("title,label_included\nA,1\n", encoding="utf-8")
    with pytest.raises(UsageError, match="is label_included meant.*--label-column label_included"):
        workbench.screening.import_decisions(path, reader="reader1")
