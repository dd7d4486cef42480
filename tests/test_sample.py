"""The shipped sample: evidently invented, always made the same, whole, and true to itself."""

import json
import re
import subprocess
import sys
import zipfile
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from review import agreement, duplicates, economics
from review.evidence import CERTAINTIES, DECISIONS, DIRECTIONS, DRAWN, EVALUATION_COLUMNS, STAGES
from review.formats import read_export, read_table
from review.project import Project
from review.register import load_recommendations
from review.text import clean_doi, clean_pmid, fold

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
MARK = "Invented record of the review sample"
FILES = {
    "cinahl_ebsco.ris": ("CINAHL", 63, "cp1252"),
    "cochrane_central.ris": ("Cochrane", 42, "utf-8"),
    "embase_ovid.ris": ("Embase", 229, "utf-8"),
    "pubmed.nbib": ("PubMed", 249, "utf-8"),
    "pubmed_update_2026.ris": ("PubMed", 34, "utf-8-sig"),
    "scopus.ris": ("Scopus", 146, "utf-8-sig"),
}


@pytest.fixture(scope="module")
def exports():
    """Return each export, read, by file name."""
    return {path.name: read_export(path) for path in sorted((SAMPLE / "exports").iterdir())}


@pytest.fixture(scope="module")
def records(exports):
    """Return all records with the id of the study each tells of."""
    truth = read_table(SAMPLE / "truth.csv")
    frame = pd.concat([export.records for export in exports.values()], ignore_index=True)
    assert frame.source_file.tolist() == truth.file.tolist()
    assert (frame.groupby("source_file").cumcount() + 1).astype(str).tolist() == truth.position.tolist()
    return frame.assign(work=truth.work)


@pytest.fixture(scope="module")
def references(records):
    """Return the references after duplicates are merged."""
    return duplicates.merge(records, duplicates.cluster(records, duplicates.find_pairs(records)))


@pytest.fixture(scope="module")
def decisions():
    """Return the decisions as they are shipped."""
    return read_table(SAMPLE / "decisions.csv")


@pytest.fixture(scope="module")
def project():
    """Return the sample's own review.toml."""
    return Project.open(ROOT)


@pytest.fixture(scope="module")
def works():
    """Return the invented studies by id."""
    lines = [
        line for path in sorted((SAMPLE / "works").iterdir()) for line in path.read_text("utf-8").splitlines()
    ]
    return {work["id"]: work for work in map(json.loads, lines)}


def keys(table):
    """Return the one name by which each row of a table finds its reference."""
    return [
        clean_doi(row.doi) or clean_pmid(getattr(row, "pmid", "")) or fold(row.title)
        for row in table.itertuples()
    ]


@pytest.mark.parametrize("name", FILES)
def test_each_export_reads_as_its_database_wrote_it(exports, name):
    """Database, number of records and encoding of each file are as its README says."""
    export = exports[name]
    assert (export.database, len(export.records), export.encoding) == FILES[name]


def test_no_other_exports():
    """The folder holds the six exports and nothing else."""
    assert {path.name for path in (SAMPLE / "exports").iterdir()} == set(FILES)


def test_every_line_is_read_but_the_links_ovid_puts_between_records(exports):
    """No line is left over, apart from one link after each record of the Ovid file."""
    left = {name: export.account.lines["not_understood"] for name, export in exports.items()}
    assert left.pop("embase_ovid.ris") in (0, FILES["embase_ovid.ris"][1])
    assert set(left.values()) == {0}


def test_files_keep_their_quirks():
    """Byte order mark, CRLF, Windows letters, numbers before records and wrapped lines are really there."""
    raw = {path.name: path.read_bytes() for path in (SAMPLE / "exports").iterdir()}
    assert raw["scopus.ris"].startswith(b"\xef\xbb\xbfTY  - ")
    assert raw["embase_ovid.ris"].startswith(b"1. \r\nTY  - JOUR\r\n")
    assert b"\xe4" in raw["cinahl_ebsco.ris"]
    assert b"&amp;" in raw["cinahl_ebsco.ris"]
    assert b"\n      " in raw["pubmed.nbib"]
    assert b"https://dx.doi.org/10.5555/" in raw["embase_ovid.ris"]


def test_every_record_says_that_it_is_invented(records):
    """Mark, journal, DOI, PubMed number and links of every record show that no such study exists."""
    assert records.raw.str.contains(MARK).all()
    assert records.journal.str.startswith("Example ").all()
    assert records.doi[records.doi != ""].str.startswith("10.5555/invented.").all()
    assert records.pmid[records.pmid != ""].astype(int).between(99000001, 99000600).all()
    hosts = records.raw.str.extractall(r"https?://([^/\s\"]+)")[0]
    assert set(hosts[~hosts.str.endswith(".example.org")]) <= {"dx.doi.org"}


def test_every_doi_number_and_title_of_the_tables_is_invented(decisions):
    """No table names a publication outside the invented ones."""
    for table in (decisions, read_table(SAMPLE / "links.csv"), read_table(SAMPLE / "evaluations.xlsx")):
        assert table.doi[table.doi != ""].str.startswith("10.5555/invented.").all()
        assert (table.title != "").all()


