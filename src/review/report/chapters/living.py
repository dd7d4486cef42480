"""Living: the page of one recommendation: what it says, on what ground, and what is missing."""

from urllib.parse import urlsplit

import pandas as pd

from review.display import element, join, safe_link, text
from review.report.chapters.priced import order
from review.report.derived import anchor
from review.report.grounds import adherence_of, in_order
from review.vocabulary import count, decimals_of, number, say, share

__all__ = ["living", "mark", "not_in_force", "source", "title"]


def living(w, known):
    """Return the parts of a recommendation's page, in the order they are read, from its `Grounds`.

    They are ground and standing, studies, the ethics platform with the economics last, exceptions, follow-up,
    proposals, what was said in dialogue (apart from the studies), and what is missing.
    """
    parts = [
        not_in_force(w, known.row),
        in_plain_words(w, known.row),
        facts(w, known.row),
        standing(w, known),
        studies(w, known),
        exceptions(w, known),
        order(w, known.evaluations, known.price_year),
        follow(w, known),
        *others(w, known),
        missing(w, known),
    ]
    return [part for part in parts if part]


def block(w, key, *children, class_="when"):
    """Return a heading with what stands below it."""
    return element("div", element("h5", w.say(key)), *children, class_=class_)


def title(w, row, id=None):
    """Return the heading of a recommendation's page: its id, the measure, and whom it is about."""
    whom = element("span", w.own(row, "condition"), class_="condition")
    name = element("span", row.recommendation_id, class_="id")
    return element("h4", name, " ", w.own(row, "intervention"), " ", whom, id=id)


def not_in_force(w, row):
    """Return that a recommendation is no longer, or not yet, in force, and the year; "" where it is."""
    year = {"expired": row.valid_to, "coming": row.valid_from}.get(row.force)
    return "" if year is None else w.p(f"living.{row.force}", class_="missing", year=f"{year:g}")


def in_plain_words(w, row):
    """Return the line written for patients, "" where there is none."""
    said, lead = w.own(row, "plain"), element("strong", w.say("living.plain"))
    return element("p", lead, ": ", said, class_="plainly") if said else ""


def facts(w, row):
    """Return sender, grade, type, reason, term and source of a recommendation."""
    year = "" if pd.isna(row.guideline_year) else f", {int(row.guideline_year)}"
    said = {
        "evidence.list": text(row.list_name + year),
        "living.priority": text(row.get("priority", "")),
        "area": text(row.guideline_area),
        "evidence.type": w.say(row.intervention_type),
        "evidence.reason": w.say(row.reason),
        "living.valid": valid(w, row),
        "evidence.page": source(w, row),
        "living.confidence": w.say(f"living.confidence.{row.confidence}"),
    }
    pairs = [
        element("div", element("dt", w.capital(key)), element("dd", value))
        for key, value in said.items()
        if value
    ]
    return element("dl", *pairs, class_="facts")


def source(w, row):
    """Return the page a recommendation rests on, whose it is, and when it was last held against the row."""
    site = row.site or urlsplit(row.source_url).netloc or row.source_url
    again = "yes" if row.rechecked_on else "no"
    page = safe_link(row.source_url, say(f"source.{row.kind}", w.language, site=site))
    return join([page, w.say(f"source.rechecked.{again}", on=row.rechecked_on)], "; ")


def valid(w, row):
    """Return from when and until when a recommendation holds."""
    said = [
        w.say(f"living.valid.{key}", year=f"{int(year)}")
        for key, year in (("from", row.valid_from), ("until", row.valid_to))
        if not pd.isna(year)
    ]
    return join(said, " ")


def standing(w, known):
    """Return how the recommendation stands, and the rule that says so."""
    stand = known.standing
    named = element("strong", w.capital(f"standing.{stand.standing}"), class_=f"standing {stand.standing}")
    said = element("p", named, ". ", w.say(f"standing.rule.{stand.rule}"))
    answers = [
        f"{w.capital(key)}: {say(known.priority[key], w.language)}"
        for key in ("low_adherence", "strong_evidence", "harm")
    ]
    return block(w, "living.standing", said, element("p", join(answers, "; "), class_="answers"))


def studies(w, known):
    """Return the studies for and against with their certainty."""
    name = known.row.recommendation_id
    heading = f"{anchor('recommendation', name)}-studies"
    head = element("h5", w.say("living.studies"), id=heading)
    if known.links.empty:
        return element("div", head, element("p", w.say("living.no_studies")), class_="when")
    links = in_order(known.links.sort_values("reference_id", key=lambda ids: ids.map(w.names), kind="stable"))
    frame = pd.DataFrame(
        {
            "study": [w.study(name) for name in links.reference_id],
            "direction": [join([mark(key), w.say(key)], " ") for key in links.direction],
            "certainty": [certainty(w, key) for key in links.certainty],
            "population": [text(whom) if whom else w.say("living.unstated") for whom in links.population],
            "note": [text(note or "–") for note in links.note],
        }
    )
    headings = {"population": w.capital("living.study_population")}
    table = w.bare_table(frame, id=anchor("t-studies", name), labelled_by=heading, headings=headings)
    return element("div", head, table, class_="when studies")


