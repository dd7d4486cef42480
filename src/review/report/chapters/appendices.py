"""Appendices: the rows behind everything."""

import pandas as pd

from review.display import element, join, safe_link, text, title_of
from review.evidence import FLAGS
from review.report.chapters.living import not_in_force, source
from review.report.derived import anchor, sorted_references
from review.report.writer import aside, fold, link
from review.text import split
from review.vocabulary import capital, number, say, sort_key

__all__ = ["appendices"]

METHODS = {
    "prisma": "10.1136/bmj.n71",
    "stopping": "10.1186/s13643-020-01521-4",
    "kappa": "10.1177/001316446002000104",
    "ac1": "10.1348/000711006x126600",
}
"""The methods a report rests on, by the words that name them, and where they are published."""

N_AUTHORS = 6


def appendices(
    w, references, included, included_flags, tied, full_text, by_id, codebooks, glossary, totals,
    guidelines, thresholds, versions, imports, inputs,
):  # fmt: skip
    """Write the chapter."""
    printed = (totals, guidelines, glossary, thresholds)
    return w.section(
        "appendices", "appendices",
        folded(w, "included", studies(w, included, included_flags, tied)),
        folded(w, "excluded", excluded(w, references, full_text)),
        folded(w, "register", register(w, by_id)),
        folded(w, "codebook", codebook(w, codebooks)),
        folded(w, "glossary", words(w, glossary)),
        folded(w, "numbers", *all_numbers(w)),
        folded(w, "sources", *sources(w, [name for table in printed for name in table.source])),
        folded(w, "versions", software(w, versions)),
        folded(w, "inputs", files(w, imports, inputs)),
    )  # fmt: skip


def folded(w, name, *inside):
    """Return an appendix as the line it folds to."""
    return fold(w.heading(f"appendix.{name}"), *inside, class_="appendix")


def publications(w, rows, more, *, id, caption):
    """Return the table of references with their titles and places, and what else is said of each."""
    columns = {
        "study": [text(w.names[name]) for name in rows.reference_id],
        "title": [described(w, row) for row in rows.itertuples()],
        "year": [None if pd.isna(year) else text(int(year)) for year in rows.year],
    }
    how = {"empty": f"{caption}.none", "row_ids": [anchor("study", name) for name in rows.reference_id]}
    return w.table(columns | more, id=id, caption=caption, sortable=True, **how)


def described(w, row):
    """Return the title of a reference, and below it authors, journal and DOI."""
    title = title_of(row.title.strip().rstrip(".") or "–", row.language)
    return join([title, aside(published(w, row))], " ")


def published(w, row):
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


def studies(w, included, included_flags, tied):
    """Return the included studies, sortable and searchable."""
    rows, said = sorted_references(included), included_flags.set_index("reference_id")
    links = tied.groupby("reference_id").recommendation_id.agg(sorted)
    about, recommendations = [], []
    for name in rows.reference_id:
        flags = [say(flag, w.language) for flag in FLAGS if said[flag][name]]
        about.append(text(", ".join(flags) or "–"))
        pages = [link(one, "recommendation", one) for one in links.get(name, [])]
        recommendations.append(join(pages, ", ") if pages else text("–"))
    more = {"about": about, "recommendations": recommendations}
    return publications(w, rows, more, id="t-included", caption="appendix.included")


def excluded(w, references, full_text):
    """Return the excluded full texts with the reason of each."""
    gone = full_text[full_text.outcome == "exclude"].set_index("reference_id").reason
    rows = sorted_references(references[references.reference_id.isin(gone.index)])
    reasons = {"reason": [w.say(gone[name] or "no_reason") for name in rows.reference_id]}
    return publications(w, rows, reasons, id="t-excluded", caption="appendix.excluded")


def register(w, rows):
    """Return the whole register."""
    columns = {
        "id": [text(name) for name in rows.recommendation_id],
        "recommendation": [
            join([w.recommendation(row), not_in_force(w, row)], " ") for row in rows.itertuples()
        ],
        "area": [text(name) for name in rows.guideline_area],
        "list_name": [text(name) for name in rows.list_name],
        "evidence.page": [source(w, row) for row in rows.itertuples()],
        **{
            name: [w.say(one) for one in rows[name]] for name in ("intervention_type", "reason", "confidence")
        },
    }
    how = {"headings": {"id": "Id"}, "row_ids": [anchor("register", name) for name in rows.recommendation_id]}
    return w.table(columns, id="t-register", caption="appendix.register.table", sortable=True, **how)


def codebook(w, rows):
    """Return every code with its meaning and source."""
    columns = {
        "codebook": [w.word("codebook", name) for name in rows.codebook],
        "code": [text(name) for name in rows[f"name_{w.language}"]],
        "definition": [text(said or "–") for said in rows[f"definition_{w.language}"]],
        "source": [w.say(source) for source in rows.source],
    }
    how = {"caption": "appendix.codebook.table", "empty": "appendix.codebook.none", "sortable": True}
    return w.table(columns, id="t-codebook", **how)


def words(w, glossary):
    """Return all terms in both languages with their meaning and source."""
    mine, other = f"term_{w.language}", f"term_{w.other}"
    rows = sorted(glossary.to_dict("records"), key=lambda row: sort_key(row[mine] or row[other]))
    columns = {
        "term": [text(row[mine] or "–") for row in rows],
        "other_language": [element("span", row[other] or "–", lang=w.other) for row in rows],
        "definition": [text(row[f"definition_{w.language}"] or "–") for row in rows],
        "source": [w.say(row["source"]) for row in rows],
    }
    return w.table(columns, id="t-glossary", caption="appendix.glossary")


def all_numbers(w):
    """Return every number of the report: what it counts, in words, and what it is a part of."""
    columns = {
        "what_is_counted": [capital(one.in_words(name, w.language)) for name, one in w.numbers.items()],
        "value_of_number": [w.n(name) for name in w.numbers],
        "part_of": [number(one.denominator, w.language) for one in w.numbers.values()],
    }
    how = {"caption": "appendix.numbers.table", "right": ["value_of_number", "part_of"]}
    return [w.p("appendix.numbers.text"), w.table(columns, id="t-numbers", **how)]


def sources(w, printed):
    """Return where the printed numbers, definitions and methods come from."""
    methods = [join([w.say(f"source.{key}"), safe_link(where)], ", ") for key, where in METHODS.items()]
    return [
        w.p("appendix.sources.text"),
        w.list([w.say(source) for source in sorted(set(printed), key=sort_key)]),
        w.p("appendix.sources.methods"),
        w.list(methods),
    ]


def software(w, versions):
    """Return the software behind the report."""
    columns = {"software": list(map(text, versions)), "version": list(map(text, versions.values()))}
    return w.table(columns, id="t-versions", caption="appendix.versions", narrow=True)


def files(w, imports, inputs):
    """Return every file the report rests on with its checksum."""
    rows = pd.concat([imports.rename(columns={"file_name": "file"}), inputs])
    columns = {
        "file": [text(name) for name in rows.file],
        "sha256": [element("code", digest) for digest in rows.sha256],
    }
    return w.table(columns, id="t-inputs", caption="appendix.inputs", empty="appendix.inputs.none")
