"""Flow: the PRISMA 2020 diagram, from top to bottom, with what left at each step beside it."""

from itertools import pairwise

import pandas as pd

from review.figures.drawing import COLOURS, WIDTH, Figure, escape, standing_for, wrap
from review.vocabulary import number, say

__all__ = ["by_size", "flow_diagram", "flow_table"]

LEFT, RIGHT, BOX = 0, 218, 202
LINE, PAD, STEP = 15, 9, 22
SCREENED = ("references", "screened", "excluded", "not_screened", "screening_conflicts", "sought",
            "not_retrieved", "not_assessed", "full_text_conflicts", "assessed")  # fmt: skip


def flow_table(flow, language, previous=None):
    """Return every box of the flow, one per row, with an id for links to it.

    Parameters
    ----------
    flow : review.flow.Flow
    language : {"sv", "en"}
    previous : dict of str to int, optional
        `studies` and `reports` of an earlier version of the review.

    Returns
    -------
    DataFrame
        `id`, `step`, `what`, `n`; rows of reasons and databases follow the box they belong to.
    """

    def box(name, step, n):
        return name, step, say(f"flow.{name}", language), n

    reasons = by_size(flow.excluded_reports)
    rows = [
        *earlier(previous, language),
        box("identified", "identification", sum(flow.identified.values())),
        *(("", "identification", f"– {say(name, language)}", n) for name, n in flow.identified.items()),
        box("duplicates", "identification", flow.duplicates),
        *(box(name, "screening", getattr(flow, name)) for name in SCREENED),
        box("excluded_reports", "screening", sum(flow.excluded_reports.values())),
        *(("", "screening", f"– {say(reason, language)}", n) for reason, n in reasons),
        box("included", "included", flow.included),
    ]
    if previous:
        rows.append(box("total", "included", flow.included + previous.get("studies", 0)))
    frame = pd.DataFrame(rows, columns=["id", "step", "what", "n"])
    frame["step"] = [say(f"flow.step.{step}", language) for step in frame.step]
    return frame


def earlier(previous, language):
    """Return the rows of an earlier version of the review, where there was one."""
    return [
        (f"previous_{name}", "previous", say(f"flow.previous.{name}", language), previous[name])
        for name in ("studies", "reports")
        if previous and name in previous
    ]


def by_size(reasons):
    """Return reasons and their numbers, the most frequent first."""
    return sorted(reasons.items(), key=lambda item: (-item[1], item[0]))


def flow_diagram(flow, *, name, caption, language, reasons=None, previous=None):
    """Return the flow as a figure.

    Parameters
    ----------
    flow : review.flow.Flow
    reasons : dict of str to int, optional
        Reasons given for exclusions on title and abstract.
    previous : dict of str to int, optional
        `studies` and `reports` of an earlier version of the review.
    """
    table = flow_table(flow, language, previous)
    rows = with_previous(steps(flow, language, reasons or {}), flow, previous, language)
    shapes, top, arrows = [], 0, []
    for heading, left, right in rows:
        if heading:
            words = write(LEFT, top + 11, heading.upper(), size=10.5, colour="accent", bold=True, wide=True)
            shapes += [words, stroke(f"M{len(heading) * 8.4 + 10:.0f} {top + 7}H{WIDTH}", "rule")]
            top += 22
        height = max(height_of(left), height_of(right) if right else 0)
        shapes += draw(LEFT, top, left, height_of(left), strong=left is rows[-1][1])
        if right:
            shapes += draw(RIGHT, top, right, height_of(right), side=True)
            middle = top + min(height_of(left), height_of(right)) / 2
            shapes.append(arrow(LEFT + BOX, middle, RIGHT, middle))
        arrows.append((top, top + height_of(left)))
        top += height + STEP
    for (_, bottom), (following, _) in pairwise(arrows):
        shapes.insert(0, arrow(LEFT + BOX / 2, bottom, LEFT + BOX / 2, following))
    boxes = table[(table.n > 0) | table.id.isin(["identified", "duplicates", "excluded", "included"])]
    said = (f"{row.what.removeprefix('– ')} {number(row.n, language)}" for row in boxes.itertuples())
    alt = f"{caption}. {'; '.join(said)}."
    svg = standing_for("".join(shapes), name, caption, alt, WIDTH, top - STEP + 2)
    headings = {"what": say("box", language), "step": say("step", language), "n": say("count", language)}
    shown = table[list(headings)].rename(columns=headings)
    return Figure(name, svg, alt, shown, caption, say("source.flow", language))


