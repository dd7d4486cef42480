"""The register: rows with sources, checked on loading, and held against the printed totals."""

from pathlib import Path

import pandas as pd
import pytest

from review.errors import SourceError
from review.register import (
    ICKE_GORA,
    load_glossary,
    load_guidelines,
    load_recommendations,
    load_thresholds,
    load_totals,
    reconcile,
)

REFERENCES = Path(__file__).resolve().parents[1] / "references"


@pytest.fixture(scope="module")
def recommendations():
    """Return the shipped register."""
    return load_recommendations(REFERENCES / "recommendations.csv")


@pytest.fixture(scope="module")
def guidelines():
    """Return the shipped guidelines."""
    return load_guidelines(REFERENCES / "guidelines.csv")


@pytest.fixture(scope="module")
def totals():
    """Return the shipped printed totals."""
    return load_totals(REFERENCES / "printed_totals.csv")


def whole_list(guidelines, *, reasons=(33, 31, 15, 3, 1), drugs=42):
    """Return a made-up list of 83 that fits every printed total."""
    names = (
        "risk överväger nytta",
        "ingen effekt",
        "mindre nytta än alternativ",
        "bristande träffsäkerhet",
        "avsaknad av evidens",
    )
    areas = [row.guideline_area for row in guidelines.itertuples() for _ in range(int(row.icke_gora_printed))]
    frame = pd.DataFrame({"guideline_area": areas, "list_name": ICKE_GORA})
    frame["reason"] = [name for name, n in zip(names, reasons, strict=True) for _ in range(n)]
    frame["intervention_type"] = ["läkemedel"] * drugs + ["övrigt"] * (83 - drugs)
    frame["adherence_2023_percent"] = pd.array([95, 13] + [48.97] * 58 + [None] * 23, dtype="Float64")
    frame["health_economic_assessment"] = ["yes"] * 24 + ["no"] * 59
    frame["valid_from"] = frame["valid_to"] = pd.array([None] * 83, dtype="Float64")
    frame["cost_ineffective"] = ["yes"] * 9 + ["no"] * 15 + ["unknown"] * 59
    return frame


def test_the_shipped_tables_load(recommendations, guidelines, totals):
    """17 icke-göra and 75 from other lists; 21 guidelines whose printed counts make 83."""
    counts = recommendations.list_name.eq(ICKE_GORA).value_counts()
    assert (counts[True], counts[False]) == (17, 75)
    assert (len(guidelines), guidelines.icke_gora_printed.sum()) == (21, 83)
    assert len(load_glossary(REFERENCES / "glossary.csv")) > 20
    assert set(load_thresholds(REFERENCES / "thresholds.csv").status) == {"unconfirmed"}


def test_every_row_of_the_register_names_its_source(recommendations, guidelines, totals):
    """No fact without a source."""
    assert (recommendations.source_url != "").all()
    assert (guidelines.source != "").all()
    assert (totals.source != "").all()


def test_the_shipped_register_says_that_it_is_incomplete(recommendations, guidelines, totals):
    """83 printed, 17 identified: no share of the 17 is compared with a share of the 83."""
    frame = reconcile(recommendations, guidelines, totals)
    total = frame[frame.quantity == "recommendations"].iloc[0]
    assert (total.printed, total.found, total.verdict) == (83, 17, "incomplete")
    assert set(frame[frame.unit == "percent"].verdict) == {"incomplete", "not in the register"}
    assert "differs" not in set(frame.verdict)


def test_a_whole_list_that_fits_is_said_to_fit(guidelines, totals):
    """With all 83 at hand every number that can be compared fits."""
    frame = reconcile(whole_list(guidelines), guidelines, totals)
    assert set(frame.verdict) == {"fits", "not in the register"}
    assert set(frame[frame.verdict == "not in the register"].quantity) == {"share_of_all"}


MISFITS = [
    pytest.param(
        {"reasons": (32, 32, 15, 3, 1)}, {"risk överväger nytta", "ingen effekt"}, id="reasons-swapped"
    ),
    pytest.param({"drugs": 40}, {"läkemedel"}, id="too-few-drugs"),
]


@pytest.mark.parametrize(("change", "groups"), MISFITS)
def test_a_whole_list_that_does_not_fit_names_each_mismatch(guidelines, totals, change, groups):
    """Exactly the numbers that differ are said to differ."""
    frame = reconcile(whole_list(guidelines, **change), guidelines, totals)
    assert set(frame[frame.verdict == "differs"].group_sv) == groups


def test_one_row_too_many_is_seen_at_its_guideline(guidelines, totals):
    """More rows than printed can never be right, complete or not."""
    rows = whole_list(guidelines)
    rows = pd.concat([rows, rows[rows.guideline_area == "Stroke"].head(1)], ignore_index=True)
    frame = reconcile(rows, guidelines, totals)
    assert {"Stroke", "icke-göra"} <= set(frame[frame.verdict == "differs"].group_sv)


FAULTS = [
    pytest.param(
        "confidence", "certain", "row 3, column confidence: must be one of high", id="value-not-allowed"
    ),
    pytest.param("source_url", "", "row 3, column source_url: must not be empty", id="no-source"),
    pytest.param(
        "adherence_percent", "149", "must be a number from 0 to 100, or empty; got '149'", id="percent"
    ),
    pytest.param(
        "recommendation_id", "IG01", "row 3, column recommendation_id: 'IG01' is there twice", id="twice"
    ),
]


@pytest.mark.parametrize(("column", "value", "message"), FAULTS)
def test_a_faulty_cell_is_named_by_row_and_column(tmp_path, column, value, message):
    """Rows are counted as a spreadsheet shows them: the heading is row 1."""
    table = pd.read_csv(REFERENCES / "recommendations.csv", dtype="str", keep_default_na=False)
    table.loc[1, column] = value
    table.to_csv(tmp_path / "recommendations.csv", index=False)
    with pytest.raises(SourceError, match=message):
        load_recommendations(tmp_path / "recommendations.csv")


def test_an_unknown_column_is_refused_by_name(tmp_path):
    """A misspelt heading is not passed over."""
    table = pd.read_csv(REFERENCES / "guidelines.csv", dtype="str").rename(columns={"source": "sorce"})
    table.to_csv(tmp_path / "g.csv", index=False)
    with pytest.raises(SourceError, match="row 1: the column source is missing; found .*sorce"):
        load_guidelines(tmp_path / "g.csv")


def test_a_comma_without_quotation_marks_is_named_by_row(tmp_path):
    """A row with a cell too many would shift every column after it."""
    lines = (REFERENCES / "guidelines.csv").read_text(encoding="utf-8").splitlines()
    lines[4] += ",more"
    (tmp_path / "g.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(SourceError, match="row 5: 5 cells where the heading has 4"):
        load_guidelines(tmp_path / "g.csv")
