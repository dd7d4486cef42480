"""Imprint: who stands behind the report, in their own words and no other."""

from review.display import element, join, markdown, text
from review.report.writer import NO_SECTION
from review.vocabulary import date_in_words

__all__ = ["conclusions", "imprint"]

FACTS = ("organisation", "contact", "funding", "interests", "reference", "article", "licence", "cite")


def conclusions(w, project):
    """Write the chapter of conclusions, which people draw; nothing where they have drawn none."""
    said = project.publisher.conclusions[w.language] if project.publisher.conclusions else ""
    if not said:
        return NO_SECTION
    return w.section("conclusions", "conclusions", w.p("conclusions.whose"), element("div", markdown(said)))


def imprint(w, project):
    """Write the chapter: foreword, authors, what else the publisher says, and what was corrected."""
    known = project.publisher
    foreword = known.foreword[w.language] if known.foreword else ""
    parts = [
        element("div", w.heading("imprint.foreword"), markdown(foreword)) if foreword else "",
        authors(w, known.authors) if known.authors else "",
        facts(w, known),
        corrections(w, known.corrections) if known.corrections else "",
    ]
    return w.section("imprint", "imprint", *[part for part in parts if part] or [w.missing("imprint.none")])


def authors(w, people):
    """Return who wrote the report, each with a role."""
    named = [join([name, role[w.language]] if role[w.language] else [name], ", ") for name, role in people]
    return join([w.heading("imprint.authors"), w.list(named)])


def facts(w, known):
    """Return what is said of the publication as terms and their values, "" where nothing is."""
    said = {}
    for name in FACTS:
        value = getattr(known, name)
        said[name] = value.get(w.language, "") if isinstance(value, dict) else value
    pairs = [element("div", element("dt", w.say(f"imprint.{name}")), element("dd", text(value)))
             for name, value in said.items() if value]  # fmt: skip
    return element("dl", *pairs, class_="facts wide") if pairs else ""


def corrections(w, rows):
    """Return what was corrected, the last first."""
    said = [join([date_in_words(day, w.language), words[w.language]], ": ") for day, words in rows]
    return join([w.heading("imprint.corrections"), w.list(said)])
