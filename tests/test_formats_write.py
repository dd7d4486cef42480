"""Writing: RIS that other tools read, tables for Excel, JSON Lines; whole files or none."""

import datetime
import json
import math
import re

import numpy as np
import openpyxl
import pandas as pd
import pytest
import rispy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.errors import SourceError, UsageError
from review.formats import (
    read_export,
    read_jsonl,
    read_labels,
    read_table,
    whole_file,
    write_csv,
    write_jsonl,
    write_ris,
    write_xlsx,
)

REFERENCE = {
    "reference_id": "r0123456789abcdef",
    "title": "Lågvärdevård på Åland – är det så?",
    "abstract": "BACKGROUND: A; b. RESULTS: p < 0.05 & more.",
    "authors": "Åberg, Östen; Example Study Group",
    "year": 2020,
    "journal": "Example Journal",
    "volume": "12",
    "issue": "Suppl 1",
    "pages": "S123-S129",
    "doi": "10.5555/a(1)",
    "pmid": "12345678",
    "issn": "1234-5679",
    "isbn": "9780000000002",
    "keywords": "overuse; Neoplasms, Bone",
    "language": "swe",
    "type": "JOUR",
    "url": "https://e.org/a;b?c=1&d=2",
    "databases": "Embase",
}
SAME = [column for column in REFERENCE if column not in ("reference_id", "databases")]


def back(frame, tmp_path):
    """Return the records read from what was written as RIS."""
    write_ris(frame, tmp_path / "out.ris")
    return read_export(tmp_path / "out.ris")


def test_what_is_written_as_ris_reads_back_the_same(tmp_path):
    """A round trip keeps every field, with nothing repaired on the way."""
    other = {"reference_id": "r2", "title": "Title only", "type": "BOOK", "year": pd.NA}
    frame = (
        pd.DataFrame([REFERENCE, other])
        .astype({"year": "Int64"})
        .fillna({c: "" for c in REFERENCE if c != "year"})
    )
    export = back(frame, tmp_path)
    assert export.records[SAME].astype(object).to_dict("records") == frame[SAME].astype(object).to_dict(
        "records"
    )
    assert export.account.lines["repaired"] == export.account.lines["not_understood"] == 0


def test_ris_is_read_by_rispy_too(tmp_path):
    """The library most tools use reads it, with the same number of entries and no number before them."""
    write_ris(pd.DataFrame([REFERENCE, REFERENCE]), tmp_path / "out.ris")
    text = (tmp_path / "out.ris").read_text(encoding="utf-8")
    assert text.startswith("TY  - JOUR\n")
    entries = rispy.loads(text)
    assert [entry["title"] for entry in entries] == [REFERENCE["title"]] * 2
    assert entries[0]["authors"] == ["Åberg, Östen", "Example Study Group"]


@pytest.mark.parametrize(
    ("said", "note", "label"),
    [
        ({"included": 1}, "ASReview_relevant", "include"),
        ({"included": "0"}, "ASReview_irrelevant", "exclude"),
        ({"included": True}, "ASReview_relevant", "include"),
        ({"included": None}, "ASReview_not_seen", ""),
        ({"included": math.nan}, "ASReview_not_seen", ""),
        ({"included": 0.0}, "ASReview_irrelevant", "exclude"),
        ({"decision": "include"}, "ASReview_relevant", "include"),
        ({"decision": "unsure"}, "ASReview_not_seen", "unsure"),
    ],
)
def test_labels_are_written_as_asreview_and_endnote_have_them(tmp_path, said, note, label):
    """One note says the label in ASReview's words, the label field says it for EndNote."""
    write_ris(pd.DataFrame([{"title": "A", **said}]), tmp_path / "out.ris")
    entry = rispy.loads((tmp_path / "out.ris").read_text(encoding="utf-8"))[0]
    assert note in entry["notes"]
    assert entry.get("label", "") == label


def test_decisions_with_reader_and_reasons_come_back(tmp_path):
    """Rayyan's words hold reader, decision and reasons; our own reading finds them again."""
    rows = [
        {"title": "A", "decision": "exclude", "reader": 'An"na', "reason": "wrong population; no outcome"},
        {"title": "B", "decision": "include", "reader": "Bo", "reason": ""},
    ]
    labels = read_labels(back(pd.DataFrame(rows), tmp_path).records)
    assert labels.loc[labels["tool"] == "Rayyan", ["reader", "decision", "reason"]].to_numpy().tolist() == [
        ["An'na", "exclude", "wrong population; no outcome"],
        ["Bo", "include", ""],
    ]


def test_without_labels_no_note_is_written(tmp_path):
    """References that nobody has judged carry no label."""
    write_ris(pd.DataFrame([{"title": "A"}]), tmp_path / "out.ris")
    assert (tmp_path / "out.ris").read_text(encoding="utf-8") == "TY  - GEN\nTI  - A\nER  - \n"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=3))
def test_no_text_breaks_the_file(tmp_path, titles):
    """Line breaks and tags inside a text make no new line and no new entry."""
    export = back(pd.DataFrame({"title": [f"a {title}" for title in titles]}), tmp_path)
    assert len(export.records) == len(titles)
    assert export.account.lines["not_understood"] == 0


