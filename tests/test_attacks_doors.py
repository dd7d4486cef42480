"""Attacks at the doors where something leaves or comes in: texts stay texts, sources stay what they are."""

import datetime
import json
import os
import re
import subprocess
import zipfile

import pandas as pd
import pytest

from browser.hostile import PAYLOADS
from chromium import CHROMIUM, NO_CHROMIUM
from libreoffice import NO_SOFFICE, SOFFICE
from report_material import HOSTILE, snapshot
from review import formats, project
from review.cli import main
from review.display import certificate_page
from review.errors import ProjectError, SourceError, UsageError
from review.formats.files import whole_file
from review.report import Report, render
from review.store import Store
from review.workbench import Workbench
from review.workbench.publishing import for_word
from review.workbench.report import WRITERS
from store_material import fill

TEXT = "TY  - JOUR\nTI  - En titel\nDO  - 10.5555/a\nER  - \n"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the folder of a review with an import and a decision."""
    folder = tmp_path_factory.mktemp("doors") / "review"
    project.create(folder, title="Doors")
    with (folder / "review.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[readers]]\nid = "anna"\n')
    (folder / "data" / "raw" / "a.ris").write_text(TEXT, encoding="utf-8")
    if hasattr(os, "mkfifo"):  # it stands for a device, which a test had better not write over
        os.mkfifo(folder / "outputs" / "pipe")
    else:
        (folder / "outputs" / "pipe").mkdir()
    with Workbench.open(folder) as review:
        review.pile.import_files()
        review.screening.decide(review.pile.references().reference_id[0], "include", reader="anna")
        review.stopping.sign(folder / "outputs" / "signed.html", reader="anna")
    return folder


OUT = {
    "export": ["export", "--out"],
    "workbook": ["export", "--format", "xlsx", "--out"],
    "log": ["log", "export"],
    "certificate": ["stop", "--reader", "anna", "--out"],
    "decisions": ["decisions", "export"],
    "questions": ["gaps", "--questions"],
}
KEPT = {
    "the database": ("data/review.db", "is a database, which nothing may replace"),
    "the settings": ("review.toml", "is what a review is made from"),
    "an export": ("data/raw/a.ris", "is what a review is made from"),
    "an export by another way": ("outputs/../data/raw/a.ris", "is what a review is made from"),
    "a table": ("references/sheets.csv", "is what a review is made from"),
    "the signed certificate": ("data/signed_certificate.json", "is what a review is made from"),
    "a folder": ("data", "is a folder or a device"),
    "a pipe": ("outputs/pipe", "is a folder or a device"),
    "nothing": ("", "is no name of a file"),
    "a name with NUL": ("a\0b", "is no name of a file"),
    "a name too long": ("x" * 300, "cannot be written"),
    "a file in the way": ("review.toml/a.csv", "cannot be written"),
}


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("command", OUT)
def test_nothing_is_written_over_what_a_review_is_made_from(made, command, kept, monkeypatch, capsys):
    """Every command that writes says where, why, and to choose another place. Guard: `files._kept`."""
    monkeypatch.chdir(made)
    name, why = KEPT[kept]
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file() and path.name[0] != "."}
    assert main([*OUT[command], name]) == 2
    told = capsys.readouterr()
    assert why in told.err
    assert "choose another place" in told.err
    assert "Traceback" not in told.err + told.out
    for path, content in before.items():
        assert path.read_bytes() == content or path.suffix in (".db-wal", ".db-shm")
    assert not list(made.rglob("*.part"))


def test_a_folder_that_is_a_link_hides_no_source(made, tmp_path):
    """What counts is where the file is, not by which way it is named. Guard: `resolve` in `files._kept`."""
    (tmp_path / "way").symlink_to(made / "data" / "raw")
    with (
        pytest.raises(UsageError, match="is what a review is made from"),
        whole_file(tmp_path / "way" / "a.ris"),
    ):
        pass


def test_the_folder_of_exports_is_the_one_review_toml_names(tmp_path):
    """Where review.toml cannot be read, nothing is guessed. Guard: `files._is_export`."""
    (tmp_path / "review.toml").write_text('[exports]\nfolder = "../found"\n', encoding="utf-8")
    for name in ("data/raw", "own"):
        (tmp_path / name).mkdir(parents=True)
        with whole_file(tmp_path / name / "a.csv") as path:
            path.write_text("x", encoding="utf-8")
    (tmp_path / "review.toml").write_text('[exports]\nfolder = "own"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="made from"), whole_file(tmp_path / "own" / "a.csv"):
        pass
    (tmp_path / "review.toml").write_text("[exports\n", encoding="utf-8")
    with whole_file(tmp_path / "own" / "a.csv") as path:
        path.write_text("y", encoding="utf-8")


IN = {
    "import": ["import"],
    "a log": ["log", "merge"],
    "an earlier log": ["log", "check"],
    "decisions": ["decisions", "import"],
    "links": ["link", "import"],
    "codes": ["codes", "import"],
    "tables": ["tables", "import"],
    "a report": ["verify", "--report"],
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes that have a name")
@pytest.mark.parametrize("command", IN)
def test_a_pipe_is_told_and_not_waited_for(made, command, tmp_path, capsys):
    """Whatever is read, a pipe or device that never ends stops nobody. Guard: `source.file_head`."""
    os.mkfifo(tmp_path / "pipe")
    held = os.open(tmp_path / "pipe", os.O_RDWR)  # a program that writes nothing, and ends only with us
    try:
        assert main([*IN[command], str(tmp_path / "pipe"), "--project", str(made)]) == 2
    finally:
        os.close(held)
    assert "is a pipe or a device; save what comes out of it as a file" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["a\0b.ris", "../../../nowhere.ris"])
def test_a_name_that_is_none_is_told(name):
    """No file of that name."""
    with pytest.raises(SourceError, match="no such file"):
        formats.read_export(name)


def test_a_line_without_end_in_a_log_is_refused(tmp_path, monkeypatch):
    """It is read piece by piece, and not to its end. Guard: `source.lines_in`."""
    monkeypatch.setattr(formats.source, "LONGEST", 1 << 20)
    (tmp_path / "a.jsonl").write_text('{"review_log": 1, "schema": "' + "0" * (3 << 20), encoding="utf-8")
    with Store.open(tmp_path / "a.db") as store, pytest.raises(SourceError, match="a line of more than"):
        store.merge_log(tmp_path / "a.jsonl")


HEAD = '[review]\ntitle = "A"\n'
ODD_SETTINGS = {
    "a section that is a number": "flags = 5\n" + HEAD,
    "readers that are a text": 'readers = "anna"\n' + HEAD,
    "a reader that is a number": "readers = [1]\n" + HEAD,
    "searches that are a table": "searches = {a = 1}\n" + HEAD,
    "criteria that are a text": HEAD + '[criteria]\ninclude = "Studies of overuse"\n',
    "a file that is a list": HEAD + '[[searches]]\nfile = ["a.ris"]\n',
    "an address that is a number": HEAD + "[store]\nurl = 5\n",
    "an address with NUL": HEAD + '[store]\nurl = "a\\u0000b"\n',
    "a folder that is a date": HEAD + "[exports]\nfolder = 2026-01-01\n",
    "nested without end": HEAD + "[criteria]\ninclude = " + "[" * 5000 + "]" * 5000 + "\n",
    "bytes": "\0",
}


@pytest.mark.parametrize("text", ODD_SETTINGS.values(), ids=ODD_SETTINGS)
def test_settings_of_another_shape_are_told(text, tmp_path):
    """A text where a list belongs is not taken for the list of its letters. Guard: `reading.misshapen`."""
    (tmp_path / "review.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError, match=r"review.toml: "):
        project.Project.open(tmp_path)


BREAKS = (
    "A\nER  - \n\nTY  - JOUR\nTI  - forged",
    "A\r\nER  - \r\nTY  - JOUR\r\nTI  - forged",
    "A\u2028ER  - \u2028TY  - JOUR\u2028TI  - forged",
    "A\x85ER  - \x85TY  - JOUR\x85TI  - forged",
    "A}\n}\n@article{forged,\n title = {forged}",
    "A\\}\n}\n@article{forged,\n title = {forged}\n}",
    "A {",
    "A\\",
    'A",\n"forged","',
    "A</title></titles></record><record><titles><title>forged",
    '"}]}, {"title": "forged',
    "A % forged",
    "half \ud800",
)
ENDINGS = {"ris": "ris", "bibtex": "bib", "csl": "json", "endnote": "xml", "eppi": "json", "rayyan": "csv"}
FIELDS = (
    "title",
    "abstract",
    "authors",
    "journal",
    "keywords",
    "volume",
    "issue",
    "pages",
    "doi",
    "url",
    "reason",
)


@pytest.mark.parametrize("form", ENDINGS)
def test_no_text_becomes_a_record_of_its_own(form, tmp_path):
    """As many records come in again as went out, whatever their fields hold. Guards: the writers' escapes."""
    said = {"year": 2020, "included": 1, "decision": "include", "type": "JOUR", "reader": "anna"}
    rows = [{"reference_id": f"r{n}"} | said | dict.fromkeys(FIELDS, text) for n, text in enumerate(BREAKS)]
    path = tmp_path / f"a.{ENDINGS[form]}"
    WRITERS[form](pd.DataFrame(rows), path)
    found = formats.read_export(path).records
    assert len(found) == len(BREAKS)
    assert not found.title.str.strip().eq("forged").any()


