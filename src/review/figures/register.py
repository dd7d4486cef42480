"""Register: the interim report's figures redrawn from the numbers it prints."""

import pandas as pd

from review.figures.bars import bars
from review.figures.drawing import WIDTH, block, dot, finish, label, labels, line, sheet, wrap
from review.vocabulary import capital, number, say, share

__all__ = ["adherence", "drugs_or_not", "guidelines", "shares"]


def shares(totals, quantity, *, name, caption, language, unknown="", muted=()):
    """Return bars for printed percentages.

    Parameters
    ----------
    totals : DataFrame
        The printed totals (see `review.register`).
    quantity : str
        Which of them.
    unknown : str
        Label of a last row for what was printed only as a picture: said, never drawn as zero.
    muted : sequence of str
        Swedish groups drawn in a pale colour.
    """
    mine = totals[totals.quantity == quantity]
    rows = pd.DataFrame(
        {
            "label": mine[f"group_{language}"],
            "value": mine.value,
            "text": [share(value / 100, language) for value in mine.value],
            "tone": ["light" if group in muted else "accent" for group in mine.group_sv],
        }
    )
    if unknown:
        rows.loc[len(rows)] = [unknown, pd.NA, say("not_printed", language), "rule"]
    told = told_of(mine, rows.label, rows.text, name, caption, language)
    return bars(rows, largest=100, beside=50, **told)


def told_of(totals, names, texts, name, caption, language, ending=""):
    """Return what is told of printed shares besides their drawing: words, table and source."""
    first = totals.iloc[0]
    whole = f"{number(first.denominator, language)} {first[f'of_{language}']}"
    if pd.isna(first.denominator):
        whole = f"{first[f'of_{language}']} ({say('total_not_printed', language)})"
    columns = {say("group", language): names, say("share", language): texts}
    said = "; ".join(f"{one}: {text}" for one, text in zip(names, texts, strict=True))
    ending = ending or f"{say('denominator', language)}: {whole}"
    return {
        "name": name,
        "caption": caption,
        "alt": f"{caption}. {said}. {ending}.",
        "table": pd.DataFrame(columns).assign(**{say("denominator", language): whole}),
        "source": first.source,
    }


def drugs_or_not(totals, *, name, caption, language):
    """Return one bar in two parts: drugs, and all other measures together (the rest to 100 %)."""
    drugs = totals[(totals.quantity == "intervention_type") & (totals.group_sv == "läkemedel")]
    value = float(drugs.value.iloc[0])
    names = [say("läkemedel", language), say("other_measures", language)]
    texts = [share(value / 100, language), share(1 - value / 100, language)]
    paper, axes = sheet(52)
    split = WIDTH * value / 100
    block(axes, 0, 22, split - 1, 26, colour="accent")
    block(axes, split + 1, 22, WIDTH - split - 1, 26, colour="light")
    sides = (((0, "left", 8, "paper"), (WIDTH, "right", -8, "ink")), names, texts)
    for (x, align, inside, colour), what, text in zip(*sides, strict=True):
        label(axes, x, 13, capital(what), align=align)
        label(axes, x + inside, 40, text, weight="bold", colour=colour, align=align)
    return finish(paper, **told_of(drugs, names, texts, name, caption, language))


def guidelines(counted, *, name, caption, language, source):
    """Return printed and identified icke-göra per guideline: an open bar that fills up.

    What is counted has `guideline`, `printed` and `identified`; guidelines without any are left to the text.
    """
    rows = counted[(counted.printed > 0) | (counted.identified > 0)]
    rows = rows.sort_values(["printed", "guideline"], ascending=[False, True], kind="stable")
    largest = max(float(rows[["printed", "identified"]].max().max()), 1) if len(rows) else 1
    lines = [wrap(text, 155) for text in rows.guideline]
    paper, axes = sheet(max(30, sum(12 + 15 * len(text) for text in lines)))
    top, unit = 0, (WIDTH - 165 - 60) / largest
    shown = [
        say("n_of_m", language, n=number(row.identified, language), m=number(row.printed, language))
        for row in rows.itertuples()
    ]
    for text, beside, row in zip(lines, shown, rows.itertuples(), strict=True):
        labels(axes, 156, top + 13, text, align="right")
        y = top + 2 + 7.5 * (len(text) - 1)
        block(axes, 165, y, float(row.printed) * unit, 14, colour="ground", edge="light")
        block(axes, 165, y, float(row.identified) * unit, 14, colour="accent")
        label(axes, 172 + max(row.printed, row.identified) * unit, y + 11, beside, weight="bold")
        top += 12 + 15 * len(text)
    headings = {key: say(key, language) for key in ("guideline", "printed", "identified")}
    said = "; ".join(f"{name} {text}" for name, text in zip(rows.guideline, shown, strict=True))
    table, alt = counted[list(headings)].rename(columns=headings), f"{caption}. {said}."
    return finish(paper, name=name, caption=caption, alt=alt, table=table, source=source)


def adherence(totals, *, name, caption, language):
    """Return lowest, mean and highest adherence on a scale from 0 to 100, where high is good."""
    mine = totals[totals.quantity == "adherence"].set_index("group_sv", drop=False)
    low, mean, high = (float(mine.value[group]) for group in ("lägst", "genomsnitt", "högst"))
    paper, axes = sheet(92)
    left, right, y = 8, WIDTH - 8, 46

    def at(value):
        return left + (right - left) * value / 100

    line(axes, [left, right], [y, y], colour="rule", width=2)
    line(axes, [at(low), at(high)], [y, y], colour="accent", width=6)
    for value in (low, high):
        line(axes, [at(value)] * 2, [y - 7, y + 7], colour="accent", width=2)
    dot(axes, at(mean), y, 8)
    for value, group in ((low, "lägst"), (mean, "genomsnitt"), (high, "högst")):
        label(axes, at(value), y - 28, mine[f"group_{language}"][group], colour="soft", align="center")
        colour, text = "warm" if group == "genomsnitt" else "ink", share(value / 100, language)
        label(axes, at(value), y - 13, text, weight="bold", align="center", colour=colour)
    label(axes, left, y + 28, "0", colour="soft")
    label(axes, right, y + 28, say("adherence.good", language), colour="soft", align="right")
    names, texts = list(mine[f"group_{language}"]), [share(value / 100, language) for value in mine.value]
    good = say("adherence.good", language)
    return finish(paper, **told_of(mine, names, texts, name, caption, language, ending=good))
