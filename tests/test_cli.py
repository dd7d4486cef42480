"""The command line: every command has help, --json prints one document, and errors are sentences."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from review.cli import main
from review.cli.main import make_parser
from review.workbench import Workbench

RIS = """TY  - JOUR
TI  - {title}
AU  - Berg, Anna
PY  - 2020
DO  - 10.5555/invented.{n}
AB  - An invented abstract about {title}.
ER  -
"""
TITLES = (
    "Arthroscopic surgery for knee osteoarthritis: a placebo-controlled trial",
    "Deprescribing benzodiazepines in nursing homes",
    "Food waste in hospital kitchens",
)


def commands_of(parser, words=()):
    """Yield the words of every command and part of a command."""
    for action in parser._actions:
        for name, child in (
            (getattr(action, "choices", None) or {}).items() if action.dest in ("command", "part") else ()
        ):
            yield (*words, name)
            yield from commands_of(child, (*words, name))


EVERY_COMMAND = [pytest.param(words, id="-".join(words)) for words in commands_of(make_parser())]


@pytest.fixture
def review(tmp_path, capsys):
    """Return the folder of a small new review with three references and two readers."""
    folder = tmp_path / "review"
    assert main(["init", str(folder), "--title", "Knees", "--language", "en"]) == 0
    toml = folder / "review.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8") + '\n[[readers]]\nid = "bo"\nrole = "adjudicator"\n',
        encoding="utf-8",
    )
    text = "".join(RIS.format(title=title, n=n) for n, title in enumerate(TITLES))
    (folder / "data" / "raw" / "pubmed.ris").write_text(text, encoding="utf-8")
    assert main(["import", "--project", str(folder)]) == 0
    capsys.readouterr()
    return folder


def ask(capsys, folder, *words):
    """Run a command with --json in a review and return what it prints."""
    assert main([*words, "--json", "--project", str(folder)]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("words", EVERY_COMMAND)
def test_every_command_has_help(words, capsys):
    """`--help` answers for each command and each part of one."""
    with pytest.raises(SystemExit) as stopped:
        main([*words, "--help"])
    assert stopped.value.code == 0
    assert "usage: review " + " ".join(words) in " ".join(capsys.readouterr().out.split())


CONTRACT = (
    "init import dedupe queue decide undo decisions flag stop agreement link register economics report "
    "status verify simulate export demo"
)


def test_the_commands_of_the_design_are_there():
    """No door is missing."""
    names = {param.values[0][0] for param in EVERY_COMMAND}
    assert names >= set(CONTRACT.split())


def test_a_decision_is_stored_undone_and_counted(review, capsys):
    """The way of one decision, from the queue to the database and back."""
    queue = ask(capsys, review, "queue")
    assert [row["rank"] for row in queue] == [1, 2, 3]
    first = queue[0]["reference_id"]
    ask(
        capsys,
        review,
        "decide",
        first,
        "include",
        "--flag",
        "low_value_care",
        "--no-flag",
        "de_implementation",
    )
    assert first not in {row["reference_id"] for row in ask(capsys, review, "queue")}
    assert ask(capsys, review, "status")["flow"]["sought"] == 1
    assert ask(capsys, review, "undo")["withdrawn"]["reference_id"] == first
    assert len(ask(capsys, review, "queue")) == 3


def test_what_is_next_in_the_queue_is_decided_as_it_was_drawn(review, capsys):
    """As a card does it; what is picked from further down is by hand, and proves nothing of the order."""
    first, second, *_ = ask(capsys, review, "queue")
    ask(capsys, review, "decide", second["reference_id"], "exclude")
    ask(capsys, review, "decide", first["reference_id"], "exclude")
    with Workbench.open(review) as opened:
        drawn = opened.decisions.current(reader="reader1").set_index("reference_id").drawn
    assert drawn[first["reference_id"]] == first["drawn"] != "by_hand"
    assert drawn[second["reference_id"]] == "by_hand"


def test_an_import_twice_changes_nothing(review, capsys):
    """The same file is recognised by its content."""
    again = ask(capsys, review, "import")["files"]
    assert [(row["new"], row["already_imported"]) for row in again] == [(0, True)]
    assert ask(capsys, review, "status")["records"] == 3


def test_decisions_go_out_and_come_back(review, capsys, tmp_path):
    """A spreadsheet of decisions written by one review is understood by it."""
    first = ask(capsys, review, "queue")[0]["reference_id"]
    ask(capsys, review, "decide", first, "exclude", "--note", "åäö; with, comma")
    out = tmp_path / "decisions.csv"
    assert ask(capsys, review, "decisions", "export", str(out))["decisions"] == 1
    assert ask(capsys, review, "decisions", "import", str(out))["already_stored"] == 1


def test_labels_of_another_tool_become_decisions(review, capsys, tmp_path):
    """A title and a column of 1 and 0 are enough; rows that fit nothing are left out only when told to."""
    labels = tmp_path / "labels.csv"
    rows = [f'"{TITLES[0]}",1', f'"{TITLES[2]}",0', '"A title nobody imported",1']
    labels.write_text("title,label_included\n" + "\n".join(rows) + "\n", encoding="utf-8")
    words = ["decisions", "import", str(labels), "--reader", "reader1", "--label-column", "label_included"]
    assert main([*words, "--project", str(review)]) == 2
    told = capsys.readouterr().err
    assert "1 of 3 rows fit no reference; nothing is stored" in told
    assert "row 4 (A title nobody imported): no reference has this title" in told
    done = ask(capsys, review, *words, "--skip-unknown")
    lost = {"row": 4, "title": "A title nobody imported", "reason": "no reference has this title"}
    assert (done["stored"], done["skipped"]) == (2, [lost])


def test_rows_that_contradict_each_other_are_asked_and_a_second_import_changes_nothing(
    review, capsys, tmp_path
):
    """Nothing is stored until somebody says that the last one counts; then it does, once."""
    labels = tmp_path / "labels.csv"
    rows = [f'"{TITLES[0]}",exclude', f'"{TITLES[1]}",include', f'"{TITLES[0]}",include']
    labels.write_text("title,decision\n" + "\n".join(rows) + "\n", encoding="utf-8")
    words = ["decisions", "import", str(labels), "--reader", "reader1"]
    assert main([*words, "--json", "--project", str(review)]) == 2
    assert len(json.loads(capsys.readouterr().out)["doubts"]) == 2
    assert counts(review)["decisions"] == 0
    done = ask(capsys, review, *words, "--doubtful", "replace")
    assert (done["stored"], [row["row"] for row in done["contradicting"]]) == (2, [2, 4])
    assert ask(capsys, review, *words)["stored"] == 0
    assert counts(review)["decisions"] == 2
    assert ask(capsys, review, "status")["flow"]["sought"] == 2


@pytest.mark.parametrize("form", ["ris", "csv", "xlsx", "jsonl"])
def test_every_reference_leaves_in_every_format(review, capsys, tmp_path, form):
    """All of them, whatever was decided."""
    out = tmp_path / f"out.{form}"
    assert ask(capsys, review, "export", "--format", form, "--out", str(out))["references"] == 3
    assert out.stat().st_size > 100


def test_a_dry_run_needs_no_review_and_refuses_one_file_without_the_others(tmp_path, capsys):
    """The account of each file; a refused one has an error, and the exit code is 2."""
    good, empty = tmp_path / "good.ris", tmp_path / "empty.ris"
    good.write_text(RIS.format(title=TITLES[0], n=1), encoding="utf-8")
    empty.write_text("", encoding="utf-8")
    assert main(["import", "--dry-run", "--json", str(good), str(empty)]) == 2
    files = json.loads(capsys.readouterr().out)["files"]
    assert files[0]["records"] == 1
    assert sum(files[0]["lines"].values()) == 7
    assert "records" not in files[1]
    assert "empty" in files[1]["error"]


def test_what_became_of_odd_lines_is_summed_up_or_told_line_by_line(review, capsys):
    """A person sees the kinds of problems first, and each line where they ask."""
    file = review / "odd.ris"
    odd = RIS.format(title="Odd", n=7).replace("ER  -", "a loose line\nanother\nER  -")
    file.write_text(odd, encoding="utf-8")
    assert main(["import", str(file), "--project", str(review)]) == 0
    told = capsys.readouterr()
    assert "2 lines were repaired or not understood" in told.err
    assert told.out.count("odd.ris") == 2
    assert main(["import", str(file), "--lines", "--project", str(review)]) == 0
    assert capsys.readouterr().out.count("odd.ris") == 3


def test_duplicates_of_any_export_are_found_without_a_review(tmp_path, capsys):
    """The ids of a CSV are kept, and its common column names understood."""
    table = tmp_path / "all.csv"
    rows = ["ID,author,title,year,DOI,number", '7,"Berg, Anna",Knee surgery and its effects,2020,10.5555/a,1']
    rows += [
        '9,"Berg, A",Knee surgery and its effects,2020,https://doi.org/10.5555/A,1',
        '11,"Ek, B",Food waste,2001,,2',
    ]
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    out = tmp_path / "clusters.csv"
    assert main(["dedupe", str(table), "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["clusters"] == 2
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "record_id,cluster_id,rule"
    assert [line.split(",")[:2] for line in lines[1:]] == [["7", "7"], ["9", "7"], ["11", "11"]]


BAD = [
    pytest.param(["import", "missing.ris"], "missing.ris", id="missing-file"),
    pytest.param(["import", "empty.ris"], "empty", id="empty-file"),
    pytest.param(["import", "page.ris"], "HTML", id="html-named-ris"),
    pytest.param(["queue", "--reader", "nobody"], "unknown reader 'nobody'", id="unknown-reader"),
    pytest.param(["decide", "r0", "include"], "unknown reference 'r0'", id="unknown-reference"),
    pytest.param(
        ["decisions", "import", "odd.csv"], "no column 'decision'; found colour", id="unknown-column"
    ),
    pytest.param(["link", "add", "r0", "IG14", "supports"], "unknown reference 'r0'", id="link-to-nothing"),
    pytest.param(["simulate", "odd.csv"], "label_included", id="no-labels"),
    pytest.param(
        ["dedupe", "twice.csv"], "twice.csv, row 1, column record_id: expected one id", id="ids-twice"
    ),
    pytest.param(["dedupe", "good.csv", "--out", "odd.csv/x.csv"], "odd.csv", id="no-folder-to-write-in"),
]


@pytest.mark.parametrize(("words", "message"), BAD)
def test_bad_input_is_one_clear_sentence(review, capsys, monkeypatch, words, message):
    """Exit code 2, the sentence on stderr, nothing on stdout, and the review as it was."""
    monkeypatch.chdir(review)
    (review / "empty.ris").write_bytes(b"")
    (review / "page.ris").write_text("<!DOCTYPE html><html><body>Log in</body></html>", encoding="utf-8")
    (review / "odd.csv").write_text("colour\nred\n", encoding="utf-8")
    (review / "twice.csv").write_text("ID,title\n1,A\n1,B\n", encoding="utf-8")
    (review / "good.csv").write_text("ID,title\n1,A\n2,B\n", encoding="utf-8")
    before = counts(review)
    assert main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("review: ")
    assert message in told.err
    assert "Traceback" not in told.err
    assert "unforeseen" not in told.err
    assert counts(review) == before


def counts(folder):
    """Return how many rows each table of a review's database has."""
    with sqlite3.connect(folder / "data" / "review.db") as connection:
        names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        return {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in names}


