"""Priced: what the evaluations of one recommendation say, in the place the ethics platform gives them."""

import pandas as pd

from review.display import element, join, text
from review.vocabulary import count, number, say

__all__ = ["cost_line", "order", "priced"]


def priced(w, frame):
    """Return the recommendations that have evaluations, the principles of the ethics platform in order."""
    rules = w.snapshot.recommendations.set_index("recommendation_id", drop=False)
    known = frame[frame.recommendation_id.isin(rules.index)]
    groups = list(known.groupby("recommendation_id", sort=True))
    shown = pd.DataFrame(
        {
            "recommendation": [
                join([text(name), w.recommendation(rules.loc[name])], " ") for name, _ in groups
            ],
            "dignity": [w.say("not_assessed") for _ in groups],
            "need": [w.say("not_assessed") for _ in groups],
            "cost": [cost_line(w, part) for _, part in groups],
        }
    )
    # the Swedish principles are long words, which may break so that the table fits its page
    heads = {name: breakable(say(f"evidence.{name}", w.language)) for name in ("dignity", "need", "cost")}
    return w.table(shown, id="t-priced", caption="economics.priced", headings=heads,
                   note=w.say("economics.priced.note"))  # fmt: skip


def breakable(text):
    """Return a text in which the name of a principle may break, with a hyphen that shows only then."""
    return text.replace("principen", "\u00adprincipen")


def order(w, costed):
    """Return the principles of the ethics platform in their order, the economics last and never alone."""
    not_assessed = w.say("not_assessed")
    lines = [
        join([element("strong", w.say("evidence.dignity")), not_assessed], ": "),
        join([element("strong", w.say("evidence.need")), not_assessed], ": "),
        join([element("strong", w.say("evidence.cost")), cost_line(w, costed)], ": "),
    ]
    listed = element("ol", *[element("li", line) for line in lines])
    return element("div", element("h5", w.say("evidence.order")), listed, class_="ethics")


def cost_line(w, costed):
    """Return how the evaluations read, and a class of cost only where it can be known."""
    if costed.empty:
        return w.say("evidence.no_cost")
    read = costed.reading.where(costed.reading != "", "unknown").value_counts()
    words = [f"{say(f'reading.{key}', w.language)} ({number(n, w.language)})" for key, n in read.items()]
    shown = count(len(costed), "evaluation", w.language)
    sentence = join([element("a", shown, href="#t-results"), text(": " + "; ".join(sorted(words)))])
    return join([sentence, *classes(w, costed)], "; ")


def classes(w, costed):
    """Return the classes of cost per QALY of the measure, or why none is given."""
    classed = costed[costed.cost_class_en != ""]
    if classed.empty:
        # a class speaks of care that costs and gives something; elsewhere there is none to miss
        lost = costed[(costed.reading == "saves_with_loss") & (costed.not_converted != "")]
        return [w.say("evidence.no_class")] if len(lost) else []
    year = str(w.snapshot.project.price_year)
    said = []
    for status, rows in classed.groupby("cost_class_status", sort=True):
        named = rows.sort_values("saved_per_unit_lost_sek", kind="stable")
        ratios = [number(ratio, w.language) for ratio in named.saved_per_unit_lost_sek]
        names = named[f"cost_class_{w.language}"]
        parts = [
            f"{name} ({mark}: {ratio})" for name, mark, ratio in zip(names, named.mark, ratios, strict=True)
        ]
        key = "evidence.class.confirmed" if status == "confirmed" else "evidence.class"
        said.append(w.say(key, name=", ".join(parts), year=year))
    return said