def test_about_six_hundred_studies_and_a_quarter_more_records(records):
    """The sample has the size a first review would have."""
    assert records.work.nunique() == 603
    assert 1.2 < len(records) / records.work.nunique() < 1.3


def test_some_records_lack_what_real_exports_lack(records):
    """Some records have no DOI, no abstract or no keywords, and some studies are told three times."""
    assert 0.1 < (records.doi == "").mean() < 0.3
    assert 0.05 < (records.abstract == "").mean() < 0.15
    assert (records.keywords == "").any()
    assert records.groupby("work").source_file.nunique().max() >= 3
    assert records.groupby(["work", "source_file"]).size().max() == 2


def test_duplicates_are_found_and_nothing_else_is_merged(records):
    """Against the truth, no two studies are merged, and at least 98 % of the pairs are found."""
    clusters = duplicates.cluster(records, duplicates.find_pairs(records))
    frame = records.merge(clusters, on="record_id")
    pairs = {
        column: {pair for _, ids in frame.groupby(column).record_id for pair in combinations(sorted(ids), 2)}
        for column in ("work", "cluster_id")
    }
    assert pairs["cluster_id"] <= pairs["work"]
    assert len(pairs["cluster_id"]) / len(pairs["work"]) >= 0.98


@pytest.mark.parametrize("variant", ["A068-erratum", "B075-preprint", "D133-abstract"])
def test_relatives_stay_references_of_their_own(records, references, variant):
    """Erratum, preprint and congress abstract are not merged with the article they belong to."""
    holders = {
        work: set(references.reference_id[references.record_ids.str.contains("|".join(ids))])
        for work, ids in records[records.work.isin([variant, variant[:4]])].groupby("work").record_id
    }
    assert holders[variant].isdisjoint(holders[variant[:4]])
    assert len(holders[variant]) == 1


def test_decisions_cover_every_reference_by_a_name_that_finds_it(references, decisions):
    """Both readers decided on every reference, and each row names exactly one."""
    names = [
        doi or pmid or fold(title)
        for doi, pmid, title in zip(references.doi, references.pmid, references.title, strict=True)
    ]
    assert len(set(names)) == len(names)
    first = decisions[decisions.stage == "title_abstract"].assign(key=lambda table: keys(table))
    for reader in ("anna", "bengt"):
        mine = first.key[first.reader == reader].tolist()
        assert sorted(mine) == sorted(names)


def test_decisions_hold_only_allowed_values(decisions, project):
    """Stages, decisions, reasons and draws are those the project knows."""
    assert set(decisions.stage) == set(STAGES)
    assert set(decisions.decision) == set(DECISIONS)
    assert set(decisions.drawn) <= set(DRAWN)
    assert set(decisions.reader) == {"anna", "bengt", "karin"}
    late = decisions[(decisions.stage == "full_text") & (decisions.decision == "exclude")]
    assert set(late.reason) == set(project.reasons)
    assert (decisions.reason[decisions.stage == "title_abstract"] == "").all()
    assert (late[["low_value_care", "de_implementation"]] == "false").all(axis=None)


def test_times_are_of_autumn_2026_and_settling_comes_last(decisions):
    """Times run from the end of August to the end of September; the adjudicator comes after both readers."""
    assert decisions["at"].map(re.compile(r"2026-(08-31|09-\d\d)T\d\d:\d\d:\d\dZ").fullmatch).notna().all()
    assert decisions["at"].is_monotonic_increasing
    last = decisions.assign(key=keys(decisions)).groupby(["key", "stage"]).reader.last()
    settled = decisions[decisions.reader == "karin"]
    assert (last == "karin").sum() == len(settled)


def settled(decisions, stage):
    """Return the outcomes at a stage."""
    frame = decisions.assign(reference_id=keys(decisions))
    flags = {
        name: frame[name].map({"true": True, "false": False})
        for name in ("low_value_care", "de_implementation")
    }
    return agreement.outcomes(
        frame.assign(**flags),
        stage=stage,
        readers_per_reference=2,
        adjudicators=["karin"],
        observers=["prova"],
    )


def test_no_conflict_is_left_open_and_the_flow_is_plausible(decisions):
    """Every reference has an outcome at its last stage, in numbers a real review could have."""
    first, second = settled(decisions, "title_abstract"), settled(decisions, "full_text")
    assert first.outcome.value_counts().to_dict() == {"exclude": 371, "include": 232}
    assert second.outcome.value_counts().to_dict() == {"include": 188, "exclude": 44}
    assert set(second.reference_id) == set(first.reference_id[first.outcome == "include"])
    assert (second.reason == "not_retrieved").sum() == 12


def test_readers_agree_as_two_careful_people_do(decisions):
    """Cohen's kappa on title and abstract lies between 0.75 and 0.85."""
    frame = decisions.assign(reference_id=keys(decisions))
    found = agreement.agree(frame, stage="title_abstract", readers=["anna", "bengt"], n_boot=0)
    assert 0.75 <= found.kappa[0] <= 0.85


