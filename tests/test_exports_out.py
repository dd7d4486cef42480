"""What leaves a review: every reader reads it, no cell is a formula, and it says what was decided."""

import csv
import json
import os
import re
import subprocess
import sys

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review import formats, project
from review.errors import UsageError
from review.formats.eppi import read_eppi
from review.workbench import Workbench
from review.workbench.report import EXPORTS

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
FULL = {
    "reference_id": "r0123456789abcdef",
    "title": "Cost & care: 5 % of {low} value_care ~ ^2 #1 \\ $3",
    "abstract": 'First line.\rSecond line, with comma.\r\nThird; "quoted" p < 0.05',
    "authors": "Åberg, Östen; Bunn, PA, Jr; Pfizer Research and Development; El Masri, Omar A.",
    "year": 2020,
    "journal": "Example Journal",
    "volume": "12",
    "issue": "Suppl 1",
    "pages": "S123-S129",
    "doi": "10.5555/a_(1)",
    "pmid": "12345678",
    "issn": "1234-5679",
    "isbn": "9780000000002",
    "keywords": "overuse; Neoplasms, Bone",
    "language": "swe",
    "type": "JOUR",
    "url": "https://e.org/a_b?c=1&d=2",
    "databases": "Embase",
    "included": 1,
    "decision": "include",
    "reason": "",
}
WRITERS = {
    "ris": (formats.write_ris, "ris"),
    "bibtex": (formats.write_bibtex, "bib"),
    "csl": (formats.write_csl, "json"),
    "endnote": (formats.write_endnote, "xml"),
    "eppi": (formats.write_eppi, "json"),
    "csv": (formats.write_csv, "csv"),
    "xlsx": (formats.write_xlsx, "xlsx"),
    "rayyan": (formats.write_rayyan, "csv"),
    "asreview": (formats.write_asreview, "csv"),
}
LACKS = {
    "eppi": {"pmid", "language"},
    "rayyan": {"isbn", "type"},
    "asreview": {"volume", "issue", "pages", "issn", "isbn", "language", "type"},
}
"""What a format has no place for."""
OURS = ("reference_id", "databases", "included", "decision", "reason")
FIELDS = [name for name in FULL if name not in OURS]


def back(form, frame, tmp_path):
    """Return the records read from what was written."""
    write, ending = WRITERS[form]
    write(frame, tmp_path / f"out.{ending}")
    return formats.read_export(tmp_path / f"out.{ending}")


def one_line(row, fields):
    """Return the fields of a row as texts on one line."""
    return {name: " ".join(str(row[name]).split()) for name in fields}


@pytest.mark.parametrize("form", WRITERS)
def test_a_round_trip_keeps_every_field_the_format_has(form, tmp_path):
    """What was written is read back as it was, a hundred times over and with hard signs in it."""
    frame = pd.DataFrame([FULL, FULL | {"reference_id": "r2", "title": "Another"}])
    export = back(form, frame, tmp_path)
    kept = [name for name in FIELDS if name not in LACKS.get(form, ())]
    assert one_line(export.records.iloc[0], kept) == one_line(FULL, kept)
    assert len(export.records) == 2
    assert export.account.lines["not_understood"] == 0


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("empty", [True, False], ids=["no rows", "one title"])
def test_little_is_written_as_little(form, empty, tmp_path):
    """No reference makes a file without one; a title alone makes one with a title."""
    frame = pd.DataFrame([FULL])[:0] if empty else pd.DataFrame([{"reference_id": "r1", "title": "Alone"}])
    write, ending = WRITERS[form]
    write(frame, tmp_path / f"out.{ending}")
    if not empty:
        assert formats.read_export(tmp_path / f"out.{ending}").records.title.tolist() == ["Alone"]


@pytest.mark.parametrize("form", [form for form in WRITERS if form not in ("csv", "eppi")])
@pytest.mark.parametrize(("decision", "label"), [("include", 1), ("exclude", 0)])
def test_the_decision_leaves_and_comes_back(form, decision, label, tmp_path):
    """Whoever reads the file finds what a reader decided."""
    frame = pd.DataFrame([FULL | {"decision": decision, "included": label, "reader": "Anna"}])
    labels = formats.read_labels(back(form, frame, tmp_path).records)
    assert set(labels.decision) == {decision}


