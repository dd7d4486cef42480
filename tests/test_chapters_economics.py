"""The chapter on health economics: kronor with their chain, the plane, and what is missing."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from report_material import EVALUATIONS, empty_snapshot, snapshot
from review.report import Report
from review.report.chapters.costed import amount

MORE = (
    *EVALUATIONS,
    {
        "reference_id": "r08",
        "cost_difference": 1240,
        "effect_difference": 0.005,
        "currency": "GBP",
        "price_year": 2015,
        "country": "GBR",
        "uncertainty": "cost difference 95% CI 340 to 2780",
        "recommendation_id": "OL01",
    },
    {
        "reference_id": "r08",
        "cost_difference": 500,
        "effect_difference": 2,
        "effect_unit": "fall avoided",
        "currency": "NOK",
        "price_year": 2019,
        "country": "NOR",
        "funding": "NR",
        "recommendation_id": "",
    },
    {
        "reference_id": "r09",
        "cost_difference": 300,
        "effect_difference": 0.01,
        "currency": "TRY",
        "price_year": 1995,
        "country": "DEU",
    },
)


def chapter(language="sv", **changes):
    """Return the chapter as HTML and as plain text."""
    html = str(
        Report(snapshot(**({"costed": MORE} | changes)), language, ["economics"]).sections["economics"].html
    )
    text = re.sub(r"<[^>]+>", " ", re.sub(r"<(style|title|desc)[^>]*>.*?</\1>", " ", html, flags=re.S))
    return html, re.sub(r"\s+", " ", text.replace("\u202f", " ").replace("\u00a0", " "))


@pytest.fixture(scope="module", params=["sv", "en"])
def both(request):
    """Return the chapter in each language."""
    return request.param, *chapter(request.param)


SWEDISH = chapter()


def test_every_amount_in_kronor_has_its_chain():
    """Both steps with numerator, denominator, factor, source and date; the rounding is said."""
    _, text = SWEDISH
    assert "−1 240 GBP 2015" in text
    assert "BNP-deflator GBR 2015 till 2024: 117,307 / 88,12054 = 1,33121 (World Bank WDI" in text
    assert "köpkraftsparitet 2024, GBP (GBR) till SEK: 8,490485 / 0,664153 = 12,7839 (World Bank" in text
    assert "−21 102" in text
    assert "Ingenting avrundas på vägen" in text
    assert "avrundade till hela en enda gång" in text


def test_the_exchange_rate_stands_beside_with_its_name():
    """It is an alternative and called one."""
    _, text = SWEDISH
    assert "med växelkurs i stället (kr, 2024)" in text
    assert "−22 295" in text


def test_what_cannot_be_converted_says_why(both):
    """No amount and no guess, but the missing factor."""
    language, _, text = both
    said = {
        "sv": "kan inte räknas om: inga prisnivåer finns i TRY",
        "en": "not convertible: no price levels in TRY",
    }
    assert said[language] in text


def test_norway_is_warned_of(both):
    """The deflator that follows the price of oil says so in its step."""
    language, _, text = both
    said = {
        "sv": "deflatorn följer priset på olja och gas",
        "en": "deflator follows the price of oil and gas",
    }
    assert said[language] in text


def test_an_interval_stands_below_its_number():
    """Turned to withdrawal and in kronor, with the same factor."""
    assert "−47 310 till −5 786" in SWEDISH[1]


def test_an_interval_has_the_decimals_of_its_number():
    """0.02 as the end of an interval from -0.018 is written 0.020, so that nobody reads it as less sure."""
    shown = str(amount(SimpleNamespace(language="sv"), 0.001, -0.018, 0.02, whole=False))
    assert "0,001" in shown
    assert "−0,018 till 0,020" in shown


def test_a_reading_is_said_to_be_of_point_estimates(both):
    """Where an interval reaches across zero the quarter is not certain."""
    language, _, text = both
    said = {"sv": "Fälten gäller punktskattningar", "en": "The fields are those of point estimates"}
    assert said[language] in text


def test_the_south_west_is_explained_in_words(both):
    """Both readings of the corner: what is lost there, and how a line is read."""
    language, _, text = both
    said = {"sv": ("planets sydvästra hörn", "läses de åt andra hållet än vanligt"),
            "en": ("the south-west corner of the plane", "they are read the other way round")}  # fmt: skip
    assert all(words in text for words in said[language])


def test_points_lead_to_their_rows(both):
    """One point per evaluation in QALYs and kronor, each a link to the row of its numbers."""
    _, html, _ = both
    figure = re.search(r'<figure id="f-scale".*?</svg>', html, re.S).group(0)
    assert 'role="group"' in figure
    linked = re.findall(r'<a href="#evaluation-(E\d+)"><text [^>]*>(E\d+)</text></a>', figure)
    assert len(linked) == 4
    assert all(one == other for one, other in linked)
    assert all(f'id="evaluation-{one}"' in html for one, _ in linked)


def test_thresholds_are_lines_with_their_amounts():
    """Where the Swedish classes begin."""
    assert "De streckade linjerna är 100 000, 500 000, 1 000 000 kronor per QALY" in SWEDISH[1]


def test_a_class_stands_last_and_never_alone():
    """In the row of a recommendation the two other principles come first."""
    table = re.search(r'<figure[^>]* id="t-priced".*?</figure>', SWEDISH[0], re.S).group(0)
    heads = re.findall(r"<th[^>]*>(.*?)</th>", table.replace("\u00ad", ""))
    principles = [
        "Människovärdesprincipen",
        "Behovs- och solidaritetsprincipen",
        "Kostnadseffektivitetsprincipen",
    ]
    assert heads[1:4] == principles
    said = (
        r"mycket hög \(E\d: 4\u202f220\u202f489\), i kronor i 2024 års priser; klassgränserna är obekräftade"
    )
    assert re.search(said, table)
    assert table.count("ej bedömt") == 2 * 2


def test_ratios_in_other_units_stay_out_of_the_scale():
    """Kronor per fall avoided are written, not drawn among kronor per QALY."""
    figure = re.search(r'<figure id="f-forest".*?</figure>', SWEDISH[0], re.S).group(0)
    assert "kr per fall avoided" in figure
    assert "Utan rekommendation i registret" in figure


def test_what_is_not_reported_is_told_from_what_nobody_read():
    """NR is printed with the field's name."""
    assert "inte redovisat: finansiering" in SWEDISH[1]
    assert SWEDISH[1].count("inte redovisat:") == 1


