"""From bytes to lines: encodings, line ends, joined and damaged files."""

import codecs
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.errors import SourceError
from review.formats import read_export
from review.formats.account import Tally
from review.formats.source import file_head, open_source, unify, whole_lines

SWEDISH = "Lågvärdevård på Åland: är öppen vård bättre än Östersunds?"


def lines_of(tmp_path, data):
    """Return encoding, lines and tally of a file with these bytes."""
    path = tmp_path / "export.ris"
    path.write_bytes(data)
    source, tally = open_source(path), Tally()
    return source.encoding, list(source.lines(tally)), tally


ENCODINGS = {
    "UTF-8": (SWEDISH.encode(), "utf-8"),
    "UTF-8 with mark": (SWEDISH.encode("utf-8-sig"), "utf-8-sig"),
    "UTF-16 with mark, little end first": (codecs.BOM_UTF16_LE + SWEDISH.encode("utf-16-le"), "utf-16"),
    "UTF-16 with mark, big end first": (codecs.BOM_UTF16_BE + SWEDISH.encode("utf-16-be"), "utf-16"),
    "UTF-16 without mark, little end first": (SWEDISH.encode("utf-16-le"), "utf-16-le"),
    "UTF-16 without mark, big end first": (SWEDISH.encode("utf-16-be"), "utf-16-be"),
    "UTF-32": (SWEDISH.encode("utf-32"), "utf-32"),
    "Windows": (SWEDISH.encode("cp1252"), "cp1252"),
    "Latin 1": (SWEDISH.encode("latin-1"), "cp1252"),
    "old Macintosh": (SWEDISH.encode("mac_roman"), "mac_roman"),
    "DOS": (SWEDISH.encode("cp850"), "cp850"),
    "ASCII": (b"TY  - JOUR", "ascii"),
}


@pytest.mark.parametrize(("data", "encoding"), ENCODINGS.values(), ids=ENCODINGS)
def test_swedish_letters_come_through_in_every_encoding(tmp_path, data, encoding):
    """The encoding is told from the bytes, and no letter changes."""
    found, lines, tally = lines_of(tmp_path, data)
    assert found == encoding
    assert lines == [SWEDISH] or encoding == "ascii"
    assert not tally.notes


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("“Living on the edge” – naïve café’s 5 € …", "cp1252"),
        ("“Living on the edge” – naïve café’s …", "mac_roman"),
        ("Żółć gęślą jaźń, łódź", "cp1250"),
        ("Исследование вмешательства в первичной помощи", "cp1251"),
    ],
)
def test_other_letters_and_signs(tmp_path, text, encoding):
    """Typographic signs, Polish and Russian are told apart by where their signs stand."""
    _, lines, _ = lines_of(tmp_path, f"TI  - {text}\nAB  - {text} {text}\n".encode(encoding))
    assert lines[0] == f"TI  - {text}"


def test_a_part_in_another_encoding_is_read_anew_line_by_line(tmp_path):
    """Where a Windows file was joined to a UTF-8 file, both read right and the account names the lines."""
    encoding, lines, tally = lines_of(tmp_path, "TI  - Å\nTI  - é\n".encode() + "TI  - Ö\n".encode("cp1252"))
    assert (encoding, lines) == ("utf-8+cp1252", ["TI  - Å", "TI  - é", "TI  - Ö"])
    assert [note[:3] for note in tally.notes] == [(3, "", "not UTF-8, read as cp1252")]


def test_a_file_cut_off_inside_a_letter(tmp_path):
    """The half letter is replaced, and the account says so."""
    _, lines, tally = lines_of(tmp_path, b"TI  - Malm" + "ö".encode()[:1])
    assert lines == ["TI  - Malm\ufffd"]
    assert [note[:3] for note in tally.notes] == [(1, "", "the file ends inside a character")]


def test_marks_and_nuls_inside_are_taken_out(tmp_path):
    """A byte order mark where files were joined, and NUL bytes, are repairs with their line."""
    _, lines, tally = lines_of(tmp_path, b"a\n\xef\xbb\xbfTY  - JOUR\nb\0c\n")
    assert lines == ["a", " TY  - JOUR", "bc"]
    assert [note[0] for note in tally.notes] == [2, 3]


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"a\nb\n", ["a", "b"]),
        (b"a\r\nb", ["a", "b"]),
        (b"a\rb\r", ["a", "b"]),
        (b"a\r\r\nb\r\r\n", ["a", "b"]),
        (b"a\n\rb\r\n\nc", ["a", "", "b", "", "c"]),
        ("a\u2028b\x0bc\x85d\n".encode(), ["a\u2028b\x0bc\x85d"]),
    ],
    ids=["LF", "CR LF", "CR", "CR CR LF", "mixed", "other separators are no line ends"],
)
def test_lines_end_as_an_editor_ends_them(tmp_path, data, lines):
    """Every line end of Unix, Windows and old Macintosh counts once."""
    assert lines_of(tmp_path, data)[1] == lines


@given(st.text("ab\r\n\ufeffå", max_size=40), st.lists(st.integers(0, 40), max_size=5))
def test_pieces_do_not_matter(text, cuts):
    """A text read in pieces has the lines of the text read whole."""
    cuts = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pieces = [text[a:b] for a, b in pairwise(cuts)]
    found = "".join(whole_lines(pieces))
    expected = unify(text.removeprefix("\ufeff"))
    assert found == (expected if not expected or expected.endswith("\n") else expected + "\n")


def test_a_missing_file_a_folder_and_an_empty_file_are_refused(tmp_path):
    """Each refusal names the file and says what to do."""
    (tmp_path / "empty.ris").touch()
    with pytest.raises(SourceError, match=r"gone\.ris: no such file; check"):
        file_head(tmp_path / "gone.ris")
    with pytest.raises(SourceError, match="is a folder; name the files"):
        file_head(tmp_path)
    with pytest.raises(SourceError, match=r"^empty\.ris: the file is empty; export it again"):
        file_head(tmp_path / "empty.ris")


def test_an_encoding_that_cannot_be_told_is_refused(tmp_path, monkeypatch):
    """The message says to save the file as UTF-8."""
    monkeypatch.setattr("review.formats.source.one_byte", lambda sample: "")
    (tmp_path / "odd.ris").write_bytes(b"TY  - JOUR\nTI  - \xff\xfe\xfd\n")
    with pytest.raises(SourceError, match=r"^odd\.ris: the encoding could not be told; .* save it as UTF-8"):
        open_source(tmp_path / "odd.ris")


def test_the_account_of_a_spoilt_line_can_be_printed(tmp_path):
    """A byte that is no character is shown as it is written, so that no screen or file refuses it."""
    path = tmp_path / "spoilt.ris"
    plain = "TY  - JOUR\nTI  - Vård på länk\nAB  - Åtgärd\nER  - \n".encode() * 30
    path.write_bytes(plain + b"TY  - JOUR\nTI  - V\xe5rd\nER  - \n")
    problems = read_export(path).account.problems
    assert problems.text.to_list() == ["TI  - V\\xe5rd"]
    assert "".join(problems.text).encode("utf-8")
