"""Economics at the workbench: abstracted once and twice, appraised, in the workbook and back, in kronor."""

import openpyxl
import pandas as pd
import pytest

from libreoffice import NO_SOFFICE, SOFFICE, edit
from review.cli import main
from review.errors import ProjectError, SourceError, UsageError
from review.workbench import Workbench
from review_material import review_with

READERS = """
[[readers]]
id = "anna"
[[readers]]
id = "erik"
role = "health_economist"
[[readers]]
id = "frida"
role = "health_economist"
"""
ENTRY = "TY  - JOUR\nTI  - {}\nAU  - Berg, A\nPY  - 2020\nDO  - 10.5555/{}\nER  -\n"
KNEE = {
    "evaluation_id": "E1",
    "intervention": "surgery",
    "comparator": "exercise",
    "care_in_question": "intervention",
    "country": "GBR",
    "currency": "GBP",
    "price_year": 2015,
    "cost_difference": 1240,
    "effect_difference": 0.005,
    "effect_unit": "QALY",
    "recommendation_id": "IG14",
}
HEADS = ("evaluation_id", "reference_id", "doi", "title")


@pytest.fixture
def review(tmp_path):
    """Return a review with one included study, two economists, and one evaluation by the first of them."""
    folder = review_with(tmp_path / "small", READERS, title="Small")
    (folder / "data" / "raw" / "a.ris").write_text(
        ENTRY.format("Knee surgery or exercise", "k") + ENTRY.format("Other", "o")
    )
    with Workbench.open(folder) as workbench:
        workbench.pile.import_files()
        workbench.duplicates.merge()
        knee = workbench.pile.references().reference_id[0]
        workbench.screening.decide(knee, "include", reader="anna")
        table = folder / "first.csv"
        pd.DataFrame([{"reference_id": knee} | KNEE]).to_csv(table, index=False)
        workbench.workbook.import_file(table, reader="erik")
        yield workbench


def columns_of(page):
    """Return the number of each column by its name."""
    return {cell.value: cell.column for cell in page[2]}


def fill(path, cells, row=3):
    """Write cells of one row as a person would."""
    book = openpyxl.load_workbook(path)
    page = book["evaluations"]
    for name, value in cells.items():
        page.cell(row, columns_of(page)[name]).value = value
    book.save(path)


def sent(review, name="again.xlsx", **how):
    """Write the workbook and return its path."""
    path = review.project.folder / name
    review.workbook.export(path, **how)
    return path


def test_evaluations_are_in_kronor_with_their_chain(review):
    """1 240 pounds of 2015: British deflator, then PPP; the exchange rate beside it."""
    row = review.economics.evaluations().iloc[0]
    assert row.withdrawal_cost_sek == pytest.approx(
        -1240 * 117.307 / 88.12054 * 8.490485 / 0.664153, rel=1e-9
    )
    assert row.exchange_sek == pytest.approx(-1240 * 117.307 / 88.12054 * 10.567636 / 0.782415, rel=1e-9)
    assert row.sek_chain.startswith("GBR deflator 2015 to 2024: 117.307 / 88.12054 = 1.33121 (")
    assert (row.not_converted, row.cost_class_en, row.cost_class_status) == ("", "very high", "unconfirmed")
    assert (row.reader, row.reading) == ("erik", "saves_with_loss")
    assert review.economics.evaluations(method="exchange").withdrawal_cost_sek[0] == row.exchange_sek


def test_the_users_own_price_levels_count(review):
    """A factor taken out of the table makes the amount not convertible, and names what is missing."""
    path = review.project.path("references", "price_levels.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join(line for line in lines if not line.startswith("GBR,GBP,2015")), encoding="utf-8"
    )
    row = review.economics.evaluations().iloc[0]
    assert row.not_converted == "not convertible: GBR 2015 deflator missing"
    assert row.cost_class_en == ""


def test_an_unchanged_workbook_changes_nothing(review):
    """What goes out comes back as it was."""
    assert review.workbook.import_file(sent(review), reader="erik").empty
    assert len(review.store.history("evaluations")) == 1


