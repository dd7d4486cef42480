"""The economics form in a real JupyterLab: an evaluation filled in by keyboard, its row in the database."""

import pytest

from browser import notebook, reviews
from review.vocabulary import number
from review.workbench import Workbench

pytestmark = pytest.mark.browser

CELLS = [
    notebook.OPEN,
    "workbench.cards.economics_form('erik', language='en')",
]
# in the order of the fields; a number is how many times down in a list of choices
KEYED = {
    "intervention": "Arthroscopic surgery",
    "comparator": "Exercise",
    "care_in_question": 1,
    "population": "Adults",
    "recommendation_id": 14,
    "country": "GBR",
    "study_type": 1,
    "perspective": 2,
    "time_horizon_years": "2",
    "discount_cost_percent": "3",
    "discount_effect_percent": "3",
    "funding": "NR",
    "currency": "GBP",
    "price_year": "2019",
    "effect_unit": "QALY",
    "cost_intervention": "",
    "cost_comparator": "",
    "cost_difference": "200",
    "effect_intervention": "",
    "effect_comparator": "",
    "effect_difference": "0.01",
    "icer_reported": "20000",
    "uncertainty": "",
    "quality_score": "17",
    "note": "From table 3",
}


@pytest.fixture(scope="module")
def folder(lab, page):
    """Copy the sample with its decisions, open a notebook in it and run it."""
    return notebook.run_in(reviews.decided_sample(lab.folder / "costs"), CELLS, page, lab)


def rows(folder):
    """Return the evaluations that count."""
    with Workbench.open(folder) as workbench:
        return workbench.economics.evaluations()


def field(page, name):
    """Return a field of the form."""
    return page.locator(f".review-card [id$='-{name}']")


def wait_for_text(page, selector, text):
    """Wait until a part of the form says something."""
    page.wait_for_function(
        "([part, text]) => document.querySelector(part)?.textContent.includes(text)",
        arg=[f".review-card {selector}", text],
    )


def test_an_evaluation_is_filled_in_without_the_mouse(folder, page, picture):
    """Every field by Tab and keys, the result at once, one key to store; the row is what was written."""
    study = notebook.key_of(page).split()[0]
    page.keyboard.press("e")
    for name, value in KEYED.items():
        assert field(page, name).evaluate("(node) => node === document.activeElement"), name
        if isinstance(value, int):
            for _ in range(value):
                page.keyboard.press("ArrowDown")
        else:
            page.keyboard.type(value)
        page.keyboard.press("Tab")
    wait_for_text(page, ".review-result", "saves but gives less effect")
    assert "Purchasing power 2024, GBP (GBR) to SEK" in notebook.text(page, ".review-chain")
    assert rows(folder).empty
    picture(page, "economics-form.png")
    field(page, "note").focus()
    notebook.press(page, "Control+Enter")
    assert notebook.text(page, ".review-status").startswith(
        "Stored: 1. Arthroscopic surgery against Exercise"
    )
    row = rows(folder).iloc[0]
    assert (row.reference_id, row.reader, row.recommendation_id) == (study, "erik", "IG14")
    assert (row.cost_difference, row.effect_difference, row.price_year, row.quality_score) == (
        200,
        0.01,
        2019,
        17,
    )
    assert (row.care_in_question, row.study_type, row.perspective) == (
        "intervention",
        "trial-based",
        "societal",
    )
    assert (row.not_reported, row.note) == ("funding", "From table 3")
    assert notebook.has_focus(page)
    assert notebook.cell_sources(page) == CELLS
    assert not page.said


def test_what_was_filled_in_is_in_the_report(folder, page):
    """The amount in kronor and what it says of withdrawal stand there as they stand on the form."""
    shown = notebook.text(page, ".review-result")
    with Workbench.open(folder) as workbench:
        saved = number(round(workbench.economics.evaluations().saved_per_unit_lost_sek.iloc[0]), "en")
        chapter = workbench.report.make("en", ["economics"]).sections["economics"].html
    for said in ("saves but gives less effect", saved):
        assert said in shown
        assert said in chapter


