"""The first page: what was found, where to begin, and what is not known yet."""

import pandas as pd
import pytest

from report_material import decisions, empty_snapshot, project, snapshot
from review.report import Report, render
from review.report.chapters.answers import N_NAMED, because

BOOK = pd.DataFrame(
    [
        [one, code, "", name, name, "", "", ""]
        for one, code, name in (
            ("determinants", "time", "Tid saknas"),
            ("determinants", "habit", "Gamla vanor"),
            ("strategies", "order", "MR-remiss med förval"),
        )
    ],
    columns=[
        "codebook", "code", "parent", "name_sv", "name_en", "definition_sv", "definition_en", "source",
    ],
)  # fmt: skip


def coded(*rows):
    """Return the small review with codes: reference, codebook, code, direction, reader."""
    columns = ["reference_id", "codebook", "code", "direction", "reader"]
    return snapshot(codes=pd.DataFrame(list(rows), columns=columns).assign(note=""), codebooks=BOOK)


def first_page(one, language="sv"):
    """Return the text of the first chapter, and its report."""
    report = Report(one, language)
    return report.show("findings").html, report


def test_where_to_begin_is_counted_from_the_standings():
    """Strong support counts what the table of standings says; those that press are named, with links."""
    html, report = first_page(snapshot())
    frame = report.tables["t-standing"].frame
    assert report.numbers["strong"].value == (frame["Starkt stöd"] == "ja").sum()
    named = html.split("Vård att börja med")[1].split("</ul>")[0].count('href="#recommendation-')
    assert named == min(report.numbers["pressing"].value, N_NAMED)


def test_factors_and_strategies_say_in_how_many_studies():
    """The commonest first, each with its number, as the tables of that chapter count them."""
    included = list(snapshot().included().reference_id)
    html, report = first_page(
        coded(
            (included[0], "determinants", "time", "hinders", "anna"),
            (included[1], "determinants", "time", "hinders", "anna"),
            (included[1], "determinants", "habit", "hinders", "anna"),
            (included[0], "strategies", "order", "helps", "anna"),
            (included[1], "strategies", "order", "no_effect", "anna"),
        )
    )
    text = html.replace("</a>", "").replace("\n", "")
    assert text.index("tid saknas") < text.index("gamla vanor")
    assert "MR-remiss med förval" in text
    assert report.numbers["code.determinants.time.hinders"].value == 2
    tried = report.numbers["code.strategies.order.helps"]
    assert (tried.value, tried.denominator) == (1, 2)
    assert "Oftast hjälper" not in text


def test_readers_who_disagree_on_a_direction_make_it_mixed():
    """One study counts once, and not on both sides."""
    included = list(snapshot().included().reference_id)
    rows = [
        (included[0], "strategies", "order", way, who) for way, who in (("helps", "a"), ("no_effect", "b"))
    ]
    _, report = first_page(coded(*rows))
    assert report.numbers["code.strategies.order"].value == 1
    assert report.numbers["code.strategies.order.helps"].value == 0
    assert report.numbers["strategy_helped"].value == 0


SAID = [
    pytest.param(
        lambda: snapshot(made=decisions(16).head(6)), "Granskningen är inte avslutad", id="half-read"
    ),
    pytest.param(lambda: snapshot(tied=()), "inte knutna till registrets rekommendationer än", id="no-links"),
    pytest.param(lambda: snapshot(costed=()), "ännu inga hälsoekonomiska utvärderingar", id="no-economics"),
    pytest.param(lambda: snapshot(), "Ingen inkluderad studie är kodad än", id="no-codes"),
    pytest.param(empty_snapshot, "ännu inga inkluderade studier", id="empty"),
]


@pytest.mark.parametrize(("made", "sentence"), SAID)
def test_what_is_not_there_is_said_on_the_first_page(made, sentence):
    """A reader of one page is told what the review lacks, in words, and no share stands without its whole."""
    html, _ = first_page(made())
    assert sentence in html
    assert "(0 av 0)" not in html


def test_screening_that_goes_on_is_said_before_any_number():
    """The first words under the title, with how many of how many."""
    html, report = first_page(snapshot(made=decisions(16).head(6)))
    assert html.index("Granskningen är inte avslutad") < html.index('class="cards"')
    assert report.numbers["unfinished"].text("sv", "of") in html


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_printed_page_of_a_sample_says_that_it_is_invented(language):
    """The sentence stands in the margin of each page; in a real review nothing stands there."""
    page = render(snapshot(project=project(invented=True)), language=language, chapters=["limits"])
    sentence = {"sv": "studierna är påhittade", "en": "the studies are invented"}[language]
    assert sentence in page.split("@page { @top-right")[1].split("}")[0]
    assert "@page { @top-right" not in render(snapshot(project=project(invented=False)), chapters=["limits"])


def test_low_adherence_is_named_only_where_somebody_measured_it():
    """Harm alone is harm alone; what nobody knows is said to be unknown."""
    unknown = {"harm": "yes", "low_adherence": "unknown"}
    assert because([unknown]) == "harm"
    assert because([unknown | {"low_adherence": "yes", "harm": "no"}]) == "low"
    assert because([unknown, unknown | {"low_adherence": "yes"}]) == "either"