def test_what_is_missing_has_numbers_and_reasons(both):
    """59 of 83 without an assessment, three reasons of the interim report, the register beside them."""
    language, html, text = both
    assert all(f'id="{name}"' in html for name in ("f-lacking", "t-assessed"))
    reasons = {
        "sv": (
            "positiv evidens för negativa effekter",
            "underlaget är bristfälligt",
            "undergrupper som behöver",
        ),
        "en": ("positive evidence of negative effects", "the basis is weak", "subgroups that need"),
    }
    assert all(reason in text for reason in reasons[language])
    assert [row for row in (24, 9, 59) if re.search(rf">{row}</", html)] == [24, 9, 59]


def test_reasons_are_counted_where_studies_are_coded():
    """Codes of the codebook economics_missing stand behind their reason."""
    frame = snapshot(costed=MORE)
    codes = pd.DataFrame(
        {
            "reference_id": ["r00", "r02"],
            "codebook": "economics_missing",
            "code": "weak_basis",
            "direction": "",
        }
    )
    if not hasattr(frame, "codes"):
        pytest.skip("the report's snapshot holds no codes yet")
    _, text = chapter(codes=codes)
    assert "underlaget är bristfälligt (2 studier i översikten)" in text


def test_checklists_are_counted_where_somebody_answered():
    """Without an answer there is no table; with one it says how many items are answered."""
    assert "t-checklists" not in SWEDISH[0]
    rows = {
        "evaluation_id": ["E4"],
        "checklist": "CHEC-extended",
        "reader": "dag",
        "items": 20,
        "answered": 3,
    }
    rows |= {"yes": 2, "partly": 0, "no": 1, "not_applicable": 0, "share_yes": 0.7, "title": "x"}
    html, text = chapter(completeness=pd.DataFrame(rows))
    assert 'id="t-checklists"' in html
    assert "3 / 20" in text


def test_it_is_said_whether_somebody_else_read_too():
    """A reader of the report learns whether abstraction was doubled, and what is left to settle."""
    assert "Ingen utvärdering är utläst en andra gång" in SWEDISH[1]
    _, text = chapter(abstracted_twice={"evaluations": 12, "settled": 3, "open": 1})
    assert "Uppgifter ur 12 utvärderingar har hämtats en andra gång" in text
    assert "3 är avgjorda, 1 väntar" in text


def test_nothing_to_tell_is_said():
    """A review without evaluations still tells the order of the principles and what is missing."""
    html = Report(empty_snapshot(), "sv", ["economics"]).sections["economics"].html
    assert "inga hälsoekonomiska utvärderingar" in html
    assert 'class="principle"' in html
    assert 'id="f-lacking"' in html


def test_a_study_that_is_not_included_does_not_count():
    """r01 was excluded."""
    _, text = chapter(costed=(*MORE, MORE[0] | {"reference_id": "r01"}))
    assert "1 hälsoekonomisk utvärdering gäller studier som inte är inkluderade" in text