def test_every_changed_cell_is_shown_with_its_place(review):
    """Cell by cell: sheet, row, column, before, after; and who changed it, and when, is stored."""
    path = sent(review)
    fill(
        path, {"cost_difference": 1300, "perspective": "societal", "funding": "NR", "title": "Something else"}
    )
    changes = review.workbook.import_file(path, reader="frida").set_index("column")
    assert set(changes.index) == {"cost_difference", "perspective", "funding", "title"}
    assert changes.loc["cost_difference", ["before", "after"]].tolist() == ["1240", "1300"]
    assert changes.loc["funding", "after"] == "NR"
    assert set(changes.sheet) == {"evaluations"}
    assert set(changes.row) == {3}
    assert changes.stored["title"].startswith("no: DOI and title are those of the reference")
    assert set(changes.stored.drop("title")) == {"yes"}
    history = review.store.history("evaluations")
    assert history.reader.tolist() == ["erik", "frida"]
    assert history["at"].is_monotonic_increasing
    assert history["replaces"][1] == history["id"][0]


def test_not_reported_is_kept_and_can_be_taken_back(review):
    """NR goes in, stays NR in the next workbook, and a number in its place is a change from NR."""
    path = sent(review)
    fill(path, {"price_year": "anges inte", "discount_cost_percent": "NR"})
    review.workbook.import_file(path, reader="erik")
    row = review.economics.evaluations().iloc[0]
    assert row.not_reported == "discount_cost_percent; price_year"
    assert row.not_converted == "not convertible: price year not reported"
    path = sent(review, "next.xlsx")
    page = openpyxl.load_workbook(path)["evaluations"]
    assert page.cell(3, columns_of(page)["price_year"]).value == "NR"
    assert review.workbook.import_file(path, reader="erik").empty
    fill(path, {"price_year": 2016})
    changes = review.workbook.import_file(path, reader="erik")
    assert changes[["column", "before", "after"]].to_numpy().tolist() == [["price_year", "NR", "2016"]]
    assert review.economics.evaluations().not_reported[0] == "discount_cost_percent"


BAD = [
    pytest.param(
        {"currency": "XYZ"}, "column currency: currency must be a currency of ISO 4217", id="currency"
    ),
    pytest.param({"price_year": 2062}, "column price_year: price year must be from 1960", id="future"),
    pytest.param({"effect_unit": None}, "column effect_unit: effect_unit must say what", id="no-unit"),
    pytest.param({"icer_reported": 1}, "column icer_reported: icer_reported contradicts", id="icer"),
    pytest.param({"discount_effect_percent": 0.035}, "is in percent: write 3 for 3 %", id="fraction"),
    pytest.param({"country": "Storbritannien"}, "column country: country must be a code", id="country"),
    pytest.param({"recommendation_id": "IG99"}, "there is no recommendation 'IG99'", id="recommendation"),
    pytest.param(
        {"evaluation_id": "E7"}, "column evaluation_id: this row is E1; write that", id="id-changed"
    ),
]


@pytest.mark.parametrize(("cells", "message"), BAD)
def test_what_cannot_be_right_is_named_by_sheet_row_and_column(review, cells, message):
    """Nothing is imported then."""
    path = sent(review)
    fill(path, cells)
    with pytest.raises(SourceError, match=message) as error:
        review.workbook.import_file(path, reader="erik")
    assert "sheet evaluations, row 3, column " in str(error.value)
    assert len(review.store.history("evaluations")) == 1


def test_every_fault_is_named_at_once(review):
    """Five faults of one row stand in one message."""
    path = sent(review)
    fill(
        path, {"currency": "kr", "price_year": 2062, "country": "SE", "effect_unit": None, "icer_reported": 1}
    )
    with pytest.raises(SourceError, match="5 cells cannot be right, nothing was imported") as error:
        review.workbook.import_file(path, reader="erik")
    assert str(error.value).count("row 3, column") == 5


def test_a_study_may_have_several_comparisons(review):
    """A second row for the same study, known by its title, becomes a second evaluation."""
    path = sent(review)
    more = KNEE | {"evaluation_id": None, "comparator": "no treatment", "title": "Knee surgery or exercise"}
    fill(path, more, row=4)
    review.workbook.import_file(path, reader="erik")
    both = review.economics.evaluations()
    assert both.comparator.tolist() == ["exercise", "no treatment"]
    assert both.reference_id.nunique() == 1
    assert both.evaluation_id.is_unique


