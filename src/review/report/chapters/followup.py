"""Follow-up: what people keep beside the studies: indicators, intervals, guidance, proposals, dialogue."""

import pandas as pd

from review.display import Html, element, join, text
from review.report.writer import aside, fold, with_aside
from review.text import split
from review.vocabulary import number, sort_key

__all__ = ["followup"]

PERCENT = {"sv": "\u00a0%", "en": "%"}


def followup(w, tables, by_id, in_force, codebooks, displacement):
    """Write the chapter."""
    rows = {name: list(table.itertuples(index=False)) for name, table in tables.items()}
    return w.section(
        "followup", "followup", w.p("followup.lead"), *indicators(w, rows["indicators"], by_id, in_force),
        *intervals(w, rows["test_intervals"]), *exceptions(w, rows["exceptions"], by_id),
        *coverage(w, rows["coverage"], rows["documents"], by_id), *proposals(w, rows["proposals"], by_id),
        *dialogue(w, rows["dialogue"], codebooks), *displaced(w, displacement, by_id),
    )  # fmt: skip


def kept(w, name, columns, *, whole="", empty="followup.none", headings=None, words="text", **numbers):
    """Return a heading, a sentence of numbers where there is something to count, and the table."""
    counted = not whole or w.numbers[whole].value
    how = {"caption": f"followup.{name}.table", "empty": empty, "headings": headings or {}}
    return [
        w.heading(f"followup.{name}"),
        w.p(f"followup.{name}.{words}", **numbers) if counted else "",
        w.table(columns, id=f"t-{name}", **how),
    ]


def marked(w, row, words):
    """Return words with a mark where the row is invented."""
    return with_aside(words, w.say("living.invented") if row.invented == "yes" else "")


def measures(w, ids, by_id):
    """Return recommendations by their words."""
    known = [w.recommendation(by_id.loc[name]) for name in split(ids) if name in by_id.index]
    return join(known, "; ") or "–"


def indicators(w, rows, by_id, in_force):
    """Write the indicators, and the recommendations without one."""
    columns = {
        "recommendation": [measures(w, row.recommendation_id, by_id) for row in rows],
        "indicator": [marked(w, row, w.own(row, "name")) for row in rows],
        "numerator": [text(w.own(row, "numerator")) for row in rows],
        "denominator_of": [text(w.own(row, "denominator")) for row in rows],
        "data_source": [text(row.data_source) for row in rows],
        "target": [target(w, row) for row in rows],
    }
    have, lack = w.of("with_indicator"), w.n("without_indicator")
    followed = in_force.recommendation_id.isin([row.recommendation_id for row in rows])
    return [*kept(w, "indicators", columns, have=have, lack=lack), without(w, in_force[~followed])]


def target(w, row):
    """Return the target with its unit, and which way is good."""
    if pd.isna(row.target):
        return w.say("unknown")
    shown = number(row.target, w.language, 0 if row.target == int(row.target) else 1)
    unit = w.say(f"unit.{row.unit}")
    return join([w.keep(join([text(shown), unit], " ")), w.say(f"living.{row.direction}")], "; ")


def without(w, rows):
    """Return the recommendations that no indicator follows up, in a fold."""
    order = sorted(
        rows.itertuples(), key=lambda row: (sort_key(row.guideline_area), sort_key(row.intervention_sv))
    )
    listed = w.list([join([text(row.guideline_area), w.recommendation(row)], ": ") for row in order])
    folded = fold(w.say("followup.without", n=number(len(order), w.language)), listed)
    return element("div", folded, id="t-without-indicator")


def intervals(w, rows):
    """Write the tests and check-ups with the evidence for the test and for its interval."""
    columns = {
        "test": [marked(w, row, w.own(row, "test")) for row in rows],
        "population": [text(w.own(row, "population")) for row in rows],
        "recommended_interval": [recommended(w, row) for row in rows],
        "evidence_for_test": [w.say(f"strength.{row.evidence_for_test}") for row in rows],
        "evidence_for_interval": [w.say(f"strength.{row.evidence_for_interval}") for row in rows],
        "proposal": [proposed(w, row) for row in rows],
    }
    said = {"n": w.n("intervals"), "bare": w.of("intervals_bare"), "fewer": w.of("intervals_fewer")}
    return kept(w, "intervals", columns, whole="intervals", **said)


def recommended(w, row):
    """Return the interval a test is recommended at, and by whom."""
    return join([text(w.own(row, "recommended_interval")), aside(row.recommended_by)], " ")


def proposed(w, row):
    """Return what is proposed of a test."""
    words = w.own(row, "proposal")
    verdict = w.say(f"living.proposal.{row.proposal}")
    return join([verdict, text(words)], ": ") if words and row.proposal != "stop" else verdict


