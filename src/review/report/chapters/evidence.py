"""Evidence: each recommendation with the studies behind it, for and against."""

import pandas as pd

from review.display import element, join
from review.evidence import DIRECTIONS
from review.figures import directions
from review.register import ICKE_GORA
from review.report import derived
from review.report.chapters.living import article_id, living, mark, plain, whom
from review.report.chapters.ranked import ranked
from review.report.grounds import grounds
from review.vocabulary import number, say

__all__ = ["evidence"]

N_DRAWN = 15
"""Recommendations drawn in the figure; the table holds all."""


def evidence(w):
    """Write the chapter."""
    counts = derived.tally(w.snapshot)
    if counts.empty:
        empty = element("p", w.say("evidence.none"), id="t-evidence", class_="missing")
        return w.section("evidence", "evidence", empty)
    rows = w.snapshot.recommendations.set_index("recommendation_id", drop=False)
    parts = [w.p("evidence.lead")]
    if w.numbers["links_left_out"].value:
        parts.append(w.p("evidence.left_out", n=w.count("links_left_out", "link")))
    known = grounds(w.snapshot, list(counts.recommendation_id))
    parts += [picture(w, counts, rows), overview(w, counts, rows), *ranked(w)]
    first = counts.recommendation_id.map(rows.list_name) == ICKE_GORA
    for key, group in (("evidence.icke_gora", counts[first]), ("evidence.others", counts[~first])):
        if len(group):
            parts += [
                w.heading(key),
                *[article(w, one, known[one.recommendation_id]) for one in group.itertuples()],
            ]
    return w.section("evidence", "evidence", *parts)


def picture(w, counts, rows):
    """Return the figure of studies per recommendation."""
    drawn = counts.head(N_DRAWN)
    names = [f"{name} {whole(w, rows.loc[name])}" for name in drawn.recommendation_id]
    key = "evidence.figure" if len(drawn) == len(counts) else "evidence.figure.first"
    return w.figure(
        directions(
            drawn.assign(recommendation=names), name="f-evidence", language=w.language,
            caption=say(key, w.language, n=number(len(drawn), w.language)),
        )
    )  # fmt: skip


def whole(w, row):
    """Return what is not to be done and to whom: many recommendations share a measure."""
    return f"{plain(w, row)}: {whom(w, row)}"


def overview(w, counts, rows):
    """Return the table of studies per recommendation and direction."""
    frame = pd.DataFrame(
        {
            "recommendation": [
                join([element("a", name, href=f"#{article_id(name)}"), w.recommendation(rows.loc[name])], " ")
                for name in counts.recommendation_id
            ]
        }
    )
    for key in (*DIRECTIONS, "total"):
        frame[key] = counts[key]
    return w.table(frame, id="t-evidence", caption="evidence.table")


def article(w, tally, known):
    """Return one recommendation as a fold: its name and how many studies, and below them its page."""
    name = article_id(tally.recommendation_id)
    head = element(
        "h4", element("span", tally.recommendation_id, class_="id"), " ", plain(w, known.row),
        element("span", whom(w, known.row), class_="condition"), id=f"{name}-title",
    )  # fmt: skip
    tallied = [
        element("span", mark(key), f"{number(n, w.language)} {say(key, w.language)}", class_="keep")
        for key in DIRECTIONS
        if (n := getattr(tally, key))
    ]
    summary = element("summary", head, element("span", join(tallied, " "), class_="tally"))
    # a link to the recommendation opens its fold, so the id is inside
    fold = element("details", summary, element("div", *living(w, known), id=name, class_="unfolded"))
    return element("article", fold, aria_labelledby=f"{name}-title")
