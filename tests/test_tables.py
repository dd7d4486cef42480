"""The tables of the demands: checked cell by cell, out to one workbook and back, and what follows."""

import math

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from review import displacement
from review.cli import main
from review.errors import SourceError, UsageError
from review.formats import write_csv
from review.project import Project, create, shipped
from review.register import DEMAND_TABLES, TABLES, check_rows, load_recommendations, load_table
from review.vocabulary import sort_key
from review.workbench import Workbench

REFERENCES = shipped("references")


@pytest.fixture
def workbench(tmp_path):
    """Return a new review."""
    create(tmp_path / "review", title="Tables")
    with Workbench.open(tmp_path / "review") as opened:
        yield opened


@pytest.fixture
def sample(tmp_path):
    """Return the sample's tables in a review that says that it is invented."""
    create(tmp_path / "sample", title="Tables")
    toml = tmp_path / "sample" / "review.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("[review]", "[review]\ninvented = true", 1))
    for name in DEMAND_TABLES:
        path = tmp_path / "sample" / "references" / f"{name}.csv"
        path.write_bytes((REFERENCES / f"{name}.csv").read_bytes())
    with Workbench.open(tmp_path / "sample") as opened:
        yield opened


@pytest.mark.parametrize("name", TABLES)
def test_every_shipped_table_loads_and_names_its_sources(name):
    """No row without a source, and what is invented says so."""
    frame = load_table(REFERENCES, name)
    assert len(frame)
    for column in ("source", "source_url"):
        if column in frame:
            assert (frame[column] != "").all()
    if "invented" in frame:
        sources = frame.get("source", frame.get("volume_source"))
        invented = frame.invented == "yes"
        assert sources[invented].str.contains("påhittat").all()
        assert not sources[~invented].str.contains("påhittat").any()


def test_real_rows_come_from_the_two_source_documents():
    """What is not invented in dialogue and proposals bears the interim report or the direction of NPO/NSG."""
    for name in ("dialogue", "proposals"):
        frame = load_table(REFERENCES, name)
        real = frame[frame.invented == "no"]
        assert real.source.str.contains("2024-12-9337|viljeriktning 2025-05-20").all()
        assert len(real) >= 8


def test_indicators_and_coverage_that_are_not_invented_name_the_page_they_were_read_on():
    """Each with its address and the day."""
    documents = load_table(REFERENCES, "documents").set_index("document_id")
    for name in ("indicators", "coverage"):
        for row in load_table(REFERENCES, name).query("invented == 'no'").to_dict("records"):
            page = documents.url[row["document_id"]] if name == "coverage" else row["source"]
            assert "https://" in page
            assert "2026-11-28" in row["source"]


def test_a_new_review_has_the_real_rows_and_none_that_are_invented(workbench):
    """The invented ones belong to the sample alone."""
    checked = workbench.tables.check().set_index("table")
    assert (checked.problems == 0).all()
    assert checked.invented.fillna(0).sum() == 0
    assert (checked.rows["dialogue"], checked.rows["indicators"], checked.rows["coverage"]) == (15, 2, 5)


FAULTS = [
    pytest.param("indicators", "direction", "up", "must be one of lower_is_better", id="choice"),
    pytest.param("indicators", "recommendation_id", "IG99", "'IG99' is not in recommendations.csv", id="id"),
    pytest.param("coverage", "document_id", "G99", "'G99' is not in documents.csv", id="document"),
    pytest.param("dialogue", "code", "moods", "'moods' is not in codebooks.csv", id="code"),
    pytest.param("dialogue", "date", "May", "must be a date such as 2025", id="date"),
    pytest.param(
        "displacement", "volume_low", "9999", "volume: must not be less than volume_low", id="order"
    ),
    pytest.param("displacement", "cost_source", "", "must be filled in where unit_cost is", id="together"),
    pytest.param("exceptions", "when_sv", "", "when_sv: must not be empty", id="empty"),
]


@pytest.mark.parametrize(("name", "column", "value", "message"), FAULTS)
def test_a_faulty_cell_is_found_by_table_row_and_column(sample, capsys, name, column, value, message):
    """`tables check` fails, and the sentence leads to the cell."""
    path = sample.project.path("references", f"{name}.csv")
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    table.loc[0, column] = value
    write_csv(table, path, own=True)
    row = sample.tables.check().set_index("table").loc[name]
    assert row.problems == 1
    assert message in row.first_problem
    assert "row 2" in row.first_problem
    assert main(["tables", "check", "--project", str(sample.project.folder)]) == 1
    assert "1 problems" in capsys.readouterr().err


