"""Economics: what refraining from the care costs and gives, study by study, in kronor of one year."""

import pandas as pd

from review import figures
from review.display import text
from review.economics import is_qaly, limit_of
from review.report.chapters.costed import (
    benefits,
    compared,
    conversions,
    frontiers,
    in_words,
    marked,
    result_id,
    results,
)
from review.report.chapters.priced import priced
from review.vocabulary import count, number, say

__all__ = ["economics"]

REASONS = ("no_positive_evidence", "weak_basis", "subgroups_need_it")
"""Why an analysis is often missing, as the interim report says; codes of the codebook economics_missing."""


def economics(w, costed, abstracted_twice, completeness, by_id, codes, totals, thresholds, project):
    """Write the chapter."""
    left_out = waiting(w, abstracted_twice)
    parts = [w.p("economics.ethics", class_="principle")]
    if costed.empty:
        parts += [w.missing("economics.none", id="t-results"), *left_out]
    else:
        parts += [*lead(w), twice(w, abstracted_twice), *left_out, *drawn(w, costed)]
        parts += in_kronor(w, costed, by_id, limits_of(thresholds), str(project.price_year))
        parts += appraised(w, costed, completeness, project.readers)
    parts += [*lacking(w, costed, by_id, codes, totals), *classes(w, thresholds)]
    return w.section("economics", "economics", *parts)


def lead(w):
    """Return how many evaluations there are, and how many are left out."""
    n, studies = w.count("evaluations", "evaluation"), w.count("evaluated_studies", "study")
    parts = [w.p("economics.lead", evaluations=n, studies=studies)]
    if w.numbers["evaluations_left_out"].value:
        parts.append(w.p("economics.left_out", n=w.count("evaluations_left_out", "evaluation")))
    return parts


def twice(w, said):
    """Return whether a second economist has read the studies too, and what is left to settle."""
    if not said.get("evaluations"):
        return w.p("economics.once")
    return w.p("economics.twice", **{name: w.plain(value) for name, value in said.items()})


def waiting(w, said):
    """Return how many evaluations are left out until a second economist has read the study, if any."""
    n = said.get("waiting")
    return [w.p("economics.waiting", n=w.plain(n))] if n else []


def drawn(w, costed):
    """Return all evaluations by sign, whatever their money and unit."""
    figure = w.draw(figures.plane, costed[["mark", "reading"]], name="f-plane", caption="economics.plane")
    parts = [w.heading("economics.plane"), w.p("economics.plane.text"), figure]
    if w.numbers["unread"].value:
        parts.append(w.p("economics.missing", n=w.count("unread", "evaluation")))
    return parts


def in_kronor(w, costed, by_id, limits, year):
    """Return the evaluations in kronor: to scale, by recommendation, by principle, and as tables."""
    parts = [w.heading("economics.kronor"), w.p("economics.kronor.text", year=year)]
    if w.numbers["not_converted"].value:
        parts.append(w.p("economics.convert", n=w.count("not_converted", "evaluation")))
    points, rows = figures.scaled(costed), by_recommendation(w, costed, by_id)
    said = {"year": year, "hrefs": {mark: f"#{result_id(mark)}" for mark in costed.mark}}
    scale, ratios = (say(f"economics.{name}", w.language, year=year) for name in ("scale", "forest"))
    if len(points):
        named = ", ".join(number(value, w.language) for value in limits)
        made = w.draw(figures.plane_to_scale, points, limits, name="f-scale", caption=scale, **said)
        parts += [w.p("economics.scale.text", thresholds=named), made]
    return [
        *parts,
        w.p("economics.forest.text"),
        w.draw(figures.forest, rows, limits, name="f-forest", caption=ratios, **said),
        w.heading("economics.priced"),
        priced(w, costed, by_id, year),
        compared(w, costed),
        results(w, costed, year),
        frontiers(w, costed),
        conversions(w, costed, year),
        benefits(w, costed, limits, year),
    ]


def limits_of(thresholds):
    """Return where the classes of cost per QALY begin, from the lowest above zero."""
    starts = [limit_of(row, "from") for row in thresholds.to_dict("records")]
    return sorted(start for start in starts if start)


def by_recommendation(w, costed, by_id):
    """Return the rows of the forest: each evaluation under its recommendation, with a ratio or words."""
    tied = costed.recommendation_id.isin(by_id.index)
    rows = []
    # those without a recommendation come last
    for row in pd.concat([costed[tied], costed[~tied]]).itertuples():
        known = row.recommendation_id in by_id.index
        group = named(w, by_id.loc[row.recommendation_id]) if known else say("economics.untied", w.language)
        ratio = row.saved_per_unit_lost_sek if is_qaly(row.effect_unit) else pd.NA
        rows.append((group, row.mark, w.names.get(row.reference_id, ""), ratio, instead(w, row)))
    made = pd.DataFrame(rows, columns=["group", "mark", "study", "ratio", "said"])
    return made.astype({"ratio": "Float64"})