def test_the_second_workbook_is_blind_to_the_first(review):
    """Which comparison is meant is there; what the first economist found is not."""
    page = openpyxl.load_workbook(sent(review, second="frida"))["evaluations"]
    row = {name: page.cell(3, column).value for name, column in columns_of(page).items()}
    told = {name for name, value in row.items() if value is not None}
    assert told - set(HEADS) == {"recommendation_id", "intervention", "comparator", "care_in_question"}
    assert review.economics.to_abstract("erik").empty


def second(review, **cells):
    """Let the second economist abstract the evaluation, by default with one difference."""
    row = {name: value for name, value in KNEE.items() if name != "recommendation_id"}
    return review.economics.abstract(row | {"price_year": 2016, "funding": "NR"} | cells, reader="frida")


def test_differences_are_listed_field_by_field(review):
    """Only what is read differently, with both values and both readers."""
    assert review.abstraction.differences().empty
    second(review)
    found = review.abstraction.differences().set_index("column")
    assert found["first"].to_dict() == {"price_year": "2015", "funding": ""}
    assert found["second"].to_dict() == {"price_year": "2016", "funding": "NR"}
    assert set(found.first_reader) == {"erik"}
    assert set(found.second_reader) == {"frida"}
    assert set(found.title) == {"Knee surgery or exercise"}
    assert review.economics.evaluations().price_year[0] == 2015


@pytest.mark.parametrize(
    ("answer", "value", "year"), [("first", "", 2015), ("second", "", 2016), ("other", "2017", 2017)]
)
def test_a_settled_difference_counts(review, answer, value, year):
    """The evaluation says what was settled, and the list says who settled it."""
    second(review)
    review.abstraction.settle("E1", "price_year", answer, reader="erik", value=value)
    assert review.economics.evaluations().price_year[0] == year
    assert review.abstraction.differences(open_only=True)["column"].tolist() == ["funding"]
    found = review.abstraction.differences().set_index("column")
    assert found.loc["price_year", ["settled", "settled_by"]].tolist() == [answer, "erik"]
    assert review.abstraction.twice() == {"evaluations": 1, "settled": 1, "open": 1, "waiting": 0}
    with pytest.raises(UsageError, match="no open difference in price_year of E1"):
        review.abstraction.settle("E1", "price_year", "first", reader="erik")


def test_a_new_abstraction_opens_a_settled_difference_again(review):
    """What the second economist says later was not settled before."""
    second(review)
    review.abstraction.settle("E1", "price_year", "first", reader="erik")
    second(review, price_year=2014)
    found = review.abstraction.differences(open_only=True).set_index("column")
    assert found["second"]["price_year"] == "2014"


def test_settling_asks_for_what_it_needs(review):
    """Another value is given where neither counts, and only there; it is checked as every cell is."""
    second(review)
    with pytest.raises(UsageError, match="give a value where neither of the two counts"):
        review.abstraction.settle("E1", "price_year", "other", reader="erik")
    with pytest.raises(SourceError, match="price year must be from 1960"):
        review.abstraction.settle("E1", "price_year", "other", reader="erik", value="2099")


def listed(review, path, **cells):
    """Write the list of differences with the column `settled` of the price year filled in."""
    found = review.abstraction.differences().assign(value="")
    for column, value in cells.items():
        found.loc[found["column"] == "price_year", column] = value
    found.to_csv(path, index=False)
    return path