def test_invented_rows_do_not_pass_in_a_real_review(workbench):
    """A review that is not invented must not carry them."""
    path = workbench.project.path("references", "exceptions.csv")
    path.write_bytes((REFERENCES / "exceptions.csv").read_bytes())
    row = workbench.tables.check().set_index("table").loc["exceptions"]
    assert row.problems == 6
    assert "row 2, column invented: this review is not an invented one" in row.first_problem


def test_tables_go_out_as_one_workbook_and_come_back(sample, tmp_path):
    """Unchanged nothing is written; a changed cell is, and the table before is kept."""
    path = tmp_path / "tables.xlsx"
    rows = sample.tables.export(path)
    assert set(DEMAND_TABLES) < set(rows)
    assert not sample.tables.import_file(path).changed.any()
    assert sample.register.editions().empty
    book = openpyxl.load_workbook(path)
    book["proposals"].cell(2, 12).value = "i övermorgon"
    book.save(path)
    with pytest.raises(SourceError, match="sheet proposals, row 2, column status_date: must be a date"):
        sample.tables.import_file(path)
    book["proposals"].cell(2, 12).value = "2026-09-30"
    book.save(path)
    done = sample.tables.import_file(path).set_index("table")
    assert done.index[done.changed].to_list() == ["proposals"]
    assert sample.tables.table("proposals").status_date[0] == "2026-09-30"
    assert sample.register.editions()["table"].to_list() == ["proposals"]


def test_an_id_that_leads_nowhere_stops_the_whole_workbook(sample, tmp_path):
    """Nothing of it is written then."""
    path = tmp_path / "tables.xlsx"
    sample.tables.export(path, ["indicators", "documents", "coverage"])
    book = openpyxl.load_workbook(path)
    book["documents"].delete_rows(2)
    book.save(path)
    with pytest.raises(SourceError, match="sheet coverage, row 2, column document_id: 'G01' is not in"):
        sample.tables.import_file(path)
    assert len(sample.tables.table("documents")) == 8


def test_an_older_review_without_the_tables_has_no_rows(workbench):
    """What is missing is empty, not an error; the register itself is needed."""
    for name in (*DEMAND_TABLES, "codebooks"):
        workbench.project.path("references", f"{name}.csv").unlink()
    assert all(frame.empty for frame in workbench.tables.demands().values())
    assert workbench.register.codebooks().empty
    assert workbench.tables.coverage_matrix().empty
    told = workbench.tables.exceptions().set_index("recommendation_id").group
    # the register itself tells of two
    assert set(told[told != "not_assessed"].index) == {"OL05", "OL18"}
    with pytest.raises(UsageError, match="there is no table 'moods'"):
        workbench.tables.table("moods")


def test_recommendations_without_an_indicator_are_listed_in_swedish_order(sample):
    """Those in force, å ä ö last; with the others they are all."""
    lacking = sample.tables.without_indicator()
    rows = load_recommendations(REFERENCES / "recommendations.csv")
    with_one = set(sample.tables.table("indicators").recommendation_id)
    assert set(lacking.recommendation_id) | with_one == set(rows.recommendation_id[rows.valid_to.isna()])
    areas = list(dict.fromkeys(lacking.guideline_area))
    assert areas[:3] == ["ADHD och autism", "Allergologi", "Allmänmedicin"]
    assert areas == sorted(areas, key=sort_key)
    assert not set(lacking.recommendation_id) & with_one


def test_what_nobody_has_said_of_exceptions_is_not_assessed(sample):
    """Every recommendation has a row, and blank means not assessed, never none."""
    found = sample.tables.exceptions()
    assert set(found.recommendation_id) == set(sample.register.recommendations().recommendation_id)
    assert found.set_index("recommendation_id").group["IG14"] == "subgroup"
    assert found.set_index("recommendation_id").group["IG03"] == "not_assessed"


def test_the_coverage_matrix_tells_checked_from_not_checked(sample):
    """Mentioned, not mentioned, contradicts; empty where nobody has looked."""
    matrix = sample.tables.coverage_matrix()
    assert list(matrix.columns) == [f"G0{number}" for number in range(1, 9)]
    assert matrix.loc["OL03"].to_list() == ["contradicts", *[""] * 7]
    assert matrix.loc["IG01", "G03"] == "not_mentioned"


