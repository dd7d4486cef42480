"""Seen: of what two economists take out of a study, the second sees nothing before they are done."""

import openpyxl
import pandas as pd
import pytest

from review.cli import main
from review.errors import ProjectError, UsageError
from review.report import render
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
[[readers]]
id = "karin"
role = "adjudicator"
"""
ENTRY = "TY  - JOUR\nTI  - Knee surgery or exercise\nAU  - Berg, A\nPY  - 2020\nER  -\n"
KNEE = {"evaluation_id": "E1", "intervention": "surgery", "comparator": "exercise"}
KNEE |= {"care_in_question": "intervention", "country": "GBR", "effect_unit": "QALY"}
FOUND = {"currency": "GBP", "price_year": 2015, "cost_difference": 98765, "note": "secret"}


@pytest.fixture
def folder(tmp_path):
    """Return the folder of a review in which two take each evaluation out of its study."""
    twice = [("[economics]", "[economics]\nabstractors = 2")]
    folder = review_with(tmp_path / "small", READERS, twice, title="Small")
    (folder / "data" / "raw" / "a.ris").write_text(ENTRY)
    return folder


@pytest.fixture
def review(folder):
    """Return the review after Erik alone has taken an evaluation out and answered an item."""
    with Workbench.open(folder) as workbench:
        workbench.pile.import_files()
        workbench.duplicates.merge()
        knee = workbench.pile.references().reference_id[0]
        workbench.screening.decide(knee, "include", reader="anna")
        table = folder / "first.csv"
        pd.DataFrame([{"reference_id": knee} | KNEE | FOUND]).to_csv(table, index=False)
        workbench.workbook.import_file(table, reader="erik")
        workbench.checklists.answer("E1", "CHEC-extended", {"1": "no"}, reader="erik", notes={"1": "secret"})
        yield workbench


def workbook(review, path, **how):
    """Return all cells of the workbook as text."""
    review.workbook.export(path, **how)
    book = openpyxl.load_workbook(path)
    return str([[cell.value for cell in row] for page in book for row in page.iter_rows()])


DOORS = {
    "evaluations": lambda review, path: review.economics.evaluations().to_csv(),
    "evaluations as Frida": lambda review, path: review.economics.evaluations(reader="frida").to_csv(),
    "net benefits": lambda review, path: review.economics.net_benefits().to_csv(),
    "appraisals": lambda review, path: review.checklists.answers().to_csv(),
    "appraisals as Frida": lambda review, path: review.checklists.answers(reader="frida").to_csv(),
    "to abstract": lambda review, path: review.economics.to_abstract("frida").to_csv(),
    "differences": lambda review, path: review.abstraction.differences().to_csv(),
    "workbook": lambda review, path: workbook(review, path),
    "workbook of Frida": lambda review, path: workbook(review, path, reader="frida"),
    "second workbook": lambda review, path: workbook(review, path, second="frida"),
    "snapshot": lambda review, path: (
        review.snapshot().evaluations.to_csv() + review.standing.standings().to_csv()
    ),
    "report": lambda review, path: render(review.snapshot(), language="en"),
    "completeness": lambda review, path: review.checklists.completeness().to_csv(),
    "status": lambda review, path: str(review.status()),
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_no_door_shows_what_only_one_has_taken_out(review, tmp_path, door):
    """Neither amount nor note nor answer of Erik's is in it."""
    said = door(review, tmp_path / "costs.xlsx")
    assert "98765" not in said
    assert "secret" not in said


def test_who_took_it_out_and_the_adjudicator_see_it(review, tmp_path):
    """One's own work is there to go on with, in the frame and in the workbook."""
    for reader in ("erik", "karin"):
        assert review.economics.evaluations(reader=reader).note.to_list() == ["secret"]
        assert review.checklists.answers(reader=reader).note.to_list() == ["secret"]
        assert "98765" in workbook(review, tmp_path / "costs.xlsx", reader=reader)
    with pytest.raises(UsageError, match="unknown reader 'nobody'"):
        review.economics.evaluations(reader="nobody")


def test_the_form_shows_each_their_own(review):
    """Frida's form of first abstractions is empty, her second one names the comparison alone."""
    knee = review.pile.references().reference_id[0]

    def rows(reader, second):
        return review.cards._desks["economics"](reader=reader, second=second, language="en").rows(knee)

    assert [row["values"]["note"] for row in rows("erik", second=False)] == ["secret"]
    assert rows("frida", second=False) == []
    (row,) = rows("frida", second=True)
    assert (row["values"]["intervention"], row["values"]["note"]) == ("surgery", "")


def test_the_second_abstraction_opens_the_first(folder, review, capsys):
    """Then it counts, the report tells no more that it waits, and differences can be settled."""
    assert review.status()["waiting_for_second_abstraction"] == 1
    assert "taken out by one person so far: 1." in render(review.snapshot(), language="en")
    review.economics.abstract(KNEE | FOUND | {"price_year": 2016}, reader="frida")
    assert review.status()["waiting_for_second_abstraction"] == 0
    assert "by one person so far" not in render(review.snapshot(), language="en")
    assert review.economics.evaluations().note.to_list() == ["secret"]
    assert review.abstraction.differences()["column"].to_list() == ["price_year"]
    review.abstraction.settle("E1", "price_year", "second", reader="frida")
    assert review.economics.evaluations().price_year.to_list() == [2016]
    assert review.checklists.answers().empty
    review.checklists.answer("E1", "CHEC-extended", {"1": "yes"}, reader="frida")
    assert set(review.checklists.answers().answer) == {"yes", "no"}
    assert main(["economics", "list", "--reader", "erik", "--project", str(folder)]) == 0
    assert "surgery" in capsys.readouterr().out


def test_an_adjudicator_opens_what_nobody_else_takes_out(review):
    """What an adjudicator writes is settled."""
    first = review.economics.to_abstract("karin")
    review.store.append("evaluations", [first.iloc[0].to_dict() | FOUND], reader="karin")
    assert review.economics.evaluations().reader.to_list() == ["karin"]


def test_the_number_of_abstractors_is_one_or_two(folder):
    """Anything else in review.toml is refused by name."""
    toml = folder / "review.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("abstractors = 2", "abstractors = 3"))
    with pytest.raises(ProjectError, match="abstractors"):
        Workbench.open(folder)
