"""Twelve evaluations of the sample, written on the form: what comes of them is what comes of the workbook."""

import pandas as pd
import pytest

from browser import notebook, reviews
from review.evidence import EVALUATION_COLUMNS
from review.workbench import Workbench

pytestmark = pytest.mark.browser

CELLS = [notebook.OPEN, "workbench.cards.economics_form('erik', language='en')"]
WRITTEN = EVALUATION_COLUMNS[2:]
MEASURED = ("quadrant", "withdrawal_cost_sek", "withdrawal_effect", "saved_per_unit_lost_sek", "not_reported")


@pytest.fixture(scope="module")
def from_workbook(lab):
    """Return the evaluations of twelve studies as the sample's workbook brings them, with the titles."""
    with Workbench.open(reviews.decided_sample(lab.folder / "workbook")) as workbench:
        workbench.import_listed("evaluations")
        stored = (
            workbench.economics.evaluations()
            .drop_duplicates("reference_id")
            .head(12)
            .set_index("reference_id")
        )
        return stored.join(workbench.pile.references().set_index("reference_id").title)


@pytest.fixture(scope="module")
def folder(lab, page):
    """Copy the sample without its evaluations, open a notebook in it and run it."""
    return notebook.run_in(reviews.decided_sample(lab.folder / "twelve"), CELLS, page, lab)


def cell(row, name):
    """Return what is written in a field: NR where the study is silent."""
    if name in row.not_reported.split("; "):
        return "not_reported" if name == "perspective" else "NR"
    value = row[name]
    return "" if pd.isna(value) else f"{value:.12g}" if isinstance(value, float) else str(value)


def write(page, row):
    """Find a study by its title, fill in every field, and store."""
    page.fill(".review-card input[role=combobox]", row.title)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "(key) => document.querySelector('.review-card').dataset.key.startsWith(key)", arg=row.name
    )
    for name in WRITTEN:
        field, text = page.locator(f".review-card [id$='-{name}']"), cell(row, name)
        if field.evaluate("(node) => node.tagName") == "SELECT":
            field.select_option(text)
        elif text:
            field.fill(text)
    notebook.press(page, "Control+Enter")
    assert notebook.text(page, ".review-status").startswith("Stored"), notebook.text(page, ".review-status")


def test_form_and_workbook_say_the_same_of_twelve_studies(folder, page, from_workbook):
    """Every cell, every amount in kronor and every quadrant: nobody has to choose between the two."""
    for _, row in from_workbook.iterrows():
        write(page, row)
    with Workbench.open(folder) as workbench:
        found = workbench.economics.evaluations().set_index("reference_id").loc[from_workbook.index]
        chapter = workbench.report.make("sv", ["economics"]).sections["economics"].html
    columns = [*WRITTEN, *MEASURED]
    assert len(found) == 12
    pd.testing.assert_frame_equal(found[columns], from_workbook[columns], check_dtype=False)
    assert all(name in chapter for name in from_workbook.intervention.str.split().str[0])
    assert not page.said