def test_displacement_is_unknown_by_default(sample, workbench):
    """Every recommendation in force has a row; without all three factors there is no amount."""
    new = workbench.tables.displacement()
    assert (len(new), new.amount.notna().sum()) == (91, 0)
    assert set(new.unknown) == {"volume; unit_cost; avoidable_percent"}
    told = sample.tables.displacement().set_index("recommendation_id")
    assert told.amount["IG14"] == pytest.approx(2000 * 24000 * 0.60)
    assert told.low["IG14"] < told.amount["IG14"] < told.high["IG14"]
    assert (told.unknown["IG08"], pd.isna(told.amount["IG08"])) == ("avoidable_percent", True)
    assert (told.no_interval["OL14"], pd.isna(told.high["OL14"])) == ("volume", True)


POSITIVE = st.floats(0.01, 1e6)
RATIO = st.floats(1, 50)


@given(st.tuples(POSITIVE, POSITIVE, POSITIVE), st.tuples(RATIO, RATIO, RATIO))
def test_one_uncertain_factor_gives_its_own_interval_and_more_factors_a_wider_one(values, ratios):
    """The laws of the derivation: scale, order, and never wider than all ends at once."""
    lows = [x / r for x, r in zip(values, ratios, strict=True)]
    highs = [x * r for x, r in zip(values, ratios, strict=True)]
    whole, low, high = displacement.product(values, lows, highs)
    assert low <= whole * (1 + 1e-9)
    assert whole <= high * (1 + 1e-9)
    assert low >= math.prod(lows) * (1 - 1e-9)
    assert high <= math.prod(highs) * (1 + 1e-9)
    alone = displacement.product(values, [lows[0], *values[1:]], [highs[0], *values[1:]])
    assert alone[1] == pytest.approx(lows[0] * values[1] * values[2])
    assert alone[2] == pytest.approx(highs[0] * values[1] * values[2])
    assert high >= alone[2] * (1 - 1e-9)


def test_the_interval_holds_95_percent_of_drawn_products():
    """Simulated: factors drawn from log-normal distributions with these intervals."""
    random = __import__("numpy").random.default_rng(7)
    values, ratios = (2000.0, 24000.0, 0.6), (1.1, 1.2, 1.4)
    _, low, high = displacement.product(
        values, [x / r for x, r in zip(values, ratios, strict=True)],
        [x * r for x, r in zip(values, ratios, strict=True)],
    )  # fmt: skip
    drawn = 1.0
    for value, ratio in zip(values, ratios, strict=True):
        drawn = drawn * random.lognormal(math.log(value), math.log(ratio) / 1.959964, 200_000)
    assert ((drawn >= low) & (drawn <= high)).mean() == pytest.approx(0.95, abs=0.002)


ZEROS = [
    pytest.param([0, 5], [0, 1], [0, 9], (0, 0, 0), id="nothing-for-sure"),
    pytest.param([0, 5], [0, 1], [2, 9], (0, 0, math.nan), id="nothing-perhaps"),
    pytest.param([4, 5], [0, 5], [8, 5], (20, 0, 40), id="low-end-nothing"),
]


@pytest.mark.parametrize(("values", "lows", "highs", "expected"), ZEROS)
def test_nothing_has_no_logarithm_and_is_still_told_right(values, lows, highs, expected):
    """Zero is zero; where its upper end is not, that end is not known."""
    assert displacement.product(values, lows, highs) == pytest.approx(expected, nan_ok=True)


def test_the_faults_of_a_table_come_by_row():
    """Several columns, one order: that of the rows."""
    table = pd.DataFrame({"a": ["", "x"], "b": ["9", "no"]}, dtype="str")
    found = check_rows(table, {"a": "required", "b": [0, 5]})
    assert found[["row", "column"]].values.tolist() == [[0, "a"], [0, "b"], [1, "b"]]


def test_the_command_line_shows_every_table_and_view(sample, capsys):
    """`tables show` knows them all."""
    for name in (*TABLES, "without_indicator", "when_still_right", "coverage_matrix", "displaced"):
        assert main(["tables", "show", name, "--project", str(sample.project.folder)]) == 0
    assert "IG14" in capsys.readouterr().out


def test_the_sample_says_that_it_is_invented():
    """Its tables may hold invented rows only because its first page says so."""
    assert Project.open(shipped("review.toml").parent).invented
