"""Screening: how the classifier's probabilities lie, with the threshold that marks a reference."""

from itertools import pairwise

import numpy as np
import pandas as pd

from review.evidence import FLAGS
from review.figures.drawing import COLOURS, WIDTH, finish, label, line, sheet
from review.vocabulary import capital, number, say

__all__ = ["probabilities"]

BINS = np.linspace(0, 1, 21)
PANEL, GAP = 150, 26


def probabilities(flags, thresholds, *, name, caption, language):
    """Return the distribution of both flags' probabilities over all references.

    `flags` has a column per flag with probabilities in [0, 1], one row per reference; the thresholds, by
    flag, are the probabilities from which a reference is marked.
    """
    paper, axes = sheet(len(FLAGS) * PANEL + (len(FLAGS) - 1) * GAP + 4)
    sentences, tables = [], []
    for place, flag in enumerate(FLAGS):
        values, threshold = flags[flag].astype("float64").to_numpy(), thresholds[flag]
        n, whole = (number(int(n), language) for n in ((values >= threshold).sum(), len(values)))
        said = say("figure.marked", language, n=n, whole=whole, threshold=number(threshold, language, 2))
        panel(paper, axes, place * (PANEL + GAP), values, threshold, say(flag, language), said, language)
        sentences.append(f"{say(flag, language)}: {said}")
        tables.append(np.histogram(values, BINS)[0])
    spans = [f"{number(a, language, 2)}–{number(b, language, 2)}" for a, b in pairwise(BINS)]
    columns = {say(flag, language): column for flag, column in zip(FLAGS, tables, strict=True)}
    table, alt = pd.DataFrame({say("probability", language): spans} | columns), "; ".join(sentences)
    alt = f"{caption}. {alt}."
    return finish(paper, name=name, caption=caption, alt=alt, table=table, source=say("source.own", language))


def panel(paper, axes, top, values, threshold, title, said, language):
    """Draw one flag: heading, histogram, threshold and scale."""
    # takes a second to load, so only who draws waits for it
    import seaborn

    label(axes, 0, top + 13, capital(title), weight="bold", size=12.5)
    label(axes, 0, top + 29, said, colour="soft")
    height = axes.get_ylim()[0]
    inner = paper.add_axes((0, 1 - (top + PANEL - 18) / height, 1, (PANEL - 58) / height))
    seaborn.histplot(x=values, bins=BINS, ax=inner, color=COLOURS["light"], alpha=1, linewidth=0)
    for bar in inner.patches:
        bar.set_clip_on(False)
        bar.set_width(bar.get_width() * 0.9)
        if bar.get_x() >= threshold - 1e-9:
            bar.set_facecolor(COLOURS["accent"])
    inner.set_xlim(0, 1)
    tallest = max(inner.get_ylim()[1], 1)
    inner.set_ylim(0, tallest)
    inner.axis("off")
    base = top + PANEL - 18
    line(axes, [0, WIDTH], [base, base], colour="soft", width=0.8)
    line(axes, [threshold * WIDTH] * 2, [top + 38, base], colour="warm", width=1.4, dashes=(3, 2))
    for value, align in ((0, "left"), (0.25, "center"), (0.5, "center"), (0.75, "center"), (1, "right")):
        label(axes, value * WIDTH, base + 14, number(value, language, 2), colour="soft", size=11, align=align)