def test_one_bad_file_among_good_ones_stores_nothing(review, capsys):
    """All files are read before the first is stored."""
    good, bad = review / "good.ris", review / "bad.ris"
    good.write_text(RIS.format(title="Another one", n=9), encoding="utf-8")
    bad.write_bytes(b"")
    before = counts(review)
    assert main(["import", str(good), str(bad), "--project", str(review)]) == 2
    assert counts(review) == before


def test_a_database_held_by_another_program_is_a_sentence(review, capsys):
    """It says which file, and what to do."""
    holder = sqlite3.connect(review / "data" / "review.db", isolation_level=None)
    holder.execute("begin exclusive")
    try:
        assert main(["decide", first_of(review), "include", "--project", str(review)]) == 2
    finally:
        holder.close()
    assert "another program" in capsys.readouterr().err


def first_of(folder):
    """Return the id of a review's first record."""
    with sqlite3.connect(f"file:{folder / 'data' / 'review.db'}?mode=ro", uri=True) as connection:
        return connection.execute("select record_id from records limit 1").fetchone()[0]


def test_outside_a_review_the_way_in_is_named(tmp_path, capsys):
    """No folder, no traceback."""
    assert main(["status", "--project", str(tmp_path)]) == 2
    assert "review init DIR" in capsys.readouterr().err


