"""Economics: where withdrawal lies on the cost-effectiveness plane, by sign and to scale."""

import math
import re
from dataclasses import replace

import pandas as pd

from review.economics import is_qaly
from review.figures.drawing import WIDTH, block, dot, finish, label, labels, line, sheet, wrap
from review.vocabulary import decimals_of, number, say

__all__ = ["linked", "plane", "plane_to_scale", "scaled"]

CELLS = {
    "dominant": (2, 2), "saves_same_effect": (1, 2), "saves_with_loss": (0, 2),
    "better_same_cost": (2, 1), "no_difference": (1, 1), "worse_same_cost": (0, 1),
    "costs_for_gain": (2, 0), "costs_same_effect": (1, 0), "dominated": (0, 0),
}  # fmt: skip
"""Reading for withdrawal to its place: effect (less to more) to the right, cost (more to less) downwards."""


def plane(readings, *, name, caption, language):
    """Return the cost-effectiveness plane read for withdrawal, as nine fields with the studies in them.

    The fields hold every evaluation with a sign, whatever its money and its unit of effect. `readings` has
    its short name (`mark`) and its `reading` (see `review.economics.READINGS`).
    """
    marks = {key: list(readings.mark[readings.reading == key]) for key in CELLS}
    left, top, wide = 20, 40, (WIDTH - 20) / 3
    tall = max(90, 46 + 12 * max(len(wrap(" ".join(found), wide - 44, size=10)) for found in marks.values()))
    paper, axes = sheet(top + 3 * tall + 4)
    for column, key in enumerate(("less", "same", "more")):
        middle = left + (column + 0.5) * wide
        label(axes, middle, 30, say(f"effect.{key}", language), colour="soft", align="center")
    label(axes, left + 1.5 * wide, 13, say("plane.x", language), weight="bold", size=11.5, align="center")
    for row, key in enumerate(("more", "same", "less")):
        words = say(f"cost.{key}", language)
        label(axes, 12, top + (row + 0.5) * tall, words, colour="soft", align="center", upwards="center")
    for key, (column, row) in CELLS.items():
        draw_cell(axes, left + column * wide, top + row * tall, wide, tall, key, marks[key], language)
    columns = [say(name, language) for name in ("reading", "count", "evaluations")]
    rows = [
        (say(f"reading.{k}", language), len(found), ", ".join(found) or "–") for k, found in marks.items()
    ]
    said = "; ".join(f"{reading}: {number(n, language)}" for reading, n, _ in rows if n)
    table, alt = pd.DataFrame(rows, columns=columns), f"{caption}. {said or say('nothing', language)}."
    return finish(paper, name=name, caption=caption, alt=alt, table=table, source=say("source.own", language))


def draw_cell(axes, x, y, wide, tall, key, found, language):
    """Draw one field: its reading in words, how many, and which evaluations."""
    argued = key in ("saves_with_loss", "saves_same_effect", "dominant")
    block(axes, x + 1, y + 1, wide - 2, tall - 2, colour="ground" if argued else "paper", edge="rule")
    words = wrap(say(f"reading.{key}", language), wide - 12, size=10.5)[:3]
    labels(axes, x + 7, y + 15, words, step=13, size=10.5, colour="ink" if found else "soft")
    if found:
        label(axes, x + wide - 8, y + tall - 9, number(len(found), language), weight="bold", size=15,
              align="right", colour="accent" if argued else "warm")  # fmt: skip
        shown = wrap(" ".join(found), wide - 44, size=10)
        labels(axes, x + 7, y + tall - 9, reversed(shown), step=-12, size=10, colour="soft")


TALL, EDGE, RADIUS, MARK = 400, 66, 4, 9.5
"""Height of the plane's field, room to its left, radius of a point, size of its name."""


def scaled(evaluations):
    """Return the evaluations that have a place on one scale: kronor and QALYs.

    From evaluations as `review.economics.price` returns them (`mark` besides, else their id counts) to
    `mark`, `cost` (SEK) and `effect` (QALYs) of withdrawing.
    """
    fits = evaluations.effect_unit.map(is_qaly).astype("bool")
    known = evaluations.withdrawal_cost_sek.notna() & evaluations.withdrawal_effect.notna()
    rows = evaluations[fits & known]
    marks = rows["mark"] if "mark" in rows.columns else rows.evaluation_id
    cost, effect = (rows[name].astype("float64") for name in ("withdrawal_cost_sek", "withdrawal_effect"))
    return pd.DataFrame({"mark": marks.astype("str"), "cost": cost, "effect": effect}).reset_index(drop=True)


