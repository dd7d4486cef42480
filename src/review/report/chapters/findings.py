"""Findings: the one page for those who read only one."""

from review.display import element, join
from review.report import derived
from review.vocabulary import say

__all__ = ["caveat", "findings"]

CARDS = (
    ("included", "included", "assessed"),
    ("with_studies", "with_studies", "register"),
    ("icke_gora", "identified", "printed_icke_gora"),
    ("guidelines_without", "guidelines_without", "guidelines"),
    ("adherence", "adherence_mean", "adherence_measured"),
    ("saves", "saves", "read"),
)
"""A card's words, the number it shows, and the number it is a part of."""


def findings(w):
    """Write the chapter."""
    parts = [element("ul", *[card(w, *names) for names in CARDS], class_="cards")]
    if w.numbers["included"].value:
        parts.append(statement(w, "findings.evidence", evidence(w)))
    else:
        parts.append(w.p("findings.none", class_="missing"))
    if w.numbers["links"].value:
        parts.append(statement(w, "findings.direction", direction(w)))
    if w.numbers["evaluations"].value:
        parts.append(statement(w, "findings.economy", economy(w)))
    else:
        parts.append(w.p("findings.no_economy", class_="missing"))
    if len(w.snapshot.guidelines):
        parts.append(statement(w, "findings.gaps", missing(w)))
    return w.section("findings", "findings", *parts, caveat(w))


def card(w, key, name, whole):
    """Return one number card: a number, what it counts, and of how many."""
    return element(
        "li",
        element("span", w.n(name), class_="value"),
        element("span", w.say(f"findings.card.{key}"), class_="what"),
        element("span", w.say(f"findings.card.{key}.of", n=w.n(whole)), class_="whole"),
    )


def statement(w, key, sentence):
    """Return a finding: a few words in front, then the sentence."""
    return element("div", element("h3", w.say(key)), element("p", sentence), class_="finding")


def evidence(w):
    """Return how much was found and what it is about."""
    return w.say(
        "findings.evidence.text" if derived.flags_said(w.snapshot) else "findings.evidence.unsaid",
        records=w.count("records", "record"),
        references=w.count("references", "reference"),
        included=w.count("included", "study"),
        low_value=w.of("included_low_value_care"),
        removal=w.of("included_de_implementation"),
        both=w.n("included_both"),
    )


def direction(w):
    """Return which way the studies point."""
    names = ("with_studies", "register", "links", "supports", "contradicts", "mixed", "context")
    return w.say(
        "findings.direction.text", **{name: w.n(name) for name in names},
        opposed=w.count("opposed", "findings.opposed"),
    )  # fmt: skip


def economy(w):
    """Return how the evaluations read."""
    return w.say(
        "findings.economy.text", evaluations=w.count("evaluations", "evaluation"), saves=w.n("saves"),
        read=w.n("read"), loss=w.n("saves_with_loss"), costs=w.n("costs"),
    )  # fmt: skip


def missing(w):
    """Return where nothing is known."""
    return w.say(
        "findings.gaps.text", without=w.n("guidelines_without"), guidelines=w.n("guidelines"),
        unsupported=w.of("unsupported"), identified=w.n("identified"), printed=w.n("printed_icke_gora"),
    )  # fmt: skip


def caveat(w):
    """Return the caveat that every report bears."""
    title = say("caveat.title", w.language)
    return element("div", element("h3", title), element("p", join([w.say("caveat.text")])), class_="caveat")