def test_the_register_check_tells_printed_from_identified(review, capsys):
    """An incomplete list is no failure: nothing can be said yet."""
    rows = ask(capsys, review, "register", "check")
    total = next(row for row in rows if row["quantity"] == "recommendations")
    assert (total["printed"], total["found"], total["verdict"]) == (83, 17, "incomplete")


def test_verify_is_clean_and_an_orphan_link_fails_it(review, capsys):
    """A recommendation that leaves the register leaves its links orphaned, and verify says so."""
    assert all(row["ok"] for row in ask(capsys, review, "verify"))
    ask(capsys, review, "link", "add", first_of(review), "IG14", "supports", "--reader", "reader1")
    register = review / "references" / "recommendations.csv"
    lines = register.read_text(encoding="utf-8").splitlines(keepends=True)
    register.write_text("".join(line for line in lines if not line.startswith("IG14")), encoding="utf-8")
    assert main(["verify", "--project", str(review)]) == 1
    assert "links name known recommendations" in capsys.readouterr().err


def test_the_installed_command_speaks_json_only_on_stdout(review):
    """As another program sees it."""
    command = Path(sys.executable).with_name("review")
    assert shutil.which(command)
    done = subprocess.run(
        [command, "status", "--json"], cwd=review, capture_output=True, text=True, check=True, env=os.environ
    )
    assert json.loads(done.stdout)["references"] == 3
    assert done.stderr == ""


def test_a_command_that_reads_loads_neither_figures_nor_notebooks():
    """What draws and what runs notebooks takes seconds to load; only who writes a report waits for it."""
    code = (
        "import sys, review.cli; print(*{'matplotlib', 'seaborn', 'nbformat', 'nbconvert'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
