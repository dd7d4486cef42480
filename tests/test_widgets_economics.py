"""The economics form without a browser: what it shows, checks, converts and stores."""

import json
import shutil

import pandas as pd
import pytest

from board_material import small_review
from review.economics import CHOICES, EXPECTED, check
from review.errors import StoreError, UsageError
from review.evidence import EVALUATION_COLUMNS
from review.formats.workbook.words import HEADINGS
from review.vocabulary import say
from review.widgets.economics_fields import SECTIONS
from review.widgets.economics_words import fault_said, refusal
from review.workbench import Workbench

FILLED = {
    "intervention": "Arthroscopic surgery",
    "comparator": "Exercise",
    "care_in_question": "intervention",
    "country": "GBR",
    "currency": "GBP",
    "price_year": "2019",
    "cost_difference": "200",
    "effect_difference": "0,01",
    "effect_unit": "QALY",
    "funding": "NR",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the folder of a review with three included studies."""
    folder = tmp_path_factory.mktemp("made") / "review"
    small_review(folder).close()
    return folder


@pytest.fixture
def workbench(made, tmp_path):
    """Return a copy of that review, open."""
    with Workbench.open(shutil.copytree(made, tmp_path / "review")) as workbench:
        yield workbench


def press(form, name, **more):
    """Do what the browser does when the reader presses a key."""
    form._handle_custom_msg({"do": name, "key": form.shown["key"], **more}, [])


def store(form, **changed):
    """Fill in a comparison and store it."""
    press(form, "store", values=form.shown["values"] | FILLED | changed)


def typed(form, **values):
    """Return what the form answers while one types."""
    form._handle_custom_msg({"do": "check", "key": form.shown["key"], "number": 7, "values": values}, [])
    return form.live


def rows(workbench):
    """Return the comparisons that count."""
    return workbench.economics.evaluations()


def test_a_comparison_is_stored_as_it_is_filled_in(workbench):
    """The database has the row, the form says so, and a new form shows it."""
    form = workbench.cards.economics_form("economist")
    store(form)
    assert form.shown["status"] == "Stored: 1. Arthroscopic surgery against Exercise."
    row = rows(workbench).iloc[0]
    assert (row.intervention, row.cost_difference, row.effect_difference) == (
        "Arthroscopic surgery",
        200,
        0.01,
    )
    assert (row.reader, row.not_reported, row.reading) == ("economist", "funding", "saves_with_loss")
    again = workbench.cards.economics_form("reader1", row.reference_id)
    assert again.shown["values"]["funding"] == "NR"
    assert again.shown["stored"].startswith("Stored by economist, 20")


def test_a_study_that_names_costs_comes_first(workbench):
    """Where nothing is stored yet, one begins where economics is to be found."""
    form = workbench.cards.economics_form("economist")
    assert form.shown["heard"].startswith("Cost-effectiveness")
    assert [study["note"].endswith("names costs") for study in form.studies] == [True, False, False]


def test_the_fields_are_those_of_the_workbook(workbench):
    """Each column of an evaluation has one field, with its heading, unit, choices and need."""
    form = workbench.cards.economics_form("economist").form
    fields = {field["name"]: field for part in form["sections"] for field in part["fields"]}
    assert sorted(fields) == sorted(EVALUATION_COLUMNS[2:])
    assert set(SECTIONS) == {part["name"] for part in form["sections"]}
    assert fields["country"]["label"] == HEADINGS["country"]["name_en"]
    assert (fields["currency"]["need"], fields["note"]["need"]) == ("required", "optional")
    assert all(fields[name]["need"] in ("expected", "required") for name in EXPECTED)
    chosen = [choice["value"] for choice in fields["study_type"]["choices"]]
    assert chosen == [*CHOICES["study_type"], "NR"]
    assert len(fields["recommendation_id"]["choices"]) == 1 + len(workbench.register.recommendations())


def test_each_fault_is_told_while_one_types(workbench):
    """The checks are those of the workbook, at the field they are about."""
    form = workbench.cards.economics_form("economist")
    live = typed(form, **(FILLED | {"currency": "kr", "icer_reported": "3", "discount_cost_percent": "0.03"}))
    said = {fault["field"]: fault["text"] for fault in live["faults"]}
    assert live["number"] == 7
    assert said == {
        "currency": "Three capital letters, such as SEK or EUR; not kr.",
        "discount_cost_percent": "Write per cent: 3 for 3 %; not 0.03.",
        "icer_reported": "Contradicts 200 / 0.01 = 20000; here it says 3.",
    }
    assert rows(workbench).empty


def test_the_way_to_kronor_is_shown_live(workbench):
    """Two steps, each with its numbers and source, and the result on both sides of them."""
    result = typed(workbench.cards.economics_form("economist"), **FILLED)["result"]
    deflator, power = result["chain"]
    assert deflator.startswith("GDP deflator GBR, 2019 to 2024: ")
    assert power.startswith("Purchasing power 2024, GBP (GBR) to SEK: ")
    assert "NY.GDP.DEFL.ZS" in deflator
    assert "World Bank WDI" in power
    values = {line["name"]: line["value"] for line in result["lines"]}
    assert values["Cost of refraining"].startswith("−200 GBP (2019) = −3,")
    assert values["Cost of refraining"].endswith(" SEK (2024)")
    assert values["ICER"].startswith("20,000 GBP (2019) = ")
    assert result["point"] == [-1, -1]
    assert result["said"] == "Refraining from Arthroscopic surgery: saves but gives less effect."


NOT_CONVERTED = [
    pytest.param({"price_year": "NR"}, "Not convertible: the price year is missing.", id="no-year"),
    pytest.param(
        {"country": "SWE", "currency": "EUR", "price_year": "2024"},
        "Not convertible: EMU 2024 PPP missing.",
        id="no-ppp",
    ),
    pytest.param({"price_year": "1960"}, "Not convertible: GBR 1960 deflator missing.", id="no-deflator"),
]


@pytest.mark.parametrize(("changed", "why"), NOT_CONVERTED)
def test_what_cannot_be_converted_says_why(workbench, changed, why):
    """A missing factor is named, and no amount in kronor is shown."""
    result = typed(workbench.cards.economics_form("economist"), **(FILLED | changed))["result"]
    assert result["refused"] == why
    assert result["chain"] == []
    assert not any("SEK" in line["value"] for line in result["lines"])


def test_nothing_is_said_of_a_conversion_before_there_is_an_amount(workbench):
    """An empty form is not blamed for what nobody has written yet."""
    result = workbench.cards.economics_form("economist").shown["result"]
    assert (result["refused"], result["chain"], result["point"]) == ("", [], None)


def test_faults_keep_a_comparison_from_being_stored(workbench):
    """The form stays, says how many, and the database has nothing."""
    form = workbench.cards.economics_form("economist")
    key = form.shown["key"]
    store(form, currency="")
    assert form.shown["failed"]
    assert form.shown["status"] == "Not stored: mend first what is marked (1)"
    assert (form.shown["key"], len(rows(workbench))) == (key, 0)


def test_editing_replaces_by_a_row_and_can_be_undone(workbench):
    """The newer row counts, the older stays in the history and counts again after undo."""
    form = workbench.cards.economics_form("economist")
    store(form)
    store(form, cost_difference="300", funding="A council")
    assert rows(workbench).cost_difference.to_list() == [300]
    press(form, "undo")
    row = rows(workbench).iloc[0]
    assert (row.cost_difference, row.not_reported) == (200, "funding")
    press(form, "undo")
    assert rows(workbench).empty
    assert len(workbench.store.history("evaluations")) == 3
    press(form, "undo")
    assert form.shown["status"] == "There is nothing to undo."


def test_a_study_has_several_comparisons(workbench):
    """A second comparison of the same study is a row of its own; withdrawing takes one away and undo back."""
    form = workbench.cards.economics_form("economist")
    store(form)
    press(form, "new")
    assert form.shown["values"]["intervention"] == ""
    store(form, intervention="Lavage")
    assert [row["name"] for row in form.shown["rows"]] == [
        "1. Arthroscopic surgery against Exercise",
        "2. Lavage against Exercise",
    ]
    assert rows(workbench).reference_id.nunique() == 1
    press(form, "withdraw")
    assert rows(workbench).intervention.to_list() == ["Arthroscopic surgery"]
    press(form, "undo")
    assert rows(workbench).intervention.to_list() == ["Arthroscopic surgery", "Lavage"]
    press(form, "row", place=0)
    assert form.shown["values"]["intervention"] == "Arthroscopic surgery"


def test_a_second_window_does_not_store_over_the_first(workbench):
    """What changed elsewhere is said, and what one wrote is not stored over it."""
    one = workbench.cards.economics_form("economist")
    store(one)
    other = workbench.cards.economics_form("economist", rows(workbench).reference_id[0])
    store(one, cost_difference="300")
    store(other, cost_difference="400")
    assert other.shown["failed"]
    assert "changed in another window" in other.shown["status"]
    assert rows(workbench).cost_difference.to_list() == [300]


def test_where_storing_fails_the_form_says_so(workbench, monkeypatch):
    """Nothing is stored, and what was wrong is told."""
    form = workbench.cards.economics_form("economist")

    def broken(*_, **__):
        raise StoreError("the disk is full")

    monkeypatch.setattr(workbench.store, "append", broken)
    store(form)
    assert form.shown["status"] == "Not stored: the disk is full"
    assert rows(workbench).empty


def test_the_second_reading_is_blind(workbench):
    """The comparison is given, its numbers are not; what is stored stands beside the first."""
    store(workbench.cards.economics_form("economist"))
    form = workbench.cards.economics_form("reader2", second=True)
    assert form.shown["second"].startswith("Second reading")
    values = form.shown["values"]
    assert (values["intervention"], values["cost_difference"], values["currency"]) == (
        "Arthroscopic surgery", "", "",
    )  # fmt: skip
    assert not form.shown["can"]["new"]
    store(form, cost_difference="250")
    assert form.shown["status"].startswith("Stored: 1. Arthroscopic surgery")
    assert rows(workbench).cost_difference.to_list() == [200]
    differing = workbench.abstraction.differences()
    assert differing[["column", "first", "second"]].to_numpy().tolist() == [["cost_difference", "200", "250"]]
    press(form, "undo")
    assert workbench.store.current("abstractions").empty


def test_a_second_reading_of_ones_own_is_not_offered(workbench):
    """Who read first has nothing to read blind."""
    store(workbench.cards.economics_form("economist"))
    form = workbench.cards.economics_form("economist", second=True)
    assert form.shown["study"] is None
    assert form.shown["progress"].startswith("No ")
    assert not any(form.shown["can"].values())


def test_an_export_shows_the_comparison_as_text(workbench):
    """Fields in words, the reading and the steps; texts of records are escaped."""
    form = workbench.cards.economics_form("economist")
    store(form, note="<script>alert(1)</script>")
    html = form._repr_mimebundle_()[0]["text/html"]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "GDP deflator GBR" in html
    assert "Arthroscopic surgery" in html


def test_all_that_is_sent_is_plain(workbench):
    """What the browser gets is JSON without NaN."""
    form = workbench.cards.economics_form("economist", language="sv")
    store(form)
    json.dumps([form.shown, form.form, form.studies], allow_nan=False)
    assert form.shown["values"]["effect_difference"] == "0,01"


def test_an_unknown_study_or_reader_is_refused(workbench):
    """Before anything is shown."""
    with pytest.raises(UsageError, match="nobody"):
        workbench.cards.economics_form("nobody")
    with pytest.raises(UsageError, match="r-none"):
        workbench.cards.economics_form("economist", "r-none")


FAULTY = [
    {"currency": ""}, {"currency": "kr"}, {"currency": "QQQ"}, {"country": "SWD"}, {"price_year": "2099"},
    {"currency": "NR"}, {"note": "NR"}, {"price_year": "soon"}, {"time_horizon_years": "200"},
    {"study_type": "guess"}, {"discount_cost_percent": "0.03"}, {"quality_score": "0.8"},
    {"cost_intervention": "10", "cost_comparator": "5"}, {"effect_unit": ""}, {"icer_reported": "3"},
    {"uncertainty": "cost difference 95% CI 900 to 1000"},
]  # fmt: skip


@pytest.mark.parametrize("changed", FAULTY, ids=[next(iter(one)) + str(n) for n, one in enumerate(FAULTY)])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_fault_has_a_sentence_of_the_form(changed, language):
    """No message in code stands on a form."""
    problems = check(pd.DataFrame([{"reference_id": "r1"} | FILLED | changed]), this_year=2026).problem
    assert len(problems)
    for problem in problems:
        assert fault_said(problem, language) != problem
        assert "_" not in fault_said(problem, language)


def test_a_fault_nobody_foresaw_is_said_as_it_is():
    """Better an English sentence than none."""
    assert fault_said("a new kind of fault", "sv") == "a new kind of fault"
    assert refusal("a new reason", "sv") == "a new reason"


def test_the_words_of_the_plane_fit_every_reading():
    """Each reading has words in both languages."""
    from review.economics import READINGS

    for name in READINGS.values():
        assert say(f"reading.{name}", "sv") != f"reading.{name}"


def test_the_checks_are_those_of_the_workbook():
    """The form has no rules of its own."""
    from review.workbench import economics_desk

    assert economics_desk.economics.check is check


def test_a_closed_database_is_told_of(workbench):
    """What was shown stays, and the reader learns that nothing was stored."""
    form = workbench.cards.economics_form("economist")
    key = form.shown["key"]
    workbench.close()
    store(form)
    assert form.shown["failed"]
    assert "is closed" in form.shown["status"]
    assert form.shown["key"] == key
