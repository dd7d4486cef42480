"""Labels of flags: true, false or missing, and where a no comes from."""

import itertools

import pandas as pd
import pytest

from review.agreement import outcomes
from review.cli import main
from review.errors import ProjectError, UsageError
from review.evidence import FLAGS
from review.flags import (
    JUDGED,
    FlagClassifier,
    evaluate_probabilities,
    labelled,
    precision_recall,
    reliability,
)
from review.project import Project, create
from review.project.settings import JUDGED as IN_SETTINGS
from review.vocabulary import say
from review.workbench import Workbench

FLAG, OTHER = FLAGS


def decided(rows, **how):
    """Return the outcomes of decisions given as (reference, reader, decision, flag)."""
    frame = pd.DataFrame(rows, columns=["reference_id", "reader", "decision", FLAG])
    frame = frame.assign(stage="title_abstract", reason="", at="2026-01-01", **{OTHER: None})
    return outcomes(frame, stage="title_abstract", **{"readers_per_reference": 2} | how)


PAIRS = [
    (first, second, True if True in (first, second) else False if False in (first, second) else None)
    for first, second in itertools.product((True, False, None), repeat=2)
]


@pytest.mark.parametrize(("first", "second", "both"), PAIRS)
def test_two_readers_and_what_they_leave_unsaid(first, second, both):
    """One yes is a yes, one no without a yes is a no, and nothing said is nothing said."""
    found = decided([("r", "a", "include", first), ("r", "b", "include", second)])
    assert found[FLAG][0] is both
    assert found[OTHER][0] is None


@pytest.mark.parametrize(("said", "expected"), [(True, True), (False, False), (None, True)])
def test_an_adjudicator_overrules_only_what_they_say(said, expected):
    """Left unsaid, the flag stays with the readers."""
    rows = [("r", "a", "include", True), ("r", "b", "exclude", None), ("r", "k", "include", said)]
    assert decided(rows, adjudicators=["k"])[FLAG][0] is expected


def test_what_waits_for_its_second_reader_is_told_to_nobody():
    """Neither a yes nor a no of the first."""
    for said in (True, False):
        assert decided([("r", "a", "include", said)])[FLAG][0] is None


def test_one_flag_set_makes_no_other_reference_a_negative():
    """The kind of fault: a single yes among a hundred references is one label, not a hundred."""
    rows = [(f"r{n}", reader, "include", True if n == 0 else None) for n in range(100) for reader in "ab"]
    labels = labelled(decided(rows))
    assert labels[FLAG].notna().sum() == 1
    assert labels[OTHER].isna().all()


STATED = [("as_said", [True, False, None, None]), ("on_included", [True, False, False, None]),
          ("on_all", [True, False, False, False])]  # fmt: skip


@pytest.mark.parametrize(("judged", "expected"), STATED)
def test_a_no_comes_from_where_the_team_says(judged, expected):
    """What was said stays; what was not is a no only where the statement reaches."""
    rows = [
        ("r1", "include", True),
        ("r2", "exclude", False),
        ("r3", "unsure", None),
        ("r4", "exclude", None),
    ]
    found = decided([(name, reader, said, flag) for name, said, flag in rows for reader in "ab"])
    labels = labelled(found, judged)
    assert [None if pd.isna(value) else value for value in labels[FLAG]] == expected


def test_open_references_have_no_label():
    """Conflicts and those that wait are in no statement."""
    rows = [("r1", "a", "include", True), ("r2", "a", "include", None), ("r2", "b", "exclude", None)]
    assert labelled(decided(rows), "on_all").empty


def test_the_full_text_counts_before_the_abstract():
    """A flag said later stands; one left unsaid later stays what it was."""
    early = decided([(name, reader, "include", True) for name in ("r1", "r2") for reader in "ab"])
    late = decided([("r1", reader, "include", False) for reader in "ab"])
    assert labelled(early, full_text=late)[FLAG].tolist() == [False, True]


def test_every_measure_says_where_a_no_comes_from():
    """Quality, curve and reliability bear the statement in every row."""
    found = pd.DataFrame({"flag": FLAG, "label": [True, False] * 4, "probability": [0.8, 0.3] * 4})
    for measure in (evaluate_probabilities, precision_recall, reliability):
        assert set(measure(found).judged) == {"as_said"}
        assert set(measure(found, judged="on_all").judged) == {"on_all"}


def test_a_classifier_without_a_no_says_that_it_stays_with_the_prior():
    """And gives the probabilities it gave before any label."""
    texts = ["Deprescribing in nursing homes", "Hip fracture", "Stroke", "Overuse of imaging"]
    model = FlagClassifier(terms={FLAG: ["deprescribing"]})
    before = model.fit(texts).predict_proba(texts)[FLAG].tolist()
    labels = pd.DataFrame({FLAG: pd.array([True, None, None, True], dtype="boolean"), OTHER: None})
    model.fit(texts, labels)
    assert model.predict_proba(texts)[FLAG].tolist() == before
    assert model.stays_[FLAG].startswith("2 yes and 0 no: without a no the probabilities stay")
    assert model.stays_[OTHER].startswith("0 yes and 0 no: without a yes and a no")
    labels[FLAG] = pd.array([True, False, None, True], dtype="boolean")
    assert model.fit(texts, labels).stays_[FLAG] == ""


