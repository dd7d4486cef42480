"""Pairs of records: found through shared keys, judged, and explained."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.duplicates import explain_pair, find_pairs
from review.duplicates.blocking import WINDOW, candidate_pairs
from review.duplicates.pairs import BETWEEN, PAIR_COLUMNS
from review.duplicates.titles import compared_title
from review.duplicates.traits import traits
from review.duplicates.wording import difference
from review.records import Record, to_frame

TITLE = "Routine imaging for uncomplicated low back pain in primary care"
PREPRINT = {"title": TITLE, "author": "Berg, A", "journal": "medRxiv", "doi": "10.1101/1", "year": "2019"}
ARTICLE = {"title": TITLE, "author": "Berg, A", "journal": "Knee", "doi": "10.5555/1", "year": "2019"}
TITLE_ALONE = {"title": TITLE}


def frame_of(*records):
    """Return records as a frame with ids r1, r2 …"""
    rows = [{"record_id": f"r{number}", **record} for number, record in enumerate(records, start=1)]
    return pd.DataFrame(rows).fillna("")


def test_pairs_have_their_columns_and_types():
    """The frame of pairs is the same whether it has rows or none."""
    some = find_pairs(frame_of(ARTICLE, ARTICLE))
    none = find_pairs(frame_of(ARTICLE, {"title": "Something else about knees"}))
    assert tuple(some.columns) == tuple(none.columns) == PAIR_COLUMNS
    assert some.dtypes.tolist() == none.dtypes.tolist()
    assert (len(some), len(none)) == (1, 0)


@pytest.mark.parametrize("n", [0, 1], ids=["no-record", "one-record"])
def test_too_few_records_make_no_pair(n):
    """Nothing and one record are no reason to fail."""
    assert find_pairs(to_frame([Record(f"r{number}", title=TITLE) for number in range(n)])).empty


def test_records_without_anything_make_no_pair():
    """Blank records are not alike because they are blank."""
    assert find_pairs(to_frame([Record("r1"), Record("r2"), Record("r3")])).empty


def test_the_likest_pairs_come_first():
    """The score falls from row to row and lies between 0 and 1."""
    scores = find_pairs(frame_of(ARTICLE, ARTICLE, TITLE_ALONE, PREPRINT))["score"]
    assert scores.is_monotonic_decreasing
    assert scores.between(0, 1).all()


def test_a_record_between_two_that_differ_is_a_question():
    """A title alone joins the preprint or its article, never both; the other pair is asked."""
    pairs = find_pairs(frame_of(ARTICLE, PREPRINT, TITLE_ALONE))
    verdicts = {(a, b): (verdict, rule) for a, b, verdict, rule in pairs.iloc[:, :4].to_numpy()}
    assert verdicts[("r1", "r2")] == ("version", "preprint-and-article")
    assert sorted([verdicts[("r1", "r3")], verdicts[("r2", "r3")]]) == [
        ("ask", BETWEEN),
        ("same", "title-only"),
    ]


def test_a_title_alone_does_not_choose_between_two():
    """Where one export has a title twice, a record with nothing but the title is a question."""
    title = "Routine imaging for uncomplicated low back pain in primary care"
    rows = [("a", title, "Berg, A", "BMJ", "12", "PubMed"), ("b", title, "Berg, A", "BMJ", "30", "PubMed")]
    rows.append(("c", title, "", "", "", "Embase"))
    columns = ["record_id", "title", "authors", "journal", "volume", "source"]
    frame = pd.DataFrame(rows, columns=columns)
    asked = find_pairs(frame).set_index(["record_a", "record_b"]).verdict
    assert asked[("a", "c")] == asked[("b", "c")] == "ask"
    assert find_pairs(frame.iloc[[0, 2]]).verdict.tolist() == ["same"]


def test_a_title_of_every_year_is_a_column():
    """Records that share only a title which comes back year after year are not merged."""
    column = [
        {"title": "Remarks from the members of the society", "journal": "Knee", "year": year}
        for year in "123"
    ]
    for record in column:
        record["year"] = f"201{record['year']}"
    pairs = find_pairs(frame_of(*column, {**column[0]}))
    assert "same" not in set(pairs["verdict"])


def test_large_blocks_stay_linear():
    """A title that hundreds bear leads to comparisons with neighbours only."""
    records = [Record(f"r{number}", title="Editorial", year=2000 + number % 20) for number in range(400)]
    first, second = candidate_pairs(traits(to_frame(records)))
    assert len(first) <= 3 * WINDOW * len(records)
    assert (first < second).all()


def test_find_pairs_leaves_its_input_alone():
    """A pure function: the frame that came in goes out as it was."""
    records = frame_of(ARTICLE, PREPRINT)
    before = records.copy(deep=True)
    find_pairs(records)
    pd.testing.assert_frame_equal(records, before)


def test_order_of_records_does_not_change_what_is_found():
    """Shuffled rows give the same pairs with the same verdicts."""
    records = frame_of(ARTICLE, PREPRINT, {**ARTICLE, "doi": ""}, {"title": "Something else about knees"})
    turned = records.iloc[::-1].reset_index(drop=True)
    assert _as_set(find_pairs(records)) == _as_set(find_pairs(turned))


def _as_set(pairs):
    return {(frozenset((a, b)), verdict) for a, b, verdict in pairs.iloc[:, :3].to_numpy()}


WORDS = st.sampled_from(
    ["knee", "pain", "in", "primary", "care", "low", "value", "tests", "αβ", "膝", "2", "ii", ""]
)
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)
RECORDS = st.fixed_dictionaries(
    {
        "title": TEXTS,
        "author": TEXTS,
        "journal": TEXTS,
        "year": st.sampled_from(["", "2019", "2020", "n.d."]),
        "volume": st.sampled_from(["", "1", "2019", "Suppl"]),
        "pages": st.sampled_from(["", "1-9", "12-9", "e12", "3-Feb", "S1, 4", "-", "+"]),
        "doi": st.sampled_from(["", "10.5555/1", "10.5555/12", "none"]),
        "abstract": st.sampled_from(["", "knee pain " * 20, "x" * 150]),
    }
)


@settings(max_examples=40, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=6))
def test_any_records_can_be_compared(records):
    """Whatever stands in the fields, there is a verdict, and each pair comes once and never with itself."""
    pairs = find_pairs(frame_of(*records))
    assert set(pairs["verdict"]) <= {"same", "ask", "version"}
    assert (pairs["record_a"] != pairs["record_b"]).all()
    assert not pairs.duplicated(["record_a", "record_b"]).any()


def test_explained_pair_says_what_is_alike_and_what_differs():
    """Each field is put side by side with a word for how alike it is."""
    explained = explain_pair({**ARTICLE, "pages": "12-9"}, {**ARTICLE, "doi": "10.5555/2", "pages": "12-19"})
    says = dict(zip(explained["field"], explained["says"], strict=True))
    assert says["title"] == says["pages"] == "same"
    assert (says["doi"], says["abstract"]) == ("differs", "unknown")
    assert explained.loc[explained["field"] == "pages", ["a", "b"]].to_numpy().tolist() == [["12-9", "12-19"]]


DIFFERENCES = [
    pytest.param("Tests in children", "Tests in a children", "spelt", id="small-word"),
    pytest.param("Non-randomised trial", "Nonrandomized trial", "spelt", id="hyphen-and-spelling"),
    pytest.param("Tests in wards", "Tests in surgical wards", "added", id="one-word-more"),
    pytest.param("Tests in men", "Tests in women", "other", id="another-word"),
    pytest.param("Tests in hypotension", "Tests in hypertension", "other", id="opposite"),
    pytest.param("Symptomatic stones", "Asymptomatic stones", "other", id="negation"),
]


@pytest.mark.parametrize(("one", "two", "expected"), DIFFERENCES)
def test_titles_differ_in_spelling_or_in_what_they_say(one, two, expected):
    """A slip of the pen is told from another word."""
    assert difference(compared_title(one).split(), compared_title(two).split()) == expected