def test_reading_order_looks_ranked_with_random_draws(decisions):
    """Most relevant ones come in the first half; one in twenty was drawn at random."""
    mine = decisions[(decisions.stage == "title_abstract") & (decisions.reader == "anna")]
    relevant = mine.decision.ne("exclude").to_numpy()
    assert relevant[: len(relevant) // 2].sum() / relevant.sum() > 0.8
    assert mine.drawn.value_counts(normalize=True)["random"] == pytest.approx(0.05, abs=0.005)


def test_links_tie_included_references_to_known_recommendations(decisions):
    """Every link starts at an included study and ends at a row of the register."""
    links = read_table(SAMPLE / "links.csv")
    known = load_recommendations(ROOT / "references" / "recommendations.csv").recommendation_id
    second = settled(decisions, "full_text")
    assert len(links) >= 60
    assert set(links.recommendation_id) <= set(known)
    assert set(keys(links)) <= set(second.reference_id[second.outcome == "include"])
    assert set(links.direction) <= set(DIRECTIONS)
    assert set(links.certainty) <= set(CERTAINTIES)
    assert (links.exceptions != "").sum() >= 20
    assert (links.population != "").sum() >= 40
    assert not links.duplicated(["doi", "pmid", "title", "recommendation_id"]).any()


def test_evaluations_pass_the_check_and_show_several_readings(decisions):
    """The workbook holds at least 12 evaluations without a contradiction, not all with the same answer."""
    table = read_table(SAMPLE / "evaluations.xlsx")
    assert set(EVALUATION_COLUMNS) | {"doi", "title"} == set(table.columns)
    frame = table.assign(reference_id=keys(table))
    assert economics.check(frame, this_year=2026).empty
    assert len(frame) >= 12
    assert frame.evaluation_id.tolist() == [f"E{number:03}" for number in range(1, len(frame) + 1)]
    second = settled(decisions, "full_text")
    assert set(frame.reference_id) <= set(second.reference_id[second.outcome == "include"])
    readings = set(economics.measures(frame).reading)
    assert {"dominant", "saves_with_loss", "costs_for_gain"} <= readings


def test_works_are_six_hundred_unlike_studies(works):
    """600 works with titles and abstracts of their own, all in invented journals."""
    abstracts = [work["abstract"] for work in works.values() if work["abstract"]]
    assert len(works) == 600
    assert len({fold(work["title"]) for work in works.values()}) == 600
    assert len(set(abstracts)) == len(abstracts)
    assert all(work["journal"].startswith("Example ") for work in works.values())


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a folder into which the sample was built anew."""
    folder = tmp_path_factory.mktemp("sample")
    subprocess.run([sys.executable, SAMPLE / "build.py", "--to", folder], check=True, capture_output=True)
    return folder


def test_building_again_gives_the_same_bytes(built):
    """What the script makes is what is shipped, byte for byte."""
    made = {path.relative_to(built): path.read_bytes() for path in built.rglob("*") if path.is_file()}
    assert len(made) == 10
    for name, data in made.items():
        if name.suffix != ".xlsx":
            assert data == (SAMPLE / name).read_bytes(), name


def test_the_workbook_knows_no_clock(built):
    """The workbook made anew has the same cells, and its parts and properties bear one fixed time."""
    pd.testing.assert_frame_equal(
        read_table(built / "evaluations.xlsx"), read_table(SAMPLE / "evaluations.xlsx")
    )
    with zipfile.ZipFile(built / "evaluations.xlsx") as book:
        assert {part.date_time for part in book.infolist()} == {(2026, 10, 1, 0, 0, 0)}
        assert set(re.findall(rb">(\d{4}-\d\d-\d\dT[^<]+)<", book.read("docProps/core.xml"))) == {
            b"2026-10-01T00:00:00Z"
        }


@pytest.mark.parametrize("name", ["data/README.md", "data/sample/README.md"])
def test_readmes_say_what_is_invented_and_what_is_real(name):
    """Both READMEs say it in so many words."""
    text = " ".join((ROOT / name).read_text("utf-8").split())
    assert "invented" in text
    assert "evidence" in text
    assert "recommendations" in text
    assert "real" in text.casefold()


def test_the_readme_gives_the_numbers_of_the_files():
    """Counts in the README are those of the files."""
    text = (SAMPLE / "README.md").read_text("utf-8")
    rows = {
        name: len(read_table(SAMPLE / name)) for name in ("decisions.csv", "links.csv", "evaluations.xlsx")
    }
    for name, (_, count, _) in FILES.items():
        assert re.search(rf"`{name}` \|[^|]+\| {count} \|", text), name
    for name, count in rows.items():
        assert re.search(rf"`{name}` \| {count:,}".replace(",", " ") + " ", text), name


def test_the_examples_of_the_recipe_hold():
    """The examples in the recipe's own descriptions run as they are printed."""
    found = subprocess.run(
        [sys.executable, "-m", "doctest", SAMPLE / "recipe" / "wording.py"], capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout
