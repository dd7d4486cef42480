"""Appendices: the rows behind everything."""

import pandas as pd

from review.display import element, join, safe_link, text, title_of
from review.evidence import FLAGS
from review.report import derived
from review.report.chapters.gaps import register_id
from review.report.writer import study_id
from review.text import split
from review.vocabulary import number, say, sort_key

__all__ = ["appendices"]

METHODS = {
    "prisma": "10.1136/bmj.n71",
    "stopping": "10.1186/s13643-020-01521-4",
    "kappa": "10.1177/001316446002000104",
    "ac1": "10.1348/000711006x126600",
}
"""The methods a report rests on, by the words that name them, and where they are published."""

N_AUTHORS = 6


def appendices(w):
    """Write the chapter."""
    return w.section(
        "appendices", "appendices",
        w.heading("appendix.included"), included(w),
        w.heading("appendix.excluded"), excluded(w),
        w.heading("appendix.register"), register(w),
        w.heading("appendix.codebook"), codebook(w),
        w.heading("appendix.glossary"), glossary(w),
        w.heading("appendix.numbers"), *all_numbers(w),
        w.heading("appendix.sources"), *sources(w),
        w.heading("appendix.versions"), versions(w),
        w.heading("appendix.inputs"), inputs(w),
    )  # fmt: skip


def publications(w, rows):
    """Return references as columns of a table: short name, title and where published, year, DOI."""
    return {
        "study": [text(w.names[name]) for name in rows.reference_id],
        "title": [described(row, w) for row in rows.itertuples()],
        "year": [None if pd.isna(year) else text(int(year)) for year in rows.year],
    }


def described(row, w):
    """Return the title of a reference, and below it authors, journal and DOI."""
    title = title_of(row.title.strip().rstrip(".") or "–", row.language)
    return join([title, element("span", published(row, w), class_="where")], " ")


def published(row, w):
    """Return authors, journal and DOI (or the PubMed number) of a reference in one line."""
    authors = split(row.authors)
    shown = "; ".join(authors[:N_AUTHORS]).rstrip(".")
    if len(authors) > N_AUTHORS:
        shown += " " + say("et_al", w.language)
    place = " ".join(part for part in (row.volume, f"({row.issue})" if row.issue else "") if part)
    place = ": ".join(part for part in (place, row.pages) if part)
    parts = [element("bdi", part) for part in (shown, f"{row.journal} {place}".strip()) if part]
    if row.doi:
        parts.append(element("bdi", "doi:", safe_link(row.doi), class_="doi"))
    elif row.pmid:
        parts.append(text(f"PMID {row.pmid}"))
    return join(parts, ". ")


def included(w):
    """Return the included studies, sortable and searchable."""
    rows = derived.sorted_references(w.snapshot.included())
    said = derived.included_flags(w.snapshot).set_index("reference_id")
    links = derived.counted_links(w.snapshot)
    tied = links.groupby("reference_id").recommendation_id.agg(sorted)
    frame = pd.DataFrame(
        publications(w, rows)
        | {
            "about": [
                text(", ".join(say(flag, w.language) for flag in FLAGS if said[flag][name]) or "–")
                for name in rows.reference_id
            ],
            "recommendations": [
                join([linked(one) for one in tied[name]], ", ") if name in tied.index else text("–")
                for name in rows.reference_id
            ],
        }
    )
    return w.table(
        frame, id="t-included", caption="appendix.included", empty="appendix.included.none", sortable=True,
        row_ids=[study_id(name) for name in rows.reference_id],
    )  # fmt: skip


def linked(name):
    """Return the id of a recommendation as a link to its page."""
    return element("a", name, href=f"#{derived.anchor('recommendation', name)}")


def excluded(w):
    """Return the excluded full texts with the reason of each."""
    gone = w.snapshot.full_text[w.snapshot.full_text.outcome == "exclude"].set_index("reference_id").reason
    rows = w.snapshot.references
    rows = derived.sorted_references(rows[rows.reference_id.isin(gone.index)])
    reasons = [w.say(gone[name] or "no_reason") for name in rows.reference_id]
    frame = pd.DataFrame(publications(w, rows) | {"reason": reasons})
    return w.table(
        frame, id="t-excluded", caption="appendix.excluded", empty="appendix.excluded.none", sortable=True,
        row_ids=[study_id(name) for name in rows.reference_id],
    )  # fmt: skip


