"""Evidence: each recommendation with the studies behind it, for and against."""

import pandas as pd

from review.display import Html, element, join, safe_link, text
from review.evidence import DIRECTIONS
from review.figures import directions
from review.register import ICKE_GORA
from review.report import derived
from review.vocabulary import count, number, say, share

__all__ = ["evidence"]

N_DRAWN = 15
"""Recommendations drawn in the figure; the table holds all."""

PLUSES = {"high": 4, "moderate": 3, "low": 2, "very_low": 1}


def evidence(w):
    """Write the chapter."""
    counts = derived.tally(w.snapshot)
    if counts.empty:
        empty = element("p", w.say("evidence.none"), id="t-evidence", class_="missing")
        return w.section("evidence", "evidence", empty)
    rows = w.snapshot.recommendations.set_index("recommendation_id", drop=False)
    parts = [w.p("evidence.lead")]
    if w.numbers["links_left_out"].value:
        parts.append(w.p("evidence.left_out", n=w.count("links_left_out", "link")))
    parts += [picture(w, counts, rows), overview(w, counts, rows)]
    first = counts.recommendation_id.map(rows.list_name) == ICKE_GORA
    for key, group in (("evidence.icke_gora", counts[first]), ("evidence.others", counts[~first])):
        if len(group):
            parts += [w.heading(key), *articles(w, group, rows)]
    return w.section("evidence", "evidence", *parts)


def articles(w, counts, rows):
    """Return a fold per recommendation."""
    links, costed = derived.counted_links(w.snapshot), derived.counted_evaluations(w.snapshot)
    return [
        article(
            w, rows.loc[one.recommendation_id], one, links[links.recommendation_id == one.recommendation_id],
            costed[costed.recommendation_id == one.recommendation_id],
        )
        for one in counts.itertuples()
    ]  # fmt: skip


def picture(w, counts, rows):
    """Return the figure of studies per recommendation."""
    drawn = counts.head(N_DRAWN)
    names = [f"{name} {whole(w, rows.loc[name])}" for name in drawn.recommendation_id]
    key = "evidence.figure" if len(drawn) == len(counts) else "evidence.figure.first"
    return w.figure(
        directions(
            drawn.assign(recommendation=names), name="f-evidence", language=w.language,
            caption=say(key, w.language, n=number(len(drawn), w.language)),
        )
    )  # fmt: skip


def plain(w, row):
    """Return a recommendation's words without HTML."""
    return (row.intervention_en if w.language == "en" else "") or row.intervention_sv


def whole(w, row):
    """Return what is not to be done and to whom: many recommendations share a measure."""
    return f"{plain(w, row)}: {condition_of(w, row)}"


def condition_of(w, row):
    """Return whom a recommendation is about, without HTML."""
    return (row.condition_en if w.language == "en" else "") or row.condition_sv


def overview(w, counts, rows):
    """Return the table of studies per recommendation and direction."""
    frame = pd.DataFrame(
        {
            "recommendation": [
                join([element("a", name, href=f"#{article_id(name)}"), w.recommendation(rows.loc[name])], " ")
                for name in counts.recommendation_id
            ]
        }
    )
    for key in (*DIRECTIONS, "total"):
        frame[key] = counts[key]
    return w.table(frame, id="t-evidence", caption="evidence.table")


def article_id(recommendation_id):
    """Return the id of a recommendation's article."""
    return derived.anchor("recommendation", recommendation_id)


def article(w, row, tally, links, costed):
    """Return one recommendation: what it says, its studies, its exceptions, its economics in their place."""
    name = article_id(row.recommendation_id)
    head = element(
        "h4", element("span", row.recommendation_id, class_="id"), " ", plain(w, row),
        element("span", condition_of(w, row), class_="condition"), id=f"{name}-title",
    )  # fmt: skip
    tallied = [
        element("span", mark(key), f"{number(n, w.language)} {say(key, w.language)}", class_="keep")
        for key in DIRECTIONS
        if (n := getattr(tally, key))
    ]
    parts = [facts(w, row), studies(w, row, links), exceptions(w, row, links), ethics(w, costed)]
    summary = element("summary", head, element("span", join(tallied, " "), class_="tally"))
    # a link to the recommendation opens its fold, so the id is inside
    fold = element("details", summary, element("div", *parts, id=name, class_="unfolded"))
    return element("article", fold, aria_labelledby=f"{name}-title")


def mark(key):
    """Return the coloured square of a direction."""
    return element("span", "", class_=f"mark {key}", aria_hidden="true")


