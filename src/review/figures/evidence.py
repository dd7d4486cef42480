"""Evidence: which way the studies point, and where withdrawal lies on the cost-effectiveness plane."""

import pandas as pd

from review.evidence import DIRECTIONS
from review.figures.drawing import WIDTH, block, finish, label, line, sheet, wrap
from review.vocabulary import number, say

__all__ = ["directions", "plane"]

TONES = {"supports": "accent", "contradicts": "warm", "mixed": "sand", "context": "light"}
SQUARE, STEP, NAMES = 9, 11, 180
"""A square, the distance to the next one, and the least room for the recommendations' names."""


def directions(tally, *, name, caption, language):
    """Return one small square per study for each recommendation, in a column per direction.

    Parameters
    ----------
    tally : DataFrame
        `recommendation` (its words) and a column of counts per direction.

    Returns
    -------
    Figure
    """
    heads = {key: say(key, language) for key in DIRECTIONS}
    heads = {key: head[0].upper() + head[1:] for key, head in heads.items()}
    starts, room = columns(tally, heads)
    names = [wrap(text, starts[DIRECTIONS[0]] - 14) for text in tally.recommendation]
    lines = {key: [-(-int(n) // room[key]) for n in tally[key]] for key in DIRECTIONS}
    deep = [
        max(15 * len(text), STEP * max(lines[key][i] for key in DIRECTIONS)) for i, text in enumerate(names)
    ]
    paper, axes = sheet(26 + sum(height + 9 for height in deep))
    for key, head in heads.items():
        label(axes, starts[key], 12, head, weight="bold", size=10.5)
    top = 22
    for text, row, height in zip(names, tally.itertuples(), deep, strict=True):
        line(axes, [0, WIDTH], [top, top], colour="rule", width=0.7)
        for place, part in enumerate(text):
            label(axes, 0, top + 15 + 15 * place, part)
        for key in DIRECTIONS:
            for n in range(int(getattr(row, key))):
                x, y = starts[key] + n % room[key] * STEP, top + 6 + n // room[key] * STEP
                block(axes, x, y, SQUARE, SQUARE, colour=TONES[key])
        top += height + 9
    table = tally[["recommendation", *DIRECTIONS]].rename(
        columns={"recommendation": say("recommendation", language)} | heads
    )
    said = "; ".join(
        f"{row.recommendation}: "
        + ", ".join(f"{heads[key]} {getattr(row, key)}" for key in DIRECTIONS if getattr(row, key))
        for row in tally.itertuples()
    )
    return finish(
        paper, name=name, caption=caption, alt=f"{caption}. {said}.", table=table,
        source=say("source.own", language),
    )  # fmt: skip


def columns(tally, heads):
    """Return where each direction's column begins, and how many squares it takes side by side."""
    widths = {key: 6.9 * len(head) + 6 for key, head in heads.items()}
    spare = WIDTH - NAMES - sum(widths.values())
    for key in DIRECTIONS:
        wanted = min(12, int(tally[key].max())) * STEP + 12
        more = max(0, min(spare, wanted - widths[key]))
        widths[key] += more
        spare -= more
    starts, x = {}, WIDTH - sum(widths.values())
    for key in DIRECTIONS:
        starts[key] = x
        x += widths[key]
    return starts, {key: max(1, int((widths[key] - 6) // STEP)) for key in DIRECTIONS}


CELLS = {
    "dominant": (2, 2), "saves_same_effect": (1, 2), "saves_with_loss": (0, 2),
    "better_same_cost": (2, 1), "no_difference": (1, 1), "worse_same_cost": (0, 1),
    "costs_for_gain": (2, 0), "costs_same_effect": (1, 0), "dominated": (0, 0),
}  # fmt: skip
"""Reading for withdrawal to its place: effect (less to more) to the right, cost (more to less) downwards."""


def plane(readings, *, name, caption, language):
    """Return the cost-effectiveness plane read for withdrawal, as nine fields with the studies in them.

    Amounts of different currencies, price years and units have no common scale, so only signs are drawn.

    Parameters
    ----------
    readings : DataFrame
        `mark` (short name of an evaluation) and `reading` (see `review.economics.READINGS`).

    Returns
    -------
    Figure
    """
    marks = {key: list(readings.mark[readings.reading == key]) for key in CELLS}
    left, top, wide = 20, 40, (WIDTH - 20) / 3
    tall = max(90, 46 + 12 * max(len(wrap(" ".join(found), wide - 44, size=10)) for found in marks.values()))
    paper, axes = sheet(top + 3 * tall + 4)
    for column, key in enumerate(("less", "same", "more")):
        label(
            axes,
            left + (column + 0.5) * wide,
            30,
            say(f"effect.{key}", language),
            colour="soft",
            align="center",
        )
    label(axes, left + 1.5 * wide, 13, say("plane.x", language), weight="bold", size=11.5, align="center")
    for row, key in enumerate(("more", "same", "less")):
        words = say(f"cost.{key}", language)
        label(axes, 12, top + (row + 0.5) * tall, words, colour="soft", align="center", turned=True)
    for key, (column, row) in CELLS.items():
        draw_cell(axes, left + column * wide, top + row * tall, wide, tall, key, marks[key], language)
    rows = [
        (say(f"reading.{key}", language), len(found), ", ".join(found) or "–") for key, found in marks.items()
    ]
    table = pd.DataFrame(
        rows, columns=[say("reading", language), say("count", language), say("evaluations", language)]
    )
    said = "; ".join(f"{row[0]}: {number(row[1], language)}" for row in rows if row[1])
    return finish(
        paper, name=name, caption=caption, alt=f"{caption}. {said or say('nothing', language)}.", table=table,
        source=say("source.own", language),
    )  # fmt: skip


def draw_cell(axes, x, y, wide, tall, key, found, language):
    """Draw one field: its reading in words, how many, and which evaluations."""
    argued = key in ("saves_with_loss", "saves_same_effect", "dominant")
    block(axes, x + 1, y + 1, wide - 2, tall - 2, colour="ground" if argued else "paper", edge="rule")
    top = y + 15
    for part in wrap(say(f"reading.{key}", language), wide - 12, size=10.5)[:3]:
        label(axes, x + 7, top, part, size=10.5, colour="ink" if found else "soft")
        top += 13
    if found:
        label(axes, x + wide - 8, y + tall - 9, number(len(found), language), weight="bold", size=15,
              align="right", colour="accent" if argued else "warm")  # fmt: skip
        shown = wrap(" ".join(found), wide - 44, size=10)
        for place, part in enumerate(reversed(shown)):
            label(axes, x + 7, y + tall - 9 - 12 * place, part, size=10, colour="soft")
