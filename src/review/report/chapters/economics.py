"""Economics: what refraining from the care costs and gives, study by study, in kronor of one year."""

import pandas as pd

from review.display import element, text
from review.economics import is_qaly
from review.figures import bars, forest, plane, plane_to_scale, scaled
from review.report import derived
from review.report.chapters.costed import benefits, compared, conversions, in_words, result_id, results
from review.report.chapters.priced import priced
from review.vocabulary import count, number, say

__all__ = ["economics"]

REASONS = ("no_positive_evidence", "weak_basis", "subgroups_need_it")
"""Why an analysis is often missing, as the interim report says; codes of the codebook economics_missing."""


def economics(w):
    """Write the chapter."""
    frame = derived.counted_evaluations(w.snapshot)
    parts = [w.p("economics.ethics", class_="principle")]
    if frame.empty:
        parts.append(element("p", w.say("economics.none"), id="t-results", class_="missing"))
        parts += waiting(w)
        return w.section("economics", "economics", *parts, *lacking(w, frame), *thresholds(w))
    lead = {
        "evaluations": w.count("evaluations", "evaluation"),
        "studies": w.count("evaluated_studies", "study"),
    }
    parts.append(w.p("economics.lead", **lead))
    if w.numbers["evaluations_left_out"].value:
        parts.append(w.p("economics.left_out", n=w.count("evaluations_left_out", "evaluation")))
    parts += [twice(w), *waiting(w), *drawn(w, frame), *in_kronor(w, frame)]
    tables = [compared(w, frame), results(w, frame), conversions(w, frame)]
    parts += [*tables, benefits(w, frame, limits_of(w)), *appraised(w, frame)]
    return w.section("economics", "economics", *parts, *lacking(w, frame), *thresholds(w))


def twice(w):
    """Return whether a second economist has read the studies too, and what is left to settle."""
    said = w.snapshot.abstracted_twice
    if not said.get("evaluations"):
        return w.p("economics.once")
    return w.p("economics.twice", **{name: w.plain(value) for name, value in said.items()})


def waiting(w):
    """Return how many evaluations are left out until a second economist has read the study, if any."""
    n = w.snapshot.abstracted_twice.get("waiting")
    return [w.p("economics.waiting", n=w.plain(n))] if n else []


def drawn(w, frame):
    """Return all evaluations by sign, whatever their money and unit."""
    caption = say("economics.plane", w.language)
    figure = plane(frame[["mark", "reading"]], name="f-plane", caption=caption, language=w.language)
    parts = [w.heading("economics.plane"), w.p("economics.plane.text"), w.figure(figure)]
    if w.numbers["unread"].value:
        parts.append(w.p("economics.missing", n=w.count("unread", "evaluation")))
    return parts


def in_kronor(w, frame):
    """Return the evaluations in kronor: to scale, by recommendation, and in the order of the principles."""
    year = str(w.snapshot.project.price_year)
    parts = [w.heading("economics.kronor"), w.p("economics.kronor.text", year=year)]
    if w.numbers["not_converted"].value:
        parts.append(w.p("economics.convert", n=w.count("not_converted", "evaluation")))
    points = scaled(frame)
    hrefs = {mark: f"#{result_id(mark)}" for mark in frame.mark}
    said = {"language": w.language, "year": year, "hrefs": hrefs}
    if len(points):
        named = ", ".join(number(value, w.language) for value in limits_of(w))
        caption = say("economics.scale", w.language, year=year)
        made = plane_to_scale(points, limits_of(w), name="f-scale", caption=caption, **said)
        parts += [w.p("economics.scale.text", thresholds=named), w.figure(made)]
    rows = by_recommendation(w, frame)
    caption = say("economics.forest", w.language, year=year)
    parts.append(w.p("economics.forest.text"))
    parts.append(w.figure(forest(rows, limits_of(w), name="f-forest", caption=caption, **said)))
    return [*parts, w.heading("economics.priced"), priced(w, frame)]


def limits_of(w):
    """Return where the classes of cost per QALY begin, from the lowest above zero."""
    starts = pd.to_numeric(w.snapshot.thresholds.from_sek_per_qaly, errors="coerce").dropna()
    return sorted(float(start) for start in starts if start > 0)


def by_recommendation(w, frame):
    """Return the rows of the forest: each evaluation under its recommendation, with a ratio or words."""
    rules = w.snapshot.recommendations.set_index("recommendation_id", drop=False)
    rows = []
    for row in frame.itertuples():
        known = row.recommendation_id in rules.index
        group = named(w, rules.loc[row.recommendation_id]) if known else say("economics.untied", w.language)
        ratio = row.saved_per_unit_lost_sek if is_qaly(row.effect_unit) else pd.NA
        rows.append((group, row.mark, w.names.get(row.reference_id, ""), ratio, instead(w, row)))
    made = pd.DataFrame(rows, columns=["group", "mark", "study", "ratio", "said"])
    # those without a recommendation come last
    made = made.assign(last=made.group == say("economics.untied", w.language))
    made = made.sort_values("last", kind="stable").reset_index(drop=True)
    return made.drop(columns="last").astype({"ratio": "Float64"})


def named(w, rule):
    """Return a recommendation in words, without HTML."""
    said = (rule.intervention_en, rule.condition_en) if w.language == "en" else ("", "")
    both = (rule.intervention_sv, rule.condition_sv)
    what, whom = (mine or other for mine, other in zip(said, both, strict=True))
    return f"{rule.recommendation_id} {what}: {whom}"