def test_csv_shows_swedish_letters_in_excel(tmp_path):
    """The byte order mark is there, and the table reads back the same."""
    frame = pd.DataFrame({"titel": ['Åäö; "x",\ny', "=1+1"], "n": ["1", ""]})
    write_csv(frame, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbftitel,n\n")
    assert read_table(tmp_path / "t.csv").to_dict("list") == frame.to_dict("list")


def test_no_cell_of_a_workbook_becomes_a_formula(tmp_path):
    """Texts beginning with = + - @ are texts; numbers, dates and gaps keep their kind."""
    frame = pd.DataFrame(
        {
            "text": ["=1+1", "+46", "-x", "@a", "b\x0bc"],
            "number": [1, 2, 3, 4, np.int64(5)],
            "mixed": [None, pd.NA, 1.5, datetime.date(2024, 1, 2), ["a", "ö"]],
        }
    )
    write_xlsx({"one": frame, "två": pd.DataFrame({"a": ["x"]})}, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["one", "två"]
    cells = list(book["one"].iter_rows(min_row=2))
    assert [row[0].data_type for row in cells] == ["s"] * 5
    assert [row[0].value for row in cells] == ["=1+1", "+46", "-x", "@a", "bc"]
    assert [row[1].value for row in cells] == [1, 2, 3, 4, 5]
    assert [row[2].value for row in cells][:3] == [None, None, 1.5]
    assert cells[4][2].value == '["a", "ö"]'
    assert book["one"].freeze_panes == "A2"
    assert read_table(tmp_path / "t.xlsx", sheet="två").to_dict("list") == {"a": ["x"]}


def test_json_lines_keep_types(tmp_path):
    """Numbers, truth values, gaps and lists come back as they were."""
    rows = [{"id": "1", "flag": True, "rank": 3, "score": 0.5, "note": None, "list": ["å"]}, {"id": "2"}]
    write_jsonl(rows, tmp_path / "t.jsonl")
    assert read_jsonl(tmp_path / "t.jsonl") == rows
    assert "å" in (tmp_path / "t.jsonl").read_text(encoding="utf-8")


def test_a_frame_becomes_json_lines(tmp_path):
    """What is missing is null; numbers of numpy and dates are plain."""
    frame = pd.DataFrame(
        {"a": [1, 2], "b": pd.array([pd.NA, 3], "Int64"), "c": [datetime.date(2024, 1, 2), pd.NaT]}
    )
    write_jsonl(frame, tmp_path / "t.jsonl")
    assert read_jsonl(tmp_path / "t.jsonl") == [
        {"a": 1, "b": None, "c": "2024-01-02"},
        {"a": 2, "b": 3, "c": None},
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1}\n\n{"a": \n', r"^t\.jsonl, line 3: expected JSON, found '\{\"a\": '"),
        ("[1]\n", r"^t\.jsonl, line 1: expected a JSON object, found '\[1\]'"),
    ],
    ids=["cut off", "list"],
)
def test_damaged_json_lines_are_refused_with_their_line(tmp_path, text, message):
    """The message names the line and shows its beginning."""
    (tmp_path / "t.jsonl").write_text(text)
    with pytest.raises(SourceError, match=message):
        read_jsonl(tmp_path / "t.jsonl")


def test_json_lines_that_cannot_be_read(tmp_path):
    """A missing file and a file in another encoding each get a sentence."""
    with pytest.raises(SourceError, match=r"gone\.jsonl: cannot be read \(No such file"):
        read_jsonl(tmp_path / "gone.jsonl")
    (tmp_path / "t.jsonl").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(SourceError, match="is not UTF-8; save it as UTF-8"):
        read_jsonl(tmp_path / "t.jsonl")


def test_what_json_cannot_hold_leaves_no_file(tmp_path):
    """A failure half-way leaves the old file as it was, and nothing beside it."""
    path = tmp_path / "t.jsonl"
    path.write_text("old")
    with pytest.raises(TypeError, match="JSON cannot hold a object"):
        write_jsonl([{"a": 1}, {"a": object()}], path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    """What stops the writing stops the file; folders are made as needed."""
    path = tmp_path / "new" / "t.txt"
    with pytest.raises(ZeroDivisionError), whole_file(path) as name:
        name.write_text(f"half{1 / 0}")
    assert not path.exists()
    with whole_file(path) as name:
        name.write_text("whole")
    assert [file.read_text() for file in path.parent.iterdir()] == ["whole"]


def test_a_place_that_cannot_be_written_to_is_named(tmp_path):
    """The message names the file and says to choose another place."""
    (tmp_path / "file").touch()
    with pytest.raises(
        UsageError, match=re.escape(str(tmp_path / "file" / "out.csv")) + ": cannot be written"
    ):
        write_csv(pd.DataFrame({"a": [1]}), tmp_path / "file" / "out.csv")


def test_the_account_is_ready_for_json(tmp_path):
    """The account of what was written and read back goes into JSON as it is."""
    account = back(pd.DataFrame([REFERENCE]), tmp_path).account
    assert json.loads(json.dumps(account.as_dict()))["records"] == 1