def named(w, rule):
    """Return a recommendation in words, without HTML."""
    return f"{rule.recommendation_id} {w.own(rule, 'intervention')}: {w.own(rule, 'condition')}"


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
    ratio = number(row.saved_per_unit_lost_sek, w.language)
    return f"{ratio} {say('forest.per', w.language)} {row.benefit_unit}"


def appraised(w, costed, completeness, readers):
    """Return how far each checklist is answered, where anybody has begun."""
    if completeness.empty:
        return []
    rows = costed[["evaluation_id", "mark"]].merge(completeness, on="evaluation_id")
    people = {reader.id: reader.named(w.language) for reader in readers}
    counts = zip(rows.answered, rows["items"], strict=True)
    columns = {
        "mark": marked(rows.mark),
        "checklist": [text(name) for name in rows.checklist],
        "reader": [text(people.get(name, name)) for name in rows.reader],
        "answered": [f"{number(n, w.language)} / {number(of, w.language)}" for n, of in counts],
        **{name: rows[name] for name in ("yes", "partly", "no", "not_applicable")},
    }
    how = {"caption": "economics.checklists", "note": w.say("economics.checklists.note")}
    return [w.table(columns, id="t-checklists", right=("answered",), **how)] if len(rows) else []


def lacking(w, costed, by_id, codes, totals):
    """Return what is missing, and why: the printed totals, the register and the interim report's reasons."""
    printed = {name: w.numbers[name].value for name in ("economics_assessed", "economics_ineffective")}
    if None in printed.values() or w.numbers["economics_lacking"].value is None:
        return []
    said = w.p(
        "economics.lacking.text", assessed=w.n("economics_assessed"), printed=w.n("printed_icke_gora"),
        ineffective=w.n("economics_ineffective"), lacking=w.n("economics_lacking"),
    )  # fmt: skip
    return [
        w.heading("economics.lacking"), said, lacking_figure(w, *printed.values(), totals),
        w.p("economics.reasons"), w.list(reasons(w, codes)), reconciled(w, costed, by_id),
    ]  # fmt: skip


def reasons(w, codes):
    """Return why an analysis is often missing, each with its studies where anybody has coded any."""
    rows = codes[codes.codebook == "economics_missing"]
    counts = rows.groupby("code").reference_id.nunique()
    said = []
    for name in REASONS:
        n = say("economics.coded", w.language, n=count(counts.get(name, 0), "study", w.language))
        said.append(say(f"economics.reason.{name}", w.language) + (f" ({n})" if len(rows) else ""))
    return said


def lacking_figure(w, assessed, ineffective, totals):
    """Return the printed icke-göra by whether a health-economic assessment is there."""
    whole, without = w.numbers["printed_icke_gora"].value, w.numbers["economics_lacking"].value
    values = {"ineffective": ineffective, "other": assessed - ineffective, "without": without}
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
    how = {"alt": f"{caption}. {alt}.", "source": str(totals.source.iloc[0])}
    return w.figure(figures.bars(rows, name="f-lacking", caption=caption, table=table, **how))


def reconciled(w, costed, by_id):
    """Return the printed totals beside what the register and this review hold."""
    ours = by_id[by_id.index.str.startswith("IG")]
    studied = costed.recommendation_id[costed.recommendation_id.isin(ours.index)]
    columns = {
        "what": [w.say("economics.assessed"), w.say("economics.ineffective")],
        "printed": [w.n("economics_assessed"), w.n("economics_ineffective")],
        "in_register": [said(w, ours.health_economic_assessment), said(w, ours.cost_ineffective)],
        "in_review": [number(studied.nunique(), w.language), "–"],
    }
    note = w.say("economics.reconciled.note")
    return w.table(columns, id="t-assessed", caption="economics.reconciled", note=note)


def said(w, column):
    """Return how many rows of the register say yes, no and unknown."""
    counts = column.where(column != "", "unknown").value_counts()
    known = {name: number(counts.get(name, 0), w.language) for name in ("yes", "no", "unknown")}
    return text(", ".join(f"{say(name, w.language)} {n}" for name, n in known.items()))


def classes(w, thresholds):
    """Return the Swedish classes of cost per QALY with their status."""
    if thresholds.empty:
        return []
    columns = {
        "class": [text(name) for name in thresholds[f"class_{w.language}"]],
        "from_sek": thresholds.from_sek_per_qaly,
        "below_sek": thresholds.below_sek_per_qaly,
        "status": [w.say(status) for status in thresholds.status],
    }
    note = w.say("economics.thresholds.note")
    return [w.table(columns, id="t-thresholds", caption="economics.thresholds", note=note, narrow=True)]
