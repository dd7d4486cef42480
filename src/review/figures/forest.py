"""Forest: what each evaluation says is saved per QALY given up, study by study, by recommendation."""

import math

from review.figures.drawing import WIDTH, dot, finish, label, labels, line, sheet, wrap
from review.figures.economics import linked
from review.vocabulary import number, say

__all__ = ["forest"]

HEADS = {"group": "recommendation", "mark": "mark", "study": "study", "ratio": "forest.ratio", "said": "note"}
"""The columns of the table behind the figure, and the words that head them."""

LEFT, ROW, TOP = 170, 18, 30
"""Where the scale begins, height of a row, room for the scale's numbers."""


def forest(rows, thresholds, *, name, caption, language, year, hrefs=None):
    """Return the ratios in kronor per QALY on one scale, under the recommendations they belong to.

    The scale is logarithmic. An evaluation without a ratio in kronor per QALY has a row of words instead:
    one that saves without loss needs none, and one that cannot be converted says why.

    Parameters
    ----------
    rows : DataFrame
        `group` (the recommendation in words), `mark`, `study`, `ratio` (SEK per QALY given up, missing where
        there is none) and `said` (what stands in its place), in the order of the drawing.
    thresholds : sequence of float
        SEK per QALY, drawn as lines.
    year : int
        Whose prices the kronor are in.
    hrefs : dict of str to str, optional
        Mark to where it leads.
    """
    rows = rows.astype({"ratio": "float64"})
    groups = [(wrap(text, 0.88 * WIDTH, size=11), part) for text, part in rows.groupby("group", sort=False)]
    said = {place: wrap(text, WIDTH - LEFT, size=10.5) for place, text in rows.said.items()}
    deep = {place: max(ROW, 13 * len(said[place]) + 5) for place in rows.index}
    tall = sum(15 * len(head) + 12 + sum(deep[place] for place in part.index) for head, part in groups)
    paper, axes = sheet(TOP + tall + 6)
    scale = Scale.of([*rows.ratio.dropna(), *thresholds])
    draw_scale(axes, scale, language)
    y = TOP
    for head, part in groups:
        y += 7
        line(axes, [0, WIDTH], [y - 4, y - 4], colour="rule", width=0.7)
        labels(axes, 0, y + 9, head, size=11, weight="bold")
        y += 15 * len(head)
        for place, row in zip(part.index, part.itertuples(), strict=True):
            draw_row(axes, scale, thresholds, row, said[place], y)
            y += deep[place]
        y += 5
    table = rows[list(HEADS)].assign(ratio=[number(value, language) for value in rows.ratio])
    table.columns = [say(key, language) for key in HEADS.values()]
    alt = "; ".join(
        f"{row.mark}, {row.study}: {row.said if math.isnan(row.ratio) else number(row.ratio, language)}"
        for row in rows.itertuples()
    )
    alt = f"{caption}. {say('forest.scale', language, year=year)}. {alt}."
    made = finish(paper, name=name, caption=caption, alt=alt, table=table, source=say("source.own", language))
    return linked(made, hrefs or {})


class Scale:
    """A logarithmic scale from LEFT to the right edge."""

    def __init__(self, low, high):
        self.low, self.high = low, high

    @classmethod
    def of(cls, values):
        """Return the scale of whole powers of ten that holds all values above zero."""
        known = [math.log10(float(value)) for value in values if value > 0] or [5.0]
        low, high = math.floor(min(known)), math.ceil(max(known))
        return cls(low, max(high, low + 1))

    def powers(self):
        """Return the powers of ten that the scale holds."""
        return range(self.low, self.high + 1)

    def place(self, value):
        """Return where a value lies."""
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return LEFT + 8 + (WIDTH - LEFT - 26) * share


def draw_scale(axes, scale, language):
    """Write the powers of ten over the rows."""
    for power in scale.powers():
        shown, word = (10 ** (power - 6), say("million", language)) if power >= 6 else (10**power, "")
        text = f"{number(shown, language)} {word}".strip()
        label(axes, scale.place(10**power), TOP - 12, text, size=9.5, colour="soft", align="center")
    label(axes, 0, TOP - 12, say("forest.axis", language), size=9.5, colour="soft")


def draw_row(axes, scale, thresholds, row, said, y):
    """Draw one evaluation: its name, and a point between the lines of the scale, or words."""
    label(axes, 8, y + 10, row.mark, size=10.5, colour="accent", weight="bold")
    label(axes, 38, y + 10, shortened(row.study, LEFT - 34), size=10.5)
    if math.isnan(row.ratio):
        labels(axes, LEFT + 8, y + 10, said, step=13, size=10.5, colour="soft")
        return
    marks = [(10**power, "rule", 0.7) for power in scale.powers()]
    for value, colour, width in [*marks, *((threshold, "sand", 1.4) for threshold in thresholds)]:
        line(axes, [scale.place(value)] * 2, [y - 1, y + ROW - 3], colour=colour, width=width)
    line(axes, [LEFT + 8, WIDTH - 18], [y + 6.5, y + 6.5], colour="rule", width=0.5)
    dot(axes, scale.place(row.ratio), y + 6.5, 4.5, colour="accent")


def shortened(text, width):
    """Return a text that fits a width in points, cut with an ellipsis where it must be."""
    most = int(width / (0.5 * 10.5))
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
