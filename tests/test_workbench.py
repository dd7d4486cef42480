"""The workbench: what notebooks hold; every judgement kept, every count right, whatever is done again."""

import shutil

import openpyxl
import pandas as pd
import pytest

from review.errors import SourceError, UsageError
from review.project import shipped
from review.workbench import Workbench
from review.workbench.matching import match
from review_material import review_with

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
[[readers]]
id = "guest"
role = "observer"
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Return the sample review, run from its raw exports."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("references", "data/sample"):
        shutil.copytree(shipped(*name.split("/")), folder / name)
    shutil.copyfile(shipped("review.toml"), folder / "review.toml")
    with Workbench.open(folder) as workbench:
        workbench.import_sample()
        yield workbench


@pytest.fixture
def small(tmp_path):
    """Return a new review with two readers, and three records of two publications from two databases."""
    both = [("readers_per_reference = 1", "readers_per_reference = 2")]
    folder = review_with(tmp_path / "small", READERS, both, title="Small")
    entry = "TY  - JOUR\nTI  - {}\nAU  - Berg, A\nPY  - 2020\nDO  - 10.5555/{}\nDB  - {}\nER  -\n"
    knee = "Arthroscopic surgery or exercise for knee osteoarthritis"
    raw = folder / "data" / "raw"
    (raw / "a.ris").write_text(entry.format(knee, "k", "PubMed") + entry.format("Waste water", "w", "PubMed"))
    (raw / "b.ris").write_text(entry.format(knee, "k", "Embase"))
    with Workbench.open(folder) as workbench:
        workbench.pile.import_files()
        workbench.duplicates.merge()
        yield workbench


def test_the_sample_runs_from_raw_exports_to_links(sample):
    """Nothing is waiting, nothing is in conflict, the sums hold."""
    status = sample.status()
    assert status["references"] >= 590
    assert status["records"] > 1.2 * status["references"]
    assert (status["flow"]["not_screened"], status["flow"]["screening_conflicts"]) == (0, 0)
    assert status["links"] >= 60
    assert status["economic_evaluations"] >= 12
    assert sample.flow().adds_up()
    assert (sample.pile.imports().searched_on != "").all()
    assert sample.verify().ok.all()


def test_running_everything_again_changes_nothing(sample):
    """Imports, merges, decisions, links and evaluations are recognised."""
    before = sample.store.counts()
    sample.import_sample()
    assert sample.store.counts() == before


def test_the_flags_of_the_sample_find_what_readers_flagged(sample):
    """Cross-validated: far better than chance on both flags."""
    found = sample.flags.model().evaluate(sample.pile.references(), sample.decisions.flags())
    assert (found.auc > 0.8).all()


def test_the_snapshot_holds_what_the_report_needs(sample):
    """One row per reference in the flags, one number per printed total."""
    snapshot = sample.snapshot()
    assert len(snapshot.flags) == len(snapshot.references)
    assert len(snapshot.included()) == snapshot.flow.included
    assert {"review", "Python", "pandas"} <= set(snapshot.versions)


def test_a_decision_follows_its_record_into_a_merged_reference(small):
    """Merging later moves decisions with the record they were made on."""
    first, second, _ = small.pile.records().record_id
    small.screening.decide(first, "include", reader="anna")
    small.screening.decide(second, "exclude", reader="bengt")
    small.duplicates.judge(first, second, "same", reader="anna")
    assert len(small.pile.references()) == 1
    decisions = small.decisions.current()
    assert set(decisions.reference_id) == set(small.pile.references().reference_id)
    assert list(small.decisions.outcomes().outcome) == ["conflict"]


def test_a_split_is_remembered_when_deduplication_runs_again(small):
    """What a person took apart no rule puts together."""
    third = small.pile.records().record_id[2]
    assert len(small.pile.references()) == 2
    small.duplicates.split(third, reader="anna")
    small.duplicates.merge()
    assert len(small.pile.references()) == 3
    small.duplicates.judge(small.pile.records().record_id[0], third, "same", reader="anna")
    assert len(small.pile.references()) == 2


def test_the_queue_is_blind_and_ends_when_enough_have_read(small):
    """Each reference waits for two readers; an observer's decisions count for nothing."""
    knee = small.pile.references().reference_id[0]
    assert small.screening.queue("anna").reference_id[0] in set(small.pile.references().reference_id)
    small.screening.decide(knee, "include", reader="anna")
    small.screening.decide(knee, "exclude", reader="guest")
    assert knee not in set(small.screening.queue("anna").reference_id)
    assert knee in set(small.screening.queue("bengt").reference_id)
    assert list(small.decisions.outcomes().outcome) == ["waiting"]
    small.screening.decide(knee, "exclude", reader="bengt")
    assert list(small.decisions.outcomes().outcome) == ["conflict"]
    small.screening.decide(knee, "include", reader="karin")
    assert list(small.decisions.outcomes().settled_by) == ["adjudicator"]
    assert list(small.screening.queue("anna", stage="full_text").reference_id) == [knee]


def test_a_full_text_is_excluded_with_a_reason_of_the_project(small):
    """No exclusion in full text without its reason, and no reason nobody knows."""
    knee = small.pile.references().reference_id[0]
    with pytest.raises(UsageError, match="needs a reason"):
        small.screening.decide(knee, "exclude", reader="anna", stage="full_text")
    with pytest.raises(UsageError, match="reason must be one of wrong_population"):
        small.screening.decide(knee, "exclude", reader="anna", stage="full_text", reason="boring")


