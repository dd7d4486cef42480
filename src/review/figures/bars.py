"""Bars: lying bars with their label above and their number beside, nothing else."""

import pandas as pd

from review.figures.drawing import WIDTH, block, finish, label, labels, sheet, wrap
from review.vocabulary import capital, number, say, share

__all__ = ["bars", "counts"]

ROW, BAR, BESIDE = 40, 13, 110


def bars(rows, *, name, caption, alt, table, source="", largest=None, beside=BESIDE):
    """Return lying bars, one per row.

    Parameters
    ----------
    rows : DataFrame
        `label`, `value` (missing: no bar, only the text), `text` (what stands beside the bar) and
        `tone` (accent, warm, light, rule).
    table : DataFrame
        The numbers behind the figure.
    largest : float, optional
        The value of a bar as long as the sheet allows; the largest value where not given.
    beside : float
        Room kept to the right of the longest bar for its number.
    """
    known = rows.value.astype("Float64").dropna()
    largest = largest or (float(known.max()) if len(known) else 1) or 1
    lines = [wrap(capital(text), WIDTH) for text in rows.label]
    height = sum(ROW + 15 * (len(text) - 1) for text in lines) - 6
    paper, axes = sheet(max(height, ROW))
    top = 0
    for text, row in zip(lines, rows.itertuples(), strict=True):
        labels(axes, 0, top + 12, text)
        top += 15 * len(text)
        if pd.isna(row.value):
            label(axes, 0, top + 13, row.text, colour="soft")
        else:
            length = (WIDTH - beside) * float(row.value) / largest
            if length:
                block(axes, 0, top + 3, max(1.5, length), BAR, colour=row.tone)
            label(axes, length + 7 if length else 0, top + 14, row.text, weight="bold")
        top += ROW - 15
    return finish(paper, name=name, caption=caption, alt=alt, table=table, source=source)


def counts(names, values, *, whole, name, caption, language, heading, source="", tones=None):
    """Return bars for counts that are parts of one whole, with the share of each.

    >>> figure = counts(["A", "B"], [3, 1], whole=4, name="f-a", caption="Parts", language="en",
    ...                 heading="Part")
    >>> figure.alt
    'Parts. A: 3 (75%); B: 1 (25%). Of 4 in all.'
    """
    shares = [share(value / whole, language) if whole else "–" for value in values]
    texts = [f"{number(v, language)} ({s})" for v, s in zip(values, shares, strict=True)]
    rows = pd.DataFrame({"label": names, "value": values, "text": texts, "tone": tones or "accent"})
    said = "; ".join(f"{one}: {text}" for one, text in zip(names, texts, strict=True))
    alt = f"{caption}. {said}. " + say("figure.whole", language, n=number(whole, language))
    columns = {heading: names, say("count", language): values, say("share", language): shares}
    table = pd.DataFrame(columns)
    return bars(rows, name=name, caption=caption, alt=alt, table=table, source=source)
