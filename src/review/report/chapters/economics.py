"""Economics: what refraining from the care costs and gives, study by study."""

import pandas as pd

from review.display import element, join, text
from review.figures import plane
from review.report import derived
from review.vocabulary import number, say

__all__ = ["economics"]

AMOUNTS = ("withdrawal_cost", "withdrawal_effect", "icer", "quality_score")


def economics(w):
    """Write the chapter."""
    frame = derived.counted_evaluations(w.snapshot)
    parts = [w.p("economics.ethics", class_="principle")]
    if frame.empty:
        parts.append(element("p", w.say("economics.none"), id="t-results", class_="missing"))
        return w.section("economics", "economics", *parts, *thresholds(w))
    lead = {
        "evaluations": w.count("evaluations", "evaluation"),
        "studies": w.count("evaluated_studies", "study"),
    }
    parts.append(w.p("economics.lead", **lead))
    if w.numbers["evaluations_left_out"].value:
        parts.append(w.p("economics.left_out", n=w.count("evaluations_left_out", "evaluation")))
    parts += [w.heading("economics.plane"), w.p("economics.plane.text"), picture(w, frame)]
    if w.numbers["unread"].value:
        parts.append(w.p("economics.missing", n=w.count("unread", "evaluation")))
    if w.numbers["not_converted"].value:
        parts.append(w.p("economics.convert", n=w.count("not_converted", "evaluation")))
    return w.section("economics", "economics", *parts, compared(w, frame), results(w, frame), *thresholds(w))


def picture(w, frame):
    """Return the plane read for withdrawal."""
    caption = say("economics.plane", w.language)
    return w.figure(plane(frame[["mark", "reading"]], name="f-plane", caption=caption, language=w.language))


def compared(w, frame):
    """Return who compared what, for whom and how."""
    care_first = frame.care_in_question == "intervention"
    shown = pd.DataFrame(
        {
            "mark": [element("a", mark, href=f"#{result_id(mark)}") for mark in frame.mark],
            "study": [join([w.study(row.reference_id), how(w, row)], " ") for row in frame.itertuples()],
            "care": [text(name) for name in frame.intervention.where(care_first, frame.comparator)],
            "alternative": [text(name) for name in frame.comparator.where(care_first, frame.intervention)],
            "population": [text(name or "–") for name in frame.population],
            "recommendation": [text(name or "–") for name in frame.recommendation_id],
        }
    )
    return w.table(shown, id="t-compared", caption="economics.what")


def how(w, row):
    """Return country, type of study, perspective and time horizon in one line."""
    said = [row.country, *(say(name, w.language) for name in (row.study_type, row.perspective) if name)]
    if not pd.isna(row.time_horizon_years):
        said.append(f"{decimal(w, row.time_horizon_years)} {say('years', w.language)}")
    return element("span", ", ".join(part for part in said if part), class_="where")


def results(w, frame):
    """Return costs and effects of refraining, in each study's own money and units."""
    shown = pd.DataFrame(
        {
            "mark": [text(mark) for mark in frame.mark],
            "prices": [
                w.keep(f"{row.currency} {'' if pd.isna(row.price_year) else int(row.price_year)}".strip())
                for row in frame.itertuples()
            ],
            "withdrawal_cost": [decimal(w, value) for value in frame.withdrawal_cost],
            "withdrawal_effect": [decimal(w, value) for value in frame.withdrawal_effect],
            "effect_unit": [text(name or "–") for name in frame.effect_unit],
            "icer": [number(value, w.language) for value in frame.icer],
            "reading": [w.say(f"reading.{name or 'unknown'}") for name in frame.reading],
            "quality_score": [decimal(w, value) for value in frame.quality_score],
        }
    )
    ids = [result_id(mark) for mark in frame.mark]
    return w.table(shown, id="t-results", caption="economics.result", row_ids=ids, right=AMOUNTS)


def result_id(mark):
    """Return the id of an evaluation's row."""
    return f"evaluation-{mark}"


def decimal(w, value):
    """Return a number with the decimals it has, four at most.

    Money and effects of one column lie orders of magnitude apart, so each row keeps its own.
    """
    if pd.isna(value):
        return "–"
    places = len(f"{round(float(value), 4):.4f}".rstrip("0").split(".")[1])
    return number(value, w.language, places)


def thresholds(w):
    """Return the Swedish classes of cost per QALY with their status."""
    rows = w.snapshot.thresholds
    if rows.empty:
        return []
    shown = pd.DataFrame(
        {
            "class": [text(name) for name in rows[f"class_{w.language}"]],
            "from_sek": rows.from_sek_per_qaly,
            "below_sek": rows.below_sek_per_qaly,
            "status": [w.say(status) for status in rows.status],
        }
    )
    note = w.say("economics.thresholds.note")
    return [w.table(shown, id="t-thresholds", caption="economics.thresholds", note=note, narrow=True)]
