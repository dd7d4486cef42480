"""Pairs shown: whoever judges two records sees both whole, and can take the verdict back."""

import json

import pandas as pd
import pytest

from review.cli import main
from review.cli.pairs import alike, lines_of_pair, whole_pairs
from review.errors import UsageError
from review.project import create
from review.workbench import Workbench

ONE = {
    "TI": "Feeding after surgery of the bowel: a randomised trial",
    "AU": "Berg, Anna",
    "PY": "2019",
    "JO": "Annals of Invented Surgery",
    "VL": "12",
    "IS": "3",
    "SP": "101",
    "EP": "110",
    "DO": "10.5555/feed.1",
    "AB": "Patients ate on the first day. " * 30,
}
OTHER = ONE | {"PY": "2021", "VL": "14", "SP": "7", "EP": "9", "DO": "10.5555/feed.2", "AU": "Berg, A"}
READERS = "".join(
    f'\n[[readers]]\nid = "{name}"\nrole = "{role}"\n'
    for name, role in (("bengt", "reader"), ("karin", "adjudicator"), ("gast", "observer"))
)


def ris(entry):
    """Return one entry as RIS."""
    return "TY  - JOUR\n" + "".join(f"{tag}  - {value}\n" for tag, value in entry.items()) + "ER  - \n\n"


@pytest.fixture
def review(tmp_path):
    """Return a review of two records alike, one from each of two files."""
    folder = tmp_path / "review"
    create(folder, title="Pairs", language="en")
    toml = folder / "review.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + READERS, encoding="utf-8")
    for name, entry in (("first.ris", ONE), ("second.ris", OTHER)):
        (folder / "data" / "raw" / name).write_text(ris(entry), encoding="utf-8")
    with Workbench.open(folder) as workbench:
        workbench.pile.import_files()
        workbench.duplicates.merge()
        yield workbench


def told(review, capsys, *options):
    """Return what `review dedupe` prints with these options: stdout, stderr and the exit code."""
    capsys.readouterr()
    code = main(["dedupe", *options, "--project", str(review.project.folder)])
    said = capsys.readouterr()
    return said.out, said.err, code


def test_both_records_of_a_merge_are_shown_whole(review, capsys):
    """Every field a person judges by is there, both values of one that differs, in text and in JSON."""
    a, b = review.pile.records().record_id
    review.duplicates.judge(a, b, "same", reader="bengt")
    out, _, code = told(review, capsys, "--list")
    assert code == 0
    for value in (
        *(a, b, "Annals of Invented Surgery", "2019", "2021", "12", "14", "101", "7-9", "10.5555/feed.2"),
        *("first.ris", "second.ris", "Berg, Anna", "person"),
    ):
        assert value in out
    (pair,) = json.loads(told(review, capsys, "--list", "--json")[0])
    assert {"year", "volume", "pages", "doi", "authors"} <= set(pair["differs"])
    assert not {"title", "journal", "issue", "source_file", "first_line", "record_id"} & set(pair["differs"])
    sides = {side["record_id"]: side for side in (pair["a"], pair["b"])}
    assert sides[b]["doi"] == "10.5555/feed.2"
    assert (sides[a]["year"], sides[a]["first_line"], len(sides[a]["abstract"]) > 800) == (2019, 1, True)


def test_pairs_to_judge_are_shown_whole_and_how_to_answer(tmp_path, capsys):
    """What no rule is sure of is shown the same way; after the verdict nothing is left to ask."""
    folder = tmp_path / "asked"
    create(folder, title="Asked", language="en")
    alike = {"TI": "Stopping ward tests", "AU": "Lind, C", "PY": "2019"}
    text = ris(alike) + ris(alike | {"PY": "2020", "JO": "J Ward"})
    (folder / "data" / "raw" / "a.ris").write_text(text, encoding="utf-8")
    with Workbench.open(folder) as review:
        review.pile.import_files()
        review.duplicates.merge()
        out, err, _ = told(review, capsys, "--ask")
        assert "* year" in out
        assert "J Ward" in out
        assert "--same RECORD RECORD" in err
        (pair,) = json.loads(told(review, capsys, "--ask", "--json")[0])
        assert (pair["a"]["year"], pair["b"]["journal"], pair["differs"]) == (2019, "J Ward", ["year"])
        told(review, capsys, "--different", pair["record_a"], pair["record_b"], "--reader", "reader1")
        assert told(review, capsys, "--ask")[0].strip() == "nothing"
        told(review, capsys, "--undo", pair["record_b"], pair["record_a"], "--reader", "reader1")
        assert len(json.loads(told(review, capsys, "--ask", "--json")[0])) == 1


def test_a_verdict_is_undone_by_who_gave_it_or_an_adjudicator(review):
    """A row takes it back, nothing is deleted; what was said before counts again."""
    a, b = review.pile.records().record_id
    review.duplicates.judge(a, b, "different", reader="reader1")
    review.duplicates.judge(a, b, "same", reader="bengt")
    assert len(review.pile.references()) == 1
    with pytest.raises(UsageError, match="bengt judged .*; ask bengt or an adjudicator"):
        review.duplicates.undo(a, b, reader="reader1")
    with pytest.raises(UsageError, match="gast is an observer and may not judge duplicates"):
        review.duplicates.undo(a, b, reader="gast")
    assert len(review.duplicates.undo(b, a, reader="bengt")) == 1
    assert (len(review.pile.references()), len(review.store.history("verdicts"))) == (2, 2)
    assert list(review.store.current("verdicts").verdict) == ["different"]
    review.duplicates.undo(a, b, reader="karin")
    with pytest.raises(UsageError, match="nobody has judged"):
        review.duplicates.undo(a, b, reader="karin")
    assert review.store.verify().ok.all()


def test_undo_on_the_command_line(review, capsys):
    """`--undo` says what moved, and refuses what nobody judged with exit 2."""
    a, b = review.pile.records().record_id
    told(review, capsys, "--same", a, b, "--reader", "bengt")
    out, _, code = told(review, capsys, "--undo", a, b, "--reader", "bengt", "--json")
    assert (code, json.loads(out)["references"], json.loads(out)["moved_now"]) == (0, 2, 1)
    _, err, code = told(review, capsys, "--undo", a, b, "--reader", "bengt")
    assert code == 2
    assert "nobody has judged" in err


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Knee pain.", "KNEE PAIN", True, id="signs-and-capitals"),
        pytest.param("", "Knee pain", True, id="one-says-nothing"),
        pytest.param(pd.NA, 2019, True, id="no-year"),
        pytest.param(2019, 2020, False, id="years"),
        pytest.param("101-110", "101-10", False, id="pages"),
        pytest.param("+", "-", False, id="signs-alone"),
        pytest.param("膝の痛み", "腰の痛み", False, id="other-script"),
    ],
)
def test_what_counts_as_different(one, other, same):
    """Only what both say and what is another text is marked."""
    assert alike(one, other) is same


def test_a_long_text_is_cut_with_how_much_is_missing():
    """A terminal shows the beginning of an abstract and says how long it goes on."""
    records = pd.DataFrame({"record_id": ["r1", "r2"], "abstract": ["x" * 400, ""]})
    (pair,) = whole_pairs(pd.DataFrame([["r1", "r2"]], columns=["record_a", "record_b"]), records)
    assert "… (100 more characters)" in "\n".join(lines_of_pair(pair, "r1 and r2"))
