"""Flags: precision against recall to choose a threshold by, and how reliable probabilities are."""

from review.figures.drawing import WIDTH, dot, finish, label, line, sheet
from review.vocabulary import capital, number, say, share

__all__ = ["precision_recall", "reliability"]

PANEL, TOP, LEFT, SIDE = 330, 46, 44, 250
TICKS = (0, 0.25, 0.5, 0.75, 1)


def precision_recall(curves, thresholds, *, name, caption, language):
    """Return precision against recall for each flag, with intervals and the threshold that is set.

    For the curves see `review.flags.precision_recall`; the thresholds, by flag, are the probabilities
    from which a reference is marked now.
    """
    paper, axes = sheet(max(1, curves.flag.nunique()) * PANEL)
    sentences = []
    for top, flag, mine in panels(curves):
        mine = mine[mine.precision.notna()]
        near = mine.iloc[(mine.threshold - thresholds[flag]).abs().argsort()[:1]].iloc[0]
        said = say("figure.at_threshold", language).format(
            threshold=number(near.threshold, language, 2), precision=share(near.precision, language),
            low=share(near.precision_low, language), high=share(near.precision_high, language),
            recall=share(near.recall, language), proposed=number(near.n_proposed, language),
        )  # fmt: skip
        heading(axes, top, say(flag, language), said)
        frame_of(axes, top, "figure.recall_axis", "figure.precision_axis", language)
        for row in mine.itertuples():
            interval(axes, top, row.recall, row.precision_low, row.precision_high, colour="rule", width=4)
        line(axes, across(mine.recall), up(top, mine.precision), colour="accent", width=2)
        for row in mine.itertuples():
            x, y, chosen = across(row.recall), up(top, row.precision), row.threshold == near.threshold
            dot(axes, x, y, 5.5 if chosen else 3.2, colour="warm" if chosen else "accent")
            if chosen or round(row.threshold * 100) in (10, 30, 50, 70, 90):
                said_beside = number(row.threshold, language, 2)
                beside(axes, x, y - 6, said_beside, "warm" if chosen else "soft")
        sentences.append(f"{say(flag, language)}: {said}")
    return done(paper, curves, name, caption, sentences, language)


def reliability(bins, *, name, caption, language):
    """Return how often each flag held against its probability (`bins`: see `review.flags.reliability`)."""
    paper, axes = sheet(max(1, bins.flag.nunique()) * PANEL)
    sentences = []
    for top, flag, mine in panels(bins):
        gap = float((abs(mine.share - mine.probability) * mine.n).sum() / mine.n.sum())
        said = say("figure.reliable", language).format(
            gap=number(100 * gap, language, 1), n=number(mine.n.sum(), language)
        )
        heading(axes, top, say(flag, language), said)
        frame_of(axes, top, "figure.probability_axis", "figure.share_axis", language)
        line(axes, [across(0), across(1)], [up(top, 0), up(top, 1)], colour="soft", width=1, dashes=(3, 3))
        for row in mine.itertuples():
            x, y = across(row.probability), up(top, row.share)
            interval(axes, top, row.probability, row.share_low, row.share_high, colour="light", width=3)
            dot(axes, x, y, 5, colour="accent")
            counts = f"{number(row.n_true, language)}/{number(row.n, language)}"
            beside(axes, x, y + 4, counts, "soft")
        sentences.append(f"{say(flag, language)}: {said}")
    return done(paper, bins, name, caption, sentences, language)


def panels(table):
    """Yield where each flag's panel begins, the flag, and its rows."""
    for place, (flag, mine) in enumerate(table.groupby("flag", sort=False)):
        yield place * PANEL + TOP, flag, mine


def done(paper, table, name, caption, sentences, language):
    """Return the finished figure, which says where a *no* comes from."""
    judged = say(f"judged.{table.judged.iloc[0]}", language)
    table = table.assign(flag=[say(flag, language) for flag in table.flag], judged=judged)
    table = table.rename(columns={column: say(f"curve.{column}", language) for column in table.columns})
    alt = f"{caption}. {' '.join(sentences)}"
    source = f"{say('source.own', language)}. {judged}"
    return finish(paper, name=name, caption=caption, alt=alt, table=table, source=source)


def heading(axes, top, title, said):
    """Write the name of a flag and what its panel says."""
    label(axes, 0, top - 30, capital(title), weight="bold", size=12.5)
    label(axes, 0, top - 14, said, colour="soft", size=11)


def frame_of(axes, top, below, beside, language):
    """Draw the two scales from 0 to 100 %, headed by two keys of the words."""
    for value in TICKS:
        line(axes, [across(0), across(1)], [up(top, value)] * 2, colour="rule", width=0.7)
        look = {"size": 10.5, "colour": "soft"}
        label(axes, LEFT - 6, up(top, value) + 4, share(value, language), align="right", **look)
        align = {0: "left", 1: "right"}.get(value, "center")
        label(axes, across(value), top + SIDE - 22, share(value, language), align=align, **look)
    label(axes, across(0.5), top + SIDE - 5, say(below, language), size=11, align="center")
    label(axes, WIDTH, up(top, 1) - 4, say(beside, language), size=11, align="right")


def interval(axes, top, value, low, high, **look):
    """Draw how far from low to high a value may lie."""
    line(axes, [across(value)] * 2, [up(top, low), up(top, high)], **look)


def beside(axes, x, y, said, colour):
    """Write a text to the right of a dot, or to its left where there is no room."""
    away, align = (-8, "right") if x > WIDTH - 60 else (8, "left")
    label(axes, x + away, y, said, size=10.5, colour=colour, align=align)


def across(value):
    """Return where a share lies from left to right."""
    return LEFT + value * (WIDTH - LEFT - 12)


def up(top, value):
    """Return where a share lies from the bottom of a panel upwards."""
    return top + 8 + (1 - value) * (SIDE - 48)
