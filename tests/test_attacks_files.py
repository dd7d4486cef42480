"""Hostile files at the doors: bounded in time and memory, refused in a sentence, written nowhere else."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
import zipfile
from contextlib import closing

import openpyxl
import pytest

from review import formats, project
from review.errors import ReviewError, SourceError, StoreError
from review.formats import archives, source, tables, workbook
from review.formats.files import whole_file
from review.store import Store
from store_material import fill, include, make_export

pytest_plugins = ["store_fixtures"]

LIMITED = """
import resource, sys
from review.errors import ReviewError
from review.formats import read_export, read_table
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
try:
    found = read_export(sys.argv[1]).records
    print("read", len(found), found.title.iloc[0] if len(found) else "")
except ReviewError as error:
    print("refused", error)
print("MiB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
"""


def read_apart(path):
    """Return what reading a file in a process of its own gave, and how many MiB it took."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-500:]
    *said, size = done.stdout.splitlines()
    return " ".join(said), int(size.removeprefix("MiB "))


def workbook_with(path, cells, title="references"):
    """Write a workbook with a small table and some cells besides."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    page.append(["title", "year", "doi"])
    page.append(["Avstå från antibiotika", 2020, "10.5555/a"])
    for address, value in cells.items():
        page[address] = value
    book.save(path)
    return path


STRAY = {
    "a blank that was typed in the last row": ({"A1048576": " "}, "read 1 Avstå från antibiotika"),
    "a word in the last row": ({"A1048576": "slut"}, "read 2 Avstå från antibiotika"),
    "a blank in the last cell of all": ({"XFD1048576": " "}, "read 1 Avstå från antibiotika"),
    "a blank in the last column": ({"XFD1": " "}, "read 1 Avstå från antibiotika"),
}


@pytest.mark.parametrize("name", STRAY)
def test_a_stray_cell_costs_no_more_than_its_own(name, tmp_path):
    """The rows between are empty, and so are they read. Guard: `tables.unpadded`."""
    cells, expected = STRAY[name]
    said, size = read_apart(workbook_with(tmp_path / "a.xlsx", cells))
    assert said == expected
    assert size < 600


def test_a_stray_cell_in_a_workbook_of_evaluations(tmp_path):
    """It is found where it is, without going through a million rows. Guard: `workbook.reading.filled`."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "evaluations"
    page.append(["reference_id", "intervention", "comparator", "currency"])
    page.append(["r1", "Avstå", "Vanlig vård", "SEK"])
    page["XFD1048576"] = None
    page["A1048576"].number_format = "0.0"
    page["B1048000"] = "kvar"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(SourceError, match="row 1048000, column intervention: 'kvar'"):
        workbook.read_workbook(tmp_path / "a.xlsx")


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path, monkeypatch):
    """What it would fill is told by its table of contents. Guard: `archives.refuse_archive`."""
    path = workbook_with(tmp_path / "a.xlsx", {})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/big.xml", "w") as part:
        for _ in range(20):
            part.write(b" " * (1 << 20))
    monkeypatch.setattr(archives, "MOST", 10 << 20)
    with pytest.raises(
        SourceError, match=r"unpacks to 20 MiB, more than the 10 that are read; save the sheet"
    ):
        formats.read_export(path)


@pytest.mark.parametrize("ending", ["ris", "csv", "nbib", "json"])
def test_a_line_without_end_is_refused(ending, tmp_path, monkeypatch):
    """It is read piece by piece, and not to its end. Guard: `source.whole_lines`."""
    start = {
        "ris": "TY  - JOUR\nTI  - ",
        "csv": "title,doi\n",
        "nbib": "PMID- 1\nTI  - ",
        "json": '[{"issued": 2020, "title": "',
    }
    path = tmp_path / f"a.{ending}"
    path.write_text(start[ending] + "a" * (6 << 20), encoding="utf-8")
    monkeypatch.setattr(source, "LONGEST", 2 << 20)
    with pytest.raises(SourceError, match=rf"a.{ending}: has a line of more than 2,097,152 characters"):
        formats.read_export(path)


