"""Follow-up: what people keep beside the studies: indicators, intervals, guidance, proposals, dialogue."""

import pandas as pd

from review.display import element, join, text
from review.report.followed import in_force
from review.text import split
from review.vocabulary import number, sort_key

__all__ = ["followup"]

PERCENT = {"sv": "\u00a0%", "en": "%"}


def followup(w):
    """Write the chapter."""
    return w.section(
        "followup", "followup", w.p("followup.lead"), *indicators(w), *intervals(w), *exceptions(w),
        *coverage(w), *proposals(w), *dialogue(w), *displacement(w),
    )  # fmt: skip


def told(w, whole, key, **numbers):
    """Return a sentence of numbers, "" where there is nothing to count."""
    return w.p(key, **numbers) if w.numbers[whole].value else ""


def rows_of(w, name):
    """Return the rows of a table."""
    return list(w.snapshot.tables[name].itertuples(index=False))


def said(w, row, name):
    """Return a cell in the report's language, else in the other."""
    first, second = (getattr(row, f"{name}_{language}") for language in (w.language, other(w)))
    return first or second


def other(w):
    return "en" if w.language == "sv" else "sv"


def marked(w, row, words):
    """Return words with a mark where the row is invented."""
    mark = element("span", w.say("living.invented"), class_="where") if row.invented == "yes" else ""
    return join([text(words), mark], " ") if mark else text(words)


def measures(w, ids):
    """Return recommendations by their words, each with its id."""
    rows = w.snapshot.recommendations.set_index("recommendation_id", drop=False)
    known = [name for name in split(ids) if name in rows.index]
    return join([w.recommendation(rows.loc[name]) for name in known], "; ") if known else text("–")


def indicators(w):
    """Write the indicators, and the recommendations without one."""
    rows = rows_of(w, "indicators")
    frame = pd.DataFrame(
        {
            "recommendation": [measures(w, row.recommendation_id) for row in rows],
            "indicator": [marked(w, row, said(w, row, "name")) for row in rows],
            "numerator": [text(said(w, row, "numerator")) for row in rows],
            "denominator_of": [text(said(w, row, "denominator")) for row in rows],
            "data_source": [text(row.data_source) for row in rows],
            "target": [target(w, row) for row in rows],
        }
    )
    return [
        w.heading("followup.indicators"),
        w.p("followup.indicators.text", have=w.of("with_indicator"), lack=w.n("without_indicator")),
        w.table(frame, id="t-indicators", caption="followup.indicators.table", empty="followup.none"),
        without(w),
    ]


def target(w, row):
    """Return the target with its unit, and which way is good."""
    if pd.isna(row.target):
        return w.say("unknown")
    shown = number(row.target, w.language, 0 if row.target == int(row.target) else 1)
    unit = w.say(f"unit.{row.unit}")
    return join([w.keep(join([text(shown), unit], " ")), w.say(f"living.{row.direction}")], "; ")


def without(w):
    """Return the recommendations that no indicator follows up, in a fold."""
    rows = in_force(w.snapshot)
    rows = rows[~rows.recommendation_id.isin(w.snapshot.tables["indicators"].recommendation_id)]
    order = sorted(
        rows.itertuples(), key=lambda row: (sort_key(row.guideline_area), sort_key(row.intervention_sv))
    )
    listed = w.list([join([text(row.guideline_area), w.recommendation(row)], ": ") for row in order])
    fold = element(
        "details", element("summary", w.say("followup.without", n=number(len(order), w.language))), listed
    )
    return element("div", fold, id="t-without-indicator")


