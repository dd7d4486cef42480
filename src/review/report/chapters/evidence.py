"""Evidence: each recommendation with the studies behind it, for and against."""

from review.display import element, join
from review.evidence import DIRECTIONS
from review.figures import directions
from review.register import ICKE_GORA
from review.report.chapters.living import living, mark, title
from review.report.chapters.ranked import ranked
from review.report.derived import anchor
from review.report.grounds import gathered
from review.vocabulary import number, say

__all__ = ["evidence"]

N_DRAWN = 15
"""Recommendations drawn in the figure; the table holds all."""


def evidence(
    w, tally, by_id, in_force, standings, priority, studied, costed, tables, displacement, price_year
):
    """Write the chapter."""
    if tally.empty:
        return w.section("evidence", "evidence", w.missing("evidence.none", id="t-evidence"))
    parts = [w.p("evidence.lead")]
    if w.numbers["links_left_out"].value:
        parts.append(w.p("evidence.left_out", n=w.count("links_left_out", "link")))
    names = tally.recommendation_id
    known = gathered(names, by_id, standings, priority, studied, costed, tables, displacement, price_year)
    holds, first = names.isin(in_force.index), names.map(by_id.list_name) == ICKE_GORA
    if holds.any():
        current = tally[holds].reset_index(drop=True)
        parts += [picture(w, current, by_id), overview(w, current, by_id), *ranked(w, priority, in_force)]
    groups = {"icke_gora": tally[holds & first], "others": tally[holds & ~first], "ended": tally[~holds]}
    for key, group in groups.items():
        if len(group):
            articles = [article(w, one, known[one.recommendation_id]) for one in group.itertuples()]
            parts += [w.heading(f"evidence.{key}"), *articles]
    return w.section("evidence", "evidence", *parts)


def picture(w, tally, by_id):
    """Return the figure of studies per recommendation: what is not to be done, and to whom."""
    drawn, names = tally.head(N_DRAWN), []
    for row in by_id.loc[drawn.recommendation_id].itertuples():
        # many recommendations share a measure
        names.append(f"{row.recommendation_id} {w.own(row, 'intervention')}: {w.own(row, 'condition')}")
    key = "evidence.figure" if len(drawn) == len(tally) else "evidence.figure.first"
    caption = say(key, w.language, n=number(len(drawn), w.language))
    return w.draw(directions, drawn.assign(recommendation=names), name="f-evidence", caption=caption)


def overview(w, tally, by_id):
    """Return the table of studies per recommendation and direction."""
    names = [w.recommendation(by_id.loc[name], "recommendation") for name in tally.recommendation_id]
    counts = {key: tally[key] for key in (*DIRECTIONS, "total")}
    return w.table({"recommendation": names} | counts, id="t-evidence", caption="evidence.table")


def article(w, tally, known):
    """Return one recommendation as a fold: its name and how many studies, and below them its page."""
    name = anchor("recommendation", tally.recommendation_id)
    tallied = [
        element("span", mark(key), f"{number(n, w.language)} {say(key, w.language)}", class_="keep")
        for key in DIRECTIONS
        if (n := getattr(tally, key))
    ]
    head, counts = (
        title(w, known.row, id=f"{name}-title"),
        element("span", join(tallied, " "), class_="tally"),
    )
    # a link to the recommendation opens its fold, so the id is inside
    page = element("div", *living(w, known), id=name, class_="unfolded")
    fold = element("details", element("summary", head, counts), page)
    return element("article", fold, aria_labelledby=f"{name}-title")
