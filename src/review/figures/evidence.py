"""Evidence: which way the studies point."""

from review.evidence import DIRECTIONS
from review.figures.drawing import WIDTH, block, finish, label, labels, line, sheet, wrap
from review.vocabulary import capital, say

__all__ = ["directions"]

TONES = {"supports": "accent", "contradicts": "warm", "mixed": "sand", "context": "light"}
SQUARE, STEP, NAMES = 9, 11, 180
"""A square, the distance to the next one, and the least room for the recommendations' names."""
BOLD, EDGE = 6.9, 8
"""What a bold letter of a heading takes, and what is left to the edge, where a wide font would be cut off."""


def directions(tally, *, name, caption, language, keys=DIRECTIONS, words=None, first="recommendation"):
    """Return one small square per study for each recommendation, in a column per direction.

    Parameters
    ----------
    tally : DataFrame
        `recommendation` (its words) and a column of counts per direction.
    keys : sequence of str
        The directions, four at most.
    words : dict of str to str, optional
        What heads each direction; the words of the interface where not given.
    first : str
        The column that heads each row, where it is not `recommendation`.
    """
    heads = words or {key: say(key, language) for key in keys}
    tones = dict(zip(keys, TONES.values(), strict=False))
    heads = {key: capital(head) for key, head in heads.items()}
    starts, room = columns(tally, heads, keys)
    names = [wrap(text, starts[keys[0]] - 14) for text in tally[first]]
    lines = {key: [-(-int(n) // room[key]) for n in tally[key]] for key in keys}
    deep = [max(15 * len(text), STEP * max(lines[key][i] for key in keys)) for i, text in enumerate(names)]
    paper, axes = sheet(26 + sum(height + 9 for height in deep))
    for key, head in heads.items():
        label(axes, starts[key], 12, head, weight="bold", size=10.5)
    top = 22
    for text, row, height in zip(names, tally.itertuples(), deep, strict=True):
        line(axes, [0, WIDTH], [top, top], colour="rule", width=0.7)
        labels(axes, 0, top + 15, text)
        for key in keys:
            for n in range(int(getattr(row, key))):
                x, y = starts[key] + n % room[key] * STEP, top + 6 + n // room[key] * STEP
                block(axes, x, y, SQUARE, SQUARE, colour=tones[key])
        top += height + 9
    table = tally[[first, *keys]].rename(columns={first: say(first, language)} | heads)
    said = []
    for row in tally.to_dict("records"):
        counts = ", ".join(f"{heads[key]} {row[key]}" for key in keys if row[key])
        said.append(f"{row[first]}: {counts}")
    alt = f"{caption}. {'; '.join(said)}."
    return finish(paper, name=name, caption=caption, alt=alt, table=table, source=say("source.own", language))


def columns(tally, heads, keys):
    """Return where each direction's column begins, and how many squares it takes side by side."""
    widths = {key: BOLD * len(head) + 6 for key, head in heads.items()}
    widths[keys[-1]] += EDGE
    spare = WIDTH - NAMES - sum(widths.values())
    for key in keys:
        wanted = min(12, int(tally[key].max())) * STEP + 12
        more = max(0, min(spare, wanted - widths[key]))
        widths[key] += more
        spare -= more
    starts, x = {}, WIDTH - sum(widths.values())
    for key in keys:
        starts[key] = x
        x += widths[key]
    return starts, {key: max(1, int((widths[key] - 6) // STEP)) for key in keys}