def intervals(w):
    """Write the tests and check-ups with the evidence for the test and for its interval."""
    rows = rows_of(w, "test_intervals")
    frame = pd.DataFrame(
        {
            "test": [marked(w, row, said(w, row, "test")) for row in rows],
            "population": [text(said(w, row, "population")) for row in rows],
            "recommended_interval": [recommended(w, row) for row in rows],
            "evidence_for_test": [w.say(f"strength.{row.evidence_for_test}") for row in rows],
            "evidence_for_interval": [w.say(f"strength.{row.evidence_for_interval}") for row in rows],
            "proposal": [proposed(w, row) for row in rows],
        }
    )
    return [
        w.heading("followup.intervals"),
        told(w, "intervals", "followup.intervals.text", n=w.n("intervals"), bare=w.of("intervals_bare"),
             fewer=w.of("intervals_fewer")),
        w.table(frame, id="t-intervals", caption="followup.intervals.table", empty="followup.none"),
    ]  # fmt: skip


def recommended(w, row):
    """Return the interval a test is recommended at, and by whom."""
    words = text(said(w, row, "recommended_interval"))
    return join([words, element("span", row.recommended_by, class_="where")], " ")


def proposed(w, row):
    """Return what is proposed of a test."""
    words = said(w, row, "proposal")
    verdict = w.say(f"living.proposal.{row.proposal}")
    return join([verdict, text(words)], ": ") if words and row.proposal != "stop" else verdict


def exceptions(w):
    """Write when a measure advised against can still be right; the rest is not assessed."""
    rows = rows_of(w, "exceptions")
    frame = pd.DataFrame(
        {
            "recommendation": [measures(w, row.recommendation_id) for row in rows],
            "exception_group": [w.say(f"living.group.{row.group}") for row in rows],
            "when_right": [marked(w, row, said(w, row, "when")) for row in rows],
        }
    )
    return [
        w.heading("followup.exceptions"),
        w.p("followup.exceptions.text", told=w.of("with_exception"), silent=w.n("without_exception")),
        w.table(frame, id="t-exceptions", caption="followup.exceptions.table", empty="followup.none"),
    ]


def coverage(w):
    """Write which guidance documents mention each recommendation, which do not and which contradict it."""
    titles = {row.document_id: row.title for row in rows_of(w, "documents")}
    checks = {}
    for row in rows_of(w, "coverage"):
        checks.setdefault(row.recommendation_id, []).append(row)
    frame = pd.DataFrame({"recommendation": [measures(w, name) for name in checks]})
    for status in ("mentioned", "not_mentioned", "contradicts"):
        frame[status] = [
            join([element("div", in_document(w, row, titles)) for row in rows if row.status == status])
            or text("–")
            for rows in checks.values()
        ]
    return [
        w.heading("followup.coverage"),
        told(w, "checks_made", "followup.coverage.text",
             documents=w.n("documents"), checks=w.n("checks_made"),
             mentioned=w.of("coverage_mentioned"), missing=w.of("coverage_not_mentioned"),
             against=w.of("coverage_contradicts"), known=w.of("checked_recommendations")),
        w.table(frame, id="t-coverage", caption="followup.coverage.table", empty="followup.none",
                headings={name: w.capital(f"covers.{name}") for name in frame.columns[1:]}),
    ]  # fmt: skip


def in_document(w, row, titles):
    """Return a document by its title, with the place and what it says there."""
    named = marked(w, row, titles.get(row.document_id, row.document_id))
    where = ", ".join(part for part in (row.place, row.note) if part)
    return join([named, element("span", where, class_="where")], " ") if where else named


def proposals(w):
    """Write the proposals of programme areas with their status and neighbours."""
    rows = sorted(rows_of(w, "proposals"), key=lambda row: (row.date, row.proposal_id))
    frame = pd.DataFrame(
        {
            "proposal": [marked(w, row, said(w, row, "proposal")) for row in rows],
            "sender": [text(f"{row.sender}, {row.date}" if row.date else row.sender) for row in rows],
            "area": [text(row.area) for row in rows],
            "neighbours": [text(row.neighbouring_areas or "–") for row in rows],
            "recommendations": [measures(w, row.recommendation_ids) for row in rows],
            "status": [standing(w, row) for row in rows],
        }
    )
    return [
        w.heading("followup.proposals"),
        told(w, "proposals", "followup.proposals.text", n=w.n("proposals"), done=w.n("proposals_done")),
        w.table(frame, id="t-proposals", caption="followup.proposals.table", empty="followup.none"),
    ]