def test_half_a_letter_stops_no_file(tmp_path):
    """JSON Lines hold it as it is; no other file can."""
    formats.write_jsonl([{"title": "half \ud800"}], tmp_path / "a.jsonl")
    assert formats.read_jsonl(tmp_path / "a.jsonl") == [{"title": "half \ud800"}]


FORMULAS = (
    '=WEBSERVICE("http://127.0.0.1:9/x")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "=cmd|' /C calc'!A0",
    '=DDE("soffice";"x";"A1")',
    "＝1+1",
    '=HYPERLINK("http://127.0.0.1:9")',
    "#N/A",
    "\n=1+1",
)


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason=NO_SOFFICE)
def test_an_office_program_computes_nothing_of_what_is_written(tmp_path):
    """A workbook and a CSV opened in LibreOffice hold texts. Guards: `write._cell`, `guarded`."""
    frame = pd.DataFrame({"title": FORMULAS})
    formats.write_xlsx(frame, tmp_path / "book.xlsx")
    formats.write_csv(frame, tmp_path / "list.csv")
    command = [
        SOFFICE,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "fods",
    ]
    files = [str(tmp_path / name) for name in ("book.xlsx", "list.csv")]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *files], check=True, capture_output=True, timeout=180
    )
    for name in ("book.fods", "list.fods"):
        shown = (tmp_path / name).read_text(encoding="utf-8")
        assert "1+1" in shown
        assert "table:formula" not in shown, name
        assert "xlink:href" not in shown.split("<office:body>")[1], name