def instead(w, row):
    """Return what stands in the forest where there is no ratio in kronor per QALY."""
    if row.reading == "":
        return say("reading.unknown", w.language)
    if row.reading != "saves_with_loss":
        return say(f"reading.{row.reading}", w.language)
    if row.not_converted:
        return in_words(w, row.not_converted)
    if is_qaly(row.effect_unit):
        return ""
    return (
        f"{number(row.saved_per_unit_lost_sek, w.language)} {say('forest.per', w.language)} {row.effect_unit}"
    )


def appraised(w, frame):
    """Return how far each checklist is answered, where anybody has begun."""
    rows = w.snapshot.completeness
    rows = rows[rows.evaluation_id.isin(frame.evaluation_id)] if len(rows) else rows
    if rows.empty:
        return []
    marks = frame.set_index("evaluation_id").mark
    place = {key: row for row, key in enumerate(frame.evaluation_id)}
    rows = rows.sort_values("evaluation_id", key=lambda keys: keys.map(place), kind="stable")
    people = {reader.id: reader.named(w.language) for reader in w.snapshot.project.readers}
    shown = pd.DataFrame(
        {
            "mark": [
                element("a", name, href=f"#{result_id(name)}") for name in rows.evaluation_id.map(marks)
            ],
            "checklist": [text(name) for name in rows.checklist],
            "reader": [text(people.get(name, name)) for name in rows.reader],
            "answered": [f"{number(row.answered, w.language)} / {number(row.items_, w.language)}"
                         for row in rows.rename(columns={"items": "items_"}).itertuples()],
            **{name: rows[name].to_list() for name in ("yes", "partly", "no", "not_applicable")},
        }
    )  # fmt: skip
    note = w.say("economics.checklists.note")
    return [w.table(shown, id="t-checklists", caption="economics.checklists", note=note, right=("answered",))]


def lacking(w, frame):
    """Return what is missing, and why: the printed totals, the register and the interim report's reasons."""
    printed = {name: w.numbers[name].value for name in ("economics_assessed", "economics_ineffective")}
    if None in printed.values() or w.numbers["economics_lacking"].value is None:
        return []
    parts = [w.heading("economics.lacking"), w.p(
        "economics.lacking.text", assessed=w.n("economics_assessed"), printed=w.n("printed_icke_gora"),
        ineffective=w.n("economics_ineffective"), lacking=w.n("economics_lacking"),
    )]  # fmt: skip
    parts += [lacking_figure(w, printed), w.p("economics.reasons")]
    counts = coded(w)
    reasons = [say(f"economics.reason.{name}", w.language) for name in REASONS]
    if counts:
        reasons = [
            f"{reason} ({say('economics.coded', w.language, n=studies)})"
            for studies, reason in zip(
                [count(counts.get(name, 0), "study", w.language) for name in REASONS], reasons, strict=True
            )
        ]
    return [*parts, w.list([text(reason) for reason in reasons]), reconciled(w, frame)]


def coded(w):
    """Return how many studies carry each reason, {} where nobody has coded any."""
    codes = getattr(w.snapshot, "codes", None)
    if codes is None or not len(codes):
        return {}
    rows = codes[codes.codebook == "economics_missing"]
    return rows.groupby("code").reference_id.nunique().to_dict()


def lacking_figure(w, printed):
    """Return the printed icke-göra by whether a health-economic assessment is there."""
    whole, without = w.numbers["printed_icke_gora"].value, w.numbers["economics_lacking"].value
    values = {
        "ineffective": printed["economics_ineffective"],
        "other": printed["economics_assessed"] - printed["economics_ineffective"],
        "without": without,
    }
    rows = pd.DataFrame(
        {
            "label": [say(f"economics.lacking.{name}", w.language) for name in values],
            "value": list(values.values()),
            "text": [number(value, w.language) for value in values.values()],
            "tone": ["warm", "accent", "rule"],
        }
    )
    caption = say("economics.lacking.figure", w.language, whole=number(whole, w.language))
    table = rows[["label", "value"]].astype({"value": "int64"})
    table.columns = [say("economics.assessment", w.language), say("count", w.language)]
    alt = "; ".join(f"{row.label}: {row.text}" for row in rows.itertuples())
    source = str(w.snapshot.totals.source.iloc[0])
    return w.figure(
        bars(rows, name="f-lacking", caption=caption, alt=f"{caption}. {alt}.", table=table, source=source)
    )


def reconciled(w, frame):
    """Return the printed totals beside what the register and this review hold."""
    rules = w.snapshot.recommendations
    ours = rules[rules.recommendation_id.str.startswith("IG")]
    studied = frame[frame.recommendation_id.isin(ours.recommendation_id)]
    rows = [
        (
            w.say("economics.assessed"), w.n("economics_assessed"), said(w, ours.health_economic_assessment),
            number(studied.recommendation_id.nunique(), w.language),
        ),
        (w.say("economics.ineffective"), w.n("economics_ineffective"), said(w, ours.cost_ineffective), "–"),
    ]  # fmt: skip
    shown = pd.DataFrame(rows, columns=["what", "printed", "in_register", "in_review"])
    return w.table(
        shown, id="t-assessed", caption="economics.reconciled", note=w.say("economics.reconciled.note")
    )


def said(w, column):
    """Return how many rows of the register say yes, no and unknown."""
    counts = column.where(column != "", "unknown").value_counts()
    parts = [
        f"{say(name, w.language)} {number(counts.get(name, 0), w.language)}"
        for name in ("yes", "no", "unknown")
    ]
    return text(", ".join(parts))


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
