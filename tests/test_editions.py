"""Editions: a newer export of the same search says what is new, changed and gone."""

import pandas as pd
import pytest

from review.project import create
from review.workbench import Workbench
from review.workbench.editions import compare

ENTRY = "TY  - JOUR\nTI  - {}\nDO  - {}\nPY  - {}\nDB  - PubMed\nER  -\n"


def records(*rows):
    """Return records with id, DOI, title and year."""
    frame = pd.DataFrame(rows, columns=["record_id", "doi", "title", "year"])
    return frame.assign(pmid="", database_id="")


CASES = [
    pytest.param([("a", "10.5/a", "A", 1)], [("a", "10.5/a", "A", 1)], [], id="nothing"),
    pytest.param([], [("a", "10.5/a", "A", 1)], [("new", "a", "", "")], id="new"),
    pytest.param([("a", "10.5/a", "A", 1)], [], [("gone", "a", "", "")], id="gone"),
    pytest.param(
        [("a", "10.5/a", "A", 1)], [("b", "10.5/a", "A", 2)], [("changed", "b", "a", "year")], id="changed"
    ),
    pytest.param(
        [("a", "", "A b.", 1)], [("b", "", "A B", 1)], [("changed", "b", "a", "title")], id="by-title"
    ),
    pytest.param(
        [("a", "10.5/a", "A", 1)],
        [("b", "10.5/a", "A", 2), ("c", "10.5/a", "A", 3)],
        [("changed", "b", "a", "year"), ("new", "c", "", "")],
        id="one-older-entry-explains-one-newer",
    ),
]


@pytest.mark.parametrize(("older", "newer", "expected"), CASES)
def test_each_entry_is_new_changed_gone_or_the_same(older, newer, expected):
    """Entries are recognised by number, PMID or DOI, and by title where they have none of these."""
    found = compare(records(*older), records(*newer))
    assert [tuple(row) for row in found[["change", "record_id", "before", "fields"]].to_numpy()] == expected


def test_a_newer_export_is_compared_and_counted_once(tmp_path):
    """The records it shares with the older one are not identified twice in the flow."""
    create(tmp_path / "r", title="R")
    file = tmp_path / "pubmed.ris"
    with Workbench.open(tmp_path / "r") as workbench:
        file.write_text(ENTRY.format("A", "10.5555/a", 2001) + ENTRY.format("B", "10.5555/b", 2002))
        workbench.pile.import_files([file])
        assert workbench.pile.changes().empty
        file.write_text(ENTRY.format("B", "10.5555/b", 2002) + ENTRY.format("C", "10.5555/c", 2003))
        workbench.pile.import_files([file])
        assert list(workbench.pile.changes("pubmed.ris").change) == ["new", "gone"]
        assert workbench.flow().identified == {"PubMed": 3}
        assert workbench.flow().adds_up()


def test_the_text_of_a_line_not_understood_stays_with_the_import(tmp_path):
    """What stands in no record is still there to read after the file is gone."""
    create(tmp_path / "r", title="R")
    file = tmp_path / "pubmed.ris"
    file.write_text(ENTRY.format("A", "10.5555/a", 2001) + "who wrote this?\n")
    with Workbench.open(tmp_path / "r") as workbench:
        workbench.pile.import_files([file])
        file.unlink()
        told = workbench.pile.problems()[["file", "line", "kind", "text"]]
    assert told.values.tolist() == [["pubmed.ris", 7, "not_understood", "who wrote this?"]]