def test_a_long_line_is_put_together_once():
    """Its pieces are joined at its end, not again with each piece that comes."""
    pieces = ["a" * 1000] * 2000 + ["\n"]
    assert [len(piece) for piece in source.whole_lines(pieces)] == [2_000_001]


DEEP = 100_000
NESTED = {
    "json": "[" * DEEP + "]" * DEEP,
    "json objects": '[{"title":' * DEEP,
    "json in a record": '[{"title": "A", "author": ' + "[" * DEEP + "]" * DEEP + "}]",
    "xml": "<xml><records><record>" + "<a>" * DEEP + "</a>" * DEEP + "</record></records></xml>",
    "xml unclosed": "<PubmedArticleSet><PubmedArticle>" + "<a>" * DEEP,
    "a list in a cell": 'title,authors\nA,"' + "[" * DEEP + "]" * DEEP + '"\n',
    "braces": "@article{a, title={" + "{" * DEEP + "}" * DEEP + "}}\n",
    "entities": '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><records><record>&b;</record></records>',
}


@pytest.mark.parametrize("name", NESTED)
def test_what_is_nested_without_end_is_read_or_refused(name, tmp_path):
    """No recursion runs out unnoticed."""
    path = tmp_path / f"a.{name.split()[0] if name.split()[0] in ('json', 'xml') else 'txt'}"
    path.write_text(NESTED[name], encoding="utf-8")
    said, size = read_apart(path)
    assert said.startswith(("read", "refused"))
    assert size < 800


HUGE = "9" * 10_000
NUMBERS = {
    "a.ris": f"TY  - JOUR\nTI  - A\nPY  - {HUGE}\nVL  - {HUGE}\nSP  - {HUGE}\nDO  - 10.5555/{HUGE}\nER  - \n",
    "a.csv": f"title,year,volume,pages,pmid\nA,{HUGE},{HUGE},{HUGE},{HUGE}\n",
    "a.json": f'[{{"title": "A", "volume": {HUGE}, "issued": {{"date-parts": [[{HUGE}]]}}}}]',
    "a.nbib": f"PMID- {HUGE}\nTI  - A\nDP  - {HUGE}\n",
    "a.bib": f"@article{{a, title={{A}}, year={HUGE}, volume={HUGE}}}\n",
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_of_ten_thousand_digits_is_no_number(name, tmp_path):
    """The record is there, without a year."""
    tmp_path.joinpath(name).write_text(NUMBERS[name], encoding="utf-8")
    (record,) = formats.read_export(tmp_path / name).records.to_dict("records")
    assert record["title"] == "A"
    assert record["year"] is None or record["year"] != record["year"]


def test_a_number_beyond_all_bounds_in_a_workbook(tmp_path):
    """It is named as one of which Excel keeps 15 digits."""
    assert tables.cell_text(10**400).why.startswith("a number of 16 digits or more")
    assert formats.read_export(workbook_with(tmp_path / "a.xlsx", {"B2": 10**300})).records.year.isna().all()


def test_a_link_planted_where_a_file_is_written_is_replaced(tmp_path):
    """What it points to stays as it is. Guard: `os.replace` in `whole_file`."""
    victim = tmp_path / "victim"
    victim.write_text("kept", encoding="utf-8")
    (tmp_path / "report.html").symlink_to(victim)
    with whole_file(tmp_path / "report.html") as beside:
        beside.write_text("new", encoding="utf-8")
    assert victim.read_text(encoding="utf-8") == "kept"
    assert not (tmp_path / "report.html").is_symlink()


def test_a_crate_describes_nothing_outside_its_folder(tmp_path):
    """A link in outputs/ does not bring a file from elsewhere into it. Guard: `crate.entity_of`."""
    secret = tmp_path / "secret.txt"
    secret.write_text("hemligt", encoding="utf-8")
    outputs = tmp_path / "outputs"
    outputs.mkdir()
    (outputs / "a.txt").symlink_to(secret)
    with pytest.raises(ReviewError, match="is not in"):
        formats.crate.entity_of(outputs / "a.txt", outputs)


TITLES = (
    'a"b',
    "x\n[store]\nurl='postgresql://evil'",
    "\x1b[2J",
    "a\\",
    "a\x7f",
    "@ID@ @LANGUAGE@",
    "'''",
    "😀\t",
)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_writes_no_settings(title, tmp_path):
    """Whatever it holds, review.toml says that title and nothing else. Guard: `layout.create`."""
    made = project.create(tmp_path / "r", title=title)
    assert made.database_url == ""
    assert made.title["en"].strip() == title.replace("\x7f", "").strip()


def test_init_lays_nothing_into_a_folder_that_holds_something(tmp_path):
    """Nor through a link into one."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").write_text("x", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "full")
    with pytest.raises(ReviewError, match="not empty"):
        project.create(tmp_path / "link", title="A")
    assert os.listdir(tmp_path / "full") == ["a"]


def test_an_archive_is_never_unpacked(tmp_path):
    """Names that lead out of the folder lead nowhere."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../../evil.ris", "TY  - JOUR\n")
        archive.writestr("/etc/evil", "x")
    with pytest.raises(SourceError, match="is a ZIP archive"):
        formats.read_export(tmp_path / "a.zip")
    assert os.listdir(tmp_path) == ["a.zip"]


