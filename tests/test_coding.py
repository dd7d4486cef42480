"""Codes: put by people, suggested in words, compared between readers, moved when the codebook changes."""

import shutil

import pandas as pd
import pytest

from review import coding
from review.cli import main
from review.errors import SourceError, UsageError
from review.formats import read_table, write_csv
from review.project import create, shipped
from review.register import load_codebooks
from review.workbench import Workbench

REFERENCES = shipped("references")
BOOK = load_codebooks(REFERENCES / "codebooks.csv")
COLUMNS = ["codebook", "version", "code", "parent", "name_sv", "name_en", "definition_sv", "definition_en"]
COLUMNS += ["directed", "source"]
TITLES = ("Reminders and pop-up alerts in the record", "Default panels removed", "Interviews on lack of time")
READERS = "".join(f'\n[[readers]]\nid = "{name}"\nname = "{name}"\n' for name in ("anna", "bo"))


@pytest.fixture
def workbench(tmp_path):
    """Return a review with three references and two readers more."""
    folder = tmp_path / "review"
    create(folder, title="Codes")
    toml = folder / "review.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + READERS, encoding="utf-8")
    entry = "TY  - JOUR\nTI  - {}\nPY  - 2020\nDO  - 10.5555/invented.{}\nER  -\n"
    text = "".join(entry.format(title, n) for n, title in enumerate(TITLES))
    (folder / "data" / "raw" / "a.ris").write_text(text)
    with Workbench.open(folder) as opened:
        opened.pile.import_files()
        opened.duplicates.merge()
        yield opened


def first(workbench, n=0):
    """Return the id of a reference."""
    return workbench.pile.references().set_index("title").reference_id[TITLES[n]]


def test_the_shipped_codebooks_are_whole_and_say_where_they_come_from():
    """Six domains with their factors, the interim report's six hindrances and three reasons, four actions."""
    assert list(BOOK.columns) == COLUMNS
    assert (BOOK.source != "").all()
    assert (BOOK[["name_sv", "name_en", "definition_sv", "definition_en"]] != "").all(axis=None)
    factors = BOOK[BOOK.codebook == "determinants"]
    domains = factors.code[factors.parent == ""].to_list()
    assert len(domains) == 6
    assert set(factors.parent) == {"", *domains}
    interim = factors[factors.source.str.contains("delredovisning") & factors.source.str.contains("hinder")]
    assert set(interim.code) == {
        "patient_demand", "resistance_new_knowledge", "unreasonable_expectations", "lack_of_time",
        "patient_safety_work_environment", "not_knowing_what",
    }  # fmt: skip
    assert list(BOOK.code[BOOK.codebook == "action"]) == ["remove", "replace", "reduce", "restrict"]
    reasons = set(BOOK.code[BOOK.codebook == "economics_missing"])
    assert {"no_positive_evidence", "weak_basis", "subgroups_need_it"} <= reasons
    assert {"study_design", "setting", "intervention_type", "diagnostics"} <= set(BOOK.codebook)
    directed = BOOK.groupby("codebook").directed.unique().map(list).to_dict()
    assert {name for name, said in directed.items() if said == ["yes"]} == {"determinants", "strategies"}


def test_a_strategy_names_eric_only_with_its_source():
    """Each strategy is a heading, one of ERIC's with the paper's DOI, or said to be our own."""
    codes = coding.leaves(BOOK[BOOK.codebook == "strategies"])
    eric = codes.source.str.startswith("ERIC: ") & codes.source.str.contains("10.1186/s13012-015-0209-1")
    own = codes.source == "own code, not of ERIC"
    assert (eric | own).all()
    assert eric.sum() > 20


BAD_BOOKS = [
    pytest.param({"parent": "nobody"}, "column parent: 'nobody' is no code of the codebook", id="parent"),
    pytest.param({"version": "2"}, "the codebook 'determinants' bears", id="two-versions"),
    pytest.param({"code": "patients"}, "'determinants', 'patients' is there twice", id="twice"),
    pytest.param({"directed": "+"}, "must be one of yes, no; got '\\+'", id="directed"),
    pytest.param({"source": ""}, "row 3, column source: must not be empty", id="no-source"),
]


@pytest.mark.parametrize(("changes", "message"), BAD_BOOKS)
def test_a_faulty_codebook_is_refused_by_its_cell(tmp_path, changes, message):
    """Row and column as the spreadsheet shows them."""
    table = BOOK.copy()
    for column, value in changes.items():
        table.loc[1, column] = value
    write_csv(table, tmp_path / "codebooks.csv")
    with pytest.raises(SourceError, match=message):
        load_codebooks(tmp_path / "codebooks.csv")


