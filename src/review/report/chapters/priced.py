"""Priced: what the evaluations of one recommendation say, in the place the ethics platform gives them."""

from review.display import element, join, text
from review.vocabulary import count, number, say

__all__ = ["order", "priced"]


def priced(w, costed, by_id, price_year):
    """Return the recommendations that have evaluations, the principles of the ethics platform in order."""
    known = costed[costed.recommendation_id.isin(by_id.index)]
    groups = [(name, principles(w, part, price_year)) for name, part in known.groupby("recommendation_id")]
    names = [join([text(name), w.recommendation(by_id.loc[name])], " ") for name, _ in groups]
    columns = {key: [said[key] for _, said in groups] for key in PRINCIPLES}
    # the Swedish principles are long words: a hyphen that shows only where one breaks lets the table fit
    heads = {
        key: say(f"evidence.{key}", w.language).replace("principen", "\u00adprincipen") for key in PRINCIPLES
    }
    how = {"caption": "economics.priced", "headings": heads, "note": w.say("economics.priced.note")}
    return w.table({"recommendation": names} | columns, id="t-priced", **how)


PRINCIPLES = ("dignity", "need", "cost")
"""The principles of the ethics platform in their order, the economics last and never alone."""


def principles(w, costed, price_year):
    """Return what is known of a recommendation under each principle."""
    not_assessed = dict.fromkeys(PRINCIPLES, w.say("not_assessed"))
    return not_assessed | {"cost": cost_line(w, costed, price_year)}


def order(w, costed, price_year):
    """Return the principles of the ethics platform in their order, each with what is known."""
    said = principles(w, costed, price_year)
    lines = [join([element("strong", w.say(f"evidence.{key}")), said[key]], ": ") for key in PRINCIPLES]
    listed = element("ol", *[element("li", line) for line in lines])
    return element("div", element("h5", w.say("evidence.order")), listed, class_="ethics")


def cost_line(w, costed, price_year):
    """Return how the evaluations read, and a class of cost only where it can be known."""
    if costed.empty:
        return w.say("evidence.no_cost")
    read = costed.reading.where(costed.reading != "", "unknown").value_counts()
    words = [f"{say(f'reading.{key}', w.language)} ({number(n, w.language)})" for key, n in read.items()]
    shown = count(len(costed), "evaluation", w.language)
    sentence = join([element("a", shown, href="#t-results"), text(": " + "; ".join(sorted(words)))])
    return join([sentence, *classes(w, costed, price_year)], "; ")


def classes(w, costed, price_year):
    """Return the classes of cost per QALY of the measure, or why none is given."""
    classed = costed[costed.cost_class_en != ""]
    if classed.empty:
        # a class speaks of care that costs and gives something; elsewhere there is none to miss
        lost = costed[(costed.reading == "saves_with_loss") & (costed.not_converted != "")]
        return [w.say("evidence.no_class")] if len(lost) else []
    said = []
    for status, rows in classed.groupby("cost_class_status", sort=True):
        named = rows.sort_values("saved_per_unit_lost_sek", kind="stable")
        columns = (named[f"cost_class_{w.language}"], named.mark, named.saved_per_unit_lost_sek)
        parts = [
            f"{name} ({mark}: {number(ratio, w.language)})"
            for name, mark, ratio in zip(*columns, strict=True)
        ]
        key = "evidence.class.confirmed" if status == "confirmed" else "evidence.class"
        said.append(w.say(key, name=", ".join(parts), year=str(price_year)))
    return said
