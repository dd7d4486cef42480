"""What a study leaves open or gives in its own way: asked, shown as what it is, the same everywhere."""

import openpyxl
import pandas as pd
import pytest

from review.cli import main
from review.errors import Question, SourceError
from review.vocabulary import say
from review.widgets.economics_words import step_said
from review.workbench import Workbench
from review.workbench.economics_desk import EconomicsDesk
from test_numbers_at_every_door import ROW, by_csv, by_workbook, review  # noqa: F401

NUMBERS = {"cost_difference": 900, "effect_difference": 0.5}


def told(review, tmp_path, rows, **how):  # noqa: F811
    """Import rows as an economist does, and return what the evaluations say, by note."""
    rows = [ROW | NUMBERS | {"note": f"n{number}"} | row for number, row in enumerate(rows)]
    review.workbook.import_file(by_workbook(tmp_path / "told", rows), reader="erik", **how)
    return review.economics.evaluations().set_index("note")


OPEN = [
    pytest.param("NRS points", "more is better", "higher", id="direction"),
    pytest.param("smärtpoäng", "mindre är bättre", "lower", id="direction-swedish"),
    pytest.param("QALY per 1 000 patients", "costs too", "higher", id="costs"),
]


@pytest.mark.parametrize(("unit", "answer", "better"), OPEN)
def test_what_a_unit_leaves_open_is_asked_and_answered_in_the_cell(review, tmp_path, unit, answer, better):  # noqa: F811
    """Nothing is stored, the cell is named, and the sentence that is proposed is understood."""
    with pytest.raises(Question) as question:
        told(review, tmp_path, [{"effect_unit": unit}])
    assert question.value.doubts[0].startswith("told.xlsx, sheet evaluations, row 2, column effect_unit: ")
    assert answer in question.value.doubts[0] or "less is better" in question.value.doubts[0]
    assert review.store.current("evaluations").empty
    assert told(review, tmp_path, [{"effect_unit": f"{unit}, {answer}"}]).better["n0"] == better


def test_a_cell_that_is_wrong_and_one_that_is_open_are_told_together(review, tmp_path):  # noqa: F811
    """A question stands alone only where nothing is wrong."""
    rows = [{"effect_unit": "NRS points"}, {"currency": "kr"}]
    with pytest.raises(SourceError, match=r"2 cells cannot be right.*more is better.*ISO 4217"):
        told(review, tmp_path, rows)


def test_a_harm_is_read_as_its_study_counts_it_and_named(review, tmp_path, capsys):  # noqa: F811
    """Deaths that the care adds are gained back by withdrawing it; whoever turned a sign is told to look."""
    found = told(review, tmp_path, [{"effect_unit": "deaths"}, {"effect_unit": "QALY"}])
    assert found.withdrawal_effect.to_dict() == {"n0": 0.5, "n1": -0.5}
    assert found.benefit_unit["n0"] == "deaths avoided"
    folder = ["--project", str(review.project.folder)]
    assert main(["economics", "list", *folder]) == 0
    shown = capsys.readouterr()
    assert shown.err.startswith(f"{found.evaluation_id['n0']}: the effect counts a harm")
    assert "deaths avoided" in shown.out


SPREADS = [
    ("SD 120", "SD 120", "standardavvikelse (SD) 120", "SD 120"),
    ("90% CI 340 to 2780", "90% interval -2780 to -340", "90 % intervall −2 780 till −340",
     "90% interval −2,780 to −340"),
    ("IQR 3 to 9", "IQR -9 to -3", "kvartilavstånd (IQR) −9 till −3", "IQR −9 to −3"),
    ("range 3 to 9", "range -9 to -3", "spann −9 till −3", "range −9 to −3"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "kept", "swedish", "english"), SPREADS)
def test_a_spread_is_shown_as_what_it_is(review, tmp_path, words, kept, swedish, english):  # noqa: F811
    """In the frame, on the form and in the report, each in its language; never as an interval."""
    found = told(review, tmp_path, [{"uncertainty": f"cost difference {words}"}])
    assert found.withdrawal_cost_spread["n0"] == kept
    assert pd.isna(found.withdrawal_cost_low["n0"])
    study = review.pile.references().reference_id[0]
    review.screening.decide(study, "include", reader="anna", stage="full_text")
    for language, shown in (("sv", swedish), ("en", english)):
        card = review.cards.economics_form("erik", language=language)
        lines = {line["name"]: line["value"] for line in card.shown["result"]["lines"]}
        plain = {name: value.replace("\u202f", " ").replace("\u00a0", " ") for name, value in lines.items()}
        assert plain[say("widget.form.line.withdrawal_cost_spread", language)] == shown
        assert say("better.higher", language) in lines.values()
        page = review.report.make(language, ["economics"]).sections["economics"].html
        assert shown in page.replace("\u202f", " ").replace("\u00a0", " ")