def test_two_imports_of_one_file_at_once_are_one(tmp_path):
    """Two programs start together; the records are there once, and neither fails. Guard: `lock_for_all`."""
    path, told, ready = tmp_path / "review.db", [], threading.Barrier(2)
    Store.open(path).close()

    def bring(name):
        with Store.open(path) as store:
            ready.wait()
            told.append(store.add_import(make_export(["A", "B"], name="a.ris"), reader=name))

    threads = [threading.Thread(target=bring, args=(name,)) for name in ("anna", "bo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one["already_imported"] for one in told) == [False, True]
    with Store.open(path) as store:
        assert store.counts()["imports"] == 1
        assert store.verify().ok.all()


def test_a_clock_set_back_loses_no_decision(tmp_path):
    """The later row counts, though the clock says that it was earlier. Guard: `times.just_after`."""
    import datetime

    times = iter(["2026-05-01", "2026-05-01", "2026-05-02", "2020-01-01", "2019-01-01"])
    with Store.open(tmp_path / "a.db", now=lambda: datetime.datetime.fromisoformat(next(times))) as store:
        (reference,) = fill(store, 1)
        store.append("decisions", [include(reference)], reader="anna")
        store.append("decisions", [include(reference, decision="exclude")], reader="anna")
        assert store.current("decisions").decision.to_list() == ["exclude"]


def test_a_file_replaced_while_it_is_open_is_noticed(tmp_path):
    """A synchronising program puts another file in its place: what is then written is not lost unnoticed."""
    path, other = tmp_path / "review.db", tmp_path / "other.db"
    with Store.open(other) as store:
        fill(store, 1)
    with Store.open(path) as store:
        (reference,) = fill(store, 1)
        os.replace(other, path)
        with pytest.raises(StoreError, match="was replaced by another file while it was open"):
            store.append("decisions", [include(reference)], reader="anna")


def test_a_full_table_of_contents_of_json_is_whole(tmp_path):
    """A JSON export in one line of many pieces is read as it was."""
    entries = [
        {"title": f"Titel {n} " + "å" * 500, "DOI": f"10.5555/{n}", "type": "article"} for n in range(3000)
    ]
    (tmp_path / "a.json").write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
    found = formats.read_export(tmp_path / "a.json").records
    assert found.doi.to_list() == [f"10.5555/{n}" for n in range(3000)]


def test_a_read_only_file_is_told_before_anything_is_done(tmp_path):
    """A SQLite file that cannot be written by this user, opened as one that is no superuser would."""
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("CREATE TABLE other (x)")
        connection.commit()
    with pytest.raises(StoreError, match="holds tables of another program"):
        Store.open(tmp_path / "a.db")