def test_faults_show_at_their_fields_and_keep_it_from_being_stored(folder, page):
    """What is wrong is said while one types; storing says so, and the database is as it was."""
    field(page, "currency").fill("kr")
    wait_for_text(page, ".review-field.review-of-currency .review-fault", "Three capital letters")
    assert field(page, "currency").get_attribute("aria-invalid") == "true"
    notebook.press(page, "Control+Enter")
    assert notebook.text(page, ".review-status").startswith("Not stored: mend first")
    assert rows(folder).currency.to_list() == ["GBP"]
    assert field(page, "currency").input_value() == "kr"
    field(page, "currency").fill("USD")
    page.wait_for_function("() => !document.querySelector('.review-card [aria-invalid]')")


def test_what_is_typed_survives_the_cell_being_run_again(folder, page):
    """Nothing that was written is lost before it is stored."""
    notebook.run_all(page)
    page.locator(".review-card .review-picker input").fill("1 stored")
    wait_for_text(page, ".review-options li", "1 stored")
    page.keyboard.press("Enter")
    wait_for_text(page, ".review-foot", "Changed since it was stored")
    assert field(page, "currency").input_value() == "USD"


def test_editing_replaces_the_row_and_undo_brings_it_back(folder, page):
    """A further row, and the one before it again."""
    page.locator(".review-card").focus()
    field(page, "country").fill("USA")
    notebook.press(page, "Control+Enter")
    assert rows(folder)[["currency", "country"]].to_numpy().tolist() == [["USD", "USA"]]
    page.keyboard.press("Escape")
    notebook.press(page, "z")
    assert rows(folder)[["currency", "country"]].to_numpy().tolist() == [["GBP", "GBR"]]
    assert field(page, "currency").input_value() == "GBP"
    assert notebook.has_focus(page)


def test_a_second_comparison_of_the_same_study(folder, page):
    """Begun with one key; the tabs show both, and it is withdrawn again."""
    notebook.press(page, "n")
    page.keyboard.press("e")
    assert field(page, "intervention").input_value() == ""
    for name, value in {"intervention": "Lavage", "comparator": "Exercise", "currency": "SEK"}.items():
        field(page, name).fill(value)
    field(page, "care_in_question").select_option("intervention")
    notebook.press(page, "Control+Enter")
    assert sorted(rows(folder).intervention) == ["Arthroscopic surgery", "Lavage"]
    assert page.locator(".review-choices button").all_inner_texts() == [
        "1. Arthroscopic surgery against Exercise",
        "2. Lavage against Exercise",
    ]
    page.keyboard.press("Escape")
    notebook.press(page, "x")
    assert rows(folder).intervention.to_list() == ["Arthroscopic surgery"]


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_nothing_hinders_anyone(folder, page, theme, picture):
    """Axe finds no violation with a fault and the list open, in dark and in light."""
    notebook.use_theme(page, theme)
    if "Dark" in theme:
        picture(page, "economics-form-dark.png")
    field(page, "country").fill("XXX")
    wait_for_text(page, ".review-field.review-of-country .review-fault", "ISO 3166")
    page.locator(".review-card .review-picker input").focus()
    assert notebook.violations(page) == ""
    field(page, "country").fill("GBR")
    page.wait_for_function("() => !document.querySelector('.review-card [aria-invalid]')")
    page.keyboard.press("Escape")


def test_at_twice_the_size_nothing_is_cut_off(folder, page):
    """A window of half the width, as with zoom at 200 %, scrolls in one direction only."""
    assert notebook.cut_off(page) <= 0


def test_where_storing_fails_the_form_stays_and_says_so(folder, page):
    """A database that is closed stores nothing; what was written is still on the form."""
    notebook.in_kernel(page, "workbench.close()")
    field(page, "note").fill("written meanwhile")
    notebook.press(page, "Control+Enter")
    assert notebook.text(page, ".review-status").startswith("Not stored:")
    assert field(page, "note").input_value() == "written meanwhile"
    assert rows(folder).note.to_list() == ["From table 3"]


def test_after_a_restart_what_is_stored_is_there(folder, page):
    """The cell run again shows it, nothing is doubled, and no cell was inserted."""
    notebook.restart_kernel(page)
    notebook.run_all(page)
    assert len(rows(folder)) == 1
    assert notebook.cell_sources(page) == CELLS
    assert not page.said