def facts(w, row):
    """Return sender, type, reason, adherence and source of a recommendation."""
    adherence = row.adherence_2023_percent
    year = "" if pd.isna(row.guideline_year) else f", {int(row.guideline_year)}"
    said = {
        "evidence.list": text(row.list_name + year),
        "area": text(row.guideline_area),
        "evidence.type": w.say(row.intervention_type),
        "evidence.reason": w.say(row.reason),
        "evidence.adherence": w.say("unknown") if pd.isna(adherence) else share(adherence / 100, w.language),
        "evidence.page": safe_link(row.source_url, say("evidence.page.link", w.language)),
    }
    pairs = [
        element("div", element("dt", w.capital(key)), element("dd", value)) for key, value in said.items()
    ]
    return element("dl", *pairs, class_="facts")


def studies(w, row, links):
    """Return the table of studies, those for first, then those against."""
    order = {key: place for place, key in enumerate(DIRECTIONS)}
    links = links.assign(_place=links.direction.map(order), _name=links.reference_id.map(w.names))
    links = links.sort_values(["_place", "_name"], kind="stable")
    frame = pd.DataFrame(
        {
            "study": [w.study(name) for name in links.reference_id],
            "direction": [direction(w, key) for key in links.direction],
            "certainty": [certainty(w, key) for key in links.certainty],
            "note": [text(note or "–") for note in links.note],
        }
    )
    name = article_id(row.recommendation_id)
    return w.bare_table(
        frame, id=derived.anchor("t-studies", row.recommendation_id), labelled_by=f"{name}-title"
    )


def direction(w, key):
    """Return a direction in words with its colour beside."""
    return join([mark(key), w.say(key)], " ")


def certainty(w, key):
    """Return certainty as plus signs in circles, as GRADE tables have them, and in words."""
    if key not in PLUSES:
        return w.say("not_assessed")
    signs = "⊕" * PLUSES[key] + "◯" * (4 - PLUSES[key])
    return join([element("span", signs, class_="grade", aria_hidden="true"), w.say(key)], " ")


def exceptions(w, row, links):
    """Return when the measure can still be right; a blank prints as not assessed."""
    said = [text(row.exceptions)] if row.exceptions else []
    for exception, same in links[links.exceptions != ""].groupby("exceptions", sort=False):
        named = join([w.study(name) for name in sorted(same.reference_id, key=w.names.get)], ", ")
        said.append(join([text(exception), " (", named, ")"]))
    answer = w.list(said) if said else element("p", w.say("not_assessed"))
    return element("div", element("h5", w.say("evidence.when")), answer, class_="when")


def ethics(w, costed):
    """Return the principles of the ethics platform in their order, the economics last and never alone."""
    not_assessed = w.say("not_assessed")
    lines = [
        join([element("strong", w.say("evidence.dignity")), not_assessed], ": "),
        join([element("strong", w.say("evidence.need")), not_assessed], ": "),
        join([element("strong", w.say("evidence.cost")), cost_line(w, costed)], ": "),
    ]
    order = element("ol", *[element("li", line) for line in lines])
    return element("div", element("h5", w.say("evidence.order")), order, class_="ethics")


def cost_line(w, costed):
    """Return how the evaluations read, and a class of cost only where it can be known."""
    if costed.empty:
        return w.say("evidence.no_cost")
    read = costed.reading.where(costed.reading != "", "unknown").value_counts()
    words = [f"{say(f'reading.{key}', w.language)} ({number(n, w.language)})" for key, n in read.items()]
    shown = count(len(costed), "evaluation", w.language)
    sentence = join([element("a", shown, href="#t-results"), text(": " + "; ".join(sorted(words)))])
    return join([sentence, cost_class(w, costed)], "; ")


def cost_class(w, costed):
    """Return the class of cost per QALY of the measure, or why none is given."""
    in_kronor = costed[(costed.not_converted == "") & (costed.effect_unit == "QALY")]
    in_kronor = in_kronor[in_kronor.saved_per_unit_lost.notna()]
    ratios, years = in_kronor.saved_per_unit_lost, in_kronor.price_year
    if ratios.empty:
        return w.say("evidence.no_class") if (costed.not_converted != "").any() else Html("")
    limits = w.snapshot.thresholds
    for row in limits.itertuples():
        above = pd.isna(row.from_sek_per_qaly) or ratios.max() >= row.from_sek_per_qaly
        if above and (pd.isna(row.below_sek_per_qaly) or ratios.max() < row.below_sek_per_qaly):
            key = "evidence.class.confirmed" if row.status == "confirmed" else "evidence.class"
            name = row.class_sv if w.language == "sv" else row.class_en
            return w.say(key, name=name, years=", ".join(sorted({f"{year:.0f}" for year in years})))
    return Html("")