def plane_to_scale(points, thresholds, *, name, caption, language, year, hrefs=None, kink=1.0):
    """Return the cost-effectiveness plane to scale: kronor and QALYs of withdrawing, with threshold lines.

    Both scales are those of square roots, so that small differences can be told apart; a straight line
    through the origin, which a threshold is, stays straight.

    Parameters
    ----------
    points : DataFrame
        `mark`, `cost` (SEK, above zero: withdrawing costs) and `effect` (QALYs, above zero: patients gain).
    thresholds : sequence of float
        SEK per QALY, in the prices of `year`.
    hrefs : dict of str to str, optional
        Mark to where it leads.
    kink : float
        How many times a lost QALY counts against a gained one; the lines are that much steeper to the left.
    """
    paper, axes = sheet(20 + TALL + 38)
    field = Field.of(points)
    taken = draw_field(axes, field, language)
    taken += [draw_threshold(axes, field, threshold, kink, language) for threshold in sorted(thresholds)]
    taken += [field.box_of(row.effect, row.cost) for row in points.itertuples()]
    for row in points.itertuples():
        x, y = field.place(row.effect, row.cost)
        dot(axes, x, y, RADIUS, colour="accent" if row.cost < 0 else "warm")
        draw_mark(axes, x, y, row.mark, taken)
    cost, effect = (say(f"plane.scale.{what}", language, year=year) for what in ("cost", "effect"))
    headings = {"mark": say("mark", language), "effect": effect, "cost": cost}
    table = points[list(headings)].rename(columns=headings)
    table[effect] = [number(value, language, decimals_of(value)) for value in points.effect]
    table[cost] = [number(value, language) for value in points.cost]
    alt = words_of(points, caption, language)
    made = finish(paper, name=name, caption=caption, alt=alt, table=table, source=say("source.own", language))
    return linked(made, hrefs or {})


LEAST = 0.1
"""How far a half without points reaches, as a share of the half across."""


class Field:
    """The drawn part of the plane: where an effect and a cost lie on the sheet.

    Attributes
    ----------
    ends : dict of str to float
        How far the field reaches to the left, right, top and bottom, in QALYs and kronor, all above zero.
    """

    def __init__(self, ends):
        self.ends = ends
        wide, tall = (root(ends[a]) + root(ends[b]) for a, b in (("left", "right"), ("top", "bottom")))
        self.scale = (WIDTH - EDGE - 12) / wide, (TALL - 12) / tall
        self.middle = EDGE + 6 + self.scale[0] * root(ends["left"]), 26 + self.scale[1] * root(ends["top"])

    @classmethod
    def of(cls, points):
        """Return the field that holds all points and something of every quarter."""
        ends = {}
        for column, low, high in (("effect", "left", "right"), ("cost", "bottom", "top")):
            values = [float(value) for value in points[column]]
            reach = {low: max([0.0, *(-value for value in values)]), high: max([0.0, *values])}
            most = max(reach.values()) or 1.0
            ends |= {side: 1.15 * max(end, LEAST * most) for side, end in reach.items()}
        return cls(ends)

    def place(self, effect, cost):
        """Return the point of the sheet at which an effect and a cost lie."""
        x, y = self.middle
        return x + self.scale[0] * root(effect), y - self.scale[1] * root(cost)

    def ticks(self, low, high, room):
        """Return the values of an axis, those below zero first (see `ticks`)."""
        scale = self.scale[0 if low == "left" else 1]
        return [
            sign * value
            for side, sign in ((low, -1), (high, 1))
            for value in ticks(self.ends[side], scale, room)
        ]

    def box_of(self, effect, cost):
        """Return the box of the sheet that a point takes."""
        x, y = self.place(effect, cost)
        return x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS


def root(value):
    """Return the square root with the sign of the number."""
    return math.copysign(math.sqrt(abs(value)), value)


def draw_field(axes, field, language):
    """Draw the two axes with their values, say what the quarters are, and return the room that takes."""
    x, y = field.middle
    left, right, top, bottom = EDGE, WIDTH, 20, 20 + TALL
    block(axes, left, y, right - left, bottom - y, colour="ground")
    line(axes, [left, right], [y, y], colour="soft")
    line(axes, [x, x], [top, bottom], colour="soft")
    small, heavy = {"size": 9.5, "colour": "soft"}, {"size": 11, "weight": "bold", "align": "center"}
    for value in field.ticks("left", "right", 40):
        place = field.place(value, 0)[0]
        line(axes, [place, place], [y - 3, y + 3], colour="soft")
        label(axes, place, bottom + 13, number(value, language, decimals_of(value)), align="center", **small)
    for value in field.ticks("bottom", "top", 22):
        place = field.place(0, value)[1]
        line(axes, [left - 3, left + 3], [place, place], colour="soft")
        label(axes, left - 5, place + 3, number(value, language), align="right", **small)
    label(axes, (left + right) / 2, bottom + 29, say("plane.scale.x", language), **heavy)
    label(axes, 12, 20 + TALL / 2, say("plane.scale.y", language), upwards="center", **heavy)
    axes_drawn = [(left, y - 2, right, y + 2), (x - 2, top, x + 2, bottom)]
    return [*draw_quarters(axes, field, language), *axes_drawn]