def test_eppi_codes_name_decision_and_reason(tmp_path):
    """Codes of an item are numbers of the set that the file brings along."""
    said = {"decision": "exclude", "reason": "wrong_population", "reader": "Anna"}
    frame = pd.DataFrame([FULL | said])
    formats.write_eppi(frame, tmp_path / "out.json")
    said = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    names = {
        code["AttributeId"]: code["AttributeName"]
        for code in said["CodeSets"][0]["Attributes"]["AttributesList"]
    }
    codes = [names[code["AttributeId"]] for code in said["References"][0]["Codes"]]
    assert codes == ["wrong_population"]
    source, labels = read_eppi(tmp_path / "out.json")
    assert source.title.tolist() == [FULL["title"]]
    assert [label[3:5] for label in labels] == [("exclude", "wrong_population")]


BEGINNING = st.sampled_from(["", "\t", " ", "\r", *SIGNS, '"', "'"])
TEXT = st.text(st.characters(codec=None, exclude_characters="\0"), max_size=12)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(BEGINNING, TEXT), min_size=1, max_size=5))
def test_no_cell_of_a_csv_is_a_formula_and_every_row_is_one_row(tmp_path, parts):
    """Whatever the texts: as many rows as were written, for pandas and for Python, and no formula."""
    texts = [before + text for before, text in parts]
    frame = pd.DataFrame({"n": range(len(texts)), "text": texts, "end": "x"})
    formats.write_csv(frame, tmp_path / "t.csv")
    rows = pd.read_csv(tmp_path / "t.csv", dtype="str", keep_default_na=False)
    assert rows.n.tolist() == [str(n) for n in range(len(texts))]
    assert set(rows.end) == {"x"}
    for cell in rows.text:
        assert cell.strip()[:1] not in (*SIGNS,) or re.fullmatch(r"[+-]\d+([.,]\d+)?", cell)
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [len(row) for row in csv.reader(file)] == [3] * (len(texts) + 1)


@pytest.mark.parametrize("text", ["=1+1", "@a", "-x", "'=1", "'t Hooft", "-1.5", "\uff1dSUM(A1)", "+46 8"])
def test_our_own_tables_come_back_as_they_were(text, tmp_path):
    """The apostrophe that keeps a spreadsheet from reckoning is taken off again."""
    formats.write_csv(pd.DataFrame({"title": [text]}), tmp_path / "t.csv")
    assert formats.read_table(tmp_path / "t.csv").title.tolist() == [text]


def test_a_text_too_long_for_a_cell_stands_whole_in_a_sheet_of_its_own(tmp_path):
    """Nothing is cut without a word, and nothing is lost."""
    long = "".join(chr(97 + n % 26) for n in range(70_000))
    formats.write_xlsx({"a": pd.DataFrame({"title": ["short", long]})}, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert "goes on in the sheet 'long cells'" in book["a"]["A3"].value
    assert len(book["a"]["A3"].value) == 32_767
    parts = list(book["long cells"].iter_rows(min_row=2, values_only=True))
    assert "".join(part[4] for part in parts) == long
    assert {part[:3] for part in parts} == {("a", 3, "title")}


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    """Return a review of four references with decisions at both stages."""
    folder = tmp_path_factory.mktemp("reviews") / "new"
    project.create(folder, title="A review of one's own")
    titles = ["Passed and read", "Left at the title", "Waits for full text", "Nobody read this"]
    text = "".join(f"TY  - JOUR\nTI  - {title}\nER  - \n" for title in titles)
    (folder / "data" / "raw" / "a.ris").write_text(text, encoding="utf-8")
    with Workbench.open(folder) as opened:
        opened.pile.import_files()
        ids = opened.pile.references().set_index("title").reference_id
        said = zip(ids, ("include", "exclude", "include"), strict=False)
        for reference_id, decision in said:
            for reader in [r.id for r in opened.project.readers if r.role == "reader"]:
                opened.screening.decide(reference_id, decision, reader=reader)
        reasons = opened.project.reasons
        for reader in [r.id for r in opened.project.readers if r.role == "reader"]:
            opened.screening.decide(
                ids.iloc[0], "exclude", reader=reader, stage="full_text", reason=reasons[0]
            )
        yield opened


def test_what_was_decided_last_is_what_leaves(review):
    """An exclusion on title and abstract is one, though no full text was ever read."""
    found = review.report.overview().set_index("title")
    assert found.included.fillna(-1).to_dict() == {
        "Passed and read": 0, "Left at the title": 0, "Waits for full text": 1, "Nobody read this": -1,
    }  # fmt: skip
    assert found.reason["Passed and read"] == review.project.reasons[0]


@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ({}, 4),
        ({"outcome": "exclude"}, ["Left at the title", "Passed and read"]),
        ({"outcome": "include", "stage": "title_abstract"}, ["Passed and read", "Waits for full text"]),
        ({"outcome": "not_screened"}, ["Nobody read this"]),
        ({"outcome": "not_screened", "stage": "full_text"},
         ["Left at the title", "Nobody read this", "Waits for full text"]),
        ({"waits_for": "first"}, ["Nobody read this"]),
        ({"waits_for": "first", "stage": "full_text"}, ["Waits for full text"]),
        ({"reader": "first", "stage": "full_text"}, ["Passed and read"]),
        ({"reader": "first", "outcome": "include", "stage": "title_abstract"},
         ["Passed and read", "Waits for full text"]),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)  # fmt: skip
