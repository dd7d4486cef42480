"""Evidence: which way the studies point, and where withdrawal lies on the cost-effectiveness plane."""

import pandas as pd

from review.evidence import DIRECTIONS
from review.figures.drawing import WIDTH, block, finish, label, line, sheet, wrap
from review.vocabulary import number, say

__all__ = ["directions", "plane"]

TONES = {"supports": "accent", "contradicts": "warm", "mixed": "sand", "context": "light"}
SQUARE, STEP = 9, 11


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
    widths = {key: max(int(tally[key].max()), 4) for key in DIRECTIONS}
    unit = min(STEP, (WIDTH - 3 * 14) / sum(widths.values()))
    starts, x = {}, 0
    for key in DIRECTIONS:
        starts[key] = x
        x += widths[key] * unit + 14
    names = [wrap(text, WIDTH)[:2] for text in tally.recommendation]
    height = 24 + sum(15 * len(text) + 22 for text in names)
    paper, axes = sheet(height)
    heads = {key: say(key, language) for key in DIRECTIONS}
    for key, head in heads.items():
        label(axes, starts[key], 12, head[0].upper() + head[1:], weight="bold", size=11.5, colour="ink")
        block(axes, starts[key], 17, SQUARE * 2, 2.5, colour=TONES[key])
    top = 28
    for text, row in zip(names, tally.itertuples(), strict=True):
        line(axes, [0, WIDTH], [top - 4, top - 4], colour="rule", width=0.7)
        for part in text:
            label(axes, 0, top + 9, part)
            top += 15
        for key in DIRECTIONS:
            for place in range(int(getattr(row, key))):
                block(axes, starts[key] + place * unit, top, unit - 2, SQUARE, colour=TONES[key])
        top += 22
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


CELLS = {
    "dominant": (2, 2), "saves_same_effect": (1, 2), "saves_with_loss": (0, 2),
    "better_same_cost": (2, 1), "no_difference": (1, 1), "worse_same_cost": (0, 1),
    "costs_for_gain": (2, 0), "costs_same_effect": (1, 0), "dominated": (0, 0),
}  # fmt: skip
"""Reading for withdrawal to its place: effect (less, same, more) to the right, cost (more … less) downwards."""


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
    left, top, wide, tall = 20, 34, (WIDTH - 20) / 3, 88
    paper, axes = sheet(top + 3 * tall + 4)
    for column, key in enumerate(("less", "same", "more")):
        label(axes, left + (column + 0.5) * wide, 22, say(f"effect.{key}", language), colour="soft", align="center")
    label(axes, left + 1.5 * wide, 8, say("plane.x", language), weight="bold", size=11.5, align="center")
    for row, key in enumerate(("more", "same", "less")):
        words = say(f"cost.{key}", language)
        label(axes, 12, top + (row + 0.5) * tall, words, colour="soft", align="center", turned=True)
    marks = {key: list(readings.mark[readings.reading == key]) for key in CELLS}
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
        shown = wrap(" ".join(found), wide - 40, size=10)
        for place, part in enumerate(shown[-2:]):
            label(axes, x + 7, y + tall - 9 - 12 * (min(len(shown), 2) - 1 - place), part, size=10, colour="soft")
