"""What the rows of the register rest on: a line each, fixed words, no claim where nothing was read."""

import re
from datetime import date

import pytest

from review.formats import read_table
from review.project import shipped

REFERENCES = shipped("references")
COLUMNS = [
    "recommendation_id",
    "site",
    "kind",
    "address",
    "rechecked",
    "rechecked_on",
    "what_was_seen",
    "agrees",
    "fault",
    "confidence_should_be",
    "note",
]
WORDS = {
    "kind": {"primary", "retold", "commercial", "unknown"},
    "rechecked": {"yes", "no"},
    "agrees": {"yes", "partly", "no", "not seen"},
    "confidence_should_be": {"", "low", "medium", "high"},
}
LEVELS = ["low", "medium", "high"]


@pytest.fixture(scope="module")
def register():
    """Return the register as it is kept, every cell as text."""
    return read_table(REFERENCES / "recommendations.csv")


@pytest.fixture(scope="module")
def sources():
    """Return the sources of its rows, every cell as text."""
    return read_table(REFERENCES / "register_sources.csv")


def test_each_row_of_the_register_has_its_line(register, sources):
    """One line a recommendation, in the register's order, with the columns that are described."""
    assert list(sources) == COLUMNS
    assert list(sources.recommendation_id) == list(register.recommendation_id)


@pytest.mark.parametrize("column", WORDS)
def test_the_words_are_of_the_fixed_lists(sources, column):
    """Nothing but the words that are described stands in a column of words."""
    assert set(sources[column]) <= WORDS[column]


@pytest.mark.parametrize("column", ["site", "address"])
def test_every_line_says_where(sources, column):
    """The site has a name, and the address is one that can be opened: no words mixed in."""
    assert sources[column].str.strip().ne("").all()
    assert column == "site" or sources[column].str.fullmatch(r"https?://\S+").all()


def test_what_was_not_read_makes_no_claim(sources):
    """A row that was not rechecked has no kind, no date, nothing seen, no fault and no judgement."""
    unread = sources[sources.rechecked == "no"]
    assert set(unread.agrees) <= {"not seen"}
    assert set(unread.kind) <= {"unknown"}
    assert unread[["rechecked_on", "what_was_seen", "fault", "confidence_should_be"]].eq("").all(axis=None)


def test_what_was_read_says_what_and_when(sources):
    """A row that was rechecked has a day, what was seen and whether it agrees."""
    read = sources[sources.rechecked == "yes"]
    assert read.rechecked_on.map(date.fromisoformat).notna().all()
    assert read.what_was_seen.str.strip().ne("").all()
    assert "not seen" not in set(read.agrees)


def test_what_does_not_agree_names_a_column_or_what_was_not_reached(sources):
    """A row that agrees in part or not at all says why: a fault, or that the reading ended before."""
    short = sources[sources.agrees.isin(["partly", "no"])]
    assert (short.fault.ne("") | short.note.str.contains("not reached")).all()


def test_a_fault_names_the_column_of_the_register(register, sources):
    """Every fault is `column: what the page says`; condition and intervention stand for both languages."""
    named = {fault.partition(": ")[0] for cell in sources.fault if cell for fault in cell.split("; ")}
    assert named <= {*register, "condition", "intervention"}


def test_a_line_speaks_of_the_address_the_register_has(register, sources):
    """Whose page it is was said of this page and no other."""
    assert list(sources.address) == list(register.source_url)


def test_confidence_is_only_lowered(register, sources):
    """A proposal is below the register's own word: this table never makes a row surer than it was."""
    told = sources[sources.confidence_should_be != ""]
    kept = register.loc[told.index, "confidence"]
    assert (told.confidence_should_be.map(LEVELS.index) < kept.map(LEVELS.index)).all()


def test_only_what_the_senders_own_page_says_supports_a_row_well(register, sources):
    """With the proposals taken over, *high* needs the sender's own page and that it agrees."""
    word = sources.confidence_should_be.where(sources.confidence_should_be != "", register.confidence)
    well = sources[(sources.rechecked == "yes") & (word == "high")]
    assert set(zip(well.kind, well.agrees, strict=True)) == {("primary", "yes")}


@pytest.mark.parametrize("column", ["kind", "agrees"])
def test_the_page_counts_what_the_table_holds(sources, column):
    """The counts on the page that explains the table are those of the table."""
    text = (REFERENCES / "register_sources.md").read_text(encoding="utf-8")
    printed = dict(re.findall(r"^\| `([\w ]+)` \|.*\| (\d+) \|$", text, re.MULTILINE))
    counted = {word: int((sources[column] == word).sum()) for word in WORDS[column]}
    assert {word: int(printed[word]) for word in WORDS[column]} == counted
