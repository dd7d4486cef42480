"""Screening: what the readers decided, and what the classifier says of the rest."""

from collections import Counter

import pandas as pd

from review.display import element, text
from review.evidence import FLAGS
from review.figures import counts, probabilities
from review.report import derived
from review.text import split
from review.vocabulary import percent, say

__all__ = ["screening"]

GROUPS = {
    "low_value_care": "only_low_value_care",
    "both": "included_both",
    "de_implementation": "only_de_implementation",
    "neither": "included_neither",
}
N_WORDS = 12
OUTCOMES = ("include", "exclude", "not_retrieved", "unsure", "conflict", "waiting")


def screening(w):
    """Write the chapter."""
    return w.section("screening", "screening.title", *outcomes(w), *flags(w), *machine(w))


def outcomes(w):
    """Write the outcomes at both stages, and why full texts were excluded."""
    flow = w.snapshot.flow
    parts = [w.heading("screening.outcomes")]
    if not flow.screened:
        return [*parts, element("p", w.say("screening.none"), class_="missing")]
    parts.append(
        w.p("screening.outcomes.text", screened=w.n("screened"),
            references=w.count("references", "reference"), excluded=w.of("excluded"))
    )  # fmt: skip
    if flow.assessed:
        assessed, dropped = w.count("assessed", "reference"), w.of("excluded_reports")
        parts.append(w.p("screening.outcomes.full_text", assessed=assessed, dropped=dropped))
    else:
        parts.append(w.p("screening.outcomes.no_full_text"))
    if w.numbers["unfinished"].value:
        parts.append(w.p("screening.outcomes.open", n=w.of("unfinished")))
    parts.append(outcome_table(w))
    reasons = sorted(flow.excluded_reports.items(), key=lambda item: (-item[1], item[0]))
    if reasons:
        figure = counts(
            [say(reason, w.language) for reason, _ in reasons], [n for _, n in reasons],
            whole=sum(flow.excluded_reports.values()), name="f-reasons", language=w.language,
            caption=say("screening.reasons.figure", w.language), heading=say("reason", w.language),
            source=say("source.own", w.language),
        )  # fmt: skip
        parts.append(w.figure(figure))
    return parts


def outcome_table(w):
    """Return how many references have which outcome at each stage, also those that wait, and their sum."""
    judged = derived.judged(w.snapshot)
    seen = {"title_abstract": judged["first"].value_counts(), "full_text": judged["last"].value_counts()}
    names = [name for name in OUTCOMES if any(name in found for found in seen.values())]
    counted = {stage: [int(found.get(name, 0)) for name in names] for stage, found in seen.items()}
    frame = pd.DataFrame(
        {"outcome": [text(w.capital(f"outcome.{name}")) for name in names] + [text(w.capital("all"))]}
        | {stage: [*values, sum(values)] for stage, values in counted.items()}
    )
    return w.table(frame, id="t-outcomes", caption="screening.outcomes.table", narrow=True)


def flags(w):
    """Write what the included studies are about, as readers flagged them."""
    parts = [w.heading("screening.flags")]
    if not w.numbers["included"].value:
        return [*parts, element("p", w.say("findings.none"), id="f-flags-data", class_="missing")]
    figure = counts(
        [say(f"flags.{group}", w.language) for group in GROUPS],
        [w.numbers[name].value for name in GROUPS.values()],
        whole=w.numbers["included"].value, name="f-flags", language=w.language,
        caption=say("screening.flags.figure", w.language), heading=say("flag", w.language),
        source=say("source.own", w.language), tones=["accent", "accent", "accent", "light"],
    )  # fmt: skip
    if not derived.flags_said(w.snapshot):
        return [*parts, element("p", w.say("screening.flags.unsaid"), id="f-flags-data", class_="missing")]
    lead = [w.p("screening.flags.text", both=w.of("included_both"))]
    if w.numbers["included_neither"].value:
        lead.append(w.p("screening.flags.unflagged", neither=w.of("included_neither")))
    return [*parts, *lead, w.figure(figure)]


def machine(w):
    """Write the classifier's probabilities over all references."""
    table, project = w.snapshot.flags, w.snapshot.project
    parts = [w.heading("screening.machine")]
    if table.empty:
        return [*parts, element("p", w.say("screening.machine.none"), id="t-marked", class_="missing")]
    figure = probabilities(
        table, project.thresholds, name="f-probabilities", language=w.language,
        caption=say("screening.machine.figure", w.language),
    )  # fmt: skip
    rows = pd.DataFrame(
        {
            "flag": [text(w.capital(flag)) for flag in FLAGS],
            "threshold": [project.thresholds[flag] for flag in FLAGS],
            "marked": [percent(*parts_of(w, flag), w.language) for flag in FLAGS],
            "words": [", ".join(words_for(table, flag, project.thresholds[flag])) or "–" for flag in FLAGS],
        }
    )
    shown = w.table(rows, id="t-marked", caption="screening.marked.table", decimals={"threshold": 2})
    taught = "screening.machine.text" if derived.flags_said(w.snapshot) else "screening.machine.untaught"
    return [*parts, w.p(taught), w.figure(figure), shown]


def parts_of(w, flag):
    """Return how many references are marked, and of how many."""
    found = w.numbers[f"marked_{flag}"]
    return found.value, found.denominator


def words_for(table, flag, threshold):
    """Return the words that spoke most often for a flag among the references it marks."""
    marked = table[table[flag].astype("float64") >= threshold]
    spoke = Counter(
        word for cell in marked[f"{flag}_words"] for word in split(cell) if not word.startswith("−")
    )
    return [word for word, _ in sorted(spoke.items(), key=lambda item: (-item[1], item[0]))[:N_WORDS]]