def review(folder, flags):
    """Return the project of a review.toml with some lines under [flags]."""
    (folder / "review.toml").write_text(f'[review]\ntitle = "T"\n[flags]\n{flags}\n', encoding="utf-8")
    return Project.open(folder)


def test_review_toml_states_it(tmp_path):
    """One of three words, as said where none is given, and thresholds are not mixed up with it."""
    assert review(tmp_path, "").judged == "as_said"
    for judged in JUDGED:
        project = review(tmp_path, f'judged = "{judged}"\nlow_value_care = 0.4')
        assert project.judged == judged
        assert project.thresholds == {"low_value_care": 0.4, "de_implementation": 0.5}
    for wrong in ('"all"', "true", "[]", '""'):
        with pytest.raises(ProjectError, match="judged must be one"):
            review(tmp_path, f"judged = {wrong}")
    assert tuple(JUDGED) == IN_SETTINGS
    with pytest.raises(UsageError, match="judged must be one of"):
        labelled(decided([("r", "a", "include", True)]), "all")


ENTRY = "TY  - JOUR\nTI  - {}\nAU  - Berg, A\nPY  - 2020\nDO  - 10.5555/{}\nER  -\n"
SAID = [True] * 7 + [False] * 7 + [None] * 4
"""What is said of the flag on each reference, the first half on the card, the rest in a list."""


@pytest.fixture
def taught_review(tmp_path):
    """Return a review of which one reader has said of each reference what `SAID` says."""
    folder = tmp_path / "flags"
    create(folder, title="Flags", language="en")
    titles = [
        f"{'Overuse of imaging' if said else 'Hip fracture'} in place {n}" for n, said in enumerate(SAID)
    ]
    (folder / "data" / "raw" / "a.ris").write_text("".join(ENTRY.format(t, n) for n, t in enumerate(titles)))
    with Workbench.open(folder) as workbench:
        workbench.pile.import_files()
        workbench.duplicates.merge()
        expected = dict(zip(titles, SAID, strict=True))
        references = workbench.pile.references().set_index("reference_id").title
        card, listed = workbench.cards.screen("reader1"), len(SAID) // 2
        for _ in range(listed):
            said = expected[references[card.shown["key"].split()[0]]]
            card._handle_custom_msg({"do": "include", "key": card.shown["key"], FLAG: said}, [])
            assert not card.shown["failed"], card.shown["status"]
        rest = references[~references.index.isin(workbench.decisions.current().reference_id)]
        words = {True: "yes", False: "no", None: ""}
        lines = [f"{key},include,{words[expected[title]]}" for key, title in rest.items()]
        path = folder / "list.csv"
        path.write_text("\n".join([f"reference_id,decision,{FLAG}", *lines]) + "\n", encoding="utf-8")
        workbench.screening.import_decisions(path, reader="reader1")
        yield workbench, references.map(expected)


def as_python(values):
    """Return a column with None where it is missing."""
    return [None if pd.isna(value) else bool(value) for value in values]


def test_a_flag_keeps_its_three_values_from_the_card_to_the_measures(taught_review):
    """Store, card, list, labels, training, measures and report: true, false and missing stay apart."""
    review, expected = taught_review
    stored = review.decisions.current().set_index("reference_id")[FLAG]
    labels = review.decisions.flags().set_index("reference_id")[FLAG]
    for column in (stored, labels):
        assert as_python(column[expected.index]) == list(expected)
    assert review.flags.model().n_labels_ == {FLAG: (7, 7), OTHER: (0, 0)}
    measured = review.flags.measures().set_index("flag")
    assert list(measured.index) == [FLAG]
    assert measured.loc[FLAG, ["n", "n_true", "judged"]].tolist() == [14, 7, "as_said"]
    told = review.flags.taught().set_index("flag")
    assert told.loc[FLAG, ["yes", "no", "stays"]].tolist() == [7, 7, ""]
    assert told.stays[OTHER].startswith("0 yes and 0 no: without a yes and a no")


STATEMENTS = [("as_said", 14), ("on_included", 18), ("on_all", 18)]


@pytest.mark.parametrize(("judged", "n"), STATEMENTS)
def test_the_statement_of_the_team_stands_beside_every_measure(taught_review, judged, n, capsys):
    """In the notebook's tables and figures, at the command line, and in the report."""
    review, _ = taught_review
    toml = review.project.folder / "review.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"as_said"', f'"{judged}"'), encoding="utf-8")
    with Workbench.open(review.project.folder) as again:
        assert again.flags.measures()[["n", "judged"]].values.tolist()[0] == [n, judged]
        for figure in (again.flags.curve(), again.flags.reliability()):
            assert say(f"judged.{judged}", "en") in figure.source
        assert (
            say(f"judged.{judged}", "en") in again.report.make("en", ["screening"]).sections["screening"].html
        )
    assert main(["flag", "--quality", "--project", str(review.project.folder)]) == 0
    assert capsys.readouterr().out.count(judged) >= 3
    assert main(["flag", "--project", str(review.project.folder)]) == 0
    stays = "de_implementation: 0 yes and 0 no: without a yes and a no the probabilities stay"
    assert (stays in capsys.readouterr().err) == (judged == "as_said")