def test_a_list_of_differences_comes_back_filled_in(review, tmp_path):
    """What is filled in is settled, what is left empty stays open, and a second time changes nothing."""
    second(review)
    path = listed(review, tmp_path / "differences.csv", settled="second")
    assert review.abstraction.import_settled(path, reader="erik") == {
        "settled": 1, "already_settled": 0, "left_open": 1
    }  # fmt: skip
    assert review.economics.evaluations().price_year[0] == 2016
    assert review.abstraction.import_settled(path, reader="erik")["already_settled"] == 1
    assert review.abstraction.differences(open_only=True)["column"].tolist() == ["funding"]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        pytest.param({"settled": "both"}, "row 2, column settled: expected one of first", id="answer"),
        pytest.param({"settled": "other"}, "give a value where neither", id="no-value"),
        pytest.param({"settled": "other", "value": "2099"}, "price year must be from 1960", id="future"),
        pytest.param(
            {"settled": "first", "evaluation_id": "E9"}, "do not differ in price_year", id="unknown"
        ),
        pytest.param({"settled": "first", "settled_by": "nobody"}, "nobody", id="no-reader"),
    ],
)
def test_a_list_that_cannot_be_right_settles_nothing(review, tmp_path, cells, message):
    """The row is named, and no difference is settled."""
    second(review)
    path = listed(review, tmp_path / "differences.csv", **cells)
    with pytest.raises((UsageError, SourceError, ProjectError), match=message):
        review.abstraction.import_settled(path, reader="erik")
    assert review.abstraction.twice() == {"evaluations": 1, "settled": 0, "open": 2, "waiting": 0}


def test_cells_that_fit_only_together_are_settled_together(review, tmp_path):
    """Cost and ratio of the second reading would each contradict the other half of the first."""
    second(review, cost_difference=2000, icer_reported=400000)
    path = tmp_path / "differences.csv"
    review.abstraction.differences().assign(settled="second").to_csv(path, index=False)
    review.abstraction.import_settled(path, reader="erik")
    row = review.economics.evaluations().iloc[0]
    assert (row.cost_difference, row.icer_reported) == (2000, 400000)


def test_an_old_workbook_does_not_undo_what_was_settled(review):
    """A cell that was settled stays so, a value as well as a silence; the import says who settled it."""
    path = sent(review)
    second(review)
    for column in ("price_year", "funding"):
        review.abstraction.settle("E1", column, "second", reader="frida")
    changes = review.workbook.import_file(path, reader="erik").set_index("column")
    assert changes.before.to_dict() == {"price_year": "2016", "funding": "NR"}
    assert changes.after.to_dict() == {"price_year": "2015", "funding": ""}
    assert set(changes.stored) == {"no: frida settled it, and it stays so"}
    assert (review.economics.evaluations().price_year[0], review.economics.evaluations().not_reported[0]) == (
        2016,
        "funding",
    )
    assert len(review.store.history("evaluations")) == 3


def test_nobody_abstracts_twice(review):
    """The second abstraction is by somebody else, and of something there is."""
    with pytest.raises(UsageError, match="erik wrote the first abstraction of E1"):
        review.economics.abstract(KNEE, reader="erik")
    with pytest.raises(UsageError, match="there is no economic evaluation 'E9' to abstract"):
        review.economics.abstract(KNEE | {"evaluation_id": "E9"}, reader="frida")


def test_the_second_workbook_comes_back_beside_the_first(review):
    """Filled in and imported as a second abstraction, it changes no evaluation that counts."""
    path = sent(review, second="frida")
    cells = {"country": "GBR", "currency": "GBP", "price_year": 2015, "cost_difference": 1204}
    fill(path, cells | {"effect_difference": 0.005, "effect_unit": "QALY"})
    review.workbook.import_file(path, reader="frida", second=True)
    found = review.abstraction.differences()
    assert found[["column", "first", "second"]].to_numpy().tolist() == [["cost_difference", "1240", "1204"]]
    assert review.economics.evaluations().cost_difference[0] == 1240
    again = sent(review, "third.xlsx", second="frida")
    page = openpyxl.load_workbook(again)["evaluations"]
    assert page.cell(3, columns_of(page)["cost_difference"]).value == 1204