def test_links_are_made_listed_and_no_longer_suggested(small):
    """A suggestion counts once a person has confirmed it."""
    knee = small.pile.references().reference_id[0]
    for reader in ("anna", "bengt"):
        small.screening.decide(knee, "include", reader=reader)
    assert "IG14" in set(small.links.suggest().recommendation_id)
    small.links.add(knee, "IG14", "supports", reader="anna", certainty="moderate")
    assert "IG14" not in set(small.links.suggest().recommendation_id)
    assert list(small.links.current().direction) == ["supports"]
    with pytest.raises(UsageError, match="unknown recommendation 'IG99'"):
        small.links.add(knee, "IG99", "supports", reader="anna")


def test_the_economists_workbook_goes_out_and_comes_back(small, tmp_path):
    """A row is filled in Excel; importing shows each changed cell, and a second time none."""
    knee = small.pile.references().reference_id[0]
    for reader in ("anna", "bengt"):
        small.screening.decide(knee, "include", reader=reader)
    path = tmp_path / "costs.xlsx"
    assert small.workbook.export(path) == 1
    book = openpyxl.load_workbook(path)
    sheet = book["evaluations"]
    columns = {cell.value: cell.column for cell in sheet[2]}
    cells = {"intervention": "surgery", "comparator": "exercise", "care_in_question": "intervention"}
    cells |= {"currency": "SEK", "price_year": 2024, "cost_difference": 9000, "effect_difference": -0.01}
    for name, value in (cells | {"effect_unit": "QALY"}).items():
        sheet.cell(3, columns[name], value)
    book.save(path)
    changes = small.workbook.import_file(path, reader="erik")
    assert {"price_year", "cost_difference"} <= set(changes.column)
    assert small.economics.evaluations().reading[0] == "dominant"
    assert small.workbook.import_file(path, reader="erik").empty
    sheet.cell(3, columns["currency"], "kr")
    book.save(path)
    with pytest.raises(SourceError, match="row 3, column currency: currency must be an ISO 4217 code"):
        small.workbook.import_file(path, reader="erik")


def test_a_reopened_review_is_where_it_was(small):
    """A restarted notebook finds everything."""
    small.screening.decide(small.pile.references().reference_id[0], "include", reader="anna")
    with Workbench.open(small.project.folder) as again:
        assert len(again.decisions.current(reader="anna")) == 1
        assert again.status() == small.status()


MATCHES = [
    pytest.param({"doi": "https://doi.org/10.5555/A"}, "r1", "", id="dirty-doi"),
    pytest.param({"title": "A STUDY."}, "r1", "", id="title-in-capitals"),
    pytest.param({"doi": "", "title": "Another"}, "r2", "", id="next-column-where-the-first-is-empty"),
    pytest.param({"record_id": "r3"}, "r1", "", id="merged-record"),
    pytest.param({"title": "Editorial"}, "", "several references have this title", id="ambiguous"),
    pytest.param({"pmid": "12"}, "", "no reference has this pmid", id="unknown"),
]


@pytest.mark.parametrize(("cells", "expected", "reason"), MATCHES)
def test_a_row_of_a_spreadsheet_finds_its_reference(cells, expected, reason):
    """By the surest column that is filled; never by guess."""
    rows = [("r1", "10.5555/a", "", "A study"), ("r2", "", "", "Another"), ("r3", "", "", "A study")]
    rows += [("r4", "", "", "Editorial"), ("r5", "", "", "Editorial")]
    records = pd.DataFrame(rows, columns=["record_id", "doi", "pmid", "title"])
    membership = pd.Series({"r1": "r1", "r2": "r2", "r3": "r1", "r4": "r4", "r5": "r5"})
    references = pd.DataFrame({"reference_id": ["r1", "r2", "r4", "r5"]})
    found, why = match(pd.DataFrame([cells], dtype="str"), references, records, membership)
    assert (found[0], why[0]) == (expected, reason)


def test_no_part_of_the_workbench_hides_a_method_of_another():
    """Each method is defined once, whichever part it stands in."""
    seen = {}
    for part in Workbench.__mro__[:-1]:
        for name in vars(part):
            if not name.startswith("__"):
                assert name not in seen, f"{part.__name__}.{name} is hidden by {seen[name]}"
                seen[name] = part.__name__


def test_before_any_decision_the_field_s_own_words_bring_up_the_relevant(sample):
    """A new reader finds more than half as many again among the first fifth as by chance."""
    queue = sample.screening.queue("prova")
    included = set(sample.decisions.outcomes("full_text").query("outcome == 'include'").reference_id)
    first = queue.head(len(queue) // 5)
    assert first.reference_id.isin(included).sum() > 1.5 * 0.2 * len(included)


def test_preprint_and_article_are_shown_as_versions_and_not_merged(sample):
    """The one invented preprint of the sample stays a reference of its own."""
    pair = sample.duplicates.versions().iloc[0]
    membership = sample.pile.membership()
    assert membership[pair.record_a] != membership[pair.record_b]


def test_readers_who_set_no_flag_have_not_said_that_none_holds(small):
    """Nothing said is missing, in what the classifier learns from and in the report's words."""
    from review.report import render

    for stage in ("title_abstract", "full_text"):
        for reader in ("anna", "bengt"):
            small.screening.decide(
                small.pile.references().reference_id[0], "include", reader=reader, stage=stage
            )
    assert small.decisions.flags()[["low_value_care", "de_implementation"]].isna().all(axis=None)
    assert "No reader has set a flag yet" in render(small.snapshot(), language="en")
