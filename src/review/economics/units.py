"""Units: what an effect counts, whether more of it is better, and over how many patients it is counted."""

import re
from dataclasses import dataclass

from review.economics.cells import as_text

__all__ = ["Unit", "is_qaly", "unit_of"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What an effect counts.

    Attributes
    ----------
    kind : str
        A name of `KNOWN`, "" where the words are none of those.
    better : str
        "higher", "lower", or "" where nobody can tell: then it is asked.
    per : int
        Patients the effect is counted over: 1000 for "QALY per 1 000 patients"; 0 where that is in doubt.
    costs_too : bool or None
        Whether the costs are counted over the same; None where it is not said.
    gained : str
        What a patient who is better off gains one of, such as "QALY" or "death avoided".
    """

    kind: str
    better: str
    per: int = 1
    costs_too: bool | None = None
    gained: str = ""

    def per_patient(self, effect):
        """Return what a patient gains of a difference in effect, above zero is better; None: in doubt."""
        sign = {"higher": 1, "lower": -1, "": 0}[self.better]
        if not effect:
            return effect
        return sign * effect / self.per if sign and self.per else None

    def cost_per_patient(self, cost):
        """Return a cost per patient; where nothing is said of it, it is that already."""
        return cost / self.per if self.costs_too and self.per and cost else cost


KNOWN = (
    # kind, which way is better, English, Swedish
    ("QALY", "higher", r"qalys?|quality[- ]adjusted life[- ]years?", r"kvalitetsjustera(?:t|de) levnadsår"),
    ("DALY", "lower", r"dalys?|disability[- ]adjusted life[- ]years?|ylls?|ylds?",
     r"funktionsjustera(?:t|de) levnadsår"),
    ("life year", "higher", r"lyg?s?|life[- ]years?|years? of life", r"levnadsår(?:en)?"),
    ("free of it", "higher", r"\S+[- ]free (?:days?|weeks?|months?|years?|survival)|days? without \S+",
     r"\S+fria? (?:dag|dagar|veckor|månader|år|överlevnad)|dagar utan \S+"),
    ("good outcome", "higher",
     r"surviv\w*|lives|remissions?|responders?|cures?|cured|correct\w*|utilit\w*|eq-?5d",
     r"överlev\w*|liv|remission\w*|tillfrisk\w*|botade?|korrekt\w*"),
    ("death", "lower", r"deaths?|mortality|fatalit\w*", r"dödsfall\w*|döda|dödlighet\w*|mortalitet\w*"),
    ("bad day", "lower",
     r"(?:days?|weeks?|nights?) (?:with|of|in) (?:pain|symptoms?|illness|sick\w*|hospital)"
     r"|(?:sick|pain|hospital|bed)[- ]?(?:leave )?days?",
     r"(?:dagar|veckor|nätter|dygn) (?:med|på|i) (?:smärt\w*|värk|symtom|besvär|sjuk\w*)"
     r"|(?:smärt|sjuk|sjukskrivnings|vård|sjukhus)(?:dagar|dygn)"),
    ("event", "lower",
     r"events?|complications?|fractures?|falls?|infections?|strokes?|infarct\w*|(?:re)?admissions?"
     r"|hospitali[sz]ations?|relapses?|recurrences?|bleed\w*|reoperations?|amputations?|exacerbations?"
     r"|arrests?|errors?|injur\w*|ulcers?|cases?",
     r"händelser?|komplikation\w*|fraktur\w*|fall|infektion\w*|infarkt\w*|hjärtstopp|(?:åter)?inläggning\w*"
     r"|återfall|blödning\w*|reoperation\w*|amputation\w*|skad\w*|trycksår"),
)  # fmt: skip
"""Units whose better direction is known; the first that the words hold counts."""

SAID = re.compile(
    r"(?P<more>higher|more|högre|fler|mera?)?(?:lower|less|fewer|lägre|färre|mindre)?\s+(?:is|are|är)\s+"
    r"(?P<good>better|bättre)?(?:worse|sämre)?"
)
COSTS = re.compile(r"(?:costs?|kostnad\w*)\s+(?:(?P<too>too|också|likaså)|per patient)")
PEOPLE = (
    r"patient(?:s|er)?|persons?|personer|people|individ\w*|inhabitants?|invånare|women|kvinnor|men|män|barn"
)
PEOPLE += r"|children|residents?|births?|födslar|pregnancies|graviditeter"
PER = re.compile(rf"(?:per|/)\s*(?:(?P<n>\d[\d\s.,]*)\s*)?(?:{PEOPLE})(?![\w-]|\s+(?:days?|years?|months?))")
ALSO_PER = re.compile(
    r"(?:per|/)\s*(?:\d|thousand|million|tusen|miljon)|total|cohort|kohort|population|befolkning"
)
OVER_TIME = re.compile(r"(?:patient|person|bed|vård)\w*[- ]?(?:days?|years?|months?|dagar|dygn|år)")
TURNS = {
    "lost": r"lost|loss(?:es)?|förlor\w*|förlust\w*",
    "gained": r"gain\w*|saved|vunn\w*|vinst\w*|räddade?|sparade?",
    "avoided": r"avoid(?:ed|ance)?|avert(?:ed)?|prevent(?:ed|ion)?|undvik(?:na|en|et|ande)|undveks|avvärj\w*"
    r"|förhindra(?:de|d|t)|förebygg(?:da|d|t)|free|without|utan|\w*fria?|no|inga?",
    "fewer": r"reduc\w*|decreas\w*|fewer|less|minsk\w*|färre|mindre",
    "doubt": r"detect\w*|found|find\w*|diagnos\w*|identif\w*|treat\w*|heal\w*|resolv\w*"
    r"|time to|until|tid till|upptäck\w*|funna|läkt\w*",
}
"""Words that turn a unit round, or leave in doubt which way it goes."""
TURNED = {
    ("higher", "lost"): "lower", ("higher", "gained"): "higher", ("higher", "fewer"): "lower",
    ("higher", "doubt"): "higher",
    ("lower", "avoided"): "higher", ("lower", "fewer"): "higher",
    ("", "avoided"): "higher", ("", "lost"): "lower",
}  # fmt: skip
"""Better direction of what is counted, and the word beside it, to the direction of both; else in doubt."""


def unit_of(text):
    """Return what a cell of `effect_unit` says.

    A direction that the table does not know is said in the cell itself, in English or Swedish: "pain (0-10),
    lower is better". Where an effect is counted over several patients the cell says whether the costs are:
    "QALY per 1 000 patients, costs too" or "…, costs per patient". An empty cell, which `check` does not let
    through where there is an effect, counts as something of which more is better.

    Returns
    -------
    Unit

    Examples
    --------
    >>> [unit_of(name).better for name in ("QALY", "QALYs lost", "dödsfall", "undvikna fall", "NRS points")]
    ['higher', 'lower', 'lower', 'higher', '']
    >>> unit_of("QALY per 1 000 patients, costs too")
    Unit(kind='QALY', better='higher', per=1000, costs_too=True, gained='QALY')
    >>> unit_of("NRS points (lower is better)").better, unit_of("deaths").gained
    ('lower', 'deaths avoided')
    """
    plain = re.sub(r"\s+", " ", as_text(text).replace("‑", "-")).strip()
    if not plain:
        return Unit("", "higher")
    said, costs = SAID.search(plain.casefold()), COSTS.search(plain.casefold())
    words = COSTS.sub("", SAID.sub("", plain.casefold()))
    words = re.sub(r"s?(förlust|vinst)", r" \1", words)
    over = PER.search(words)
    words = PER.sub(" ", words)
    kind, better, swedish, rest = known(words)
    turns = [name for name, pattern in TURNS.items() if holds(pattern, rest)]
    if turns and (kind, *turns) != ("DALY", "lost"):
        better = TURNED.get((better, turns[0]), "") if len(turns) == 1 else ""
    if said:
        better = "higher" if bool(said["more"]) == bool(said["good"]) else "lower"
    per = int(re.sub(r"\D", "", over["n"])) if over and over["n"] else 1
    rate = OVER_TIME.search(words) and kind not in ("QALY", "DALY", "life year")
    per = 0 if ALSO_PER.search(words) and not rate else per
    costs_too = bool(costs["too"]) if costs else None
    return Unit(kind, better, per, costs_too, gained(plain, kind, better, swedish))


def known(words):
    """Return kind and better direction of what some words count, whether they are Swedish, and the rest."""
    head, per, over = words.partition(" per ")
    for kind, better, english, swedish in KNOWN:
        for pattern in (english, swedish):
            if holds(pattern, head):
                rest = re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", " ", head)
                return kind, better, pattern is swedish, rest + per + over
    return "", "", False, words


def holds(pattern, words):
    """Return whether a text holds one of some words, as whole words."""
    return re.search(rf"(?<!\w)(?:{pattern})(?!\w)", words) is not None


def gained(plain, kind, better, swedish):
    """Return what one who is better off gains one of, in the words of the study."""
    if kind in ("QALY", "life year"):
        return kind
    if kind == "DALY":
        return "DALY averted"
    words = re.split(r"\s*[(,;]\s*(?=[^(]*(?:better|worse|bättre|sämre|costs?|kostnad))", plain)[0]
    words = PER.sub("", words).strip()
    if better != "lower":
        return words
    return f"{words} {('som undviks' if swedish else 'avoided') if kind else 'less'}"


def is_qaly(unit):
    """Return whether an effect is counted in quality-adjusted life years.

    Examples
    --------
    >>> is_qaly("QALY"), is_qaly("qalys gained"), is_qaly("kvalitetsjusterat levnadsår"), is_qaly("life year")
    (True, True, True, False)
    """
    return unit_of(unit).kind == "QALY"
