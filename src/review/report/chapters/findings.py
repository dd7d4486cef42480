"""Findings: the one page for those who read only one."""

from review.display import element, join
from review.report.chapters.answers import begin, factors, tried
from review.report.chapters.determinants import named
from review.report.chapters.register import beyond
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


def findings(w, by_id, guidelines, coded, codebooks, flags_said, price_year):
    """Write the chapter."""
    known = w.numbers
    parts = [
        begun(w, by_id) if known["links"].value else "",
        statement(w, "findings.evidence", evidence(w, flags_said))
        if known["included"].value
        else w.missing("findings.none"),
        *supported(w),
        *answered(w, coded, codebooks),
        statement(w, "findings.economy", economy(w, price_year))
        if known["evaluations"].value
        else w.missing("findings.no_economy"),
        statement(w, "findings.gaps", missing(w)) if len(guidelines) else "",
        beyond(w),
    ]
    cards = element("ul", *[card(w, *names) for names in CARDS if known[names[2]].value], class_="cards")
    said = element("div", *parts, class_="statements")
    return w.section("findings", "findings", *unfinished(w), cards, said, caveat(w))


def begun(w, by_id):
    """Return which care to begin with, over the whole width."""
    return element("div", element("h3", w.say("findings.begin")), *begin(w, by_id), class_="finding wide")


def unfinished(w):
    """Return a sentence that says so where references still wait, before any number is read."""
    if not w.numbers["unfinished"].value:
        return []
    return [w.p("screening.outcomes.open", class_="missing", n=w.of("unfinished"))]


def supported(w):
    """Return which way the studies point, or that none is tied to a recommendation."""
    if w.numbers["links"].value:
        return [statement(w, "findings.direction", direction(w))]
    return [w.missing("findings.no_links")] if w.numbers["included"].value else []


def answered(w, coded, codebooks):
    """Return what hinders and helps, and what was tried."""
    counts = named(w, coded, codebooks) if len(coded) else None
    said = {} if counts is None else {"factors": factors(w, counts), "tried": tried(w, counts)}
    if w.numbers["included"].value and not any(said.values()):
        return [w.missing("findings.no_codes")]
    return [statement(w, f"findings.{key}", sentence) for key, sentence in said.items() if sentence]


def card(w, key, name, whole):
    """Return one number card: a number, what it counts, and of how many."""
    # spaces between them, so that they are words apart wherever the style is not
    said = {
        "value": w.n(name),
        "what": w.say(f"findings.card.{key}"),
        "whole": w.say(f"findings.card.{key}.of", n=w.n(whole)),
    }
    return element("li", join([element("span", words, class_=kind) for kind, words in said.items()], " "))


def statement(w, key, sentence):
    """Return a finding: a few words in front, then the sentence."""
    return element("div", element("h3", w.say(key)), element("p", sentence), class_="finding")


def evidence(w, flags_said):
    """Return how much was found and what it is about."""
    return w.say(
        "findings.evidence.text" if flags_said else "findings.evidence.unsaid",
        records=w.count("records", "record"), references=w.count("references", "reference"),
        included=w.count("included", "study"), low_value=w.of("included_low_value_care"),
        removal=w.of("included_de_implementation"), both=w.n("included_both"),
    )  # fmt: skip


def direction(w):
    """Return which way the studies point."""
    names = ("with_studies", "register", "links", "supports", "contradicts", "mixed", "context")
    said = [w.say("findings.direction.text", **{name: w.n(name) for name in names})]
    if w.numbers["opposed"].value:
        said.append(w.say("findings.direction.divided", opposed=w.count("opposed", "findings.opposed")))
    return join(said, " ")


def economy(w, price_year):
    """Return how the evaluations read, and how sure those are that save without a loss."""
    sure = {key: w.n(f"saves_{key}") for key in ("sure", "open", "unknown")}
    told = w.say(
        "findings.economy.text", evaluations=w.count("evaluations", "evaluation"), saves=w.n("saves"),
        read=w.n("read"), loss=w.n("saves_with_loss"), costs=w.n("costs"), converted=w.n("converted"),
        year=str(price_year),
    )  # fmt: skip
    saves = w.numbers["saves"].value
    return join([told, w.say("findings.economy.sure", saves=w.n("saves"), **sure)], " ") if saves else told


def missing(w):
    """Return where nothing is known."""
    tied = w.numbers["links"].value or not w.numbers["included"].value
    return w.say(
        "findings.gaps.text" if tied else "findings.gaps.unlinked",
        without=w.n("guidelines_without"), guidelines=w.n("guidelines"),
        unsupported=w.of("unsupported"), identified=w.n("identified"), printed=w.n("printed_icke_gora"),
    )  # fmt: skip


def caveat(w):
    """Return the caveat that every report bears."""
    title = say("caveat.title", w.language)
    return element("div", element("h3", title), element("p", join([w.say("caveat.text")])), class_="caveat")