def test_a_code_is_put_shown_taken_off_and_kept_in_the_log(workbench):
    """Each reader's codes stand beside the others'; what is taken off stays in the history."""
    one = first(workbench)
    workbench.codes.add(one, "determinants", "lack_of_time", reader="anna", direction="hinders", note="p. 3")
    workbench.codes.add(one, "determinants", "lack_of_time", reader="bo", direction="helps")
    said = workbench.codes.current()
    assert said[["reader", "direction"]].values.tolist() == [["anna", "hinders"], ["bo", "helps"]]
    workbench.codes.remove(one, "determinants", "lack_of_time", reader="bo")
    assert workbench.codes.current().reader.to_list() == ["anna"]
    assert len(workbench.store.history("codes")) == 2
    with pytest.raises(UsageError, match="bo has not put determinants/lack_of_time"):
        workbench.codes.remove(one, "determinants", "lack_of_time", reader="bo")


WRONG = [
    pytest.param(("moods", "x", ""), "unknown codebook 'moods'; there are determinants", id="codebook"),
    pytest.param(("action", "remov", ""), "unknown code 'remov' of action; there are remove", id="code"),
    pytest.param(("determinants", "patients", ""), "unknown code 'patients'", id="heading"),
    pytest.param(("action", "remove", "helps"), "codes of action have no direction", id="not-directed"),
    pytest.param(
        ("strategies", "champions", "up"), "direction must be one of helps, hinders", id="direction"
    ),
]


@pytest.mark.parametrize(("said", "message"), WRONG)
def test_what_the_codebooks_do_not_have_is_refused(workbench, said, message):
    """The sentence names what there is."""
    codebook, code, direction = said
    with pytest.raises(UsageError, match=message):
        workbench.codes.add(first(workbench), codebook, code, reader="anna", direction=direction)


def test_suggestions_show_the_words_and_leave_out_what_is_coded(workbench):
    """The codebook's own words are enough to begin with."""
    found = workbench.codes.suggest(codebook="strategies", included_only=False)
    best = found.drop_duplicates("reference_id").set_index("reference_id")
    assert best.code[first(workbench)] == "remind_clinicians"
    assert "alerts" in best.words[first(workbench)]
    assert best.code[first(workbench, 1)] == "change_default"
    workbench.codes.add(first(workbench), "strategies", "remind_clinicians", reader="anna")
    again = workbench.codes.suggest(codebook="strategies", included_only=False)
    mine = again[again.reference_id == first(workbench)]
    assert "remind_clinicians" not in set(mine.code)
    assert set(again.code) <= set(coding.leaves(BOOK).code)


def test_suggestions_learn_from_what_people_coded():
    """A word that only coded studies share brings up the next one that holds it."""
    titles = ["zeppelin a", "zeppelin b", "zeppelin c", "balloon d", "balloon e", "zeppelin f", "kite"]
    papers = pd.DataFrame(
        {"reference_id": [f"r{n}" for n in range(7)], "title": titles, "abstract": "", "keywords": ""}
    )
    said = pd.DataFrame(
        [("r0", "s", "up"), ("r1", "s", "up"), ("r2", "s", "up"), ("r3", "s", "down"), ("r4", "s", "down")],
        columns=["reference_id", "codebook", "code"],
    )
    book = pd.DataFrame(
        {"codebook": "s", "code": ["up", "down"], "parent": "", "name_sv": ["Upp", "Ned"],
         "name_en": ["Upward", "Downward"], "definition_sv": "", "definition_en": ""}
    )  # fmt: skip
    assert coding.suggest(papers, book, said.iloc[:0]).empty
    found = coding.suggest(papers, book, said)
    assert found[found.reference_id == "r5"][["code", "words"]].values.tolist() == [["up", "zeppelin"]]
    assert "r6" not in set(found.reference_id)


def test_agreement_is_measured_per_code_on_what_two_readers_coded(workbench):
    """A study one reader coded alone does not count; κ is that of the code."""
    for n, theirs in enumerate((("remove", "remove"), ("remove", "reduce"), ("reduce", None))):
        for reader, code in zip(("anna", "bo"), theirs, strict=True):
            if code:
                workbench.codes.add(first(workbench, n), "action", code, reader=reader)
    found = workbench.codes.agreement("action").set_index("code")
    assert found.n_both.to_list() == [2, 2]
    assert found.percent_agreement["remove"] == 0.5
    assert found.with_code["remove"] == 3


def test_codes_go_out_to_a_spreadsheet_and_come_back(workbench, tmp_path):
    """What is stored is not stored again; faulty rows are named and nothing is imported."""
    workbench.codes.add(first(workbench), "action", "remove", reader="anna", note="åäö; with, comma")
    path = tmp_path / "codes.csv"
    assert workbench.codes.export(path) == 1
    assert workbench.codes.import_file(path) == {"rows": 1, "stored": 0, "already_stored": 1}
    table = read_table(path)
    more = pd.concat([table, table.assign(code="replace", reader="bo")])
    write_csv(more, path)
    assert workbench.codes.import_file(path)["stored"] == 1
    write_csv(table.assign(code="destroy"), path)
    with pytest.raises(SourceError, match="row 2, column code: unknown code 'destroy' of action"):
        workbench.codes.import_file(path)
    write_csv(table.assign(direction="helps"), path)
    with pytest.raises(SourceError, match="row 2, column direction: codes of action have no direction"):
        workbench.codes.import_file(path)