@pytest.fixture(scope="module")
def pages(made, tmp_path_factory):
    """Return what a reader may open in a browser, by name, all of it with hostile texts."""
    signed = tmp_path_factory.mktemp("signed") / "a.html"
    main(["stop", "--reader", "anna", "--out", str(signed), "--project", str(made)])
    document = json.loads(signed.with_suffix(".json").read_text(encoding="utf-8"))
    document |= {"title": PAYLOADS[6], "reader": PAYLOADS[11], "version": PAYLOADS[3]}
    found = {f"report {language}": render(snapshot(HOSTILE), language=language) for language in ("sv", "en")}
    found |= {f"certificate {one}": str(certificate_page(document, one)) for one in ("sv", "en")}
    shown = Report(snapshot(HOSTILE), "en")
    found["tables in a notebook"] = "".join(section._repr_html_() for section in shown.sections.values())
    found["figures in a notebook"] = "".join(figure._repr_html_() for figure in shown.figures.values())
    return found


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
def test_no_page_runs_or_asks_for_anything(pages, chromium, tmp_path):
    """Report, certificate and what notebooks show, in a real browser. Guard: `display.html.text`."""
    tab = chromium.new_page()
    heard = []
    tab.on("request", lambda request: heard.append(request.url))
    tab.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    for name, page in pages.items():
        path = tmp_path / "page.html"
        path.write_text(f"<meta charset=utf-8>{page}", encoding="utf-8", errors="replace")
        heard.clear()
        tab.goto(path.as_uri())
        assert heard == [path.as_uri()], name
        assert tab.evaluate("window.hacked === undefined"), name
        assert tab.evaluate("[...document.links].every(a => /^(#|https?:|file:)/.test(a.href))"), name
    tab.close()