def mark(key):
    """Return the coloured square of a direction."""
    return element("span", "", class_=f"mark {key}", aria_hidden="true")


def certainty(w, key):
    """Return in words how far a study can be trusted on this: no grade of a body of evidence, so no signs."""
    return w.say(key)


def exceptions(w, known):
    """Return when the measure can still be right; a blank prints as not assessed."""
    said = [text(known.row.exceptions)] if known.row.exceptions else []
    for _, row in known.tables["exceptions"].iterrows():
        said.append(
            join([w.own(row, "when"), " (", w.say(f"living.group.{row.group}"), invented(w, row), ")"])
        )
    for exception, same in known.links[known.links.exceptions != ""].groupby("exceptions", sort=False):
        named = join([w.study(name) for name in sorted(same.reference_id, key=w.names.get)], ", ")
        said.append(join([text(exception), " (", named, ")"]))
    answer = w.list(said) if said else element("p", w.say("not_assessed"))
    return block(w, "evidence.when", answer)


def invented(w, row):
    """Return a mark where a row is an invented example."""
    return join([", ", w.say("living.invented")]) if row.get("invented", "no") == "yes" else ""


def follow(w, known):
    """Return adherence, indicators, guidance documents and displaced care."""
    said = {
        "living.adherence": [adherence(w, known.row)],
        "living.indicators": [indicator(w, row) for _, row in known.tables["indicators"].iterrows()],
        "living.coverage": [covered(w, row) for _, row in known.tables["coverage"].iterrows()],
        "living.displacement": [displaced(w, row) for _, row in known.displacement.iterrows()],
    }
    unknown = w.say("unknown")
    pairs = [
        element("div", element("dt", w.say(key)), *[element("dd", value) for value in values or [unknown]])
        for key, values in said.items()
    ]
    return block(w, "living.follow", element("dl", *pairs, class_="facts wide"))


def adherence(w, row):
    """Return what is known of adherence, said so that nobody draws it upside down."""
    known = adherence_of(row)
    if pd.isna(known):
        return w.say("unknown")
    year, people = (row.get(f"adherence_{name}", pd.NA) for name in ("year", "n"))
    year = "2023" if pd.isna(year) else f"{int(year)}"
    said = w.say("living.adherence.never", share=share(float(known) / 100, w.language), year=year)
    counted = "" if pd.isna(people) else w.say("living.adherence.n", n=number(people, w.language))
    return join([said, counted])


def indicator(w, row):
    """Return an indicator: what is divided by what, target, which way is good, from which register."""
    named = {part: w.own(row, part) for part in ("name", "numerator", "denominator")}
    parts = [w.say("living.indicator", **named)]
    if not pd.isna(row.target):
        target = number(row.target, w.language, decimals_of(row.target, 2))
        parts.append(w.say("living.target", target=target))
    parts += [w.say(f"living.{row.direction}"), text(row.data_source)]
    return join([join(parts, "; "), invented(w, row)])


def covered(w, row):
    """Return whether a guidance document says what the recommendation says."""
    named = row.get("title", "") or row.document_id
    where = f", {row.place}" if row.place else ""
    return join([text(named + where), ": ", w.say(f"living.{row.status}"), invented(w, row)])


def displaced(w, row):
    """Return what care that could be left out costs, unknown where anything it rests on is."""
    if pd.isna(row.amount):
        return w.say("unknown")
    amounts = {name: number(rounded(row[name]), w.language) for name in ("amount", "low", "high")}
    return join([w.say("living.displacement.amount", **amounts), invented(w, row)])


def rounded(amount):
    """Return an amount with three digits that say something; an estimate knows no more."""
    return amount if pd.isna(amount) or not amount else float(f"{amount:.3g}")


def others(w, known):
    """Return proposals, tests at intervals and what was said in dialogue, each apart, where there are any."""
    makers = {"proposals": proposal, "test_intervals": tested, "dialogue": told}
    return [
        block(w, f"living.{name}", w.list([make(w, row) for _, row in known.tables[name].iterrows()]))
        for name, make in makers.items()
        if len(known.tables[name])
    ]


def proposal(w, row):
    """Return a proposal with its sender and status."""
    said = join([text(row.sender), text(row.date), w.say(f"living.status.{row.status}")], ", ")
    return join([text(w.own(row, "proposal")), " (", said, invented(w, row), ")"])


def tested(w, row):
    """Return a test with its interval and what is proposed."""
    what = w.own(row, "proposal") or say(f"living.proposal.{row.proposal}", w.language)
    said = w.say("living.interval", test=w.own(row, "test"), interval=w.own(row, "recommended_interval"),
                 proposal=what)  # fmt: skip
    return join([said, invented(w, row)])


def told(w, row):
    """Return something said in dialogue, with who said it."""
    return join(
        [text(w.own(row, "statement")), " (", text(row.actor), ", ", text(row.date), invented(w, row), ")"]
    )


def missing(w, known):
    """Return what is missing."""
    said = [
        w.say(f"living.lacks.{key}", **({} if n is None else {"n": count(n, "study", w.language)}))
        for key, n in known.missing
    ]
    answer = w.list(said) if said else element("p", w.say("living.nothing_missing"))
    return block(w, "living.missing", answer, class_="when lacking")
