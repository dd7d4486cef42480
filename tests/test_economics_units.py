"""Units of effect: which way is better, over how many patients, and what is asked where nobody can tell."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.economics import check, is_qaly, measures, net_benefits, unit_of

DIRECTIONS = {
    "higher": (
        "QALY", "QALYs", "qaly gained", "QALY-vinst", "vunna QALY", "quality adjusted life years",
        "kvalitetsjusterat levnadsår", "Kvalitetsjusterade levnadsår", "life year", "life-years gained",
        "LYG",
        "levnadsår", "vunna levnadsår", "life years saved", "DALY averted", "undvikna DALY",
        "deaths averted",
        "undvikna dödsfall", "lives saved", "räddade liv", "event avoided", "fall avoided",
        "förhindrade frakturer",
        "fewer infections", "reduction in deaths", "minskning av dödsfall", "pain-free days",
        "smärtfria dagar",
        "dagar utan smärta", "event-free survival", "survival", "överlevnad", "correct classification",
        "infection-free patients", "antibiotic course avoided", "EQ-5D", "sick days avoided",
    ),
    "lower": (
        "QALY loss", "QALYs lost", "QALY-förlust", "förlorade QALY", "förlorade levnadsår",
        "levnadsårsförlust",
        "years of life lost", "DALY", "DALYs", "DALYs lost", "funktionsjusterade levnadsår", "YLL",
        "deaths",
        "Death", "mortality", "dödsfall", "dödlighet", "preventable deaths", "undvikbara dödsfall",
        "events",
        "adverse events", "händelser", "komplikationer", "falls", "frakturer", "days with pain",
        "dagar med smärta", "smärtdagar", "sjukdagar", "days in hospital", "vårddygn", "readmission",
        "återinläggningar", "cardiac arrest per 1000 patient days", "lives lost", "work days lost",
    ),
    "": (
        "NRS points", "HbA1c", "cases detected", "cancers found", "upptäckta fall", "time to relapse",
        "tid till återfall", "avoided QALYs", "tooth-retention year", "quality-adjusted life days", "VAS",
        "ulcers healed", "diagnoses",
    ),
}  # fmt: skip
KINDS = [pytest.param(text, better, id=text) for better, texts in DIRECTIONS.items() for text in texts]


def evaluation(**cells):
    """Return a complete evaluation with some cells changed."""
    row = {
        "evaluation_id": "E1", "reference_id": "r1", "intervention": "surgery", "comparator": "exercise",
        "care_in_question": "intervention", "currency": "SEK", "price_year": 2024, "cost_difference": 900,
        "effect_difference": 0.01, "effect_unit": "QALY",
    }  # fmt: skip
    return pd.DataFrame([row | cells])


@pytest.mark.parametrize(("text", "better"), KINDS)
def test_which_way_is_better_is_known_or_asked(text, better):
    """Swedish and English; what turns a harm into a gain, and a gain into a harm, is read with it."""
    assert unit_of(text).better == better
    faults = check(evaluation(effect_unit=text), this_year=2026)
    assert list(faults.column) == ([] if better else ["effect_unit"])
    if not better:
        assert f"write '{text}, more is better' or '{text}, less is better'" in faults.problem[0]
        row = measures(evaluation(effect_unit=text)).iloc[0]
        assert (row.reading, row.quadrant, row.better) == ("", "", "")


SAID = [
    ("NRS points, lower is better", "lower"), ("NRS (higher is worse)", "lower"),
    ("HbA1c; less is better", "lower"),
    ("smärta 0-10, lägre är bättre", "lower"), ("poäng, högre är sämre", "lower"),
    ("fall, färre är bättre", "lower"),
    ("VAS, higher is better", "higher"), ("poäng (mer är bättre)", "higher"),
    ("x, fewer are worse", "higher"),
    ("cases detected, more is better", "higher"), ("tandår, fler är bättre", "higher"),
    ("a, lower is worse", "higher"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "better"), SAID)
def test_the_cell_itself_answers(text, better):
    """What the check asks for is understood, and wins over the table."""
    assert unit_of(text).better == better
    assert check(evaluation(effect_unit=text), this_year=2026).empty


def test_what_the_check_proposes_is_what_it_accepts():
    """Both answers, for every unit nobody knows."""
    for text in DIRECTIONS[""]:
        assert unit_of(f"{text}, more is better").better == "higher"
        assert unit_of(f"{text}, less is better").better == "lower"


@pytest.mark.parametrize("harm", ["deaths", "QALYs lost", "DALY", "dagar med smärta", "NRS, lägre är bättre"])
def test_a_harm_is_read_as_the_gain_it_is_not(harm):
    """Two deaths more are read like two lives fewer."""
    gain = measures(evaluation(effect_unit="QALY", effect_difference=-0.02)).iloc[0]
    row = measures(evaluation(effect_unit=harm, effect_difference=0.02)).iloc[0]
    for name in ("reading", "quadrant", "withdrawal_cost", "withdrawal_effect"):
        assert row[name] == gain[name], name
    assert row.reading == "dominant"


def test_qalys_lost_are_worth_what_qalys_gained_are():
    """The net benefit at a threshold has the sign of the patient, not of the column."""
    rows = pd.concat([
        evaluation(effect_unit="QALY", effect_difference=-0.02),
        evaluation(evaluation_id="E2", effect_unit="QALY loss", effect_difference=0.02),
        evaluation(evaluation_id="E3", effect_unit="QALY per 1 000 patients, costs per patient",
                   effect_difference=-20),
        evaluation(evaluation_id="E4", effect_unit="QALYs lost per 1000 patienter, kostnader också",
                   effect_difference=20, cost_difference=900_000),
    ], ignore_index=True)  # fmt: skip
    made = measures(rows)
    worth = net_benefits(made.assign(withdrawal_cost_sek=made.withdrawal_cost), [100_000])
    assert worth.net_benefit.round(6).tolist() == [2900.0] * 4
    assert made.benefit_unit.tolist() == ["QALY"] * 4


POPULATIONS = [
    ("QALY per 1 000 patients, costs too", 1000, True), ("QALYs per 1000 patients (costs too)", 1000, True),
    ("QALY per 1,000 women, costs per patient", 1000, False),
    ("QALY/100 patienter, kostnad per patient", 100, False),
    ("deaths per 100 000 invånare, kostnader också", 100_000, True), ("QALY per patient", 1, None),
    ("QALY", 1, None), ("events per 1000 patient days", 1, None), ("QALY per thousand patients", 0, None),
    ("QALYs in total", 0, None), ("QALY per 1000", 0, None), ("QALY per 1000 person-years", 0, None),
    ("dödsfall i befolkningen", 0, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "per", "costs_too"), POPULATIONS)
def test_over_how_many_patients_is_said_or_asked(text, per, costs_too):
    """A population is brought to a patient only where both sides are known."""
    unit = unit_of(text)
    assert (unit.per, unit.costs_too) == (per, costs_too)
    faults = check(evaluation(effect_unit=text, effect_difference=10), this_year=2026)
    assert list(faults.column) == ([] if per else ["effect_unit"])
    if per == 0:
        assert measures(evaluation(effect_unit=text)).reading[0] == ""


def test_a_population_without_its_costs_is_asked():
    """Per 1 000 patients of what? A ratio a thousand times wrong would follow."""
    faults = check(evaluation(effect_unit="QALY per 1 000 patients"), this_year=2026)
    assert "does not tell whether the costs do" in faults.problem[0]


def test_a_reported_ratio_is_compared_with_the_patient_s():
    """The ratio a study prints fits per patient and per death avoided, of whichever sign it prints it."""
    per = evaluation(effect_unit="QALY per 1000 patients, costs per patient", effect_difference=10)
    assert check(per.assign(icer_reported=90_000), this_year=2026).empty
    assert list(check(per.assign(icer_reported=90), this_year=2026).column) == ["icer_reported"]
    for sign in (1, -1):
        deaths = evaluation(effect_unit="deaths", effect_difference=-0.01, icer_reported=sign * 90_000)
        assert check(deaths, this_year=2026).empty
    assert not check(evaluation(icer_reported=-90_000), this_year=2026).empty


def test_no_effect_needs_no_direction():
    """Where the effects are equal nothing is asked."""
    row = evaluation(effect_unit="NRS points", effect_difference=0)
    assert check(row, this_year=2026).empty
    assert measures(row).reading[0] == "saves_same_effect"


@given(st.floats(-1e3, 1e3), st.floats(-1, 1), st.sampled_from(["death", "QALY loss", "days with pain"]))
def test_a_harm_turned_is_its_gain(cost, effect, unit):
    """Any numbers: the same row with sign and word turned reads the same."""
    harm = measures(evaluation(cost_difference=cost, effect_difference=effect, effect_unit=unit)).iloc[0]
    gain = measures(evaluation(cost_difference=cost, effect_difference=-effect)).iloc[0]
    assert (harm.reading, harm.withdrawal_effect) == (gain.reading, gain.withdrawal_effect)


@pytest.mark.parametrize(
    "text", ["quality-adjusted life days", "QALD", "life year", "disutility", "", "DALY"]
)
def test_what_is_no_qaly_is_none(text):
    """A day is not a year, and nothing is a QALY by its first letters."""
    assert not is_qaly(text)