def test_checklists_are_answered_by_method_and_by_workbook(review):
    """Both ways end in one place, with reader and time; completeness counts what is left."""
    assert review.checklists.answer("E1", "CHEC-extended", {"1": "yes", "2": "no"}, reader="erik") == 2
    assert review.checklists.answer("E1", "CHEC-extended", {"1": "yes"}, reader="erik") == 0
    path = sent(review)
    book = openpyxl.load_workbook(path)
    assert book["checklists"]["E30"].value == "yes"
    book["checklists"]["E2"] = "partly"
    book["checklists"]["E31"] = "not_applicable"
    book.save(path)
    changes = review.workbook.import_file(path, reader="erik")
    assert changes[["sheet", "row", "column", "before", "after"]].to_numpy().tolist() == [
        ["checklists", 2, "CHEERS 2022, 1", "", "partly"],
        ["checklists", 31, "CHEC-extended, 2", "no", "not_applicable"],
    ]
    assert review.workbook.import_file(path, reader="erik").empty
    found = review.checklists.completeness().set_index("checklist")
    assert found.loc["CHEC-extended", ["items", "answered", "yes", "not_applicable"]].tolist() == [
        20,
        2,
        1,
        1,
    ]
    assert found.loc["CHEERS 2022", ["items", "answered", "partly"]].tolist() == [28, 1, 1]
    assert set(found.title) == {"Knee surgery or exercise"}
    review.checklists.answer("E1", "CHEERS 2022", {"1": "no"}, reader="frida")
    assert len(review.checklists.completeness()) == 3


@pytest.mark.parametrize(
    ("row", "match"),
    [
        pytest.param(("E9", "CHEERS 2022", {"1": "yes"}), "no economic evaluation 'E9'", id="evaluation"),
        pytest.param(("E1", "CHEERS", {"1": "yes"}), "no item 1 of 'CHEERS'", id="checklist"),
        pytest.param(("E1", "CHEERS 2022", {"29": "yes"}), "no item 29 of 'CHEERS 2022'", id="item"),
        pytest.param(
            ("E1", "CHEERS 2022", {"1": "ja"}), "answer must be one of yes, partly, no", id="answer"
        ),
    ],
)
def test_an_answer_to_nothing_is_refused(review, row, match):
    """Evaluation, checklist, item and answer must be there."""
    with pytest.raises(UsageError, match=match):
        review.checklists.answer(*row, reader="erik")


def test_marks_of_the_workbench_are_no_answers(review):
    """What is kept for NR and for settling never shows among the checklists."""
    second(review)
    review.abstraction.settle("E1", "price_year", "first", reader="erik")
    path = sent(review)
    fill(path, {"funding": "NR"})
    review.workbook.import_file(path, reader="erik")
    assert review.checklists.answers().empty
    assert review.checklists.completeness().empty


def test_the_command_line_prints_the_chain_and_the_differences(review, capsys):
    """Each factor is a line; a difference is settled from a terminal too."""
    second(review)
    folder = ["--project", str(review.project.folder)]
    assert main(["economics", "chain", *folder]) == 0
    said = capsys.readouterr().out
    assert "E1 -1240 GBP" in said
    assert "GBR deflator 2015 to 2024: 117.307 / 88.12054 = 1.33121" in said
    assert "= -21 102 SEK, rounded once" in said
    settle = ["economics", "settle", "E1", "price_year", "second", "--reader", "frida", *folder]
    assert main(settle) == 0
    assert "differences left  1" in capsys.readouterr().out
    assert main(["economics", "list", "--by", "exchange", *folder]) == 0
    assert "2016" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason=NO_SOFFICE)
def test_libreoffice_and_back_finds_every_change(review, tmp_path):
    """Exported, edited in LibreOffice, imported: exactly the edited cells are told."""
    path = sent(review)
    page = openpyxl.load_workbook(path)["evaluations"]
    at = {name: openpyxl.utils.get_column_letter(column) for name, column in columns_of(page).items()}
    typed = {
        ("evaluations", f"{at['cost_difference']}3"): 1300.25,
        ("evaluations", f"{at['discount_cost_percent']}3"): "3,5",
        ("evaluations", f"{at['funding']}3"): "NR",
        ("evaluations", f"{at['note']}3"): "=tabell 3",
        ("checklists", "E5"): "yes",
    }
    changes = review.workbook.import_file(edit(path, typed, tmp_path), reader="erik")
    told = dict(zip(changes["column"], changes.after, strict=True))
    assert told == {
        "cost_difference": "1300.25",
        "discount_cost_percent": "3.5",
        "funding": "NR",
        "note": "=tabell 3",
        "CHEERS 2022, 4": "yes",
    }
    row = review.economics.evaluations().iloc[0]
    assert (row.cost_difference, row.discount_cost_percent, row.note) == (1300.25, 3.5, "=tabell 3")