def test_some_references_leave_alone(review, chosen, titles):
    """By outcome, stage, who decided and whom they wait for."""
    first = next(reader.id for reader in review.project.readers if reader.role == "reader")
    chosen = {name: first if value == "first" else value for name, value in chosen.items()}
    found = review.report.chosen(**chosen)
    assert len(found) == titles if isinstance(titles, int) else sorted(found.title) == titles


def test_a_readers_list_says_what_that_reader_said(review, tmp_path):
    """The labels are the reader's own, with the name."""
    first = next(reader.id for reader in review.project.readers if reader.role == "reader")
    review.report.export("ris", tmp_path / "a.ris", reader=first, stage="title_abstract")
    labels = formats.read_labels(formats.read_export(tmp_path / "a.ris").records)
    own = labels[labels.tool == "Rayyan"]
    assert set(own.reader) == {first}
    assert sorted(own.decision) == ["exclude", "include", "include"]


@pytest.mark.parametrize(
    ("form", "chosen", "message"),
    [
        ("docx", {}, "format must be one of ris, csv"),
        ("prisma", {"outcome": "include"}, "prisma describes the whole review"),
        ("ris", {"outcome": "perhaps"}, "outcome must be one of"),
        ("ris", {"reader": "stranger", "stage": "full_text"}, "stranger"),
        ("ris", {"reader": "first"}, "of which stage are the decisions of first"),
    ],
)
def test_a_wrong_choice_is_refused(review, form, chosen, message, tmp_path):
    """The error says what there is, and no file is made."""
    with pytest.raises(UsageError, match=message):
        review.report.export(form, tmp_path / "a", **chosen)
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("form", [form for form in EXPORTS if form != "ro-crate"])
def test_every_format_leaves_by_the_command_line(review, form, tmp_path):
    """Each has a file with something in it."""
    folder = tmp_path / "out"
    review.report.export(form, folder / EXPORTS[form])
    assert (folder / EXPORTS[form]).stat().st_size > 0


ENCODINGS = ["cp1252", "ascii", "utf-8", "utf-16", "latin-1", "cp850"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("as_json", [True, False], ids=["json", "text"])
def test_output_comes_on_a_pipe_in_any_encoding(encoding, as_json, tmp_path):
    """Signs an encoding lacks never stop a command; JSON is whole in all of them."""
    (tmp_path / "a.ris").write_text(
        "TY  - JOUR\nTI  - TSH \u2265 4 \u03bcg, \u2192 \U0001f600 \u8a66\nER  - \nlost \u2265\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "review", "import", "--dry-run", str(tmp_path / "a.ris")]
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    ran = subprocess.run(command + ["--json"] * as_json, capture_output=True, env=environment, check=False)
    assert ran.returncode == 0, ran.stderr
    if as_json:
        said = json.loads(ran.stdout.decode(encoding))
        assert "lost \u2265" in json.dumps(said, ensure_ascii=False)
