"""Overlap: the same measure in other words, proposed with reasons; precision and recall on labelled pairs."""

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from review.overlap import GROUP_COLUMNS, PAIR_COLUMNS, find, groups
from review.project import shipped
from review.register import load_recommendations

LABELS = Path(__file__).parent / "data" / "overlap_pairs.csv"


@pytest.fixture(scope="module")
def register():
    """Return the shipped register."""
    return load_recommendations(shipped("references", "recommendations.csv"))


@pytest.fixture(scope="module")
def labels():
    """Return pairs of the register, each labelled by hand."""
    return pd.read_csv(LABELS, dtype="str", keep_default_na=False)


def without(register, language):
    """Return the register without the texts of one language."""
    return register.assign(**{f"{name}_{language}": "" for name in ("intervention", "condition")})


def pairs(frame, a="recommendation_a", b="recommendation_b"):
    """Return the pairs of a frame without order."""
    return {frozenset(pair) for pair in zip(frame[a], frame[b], strict=True)}


def measured(found, labels):
    """Return precision and recall; pairs labelled open count for neither, unlabelled ones are different."""
    yes, open_ = (pairs(labels[labels.same == label]) for label in ("yes", "open"))
    proposed = found - open_
    return len(proposed & yes) / len(proposed), len(proposed & yes) / len(yes)


@pytest.mark.parametrize("left_out", ["", "en", "sv"], ids=["both", "swedish", "english"])
def test_most_overlaps_are_found_and_most_proposals_are_overlaps(register, labels, left_out):
    """With the texts of both languages, and with those of one."""
    texts = without(register, left_out) if left_out else register
    precision, recall = measured(pairs(find(texts)), labels)
    assert precision >= 0.9
    assert recall >= 0.9


def test_overlaps_are_found_between_languages(register, labels):
    """One list in Swedish, the other in English."""
    sides = [
        frame.assign(recommendation_id=frame.recommendation_id + name)
        for name, frame in ((".sv", without(register, "en")), (".en", without(register, "sv")))
    ]
    found = find(pd.concat(sides, ignore_index=True))
    found = zip(found.recommendation_a, found.recommendation_b, strict=True)
    split = [(a.split("."), b.split(".")) for a, b in found]
    across = {frozenset((a[0], b[0])) for a, b in split if a[1] != b[1] and a[0] != b[0]}
    precision, recall = measured(across, labels)
    assert precision >= 0.9
    assert recall >= 0.9


def test_the_labels_are_of_real_rows_each_pair_once(register, labels):
    """The set can be trusted as a measure: enough of both kinds, hard ones among those that differ."""
    assert set(labels.recommendation_a) | set(labels.recommendation_b) <= set(register.recommendation_id)
    assert len(pairs(labels)) == len(labels)
    assert (labels.same == "yes").sum() >= 20
    assert (labels.same == "no").sum() >= 60
    assert (labels.why != "").all()


def rows(*said):
    """Return recommendations from (measure, condition) in Swedish."""
    return pd.DataFrame(
        [(f"R{n}", measure, condition, "", "") for n, (measure, condition) in enumerate(said)],
        columns=["recommendation_id", "intervention_sv", "condition_sv", "intervention_en", "condition_en"],
    )


DIFFERENT = [
    pytest.param(("Antibiotika", "Sinuit"), ("Antibiotika", "Öroninflammation"), id="other-disease"),
    pytest.param(("Glukosamin", "Knäartros"), ("Akupunktur", "Knäartros"), id="other-measure"),
    pytest.param(("Screening", "Män"), ("Screening", "Kvinnor"), id="other-people"),
    pytest.param(("Triptaner", "Migrän utan feber"), ("Triptaner", "Kolik utan feber"), id="what-is-absent"),
    pytest.param(("Alvedon i stället för opioider", "Artros"), ("Opioider", "Artros"), id="what-it-replaces"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_measures_are_not_proposed(one, other):
    """Sharing only the measure, or only the condition, is no overlap."""
    assert find(rows(one, other)).empty


def test_a_proposal_says_what_both_say_and_what_only_one_says():
    """A person can judge it without looking the rows up."""
    both = rows(("Artroskopisk kirurgi", "Knäartros"), ("Titthålsoperation", "Gonartros hos äldre"))
    row = find(both).iloc[0]
    assert "artroskopisk kirurgi = titthålsoperation" in row.reasons
    assert "knäartros = gonartros" in row.reasons
    assert row.differs == "äldre"


def test_the_order_of_rows_does_not_matter(register):
    """The same pairs with the same scores, whichever list comes first."""
    there = find(register).set_index(["recommendation_a", "recommendation_b"]).score
    back = find(register.iloc[::-1].reset_index(drop=True))
    assert len(back) == len(there)
    for row in back.itertuples():
        a, b = sorted((row.recommendation_a, row.recommendation_b))
        assert there[a, b] == pytest.approx(row.score)


def test_groups_hold_pairs_and_nothing_is_merged(register):
    """Each recommendation is in one group at most; the register is as it was."""
    before = register.copy()
    found = find(register)
    made = groups(found)
    assert list(made.columns) == list(GROUP_COLUMNS)
    assert made.recommendation_id.is_unique
    assert made.group.value_counts().min() >= 2
    pd.testing.assert_frame_equal(register, before)


def test_the_knee_and_the_back_each_make_one_group(register):
    """Three lists say the same of the knee, four of the back."""
    made = groups(find(register))
    held = {frozenset(names) for _, names in made.groupby("group").recommendation_id}
    assert frozenset({"IG14", "OL04", "OL28"}) in held
    assert frozenset({"OL14", "OL23", "OL33", "OL50"}) in held


def test_groups_do_not_grow_by_chains():
    """Of a chain A–B–C–D, where neighbours alone are alike, no group holds all."""
    chain = [("A", "B", 0.9), ("B", "C", 0.8), ("C", "D", 0.7)]
    frame = pd.DataFrame(chain, columns=["recommendation_a", "recommendation_b", "score"])
    made = groups(frame.assign(reasons="", differs=""))
    assert made.groupby("group").size().max() < 4


def test_whoever_is_paired_with_all_is_in_one_group():
    """A group may be large."""
    frame = pd.DataFrame(combinations("ABCDE", 2), columns=["recommendation_a", "recommendation_b"])
    made = groups(frame.assign(score=0.9, reasons="", differs=""))
    assert list(made.recommendation_id) == list("ABCDE")
    assert set(made.group) == {1}


def test_without_limits_whatever_shares_measure_and_condition_is_compared(register):
    """Limits of 0 give every pair that shares something of both, each with its reasons."""
    found = find(register, least=0, each=0)
    assert len(found) > len(find(register))
    assert (found.score > 0).all()
    assert (found.reasons != "").mean() > 0.9


def test_an_empty_register_has_no_overlaps():
    """Nothing to compare is no error."""
    assert list(find(rows()).columns) == list(PAIR_COLUMNS)
    assert groups(find(rows())).empty
