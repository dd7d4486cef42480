"""A whole file in: formats told from content, stable ids, an account that adds up, clear refusals."""

import codecs
import json
import random
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from independent_count import words_lost
from review.errors import Question, SourceError
from review.formats import PROBLEM_COLUMNS, read_account, read_export, read_labels
from review.formats.source import unify
from review.records import RECORD_COLUMNS, raw_pairs, record_id

DATA = Path(__file__).parent / "data" / "formats"
SAMPLES = {
    # file: (format, encoding, database, records)
    "bibliography.bib": ("bibtex", "ascii", "", 2),
    "cochrane.txt": ("cochrane", "ascii", "Cochrane", 2),
    "embase.csv": ("csv", "utf-8-sig", "Embase", 1),
    "endnote.ris": ("ris", "utf-8-sig", "PubMed", 2),
    "endnote.xml": ("endnote-xml", "utf-8", "PubMed", 2),
    "ovid_embase.ris": ("ris", "utf-8", "Embase", 2),
    "ovid_fields.txt": ("ovid", "ascii", "", 2),
    "pubmed.csv": ("csv", "utf-8-sig", "PubMed", 2),
    "pubmed.nbib": ("medline", "utf-8", "PubMed", 2),
    "pubmed.xml": ("pubmed-xml", "utf-8", "PubMed", 2),
    "refer.enw": ("refer", "ascii", "", 2),
    "refworks.txt": ("refworks", "ascii", "", 2),
    "scopus.csv": ("csv", "utf-8-sig", "Scopus", 2),
    "semicolons.csv": ("csv", "cp1252", "", 2),
    "wos.ciw": ("wos", "utf-8-sig", "Web of Science", 2),
}
EXPECTED = {
    # file: fields of its first record
    "bibliography.bib": {
        "authors": "Berg, Anna; Åberg, Östen; Example Study Group",
        "pages": "123-129",
        "doi": "10.5555/bib.1",
    },
    "cochrane.txt": {"pmid": "45678901", "database_id": "CN-00000001", "volume": "7"},
    "embase.csv": {"journal": "Example Spine", "pages": "152-160", "year": 2014, "database_id": "L1234567"},
    "endnote.ris": {
        "keywords": "Humans; Unnecessary Procedures; Sweden",
        "pmid": "12345678",
        "pages": "12-9",
    },
    "endnote.xml": {
        "title": "Stopping Helicobacter tests",
        "pmid": "56789012",
        "doi": "10.5555/enx.1",
        "type": "JOUR",
    },
    "ovid_embase.ris": {
        "title": "Unnecessary imaging of the knee in Malmö: a register study",
        "doi": "10.5555/knee.2019.1",
    },
    "ovid_fields.txt": {"title": "Vitamin D tests without reason.", "volume": "28", "doi": "10.5555/ovid.1"},
    "pubmed.csv": {"authors": "Berg, A; Dahl, BC; Example Study Group", "volume": "12", "pages": "45-50"},
    "pubmed.nbib": {
        "authors": "Nilsson, Åsa; Öberg, Per; The Example Study Group",
        "doi": "10.5555/chest.2019",
        "year": 2019,
    },
    "pubmed.xml": {
        "abstract": "BACKGROUND: Stents are common. RESULTS: They did not help.",
        "doi": "10.5555/pmx.1",
    },
    "refer.enw": {
        "keywords": "blood tests; overuse",
        "journal": "Example Laboratory Medicine",
        "issn": "1234-5679",
    },
    "refworks.txt": {"pages": "5-9", "year": 2017, "keywords": "sedatives; deprescribing"},
    "scopus.csv": {
        "authors": "Berg, Anna; Dahl, Bo",
        "abstract": "An abstract on two lines.",
        "database_id": "2-s2.0-1",
    },
    "semicolons.csv": {"title": "Läkemedel som inte behövs", "authors": "Åberg, Östen", "year": 2021},
    "wos.ciw": {
        "keywords": "low-value care; reform; health policy; OVERUSE",
        "authors": "Li, Wei; Dou, Zhiguo",
    },
}