def draw_quarters(axes, field, language):
    """Say in words what the four quarters are, beside the level axis, and return the room that takes."""
    x, y = field.middle
    taken = []
    quarters = {
        "dominated": (x - 6, "right", -1), "costs_for_gain": (WIDTH - 4, "right", -1),
        "saves_with_loss": (EDGE + 6, "left", 1), "dominant": (WIDTH - 4, "right", 1),
    }  # fmt: skip
    for key, (place, side, below) in quarters.items():
        parts = wrap(say(f"reading.{key}", language), 118, size=10.5)
        start = y + 16 if below > 0 else y - 8 - 13 * (len(parts) - 1)
        labels(axes, place, start, parts, step=13, size=10.5, colour="soft", align=side)
        left = place if side == "left" else place - 118
        taken.append((left, start - 10, left + 118, start + 13 * len(parts) - 10))
    return taken


def ticks(largest, scale, room):
    """Return round values up to the largest, as many as have room on a scale of roots."""
    power = math.floor(math.log10(largest))
    found, nearest = [], math.inf
    for value in [part * 10.0**ten for ten in (power, power - 1) for part in (5, 2, 1)]:
        if value <= largest and scale * min(nearest - root(value), root(value)) >= room:
            found.append(value)
            nearest = root(value)
    return found


def draw_threshold(axes, field, threshold, kink, language):
    """Draw the line on which a QALY costs, or saves, the threshold, with its name at the lower end."""
    for sign, slope in ((1, threshold), (-1, threshold * kink)):
        across, along = ("right", "top") if sign == 1 else ("left", "bottom")
        effect = min(field.ends[across], field.ends[along] / slope)
        start, end = field.place(0, 0), field.place(sign * effect, sign * effect * slope)
        line(axes, [start[0], end[0]], [start[1], end[1]], colour="sand", width=1.2, dashes=(4, 3))
    x, y = (one + 0.85 * (other - one) for one, other in zip(start, end, strict=True))
    text = number(threshold, language)
    label(axes, x - 5, y, text, size=9.5, colour="warm", align="right")
    return x - 5 - 5.2 * len(text), y - 9, x - 5, y + 2


def draw_mark(axes, x, y, text, taken):
    """Write a point's name where it covers neither point nor name, and keep the place taken."""
    wide = 0.62 * MARK * len(text)
    for away in (7, 15, 26, 40, 56):
        for angle in (0, 180, 90, 270, 45, 135, 225, 315):
            dx, dy = away * math.cos(math.radians(angle)), away * math.sin(math.radians(angle))
            left = x + dx - (wide if dx < -0.1 else 0 if dx > 0.1 else wide / 2)
            box = (left, y + dy - 4, left + wide, y + dy + 4)
            inside = box[0] > EDGE and box[2] < WIDTH and box[1] > 22 and box[3] < 20 + TALL
            if inside and not any(overlap(box, other) for other in taken):
                taken.append(box)
                if away > 15:
                    line(axes, [x, x + dx], [y, y + dy], colour="soft", width=0.6)
                label(axes, left, y + dy + 3.5, text, size=MARK)
                return
    label(axes, x, y - 6, text, size=MARK)


def overlap(one, other):
    """Return whether two boxes have a point in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def words_of(points, caption, language):
    """Return the plane in words: how many lie in which quarter, and which."""
    quarters = {
        "saves_with_loss": (points.cost < 0) & (points.effect < 0),
        "dominant": (points.cost < 0) & (points.effect > 0),
        "costs_for_gain": (points.cost > 0) & (points.effect > 0),
        "dominated": (points.cost > 0) & (points.effect < 0),
    }
    said = [
        f"{say(f'reading.{key}', language)}: {number(int(inside.sum()), language)} "
        f"({', '.join(points.mark[inside])})"
        for key, inside in quarters.items()
        if inside.any()
    ]
    return f"{caption}. {'; '.join(said) or say('nothing', language)}."


def linked(figure, hrefs):
    """Return a figure in which the names of points lead to where they belong.

    A picture is one thing to a screen reader, so a figure with links is a group with a name instead.
    """
    svg = figure.svg
    for mark, href in hrefs.items():
        svg = re.sub(rf"(<text [^>]*>{re.escape(mark)}</text>)", rf'<a href="{href}">\1</a>', svg)
    if svg != figure.svg:
        svg = svg.replace('role="img"', 'role="group"', 1)
    return replace(figure, svg=svg)
