"""Two real reviews from exports to the numbers of the report, each counted from the files themselves."""

import csv
from collections import Counter

import pytest

from review import project
from review.errors import Question, ReviewError
from review.workbench import Workbench

pytestmark = pytest.mark.shared
SCREENED = "abxdur_litreview_screened.csv"
LABELLED = "Nagtegaal_open.csv"


def rows_of(path):
    """Return the rows of a CSV file, read without the package."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def laid_out(folder, files, reasons=()):
    """Return a review in a folder of its own with files imported and duplicates merged."""
    project.create(folder, title="A real review")
    settings = folder / "review.toml"
    text = settings.read_text(encoding="utf-8")
    named = "".join(f'    "{reason}",\n' for reason in reasons)
    settings.write_text(text.replace("reasons = [\n", f"reasons = [\n{named}"), encoding="utf-8")
    workbench = Workbench.open(folder)
    workbench.pile.import_files(files)
    workbench.duplicates.merge()
    return workbench


@pytest.fixture(scope="module")
def antibiotics(tmp_path_factory, shared_data):
    """PubMed's and Embase's exports, and title screening by PubMed number."""
    folder = tmp_path_factory.mktemp("real") / "antibiotics"
    screened = shared_data / "lvc" / SCREENED
    reasons = dict.fromkeys(row["reason_exclude"] for row in rows_of(screened) if row["reason_exclude"])
    files = sorted((shared_data / "lvc" / "antibiotic_duration").glob("*.csv"))
    with laid_out(folder, files, reasons) as workbench:
        workbench.screening.import_decisions(
            screened, reader="reader1", label_column="relevent", skip_unknown=True
        )
        yield workbench


@pytest.fixture(scope="module")
def nudges(tmp_path_factory, shared_data):
    """One RIS file, and both levels of labels by title."""
    folder, labelled = tmp_path_factory.mktemp("real") / "nudges", shared_data / "lvc" / LABELLED
    with laid_out(folder, [shared_data / "lvc" / "Nagtegaal_open_derived.ris"]) as workbench:
        first = {"reader": "reader1", "label_column": "label_abstract_screening"}
        with pytest.raises(Question, match="2 rows contradict each other"):
            workbench.screening.import_decisions(labelled, **first)
        workbench.screening.import_decisions(labelled, **first, doubtful="replace")
        second = {"reader": "reader1", "label_column": "label_included", "stage": "full_text"}
        with pytest.raises(Question, match="807 full texts belong to references that title and abstract"):
            workbench.screening.import_decisions(labelled, **second)
        workbench.screening.import_decisions(
            labelled, **second, doubtful="keep", reason="no_relevant_outcome"
        )
        yield workbench


def test_records_and_duplicates_are_those_of_the_files(antibiotics, shared_data):
    """Every row is a record; equal PubMed or Embase numbers are one reference, as are five titles."""
    files = (shared_data / "lvc" / "antibiotic_duration").glob("*.csv")
    rows = [row for path in files for row in rows_of(path)]
    pubmed = [row for row in rows if "PUI" not in row]
    numbers = {row.get("Medline PMID") or row.get("PMID") or row["PUI"] for row in rows}
    flow = antibiotics.flow()
    assert flow.identified == {"Embase": len(rows) - len(pubmed), "PubMed": len(pubmed)}
    # one PubMed number stands at two papers with titles of their own, which stay apart
    assert flow.references == len(numbers) - 5 + 1
    assert flow.duplicates == len(rows) - flow.references


def test_title_screening_by_pubmed_number_gives_the_boxes_of_the_flow(antibiotics, shared_data):
    """Screened, excluded with reasons, and sought are those of the list that are in the exports."""
    known = set(antibiotics.pile.records().pmid) - {""}
    listed = {row["PMID"]: row for row in rows_of(shared_data / "lvc" / SCREENED) if row["PMID"] in known}
    labels = Counter(row["relevent"] for row in listed.values())
    flow, outcomes = antibiotics.flow(), antibiotics.decisions.outcomes("title_abstract")
    assert (flow.screened, flow.excluded, flow.sought) == (len(listed), labels["0"], labels["1"])
    assert flow.not_screened == flow.references - len(listed)
    reasons = Counter(row["reason_exclude"] for row in listed.values() if row["relevent"] == "0")
    assert outcomes[outcomes.outcome == "exclude"].reason.value_counts().to_dict() == reasons


def test_the_list_a_second_time_brings_nothing(antibiotics, shared_data):
    """A preview counts every row: those stored already, and those that fit no reference."""
    path = shared_data / "lvc" / SCREENED
    seen = antibiotics.screening.import_decisions(
        path, reader="reader1", label_column="relevent", preview=True
    )
    assert (seen["rows"], seen["new"], seen["already_stored"], len(seen["skipped"])) == (773, 0, 749, 24)
    assert seen["other_reasons"].empty


def test_both_levels_of_labels_give_the_boxes_of_the_flow(nudges, shared_data):
    """A reference counts once: of a merged one the last row decides."""
    rows = {row["title"]: row for row in rows_of(shared_data / "lvc" / LABELLED)}
    flow = nudges.flow()
    assert (sum(flow.identified.values()), flow.duplicates, flow.references) == (len(rows), 2, len(rows) - 2)
    sought = [row for row in rows.values() if row["label_abstract_screening"] == "1"]
    included = [row for row in sought if row["label_included"] == "1"]
    assert (flow.sought, flow.assessed, flow.included) == (len(sought), len(sought), len(included))
    assert flow.excluded == flow.references - len(sought)
    assert flow.excluded_reports == {"no_relevant_outcome": len(sought) - len(included)}
    chosen = nudges.report.chosen(stage="full_text", outcome="include")
    assert sorted(chosen.title.str.strip(" .")) == sorted(row["title"].strip(" .") for row in included)


@pytest.mark.parametrize("form", ["csv", "xlsx", "bibtex", "endnote", "ris", "eppi", "asreview", "csl"])
def test_what_leaves_is_nobodys_decision_when_it_comes_back(nudges, tmp_path, form):
    """All references leave; the outcome in an export of ours is never taken for one reader's decision."""
    path = tmp_path / f"out.{form}"
    assert nudges.report.export(form, path) == 1019
    before = len(nudges.decisions.current())
    with pytest.raises(ReviewError, match="no decisions in it|no reader's"):
        nudges.screening.import_decisions(path, reader="reader1", preview=True)
    assert len(nudges.decisions.current()) == before