def test_rows_pasted_twice_are_one_question_with_one_option(review, tmp_path, capsys):  # noqa: F811
    """Once or each, at the command line as in Python; a second time the same answer changes nothing."""
    path = by_csv(tmp_path / "pasted", [ROW | NUMBERS] * 2)
    words = ["economics", "import", str(path), "--reader", "erik", "--project", str(review.project.folder)]
    assert main(words) == 2
    assert "row 2: the same as row 3" in capsys.readouterr().err
    assert review.store.current("evaluations").empty
    for answer, n in (("once", 1), ("each", 2), ("each", 2), ("once", 2)):
        assert main([*words, "--repeated", answer]) == 0
        assert len(review.store.current("evaluations")) == n
    path = tmp_path / "out.xlsx"
    review.workbook.export(path, reader="erik")
    # two that have an id each are two
    assert review.workbook.import_file(path, reader="erik").empty


def test_all_slips_of_a_workbook_are_told_by_the_import_at_once(review, tmp_path, capsys):  # noqa: F811
    """Merged cells, an error and a cell astray, in one message, and no traceback."""
    path = by_workbook(
        tmp_path / "slips", [ROW | NUMBERS | {"note": "a"}, ROW | NUMBERS | {"funding": "#REF!"}]
    )
    book = openpyxl.load_workbook(path)
    page = book["evaluations"]
    page.merge_cells("J2:J3")
    page.cell(9, 15).value = 1800
    book.save(path)
    assert main(["economics", "import", str(path), "--reader", "erik",
                 "--project", str(review.project.folder)]) == 2  # fmt: skip
    said = capsys.readouterr().err
    assert all(part in said for part in ("J2:J3 are merged", "#REF!", "row 9", "names no study"))


ALONG = [
    {"intervention": "test all", "cost_difference": 900, "effect_difference": 0.01},
    {"intervention": "test some", "cost_difference": 100, "effect_difference": 0.008},
    {"intervention": "test few twice", "cost_difference": 200, "effect_difference": 0.002},
]


def test_the_frontier_of_a_study_is_shown_everywhere(review, tmp_path, capsys):  # noqa: F811
    """In the notebook, at the command line and in the report: the same options, the same way back."""
    told(review, tmp_path, [{"comparator": "no test"} | row for row in ALONG])
    found = review.economics.frontiers().set_index("option")
    assert found.status.to_dict() == {
        "no test": "efficient", "test some": "efficient", "test few twice": "dominated",
        "test all": "efficient",
    }  # fmt: skip
    assert found.withdraw_to["test all"] == "test some"
    assert found.saved_per_unit_lost["test all"] == pytest.approx(800 / 0.002)
    assert main(["economics", "frontier", "--project", str(review.project.folder)]) == 0
    assert "test few twice" in capsys.readouterr().out
    study = review.pile.references().reference_id[0]
    review.screening.decide(study, "include", reader="anna", stage="full_text")
    for language in ("sv", "en"):
        page = review.report.make(language, ["economics"]).sections["economics"].html
        assert say("frontier.dominated", language, by="test some") in page
        assert say("economics.frontiers", language) in page


def test_studies_of_two_options_have_no_frontier(review, tmp_path):  # noqa: F811
    """Nothing is drawn along one step."""
    told(review, tmp_path, [{}])
    assert review.economics.frontiers().empty


def test_the_form_refuses_what_a_file_refuses_of_a_unit(review):  # noqa: F811
    """The sentence of the form says what to write."""
    desk = EconomicsDesk(
        review.project, review.store, review.pile, review.register, review.decisions, review.economics,
        reader="erik", second=False, language="sv",
    )  # fmt: skip
    values = {key: str(value) for key, value in (ROW | NUMBERS).items()}
    assert [column for column, _ in desk.check(values | {"effect_unit": "smärtpoäng"})] == ["effect_unit"]
    assert desk.check(values | {"effect_unit": "smärtpoäng, mindre är bättre"}) == []
    assert isinstance(review, Workbench)


@pytest.mark.parametrize(("language", "word"), [("sv", "obekräftat: indexet stiger"), ("en", "unconfirmed")])
def test_a_step_of_unconfirmed_numbers_says_so_on_the_form(review, language, word):  # noqa: F811
    """Czech crowns of 1990 come with what is not sure of them, in the language of the form."""
    desk = EconomicsDesk(
        review.project, review.store, review.pile, review.register, review.decisions, review.economics,
        reader="erik", second=False, language=language,
    )  # fmt: skip
    values = {key: str(value) for key, value in (ROW | NUMBERS).items()}
    made = desk.result(values | {"country": "CZE", "currency": "CZK", "price_year": "1990"})
    said = [step_said(step, language) for step in made["steps"]]
    assert [word in one for one in said] == [True, False]
