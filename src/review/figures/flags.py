"""Flags: precision against recall to choose a threshold by, and how reliable probabilities are."""

import pandas as pd

from review.figures.drawing import WIDTH, dot, finish, label, line, sheet
from review.vocabulary import number, say, share

__all__ = ["precision_recall", "reliability"]

PANEL, TOP, LEFT, SIDE = 330, 46, 44, 250
TICKS = (0, 0.25, 0.5, 0.75, 1)


def precision_recall(curves, thresholds, *, name, caption, language):
    """Return precision against recall for each flag, with intervals and the threshold that is set.

    Parameters
    ----------
    curves : DataFrame
        See `review.flags.precision_recall`.
    thresholds : dict of str to float
        Flag to the probability from which a reference is marked now.

    Returns
    -------
    Figure
    """
    flags = list(dict.fromkeys(curves.flag))
    paper, axes = sheet(max(1, len(flags)) * PANEL)
    sentences = []
    for place, flag in enumerate(flags):
        mine = curves[(curves.flag == flag) & curves.precision.notna()]
        top = place * PANEL + TOP
        near = mine.iloc[(mine.threshold - thresholds[flag]).abs().argsort()[:1]].iloc[0]
        said = say("figure.at_threshold", language).format(
            threshold=number(near.threshold, language, 2), precision=share(near.precision, language),
            low=share(near.precision_low, language), high=share(near.precision_high, language),
            recall=share(near.recall, language), proposed=number(near.n_proposed, language),
        )  # fmt: skip
        heading(axes, top, say(flag, language), said)
        frame_of(
            axes, top, say("figure.recall_axis", language), say("figure.precision_axis", language), language
        )
        for row in mine.itertuples():
            x = across(row.recall)
            line(
                axes,
                [x, x],
                [up(top, row.precision_low), up(top, row.precision_high)],
                colour="rule",
                width=4,
            )
        line(
            axes,
            [across(v) for v in mine.recall],
            [up(top, v) for v in mine.precision],
            colour="accent",
            width=2,
        )
        for row in mine.itertuples():
            chosen = row.threshold == near.threshold
            dot(axes, across(row.recall), up(top, row.precision), 5.5 if chosen else 3.2,
                colour="warm" if chosen else "accent")  # fmt: skip
            if chosen or round(row.threshold * 100) in (10, 30, 50, 70, 90):
                colour = "warm" if chosen else "soft"
                beside(axes, across(row.recall), up(top, row.precision) - 6, row.threshold, language, colour)
        sentences.append(f"{say(flag, language)}: {said}")
    table = curves.assign(flag=[say(flag, language) for flag in curves.flag])
    return done(paper, table, name, caption, sentences, language)


def reliability(bins, *, name, caption, language):
    """Return how often each flag held against the probability it was given.

    Parameters
    ----------
    bins : DataFrame
        See `review.flags.reliability`.

    Returns
    -------
    Figure
    """
    flags = list(dict.fromkeys(bins.flag))
    paper, axes = sheet(max(1, len(flags)) * PANEL)
    sentences = []
    for place, flag in enumerate(flags):
        mine, top = bins[bins.flag == flag], place * PANEL + TOP
        gap = float((abs(mine.share - mine.probability) * mine.n).sum() / mine.n.sum())
        said = say("figure.reliable", language).format(
            gap=number(100 * gap, language, 1), n=number(mine.n.sum(), language)
        )
        heading(axes, top, say(flag, language), said)
        frame_of(
            axes, top, say("figure.probability_axis", language), say("figure.share_axis", language), language
        )
        line(axes, [across(0), across(1)], [up(top, 0), up(top, 1)], colour="soft", width=1, dashes=(3, 3))
        for row in mine.itertuples():
            x = across(row.probability)
            line(axes, [x, x], [up(top, row.share_low), up(top, row.share_high)], colour="light", width=3)
            dot(axes, x, up(top, row.share), 5, colour="accent")
            counts = f"{number(row.n_true, language)}/{number(row.n, language)}"
            beside(axes, x, up(top, row.share) + 4, counts, language, "soft")
        sentences.append(f"{say(flag, language)}: {said}")
    table = bins.assign(flag=[say(flag, language) for flag in bins.flag])
    return done(paper, table, name, caption, sentences, language)


def done(paper, table, name, caption, sentences, language):
    """Return the finished figure."""
    table = table.rename(columns={column: say(f"curve.{column}", language) for column in table.columns})
    return finish(
        paper, name=name, caption=caption, alt=f"{caption}. {' '.join(sentences)}", table=pd.DataFrame(table),
        source=say("source.own", language),
    )  # fmt: skip


def heading(axes, top, title, said):
    """Write the name of a flag and what its panel says."""
    label(axes, 0, top - 30, title[0].upper() + title[1:], weight="bold", size=12.5)
    label(axes, 0, top - 14, said, colour="soft", size=11)


def frame_of(axes, top, below, beside, language):
    """Draw the two scales from 0 to 100 %."""
    for value in TICKS:
        line(axes, [across(0), across(1)], [up(top, value)] * 2, colour="rule", width=0.7)
        label(
            axes,
            LEFT - 6,
            up(top, value) + 4,
            share(value, language),
            size=10.5,
            colour="soft",
            align="right",
        )
        align = {0: "left", 1: "right"}.get(value, "center")
        label(
            axes,
            across(value),
            top + SIDE - 22,
            share(value, language),
            size=10.5,
            colour="soft",
            align=align,
        )
    label(axes, across(0.5), top + SIDE - 5, below, size=11, align="center")
    label(axes, WIDTH, up(top, 1) - 4, beside, size=11, align="right")


def beside(axes, x, y, value, language, colour):
    """Write a number, or a text, to the right of a dot, or to its left where there is no room."""
    said = value if isinstance(value, str) else number(value, language, 2)
    near_edge = x > WIDTH - 60
    label(axes, x - 8 if near_edge else x + 8, y, said, size=10.5, colour=colour,
          align="right" if near_edge else "left")  # fmt: skip


def across(value):
    """Return where a share lies from left to right."""
    return LEFT + value * (WIDTH - LEFT - 12)


def up(top, value):
    """Return where a share lies from the bottom of a panel upwards."""
    return top + 8 + (1 - value) * (SIDE - 48)