def export_of(tmp_path, text, name="a.ris", encoding="utf-8"):
    """Return the export read from a file with this text."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return read_export(path)


@pytest.mark.parametrize("name", SAMPLES)
def test_format_encoding_and_database_are_told_from_content(tmp_path, name):
    """A file says by its content what it is, even under a name that says nothing."""
    path = tmp_path / "export"
    path.write_bytes((DATA / name).read_bytes())
    export = read_export(path)
    assert (export.format, export.encoding, export.database, len(export.records)) == SAMPLES[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_first_record_of_each_format(name):
    """Fields come out in their normal form, whatever the format."""
    first = read_export(DATA / name).records.iloc[0]
    assert {field: first[field] for field in EXPECTED[name]} == EXPECTED[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_records_have_the_columns_types_and_ids_of_records(name):
    """The frame is that of `review.records`; ids come from the raw content; lines rise."""
    records = read_export(DATA / name).records
    assert tuple(records.columns) == RECORD_COLUMNS
    numbers = {"year": "Int64", "first_line": "int64", "last_line": "int64"}
    assert {column: str(kind) for column, kind in records.dtypes.items()} == {
        column: numbers.get(column, "str") for column in RECORD_COLUMNS
    }
    pairs = map(raw_pairs, records["raw"], records["abstract"])
    assert records["record_id"].to_list() == [record_id(raw) for raw in pairs]
    assert (records["first_line"] <= records["last_line"]).all()
    assert records["first_line"].is_monotonic_increasing
    assert not records.drop(columns="year").isna().any().any()


@pytest.mark.parametrize("name", SAMPLES)
def test_the_account_adds_up_and_says_the_shape_of_the_command(name):
    """All lines (rows of tables) are counted once; as plain values it has the keys the command prints."""
    export = read_export(DATA / name)
    account = export.account
    text = unify((DATA / name).read_text(encoding=export.encoding))
    n_lines = {"embase.csv": 2, "pubmed.csv": 3, "scopus.csv": 3, "semicolons.csv": 3}.get(
        name, text.count("\n")
    )
    assert sum(account.lines.values()) == n_lines
    assert account.records == account.starts == len(export.records)
    assert tuple(account.problems.columns) == PROBLEM_COLUMNS
    plain = json.loads(json.dumps(account.as_dict()))
    assert list(plain) == [
        "file", "format", "encoding", "records", "lines", "headers", "unused", "columns", "problems",
    ]  # fmt: skip
    assert plain["lines"]["repaired"] == len({problem["line"] for problem in plain["problems"]})
    assert set(account.fill.values()) <= {0.0, 0.5, 1.0}
    assert account.fill["title"] == 1.0


def test_swedish_letters_in_every_encoding_give_the_same_records(tmp_path):
    """The encoding of a file changes nothing but its name in the account."""
    text = (DATA / "ovid_embase.ris").read_text(encoding="utf-8")
    wanted = read_export(DATA / "ovid_embase.ris").records.drop(columns="source_file")
    for encoding in (
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "cp1252",
        "mac_roman",
        "cp850",
    ):
        found = export_of(tmp_path, text, encoding=encoding).records.drop(columns="source_file")
        assert found.equals(wanted), encoding


@pytest.mark.parametrize("end", ["\r\n", "\r", "\r\r\n"], ids=["CR LF", "CR", "CR CR LF"])
@pytest.mark.parametrize("name", ["endnote.ris", "pubmed.nbib", "wos.ciw", "bibliography.bib", "endnote.xml"])
def test_line_ends_change_nothing(tmp_path, name, end):
    """The same file with other line ends gives the same records and the same account."""
    data = (DATA / name).read_bytes()
    other = export_of(tmp_path, data.replace(b"\n", end.encode()), name)
    wanted = read_export(DATA / name)
    assert other.records.equals(wanted.records)
    assert other.account.lines == wanted.account.lines


def test_reading_twice_gives_the_same(tmp_path):
    """Same file, same frame; the same entries under another name keep their ids."""
    first, second = read_export(DATA / "wos.ciw"), read_export(DATA / "wos.ciw")
    assert first.records.equals(second.records)
    assert first.sha256 == second.sha256
    (tmp_path / "copy.txt").write_bytes((DATA / "wos.ciw").read_bytes())
    copy = read_export(tmp_path / "copy.txt")
    assert copy.records["record_id"].equals(first.records["record_id"])


def test_an_entry_held_twice_is_two_records(tmp_path):
    """The second of two equal entries has an id of its own, and the same one at every import."""
    entry = "TY  - JOUR\nTI  - A\nER  - \n"
    ids = export_of(tmp_path, entry * 3).records["record_id"].to_list()
    raw = [("TY", "JOUR"), ("TI", "A")]
    assert ids == [record_id(raw), record_id(raw, 2), record_id(raw, 3)]


def test_a_database_that_is_named_holds_for_all(tmp_path):
    """What the user says stands above what the file says."""
    export = read_export(DATA / "endnote.ris", database="CINAHL")
    assert export.database == "CINAHL"
    assert set(export.records["database"]) == {"CINAHL"}


def test_joined_files_with_marks_and_mixed_line_ends(tmp_path):
    """Three exports joined, with byte order marks inside and each with line ends of its own, lose nothing."""
    entry = "TY  - JOUR\nTI  - {}\nER  - "
    parts = [
        entry.format("Å").encode(),
        entry.format("B").replace("\n", "\r\n").encode(),
        entry.format("C").encode(),
    ]
    export = export_of(tmp_path, codecs.BOM_UTF8 + (b"\n" + codecs.BOM_UTF8).join(parts))
    assert export.records["title"].to_list() == ["Å", "B", "C"]
    assert export.account.lines["not_understood"] == 0
    export = export_of(tmp_path, codecs.BOM_UTF8.join(parts))
    assert export.records["title"].to_list() == ["Å", "B", "C"]


NOISE = random.Random(1).randbytes(500).replace(b"\0", b"\1")
REFUSED = {
    "web page": (b"<!DOCTYPE html><html>Sign in</html>", "a.ris", r"^a\.ris, line 1: is a web page"),
    "web page without doctype": (b"\n <html lang='sv'>", "a.ris", r"^a\.ris, line 1: is a web page"),
    "table named RIS": (
        b"title,year\nA,2020\n",
        "a.ris",
        r"^a\.ris, line 1: expected .* found a table; rename",
    ),
    "PDF": (b"%PDF-1.7 \0\1", "a.ris", r"^a\.ris: is a PDF; expected"),
    "picture": (b"\x89PNG\r\n\x1a\n", "a.ris", "is a picture"),
    "old Excel": (
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        "a.csv",
        "old or password-protected Excel or Word file; save it",
    ),
    "compressed": (b"\x1f\x8b\x08", "a.ris", r"compressed file \(gzip\); unpack it"),
    "noise": (NOISE, "a.ris", "is no text|could not be told"),
    "blank lines": (b"\n\n\r\n  \n", "a.ris", r"^a\.ris: there is nothing in the file but blanks"),
    "signs that show nothing": ("\x85\u2028\ufeff\n".encode(), "a.ris", "nothing in the file but blanks"),
    "byte order mark alone": (codecs.BOM_UTF8, "a.ris", "nothing in the file but blanks"),
    "empty": (b"", "a.ris", r"^a\.ris: the file is empty"),
    "prose": (b"\nThis is a letter.\n", "a.txt", r"^a\.txt, line 2: of no known format; expected RIS"),
    "JSON": (b'{"title": "A"}\n', "a.json", "is JSON of another kind"),
}


@pytest.mark.parametrize(("data", "name", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_export_is_refused_with_place_and_remedy(tmp_path, data, name, message):
    """One sentence: where, what was found, what to do."""
    with pytest.raises(SourceError, match=message):
        export_of(tmp_path, data, name)


def test_a_missing_file_is_refused(tmp_path):
    """The message names the whole path."""
    with pytest.raises(SourceError, match=r"gone\.ris: no such file; check the name and the folder"):
        read_export(tmp_path / "gone.ris")


def test_labels_of_other_tools_are_found(tmp_path):
    """Decisions of ASReview and Rayyan come out with reader and reasons; other notes do not."""
    text = (
        "TY  - JOUR\nTI  - A\nN1  - <p>ASReview_relevant</p>\nER  - \n"
        "TY  - JOUR\nTI  - B\nN1  - ASReview_not_seen\nER  - \n"
        'TY  - JOUR\nTI  - C\nN1  - RAYYAN-INCLUSION: {"Anna"=>"Excluded", "Bo"=>"Maybe"} | '
        "RAYYAN-EXCLUSION-REASONS: not adults,no outcome | RAYYAN-LABELS: x\nER  - \n"
    )
    labels = read_labels(export_of(tmp_path, text).records)
    assert labels.drop(columns="record_id").to_numpy().tolist() == [
        ["ASReview", "", "include", ""],
        ["Rayyan", "Anna", "exclude", "not adults; no outcome"],
        ["Rayyan", "Bo", "unsure", ""],
    ]
    table = read_labels(read_export(DATA / "semicolons.csv").records)
    told = [["column label_included", "include"], ["column label_included", "exclude"]]
    assert table[["tool", "decision"]].to_numpy().tolist() == told


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(SAMPLES)), st.randoms(use_true_random=False), st.integers(1, 6))
def test_damaged_files_never_crash_and_the_account_adds_up(tmp_path, name, chance, n_faults):
    """Whatever is cut, doubled or spoilt: a clear refusal, or records and an account that adds up."""
    data = bytearray((DATA / name).read_bytes())
    for _ in range(n_faults):
        damage(data, chance)
    path = tmp_path / name
    path.write_bytes(data)
    try:
        export = read_export(path)
    except (SourceError, Question) as error:
        refusal = str(error)
        assert path.name in refusal
        return
    counts = export.account.lines
    assert min(counts.values()) >= 0
    assert export.records["record_id"].is_unique
    assert export.account.records == len(export.records)
    if export.account.unit == "line" and not export.encoding.startswith("utf-16"):
        text = unify(bytes(data).decode("latin-1"))
        assert sum(counts.values()) == text.count("\n") + (not text.endswith("\n"))


def damage(data, chance):
    """Do one thing to a file that happens to files."""
    spot, other = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    kind = chance.randrange(7)
    if kind == 0:
        del data[spot:]
    elif kind == 1:
        del data[spot : min(other, spot + 40)]
    elif kind == 2:
        data[spot:spot] = data[spot : min(other, spot + 200)]
    elif kind == 3:
        data[spot:spot] = chance.randbytes(3)
    elif kind == 4:
        data[spot:spot] = chance.choice(
            [b"\n", b"\r\n", b"\xef\xbb\xbf", b"\0", b"TY  - ", b'"', b"{", b"}", b"<"]
        )
    elif kind == 5:
        data[:] = data.replace(b"\n", chance.choice([b"\r", b"\r\n", b"\n\n"]))
    elif data[spot : spot + 1].isalpha():
        data[spot] ^= 0x20
    if not data:
        data += b"\n"


def test_the_independent_count_sees_a_word_that_is_lost():
    """The second reader names what a record lacks, so that silence means something."""
    export = read_export(DATA / "pubmed.nbib")
    data = (DATA / "pubmed.nbib").read_bytes()
    assert not words_lost(data, export)
    assert words_lost(data + b"TI  - orphaned words\n", export) == {"ti": 1, "orphaned": 1, "words": 1}


def test_lines_about_the_whole_file_are_kept_in_the_account():
    """What stands in no record, such as the head of a Web of Science file, is told as a header."""
    assert read_export(DATA / "wos.ciw").account.as_dict()["headers"][1:] == ["VR 1.0"]


def test_text_that_stands_in_no_element_of_an_entry_is_kept(tmp_path):
    """XML of an article with loose text in it loses none of it."""
    path = tmp_path / "loose.xml"
    path.write_text(
        "<PubmedArticleSet><PubmedArticle>loose text<PMID>1</PMID></PubmedArticle></PubmedArticleSet>"
    )
    raw = json.loads(read_export(path).records.raw[0])
    assert raw == [["PMID", "1"], ["PubmedArticle", "loose text"]]


@pytest.mark.shared
def test_no_word_of_any_real_export_is_lost(shared_data):
    """Every word of every real file is in a record, in a header or in a line said not to be understood.

    A file is refused only where it is empty or no list of publications.
    """
    read, refused, lost = 0, {}, {}
    for path in sorted((shared_data / "exports").rglob("*")):
        if not path.is_file() or path.name in ("index.csv", "truth.json"):
            continue
        try:
            export = read_export(path)
        except (SourceError, Question) as error:
            refused[path.name] = str(error)
            continue
        read += 1
        if export.format == "xlsx":  # an archive, whose bytes are no words
            continue
        if missing := words_lost(path.read_bytes(), export):
            lost[path.name] = missing
    assert not lost
    assert read > 350
    assert len(refused) < 20
    assert all(
        re.search("no known format|empty|blanks|expected column|most rows get no", text)
        for text in refused.values()
    )


@pytest.mark.shared
def test_made_up_variants_give_their_true_counts(shared_data):
    """Every variant of a real export gives the true number of records, or is refused where there are none."""
    folder = shared_data / "exports" / "derived"
    for name, n_records in json.loads((folder / "truth.json").read_text()).items():
        if n_records:
            assert len(read_export(folder / name).records) == n_records, name
        else:
            with pytest.raises(SourceError, match="nothing in the file but blanks"):
                read_export(folder / name)


LONG = "Nobody asked the patients. " * 9
TWICE = f"TY  - JOUR\nTI  - A\nAB  - {LONG}\nN2  - {LONG}\nER  -\n"


def test_a_record_keeps_its_abstract_once(tmp_path):
    """In `raw` null stands for it under each tag that has it, and the id is that of the whole entry."""
    record = export_of(tmp_path, TWICE).records.iloc[0]
    assert json.loads(record.raw) == [["TY", "JOUR"], ["TI", "A"], ["AB", None], ["N2", None]]
    whole = [("TY", "JOUR"), ("TI", "A"), ("AB", LONG.strip()), ("N2", LONG.strip())]
    assert raw_pairs(record.raw, record.abstract) == whole
    assert record.record_id == record_id(whole)


@pytest.mark.parametrize("name", SAMPLES)
def test_in_parts_a_file_reads_as_in_one(name, monkeypatch):
    """A file read one record at a time gives the same records and the same account."""
    whole = read_export(DATA / name)
    monkeypatch.setattr("review.formats.export.BATCH", 1)
    parts = read_export(DATA / name)
    pd.testing.assert_frame_equal(parts.records, whole.records)
    pd.testing.assert_frame_equal(parts.account.problems, whole.account.problems)
    assert parts.account.as_dict() == whole.account.as_dict() == read_account(DATA / name).as_dict()
    assert (parts.database, parts.account.fill) == (whole.database, whole.account.fill)


def test_one_entry_twice_has_two_ids_however_far_apart(tmp_path, monkeypatch):
    """The second of two equal entries is told from the first also when it is read much later."""
    monkeypatch.setattr("review.formats.export.BATCH", 1)
    assert export_of(tmp_path, TWICE * 3).records.record_id.is_unique