def standing(w, row):
    """Return a proposal's status with its day and note."""
    where = ", ".join(part for part in (row.status_date, row.note) if part)
    status = w.say(f"living.status.{row.status}")
    return join([status, element("span", where, class_="where")], " ") if where else status


def dialogue(w):
    """Write what was said in dialogue, apart from the studies."""
    rows = rows_of(w, "dialogue")
    names = {row.code: said(w, row, "name") for row in w.snapshot.codebooks.itertuples()}
    frame = pd.DataFrame(
        {
            "statement": [marked(w, row, said(w, row, "statement")) for row in rows],
            "topic": [w.say(f"topic.{row.topic}") for row in rows],
            "factor": [text(names.get(row.code, "") or "–") for row in rows],
            "actor": [text(row.actor) for row in rows],
            "date": [w.keep(row.date or "–") for row in rows],
            "source": [text(row.source) for row in rows],
        }
    )
    return [
        w.heading("followup.dialogue"),
        told(w, "dialogue", "followup.dialogue.text", n=w.n("dialogue"),
             hindrances=w.n("dialogue_hindrances")),
        w.table(frame, id="t-dialogue", caption="followup.dialogue.table", empty="followup.none"),
    ]  # fmt: skip


def displacement(w):
    """Write what care that could be left out costs; unknown wherever a factor is."""
    frame = w.snapshot.displacement
    rows = list(frame[frame.displacement_id != ""].itertuples(index=False))
    shown = pd.DataFrame(
        {
            "recommendation": [
                join([measures(w, row.recommendation_id), volume_of(w, row)], " ") for row in rows
            ],
            "unit_cost": [with_ends(w, row, "unit_cost") for row in rows],
            "avoidable_share": [with_ends(w, row, "avoidable_percent", PERCENT[w.language]) for row in rows],
            "amount_per_year": [amount(w, row) for row in rows],
        }
    )
    return [
        w.heading("followup.displacement"),
        w.p("followup.displacement.text", known=w.of("displacement_known"),
            unknown=w.n("displacement_unknown")),
        w.table(shown, id="t-displacement", caption="followup.displacement.table", empty="followup.unknown"),
        w.p("followup.displacement.how"),
    ]  # fmt: skip


def volume_of(w, row):
    """Return a volume with its unit and interval, and a mark where it is invented."""
    words = f"{with_ends(w, row, 'volume')} {said(w, row, 'volume_unit')}"
    if row.invented == "yes":
        words += f", {w.say('living.invented')}"
    return element("span", words, class_="where")


def with_ends(w, row, name, unit=""):
    """Return a factor with its interval, "unknown" where it is."""
    value, low, high = (getattr(row, f"{name}{end}") for end in ("", "_low", "_high"))
    if pd.isna(value):
        return str(w.say("unknown"))
    ends = "" if pd.isna(low) or pd.isna(high) else f" ({number(low, w.language)}–{number(high, w.language)})"
    return f"{number(value, w.language)}{ends}{unit}"


def amount(w, row):
    """Return an amount in millions of kronor with its interval, or why there is none."""
    if pd.isna(row.amount):
        missing = [w.say(f"factor.{name}") for name in split(row.unknown)]
        return join([w.say("unknown"), join(missing, ", ")], ": ")
    year = "" if pd.isna(row.price_year) else f", {int(row.price_year)}"
    shown = f"{number(row.amount / 1e6, w.language, 1)}"
    if pd.isna(row.low) or pd.isna(row.high):
        return join([text(shown), element("span", w.say("followup.no_interval"), class_="where")], " ")
    low, high = (number(value / 1e6, w.language, 1) for value in (row.low, row.high))
    return w.keep(text(f"{shown} ({low}–{high}){year}"))
