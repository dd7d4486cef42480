"""Evidence: which way the studies point."""

from review.evidence import DIRECTIONS
from review.figures.drawing import WIDTH, block, finish, label, line, sheet, wrap
from review.vocabulary import say

__all__ = ["directions"]

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
