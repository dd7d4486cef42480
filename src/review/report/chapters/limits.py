"""Limits: what the report cannot say."""

from review.display import element
from review.report.chapters.findings import caveat
from review.report.chapters.register import beyond

__all__ = ["limits"]


def limits(w, project, recommendations, codes, tables):
    """Write the chapter."""
    said = []
    if project.invented:
        said.append(element("strong", w.say("limits.invented")))
    if w.numbers["unfinished"].value:
        said.append(w.say("limits.waiting", n=w.count("unfinished", "reference")))
    if len(recommendations):
        names = {"identified": w.n("identified"), "printed": w.n("printed_icke_gora")}
        said.append(beyond(w) or w.say("limits.register", **names))
    lacking = {
        "no_codes": codes.empty,
        "no_indicators": tables["indicators"].empty,
        "no_dialogue": tables["dialogue"].empty and tables["proposals"].empty,
    }
    keys = ["lists", "synthesis", "money", *(key for key, is_lacking in lacking.items() if is_lacking)]
    said += [w.say(f"limits.{key}") for key in keys]
    return w.section("limits", "limits", w.p("limits.list"), w.list(said), caveat(w))