def register(w):
    """Return the whole register."""
    rows = w.snapshot.recommendations
    frame = pd.DataFrame(
        {
            "id": [text(name) for name in rows.recommendation_id],
            "recommendation": [w.recommendation(row) for row in rows.itertuples()],
            "area": [text(name) for name in rows.guideline_area],
            "list_name": [safe_link(row.source_url, row.list_name) for row in rows.itertuples()],
            "intervention_type": [w.say(name) for name in rows.intervention_type],
            "reason": [w.say(name) for name in rows.reason],
            "confidence": [w.say(name) for name in rows.confidence],
        }
    )
    return w.table(
        frame, id="t-register", caption="appendix.register.table", headings={"id": "Id"}, sortable=True,
        row_ids=[register_id(name) for name in rows.recommendation_id],
    )  # fmt: skip


def codebook(w):
    """Return every code with its meaning and source."""
    rows = w.snapshot.codebooks
    frame = pd.DataFrame(
        {
            "codebook": [w.word("codebook", name) for name in rows.codebook],
            "code": [text(name) for name in rows[f"name_{w.language}"]],
            "definition": [text(said or "–") for said in rows[f"definition_{w.language}"]],
            "source": [w.say(source) for source in rows.source],
        }
    )
    return w.table(
        frame, id="t-codebook", caption="appendix.codebook.table", empty="appendix.codebook.none",
        sortable=True,
    )  # fmt: skip


def glossary(w):
    """Return all terms in both languages with their meaning and source."""
    rows, other = w.snapshot.glossary, "en" if w.language == "sv" else "sv"
    rows = rows.to_dict("records")
    rows.sort(key=lambda row: sort_key(row[f"term_{w.language}"] or row[f"term_{other}"]))
    frame = pd.DataFrame(
        {
            "term": [text(row[f"term_{w.language}"] or "–") for row in rows],
            "other_language": [element("span", row[f"term_{other}"] or "–", lang=other) for row in rows],
            "definition": [text(row[f"definition_{w.language}"] or "–") for row in rows],
            "source": [w.say(row["source"]) for row in rows],
        }
    )
    return w.table(frame, id="t-glossary", caption="appendix.glossary")


def all_numbers(w):
    """Return every number of the report: what it counts, in words, and what it is a part of."""
    frame = pd.DataFrame(
        {
            "what_is_counted": [
                text(begun(one.in_words(name, w.language))) for name, one in w.numbers.items()
            ],
            "value_of_number": [w.n(name) for name in w.numbers],
            "part_of": [number(one.denominator, w.language) for one in w.numbers.values()],
        }
    )
    shown = w.table(
        frame, id="t-numbers", caption="appendix.numbers.table", right=["value_of_number", "part_of"]
    )
    return [w.p("appendix.numbers.text"), shown]


def begun(words):
    """Return words as a sentence begins."""
    return words[:1].upper() + words[1:]


def sources(w):
    """Return where the printed numbers, definitions and methods come from."""
    tables = (w.snapshot.totals, w.snapshot.guidelines, w.snapshot.glossary, w.snapshot.thresholds)
    named = sorted({source for table in tables for source in table.source}, key=sort_key)
    methods = [join([w.say(f"source.{key}"), safe_link(where)], ", ") for key, where in METHODS.items()]
    return [
        w.p("appendix.sources.text"),
        w.list([w.say(source) for source in named]),
        w.p("appendix.sources.methods"),
        w.list(methods),
    ]


def versions(w):
    """Return the software behind the report."""
    rows = [(text(name), text(version)) for name, version in w.snapshot.versions.items()]
    frame = pd.DataFrame(rows, columns=["software", "version"])
    return w.table(frame, id="t-versions", caption="appendix.versions", narrow=True)


def inputs(w):
    """Return every file the report rests on with its checksum."""
    imports, others = w.snapshot.imports, w.snapshot.inputs
    rows = [(name, digest) for name, digest in zip(imports.file_name, imports.sha256, strict=True)]
    if len(others):
        rows += list(zip(others.file, others.sha256, strict=True))
    frame = pd.DataFrame(
        [(text(name), element("code", digest)) for name, digest in rows], columns=["file", "sha256"]
    )
    return w.table(frame, id="t-inputs", caption="appendix.inputs", empty="appendix.inputs.none")
