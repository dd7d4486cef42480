"""Screening: what the readers decided, and what the classifier says of the rest."""

from collections import Counter

from review.display import text
from review.evidence import FLAGS, STAGES
from review.figures import counts, probabilities
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


def screening(w, flow, judged, flags_said, flags, project, labels):
    """Write the chapter."""
    parts = [*outcomes(w, flow, judged), *flagged(w, flags_said)]
    return w.section(
        "screening", "screening.title", *parts, *machine(w, flags, project.thresholds, flags_said, labels)
    )


def outcomes(w, flow, judged):
    """Write the outcomes at both stages, and why full texts were excluded."""
    parts = [w.heading("screening.outcomes")]
    if not flow.screened:
        return [*parts, w.missing("screening.none")]
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
    parts.append(outcome_table(w, judged))
    reasons = sorted(flow.excluded_reports.items(), key=lambda item: (-item[1], item[0]))
    if reasons:
        names, values = [say(reason, w.language) for reason, _ in reasons], [n for _, n in reasons]
        parts.append(bars(w, names, values, "reasons", whole=sum(values), heading="reason"))
    return parts


def bars(w, names, values, kind, *, heading, **how):
    """Return the figure of counts that are parts of one whole."""
    said = {"heading": say(heading, w.language), "source": say("source.own", w.language)}
    caption = f"screening.{kind}.figure"
    return w.draw(counts, names, values, name=f"f-{kind}", caption=caption, **said, **how)


def outcome_table(w, judged):
    """Return how many references have which outcome at each stage, also those that wait, and their sum."""
    seen = dict(zip(STAGES, (judged["first"].value_counts(), judged["last"].value_counts()), strict=True))
    names = [name for name in OUTCOMES if any(name in found for found in seen.values())]
    columns = {"outcome": [text(w.capital(f"outcome.{name}")) for name in names] + [text(w.capital("all"))]}
    for stage, found in seen.items():
        values = [int(found.get(name, 0)) for name in names]
        columns[stage] = [*values, sum(values)]
    return w.table(columns, id="t-outcomes", caption="screening.outcomes.table", narrow=True)


def flagged(w, flags_said):
    """Write what the included studies are about, as readers flagged them."""
    heading, whole = w.heading("screening.flags"), w.numbers["included"].value
    if not whole or not flags_said:
        none = "screening.flags.unsaid" if whole else "findings.none"
        return [heading, w.missing(none, id="f-flags-data")]
    parts = [heading, w.p("screening.flags.text", both=w.of("included_both"))]
    if w.numbers["included_neither"].value:
        parts.append(w.p("screening.flags.unflagged", neither=w.of("included_neither")))
    names = [say(f"flags.{group}", w.language) for group in GROUPS]
    values = [w.numbers[name].value for name in GROUPS.values()]
    tones = ["accent", "accent", "accent", "light"]
    return [*parts, bars(w, names, values, "flags", whole=whole, heading="flag", tones=tones)]


def machine(w, flags, thresholds, flags_said, labels):
    """Write the classifier's probabilities over all references."""
    heading = w.heading("screening.machine")
    if flags.empty:
        return [heading, w.missing("screening.machine.none", id="t-marked")]
    found = [w.numbers[f"marked_{flag}"] for flag in FLAGS]
    columns = {
        "flag": [text(w.capital(flag)) for flag in FLAGS],
        "threshold": [thresholds[flag] for flag in FLAGS],
        "marked": [percent(one.value, one.denominator, w.language) for one in found],
        "labels": [w.say("flags.labels", yes=row.yes, no=row.no) for row in labels.itertuples()],
        "words": [", ".join(words_for(flags, flag, thresholds[flag])) or "–" for flag in FLAGS],
    }
    return [
        heading,
        w.p("screening.machine.text" if flags_said else "screening.machine.untaught"),
        w.p(f"judged.{labels.judged[0]}"),
        *(w.p("flags.stays", flag=w.say(row.flag)) for row in labels[labels.stays != ""].itertuples()),
        w.draw(probabilities, flags, thresholds, name="f-probabilities", caption="screening.machine.figure"),
        w.table(columns, id="t-marked", caption="screening.marked.table", decimals={"threshold": 2}),
    ]


def words_for(table, flag, threshold):
    """Return the words that spoke most often for a flag among the references it marks."""
    marked = table[table[flag].astype("float64") >= threshold]
    spoke = Counter(
        word for cell in marked[f"{flag}_words"] for word in split(cell) if not word.startswith("−")
    )
    return [word for word, _ in sorted(spoke.items(), key=lambda item: (-item[1], item[0]))[:N_WORDS]]