def exceptions(w, rows, by_id):
    """Write when a measure advised against can still be right; the rest is not assessed."""
    columns = {
        "recommendation": [measures(w, row.recommendation_id, by_id) for row in rows],
        "exception_group": [w.say(f"living.group.{row.group}") for row in rows],
        "when_right": [marked(w, row, w.own(row, "when")) for row in rows],
    }
    told, silent = w.of("with_exception"), w.n("without_exception")
    return kept(w, "exceptions", columns, told=told, silent=silent)


COVERS = ("mentioned", "not_mentioned", "contradicts")


def coverage(w, rows, documents, by_id):
    """Write which guidance documents mention each recommendation, which do not and which contradict it."""
    titles = {row.document_id: row.title for row in documents}
    checks = {row.recommendation_id: dict.fromkeys(COVERS, "") for row in rows}
    for row in rows:
        checks[row.recommendation_id][row.status] += element("div", in_document(w, row, titles))
    columns = {status: [Html(said[status] or "–") for said in checks.values()] for status in COVERS}
    return kept(
        w, "coverage", {"recommendation": [measures(w, name, by_id) for name in checks]} | columns,
        whole="checks_made", headings={name: w.capital(f"covers.{name}") for name in COVERS},
        documents=w.n("documents"), checks=w.n("checks_made"), mentioned=w.of("coverage_mentioned"),
        missing=w.of("coverage_not_mentioned"), against=w.of("coverage_contradicts"),
        known=w.of("checked_recommendations"),
    )  # fmt: skip


def in_document(w, row, titles):
    """Return a document by its title, with the place and what it says there."""
    named = marked(w, row, titles.get(row.document_id, row.document_id))
    return with_aside(named, ", ".join(part for part in (row.place, row.note) if part))


def proposals(w, rows, by_id):
    """Write the proposals of programme areas with their status and neighbours."""
    rows = sorted(rows, key=lambda row: (row.date, row.proposal_id))
    columns = {
        "proposal": [marked(w, row, w.own(row, "proposal")) for row in rows],
        "sender": [text(f"{row.sender}, {row.date}" if row.date else row.sender) for row in rows],
        "area": [text(row.area) for row in rows],
        "neighbours": [text(row.neighbouring_areas or "–") for row in rows],
        "recommendations": [measures(w, row.recommendation_ids, by_id) for row in rows],
        "status": [standing(w, row) for row in rows],
    }
    n, done = w.n("proposals"), w.n("proposals_done")
    words = "text.one" if w.numbers["proposals_done"].value == 1 else "text"
    return kept(w, "proposals", columns, whole="proposals", words=words, n=n, done=done)


def standing(w, row):
    """Return a proposal's status with its day and note."""
    where = ", ".join(part for part in (row.status_date, row.note) if part)
    return with_aside(w.say(f"living.status.{row.status}"), where)


def dialogue(w, rows, codebooks):
    """Write what was said in dialogue, apart from the studies."""
    names = {row.code: w.own(row, "name") for row in codebooks.itertuples()}
    columns = {
        "statement": [marked(w, row, w.own(row, "statement")) for row in rows],
        "topic": [w.say(f"topic.{row.topic}") for row in rows],
        "factor": [text(names.get(row.code, "") or "–") for row in rows],
        "actor": [text(row.actor) for row in rows],
        "date": [w.keep(row.date or "–") for row in rows],
        "source": [text(row.source) for row in rows],
    }
    n, hindrances = w.n("dialogue"), w.n("dialogue_hindrances")
    return kept(w, "dialogue", columns, whole="dialogue", n=n, hindrances=hindrances)


def displaced(w, displacement, by_id):
    """Write what care that could be left out costs; unknown wherever a factor is."""
    rows = list(displacement[displacement.displacement_id != ""].itertuples(index=False))
    names = [join([measures(w, row.recommendation_id, by_id), volume_of(w, row)], " ") for row in rows]
    columns = {
        "recommendation": names,
        "unit_cost": [with_ends(w, row, "unit_cost") for row in rows],
        "avoidable_share": [with_ends(w, row, "avoidable_percent", PERCENT[w.language]) for row in rows],
        "amount_per_year": [amount(w, row) for row in rows],
    }
    said = {"known": w.of("displacement_known"), "unknown": w.n("displacement_unknown")}
    parts = kept(w, "displacement", columns, empty="followup.unknown", **said)
    return [*parts, w.p("followup.displacement.how")]


def volume_of(w, row):
    """Return a volume with its unit and interval, and a mark where it is invented."""
    words = f"{with_ends(w, row, 'volume')} {w.own(row, 'volume_unit')}"
    return aside(f"{words}, {w.say('living.invented')}" if row.invented == "yes" else words)


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
    values = (row.amount, row.low, row.high)
    shown, low, high = (number(None if pd.isna(v) else v / 1e6, w.language, 1) for v in values)
    if "–" in (low, high):
        return with_aside(shown, w.say("followup.no_interval"))
    return w.keep(text(f"{shown} ({low}–{high}){year}"))