def steps(flow, language, reasons):
    """Return the rows of the diagram: heading, box on the way, box beside it."""

    def box(key, n, *lines):
        return (say(key, language), number(n, language), [*lines])

    def parts(names):
        return [f"{say(key, language)}: {number(n, language)}" for key, n in names if n]

    databases = parts(by_size(flow.identified))
    waiting = [("flow.waiting", flow.not_screened), ("flow.disagree", flow.screening_conflicts)]
    left_out = [("flow.waiting", flow.not_assessed), ("flow.disagree", flow.full_text_conflicts)]
    (waiting if flow.screening_conflicts else left_out).append(("flow.judged_apart", flow.judged_apart))
    why = sum(flow.excluded_reports.values())
    return [
        (say("flow.step.identification", language),
         box("flow.identified", sum(flow.identified.values()), *databases),
         box("flow.duplicates", flow.duplicates)),
        (say("flow.step.screening", language),
         box("flow.references", flow.references, *parts(waiting)),
         box("flow.excluded", flow.excluded, *parts(by_size(reasons)))),
        ("", box("flow.sought", flow.sought, *parts(left_out)),
         box("flow.not_retrieved", flow.not_retrieved)),
        ("", box("flow.assessed", flow.assessed),
         box("flow.excluded_reports", why, *parts(by_size(flow.excluded_reports)))),
        (say("flow.step.included", language), box("flow.included", flow.included), None),
    ]  # fmt: skip


def with_previous(rows, flow, previous, language):
    """Return the rows with what an earlier version of the review held before and after them."""
    if not previous:
        return rows
    studies, n = previous.get("studies", 0), previous.get("reports")
    reports = [] if n is None else [f"{say('flow.previous.reports', language)}: {number(n, language)}"]
    first = (say("flow.previous.studies", language), number(studies, language), reports)
    total = (say("flow.total", language), number(studies + flow.included, language), [])
    return [(say("flow.step.previous", language), first, None), *rows, ("", total, None)]


def height_of(box):
    """Return how tall a box must be for its texts."""
    title, _, details = box
    n_lines = len(wrap(title, BOX - 58)) + sum(len(wrap(text, BOX - 24, size=11)) for text in details)
    return 2 * PAD + LINE * n_lines + (3 if details else 0)


def draw(x, y, box, height, *, side=False, strong=False):
    """Return the shapes of one box: title, number at the right, details below."""
    title, n, details = box
    fill, edge, ink = "paper" if side else "ground", "light", "ink"
    if strong:
        fill, edge, ink = "accent", "accent", "paper"
    found = [
        f'<rect x="{x + 0.5}" y="{y + 0.5}" width="{BOX - 1}" height="{height - 1}" rx="2" '
        f'style="fill: {var(fill)}; stroke: {var(edge)}"/>'
    ]
    y += PAD + 12
    found.append(write(x + BOX - 11, y, n, bold=True, colour=ink, end=True, size=13))
    for part in wrap(title, BOX - 58):
        found.append(write(x + 11, y, part, colour=ink))
        y += LINE
    y += 3
    for text in details:
        for part in wrap(text, BOX - 24, size=11):
            found.append(write(x + 11, y, part, colour=ink if strong else "soft", size=11))
            y += LINE
    return found


def write(x, y, text, *, size=12, colour="ink", bold=False, end=False, wide=False):
    """Return a line of text."""
    style = f"font-size: {size}px; fill: {var(colour)}"
    style += "; font-weight: 700" if bold else ""
    style += "; text-anchor: end" if end else ""
    style += "; letter-spacing: 0.06em" if wide else ""
    return f'<text x="{x}" y="{y}" style="{style}">{escape(text)}</text>'


def arrow(x1, y1, x2, y2):
    """Return an arrow to the right or downwards."""
    head = "m-5 -3.5l5 3.5l-5 3.5" if y1 == y2 else "m-3.5 -5l3.5 5l3.5 -5"
    return stroke(f"M{x1} {y1}L{x2} {y2}{head}", "soft")


def stroke(path, colour):
    """Return a thin line along a path."""
    return f'<path d="{path}" style="fill: none; stroke: {var(colour)}; stroke-width: 1.1"/>'


def var(colour):
    """Return a colour that the page may change."""
    return f"var(--{colour}, {COLOURS[colour]})"