def book(*rows):
    """Return a small codebook from (code, parent, name)."""
    frame = pd.DataFrame(rows, columns=["code", "parent", "name_en"])
    return frame.assign(codebook="d", name_sv=frame.name_en)


def test_a_changed_codebook_moves_old_codes_and_reports_what_it_cannot_move():
    """Kept, renamed, split, gone: nothing is dropped silently, and people's word goes first."""
    old = book(("a", "", "A"), ("b", "", "Old b"), ("c", "", "C"), ("e", "", "E"), ("f", "", "F"))
    new = book(
        ("a", "", "A"), ("b2", "", "Old b"), ("c", "", "C"), ("c1", "c", "C one"), ("c2", "c", "C two"),
        ("g", "", "G"),
    )  # fmt: skip
    said = pd.DataFrame([(f"r{n}", "d", code) for n, code in enumerate("abbcef")])
    said.columns = ["reference_id", "codebook", "code"]
    moves = pd.DataFrame({"codebook": ["d"], "code": ["f"], "to": ["g"]})
    moved, report = coding.migrate(said, old, new, moves=moves)
    told = report.set_index("code")
    assert told.became.to_dict() == {"a": "kept", "b": "renamed", "c": "split", "e": "gone", "f": "renamed"}
    assert told.to["c"] == "c1; c2"
    assert told.codes.to_dict() == {"a": 1, "b": 2, "c": 1, "e": 1, "f": 1}
    assert moved.code.to_list() == ["a", "b2", "b2", "g"]
    with pytest.raises(UsageError, match="'x' is no code of the new codebook 'd'"):
        coding.migrate(said, old, new, moves=moves.assign(to="x"))


def test_a_new_version_of_the_codebook_reaches_the_database(workbench, tmp_path):
    """The report alone stores nothing; applied, the code bears its new name and the log keeps both."""
    workbench.codes.add(first(workbench), "determinants", "lack_of_time", reader="bo", direction="hinders")
    workbench.codes.add(first(workbench), "action", "remove", reader="bo")
    path = workbench.project.path("references", "codebooks.csv")
    old = tmp_path / "old.csv"
    shutil.copyfile(path, old)
    renamed = BOOK.assign(code=BOOK.code.replace("lack_of_time", "time"), version="2")
    write_csv(renamed[~((renamed.codebook == "action") & (renamed.code == "remove"))], path, own=True)
    check = workbench.verify().set_index("check").loc["codes are in the codebooks"]
    assert (check.ok, check.detail) == (False, "action/remove, determinants/lack_of_time")
    report = workbench.codes.migrate(old).set_index(["codebook", "code"])
    assert report.became["determinants", "lack_of_time"] == "renamed"
    assert (report.became["action", "remove"], report.codes["action", "remove"]) == ("gone", 1)
    assert "lack_of_time" in set(workbench.codes.current().code)
    workbench.codes.migrate(old, reader="anna")
    now = workbench.codes.current().set_index("code")
    assert (now.reader["time"], now.direction["time"], now.note["time"]) == (
        "bo",
        "hinders",
        "was lack_of_time",
    )
    assert "lack_of_time" not in now.index
    assert "remove" in now.index


def test_the_tally_counts_a_study_once_and_settles_its_direction():
    """Two readers of different minds make the study mixed."""
    said = pd.DataFrame(
        [("r1", "anna", "helps"), ("r1", "bo", "hinders"), ("r2", "bo", ""), ("r3", "bo", "helps")],
        columns=["reference_id", "reader", "direction"],
    ).assign(codebook="determinants", code="lack_of_time")
    row = coding.tally(said, BOOK).set_index("code").loc["lack_of_time"]
    assert row[["studies", "helps", "hinders", "mixed", "no_effect", "unsaid"]].to_list() == [
        3,
        1,
        0,
        1,
        0,
        1,
    ]


def test_the_command_line_codes_lists_and_suggests(workbench, capsys):
    """The same without a notebook."""
    where = ["--project", str(workbench.project.folder), "--json"]
    one = first(workbench)
    words = ["codes", "add", one, "strategies", "change_default", "--direction", "helps", "--reader", "bo"]
    assert main([*words, *where]) == 0
    assert main(["codes", "list", *where]) == 0
    assert '"change_default"' in capsys.readouterr().out
    assert main(["codes", "suggest", "--all", "--codebook", "strategies", *where]) == 0
    assert '"words"' in capsys.readouterr().out
    assert main(["codes", "remove", one, "strategies", "change_default", "--reader", "bo", *where]) == 0
    assert main(["codes", "agreement", *where]) == 0