def test_pages_hold_no_element_of_theirs(pages):
    """The same, without a browser, so that it is known everywhere."""
    for name, page in pages.items():
        body = page.partition("<body>")[2] or page
        assert not re.search(r"<(?:img|iframe|object|embed|form|base|meta|video|audio)\b", body), name
        assert not re.search(
            r'<[a-z][^<>]*\s(?:on\w+|(?:href|src)="(?!#|https?://))=', body.split("<script")[0]
        ), name


def test_a_word_document_links_to_nothing_but_the_web(tmp_path):
    """Links of the document are web addresses; nothing is embedded from outside. Guard: `for_word`."""
    page = for_word(render(snapshot(HOSTILE), language="en"), "en")
    assert not re.search(r"<(?:script|iframe|object|embed|form)\b", page)
    assert not re.search(r'(?:href|src)="(?!#|https?://|[\w-]+\.png)', page)


def test_a_crate_tells_names_as_text(tmp_path):
    """Readers, inputs and titles of any kind make ids that are addresses. Guard: `quote` in `crate`."""
    (tmp_path / "a&b <c>.html").write_text("x", encoding="utf-8")
    names = [payload[:80] for payload in PAYLOADS if "\ud800" not in payload]
    written = formats.write_crate(
        tmp_path, [tmp_path / "a&b <c>.html"], name=names[0], description=names[1], language="en",
        date=datetime.date(2026, 1, 1), people=[(name, name) for name in names],
        software={names[2]: names[3]}, inputs=[(name, f"{n:064x}") for n, name in enumerate(names)],
    )  # fmt: skip
    graph = json.loads(written.read_text(encoding="utf-8"))["@graph"]
    assert all(re.fullmatch(r"[\w%#./~:-]+", one["@id"]) for one in graph)
    assert len(graph) >= 2 * len(names)


def test_names_of_readers_in_logs_and_exports_are_text(tmp_path):
    """A reader's id may hold anything; a log of theirs is read again as it was."""
    reader = 'a"}\n{"table": "decisions"'
    with Store.open(tmp_path / "a.db") as store, Store.open(tmp_path / "b.db") as other:
        first, *_ = fill(store)
        store.append(
            "decisions", [{"reference_id": first, "stage": "full_text", "decision": "include"}], reader=reader
        )
        store.export_log(tmp_path / "log.jsonl")
        assert other.merge_log(tmp_path / "log.jsonl")["decisions"] == 1
        assert other.current("decisions").reader.to_list() == [reader]


def test_a_zip_with_names_that_lead_out_is_read_in_memory(tmp_path):
    """A workbook whose parts are called ../../x lies nowhere else afterwards."""
    path = tmp_path / "in" / "a.xlsx"
    path.parent.mkdir()
    formats.write_xlsx(pd.DataFrame({"title": ["A"], "doi": ["10.5555/a"]}), path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../evil.txt", "x")
    assert formats.read_export(path).records.title.to_list() == ["A"]
    assert not list(tmp_path.rglob("evil*"))
