"""Limits: what the report cannot say."""

from review.display import element
from review.report.chapters.findings import caveat

__all__ = ["limits"]


def limits(w):
    """Write the chapter."""
    said = []
    if w.snapshot.project.invented:
        said.append(element("strong", w.say("limits.invented")))
    if w.numbers["unfinished"].value:
        said.append(w.say("limits.waiting", n=w.count("unfinished", "reference")))
    if len(w.snapshot.recommendations):
        said.append(w.say("limits.register", identified=w.n("identified"), printed=w.n("printed_icke_gora")))
    said += [w.say(f"limits.{key}") for key in ("lists", "synthesis", "money", "not_yet")]
    return w.section("limits", "limits", w.p("limits.list"), w.list(said), caveat(w))
