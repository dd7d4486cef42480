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
    said += [w.say(f"limits.{key}") for key in ("lists", "synthesis", "money")]
    said += [w.say(f"limits.{key}") for key in not_collected(w.snapshot)]
    return w.section("limits", "limits", w.p("limits.list"), w.list(said), caveat(w))


def not_collected(snapshot):
    """Return the words for what nobody has collected yet."""
    tables = snapshot.tables
    lacking = {
        "no_codes": snapshot.codes.empty,
        "no_indicators": tables["indicators"].empty,
        "no_dialogue": tables["dialogue"].empty and tables["proposals"].empty,
    }
    return [key for key, is_lacking in lacking.items() if is_lacking]
